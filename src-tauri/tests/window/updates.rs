//! New versions of the app: found, asked, fetched from a server on this machine, put in the place of a file; and offered back.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use perihelion_simulator::Config;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::desk::Desk;

const OLD: &[u8] = b"the version that runs";
const NOTES: &str = "Mended\n\n- <img src=x onerror=document.title='owned'> is text\n- A film is found sooner";

/// A publisher with a key of its own.
struct Publisher(minisign::KeyPair);

impl Publisher {
    fn new() -> Self {
        Self(minisign::KeyPair::generate_unencrypted_keypair().unwrap())
    }

    fn key(&self) -> String {
        encoded(&self.0.pk.to_box().unwrap().to_string())
    }

    fn sign(&self, bytes: &[u8]) -> String {
        let comment = "timestamp:1700000000\tfile:Perihelion_9.0.0_amd64.AppImage\tversion:9.0.0";
        encoded(&minisign::sign(None, &self.0.sk, bytes, Some(comment), None).unwrap().to_string())
    }
}

fn encoded(text: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// What starts after the restart: a program that ends at once.
fn new_version() -> Vec<u8> {
    std::fs::read(std::fs::canonicalize("/bin/true").unwrap()).unwrap()
}

/// Announces version 9.0.0 and serves its file. So many first downloads stand still in the middle.
async fn serve(signature: String, file: Vec<u8>, mut stalls: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let target = format!("linux-{}-appimage", std::env::consts::ARCH);
    let platform = json!({ "url": format!("{base}/Perihelion_9.0.0_amd64.AppImage"), "signature": signature });
    let announced = json!({ "version": "9.0.0", "notes": NOTES, "platforms": { target: platform } }).to_string();
    tokio::spawn(async move {
        let mut stalled = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = [0; 4096];
            let length = stream.read(&mut bytes).await.unwrap_or(0);
            let is_feed = bytes[..length].starts_with(b"GET /latest.json ");
            let body = if is_feed { announced.as_bytes() } else { &file };
            let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            let _ = stream.write_all(head.as_bytes()).await;
            if !is_feed && stalls > 0 {
                stalls -= 1;
                let _ = stream.write_all(&body[..body.len() / 2]).await;
                stalled.push(stream);
                continue;
            }
            let _ = stream.write_all(body).await;
            let _ = stream.shutdown().await;
        }
    });
    base
}

