//! Playing as it is watched: the bar at the window's foot with a real mpv, on from where it was left, on to the next
//! episode, and on without the window.

use std::path::Path;
use std::time::{Duration, Instant};

use perihelion_core::store::{Library, Place};
use perihelion_simulator::{Config, Knobs, StoreFaults, Upstream};
use serde_json::json;

use crate::desk::Desk;
use crate::film::{BAR, ON_SCREEN, SERIES, UNSEEN, about, becomes, plays, press, property, tell};
use crate::steps::open_title;

#[tokio::test(flavor = "multi_thread")]
async fn the_bar_knows_mpv_and_rules_it_and_offers_to_go_on_when_it_is_killed() {
    let mut desk = Desk::signed_in("playback-mpv", Config::quick()).await;
    desk.write_program("mpv", ON_SCREEN);
    let page = desk.open().await;
    plays(&page, 4).await;
    page.see(&format!("{BAR}[data-stage=playing] [data-testid=playing-seek]")).await;
    page.wait("it moves", "document.querySelector('[data-testid=playing-seek]').valueAsNumber >= 1").await;
    page.see("[data-testid=episode-playing]").await;
    page.shot("1-playing").await;
    assert_eq!(property(&desk, "media-title").await, "The Meridian Survey · S1 E4");
    for process in desk.processes_of(Path::new("/usr/bin/mpv")) {
        let told = std::fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap();
        assert!(told.contains("--input-ipc-server=") && !told.contains("http"), "the link is not for others: {told}");
    }

    page.click("[data-testid=playing-pause]").await;
    becomes(&desk, "pause", &json!(true)).await;
    page.see("[data-testid=playing-pause][aria-label='Go on']").await;
    // By keyboard alone.
    press(&page, "playing-seek", &format!("\u{e011}{}", "\u{e014}".repeat(9))).await;
    let sought = "document.querySelector('[data-testid=playing-seek]').valueAsNumber";
    page.wait("it is sought", &format!("{sought} === 9")).await;
    let to = page.value(sought).await.as_f64().unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let at = property(&desk, "time-pos").await.as_f64().unwrap();
    assert!((at - to).abs() < 1.5, "mpv is where the line says: {at}, {to}");
    page.click("[data-testid=playing-audio]").await;
    page.see("[data-testid=playing-audio-option][aria-checked=true]").await;
    page.shot("2-tracks").await;
    page.click("[data-testid=playing-audio-option][data-track='2']").await;
    becomes(&desk, "aid", &json!(2)).await;
    press(&page, "playing-volume", "\u{e011}").await;
    page.wait("it is quiet", "document.querySelector('[data-testid=playing-volume]').valueAsNumber < 100").await;

    let killed = Instant::now();
    for process in desk.processes_of(Path::new("/usr/bin/mpv")) {
        desk.output("kill", &["-KILL", &process]);
    }
    page.see(&format!("{BAR}[data-stage=over] [data-testid=playing-resume]")).await;
    let took = killed.elapsed();
    assert!(took < Duration::from_secs(1), "the end is seen after {took:?}");
    page.shot("3-resume").await;
    page.see("[data-testid=pick-play]").await;
    page.wait(
        "the pick offers it too",
        "document.querySelector('[data-testid=pick-play]').innerText.includes('Resume at 0:')",
    )
    .await;
    page.click("[data-testid=playing-resume]").await;
    page.see(&format!("{BAR}[data-stage=playing]")).await;
    becomes(&desk, "aid", &json!(2)).await;
    page.click("[data-testid=playing-stop]").await;
    page.see(&format!("{BAR}[data-stage=over]")).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_episodes_play_through_without_a_press() {
    let mut desk = Desk::signed_in("playback-ten", Config::quick()).await;
    // It notes when a film is left and when the next one's picture stands.
    desk.write(
        "gaps.lua",
        br#"-- By the clock of the machine: where the player was started anew, its own began again.
        local function note(what)
            os.execute("echo " .. what .. " $(date +%s.%N) >> \"$HOME/gaps\"")
        end
        mp.register_event("end-file", function() note("left") end)
        mp.register_event("playback-restart", function() note("stands") end)"#,
    );
    let script = ON_SCREEN.replace("--really-quiet", "--really-quiet --script=\"$HOME/gaps.lua\"");
    desk.write_program("mpv", &format!("SPEED=4\n{script}"));
    let page = desk.open().await;
    // The page itself writes down what its bar is about: each episode is there for a few seconds alone.
    page.value(
        "(window.seen = '', new MutationObserver(() => {
            const open = document.querySelector('[data-testid=playing-bar][data-stage=playing] [data-testid=playing-open]');
            if (open && !window.seen.endsWith(open.innerText)) window.seen += open.innerText;
        }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })) ?? 0",
    )
    .await;
    plays(&page, 7).await;
    // The last of the first season, and all but the last of the second.
    for label in ["S1 E8", "S2 E1", "S2 E2", "S2 E3", "S2 E4", "S2 E5", "S2 E6", "S2 E7", "S2 E8"] {
        page.wait(label, &format!("window.seen.includes('{label} ')")).await;
    }
    // Before the picture, for which the screen stands still.
    let noted = || gaps(&std::fs::read_to_string(desk.home().join("gaps")).unwrap());
    // The bar may show an episode before its picture stands.
    for _ in 0..1600 {
        if noted().len() >= 9 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    let gaps = noted();
    eprintln!("gaps in seconds: {gaps:.3?}");
    assert!(gaps.len() >= 9, "{gaps:?}");
    assert!(gaps.iter().all(|gap| *gap <= 1.0), "{gaps:?}");
    page.shot("1-tenth").await;
    for episode in 1..=7 {
        watched(&desk, 2, episode).await;
    }
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_episode_can_be_taken_at_once_and_declined_over_the_film_and_by_a_media_key() {
    let mut desk = Desk::signed_in("playback-card", Config::quick()).await;
    desk.write_program("mpv", ON_SCREEN);
    let page = desk.open().await;
    plays(&page, 7).await;
    page.see("[data-testid=playing-seek]").await;
    // It stands still in its last second.
    page.click("[data-testid=playing-pause]").await;
    press(&page, "playing-seek", "\u{e010}").await;
    page.see("[data-testid=next-card]").await;
    // The card over the film is drawn a moment after.
    tokio::time::sleep(Duration::from_millis(700)).await;
    page.shot("1-card").await;
    // Its link is made and given: it follows in the same window, and stands still as well.
    becomes(&desk, "playlist-count", &json!(2)).await;
    tell(&desk, &json!(["keypress", "ENTER"])).await;
    page.wait("the next one plays", &about("S1 E8")).await;
    watched(&desk, 1, 7).await;
    page.wait("it is there", "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber < 5").await;
    press(&page, "playing-seek", "\u{e010}").await;
    page.see("[data-testid=next-card]").await;
    tell(&desk, &json!(["keypress", "ESC"])).await;
    page.wait("the card is gone", "!document.querySelector('[data-testid=next-card]')").await;
    becomes(&desk, "playlist-count", &json!(2)).await;
    page.click("[data-testid=playing-pause]").await;
    page.see(&format!("{BAR}[data-stage=over] [data-testid=playing-next]")).await;
    page.shot("2-declined").await;
    watched(&desk, 1, 8).await;
    page.click("[data-testid=playing-next]").await;
    page.wait("the next season's first", &about("S2 E1")).await;

    page.wait("it moves", "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber >= 3").await;
    // It stands still where it begins again.
    tell(&desk, &json!(["set_property", "pause", true])).await;
    tell(&desk, &json!(["keypress", "PREV"])).await;
    page.wait("it begins again", "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber < 2").await;
    tell(&desk, &json!(["keypress", "NEXT"])).await;
    page.wait("a media key goes on", &about("S2 E2")).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_goes_on_and_a_dead_link_does_not_stop_it() {
    let mut desk = Desk::signed_in("playback-continue", Config::quick()).await;
    desk.write_program("mpv", UNSEEN);
    let page = desk.open().await;
    plays(&page, 2).await;
    page.wait("it moves", "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber >= 4").await;
    page.click("[data-testid=playing-stop]").await;
    page.click("[data-testid=playing-dismiss]").await;
    page.click("[data-testid=nav-home]").await;
    page.see("[data-testid=continue-card]").await;
    page.shot("1-home").await;
    let pressed = Instant::now();
    page.click("[data-testid=continue-play]").await;
    page.wait("the same episode plays", &about("S1 E2")).await;
    eprintln!("from the press to the player: {:?}", pressed.elapsed());
    page.wait("from where it was left", "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber >= 1")
        .await;
    page.click("[data-testid=playing-stop]").await;
    page.see(&format!("{BAR}[data-stage=over]")).await;

    // Its release is refused from now on, and sources hang: another one plays.
    let library = Library::open(&desk.home().join("data/library.db")).unwrap().0;
    let before = library.played(1).await.unwrap()[0].release.clone().unwrap();
    desk.simulator.set_store_faults(StoreFaults { refuses_names: vec![before.clone()], ..StoreFaults::default() });
    for source in [Upstream::Torrentio, Upstream::Comet, Upstream::MediaFusion, Upstream::Nyaa, Upstream::Zilean] {
        desk.simulator.set_knobs(source, Knobs { hang: true, ..Knobs::default() });
    }
    open_title(&page, "the meridian survey", SERIES).await;
    page.see("[data-testid=continue-title]").await;
    page.shot("2-series").await;
    page.click("[data-testid=continue-title]").await;
    page.wait("it plays again", &about("S1 E2")).await;
    page.see(&format!("{BAR}[data-stage=playing]")).await;
    let now = library.played(1).await.unwrap()[0].release.clone().unwrap();
    assert_ne!(now, before, "another release");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_may_be_closed_while_something_plays_and_opens_again() {
    let mut desk = Desk::signed_in("playback-closed", Config::quick()).await.with_the_usual_folder();
    desk.write(
        ".local/share/perihelion/settings.json",
        br#"{"welcomed": true, "theme": "dark", "playback": {"next_by_itself": false}}"#,
    );
    desk.write_program("mpv", UNSEEN);
    let page = desk.open().await;
    plays(&page, 3).await;
    page.wait("it moves", "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber >= 1").await;
    // It stands still, so that it does not end meanwhile.
    tell(&desk, &json!(["set_property", "pause", true])).await;
    desk.press_close();
    assert!(desk.window_becomes(false).await && desk.is_running(), "the window is gone, the process is not");
    let asked = Instant::now();
    assert!(desk.start_again(&[]).success());
    assert!(desk.window_becomes(true).await, "the next start opens it again");
    eprintln!("the window is there again after {:?}", asked.elapsed());
    tokio::time::sleep(Duration::from_millis(800)).await;
    page.shot("1-again").await;
    desk.press_close_until_gone().await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(desk.is_running(), "it still plays");
    tell(&desk, &json!(["set_property", "pause", false])).await;
    let before = Instant::now();
    while !desk.processes_of(Path::new("/usr/bin/mpv")).is_empty() {
        assert!(before.elapsed() < Duration::from_mins(1), "mpv comes to the end");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    desk.ended().await;
    let library = Library::open(&desk.home().join(".local/share/perihelion/library.db")).unwrap().0;
    let place = Place { title_id: SERIES.to_owned(), season: Some(1), episode: Some(3) };
    assert!(library.progress(place).await.unwrap().is_some_and(|progress| progress.watched), "it was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chosen_tracks_are_found_again_in_the_next_episode() {
    let mut desk = Desk::signed_in("playback-tracks", Config::quick()).await;
    desk.write(
        "data/settings.json",
        br#"{"welcomed": true, "theme": "dark", "playback": {"next_by_itself": false,
            "tracks": {"audio": ["en"], "subtitles": "languages", "subtitle_languages": ["tr"]}}}"#,
    );
    desk.write_program("mpv", UNSEEN);
    let page = desk.open().await;
    plays(&page, 1).await;
    becomes(&desk, "aid", &json!(2)).await;
    becomes(&desk, "sid", &json!(3)).await;
    // It stands still, so that it does not end before the person has chosen.
    tell(&desk, &json!(["set_property", "pause", true])).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    // In the player itself, as with its own keys.
    tell(&desk, &json!(["set_property", "aid", 1])).await;
    kept_tracks_have(&desk, "audio").await;
    tell(&desk, &json!(["set_property", "sid", "no"])).await;
    kept_tracks_have(&desk, "subtitle").await;
    page.shot("1-chosen").await;
    page.click("[data-testid=playing-next]").await;
    page.wait("the next one plays", &about("S1 E2")).await;
    becomes(&desk, "aid", &json!(1)).await;
    becomes(&desk, "sid", &json!(false)).await;
    page.close().await;
}

/// Waits until a choice of this kind of track is kept for the show.
async fn kept_tracks_have(desk: &Desk, kind: &str) {
    let library = Library::open(&desk.home().join("data/library.db")).unwrap().0;
    let mut kept = None;
    for _ in 0..800 {
        kept = library.tracks(SERIES).await.unwrap();
        let choice: serde_json::Value = serde_json::from_str(kept.as_deref().unwrap_or("null")).unwrap();
        if !choice[kind].is_null() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no {kind} is kept: {kept:?}");
}

async fn watched(desk: &Desk, season: u32, episode: u32) {
    let library = Library::open(&desk.home().join("data/library.db")).unwrap().0;
    let place = Place { title_id: SERIES.to_owned(), season: Some(season), episode: Some(episode) };
    for _ in 0..800 {
        if library.progress(place.clone()).await.unwrap().is_some_and(|progress| progress.watched) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("S{season} E{episode} does not count as watched");
}

/// The seconds from the end of each film to the picture of the next.
fn gaps(notes: &str) -> Vec<f64> {
    let mut gaps = Vec::new();
    let mut left: Option<f64> = None;
    for line in notes.lines() {
        let (what, at) = line.split_once(' ').unwrap();
        let at: f64 = at.parse().unwrap();
        match what {
            "left" => left = Some(at),
            _ => gaps.extend(left.take().map(|left| at - left)),
        }
    }
    gaps
}
