//! What is asked of a file once it is there: that it is what it was taken for, and the subtitles beside it.

use media_file::{Audio, Container, MediaFile, Video};
use perihelion_core::torrent::InfoHash;
use perihelion_simulator::Film;

use super::*;

const FIRST: &str = "/Tide.Lines.S01/Tide.Lines.S01E01.1080p.mkv";
const OTHER: &str = "abcdef0000000000000000000000000000000022";

fn full() -> MediaFile {
    MediaFile {
        container: Container::Matroska,
        duration_ms: Some(45 * 60_000),
        title: None,
        video: vec![Video { width: 1920, height: 1080, ..Video::default() }],
        audio: vec![Audio::default()],
        subtitles: Vec::new(),
        has_all_tracks: true,
        chapters: None,
    }
}

/// A stage on which the first release's files are clips that pass for episodes until all of one is there.
async fn with_a_clip() -> (Stage, Queue, i64) {
    let mut work = Work { runtime_min: 45, ..season(1) };
    let other = Release { hash: OTHER.to_owned(), seeders: 1, ..work.releases[0].clone() };
    let other = Release { name: "Tide.Lines.S01.720p.WEB-DL.x264-GRP".to_owned(), ..other };
    work.releases.push(other);
    let films = [(HASH.to_owned(), Film { length_s: 60, ..Film::default() })].into();
    let stage = Stage::with(Config { works: vec![work], films, ..Config::quick() }, "{}").await;
    let profile = stage.profile().await;
    let hash = InfoHash::parse(HASH).unwrap();
    profile.ledger.note_passport(hash, FIRST, &full(), jiff::Timestamp::now()).await;
    let machine = Machine { disk: Arc::new(ThisMachine), metered: watch::channel(Metered::No).1 };
    let queue = stage.queue_with(profile, machine).await;
    let id = queue.add(stage.wish(1)).await.unwrap();
    let items = once(&queue, |items| !items.is_empty() && items.iter().all(Item::is_at_rest)).await;
    let fault = items[0].download.error.clone().unwrap();
    assert_eq!((items[0].download.state, fault.kind.as_str()), (DownloadState::Failed, "wrong_length"), "{fault:?}");
    assert!(fault.words.starts_with("the file is not what was promised: "), "{fault:?}");
    assert!(stage.files().iter().all(|file| file.to_string_lossy().contains(".part")), "it has no name yet");
    (stage, queue, id)
}

#[tokio::test]
async fn a_file_that_contradicts_what_was_promised_is_kept_only_if_the_person_wants_it() {
    let (stage, queue, id) = with_a_clip().await;
    queue.resume(id);
    once(&queue, |items| items[0].download.state == DownloadState::Done).await;
    assert!(stage.files().iter().any(|file| file.extension().is_some_and(|kind| kind == "mkv")));
}

#[tokio::test]
async fn another_release_takes_the_place_of_a_file_that_is_not_what_was_promised() {
    let (stage, queue, id) = with_a_clip().await;
    queue.another(id);
    let items = once(&queue, |items| items[0].download.state == DownloadState::Done).await;
    assert_eq!(items[0].download.file.as_ref().unwrap().hash.to_string(), OTHER);
    let parts = stage.files().into_iter().filter(|file| file.to_string_lossy().contains(".part"));
    assert_eq!(parts.collect::<Vec<_>>(), Vec::<PathBuf>::new(), "nothing is left of the first");
}

#[tokio::test]
async fn subtitles_lie_beside_a_file_that_has_none_in_the_wished_language_and_go_with_it() {
    let mut work = season(2);
    work.releases[0].files.push(("/Tide.Lines.S01/Tide.Lines.S01E01.1080p.de.srt".to_owned(), 900));
    let settings = |language: &str| {
        format!(r#"{{"playback": {{"tracks": {{"subtitles": "languages", "subtitle_languages": ["{language}"]}}}}}}"#)
    };
    let stage = Stage::with(Config { works: vec![work], ..Config::quick() }, &settings("de")).await;
    let queue = stage.queue().await;
    let id = queue.add(stage.wish(1)).await.unwrap();
    once(&queue, |items| !items.is_empty() && items[0].download.state == DownloadState::Done).await;
    let files = stage.files();
    let subtitles = files.iter().find(|file| file.extension().is_some_and(|kind| kind == "srt")).unwrap();
    let video = files.iter().find(|file| file.extension().is_some_and(|kind| kind == "mkv")).unwrap();
    assert_eq!(*subtitles, video.with_extension("de.srt"));
    let folder = stage.films.path().join("Tide Lines (2019)/Season 01");
    assert!(std::fs::read_to_string(folder.join(subtitles)).unwrap().contains("-->"));
    queue.remove(id, Removal::File);
    once(&queue, <[Item]>::is_empty).await;
    queue.close().await;
    assert!(!folder.exists(), "the file takes them along");

    // The file has English ones of its own.
    std::fs::write(stage.data.path().join("settings.json"), settings("en")).unwrap();
    let queue = stage.queue().await;
    queue.add(stage.wish(1)).await.unwrap();
    once(&queue, |items| !items.is_empty() && items[0].download.state == DownloadState::Done).await;
    assert_eq!(stage.files().len(), 1, "{:?}", stage.files());
}
