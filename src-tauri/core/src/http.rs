//! The one place that opens connections: profiles, deadlines, body limits, retries, redirects, politeness, proxies, redaction.
//! What a status means is the caller's to say.

#![expect(clippy::disallowed_types, reason = "the owner of connections")]

#[cfg(feature = "browser")]
mod browser;
mod clients;
mod exchange;
mod failure;
mod outside;
mod pace;
mod plain;
mod proxy;
mod redirect;
mod retry;
mod trust;

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::work;
use clients::Clients;
use pace::Pace;
use redirect::Hop;

pub use failure::Failure;
pub use pace::{AskedAt, HostLimits};
pub use proxy::{BadProxy, ProxyAddress};
pub use redirect::is_private;
pub use reqwest::header::HeaderMap;
pub use reqwest::{Method, StatusCode};
pub use retry::{Retry, retry_after};

/// Said to servers that welcome clients by name.
pub const APP_USER_AGENT: &str = concat!("Perihelion/", env!("CARGO_PKG_VERSION"));

/// As whom a server is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// As this app, by its own name.
    #[default]
    Plain,
    /// As a current Chrome: TLS, HTTP/2 and headers alike. Plain in a build without the feature `browser`.
    Browser,
}

/// Who decides as whom servers are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProfileChoice {
    /// Each request, for itself.
    #[default]
    Automatic,
    /// Always as this app.
    Plain,
    /// Always as a browser.
    Browser,
}

/// How the outside is reached. The default asks the system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    pub profiles: ProfileChoice,
    /// `None` takes the system's proxy. This machine itself is never reached through one.
    pub proxy: Option<ProxyAddress>,
    /// Host names that lead to these addresses, whatever DNS says; a URL's own port counts.
    pub hosts: Vec<(String, SocketAddr)>,
}

/// Why there is no answer. Texts name the host at most, never a path, query or header.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    #[error("no answer within {0:?}")]
    Timeout(Duration),
    #[error("could not connect: {0}")]
    Unreachable(String),
    #[error("the answer is larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("the answer broke off or could not be decoded")]
    Broken,
    /// A redirect to where none may lead, or one too many.
    #[error("{0} redirects where it should not")]
    Misled(String),
    /// The client's own count says that the server would refuse; it was not asked.
    #[error("asked as often as it allows for now")]
    UsedUp { left: Duration },
}

/// One request. The deadline covers everything: connecting, retries, the whole body.
#[derive(Clone, Debug)]
pub struct Request {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Option<Vec<u8>>,
    deadline: Duration,
    max_bytes: usize,
    retry: Retry,
    profile: Profile,
    limits: HostLimits,
    told_by: Option<Url>,
}

impl Request {
    /// A GET with a 30 s deadline, a 16 MiB limit, and retries of what passes by itself.
    pub fn get(url: Url) -> Self {
        Self::new(Method::GET, url).retry(Retry::Transient)
    }

    /// Any method, never retried unless asked for.
    pub fn new(method: Method, url: Url) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
            deadline: Duration::from_secs(30),
            max_bytes: 16 << 20,
            retry: Retry::Never,
            profile: Profile::Plain,
            limits: HostLimits::default(),
            told_by: None,
        }
    }

    /// The server whose answer named the address. Where that is outside, the name must not turn out to be in the person's own
    /// network.
    pub fn told_by(mut self, server: Option<Url>) -> Self {
        self.told_by = server;
        self
    }

    /// Adds a header; a value that cannot be one is left out.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(HeaderName::from_static(name), value);
        }
        self
    }

    /// Adds a header whose value no debug output shows.
    pub fn secret_header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(mut value) = HeaderValue::from_str(value) {
            value.set_sensitive(true);
            self.headers.insert(HeaderName::from_static(name), value);
        }
        self
    }

    pub fn json(mut self, body: &serde_json::Value) -> Self {
        self.body = Some(body.to_string().into_bytes());
        self.header("content-type", "application/json")
    }

    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    pub fn max_bytes(mut self, limit: usize) -> Self {
        self.max_bytes = limit;
        self
    }

    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// How often its server may be asked.
    pub fn limits(mut self, limits: HostLimits) -> Self {
        self.limits = limits;
        self
    }
}

