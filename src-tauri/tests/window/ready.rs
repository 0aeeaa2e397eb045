//! A link that is ready before its Play is pressed, and a Play that finds its way past whatever is dead.

use std::time::{Duration, Instant};

use perihelion_core::http::loopback_client;
use perihelion_core::store::Library;
use perihelion_simulator::{Config, Knobs, Request, StoreFaults, Upstream};

use crate::desk::Desk;
use crate::driver::Page;
use crate::film::{BAR, UNSEEN, about, open_episode, plays, property};

/// The link of the next episode would be one more in the account.
const ALONE: &[u8] = br#"{"welcomed": true, "theme": "dark", "playback": {"next_by_itself": false}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_ready_before_the_press_and_leaves_the_account_as_it_was_when_none_comes() {
    let mut desk = Desk::signed_in("ready", Config::quick()).await;
    desk.write("data/settings.json", ALONE);
    desk.write_program("mpv", UNSEEN);
    let page = desk.open().await;
    begun(&page, 2).await;
    // The person took it out of their account meanwhile.
    empty_account(&desk).await;
    focus(&page, CONTINUE, "focus").await;
    held(&desk, 1).await;
    focus(&page, CONTINUE, "blur").await;
    held(&desk, 0).await;

    focus(&page, CONTINUE, "focus").await;
    held(&desk, 1).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = adds(&desk);
    let pressed = Instant::now();
    page.click("[data-testid=continue-play]").await;
    page.wait("it plays", &about("S1 E2")).await;
    eprintln!("from the press to the player: {:?}", pressed.elapsed());
    assert_eq!(adds(&desk), before, "nothing more is added");
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(desk.simulator.account().magnets.len(), 1, "what plays stays");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_picks_link_is_ready_before_its_press_as_well() {
    let mut desk = Desk::signed_in("ready-pick", Config::quick()).await;
    desk.write("data/settings.json", ALONE);
    desk.write_program("mpv", UNSEEN);
    let page = desk.open().await;
    open_episode(&page, 3).await;
    focus(&page, PICK, "focus").await;
    held(&desk, 1).await;
    focus(&page, PICK, "blur").await;
    held(&desk, 0).await;

    focus(&page, PICK, "focus").await;
    held(&desk, 1).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = adds(&desk);
    let pressed = Instant::now();
    page.keys("\u{e007}").await;
    page.wait("it plays", &about("S1 E3")).await;
    eprintln!("from the press to the player: {:?}", pressed.elapsed());
    assert_eq!(adds(&desk), before, "nothing more is added");
    page.see("[data-testid=verb][data-verb=playing]").await;
    focus(&page, PICK, "blur").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(desk.simulator.account().magnets.len(), 1, "what plays stays");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_finds_a_picture_past_dead_sources_a_refusing_service_and_dead_links() {
    let desk = Desk::signed_in("past-dead", Config::quick()).await;
    let mut desk = desk.with_services([("realdebrid", "demo-premium"), ("torbox", "demo-premium-too")]);
    desk.write("data/settings.json", ALONE);
    desk.write_program("mpv", UNSEEN);
    let page = desk.open().await;
    begun(&page, 2).await;
    empty_account(&desk).await;
    let library = Library::open(&desk.home().join("data/library.db")).unwrap().0;
    let before = library.played(1).await.unwrap()[0].release.clone().unwrap();
    for source in [Upstream::Torrentio, Upstream::Comet, Upstream::MediaFusion, Upstream::Nyaa, Upstream::Zilean] {
        desk.simulator.set_knobs(source, Knobs { hang: true, ..Knobs::default() });
    }
    desk.simulator.set_store_faults(StoreFaults {
        refuses_names: vec![before.clone()],
        link_dead: 0.3,
        ..StoreFaults::default()
    });
    let pressed = Instant::now();
    page.click("[data-testid=continue-play]").await;
    page.see(&format!("{BAR}[data-stage=playing]")).await;
    let mut at = 0.0;
    while at <= 0.0 {
        assert!(pressed.elapsed() < Duration::from_secs(40), "no picture");
        at = property(&desk, "time-pos").await.as_f64().unwrap_or_default();
    }
    eprintln!("from the press to a picture: {:?}", pressed.elapsed());
    let now = library.played(1).await.unwrap()[0].release.clone().unwrap();
    assert_ne!(now, before, "another release");
    held(&desk, 1).await;
    page.close().await;
}

/// Plays an episode for a moment, so that Home offers to continue it.
async fn begun(page: &Page, episode: u32) {
    plays(page, episode).await;
    page.wait("it moves", "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber >= 4").await;
    page.click("[data-testid=playing-stop]").await;
    page.click("[data-testid=playing-dismiss]").await;
    page.click("[data-testid=nav-home]").await;
    page.see("[data-testid=continue-play]").await;
}

const CONTINUE: &str = "continue-play";
const PICK: &str = "pick-play";

async fn focus(page: &Page, button: &str, what: &str) {
    page.value(&format!("document.querySelector('[data-testid={button}]').{what}() ?? 0")).await;
}

/// Waits until the accounts hold so many torrents.
async fn held(desk: &Desk, count: usize) {
    for _ in 0..800 {
        if desk.simulator.account().magnets.len() == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the accounts hold {:?}, not {count}", desk.simulator.account().magnets);
}

fn is_add(request: &Request) -> bool {
    request.method == "POST" && request.path_and_query.ends_with("/magnets")
}

fn adds(desk: &Desk) -> usize {
    desk.simulator.requests().iter().filter(|request| is_add(request)).count()
}

/// Removes every torrent, as the person does at the service.
async fn empty_account(desk: &Desk) {
    let client = loopback_client(Duration::from_mins(1)).unwrap();
    for magnet in desk.simulator.account().magnets {
        let of_it = |request: &Request| {
            let names = |name: &str, value: &str| request.headers.iter().any(|(n, v)| n == name && v.contains(value));
            is_add(request) && names("x-stremthru-store-name", &magnet.store)
        };
        let add = desk.simulator.requests().into_iter().rfind(of_it).unwrap();
        let path =
            format!("{}/{}/{}", desk.simulator.base_url(), add.path_and_query.trim_start_matches('/'), magnet.id);
        let mut request = client.delete(path);
        for (name, value) in add.headers.iter().filter(|(name, _)| name.starts_with("x-stremthru")) {
            request = request.header(name, value);
        }
        request.send().await.unwrap();
    }
    held(desk, 0).await;
}
