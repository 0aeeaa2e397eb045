//! The cache check: what is asked of the service, what its silence means, and what stops it.

use std::collections::HashSet;

use perihelion_core::debrid::{CacheState, CheckShape, DebridError};
use perihelion_core::pipeline::event::Event;
use perihelion_core::torrent::{InfoHash, SourceName};
use perihelion_simulator::{Config, Knobs};

use crate::order::assert_told_in_order;
use crate::stage::{SINTEL, Stage, Story, hash, quick, release};

fn check_failure(story: &Story) -> Option<(usize, DebridError)> {
    story.events.iter().find_map(|event| match event {
        Event::CacheCheckFailed { unchecked, error, .. } => Some((*unchecked, error.clone())),
        _ => None,
    })
}

#[tokio::test]
async fn every_hash_is_asked_about_once_in_chunks_of_a_bearable_size() {
    let stage = Stage::set(Config { torrents: 1140, ..quick() }).await;
    // While the first check is under way the other sources' rows come together.
    stage.mood(SourceName::StremThru, Knobs { latency_ms: 600, ..Knobs::default() });
    let story = stage.find(SINTEL).await;
    assert_told_in_order(&story);
    let checks = stage.checks();
    assert!(
        checks.iter().all(|chunk| (1..=CheckShape::MOST_HASHES).contains(&chunk.len())),
        "no chunk is empty or too large"
    );
    assert!(checks.iter().any(|chunk| chunk.len() == CheckShape::MOST_HASHES), "and a large answer fills one");
    let asked: Vec<&String> = checks.iter().flatten().collect();
    let unique: HashSet<&String> = asked.iter().copied().collect();
    assert_eq!(unique.len(), asked.len(), "no hash is asked about twice");
    assert_eq!(asked.len(), story.found.candidates.len(), "and none is left out");
    assert_eq!(check_failure(&story), None);
}

#[tokio::test]
async fn what_the_answer_leaves_out_is_unknown_and_not_missing() {
    let stage = Stage::set(quick()).await;
    let story = stage.find(SINTEL).await;
    let told = story.events.iter().filter_map(|event| match event {
        Event::CacheChecked { rows, .. } => Some(rows),
        _ => None,
    });
    // A row may be told again, once its file is judged by more.
    let verdicts: HashSet<InfoHash> = told.flatten().map(|row| row.torrent.info_hash).collect();
    assert_eq!(verdicts.len(), story.found.candidates.len(), "every row has its verdict, mentioned or not");
    let rows = &story.found.candidates;
    let count = |state| rows.iter().filter(|row| row.cached == Some(state)).count();
    assert_eq!(count(CacheState::NotCached), 0, "silence is no no");
    assert!(count(CacheState::Cached) > 0 && count(CacheState::Unknown) > 0);
}

#[tokio::test]
async fn what_is_given_as_cached_is_told_with_the_file_that_would_play() {
    let mut absent = release(2, &[]);
    absent.cached = Some(false);
    let stage = Stage::with_film(vec![release(1, &[]), absent], quick()).await;
    let story = stage.find(crate::stage::OWN_FILM).await;
    let held = story.row(&hash(1));
    assert_eq!(held.cached, Some(CacheState::Cached));
    assert_eq!(held.file.as_ref().unwrap().name, "Harbour.of.Glass.2019.1080p.WEB-DL.x264-GRP1.mkv");
    assert_eq!(story.row(&hash(2)).cached, Some(CacheState::Unknown));
    assert_eq!(story.found.candidates[0].torrent.info_hash, held.torrent.info_hash, "what plays at once comes first");
}

#[tokio::test]
async fn a_check_that_fails_leaves_rows_unknown_and_says_so() {
    let stage = Stage::set(quick()).await;
    stage.mood(SourceName::StremThru, Knobs { status: Some(500), ..Knobs::default() });
    let story = stage.find(SINTEL).await;
    assert_told_in_order(&story);
    let rows = story.found.candidates.len();
    assert!(rows > 0);
    let Some((unchecked, DebridError::Refused { status: 500, .. })) = check_failure(&story) else {
        panic!("it is said: {:?}", check_failure(&story))
    };
    assert_eq!(unchecked, rows, "and how many rows it concerns");
    assert!(story.found.candidates.iter().all(|row| row.cached == Some(CacheState::Unknown)));
}

#[tokio::test]
async fn without_an_account_nothing_is_sent_to_the_store() {
    let stage = Stage::set(quick()).await.signed_out();
    let story = stage.find(SINTEL).await;
    assert_told_in_order(&story);
    assert_eq!(check_failure(&story), Some((story.found.candidates.len(), DebridError::SignedOut)));
    assert_eq!(stage.asked_of_store(), Vec::<String>::new());
    assert!(!story.found.candidates.is_empty(), "the rows are there all the same");
}

#[tokio::test]
async fn a_refused_token_and_an_ended_subscription_are_told_apart() {
    let cases = [("demo-refused", DebridError::Unauthorized), ("demo-expired", DebridError::NoSubscription)];
    for (token, expected) in cases {
        let stage = Stage::set(quick()).await.signed_in(token);
        let story = stage.find(SINTEL).await;
        assert_told_in_order(&story);
        assert_eq!(check_failure(&story), Some((story.found.candidates.len(), expected)), "{token}");
        assert_eq!(story.answered(), SourceName::ALL.into(), "the sources are asked all the same");
    }
}

#[tokio::test]
async fn rows_that_come_after_a_refusal_are_not_asked_about() {
    let stage = Stage::set(quick()).await.signed_in("demo-refused");
    stage.mood(SourceName::Peerflix, Knobs { latency_ms: 700, ..Knobs::default() });
    let mut search = stage.search_for(SINTEL);
    search.sources = vec![SourceName::MediaFusion, SourceName::Peerflix];
    let story = stage.run(search).await;
    assert_told_in_order(&story);
    assert_eq!(story.answered().len(), 2);
    assert_eq!(stage.checks().len(), 1, "the first refusal is enough");
}

#[tokio::test]
async fn a_refusal_stops_the_checks_that_have_not_begun() {
    for token in ["demo-refused", "demo-expired"] {
        let stage = Stage::set(quick()).await.signed_in(token);
        let mut search = stage.search_for(SINTEL);
        search.sources = vec![SourceName::Comet];
        stage.mood(SourceName::Comet, Knobs { torrents: Some(3000), ..Knobs::default() });
        let story = stage.run(search).await;
        assert!(story.found.candidates.len() > 2000, "enough for ten chunks and more");
        let checks = stage.checks().len();
        assert!(checks <= 8, "those under way at once and no more, but {checks} were sent with {token}");
    }
}
