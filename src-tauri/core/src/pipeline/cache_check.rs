//! Phase 3: which torrents each service holds, asked in chunks that run side by side, as soon as their hashes are known; and,
//! from the file lists that come with the answer, which file would play. What was answered a while ago is not asked again.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt as _};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::debrid::{CHECK_CHUNK, CacheState, CheckItem, Debrid, DebridError, Store};
use crate::store::Cache;
use crate::title::{Kind, Wanted};
use crate::torrent::{InfoHash, TorrentFile};

use super::dedupe::ChosenFile;
use super::select::{Hint, Lesson, Sought};

/// Chunks under way at once at one service.
const PARALLEL: usize = 4;
/// What is held stays held for a while; what is not may be soon. An unknown is asked about every time.
const CACHED_FOR: Duration = Duration::from_hours(1);
const NOT_CACHED_FOR: Duration = Duration::from_mins(20);

/// One chunk's answer from one service.
pub struct Chunk {
    pub store: Store,
    pub outcome: Result<Vec<Judged>, DebridError>,
    /// What is worth remembering of it.
    answered: Vec<(String, Answered)>,
    /// Rows no answer is remembered for: they are still to be asked about.
    missing: Vec<Question>,
}

/// What one service said of some rows.
pub type Answers = (Store, Vec<Judged>);

/// A row to ask about, with what its sources say of the file inside.
#[derive(Clone, Debug)]
pub struct Question {
    pub hash: InfoHash,
    pub torrent_name: String,
    pub file_index: Option<i64>,
    pub file_name: Option<String>,
    pub lessons: Arc<[Lesson]>,
}

/// What a check found out about one row.
#[derive(Clone, Debug)]
pub struct Judged {
    pub hash: InfoHash,
    pub state: CacheState,
    pub files: Listed,
}

/// What the listed files say. They are not known for every service.
#[derive(Clone, Debug, PartialEq)]
pub enum Listed {
    Nothing,
    Lacking,
    Holding(ChosenFile),
}

/// The checks of one search: no hash is asked about twice at one service.
#[derive(Debug)]
pub struct Checks<'a> {
    lanes: Vec<Lane<'a>>,
    /// Answers still to be written down.
    answered: Vec<(String, Answered)>,
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
}

impl<'a> Checks<'a> {
    pub fn new(accounts: &'a [Debrid], cache: &'a Cache, wanted: &Wanted) -> Self {
        let lane =
            |debrid| Lane { debrid, asked: HashSet::new(), slots: Arc::new(Semaphore::new(PARALLEL)), error: None };
        Self { lanes: accounts.iter().map(lane).collect(), answered: Vec::new(), cache, sid: sid(wanted) }
    }