/// Bodies larger than this are read off the runtime's workers.
const LARGE_BODY: usize = 32 << 10;

/// Reads a body with `read`: off the runtime's workers where it is large.
pub(crate) async fn read_body<R: Send + 'static>(
    body: Vec<u8>,
    read: impl FnOnce(&[u8]) -> R + Send + 'static,
) -> Result<R, Failure> {
    if body.len() <= LARGE_BODY {
        return Ok(read(&body));
    }
    let reading = work::off_runtime(move || read(&body)).await;
    reading.map_err(|_| Failure::Malformed("the answer could not be read".to_owned()))
}

/// What came back, whatever its status.
#[derive(Clone, Debug)]
pub struct Response {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Shared connection pools. Cheap to clone; all clones share one network.
#[derive(Clone, Debug)]
pub struct Http {
    clients: Arc<RwLock<Arc<Clients>>>,
    pace: Arc<Pace>,
}

impl Http {
    pub fn new() -> Result<Self, HttpError> {
        Self::with(Network::default())
    }

    pub fn with(network: Network) -> Result<Self, HttpError> {
        let clients = Clients::new(network);
        clients.check()?;
        Ok(Self { clients: Arc::new(RwLock::new(Arc::new(clients))), pace: Arc::default() })
    }

    /// Reaches the outside another way from the next request on. Requests under way end as they began.
    pub fn set_network(&self, network: Network) {
        let mut clients = self.clients.write().unwrap_or_else(PoisonError::into_inner);
        if *clients.network() != network {
            *clients = Arc::new(Clients::new(network));
        }
    }

    /// Counts what an earlier run asked of servers that count by the hour. For before the first request.
    pub fn remember_asked(&self, asked: AskedAt) {
        self.pace.remember(asked);
    }

    /// What such servers were asked, to be remembered by the next run; `None` while there is nothing new.
    pub fn newly_asked(&self) -> Option<AskedAt> {
        self.pace.news()
    }

    /// Sends and reads the whole answer, within the request's deadline and size limit.
    pub async fn send(&self, request: Request) -> Result<Response, HttpError> {
        let deadline = request.deadline;
        match tokio::time::timeout(deadline, self.send_with_retries(request)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(HttpError::Timeout(deadline)),
        }
    }

    /// Sends, and takes only a success for an answer.
    pub async fn fetch(&self, request: Request) -> Result<Response, Failure> {
        failure::success(self.send(request).await?)
    }

    async fn send_with_retries(&self, request: Request) -> Result<Response, HttpError> {
        let started = tokio::time::Instant::now();
        let clients = Arc::clone(&self.clients.read().unwrap_or_else(PoisonError::into_inner));
        let mut attempt = 0;
        loop {
            let turn = self.pace.turn(&request.url, request.limits).await?;
            let outcome = follow(&clients, &request).await;
            drop(turn);
            let left = request.deadline.saturating_sub(started.elapsed());
            match request.retry.wait(attempt, &outcome, left) {
                Some(wait) => {
                    tracing::debug!(host = request.url.host_str(), attempt, "an upstream is asked again");
                    tokio::time::sleep(wait).await;
                    attempt += 1;
                }
                None => return outcome,
            }
        }
    }
}

/// Sends, and goes where the answers lead.
async fn follow(clients: &Clients, request: &Request) -> Result<Response, HttpError> {
    let mut hop = Hop::first(request);
    loop {
        let answer = clients.send(request.profile, &hop, request.max_bytes).await.map_err(|error| match error {
            HttpError::Timeout(_) => HttpError::Timeout(request.deadline),
            other => other,
        })?;
        match hop.next(&answer)? {
            Some(next) => hop = next,
            None => return Ok(answer),
        }
    }
}

#[cfg(test)]
mod tests;
