//! The plain profile: requests with the app's own User-Agent.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use url::Url;

use super::exchange::{self, Builder, CONNECT_TIMEOUT, Cause, Route};
use super::incoming::Incoming;
use super::outside::Outside;
use super::redirect::Hop;
use super::{APP_USER_AGENT, HttpError, Network, Response};

/// Builds a client for one route.
pub(super) fn client(network: &Network, way: &Route, trust: ClientConfig) -> Result<reqwest::Client, HttpError> {
    exchange::reach(builder(trust), network, way)?.build().map_err(unusable)
}

/// Builds a client for one route that leaves bodies as they were sent, and gives each request a connection of its own.
pub(super) fn client_for_files(
    network: &Network,
    way: &Route,
    trust: ClientConfig,
) -> Result<reqwest::Client, HttpError> {
    let builder = builder(trust).no_gzip().no_brotli().no_deflate().no_zstd().http1_only();
    exchange::reach(builder, network, way)?.build().map_err(unusable)
}

/// Builds a client for the servers of other programs on this machine.
pub(super) fn client_for_loopback(trust: ClientConfig, answers_by: Duration) -> Result<reqwest::Client, HttpError> {
    builder(trust).no_proxy().timeout(answers_by).build().map_err(unusable)
}

fn builder(trust: ClientConfig) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(APP_USER_AGENT)
        .tls_backend_preconfigured(trust)
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
}

pub(super) async fn send(client: &reqwest::Client, hop: &Hop, limit: usize) -> Result<Response, HttpError> {
    let response = sent(client, hop).await?;
    let (head, expected) = ((response.status(), response.headers().clone()), response.content_length());
    exchange::answer(head, expected, response.bytes_stream(), limit, hop.watcher.as_ref()).await
}

/// Returns the response as soon as its head is there.
pub(super) async fn open(client: &reqwest::Client, hop: &Hop) -> Result<Incoming, HttpError> {
    let response = sent(client, hop).await?;
    let (status, headers) = (response.status(), response.headers().clone());
    Ok(Incoming::new(status, headers, response.bytes_stream()))
}

async fn sent(client: &reqwest::Client, hop: &Hop) -> Result<reqwest::Response, HttpError> {
    let mut request = client.request(hop.method.clone(), hop.url.clone()).headers(hop.headers.clone());
    if let Some(body) = &hop.body {
        request = request.body(body.clone());
    }
    request.send().await.map_err(|error| exchange::failure(&error, cause(&error), hop))
}

fn cause(error: &reqwest::Error) -> Cause {
    if error.is_timeout() {
        Cause::Timeout
    } else if error.is_connect() {
        Cause::NoConnection
    } else {
        Cause::Other
    }
}

fn unusable(error: reqwest::Error) -> HttpError {
    HttpError::Unreachable(error.without_url().to_string())
}

impl Builder for reqwest::ClientBuilder {
    fn look_up(self, outside: Arc<Outside>) -> Self {
        self.dns_resolver(outside)
    }

    fn at(self, host: &str, address: SocketAddr) -> Self {
        self.resolve(host, address)
    }

    fn direct(self) -> Result<Self, HttpError> {
        Ok(self.no_proxy())
    }

    fn through(self, proxy: Url) -> Result<Self, HttpError> {
        Ok(self.proxy(reqwest::Proxy::all(proxy).map_err(unusable)?))
    }
}

impl reqwest::dns::Resolve for Outside {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let addresses = self.look_up(name.as_str());
        Box::pin(async move { Ok(Box::new(addresses.await?.into_iter()) as reqwest::dns::Addrs) })
    }
}
