//! The browser profile: TLS, HTTP/2 and headers as one current Chrome sends them. Nothing is added to them but what a request
//! itself brings.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use wreq_util::{Emulation, Platform, Profile};

use super::clients::{Way, collected};
use super::outside::{Outside, leads_inside};
use super::redirect::{Hop, is_redirect};
use super::{Answer, HttpError, Network};

/// The Chrome that is claimed, on the wire as in the user agent: the newest that is known in detail.
const CHROME: Profile = Profile::Chrome149;

#[cfg(target_os = "windows")]
const PLATFORM: Platform = Platform::Windows;
#[cfg(target_os = "macos")]
const PLATFORM: Platform = Platform::MacOS;
#[cfg(not(any(target_os = "windows", target_os = "macos")))]
const PLATFORM: Platform = Platform::Linux;

/// A client for one way: straight to this machine, or through the network's or the system's proxy.
pub(super) fn client(network: &Network, way: &Way) -> Result<wreq::Client, HttpError> {
    builder(network, way)?.build().map_err(unusable)
}

fn builder(network: &Network, way: &Way) -> Result<wreq::ClientBuilder, HttpError> {
    let mut builder = wreq::Client::builder()
        .emulation(Emulation::builder().profile(CHROME).platform(PLATFORM).build())
        .connect_timeout(Duration::from_secs(10))
        .redirect(wreq::redirect::Policy::none())
        .referer(false);
    builder = match way {
        Way::Led(outside) => builder.dns_resolver(Arc::clone(outside)),
        Way::Direct | Way::Named => {
            network.hosts.iter().fold(builder, |builder, (host, address)| builder.resolve(host.clone(), *address))
        }
    };
    if matches!(way, Way::Direct) {
        // No public authority vouches for this machine, so none of theirs are read.
        let nobody = wreq::tls::trust::CertStore::builder().build().map_err(unusable)?;
        builder = builder.no_proxy().tls_cert_store(nobody);
    } else if let Some(proxy) = &network.proxy {
        let url = proxy.url().map_err(|why| HttpError::Unreachable(why.to_string()))?;
        builder = builder.proxy(wreq::Proxy::all(url.as_str()).map_err(unusable)?);
    }
    Ok(builder)
}

fn unusable(error: wreq::Error) -> HttpError {
    HttpError::Unreachable(error.without_uri().to_string())
}

pub(super) async fn send(client: &wreq::Client, hop: &Hop, limit: usize) -> Result<Answer, HttpError> {
    let mut builder = client.request(hop.method.clone(), hop.url.as_str()).headers(hop.headers.clone());
    if let Some(body) = &hop.body {
        builder = builder.body(body.clone());
    }
    let response = builder.send().await.map_err(|error| meaning(&error, hop))?;
    let status = response.status();
    let headers = response.headers().clone();
    let expected = response.content_length();
    let body =
        if is_redirect(status) { Vec::new() } else { collected(response.bytes_stream(), expected, limit).await? };
    Ok(Answer { status, headers, body })
}

fn meaning(error: &wreq::Error, hop: &Hop) -> HttpError {
    let host = hop.url.host_str().unwrap_or("the server");
    if leads_inside(error) {
        hop.misled()
    } else if error.is_timeout() {
        HttpError::Timeout(Duration::ZERO)
    } else if error.is_connect() || error.is_proxy_connect() || error.is_dns() || error.is_tls() {
        HttpError::Unreachable(format!("{host} does not take connections"))
    } else {
        HttpError::Broken
    }
}

impl wreq::dns::Resolve for Outside {
    fn resolve(&self, name: wreq::dns::Name) -> wreq::dns::Resolving {
        let addresses = self.look_up(name.as_str());
        Box::pin(async move { Ok(Box::new(addresses.await?.into_iter()) as wreq::dns::Addrs) })
    }
}
