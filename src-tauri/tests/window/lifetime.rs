//! The beginning and the end of the process: what a second start leaves alone, and an end that nothing delays.

use std::os::unix::net::UnixListener;
use std::path::Path;
use std::time::{Duration, Instant};

use perihelion_simulator::{Config, Knobs, Request, Upstream};

use crate::desk::Desk;

/// From the press of the window's button to the end of the process.
const ENDS_WITHIN: Duration = Duration::from_secs(2);

async fn ends_in_time(desk: &Desk) {
    let closed = Instant::now();
    desk.close_window().await;
    let took = closed.elapsed();
    assert!(took < ENDS_WITHIN, "the app ended after {took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_ends_with_its_window_while_the_keyring_does_not_answer() {
    let mut desk = Desk::bare("keyring-hangs", Config::quick()).await.with_keyring();
    desk.write("data/settings.json", br#"{"welcomed": true, "theme": "dark"}"#);
    desk.freeze_keyring();
    let page = desk.open().await;
    // The settings wait for the keyring; Home does not.
    page.see("[data-testid=title-card]").await;
    page.click("[data-testid=nav-settings]").await;
    page.shot("1-waiting").await;
    ends_in_time(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_opens_again_right_after_it_was_closed() {
    let mut desk = Desk::bare("opens-again", Config::quick()).await.with_keyring().with_the_usual_folder();
    desk.write(".local/share/perihelion/settings.json", br#"{"welcomed": true, "theme": "dark"}"#);
    desk.freeze_keyring();
    desk.start_beside();
    assert!(desk.window_becomes(true).await, "the first start shows a window");
    // Whatever the page asks of the keyring is under way when the window is closed.
    let settled = || tokio::time::sleep(Duration::from_millis(1500));
    // While the process ends, and after it.
    for wait in [20, 80, 200, 400, 1000, 3000] {
        settled().await;
        desk.press_close();
        assert!(desk.window_becomes(false).await, "it closes");
        tokio::time::sleep(Duration::from_millis(wait)).await;
        desk.start_beside();
        assert!(desk.window_becomes(true).await, "a start {wait} ms after the window was closed shows one");
    }
    // Before the window is gone: the process hears of the start and of the press at once.
    settled().await;
    let closing = desk.pause();
    desk.press_close();
    desk.start_beside();
    settled().await;
    Desk::resume(&closing);
    assert!(desk.ends_process(&closing).await, "it closes");
    assert!(desk.window_becomes(true).await, "and the start that found a window which was closing shows one");
    settled().await;
    ends_in_time(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_opens_again_while_it_still_tidies_up() {
    let mut desk = Desk::signed_in("opens-while-tidying", Config::quick()).await.with_the_usual_folder();
    // No driver: it ends the app with its window.
    desk.start_beside_with(&["stremio:///detail/movie/tt1727587"]);
    assert!(desk.window_becomes(true).await, "the first start shows a window");
    let asked = |desk: &Desk, what: fn(&Request) -> bool| desk.simulator.requests().iter().any(what);
    let checked: fn(&Request) -> bool = |request| request.path_and_query.contains("/magnets/check");
    let added: fn(&Request) -> bool =
        |request| request.method == "POST" && request.path_and_query.ends_with("/magnets");
    until(|| asked(&desk, checked)).await;
    desk.simulator.set_knobs(Upstream::StremThru, Knobs { latency_ms: 3_000, ..Knobs::default() });
    until(|| {
        desk.press_key("p");
        asked(&desk, added)
    })
    .await;
    let app = Path::new(env!("CARGO_BIN_EXE_perihelion"));
    let first = desk.processes_of(app);
    assert_eq!(first.len(), 1);
    desk.press_close();
    assert!(desk.window_becomes(false).await, "it closes");
    assert_eq!(desk.processes_of(app), first, "and waits for the add that is under way");
    desk.start_beside();
    assert!(desk.window_becomes(true).await, "a second start shows a window");
    assert!(desk.ends_process(&first[0]).await, "the first one ends");
    let second = desk.last_started();
    assert_eq!(desk.processes_of(app), [second], "the window is that of the second start, which was not handed over");
    desk.close_window().await;
}

/// Waits until something is so, for a minute at most.
async fn until(mut is_so: impl FnMut() -> bool) {
    for _ in 0..240 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("it did not come to that");
}

/// A listener that takes connections and never says a word.
fn silent_bus(desk: &Desk) -> (UnixListener, String) {
    let path = desk.home().join("silent-bus");
    (UnixListener::bind(&path).unwrap(), format!("unix:path={}", path.display()))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_opens_on_a_session_bus_that_never_answers_and_on_none() {
    let desk = Desk::signed_in("silent-bus", Config::quick()).await.with_the_usual_folder();
    let (bus, address) = silent_bus(&desk);
    let nowhere = "unix:path=/nowhere/bus".to_owned();
    // What helps people who do not see the screen asks the bus too.
    let mut desk = desk.with_environment("NO_AT_BRIDGE", "0").with_environment("GTK_A11Y", "atspi");
    for address in [address, nowhere] {
        desk = desk.with_environment("DBUS_SESSION_BUS_ADDRESS", address);
        desk.start_beside();
        assert!(desk.window_becomes(true).await, "a window opens");
        ends_in_time(&desk).await;
    }
    bus.set_nonblocking(true).unwrap();
    assert!(bus.accept().is_ok(), "the bus was asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_whose_files_do_not_answer_ends_and_lets_the_next_one_try() {
    let mut desk = Desk::signed_in("files-hang", Config::quick()).await.with_the_usual_folder();
    for file in ["ledger.db", "starts.json"] {
        desk.hang_file(Some(file));
        let started = Instant::now();
        let ended = desk.start_again(&[]);
        let took = started.elapsed();
        assert!(!ended.success() && took < Duration::from_secs(22), "{file}: {ended} after {took:?}");
    }
    desk.hang_file(None);
    desk.start_beside();
    assert!(desk.window_becomes(true).await, "the next start shows a window");
    desk.close_window().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_ends_with_its_window_while_names_are_looked_up() {
    let mut desk = Desk::signed_in("names-hang", Config::quick()).await;
    desk.hang_names();
    let page = desk.open().await;
    page.see("[data-testid=nav-settings]").await;
    let mark = desk.home().join("names-asked");
    for _ in 0..400 {
        if mark.exists() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert!(mark.exists(), "a name is being looked up");
    ends_in_time(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_opens_none_of_the_firsts_files() {
    let mut desk = Desk::signed_in("second-start", Config::quick()).await.with_the_usual_folder();
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    let settings = desk.home().join(".local/share/perihelion/settings.json");
    assert!(settings.parent().is_some_and(Path::exists), "the usual folder is in use");
    // Whoever opens a file like this puts it aside.
    std::fs::write(&settings, "half a file").unwrap();
    assert!(desk.start_again(&[]).success());
    assert_eq!(std::fs::read_to_string(&settings).unwrap(), "half a file");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_torrent_file_crosses_as_bytes_up_to_the_one_limit() {
    let mut desk = Desk::signed_in("torrent-bytes", Config::quick()).await;
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    // Six million bytes of piece hashes, in a file that is well formed.
    let script = |body: &str| {
        format!(
            "const done = arguments[arguments.length - 1];
             const text = new TextEncoder();
             const around = (from, to, many) => {{
                 const bytes = new Uint8Array(from.length + many + to.length).fill(97);
                 bytes.set(text.encode(from));
                 bytes.set(text.encode(to), from.length + many);
                 return bytes;
             }};
             {body}.then((query) => done(query.type), (error) => done(error.code));"
        )
    };
    let send = "window.__TAURI_INTERNALS__.invoke('read_torrent_file', ";
    let cases = [
        (
            "around('d4:infod6:lengthi5e4:name10:Sintel.mkv12:piece lengthi16384e6:pieces6000000:', 'ee', 6000000))",
            "torrent",
        ),
        ("new Uint8Array(9000000))", "unusable"),
        ("{ bytes: [100, 101] })", "badInput"),
    ];
    for (bytes, answer) in cases {
        assert_eq!(page.run_async(&script(&format!("{send}{bytes}"))).await, answer, "{bytes}");
    }
    page.close().await;
}
