//! Owns the tests' client: HTTP/1.1 over a plain socket, so that broken and endless answers can be looked at as they are.

#![expect(clippy::unwrap_used, reason = "a test that cannot talk to its own loopback port should fail there")]
#![expect(dead_code, reason = "each test file uses a part of it")]

use std::time::Duration;

use perihelion_simulator::{Config, Simulator};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

pub(crate) async fn quick() -> Simulator {
    Simulator::start(Config::quick()).await.unwrap()
}

pub(crate) async fn get(simulator: &Simulator, path: &str) -> Answer {
    send(simulator, "GET", path, &[], "").await
}

/// The JSON of a good answer.
pub(crate) async fn json(simulator: &Simulator, path: &str) -> Value {
    let answer = get(simulator, path).await;
    assert_eq!(answer.status, 200, "{path} answers well");
    answer.json()
}

/// The streams an addon lists.
pub(crate) async fn streams(simulator: &Simulator, path: &str) -> Vec<Value> {
    json(simulator, path).await["streams"].as_array().unwrap().clone()
}

pub(crate) async fn store(simulator: &Simulator, token: &str, method: &str, path: &str, body: &str) -> Answer {
    store_named(simulator, "realdebrid", token, method, path, body).await
}

pub(crate) async fn store_named(
    simulator: &Simulator,
    name: &str,
    token: &str,
    method: &str,
    path: &str,
    body: &str,
) -> Answer {
    let bearer = format!("Bearer {token}");
    let mut headers = vec![("X-StremThru-Store-Name", name), ("Content-Type", "application/json")];
    if !token.is_empty() {
        headers.push(("X-StremThru-Store-Authorization", &bearer));
    }
    send(simulator, method, &format!("/stremthru/v0/store/{path}"), &headers, body).await
}

/// One request on a connection of its own; what arrived before it closed.
pub(crate) async fn send(
    simulator: &Simulator,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let raw = tokio::time::timeout(Duration::from_mins(1), raw(simulator, method, path, headers, body)).await.unwrap();
    let split = raw.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&raw[..split]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let rest = &raw[split + 4..];
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    Answer { status, body: if chunked { unchunked(rest) } else { rest.to_vec() }, headers }
}

async fn raw(simulator: &Simulator, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(("127.0.0.1", simulator.port())).await.unwrap();
    let headers: String =
        headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect::<Vec<_>>().concat();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut out = Vec::new();
    // A connection reset is an answer too: what came before it counts.
    let _ = stream.read_to_end(&mut out).await;
    out
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let Ok(length) = usize::from_str_radix(&String::from_utf8_lossy(&rest[..end]), 16) else { break };
        let from = end + 2;
        if length == 0 || rest.len() < from + length {
            break;
        }
        out.extend_from_slice(&rest[from..from + length]);
        rest = &rest[(from + length + 2).min(rest.len())..];
    }
    out
}
