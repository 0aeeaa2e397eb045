//! One anime under every id: what is known of it, what each source is asked with, and what a person may change of that.

use std::sync::Arc;

use perihelion_core::metadata::{parse_id, wanted_from_id};
use perihelion_core::pipeline::Details;
use perihelion_core::pipeline::board::Board;
use perihelion_core::pipeline::{Refresh, SearchRequest};
use perihelion_core::profile::Profile;
use perihelion_core::sources::{self, Options as SourceOptions};
use perihelion_core::title::{Correction, Ids, Kind, Numbering, Numbers, Wanted};
use perihelion_core::torrent::SourceName;
use perihelion_simulator::{Knobs, Upstream};

use crate::stage::{Stage, quick};

async fn wanted(profile: &Profile, id: &str) -> Wanted {
    let asked = parse_id(id).unwrap();
    let kind = asked.kind_hint.unwrap_or(Kind::Movie);
    profile.wanted(kind, &asked.title_id, asked.season, asked.episode).await.unwrap()
}

fn asked_with(wanted: &Wanted, source: SourceName) -> Vec<String> {
    let mapping = sources::mapping(wanted, &SourceOptions::default());
    mapping.into_iter().find(|asked| asked.source == source).unwrap().with
}

#[tokio::test]
async fn every_id_of_an_anime_reaches_the_same_episode() {
    let stage = Stage::set(quick()).await;
    let (profile, _folder) = stage.profile().await;
    let both = ["kitsu:90012:1071", "tt99000201:21:11"];
    for id in ["kitsu:90012:1071", "anidb:90069:1071", "mal:90021:1071", "anilist:90033:1071", "tt99000201:21:11"] {
        let wanted = wanted(&profile, id).await;
        assert_eq!((wanted.ids.kitsu, wanted.ids.imdb.as_deref()), (Some(90012), Some("tt99000201")), "{id}");
        let numbers = Numbers { season: Some(21), episode: Some(11), absolute: Some(1071), kitsu_episode: Some(1071) };
        assert_eq!(wanted.numbers(), Some(numbers), "{id}");
        assert_eq!(
            (wanted.ids.anidb, wanted.ids.mal, wanted.ids.anilist),
            (Some(90069), Some(90021), Some(90033)),
            "{id}"
        );
        assert_eq!(asked_with(&wanted, SourceName::Torrentio), both, "{id}");
        assert_eq!(asked_with(&wanted, SourceName::StremThru), ["tt99000201:21:11", "anidb:90069:1071"], "{id}");
        assert_eq!(asked_with(&wanted, SourceName::AnimeTosho)[0], "anidb:90069:1071", "{id}");
    }
    let by_season = profile.wanted(Kind::Anime, "kitsu:90012", Some(21), Some(11)).await.unwrap();
    assert_eq!(by_season.episode.unwrap().asked, Numbering { season: Some(1), episode: 1071 }, "by IMDb's season");
}

#[tokio::test]
async fn other_databases_that_do_not_answer_are_not_waited_for_twice() {
    let stage = Stage::set(quick()).await;
    stage.simulator.set_knobs(Upstream::Relations, Knobs { hang: true, ..Knobs::default() });
    let (profile, _folder) = stage.profile().await;
    let asked = || stage.simulator.requests().iter().filter(|asked| asked.upstream == Upstream::Relations).count();
    for id in ["kitsu:90012:1071", "mal:90021:1071"] {
        let wanted = wanted(&profile, id).await;
        assert_eq!((wanted.ids.kitsu, wanted.ids.anidb), (Some(90012), None), "{id}");
        assert_eq!(asked(), 1, "{id}");
    }
}

#[tokio::test]
async fn an_anime_searched_by_its_imdb_id_is_asked_for_as_an_anime_too() {
    let stage = Stage::set(quick()).await;
    let (profile, _folder) = stage.profile().await;
    let asked = parse_id("tt99000201:21:11").unwrap();
    let quick = wanted_from_id(&asked, None);
    let details = Details::pending(async move {
        profile.wanted(Kind::Series, &asked.title_id, asked.season, asked.episode).await.ok()
    });
    let search = SearchRequest {
        wanted: quick,
        details,
        sources: SourceName::ALL.to_vec(),
        refresh: Refresh::All,
        correction: Correction::default(),
        taste: Arc::default(),
    };
    let story = stage.run(search).await;
    assert!(!story.found.candidates.is_empty());
    let mut board = Board::new(Arc::new(wanted_from_id(&parse_id("tt99000201:21:11").unwrap(), None)), Arc::default());
    story.events.iter().for_each(|event| drop(board.apply(event.clone())));
    assert_eq!(board.wanted(), story.found.wanted, "a link is made of what the rows were ranked by");
    let paths: Vec<String> = stage.simulator.requests().into_iter().map(|request| request.path_and_query).collect();
    let count = |path: &str| paths.iter().filter(|asked| asked.as_str() == path).count();
    for source in ["torrentio", "comet", "torrentsdb", "peerflix"] {
        assert_eq!(count(&format!("/{source}/stream/series/tt99000201:21:11.json")), 1, "{source}, at once");
        assert_eq!(count(&format!("/{source}/stream/series/kitsu:90012:1071.json")), 1, "{source}, once it was known");
    }
}

