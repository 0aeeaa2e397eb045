//! The same story over a Comet server, as the source it is and as an addon of the person's own: over a real one where one is
//! named by `PERIHELION_REAL_COMET`, and always over the simulator's, in both of the forms that are about.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use perihelion_core::endpoints::Upstream;
use perihelion_core::pipeline::event::Event;
use perihelion_core::sources::options::Options;
use perihelion_core::sources::own::{self, Own, OwnKind};
use perihelion_core::torrent::{OwnSlot, SourceName};
use perihelion_simulator::Knobs;

use crate::stage::{SINTEL, Stage, quick};

const IDS: [&str; 3] = [SINTEL, "tt99000101:2:5", "kitsu:90012:1071"];

/// How many torrents both readers found for each of [`IDS`].
async fn both_readers_agree(stage: &mut Stage, base: &str) -> [usize; 3] {
    stage.tools.endpoints = stage.tools.endpoints.clone().with(Upstream::Comet, base).unwrap();
    let manifest = format!("{}/manifest.json", base.trim_end_matches('/'));
    let checked = own::check(&stage.tools.http, OwnKind::Addon, &manifest, None).await.unwrap();
    let slot = OwnSlot::new(1).unwrap();
    let addon = Own { slot, label: checked.name, address: checked.address, key: None, facts: checked.facts };
    let options = Options { own: vec![addon], ..Options::within(Duration::from_mins(1)) };
    stage.tools.sources = Arc::new(options);
    let mut found = [0; 3];
    for (id, count) in IDS.into_iter().zip(&mut found) {
        let mut search = stage.search_for(id);
        search.sources = vec![SourceName::Comet, SourceName::Own(slot)];
        let story = stage.run(search).await;
        assert!(story.failed().is_empty(), "{id}: {:?}", story.events);
        assert_eq!(story.answered(), [SourceName::Comet, SourceName::Own(slot)].into(), "{id}");
        let told = story.events.iter().filter(|event| matches!(event, Event::SourceAnswered { .. })).count();
        assert_eq!(told, 2, "{id}");
        let rows = |wanted: SourceName| {
            let of = story.found.candidates.iter().filter(|row| row.sources.contains(&wanted));
            of.map(|row| row.torrent.info_hash).collect::<BTreeSet<_>>()
        };
        assert_eq!(rows(SourceName::Comet), rows(SourceName::Own(slot)), "{id}: both readers read the same torrents");
        *count = story.found.candidates.len();
    }
    found
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "who runs it should know that it was not asked to, or what was found")]
async fn a_real_comet_answers_as_a_source_and_as_an_addon() {
    let Ok(base) = std::env::var("PERIHELION_REAL_COMET") else {
        println!("not asked to run against a real Comet: PERIHELION_REAL_COMET is not set");
        return;
    };
    let mut stage = Stage::set(quick()).await;
    let found = both_readers_agree(&mut stage, &base).await;
    println!("the Comet at PERIHELION_REAL_COMET: {found:?} torrents for {IDS:?}, the same by both readers");
}

#[tokio::test]
async fn a_comet_of_either_age_answers_as_a_source_and_as_an_addon() {
    for older in [false, true] {
        let mut stage = Stage::set(quick()).await;
        stage.mood(SourceName::Comet, Knobs { older, ..Knobs::default() });
        let base = format!("{}/comet", stage.simulator.base_url());
        let found = both_readers_agree(&mut stage, &base).await;
        assert!(found.iter().all(|count| *count > 0), "older: {older}, {found:?}");
    }
}
