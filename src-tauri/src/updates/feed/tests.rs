//! The table of what is refused, against a server on this machine that answers as it is told.

use std::io::Write as _;

use perihelion_core::http::Network;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;

const TARGET: &str = "linux-x86_64-appimage";

/// Answers each path with raw bytes, and keeps the heads of the requests.
struct Server {
    port: u16,
    heads: tokio::sync::mpsc::UnboundedReceiver<String>,
}

impl Server {
    async fn answering(replies: Vec<(&'static str, Vec<u8>)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (told, heads) = tokio::sync::mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let Ok(byte) = stream.read_u8().await else { break };
                    head.push(byte);
                }
                let head = String::from_utf8(head).unwrap();
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                let _ = told.send(head);
                let reply = replies.iter().find(|(of, _)| *of == path);
                let missing = reply_of("404 Not Found", "", b"");
                let _ = stream.write_all(reply.map_or(&missing, |(_, reply)| reply)).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { port, heads }
    }

    fn url(&self, host: &str, path: &str) -> Url {
        Url::parse(&format!("http://{host}:{}{path}", self.port)).unwrap()
    }

    fn here(&self, path: &str) -> Url {
        self.url("127.0.0.1", path)
    }
}

fn reply_of(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut reply = format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}\r\n").into_bytes();
    reply.extend_from_slice(body);
    reply
}

fn ok(body: &[u8]) -> Vec<u8> {
    reply_of("200 OK", &format!("content-length: {}\r\n", body.len()), body)
}

fn announcement(version: &str, notes: &str, url: &str) -> Vec<u8> {
    let platforms = json!({ TARGET: { "url": url, "signature": "c2ln" }, "plan9-mips": 7 });
    json!({ "version": version, "notes": notes, "platforms": platforms }).to_string().into_bytes()
}

async fn looked(reply: Vec<u8>) -> Result<Option<Release>, UpdateProblem> {
    let server = Server::answering(vec![("/latest.json", reply)]).await;
    look(&Http::new().unwrap(), &server.here("/latest.json"), TARGET).await
}

fn silent() -> Arc<watch::Sender<Received>> {
    Arc::new(watch::Sender::new(Received::default()))
}

fn release(url: Url) -> Release {
    Release { version: Version::new(0, 2, 0), notes: String::new(), url, signature: String::new() }
}

#[tokio::test]
async fn a_release_is_read_as_it_is_announced() {
    let body = announcement("v0.2.0", "Fixed:\n\n\n\n- a\u{202e} b\n", "https://example.org/Perihelion.AppImage");
    let found = looked(ok(&body)).await.unwrap().unwrap();
    assert_eq!(found.version, Version::new(0, 2, 0));
    assert_eq!(found.notes, "Fixed:\n\n- a b");
    assert_eq!(found.url.as_str(), "https://example.org/Perihelion.AppImage");
    assert_eq!(looked(reply_of("204 No Content", "", b"")).await, Ok(None));
}

#[tokio::test]
async fn what_cannot_be_an_announcement_is_refused() {
    let good = "https://example.org/Perihelion.AppImage";
    let packed = gzip(&vec![b' '; 64 << 20]);
    let head = format!("content-encoding: gzip\r\ncontent-length: {}\r\n", packed.len());
    let bomb = reply_of("200 OK", &head, &packed);
    let table = [
        ("10 MB", ok(&vec![b'['; 10 << 20]), UpdateProblem::TooLarge),
        ("64 MB in a few KB", bomb, UpdateProblem::TooLarge),
        ("notes of 1 MB", ok(&announcement("0.2.0", &"x".repeat(1 << 20), good)), UpdateProblem::TooLarge),
        ("garbage", ok(b"<html>soon</html>"), UpdateProblem::Malformed),
        ("half of one", ok(&announcement("0.2.0", "", good)[..40]), UpdateProblem::Malformed),
        ("broken off", reply_of("200 OK", "content-length: 4000\r\n", b"{\"version\""), UpdateProblem::BrokeOff),
        ("deep", ok("[".repeat(100_000).as_bytes()), UpdateProblem::Malformed),
        ("no version", ok(b"{\"platforms\":{}}"), UpdateProblem::Malformed),
        ("odd version", ok(&announcement("newest", "", good)), UpdateProblem::Malformed),
        ("another system", ok(b"{\"version\":\"0.2.0\",\"platforms\":{}}"), UpdateProblem::NotForThisSystem),
        (
            "odd platform",
            ok(format!("{{\"version\":\"1.0.0\",\"platforms\":{{\"{TARGET}\":7}}}}").as_bytes()),
            UpdateProblem::Malformed,
        ),
        ("no address", ok(&announcement("0.2.0", "", "nonsense")), UpdateProblem::Malformed),
        ("a password in it", ok(&announcement("0.2.0", "", "https://me:pw@example.org/a")), UpdateProblem::Malformed),
        ("plain http", ok(&announcement("0.2.0", "", "http://example.org/a.AppImage")), UpdateProblem::NotEncrypted),
        ("a file", ok(&announcement("0.2.0", "", "file:///etc/passwd")), UpdateProblem::NotEncrypted),
        ("an error", reply_of("500 Oh", "", b""), UpdateProblem::Refused),
        ("nothing there", reply_of("404 No", "", b""), UpdateProblem::Refused),
    ];
    for (what, reply, problem) in table {
        assert_eq!(looked(reply).await, Err(problem), "{what}");
    }
}

