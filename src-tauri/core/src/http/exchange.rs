//! What the two HTTP libraries (one a profile) share: how a client is set up to reach a server, how a response is read,
//! and what a failure means.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::{Stream, StreamExt as _};
use url::Url;

use super::outside::{Outside, leads_inside};
use super::redirect::{Hop, is_redirect};
use super::{HeaderMap, HttpError, Network, Received, Response, StatusCode, Watcher};

pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How a server is reached, which depends on who named it.
#[derive(Clone, Debug)]
pub(super) enum Route {
    /// The server is this machine: no proxy.
    Direct,
    /// The person or the app named the server: it may have any address.
    ByName,
    /// A public server's response named it: it must not resolve to a private address.
    Guarded(Arc<Outside>),
}

/// The network settings of an HTTP library's client builder.
pub(super) trait Builder: Sized {
    /// Resolves all host names with `outside`.
    fn look_up(self, outside: Arc<Outside>) -> Self;

    /// Resolves `host` to `address` without asking DNS.
    fn at(self, host: &str, address: SocketAddr) -> Self;

    /// Sets the client up for servers on this machine, without a proxy.
    fn direct(self) -> Result<Self, HttpError>;

    fn through(self, proxy: Url) -> Result<Self, HttpError>;
}

/// Applies the network's settings to a builder of clients for one route. Fails when the proxy's address cannot be used.
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

/// The kind of failure an HTTP library reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Timeout,
    NoConnection,
    Other,
}

/// Turns an HTTP library's error into an [`HttpError`].
pub(super) fn failure(error: &(dyn Error + 'static), cause: Cause, hop: &Hop) -> HttpError {
    if leads_inside(error) {
        return hop.bad_redirect();
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

/// Reads a response and tells `watcher` of it. Skips the body of a redirect.
pub(super) async fn answer<B: AsRef<[u8]>, E>(
    (status, headers): (StatusCode, HeaderMap),
    expected: Option<u64>,
    chunks: impl Stream<Item = Result<B, E>>,
    limit: usize,
    watcher: Option<&Watcher>,
) -> Result<Response, HttpError> {
    let body = if is_redirect(status) { Vec::new() } else { collected(chunks, expected, limit, watcher).await? };
    Ok(Response { status, headers, body })
}

/// The most bytes reserved because a server announced them: it may lie.
const MOST_ROOM: usize = 1 << 20;

/// Collects a whole decoded body. Fails when it is larger than `limit` bytes or breaks off.
async fn collected<B: AsRef<[u8]>, E>(
    chunks: impl Stream<Item = Result<B, E>>,
    expected: Option<u64>,
    limit: usize,
    watcher: Option<&Watcher>,
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
        if let Some(watcher) = watcher {
            watcher.send_replace(Received { bytes: body.len() as u64, of: expected });
        }
    }
    Ok(body)
}
