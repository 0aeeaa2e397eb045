//! Owns the searches with one source ill: the other sources' rows are as always, and the ill one's chip is truthful.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use perihelion_core::endpoints::{Endpoints, Upstream as Base};
use perihelion_core::http::{Http, Network};
use perihelion_core::metadata::{Catalogues, parse_id, wanted, wanted_from_id};
use perihelion_core::model::{Candidate, RankReason};
use perihelion_core::pipeline::event::Event;
use perihelion_core::pipeline::{self, Details, Found, Refresh, SearchRequest, Tools};
use perihelion_core::secret::Secret;
use perihelion_core::sources::Options;
use perihelion_core::sources::health::Health;
use perihelion_core::sources::own::{Address, Facts, Own, OwnKind, check};
use perihelion_core::store::{Cache, Ledger};
use perihelion_core::title::Correction;
use perihelion_core::torrent::SourceName;
use perihelion_simulator::{Config, Knobs, Simulator, Upstream};

use crate::table::{Fault, INSIDE, Ill, Says, Who, is_clean, own};
use crate::{FILM, PUBLIC, SLACK};

/// Who is asked beside the ill one: by an id, by a title, as a feed.
const OTHERS: [SourceName; 3] = [SourceName::Comet, SourceName::Zilean, SourceName::Nyaa];

/// A simulator, and the ways to it.
pub(crate) struct World {
    pub(crate) simulator: Simulator,
    pub(crate) http: Http,
    /// The most that anybody may take to answer.
    pub(crate) budget: Duration,
    facts: [Facts; 2],
}

/// What a search came to: the hashes each source is known to have, and what the chips say.
struct Outcome {
    rows: BTreeMap<SourceName, BTreeSet<String>>,
    chips: BTreeMap<SourceName, (Says, String)>,
    found: Found,
}

impl World {
    pub(crate) async fn new(budget: Duration) -> Self {
        let simulator = Simulator::start(Config { torrents: 40, ..Config::quick() }).await.unwrap();
        let here = SocketAddr::from(([127, 0, 0, 1], simulator.port()));
        let dressed = SocketAddr::from(([0, 0, 0, 0, 0, 0xffff, 0x7f00, 1], simulator.port()));
        let hosts = [(PUBLIC, here), (INSIDE[0], here), (INSIDE[1], dressed)];
        let hosts = hosts.map(|(name, address)| (name.to_owned(), address)).to_vec();
        let http = Http::with(Network { hosts, ..Network::default() }).unwrap().at_most(budget);
        let base = simulator.base_url();
        let addon = check(&http, OwnKind::Addon, &format!("{base}/addon/manifest.json"), None).await.unwrap();
        let index = check(&http, OwnKind::Torznab, &format!("{base}/torznab/api"), Secret::new("k")).await.unwrap();
        Self { simulator, http, budget, facts: [addon.facts, index.facts] }
    }

    /// Makes an upstream ill, and returns where the others and it are found.
    pub(crate) fn infect(&self, upstream: Upstream, ill: &Ill) -> (Endpoints, String) {
        let mut base = format!("{}/{upstream}", self.simulator.base_url());
        let knobs = match ill {
            Ill::Mood(knobs) => knobs.clone(),
            Ill::Gone => {
                "http://127.0.0.1:9".clone_into(&mut base);
                Knobs::default()
            }
            Ill::LeadsInside(host) => {
                let port = self.simulator.port();
                base = format!("http://{PUBLIC}:{port}/{upstream}");
                Knobs { redirect: Some(format!("http://{host}:{port}/{upstream}/inside")), ..Knobs::default() }
            }
        };
        self.simulator.set_knobs(upstream, knobs);
        let endpoints = Endpoints::under(&self.simulator.base_url()).unwrap();
        let endpoints = match upstream.name().parse::<Base>() {
            Ok(known) if !matches!(ill, Ill::Mood(_)) => endpoints.with(known, &base).unwrap(),
            _ => endpoints,
        };
        (endpoints, base)
    }

