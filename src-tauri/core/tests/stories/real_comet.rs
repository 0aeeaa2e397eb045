//! The same story over a real Comet server, where one is named: as the source it is, and as an addon of the person's own.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use perihelion_core::endpoints::Upstream;
use perihelion_core::pipeline::event::Event;
use perihelion_core::sources::options::Options;
use perihelion_core::sources::own::{self, Own, OwnKind};
use perihelion_core::torrent::{OwnSlot, SourceName};

use crate::stage::{SINTEL, Stage, quick};

#[tokio::test]
#[expect(clippy::print_stdout, reason = "who runs it should know that it was not asked to")]
async fn a_real_comet_answers_as_a_source_and_as_an_addon() {
    let Ok(base) = std::env::var("PERIHELION_REAL_COMET") else {
        println!("not asked to run against a real Comet: PERIHELION_REAL_COMET is not set");
        return;
    };
    let mut stage = Stage::set(quick()).await;
    stage.tools.endpoints = stage.tools.endpoints.clone().with(Upstream::Comet, &base).unwrap();
    let checked = own::check(&stage.tools.http, OwnKind::Addon, &format!("{base}/manifest.json"), None).await.unwrap();
    let slot = OwnSlot::new(1).unwrap();
    let addon = Own { slot, label: checked.name, address: checked.address, key: None, facts: checked.facts };
    let options = Options { own: vec![addon], ..Options::within(Duration::from_mins(1)) };
    stage.tools.sources = Arc::new(options);
    for id in [SINTEL, "tt99000101:2:5", "kitsu:90012:1071"] {
        let mut search = stage.search_for(id);
        search.sources = vec![SourceName::Comet, SourceName::Own(slot)];
        let story = stage.run(search).await;
        assert!(story.failed().is_empty(), "{id}: {:?}", story.events);
        let answered: BTreeSet<SourceName> = story.answered();
        assert_eq!(answered, [SourceName::Comet, SourceName::Own(slot)].into(), "{id}");
        let rows = |wanted: SourceName| {
            let of = story.found.candidates.iter().filter(|row| row.sources.contains(&wanted));
            of.map(|row| row.torrent.info_hash).collect::<BTreeSet<_>>()
        };
        assert_eq!(rows(SourceName::Comet), rows(SourceName::Own(slot)), "{id}: both readers read the same torrents");
        let told = story.events.iter().filter(|event| matches!(event, Event::SourceAnswered { .. })).count();
        assert_eq!(told, 2, "{id}");
    }
}
