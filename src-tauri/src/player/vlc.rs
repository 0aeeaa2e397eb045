//! Speaks with VLC through its HTTP interface (<https://wiki.videolan.org/VLC_HTTP_requests/>). Tells it what to play and asks
//! for the position. VLC listens on the loopback alone, with a password made for this one start.

use std::time::Duration;

use reqwest::Client;
use serde::Deserialize;
use url::Url;

use super::heard::{Listener, Report, Sample, Still};
use super::{Item, Queue, headers};

/// Its interface is there a moment after it starts.
const TRIES: u32 = 40;
const BETWEEN_TRIES: Duration = Duration::from_millis(250);
/// The time between two questions for the position.
const PAUSE: Duration = Duration::from_secs(2);
const ANSWERS_BY: Duration = Duration::from_secs(2);
/// The most bytes of an answer. A playlist takes a few hundred for each of what may be thousands of episodes.
const LONGEST_ANSWER: usize = 8 << 20;

/// Where one VLC listens.
#[derive(Clone)]
pub(super) struct Interface {
    port: u16,
    password: String,
    client: Client,
}

// Written by hand, because a derived `Debug` would show the password.
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
    /// The id of the playlist item that plays.
    #[serde(default)]
    currentplid: Option<i64>,
}

/// A node of VLC's playlist tree: an item, or a folder of nodes.
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

/// Returns the options that apply to this item alone.
fn options(item: &Item) -> Vec<String> {
    let mut options = vec![format!(":meta-title={}", item.title), format!(":start-time={:.0}", item.start)];
    options.extend(headers::vlc(&item.headers));
    options
}

impl Interface {
    /// Picks a free port and a random password.
    pub(super) fn new() -> std::io::Result<Self> {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut secret = [0; 16];
        getrandom::fill(&mut secret).map_err(std::io::Error::other)?;
        let password = format!("{:032x}", u128::from_ne_bytes(secret));
        // VLC is on this machine, so the person's proxy does not apply.
        let client = Client::builder().no_proxy().timeout(ANSWERS_BY).build().map_err(std::io::Error::other)?;
        Ok(Self { port, password, client })
    }

    /// Returns the arguments for a new VLC. Text from outside always follows a fixed prefix, so it cannot become an option of its
    /// own. Options with a colon apply to the file before them.
    pub(super) fn arguments(&self, queue: &Queue<'_>) -> Vec<String> {
        let mut arguments = vec![
            "--extraintf=http".to_owned(),
            "--http-host=127.0.0.1".to_owned(),
            format!("--http-port={}", self.port),
            format!("--http-password={}", self.password),
        ];
        match queue.few() {
            Some(items) => {
                arguments.extend(items.iter().flat_map(|item| [vec![item.link.to_string()], options(item)].concat()))
            }
            None => arguments.push(queue.plain()),
        }
        arguments
    }

    /// Gives an open VLC something else to play. Returns `None` when it does not answer.
    pub(super) async fn load(&self, queue: &Queue<'_>, tries: u32) -> Option<()> {
        self.ask_patiently(tries, "status.json", &[("command", "pl_empty")]).await?;
        let Some(items) = queue.few() else {
            let playlist = Url::from_file_path(&queue.playlist).ok()?;
            return self.ask("status.json", &[("command", "in_play"), ("input", playlist.as_str())]).await.map(drop);
        };
        for (at, item) in items.iter().enumerate() {
            let command = if at == 0 { "in_play" } else { "in_enqueue" };
            let options = options(item);
            let mut query = vec![("command", command), ("input", item.link.as_str())];
            query.extend(options.iter().map(|option| ("option", option.as_str())));
            let answer = self.ask("status.json", &query).await;
            // A VLC that took the first item plays it. A second window would play it twice.
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
                // The item has changed. This status may be of the item before, so the loop asks for another one.
                let Some(link) = self.playing().await else { return };
                playing = (status.currentplid, (!link.is_empty()).then_some(link));
            }
            // A VLC that is busy for a moment has not ended, so it is asked three times.
            match self.ask_patiently(3, "status.json", &[]).await {
                Some(next) => answer = next,
                None => return,
            }
        }
    }

    /// Returns the address of the item that plays; an empty text between two items, `None` when VLC does not answer.
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
            // VLC decodes `+` as a plus sign, so spaces have to be `%20`.
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
