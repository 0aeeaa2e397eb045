//! Every source asked over a real connection: what it is asked with, what comes back, and what each fault becomes.

use std::time::{Duration, Instant};

use perihelion_simulator::{Config, Knobs, LONG_RUNNER, Simulator, Upstream};

use super::{Ask, SourceError, Understanding, asked_with, scrape, understands};
use crate::endpoints::Endpoints;
use crate::http::Http;
use crate::metadata::{Catalogues, parse_id, wanted, wanted_from_id};
use crate::title::{Kind, Wanted};
use crate::torrent::{SourceName, Torrent};

struct Stage {
    simulator: Simulator,
    http: Http,
    endpoints: Endpoints,
}

impl Stage {
    async fn set() -> Self {
        let simulator = Simulator::start(Config { torrents: 400, ..Config::quick() }).await.unwrap();
        let endpoints = Endpoints::under(&simulator.base_url()).unwrap();
        Self { simulator, http: Http::new().unwrap(), endpoints }
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
        scrape(source, Ask { http: &self.http, endpoints: &self.endpoints, wanted, budget }).await
    }

    fn upset(&self, source: SourceName, knobs: Knobs) {
        self.simulator.set_knobs(source.as_str().parse::<Upstream>().unwrap(), knobs);
    }

    /// What `source` was asked for so far.
    fn asked_of(&self, source: SourceName) -> Vec<String> {
        let upstream: Upstream = source.as_str().parse().unwrap();
        self.simulator
            .requests()
            .into_iter()
            .filter(|request| request.upstream == upstream)
            .map(|request| request.path_and_query)
            .collect()
    }
}

#[tokio::test]
async fn every_source_knows_a_long_running_anime_under_its_own_id() {
    let stage = Stage::set().await;
    let wanted = stage.anime().await;
    for source in SourceName::ALL {
        assert_eq!(understands(source, &wanted), Understanding::Yes, "{source:?}");
        let torrents = stage.ask(source, &wanted).await.unwrap();
        assert!(!torrents.is_empty(), "{source:?} found nothing with {:?}", asked_with(source, &wanted));
        assert!(torrents.iter().all(|torrent| torrent.source == source && !torrent.title.is_empty()));
    }
}

#[tokio::test]
async fn probe() {
    let stage = Stage::set().await;
    let film = wanted(&stage.catalogues().details(Kind::Movie, "tt1727587").await.unwrap(), None, None);
    let anime = stage.anime().await;
    let series = stage.catalogues().search("lantern", Kind::Series).await.unwrap();
    println!("{series:?}");
    let rows = stage.catalogues().catalog("series-popular", 0).await.unwrap();
    println!("{:?}", rows.iter().map(|r| (r.id.clone(), r.name.clone())).collect::<Vec<_>>());
    let one = wanted(&stage.catalogues().details(Kind::Series, &rows[0].id).await.unwrap(), Some(2), Some(3));
    for wanted in [film, anime, one] {
        println!("=== {wanted:?}");
        for source in [SourceName::Zilean, SourceName::AnimeTosho, SourceName::Nyaa] {
            let ask = Ask { http: &stage.http, endpoints: &stage.endpoints, wanted: &wanted, budget: Duration::from_secs(20) };
            let raw = match source { SourceName::Zilean => super::zilean::scrape(ask).await, SourceName::Nyaa => super::nyaa::scrape(ask).await, _ => super::animetosho::scrape(ask).await }.unwrap();
            println!("{source:?} {}", raw.len());
            for torrent in raw { let one = super::relevance::sift(vec![torrent.clone()], &wanted); if one.kept.is_empty() { println!("   {:?} {}", one.dropped, torrent.title); } else { println!("   + {}", torrent.title);} }
        }
    }
}
