//! Files that are not what their names promise: each is named for what it is, and another release is played. What a file leaves
//! open is held against nobody.

use std::collections::BTreeMap;

use perihelion_core::debrid::{DebridError, Mismatch};
use perihelion_core::model::Candidate;
use perihelion_core::pipeline::link::{LinkEvent, Links, Wishes};
use perihelion_simulator::{Config, Film, Release, Upstream};

use crate::link::make_with;
use crate::stage::{OWN_FILM, Stage, candidate, hash, quick, release};

const TOKEN: &str = "demo-premium";
/// The number of the release that is what it says.
const GOOD: u64 = 900;

fn named(number: u64, name: &str) -> Release {
    let name = format!("Harbour.of.Glass.2019.{name}.WEB-DL.x264-GRP{number}");
    Release { files: vec![(format!("/{name}.mkv"), 2_000_000_000 + number)], name, ..release(number, &[]) }
}

fn languages(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

fn full(size: (u32, u32)) -> Film {
    Film { size: Some(size), audio: languages(&["tr", "en"]), ..Film::default() }
}

const HD: (u32, u32) = (1920, 800);

/// What a fake is called, what is in it, and whether it was told for what it is.
type Fake = (&'static str, Film, fn(&DebridError) -> bool);

fn fakes() -> Vec<Fake> {
    let is_short = |error: &DebridError| matches!(error, DebridError::NotAsPromised(Mismatch::Length { .. }));
    let is_small = |error: &DebridError| matches!(error, DebridError::NotAsPromised(Mismatch::Resolution { .. }));
    let is_dumb = |error: &DebridError| matches!(error, DebridError::NotAsPromised(Mismatch::NoPicture));
    let is_foreign = |error: &DebridError| matches!(error, DebridError::NotAsPromised(Mismatch::Language { .. }));
    let is_program = |error: &DebridError| matches!(error, DebridError::BadLink(why) if why.contains("not a video"));
    let mut fakes: Vec<Fake> = Vec::new();
    for length_s in [1, 10, 20, 30, 45, 60, 90, 120, 150, 180, 240, 300, 600, 900, 1200, 1800] {
        fakes.push(("Turkish.1080p", Film { length_s, ..full(HD) }, is_short));
    }
    for (name, size) in [
        ("Turkish.2160p", (1280, 720)),
        ("Turkish.2160p", (1280, 536)),
        ("Turkish.2160p", (1920, 1080)),
        ("Turkish.2160p", (1920, 800)),
        ("Turkish.2160p", (854, 480)),
        ("Turkish.2160p", (720, 576)),
        ("Turkish.2160p", (640, 360)),
        ("Turkish.1080p", (1280, 720)),
        ("Turkish.1080p", (1280, 536)),
        ("Turkish.1080p", (854, 480)),
        ("Turkish.1080p", (720, 576)),
        ("Turkish.1080p", (640, 360)),
        ("Turkish.720p", (854, 480)),
        ("Turkish.720p", (640, 360)),
    ] {
        fakes.push((name, full(size), is_small));
    }
    for audio in [
        &["en"][..],
        &["de"],
        &["ja"],
        &["en", "de"],
        &["ru", "en"],
        &["pt-BR"],
        &["es-419", "en", "fr"],
        &["hi"],
        &["it", "en"],
        &["ar"],
    ] {
        fakes.push(("Turkish.1080p", Film { audio: languages(audio), ..full(HD) }, is_foreign));
        fakes.push(("1080p", Film { size: None, audio: languages(audio), ..full(HD) }, is_dumb));
        fakes.push(("1080p", Film { is_program: true, audio: languages(audio), ..full(HD) }, is_program));
    }
    fakes
}

/// A stage on which these films are behind the links of releases 1, 2, …, and a good one behind that of [`GOOD`].
async fn planted(fakes: &[(&str, Film)]) -> (Stage, Vec<Candidate>, Candidate) {
    let numbered = fakes.iter().zip(1..);
    let mut releases: Vec<Release> = numbered.clone().map(|((name, _), number)| named(number, name)).collect();
    let mut films: BTreeMap<String, Film> = numbered.map(|((_, film), number)| (hash(number), film.clone())).collect();
    let rows = releases.iter().map(candidate).collect();
    let good = named(GOOD, "Turkish.1080p");
    films.insert(hash(GOOD), full(HD));
    let row = candidate(&good);
    releases.push(good);
    (Stage::with_film(releases, Config { films, ..quick() }).await, rows, row)
}

fn links(stage: &Stage) -> Links {
    let wishes = Wishes { languages: languages(&["tr", "en"]), required: Vec::new() };
    Links { wishes, ..stage.links(TOKEN) }
}

fn failures(events: &[LinkEvent]) -> Vec<&DebridError> {
    let failures = events.iter().filter_map(|event| match event {
        LinkEvent::CandidateFailed { error, .. } => Some(error),
        _ => None,
    });
    failures.collect()
}

#[tokio::test]
async fn sixty_planted_fakes_are_named_and_another_release_plays() {
    let table = fakes();
    assert_eq!(table.len(), 60);
    let films: Vec<(&str, Film)> = table.iter().map(|(name, film, _)| (*name, film.clone())).collect();
    let (stage, rows, good) = planted(&films).await;
    let (links, wanted) = (links(&stage), stage.wanted(OWN_FILM).await);
    for ((name, film, is_it), row) in table.iter().zip(&rows) {
        let (outcome, events) = make_with(&links, &wanted, &[row.clone(), good.clone()]).await;
        let told = failures(&events);
        assert!(told.len() == 1 && is_it(told[0]), "{name} {film:?}: {told:?}");
        let result = outcome.unwrap();
        assert_eq!(result.info_hash, good.torrent.info_hash, "{name} {film:?}");
        assert!(result.passport.is_some_and(|media| media.audio[0].language.as_deref() == Some("tr")));
    }
    let held = stage.held(TOKEN);
    assert_eq!(
        held.into_iter().collect::<Vec<_>>(),
        [hash(GOOD)],
        "what was no film is taken out of the account again"
    );
}

#[tokio::test]
async fn of_names_that_lie_about_their_language_none_plays_while_another_release_fits() {
    const RUNS: usize = 100;
    const OTHERS: [&[&str]; 6] = [&["en"], &["de", "en"], &["ja"], &["fr"], &["ru", "en"], &["hi", "en"]];
    let films: Vec<(&str, Film)> = (0..RUNS)
        .map(|at| ("Turkish.1080p", Film { audio: languages(OTHERS[at % OTHERS.len()]), ..full(HD) }))
        .collect();
    let (stage, rows, good) = planted(&films).await;
    let wanted = stage.wanted(OWN_FILM).await;
    for at in 0..RUNS {
        // Nothing is known of the files before.
        let links = Links { ledger: perihelion_core::store::Ledger::in_memory().unwrap(), ..links(&stage) };
        let mut tried: Vec<Candidate> = (0..=at % 5).map(|step| rows[(at + step) % RUNS].clone()).collect();
        tried.push(good.clone());
        let (outcome, _) = make_with(&links, &wanted, &tried).await;
        let media = outcome.unwrap().passport.unwrap();
        let spoken: Vec<&str> = media.audio.iter().filter_map(|track| track.language.as_deref()).collect();
        assert!(spoken.contains(&"tr"), "run {at} plays {spoken:?}");
    }
}

#[tokio::test]
async fn what_a_file_said_once_is_known_without_reading_it_again() {
    let clip = Film { length_s: 60, ..full(HD) };
    let (stage, rows, good) = planted(&[("Turkish.1080p", clip)]).await;
    let (links, wanted) = (links(&stage), stage.wanted(OWN_FILM).await);
    let both = [rows[0].clone(), good];
    let read = |stage: &Stage| {
        let asked = stage.simulator.requests().into_iter().filter(|request| request.upstream == Upstream::Files);
        let range = |request: perihelion_simulator::Request| {
            request.headers.into_iter().find(|(name, _)| name == "range").map(|(_, range)| range)
        };
        asked.filter_map(range).collect::<Vec<String>>()
    };
    make_with(&links, &wanted, &both).await.0.unwrap();
    assert_eq!(read(&stage), ["bytes=0-131071", "bytes=0-131071"], "one request a file");
    let (outcome, events) = make_with(&links, &wanted, &both).await;
    assert!(matches!(
        failures(&events)[..],
        [DebridError::NotAsPromised(Mismatch::Length { found_s: 60, expected_min: 95 })]
    ));
    assert!(outcome.unwrap().passport.is_some());
    assert_eq!(
        read(&stage)[2..],
        ["bytes=0-1023"],
        "the clip is not asked for, and the film for its first bytes alone"
    );
}

#[tokio::test]
async fn a_release_that_the_person_chose_alone_plays_in_the_language_it_has() {
    let english = Film { audio: languages(&["en"]), ..full((1280, 536)) };
    let clip = Film { length_s: 60, ..full(HD) };
    let (stage, rows, _) = planted(&[("Turkish.2160p", english), ("Turkish.1080p", clip)]).await;
    let (links, wanted) = (links(&stage), stage.wanted(OWN_FILM).await);
    let media = make_with(&links, &wanted, &rows[..1]).await.0.unwrap().passport.unwrap();
    assert_eq!((media.video[0].width, media.audio[0].language.as_deref()), (1280, Some("en")), "and it says so");
    let none = make_with(&links, &wanted, &rows[1..]).await.0.unwrap_err();
    assert_eq!(none.to_string(), "the file is not what was promised: it is 60 s long, not 95 min");
}

#[tokio::test]
async fn what_a_file_leaves_open_is_held_against_nobody() {
    let untold = Film { audio: languages(&["und"]), ..full(HD) };
    let silent = Film { audio: Vec::new(), length_s: 0, ..full(HD) };
    let (stage, rows, good) = planted(&[("Turkish.1080p", untold), ("Turkish.1080p", silent)]).await;
    let (links, wanted) = (links(&stage), stage.wanted(OWN_FILM).await);
    for row in rows {
        let (outcome, events) = make_with(&links, &wanted, &[row.clone(), good.clone()]).await;
        assert_eq!(outcome.unwrap().info_hash, row.torrent.info_hash, "{:?}", failures(&events));
    }
}
