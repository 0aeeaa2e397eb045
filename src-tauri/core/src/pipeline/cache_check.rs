//! Phase 3: checks which torrents each service holds, and with which files. Sends the hashes as soon as they are known,
//! and uses recent answers again instead of asking. Hashes that come while requests are under way wait and go together.

mod memory;

use std::collections::VecDeque;
use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt as _};
use hashbrown::HashSet;
use tokio::task::JoinSet;

use crate::debrid::{CheckItem, Debrid, DebridError, Store};
use crate::store::Cache;
use crate::title::Wanted;
use crate::torrent::InfoHash;

use memory::Memory;

pub use memory::{Answers, CheckAnswer};

/// The answer of a service to one request, or its remembered answers.
pub struct Chunk {
    store: Store,
    outcome: Result<Arc<Answers>, DebridError>,
    /// The torrents the answers are about.
    hashes: Vec<InfoHash>,
    /// Torrents without a remembered answer, which must still be requested.
    missing: Vec<InfoHash>,
    /// Whether the answer came from the service just now and should be remembered.
    is_new: bool,
}

/// The answers of one service about some rows.
pub struct CheckedRows {
    pub store: Store,
    pub hashes: Vec<InfoHash>,
    pub answers: Arc<Answers>,
}

/// The checks of one search. They ask each service about a hash at most once.
#[derive(Debug)]
pub struct Checks<'a> {
    lanes: Vec<Lane<'a>>,
    cache: &'a Cache,
}

/// The checks at one service. An error here does not affect other services.
#[derive(Debug)]
struct Lane<'a> {
    debrid: &'a Debrid,
    asked: HashSet<InfoHash>,
    /// Torrents that no request was sent for yet.
    waiting: VecDeque<InfoHash>,
    under_way: usize,
    /// The service has answered. Until then one request is enough to learn that it refuses them all.
    is_heard: bool,
    error: Option<DebridError>,
    memory: Memory<'a>,
}

impl<'a> Checks<'a> {
    pub fn new(accounts: &'a [Debrid], cache: &'a Cache, wanted: &Wanted) -> Self {
        // The files are listed whole, so what was answered serves every video of the work.
        let work = wanted.work();
        let lane = |debrid: &'a Debrid| Lane {
            debrid,
            asked: HashSet::new(),
            waiting: VecDeque::new(),
            under_way: 0,
            is_heard: false,
            error: None,
            memory: Memory::new(cache, debrid.store(), &work),
        };
        Self { lanes: accounts.iter().map(lane).collect(), cache }
    }

    /// Looks up the remembered answers for torrents that were not checked yet; [`take`](Self::take) then requests the
    /// rest. Skips a service whose error stops the run.
    pub fn ask(&mut self, hashes: &[InfoHash]) -> Vec<BoxFuture<'a, Chunk>> {
        let mut looks = Vec::new();
        for lane in self.lanes.iter_mut().filter(|lane| !lane.is_stopped()) {
            let fresh: Vec<InfoHash> = hashes.iter().copied().filter(|hash| lane.asked.insert(*hash)).collect();
            if !fresh.is_empty() {
                looks.push(recall(lane.debrid.store(), fresh, lane.memory.known()).boxed());
            }
        }
        looks
    }

    /// Returns the answers of a chunk and the requests for rows it has no answer for. Keeps the error of a failed
    /// chunk for [`last_error`](Self::last_error); its hashes stay unknown.
    pub fn take(&mut self, chunk: Chunk) -> (Option<CheckedRows>, Vec<BoxFuture<'a, Chunk>>) {
        let Chunk { store, outcome, mut hashes, missing, is_new } = chunk;
        let Some(lane) = self.lanes.iter_mut().find(|lane| lane.debrid.store() == store) else {
            return (None, Vec::new());
        };
        lane.under_way -= usize::from(is_new);
        lane.is_heard |= is_new;
        let answers = match outcome {
            Ok(answers) => answers,
            Err(error) => {
                lane.fail(error);
                return (None, lane.requests());
            }
        };
        if is_new {
            lane.memory.learn(&answers);
        }
        lane.waiting.extend(missing);
        hashes.retain(|hash| answers.contains_key(hash));
        let checked = (!hashes.is_empty()).then_some(CheckedRows { store, hashes, answers });
        (checked, lane.requests())
    }

    /// Stores new answers in background tasks, added to `notes`: when there are enough to justify a write, or, with
    /// `all`, whatever is left.
    pub fn write_down(&mut self, all: bool, notes: &mut JoinSet<()>) {
        for lane in &mut self.lanes {
            if let Some((key, answers)) = lane.memory.take(all) {
                let cache = self.cache.clone();
                notes.spawn(async move { cache.put_many(&key, &answers).await });
            }
        }
    }

    /// Records the error that made an answer of a service unusable.
    pub fn note_error(&mut self, store: Store, error: DebridError) {
        if let Some(lane) = self.lanes.iter_mut().find(|lane| lane.debrid.store() == store) {
            lane.fail(error);
        }
    }

    pub fn last_error(&self, store: Store) -> Option<DebridError> {
        self.lanes.iter().find(|lane| lane.debrid.store() == store)?.error.clone()
    }
}

impl<'a> Lane<'a> {
    /// Returns the requests to send now: as many as the service takes at once, each as large as it may be.
    fn requests(&mut self) -> Vec<BoxFuture<'a, Chunk>> {
        let shape = self.debrid.store().check_shape();
        let at_once = if self.is_heard { shape.at_once } else { 1 };
        let mut requests = Vec::new();
        while self.under_way < at_once && !self.waiting.is_empty() {
            let next = self.waiting.len().min(shape.most_hashes);
            let hashes: Vec<InfoHash> = self.waiting.drain(..next).collect();
            self.under_way += 1;
            requests.push(check(self.debrid, hashes).boxed());
        }
        requests
    }

    fn fail(&mut self, error: DebridError) {
        if self.is_stopped() {
            return;
        }
        tracing::warn!(service = self.debrid.store().name(), %error, "a cache check failed");
        self.error = Some(error);
        if self.is_stopped() {
            self.waiting.clear();
        }
    }

    fn is_stopped(&self) -> bool {
        self.error.as_ref().is_some_and(DebridError::stops_the_run)
    }
}

/// Looks up the remembered answers for some torrents and marks the others as missing.
async fn recall(store: Store, hashes: Vec<InfoHash>, known: impl Future<Output = Arc<Answers>>) -> Chunk {
    let known = known.await;
    let (hashes, missing) = hashes.into_iter().partition(|hash| known.contains_key(hash));
    Chunk { store, outcome: Ok(known), hashes, missing, is_new: false }
}

/// Sends one request about some torrents.
async fn check(debrid: &Debrid, hashes: Vec<InfoHash>) -> Chunk {
    let answer = debrid.check(&hashes).await;
    let answers = |items: Vec<CheckItem>| {
        items.into_iter().map(|CheckItem { hash, state, files }| (hash, CheckAnswer { state, files })).collect()
    };
    let outcome = answer.map(|items| Arc::new(answers(items)));
    Chunk { store: debrid.store(), outcome, hashes, missing: Vec::new(), is_new: true }
}
