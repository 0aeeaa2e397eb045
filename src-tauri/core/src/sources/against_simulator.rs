//! Asks every source over a real connection to the simulator: checks the requests, the results, and the error that
//! each fault leads to.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures::StreamExt as _;
use perihelion_simulator::{Config, Knobs, Simulator, Upstream};

use super::options::{AnimeTosho, AnimeToshoForm};
use super::{Ask, Options, SourceAnswer, SourceError, Understanding, asked_with, scrape, understands};
use crate::endpoints::Endpoints;
use crate::http::Http;
use crate::metadata::{Catalogues, parse_id, wanted, wanted_from_id};
use crate::secret::Secret;
use crate::title::{Kind, Wanted};
use crate::torrent::{SourceName, Torrent};

struct Stage {
    simulator: Simulator,
    http: Http,
    endpoints: Endpoints,
    options: Options,
}

impl Stage {
    async fn set() -> Self {
        let simulator = Simulator::start(Config { torrents: 150, ..Config::quick() }).await.unwrap();
        let endpoints = Endpoints::under(&simulator.base_url()).unwrap();
        Self { simulator, http: Http::new().unwrap(), endpoints, options: Options::default() }
    }

    fn catalogues(&self) -> Catalogues<'_> {
        Catalogues { http: &self.http, endpoints: &self.endpoints }
    }

    async fn anime(&self) -> Wanted {
        wanted(&self.catalogues().details(Kind::Anime, "anidb:90069").await.unwrap(), None, Some(1071))
    }

    async fn ask(&self, source: SourceName, wanted: &Wanted) -> Result<Vec<Torrent>, SourceError> {
        self.ask_within(source, wanted, Duration::from_secs(20)).await
    }

    async fn ask_within(
        &self,
        source: SourceName,
        wanted: &Wanted,
        budget: Duration,
    ) -> Result<Vec<Torrent>, SourceError> {
        self.answer(source, wanted, budget).await.map(|answer| answer.torrents)
    }

    async fn answer(&self, source: SourceName, wanted: &Wanted, budget: Duration) -> Result<SourceAnswer, SourceError> {
        let ask = Ask {
            http: &self.http,
            endpoints: &self.endpoints,
            options: &self.options,
            wanted,
            budget,
            besides: &[],
            early: None,
        };
        scrape(source, ask).await
    }

    fn upset(&self, source: SourceName, knobs: Knobs) {
        self.simulator.set_knobs(source.as_str().parse::<Upstream>().unwrap(), knobs);
    }

    /// Returns the requests that reached `source` so far, sorted, because several go out at once in no fixed order.
    fn asked_of(&self, source: SourceName) -> Vec<String> {
        let upstream: Upstream = source.as_str().parse().unwrap();
        let mut asked: Vec<String> = self
            .simulator
            .requests()
            .into_iter()
            .filter(|request| request.upstream == upstream)
            .map(|request| request.path_and_query)
            .collect();
        asked.sort();
        asked
    }
}

#[tokio::test]
async fn every_source_knows_a_long_running_anime_under_its_own_id() {
    let stage = Stage::set().await;
    let wanted = stage.anime().await;
    for source in SourceName::ALL {
        assert_eq!(understands(source, &wanted, &stage.options), Understanding::Yes, "{source:?}");
        let torrents = stage.ask(source, &wanted).await.unwrap();
        assert!(
            !torrents.is_empty(),
            "{source:?} found nothing with {:?}",
            asked_with(source, &wanted, &stage.options)
        );
        assert!(torrents.iter().all(|torrent| torrent.source == source && !torrent.title.is_empty()));
    }
}

