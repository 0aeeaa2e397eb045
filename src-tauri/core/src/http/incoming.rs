//! Responses that are read as they come, such as a file that is downloaded: bounded by silence, not by length or time.

use std::fmt;
use std::time::Duration;

use futures::stream::BoxStream;
use futures::{Stream, StreamExt as _};
use tokio_util::bytes::Bytes;

use super::{HeaderMap, HttpError, StatusCode};

/// A response whose body is still coming, as it was sent: nothing is unpacked.
pub struct Incoming {
    pub status: StatusCode,
    pub headers: HeaderMap,
    chunks: BoxStream<'static, Result<Bytes, HttpError>>,
}

impl Incoming {
    pub(super) fn new<E>(
        status: StatusCode,
        headers: HeaderMap,
        chunks: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
    ) -> Self {
        Self { status, headers, chunks: chunks.map(|chunk| chunk.map_err(|_| HttpError::Broken)).boxed() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the next bytes; `None` at the body's end. Fails when it breaks off, or when nothing comes for `patience`.
    pub async fn chunk(&mut self, patience: Duration) -> Result<Option<Bytes>, HttpError> {
        match tokio::time::timeout(patience, self.chunks.next()).await {
            Ok(next) => next.transpose(),
            Err(_) => Err(HttpError::Timeout(patience)),
        }
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Incoming").field(&self.status).finish()
    }
}
