//! Why an upstream gave no usable response, judged by its status, headers and first bytes.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::{HttpError, Response, retry_after};

/// Why an upstream gave no usable response. The messages are shown to people and name no path, query or header.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Failure {
    #[error("no answer within {} s", .0.as_secs())]
    Timeout(Duration),
    #[error("asked too often")]
    RateLimited { retry_after: Option<Duration> },
    /// A challenge page, 403 or 418.
    #[error("blocked by its bot protection")]
    Blocked,
    #[error("answered with status {0}")]
    Refused(u16),
    #[error("{0}")]
    Unreachable(String),
    /// It failed several times in a row, so it was not asked. `left` is the time until it is asked again.
    #[error("resting for another {} s after failing several times", .left.as_secs())]
    Resting { left: Duration },
    /// The response does not have the expected form. The text says what was missing.
    #[error("{0}")]
    Malformed(String),
    /// It gives a reason in its own words in place of what was asked for.
    #[error("it says: {0}")]
    Said(String),
}

impl From<HttpError> for Failure {
    fn from(error: HttpError) -> Self {
        match error {
            HttpError::Timeout(after) => Self::Timeout(after),
            HttpError::Unreachable(why) => Self::Unreachable(why),
            HttpError::BadRedirect(_) => Self::Unreachable(error.to_string()),
            HttpError::UsedUp { left } => Self::RateLimited { retry_after: Some(left) },
            HttpError::TooLarge { .. } | HttpError::Broken => Self::Malformed(error.to_string()),
        }
    }
}

/// Returns the response if it is a success, and the failure it stands for if not.
pub(super) fn success(answer: Response) -> Result<Response, Failure> {
    match answer.status.as_u16() {
        200..=299 | 503 if is_challenge(&answer) => Err(Failure::Blocked),
        200..=299 => Ok(answer),
        403 | 418 => Err(Failure::Blocked),
        429 => Err(Failure::RateLimited {
            retry_after: answer.header("retry-after").and_then(|text| retry_after(text, SystemTime::now())),
        }),
        status => Err(Failure::Refused(status)),
    }
}

/// Cloudflare and DDoS-Guard answer with a page that asks a browser to prove itself, sometimes with status 200.
fn is_challenge(answer: &Response) -> bool {
    const MARKS: [&str; 4] = ["<title>just a moment", "<title>ddos-guard", "cf-challenge", "_cf_chl_opt"];
    let head = &answer.body[..answer.body.len().min(4096)];
    if !head.trim_ascii_start().starts_with(b"<") {
        return false;
    }
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    MARKS.iter().any(|mark| head.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::StatusCode;

    fn answer(status: u16, body: &str) -> Response {
        Response {
            status: StatusCode::from_u16(status).unwrap(),
            headers: reqwest::header::HeaderMap::new(),
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_challenge_page_is_blocked_even_when_it_claims_success() {
        let page = "<!DOCTYPE html><html><head><title>Just a moment...</title>";
        assert_eq!(success(answer(200, page)).unwrap_err(), Failure::Blocked);
        assert_eq!(success(answer(503, page)).unwrap_err(), Failure::Blocked);
        assert_eq!(success(answer(418, "")).unwrap_err(), Failure::Blocked);
        assert_eq!(success(answer(503, "")).unwrap_err(), Failure::Refused(503));
        assert!(success(answer(200, r#"{"name":"<title>just a moment"}"#)).is_ok(), "JSON is no page");
    }
}
