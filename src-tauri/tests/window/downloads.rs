//! Files that are kept: a season comes while the window is closed, is there at the next start, plays from the disk without a
//! service, and what was deleted by hand is fetched again. A process that is killed loses nothing that matters, the next
//! episodes of a show come by themselves, and VLC plays from the disk as mpv does.

use std::path::{Path, PathBuf};

use perihelion_simulator::{Config, Episode, Kind, Knobs, Release, Upstream, Work};
use serde_json::json;

use crate::desk::Desk;
use crate::driver::Page;
use crate::film::{BAR, UNSEEN, about, property};
use crate::players::VLC;
use crate::steps::open_title;

const SHOW: &str = "tt99900031";
const LENGTH: u64 = 1_200_000;

fn show() -> Work {
    let episode = |number| Episode { season: 1, number, released: 1_560_000_000, ..Episode::default() };
    let file = |number| (format!("/Tide.Lines.S01/Tide.Lines.S01E{number:02}.1080p.mkv"), LENGTH + number);
    Work {
        imdb: SHOW.to_owned(),
        kind: Kind::Series,
        name: "Tide Lines".to_owned(),
        year: 2019,
        episodes: (1..=3).map(episode).collect(),
        releases: vec![Release {
            hash: "abcdef0000000000000000000000000000000031".to_owned(),
            name: "Tide.Lines.S01.1080p.WEB-DL.x264-GRP".to_owned(),
            files: (1..=3).map(file).collect(),
            seeders: 10,
            cached: Some(true),
            ..Release::default()
        }],
        ..Work::default()
    }
}

async fn downloads(page: &Page) {
    page.click("[data-testid=nav-library]").await;
    page.click("[data-testid=tab-downloads]").await;
}

/// An expression for how many downloads are in a state.
fn count(state: &str) -> String {
    format!("document.querySelectorAll('[data-testid=download][data-state={state}]').length")
}

