//! One exchange with a server, whichever library carries it: how the server is reached, how its answer is read, and what a
//! failure means. The two profiles are built on this and differ only in whom they pass for.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::{Stream, StreamExt as _};
use url::Url;

use super::outside::{Outside, leads_inside};
use super::redirect::{Hop, is_redirect};
use super::{HeaderMap, HttpError, Network, Response, StatusCode};

pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How a server was come by, which decides how it is reached.
#[derive(Clone, Debug)]
pub(super) enum Route {
    /// It is this machine: no proxy.
    Direct,
    /// The person or the app named it.
    ByName,
    /// An answer led there.
    Guarded(Arc<Outside>),
}

/// What a library's builder of clients can be told about reaching servers.
pub(super) trait Builder: Sized {
    /// All names are looked up by `outside`.
    fn look_up(self, outside: Arc<Outside>) -> Self;

    /// `host` is at `address`, whatever DNS says.
    fn at(self, host: &str, address: SocketAddr) -> Self;

    /// The servers are on this machine: through no proxy.
    fn direct(self) -> Result<Self, HttpError>;

    fn through(self, proxy: Url) -> Result<Self, HttpError>;
}

/// Sets a builder up for one way: straight to this machine, or through the network's or the system's proxy.
pub(super) fn reach<B: Builder>(builder: B, network: &Network, way: &Route) -> Result<B, HttpError> {
    let builder = match way {
        Route::Guarded(outside) => builder.look_up(Arc::clone(outside)),
        Route::Direct | Route::ByName => {
            network.hosts.iter().fold(builder, |builder, (host, address)| builder.at(host, *address))
        }
    };
    match (way, &network.proxy) {
        (Route::Direct, _) => builder.direct(),
        (Route::ByName | Route::Guarded(_), None) => Ok(builder),
        (Route::ByName | Route::Guarded(_), Some(proxy)) => {
            builder.through(proxy.url().map_err(|why| HttpError::Unreachable(why.to_string()))?)
        }
    }
}

/// What a library sees of a request that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Timeout,
    NoConnection,
    Other,
}

/// What a failed request is called.
pub(super) fn failure(error: &(dyn Error + 'static), cause: Cause, hop: &Hop) -> HttpError {
    if leads_inside(error) {
        return hop.misled();
    }
    match cause {
        Cause::Timeout => HttpError::Timeout(Duration::ZERO),
        Cause::NoConnection => {
            let host = hop.url.host_str().unwrap_or("the server");
            HttpError::Unreachable(format!("{host} does not take connections"))
        }
        Cause::Other => HttpError::Broken,
    }
}

/// Reads an answer. Of a redirect only the headers count.
pub(super) async fn answer<B: AsRef<[u8]>, E>(
    (status, headers): (StatusCode, HeaderMap),
    expected: Option<u64>,
    chunks: impl Stream<Item = Result<B, E>>,
    limit: usize,
) -> Result<Response, HttpError> {
    let body = if is_redirect(status) { Vec::new() } else { collected(chunks, expected, limit).await? };
    Ok(Response { status, headers, body })
}

/// Bytes taken at a server's word alone.
const MOST_ROOM: usize = 1 << 20;

/// A whole body, decoded, unless it is larger than `limit`. Room is made for what the server says it sends, within reason.
async fn collected<B: AsRef<[u8]>, E>(
    chunks: impl Stream<Item = Result<B, E>>,
    expected: Option<u64>,
    limit: usize,
) -> Result<Vec<u8>, HttpError> {
    let mut chunks = std::pin::pin!(chunks);
    let room = expected.and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(0);
    let mut body = Vec::with_capacity(room.min(limit).min(MOST_ROOM));
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| HttpError::Broken)?;
        let chunk = chunk.as_ref();
        if body.len() + chunk.len() > limit {
            return Err(HttpError::TooLarge { limit });
        }
        body.extend_from_slice(chunk);
    }
    Ok(body)
}