#[tokio::test]
async fn a_show_has_a_page_by_seasons_and_one_that_counts_through() {
    let stage = Stage::set(quick()).await;
    let (profile, _folder) = stage.profile().await;
    let series = || (Kind::Series, "tt99000201".to_owned());
    assert_eq!(profile.same_show(Kind::Anime, "kitsu:90012").await, Some(series()));
    assert_eq!(profile.same_show(Kind::Series, "tt99000201").await, Some((Kind::Anime, "kitsu:90012".to_owned())));
    for (kind, id) in [(Kind::Movie, "tt1727587"), (Kind::Series, "tt99000101"), (Kind::Anime, "kitsu:1")] {
        assert_eq!(profile.same_show(kind, id).await, None, "{id}");
    }
}

#[tokio::test]
async fn a_catalogue_is_looked_through_by_genre_and_year_also_when_it_fails_later() {
    let stage = Stage::set(quick()).await;
    let (profile, _folder) = stage.profile().await;
    let dramas = profile.browse(Kind::Series, "top", Some("Drama"), 0).await.unwrap();
    assert!(!dramas.is_empty() && dramas.iter().all(|title| title.genres.iter().any(|genre| genre == "Drama")));
    let films = profile.browse(Kind::Movie, "year", Some("2010"), 0).await.unwrap();
    assert!(!films.is_empty() && films.iter().all(|title| title.year == Some(2010)));
    let all = profile.browse(Kind::Anime, "kitsu-anime-rating", None, 0).await.unwrap();
    let later = profile.browse(Kind::Anime, "kitsu-anime-rating", None, 1).await.unwrap();
    assert_eq!(all.get(1).map(|title| &title.id), later.first().map(|title| &title.id));
    assert!(profile.browse(Kind::Movie, "top", Some("2010"), 0).await.is_err());
    stage.simulator.set_knobs(Upstream::Cinemeta, Knobs { status: Some(404), ..Knobs::default() });
    assert_eq!(profile.browse(Kind::Series, "top", Some("Drama"), 0).await, Ok(dramas));
    assert!(profile.browse(Kind::Series, "top", Some("Comedy"), 0).await.is_err());
}

#[tokio::test]
async fn what_a_person_changes_is_what_is_asked() {
    let stage = Stage::set(quick()).await;
    let (profile, _folder) = stage.profile().await;
    let known = wanted(&profile, "kitsu:90012:1071").await;
    let numbers = Numbers { season: Some(20), episode: Some(3), absolute: None, kitsu_episode: Some(1000) };
    let ids = Ids { imdb: Some("tt99000101".to_owned()), ..Ids::default() };
    let correction = Correction { ids, numbers: Some(numbers) };
    let expected = ["kitsu:90012:1000", "tt99000101:20:3"];
    assert_eq!(asked_with(&known.clone().corrected(&correction), SourceName::Comet), expected);
    let search = SearchRequest {
        wanted: known,
        details: Details::none(),
        sources: vec![SourceName::Comet],
        refresh: Refresh::Stale,
        correction: correction.clone(),
        taste: Arc::default(),
    };
    stage.run(search.clone()).await;
    let asked = || -> Vec<String> {
        let of_comet = stage.simulator.requests().into_iter().map(|request| request.path_and_query);
        let mut paths: Vec<String> = of_comet.filter(|path| path.starts_with("/comet/")).collect();
        paths.sort();
        paths
    };
    assert_eq!(asked(), expected.map(|id| format!("/comet/stream/series/{id}.json")));
    stage.run(SearchRequest { correction: Correction::default(), ..search }).await;
    assert_eq!(asked().len(), 4, "what was answered to other numbers is not taken for this");

    let without = Numbers { kitsu_episode: None, absolute: None, ..numbers };
    let correction = Correction { numbers: Some(without), ..correction };
    let known = wanted(&profile, "kitsu:90012:1071").await.corrected(&correction);
    assert_eq!(asked_with(&known, SourceName::Comet), ["tt99000101:20:3"], "a numbering that was left out");
}
