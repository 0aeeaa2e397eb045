//! The table of hostile upstreams: every one with every fault. A search ends in time, the other sources' rows are as always, the
//! ill one's chip says what was the matter, what is shown is fit to be shown, nothing panics and memory stays within bounds.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test: a stage that does not stand fails, and figures are printed"
)]

mod others;
mod sources;
mod table;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures::future::{FutureExt as _, LocalBoxFuture, join_all};
use perihelion_core::torrent::SourceName;
use perihelion_simulator::Upstream;
use table::Fault;

const FILM: &str = "tt1727587";
const PUBLIC: &str = "sources.example";
/// Long enough for the healthy, short for the hung.
const BUDGET: Duration = Duration::from_secs(3);
/// Long enough for the healthy on a busy machine.
const PATIENT: Duration = Duration::from_secs(15);
/// How much later than its deadline a search may end where other work keeps the processors busy for seconds.
const SLACK: Duration = Duration::from_secs(10);
/// How many upstreams are ill at the same time, each in a world of its own.
const WORLDS: usize = 4;
/// The most that the peak of this process may grow. A world reads up to 16 MB of an answer, 64 from the store, into buffers that
/// double, and some of it once more as text; its simulator, which makes a million rows of it, stands in the same process.
const MOST: usize = WORLDS * (192 << 20);

/// The most memory this process ever held, in bytes, where the system tells.
fn peak_memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok()? << 10)
}

/// Who is ill.
#[derive(Clone, Copy)]
enum Ill {
    Source(SourceName),
    Catalogue(Upstream),
    Images,
    Store,
}

impl Ill {
    /// Returns what went wrong.
    fn survives(self, faults: &[Fault], budget: Duration) -> LocalBoxFuture<'_, Vec<String>> {
        match self {
            Self::Source(source) => sources::survives(source, faults, budget).boxed_local(),
            Self::Catalogue(catalogue) => others::catalogue_survives(catalogue, faults, budget).boxed_local(),
            Self::Images => others::images_survive(faults, budget).boxed_local(),
            Self::Store => others::store_survives(faults, budget).boxed_local(),
        }
    }
}

/// Tells what was wrong from what was late because the machine was busy: whatever went wrong has to be right by itself, with more time.
async fn at_leisure(wrong: Vec<(Ill, Vec<String>)>, faults: &[Fault]) -> Vec<String> {
    let mut stays = Vec::new();
    for (ill, wrong) in wrong {
        let is_of = |wrong: &str, fault: &Fault| wrong.contains(&format!(", {fault:?}"));
        let again: Vec<Fault> =
            faults.iter().filter(|fault| wrong.iter().any(|wrong| is_of(wrong, fault))).cloned().collect();
        stays.extend(wrong.into_iter().filter(|wrong| !again.iter().any(|fault| is_of(wrong, fault))));
        if !again.is_empty() {
            println!("once more, with more time: {again:?}");
            stays.extend(ill.survives(&again, PATIENT).await);
        }
    }
    stays
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_upstream_survives_every_fault() {
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    let faults = table::faults();
    let faults = &faults[..];
    let (started, before) = (Instant::now(), peak_memory());
    // The first search sets up what keeps a panic from others; from then on each is counted, also one that costs nothing.
    drop(sources::survives(SourceName::Comet, &[], BUDGET).await);
    std::panic::set_hook(Box::new(|panic| {
        PANICS.fetch_add(1, Ordering::Relaxed);
        println!("{panic}");
    }));
    let catalogues = [Upstream::Cinemeta, Upstream::Kitsu, Upstream::Relations].map(Ill::Catalogue);
    let sources = SourceName::ALL.into_iter().chain(table::own()).map(Ill::Source);
    let ill: Vec<Ill> = sources.chain(catalogues).chain([Ill::Images, Ill::Store]).collect();
    let upstreams = ill.len();
    let places = tokio::sync::Semaphore::new(WORLDS);
    let wrong = join_all(ill.into_iter().map(async |ill| {
        let _place = places.acquire().await.unwrap();
        (ill, ill.survives(faults, BUDGET).await)
    }));
    let wrong = at_leisure(wrong.await, faults).await;
    let _ = std::panic::take_hook();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), upstreams * faults.len(), wrong.join("\n"));
    assert_eq!(PANICS.load(Ordering::Relaxed), 0, "something panicked");
    let grown = peak_memory().zip(before).map(|(after, before)| after - before);
    println!(
        "upstreams × faults = {upstreams} × {} = {}, all survived in {:.1} s; peak memory grew by {} MiB",
        faults.len(),
        upstreams * faults.len(),
        started.elapsed().as_secs_f64(),
        grown.map_or_else(|| "?".to_owned(), |grown| (grown >> 20).to_string()),
    );
    assert!(grown.is_none_or(|grown| grown < MOST), "the peak grew by {grown:?} bytes");
}

#[tokio::test]
async fn the_table_does_not_let_a_planted_fault_pass() {
    let planted = table::planted();
    let (comet, cinemeta, store) = tokio::join!(
        sources::survives(SourceName::Comet, &planted, BUDGET),
        others::catalogue_survives(Upstream::Cinemeta, &planted, BUDGET),
        others::store_survives(&planted, BUDGET)
    );
    assert_eq!(comet.len(), 3, "{comet:?}");
    assert_eq!(cinemeta.len(), 6, "the first and the last, by each of three calls: {cinemeta:?}");
    assert!(store.len() >= 6, "{store:?}");
    assert!(!table::is_clean("Sintel\u{1b}[2J", 100) && !table::is_clean("Sintel", 5));
}
