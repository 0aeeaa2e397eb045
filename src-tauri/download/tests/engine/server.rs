//! A server of one file on the loopback, as badly behaved as a test wants it.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use perihelion_core::http::Request;
use perihelion_download::{DownloadError, Source};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// How the server behaves. The default is well.
#[derive(Clone, Debug)]
pub(crate) struct Mood {
    pub(crate) etag: Option<String>,
    /// Ranges are answered with the whole file.
    pub(crate) ignores_ranges: bool,
    /// Parts begin so many bytes later than they say.
    pub(crate) says_other_range: u64,
    /// The connection is closed after so many bytes of a body.
    pub(crate) dies_after: Option<u64>,
    /// Each link answers 410 after so many bytes.
    pub(crate) link_lasts: Option<u64>,
    /// A header that says that the body is packed.
    pub(crate) packed: bool,
    /// The body comes in chunks, and says nothing of its length but so.
    pub(crate) transfer: Option<&'static str>,
    /// Bytes behind the end of what was asked for.
    pub(crate) sends_more: usize,
    /// More than so many connections at once are answered with 503.
    pub(crate) most_at_once: usize,
    /// The first requests are answered with this status.
    pub(crate) first: (usize, u16),
    /// Nothing comes after the head.
    pub(crate) is_silent: bool,
    /// The bytes sent at once, and the wait after them.
    pub(crate) pace: (usize, Duration),
}

impl Default for Mood {
    fn default() -> Self {
        Self {
            etag: Some("\"one\"".to_owned()),
            ignores_ranges: false,
            says_other_range: 0,
            dies_after: None,
            link_lasts: None,
            packed: false,
            transfer: None,
            sends_more: 0,
            most_at_once: usize::MAX,
            first: (0, 200),
            is_silent: false,
            pace: (64 << 10, Duration::ZERO),
        }
    }
}

#[derive(Debug)]
struct State {
    file: Arc<Vec<u8>>,
    mood: Mood,
    /// The newest link's number, and the bytes it has sent.
    link: u32,
    sent_by_link: u64,
    requests: Vec<Range<u64>>,
    sent: u64,
    at_once: usize,
    most_seen_at_once: usize,
    renewed: u32,
}

#[derive(Clone, Debug)]
pub(crate) struct Server {
    base: String,
    state: Arc<Mutex<State>>,
}

/// A file whose bytes tell where they stand and are never 0.
pub(crate) fn film(length: usize, seed: u64) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    (0..length).map(|_| random.u8(1..)).collect()
}

