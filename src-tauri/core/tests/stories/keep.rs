//! What a profile keeps from one start to the next, and what it does with files that are damaged.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use perihelion_core::http::{HostLimits, HttpError, Request, Retry};
use perihelion_core::metadata::{parse_id, wanted_from_id};
use perihelion_core::pipeline::Details;
use perihelion_core::pipeline::{self, Refresh, SearchRequest};
use perihelion_core::profile::{Options, Profile, ProfileError, Trouble};
use perihelion_core::settings::{Settings, SettingsError, Theme};
use perihelion_core::store::{Played, StoreError};
use perihelion_core::title::{Correction, Kind};
use perihelion_core::torrent::SourceName;
use perihelion_simulator::{Config, Simulator};

/// One start of the app on a folder, with nobody answering and the keyring left alone.
async fn start(folder: &Path) -> (Profile, Vec<Trouble>) {
    let options = Options {
        data_dir: Some(folder.to_owned()),
        endpoints: Some("http://127.0.0.1:1".to_owned()),
        no_keyring: true,
        ..Options::default()
    };
    Profile::open(options).await.unwrap()
}

fn played() -> Played {
    Played {
        id: 0,
        title_id: "tt99900001".to_owned(),
        kind: Kind::Movie,
        name: "Harbour of Glass".to_owned(),
        years: Some("2019".to_owned()),
        poster: None,
        season: None,
        episode: None,
        file_name: "Harbour.of.Glass.2019.1080p.mkv".to_owned(),
        release: None,
        played_at: "2026-03-01T20:15:00Z".parse().unwrap(),
    }
}

#[tokio::test]
async fn what_was_asked_of_servers_that_count_is_counted_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    // Nobody answers there; being asked is what counts.
    let ask = async |profile: &Profile| {
        let limits = HostLimits { hourly: Some(1), ..HostLimits::default() };
        let url = "http://192.0.2.7/stream".parse().unwrap();
        let request = Request::get(url).retry(Retry::Never).deadline(Duration::from_millis(50)).limits(limits);
        profile.http.send(request).await.unwrap_err()
    };
    let (profile, _) = start(folder.path()).await;
    assert!(!matches!(ask(&profile).await, HttpError::UsedUp { .. }), "the first of the hour");
    let quick = wanted_from_id(&parse_id("tt1727587").unwrap(), None);
    let search = SearchRequest {
        wanted: quick,
        details: Details::none(),
        sources: Vec::new(),
        refresh: Refresh::All,
        correction: Correction::default(),
        taste: Arc::default(),
    };
    pipeline::search(&profile.tools().await, search, |_| {}).await;
    drop(profile);
    let (profile, _) = start(folder.path()).await;
    assert!(matches!(ask(&profile).await, HttpError::UsedUp { .. }), "the second of the same hour, in another run");
}

#[tokio::test]
async fn settings_cache_and_library_are_there_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let (profile, troubles) = start(folder.path()).await;
    assert!(troubles.is_empty(), "a first start is no trouble: {troubles:?}");
    profile
        .change_settings(|settings| {
            settings.theme = Theme::Dark;
            settings.services = vec!["torbox".to_owned(), "realdebrid".to_owned()];
            settings.sources_off.insert(SourceName::Nyaa);
            settings.welcomed = true;
        })
        .await
        .unwrap();
    profile.cache.put("answer", &[1, 2, 3]).await;
    profile.library.note_played(played()).await.unwrap();
    let chosen = profile.settings();
    drop(profile);

    let (profile, troubles) = start(folder.path()).await;
    assert!(troubles.is_empty(), "{troubles:?}");
    assert_eq!(profile.settings(), chosen);
    assert_eq!(profile.store().name(), "torbox", "the service chosen is the service used");
    assert!(!profile.settings().sources().contains(&SourceName::Nyaa));
    assert_eq!(profile.cache.get::<Vec<i32>>("answer").await.unwrap().value, [1, 2, 3]);
    let [again] = &profile.library.played(10).await.unwrap()[..] else { panic!("one film was played") };
    assert_eq!(Played { id: 0, ..again.clone() }, played());
}

