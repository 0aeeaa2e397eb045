//! Sources that fail, hang or are slow; and a search nobody waits for any more.

use std::sync::Arc;
use std::time::{Duration, Instant};

use perihelion_core::pipeline;
use perihelion_core::pipeline::event::Event;
use perihelion_core::sources::{Options, SourceError};
use perihelion_core::torrent::SourceName;
use perihelion_simulator::Knobs;

use crate::order::assert_told_in_order;
use crate::stage::{SINTEL, SOME, Stage, quick};

fn dead() -> Knobs {
    Knobs { status: Some(500), ..Knobs::default() }
}

fn hanging() -> Knobs {
    Knobs { hang: true, ..Knobs::default() }
}

#[tokio::test]
async fn each_source_may_be_dead_alone() {
    for source in SourceName::ALL {
        let stage = Stage::set(quick()).await;
        stage.mood(source, dead());
        let story = stage.find(SINTEL).await;
        assert_told_in_order(&story);
        assert_eq!(story.failed(), [source].into(), "nobody else is hurt");
        assert!(!story.found.candidates.is_empty(), "the other eight found it");
        assert!(story.found.candidates.iter().all(|row| !row.sources.contains(&source)));
    }
}

#[tokio::test]
async fn all_nine_may_be_dead_at_once() {
    let stage = Stage::set(quick()).await;
    for source in SourceName::ALL {
        stage.mood(source, dead());
    }
    let story = stage.find(SINTEL).await;
    assert_told_in_order(&story);
    assert_eq!(story.failed(), SourceName::ALL.into());
    assert!(story.found.candidates.is_empty());
    assert!(stage.checks().is_empty(), "nothing found is nothing to check");
    let said =
        |event: &Event| matches!(event, Event::SourceFailed { error, .. } if *error != SourceError::Refused(500));
    assert_eq!(story.place(said), None, "each says why");
}

#[tokio::test]
async fn nobody_listening_at_all_is_nine_failures_and_an_end() {
    let mut stage = Stage::set(quick()).await;
    stage.tools.endpoints = perihelion_core::endpoints::Endpoints::under("http://127.0.0.1:1").unwrap();
    let stage = stage.signed_out();
    let mut search = stage.search_for("tt99000101:1:1");
    search.wanted.name = "The Meridian Survey".to_owned();
    let story = stage.run(search).await;
    assert_told_in_order(&story);
    assert_eq!(story.failed(), SourceName::ALL.into(), "even the catalogue is gone, and the title was typed");
}

#[tokio::test]
async fn a_hung_source_ends_at_its_budget_and_holds_up_nobody() {
    let mut stage = Stage::set(quick()).await;
    stage.tools.sources = Arc::new(Options::within(Duration::from_secs(2)));
    let hung = SourceName::Torrentio;
    stage.mood(hung, hanging());
    let started = Instant::now();
    let story = stage.find(SINTEL).await;
    let took = started.elapsed();
    assert_told_in_order(&story);
    // Without a budget it would never end. The machine may be busy with other things.
    assert!(took < Duration::from_secs(15), "it ended at the budget: {took:?}");

    let failure = story.events.iter().find_map(|event| match event {
        Event::SourceFailed { source, error, elapsed } => Some((*source, error.clone(), *elapsed)),
        _ => None,
    });
    let Some((source, SourceError::Timeout(given), elapsed)) = failure else { panic!("it timed out: {failure:?}") };
    assert_eq!((source, story.failed().len()), (hung, 1), "nobody else");
    // A request ends a little before the budget, so that what did answer is still put together within it.
    assert!(given >= Duration::from_millis(1700) && given <= Duration::from_secs(2), "{given:?}");
    assert!(elapsed >= given && elapsed <= took, "{given:?}, {elapsed:?}, {took:?}");

    let failed_at = story.place(|event| matches!(event, Event::SourceFailed { .. })).unwrap();
    let after = &story.events[failed_at..];
    assert!(
        !after.iter().any(|event| matches!(event, Event::SourceAnswered { .. } | Event::RowsArrived { .. })),
        "all other rows were there before it gave up"
    );
    assert!(!after.iter().any(|event| matches!(event, Event::CacheChecked { .. })), "and they were checked by then");
}

#[tokio::test]
async fn all_hung_sources_end_together() {
    let mut stage = Stage::set(quick()).await;
    stage.tools.sources = Arc::new(Options::within(Duration::from_secs(2)));
    for source in SourceName::ALL {
        stage.mood(source, hanging());
    }
    let started = Instant::now();
    let story = stage.find(SINTEL).await;
    assert_told_in_order(&story);
    assert_eq!(story.failed(), SourceName::ALL.into());
    assert!(started.elapsed() < Duration::from_secs(12), "one budget, not nine");
}