#[tokio::test]
async fn each_source_is_asked_in_the_dialect_it_knows() {
    let stage = Stage::set().await;
    let wanted = stage.anime().await;
    for source in SourceName::ALL {
        stage.ask(source, &wanted).await.unwrap();
    }
    let both =
        |source: &str| ["kitsu:90012:1071", "tt99000201:21:11"].map(|id| format!("/{source}/stream/series/{id}.json"));
    assert_eq!(stage.asked_of(SourceName::Torrentio), both("torrentio"));
    assert_eq!(stage.asked_of(SourceName::Comet), both("comet"));
    assert_eq!(stage.asked_of(SourceName::TorrentsDb), both("torrentsdb"));
    assert_eq!(stage.asked_of(SourceName::Peerflix), both("peerflix"));
    assert_eq!(stage.asked_of(SourceName::MediaFusion), ["/mediafusion/stream/series/tt99000201:21:11.json"]);
    assert_eq!(
        stage.asked_of(SourceName::StremThru),
        ["/stremthru/v0/torrents?sid=anidb:90069:1071", "/stremthru/v0/torrents?sid=tt99000201:21:11"]
    );
    assert_eq!(
        stage.asked_of(SourceName::Zilean),
        [
            "/zilean/dmm/filtered?query=Kazeboshi",
            "/zilean/dmm/filtered?query=Windstar%20Wanderers",
            "/zilean/dmm/filtered?query=Windstar%20Wanderers&season=1&episode=1071",
            "/zilean/dmm/filtered?query=Windstar%20Wanderers&season=21&episode=11"
        ]
    );
}

#[tokio::test]
async fn any_id_of_an_anime_leads_to_the_same_rows() {
    let stage = Stage::set().await;
    let mut answers = Vec::new();
    for id in ["kitsu:90012", "anidb:90069", "mal:90021", "anilist:90033"] {
        let meta = stage.catalogues().details(Kind::Anime, id).await.unwrap();
        let wanted = wanted(&meta, None, Some(1071));
        answers.push(stage.ask(SourceName::Torrentio, &wanted).await.unwrap());
    }
    assert!(answers.iter().all(|rows| *rows == answers[0]));
}

#[tokio::test]
async fn films_and_series_are_found_by_every_source() {
    let stage = Stage::set().await;
    let film = wanted(&stage.catalogues().details(Kind::Movie, "tt1727587").await.unwrap(), None, None);
    let meta = stage.catalogues().details(Kind::Series, "tt99000101").await.unwrap();
    let series = wanted(&meta, Some(2), Some(3));
    for wanted in [film, series] {
        for source in SourceName::ALL {
            let rows = stage.ask(source, &wanted).await.unwrap();
            assert!(!rows.is_empty(), "{source:?} knows torrents of {}", wanted.name);
        }
    }
}

#[tokio::test]
async fn an_id_alone_is_asked_where_it_is_understood() {
    let anime = wanted_from_id(&parse_id("anidb:90069:1071").unwrap(), None);
    for source in SourceName::ALL {
        let expected = match source {
            SourceName::StremThru | SourceName::AnimeTosho => Understanding::Yes,
            _ => Understanding::NeedsDetails,
        };
        assert_eq!(understands(source, &anime, &Options::default()), expected, "{source:?}");
    }
    let film = wanted_from_id(&parse_id("tt1727587").unwrap(), None);
    assert_eq!(understands(SourceName::Torrentio, &film, &Options::default()), Understanding::Yes);
    assert_eq!(
        understands(SourceName::Zilean, &film, &Options::default()),
        Understanding::NeedsDetails,
        "it searches by title"
    );
    assert_eq!(
        understands(SourceName::Nyaa, &film, &Options::default()),
        Understanding::NeedsDetails,
        "it searches by title"
    );
}

