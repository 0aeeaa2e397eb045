//! Every source with every fault: the search ends, the other eight answer, the ill one's chip says what was the matter, and
//! memory stays within bounds.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test: a stage that does not stand fails, and figures are printed"
)]

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use perihelion_core::endpoints::{Endpoints, Upstream as Base};
use perihelion_core::http::{Http, Network};
use perihelion_core::metadata::{Catalogues, parse_id, wanted, wanted_from_id};
use perihelion_core::pipeline::Details;
use perihelion_core::pipeline::event::Event;
use perihelion_core::pipeline::{self, Refresh, SearchRequest, Tools};
use perihelion_core::sources::health::Health;
use perihelion_core::sources::{Options, SourceError};
use perihelion_core::store::{Cache, Ledger};
use perihelion_core::title::Correction;
use perihelion_core::torrent::SourceName;
use perihelion_simulator::{Config, Knobs, Simulator};

const FILM: &str = "tt1727587";
const PUBLIC: &str = "sources.example";
/// A name like any other, which leads to this machine.
const INSIDE: &str = "router.example";
/// Long enough for the healthy on a busy machine, short for the hung.
const BUDGET: Duration = Duration::from_secs(3);

/// What is done to a source.
#[derive(Clone, Debug)]
enum Ill {
    Mood(Knobs),
    /// Nobody listens where it should be.
    Gone,
    /// It is a public server, and redirects to this machine by this name.
    LeadsInside(&'static str),
}

/// What its chip has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Torrents,
    Nothing,
    Timeout,
    Unreachable,
    Blocked,
    Refused(u16),
    Limited(Option<u64>),
    Malformed,
    /// A reason in its own words.
    Reason,
}

struct Fault {
    name: &'static str,
    ill: Ill,
    says: fn(SourceName) -> Says,
}

fn faults() -> Vec<Fault> {
    use SourceName::{AnimeTosho, Comet, MediaFusion, Nyaa, Peerflix, Torrentio, TorrentsDb};
    let mood = |knobs| Ill::Mood(knobs);
    let status = |status, knobs| Ill::Mood(Knobs { status: Some(status), ..knobs });
    let none = Knobs::default;
    let fault = |name, ill, says| Fault { name, ill, says };
    vec![
        fault("hangs", mood(Knobs { hang: true, ..none() }), |_| Says::Timeout),
        fault("refuses connections", Ill::Gone, |_| Says::Unreachable),
        fault("breaks off mid-body", mood(Knobs { drop_mid_body: true, ..none() }), |_| Says::Malformed),
        fault("403 with a challenge", mood(Knobs { challenge: true, ..none() }), |_| Says::Blocked),
        fault("200 with a challenge", status(200, Knobs { challenge: true, ..none() }), |_| Says::Blocked),
        fault("404", status(404, none()), |source| match source {
            Peerflix => Says::Nothing,
            _ => Says::Refused(404),
        }),
        fault("418", status(418, none()), |_| Says::Blocked),
        fault("429", status(429, none()), |_| Says::Limited(None)),
        fault("429 with Retry-After", status(429, Knobs { retry_after: Some("120".to_owned()), ..none() }), |_| {
            Says::Limited(Some(120))
        }),
        fault("500", status(500, none()), |_| Says::Refused(500)),
        fault("500, then well", status(500, Knobs { fail_first: 1, ..none() }), |source| match source {
            // These two have another door.
            AnimeTosho | Nyaa => Says::Torrents,
            _ => Says::Refused(500),
        }),
        fault("503, then well", status(503, Knobs { fail_first: 1, ..none() }), |source| match source {
            // These two count requests and are never asked twice.
            Torrentio | MediaFusion => Says::Refused(503),
            _ => Says::Torrents,
        }),
        fault("empty", mood(Knobs { empty: true, ..none() }), |_| Says::Nothing),
        fault("words for streams", mood(Knobs { notices: true, ..none() }), |source| match source {
            Torrentio | TorrentsDb | Peerflix | MediaFusion => Says::Reason,
            // It says that it has only begun.
            Comet => Says::Nothing,
            _ => Says::Torrents,
        }),
        fault("another JSON type", mood(Knobs { wrong_type: true, ..none() }), |_| Says::Malformed),
        fault("truncated", mood(Knobs { truncated: true, ..none() }), |source| match source {
            // A feed is read item by item, as far as it goes.
            Nyaa => Says::Torrents,
            _ => Says::Malformed,
        }),
        fault("not UTF-8", mood(Knobs { invalid_utf8: true, ..none() }), |_| Says::Torrents),
        fault("garbage", mood(Knobs { garbage: true, ..none() }), |_| Says::Malformed),
        fault("200 MB", mood(Knobs { gigantic_bytes: Some(200 << 20), ..none() }), |_| Says::Malformed),
        fault("a gzip bomb", mood(Knobs { bomb_bytes: Some(1 << 30), ..none() }), |_| Says::Malformed),
        fault("redirects in a circle", redirect("loop"), |_| Says::Unreachable),
        fault("redirects to a file", redirect("file:///etc/passwd"), |_| Says::Unreachable),
        fault("redirects inside", Ill::LeadsInside("127.0.0.1"), |_| Says::Unreachable),
        fault("redirects inside by a name", Ill::LeadsInside(INSIDE), |_| Says::Unreachable),
        fault("XML entities", mood(Knobs { entities: true, ..none() }), |_| Says::Malformed),
        fault("nested 100,000 deep", mood(Knobs { nested: Some(100_000), ..none() }), |_| Says::Malformed),
    ]
}

