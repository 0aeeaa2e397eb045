//! The browser profile: TLS, HTTP/2 and headers as a current Chrome sends them. It adds only the headers a request
//! itself sets.

#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::sync::Arc;

use url::Url;
use wreq_util::{Emulation, Platform, Profile};

use super::exchange::{self, Builder, CONNECT_TIMEOUT, Cause, Route};
use super::outside::Outside;
use super::redirect::Hop;
use super::{HttpError, Network, Response};

/// The Chrome to imitate, on the wire and in the user agent: the newest whose details are known.
const CHROME: Profile = Profile::Chrome149;

#[cfg(target_os = "windows")]
const PLATFORM: Platform = Platform::Windows;
#[cfg(target_os = "macos")]
const PLATFORM: Platform = Platform::MacOS;
#[cfg(not(any(target_os = "windows", target_os = "macos")))]
const PLATFORM: Platform = Platform::Linux;

/// Builds a client for one route.
pub(super) fn client(network: &Network, way: &Route) -> Result<wreq::Client, HttpError> {
    builder(network, way)?.build().map_err(unusable)
}

fn builder(network: &Network, way: &Route) -> Result<wreq::ClientBuilder, HttpError> {
    let builder = wreq::Client::builder()
        .emulation(Emulation::builder().profile(CHROME).platform(PLATFORM).build())
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(wreq::redirect::Policy::none())
        .referer(false);
    exchange::reach(builder, network, way)
}

pub(super) async fn send(client: &wreq::Client, hop: &Hop, limit: usize) -> Result<Response, HttpError> {
    let mut request = client.request(hop.method.clone(), hop.url.as_str()).headers(hop.headers.clone());
    if let Some(body) = &hop.body {
        request = request.body(body.clone());
    }
    let response = request.send().await.map_err(|error| exchange::failure(&error, cause(&error), hop))?;
    let (head, expected) = ((response.status(), response.headers().clone()), response.content_length());
    exchange::answer(head, expected, response.bytes_stream(), limit, hop.watcher.as_ref()).await
}

fn cause(error: &wreq::Error) -> Cause {
    if error.is_timeout() {
        Cause::Timeout
    } else if error.is_connect() || error.is_proxy_connect() || error.is_dns() || error.is_tls() {
        Cause::NoConnection
    } else {
        Cause::Other
    }
}

fn unusable(error: wreq::Error) -> HttpError {
    HttpError::Unreachable(error.without_uri().to_string())
}

impl Builder for wreq::ClientBuilder {
    fn look_up(self, outside: Arc<Outside>) -> Self {
        self.dns_resolver(outside)
    }

    fn at(self, host: &str, address: SocketAddr) -> Self {
        self.resolve(host.to_owned(), address)
    }

    fn direct(self) -> Result<Self, HttpError> {
        // A server on this machine has no certificate from a public authority, so loading those would waste time.
        let nobody = wreq::tls::trust::CertStore::builder().build().map_err(unusable)?;
        Ok(self.no_proxy().tls_cert_store(nobody))
    }

    fn through(self, proxy: Url) -> Result<Self, HttpError> {
        Ok(self.proxy(wreq::Proxy::all(proxy.as_str()).map_err(unusable)?))
    }
}

impl wreq::dns::Resolve for Outside {
    fn resolve(&self, name: wreq::dns::Name) -> wreq::dns::Resolving {
        let addresses = self.look_up(name.as_str());
        Box::pin(async move { Ok(Box::new(addresses.await?.into_iter()) as wreq::dns::Addrs) })
    }
}
