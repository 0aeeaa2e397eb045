//! Real players, without a screen or a loudspeaker: they open the link, say how far the film is, and take what comes next in the
//! same window.

use std::ops::Range;
use std::time::Duration;

use perihelion_core::store::{Library, Place, Progress};
use perihelion_simulator::Config;

use crate::desk::Desk;
use crate::driver::Page;
use crate::steps::{completed, open_title};

/// The simulator's series.
const SERIES: &str = "tt99000101";

/// Several times as fast as it is, and open after the end, as some people have it.
const MPV: &str =
    "exec timeout 90 /usr/bin/mpv --no-config --vo=null --ao=null --speed=4 --keep-open=yes --really-quiet \"$@\"";
/// VLC does not start for root, so root gets a copy of it that does not ask.
pub(crate) const VLC: &str = "vlc=/usr/bin/vlc
if [ \"$(id -u)\" = 0 ]; then vlc=\"$HOME/vlc\"; sed s/geteuid/getppid/ /usr/bin/vlc > \"$vlc\"; chmod +x \"$vlc\"; fi
exec timeout 90 \"$vlc\" --intf dummy --vout dummy --aout dummy \"$@\"";

#[tokio::test(flavor = "multi_thread")]
async fn mpv_says_how_far_it_is_and_takes_what_is_next_in_its_window() {
    let mut desk = Desk::signed_in("mpv", Config::quick()).await;
    desk.write("data/settings.json", br#"{"welcomed": true, "theme": "dark", "playback": {"next_by_itself": false}}"#);
    desk.write_program("mpv", &counted(MPV));
    let page = desk.open().await;
    plays_episode(&desk, &page, 1, 0.92).await;
    plays_episode(&desk, &page, 2, 0.92).await;

    plays_pack(&page).await;
    // The first two were seen by themselves; the third is reached by going through the pack. Nothing else has begun it.
    heard_of(&desk, 3, 0.0..1.1).await;
    page.shot("pack").await;
    assert_eq!(starts(&desk), 1, "one window for all of it");
    let history = library(&desk).played(50).await.unwrap();
    let third = history.iter().any(|entry| entry.title_id == SERIES && entry.episode == Some(3));
    assert!(third, "an episode of a pack is in the history");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vlc_says_how_far_it_is_and_takes_what_is_next_in_its_window() {
    let mut desk = Desk::signed_in("vlc", Config::quick()).await;
    desk.write(
        "data/settings.json",
        br#"{"welcomed": true, "theme": "dark", "player": "vlc", "playback": {"next_by_itself": false}}"#,
    );
    // Its position is noted at its start, and then after ten seconds of film: no faster than it is, so that the start can be seen.
    desk.write_program("vlc", &counted(VLC));
    let page = desk.open().await;
    // It lets the film go at its end.
    plays_episode(&desk, &page, 1, 0.5).await;
    plays_episode(&desk, &page, 2, 0.5).await;
    plays_pack(&page).await;
    // VLC reads on to the end of a file that holds nothing more; so the pack is seen to begin anew at its first.
    heard_of(&desk, 1, 0.0..0.45).await;
    page.shot("pack").await;
    assert_eq!(starts(&desk), 1, "one window for all of it");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_chosen_in_the_systems_dialog_is_the_player() {
    let mut desk = Desk::signed_in("own-player", Config::quick()).await;
    desk.write_program("celluloid", "printf '%s\\n' \"$@\" > \"$HOME/own-played\"; sleep 2");
    let page = desk.open().await;
    page.click("[data-testid=nav-settings]").await;
    page.click("[data-testid=player-select]").await;
    page.click("[data-testid=player-select-option][data-option=other]").await;
    // GTK's dialog takes a path as soon as one is typed.
    let dialog = desk.dialog().await;
    page.shot("1-dialog").await;
    desk.type_into_window(&dialog, &desk.home().join("bin/celluloid").display().to_string());
    page.see("[data-testid=player-select][data-value=own]").await;
    page.shot("2-chosen").await;
    open_title(&page, "sintel", "tt1727587").await;
    completed(&page).await;
    page.click("[data-testid=pick-play]").await;
    page.wait("its name is said", "document.querySelector('[data-verb=playing]')?.innerText.includes('celluloid')")
        .await;
    let told = std::fs::read_to_string(desk.home().join("own-played")).unwrap();
    assert!(told.starts_with("http") && told.lines().count() == 1, "the link and nothing else: {told}");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_in_a_sandbox_is_spoken_to_in_a_folder_of_its_own() {
    let mut desk = Desk::signed_in("sandboxed", Config::quick()).await;
    // As Flatpak exports it.
    let exported = ".local/share/flatpak/exports/bin/io.mpv.Mpv";
    desk.write_program(&format!("../{exported}"), &counted(&format!("echo \"$@\" > \"$HOME/told\"\n{MPV}")));
    let program = desk.home().join(exported);
    let settings = serde_json::json!({
        "welcomed": true, "theme": "dark", "player": "own", "own_player": program, "playback": {"next_by_itself": false}
    });
    desk.write("data/settings.json", settings.to_string().as_bytes());
    let page = desk.open().await;
    plays_episode(&desk, &page, 1, 0.5).await;
    let told = std::fs::read_to_string(desk.home().join("told")).unwrap();
    let own = desk.home().join(".var/app/io.mpv.Mpv/perihelion-");
    assert!(told.contains(&format!("--input-ipc-server={}", own.display())) && !told.contains("http"), "{told}");
    page.click("[data-testid=nav-settings]").await;
    page.see("[data-testid=player-limits]").await;
    page.shot("settings").await;
    page.close().await;
}

/// Plays an episode of the first season until it is past a share of its length.
async fn plays_episode(desk: &Desk, page: &Page, episode: u32, share: f64) {
    open_title(page, "the meridian survey", SERIES).await;
    page.click(&format!("[data-testid=episode][data-season='1'][data-episode='{episode}']")).await;
    completed(page).await;
    page.click("[data-testid=pick-play]").await;
    page.see("[data-verb=playing]").await;
    heard_of(desk, episode, share..1.1).await;
}

/// Plays all episodes of a pack, in the window that is open.
async fn plays_pack(page: &Page) {
    page.type_into("[data-testid=filter-input]", "is:cached S01 -S01E").await;
    page.click("[data-testid=row][data-cached=yes] [data-testid=row-more]").await;
    page.click("[data-testid=menu-pack]").await;
    page.click("[data-testid=pack-play]").await;
}

/// Waits until a player said that an episode of the first season is within these shares of its length.
async fn heard_of(desk: &Desk, episode: u32, shares: Range<f64>) {
    let place = Place { title_id: SERIES.to_owned(), season: Some(1), episode: Some(episode) };
    let library = library(desk);
    let mut progress = None;
    for _ in 0..240 {
        progress = library.progress(place.clone()).await.unwrap();
        // A film that came to its end is watched, and has no position any more.
        let is_within = |Progress { at, length, watched, .. }: Progress| {
            watched && shares.end > 1.0 || length > 19.0 && shares.contains(&(at / length))
        };
        if progress.is_some_and(is_within) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("episode {episode} is not within {shares:?}: {progress:?}, {} starts", starts(desk));
}

fn library(desk: &Desk) -> Library {
    Library::open(&desk.home().join("data/library.db")).unwrap().0
}

/// The same program, which writes down that it was started.
fn counted(script: &str) -> String {
    format!("echo started >> \"$HOME/starts\"\n{script}")
}

fn starts(desk: &Desk) -> usize {
    std::fs::read_to_string(desk.home().join("starts")).unwrap_or_default().lines().count()
}
