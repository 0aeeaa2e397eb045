//! Another release of what plays, in the same window from the same moment; and what the system is told of it.

use std::time::{Duration, Instant};

use perihelion_core::store::Library;
use perihelion_simulator::Config;
use serde_json::json;

use crate::desk::Desk;
use crate::driver::Page;
use crate::film::{BAR, UNSEEN, about, becomes, lengthened, plays, property, tell};
use crate::steps::completed;

const SETTINGS: &[u8] = br#"{"welcomed": true, "theme": "dark", "playback": {"next_by_itself": false}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn another_release_goes_on_at_the_same_moment_and_a_bad_one_is_not_chosen_again() {
    let mut desk = Desk::signed_in("releases-bar", Config::quick()).await;
    desk.write("data/settings.json", SETTINGS);
    lengthened(&desk, "echo started >> \"$HOME/starts\"");
    let page = desk.open().await;
    plays(&page, 4).await;
    page.wait("it moves", "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber >= 4").await;
    let first = release(&desk).await;
    let row = page.value("document.querySelector('[data-testid=pick]').dataset.id").await;
    page.click("[data-testid=playing-release]").await;
    page.see("[data-testid=release-wrong]").await;
    page.shot("1-menu").await;
    let (asked, from) = (Instant::now(), position(&desk).await);
    page.click("[data-testid=release-wrong][data-complaint=wrongLanguage]").await;
    let second = another(&desk, &first).await;
    let (took, to) = (asked.elapsed(), position(&desk).await);
    eprintln!("another release after {took:?}: from {from:.1} to {to:.1}");
    assert!((to - from - took.as_secs_f64()).abs() <= 2.0, "from {from} to {to} in {took:?}");
    let starts = std::fs::read_to_string(desk.home().join("starts")).unwrap();
    assert_eq!(starts.lines().count(), 1, "the same window");
    assert_eq!(property(&desk, "media-title").await, "The Meridian Survey · S1 E4");
    let found = format!("document.querySelector('[data-testid=row][data-id={row}]')");
    let pick = "document.querySelector('[data-testid=pick]').dataset.id";
    page.wait("the pick is what plays", &format!("{pick} !== {row}")).await;
    filter(&page, &first).await;
    page.wait("the row plays no more", &format!("{found} && !{found}.innerText.includes('Playing')")).await;
    page.wait("the row says why", &format!("{found}?.innerText.includes('You said: wrong language') ?? false")).await;
    // It is painted a moment after.
    tokio::time::sleep(Duration::from_secs(1)).await;
    page.shot("2-said").await;
    filter(&page, "").await;
    page.click("[data-testid=playing-stop]").await;
    page.see(&format!("{BAR}[data-stage=over]")).await;
    page.click("[data-testid=playing-dismiss]").await;

    assert_eq!(played_anew(&desk, &page).await, second, "the first is not chosen again");
    page.click("[data-testid=playing-stop]").await;
    page.click("[data-testid=playing-dismiss]").await;

    page.click("[data-testid=continue-card]").await;
    completed(&page).await;
    filter(&page, &first).await;
    page.click(&format!("[data-testid=row][data-id={row}] [data-testid=row-more]")).await;
    page.shot("3-row-menu").await;
    page.click("[data-testid=menu-takeback]").await;
    page.wait("it is not said any more", &format!("{found} && !{found}.innerText.includes('You said')")).await;
    page.close().await;
}

