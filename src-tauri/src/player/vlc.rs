//! Speaking with VLC through its HTTP interface (<https://wiki.videolan.org/VLC_HTTP_requests/>): what it is to play, and how far
//! that is. It listens on the loopback alone, with a password made for one start.

use std::time::Duration;

use reqwest::Client;
use serde::Deserialize;
use url::Url;

use super::heard::{Listener, Report, Sample, Still};
use super::{Item, Queue};

/// Its interface is there a moment after it starts.
const TRIES: u32 = 40;
const BETWEEN_TRIES: Duration = Duration::from_millis(250);
/// Between two questions how far the film is.
const PAUSE: Duration = Duration::from_secs(2);
const ANSWERS_BY: Duration = Duration::from_secs(2);
/// A playlist of thousands of episodes has a few hundred bytes for each.
const LONGEST_ANSWER: usize = 8 << 20;

/// Where one VLC listens.
#[derive(Clone)]
pub(super) struct Interface {
    port: u16,
    password: String,
    client: Client,
}

// Nothing may write the password down.
impl std::fmt::Debug for Interface {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Interface({})", self.port)
    }
}

#[derive(Deserialize)]
struct Status {
    #[serde(default)]
    time: Option<f64>,
    #[serde(default)]
    length: Option<f64>,
    /// Changes with the item that plays.
    #[serde(default)]
    currentplid: Option<i64>,
}

/// An item of the playlist, or a list of them.
#[derive(Deserialize)]
struct Node {
    #[serde(default)]
    uri: Option<String>,
    #[serde(default)]
    current: Option<String>,
    #[serde(default)]
    children: Vec<Node>,
}

impl Node {
    fn playing(&self) -> Option<&str> {
        let itself = self.current.is_some().then_some(self.uri.as_deref()).flatten();
        itself.or_else(|| self.children.iter().find_map(Self::playing))
    }
}

/// What holds for one file alone.
fn options(item: &Item) -> [String; 2] {
    [format!(":meta-title={}", item.title), format!(":start-time={:.0}", item.start)]
}

impl Interface {
    /// A port nobody uses, and a password nobody knows.
    pub(super) fn new() -> std::io::Result<Self> {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut secret = [0; 16];
        getrandom::fill(&mut secret).map_err(std::io::Error::other)?;
        let password = format!("{:032x}", u128::from_ne_bytes(secret));
        // What a person set as their proxy is for the outside.
        let client = Client::builder().no_proxy().timeout(ANSWERS_BY).build().map_err(std::io::Error::other)?;
        Ok(Self { port, password, client })
    }

    /// One argument each; nothing from outside can become an option, because every such text follows a fixed prefix. What begins
    /// with a colon holds for the file before it.
    pub(super) fn arguments(&self, queue: &Queue<'_>) -> Vec<String> {
        let mut arguments = vec![
            "--extraintf=http".to_owned(),
            "--http-host=127.0.0.1".to_owned(),
            format!("--http-port={}", self.port),
            format!("--http-password={}", self.password),
        ];
        match queue.few() {
            Some(items) => arguments
                .extend(items.iter().flat_map(|item| [vec![item.link.to_string()], options(item).into()].concat())),
            None => arguments.push(queue.plain()),
        }
        arguments
    }

    /// Gives a VLC that is open something else to play; `None` when it is not there.
    pub(super) async fn load(&self, queue: &Queue<'_>, tries: u32) -> Option<()> {
        self.ask_patiently(tries, "status.json", &[("command", "pl_empty")]).await?;
        let Some(items) = queue.few() else {
            let playlist = Url::from_file_path(&queue.playlist).ok()?;
            return self.ask("status.json", &[("command", "in_play"), ("input", playlist.as_str())]).await.map(drop);
        };
        for (at, item) in items.iter().enumerate() {
            let command = if at == 0 { "in_play" } else { "in_enqueue" };
            let [title, start] = options(item);
            let query = [("command", command), ("input", item.link.as_str()), ("option", &title), ("option", &start)];
            let answer = self.ask("status.json", &query).await;
            // One that took the first plays it: a second window would play it twice.
            if answer.is_none() {
                return (at > 0).then_some(());
            }
        }
        Some(())
    }

    /// Follows what VLC plays until it ends or plays something else.
    pub(super) async fn follow(&self, listener: &mut Listener<impl Report>) {
        let Some(mut answer) = self.ask_patiently(TRIES, "status.json", &[]).await else {
            tracing::info!("VLC does not say how far the film is");
            return;
        };
        let mut playing = (None, None);
        while let Ok(status) = serde_json::from_slice::<Status>(&answer) {
            if status.currentplid == playing.0 {
                let sample = Sample { link: playing.1.clone(), at: status.time, length: status.length };
                if listener.hear(&sample) == Still::Another {
                    return;
                }
                tokio::time::sleep(PAUSE).await;
            } else {
                // The status is asked for anew: it may be of the film before.
                let Some(link) = self.playing().await else { return };
                playing = (status.currentplid, (!link.is_empty()).then_some(link));
            }
            // One that is busy for a moment has not ended.
            match self.ask_patiently(3, "status.json", &[]).await {
                Some(next) => answer = next,
                None => return,
            }
        }
    }

    /// The address of what plays; empty between two items.
    async fn playing(&self) -> Option<String> {
        let answer = self.ask_patiently(3, "playlist.json", &[]).await?;
        let list: Node = serde_json::from_slice(&answer).ok()?;
        Some(list.playing().unwrap_or_default().to_owned())
    }

    async fn ask_patiently(&self, tries: u32, what: &str, query: &[(&str, &str)]) -> Option<Vec<u8>> {
        for left in (0..tries).rev() {
            if let Some(answer) = self.ask(what, query).await {
                return Some(answer);
            }
            if left > 0 {
                tokio::time::sleep(BETWEEN_TRIES).await;
            }
        }
        None
    }

    async fn ask(&self, what: &str, query: &[(&str, &str)]) -> Option<Vec<u8>> {
        let mut address = Url::parse(&format!("http://127.0.0.1:{}/requests/{what}", self.port)).ok()?;
        if !query.is_empty() {
            // VLC takes a plus sign for itself, not for a space.
            let spaced = address.query_pairs_mut().extend_pairs(query).finish().query().map(|q| q.replace('+', "%20"));
            address.set_query(spaced.as_deref());
        }
        let asked = self.client.get(address).basic_auth("", Some(&self.password)).send().await.ok()?;
        let mut answer = asked.error_for_status().ok()?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.ok()? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST_ANSWER {
                return None;
            }
        }
        Some(body)
    }
}
