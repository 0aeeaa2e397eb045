//! Phase 3: which torrents each service holds, asked in chunks that run side by side, as soon as their hashes are known; and,
//! from the file lists that come with the answer, which file would play. What was answered a while ago is not asked again.

mod memory;

use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt as _};
use hashbrown::HashSet;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::debrid::{CHECK_CHUNK, CheckItem, Debrid, DebridError, Store};
use crate::store::Cache;
use crate::title::{Kind, Wanted};
use crate::torrent::{InfoHash, TorrentFile};
use crate::work;

use super::select::Sought;
use crate::model::{ChosenFile, Hint, Judged, Listed, Question};
use memory::{Answered, Answers, Memory};

/// Chunks under way at once at one service: so many that what a late source brings need not wait for the many before it.
const PARALLEL: usize = 8;

/// One chunk's answer from one service.
pub struct Chunk {
    pub store: Store,
    pub outcome: Result<Vec<Judged>, DebridError>,
    /// What is worth remembering of it.
    answers: Option<Arc<Answers>>,
    /// Rows no answer is remembered for: they are still to be asked about.
    missing: Vec<Arc<Question>>,
}

/// What one service said of some rows.
pub type Said = (Store, Vec<Judged>);

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
    pub fn ask(&mut self, rows: &[Arc<Question>], wanted: &Arc<Wanted>) -> Vec<BoxFuture<'a, Chunk>> {
        let mut looks = Vec::new();
        for lane in self.lanes.iter_mut().filter(|lane| !lane.is_stopped()) {
            let fresh: Vec<Arc<Question>> = rows.iter().filter(|row| lane.asked.insert(row.hash)).cloned().collect();
            if !fresh.is_empty() {
                let (memory, wanted) = (lane.memory.known(), Arc::clone(wanted));
                looks.push(recall(lane.debrid.store(), fresh, memory, wanted).boxed());
            }
        }
        looks
    }

    /// The answers of a chunk, and the requests that follow from it. A failed chunk is kept for
    /// [`last_error`](Self::last_error) and its hashes stay unknown.
    pub fn take(&mut self, chunk: Chunk, wanted: &Arc<Wanted>) -> (Option<Said>, Vec<BoxFuture<'a, Chunk>>) {
        let Chunk { store, outcome, missing, answers } = chunk;
        let Some(lane) = self.lanes.iter_mut().find(|lane| lane.debrid.store() == store) else {
            return (None, Vec::new());
        };
        lane.memory.learn(answers);
        match outcome {
            Ok(items) => {
                let mut requests = Vec::new();
                if !lane.is_stopped() {
                    for rows in missing.chunks(CHECK_CHUNK) {
                        let (sid, slots) = (self.sid.clone(), Arc::clone(&lane.slots));
                        let question = (rows.to_vec(), sid, Arc::clone(wanted));
                        requests.push(check(lane.debrid, question, slots).boxed());
                    }
                }
                (Some((store, items)).filter(|(_, items)| !items.is_empty()), requests)
            }
            Err(error) => {
                if !lane.is_stopped() {
                    tracing::warn!(service = store.name(), %error, "a cache check failed");
                    lane.error = Some(error);
                }
                if lane.is_stopped() {
                    // Chunks that still wait for a slot are not sent.
                    lane.slots.close();
                }
                (None, Vec::new())
            }
        }
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

    pub fn last_error(&self, store: Store) -> Option<DebridError> {
        self.lanes.iter().find(|lane| lane.debrid.store() == store)?.error.clone()
    }
}

impl Lane<'_> {
    fn is_stopped(&self) -> bool {
        self.error.as_ref().is_some_and(DebridError::stops_the_run)
    }
}

async fn recall(
    store: Store,
    rows: Vec<Arc<Question>>,
    known: impl Future<Output = Arc<Answers>>,
    wanted: Arc<Wanted>,
) -> Chunk {
    let known = known.await;
    let (rows, missing): (Vec<_>, _) = rows.into_iter().partition(|row| known.contains_key(&row.hash));
    let outcome = if rows.is_empty() { Ok(Vec::new()) } else { read(rows, known, wanted).await };
    Chunk { store, outcome, answers: None, missing }
}

async fn check(
    debrid: &Debrid,
    (rows, sid, wanted): (Vec<Arc<Question>>, Option<String>, Arc<Wanted>),
    slots: Arc<Semaphore>,
) -> Chunk {
    let store = debrid.store();
    let done = |outcome| Chunk { store, outcome, answers: None, missing: Vec::new() };
    let answer = {
        let Ok(_slot) = slots.acquire().await else { return done(Ok(Vec::new())) };
        let hashes: Vec<InfoHash> = rows.iter().map(|row| row.hash).collect();
        debrid.check(&hashes, sid.as_deref()).await
    };
    let items = match answer {
        Ok(items) => items,
        Err(error) => return done(Err(error)),
    };
    let answers = items.into_iter().map(|CheckItem { hash, state, files }| (hash, Answered { state, files }));
    let answers: Arc<Answers> = Arc::new(answers.collect());
    let outcome = read(rows, Arc::clone(&answers), wanted).await;
    Chunk { answers: Some(answers).filter(|_| outcome.is_ok()), ..done(outcome) }
}

/// Batches list a thousand files each: reading them all is work for another thread. Rows nothing was answered of are left out.
async fn read(
    rows: Vec<Arc<Question>>,
    answers: Arc<Answers>,
    wanted: Arc<Wanted>,
) -> Result<Vec<Judged>, DebridError> {
    let reading = work::off_runtime(move || {
        let sought = Sought::new(&wanted);
        let judged = |row: &Arc<Question>| {
            let Answered { state, files } = answers.get(&row.hash)?;
            Some(Judged { hash: row.hash, state: *state, files: choose(files, row, &sought) })
        };
        rows.iter().filter_map(judged).collect()
    });
    reading.await.map_err(|_| DebridError::Malformed("the file lists could not be read".to_owned()))
}

fn choose(files: &[TorrentFile], row: &Question, sought: &Sought<'_>) -> Listed {
    if files.is_empty() {
        return Listed::Nothing;
    }
    let hint = Hint {
        torrent_name: &row.torrent_name,
        file_index: row.file_index,
        file_name: row.file_name.as_deref(),
        correction: None,
        lessons: &row.lessons,
    };
    let selection = sought.select(files, &hint);
    let picked = selection.pick.and_then(|at| selection.ranked.get(at));
    match picked.and_then(|scored| Some((scored, files.get(scored.file)?))) {
        None => Listed::Lacking,
        Some((scored, file)) => Listed::Holding(ChosenFile {
            index: file.index,
            name: file.name.clone(),
            size: file.size,
            score: scored.score,
            confidence: selection.confidence,
            reasons: scored.reasons(),
        }),
    }
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
