//! Whole runs under random faults: whatever goes wrong, no link is called good that is not, nothing of the person's is removed and
//! nothing they asked for, nothing of the app's is left but what is listed because it may be the person's, nothing is asked without end, and every run ends with words.
//!
//! `PERIHELION_RUNS` sets how many runs there are.

mod fetches;
mod kills;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use perihelion_core::debrid::{CacheState, Pace, Store};
use perihelion_core::http::Request;
use perihelion_core::model::Candidate;
use perihelion_core::pipeline::link::{self, AccountWork, DownloadResult, LinkFor, Links, NoLink};
use perihelion_core::store::{AddState, Ledger};
use perihelion_core::title::Wanted;
use perihelion_simulator::{Accounts, Config, Release, StoreFaults};

use crate::stage::{OWN_FILM, Stage, at_most, candidate, film, hash, quick, release, without_video};

const RUNS: u64 = 240;
/// Stages side by side; each has its own faults at a time.
const STAGES: u64 = 4;
const STORES: [Store; 3] = [Store::RealDebrid, Store::TorBox, Store::AllDebrid];
/// Requests one candidate may cost at one service: looks, repeats of what passes by itself, and tidying up.
const MOST_CALLS_EACH: usize = 30;

/// `SplitMix64`: the same seed tells the same run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    /// Often nothing, else up to `most`.
    fn share(&mut self, most: f64) -> f64 {
        if self.below(2) == 0 { 0.0 } else { self.below(1000) as f64 / 1000.0 * most }
    }
}

fn faults(dice: &mut Dice) -> StoreFaults {
    StoreFaults {
        seed: dice.next(),
        infringing: dice.share(0.6),
        downloading: dice.share(0.3),
        forgotten: dice.share(0.2),
        gateway_pages: dice.share(0.1),
        refused_server: dice.below(30) == 0,
        down: dice.below(30) == 0,
        queued: dice.share(0.5),
        soon_ready: dice.share(0.5),
        late_ready: dice.share(0.3),
        invalid_first: dice.share(0.4),
        invalid: dice.share(0.4),
        add_fails: dice.share(0.4),
        link_delayed: dice.share(0.5),
        link_gone: dice.share(0.4),
        link_dead: dice.share(0.4),
        link_page: dice.share(0.4),
        link_clip: dice.share(0.4),
        html_errors: dice.share(0.15),
        rate_limited: dice.share(0.04),
        retry_after: Some("0.02".to_owned()),
        too_many_active: dice.share(0.1),
        slow_adds: dice.share(0.3),
        slow_add_ms: dice.below(60),
        lost_answers: dice.share(0.06),
        remove_fails: dice.share(0.3),
        new_envelope: dice.share(1.0),
        only_torz: dice.below(6) == 0,
        ..StoreFaults::default()
    }
}

/// What the runs came to.
#[derive(Debug, Default)]
struct Tally {
    linked: usize,
    not_linked: usize,
    dropped: usize,
    /// Torrents that stay and are listed because they may be the person's own.
    in_doubt: usize,
    most_calls: usize,
    calls: usize,
    endings: BTreeMap<String, usize>,
}

/// By service: the ids and hashes an account holds.
type Held = BTreeSet<(String, String, String)>;

fn held(stage: &Stage, token: &str) -> Held {
    let magnets = stage.simulator.account().magnets.into_iter().filter(|magnet| magnet.token == token);
    magnets.map(|magnet| (magnet.store, magnet.id, magnet.hash)).collect()
}

fn calls(stage: &Stage, token: &str) -> usize {
    let tells = |value: &str| value == format!("Bearer {token}");
    let requests = stage.simulator.requests();
    requests.iter().filter(|request| request.headers.iter().any(|(_, value)| tells(value))).count()
}

fn pace(dice: &mut Dice) -> Pace {
    Pace {
        add: Duration::from_millis(600),
        call: Duration::from_secs(3),
        verify: Duration::from_secs(3),
        head_start: Duration::from_millis(dice.below(30)),
        ..at_most(Duration::from_millis(6))
    }
}

