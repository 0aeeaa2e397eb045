//! Speaks with mpv, and with IINA which is built on it, through its JSON IPC (<https://mpv.io/manual/stable/#json-ipc>): gives it
//! links, follows its properties, passes orders on. Links go over the socket, not over the command line that other programs can
//! read. Only `connect` differs between systems, by the kind of socket.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use perihelion_core::model::Complaint;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio_util::codec::{Framed, LinesCodec};

use crate::heard::{Listener, Position, Report, Sample, Still};
use crate::order::{Card, Key, Keys, Order, Orders, Telling, Told};
use crate::queue::{Item, Queue};
use said::{Line, State};
use start::options;
pub(crate) use start::{address, arguments, iina, quiet, waiting};

mod said;
mod start;

const BETWEEN_TRIES: Duration = Duration::from_millis(50);
/// The longest line that is read. A list of tracks takes half a kilobyte for each of them.
const LONGEST_LINE: usize = 1 << 20;
/// What an mpv does not answer within this time is given up.
const ANSWERS_BY: Duration = Duration::from_secs(2);
/// Seconds of film between two snapshots that differ in nothing else.
const STEP: f64 = 0.25;

/// What is followed, in the order it is asked for: what can be skipped is asked for once the length is known, and by the
/// chapters.
const FOLLOWED: [&str; 10] = [
    "chapter-list",
    "time-pos",
    "duration",
    "pause",
    "volume",
    "track-list",
    "aid",
    "sid",
    "eof-reached",
    "playlist-count",
];
/// The bindings that stand while something of the app plays, where the person has none of their own for these keys. `NEXT` and `PREV`
/// are keyboards' media keys, and what the system's controls say where mpv is in them by itself (macOS): the next episode is not in
/// mpv's own list before the end comes near.
const ALWAYS: &str = "perihelion";
const ALWAYS_KEYS: &str =
    "Ctrl+r script-message perihelion another\nNEXT script-message perihelion next\nPREV seek 0 absolute\n";
/// The bindings that stand while a card does, and the section they are in.
const SECTION: &str = "perihelion-card";
const NEXT_KEYS: &str =
    "ENTER script-message perihelion next\nn script-message perihelion next\nESC script-message perihelion stay\n";
const SKIP_KEYS: &str = "TAB script-message perihelion skip\nESC script-message perihelion watch\n";

pub(crate) type Lines = Framed<Socket, LinesCodec>;

#[cfg(unix)]
type Socket = tokio::net::UnixStream;
#[cfg(windows)]
type Socket = tokio::net::windows::named_pipe::NamedPipeClient;

