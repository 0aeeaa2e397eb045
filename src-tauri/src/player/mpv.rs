//! Speaks with mpv, and with IINA which is built on it, through its JSON IPC (<https://mpv.io/manual/stable/#json-ipc>). Tells it
//! what to play and asks for the position. Only `connect` differs between systems, by the kind of socket.

use std::path::{Path, PathBuf};
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio_util::codec::{Framed, LinesCodec};

use super::heard::{Listener, Report, Sample, Still};
use super::{Item, Queue, headers};

/// mpv makes its socket a moment after it starts.
const TRIES: u32 = 40;
const BETWEEN_TRIES: Duration = Duration::from_millis(250);
const LONGEST_LINE: usize = 64 << 10;
/// The time between two questions for the position.
const PAUSE: Duration = Duration::from_secs(2);
/// The most time to take new items. An mpv that needs longer hangs.
const TAKES_BY: Duration = Duration::from_secs(2);
/// The most time for an answer. A playing mpv may be busy with the network or the screen for a while.
const ANSWERS_BY: Duration = Duration::from_mins(1);

/// Where mpv is told to listen: a socket in a folder only the person can read, or a named pipe on Windows.
pub(super) fn address(folder: &Path) -> PathBuf {
    let name = format!("mpv-{}-{}", std::process::id(), jiff::Timestamp::now().as_millisecond());
    if cfg!(windows) { PathBuf::from(format!(r"\\.\pipe\perihelion-{name}")) } else { folder.join(name) }
}

/// Returns the arguments for a new mpv. Text from outside always follows a fixed prefix, so it cannot become an option of its own.
/// `--{` and `--}` limit options to one file, because the window may later be given others.
pub(super) fn arguments(queue: &Queue<'_>, listening: &Path) -> Vec<String> {
    let mut arguments =
        vec!["--force-window=immediate".to_owned(), format!("--input-ipc-server={}", listening.display())];
    match queue.few() {
        Some(items) => arguments.extend(items.iter().flat_map(|item| {
            let mut told = vec![
                "--{".to_owned(),
                format!("--force-media-title={}", item.title),
                format!("--start={:.0}", item.start),
            ];
            told.extend(headers::mpv(&item.headers).iter().map(|(option, value)| format!("--{option}={value}")));
            told.extend([item.link.to_string(), "--}".to_owned()]);
            told
        })),
        None => arguments.extend(["--".to_owned(), queue.plain()]),
    }
    arguments
}

/// Gives an open mpv something else to play. Returns `None` when it has ended or refuses the first item.
pub(super) async fn load(address: &Path, queue: &Queue<'_>, tries: u32) -> Option<()> {
    let mut lines = connect_patiently(address, tries).await?;
    // The first item replaces what plays, the others are appended. The arguments are named, because their order differs between
    // versions of mpv.
    let file = |(at, item): (usize, &Item)| {
        let flags = if at == 0 { "replace" } else { "append" };
        let mut options = json!({ "start": format!("{:.0}", item.start), "force-media-title": item.title });
        for (option, value) in headers::mpv(&item.headers) {
            options[option] = value.into();
        }
        json!({ "name": "loadfile", "url": item.link.as_str(), "flags": flags, "options": options })
    };
    let commands: Vec<Value> = match queue.few() {
        Some(items) => items.iter().enumerate().map(file).collect(),
        None => vec![json!({ "name": "loadlist", "url": queue.playlist.to_string_lossy(), "flags": "replace" })],
    };
    let mut taken = false;
    let told = async {
        for command in &commands {
            ask(&mut lines, command).await?;
            taken = true;
        }
        // The film before may have been paused or the window minimised; the person wants to see this one.
        ask(&mut lines, &json!(["set_property", "pause", false])).await?;
        ask(&mut lines, &json!(["set_property", "window-minimized", false])).await
    };
    let _ = tokio::time::timeout(TAKES_BY, told).await;
    // An mpv that took the first item plays it, even if a later command failed. A second window would play it twice.
    taken.then_some(())
}