#[tokio::test]
async fn what_a_catalogue_said_is_shown_to_the_letter_when_nobody_answers_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let simulator = Simulator::start(Config::quick()).await.unwrap();
    let options = Options {
        data_dir: Some(folder.path().to_owned()),
        endpoints: Some(simulator.base_url()),
        no_keyring: true,
        ..Options::default()
    };
    let (profile, _) = Profile::open(options).await.unwrap();
    let titles = [(Kind::Movie, "tt1727587"), (Kind::Series, "tt99000101"), (Kind::Anime, "kitsu:90012")];
    let mut told = Vec::new();
    for (kind, id) in titles {
        told.push(profile.details(kind, id).await.unwrap());
    }
    drop(profile);
    simulator.stop().await;

    let (profile, _) = start(folder.path()).await;
    for ((kind, id), told) in titles.into_iter().zip(told) {
        assert_eq!(profile.details(kind, id).await.unwrap(), told, "{id}");
    }
    assert!(profile.details(Kind::Movie, "tt1254207").await.is_err(), "and what was not said is not made up");
}

#[tokio::test]
async fn two_starts_at_once_share_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let (first, _) = start(folder.path()).await;
    let (second, troubles) = start(folder.path()).await;
    assert!(troubles.is_empty(), "{troubles:?}");
    first.cache.put("answer", &7).await;
    assert_eq!(second.cache.get::<i32>("answer").await.unwrap().value, 7);
    second.library.note_played(played()).await.unwrap();
    assert_eq!(first.library.played(10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_never_changed_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let (profile, _) = start(folder.path()).await;
    profile.change_settings(|settings| settings.player = "mpv".to_owned()).await.unwrap();
    let saved = std::fs::read_to_string(folder.path().join("settings.json")).unwrap();
    let saved: serde_json::Value = serde_json::from_str(&saved).unwrap();
    assert_eq!(saved, serde_json::json!({"player": "mpv"}), "defaults may improve later");
}

#[tokio::test]
async fn a_damaged_settings_file_is_said_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("settings.json"), "{\"theme\": \"da").unwrap();
    let (profile, troubles) = start(folder.path()).await;
    assert_eq!(profile.settings(), Settings::default());
    let [Trouble::Settings(SettingsError::Damaged { kept_as })] = &troubles[..] else { panic!("{troubles:?}") };
    assert_eq!(std::fs::read_to_string(kept_as).unwrap(), "{\"theme\": \"da", "nothing is lost");
    profile.change_settings(|settings| settings.theme = Theme::Light).await.unwrap();
    drop(profile);
    let (profile, troubles) = start(folder.path()).await;
    assert!(troubles.is_empty(), "the next start is well again");
    assert_eq!(profile.settings().theme, Theme::Light);
}

#[tokio::test]
async fn a_damaged_cache_is_built_anew_without_a_word() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("cache.db"), [b'x'; 8192]).unwrap();
    let (profile, troubles) = start(folder.path()).await;
    assert!(troubles.is_empty(), "a cache may be thrown away: {troubles:?}");
    profile.cache.put("answer", &1).await;
    drop(profile);
    let (profile, _) = start(folder.path()).await;
    assert_eq!(profile.cache.get::<i32>("answer").await.unwrap().value, 1, "the new one is a real one");
}