    /// Looks for those rows that were not asked about yet: what is remembered comes first, the rest is then asked. Nothing at
    /// a service that failed in a way that stops the run.
    pub fn ask(&mut self, rows: &[Question], wanted: &Arc<Wanted>) -> Vec<BoxFuture<'a, Chunk>> {
        let mut looks = Vec::new();
        for lane in self.lanes.iter_mut().filter(|lane| !lane.is_stopped()) {
            let fresh: Vec<Question> = rows.iter().filter(|row| lane.asked.insert(row.hash)).cloned().collect();
            if !fresh.is_empty() {
                let (sid, wanted) = (self.sid.clone(), Arc::clone(wanted));
                looks.push(recall(self.cache, lane.debrid.store(), fresh, sid, wanted).boxed());
            }
        }
        looks
    }

    /// The answers of a chunk, and the requests that follow from it. A failed chunk is kept for
    /// [`last_error`](Self::last_error) and its hashes stay unknown.
    pub fn take(&mut self, chunk: Chunk, wanted: &Arc<Wanted>) -> (Option<Answers>, Vec<BoxFuture<'a, Chunk>>) {
        let Chunk { store, outcome, missing, answered } = chunk;
        self.answered.extend(answered);
        let Some(lane) = self.lanes.iter_mut().find(|lane| lane.debrid.store() == store) else {
            return (None, Vec::new());
        };
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
        const WORTH_IT: usize = 2_000;
        let weight: usize = self.answered.iter().map(|(_, answered)| 1 + answered.files.len()).sum();
        if weight == 0 || (weight < WORTH_IT && !all) {
            return;
        }
        let (cache, answered) = (self.cache.clone(), std::mem::take(&mut self.answered));
        notes.spawn(async move { cache.put_many(answered).await });
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

/// An answer as it is remembered.
#[derive(Debug, Serialize, Deserialize)]
struct Answered {
    state: CacheState,
    files: Vec<TorrentFile>,
}

impl Answered {
    fn is_fresh(&self, age: Duration) -> bool {
        match self.state {
            CacheState::Cached => age < CACHED_FOR,
            CacheState::NotCached => age < NOT_CACHED_FOR,
            CacheState::Unknown => false,
        }
    }
}

/// File lists depend on the video they were narrowed to.
fn key(store: Store, hash: InfoHash, sid: Option<&str>) -> String {
    format!("check/{}/{hash}/{}", store.name(), sid.unwrap_or_default())
}

async fn recall(cache: &Cache, store: Store, rows: Vec<Question>, sid: Option<String>, wanted: Arc<Wanted>) -> Chunk {
    let keys = rows.iter().map(|row| key(store, row.hash, sid.as_deref())).collect();
    let answers = cache.get_many::<Answered>(keys).await;
    let (mut known, mut missing) = (Vec::new(), Vec::new());
    for (row, answer) in rows.into_iter().zip(answers) {
        match answer.filter(|answer| answer.value.is_fresh(answer.age)) {
            Some(answer) => known.push((row, answer.value)),
            None => missing.push(row),
        }
    }
    let outcome = if known.is_empty() { Ok(Vec::new()) } else { read(known, wanted).await.map(|(judged, _)| judged) };
    Chunk { store, outcome, answered: Vec::new(), missing }
}

async fn check(
    debrid: &Debrid,
    (rows, sid, wanted): (Vec<Question>, Option<String>, Arc<Wanted>),
    slots: Arc<Semaphore>,
) -> Chunk {
    let store = debrid.store();
    let done = |outcome| Chunk { store, outcome, answered: Vec::new(), missing: Vec::new() };
    let answer = {
        let Ok(_slot) = slots.acquire().await else { return done(Ok(Vec::new())) };
        let hashes: Vec<InfoHash> = rows.iter().map(|row| row.hash).collect();
        debrid.check(&hashes, sid.as_deref()).await
    };
    let items = match answer {
        Ok(items) => items,
        Err(error) => return done(Err(error)),
    };
    let mut rows: HashMap<InfoHash, Question> = rows.into_iter().map(|row| (row.hash, row)).collect();
    let answered = items
        .into_iter()
        .filter_map(|CheckItem { hash, state, files }| rows.remove(&hash).map(|row| (row, Answered { state, files })));
    match read(answered.collect(), wanted).await {
        Ok((judged, answered)) => {
            let known = answered.into_iter().filter(|(_, answered)| answered.state != CacheState::Unknown);
            let answered = known.map(|(hash, answered)| (key(store, hash, sid.as_deref()), answered)).collect();
            Chunk { answered, ..done(Ok(judged)) }
        }
        Err(error) => done(Err(error)),
    }
}

type Read = (Vec<Judged>, Vec<(InfoHash, Answered)>);

/// Batches list a thousand files each: reading them all is work for another thread.
async fn read(answered: Vec<(Question, Answered)>, wanted: Arc<Wanted>) -> Result<Read, DebridError> {
    let reading = tokio::task::spawn_blocking(move || {
        let sought = Sought::new(&wanted);
        let judged = |(row, answered): &(Question, Answered)| Judged {
            hash: row.hash,
            state: answered.state,
            files: choose(&answered.files, row, &sought),
        };
        (
            answered.iter().map(judged).collect(),
            answered.into_iter().map(|(row, answered)| (row.hash, answered)).collect(),
        )
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
            reasons: scored.reasons.clone(),
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
