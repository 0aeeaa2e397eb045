//! Phase 3: which torrents each service holds, and which files they hold there; asked in chunks that run side by side, as soon as
//! their hashes are known. What was answered a while ago is not asked again.

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

/// Chunks under way at once at one service: so many that what a late source brings need not wait for the many before it.
const PARALLEL: usize = 8;

/// What one service answered to one request, or what is remembered of its answers.
pub struct Chunk {
    store: Store,
    outcome: Result<Arc<Answers>, DebridError>,
    /// The rows the answers are about.
    rows: Vec<Arc<Question>>,
    /// Rows no answer is remembered for: they are still to be asked about.
    missing: Vec<Arc<Question>>,
    /// The service was asked just now, so its answer is worth remembering.
    is_new: bool,
}

/// What one service answered about some rows.
pub struct CheckedRows {
    pub store: Store,
    pub hashes: Vec<InfoHash>,
    pub answers: Arc<Answers>,
}

/// The checks of one search: no hash is asked about twice at one service.
#[derive(Debug)]
pub struct Checks<'a> {
    lanes: Vec<Lane<'a>>,
    cache: &'a Cache,
    sid: Option<String>,
}

/// The checks at one service. What fails here concerns no other.
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
        // File lists depend on the video they were narrowed to; whole ones serve every video of the work.
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

    /// Looks for those rows that were not asked about yet: what is remembered comes first, the rest is then asked. Nothing at
    /// a service that failed in a way that stops the run.
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

    /// The answers of a chunk, and the requests that follow from it. A failed chunk is kept for
    /// [`last_error`](Self::last_error) and its hashes stay unknown.
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

    /// Writes answers down, which nobody has to wait for: once they are worth a look at the disk, or all that are left.
    pub fn write_down(&mut self, all: bool, notes: &mut JoinSet<()>) {
        for lane in &mut self.lanes {
            if let Some((key, answers)) = lane.memory.take(all) {
                let cache = self.cache.clone();
                notes.spawn(async move { cache.put_many(&key, &answers).await });
            }
        }
    }

    /// Keeps why a service's answer could not be used.
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
            // Chunks that still wait for a slot are not sent.
            self.slots.close();
        }
    }

    fn is_stopped(&self) -> bool {
        self.error.as_ref().is_some_and(DebridError::stops_the_run)
    }
}

/// What is remembered of some rows; the others are still to be asked about.
async fn recall(store: Store, rows: Vec<Arc<Question>>, known: impl Future<Output = Arc<Answers>>) -> Chunk {
    let known = known.await;
    let (rows, missing) = rows.into_iter().partition(|row| known.contains_key(&row.hash));
    Chunk { store, outcome: Ok(known), rows, missing, is_new: false }
}

/// One request about some rows, when one of the service's slots is free.
async fn check(debrid: &Debrid, rows: Vec<Arc<Question>>, sid: Option<String>, slots: Arc<Semaphore>) -> Chunk {
    let store = debrid.store();
    let answer = match slots.acquire().await {
        Ok(_slot) => {
            let hashes: Vec<InfoHash> = rows.iter().map(|row| row.hash).collect();
            debrid.check(&hashes, sid.as_deref()).await
        }
        // The service stopped the run meanwhile: nothing was asked.
        Err(_) => Ok(Vec::new()),
    };
    let answers = |items: Vec<CheckItem>| {
        items.into_iter().map(|CheckItem { hash, state, files }| (hash, CheckAnswer { state, files })).collect()
    };
    Chunk { store, outcome: answer.map(|items| Arc::new(answers(items))), rows, missing: Vec::new(), is_new: true }
}

/// The video, where the service can narrow the file lists to it. An anime's seasons differ between lists, so it gets all files.
fn sid(wanted: &Wanted) -> Option<String> {
    let imdb = wanted.ids.imdb.as_deref()?;
    match (wanted.kind, &wanted.episode) {
        (Kind::Movie, None) => Some(imdb.to_owned()),
        (Kind::Series, Some(episode)) => Some(format!("{imdb}:{}:{}", episode.asked.season?, episode.asked.episode)),
        _ => None,
    }
}
