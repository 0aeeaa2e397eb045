//! What is offered and what is refused, from the announcement to the checked bytes.

use super::*;
use signature::tests::Signer;

const FILE: &str = "Perihelion_9.0.0_amd64.AppImage";

fn release(version: &str) -> Release {
    let url = Url::parse("https://example.org/a").unwrap();
    Release { version: Version::parse(version).unwrap(), notes: String::new(), url, signature: String::new() }
}

#[test]
fn only_a_newer_version_is_one() {
    let running = Version::new(1, 2, 3);
    for (version, expected) in [
        ("1.2.4", Ok(true)),
        ("2.0.0-beta.1", Ok(true)),
        ("1.2.3", Ok(false)),
        ("1.2.3+rebuilt", Ok(false)),
        ("1.2.3-beta.1", Err(UpdateProblem::Older)),
        ("1.2.2", Err(UpdateProblem::Older)),
        ("0.9.9", Err(UpdateProblem::Older)),
    ] {
        assert_eq!(newer(release(version), &running).map(|newer| newer.is_some()), expected, "{version}");
    }
}

/// A copy of the app that updates itself, in a folder of its own.
fn copy(folder: &Path, key: &str) -> Updates {
    let origin = Origin::AppImage(folder.join("Perihelion.AppImage"));
    Updates { origin, ..Updates::new(folder, Starts::begin(folder, VERSION).0, key) }
}

/// Serves one announcement and one file.
async fn serve(announcement: impl Fn(u16) -> Vec<u8>, file: &[u8]) -> Endpoints {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (announcement, file) = (announcement(port), file.to_vec());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 4096];
            let read = stream.read(&mut head).await.unwrap_or(0);
            let is_feed = head[..read].starts_with(b"GET /latest.json ");
            let body = if is_feed { &announcement } else { &file };
            let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(body).await;
            let _ = stream.shutdown().await;
        }
    });
    Endpoints::default().with(Upstream::Updates, &format!("http://127.0.0.1:{port}")).unwrap()
}

fn announced(version: &str, signature: &str, port: u16) -> Vec<u8> {
    let target = Origin::AppImage("a".into()).target().unwrap();
    let platform = json!({ "url": format!("http://127.0.0.1:{port}/{FILE}"), "signature": signature });
    json!({ "version": version, "notes": "New.", "platforms": { target: platform } }).to_string().into_bytes()
}

/// Looks and fetches as the page does, up to the checked bytes.
async fn outcome(signer: &Signer, version: &str, signature: String, file: &[u8]) -> Result<Vec<u8>, UpdateProblem> {
    let folder = tempfile::tempdir().unwrap();
    let updates = copy(folder.path(), &signer.key_text());
    let endpoints = serve(|port| announced(version, &signature, port), file).await;
    let http = Http::new().unwrap();
    updates.look(&http, &endpoints, true).await?;
    let Stage::Offered { release, announced_by } = lock(&updates.stage).clone() else {
        return Err(UpdateProblem::Nothing);
    };
    let key = updates.key.clone().unwrap();
    let watcher = Arc::new(watch::Sender::new(Received::default()));
    fetched(&http, &release, &announced_by, &key, updates.origin.ending(), watcher).await
}

#[tokio::test]
async fn the_publishers_newer_version_comes_through_and_nothing_else_does() {
    let (signer, stranger) = (Signer::new(), Signer::new());
    let new = b"\x7fELF the new one".as_slice();
    let good = signer.sign(new, FILE, "9.0.0");
    assert_eq!(outcome(&signer, "9.0.0", good.clone(), new).await.as_deref(), Ok(new));
    let table = [
        ("altered on the way", "9.0.0", good.clone(), b"\x7fELF another one".as_slice(), UpdateProblem::BadSignature),
        ("half of it, well formed", "9.0.0", good.clone(), &new[..9], UpdateProblem::BadSignature),
        ("another key", "9.0.0", stranger.sign(new, FILE, "9.0.0"), new, UpdateProblem::OtherKey),
        ("no signature", "9.0.0", String::new(), new, UpdateProblem::BadSignature),
        ("a downgrade", "0.0.1", signer.sign(new, FILE, "0.0.1"), new, UpdateProblem::Older),
        ("the same version", VERSION, signer.sign(new, FILE, VERSION), new, UpdateProblem::Nothing),
        ("an old one under a new number", "9.0.1", good, new, UpdateProblem::OtherVersion),
        (
            "another product",
            "9.0.0",
            signer.sign(new, "Aphelion_9.0.0_amd64.AppImage", "9.0.0"),
            new,
            UpdateProblem::OtherProduct,
        ),
    ];
    for (what, version, signature, file, problem) in table {
        assert_eq!(outcome(&signer, version, signature, file).await, Err(problem), "{what}");
    }
}

#[tokio::test]
async fn it_looks_once_a_day_and_quietly() {
    let folder = tempfile::tempdir().unwrap();
    let signer = Signer::new();
    let updates = copy(folder.path(), &signer.key_text());
    let http = Http::new().unwrap();
    let nobody = Endpoints::default().with(Upstream::Updates, "http://127.0.0.1:9").unwrap();
    assert_eq!(updates.look(&http, &nobody, true).await, Err(UpdateProblem::Unreachable), "asked by hand, it is said");
    let endpoints = serve(|port| announced("9.0.0", "", port), b"").await;
    updates.look(&http, &endpoints, false).await.unwrap();
    assert!(matches!(updates.view(false).state, UpdateState::Current { looked_at: Some(_) }), "it was looked today");
    updates.memory.change(|held| held.looked_at = None);
    assert_eq!(updates.look(&http, &nobody, false).await, Ok(()), "by itself it stays quiet");
    updates.memory.change(|held| held.looked_at = None);
    updates.look(&http, &endpoints, false).await.unwrap();
    let offered = UpdateState::Offered { version: "9.0.0".to_owned(), notes: "New.".to_owned() };
    assert_eq!(updates.view(false).state, offered);
    for never in [false, true] {
        updates.put_off(never);
        updates.memory.change(|held| held.looked_at = None);
        updates.look(&http, &endpoints, false).await.unwrap();
        assert!(matches!(updates.view(false).state, UpdateState::Current { .. }), "it is not asked again");
        updates.look(&http, &endpoints, true).await.unwrap();
        assert_eq!(updates.view(false).state, offered, "but whoever asks is told");
    }
}

#[test]
fn who_does_not_update_itself_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let signer = Signer::new();
    assert_eq!(copy(folder.path(), &signer.key_text()).view(false).off, None);
    assert_eq!(copy(folder.path(), &signer.key_text()).view(true).off, Some(UpdatesOff::Demo));
    assert_eq!(copy(folder.path(), "").view(false).off, Some(UpdatesOff::NoKey));
    let packaged = Updates { origin: Origin::Other(UpdatesOff::Deb), ..copy(folder.path(), "") };
    assert_eq!(packaged.view(false).off, Some(UpdatesOff::Deb), "how to update matters more than the missing key");
}
