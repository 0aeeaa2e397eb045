//! How a source is asked: a request within what is left of the budget, a large answer read off the async workers, several
//! forms of one question put together.

use std::time::Duration;

use futures::future::join_all;

use super::{Ask, SourceError};
use crate::endpoints::Upstream;
use crate::http::Request;
use crate::torrent::Torrent;

/// Bodies larger than this are read on a thread of their own.
const READ_APART: usize = 256 << 10;

impl Ask<'_> {
    /// A GET of `path` (percent-encoded, starting with `/`), to be answered within the budget.
    pub(super) fn get(&self, upstream: Upstream, path: &str) -> Result<Request, SourceError> {
        let url = self
            .endpoints
            .url(upstream, path)
            .map_err(|_| SourceError::Unreachable(format!("the address of {upstream} cannot be used")))?;
        Ok(Request::get(url).deadline(self.patience()))
    }

    /// A little less than the budget, so that what did answer in time is still put together within it.
    pub(super) fn patience(&self) -> Duration {
        self.budget.saturating_sub((self.budget / 20).min(Duration::from_millis(250)))
    }

    /// Sends a request and reads its answer.
    pub(super) async fn fetch<R: Send + 'static>(
        &self,
        request: Request,
        read: impl FnOnce(&[u8]) -> Result<R, SourceError> + Send + 'static,
    ) -> Result<R, SourceError> {
        let body = self.http.fetch(request).await?.body;
        read_apart(body, read).await?
    }
}

/// Reads a body where it holds nothing up: a large one on a thread of its own.
pub(crate) async fn read_apart<R: Send + 'static>(
    body: Vec<u8>,
    read: impl FnOnce(&[u8]) -> R + Send + 'static,
) -> Result<R, SourceError> {
    if body.len() <= READ_APART {
        return Ok(read(&body));
    }
    let reading = tokio::task::spawn_blocking(move || read(&body));
    reading.await.map_err(|_| SourceError::Malformed("the answer could not be read".to_owned()))
}

/// All answers to several forms of one question, first form first. Fails only when every form failed.
pub(super) async fn together<F>(asked: impl IntoIterator<Item = F>) -> Result<Vec<Torrent>, SourceError>
where
    F: Future<Output = Result<Vec<Torrent>, SourceError>>,
{
    let mut answered = false;
    let mut failure = None;
    let mut torrents = Vec::new();
    for answer in join_all(asked).await {
        match answer {
            Ok(rows) => {
                answered = true;
                torrents.extend(rows);
            }
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    match failure {
        Some(error) if !answered => Err(error),
        Some(_) | None => Ok(united(torrents)),
    }
}

/// One row for each torrent: the first, with what later ones know besides.
pub(super) fn united(torrents: Vec<Torrent>) -> Vec<Torrent> {
    let mut place = std::collections::HashMap::with_capacity(torrents.len());
    let mut united: Vec<Torrent> = Vec::with_capacity(torrents.len());
    for torrent in torrents {
        let Some(known) = place.get(&torrent.info_hash).and_then(|at: &usize| united.get_mut(*at)) else {
            place.insert(torrent.info_hash, united.len());
            united.push(torrent);
            continue;
        };
        known.size = known.size.or(torrent.size);
        known.seeders = known.seeders.max(torrent.seeders);
        known.tracker = known.tracker.take().or(torrent.tracker);
        // A file's place, name and size belong together.
        if known.file_index.is_none() && known.file_name.is_none() {
            known.file_index = torrent.file_index;
            known.file_name = torrent.file_name;
            known.file_size = known.file_size.or(torrent.file_size);
        }
        if known.trackers.is_empty() {
            known.trackers = torrent.trackers;
        }
    }
    united
}
