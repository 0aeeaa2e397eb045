//! The events of a search come in an order a page can rely on.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use perihelion_core::debrid::CacheState;
use perihelion_core::model::Candidate;
use perihelion_core::pipeline::board::Board;
use perihelion_core::pipeline::event::{Asked, Event, Unasked};
use perihelion_core::torrent::{InfoHash, SourceName};

use crate::stage::{SINTEL, Stage, Story, quick};

#[tokio::test]
async fn a_film_is_told_in_order_by_all_nine_sources() {
    let stage = Stage::set(quick()).await;
    let story = stage.find(SINTEL).await;
    assert_told_in_order(&story);
    assert_eq!(story.answered(), SourceName::ALL.into(), "all nine list a well-known film");
    assert!(story.found.candidates.len() > 100, "and they list a lot of it");
}

#[tokio::test]
async fn an_episode_is_told_in_order_by_all_nine_sources() {
    let stage = Stage::set(quick()).await;
    let story = stage.find("tt99000101:2:3").await;
    assert_told_in_order(&story);
    assert_eq!(story.answered(), SourceName::ALL.into());
    assert!(!story.found.candidates.is_empty());
}

#[tokio::test]
async fn an_anime_episode_is_told_in_order_by_all_nine_sources_under_any_id() {
    let stage = Stage::set(quick()).await;
    for id in ["kitsu:90012:1071", "anidb:90069:1071", "mal:90021:1071"] {
        let story = stage.find(id).await;
        assert_told_in_order(&story);
        let ended = story.answered();
        assert_eq!(ended, SourceName::ALL.into(), "{id} leads to ids that all nine understand");
        assert!(!story.found.candidates.is_empty(), "{id} has torrents");
    }
}

#[tokio::test]
async fn a_search_without_details_skips_who_needs_them_and_is_still_told_in_order() {
    let stage = Stage::set(quick()).await;
    let mut search = stage.search_for("mal:90021:5");
    search.details = perihelion_core::pipeline::Details::none();
    let story = stage.run(search).await;
    assert_told_in_order(&story);
    let skipped = story.sources(|event| match event {
        Event::SourceSkipped { source, why: Unasked::NoId } => Some(*source),
        _ => None,
    });
    assert_eq!(skipped, SourceName::ALL.into(), "a MAL id alone is understood by nobody");
    assert!(stage.asked().is_empty(), "who is skipped is not asked");
}

#[tokio::test]
async fn who_needs_a_catalogue_that_failed_is_told_apart_from_who_understands_no_id() {
    let stage = Stage::set(quick()).await;
    let mut search = stage.search_for(SINTEL);
    search.details = perihelion_core::pipeline::Details::pending(std::future::ready(None));
    let story = stage.run(search).await;
    let skipped = |wanted: Unasked| {
        story.sources(|event| match event {
            Event::SourceSkipped { source, why } if *why == wanted => Some(*source),
            _ => None,
        })
    };
    let needs_title = skipped(Unasked::NoDetails);
    assert!(needs_title.contains(&SourceName::Nyaa) && needs_title.contains(&SourceName::Zilean), "{needs_title:?}");
    assert_eq!(skipped(Unasked::NoId), [].into());
}

#[tokio::test]
async fn sources_that_are_switched_off_are_neither_asked_nor_ended() {
    let stage = Stage::set(quick()).await;
    let mut search = stage.search_for(SINTEL);
    search.sources = vec![SourceName::Comet, SourceName::Peerflix];
    let story = stage.run(search).await;
    assert_told_in_order(&story);
    assert_eq!(stage.asked().into_keys().collect::<Vec<_>>(), [SourceName::Comet, SourceName::Peerflix]);
}

#[tokio::test]
async fn the_best_row_is_cached_and_first() {
    let stage = Stage::set(quick()).await;
    let story = stage.find(SINTEL).await;
    let rows = &story.found.candidates;
    assert!(rows.is_sorted_by(|a, b| a.rank.value >= b.rank.value), "best first");
    assert_eq!(rows[0].cached, Some(CacheState::Cached), "something of a well-known film is always cached");
    assert!(rows[0].file.is_some(), "the service listed its files, so the one to play is known");
    let Some(Event::PickChosen { hash, .. }) =
        story.events.iter().rfind(|event| matches!(event, Event::PickChosen { .. }))
    else {
        panic!("a pick is told")
    };
    assert_eq!(*hash, rows[0].torrent.info_hash, "the last pick told is the best row");
}

