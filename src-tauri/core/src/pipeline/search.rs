//! Runs phases 1 to 4 concurrently: asks the sources, merges and checks rows, judges files, and updates everything as
//! metadata arrives.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use tokio::task::JoinSet;

use super::cache_check::{CheckedRows, Checks, Chunk};
use super::event::{Asked, Event};
use super::judge::{Verdict, judge};
use super::pool::Pool;
use super::rank::Taste;
use super::refusals::Refusals;
use super::request::{FRESH_FOR, Refresh, SearchRequest};
use super::scrape::{self, Report};
use super::tools::Tools;
use crate::debrid::{Debrid, DebridError, Store};
use crate::model::{Candidate, Past};
use crate::sources::SourceAnswer;
use crate::title::Wanted;
use crate::torrent::{InfoHash, SourceName, Torrent};

/// The result of a search: every row, best first, and the title it looked for.
#[derive(Clone, Debug)]
pub struct Found {
    pub wanted: Arc<Wanted>,
    pub candidates: Vec<Arc<Candidate>>,
}

/// How long to wait for the metadata once everything else has finished.
const DETAILS_GRACE: Duration = Duration::from_secs(2);
/// How long to wait for the list of an account, which only adds a badge to rows.
const CLOUD_GRACE: Duration = Duration::from_millis(500);

/// Runs phases 1 to 4. Reports everything through `tell`, in order, and returns when the sources, the checks and the
/// metadata have finished. Dropping the future stops it.
pub async fn search(tools: &Tools, request: SearchRequest, mut tell: impl FnMut(Event)) -> Found {
    let started = Instant::now();
    let request = request.corrected();
    let remembered = remembered(tools, &request).await;
    let plan = plan(tools, &request, &remembered);
    tell(Event::Started { sources: plan.clone(), remembered: remembered.iter().map(|(_, answer)| answer.age).max() });

    let mut rows = Rows::new(tools, Arc::new(request.wanted.clone()), Arc::clone(&request.taste)).await;
    for (_, answer) in remembered {
        rows.pool.merge(answer.value);
    }
    rows.tell_and_check(&mut tell);

    let is_asked = |(source, asked): (SourceName, Asked)| (asked == Asked::Asking).then_some(source);
    let asked: Vec<SourceName> = plan.into_iter().filter_map(is_asked).collect();
    let mut under_way = asked.len();
    let mut reports = scrape::scrape(tools, &request, asked);
    let mut clouds: FuturesUnordered<_> = tools.accounts.iter().map(cloud_of).collect();
    let mut details = std::pin::pin!(request.details.ready());
    let mut details_come = true;

    loop {
        let is_busy = under_way > 0 || rows.is_busy();
        if !is_busy && !details_come {
            break;
        }
        tokio::select! {
            known = &mut details, if details_come => {
                details_come = false;
                if let Some(wanted) = known {
                    rows.understand(wanted, &mut tell);
                }
            }
            Some(report) = reports.next() => {
                under_way -= usize::from(!matches!(report, Report::Told { .. }));
                match report {
                    Report::Told { torrents } => rows.merge(torrents, &mut tell),
                    Report::Answered { source, answer, elapsed } => {
                        let SourceAnswer { torrents, dropped, missing } = answer;
                        // An incomplete answer is not remembered, so that the next search asks again.
                        if missing.is_none() {
                            rows.notes.spawn(tools.cache.put_many(&request.answer_key(source), &torrents));
                        }
                        tell(Event::SourceAnswered { source, count: torrents.len(), dropped, missing, elapsed });
                        rows.merge(torrents, &mut tell);
                    }
                    Report::Failed { source, error, elapsed } => tell(Event::SourceFailed { source, error, elapsed }),
                    Report::Skipped { source } => tell(Event::SourceSkipped { source }),
                }
            }
            () = rows.step(&mut tell), if rows.is_busy() => {}
            Some((store, hashes)) = clouds.next() => rows.know_cloud(store, hashes, &mut tell),
            () = tokio::time::sleep(DETAILS_GRACE), if !is_busy => break,
        }
    }
    while !rows.pool.is_empty()
        && let Ok(Some((store, hashes))) = tokio::time::timeout(CLOUD_GRACE, clouds.next()).await
    {
        rows.know_cloud(store, hashes, &mut tell);
    }
    let found = rows.finish(started, &mut tell).await;
    tools.keep_sources().await;
    found
}