/// The app as an AppImage that is in no image: the file of one, and its own folder in the place of the mounted one.
async fn as_app_image(story: &str, publisher: &Publisher, feed: &str) -> (Desk, PathBuf) {
    let desk = Desk::signed_in(story, Config::quick()).await;
    let settings = json!({ "welcomed": true, "theme": "dark", "endpoints": { "updates": feed } });
    desk.write("data/settings.json", settings.to_string().as_bytes());
    let image = desk.write("apps/Perihelion.AppImage", OLD);
    std::fs::set_permissions(&image, std::fs::Permissions::from_mode(0o755)).unwrap();
    let folder = Path::new(env!("CARGO_BIN_EXE_perihelion")).parent().unwrap();
    let desk = desk
        .with_environment("APPIMAGE", image.to_string_lossy())
        .with_environment("APPDIR", folder.to_string_lossy())
        .with_environment("PERIHELION_UPDATE_KEY", publisher.key());
    (desk, image)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_is_found_asked_for_and_put_in_place() {
    let (publisher, new) = (Publisher::new(), new_version());
    let feed = serve(publisher.sign(&new), new.clone(), 1).await;
    let (mut desk, image) = as_app_image("update", &publisher, &feed).await;
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    page.see("[data-testid=update-remark]").await;
    page.shot("1-found").await;
    page.click("[data-testid=remark-show]").await;
    page.see("[data-testid=update-sheet]").await;
    let notes = page.value("document.querySelector('[data-testid=update-notes]').textContent").await;
    assert_eq!(notes, NOTES, "what is new is shown as text");
    page.shot("2-asked").await;
    assert_eq!(std::fs::read(&image).unwrap(), OLD, "nothing happens before it is asked for");
    page.click("[data-testid=update-download]").await;
    let half = "document.querySelector('[data-testid=update-progress]')?.textContent.includes(' of ') === true";
    page.wait("it is shown how far it is", half).await;
    page.shot("3-stands-still").await;
    page.click("[data-testid=update-stop]").await;
    page.see("[data-testid=update-sheet][data-step=offered]").await;
    assert_eq!(std::fs::read(&image).unwrap(), OLD, "half a download changes nothing");
    page.click("[data-testid=update-download]").await;
    page.see("[data-testid=update-restart]").await;
    page.shot("4-ready").await;
    assert_eq!(std::fs::read(&image).unwrap(), new, "the new version is in place, byte by byte");
    assert_eq!(image.metadata().unwrap().permissions().mode() & 0o777, 0o755);
    let remembered = std::fs::read_to_string(desk.home().join("data/updates.json")).unwrap();
    assert!(remembered.contains("9.0.0"), "its download is remembered: {remembered}");
    // The app may be gone before the driver can say that it clicked.
    let _ = page.eval("document.querySelector('[data-testid=update-restart]').click()").await;
    desk.ended().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_by_somebody_else_is_refused_in_words_and_nothing_changes() {
    let (publisher, stranger, new) = (Publisher::new(), Publisher::new(), new_version());
    let feed = serve(stranger.sign(&new), new, 0).await;
    let (mut desk, image) = as_app_image("update-refused", &publisher, &feed).await;
    let page = desk.open().await;
    page.click("[data-testid=nav-settings]").await;
    // What stands above grows when its figures come.
    page.see("[data-testid=calls]").await;
    page.click("[data-testid=look-now]").await;
    page.click("[data-testid=update-download]").await;
    page.see("[data-testid=update-problem][data-problem=otherKey]").await;
    page.shot("1-refused").await;
    assert_eq!(std::fs::read(&image).unwrap(), OLD);
    page.click("[data-testid=update-close]").await;
    page.click("[data-testid=about-show]").await;
    page.click("[data-testid=update-skip]").await;
    page.wait("it is no longer offered", "document.querySelector('[data-testid=update-sheet]') === null").await;
    page.shot("2-skipped").await;
    page.close().await;
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    let remembered = std::fs::read_to_string(desk.home().join("data/updates.json")).unwrap();
    assert!(remembered.contains("\"skipped\":\"9.0.0\""), "{remembered}");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_does_not_open_is_offered_back() {
    let desk = Desk::signed_in("offered-back", Config::quick()).await;
    let version = env!("CARGO_PKG_VERSION");
    let before = "https://example.org/Perihelion_0.0.9_amd64.AppImage";
    let starts = json!({ "version": version, "before": "0.0.9", "unpainted": 2 });
    desk.write("data/starts.json", starts.to_string().as_bytes());
    let remembered = json!({ "previous": { "version": "0.0.9", "url": before } });
    desk.write("data/updates.json", remembered.to_string().as_bytes());

    let mut app = desk.start();
    let dialog = desk.dialog().await;
    desk.shot("1-offered-back");
    desk.output("xdotool", &["windowfocus", "--sync", &dialog, "sleep", "0.5", "key", "Return"]);
    assert_eq!(desk.played().await, ["xdg-open", before], "the browser has the download of the version before");
    assert!(app.wait().unwrap().success(), "and this start is over");

    // Whoever starts it all the same is asked again until a window has painted.
    let mut app = desk.start();
    let dialog = desk.dialog().await;
    desk.output("xdotool", &["windowfocus", "--sync", &dialog, "sleep", "0.5", "key", "Escape"]);
    let kept = desk.home().join("data/starts.json");
    let settled = json!({ "version": version, "before": null, "unpainted": 0 });
    for _ in 0..800 {
        let now = std::fs::read_to_string(&kept).unwrap_or_default();
        if serde_json::from_str::<serde_json::Value>(&now).is_ok_and(|now| now == settled) {
            desk.shot("2-opened-all-the-same");
            desk.close_window().await;
            assert!(app.wait().unwrap().success());
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    let _ = app.kill();
    let _ = app.wait();
    panic!("the painted window was not written down: {}", std::fs::read_to_string(&kept).unwrap_or_default());
}
