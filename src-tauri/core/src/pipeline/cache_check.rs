//! Phase 3: which torrents the service holds, asked in chunks that run in parallel, as soon as their hashes are known; and, from
//! the file lists that come with the answer, which file would play.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt as _};
use tokio::sync::Semaphore;

use crate::debrid::{CHECK_CHUNK, CacheState, CheckItem, Debrid, DebridError};
use crate::title::{Kind, Wanted};
use crate::torrent::{InfoHash, TorrentFile};

use super::dedupe::ChosenFile;
use super::select::{self, Hint};

/// Chunks under way at once.
const PARALLEL: usize = 4;

/// One chunk's answer.
pub type Chunk = Result<Vec<Judged>, DebridError>;

/// A row to ask about, with what its sources say of the file inside.
#[derive(Clone, Debug)]
pub struct Question {
    pub hash: InfoHash,
    pub torrent_name: String,
    pub file_index: Option<i64>,
    pub file_name: Option<String>,
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

/// The checks of one search: no hash is asked about twice.
#[derive(Debug)]
pub struct Checks<'a> {
    debrid: Option<&'a Debrid>,
    sid: Option<String>,
    asked: HashSet<InfoHash>,
    slots: Arc<Semaphore>,
    error: Option<DebridError>,
}

impl<'a> Checks<'a> {
    pub fn new(debrid: Option<&'a Debrid>, wanted: &Wanted) -> Self {
        Self { debrid, sid: sid(wanted), asked: HashSet::new(), slots: Arc::new(Semaphore::new(PARALLEL)), error: None }
    }

    /// Requests for those rows that were not asked about yet. None after a failure that stops the run.
    pub fn ask(&mut self, rows: Vec<Question>, wanted: &Arc<Wanted>) -> Vec<BoxFuture<'a, Chunk>> {
        let Some(debrid) = self.debrid.filter(|_| !self.is_stopped()) else { return Vec::new() };
        let mut fresh: Vec<Question> = rows.into_iter().filter(|row| self.asked.insert(row.hash)).collect();
        let mut requests = Vec::new();
        while !fresh.is_empty() {
            let rest = fresh.split_off(fresh.len().min(CHECK_CHUNK));
            let chunk = std::mem::replace(&mut fresh, rest);
            let (sid, slots, wanted) = (self.sid.clone(), Arc::clone(&self.slots), Arc::clone(wanted));
            requests.push(check(debrid, chunk, sid, slots, wanted).boxed());
        }
        requests
    }

    /// The answers of a chunk; a failed one is kept for [`last_error`](Self::last_error) and its hashes stay unknown.
    pub fn take(&mut self, chunk: Chunk) -> Option<Vec<Judged>> {
        match chunk {
            Ok(items) => Some(items),
            Err(error) => {
                if !self.is_stopped() {
                    tracing::warn!(%error, "a cache check failed");
                    self.error = Some(error);
                }
                if self.is_stopped() {
                    // Chunks that still wait for a slot are not sent.
                    self.slots.close();
                }
                None
            }
        }
    }

    pub fn last_error(&self) -> Option<DebridError> {
        self.error.clone()
    }

    fn is_stopped(&self) -> bool {
        self.error.as_ref().is_some_and(DebridError::stops_the_run)
    }
}

async fn check(
    debrid: &Debrid,
    rows: Vec<Question>,
    sid: Option<String>,
    slots: Arc<Semaphore>,
    wanted: Arc<Wanted>,
) -> Chunk {
    let items = {
        let Ok(_slot) = slots.acquire().await else { return Ok(Vec::new()) };
        let hashes: Vec<InfoHash> = rows.iter().map(|row| row.hash).collect();
        debrid.check(&hashes, sid.as_deref()).await?
    };
    // Batches list a thousand files each: reading them all is work for another thread.
    tokio::task::spawn_blocking(move || judge(items, rows, &wanted))
        .await
        .map_err(|_| DebridError::Malformed("the file lists could not be read".to_owned()))
}

fn judge(items: Vec<CheckItem>, rows: Vec<Question>, wanted: &Wanted) -> Vec<Judged> {
    let rows: HashMap<InfoHash, Question> = rows.into_iter().map(|row| (row.hash, row)).collect();
    items
        .into_iter()
        .filter_map(|item| {
            let row = rows.get(&item.hash)?;
            Some(Judged { hash: item.hash, state: item.state, files: choose(&item.files, row, wanted) })
        })
        .collect()
}

fn choose(files: &[TorrentFile], row: &Question, wanted: &Wanted) -> Listed {
    if files.is_empty() {
        return Listed::Nothing;
    }
    let hint = Hint {
        torrent_name: &row.torrent_name,
        file_index: row.file_index,
        file_name: row.file_name.as_deref(),
        correction: None,
    };
    let selection = select::select(files, wanted, &hint);
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
