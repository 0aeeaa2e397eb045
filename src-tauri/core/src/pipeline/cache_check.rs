//! Phase 3: checks which torrents each service holds, and with which files. Sends chunks of hashes side by side as
//! soon as the hashes are known, and uses recent answers again instead of asking.

mod memory;

use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt as _};
use hashbrown::HashSet;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::debrid::{CHECK_CHUNK, CheckItem, Debrid, DebridError, Store};
use crate::store::Cache;
use crate::title::{Kind, Wanted};
use crate::torrent::InfoHash;

use crate::model::Question;
use memory::Memory;

pub use memory::{Answers, CheckAnswer};

/// The most requests running at one service: enough that the hashes of a late source need not wait for all earlier
/// ones.
const PARALLEL: usize = 8;

/// The answer of a service to one request, or its remembered answers.
pub struct Chunk {
    store: Store,
    outcome: Result<Arc<Answers>, DebridError>,
    /// The rows the answers are about.
    rows: Vec<Arc<Question>>,
    /// Rows without a remembered answer, which must still be requested.
    missing: Vec<Arc<Question>>,
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
    sid: Option<String>,
}

/// The checks at one service. An error here does not affect other services.
#[derive(Debug)]
struct Lane<'a> {
    debrid: &'a Debrid,
    asked: HashSet<InfoHash>,
    slots: Arc<Semaphore>,
    error: Option<DebridError>,
    memory: Memory<'a>,
}

impl<'a> Checks<'a> {
    pub fn new(accounts: &'a [Debrid], cache: &'a Cache, wanted: &Wanted) -> Self {
        let sid = sid(wanted);
        // File lists narrowed to a video are remembered for that video; complete ones serve every video of the work.
        let of = sid.clone().unwrap_or_else(|| format!("whole:{}", wanted.work()));
        let lane = |debrid: &'a Debrid| Lane {
            debrid,
            asked: HashSet::new(),
            slots: Arc::new(Semaphore::new(PARALLEL)),
            error: None,
            memory: Memory::new(cache, debrid.store(), &of),
        };
        Self { lanes: accounts.iter().map(lane).collect(), cache, sid }
    }

    /// Looks up the remembered answers for rows that were not checked yet; [`take`](Self::take) then requests the
    /// rest. Skips a service whose error stops the run.
    pub fn ask(&mut self, rows: &[Arc<Question>]) -> Vec<BoxFuture<'a, Chunk>> {
        let mut looks = Vec::new();
        for lane in self.lanes.iter_mut().filter(|lane| !lane.is_stopped()) {
            let fresh: Vec<Arc<Question>> = rows.iter().filter(|row| lane.asked.insert(row.hash)).cloned().collect();
            if !fresh.is_empty() {
                looks.push(recall(lane.debrid.store(), fresh, lane.memory.known()).boxed());
            }
        }
        looks
    }

    /// Returns the answers of a chunk and the requests for rows it has no answer for. Keeps the error of a failed
    /// chunk for [`last_error`](Self::last_error); its hashes stay unknown.
    pub fn take(&mut self, chunk: Chunk) -> (Option<CheckedRows>, Vec<BoxFuture<'a, Chunk>>) {
        let Chunk { store, outcome, rows, missing, is_new } = chunk;
        let Some(lane) = self.lanes.iter_mut().find(|lane| lane.debrid.store() == store) else {
            return (None, Vec::new());
        };
        let answers = match outcome {
            Ok(answers) => answers,
            Err(error) => {
                lane.fail(error);
                return (None, Vec::new());
            }
        };
        if is_new {
            lane.memory.learn(&answers);
        }
        let hashes: Vec<InfoHash> = rows.iter().map(|row| row.hash).filter(|hash| answers.contains_key(hash)).collect();
        let checked = (!hashes.is_empty()).then_some(CheckedRows { store, hashes, answers });
        let chunks = missing.chunks(CHECK_CHUNK).filter(|_| !lane.is_stopped());
        let request = |rows: &[_]| check(lane.debrid, rows.to_vec(), self.sid.clone(), Arc::clone(&lane.slots)).boxed();
        (checked, chunks.map(request).collect())
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

impl Lane<'_> {
    fn fail(&mut self, error: DebridError) {
        if self.is_stopped() {
            return;
        }
        tracing::warn!(service = self.debrid.store().name(), %error, "a cache check failed");
        self.error = Some(error);
        if self.is_stopped() {
            // Requests that still wait for a slot are then not sent.
            self.slots.close();
        }
    }

    fn is_stopped(&self) -> bool {
        self.error.as_ref().is_some_and(DebridError::stops_the_run)
    }
}

/// Looks up the remembered answers for some rows and marks the others as missing.
async fn recall(store: Store, rows: Vec<Arc<Question>>, known: impl Future<Output = Arc<Answers>>) -> Chunk {
    let known = known.await;
    let (rows, missing) = rows.into_iter().partition(|row| known.contains_key(&row.hash));
    Chunk { store, outcome: Ok(known), rows, missing, is_new: false }
}

/// Sends one request about some rows, once one of the slots of the service is free.
async fn check(debrid: &Debrid, rows: Vec<Arc<Question>>, sid: Option<String>, slots: Arc<Semaphore>) -> Chunk {
    let store = debrid.store();
    let answer = match slots.acquire().await {
        Ok(_slot) => {
            let hashes: Vec<InfoHash> = rows.iter().map(|row| row.hash).collect();
            debrid.check(&hashes, sid.as_deref()).await
        }
        // Another request made the service stop the run, so nothing was asked.
        Err(_) => Ok(Vec::new()),
    };
    let answers = |items: Vec<CheckItem>| {
        items.into_iter().map(|CheckItem { hash, state, files }| (hash, CheckAnswer { state, files })).collect()
    };
    Chunk { store, outcome: answer.map(|items| Arc::new(answers(items))), rows, missing: Vec::new(), is_new: true }
}

/// Returns the `sid` parameter, a Stremio video id (`tt1` or `tt1:2:3`) by which a service can narrow its file lists;
/// `None` requests all files. An anime gets all files, because catalogues divide it into different seasons.
fn sid(wanted: &Wanted) -> Option<String> {
    let imdb = wanted.ids.imdb.as_deref()?;
    match (wanted.kind, &wanted.episode) {
        (Kind::Movie, None) => Some(imdb.to_owned()),
        (Kind::Series, Some(episode)) => Some(format!("{imdb}:{}:{}", episode.asked.season?, episode.asked.episode)),
        _ => None,
    }
}
