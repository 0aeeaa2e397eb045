//! The plain profile: the app under its own name.

use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;

use super::clients::{Way, collected};
use super::outside::{Outside, leads_inside};
use super::redirect::{Hop, is_redirect};
use super::{APP_USER_AGENT, Answer, HttpError, Network};

/// A client for one way: straight to this machine, or through the network's or the system's proxy.
pub(super) fn client(network: &Network, way: &Way, trust: ClientConfig) -> Result<reqwest::Client, HttpError> {
    let unusable = |error: reqwest::Error| HttpError::Unreachable(error.without_url().to_string());
    let mut builder = reqwest::Client::builder()
        .user_agent(APP_USER_AGENT)
        .tls_backend_preconfigured(trust)
        .connect_timeout(Duration::from_secs(10))
        .redirect(reqwest::redirect::Policy::none())
        .referer(false);
    builder = match way {
        Way::Led(outside) => builder.dns_resolver(Arc::clone(outside)),
        Way::Direct | Way::Named => {
            network.hosts.iter().fold(builder, |builder, (host, address)| builder.resolve(host, *address))
        }
    };
    if matches!(way, Way::Direct) {
        builder = builder.no_proxy();
    } else if let Some(proxy) = &network.proxy {
        let url = proxy.url().map_err(|why| HttpError::Unreachable(why.to_string()))?;
        builder = builder.proxy(reqwest::Proxy::all(url).map_err(unusable)?);
    }
    builder.build().map_err(unusable)
}

pub(super) async fn send(client: &reqwest::Client, hop: &Hop, limit: usize) -> Result<Answer, HttpError> {
    let mut builder = client.request(hop.method.clone(), hop.url.clone()).headers(hop.headers.clone());
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

fn meaning(error: &reqwest::Error, hop: &Hop) -> HttpError {
    let host = hop.url.host_str().unwrap_or("the server");
    if leads_inside(error) {
        hop.misled()
    } else if error.is_timeout() {
        HttpError::Timeout(Duration::ZERO)
    } else if error.is_connect() {
        HttpError::Unreachable(format!("{host} does not take connections"))
    } else {
        HttpError::Broken
    }
}

impl reqwest::dns::Resolve for Outside {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let addresses = self.look_up(name.as_str());
        Box::pin(async move { Ok(Box::new(addresses.await?.into_iter()) as reqwest::dns::Addrs) })
    }
}
