//! Reads what StremThru answers in place of data: its error objects, whatever the HTTP status, also one inside another,
//! and the pages of servers in between. What a service says in codes is put into words here.

use std::time::SystemTime;

use serde_json::Value;

use super::DebridError;
use crate::http::{Response, retry_after};
use crate::lenient;
use crate::secret::Secret;
use crate::text::clean;

/// A longer answer is no error object.
const LONGEST: usize = 256 << 10;
/// How deep an error may stand inside the message of another.
const DEEPEST: u32 = 4;

/// What services say when they refuse the address of the StremThru server rather than the person.
const REFUSED_SERVER: [&str; 5] =
    ["NO_SERVER", "MAGNET_NO_SERVER", "AUTH_BLOCKED", "ip_not_allowed", "serverNotAllowed"];
/// What services say when they have locked the whole account.
const LOCKED_ACCOUNT: [&str; 4] = ["AUTH_USER_BANNED", "ACCOUNT_INVALID", "account_locked", "accountLocked"];

/// Codes of services whose own words need more than spaces between them.
const WORDS: [(&str, &str); 10] = [
    ("GENERIC", "an error without a reason"),
    ("action_already_done", "it is being done already"),
    ("disabled_endpoint", "it has switched this call off"),
    ("file_unavailable", "it does not have the file"),
    ("hoster_unavailable", "the server with the file is not available"),
    ("internal_error", "something failed inside it"),
    ("permission_denied", "this account may not do that"),
    ("torrent failed to reach status: waiting_files_selection", "it did not list the torrent's files in time"),
    ("unknown_ressource", "it knows no such torrent or file"),
    ("unknown_resource", "it knows no such torrent or file"),
];

/// One error object.
struct Said<'a> {
    code: String,
    /// The service's own words, without secrets.
    message: String,
    /// The service's own code, where the server passes it on.
    cause: Option<&'a str>,
    status: u16,
    /// The service refused, not StremThru itself.
    is_of_service: bool,
    /// The older envelope says that StremThru itself refused.
    is_of_server: bool,
}

/// Returns the error in an answer; `None` for one that holds data. An error object is one whatever the status.
pub(super) fn refusal(answer: &Response, secrets: &[&Secret]) -> Option<DebridError> {
    let status = answer.status.as_u16();
    match error_object(&answer.body) {
        Some(error) => Some(meaning(&error, answer, secrets, 0)),
        None if answer.status.is_success() => None,
        None => Some(match status {
            401 | 402 | 413 | 414 | 429 | 431 | 451 => by_status(status, answer, String::new()),
            _ => DebridError::Unreachable(format!("StremThru answered with status {status} and no reason")),
        }),
    }
}

/// Returns whether the response holds one of StremThru's error objects.
pub(super) fn has_reason(answer: &Response) -> bool {
    error_object(&answer.body).is_some()
}

fn error_object(body: &[u8]) -> Option<Value> {
    // Nearly every answer holds data, and a large one takes long to read in vain.
    let is_named = |text: &str| text.contains("\"error\"");
    if body.len() > LONGEST || std::str::from_utf8(body).is_ok_and(|text| !is_named(text)) {
        return None;
    }
    let mut whole: Value = lenient::read(body, |text| serde_json::from_str(text)).ok()?;
    match whole.get_mut("error").map(Value::take)? {
        error @ Value::Object(_) => Some(error),
        Value::String(message) if !message.is_empty() => Some(serde_json::json!({ "message": message })),
        _ => None,
    }
}

fn meaning(error: &Value, answer: &Response, secrets: &[&Secret], depth: u32) -> DebridError {
    let said = said(error, answer, secrets);
    let inside = if depth < DEEPEST { inside(&said.message) } else { Vec::new() };
    let mut inside = inside.iter().map(|error| meaning(error, answer, secrets, depth + 1));
    if let Some(first) = inside.next() {
        // Of several the one that concerns every torrent counts.
        return if first.stops_the_run() { first } else { inside.find(DebridError::stops_the_run).unwrap_or(first) };
    }
    let is = |codes: &[&str]| codes.iter().any(|code| said.is_called(code));
    let words = || words(&said.message, said.status);
    match said.code.as_str() {
        code if code == "STORE_NAME_INVALID" || said.message == "invalid store name" => DebridError::NotOffered,
        "UNAUTHORIZED" if said.is_of_server && said.message.eq_ignore_ascii_case("unauthorized") => {
            DebridError::ServerPassword
        }
        "UNAUTHORIZED" | "INVALID_TOKEN" => DebridError::Unauthorized,
        "PAYMENT_REQUIRED" | "NO_SUBSCRIPTION" => DebridError::NoSubscription,
        "FORBIDDEN" => forbidden(&said),
        "TOO_MANY_REQUESTS" | "RATE_LIMITED" => by_status(429, answer, String::new()),
        "STORE_LIMIT_EXCEEDED" => DebridError::LimitExceeded,
        "STORE_MAGNET_INVALID" => DebridError::BadMagnet(words()),
        "UNAVAILABLE_FOR_LEGAL_REASONS" => DebridError::LegalBlock,
        "DISABLED_ENDPOINT" => DebridError::SwitchedOff,
        // Real-Debrid switched this call off, which says nothing about the torrent.
        "NOT_FOUND" | "SERVICE_UNAVAILABLE" if said.message.contains("disabled_endpoint") => DebridError::SwitchedOff,
        // Of one link or of the server behind it.
        "SERVICE_UNAVAILABLE" if said.is_about("LINK_") || said.is_about("hoster_") => {
            DebridError::Refused { status: said.status, message: words() }
        }
        "SERVICE_UNAVAILABLE" | "STORE_SERVER_DOWN" => DebridError::Down,
        _ if is(&REFUSED_SERVER) || is(&LOCKED_ACCOUNT) => forbidden(&said),
        _ if said.status == 403 => forbidden(&said),
        _ => by_status(said.status, answer, words()),
    }
}