/// The film's torrents in any order; of some it is not known whether they are cached.
fn shuffled(dice: &mut Dice, releases: &[Release]) -> Vec<Candidate> {
    let mut rows: Vec<Candidate> = releases.iter().map(candidate).collect();
    for at in (1..rows.len()).rev() {
        rows.swap(at, usize::try_from(dice.below(at as u64 + 1)).unwrap());
    }
    for row in &mut rows {
        row.cached = Some(if dice.below(4) == 0 { CacheState::Unknown } else { CacheState::Cached });
    }
    rows
}

/// The tidying of the next start, when the service is well again and nothing of this run is under way.
async fn next_start(stage: &Stage, links: &Links, seed: u64) {
    stage.simulator.set_store_faults(StoreFaults::default());
    for debrid in &links.accounts {
        debrid.budget().end_silence();
    }
    let links = Links { work: AccountWork::default(), ..links.clone() };
    let tidied = link::tidy(&links, Duration::ZERO).await;
    assert_eq!(tidied.failed, 0, "run {seed}");
}

/// By service: the hashes that a link was made of.
async fn used(links: &Links) -> BTreeSet<(String, String)> {
    let entries = links.ledger.added().await.into_iter().filter(|entry| entry.state == AddState::Used);
    entries.map(|entry| (entry.store.name().to_owned(), entry.hash.to_string())).collect()
}

/// By service: the hashes that stay because nobody knows whose they are.
async fn in_doubt(links: &Links) -> BTreeSet<(String, String)> {
    let entries = links.ledger.added().await.into_iter().filter(|entry| entry.state == AddState::InDoubt);
    entries.map(|entry| (entry.store.name().to_owned(), entry.hash.to_string())).collect()
}

async fn run(stage: &Stage, wanted: &Wanted, releases: &[Release], seed: u64, tally: &mut Tally) {
    let mut dice = Dice(seed);
    let token = format!("run-{seed}");
    let pace = pace(&mut dice);
    let count = usize::try_from(1 + dice.below(STORES.len() as u64)).unwrap();
    let accounts =
        STORES[..count].iter().map(|store| stage.debrid_at(*store, &token).with_pace(pace.clone())).collect();
    let links = Links { ledger: Ledger::in_memory().unwrap(), ..stage.links_of(accounts) };

    stage.simulator.set_store_faults(StoreFaults::default());
    for debrid in &links.accounts {
        debrid.list(10, 0).await.unwrap();
    }
    let before = held(stage, &token);
    let told_before = calls(stage, &token);
    stage.simulator.set_store_faults(faults(&mut dice));

    let rows = shuffled(&mut dice, releases);
    let rows: Vec<&Candidate> = rows.iter().collect();
    let impatient = (dice.below(5) == 0).then(|| Duration::from_millis(dice.below(60)));
    let ask = LinkFor { wanted, candidates: &rows, file: None };
    let outcome = match impatient {
        None => Some(link::link(&links, ask, |_| ()).await),
        Some(patience) => tokio::time::timeout(patience, link::link(&links, ask, |_| ())).await.ok(),
    };
    links.work.settled().await;
    let asked = calls(stage, &token) - told_before;

    next_start(stage, &links, seed).await;

    let after = held(stage, &token);
    let lost: Vec<_> = before.difference(&after).collect();
    assert!(lost.is_empty(), "run {seed}: something of the person's is gone: {lost:?}");
    let used = used(&links).await;
    let left: BTreeSet<(String, String)> =
        after.difference(&before).map(|(store, _, hash)| (store.clone(), hash.clone())).collect();
    let may_stay: BTreeSet<(String, String)> = match &outcome {
        Some(Ok(result)) => used
            .iter()
            .filter(|(store, hash)| *store == result.service.name() && *hash == result.info_hash.to_string())
            .cloned()
            .collect(),
        Some(Err(_)) => BTreeSet::new(),
        // A link may have been made in the moment nobody wanted it any more; it is then listed as used.
        None => used,
    };
    let in_doubt = in_doubt(&links).await;
    tally.in_doubt += in_doubt.len();
    let left: BTreeSet<_> = left.difference(&in_doubt).cloned().collect();
    let may_stay: BTreeSet<_> = may_stay.difference(&in_doubt).cloned().collect();
    assert_eq!(left, may_stay, "run {seed}: what is left and not used");
    assert!(asked <= MOST_CALLS_EACH * count * 9, "run {seed}: {asked} requests");
    tally.calls += asked;
    tally.most_calls = tally.most_calls.max(asked);
    match outcome {
        Some(Ok(result)) => {
            tally.linked += 1;
            assert_good(stage, &result, seed).await;
        }
        Some(Err(none)) => {
            tally.not_linked += 1;
            assert_words(&none, seed);
            *tally.endings.entry(none.last.to_string()).or_default() += 1;
        }
        None => tally.dropped += 1,
    }
}