/// Follows what mpv plays until it ends or plays something else.
pub(super) async fn follow(address: &Path, listener: &mut Listener<impl Report>) {
    // One command asks for all three, so that the position cannot belong to another film than the path.
    let question = json!(["expand-text", "${=time-pos}\n${=duration}\n${path}"]);
    let mut tries = TRIES;
    // After a closed connection or an unreadable answer this connects again. That fails when mpv has ended, because its socket is
    // gone.
    while let Some(mut lines) = connect_patiently(address, tries).await {
        tries = 1;
        while let Some(answer) = ask(&mut lines, &question).await {
            if listener.hear(&sample(answer.as_str().unwrap_or_default())) == Still::Another {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        tokio::time::sleep(PAUSE).await;
    }
    if tries == TRIES {
        tracing::info!("mpv does not say how far the film is");
    }
    let _ = std::fs::remove_file(address);
}

/// Reads the answer to the question of `follow`: position, length and address, one a line.
fn sample(text: &str) -> Sample {
    let mut lines = text.splitn(3, '\n');
    let mut number = || lines.next().and_then(|line| line.parse().ok());
    let (at, length) = (number(), number());
    let link = lines.next().filter(|path| !path.is_empty() && *path != "(unavailable)").map(str::to_owned);
    Sample { link, at, length }
}

/// A line from mpv. Answers carry the number of their request; events carry none.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    request_id: Option<i64>,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    data: Option<Value>,
}

/// The request number. One is enough, because only one request is under way at a time.
const QUESTION: i64 = 7;

/// Sends a command and returns mpv's answer. `None` when mpv refuses it, has ended or does not answer in time.
async fn ask(lines: &mut Lines, command: &Value) -> Option<Value> {
    let answered = async {
        lines.send(json!({ "command": command, "request_id": QUESTION }).to_string()).await.ok()?;
        loop {
            let line = lines.next().await?.ok()?;
            match serde_json::from_str::<Answer>(&line) {
                Ok(answer) if answer.request_id == Some(QUESTION) => {
                    return (answer.error.as_deref() == Some("success")).then(|| answer.data.unwrap_or_default());
                }
                Ok(_) | Err(_) => {}
            }
        }
    };
    tokio::time::timeout(ANSWERS_BY, answered).await.ok()?
}

type Lines = Framed<Socket, LinesCodec>;

#[cfg(unix)]
type Socket = tokio::net::UnixStream;
#[cfg(windows)]
type Socket = tokio::net::windows::named_pipe::NamedPipeClient;

async fn connect_patiently(address: &Path, tries: u32) -> Option<Lines> {
    for left in (0..tries).rev() {
        if let Ok(socket) = connect(address).await {
            return Some(Framed::new(socket, LinesCodec::new_with_max_length(LONGEST_LINE)));
        }
        if left > 0 {
            tokio::time::sleep(BETWEEN_TRIES).await;
        }
    }
    None
}

#[cfg(unix)]
async fn connect(address: &Path) -> std::io::Result<Socket> {
    tokio::net::UnixStream::connect(address).await
}

#[cfg(windows)]
fn connect(address: &Path) -> impl Future<Output = std::io::Result<Socket>> {
    std::future::ready(tokio::net::windows::named_pipe::ClientOptions::new().open(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mpv_says_of_the_moment_is_read() {
        let read = sample("61.250000\n888.500000\nhttps://cdn.example/1.mkv");
        let link = Some("https://cdn.example/1.mkv".to_owned());
        assert_eq!(read, Sample { link, at: Some(61.25), length: Some(888.5) });
        assert_eq!(sample("(unavailable)\n(unavailable)\n(unavailable)"), Sample::default());
        assert_eq!(sample(""), Sample::default());
    }

    #[cfg(unix)]
    mod over_a_socket {
        use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
        use tokio::net::UnixListener;

        use super::super::super::heard::tests::listener;
        use super::*;

        const LINK: &str = "https://cdn.example/1.mkv";

        /// An mpv that answers so many commands of one connection.
        async fn answer(socket: &UnixListener, commands: usize, data: &str) {
            let (reading, mut writing) = socket.accept().await.unwrap().0.into_split();
            let mut asked = BufReader::new(reading).lines();
            for _ in 0..commands {
                asked.next_line().await.unwrap().expect("a command");
                let line = json!({ "error": "success", "data": data, "request_id": QUESTION });
                writing.write_all(format!("{line}\n").as_bytes()).await.unwrap();
            }
        }

        #[tokio::test]
        async fn one_that_took_the_first_item_took_them() {
            let folder = tempfile::tempdir().unwrap();
            let address = folder.path().join("mpv");
            let socket = UnixListener::bind(&address).unwrap();
            let item = |n| Item {
                link: format!("https://cdn.example/{n}.mkv").parse().unwrap(),
                title: String::new(),
                file_name: String::new(),
                headers: Vec::new(),
                start: 0.0,
            };
            let queue = Queue { items: &[item(1), item(2)], playlist: PathBuf::new() };
            for (commands, taken) in [(0, None), (1, Some(())), (4, Some(()))] {
                let (heard, ()) = tokio::join!(load(&address, &queue, 1), answer(&socket, commands, ""));
                assert_eq!(heard, taken, "{commands}");
            }
        }

        #[tokio::test]
        async fn what_cannot_be_read_ends_no_listening() {
            let folder = tempfile::tempdir().unwrap();
            let address = folder.path().join("mpv");
            let socket = UnixListener::bind(&address).unwrap();
            let (mut listener, said) = listener(&[(LINK, 0.0)]);
            let server = async {
                answer(&socket, 1, &"x".repeat(LONGEST_LINE)).await;
                answer(&socket, 1, &format!("3.0\n100.0\n{LINK}")).await;
                drop(socket);
            };
            tokio::join!(follow(&address, &mut listener), server);
            assert_eq!(*said.lock().unwrap(), [(0, 3.0, 100.0)]);
            assert!(!address.exists(), "the socket of one that ended");
        }
    }
}
