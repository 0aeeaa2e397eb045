//! Owns how quick a file comes: as on a line that carries so many bits a second.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use futures::{StreamExt as _, stream};
use tokio::time::Instant;

/// What is sent at once, in bytes.
const PIECE: usize = 16 * 1024;
/// What a pause may be behind and catch up: longer ones are lost, as on a real line.
const CATCHES_UP: Duration = Duration::from_millis(10);

/// A response whose body comes at so many bits a second.
pub(super) fn carried(response: Response, bits: u64) -> Response {
    let (head, body) = response.into_parts();
    let pieces = body.into_data_stream().flat_map(|bytes| match bytes {
        Ok(bytes) => stream::iter(pieces(&bytes).into_iter().map(Ok).collect::<Vec<_>>()),
        Err(error) => stream::iter(vec![Err(error)]),
    });
    let mut due = None;
    let paced = pieces.then(move |piece| {
        let now = Instant::now();
        let at: Instant = due.map_or(now, |due: Instant| due.max(now.checked_sub(CATCHES_UP).unwrap_or(now)));
        let length = piece.as_ref().map_or(0, Bytes::len);
        due = Some(at + Duration::from_secs_f64(length as f64 * 8.0 / bits.max(1) as f64));
        async move {
            tokio::time::sleep_until(at).await;
            piece
        }
    });
    Response::from_parts(head, Body::from_stream(paced))
}

fn pieces(bytes: &Bytes) -> Vec<Bytes> {
    (0..bytes.len()).step_by(PIECE).map(|at| bytes.slice(at..bytes.len().min(at + PIECE))).collect()
}
