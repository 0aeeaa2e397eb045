//! Runs under random faults in which a torrent is fetched that links are made of as well: side by side, or after a run that was
//! killed while it made a link.

use std::collections::BTreeSet;
use std::time::Duration;

use perihelion_core::debrid::{Budget, Debrid, Rate};
use perihelion_core::http::Http;
use perihelion_core::model::Candidate;
use perihelion_core::pipeline::fetch;
use perihelion_core::pipeline::link::{self, LinkFor, Links};
use perihelion_core::secret::Secret;
use perihelion_core::store::Ledger;
use perihelion_core::title::Wanted;
use perihelion_simulator::{Release, StoreFaults};

use super::{Dice, STAGES, STORES, faults, held, in_doubt, next_start, pace, runs, set_stage, shuffled, used};
use crate::stage::{OWN_FILM, Stage};

/// What else goes on while a torrent is fetched that links are made of as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    /// A link is made at the same time.
    Link,
    /// A run before was killed while it made a link.
    KilledRun,
}

/// What runs with a fetch came to.
#[derive(Debug, Default)]
struct FetchTally {
    fetched: usize,
    not_fetched: usize,
    linked: usize,
    /// Killed runs that left an entry of unknown end.
    cut_short: usize,
}

/// Makes a link in a process of its own, as it were, which is killed after a while: nothing of it goes on, what tidies up neither.
pub(super) async fn make_and_kill(
    stage: &Stage,
    links: Links,
    wanted: Wanted,
    rows: Vec<Candidate>,
    after: Duration,
) -> bool {
    let connections = stage.simulator.connections();
    let process = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let is_made = runtime.block_on(async {
            let rows: Vec<&Candidate> = rows.iter().collect();
            let ask = LinkFor { wanted: &wanted, candidates: &rows, file: None };
            matches!(tokio::time::timeout(after, link::link(&links, ask, |_| ())).await, Ok(Ok(_)))
        });
        // What is being written into the ledger is written.
        runtime.shutdown_timeout(Duration::from_secs(2));
        is_made
    };
    let is_made = tokio::task::spawn_blocking(process).await.unwrap();
    // The next start looks at no add before it is a quarter of an hour old, when the service has long done it or not.
    stage.simulator.settled(connections).await.unwrap();
    is_made
}

async fn run_with_a_fetch(
    stage: &Stage,
    wanted: &Wanted,
    releases: &[Release],
    seed: u64,
    beside: Beside,
    tally: &mut FetchTally,
) {
    let mut dice = Dice(seed ^ 0x00fe_7c4e_d000 ^ beside as u64);
    let token = format!("fetch-{seed}-{beside:?}");
    let pace = pace(&mut dice);
    let account = |http: &Http| {
        let (endpoints, secret) = (stage.tools.endpoints.clone(), Secret::new(&token).unwrap());
        let budget = Budget::new(Rate { per_minute: 60_000, at_once: 1_000 });
        Debrid::new(http.clone(), endpoints, STORES[0], secret).with_budget(budget).with_pace(pace.clone())
    };
    let ledger = Ledger::in_memory().unwrap();
    let of = |http: &Http| Links { ledger: ledger.clone(), ..stage.links_of(vec![account(http)]) };
    let links = of(&stage.tools.http);

    stage.simulator.set_store_faults(StoreFaults::default());
    links.accounts[0].list(10, 0).await.unwrap();
    let before = held(stage, &token);
    stage.simulator.set_store_faults(faults(&mut dice));

    let mut rows = shuffled(&mut dice, releases);
    rows.truncate(3);
    let fetched = rows[usize::try_from(dice.below(2)).unwrap()].clone();
    let moment = Duration::from_millis(dice.below(40));
    let (is_linked, outcome) = match beside {
        Beside::Link => {
            let rows: Vec<&Candidate> = rows.iter().collect();
            let ask = LinkFor { wanted, candidates: &rows, file: None };
            let fetch = async {
                tokio::time::sleep(moment).await;
                fetch::start(&links, STORES[0], &fetched).await
            };
            let (linked, outcome) = tokio::join!(link::link(&links, ask, |_| ()), fetch);
            (linked.is_ok(), outcome)
        }
        Beside::KilledRun => {
            // Connections end with their process.
            let killed = of(&Http::new().unwrap());
            let is_linked = make_and_kill(stage, killed, wanted.clone(), rows.clone(), moment).await;
            let is_unfinished = ledger.added().await.iter().any(|entry| !entry.state.is_wanted());
            tally.cut_short += usize::from(is_unfinished);
            (is_linked, fetch::start(&links, STORES[0], &fetched).await)
        }
    };
    links.work.settled().await;
    next_start(stage, &links, seed).await;

    let after = held(stage, &token);
    let lost: Vec<_> = before.difference(&after).collect();
    assert!(lost.is_empty(), "run {seed} {beside:?}: something of the person's is gone: {lost:?}");
    let hash_of = |(_, _, hash): &(String, String, String)| hash.clone();
    let here: BTreeSet<String> = after.iter().map(hash_of).collect();
    let mut wanted_here: BTreeSet<String> = used(&links).await.into_iter().map(|(_, hash)| hash).collect();
    assert!(!is_linked || here.iter().any(|hash| wanted_here.contains(hash) || before.iter().any(|b| b.2 == *hash)));
    if outcome.is_ok() {
        wanted_here.insert(fetched.torrent.info_hash.to_string());
        let listed = links.ledger.fetches().await;
        assert!(listed.iter().any(|entry| entry.hash == fetched.torrent.info_hash), "run {seed}: it is listed");
    }
    let gone: Vec<_> = wanted_here.difference(&here).collect();
    assert!(gone.is_empty(), "run {seed} {beside:?}: what the person asked for is gone: {gone:?}");
    wanted_here.extend(in_doubt(&links).await.into_iter().map(|(_, hash)| hash));
    let left: Vec<String> = after.difference(&before).map(hash_of).filter(|hash| !wanted_here.contains(hash)).collect();
    assert!(left.is_empty(), "run {seed} {beside:?}: what is left and not used: {left:?}; fetch: {outcome:?}");
    tally.linked += usize::from(is_linked);
    tally.fetched += usize::from(outcome.is_ok());
    tally.not_fetched += usize::from(outcome.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_goes_wrong_what_the_person_asked_for_stays() {
    let runs = runs();
    let stages = (0..STAGES).map(|worker| {
        tokio::spawn(async move {
            let (stage, releases) = set_stage().await;
            let wanted = stage.wanted(OWN_FILM).await;
            let mut tally = FetchTally::default();
            for seed in (worker..runs).step_by(usize::try_from(STAGES).unwrap()) {
                for beside in [Beside::Link, Beside::KilledRun] {
                    run_with_a_fetch(&stage, &wanted, &releases, seed, beside, &mut tally).await;
                }
            }
            tally
        })
    });
    let mut whole = FetchTally::default();
    for tally in futures::future::join_all(stages).await {
        let tally = tally.unwrap();
        whole.fetched += tally.fetched;
        whole.not_fetched += tally.not_fetched;
        whole.linked += tally.linked;
        whole.cut_short += tally.cut_short;
    }
    println!(
        "{} runs with a fetch under faults: {} fetched, {} not; {} linked beside; {} killed with an add unfinished",
        2 * runs,
        whole.fetched,
        whole.not_fetched,
        whole.linked,
        whole.cut_short
    );
    assert!(whole.fetched > 0 && whole.linked > 0 && whole.cut_short > 0, "each was seen: {whole:?}");
}
