//! Every form of catalogue answer and what it becomes; what each catalogue is asked.

use std::time::Duration;

use jiff::civil::date;
use perihelion_simulator::{Config, Knobs, Simulator, Upstream as Simulated};

use super::*;
use crate::title::{Numbering, Wanted};

type Parsed = Result<Meta, MetadataError>;

fn kitsu_details(body: &[u8], id: &str) -> Parsed {
    kitsu::details(body, &parse_id(id).unwrap())
}

#[test]
fn a_search_is_read_and_its_strange_rows_left_out() {
    let found = cinemeta::previews(include_bytes!("fixtures/cinemeta/search_movie.json"), Kind::Movie).unwrap();
    let names: Vec<_> =
        found.iter().map(|preview| (preview.id.as_str(), preview.name.as_str(), preview.year)).collect();
    assert_eq!(
        names,
        [
            ("tt1727587", "Sintel", Some(2010)),
            ("tt1254207", "Big Buck Bunny", Some(2008)),
            ("tt4957236", "Cosmos Laundromat", Some(2015))
        ]
    );
    assert_eq!(found[0].rating, Some(7.4));
    assert_eq!(found[0].genres, ["Animation", "Short"]);
    assert_eq!(found[0].poster.as_deref(), Some("https://images.metahub.space/poster/small/tt1727587/img"));
    assert_eq!((found[1].rating, found[1].poster.as_deref()), (None, None), "an empty rating is none");
    assert_eq!(found[1].genres, ["Animation"], "one genre where a list should be");
    assert_eq!((found[2].rating, found[2].poster.as_deref()), (None, None), "only web addresses are pictures");
}

#[test]
fn a_series_has_its_episodes_in_order_whatever_form_their_numbers_have() {
    let meta = cinemeta::details(include_bytes!("fixtures/cinemeta/series.json"), Kind::Series).unwrap();
    assert_eq!((meta.preview.year, meta.end_year), (Some(2019), None), "an en dash without an end");
    assert_eq!(meta.cast, ["Ada Vik", "Ola Brandt"]);
    assert_eq!(meta.directors, Vec::<String>::new());
    assert_eq!(meta.description.as_deref(), Some("A keeper. A lamp."));
    let numbers: Vec<_> = meta.videos.iter().map(|video| (video.season, video.episode, video.absolute)).collect();
    assert_eq!(numbers, [(1, 1, Some(1)), (1, 2, Some(2)), (2, 1, Some(3)), (2, 2, Some(4)), (0, 1, None)]);
    let first = &meta.videos[0];
    assert_eq!(first.name.as_deref(), Some("The Lamp"));
    assert_eq!(first.released, "2019-12-20T03:00:00Z".parse().ok());
    assert_eq!(first.aired, Some(date(2019, 12, 19)), "the evening before, where it aired");
    assert_eq!(meta.countries, ["Canada", "Atlantis"]);
    assert_eq!(meta.videos[1].released, "2019-12-27T00:00:00Z".parse().ok(), "a day without a time");
    assert_eq!(meta.videos[1].aired, Some(date(2019, 12, 27)), "the day itself");
    assert_eq!(meta.videos[3].released, None, "some day is no day");
}

