//! What plays in a real VLC, ruled from the bar: the film, and its tracks by the languages that are wished for.

use perihelion_simulator::Config;

use crate::desk::Desk;
use crate::driver::Page;
use crate::film::{BAR, about, plays};
use crate::players::VLC;
use crate::releases::bus_names;

#[tokio::test(flavor = "multi_thread")]
async fn the_bar_knows_vlc_and_rules_it() {
    let mut desk = Desk::signed_in("vlc-bar", Config::quick()).await;
    desk.write("data/settings.json", br#"{"welcomed": true, "theme": "light", "player": "vlc"}"#);
    desk.write_program("vlc", VLC);
    let page = desk.open().await;
    plays(&page, 4).await;
    page.see(&format!("{BAR}[data-stage=playing] [data-testid=playing-seek]")).await;
    page.wait("it moves", "document.querySelector('[data-testid=playing-seek]').valueAsNumber >= 2").await;
    let names = bus_names(&desk);
    assert_eq!(names.matches("org.mpris.MediaPlayer2.").count(), 1, "the system knows one player: {names}");
    page.click("[data-testid=playing-pause]").await;
    page.see("[data-testid=playing-pause][aria-label='Go on']").await;
    page.shot("1-paused").await;
    page.click("[data-testid=playing-pause]").await;
    page.see("[data-testid=playing-pause][aria-label='Pause']").await;
    page.click("[data-testid=playing-next]").await;
    page.wait("the next episode plays", &about("S1 E5")).await;
    page.shot("2-next").await;
    page.click("[data-testid=playing-stop]").await;
    page.see(&format!("{BAR}[data-stage=over]")).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vlc_begins_with_the_wished_languages_and_keeps_what_is_chosen_for_the_show() {
    let mut desk = Desk::signed_in("vlc-tracks", Config::quick()).await;
    desk.write(
        "data/settings.json",
        br#"{"welcomed": true, "theme": "dark", "player": "vlc", "playback": {"next_by_itself": false,
            "tracks": {"audio": ["en"], "subtitles": "languages", "subtitle_languages": ["tr"]}}}"#,
    );
    desk.write_program("vlc", VLC);
    let page = desk.open().await;
    plays(&page, 1).await;
    chosen(&page, "audio", "English").await;
    chosen(&page, "subtitles", "Turkish").await;
    // It stands still, so that it does not end before the person has chosen.
    page.click("[data-testid=playing-pause]").await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    page.click("[data-testid=playing-audio]").await;
    page.shot("1-audio").await;
    page.click("[data-testid=playing-audio-option][aria-checked=false]").await;
    chosen(&page, "audio", "Japanese").await;
    page.click("[data-testid=playing-subtitles]").await;
    page.click("[data-testid=playing-subtitles-option]:not([data-track])").await;
    chosen(&page, "subtitles", "None").await;
    page.click("[data-testid=playing-next]").await;
    page.wait("the next one plays", &about("S1 E2")).await;
    chosen(&page, "audio", "Japanese").await;
    chosen(&page, "subtitles", "None").await;
    page.shot("2-next").await;
    page.close().await;
}

/// Waits until the bar says that VLC plays the track of this name.
async fn chosen(page: &Page, kind: &str, name: &str) {
    let option = format!("[data-testid=playing-{kind}-option][aria-checked=true]");
    for _ in 0..40 {
        page.click(&format!("[data-testid=playing-{kind}]:not([aria-disabled])")).await;
        page.see(&format!("[data-testid=playing-{kind}-option]")).await;
        let said = page.value(&format!("document.querySelector('{option}')?.innerText ?? ''")).await;
        page.keys("\u{e00c}").await;
        page.wait("the menu is closed", &format!("!document.querySelector('[data-testid=playing-{kind}-option]')"))
            .await;
        if said.as_str().is_some_and(|said| said.contains(name)) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{kind} is not {name}");
}