    pub(crate) fn cure(&self, upstream: Upstream) {
        self.simulator.set_knobs(upstream, Knobs::default());
    }

    /// Adds one of the person's own sources again. Returns the words of how that went, and how long it took.
    async fn added_again(&self, source: SourceName, base: &str) -> (String, Duration) {
        let started = Instant::now();
        let (kind, address) = if source == own()[0] {
            (OwnKind::Addon, format!("{base}/manifest.json"))
        } else {
            (OwnKind::Torznab, format!("{base}/api"))
        };
        let added = check(&self.http, kind, &address, Secret::new("k")).await;
        (added.map_or_else(|error| error.to_string(), |added| added.name), started.elapsed())
    }

    /// Whether a redirect led somebody where none may lead.
    pub(crate) fn was_entered(&self) -> bool {
        self.simulator.requests().iter().any(|request| request.path_and_query.ends_with("/inside"))
    }

    fn options(&self, bases: [&str; 2]) -> Options {
        let address = |kind, base: &str| match kind {
            OwnKind::Addon => Address::addon(&format!("{base}/manifest.json")).unwrap(),
            OwnKind::Torznab => Address::torznab(&format!("{base}/api")).unwrap().0,
        };
        let sources = own().into_iter().zip(&self.facts).zip(bases).filter_map(|((name, facts), base)| {
            let SourceName::Own(slot) = name else { return None };
            let (address, key) = (address(facts.kind(), base), Secret::new("k"));
            Some(Own { slot, label: name.as_str().to_owned(), address, key, facts: facts.clone() })
        });
        let mut options = Options { own: sources.collect(), ..Options::within(self.budget) };
        options.deadlines.extend(own().map(|name| (name, self.budget)));
        options
    }

    async fn search(&self, endpoints: Endpoints, own_bases: [&str; 2], sources: &[SourceName]) -> Outcome {
        let options = self.options(own_bases);
        let tools = Tools {
            http: self.http.clone(),
            endpoints,
            cache: Cache::in_memory().unwrap(),
            health: Health::default(),
            ledger: Ledger::in_memory().unwrap(),
            accounts: Vec::new(),
            sources: Arc::new(options),
        };
        let mut events = Vec::new();
        let found = pipeline::search(&tools, asked(&tools, sources.to_vec()), |event| events.push(event)).await;
        let mut rows: BTreeMap<SourceName, BTreeSet<String>> = BTreeMap::new();
        for row in &found.candidates {
            for source in &row.sources {
                let rows = rows.entry(*source).or_default();
                // The id of a row that is a link is made of its names, which a fault may change.
                let links = rows.iter().filter(|row| row.starts_with("link")).count();
                let is_link = row.torrent.is_link;
                rows.insert(if is_link { format!("link {links}") } else { row.torrent.info_hash.to_string() });
            }
        }
        let chips = events.into_iter().filter_map(|event| match event {
            Event::SourceAnswered { source, count, dropped, .. } => {
                let said = if count == 0 { Says::Nothing } else { Says::Torrents };
                Some((source, (said, format!("{count} torrents, without {dropped:?}"))))
            }
            Event::SourceFailed { source, error, .. } => Some((source, (Says::of(&error), error.to_string()))),
            _ => None,
        });
        Outcome { rows, chips: chips.collect(), found }
    }
}

