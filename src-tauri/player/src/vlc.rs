//! Speaks with VLC through its HTTP interface (<https://wiki.videolan.org/VLC_HTTP_requests/>): gives it links, asks how it stands,
//! passes orders on. VLC listens on the loopback alone, with a password made for this one start.

#![expect(clippy::disallowed_types, reason = "the owner of VLC's interface on the loopback, past the person's proxy")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use perihelion_core::http::loopback_client;
use reqwest::Client;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::headers;
use crate::heard::{Listener, Position, Report, Sample, Still};
use crate::now::Now;
use crate::order::{Order, Orders, Telling, Told};
use crate::queue::{Item, Queue};
use said::{Node, Status};

pub(crate) mod beside;
mod outside;
mod pages;
mod said;

const BETWEEN_TRIES: Duration = Duration::from_millis(100);
/// The time between two questions.
const PAUSE: Duration = Duration::from_millis(500);
const ANSWERS_BY: Duration = Duration::from_secs(2);
/// The most bytes of an answer. A playlist takes a few hundred for each of what may be thousands of episodes.
const LONGEST_ANSWER: usize = 8 << 20;
/// VLC tells whole seconds: a film that is left so near its end has come to it.
const AT_THE_END: f64 = 3.0;

/// Where one VLC listens.
#[derive(Clone)]
pub(crate) struct Interface {
    port: u16,
    password: String,
    /// Where its pages are.
    pages: PathBuf,
    client: Client,
}

// Written by hand, because a derived `Debug` would show the password.
impl std::fmt::Debug for Interface {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Interface({})", self.port)
    }
}

/// Returns the options that apply to this item alone.
fn options(item: &Item) -> Vec<String> {
    let languages = [("audio-language", &item.languages.audio), ("sub-language", &item.languages.subtitles)];
    let languages = languages.into_iter().filter(|(_, codes)| !codes.is_empty());
    [format!(":meta-title={}", item.title), format!(":start-time={:.0}", item.start)]
        .into_iter()
        .chain(languages.map(|(name, codes)| format!(":{name}={}", codes.join(","))))
        .chain(headers::vlc(&item.headers))
        .collect()
}

/// Returns the arguments that begin with links, for a VLC that cannot be spoken to. Text from outside always follows a fixed prefix,
/// so it cannot become an option of its own. Options with a colon apply to the file before them.
pub(crate) fn arguments(queue: &Queue) -> Vec<String> {
    match queue.few() {
        Some(items) => items.iter().flat_map(|item| [vec![item.link.to_string()], options(item)].concat()).collect(),
        None => vec![queue.plain()],
    }
}

impl Interface {
    /// Picks a free port and a random password, and writes the pages below a folder that VLC reaches.
    pub(crate) fn new(folder: &Path) -> std::io::Result<Self> {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut secret = [0; 16];
        getrandom::fill(&mut secret).map_err(std::io::Error::other)?;
        let password = format!("{:032x}", u128::from_ne_bytes(secret));
        let client = loopback_client(ANSWERS_BY).map_err(std::io::Error::other)?;
        Ok(Self { port, password, pages: pages::write(folder)?, client })
    }

    /// Returns the arguments for a new VLC that is given its links over its interface.
    pub(crate) fn waiting(&self, tells_the_system: bool) -> Vec<String> {
        let mut arguments = vec![
            "--extraintf=http".to_owned(),
            "--http-host=127.0.0.1".to_owned(),
            format!("--http-port={}", self.port),
            format!("--http-password={}", self.password),
            format!("--http-src={}", self.pages.display()),
        ];
        if tells_the_system && cfg!(target_os = "linux") {
            // VLC would be there a second time.
            arguments.push("--no-dbus".to_owned());
        }
        arguments
    }

    /// Waits for the interface of a VLC that is starting. Ends only when it answers.
    pub(crate) async fn reach(&self) {
        while self.ask("status.json", &[]).await.is_none() {
            tokio::time::sleep(BETWEEN_TRIES).await;
        }
    }