/// A fault, the knobs that cause it, the budget of the request, and a check of the resulting error.
type Fault = (&'static str, Knobs, Duration, fn(&SourceError) -> bool);

fn faults() -> Vec<Fault> {
    let calm = Knobs::default;
    let status = |status| Knobs { status: Some(status), ..calm() };
    let patient = Duration::from_secs(20);
    vec![
        ("403", status(403), patient, |error| *error == SourceError::Blocked),
        ("418", status(418), patient, |error| *error == SourceError::Blocked),
        ("challenge", Knobs { challenge: true, ..calm() }, patient, |error| *error == SourceError::Blocked),
        ("200 challenge", Knobs { challenge: true, status: Some(200), ..calm() }, patient, |error| {
            *error == SourceError::Blocked
        }),
        ("429", status(429), patient, |error| *error == SourceError::RateLimited { retry_after: None }),
        ("429 with Retry-After", Knobs { retry_after: Some("3600".to_owned()), ..status(429) }, patient, |error| {
            *error == SourceError::RateLimited { retry_after: Some(Duration::from_hours(1)) }
        }),
        ("500", status(500), patient, |error| *error == SourceError::Refused(500)),
        ("502", status(502), patient, |error| *error == SourceError::Refused(502)),
        ("garbage", Knobs { garbage: true, ..calm() }, patient, |error| matches!(error, SourceError::Malformed(_))),
        ("cut short", Knobs { drop_mid_body: true, ..calm() }, patient, |error| {
            matches!(error, SourceError::Malformed(_))
        }),
        ("endless", Knobs { gigantic_bytes: Some(65 << 20), ..calm() }, patient, |error| {
            matches!(error, SourceError::Malformed(_))
        }),
        ("hang", Knobs { hang: true, ..calm() }, Duration::from_millis(400), |error| {
            matches!(error, SourceError::Timeout(_))
        }),
    ]
}

#[tokio::test]
async fn every_fault_of_every_source_is_told_as_what_it_is() {
    let stage = Stage::set().await;
    let wanted = stage.anime().await;
    for (fault, knobs, budget, is_expected) in faults() {
        let (stage, wanted) = (&stage, &wanted);
        let ask = |source| {
            stage.upset(source, knobs.clone());
            Box::pin(async move {
                let started = Instant::now();
                let outcome = stage.ask_within(source, wanted, budget).await;
                assert!(started.elapsed() < budget + Duration::from_secs(10), "{source:?} under {fault} ended in time");
                (source, outcome)
            })
        };
        // Each floods the machine: one after the other, so that none is late for the others.
        let at_once = if knobs.gigantic_bytes.is_some() { 1 } else { SourceName::ALL.len() };
        let outcomes = futures::stream::iter(SourceName::ALL.map(ask)).buffer_unordered(at_once);
        for (source, outcome) in outcomes.collect::<Vec<_>>().await {
            let error = outcome.expect_err(&format!("{source:?} under {fault}"));
            assert!(is_expected(&error), "{source:?} under {fault}: {error:?}");
        }
    }
}

#[tokio::test]
async fn what_is_not_found_or_empty_is_no_rows_or_a_refusal() {
    let stage = Stage::set().await;
    let wanted = stage.anime().await;
    for source in SourceName::ALL {
        stage.upset(source, Knobs { empty: true, ..Knobs::default() });
        assert_eq!(stage.ask(source, &wanted).await, Ok(Vec::new()), "{source:?}");
        stage.upset(source, Knobs { status: Some(404), ..Knobs::default() });
        let expected = if source == SourceName::Peerflix { Ok(Vec::new()) } else { Err(SourceError::Refused(404)) };
        assert_eq!(stage.ask(source, &wanted).await, expected, "{source:?}");
    }
}

#[tokio::test]
async fn what_passes_by_itself_is_waited_out() {
    let stage = Stage::set().await;
    let film = wanted(&stage.catalogues().details(Kind::Movie, "tt1727587").await.unwrap(), None, None);
    for source in
        [SourceName::StremThru, SourceName::Comet, SourceName::Zilean, SourceName::TorrentsDb, SourceName::Peerflix]
    {
        stage.upset(source, Knobs { fail_first: 1, ..Knobs::default() });
        assert!(!stage.ask(source, &film).await.unwrap().is_empty(), "{source:?} after one 503");
    }
    for source in [SourceName::Torrentio, SourceName::MediaFusion] {
        stage.upset(source, Knobs { fail_first: 1, status: Some(429), ..Knobs::default() });
        assert_eq!(stage.ask(source, &film).await, Err(SourceError::RateLimited { retry_after: None }), "{source:?}");
        assert_eq!(stage.asked_of(source).len(), 1, "{source:?} counts requests, and is asked once");
    }
}

#[tokio::test]
async fn one_form_failing_does_not_lose_the_other() {
    let stage = Stage::set().await;
    let anime = stage.anime().await;
    // The first request fails for good, the second is answered.
    stage.upset(SourceName::Torrentio, Knobs { fail_first: 1, status: Some(500), ..Knobs::default() });
    let rows = stage.ask(SourceName::Torrentio, &anime).await.unwrap();
    assert!(!rows.is_empty());
}

#[tokio::test]
async fn nobody_listening_is_unreachable() {
    let stage = Stage::set().await;
    let wanted = stage.anime().await;
    let nobody = Endpoints::under("http://127.0.0.1:1").unwrap();
    let ask = Ask {
        http: &stage.http,
        endpoints: &nobody,
        options: &stage.options,
        wanted: &wanted,
        budget: Duration::from_secs(20),
        besides: &[],
        early: None,
    };
    for outcome in futures::future::join_all(SourceName::ALL.map(|source| scrape(source, ask))).await {
        assert!(matches!(outcome, Err(SourceError::Unreachable(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn nyaa_is_asked_for_the_best_seeded_where_the_newest_are_not_all() {
    let stage = Stage::set().await;
    stage.upset(SourceName::Nyaa, Knobs { torrents: Some(180), ..Knobs::default() });
    let pages = |page: &str| stage.asked_of(SourceName::Nyaa).iter().filter(|path| path.contains(page)).count();
    let film = wanted(&stage.catalogues().details(Kind::Movie, "tt1727587").await.unwrap(), None, None);
    let of_the_film = stage.ask(SourceName::Nyaa, &film).await.unwrap().len();
    assert_eq!((pages("page=rss"), pages("o=desc"), pages("p=2")), (1, 1, 0));
    assert!(of_the_film > 75, "of 180: {of_the_film}");
    stage.ask(SourceName::Nyaa, &stage.anime().await).await.unwrap();
    assert_eq!(pages("o=desc") - 1, 2 * pages("p=2"), "two pages each");
    assert!(pages("p=2") > 0);
}

#[tokio::test]
async fn an_addon_that_goes_on_looking_has_not_answered_in_full() {
    let stage = Stage::set().await;
    let film = wanted(&stage.catalogues().details(Kind::Movie, "tt1727587").await.unwrap(), None, None);
    stage.upset(SourceName::Comet, Knobs { notices: true, ..Knobs::default() });
    let answer = stage.answer(SourceName::Comet, &film, Duration::from_secs(20)).await.unwrap();
    assert!(answer.torrents.is_empty() && answer.missing.is_some(), "to be asked again: {answer:?}");
}

#[tokio::test]
async fn an_addon_that_has_only_begun_to_look_is_asked_again() {
    let stage = Stage::set().await;
    let film = wanted(&stage.catalogues().details(Kind::Movie, "tt1727587").await.unwrap(), None, None);
    stage.upset(SourceName::Comet, Knobs { notices: true, ..Knobs::default() });
    let looking = stage.ask(SourceName::Comet, &film);
    let done = async {
        while stage.asked_of(SourceName::Comet).is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stage.upset(SourceName::Comet, Knobs::default());
    };
    assert!(!tokio::join!(looking, done).0.unwrap().is_empty());
    assert_eq!(stage.asked_of(SourceName::Comet).len(), 2);
}

#[tokio::test]
async fn nyaa_in_trouble_is_asked_once_more_and_not_for_further_pages() {
    let stage = Stage::set().await;
    stage.upset(SourceName::Nyaa, Knobs { status: Some(500), ..Knobs::default() });
    let pages = |page: &str| stage.asked_of(SourceName::Nyaa).iter().filter(|path| path.contains(page)).count();
    let refused = stage.ask(SourceName::Nyaa, &stage.anime().await).await;
    assert_eq!(refused.unwrap_err(), SourceError::Refused(500));
    assert_eq!(pages("p=2"), 0);
    assert!(pages("o=desc") > 0);
}

#[tokio::test]
async fn further_pages_of_a_feed_are_asked_together() {
    const LATENCY: u64 = 400;
    let mut stage = Stage::set().await;
    stage.options.animetosho = AnimeTosho { form: AnimeToshoForm::Torznab, key: Secret::new("planted") };
    stage.upset(SourceName::AnimeTosho, Knobs { torrents: Some(350), latency_ms: LATENCY, ..Knobs::default() });
    let film = wanted(&stage.catalogues().details(Kind::Movie, "tt1727587").await.unwrap(), None, None);
    let found = stage.ask(SourceName::AnimeTosho, &film).await.unwrap().len();
    assert!(found > 200, "more than two pages: {found}");
    // When each further page was asked for.
    let mut asked: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for request in stage.simulator.requests() {
        if let Some((search, _)) = request.path_and_query.split_once("&offset=") {
            asked.entry(search.to_owned()).or_default().push(request.at_ms);
        }
    }
    let together = |times: &Vec<u64>| {
        times.len() >= 2 && times.iter().max() < times.iter().min().map(|first| first + LATENCY).as_ref()
    };
    assert!(asked.values().any(together), "{asked:?}");
}
