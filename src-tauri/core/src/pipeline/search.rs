//! Runs phases 1 to 4 concurrently: asks the sources, merges and checks rows, judges files, and updates everything as
//! metadata arrives.

mod memory;

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
use super::request::SearchRequest;
use super::scrape::{self, Report};
use super::tools::Tools;
use crate::debrid::{Debrid, DebridError, Store};
use crate::model::{Candidate, Past};
use crate::sources::SourceAnswer;
use crate::title::Wanted;
use crate::torrent::{InfoHash, SourceName, Torrent};
use memory::{giving_links, lasting, left_out, plan, remembered};

/// The result of a search: every row, best first, and the title it looked for.
#[derive(Clone, Debug)]
pub struct Found {
    pub wanted: Arc<Wanted>,
    pub candidates: Vec<Arc<Candidate>>,
}

/// How long to wait for the title's details once everything else has finished: without them files and ranks are guesses. Those
/// of an anime are several answers, one after another.
const DETAILS_GRACE: Duration = Duration::from_secs(12);
/// How long to wait for what is learnt after them.
const MORE_GRACE: Duration = Duration::from_secs(2);
/// How long to wait for the list of an account, which only adds a badge to rows.
const CLOUD_GRACE: Duration = Duration::from_millis(500);

/// Runs phases 1 to 4. Reports everything through `tell`, in order, and returns when the sources, the checks and the
/// metadata have finished. Dropping the future stops it.
pub async fn search(tools: &Tools, request: SearchRequest, mut tell: impl FnMut(Event)) -> Found {
    let started = Instant::now();
    let request = request.corrected();
    let (remembered, left_out, giving) =
        tokio::join!(remembered(tools, &request), left_out(tools, &request), giving_links(tools, &request));
    let plan = plan(tools, &request, &remembered, &giving);
    tell(Event::Started { sources: plan.clone(), remembered: remembered.iter().map(|(_, answer)| answer.age).max() });

    let mut rows = Rows::new(tools, Arc::new(request.wanted.clone()), Arc::clone(&request.taste)).await;
    for (_, answer) in remembered {
        rows.pool.merge(answer.value);
    }
    for left_out in left_out {
        rows.pool.keep_left_out(left_out.value);
    }
    rows.tell_and_check(&mut tell);

    let is_asked = |(source, asked): (SourceName, Asked)| (asked == Asked::Asking).then_some(source);
    let asked: Vec<SourceName> = plan.into_iter().filter_map(is_asked).collect();
    let mut under_way = asked.len();
    let mut reports = scrape::scrape(tools, &request, asked);
    let mut clouds: FuturesUnordered<_> = tools.accounts.iter().map(cloud_of).collect();
    let mut details = std::pin::pin!(request.details.ready());
    let mut complete = std::pin::pin!(request.details.complete());
    let (mut details_come, mut more_comes) = (true, true);

    loop {
        let is_busy = under_way > 0 || rows.is_busy();
        let grace = if details_come { DETAILS_GRACE } else { MORE_GRACE };
        if !is_busy && !details_come && !more_comes {
            break;
        }
        tokio::select! {
            known = &mut details, if details_come => {
                details_come = false;
                if let Some(wanted) = known {
                    rows.understand(wanted, &mut tell);
                }
            }
            known = &mut complete, if more_comes && !details_come => {
                more_comes = false;
                if let Some(wanted) = known {
                    rows.understand(wanted, &mut tell);
                }
            }
            Some(report) = reports.next() => {
                under_way -= usize::from(!matches!(report, Report::Told { .. }));
                match report {
                    Report::Told { torrents } => rows.merge(torrents, &mut tell),
                    Report::Answered { source, answer, elapsed } => {
                        let SourceAnswer { torrents, left_out, dropped, missing } = answer;
                        // An incomplete answer is not remembered, so that the next search asks again.
                        if missing.is_none() {
                            let gives_links = torrents.iter().any(|torrent| !torrent.offers.is_empty());
                            rows.notes.spawn(tools.cache.put_many(&request.answer_key(source), &*lasting(&torrents)));
                            rows.notes.spawn(tools.cache.put_many(&request.left_out_key(source), &*lasting(&left_out)));
                            if matches!(source, SourceName::Own(_)) {
                                let (cache, key) = (tools.cache.clone(), request.links_key(source));
                                rows.notes.spawn(async move { cache.put(&key, &gives_links).await });
                            }
                        }
                        tell(Event::SourceAnswered { source, count: torrents.len(), dropped, missing, elapsed });
                        rows.pool.keep_left_out(left_out);
                        rows.merge(torrents, &mut tell);
                    }
                    Report::Failed { source, error, elapsed } => tell(Event::SourceFailed { source, error, elapsed }),
                    Report::Skipped { source, why } => tell(Event::SourceSkipped { source, why }),
                }
            }
            () = rows.step(&mut tell), if rows.is_busy() => {}
            Some((store, hashes)) = clouds.next() => rows.know_cloud(store, hashes, &mut tell),
            () = tokio::time::sleep(grace), if !is_busy => break,
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
    /// More is known now than some sources were asked with.
    is_understood: bool,
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
            is_understood: false,
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
        self.merge_relevant();
        let unjudged = self.pool.take_unjudged();
        if !unjudged.is_empty() {
            self.judge_again(|hash| unjudged.binary_search(&hash).is_ok());
        }
        self.tell_and_check(tell);
    }

    /// Takes in what a filter left out by less than is known now.
    fn merge_relevant(&mut self) {
        if self.is_understood {
            let relevant = self.pool.take_relevant();
            self.pool.merge(relevant);
        }
    }

    /// Filters what was found, ranks the rows and judges the listed files again with new metadata.
    fn understand(&mut self, wanted: Arc<Wanted>, tell: &mut impl FnMut(Event)) {
        if self.pool.want(Arc::clone(&wanted)) {
            tell(Event::Understood { wanted });
            self.is_understood = true;
            self.merge_relevant();
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
        let unchecked = if accounts.is_empty() { self.pool.give_up_all() } else { 0 };
        if unchecked > 0 {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::{parse_id, wanted_from_id};
    use crate::names;
    use crate::pipeline::request::Details;
    use crate::pipeline::request::Refresh;
    use crate::profile::{Options, Profile};
    use crate::title::Correction;

    #[tokio::test]
    async fn a_remembered_name_that_the_parser_fails_at_costs_its_own_row_alone() {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { data_dir: Some(folder.path().to_owned()), no_keyring: true, ..Options::default() };
        let tools = Profile::open(options).await.unwrap().0.tools().await;
        let request = SearchRequest {
            wanted: wanted_from_id(&parse_id("tt1727587").unwrap(), None),
            details: Details::none(),
            sources: vec![SourceName::Comet],
            refresh: Refresh::Stale,
            correction: Correction::default(),
            taste: Arc::default(),
        };
        let torrent = |digit: &str, title: &str| {
            Torrent::new(InfoHash::parse(&digit.repeat(40)).unwrap(), title, SourceName::Comet)
        };
        let known = [torrent("1", "Sintel 2010"), torrent("2", names::PLANTED), torrent("3", "Sintel 1080p")];
        tools.cache.put_many(&request.answer_key(SourceName::Comet), &known).await;
        let found = search(&tools, request, |_| ()).await;
        let mut titles: Vec<&str> = found.candidates.iter().map(|row| row.torrent.title.as_str()).collect();
        titles.sort_unstable();
        assert_eq!(titles, ["Sintel 1080p", "Sintel 2010"]);
    }
}