#[tokio::test]
async fn an_endpoint_that_is_not_encrypted_is_not_even_asked() {
    let http = Http::new().unwrap();
    for address in ["http://example.org/latest.json", "http://192.168.1.1/latest.json", "ftp://example.org/latest.json"]
    {
        let url = Url::parse(address).unwrap();
        assert_eq!(look(&http, &url, TARGET).await, Err(UpdateProblem::NotEncrypted), "{address}");
    }
    let nobody = Url::parse("http://127.0.0.1:9/latest.json").unwrap();
    assert_eq!(look(&http, &nobody, TARGET).await, Err(UpdateProblem::Unreachable), "this machine may be");
}

#[tokio::test]
async fn nobody_leads_inwards() {
    let outside = Url::parse("https://updates.example.org/latest.json").unwrap();
    for inside in ["https://192.168.1.1/a", "https://127.0.0.1/a", "http://127.0.0.1/a", "https://nas.local/a"] {
        let body = announcement("0.2.0", "", inside);
        assert_eq!(read(&body, &outside, TARGET), Err(UpdateProblem::LedAstray), "{inside}");
    }
    // A name that is outside for all the app knows, and a redirect from there to this machine.
    let mut server =
        Server::answering(vec![("/moved", reply_of("302 Found", "location: http://127.0.0.1/\r\n", b""))]).await;
    let hosts = vec![("updates.example.org".to_owned(), format!("127.0.0.1:{}", server.port).parse().unwrap())];
    let http = Http::with(Network { hosts, ..Network::default() }).unwrap();
    let moved = server.url("updates.example.org", "/moved");
    let answer = ask(&http, Request::get(moved.clone()), &moved).await.map(|answer| answer.status);
    assert_eq!(answer, Err(UpdateProblem::LedAstray));
    assert!(server.heads.recv().await.is_some(), "it was asked, and its redirect was not followed");
}

#[tokio::test]
async fn a_request_says_nothing_of_the_person() {
    let mut server =
        Server::answering(vec![("/latest.json", ok(&announcement("0.2.0", "", "https://example.org/a")))]).await;
    look(&Http::new().unwrap(), &server.here("/latest.json"), TARGET).await.unwrap();
    let head = server.heads.recv().await.unwrap().to_ascii_lowercase();
    assert!(head.starts_with("get /latest.json http/1.1\r\n"), "no query: {head}");
    let names: Vec<&str> = head.lines().skip(1).filter_map(|line| line.split_once(':')).map(|(name, _)| name).collect();
    let usual = ["accept", "accept-encoding", "user-agent", "host"];
    assert!(names.iter().all(|name| usual.contains(name)), "{names:?}");
}

#[tokio::test]
async fn a_file_comes_whole_or_not_at_all() {
    let bytes = vec![7; 300_000];
    let server = Server::answering(vec![
        ("/whole", ok(&bytes)),
        ("/half", reply_of("200 OK", "content-length: 300000\r\n", &bytes[..150_000])),
    ])
    .await;
    let http = Http::new().unwrap();
    let (watcher, at) = (silent(), server.here("/latest.json"));
    let seen = watcher.subscribe();
    let whole = fetch(&http, &release(server.here("/whole")), &at, watcher).await;
    assert_eq!(whole.as_deref(), Ok(bytes.as_slice()));
    assert_eq!(*seen.borrow(), Received { bytes: 300_000, of: Some(300_000) }, "it is told how far it is");
    for (path, problem) in [("/half", UpdateProblem::BrokeOff), ("/gone", UpdateProblem::Refused)] {
        let outcome = fetch(&http, &release(server.here(path)), &at, silent()).await;
        assert_eq!(outcome, Err(problem), "{path}");
    }
}

#[test]
fn notes_are_bounded_plain_lines() {
    let long = notes(&"word ".repeat(20_000));
    assert!(long.chars().count() <= LONGEST_LINE);
    let many = notes(&"line\n".repeat(20_000));
    assert!(many.len() <= LONGEST_NOTES + "line\n".len());
    assert_eq!(notes("<img src=x onerror=alert(1)>\0"), "<img src=x onerror=alert(1)>", "text, not markup");
    assert_eq!(notes(""), "");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}