fn said<'a>(error: &'a Value, answer: &Response, secrets: &[&Secret]) -> Said<'a> {
    let text = |key: &str| error.get(key).and_then(Value::as_str).unwrap_or_default();
    let cause = error.get("__upstream_cause__").filter(|cause| !cause.is_null());
    let told = u16::try_from(error.get("status_code").and_then(Value::as_u64).unwrap_or_default()).unwrap_or_default();
    let is_error = |status: &u16| (400..600).contains(status);
    let is_of_service = !text("store_name").is_empty() || cause.is_some();
    Said {
        code: text("code").to_ascii_uppercase(),
        message: secrets.iter().fold(text("message").trim().to_owned(), |message, secret| secret.redact(&message)),
        cause: cause.and_then(|cause| ["code", "error"].iter().find_map(|key| cause.get(key)?.as_str())),
        // A service may fail with status 200, which says nothing of the kind of failure.
        status: [answer.status.as_u16(), told].into_iter().find(is_error).unwrap_or(500),
        is_of_service,
        is_of_server: !is_of_service && text("type") == "api_error",
    }
}

impl Said<'_> {
    fn is_called(&self, code: &str) -> bool {
        self.message.eq_ignore_ascii_case(code) || self.cause.is_some_and(|cause| cause.eq_ignore_ascii_case(code))
    }

    fn is_about(&self, prefix: &str) -> bool {
        self.message.starts_with(prefix) || self.cause.is_some_and(|cause| cause.starts_with(prefix))
    }
}

/// Returns the errors that a message consists of, one a line. A server that asks a service several times joins what it
/// was told so.
fn inside(message: &str) -> Vec<Value> {
    let objects = message.lines().filter(|line| line.trim_start().starts_with('{'));
    let read = objects.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let errors = read.map(|mut object| match object.get_mut("error").map(Value::take) {
        Some(error @ Value::Object(_)) => error,
        _ => object,
    });
    errors.filter(|error| error.get("code").is_some() || error.get("message").is_some()).collect()
}

/// A refusal of the person's account, of the server's address, or of this request alone.
fn forbidden(said: &Said<'_>) -> DebridError {
    let is = |codes: &[&str]| codes.iter().any(|code| said.is_called(code));
    let words = words(&said.message, 403);
    let message = said.message.to_ascii_lowercase();
    if !said.is_of_service && message == "forbidden" {
        // So StremThru says that the account is not a paid one. The service itself gives a reason.
        DebridError::NoSubscription
    } else if is(&REFUSED_SERVER) || message.contains("servers are not allowed") || is_page(&message) {
        DebridError::ServerRefused(words)
    } else if is(&LOCKED_ACCOUNT) {
        DebridError::AccountRefused(words)
    } else {
        DebridError::Refused { status: 403, message: words }
    }
}

fn by_status(status: u16, answer: &Response, message: String) -> DebridError {
    match status {
        401 => DebridError::Unauthorized,
        // StremThru's status for a link the service has not prepared yet.
        418 => DebridError::Delayed,
        402 => DebridError::NoSubscription,
        404 | 410 => DebridError::Gone,
        429 => DebridError::RateLimited {
            retry_after: answer.header("retry-after").and_then(|text| retry_after(text, SystemTime::now())),
        },
        451 => DebridError::LegalBlock,
        _ => {
            let message = if message.is_empty() { words("", status) } else { message };
            DebridError::Refused { status, message }
        }
    }
}

/// Returns what a person can read of a service's message: no page, no JSON, and no bare code.
fn words(message: &str, status: u16) -> String {
    let known = || WORDS.iter().find(|(code, _)| message.eq_ignore_ascii_case(code)).map(|(_, words)| *words);
    if message.is_empty() {
        format!("an error without a reason (status {status})")
    } else if is_page(message) || message.contains(['{', '}']) {
        let inner = message.split_once("response status: ").map_or("", |(_, rest)| rest);
        let digits: String = inner.chars().take_while(char::is_ascii_digit).collect();
        format!("something other than an answer (status {})", digits.parse().unwrap_or(status))
    } else if let Some(words) = known() {
        words.to_owned()
    } else if is_code(message) {
        spaced(message)
    } else {
        clean(message, 200)
    }
}

fn is_page(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    ["<html", "<!doctype", "<head", "<body", "deserialize json"].iter().any(|sign| message.contains(sign))
}

/// Returns whether the text is a code, such as `hoster_unavailable`, `NO_SERVER` or `serverNotAllowed`.
fn is_code(text: &str) -> bool {
    let is_joined = text.contains('_') || text.chars().skip(1).any(|c| c.is_ascii_uppercase());
    is_joined && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Returns a code as words: `hoster unavailable`, `no server`, `server not allowed`.
fn spaced(code: &str) -> String {
    let mut words = String::with_capacity(code.len() + 4);
    let mut was_lower = false;
    for c in code.chars().take(100) {
        if c == '_' || c.is_ascii_uppercase() && was_lower {
            words.push(' ');
        }
        if c != '_' {
            words.push(c.to_ascii_lowercase());
        }
        was_lower = c.is_ascii_lowercase();
    }
    words
}

#[cfg(test)]
mod tests;