/// Puts one source through every fault. Returns what went wrong.
pub(crate) async fn survives(source: SourceName, faults: &[Fault], budget: Duration) -> Vec<String> {
    let world = World::new(budget).await;
    let upstream = match source {
        SourceName::Own(slot) if slot.number() == 1 => Upstream::Addon,
        SourceName::Own(_) => Upstream::Torznab,
        built_in => built_in.as_str().parse().unwrap(),
    };
    let bases = [Upstream::Addon, Upstream::Torznab].map(|own| format!("{}/{own}", world.simulator.base_url()));
    let bases = || bases.each_ref().map(String::as_str);
    let mut sources = OTHERS.to_vec();
    if !sources.contains(&source) {
        sources.push(source);
    }
    let well = world.search(Endpoints::under(&world.simulator.base_url()).unwrap(), bases(), &sources).await;
    let mut wrong = Vec::new();
    if well.rows.len() != sources.len() {
        wrong.push(format!("{source:?}: only {:?} answer in health", well.chips));
    }
    for fault in faults {
        let (endpoints, base) = world.infect(upstream, &fault.ill);
        let mut own_bases = bases();
        if let SourceName::Own(slot) = source {
            own_bases[usize::from(slot.number()) - 1] = &base;
        }
        let started = Instant::now();
        let ill = world.search(endpoints, own_bases, &sources).await;
        let took = started.elapsed();
        let added = match source {
            SourceName::Own(_) => Some(world.added_again(source, &base).await),
            _ => None,
        };
        world.cure(upstream);
        let mut complain = |why: String| wrong.push(format!("{source:?}, {fault:?}: {why}"));
        if took > budget + SLACK {
            complain(format!("it took {took:?}"));
        }
        if let Some((words, took)) = added.filter(|(words, took)| !is_clean(words, 300) || *took > budget + SLACK) {
            complain(format!("adding it took {took:?} and ended with {words:?}"));
        }
        for (other, rows) in well.rows.iter().filter(|(other, _)| **other != source) {
            if ill.rows.get(other) != Some(rows) {
                complain(format!("the rows of {other:?} are others: {:?}", ill.chips.get(other)));
            }
        }
        for row in ill.found.candidates.iter().filter_map(|row| unclean(row)) {
            complain(row);
        }
        let Some((said, words)) = ill.chips.get(&source) else {
            complain("its chip says nothing".to_owned());
            continue;
        };
        if !is_clean(words, 1000) {
            complain(format!("its chip is not fit to be shown: {words:?}"));
        }
        let expected = match (fault.says)(Who::Source(source)) {
            Says::Everything if ill.rows.get(&source) != well.rows.get(&source) => {
                complain(format!("it lost rows: {words} and not {:?}", well.chips.get(&source)));
                continue;
            }
            Says::Everything => Says::Torrents,
            expected => expected,
        };
        if !said.fits(expected) {
            complain(format!("it says {said:?} ({words}) and not {expected:?}"));
        }
    }
    if world.was_entered() {
        wrong.push(format!("{source:?}: somebody was led inside"));
    }
    world.simulator.stop().await;
    wrong
}

/// What of a row is not fit to be shown.
fn unclean(row: &Candidate) -> Option<String> {
    let torrent = &row.torrent;
    let texts = [(Some(&torrent.title), 1024), (torrent.tracker.as_ref(), 128), (torrent.file_name.as_ref(), 1024)];
    let texts = texts.into_iter().filter_map(|(text, longest)| Some((text?.as_str(), longest)));
    let trackers = torrent.trackers.iter().map(|tracker| (tracker.as_str(), 512));
    let reasons: Vec<String> = row.rank.reasons.iter().map(|reason| RankReason::words(reason).into_owned()).collect();
    let reasons = reasons.iter().map(|reason| (reason.as_str(), 300));
    let mut all = texts.chain(trackers).chain(reasons);
    all.find(|(text, longest)| !is_clean(text, *longest)).map(|(text, _)| {
        let start: String = text.chars().take(80).collect();
        format!("a row is not fit to be shown: {start:?}, {} characters", text.chars().count())
    })
}

fn asked(tools: &Tools, sources: Vec<SourceName>) -> SearchRequest {
    let asked = parse_id(FILM).unwrap();
    let quick = wanted_from_id(&asked, None);
    let (http, endpoints, kind) = (tools.http.clone(), tools.endpoints.clone(), quick.kind);
    let details = Details::pending(async move {
        let meta = Catalogues { http: &http, endpoints: &endpoints }.details(kind, &asked.title_id).await.ok()?;
        Some(wanted(&meta, asked.season, asked.episode))
    });
    SearchRequest {
        wanted: quick,
        details,
        sources,
        refresh: Refresh::Stale,
        correction: Correction::default(),
        taste: Arc::default(),
    }
}
