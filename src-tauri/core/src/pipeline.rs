//! The five phases as one story: ask the sources, merge what they say, check what the service holds, choose the file, rank; and,
//! when the person says so, make the link.
//!
//! Everything happens as answers arrive: a slow source delays nobody, a failed one hurts nobody.

pub mod board;
pub mod cache_check;
pub mod cloud;
pub mod dedupe;
pub mod event;
pub mod fetch;
pub mod link;
pub mod pack;
pub mod pool;
pub mod rank;
pub mod scrape;
pub mod select;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use tokio::task::JoinSet;

use crate::debrid::{Debrid, DebridError, Store};
use crate::endpoints::Endpoints;
use crate::http::Http;
use crate::model::{Candidate, Past};
use crate::sources::Answer;
use crate::sources::health::Health;
use crate::store::{Cache, Ledger};
use crate::title::{Correction, Wanted};
use crate::torrent::{InfoHash, SourceName, Torrent};

use cache_check::Chunk;
use event::{Asked, Event};
use pool::Pool;
use rank::Taste;
use scrape::{Details, Report};

/// What a search works with.
#[derive(Clone, Debug)]
pub struct Tools {
    pub http: Http,
    pub endpoints: Endpoints,
    pub cache: Cache,
    /// Which sources rest, and what is learnt of each.
    pub health: Health,
    /// What happened at the services before.
    pub ledger: Ledger,
    /// The services in use, in the person's order. None while nobody is signed in: rows then stay unknown.
    pub accounts: Vec<Debrid>,
    /// How each source is asked.
    pub sources: Arc<crate::sources::Options>,
}

/// The cache's key for what was asked of servers that count by the hour.
pub(crate) const ASKED: &str = "asked";
/// The cache's key for how the sources have been doing.
pub(crate) const HEALTH: &str = "health";

impl Tools {
    /// Writes down what the next run has to know of the sources.
    async fn keep_sources(&self) {
        self.keep_asked().await;
        self.cache.put(HEALTH, &self.health.kept()).await;
    }

    /// The same of what was just asked alone: a search that is given up has asked all the same.
    async fn keep_asked(&self) {
        if let Some(asked) = self.http.newly_asked() {
            self.cache.put(ASKED, &asked).await;
        }
    }
}

/// What to look for, and how much to ask again.
#[derive(Clone, Debug)]
pub struct Search {
    /// What is known at once.
    pub wanted: Wanted,
    /// What will be known when the metadata has answered.
    pub details: Details,
    /// The sources that are switched on.
    pub sources: Vec<SourceName>,
    pub ask: Ask,
    /// What the rows are ranked by beside the title.
    pub taste: Arc<Taste>,
    /// What the person changed of the ids and numbers.
    pub correction: Correction,
}

/// Which of the sources are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Those whose remembered answer is older than [`FRESH_FOR`].
    Stale,
    /// All that are switched on, however fresh their answer.
    All,
    /// These, however fresh their answer.
    Only(BTreeSet<SourceName>),
}

/// A source that answered a moment ago is not asked again by coming back.
pub const FRESH_FOR: Duration = Duration::from_mins(5);

/// What a search found: every row, best first, and what it was looking for.
#[derive(Clone, Debug)]
pub struct Found {
    pub wanted: Arc<Wanted>,
    pub candidates: Vec<Arc<Candidate>>,
}

