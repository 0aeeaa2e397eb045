//! Owns how the sending of a file fails: connections that close, links that end after so many bytes.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use futures::{StreamExt as _, stream};

use super::CHUNK;
use crate::Knobs;

/// How long before a failure nothing is sent.
const ARRIVES: Duration = Duration::from_millis(20);

/// How many bytes each link has sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent(Arc<Mutex<HashMap<String, u64>>>);

impl Sent {
    fn add(&self, link: &str, bytes: usize) -> u64 {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let by_link = sent.entry(link.to_owned()).or_default();
        *by_link += bytes as u64;
        *by_link
    }

    pub(super) fn is_over(&self, link: &str, knobs: &Knobs) -> bool {
        knobs.link_lasts.is_some_and(|lasts| self.add(link, 0) >= lasts)
    }
}

/// A response that fails as the knobs say, at the end of a chunk.
pub(super) fn failing(response: Response, knobs: &Knobs, sent: Sent, link: String) -> Response {
    let (dies_every, link_lasts) = (knobs.dies_every, knobs.link_lasts);
    if dies_every.is_none() && link_lasts.is_none() {
        return response;
    }
    let (head, body) = response.into_parts();
    let chunks = body.into_data_stream().flat_map(|bytes| stream::iter(chunks(bytes)));
    let mut here = 0;
    let mut is_dead = false;
    let chunks = chunks.map(move |chunk| {
        let chunk = chunk.map_err(io::Error::other)?;
        if is_dead {
            return Err(io::Error::other("the connection dies"));
        }
        here += chunk.len() as u64;
        let by_link = sent.add(&link, chunk.len());
        is_dead = dies_every.is_some_and(|most| here >= most) || link_lasts.is_some_and(|most| by_link >= most);
        Ok(chunk)
    });
    // What was sent before is to arrive: a connection that fails at once takes it along.
    let chunks = chunks.then(|chunk| async {
        if chunk.is_err() {
            tokio::time::sleep(ARRIVES).await;
        }
        chunk
    });
    Response::from_parts(head, Body::from_stream(chunks))
}

fn chunks(bytes: Result<Bytes, axum::Error>) -> Vec<Result<Bytes, axum::Error>> {
    match bytes {
        Ok(bytes) => {
            (0..bytes.len()).step_by(CHUNK).map(|at| Ok(bytes.slice(at..bytes.len().min(at + CHUNK)))).collect()
        }
        Err(error) => vec![Err(error)],
    }
}
