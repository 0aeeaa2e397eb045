//! The browser profile: TLS, HTTP/2 and headers as one current Chrome sends them. Nothing is added to them but what a request
//! itself brings.

#[cfg(test)]
mod tests;

use std::time::Duration;

use wreq_util::{Emulation, Platform, Profile};

use super::clients::collected;
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

/// A client that goes through no proxy if `direct`, and otherwise through the network's or the system's.
pub(super) fn client(network: &Network, direct: bool) -> Result<wreq::Client, HttpError> {
    builder(network, direct)?.build().map_err(unusable)
}

fn builder(network: &Network, direct: bool) -> Result<wreq::ClientBuilder, HttpError> {
    let mut builder = wreq::Client::builder()
        .emulation(Emulation::builder().profile(CHROME).platform(PLATFORM).build())
        .connect_timeout(Duration::from_secs(10))
        .redirect(wreq::redirect::Policy::none())
        .referer(false);
    for (host, address) in &network.hosts {
        builder = builder.resolve(host.clone(), *address);
    }
    if direct {
        builder = builder.no_proxy();
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
    let body = if is_redirect(status) { Vec::new() } else { collected(response.bytes_stream(), limit).await? };
    Ok(Answer { status, headers, body })
}

fn meaning(error: &wreq::Error, hop: &Hop) -> HttpError {
    let host = hop.url.host_str().unwrap_or("the server");
    if error.is_timeout() {
        HttpError::Timeout(Duration::ZERO)
    } else if error.is_connect() || error.is_proxy_connect() || error.is_dns() || error.is_tls() {
        HttpError::Unreachable(format!("{host} does not take connections"))
    } else {
        HttpError::Broken
    }
}