impl Server {
    pub(crate) async fn of(file: Vec<u8>, mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let state = State {
            file: Arc::new(file),
            mood,
            link: 0,
            sent_by_link: 0,
            requests: Vec::new(),
            sent: 0,
            at_once: 0,
            most_seen_at_once: 0,
            renewed: 0,
        };
        let server = Self { base, state: Arc::new(Mutex::new(state)) };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = serving.clone();
                tokio::spawn(async move {
                    server.state().at_once += 1;
                    let _ = server.serve(stream).await;
                    server.state().at_once -= 1;
                });
            }
        });
        server
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(crate) fn url(&self) -> String {
        format!("{}/{}", self.base, self.state().link)
    }

    pub(crate) fn mood(&self, change: impl FnOnce(&mut Mood)) {
        change(&mut self.state().mood);
    }

    pub(crate) fn now_sends(&self, file: Vec<u8>) {
        self.state().file = Arc::new(file);
    }

    pub(crate) fn sent(&self) -> u64 {
        self.state().sent
    }

    pub(crate) fn requests(&self) -> Vec<Range<u64>> {
        self.state().requests.clone()
    }

    pub(crate) fn most_seen_at_once(&self) -> usize {
        self.state().most_seen_at_once
    }

    /// How often a link was asked for in place of another.
    pub(crate) fn renewed(&self) -> u32 {
        self.state().renewed
    }

    async fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let head = head(&mut stream).await?;
        let (mood, file, answer) = {
            let mut state = self.state();
            let link: u32 = head.split(['/', ' ']).nth(2).and_then(|link| link.parse().ok()).unwrap_or(0);
            let asked = asked(&head, state.file.len() as u64);
            state.requests.push(asked.clone());
            state.most_seen_at_once = state.most_seen_at_once.max(state.at_once);
            let mood = state.mood.clone();
            let is_over = mood.link_lasts.is_some_and(|lasts| state.sent_by_link >= lasts);
            let answer = if state.requests.len() <= mood.first.0 {
                Err(mood.first.1)
            } else if link != state.link || is_over {
                Err(410)
            } else if state.at_once > mood.most_at_once {
                Err(503)
            } else {
                Ok(asked)
            };
            (mood, Arc::clone(&state.file), answer)
        };
        let asked = match answer {
            Ok(asked) => asked,
            Err(status) => {
                let reply = format!("HTTP/1.1 {status} no\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                return stream.write_all(reply.as_bytes()).await;
            }
        };
        let length = file.len() as u64;
        let bytes = if mood.ignores_ranges { 0..length } else { asked };
        let said = bytes.start + mood.says_other_range;
        let mut head = if mood.ignores_ranges {
            "HTTP/1.1 200 OK\r\n".to_owned()
        } else {
            let last = bytes.end + mood.says_other_range - 1;
            format!("HTTP/1.1 206 Partial Content\r\ncontent-range: bytes {said}-{last}/{length}\r\n")
        };
        match mood.transfer {
            Some(transfer) => write!(head, "transfer-encoding: {transfer}\r\nconnection: close\r\n").unwrap(),
            None => write!(head, "content-length: {}\r\nconnection: close\r\n", bytes.end - bytes.start).unwrap(),
        }
        if let Some(etag) = &mood.etag {
            write!(head, "etag: {etag}\r\n").unwrap();
        }
        if mood.packed {
            head += "content-encoding: gzip\r\n";
        }
        stream.write_all(format!("{head}\r\n").as_bytes()).await?;
        if mood.is_silent {
            std::future::pending::<()>().await;
        }
        let all = &file[usize::try_from(bytes.start).unwrap()..usize::try_from(bytes.end).unwrap()];
        if mood.transfer.is_some() {
            let all = [all, &vec![7; mood.sends_more]].concat();
            stream.write_all(format!("{:x}\r\n", all.len()).as_bytes()).await?;
            stream.write_all(&all).await?;
            stream.write_all(b"\r\n0\r\n\r\n").await?;
            return stream.shutdown().await;
        }
        let mut sent = 0;
        for chunk in all.chunks(mood.pace.0) {
            let left = mood.dies_after.map_or(usize::MAX, |most| usize::try_from(most - sent).unwrap());
            let chunk = &chunk[..chunk.len().min(left)];
            stream.write_all(chunk).await?;
            sent += chunk.len() as u64;
            let is_over = {
                let mut state = self.state();
                state.sent += chunk.len() as u64;
                state.sent_by_link += chunk.len() as u64;
                state.mood.link_lasts.is_some_and(|lasts| state.sent_by_link >= lasts)
            };
            if is_over || mood.dies_after.is_some_and(|most| sent >= most) {
                break;
            }
            if !mood.pace.1.is_zero() {
                tokio::time::sleep(mood.pace.1).await;
            }
        }
        stream.shutdown().await
    }
}

impl Source for Server {
    async fn request(&self, again: bool) -> Result<Request, DownloadError> {
        if again {
            let mut state = self.state();
            state.link += 1;
            state.sent_by_link = 0;
            state.renewed += 1;
        }
        Ok(Request::get(Url::parse(&self.url()).unwrap()))
    }
}

async fn head(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    Ok(String::from_utf8(head).unwrap())
}

fn asked(head: &str, length: u64) -> Range<u64> {
    let range = head.lines().find_map(|line| line.strip_prefix("range: bytes=")).unwrap();
    let (first, last) = range.split_once('-').unwrap();
    let last: u64 = last.parse().unwrap();
    first.parse().unwrap()..last.saturating_add(1).min(length)
}
