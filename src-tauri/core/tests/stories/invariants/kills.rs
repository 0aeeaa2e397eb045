//! Runs that are killed at any moment while the person uses the same account: what the person put there stays, in every order of
//! kill, answer and restart, and whatever else is left is listed.

use std::collections::BTreeSet;
use std::time::Duration;

use perihelion_core::debrid::{Budget, Debrid, Rate};
use perihelion_core::http::Http;
use perihelion_core::model::Candidate;
use perihelion_core::pipeline::link::{self, AccountWork, LinkFor, Links};
use perihelion_core::secret::Secret;
use perihelion_core::store::Ledger;
use perihelion_core::title::Wanted;
use perihelion_simulator::{Release, StoreFaults};

use super::fetches::make_and_kill;
use super::{Dice, STAGES, STORES, faults, held, next_start, pace, runs, set_stage, shuffled};
use crate::stage::{OWN_FILM, Stage};

#[derive(Debug, Default)]
struct KillTally {
    kills: usize,
    /// Torrents that the person put there between two runs.
    put: usize,
    unanswered: usize,
    listed: usize,
}

fn hashes(stage: &Stage, token: &str) -> BTreeSet<String> {
    held(stage, token).into_iter().map(|(_, _, hash)| hash).collect()
}

async fn run_and_kill(stage: &Stage, wanted: &Wanted, releases: &[Release], seed: u64, tally: &mut KillTally) {
    let mut dice = Dice(seed ^ 0x4b11_1ed0);
    let token = format!("kill-{seed}");
    let store = STORES[usize::try_from(dice.below(STORES.len() as u64)).unwrap()];
    let pace = pace(&mut dice);
    let account = |http: &Http| {
        let (endpoints, secret) = (stage.tools.endpoints.clone(), Secret::new(&token).unwrap());
        let budget = Budget::new(Rate { per_minute: 60_000, at_once: 1_000 });
        Debrid::new(http.clone(), endpoints, store, secret).with_budget(budget)
    };
    let ledger = Ledger::in_memory().unwrap();
    let of = |http: &Http| Links {
        ledger: ledger.clone(),
        work: AccountWork::default(),
        ..stage.links_of(vec![account(http).with_pace(pace.clone())])
    };
    // As patient as people are.
    let by_hand = account(&stage.tools.http);
    stage.simulator.set_store_faults(StoreFaults::default());
    by_hand.list(10, 0).await.unwrap();
    let mut persons = hashes(stage, &token);
    let faults = faults(&mut dice);
    for _ in 0..2 {
        let rows = shuffled(&mut dice, releases);
        stage.simulator.set_store_faults(faults.clone());
        let moment = Duration::from_millis(dice.below(40));
        make_and_kill(stage, of(&Http::new().unwrap()), wanted.clone(), rows.clone(), moment).await;
        tally.kills += 1;
        let unanswered = ledger.added().await.iter().filter(|entry| entry.magnet_id.is_none()).count();
        tally.unanswered += unanswered;
        stage.simulator.set_store_faults(StoreFaults::default());
        // The person sees what is there, and adds something that is not: most likely what the killed run was about.
        let here = hashes(stage, &token);
        let absent = rows.iter().map(|row| row.torrent.info_hash.to_string()).find(|hash| !here.contains(hash));
        if let Some(hash) = absent.filter(|_| dice.below(2) == 0) {
            by_hand.add(&hash).await.unwrap();
            persons.insert(hash);
            tally.put += 1;
        }
    }
    let links = of(&stage.tools.http);
    if dice.below(2) == 0 {
        next_start(stage, &links, seed).await;
    }
    // A run that ends in order.
    let rows = shuffled(&mut dice, releases);
    let rows: Vec<&Candidate> = rows.iter().collect();
    let _ = link::link(&links, LinkFor { wanted, candidates: &rows, file: None }, |_| ()).await;
    links.work.settled().await;
    next_start(stage, &links, seed).await;

    let after = hashes(stage, &token);
    let lost: Vec<_> = persons.difference(&after).collect();
    assert!(lost.is_empty(), "run {seed}: something of the person's is gone: {lost:?}");
    let listed: BTreeSet<String> = ledger.added().await.iter().map(|entry| entry.hash.to_string()).collect();
    let unlisted: Vec<_> = after.difference(&persons).filter(|hash| !listed.contains(*hash)).collect();
    assert!(unlisted.is_empty(), "run {seed}: what is left and not listed: {unlisted:?}");
    tally.listed += after.difference(&persons).count();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whenever_a_run_is_killed_what_the_person_put_there_stays() {
    let runs = runs();
    let stages = (0..STAGES).map(|worker| {
        tokio::spawn(async move {
            let (stage, releases) = set_stage().await;
            let wanted = stage.wanted(OWN_FILM).await;
            let mut tally = KillTally::default();
            for seed in (worker..runs).step_by(usize::try_from(STAGES).unwrap()) {
                run_and_kill(&stage, &wanted, &releases, seed, &mut tally).await;
            }
            tally
        })
    });
    let mut whole = KillTally::default();
    for tally in futures::future::join_all(stages).await {
        let tally = tally.unwrap();
        whole.kills += tally.kills;
        whole.put += tally.put;
        whole.unanswered += tally.unanswered;
        whole.listed += tally.listed;
    }
    println!(
        "{} kills, {} adds without an answer, {} torrents put there by the person; {} left and listed",
        whole.kills, whole.unanswered, whole.put, whole.listed
    );
    assert!(whole.put > 0 && whole.unanswered > 0, "each was seen: {whole:?}");
}