    /// Has VLC play something else. Returns `None` when it does not answer.
    pub(crate) async fn load(&self, queue: &Queue) -> Option<()> {
        self.command("pl_empty", &[]).await?;
        let Some(items) = queue.few() else {
            let playlist = Url::from_file_path(&queue.playlist).ok()?;
            return self.command("in_play", &[("input", playlist.as_str())]).await;
        };
        for (at, item) in items.iter().enumerate() {
            // A VLC that took the first item plays it. A second window would play it twice.
            if self.give(if at == 0 { "in_play" } else { "in_enqueue" }, item).await.is_none() {
                return (at > 0).then_some(());
            }
        }
        Some(())
    }

    async fn give(&self, command: &str, item: &Item) -> Option<()> {
        let mut options = options(item);
        if let Some(film) = item.link.to_file_path().ok().filter(|_| item.is_on_disk) {
            options.extend(tokio::task::spawn_blocking(move || beside::options(&film)).await.unwrap_or_default());
        }
        let options = options.iter().map(|option| ("option", option.as_str()));
        let query: Vec<(&str, &str)> = [("input", item.link.as_str())].into_iter().chain(options).collect();
        self.command(command, &query).await
    }

    async fn command(&self, command: &str, with: &[(&str, &str)]) -> Option<()> {
        let query: Vec<(&str, &str)> = [("command", command)].into_iter().chain(with.iter().copied()).collect();
        self.ask("status.json", &query).await.map(drop)
    }

    async fn status(&self, tries: u32) -> Option<Status> {
        serde_json::from_slice(&self.ask_patiently(tries, "status.json").await?).ok()
    }

    async fn playlist(&self) -> Option<Node> {
        serde_json::from_slice(&self.ask_patiently(3, "playlist.json").await?).ok()
    }