#[tokio::test]
async fn a_dead_catalogue_leaves_the_sources_that_need_none() {
    let stage = Stage::set(quick()).await;
    stage.simulator.set_knobs(perihelion_simulator::Upstream::Cinemeta, dead());
    let story = stage.find(SINTEL).await;
    assert_told_in_order(&story);
    let by_id = [
        SourceName::StremThru,
        SourceName::Torrentio,
        SourceName::Comet,
        SourceName::TorrentsDb,
        SourceName::Peerflix,
        SourceName::MediaFusion,
    ];
    assert!(story.answered().is_superset(&by_id.into()), "an IMDb id says all to them");
    assert!(!story.found.candidates.is_empty());
}

#[tokio::test]
async fn a_search_that_is_dropped_asks_nothing_more() {
    // Comet is asked again a moment after its first refusal, unless nobody waits any more.
    let again = Knobs { fail_first: 1, retry_after: Some("0.3".to_owned()), ..Knobs::default() };
    let control = Stage::set(quick()).await;
    control.mood(SourceName::Comet, again.clone());
    let stage = Stage::set(quick()).await;
    stage.mood(SourceName::Comet, again);
    let (answered, first_answer) = tokio::sync::oneshot::channel();
    let mut answered = Some(answered);
    let tell = |event| {
        if matches!(event, Event::SourceAnswered { .. })
            && let Some(answered) = answered.take()
        {
            answered.send(()).unwrap();
        }
    };
    tokio::select! {
        _ = pipeline::search(&stage.tools, stage.search_for(SINTEL), tell) => panic!("Comet is still waited for"),
        () = async {
            first_answer.await.unwrap();
            while !stage.asked().contains_key(&SourceName::Comet) {
                tokio::task::yield_now().await;
            }
        } => {}
    }
    // What was on its way arrives before what is sent after it.
    for _ in 0..2 {
        stage.debrid("demo-premium").user().await.unwrap();
    }
    let before = stage.simulator.requests().len();
    // Another search begins to wait only now: when it has asked again, the first would have done so long ago.
    control.find(SINTEL).await;
    assert_eq!(control.asked()[&SourceName::Comet], 2, "whoever waits is answered by the second request");
    assert_eq!(stage.asked()[&SourceName::Comet], 1, "it is not asked again");
    assert_eq!(stage.simulator.requests().len(), before, "nor is anybody else");
}

#[tokio::test]
async fn a_source_that_says_too_often_is_not_asked_again_and_its_health_hears_of_it() {
    let stage = Stage::set(quick()).await;
    let busy = Knobs { fail_first: 1, status: Some(429), retry_after: Some("1".to_owned()), ..Knobs::default() };
    stage.mood(SourceName::Comet, busy);
    let story = stage.find(SINTEL).await;
    assert_told_in_order(&story);
    assert_eq!(story.failed(), [SourceName::Comet].into());
    assert_eq!(stage.asked()[&SourceName::Comet], 1);
    let known = stage.tools.health.snapshot(jiff::Timestamp::now());
    let comet = known.iter().find(|health| health.source == SourceName::Comet.as_str()).unwrap();
    let heard = comet.last.as_ref().and_then(|last| last.error.clone());
    assert_eq!(heard, Some(SourceError::RateLimited { retry_after: Some(Duration::from_secs(1)) }));
}

#[tokio::test]
async fn floods_garbage_and_challenges_are_each_one_failure() {
    let stage = Stage::set(quick()).await;
    stage.mood(SourceName::Torrentio, Knobs { gigantic_bytes: Some(64 << 20), ..Knobs::default() });
    stage.mood(SourceName::Comet, Knobs { garbage: true, ..Knobs::default() });
    stage.mood(SourceName::Nyaa, Knobs { challenge: true, ..Knobs::default() });
    stage.mood(SourceName::Peerflix, Knobs { drop_mid_body: true, ..Knobs::default() });
    let story = stage.find(SINTEL).await;
    assert_told_in_order(&story);
    let expected = [SourceName::Torrentio, SourceName::Comet, SourceName::Nyaa, SourceName::Peerflix];
    assert_eq!(story.failed(), expected.into());
    assert!(story.found.candidates.len() > SOME / 4, "the other five are enough");
}
