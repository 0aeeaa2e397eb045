//! Phase 3: which torrents the service holds, asked in chunks that run in parallel, as soon as their hashes are known.

use std::collections::HashSet;
use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt as _};
use tokio::sync::Semaphore;

use crate::debrid::{CHECK_CHUNK, CheckItem, Debrid, DebridError};
use crate::title::{Kind, Wanted};
use crate::torrent::InfoHash;

/// Chunks under way at once.
const PARALLEL: usize = 4;

/// One chunk's answer.
pub type Chunk = Result<Vec<CheckItem>, DebridError>;

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

    /// Requests for those hashes that were not asked about yet. None after a failure that stops the run.
    pub fn ask(&mut self, hashes: Vec<InfoHash>) -> Vec<BoxFuture<'a, Chunk>> {
        let Some(debrid) = self.debrid.filter(|_| !self.is_stopped()) else { return Vec::new() };
        let fresh: Vec<InfoHash> = hashes.into_iter().filter(|hash| self.asked.insert(*hash)).collect();
        fresh
            .chunks(CHECK_CHUNK)
            .map(|chunk| check(debrid, chunk.to_vec(), self.sid.clone(), Arc::clone(&self.slots)).boxed())
            .collect()
    }

    /// The answers of a chunk; a failed one is kept for [`last_error`](Self::last_error) and its hashes stay unknown.
    pub fn take(&mut self, chunk: Chunk) -> Option<Vec<CheckItem>> {
        match chunk {
            Ok(items) => Some(items),
            Err(error) => {
                tracing::warn!(%error, "a cache check failed");
                if !self.is_stopped() {
                    self.error = Some(error);
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

async fn check(debrid: &Debrid, hashes: Vec<InfoHash>, sid: Option<String>, slots: Arc<Semaphore>) -> Chunk {
    // The semaphore is never closed; were it, asking without a slot would still be right.
    let _slot = slots.acquire().await.ok();
    debrid.check(&hashes, sid.as_deref()).await
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