    async fn ask_patiently(&self, tries: u32, what: &str) -> Option<Vec<u8>> {
        for left in (0..tries).rev() {
            if let Some(answer) = self.ask(what, &[]).await {
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

/// Follows a VLC and passes orders on, until it ends or nobody gives orders any more. `exited` is cancelled when its process ends.
pub(crate) async fn follow(
    interface: Interface,
    queue: Queue,
    mut orders: Orders,
    told: Telling,
    exited: CancellationToken,
) {
    let mut vlc = Vlc::new(interface, queue, told);
    let mut tick = tokio::time::interval(PAUSE);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let is_over = tokio::select! {
            () = exited.cancelled() => true,
            _ = tick.tick() => vlc.look().await.is_none(),
            order = orders.recv() => match order {
                Some(order) => {
                    vlc.obey(order).await;
                    tick.reset_after(BETWEEN_TRIES);
                    false
                }
                None => return,
            },
        };
        if is_over {
            break;
        }
    }
    vlc.leave();
    let _ = vlc.told.send(Told::Gone);
}

struct Vlc<R> {
    interface: Interface,
    listener: Listener<R>,
    items: Vec<Item>,
    told: Telling,
    /// The playlist item that plays, and its address.
    playing: (Option<i64>, Option<String>),
    said: Now,
    left: bool,
}

impl Vlc<()> {
    fn new(interface: Interface, queue: Queue, told: Telling) -> Vlc<impl Report> {
        let into = told.clone();
        let report = move |number, position: Position| {
            let _ = into.send(Told::Position(number, position));
        };
        Vlc {
            interface,
            listener: Listener::new(&queue.items, report),
            items: queue.items,
            told,
            playing: (None, None),
            said: Now::default(),
            left: false,
        }
    }
}

impl<R: Report> Vlc<R> {
    /// Asks how it stands and tells it. `None` when VLC is gone.
    async fn look(&mut self) -> Option<()> {
        // A VLC that is busy for a moment has not ended, so it is asked several times.
        let mut status = self.interface.status(3).await?;
        if status.playing() != self.playing.0 {
            self.leave();
            let link = self.interface.playlist().await?.playing().map(str::to_owned);
            // The status may be of the item before, so another one is asked for.
            status = self.interface.status(3).await?;
            self.playing = (status.playing(), link);
        }
        let mut now = status.now();
        now.item = self.playing.1.as_deref().and_then(|link| self.listener.number(link));
        let sample = Sample { link: self.playing.1.clone(), at: now.position, length: now.length };
        if sample.link.is_some() && self.listener.hear(&sample) == Still::Another && !self.left {
            self.left = true;
            let _ = self.told.send(Told::Left);
        }
        if now.item.is_none() {
            (now.position, now.length) = (None, None);
        }
        if now != self.said {
            self.said = now.clone();
            let _ = self.told.send(Told::Now(now));
        }
        Some(())
    }

    /// Ends with the item that played. VLC says nothing of an end: an item left at its end has come to it.
    fn leave(&mut self) {
        self.listener.left();
        let Now { item, position, length, .. } = &self.said;
        if let (Some(item), Some(at), Some(length)) = (item, position, length)
            && length - at <= AT_THE_END
        {
            let _ = self.told.send(Told::Ended(*item));
        }
        self.said = Now::default();
        self.playing = (None, None);
    }

    async fn obey(&mut self, order: Order) {
        let vlc = self.interface.clone();
        let say = async |command: &str, val: Option<String>| {
            let with: Vec<(&str, &str)> = val.iter().map(|val| ("val", val.as_str())).collect();
            vlc.command(command, &with).await;
        };
        match order {
            Order::Pause(true) => say("pl_forcepause", None).await,
            Order::Pause(false) => say("pl_forceresume", None).await,
            Order::Seek(to) => say("seek", Some(format!("{:.0}", to.max(0.0)))).await,
            // VLC counts 256 as 100 percent.
            Order::Volume(percent) => {
                say("volume", Some(format!("{:.0}", percent.clamp(0.0, 100.0) * 2.56))).await;
            }
            Order::Audio(track) => say("audio_track", Some(track.to_string())).await,
            Order::Subtitle(track) => say("subtitle_track", Some(track.unwrap_or(-1).to_string())).await,
            Order::AddSubtitle(added) => vlc.add_subtitle(&added.path).await,
            Order::Load(queue, taken) => {
                self.leave();
                let _ = self.told.send(Told::Anew);
                self.listener.renew(&queue.items);
                self.left = false;
                let _ = taken.send(vlc.load(&queue).await.is_some());
                self.items = queue.items;
            }
            Order::Append(item) => {
                self.listener.add(self.items.len(), &item);
                let _ = vlc.give("in_enqueue", &item).await;
                self.items.push(*item);
            }
            Order::Withdraw(kept) => {
                while self.items.len() > kept.max(1) {
                    let link = self.items.pop().map(|item| item.link);
                    let id = async { vlc.playlist().await?.id_of(link?.as_str()) }.await;
                    if let Some(id) = id {
                        let _ = vlc.command("pl_delete", &[("id", &id)]).await;
                    }
                }
            }
            Order::Forward => say("pl_next", None).await,
            Order::Card(_) => {}
            // It has no command to quit; the process is ended by who started it.
            Order::Stop => say("pl_stop", None).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::tests::item;

    #[test]
    fn a_hostile_title_cannot_become_an_option() {
        let queue = Queue::new(vec![item("https://cdn.example/Sintel.mkv", 0.0)], std::path::Path::new("/playing"));
        let folder = tempfile::tempdir().unwrap();
        let interface = Interface::new(folder.path()).unwrap();
        let told = [interface.waiting(true), arguments(&queue)].concat();
        assert!(!told.contains(&queue.items[0].title), "{told:?}");
        assert_eq!(told.iter().filter(|argument| argument.starts_with("https:")).count(), 1);
        assert!(interface.waiting(true).iter().all(|argument| !argument.contains("cdn.example")));
    }
}