/// Repeats phase 3 for the rows of an earlier search whose state is unknown, without asking any source. Returns every
/// row, best first.
pub async fn recheck(
    tools: &Tools,
    wanted: Arc<Wanted>,
    candidates: Vec<Arc<Candidate>>,
    taste: Arc<Taste>,
    mut tell: impl FnMut(Event),
) -> Found {
    let started = Instant::now();
    let mut rows = Rows::new(tools, wanted, taste).await;
    rows.pool.take_over(candidates);
    rows.check();
    while rows.is_busy() {
        rows.step(&mut tell).await;
    }
    rows.finish(started, &mut tell).await
}

/// The rows of a search and the requests running for them at the services.
struct Rows<'a> {
    tools: &'a Tools,
    pool: Pool,
    checks: Checks<'a>,
    checking: FuturesUnordered<BoxFuture<'a, Chunk>>,
    judging: FuturesUnordered<BoxFuture<'a, Verdict>>,
    /// The answers that list files, kept because new metadata or hints require judging them again.
    listed: Vec<CheckedRows>,
    /// Tasks that store answers in the background.
    notes: JoinSet<()>,
}

impl<'a> Rows<'a> {
    async fn new(tools: &'a Tools, wanted: Arc<Wanted>, taste: Arc<Taste>) -> Self {
        let stores: Vec<Store> = tools.accounts.iter().map(Debrid::store).collect();
        let (past, named) = if stores.is_empty() {
            (Past::new(), Vec::new())
        } else {
            let now = jiff::Timestamp::now();
            tokio::join!(tools.ledger.past(now), tools.ledger.named(now))
        };
        Self {
            tools,
            checks: Checks::new(&tools.accounts, &tools.cache, &wanted),
            pool: Pool::new(wanted, stores, past).with_taste(taste).expecting(Refusals::learn(&named)),
            checking: FuturesUnordered::new(),
            judging: FuturesUnordered::new(),
            listed: Vec::new(),
            notes: JoinSet::new(),
        }
    }

    fn is_busy(&self) -> bool {
        !self.checking.is_empty() || !self.judging.is_empty()
    }

    /// Waits for the next answer of a service or the next verdict on files, and applies it.
    async fn step(&mut self, tell: &mut impl FnMut(Event)) {
        tokio::select! {
            Some(chunk) = self.checking.next() => self.take_chunk(chunk),
            Some(verdict) = self.judging.next() => self.take_verdict(verdict, tell),
            else => {}
        }
    }

    fn merge(&mut self, torrents: Vec<Torrent>, tell: &mut impl FnMut(Event)) {
        self.pool.merge(torrents);
        let unjudged = self.pool.take_unjudged();
        if !unjudged.is_empty() {
            self.judge_again(|hash| unjudged.binary_search(&hash).is_ok());
        }
        self.tell_and_check(tell);
    }

    /// Ranks the rows and judges the listed files again with new metadata.
    fn understand(&mut self, wanted: Arc<Wanted>, tell: &mut impl FnMut(Event)) {
        if self.pool.want(Arc::clone(&wanted)) {
            tell(Event::Understood { wanted });
            self.judge_again(|_| true);
            self.tell_and_check(tell);
        }
    }

    fn tell_and_check(&mut self, tell: &mut impl FnMut(Event)) {
        tell_rows(&mut self.pool, tell);
        self.check();
    }

    /// Starts the checks of the rows that were not checked yet.
    fn check(&mut self) {
        self.checking.extend(self.checks.ask(&self.pool.take_unasked()));
    }

    fn take_chunk(&mut self, chunk: Chunk) {
        let (checked, requests) = self.checks.take(chunk);
        self.checks.write_down(false, &mut self.notes);
        self.checking.extend(requests);
        if let Some(checked) = checked {
            self.judge(checked.store, &checked.hashes, &checked.answers);
            if checked.answers.values().any(|answer| !answer.files.is_empty()) {
                self.listed.push(checked);
            }
        }
    }

    fn judge(&self, store: Store, hashes: &[InfoHash], answers: &Arc<super::cache_check::Answers>) {
        let questions = self.pool.questions(hashes);
        self.judging.push(Box::pin(judge(store, questions, Arc::clone(answers), Arc::clone(self.pool.wanted()))));
    }