async fn assert_good(stage: &Stage, result: &DownloadResult, seed: u64) {
    let request = Request::get(result.link.clone()).header("range", "bytes=0-63");
    let answer = stage.tools.http.send(request).await.unwrap();
    assert_eq!(answer.status.as_u16(), 206, "run {seed}: {}", result.link);
    assert!(answer.body.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]), "run {seed}: it is Matroska");
    let length = answer.header("content-range").unwrap().rsplit('/').next().unwrap().parse().ok();
    assert_eq!(length, result.file_size, "run {seed}: the whole file");
    assert!(result.link.path().ends_with(&result.file_name.replace(' ', "%20")), "run {seed}: {}", result.link);
    assert!(result.file_name.starts_with("Harbour.of.Glass.2019"), "run {seed}: {}", result.file_name);
}

fn assert_words(none: &NoLink, seed: u64) {
    let words = none.to_string();
    assert!(words.len() > 12 && words.contains(' '), "run {seed} ends with {words:?}");
    assert!(!words.contains('<') && !words.contains('{'), "run {seed} shows a page or JSON: {words:?}");
}

fn runs() -> u64 {
    std::env::var("PERIHELION_RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(RUNS)
}

/// The film's torrents, and a stage on which one that plays and one that does not are the person's own.
async fn set_stage() -> (Stage, Vec<Release>) {
    let mut releases: Vec<Release> = (1..=9).map(|number| release(number, &[])).collect();
    releases[3] = without_video(4);
    releases[6] = without_video(7);
    let accounts = Accounts { held: vec![hash(2), hash(7)], ..Accounts::default() };
    let config = Config { accounts, works: vec![film(releases.clone())], ..quick() };
    (Stage::set(config).await, releases)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_goes_wrong_the_account_is_left_clean_and_links_are_good() {
    let runs = runs();
    let stages = (0..STAGES).map(|worker| {
        tokio::spawn(async move {
            let (stage, releases) = set_stage().await;
            let wanted = stage.wanted(OWN_FILM).await;
            let mut tally = Tally::default();
            for seed in (worker..runs).step_by(usize::try_from(STAGES).unwrap()) {
                run(&stage, &wanted, &releases, seed, &mut tally).await;
            }
            tally
        })
    });
    let mut whole = Tally::default();
    for tally in futures::future::join_all(stages).await {
        let tally = tally.unwrap();
        whole.linked += tally.linked;
        whole.not_linked += tally.not_linked;
        whole.dropped += tally.dropped;
        whole.in_doubt += tally.in_doubt;
        whole.calls += tally.calls;
        whole.most_calls = whole.most_calls.max(tally.most_calls);
        for (ending, count) in tally.endings {
            *whole.endings.entry(ending).or_default() += count;
        }
    }
    println!(
        "{runs} runs under faults: {} linked, {} ended without a link, {} given up; {} torrents in doubt; {} requests, at most {} in a run",
        whole.linked, whole.not_linked, whole.dropped, whole.in_doubt, whole.calls, whole.most_calls
    );
    for (ending, count) in &whole.endings {
        println!("  {count:>4} × {ending}");
    }
    assert!(whole.linked > 0 && whole.not_linked > 0, "both endings were seen");
}
