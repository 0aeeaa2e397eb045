//! Owns what the stories play on: a simulator, the tools of a search over it, works of our own, and what a search told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use perihelion_core::debrid::{Budget, Debrid, Pace, Rate, Store};
use perihelion_core::endpoints::Endpoints;
use perihelion_core::http::Http;
use perihelion_core::metadata::{Catalogues, parse_id, wanted, wanted_from_id};
use perihelion_core::model::Candidate;
use perihelion_core::pipeline::Details;
use perihelion_core::pipeline::event::Event;
use perihelion_core::pipeline::link::{AccountWork, Links, Offered, Wishes};
use perihelion_core::pipeline::{self, Found, Refresh, SearchRequest, Tools};
use perihelion_core::profile::{self, Profile};
use perihelion_core::secret::Secret;
use perihelion_core::sources::Options;
use perihelion_core::sources::health::Health;
use perihelion_core::store::{Cache, Ledger};
use perihelion_core::title::{Correction, Kind, Wanted};
use perihelion_core::torrent::{InfoHash, SourceName, Torrent};
use perihelion_simulator::{Config, Kind as WorkKind, Knobs, Release, Request, Simulator, StoreFaults, Upstream, Work};

/// As many torrents as make several chunks and still take no time.
pub(crate) const SOME: usize = 300;
pub(crate) const SINTEL: &str = "tt1727587";
/// A film of our own, known by nothing but the torrents a story gives it.
pub(crate) const OWN_FILM: &str = "tt99900001";

pub(crate) struct Stage {
    pub(crate) simulator: Simulator,
    pub(crate) tools: Tools,
}

/// What a search told, and what it found.
pub(crate) struct Story {
    pub(crate) events: Vec<Event>,
    pub(crate) found: Found,
}

/// The demo's world without its delays, and smaller.
pub(crate) fn quick() -> Config {
    Config { torrents: SOME, ..Config::quick() }
}

/// The waits for a service on the same machine: none is longer than `most`.
pub(crate) fn at_most(most: Duration) -> Pace {
    let real = Pace::default();
    let cut = |times: Vec<Duration>| times.into_iter().map(|time| time.min(most)).collect();
    Pace {
        looks: cut(real.looks),
        delayed: cut(real.delayed),
        head_start: real.head_start.min(most),
        second_look: real.second_look.min(most),
        longest_fetch_pause: real.longest_fetch_pause.min(most),
        ..real
    }
}

impl Stage {
    /// What the app starts with, on a folder of its own that is deleted with the returned handle.
    pub(crate) async fn profile(&self) -> (Profile, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let options = profile::Options {
            data_dir: Some(folder.path().to_owned()),
            endpoints: Some(self.simulator.base_url()),
            no_keyring: true,
            ..profile::Options::default()
        };
        (Profile::open(options).await.unwrap().0, folder)
    }

    pub(crate) async fn set(config: Config) -> Self {
        let simulator = Simulator::start(config).await.unwrap();
        let cache = Cache::in_memory().unwrap();
        let tools = Tools {
            http: Http::new().unwrap(),
            endpoints: Endpoints::under(&simulator.base_url()).unwrap(),
            health: Health::default(),
            cache,
            ledger: Ledger::in_memory().unwrap(),
            accounts: Vec::new(),
            sources: Arc::new(Options::within(Duration::from_secs(20))),
        };
        Self { simulator, tools }.signed_in("demo-premium")
    }

    /// The film of our own with these torrents and no others.
    pub(crate) async fn with_film(releases: Vec<Release>, config: Config) -> Self {
        Self::set(Config { works: vec![film(releases)], ..config }).await
    }

    /// One film whose services fail so.
    pub(crate) async fn with_faults(releases: Vec<Release>, faults: StoreFaults) -> Self {
        Self::with_film(releases, Config { store_faults: faults, ..quick() }).await
    }