#[test]
fn an_episode_airs_on_a_day_of_its_own_country() {
    let days = |country: &str, moments: &[&str]| {
        let videos = moments
            .iter()
            .zip(1..)
            .map(|(moment, number)| format!("{{\"season\":1,\"number\":{number},\"released\":\"{moment}\"}}"));
        let videos = videos.collect::<Vec<_>>().join(",");
        let head = "{\"meta\":{\"id\":\"tt9000001\",\"type\":\"series\",\"name\":\"Tides\"";
        let body = format!("{head},\"country\":\"{country}\",\"videos\":[{videos}]}}}}");
        let meta = cinemeta::details(body.as_bytes(), Kind::Series).unwrap();
        meta.videos.iter().map(|video| video.aired.unwrap().day()).collect::<Vec<_>>()
    };
    let midnight = "2024-05-03T00:00:00.000Z";
    for (country, moment, day) in [
        ("United States", "2024-03-02T02:00:00.000Z", 1),
        ("United States", "2024-03-02T05:35:00.000Z", 1),
        ("United States", "2024-03-02T08:00:00.000Z", 2),
        ("UK", "2024-03-01T21:00:00.000Z", 1),
        ("Japan", "2024-03-01T16:30:00.000Z", 2),
        ("Australia", "2024-03-01T09:30:00.000Z", 1),
        ("", "2024-03-02T02:00:00.000Z", 1),
        ("", "2024-03-01T19:00:00.000Z", 1),
    ] {
        assert_eq!(days(country, &[moment])[0], day, "{country} {moment}");
    }
    assert_eq!(days("United States", &[midnight, midnight]), [3, 3], "days alone");
    assert_eq!(days("United States", &[midnight, "2024-11-15T01:00:00.000Z"]), [2, 14], "eight in the evening");
    assert_eq!(days("United States", &["2024-05-03", "2024-11-15T01:00:00.000Z"]), [3, 14]);
}

#[test]
fn a_series_that_ended_has_both_years() {
    let meta = cinemeta::details(include_bytes!("fixtures/cinemeta/ended.json"), Kind::Series).unwrap();
    assert_eq!((meta.preview.year, meta.end_year), (Some(2008), Some(2013)));
    assert_eq!(meta.directors, ["One Only"]);
    assert!(meta.videos.is_empty());
}

#[test]
fn nothing_known_is_told_from_no_answer() {
    for body in
        [include_bytes!("fixtures/cinemeta/nothing.json").as_slice(), include_bytes!("fixtures/cinemeta/null.json")]
    {
        assert_eq!(cinemeta::details(body, Kind::Movie), Err(MetadataError::NotFound));
        assert_eq!(kitsu_details(body, "kitsu:1"), Err(MetadataError::NotFound));
    }
    let deep = "{\"meta\":".repeat(100_000);
    for body in [b"".as_slice(), b"[]", b"<html>", b"{\"meta\":{\"id\":\"tt1", b"\xff\xfe", deep.as_bytes()] {
        for found in [cinemeta::details(body, Kind::Movie), kitsu_details(body, "kitsu:1")] {
            assert!(matches!(found, Err(MetadataError::Failed(Failure::Malformed(_)))), "{found:?}");
        }
        assert!(matches!(cinemeta::previews(body, Kind::Movie), Err(MetadataError::Failed(Failure::Malformed(_)))));
    }
}

#[test]
fn harmed_answers_never_panic() {
    for fixture in [
        include_bytes!("fixtures/cinemeta/series.json").as_slice(),
        include_bytes!("fixtures/cinemeta/search_movie.json"),
        include_bytes!("fixtures/kitsu/series_by_anidb.json"),
    ] {
        for at in 0..fixture.len() {
            let mut harmed = fixture.to_vec();
            harmed[at] = b"\"\\{[0\xff"[at % 6];
            for body in [&fixture[..at], &harmed] {
                let _ = (cinemeta::details(body, Kind::Series), cinemeta::previews(body, Kind::Movie));
                let _ = (kitsu_details(body, "anidb:1"), kitsu::previews(body));
            }
        }
    }
}

#[test]
fn an_anime_search_knows_films_from_series() {
    let found = kitsu::previews(include_bytes!("fixtures/kitsu/search.json")).unwrap();
    assert_eq!(found.iter().map(|preview| preview.id.as_str()).collect::<Vec<_>>(), ["kitsu:90012", "kitsu:90300"]);
    assert_eq!(found.iter().map(|preview| preview.kind).collect::<Vec<_>>(), [Kind::Anime, Kind::Movie]);
    assert_eq!(found[0].ids.imdb.as_deref(), Some("tt99000201"));
    assert_eq!((found[0].ids.kitsu, found[0].year), (Some(90012), Some(2004)));
}