/// What every search owes the page, whatever happened in it.
pub(crate) fn assert_told_in_order(story: &Story) {
    let events = &story.events;
    let Some(Event::Started { sources, .. }) = events.first() else { panic!("first of all the start is told") };
    assert_eq!(sources.iter().map(|(source, _)| *source).collect::<Vec<_>>(), SourceName::ALL, "each of the nine once");
    let count = |is_so: fn(&Event) -> bool| events.iter().filter(|event| is_so(event)).count();
    assert_eq!(count(|event| matches!(event, Event::Started { .. })), 1, "once");
    assert_eq!(count(|event| matches!(event, Event::Completed { .. })), 1, "once");
    assert_ends_once(sources, events);

    let mut told = Told::new(story);
    for event in events {
        told.hear(event);
    }
    let Some(Event::Completed { rows, cached, .. }) = events.last() else { panic!("the end is told last") };
    let candidates = &story.found.candidates;
    let held = candidates.iter().filter(|row| row.cached == Some(CacheState::Cached)).count();
    assert_eq!((*rows, *cached), (candidates.len(), held), "the end counts what was found");
    assert_eq!(told.rows.len(), candidates.len(), "every row was told, and no other");
    for row in candidates {
        let shown = told.board.row(row.torrent.info_hash).unwrap();
        assert_eq!(shown.torrent, row.torrent, "the events alone say all of a row");
        assert_eq!((shown.cached, &shown.file), (row.cached, &row.file), "{:?}", row.torrent);
        assert_eq!(shown.rank.value.to_bits(), row.rank.value.to_bits(), "the page ranks as the search does");
        assert!(row.cached.is_some(), "at the end nothing is left open");
    }
}

fn assert_ends_once(asked: &[(SourceName, Asked)], events: &[Event]) {
    let mut ends: BTreeMap<SourceName, usize> = BTreeMap::new();
    for event in events {
        if let Event::SourceAnswered { source, .. }
        | Event::SourceSkipped { source, .. }
        | Event::SourceFailed { source, .. } = event
        {
            *ends.entry(*source).or_default() += 1;
        }
    }
    for (source, asked) in asked {
        let expected = usize::from(*asked == Asked::Asking);
        assert_eq!(ends.get(source).copied().unwrap_or(0), expected, "{source:?} was {asked:?}");
    }
}

/// What a page knows while it listens.
struct Told {
    rows: HashMap<InfoHash, Arc<Candidate>>,
    board: Board,
    checked: usize,
    cached: usize,
}

impl Told {
    fn new(story: &Story) -> Self {
        let board = Board::new(Arc::clone(&story.found.wanted), Arc::default());
        Self { rows: HashMap::new(), board, checked: 0, cached: 0 }
    }

    fn hear(&mut self, event: &Event) {
        self.board.apply(event.clone());
        match event {
            Event::RowsArrived { rows } => {
                assert!(!rows.is_empty(), "nothing new is no event");
                let hashes: HashSet<_> = rows.iter().map(|row| row.torrent.info_hash).collect();
                assert_eq!(hashes.len(), rows.len(), "a row comes once in an event");
                for row in rows {
                    if let Some(before) = self.rows.insert(row.torrent.info_hash, Arc::clone(row)) {
                        assert_refined(&before, row);
                    }
                }
            }
            Event::CacheChecked { checked, total, cached, rows, .. } => {
                assert!(checked <= total && cached <= checked, "{cached} of {checked} of {total}");
                assert!(*checked >= self.checked && *cached >= self.cached, "counts only grow");
                assert_eq!(*total, self.rows.len(), "the total is what was told so far");
                (self.checked, self.cached) = (*checked, *cached);
                for row in rows {
                    let before = self.rows.insert(row.torrent.info_hash, Arc::clone(row));
                    assert!(before.is_some(), "a verdict is of a row told before");
                }
            }
            Event::PickChosen { hash, reasons } => {
                assert!(self.rows.contains_key(hash), "a pick is a row told before");
                assert!(!reasons.is_empty(), "a pick is explained");
            }
            Event::Started { .. }
            | Event::Understood { .. }
            | Event::SourceAnswered { .. }
            | Event::SourceSkipped { .. }
            | Event::SourceFailed { .. }
            | Event::CacheCheckFailed { .. }
            | Event::Completed { .. } => {}
        }
    }
}

fn assert_refined(before: &Candidate, after: &Candidate) {
    assert!(after.sources.is_superset(&before.sources), "a source that had it is not forgotten");
    assert_eq!(after.torrent.source, before.torrent.source, "who had it first does not change");
    let became_exact = after.torrent.size_exact && !before.torrent.size_exact;
    assert!(became_exact || after.torrent.size >= before.torrent.size, "only a count to the byte corrects a size");
    assert!(before.torrent.size.is_none() || after.torrent.size.is_some(), "a size that was known stays known");
    assert!(after.torrent.seeders >= before.torrent.seeders);
    assert!(before.cached.is_none() || after.cached == before.cached, "a verdict stands");
    assert!(before.file.is_none() || after.file == before.file, "a file that was found stays found");
}
