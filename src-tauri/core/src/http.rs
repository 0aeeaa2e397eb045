//! The one place that opens connections: deadlines, body limits, retries, redirects, redaction. What a status means is the
//! caller's to say.

mod failure;
mod retry;

use std::time::Duration;

use futures::StreamExt as _;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

pub use failure::Failure;
pub use reqwest::{Method, StatusCode};
pub use retry::{Retry, retry_after};

/// Said to servers that welcome clients by name.
pub const APP_USER_AGENT: &str = concat!("Perihelion/", env!("CARGO_PKG_VERSION"));
/// Said to servers that answer browsers only.
pub const BROWSER_USER_AGENT: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

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
        }
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
}

/// What came back, whatever its status.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Shared connection pools. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Http {
    client: reqwest::Client,
}

impl Http {
    pub fn new() -> Result<Self, HttpError> {
        let client = reqwest::Client::builder()
            .user_agent(APP_USER_AGENT)
            .connect_timeout(Duration::from_secs(10))
            .redirect(reqwest::redirect::Policy::custom(follow))
            .referer(false)
            .build()
            .map_err(|error| HttpError::Unreachable(error.without_url().to_string()))?;
        Ok(Self { client })
    }

    /// Sends and reads the whole answer, within the request's deadline and size limit.
    pub async fn send(&self, request: Request) -> Result<Answer, HttpError> {
        let deadline = request.deadline;
        match tokio::time::timeout(deadline, self.send_with_retries(request)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(HttpError::Timeout(deadline)),
        }
    }

    /// Sends, and takes only a success for an answer.
    pub async fn fetch(&self, request: Request) -> Result<Answer, Failure> {
        failure::success(self.send(request).await?)
    }

    async fn send_with_retries(&self, request: Request) -> Result<Answer, HttpError> {
        let started = tokio::time::Instant::now();
        let mut attempt = 0;
        loop {
            let outcome = self.send_once(&request).await;
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

    async fn send_once(&self, request: &Request) -> Result<Answer, HttpError> {
        let mut builder =
            self.client.request(request.method.clone(), request.url.clone()).headers(request.headers.clone());
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        let response = builder.send().await.map_err(|error| meaning(&error, request.deadline))?;
        let status = response.status();
        let headers = response.headers().clone();
        let mut body = Vec::new();
        let mut chunks = response.bytes_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| HttpError::Broken)?;
            if body.len() + chunk.len() > request.max_bytes {
                return Err(HttpError::TooLarge { limit: request.max_bytes });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, headers, body })
    }
}

fn meaning(error: &reqwest::Error, deadline: Duration) -> HttpError {
    if error.is_timeout() {
        return HttpError::Timeout(deadline);
    }
    let host = error.url().and_then(Url::host_str).unwrap_or("the server");
    if error.is_connect() {
        HttpError::Unreachable(format!("{host} does not take connections"))
    } else if error.is_redirect() {
        HttpError::Unreachable(format!("{host} redirects where it should not"))
    } else {
        HttpError::Broken
    }
}

/// A redirect is followed five times at most, never from a public address to one inside the person's own network.
fn follow(attempt: reqwest::redirect::Attempt<'_>) -> reqwest::redirect::Action {
    let inward = attempt.previous().first().is_some_and(|from| !is_private(from)) && is_private(attempt.url());
    if attempt.previous().len() > 5 || inward {
        attempt.error("a redirect that is not followed")
    } else {
        attempt.follow()
    }
}

/// Whether an address lies on this machine or in a private network.
pub fn is_private(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified(),
        Some(url::Host::Ipv6(ip)) => {
            ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local()
        }
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_told_from_public_ones() {
        let private = |text| is_private(&Url::parse(text).unwrap());
        assert!(private("http://127.0.0.1/"));
        assert!(private("http://192.168.1.1/admin"));
        assert!(private("http://[::1]/"));
        assert!(!private("https://example.org/"));
    }

    #[test]
    fn a_secret_header_does_not_show_in_debug_output() {
        let request =
            Request::get(Url::parse("https://example.org").unwrap()).secret_header("authorization", "Bearer hush");
        assert!(!format!("{request:?}").contains("hush"));
    }
}
