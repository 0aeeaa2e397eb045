//! A second visit: what was remembered shows at once, who answered a moment ago is left in peace.

use perihelion_core::pipeline::Refresh;
use perihelion_core::pipeline::event::{Asked, Event};
use perihelion_core::sources::SourceError;
use perihelion_core::torrent::SourceName;
use perihelion_simulator::Knobs;

use crate::order::assert_told_in_order;
use crate::stage::{SINTEL, Stage, Story, quick};

fn dead() -> Knobs {
    Knobs { status: Some(500), ..Knobs::default() }
}

fn plan(story: &Story) -> Vec<(SourceName, Asked)> {
    let Some(Event::Started { sources, .. }) = story.events.first() else { panic!("the start comes first") };
    sources.clone()
}

fn is_asked(story: &Story, source: SourceName) -> bool {
    plan(story).contains(&(source, Asked::Asking))
}

#[tokio::test]
async fn coming_back_asks_no_source_again_and_shows_all_rows_at_once() {
    let stage = Stage::set(quick()).await;
    let first = stage.find(SINTEL).await;
    let asked = stage.asked();
    let second = stage.find(SINTEL).await;
    assert_told_in_order(&second);
    assert_eq!(stage.asked(), asked, "no source is asked again");
    assert!(plan(&second).iter().all(|(_, asked)| *asked == Asked::Remembered));
    assert!(matches!(first.events[0], Event::Started { remembered: None, .. }), "the first time nothing is remembered");
    assert!(matches!(second.events[0], Event::Started { remembered: Some(_), .. }), "and now the age is told");
    let Event::RowsArrived { rows } = &second.events[1] else { panic!("rows come right after the start") };
    assert_eq!(rows.len(), first.found.candidates.len(), "all of them");
    let hashes = |story: &Story| -> Vec<_> {
        story.found.candidates.iter().map(|row| (row.torrent.info_hash, row.cached, row.sources.clone())).collect()
    };
    assert_eq!(hashes(&second), hashes(&first), "in the same order, with the same verdicts");
}

#[tokio::test]
async fn another_episode_is_another_memory() {
    let stage = Stage::set(quick()).await;
    stage.find("tt99000101:2:3").await;
    let other = stage.find("tt99000101:2:4").await;
    assert!(plan(&other).iter().all(|(_, asked)| *asked == Asked::Asking));
}

#[tokio::test]
async fn a_failed_source_is_not_remembered_as_empty() {
    let stage = Stage::set(quick()).await;
    stage.mood(SourceName::Comet, dead());
    let first = stage.find(SINTEL).await;
    assert_eq!(first.failed(), [SourceName::Comet].into());
    stage.mood(SourceName::Comet, Knobs::default());
    let before = stage.asked();
    let second = stage.find(SINTEL).await;
    assert_told_in_order(&second);
    assert_eq!(second.answered(), [SourceName::Comet].into(), "only who failed is asked again");
    let mut expected = before;
    *expected.get_mut(&SourceName::Comet).unwrap() += 1;
    assert_eq!(stage.asked(), expected);
    assert!(second.found.candidates.iter().any(|row| row.sources.contains(&SourceName::Comet)), "its rows are there");
    assert!(second.found.candidates.len() > first.found.candidates.len());
}

#[tokio::test]
async fn an_empty_answer_is_an_answer() {
    let stage = Stage::set(quick()).await;
    stage.mood(SourceName::Comet, Knobs { empty: true, ..Knobs::default() });
    stage.find(SINTEL).await;
    let second = stage.find(SINTEL).await;
    assert!(!is_asked(&second, SourceName::Comet), "it said that it has nothing");
}

#[tokio::test]
async fn only_the_sources_named_are_asked_again() {
    let stage = Stage::set(quick()).await;
    let first = stage.find(SINTEL).await;
    let before = stage.asked();
    let mut search = stage.search_for(SINTEL);
    search.refresh = Refresh::Only([SourceName::Zilean].into());
    let again = stage.run(search).await;
    assert_told_in_order(&again);
    assert_eq!(again.answered(), [SourceName::Zilean].into());
    for (source, count) in stage.asked() {
        assert_eq!(count > before[&source], source == SourceName::Zilean, "{source:?}");
    }
    assert_eq!(again.found.candidates.len(), first.found.candidates.len(), "the others' rows come from memory");
}

#[tokio::test]
async fn a_source_that_fails_when_asked_again_keeps_what_it_said_before() {
    let stage = Stage::set(quick()).await;
    let first = stage.find(SINTEL).await;
    stage.mood(SourceName::Comet, dead());
    let mut search = stage.search_for(SINTEL);
    search.refresh = Refresh::Only([SourceName::Comet].into());
    let again = stage.run(search).await;
    assert_told_in_order(&again);
    assert_eq!(again.failed(), [SourceName::Comet].into());
    assert_eq!(again.found.candidates.len(), first.found.candidates.len(), "its rows of before are still rows");
}

#[tokio::test]
async fn a_source_switched_off_shows_nothing_from_memory() {
    let stage = Stage::set(quick()).await;
    stage.find(SINTEL).await;
    let mut search = stage.search_for(SINTEL);
    search.sources.retain(|source| *source != SourceName::Comet);
    let story = stage.run(search).await;
    assert_told_in_order(&story);
    assert!(story.found.candidates.iter().all(|row| !row.sources.contains(&SourceName::Comet)));
}

#[tokio::test]
async fn a_source_that_keeps_failing_rests_until_it_is_asked_by_hand() {
    let stage = Stage::set(quick()).await;
    stage.mood(SourceName::Comet, Knobs { challenge: true, ..Knobs::default() });
    for _ in 0..3 {
        stage.find(SINTEL).await;
    }
    let asked = stage.asked()[&SourceName::Comet];
    let story = stage.find(SINTEL).await;
    assert_told_in_order(&story);
    let resting = |event: &Event| {
        matches!(event, Event::SourceFailed { source: SourceName::Comet, error: SourceError::Resting { .. }, .. })
    };
    assert!(story.events.iter().any(resting), "its chip says so");
    assert_eq!(stage.asked()[&SourceName::Comet], asked, "and it was not asked");

    stage.mood(SourceName::Comet, Knobs::default());
    let mut by_hand = stage.search_for(SINTEL);
    by_hand.refresh = Refresh::Only([SourceName::Comet].into());
    assert_eq!(stage.run(by_hand).await.answered(), [SourceName::Comet].into());
    let known = stage.tools.health.snapshot(jiff::Timestamp::now());
    let comet = known.iter().find(|health| health.source == "comet").unwrap();
    assert_eq!((comet.resting, comet.last.as_ref().unwrap().status), (None, Some(200)), "it is well again");
}