    pub(crate) fn signed_in(mut self, token: &str) -> Self {
        self.tools.accounts = vec![self.debrid(token)];
        self
    }

    pub(crate) fn signed_out(mut self) -> Self {
        self.tools.accounts.clear();
        self
    }

    pub(crate) fn debrid(&self, token: &str) -> Debrid {
        self.debrid_at(Store::RealDebrid, token)
    }

    /// An account that is asked as often as a story needs it, and waited for no longer.
    pub(crate) fn debrid_at(&self, store: Store, token: &str) -> Debrid {
        Debrid::new(self.tools.http.clone(), self.tools.endpoints.clone(), store, Secret::new(token).unwrap())
            .with_budget(Budget::new(Rate { per_minute: 60_000, at_once: 1_000 }))
            .with_pace(at_most(Duration::from_millis(40)))
    }

    pub(crate) fn links(&self, token: &str) -> Links {
        self.links_of(vec![self.debrid(token)])
    }

    pub(crate) fn links_of(&self, accounts: Vec<Debrid>) -> Links {
        Links {
            accounts,
            ledger: self.tools.ledger.clone(),
            work: AccountWork::default(),
            keep_added: false,
            http: self.tools.http.clone(),
            offered: Offered::ByAll,
            wishes: Wishes::default(),
        }
    }

    pub(crate) fn mood(&self, source: SourceName, knobs: Knobs) {
        self.simulator.set_knobs(upstream(source), knobs);
    }

    /// What is searched for under a Stremio id, its details still to come.
    pub(crate) fn search_for(&self, id: &str) -> SearchRequest {
        let asked = parse_id(id).unwrap();
        let quick = wanted_from_id(&asked, None);
        let (http, endpoints, kind) = (self.tools.http.clone(), self.tools.endpoints.clone(), quick.kind);
        let details = Details::pending(async move {
            let catalogues = Catalogues { http: &http, endpoints: &endpoints };
            let meta = catalogues.details(kind, &asked.title_id).await.ok()?;
            Some(wanted(&meta, asked.season, asked.episode))
        });
        SearchRequest {
            wanted: quick,
            details,
            sources: SourceName::ALL.to_vec(),
            refresh: Refresh::Stale,
            correction: Correction::default(),
            taste: Arc::default(),
        }
    }

    pub(crate) async fn run(&self, search: SearchRequest) -> Story {
        let mut events = Vec::new();
        let found = pipeline::search(&self.tools, search, |event| events.push(event)).await;
        Story { events, found }
    }

    pub(crate) async fn find(&self, id: &str) -> Story {
        self.run(self.search_for(id)).await
    }

    /// What a link is made for, with everything the catalogue knows.
    pub(crate) async fn wanted(&self, id: &str) -> Wanted {
        let asked = parse_id(id).unwrap();
        let kind = asked.kind_hint.unwrap_or(Kind::Movie);
        let catalogues = Catalogues { http: &self.tools.http, endpoints: &self.tools.endpoints };
        wanted(&catalogues.details(kind, &asked.title_id).await.unwrap(), asked.season, asked.episode)
    }

    /// Requests made to each source. StremThru's store is none.
    pub(crate) fn asked(&self) -> BTreeMap<SourceName, usize> {
        let requests = self.simulator.requests();
        let of = |source| requests.iter().filter(|request| is_to(request, source)).count();
        SourceName::ALL.into_iter().map(|source| (source, of(source))).filter(|(_, count)| *count > 0).collect()
    }

    /// Paths of the requests made to the debrid store, without the store's own prefix.
    pub(crate) fn asked_of_store(&self) -> Vec<String> {
        let requests = self.simulator.requests().into_iter();
        let strip = |request: Request| {
            let rest = request.path_and_query.strip_prefix("/stremthru/v0/store/")?.to_owned();
            Some(format!("{} {rest}", request.method))
        };
        requests.filter_map(strip).collect()
    }