#[test]
fn an_anime_asked_by_anidb_knows_its_other_ids_and_every_numbering() {
    let meta = kitsu_details(include_bytes!("fixtures/kitsu/series_by_anidb.json"), "anidb:90069").unwrap();
    assert_eq!(meta.preview.id, "kitsu:90012");
    assert_eq!((meta.preview.ids.anidb, meta.preview.ids.kitsu), (Some(90069), Some(90012)));
    assert_eq!(meta.aliases, ["Kazeboshi", "風星"]);
    let second_year = wanted(&meta, None, Some(62)).episode.unwrap();
    assert_eq!(second_year.asked, Numbering { season: Some(1), episode: 62 });
    assert_eq!(second_year.imdb, Some(Numbering { season: Some(2), episode: 1 }));
    assert_eq!((second_year.kitsu, second_year.absolute), (Some(62), Some(62)));
    let crossover = wanted(&meta, None, Some(590)).episode.unwrap();
    assert_eq!(crossover.imdb, None, "IMDb does not list it");
    assert_eq!(crossover.aired, Some(date(2012, 2, 2)));
    assert_eq!(wanted(&meta, None, Some(63)).episode.unwrap().imdb, None, "half a numbering is none");
    assert_eq!(wanted(&meta, None, Some(9999)).episode.unwrap().kitsu, Some(9999), "an episode nobody listed yet");
}

#[test]
fn an_anime_film_is_a_film() {
    let meta = kitsu_details(include_bytes!("fixtures/kitsu/movie.json"), "kitsu:90300").unwrap();
    assert_eq!((meta.preview.kind, meta.videos.len()), (Kind::Movie, 0));
    assert_eq!(wanted(&meta, None, Some(1)).episode, None);
}

#[test]
fn an_entry_of_a_later_season_does_not_pretend_to_count_through() {
    let meta = kitsu_details(include_bytes!("fixtures/kitsu/later_season.json"), "kitsu:90400").unwrap();
    let episode = wanted(&meta, None, Some(2)).episode.unwrap();
    assert_eq!((episode.absolute, episode.kitsu), (None, Some(2)));
    assert_eq!(episode.imdb, Some(Numbering { season: Some(2), episode: 2 }));
}

#[test]
fn an_anime_without_a_list_of_episodes_can_still_be_asked_for() {
    let meta = kitsu_details(include_bytes!("fixtures/kitsu/no_videos.json"), "kitsu:90500").unwrap();
    assert_eq!((meta.preview.kind, meta.videos.len()), (Kind::Anime, 0));
    assert_eq!(wanted(&meta, None, Some(3)).episode.unwrap().asked, Numbering { season: Some(1), episode: 3 });
}

#[test]
fn an_episode_of_a_series_can_be_counted_through_its_seasons() {
    let meta = cinemeta::details(include_bytes!("fixtures/cinemeta/series.json"), Kind::Series).unwrap();
    let episode = |wanted: Wanted| wanted.episode.unwrap();
    let by_season = episode(wanted(&meta, Some(2), Some(1)));
    assert_eq!((by_season.absolute, by_season.imdb, by_season.kitsu), (Some(3), None, None));
    let context = wanted(&meta, Some(1), Some(1)).context;
    assert_eq!(context.countries, meta.countries);
    assert_eq!((context.season_length, &*context.other_days), (Some(2), &[date(2019, 12, 27)][..]));
    assert!(context.episode_names.contains(&"The Lamp".to_owned()));
    assert_eq!(episode(wanted(&meta, None, Some(3))), by_season, "the third of all");
    assert_eq!(wanted(&meta, None, None).episode, None);
}

struct Stage {
    simulator: Simulator,
    http: Http,
    endpoints: Endpoints,
}

impl Stage {
    async fn set() -> Self {
        let simulator = Simulator::start(Config { torrents: 20, ..Config::quick() }).await.unwrap();
        let endpoints = Endpoints::under(&simulator.base_url()).unwrap();
        Self { simulator, http: Http::new().unwrap(), endpoints }
    }

    fn catalogues(&self) -> Catalogues<'_> {
        Catalogues { http: &self.http, endpoints: &self.endpoints }
    }
}