#[tokio::test]
async fn a_damaged_library_is_said_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("library.db"), [b'x'; 8192]).unwrap();
    let (profile, troubles) = start(folder.path()).await;
    let [Trouble::Library(StoreError::Damaged { kept_as, .. })] = &troubles[..] else { panic!("{troubles:?}") };
    assert_eq!(std::fs::read(kept_as).unwrap(), [b'x'; 8192], "nothing is lost");
    profile.library.note_played(played()).await.unwrap();
    drop(profile);
    let (profile, troubles) = start(folder.path()).await;
    assert!(troubles.is_empty());
    assert_eq!(profile.library.played(10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_costs_the_memory_and_not_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("not-a-folder");
    std::fs::write(&file, "here first").unwrap();
    let (profile, troubles) = start(&file).await;
    assert!(troubles.iter().any(|trouble| matches!(trouble, Trouble::Cache(_))), "{troubles:?}");
    assert!(troubles.iter().any(|trouble| matches!(trouble, Trouble::Library(_))), "{troubles:?}");
    profile.cache.put("answer", &1).await;
    assert_eq!(profile.cache.get::<i32>("answer").await.unwrap().value, 1, "kept for this run");
    assert!(profile.change_settings(|settings| settings.theme = Theme::Dark).await.is_err(), "it is said");
    assert_eq!(profile.settings().theme, Theme::Dark, "and still holds for this run");
}

#[tokio::test]
async fn options_that_cannot_be_used_stop_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options { data_dir: Some(folder.path().to_owned()), no_keyring: true, ..Options::default() };
    let endpoints = Options { endpoints: Some("ftp://example.org".to_owned()), ..options() };
    assert!(matches!(Profile::open(endpoints).await, Err(ProfileError::Endpoints(_))));
    let store = Options { store: Some("warez".to_owned()), ..options() };
    assert!(matches!(Profile::open(store).await, Err(ProfileError::Store(_))));
}

#[tokio::test]
async fn a_cache_damaged_inside_is_built_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (profile, _) = start(folder.path()).await;
    for number in 0..400 {
        profile.cache.put(&format!("answer/{number}"), &"x".repeat(1000)).await;
    }
    drop(profile);
    let path = folder.path().join("cache.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let end = bytes.len();
    bytes[4096..end].fill(0xa5);
    std::fs::write(&path, &bytes).unwrap();
    let (profile, _) = start(folder.path()).await;
    profile.cache.put("answer/new", &1).await;
    assert_eq!(profile.cache.get::<i32>("answer/new").await.map(|remembered| remembered.value), Some(1), "it serves");
}

/// What a power cut leaves: a database and a log of what was written last.
fn cut_the_power(from: &Path, to: &Path) {
    for name in ["cache.db", "cache.db-wal", "library.db", "library.db-wal"] {
        if from.join(name).exists() {
            std::fs::copy(from.join(name), to.join(name)).unwrap();
        }
    }
}

#[tokio::test]
async fn a_start_after_a_power_cut_finds_everything() {
    let (folder, after) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (profile, _) = start(folder.path()).await;
    profile.cache.put("answer", &1).await;
    profile.library.note_played(played()).await.unwrap();
    cut_the_power(folder.path(), after.path());
    let (profile, troubles) = start(after.path()).await;
    assert!(troubles.is_empty(), "{troubles:?}");
    assert_eq!(profile.cache.get::<i32>("answer").await.unwrap().value, 1);
    assert_eq!(profile.library.played(10).await.unwrap().len(), 1);
}

/// A library large enough that one of its inner pages can be overwritten.
async fn large_library(folder: &Path) {
    let (profile, _) = start(folder).await;
    for number in 0..400 {
        let entry = Played { title_id: format!("tt{number}"), name: "Harbour of Glass ".repeat(20), ..played() };
        profile.library.note_played(entry).await.unwrap();
    }
}

#[tokio::test]
async fn a_library_damaged_inside_is_said_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    large_library(folder.path()).await;
    let path = folder.path().join("library.db");
    let mut bytes = std::fs::read(&path).unwrap();
    assert!(bytes.len() > 40 * 4096, "a large one: {}", bytes.len());
    bytes[8 * 4096..12 * 4096].fill(0xa5);
    std::fs::write(&path, &bytes).unwrap();
    let (profile, troubles) = start(folder.path()).await;
    let [Trouble::Library(StoreError::Damaged { kept_as, .. })] = &troubles[..] else {
        panic!("it is said: {troubles:?}")
    };
    assert_eq!(std::fs::read(kept_as).unwrap(), bytes, "nothing is lost");
    let saved = profile.library.played(1_000).await.unwrap().len();
    assert!(saved > 300, "{saved} of 400 entries are in the new one");
    profile.library.note_played(played()).await.unwrap();
    assert_eq!(profile.library.played(1_000).await.unwrap().len(), saved + 1, "and it works");
}