fn kept(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.join("Tide Lines (2019)/Season 01")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn a_season_comes_without_a_window_and_plays_without_a_service() {
    let config = Config { works: vec![show()], ..Config::quick() };
    let mut desk = Desk::signed_in("downloads-season", config).await.with_the_usual_folder();
    let films = desk.home().join("films");
    std::fs::create_dir(&films).unwrap();
    let settings = json!({ "welcomed": true, "theme": "dark", "downloads": { "folder": films, "limit_kb": 900 } });
    desk.write(".local/share/perihelion/settings.json", settings.to_string().as_bytes());
    desk.write_program("mpv", UNSEEN);
    let dies = Knobs { dies_every: Some(500_000), ..Knobs::default() };
    // So late at first that nothing has come before the window is closed.
    desk.simulator.set_knobs(Upstream::Files, Knobs { latency_ms: 8_000, ..dies.clone() });

    let page = desk.open().await;
    open_title(&page, "tide lines", SHOW).await;
    page.click("[data-testid=marks]").await;
    page.click("[data-testid=keep-season]").await;
    downloads(&page).await;
    page.see("[data-testid=download][data-state=coming]").await;
    page.wait("all are in the list", "document.querySelectorAll('[data-testid=download]').length === 3").await;
    page.shot("1-coming").await;
    desk.press_close();
    assert!(desk.window_becomes(false).await && desk.is_running(), "it goes on without its window");
    desk.simulator.set_knobs(Upstream::Files, dies);
    desk.ended().await;
    let lengths: Vec<u64> = kept(&films).iter().map(|file| file.metadata().unwrap().len()).collect();
    assert_eq!(lengths, [LENGTH + 1, LENGTH + 2, LENGTH + 3], "and ends when all is there: {:?}", kept(&films));

    for service in [Upstream::StremThru, Upstream::Files] {
        desk.simulator.set_knobs(service, Knobs { status: Some(503), ..Knobs::default() });
    }
    // What the simulator sends in parts has no picture.
    let sunrise = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/simulator/media/sunrise.mkv");
    std::fs::copy(sunrise, &kept(&films)[0]).unwrap();
    let page = desk.open().await;
    downloads(&page).await;
    page.wait("all are there", &format!("{} === 3", count("done"))).await;
    page.shot("2-there").await;
    open_title(&page, "tide lines", SHOW).await;
    page.see("[data-testid=episode-on-disk]").await;
    page.shot("3-marked").await;
    page.click("[data-testid=continue-title]").await;
    page.see(&format!("{BAR}[data-stage=playing]")).await;
    page.wait("it moves", "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber >= 1").await;
    assert_eq!(property(&desk, "path").await, json!(kept(&films)[0]), "it plays the file itself");
    page.click("[data-testid=playing-stop]").await;

    for service in [Upstream::StremThru, Upstream::Files] {
        desk.simulator.set_knobs(service, Knobs::default());
    }
    std::fs::remove_file(&kept(&films)[1]).unwrap();
    downloads(&page).await;
    page.see("[data-testid=download][data-state=gone]").await;
    page.shot("4-gone").await;
    page.click("[data-testid=download-retry]").await;
    page.wait("it is back", &format!("{} === 3", count("done"))).await;
    assert_eq!(kept(&films)[1].metadata().unwrap().len(), LENGTH + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_says_what_came_and_a_click_on_it_shows_the_downloads() {
    let config = Config { works: vec![show()], ..Config::quick() };
    let mut desk = Desk::signed_in("downloads-notice", config).await.with_the_usual_folder();
    let films = desk.home().join("films");
    std::fs::create_dir(&films).unwrap();
    settings(&desk, &films, Some(400));
    let mut notices = desk.show_notices().await;
    let page = desk.open().await;
    // So late that the person looks away before the first has come.
    let late = Knobs { latency_ms: 8_000, ..Knobs::default() };
    desk.simulator.set_knobs(Upstream::Files, late.clone());
    keep_season(&page).await;
    page.click("[data-testid=nav-home]").await;
    desk.look_away();
    desk.simulator.set_knobs(Upstream::Files, Knobs::default());
    assert_eq!(notices.next().await, "3 episodes of Tide Lines are on your disk");
    notices.click().await;
    page.wait("they are shown", &format!("{} === 3", count("done"))).await;
    page.shot("1-clicked").await;

    // Some desktops take a notice away with who gave it.
    std::fs::remove_file(&kept(&films)[1]).unwrap();
    page.click("[data-testid=nav-home]").await;
    downloads(&page).await;
    desk.simulator.set_knobs(Upstream::Files, late);
    page.click("[data-testid=download-retry]").await;
    page.see("[data-testid=download][data-state=coming]").await;
    desk.press_close();
    assert!(desk.window_becomes(false).await);
    assert_eq!(notices.next().await, "Tide Lines S1 E2 is on your disk");
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    assert!(desk.is_running(), "it stays as long as its notice");
    notices.click().await;
    assert!(desk.window_becomes(true).await, "which opens the window again");
    desk.press_close_until_gone().await;
    notices.close().await;
    desk.ended().await;
}

/// Opens the app where films go into this folder, so quickly.
fn settings(desk: &Desk, films: &Path, limit_kb: Option<u32>) {
    let downloads = json!({ "folder": films, "limit_kb": limit_kb, "subtitles": false });
    let settings = json!({ "welcomed": true, "theme": "light", "player": "vlc", "downloads": downloads });
    desk.write(".local/share/perihelion/settings.json", settings.to_string().as_bytes());
}

async fn keep_season(page: &Page) {
    open_title(page, "tide lines", SHOW).await;
    page.click("[data-testid=marks]").await;
    page.click("[data-testid=keep-season]").await;
    downloads(page).await;
}

fn bytes(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    kept(folder).into_iter().map(|file| (file.file_name().unwrap().into(), std::fs::read(&file).unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_is_killed_in_the_middle_goes_on_to_the_same_bytes() {
    let config = Config { works: vec![show()], ..Config::quick() };
    let mut desk = Desk::signed_in("downloads-killed", config).await.with_the_usual_folder();
    let (whole, films) = (desk.home().join("whole"), desk.home().join("films"));
    std::fs::create_dir(&whole).unwrap();
    std::fs::create_dir(&films).unwrap();
    settings(&desk, &whole, None);
    let page = desk.open().await;
    keep_season(&page).await;
    page.wait("all are there", &format!("{} === 3", count("done"))).await;
    desk.close_window().await;
    // With what SQLite has not yet moved into it.
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(desk.home().join(format!(".local/share/perihelion/downloads.db{ending}")));
    }

    settings(&desk, &films, Some(100));
    let page = desk.open().await;
    keep_season(&page).await;
    let share = "document.querySelector('[data-testid=download][data-state=coming] [role=progressbar]')?.ariaValueNow";
    page.wait("some of one is there", &format!("Number({share}) >= 10")).await;
    desk.kill().await;
    assert!(kept(&films).iter().any(|file| file.extension().is_some_and(|kind| kind == "part")), "{:?}", kept(&films));
    settings(&desk, &films, None);
    let page = desk.open().await;
    downloads(&page).await;
    page.wait("all are there", &format!("{} === 3", count("done"))).await;
    page.shot("1-there").await;
    assert!(bytes(&films) == bytes(&whole), "the bytes or names differ: {:?}", kept(&films));
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_episodes_come_and_vlc_plays_them_from_the_disk() {
    let config = Config { works: vec![show()], ..Config::quick() };
    let mut desk = Desk::signed_in("downloads-ahead", config).await.with_the_usual_folder();
    let films = desk.home().join("films");
    std::fs::create_dir(&films).unwrap();
    settings(&desk, &films, None);
    desk.write_program("vlc", &format!("echo started >> \"$HOME/starts\"\n{VLC}"));
    let page = desk.open().await;
    open_title(&page, "tide lines", SHOW).await;
    page.click("[data-testid=keep-ahead]").await;
    page.shot("1-series").await;
    downloads(&page).await;
    page.see("[data-testid=followed]").await;
    page.wait("the next three are there", &format!("{} === 3", count("done"))).await;
    page.shot("2-kept").await;

    // What the simulator sends in parts has no picture.
    let sunrise = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/simulator/media/sunrise.mkv");
    for file in kept(&films) {
        std::fs::copy(&sunrise, file).unwrap();
    }
    for service in [Upstream::StremThru, Upstream::Files] {
        desk.simulator.set_knobs(service, Knobs { status: Some(503), ..Knobs::default() });
    }
    let seek = "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber";
    open_title(&page, "tide lines", SHOW).await;
    page.click("[data-testid=continue-title]").await;
    page.wait("it plays", &about("S1 E1")).await;
    page.wait("it moves", &format!("{seek} >= 9")).await;
    page.click("[data-testid=playing-stop]").await;
    page.see(&format!("{BAR}[data-stage=over]")).await;
    open_title(&page, "tide lines", SHOW).await;
    page.click("[data-testid=continue-title]").await;
    page.wait("it plays again", &about("S1 E1")).await;
    page.wait("it moves", &format!("{seek} > 0")).await;
    let at = page.value(seek).await.as_f64().unwrap();
    assert!(at >= 3.0, "it goes on where it was, and not at {at}");
    page.shot("3-vlc").await;
    page.click("[data-testid=playing-next]").await;
    page.wait("the next one plays", &about("S1 E2")).await;
    page.click("[data-testid=playing-stop]").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn subtitles_beside_a_file_are_listed_once_in_vlc_and_mpv() {
    for player in ["vlc", "mpv"] {
        let config = Config { works: vec![show()], ..Config::quick() };
        let mut desk = Desk::signed_in(&format!("downloads-beside-{player}"), config).await.with_the_usual_folder();
        let films = desk.home().join("films");
        std::fs::create_dir(&films).unwrap();
        let settings = json!({
            "welcomed": true, "theme": "light", "player": player, "preferences": { "languages_understood": ["de", "en"] },
            "playback": { "tracks": { "subtitles": "languages", "subtitle_languages": ["de"] } },
            "downloads": { "folder": films, "subtitles": false }
        });
        desk.write(".local/share/perihelion/settings.json", settings.to_string().as_bytes());
        desk.write_program(player, if player == "vlc" { VLC } else { UNSEEN });
        let page = desk.open().await;
        keep_season(&page).await;
        page.wait("all are there", &format!("{} === 3", count("done"))).await;
        let sunrise = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/simulator/media/sunrise.mkv");
        let film = kept(&films).remove(0);
        std::fs::copy(&sunrise, &film).unwrap();
        let lines = "1\n00:00:01,000 --> 00:00:19,000\nDie Sonne geht auf.\n";
        std::fs::write(film.with_extension("de.srt"), lines).unwrap();
        open_title(&page, "tide lines", SHOW).await;
        page.click("[data-testid=continue-title]").await;
        page.wait("it plays", &about("S1 E1")).await;
        let seek = "document.querySelector('[data-testid=playing-seek]')?.valueAsNumber";
        page.wait("what is beside it was looked at", &format!("{seek} >= 4")).await;
        page.click("[data-testid=playing-pause]").await;
        page.click("[data-testid=playing-subtitles]:not([aria-disabled])").await;
        page.see("[data-testid=playing-subtitles-option]").await;
        let listed = "[...document.querySelectorAll('[data-testid=playing-subtitles-option], \
            [data-testid=playing-outside-option]')].filter((option) => option.innerText.includes('German'))";
        page.shot("1-listed").await;
        assert_eq!(page.value(&format!("{listed}.length")).await, json!(1), "{player}");
        assert_eq!(page.value(&format!("{listed}[0].ariaChecked")).await, json!("true"), "{player} shows them");
        page.close().await;
    }
}
