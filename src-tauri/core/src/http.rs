//! The HTTP client, and the only place that opens connections. It owns profiles, deadlines, body limits, retries,
//! redirects, rate limits, proxies and redaction. The caller decides what a status means.

#![expect(clippy::disallowed_types, reason = "the owner of connections")]

#[cfg(feature = "browser")]
mod browser;
mod clients;
mod exchange;
mod failure;
mod incoming;
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
pub use incoming::Incoming;
pub use pace::{AskedAt, HostLimits};
pub use proxy::{BadProxy, ProxyAddress};
pub use redirect::{is_loopback, is_private};
pub use reqwest::header::HeaderMap;
pub use reqwest::{Method, StatusCode};
pub use retry::{Retry, retry_after};

/// The User-Agent sent to servers that accept clients by name.
pub const APP_USER_AGENT: &str = concat!("Perihelion/", env!("CARGO_PKG_VERSION"));

/// Returns a client for the servers of other programs on this machine. The person's proxy does not apply.
pub fn loopback_client(answers_by: Duration) -> Result<reqwest::Client, HttpError> {
    let trust = trust::config().map_err(|error| HttpError::Unreachable(error.to_string()))?;
    plain::client_for_loopback(trust, answers_by)
}

/// The client a request presents itself as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// This app, with [`APP_USER_AGENT`].
    #[default]
    Plain,
    /// A current Chrome, in TLS, HTTP/2 and headers. Builds without the feature `browser` send `Plain` instead.
    Browser,
}

/// The person's choice of the profile requests use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProfileChoice {
    /// Each request uses its own profile.
    #[default]
    Automatic,
    /// Every request uses [`Profile::Plain`].
    Plain,
    /// Every request uses [`Profile::Browser`].
    Browser,
}

/// How servers are reached. The default uses the system's proxy and DNS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    pub profiles: ProfileChoice,
    /// `None` uses the system's proxy. Requests to this machine never go through a proxy.
    pub proxy: Option<ProxyAddress>,
    /// Host names that resolve to these addresses instead of asking DNS. A port in the URL wins over the address's
    /// port.
    pub hosts: Vec<(String, SocketAddr)>,
}

/// Why a request got no response. The messages name at most the host, never a path, query or header.
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
    /// A redirect to a forbidden address, or one redirect too many. Names the server that sent it.
    #[error("{0} redirects where it should not")]
    BadRedirect(String),
    /// The hourly limit of requests to this server is used up, so the request was not sent. `left` is the time until
    /// the next one is allowed.
    #[error("asked as often as it allows for now")]
    UsedUp { left: Duration },
}

/// One request. The deadline covers waiting for a turn, connecting, retries and the whole body.
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
    https_only: bool,
    watcher: Option<Watcher>,
}

/// How much of a body has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Received {
    pub bytes: u64,
    /// The whole body's size as the server announced it. It may lie.
    pub of: Option<u64>,
}

/// Who is told how much of a body has come.
type Watcher = Arc<tokio::sync::watch::Sender<Received>>;

impl Request {
    /// A GET with a 30 s deadline and a 16 MiB limit. Retries transient failures, see [`Retry::Transient`].
    pub fn get(url: Url) -> Self {
        Self::new(Method::GET, url).retry(Retry::Transient)
    }

    /// A request with the same limits as [`get`](Self::get), not retried unless [`retry`](Self::retry) is set.
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
            https_only: false,
            watcher: None,
        }
    }

    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Sets the server whose response named this URL. If that server is public, the request fails when the URL's host
    /// resolves to a private address, so that no outside server can make the app call into the person's network.
    pub fn told_by(mut self, server: Option<Url>) -> Self {
        self.told_by = server;
        self
    }

    /// Refuses redirects to anything but https.
    pub fn https_only(mut self) -> Self {
        self.https_only = true;
        self
    }

    /// Tells `watcher` how much of the body has come, while it comes.
    pub fn watched(mut self, watcher: Watcher) -> Self {
        self.watcher = Some(watcher);
        self
    }

    /// Adds a header, or nothing when the value is not valid in a header.
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

    /// Adds headers that somebody else names. Of the values only those that say who asks, and from which page, may be
    /// known to another server that this one redirects to.
    pub fn foreign_headers<'a>(mut self, headers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        for (name, value) in headers {
            if let (Ok(name), Ok(mut value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
                value.set_sensitive(!goes_along(name.as_str()));
                self.headers.insert(name, value);
            }
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

    /// Sets how often requests may go to this server.
    pub fn limits(mut self, limits: HostLimits) -> Self {
        self.limits = limits;
        self
    }
}

/// Returns whether a header that somebody else names is also sent to another server that is led to.
pub fn goes_along(name: &str) -> bool {
    ["user-agent", "referer", "origin", "accept", "accept-language"].contains(&name)
}

/// Bodies of more bytes than this are parsed on a blocking thread.
const LARGE_BODY: usize = 32 << 10;