/// Connects to an mpv that is starting. Ends only when it is connected.
pub(crate) async fn reach(address: &Path) -> Lines {
    loop {
        if let Ok(socket) = connect(address).await {
            return Framed::new(socket, LinesCodec::new_with_max_length(LONGEST_LINE));
        }
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
}

#[cfg(unix)]
async fn connect(address: &Path) -> std::io::Result<Socket> {
    tokio::net::UnixStream::connect(address).await
}

#[cfg(windows)]
fn connect(address: &Path) -> impl Future<Output = std::io::Result<Socket>> {
    std::future::ready(tokio::net::windows::named_pipe::ClientOptions::new().open(address))
}

/// Follows an mpv and passes orders on, until it ends or nobody gives orders any more.
pub(crate) async fn follow(lines: Lines, queue: Queue, mut orders: Orders, told: Telling) {
    let mut mpv = Mpv::new(lines, queue, told);
    for (number, name) in (1..).zip(FOLLOWED) {
        mpv.say(&json!(["observe_property", number, name])).await;
    }
    mpv.say(&json!(["define-section", ALWAYS, ALWAYS_KEYS, "default"])).await;
    mpv.say(&json!(["enable-section", ALWAYS])).await;
    loop {
        tokio::select! {
            line = mpv.lines.next() => match line {
                Some(Ok(line)) => mpv.hear(&line).await,
                // Also at a line that is longer than any mpv writes.
                Some(Err(_)) | None => break,
            },
            order = orders.recv() => match order {
                Some(order) => mpv.obey(order).await,
                None => return,
            },
        }
    }
    mpv.listener.left();
    let _ = mpv.told.send(Told::Gone);
}

/// The number of the question for the path. Others are answered by number too, or not waited for at 0.
const PATH: u64 = 1;

struct Mpv<R> {
    lines: Lines,
    listener: Listener<R>,
    items: Vec<Item>,
    told: Telling,
    state: State,
    /// The address of what plays; `None` between two films.
    link: Option<String>,
    /// Who waits for which answer.
    waiting: HashMap<u64, oneshot::Sender<bool>>,
    asked: u64,
    said: crate::now::Now,
    /// What plays was given by somebody else, which was told.
    left: bool,
    /// The item that came to its end while the window stays open.
    ended: Option<usize>,
}

fn reporter(told: &Telling) -> impl Report + use<> {
    let told = told.clone();
    move |number, position: Position| {
        let _ = told.send(Told::Position(number, position));
    }
}

impl Mpv<()> {
    fn new(lines: Lines, queue: Queue, told: Telling) -> Mpv<impl Report> {
        Mpv {
            lines,
            listener: Listener::new(&queue.items, reporter(&told)),
            items: queue.items,
            told,
            state: State::default(),
            link: None,
            waiting: HashMap::new(),
            asked: 9,
            said: crate::now::Now::default(),
            left: false,
            ended: None,
        }
    }
}

impl<R: Report> Mpv<R> {
    async fn say(&mut self, command: &Value) {
        self.ask(0, command).await;
    }

    async fn ask(&mut self, number: u64, command: &Value) {
        let line = json!({ "command": command, "request_id": number }).to_string();
        // A hanging mpv must not hold up the orders that follow.
        let _ = tokio::time::timeout(ANSWERS_BY, self.lines.send(line)).await;
    }

    async fn hear(&mut self, line: &str) {
        match said::read(line, &mut self.state) {
            Line::Started => {
                self.leave();
                self.ask(PATH, &json!(["get_property", "path"])).await;
            }
            Line::Answer { number: PATH, data, .. } => {
                self.link = data.as_str().map(str::to_owned);
            }
            Line::Answer { number, good, .. } => {
                if let Some(waiting) = self.waiting.remove(&number) {
                    let _ = waiting.send(good);
                }
            }
            Line::Ended { by_itself } => {
                if by_itself {
                    self.end();
                }
                self.leave();
            }
            Line::Property => {
                if self.state.eof {
                    self.end();
                } else {
                    self.ended = None;
                }
            }
            // What somebody else gave it follows in its own list.
            Line::Message(Key::Next) if self.link.is_some() && self.number().is_none() => {
                self.say(&json!(["playlist-next", "weak"])).await;
            }
            Line::Message(key) => {
                let _ = self.told.send(Told::Pressed(key));
            }
            Line::Other => return,
        }
        self.tell();
    }

    fn number(&self) -> Option<usize> {
        self.link.as_deref().and_then(|link| self.listener.number(link))
    }

    fn end(&mut self) {
        if let Some(number) = self.number().filter(|number| self.ended != Some(*number)) {
            self.listener.left();
            self.ended = Some(number);
            let _ = self.told.send(Told::Ended(number));
        }
    }

    fn leave(&mut self) {
        self.listener.left();
        self.link = None;
        self.ended = None;
        self.state.next_file();
    }

    fn tell(&mut self) {
        let State { position, length, .. } = self.state;
        if self.link.is_some() {
            let sample = Sample { link: self.link.clone(), at: position, length };
            if self.listener.hear(&sample) == Still::Another && !self.left {
                self.left = true;
                let _ = self.told.send(Told::Left);
            }
        }
        let mut now = self.state.now();
        now.item = self.number();
        if now.item.is_none() {
            (now.position, now.length) = (None, None);
        }
        let near = |a: Option<f64>, b: Option<f64>| a.zip(b).is_some_and(|(a, b)| (a - b).abs() < STEP);
        let same = near(now.position, self.said.position)
            && crate::now::Now { position: None, ..now.clone() }
                == crate::now::Now { position: None, ..self.said.clone() };
        if !same && now != self.said {
            self.said = now.clone();
            let _ = self.told.send(Told::Now(now));
        }
    }

    async fn obey(&mut self, order: Order) {
        let set = |name: &str, value: Value| json!(["set_property", name, value]);
        match order {
            Order::Pause(paused) => self.say(&set("pause", json!(paused))).await,
            Order::Seek(to) => self.say(&json!(["seek", to, "absolute"])).await,
            Order::Volume(percent) => self.say(&set("volume", json!(percent.clamp(0.0, 100.0)))).await,
            Order::Audio(track) => self.say(&set("aid", json!(track))).await,
            Order::Subtitle(Some(track)) => {
                self.say(&set("sid", json!(track))).await;
                self.say(&set("sub-visibility", json!(true))).await;
            }
            Order::Subtitle(None) => self.say(&set("sid", json!("no"))).await,
            Order::AddSubtitle(added) => {
                self.say(&json!({
                    // What it has already is chosen, and not there twice.
                    "name": "sub-add", "url": added.path.to_string_lossy(), "flags": "cached",
                    "title": added.title, "lang": added.language,
                }))
                .await;
                self.say(&set("sub-visibility", json!(true))).await;
            }
            Order::Load(queue, taken) => self.load(queue, taken).await,
            Order::Append(item) => {
                self.listener.add(self.items.len(), &item);
                self.say(&file(&item, "append")).await;
                self.items.push(*item);
            }
            Order::Withdraw(kept) => {
                // Only while mpv's playlist is still as the app made it.
                if self.state.playlist == Some(self.items.len()) {
                    for number in (kept.max(1)..self.items.len()).rev() {
                        self.say(&json!(["playlist-remove", number])).await;
                    }
                    self.items.truncate(kept.max(1));
                }
            }
            Order::Forward => self.say(&json!(["playlist-next", "force"])).await,
            Order::Card(card) => self.card(card).await,
            Order::Stop => self.say(&json!(["quit"])).await,
        }
    }

    async fn load(&mut self, queue: Queue, taken: oneshot::Sender<bool>) {
        self.leave();
        let _ = self.told.send(Told::Anew);
        self.left = false;
        self.listener.renew(&queue.items);
        self.asked += 1;
        let number = self.asked;
        self.waiting.insert(number, taken);
        // The arguments are named, because their order differs between versions of mpv.
        if let Some(items) = queue.few() {
            for (at, item) in items.iter().enumerate() {
                let number = if at == 0 { number } else { 0 };
                self.ask(number, &file(item, if at == 0 { "replace" } else { "append" })).await;
            }
        } else {
            let list = json!({ "name": "loadlist", "url": queue.playlist.to_string_lossy(), "flags": "replace" });
            self.ask(number, &list).await;
        }
        self.items = queue.items;
        // The film before may have been paused or the window minimised; the person wants to see this one.
        self.say(&json!(["set_property", "pause", false])).await;
        self.say(&json!(["set_property", "window-minimized", false])).await;
    }

    async fn card(&mut self, card: Option<Card>) {
        let overlay = |format: &str, data: &str| json!({ "name": "osd-overlay", "id": 1, "format": format, "data": data, "res_x": 0, "res_y": 720, "z": 50 });
        if let Some(Card { text, keys }) = card {
            let keys = match keys {
                Keys::Next => NEXT_KEYS.to_owned(),
                Keys::Skip => SKIP_KEYS.to_owned(),
                Keys::Complain => complain_keys(),
            };
            self.say(&json!(["define-section", SECTION, keys, "force"])).await;
            self.say(&json!(["enable-section", SECTION])).await;
            self.say(&overlay("ass-events", &text)).await;
        } else {
            self.say(&json!(["disable-section", SECTION])).await;
            self.say(&overlay("none", "")).await;
        }
    }
}

fn complain_keys() -> String {
    let numbered = (1..).zip(Complaint::ALL);
    let each = numbered.map(|(key, what)| format!("{key} script-message perihelion wrong {}\n", what.as_str()));
    each.chain(["ESC script-message perihelion nothing\n".to_owned()]).collect()
}

fn file(item: &Item, flags: &str) -> Value {
    let mut options = serde_json::Map::new();
    options.insert("start".to_owned(), json!(format!("{:.0}", item.start)));
    options.insert("force-media-title".to_owned(), json!(item.title));
    options.extend(self::options(item).into_iter().map(|(name, value)| (name.to_owned(), json!(value))));
    json!({ "name": "loadfile", "url": item.link.as_str(), "flags": flags, "options": options })
}

#[cfg(test)]
mod tests;