#[tokio::test]
async fn every_home_row_has_titles() {
    let stage = Stage::set().await;
    for row in home_rows() {
        let titles = stage.catalogues().catalog(row.id, 0).await.unwrap();
        assert!(!titles.is_empty(), "{}", row.id);
        assert!(row.kind == Kind::Anime || titles.iter().all(|title| title.kind == row.kind), "{}", row.id);
    }
    assert_eq!(stage.catalogues().catalog("nonsense", 0).await, Err(MetadataError::NotFound));
}

#[tokio::test]
async fn titles_are_found_by_name_and_looked_up_under_either_kind() {
    let stage = Stage::set().await;
    let catalogues = stage.catalogues();
    let found = catalogues.search(" sintel ", Kind::Movie).await.unwrap();
    assert_eq!(found[0].id, "tt1727587");
    assert_eq!(catalogues.search("windstar", Kind::Anime).await.unwrap()[0].id, "kitsu:90012");
    assert_eq!(catalogues.search("  ", Kind::Movie).await, Ok(Vec::new()));
    for kind in [Kind::Movie, Kind::Series, Kind::Anime] {
        let film = catalogues.details(kind, "tt1727587").await.unwrap();
        assert_eq!(film.preview.kind, Kind::Movie, "asked as {kind:?}");
        let series = catalogues.details(kind, "tt99000101:2:3").await.unwrap();
        assert_eq!(series.preview.kind, Kind::Series, "asked as {kind:?}");
    }
    assert_eq!(catalogues.details(Kind::Movie, "tt0000000").await, Err(MetadataError::NotFound));
    assert_eq!(catalogues.details(Kind::Movie, "../../etc/passwd").await, Err(MetadataError::NotFound));
    assert_eq!(catalogues.details(Kind::Anime, "kitsu:4000000000").await, Err(MetadataError::NotFound));
}

#[tokio::test]
async fn a_pasted_id_finds_the_title_it_names_under_its_own_kind() {
    let stage = Stage::set().await;
    for (id, kind) in [("tt1727587", Kind::Movie), ("tt99000101", Kind::Series), ("anidb:90069", Kind::Anime)] {
        for asked in [Kind::Movie, Kind::Series, Kind::Anime] {
            let found = stage.catalogues().search(id, asked).await.unwrap();
            assert_eq!(found.len(), usize::from(asked == kind), "{id} among {asked:?}");
        }
    }
    assert_eq!(stage.catalogues().search("tt0000000", Kind::Movie).await, Ok(Vec::new()));
    for unknown in ["kitsu:1", "anidb:1", "mal:1"] {
        let found = stage.catalogues().details(Kind::Anime, unknown).await;
        assert_eq!(found, Err(MetadataError::NotFound), "{unknown}, with 404 or 500");
    }
}

#[tokio::test]
async fn a_catalogue_that_does_not_answer_says_why() {
    let stage = Stage::set().await;
    let upset = |knobs| stage.simulator.set_knobs(Simulated::Cinemeta, knobs);
    upset(Knobs { status: Some(500), ..Knobs::default() });
    let found = stage.catalogues().details(Kind::Movie, "tt1727587").await;
    assert_eq!(found, Err(MetadataError::Failed(Failure::Refused(500))));
    upset(Knobs { status: Some(429), retry_after: Some("60".to_owned()), ..Knobs::default() });
    let found = stage.catalogues().search("sintel", Kind::Movie).await;
    let limited = Failure::RateLimited { retry_after: Some(Duration::from_mins(1)) };
    assert_eq!(found, Err(MetadataError::Failed(limited)));
    upset(Knobs { challenge: true, ..Knobs::default() });
    assert_eq!(stage.catalogues().search("sintel", Kind::Movie).await, Err(MetadataError::Failed(Failure::Blocked)));
    upset(Knobs { garbage: true, ..Knobs::default() });
    let found = stage.catalogues().search("sintel", Kind::Movie).await;
    assert!(matches!(found, Err(MetadataError::Failed(Failure::Malformed(_)))));
    upset(Knobs { fail_first: 1, ..Knobs::default() });
    assert!(stage.catalogues().details(Kind::Movie, "tt1727587").await.is_ok(), "one 503 passes by itself");
}
