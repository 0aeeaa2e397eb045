//! What becomes known of a title late counts as much as what was known from the start: rows are ranked and files judged anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use perihelion_core::debrid::CacheState;
use perihelion_core::metadata::{parse_id, wanted_from_id};
use perihelion_core::pipeline::event::Event;
use perihelion_core::pipeline::{self, Details, Found, Refresh, SearchRequest};
use perihelion_core::title::{Correction, Wanted};
use perihelion_core::torrent::SourceName;
use perihelion_simulator::{Config, Episode, Knobs, Release, Upstream, Work};
use tokio::sync::oneshot;

use crate::link::make_with;
use crate::stage::{SINTEL, Stage, hash, quick};

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
    tokio::time::timeout(Duration::from_secs(25), search).await.unwrap();
    assert!(completed);
}

#[tokio::test]
async fn a_slow_catalogue_is_waited_for_when_nothing_else_is() {
    let found = [0, 2600].map(async |ms| {
        let stage = Stage::set(quick()).await;
        let wanted = known(&stage).await;
        let request = SearchRequest {
            wanted: wanted_from_id(&parse_id(EPISODE).unwrap(), None),
            details: Details::pending(async move {
                tokio::time::sleep(Duration::from_millis(ms)).await;
                Some(wanted)
            }),
            sources: vec![SourceName::Torrentio],
            refresh: Refresh::Stale,
            correction: Correction::default(),
            taste: Arc::default(),
        };
        let found = pipeline::search(&stage.tools, request, |_| ()).await;
        (outcome(&found), found.candidates.iter().filter(|row| row.file.is_some()).count())
    });
    let [at_once, late] = futures::future::join_all(found).await.try_into().unwrap();
    assert!(at_once.1 > 5, "{} files", at_once.1);
    assert_eq!(late, at_once);
}

#[tokio::test]
async fn a_catalogue_that_fails_condemns_no_row_and_costs_no_link() {
    let stage = Stage::set(quick()).await;
    for catalogue in [Upstream::Cinemeta, Upstream::Kitsu] {
        stage.simulator.set_knobs(catalogue, Knobs { status: Some(500), ..Knobs::default() });
    }
    for id in [SINTEL, "tt99000101:2:5", EPISODE, "kitsu:90012:1071"] {
        let story = stage.find(id).await;
        let held = story.found.candidates.iter().filter(|row| row.cached == Some(CacheState::Cached)).count();
        assert!(held > 10, "{id}: {held} are held");
        let condemned = story.found.candidates.iter().filter(|row| row.lacks_file).count();
        assert_eq!(condemned, 0, "{id}: who does not know the title knows of no file that it is another's");
        let links = stage.links("demo-premium");
        let (made, _) = make_with(&links, &story.found.wanted, &story.found.candidates).await;
        assert!(made.is_ok(), "{id}: {made:?}");
    }
}

/// A name, what is to become of it by what is known at first, and once the details have come.
const LATE: [(&str, bool, bool); 6] = [
    ("Harbour.of.Kites.S02E03.1080p.WEB-DL", true, true),
    ("Hafen.der.Drachen.S02E03.1080p.WEB-DL", false, true),
    ("Harbour.of.Kites.E111.1080p.WEB-DL", false, true),
    ("Harbour.of.Kites.2016.05.12.1080p.WEB-DL", false, true),
    ("Harbour.of.Kites.UK.S02E03.1080p.WEB-DL", true, false),
    ("Drachenhafen.S02E03.1080p.WEB-DL", false, false),
];

#[tokio::test]
async fn what_is_learnt_late_filters_and_ranks_anew() {
    let id = "tt99930001";
    let releases = (0..).zip(LATE).map(|(number, (name, ..))| Release {
        hash: hash(20_000 + number),
        files: vec![(format!("/{name}.mkv"), 1_000_000_000)],
        name: name.to_owned(),
        cached: Some(true),
        sources: vec![Upstream::Nyaa],
        ..Release::default()
    });
    let work = Work {
        imdb: id.to_owned(),
        kind: perihelion_simulator::Kind::Series,
        name: "Harbour of Kites".to_owned(),
        year: 2015,
        episodes: vec![Episode { season: 2, number: 3, ..Episode::default() }],
        releases: releases.collect(),
        ..Work::default()
    };
    let stage = Stage::set(Config { works: vec![work], ..quick() }).await;
    let mut first = wanted_from_id(&parse_id(&format!("{id}:2:3")).unwrap(), Some("Harbour of Kites"));
    first.year = Some(2015);
    if let Some(episode) = &mut first.episode {
        episode.aired = jiff::civil::Date::new(2016, 5, 1).ok();
    }
    let mut later = first.clone();
    later.aliases = vec!["Hafen der Drachen".to_owned()];
    later.context.countries = vec!["Ireland".to_owned()];
    if let Some(episode) = &mut later.episode {
        episode.absolute = Some(111);
        episode.aired = jiff::civil::Date::new(2016, 5, 12).ok();
    }
    let search = |answered: oneshot::Receiver<()>| {
        let later = later.clone();
        SearchRequest {
            wanted: first.clone(),
            details: Details::pending(async move {
                answered.await.unwrap();
                Some(later)
            }),
            sources: vec![SourceName::Nyaa],
            refresh: Refresh::Stale,
            correction: Correction::default(),
            taste: Arc::default(),
        }
    };
    let tried = |rows: &[Arc<perihelion_core::model::Candidate>]| {
        let rows = rows.iter().filter(|row| row.rank.value > 0.0);
        rows.map(|row| row.torrent.title.clone()).collect::<BTreeSet<_>>()
    };
    let names = |at: fn(&(&str, bool, bool)) -> bool| {
        LATE.iter().filter(|name| at(name)).map(|(name, ..)| (*name).to_owned()).collect::<BTreeSet<_>>()
    };
    // The second search finds the answers remembered.
    for turn in ["asked", "remembered"] {
        let (mut before, mut understood) = (BTreeSet::new(), false);
        let (rows_are_there, answered) = oneshot::channel();
        let mut rows_are_there = Some(rows_are_there);
        let found = pipeline::search(&stage.tools, search(answered), |event| match event {
            Event::Understood { .. } => understood = true,
            Event::RowsArrived { rows } if !understood => {
                before.extend(tried(&rows));
                // All come at once: there is one source.
                if let Some(tell) = rows_are_there.take() {
                    tell.send(()).unwrap();
                }
            }
            _ => {}
        })
        .await;
        assert_eq!(before, names(|(_, first, _)| *first), "{turn}, by what is known at first");
        assert_eq!(tried(&found.candidates), names(|(_, _, later)| *later), "{turn}, by what is known at last");
    }
    assert_eq!(stage.asked().len(), 1);
}