/// Leaves of the list what has the words of a release, which stands last when the person found something wrong with it. At once:
/// its name is long to type.
async fn filter(page: &Page, release: &str) {
    let words: String = release.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    page.see("[data-testid=filter-input]").await;
    page.value(&format!(
        "(field => {{ field.value = {}; field.dispatchEvent(new Event('input', {{ bubbles: true }})); return 0; }})(document.querySelector('[data-testid=filter-input]'))",
        json!(words)
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_in_mpv_goes_on_in_another_release_and_asks_what_was_wrong() {
    let mut desk = Desk::signed_in("releases-key", Config::quick()).await;
    desk.write("data/settings.json", SETTINGS);
    lengthened(&desk, "");
    let page = desk.open().await;
    plays(&page, 5).await;
    page.wait("it moves", "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber >= 3").await;
    let first = release(&desk).await;
    let (asked, from) = (Instant::now(), position(&desk).await);
    tell(&desk, &json!(["keypress", "Ctrl+r"])).await;
    let second = another(&desk, &first).await;
    let (took, to) = (asked.elapsed(), position(&desk).await);
    eprintln!("another release after {took:?}: from {from:.1} to {to:.1}");
    assert!((to - from - took.as_secs_f64()).abs() <= 2.0, "from {from} to {to} in {took:?}");
    tokio::time::sleep(Duration::from_millis(400)).await;
    page.shot("1-asks").await;
    tell(&desk, &json!(["keypress", "3"])).await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    page.shot("2-noted").await;
    page.click("[data-testid=playing-stop]").await;
    page.click("[data-testid=playing-dismiss]").await;
    assert_eq!(played_anew(&desk, &page).await, second, "the first is not chosen again");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_system_knows_what_plays_and_its_keys_rule_it() {
    let mut desk = Desk::signed_in("system-keys", Config::quick()).await;
    desk.write_program("mpv", UNSEEN);
    let page = desk.open().await;
    assert!(!bus_names(&desk).contains("MediaPlayer2"), "nothing plays");
    plays(&page, 3).await;
    page.wait("it moves", "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber >= 2").await;
    let player =
        bus_names(&desk).split('"').find(|name| name.starts_with("org.mpris.MediaPlayer2.")).map(str::to_owned);
    let player = player.expect("it is on the bus");
    let property = |interface: &str, name: &str| {
        let get = format!("string:org.mpris.MediaPlayer2{interface}");
        let name = format!("string:{name}");
        call(&desk, &player, "org.freedesktop.DBus.Properties.Get", &[&get, &name])
    };
    assert!(property("", "Identity").contains("Perihelion"));
    assert!(property(".Player", "PlaybackStatus").contains("\"Playing\""));
    let metadata = property(".Player", "Metadata");
    assert!(metadata.contains("The Meridian Survey · S1 E3") && metadata.contains("mpris:length"), "{metadata}");
    assert!(!metadata.contains("127.0.0.1"), "neither the link nor an address of one's own network: {metadata}");
    assert!(property(".Player", "CanGoNext").contains("true"));

    let key = |name: &str| call(&desk, &player, &format!("org.mpris.MediaPlayer2.Player.{name}"), &[]);
    key("PlayPause");
    becomes(&desk, "pause", &json!(true)).await;
    for _ in 0..800 {
        if property(".Player", "PlaybackStatus").contains("\"Paused\"") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(property(".Player", "PlaybackStatus").contains("\"Paused\""));
    let before = position(&desk).await;
    call(&desk, &player, "org.mpris.MediaPlayer2.Player.Seek", &["int64:6000000"]);
    let mut at = before;
    for _ in 0..800 {
        at = position(&desk).await;
        if at > before + 4.0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!((at - before - 6.0).abs() <= 1.0, "six seconds on: {before}, {at}");
    key("Next");
    page.wait("the next episode plays", &about("S1 E4")).await;
    key("Stop");
    page.see(&format!("{BAR}[data-stage=over]")).await;
    for _ in 0..800 {
        if !bus_names(&desk).contains("MediaPlayer2") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!bus_names(&desk).contains("MediaPlayer2"), "it is gone with the player");
    page.close().await;
}

pub(crate) fn bus_names(desk: &Desk) -> String {
    call(desk, "org.freedesktop.DBus", "org.freedesktop.DBus.ListNames", &[])
}

fn call(desk: &Desk, to: &str, method: &str, arguments: &[&str]) -> String {
    let path = if to.starts_with("org.mpris") { "/org/mpris/MediaPlayer2" } else { "/" };
    let to = format!("--dest={to}");
    let fixed = ["--session", "--print-reply", to.as_str(), path, method];
    desk.output("dbus-send", &[&fixed[..], arguments].concat())
}

async fn position(desk: &Desk) -> f64 {
    property(desk, "time-pos").await.as_f64().unwrap_or_default()
}

/// The release that was begun last.
async fn release(desk: &Desk) -> String {
    let library = Library::open(&desk.home().join("data/library.db")).unwrap().0;
    library.played(1).await.unwrap().first().and_then(|played| played.release.clone()).unwrap()
}

/// Waits until another one than this plays, and its picture stands.
async fn another(desk: &Desk, than: &str) -> String {
    for _ in 0..1600 {
        let now = release(desk).await;
        if now != than && position(desk).await > 0.0 {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("nothing but {than} plays");
}

/// Continues the same episode from Home.
async fn played_anew(desk: &Desk, page: &Page) -> String {
    page.click("[data-testid=nav-home]").await;
    page.click("[data-testid=continue-play]").await;
    page.see(&format!("{BAR}[data-stage=playing]")).await;
    page.wait("it moves", "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber >= 1").await;
    release(desk).await
}