/// Parses a body with `read`. A body over 32 KiB is parsed on a blocking thread, because it would hold up the async
/// runtime. Fails if `read` panics.
pub(crate) async fn read_body<R: Send + 'static>(
    body: Vec<u8>,
    read: impl FnOnce(&[u8]) -> R + Send + 'static,
) -> Result<R, Failure> {
    let done = if body.len() <= LARGE_BODY {
        work::fenced(|| read(&body))
    } else {
        work::off_runtime(move || read(&body)).await.ok()
    };
    done.ok_or_else(|| Failure::Malformed("the answer could not be read".to_owned()))
}

/// A response of any status, with its decoded body.
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
    longest: Duration,
}

impl Http {
    pub fn new() -> Result<Self, HttpError> {
        Self::with(Network::default())
    }

    pub fn with(network: Network) -> Result<Self, HttpError> {
        let clients = Clients::new(network);
        clients.check()?;
        Ok(Self { clients: Arc::new(RwLock::new(Arc::new(clients))), pace: Arc::default(), longest: Duration::MAX })
    }

    /// Bounds the deadline of every request, for tests with servers that never end.
    #[doc(hidden)]
    pub fn at_most(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }

    /// Applies other network settings from the next request on. Requests under way keep the old ones.
    pub fn set_network(&self, network: Network) {
        let mut clients = self.clients.write().unwrap_or_else(PoisonError::into_inner);
        if *clients.network() != network {
            *clients = Arc::new(Clients::new(network));
        }
    }

    /// Restores an earlier run's requests to servers with an hourly limit, so that they count. Call it before the first
    /// request.
    pub fn remember_asked(&self, asked: AskedAt) {
        self.pace.remember(asked);
    }

    /// Returns the last hour's requests to servers with an hourly limit, to save for the next run. `None` if there was
    /// no such request since the last call.
    pub fn newly_asked(&self) -> Option<AskedAt> {
        self.pace.news()
    }

    /// Sends and reads the whole answer, within the request's deadline and size limit.
    pub async fn send(&self, request: Request) -> Result<Response, HttpError> {
        self.send_to_the_end(request).await.map(|(answer, _)| answer)
    }

    /// Like [`send`](Self::send), and also returns the URL that answered, to which redirects may have led.
    pub async fn send_to_the_end(&self, request: Request) -> Result<(Response, Url), HttpError> {
        let deadline = request.deadline.min(self.longest);
        let request = request.deadline(deadline);
        match tokio::time::timeout(deadline, self.send_with_retries(request)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(HttpError::Timeout(deadline)),
        }
    }

    /// Like [`send`](Self::send), but turns every status other than a success into a [`Failure`].
    pub async fn fetch(&self, request: Request) -> Result<Response, Failure> {
        failure::success(self.send(request).await?)
    }

    /// Sends as the plain profile and returns the response once its head is there, within the request's deadline. Its
    /// body is read by the caller, without a limit, and the request is not repeated.
    pub async fn open(&self, request: Request) -> Result<Incoming, HttpError> {
        let deadline = request.deadline.min(self.longest);
        let clients = Arc::clone(&self.clients.read().unwrap_or_else(PoisonError::into_inner));
        let opened = async {
            let _turn = self.pace.turn(&request.url, request.limits).await?;
            let mut hop = Hop::first(&request);
            loop {
                let incoming = clients.open(&hop).await?;
                match hop.next(incoming.status, &incoming.headers)? {
                    Some(next) => hop = next,
                    None => return Ok(incoming),
                }
            }
        };
        tokio::time::timeout(deadline, opened).await.unwrap_or(Err(HttpError::Timeout(deadline)))
    }

    async fn send_with_retries(&self, request: Request) -> Result<(Response, Url), HttpError> {
        let started = tokio::time::Instant::now();
        let clients = Arc::clone(&self.clients.read().unwrap_or_else(PoisonError::into_inner));
        let mut attempt = 0;
        loop {
            let turn = self.pace.turn(&request.url, request.limits).await?;
            let mut end = request.url.clone();
            let outcome = follow(&clients, &request, &mut end).await;
            drop(turn);
            let left = request.deadline.saturating_sub(started.elapsed());
            match request.retry.wait(attempt, &outcome, left) {
                Some(wait) => {
                    tracing::debug!(host = request.url.host_str(), attempt, "an upstream is asked again");
                    tokio::time::sleep(wait).await;
                    attempt += 1;
                }
                None => return outcome.map(|answer| (answer, end)),
            }
        }
    }
}

/// Sends a request and follows redirects. `end` becomes the URL that answered.
async fn follow(clients: &Clients, request: &Request, end: &mut Url) -> Result<Response, HttpError> {
    let mut hop = Hop::first(request);
    loop {
        let answer = clients.send(request.profile, &hop, request.max_bytes).await.map_err(|error| match error {
            HttpError::Timeout(_) => HttpError::Timeout(request.deadline),
            other => other,
        })?;
        let Some(next) = hop.next(answer.status, &answer.headers)? else {
            *end = hop.url;
            return Ok(answer);
        };
        hop = next;
    }
}

#[cfg(test)]
mod tests;
