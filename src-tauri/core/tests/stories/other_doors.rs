//! Sources that can be reached by more than one door: AnimeTosho in each of the forms it is asked in, and servers of the
//! person's own that stand below a path.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use perihelion_core::endpoints::Upstream;
use perihelion_core::pipeline::event::Event;
use perihelion_core::secret::Secret;
use perihelion_core::sources::Options;
use perihelion_core::sources::options::{AnimeTosho, AnimeToshoForm};
use perihelion_core::torrent::{InfoHash, SourceName};
use perihelion_simulator::Knobs;

use crate::stage::{SINTEL, Stage, Story, quick};

const EPISODE: &str = "anidb:90069:1071";

fn found(story: &Story) -> BTreeSet<InfoHash> {
    story.found.candidates.iter().map(|row| row.torrent.info_hash).collect()
}

/// A search of one source in a world where only it is asked; with the addresses it was asked at.
async fn ask(source: SourceName, id: &str, set: impl FnOnce(&mut Stage)) -> (Story, Vec<String>) {
    let mut stage = Stage::set(quick()).await;
    set(&mut stage);
    let mut search = stage.search_for(id);
    search.sources = vec![source];
    let story = stage.run(search).await;
    let asked = stage.simulator.requests().into_iter().map(|request| request.path_and_query);
    (story, asked.filter(|path| path.contains(&format!("/{}/", source.as_str()))).collect())
}

async fn animetosho(id: &str, form: AnimeToshoForm, key: Option<&str>) -> (Story, Vec<String>) {
    let animetosho = AnimeTosho { form, key: key.and_then(Secret::new) };
    let options = Options { animetosho, ..Options::within(Duration::from_secs(20)) };
    ask(SourceName::AnimeTosho, id, |stage| stage.tools.sources = Arc::new(options)).await
}

#[tokio::test]
async fn animetosho_finds_the_same_in_each_form_it_is_asked_in() {
    let (successor, paths) = animetosho(EPISODE, AnimeToshoForm::Successor, None).await;
    assert!(paths.iter().any(|path| path.contains("/json/v1/releases?aid=90069&episode=1071")), "{paths:?}");
    assert!(!paths.iter().any(|path| path.contains("/api")), "no second door is needed: {paths:?}");

    let (original, paths) = animetosho(EPISODE, AnimeToshoForm::Original, None).await;
    assert!(paths.iter().any(|path| path.contains("/animetosho/json?aid=90069")), "{paths:?}");
    assert!(paths.iter().any(|path| path.contains("/animetosho/json?qx=1&q=")), "{paths:?}");

    let (torznab, paths) = animetosho(EPISODE, AnimeToshoForm::Torznab, Some("planted-key")).await;
    let is_feed = |path: &String| path.contains("/api/torznab?apikey=planted-key&t=search&q=");
    assert!(!paths.is_empty() && paths.iter().all(is_feed), "{paths:?}");

    for (form, story) in [("successor", &successor), ("original", &original), ("torznab", &torznab)] {
        assert_eq!(story.answered(), [SourceName::AnimeTosho].into(), "{form}");
        assert!(found(story).len() > 5, "{form}: {}", found(story).len());
    }
    assert!(found(&original).is_superset(&found(&successor)), "the original lists the anime whole");
    let singles = |story: &Story| -> BTreeSet<String> {
        let rows = story.found.candidates.iter().map(|row| row.torrent.title.clone());
        rows.filter(|title| title.contains("1071")).collect()
    };
    let (by_words, by_number) = (singles(&torznab), singles(&successor));
    assert!(by_words.len() > 5 && by_number.is_superset(&by_words), "{:?}", by_words.difference(&by_number));
}

#[tokio::test]
async fn animetosho_by_its_feed_says_when_the_key_is_missing_or_wrong() {
    let (story, paths) = animetosho(EPISODE, AnimeToshoForm::Torznab, None).await;
    let says = |story: &Story| {
        let failed = story.events.iter().find_map(|event| match event {
            Event::SourceFailed { error, .. } => Some(error.to_string()),
            _ => None,
        });
        failed.unwrap_or_default()
    };
    assert_eq!((says(&story).as_str(), paths.len()), ("its feed wants an API key, and none is set", 0));
}

#[tokio::test]
async fn a_feed_of_several_pages_is_read_to_its_end() {
    let many = Knobs { torrents: Some(400), ..Knobs::default() };
    let options = Options {
        animetosho: AnimeTosho { form: AnimeToshoForm::Torznab, key: Secret::new("k") },
        ..Options::within(Duration::from_secs(20))
    };
    let (story, paths) = ask(SourceName::AnimeTosho, SINTEL, |stage| {
        stage.mood(SourceName::AnimeTosho, many);
        stage.tools.sources = Arc::new(options);
    })
    .await;
    assert!(paths.iter().any(|path| path.contains("offset=100")), "{paths:?}");
    assert!(found(&story).len() > 300, "{} of 400", found(&story).len());
}

#[tokio::test]
async fn servers_below_a_path_are_asked_below_it() {
    for (source, upstream) in [(SourceName::Zilean, Upstream::Zilean), (SourceName::StremThru, Upstream::StremThru)] {
        for id in [SINTEL, "tt99000101:2:5", EPISODE] {
            let (plain, _) = ask(source, id, |_| {}).await;
            let (below, paths) = ask(source, id, |stage| {
                let base = format!("{}/behind/a/proxy/{}/", stage.simulator.base_url(), source.as_str());
                stage.tools.endpoints = stage.tools.endpoints.clone().with(upstream, &base).unwrap();
                stage.tools.accounts = vec![stage.debrid("demo-premium")];
            })
            .await;
            assert!(!found(&below).is_empty() && found(&below) == found(&plain), "{source:?}, {id}");
            let prefix = format!("/behind/a/proxy/{}/", source.as_str());
            assert!(!paths.is_empty() && paths.iter().all(|path| path.starts_with(&prefix)), "{paths:?}");
        }
    }
}