/// Phases 1 to 4. Reports everything through `tell`, in order, and ends when the last source and the last check have ended.
/// Dropping the future stops it.
pub async fn search(tools: &Tools, search: Search, mut tell: impl FnMut(Event)) -> Found {
    let started = Instant::now();
    let search = corrected(search);
    let remembered = remembered(tools, &search).await;
    let plan = plan(tools, &search, &remembered);
    tell(Event::Started { sources: plan.clone(), remembered: remembered.iter().map(|(_, answer)| answer.age).max() });

    let mut pool = pool(tools, Arc::new(search.wanted.clone())).await.with_taste(Arc::clone(&search.taste));
    let mut checks = cache_check::Checks::new(&tools.accounts, &tools.cache, &search.wanted);
    let mut running = FuturesUnordered::new();
    let mut clouds: FuturesUnordered<_> = tools.accounts.iter().map(cloud_of).collect();
    for (_, answer) in remembered {
        pool.merge(answer.value);
    }
    tell_rows(&mut pool, &mut tell);
    running.extend(checks.ask(&pool.take_unasked(), pool.wanted()));

    let asked: Vec<SourceName> =
        plan.iter().filter(|(_, asked)| *asked == Asked::Asking).map(|(source, _)| *source).collect();
    let mut under_way = asked.len();
    let mut reports = scrape::scrape(tools, &search, asked);
    let mut notes = JoinSet::new();

    while under_way > 0 || !running.is_empty() {
        tokio::select! {
            Some(report) = reports.next() => {
                if let Some(wanted) = search.details.known()
                    && pool.want(Arc::clone(&wanted))
                {
                    tell(Event::Understood { wanted });
                }
                under_way -= usize::from(!matches!(report, Report::Told { .. }));
                match report {
                    Report::Told { torrents } => {
                        pool.merge(torrents);
                        tell_rows(&mut pool, &mut tell);
                        running.extend(checks.ask(&pool.take_unasked(), pool.wanted()));
                    }
                    Report::Answered { source, answer, elapsed } => {
                        let Answer { torrents, dropped, missing } = answer;
                        // What is not the whole answer is asked for again on the next visit.
                        if missing.is_none() {
                            notes.spawn(tools.cache.put_many(&answer_key(&search, source), &torrents));
                        }
                        tell(Event::SourceAnswered { source, count: torrents.len(), dropped, missing, elapsed });
                        pool.merge(torrents);
                        tell_rows(&mut pool, &mut tell);
                        running.extend(checks.ask(&pool.take_unasked(), pool.wanted()));
                    }
                    Report::Failed { source, error, elapsed } => tell(Event::SourceFailed { source, error, elapsed }),
                    Report::Skipped { source } => tell(Event::SourceSkipped { source }),
                }
            }
            Some(chunk) = running.next() => {
                running.extend(take_chunk(&mut pool, &mut checks, chunk, &mut notes, &mut tell));
            }
            Some((store, hashes)) = clouds.next() => know_cloud(&mut pool, store, hashes, &mut tell),
            else => break,
        }
    }
    // What is in the account is a badge: worth a moment more, not a wait.
    while !pool.is_empty()
        && let Ok(Some((store, hashes))) = tokio::time::timeout(CLOUD_GRACE, clouds.next()).await
    {
        know_cloud(&mut pool, store, hashes, &mut tell);
    }
    give_up(tools, &mut pool, &checks, &mut tell);
    tell(Event::Completed { rows: pool.len(), cached: pool.cached(), elapsed: started.elapsed() });
    checks.write_down(true, &mut notes);
    notes.join_all().await;
    tools.keep_sources().await;
    Found { wanted: Arc::clone(pool.wanted()), candidates: pool.into_rows() }
}

/// Phase 3 once more, for rows of an earlier search that a service said nothing of: no source is asked. Ends with every row,
/// best first.
pub async fn recheck(
    tools: &Tools,
    wanted: Arc<Wanted>,
    rows: Vec<Arc<Candidate>>,
    taste: Arc<Taste>,
    mut tell: impl FnMut(Event),
) -> Found {
    let started = Instant::now();
    let mut pool = pool(tools, Arc::clone(&wanted)).await.with_taste(taste);
    pool.take_over(rows);
    let mut checks = cache_check::Checks::new(&tools.accounts, &tools.cache, &wanted);
    let mut notes = JoinSet::new();
    let mut running: FuturesUnordered<_> = checks.ask(&pool.take_unasked(), &wanted).into_iter().collect();
    while let Some(chunk) = running.next().await {
        running.extend(take_chunk(&mut pool, &mut checks, chunk, &mut notes, &mut tell));
    }
    give_up(tools, &mut pool, &checks, &mut tell);
    tell(Event::Completed { rows: pool.len(), cached: pool.cached(), elapsed: started.elapsed() });
    checks.write_down(true, &mut notes);
    notes.join_all().await;
    Found { wanted: Arc::clone(pool.wanted()), candidates: pool.into_rows() }
}

async fn pool(tools: &Tools, wanted: Arc<Wanted>) -> Pool {
    let stores: Vec<Store> = tools.accounts.iter().map(Debrid::store).collect();
    let past = if stores.is_empty() { Past::new() } else { tools.ledger.past(jiff::Timestamp::now()).await };
    Pool::new(wanted, stores, past)
}

const CLOUD_GRACE: Duration = Duration::from_millis(500);

