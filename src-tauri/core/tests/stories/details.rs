//! What becomes known of a title late counts as much as what was known from the start: rows are ranked and files judged anew.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use perihelion_core::metadata::{parse_id, wanted_from_id};
use perihelion_core::pipeline::event::Event;
use perihelion_core::pipeline::{self, Details, Found, Refresh, SearchRequest};
use perihelion_core::title::{Correction, Wanted};
use perihelion_core::torrent::SourceName;
use perihelion_simulator::Knobs;
use tokio::sync::oneshot;

use crate::stage::{Stage, quick};

/// An anime's episode under its IMDb id: only the details tell the number that runs through all seasons.
const EPISODE: &str = "tt99000201:21:11";

/// When the details of a title come.
#[derive(Clone, Copy, Debug)]
enum Come {
    AtOnce,
    /// Once a service has answered about some row.
    AfterACheck,
    /// Once nothing but the details is waited for any more.
    Last,
}

async fn run(stage: &Stage, come: Come) -> (Found, Vec<Event>) {
    let wanted = known(stage).await;
    let (release, released) = oneshot::channel();
    let mut release = Some(release);
    let details = Details::pending(async move {
        match come {
            Come::AtOnce => {}
            Come::AfterACheck => drop(released.await),
            Come::Last => tokio::time::sleep(Duration::from_millis(700)).await,
        }
        Some(wanted)
    });
    let request = SearchRequest {
        wanted: wanted_from_id(&parse_id(EPISODE).unwrap(), None),
        details,
        sources: SourceName::ALL.to_vec(),
        refresh: Refresh::Stale,
        correction: Correction::default(),
        taste: Arc::default(),
    };
    let mut events = Vec::new();
    let found = pipeline::search(&stage.tools, request, |event| {
        if matches!(event, Event::CacheChecked { .. })
            && let Some(release) = release.take()
        {
            let _ = release.send(());
        }
        events.push(event);
    })
    .await;
    (found, events)
}

/// All that the catalogues know of the episode: its kitsu entry and absolute number too.
async fn known(stage: &Stage) -> Wanted {
    let mut wanted = stage.wanted("kitsu:90012:1071").await;
    wanted.kind = wanted_from_id(&parse_id(EPISODE).unwrap(), None).kind;
    wanted
}

type Outcome = BTreeMap<String, (Option<String>, bool, u64)>;

/// Each row's file, whether it lacks it, and its rank.
fn outcome(found: &Found) -> Outcome {
    let row = |row: &Arc<perihelion_core::model::Candidate>| {
        let file = row.file.as_ref().map(|file| file.name.clone());
        (row.torrent.info_hash.to_string(), (file, row.lacks_file, row.rank.value.to_bits()))
    };
    found.candidates.iter().map(row).collect()
}

#[tokio::test]
async fn late_details_change_files_and_ranks_as_early_ones_do() {
    let mut outcomes = Vec::new();
    for come in [Come::AtOnce, Come::AfterACheck, Come::Last] {
        let stage = Stage::set(quick()).await;
        let (first, events) = run(&stage, come).await;
        let understood = events.iter().filter(|event| matches!(event, Event::Understood { .. })).count();
        assert_eq!(understood, 1, "{come:?}");
        // Every source's answer is fresh now: none is asked, and the details still count.
        let asked = stage.asked();
        for again in [Come::Last, Come::AtOnce] {
            let (second, events) = run(&stage, again).await;
            assert_eq!(stage.asked(), asked, "nobody is asked again");
            assert!(events.iter().any(|event| matches!(event, Event::Understood { .. })), "{again:?}");
            assert_eq!(outcome(&second), outcome(&first), "first {come:?}, then {again:?}");
        }
        let names = first.candidates.iter().filter_map(|row| row.file.as_ref());
        assert!(names.clone().any(|file| file.name.contains("1071")), "a file by the number the details tell");
        outcomes.push(outcome(&first));
    }
    assert_eq!(outcomes[1], outcomes[0], "after a check as at once");
    assert_eq!(outcomes[2], outcomes[0], "last of all as at once");
}

#[tokio::test]
async fn details_that_never_come_end_the_search_all_the_same() {
    let stage = Stage::set(quick()).await;
    for source in SourceName::ALL {
        stage.mood(source, Knobs { status: Some(503), ..Knobs::default() });
    }
    let request = SearchRequest {
        wanted: known(&stage).await,
        details: Details::pending(std::future::pending()),
        sources: vec![SourceName::Comet],
        refresh: Refresh::Stale,
        correction: Correction::default(),
        taste: Arc::default(),
    };
    let mut completed = false;
    let search = pipeline::search(&stage.tools, request, |event| completed |= matches!(event, Event::Completed { .. }));
    tokio::time::timeout(Duration::from_secs(15), search).await.unwrap();
    assert!(completed);
}