fn redirect(to: &str) -> Ill {
    Ill::Mood(Knobs { redirect: Some(to.to_owned()), ..Knobs::default() })
}

/// One search with one source ill. `Err` says what was wrong with how it went.
async fn survives(simulator: &Simulator, http: &Http, source: SourceName, fault: &Fault) -> Result<(), String> {
    let mut endpoints = Endpoints::under(&simulator.base_url()).unwrap();
    let base: Base = source.as_str().parse().unwrap();
    let knobs = match &fault.ill {
        Ill::Mood(knobs) => knobs.clone(),
        Ill::Gone => {
            endpoints = endpoints.with(base, "http://127.0.0.1:9").unwrap();
            Knobs::default()
        }
        Ill::LeadsInside(host) => {
            let public = format!("http://{PUBLIC}:{}/{source}", simulator.port(), source = source.as_str());
            endpoints = endpoints.with(base, &public).unwrap();
            let inside = format!("http://{host}:{}/{}/inside", simulator.port(), source.as_str());
            Knobs { redirect: Some(inside), ..Knobs::default() }
        }
    };
    simulator.set_knobs(source.as_str().parse().unwrap(), knobs);
    let cache = Cache::in_memory().unwrap();
    let (health, ledger) = (Health::default(), Ledger::in_memory().unwrap());
    let tools = Tools {
        http: http.clone(),
        endpoints,
        cache,
        health,
        ledger,
        accounts: Vec::new(),
        sources: Arc::new(Options::within(BUDGET)),
    };
    let mut events = Vec::new();
    let started = Instant::now();
    pipeline::search(&tools, search(&tools), |event| events.push(event)).await;
    let took = started.elapsed();
    simulator.set_knobs(source.as_str().parse().unwrap(), Knobs::default());

    let answered: BTreeSet<SourceName> = events
        .iter()
        .filter_map(|event| match event {
            Event::SourceAnswered { source, count, .. } if *count > 0 => Some(*source),
            _ => None,
        })
        .collect();
    let well: BTreeSet<SourceName> = SourceName::ALL.into_iter().filter(|other| *other != source).collect();
    if !answered.is_superset(&well) {
        return Err(format!("only {answered:?} answered"));
    }
    if took > BUDGET + Duration::from_secs(2) {
        return Err(format!("it took {took:?}"));
    }
    let (said, words) = events
        .iter()
        .find_map(|event| match event {
            Event::SourceAnswered { source: of, count, .. } if *of == source => {
                Some((if *count == 0 { Says::Nothing } else { Says::Torrents }, format!("{count} torrents")))
            }
            Event::SourceFailed { source: of, error, .. } if *of == source => Some((says(error), error.to_string())),
            _ => None,
        })
        .ok_or("its chip says nothing")?;
    let expected = (fault.says)(source);
    if said == expected { Ok(()) } else { Err(format!("it says {said:?} ({words}) and not {expected:?}")) }
}

fn search(tools: &Tools) -> SearchRequest {
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
        sources: SourceName::ALL.to_vec(),
        refresh: Refresh::Stale,
        correction: Correction::default(),
        taste: Arc::default(),
    }
}

fn says(error: &SourceError) -> Says {
    match error {
        SourceError::Timeout(_) => Says::Timeout,
        SourceError::RateLimited { retry_after } => Says::Limited(retry_after.map(|wait| wait.as_secs())),
        SourceError::Blocked => Says::Blocked,
        SourceError::Refused(status) => Says::Refused(*status),
        SourceError::Unreachable(_) => Says::Unreachable,
        SourceError::Malformed(_) => Says::Malformed,
        SourceError::Said(_) => Says::Reason,
        SourceError::Resting { .. } => unreachable!("nobody rests in a first search"),
    }
}

/// The most memory this process ever held, in bytes, where the system tells.
fn peak_memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok()? << 10)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_source_survives_every_fault() {
    const MOST: usize = 200 << 20;
    let started = Instant::now();
    let faults = faults();
    let before = peak_memory();
    // Each source is ill in a world of its own, three worlds at a time.
    let worlds = tokio::sync::Semaphore::new(3);
    let lanes = SourceName::ALL.map(async |source| {
        let _place = worlds.acquire().await.unwrap();
        let simulator = Simulator::start(Config { torrents: 60, ..Config::quick() }).await.unwrap();
        let here = SocketAddr::from(([127, 0, 0, 1], simulator.port()));
        let hosts = [PUBLIC, INSIDE].map(|name| (name.to_owned(), here)).to_vec();
        let http = Http::with(Network { hosts, ..Network::default() }).unwrap();
        let mut wrong = Vec::new();
        for fault in &faults {
            if let Err(why) = survives(&simulator, &http, source, fault).await {
                wrong.push(format!("{source:?}, {}: {why}", fault.name));
            }
        }
        simulator.stop().await;
        wrong
    });
    let wrong: Vec<String> = futures::future::join_all(lanes).await.concat();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), 9 * faults.len(), wrong.join("\n"));
    let grown = peak_memory().zip(before).map(|(after, before)| after - before);
    assert!(grown.is_none_or(|grown| grown < MOST), "the peak grew by {grown:?} bytes");
    println!(
        "sources × faults = {} × {} = {}, all survived in {:.1} s; peak memory grew by {} MiB",
        SourceName::ALL.len(),
        faults.len(),
        SourceName::ALL.len() * faults.len(),
        started.elapsed().as_secs_f64(),
        grown.map_or_else(|| "?".to_owned(), |grown| (grown >> 20).to_string()),
    );
}
