//! Skipping what a film's chapters name: by a key over the film, and by wish.

use std::time::{Duration, Instant};

use perihelion_simulator::Config;
use serde_json::json;

use crate::desk::Desk;
use crate::film::{lengthened, plays, property, tell};

/// Where the opening of the long film ends.
const OPENING_ENDS: f64 = 36.0;

#[tokio::test(flavor = "multi_thread")]
async fn a_key_over_the_film_leads_behind_its_opening() {
    let mut desk = Desk::signed_in("skip-key", Config::quick()).await;
    let settings = br#"{"welcomed": true, "theme": "dark", "playback": {"next_by_itself": false}}"#;
    desk.write("data/settings.json", settings);
    lengthened(&desk, "");
    let page = desk.open().await;
    plays(&page, 4).await;
    page.see("[data-testid=playing-skip]").await;
    // The card over the film is drawn a moment after.
    tokio::time::sleep(Duration::from_millis(500)).await;
    page.shot("1-card").await;
    assert!(position(&desk).await < OPENING_ENDS - 5.0);
    // It stands still, so that it is where it landed however late that is looked at.
    tell(&desk, &json!(["set_property", "pause", true])).await;
    let pressed = Instant::now();
    tell(&desk, &json!(["keypress", "TAB"])).await;
    let (mut at, mut took) = (0.0, Duration::ZERO);
    while took < Duration::from_secs(40) && at < OPENING_ENDS - 2.0 {
        at = position(&desk).await;
        took = pressed.elapsed();
    }
    eprintln!("from the press to {at:.2} s: {took:?}");
    assert!((at - OPENING_ENDS).abs() <= 0.5, "it lands at {at}");
    page.wait("nothing is offered any more", "!document.querySelector('[data-testid=playing-skip]')").await;
    page.shot("2-behind").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_always_skipped_needs_no_press() {
    let mut desk = Desk::signed_in("skip-always", Config::quick()).await;
    desk.write(
        "data/settings.json",
        br#"{"welcomed": true, "theme": "dark", "playback": {"next_by_itself": false}, "skip": {"always": ["opening"]}}"#,
    );
    lengthened(&desk, "");
    let page = desk.open().await;
    plays(&page, 4).await;
    let began = Instant::now();
    // mpv itself writes down where it went on after its beginning.
    let mut landed = None;
    while began.elapsed() < Duration::from_secs(40) && landed.is_none() {
        let noted = std::fs::read_to_string(desk.home().join("went-on")).unwrap_or_default();
        landed = noted.lines().filter_map(|line| line.parse::<f64>().ok()).find(|at| *at > 5.0);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let after = began.elapsed();
    let at = landed.unwrap_or_default();
    eprintln!("behind the opening after {after:?}");
    assert!((at - OPENING_ENDS).abs() <= 1.0, "it went on by itself to {at}");
    // To play from its start to there takes longer than to leave the opening out.
    assert!(position(&desk).await >= OPENING_ENDS - 1.0, "and is there");
    page.close().await;
}

async fn position(desk: &Desk) -> f64 {
    property(desk, "time-pos").await.as_f64().unwrap_or_default()
}