    /// Judges the file lists of the given rows again, for every service that listed them.
    fn judge_again(&self, concerns: impl Fn(InfoHash) -> bool) {
        for CheckedRows { store, hashes, answers } in &self.listed {
            let is_listed = |hash: &InfoHash| answers.get(hash).is_some_and(|answer| !answer.files.is_empty());
            let again: Vec<InfoHash> =
                hashes.iter().copied().filter(|hash| concerns(*hash) && is_listed(hash)).collect();
            if !again.is_empty() {
                self.judge(*store, &again, answers);
            }
        }
    }

    fn take_verdict(&mut self, verdict: Verdict, tell: &mut impl FnMut(Event)) {
        let Verdict { store, wanted, outcome } = verdict;
        let items = match outcome {
            Ok(items) => items,
            Err(error) => return self.checks.note_error(store, error),
        };
        let rows = self.pool.judge(store, items, &wanted);
        if rows.is_empty() {
            return;
        }
        let (checked, cached) = self.pool.checked_at(store);
        tell(Event::CacheChecked { store, checked, total: self.pool.len(), cached, rows });
        tell_pick(&mut self.pool, tell);
    }

    fn know_cloud(&mut self, store: Store, hashes: Option<Arc<HashSet<InfoHash>>>, tell: &mut impl FnMut(Event)) {
        if let Some(hashes) = hashes {
            self.pool.know_cloud(store, hashes);
            tell_rows(&mut self.pool, tell);
        }
    }

    /// Reports the rows without an answer, stores the answers, and returns the result.
    async fn finish(mut self, started: Instant, tell: &mut impl FnMut(Event)) -> Found {
        self.give_up(tell);
        tell(Event::Completed { rows: self.pool.len(), cached: self.pool.cached(), elapsed: started.elapsed() });
        self.checks.write_down(true, &mut self.notes);
        self.notes.join_all().await;
        Found { wanted: Arc::clone(self.pool.wanted()), candidates: self.pool.into_rows() }
    }

    /// Reports the rows without an answer from each service and marks them as unknown there.
    fn give_up(&mut self, tell: &mut impl FnMut(Event)) {
        let accounts = &self.tools.accounts;
        if accounts.is_empty() && !self.pool.is_empty() {
            let unchecked = self.pool.give_up_all();
            tell(Event::CacheCheckFailed { store: None, unchecked, error: DebridError::SignedOut });
        }
        for store in accounts.iter().map(Debrid::store) {
            let unchecked = self.pool.give_up_checking(store);
            if unchecked > 0 {
                let error = self.checks.last_error(store);
                let error = error.unwrap_or_else(|| DebridError::Malformed("the check gave no answer".to_owned()));
                tell(Event::CacheCheckFailed { store: Some(store), unchecked, error });
            }
        }
        tell_rows(&mut self.pool, tell);
    }
}

/// Returns the hashes in an account, or `None` on an error or timeout, since they only add a badge.
async fn cloud_of(debrid: &Debrid) -> (Store, Option<Arc<HashSet<InfoHash>>>) {
    const BUDGET: Duration = Duration::from_secs(8);
    let hashes = tokio::time::timeout(BUDGET, debrid.cloud_hashes()).await;
    (debrid.store(), hashes.ok().and_then(Result::ok))
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

async fn remembered(tools: &Tools, request: &SearchRequest) -> Answers {
    let asked = request.sources.iter().map(|&source| async move {
        let answer = tools.cache.get(&request.answer_key(source)).await?;
        Some((source, answer))
    });
    futures::future::join_all(asked).await.into_iter().flatten().collect()
}

/// Decides for every source, in order, whether it is asked, switched off, or answered from memory.
fn plan(tools: &Tools, request: &SearchRequest, remembered: &Answers) -> Vec<(SourceName, Asked)> {
    let is_fresh = |source| remembered.iter().any(|(of, answer)| *of == source && answer.age < FRESH_FOR);
    let sources = tools.sources.all().into_iter();
    sources
        .map(|source| {
            let asked = match &request.refresh {
                _ if !request.sources.contains(&source) => Asked::Off,
                Refresh::Stale if is_fresh(source) => Asked::Remembered,
                Refresh::Only(these) if !these.contains(&source) => Asked::Remembered,
                Refresh::All | Refresh::Stale | Refresh::Only(_) => Asked::Asking,
            };
            (source, asked)
        })
        .collect()
}