fn know_cloud(pool: &mut Pool, store: Store, hashes: Option<Arc<HashSet<InfoHash>>>, tell: &mut impl FnMut(Event)) {
    if let Some(hashes) = hashes {
        pool.know_cloud(store, hashes);
        tell_rows(pool, tell);
    }
}

/// What is in an account, or `None` when that cannot be told in time: only a badge hangs on it.
async fn cloud_of(debrid: &Debrid) -> (Store, Option<Arc<HashSet<InfoHash>>>) {
    const BUDGET: Duration = Duration::from_secs(8);
    let hashes = tokio::time::timeout(BUDGET, debrid.cloud_hashes()).await;
    (debrid.store(), hashes.ok().and_then(Result::ok))
}

/// Says what each service gave no answer for. Those rows are unknown there from now on.
fn give_up(tools: &Tools, pool: &mut Pool, checks: &cache_check::Checks<'_>, tell: &mut impl FnMut(Event)) {
    if tools.accounts.is_empty() && !pool.is_empty() {
        let unchecked = pool.give_up_all();
        tell(Event::CacheCheckFailed { store: None, unchecked, error: DebridError::SignedOut });
    }
    for store in tools.accounts.iter().map(Debrid::store) {
        let unchecked = pool.give_up_checking(store);
        if unchecked > 0 {
            let error = checks.last_error(store);
            let error = error.unwrap_or_else(|| DebridError::Malformed("the check gave no answer".to_owned()));
            tell(Event::CacheCheckFailed { store: Some(store), unchecked, error });
        }
    }
    tell_rows(pool, tell);
}

fn take_chunk<'a>(
    pool: &mut Pool,
    checks: &mut cache_check::Checks<'a>,
    chunk: Chunk,
    notes: &mut JoinSet<()>,
    tell: &mut impl FnMut(Event),
) -> Vec<BoxFuture<'a, Chunk>> {
    let (answer, requests) = checks.take(chunk, pool.wanted());
    checks.write_down(false, notes);
    if let Some((store, items)) = answer {
        let rows = pool.judge(store, items);
        let (checked, cached) = pool.checked_at(store);
        tell(Event::CacheChecked { store, checked, total: pool.len(), cached, rows });
        tell_pick(pool, tell);
    }
    requests
}

fn tell_rows(pool: &mut Pool, tell: &mut impl FnMut(Event)) {
    let rows = pool.take_changed();
    if !rows.is_empty() {
        tell(Event::RowsArrived { rows });
        tell_pick(pool, tell);
    }
}

fn tell_pick(pool: &mut Pool, tell: &mut impl FnMut(Event)) {
    if let Some((hash, reasons)) = pool.take_new_pick() {
        tell(Event::PickChosen { hash, reasons });
    }
}

type Answers = Vec<(SourceName, crate::store::Remembered<Vec<Torrent>>)>;

async fn remembered(tools: &Tools, search: &Search) -> Answers {
    let asked = search.sources.iter().map(|&source| async move {
        let answer = tools.cache.get(&answer_key(search, source)).await?;
        Some((source, answer))
    });
    futures::future::join_all(asked).await.into_iter().flatten().collect()
}

/// What happens with each of the nine and the person's own, in their order.
fn plan(tools: &Tools, search: &Search, remembered: &Answers) -> Vec<(SourceName, Asked)> {
    let is_fresh = |source| remembered.iter().any(|(of, answer)| *of == source && answer.age < FRESH_FOR);
    let sources = tools.sources.all().into_iter();
    sources
        .map(|source| {
            let asked = match &search.ask {
                _ if !search.sources.contains(&source) => Asked::Off,
                Ask::Stale if is_fresh(source) => Asked::Remembered,
                Ask::Only(these) if !these.contains(&source) => Asked::Remembered,
                Ask::All | Ask::Stale | Ask::Only(_) => Asked::Asking,
            };
            (source, asked)
        })
        .collect()
}

fn answer_key(search: &Search, source: SourceName) -> String {
    format!("answer/{}/{}{}", source.as_str(), search.wanted.key(), search.correction.key())
}

/// The same search for what the person made of it.
fn corrected(search: Search) -> Search {
    if search.correction.is_empty() {
        return search;
    }
    Search {
        wanted: search.wanted.corrected(&search.correction),
        details: search.details.corrected(search.correction.clone()),
        ..search
    }
}
