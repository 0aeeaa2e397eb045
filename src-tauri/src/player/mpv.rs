//! Listening to mpv while it plays, over its JSON IPC (<https://mpv.io/manual/stable/#json-ipc>): how far the film is. What
//! differs between systems is the kind of socket, and stands in `connect`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use tokio_util::codec::{Framed, LinesCodec};

/// How far a film is, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Position {
    pub(crate) at: f64,
    /// 0 while it is not known.
    pub(crate) length: f64,
}

/// mpv makes its socket a moment after it starts.
const TRIES: u32 = 40;
const BETWEEN_TRIES: Duration = Duration::from_millis(250);
const LONGEST_LINE: usize = 64 << 10;
/// Seconds of film between two reports.
const STEP: f64 = 10.0;

/// Where mpv is told to listen: a socket in a folder only the person can read, or a named pipe on Windows.
pub(super) fn address(folder: &Path) -> PathBuf {
    let name = format!("mpv-{}-{}", std::process::id(), jiff::Timestamp::now().as_millisecond());
    if cfg!(windows) { PathBuf::from(format!(r"\\.\pipe\perihelion-{name}")) } else { folder.join(name) }
}

/// Follows a film until mpv ends; reports every few seconds of it, and where it stood at the end.
pub(super) async fn follow(address: PathBuf, report: impl Fn(Position) + Send) {
    let Some(socket) = connect_patiently(&address).await else {
        tracing::info!("mpv does not say how far the film is");
        return;
    };
    let mut lines = Framed::new(socket, LinesCodec::new_with_max_length(LONGEST_LINE));
    for (number, property) in [(1, "time-pos"), (2, "duration")] {
        let ask = serde_json::json!({ "command": ["observe_property", number, property] });
        if lines.send(ask.to_string()).await.is_err() {
            return;
        }
    }
    let mut position = Position::default();
    let mut reported = f64::NEG_INFINITY;
    while let Some(Ok(line)) = lines.next().await {
        position = heard(position, &line);
        if position.length > 0.0 && (position.at - reported).abs() >= STEP {
            reported = position.at;
            report(position);
        }
    }
    if position.length > 0.0 {
        report(position);
    }
    let _ = std::fs::remove_file(&address);
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "event")]
    kind: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    data: Option<serde_json::Value>,
}

/// The position after a line of mpv's; whatever is no number of seconds changes nothing.
fn heard(before: Position, line: &str) -> Position {
    let Ok(event) = serde_json::from_str::<Event>(line) else { return before };
    let seconds = event.data.and_then(|data| data.as_f64()).filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
    match (event.kind.as_str(), event.name.as_str(), seconds) {
        ("property-change", "time-pos", Some(at)) => Position { at, ..before },
        ("property-change", "duration", Some(length)) => Position { length, ..before },
        _ => before,
    }
}

#[cfg(unix)]
type Socket = tokio::net::UnixStream;
#[cfg(windows)]
type Socket = tokio::net::windows::named_pipe::NamedPipeClient;

async fn connect_patiently(address: &Path) -> Option<Socket> {
    for _ in 0..TRIES {
        if let Ok(socket) = connect(address).await {
            return Some(socket);
        }
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
    None
}

#[cfg(unix)]
async fn connect(address: &Path) -> std::io::Result<Socket> {
    tokio::net::UnixStream::connect(address).await
}

#[cfg(windows)]
async fn connect(address: &Path) -> std::io::Result<Socket> {
    tokio::net::windows::named_pipe::ClientOptions::new().open(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_of_seconds_move_the_position() {
        let at = |before, line| heard(before, line);
        let start = Position::default();
        let length = at(start, r#"{"event":"property-change","id":2,"name":"duration","data":888.5}"#);
        assert_eq!(length, Position { at: 0.0, length: 888.5 });
        let later = at(length, r#"{"event":"property-change","id":1,"name":"time-pos","data":61.25}"#);
        assert_eq!(later, Position { at: 61.25, length: 888.5 });
        for line in [
            r#"{"event":"property-change","id":1,"name":"time-pos"}"#,
            r#"{"event":"property-change","id":1,"name":"time-pos","data":"soon"}"#,
            r#"{"event":"property-change","id":1,"name":"time-pos","data":-4}"#,
            r#"{"event":"end-file"}"#,
            r#"{"request_id":0,"error":"success"}"#,
            "",
        ] {
            assert_eq!(at(later, line), later, "{line}");
        }
    }
}