    /// The hashes of each cache check, in the order the checks arrived.
    pub(crate) fn checks(&self) -> Vec<Vec<String>> {
        let hashes = |path: String| {
            let rest = path.strip_prefix("GET magnets/check?magnet=")?.to_owned();
            Some(rest.split('&').next().unwrap_or_default().split(',').map(str::to_owned).collect())
        };
        self.asked_of_store().into_iter().filter_map(hashes).collect()
    }

    /// The hashes that a token's account holds now.
    pub(crate) fn held(&self, token: &str) -> BTreeSet<String> {
        let magnets = self.simulator.account().magnets.into_iter();
        magnets.filter(|magnet| magnet.token == token).map(|magnet| magnet.hash).collect()
    }
}

impl Story {
    pub(crate) fn row(&self, hash: &str) -> &Candidate {
        let hash = InfoHash::parse(hash).unwrap();
        self.found.candidates.iter().find(|row| row.torrent.info_hash == hash).unwrap()
    }

    /// The place of the first event that is so.
    pub(crate) fn place(&self, is_so: impl Fn(&Event) -> bool) -> Option<usize> {
        self.events.iter().position(is_so)
    }

    /// The sources that ended as `is_so` says.
    pub(crate) fn sources(&self, is_so: impl Fn(&Event) -> Option<SourceName>) -> BTreeSet<SourceName> {
        self.events.iter().filter_map(is_so).collect()
    }

    pub(crate) fn failed(&self) -> BTreeSet<SourceName> {
        self.sources(|event| match event {
            Event::SourceFailed { source, .. } => Some(*source),
            _ => None,
        })
    }

    pub(crate) fn answered(&self) -> BTreeSet<SourceName> {
        self.sources(|event| match event {
            Event::SourceAnswered { source, .. } => Some(*source),
            _ => None,
        })
    }
}

pub(crate) fn upstream(source: SourceName) -> Upstream {
    source.as_str().parse().unwrap()
}

fn is_to(request: &Request, source: SourceName) -> bool {
    request.upstream == upstream(source) && !request.path_and_query.starts_with("/stremthru/v0/store/")
}

pub(crate) fn film(releases: Vec<Release>) -> Work {
    Work {
        imdb: OWN_FILM.to_owned(),
        kind: WorkKind::Movie,
        name: "Harbour of Glass".to_owned(),
        year: 2019,
        runtime_min: 95,
        releases,
        ..Work::default()
    }
}

/// One torrent of the film with one file, listed by `sources`; by everybody when there are none.
pub(crate) fn release(number: u64, sources: &[SourceName]) -> Release {
    let name = format!("Harbour.of.Glass.2019.1080p.WEB-DL.x264-GRP{number}");
    Release {
        hash: hash(number),
        files: vec![(format!("/{name}.mkv"), 2_000_000_000 + number)],
        name,
        seeders: 10,
        cached: Some(true),
        sources: sources.iter().copied().map(upstream).collect(),
        episode: None,
    }
}

/// A torrent of the film that holds no video.
pub(crate) fn without_video(number: u64) -> Release {
    Release { files: vec![("/Readme.txt".to_owned(), 412)], ..release(number, &[]) }
}

pub(crate) fn hash(number: u64) -> String {
    format!("abcdef{number:034x}")
}

/// A row as a link is made of, known to be cached.
pub(crate) fn candidate(release: &Release) -> Candidate {
    let hash = InfoHash::parse(&release.hash).unwrap();
    let mut candidate = Candidate::new(Torrent::new(hash, release.name.clone(), SourceName::Comet));
    candidate.cached = Some(perihelion_core::debrid::CacheState::Cached);
    candidate
}

/// So many releases, and their rows.
pub(crate) fn rows(count: u64) -> (Vec<Release>, Vec<Candidate>) {
    let releases: Vec<Release> = (1..=count).map(|number| release(number, &[])).collect();
    let rows = releases.iter().map(candidate).collect();
    (releases, rows)
}
