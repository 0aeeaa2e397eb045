//! StremThru's JSON, read leniently: open statuses, unknown keys, two error envelopes, bounded lists and texts.

use hashbrown::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{CacheState, CheckItem as Checked, DebridError, Magnet as Held, Status, Subscription, User as Account};
use crate::http::{Answer, retry_after};
use crate::secret::Secret;
use crate::text::clean;
use crate::torrent::{InfoHash, TorrentFile};

const MOST_FILES: usize = 20_000;

#[derive(Deserialize)]
struct Envelope<T> {
    data: T,
}

#[derive(Deserialize)]
pub(super) struct Items<T> {
    #[serde(default = "Vec::new")]
    pub(super) items: Vec<T>,
    #[serde(default)]
    pub(super) total_items: Option<usize>,
}

#[derive(Deserialize)]
pub(super) struct User {
    #[serde(default)]
    subscription_status: String,
}

#[derive(Deserialize)]
pub(super) struct CheckItem {
    #[serde(default)]
    hash: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    files: Option<Vec<File>>,
}

#[derive(Deserialize)]
pub(super) struct Magnet {
    #[serde(default)]
    id: serde_json::Value,
    #[serde(default)]
    hash: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    size: Option<f64>,
    #[serde(default)]
    status: String,
    #[serde(default)]
    added_at: Option<String>,
    #[serde(default)]
    files: Option<Vec<File>>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default = "unknown_index")]
    index: i64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    path: String,
    #[serde(default)]
    size: Option<f64>,
    #[serde(default)]
    link: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Link {
    pub(super) link: String,
}

#[derive(Deserialize, Default)]
struct ErrorEnvelope {
    #[serde(default)]
    error: ErrorBody,
}

#[derive(Deserialize, Default)]
struct ErrorBody {
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    message: Option<String>,
}

fn unknown_index() -> i64 {
    -1
}

/// What `{"data": …}` holds.
pub(super) fn data<T: DeserializeOwned>(body: &[u8]) -> Result<T, DebridError> {
    serde_json::from_slice::<Envelope<T>>(body)
        .map(|envelope| envelope.data)
        .map_err(|_| DebridError::Malformed("StremThru's answer does not have the form it should".to_owned()))
}

/// The meaning of a refusal: by its code where there is one, by its status where there is not.
pub(super) fn refusal(answer: &Answer, secrets: &[&Secret]) -> DebridError {
    let status = answer.status.as_u16();
    let Ok(envelope) = serde_json::from_slice::<ErrorEnvelope>(&answer.body) else {
        return match status {
            401 | 402 | 413 | 414 | 429 | 431 | 451 => by_status(status, answer, String::new()),
            _ => DebridError::Unreachable(format!("StremThru answered with status {status} and no reason")),
        };
    };
    let code = envelope.error.code.unwrap_or_default().to_ascii_uppercase();
    let message =
        secrets.iter().fold(envelope.error.message.unwrap_or_default(), |message, secret| secret.redact(&message));
    let message = clean(&message, 200);
    if message == "invalid store name" {
        return DebridError::NotOffered;
    }
    match code.as_str() {
        "UNAUTHORIZED" | "INVALID_TOKEN" => DebridError::Unauthorized,
        "PAYMENT_REQUIRED" | "FORBIDDEN" | "NO_SUBSCRIPTION" => DebridError::NoSubscription,
        "TOO_MANY_REQUESTS" | "RATE_LIMITED" => by_status(429, answer, message),
        "STORE_LIMIT_EXCEEDED" => DebridError::LimitExceeded,
        "STORE_NAME_INVALID" => DebridError::NotOffered,
        "UNAVAILABLE_FOR_LEGAL_REASONS" => DebridError::LegalBlock,
        _ => by_status(status, answer, message),
    }
}

/// Whether the answer says why in StremThru's own form.
pub(super) fn has_reason(answer: &Answer) -> bool {
    serde_json::from_slice::<ErrorEnvelope>(&answer.body).is_ok()
}

/// `Basic …` of `user:password`; what has no colon is in base64 already.
pub(super) fn basic(secret: &Secret) -> String {
    let text = secret.expose();
    if text.contains(':') { format!("Basic {}", STANDARD.encode(text)) } else { format!("Basic {text}") }
}

fn by_status(status: u16, answer: &Answer, message: String) -> DebridError {
    match status {
        401 => DebridError::Unauthorized,
        // What StremThru makes of a link the service has not prepared yet.
        418 => DebridError::Delayed,
        402 | 403 => DebridError::NoSubscription,
        429 => DebridError::RateLimited {
            retry_after: answer.header("retry-after").and_then(|text| retry_after(text, std::time::SystemTime::now())),
        },
        451 => DebridError::LegalBlock,
        _ => {
            let message = if message.is_empty() { format!("status {status}") } else { message };
            DebridError::Refused { status, message }
        }
    }
}

impl User {
    pub(super) fn into_user(self) -> Account {
        let subscription = match self.subscription_status.to_ascii_lowercase().as_str() {
            "premium" => Subscription::Premium,
            "trial" => Subscription::Trial,
            "expired" => Subscription::Expired,
            other => Subscription::Other(clean(other, 40)),
        };
        Account { subscription }
    }
}

impl Magnet {
    pub(super) fn into_magnet(self) -> Result<Held, DebridError> {
        let id = match self.id {
            serde_json::Value::String(id) if !id.is_empty() => id,
            serde_json::Value::Number(id) => id.to_string(),
            _ => return Err(DebridError::Malformed("StremThru's answer names no torrent".to_owned())),
        };
        Ok(Held {
            id,
            hash: InfoHash::parse(&self.hash).ok(),
            name: clean(self.name, 1024),
            size: size(self.size),
            status: Status::parse(&self.status),
            added_at: self.added_at.and_then(|text| text.parse().ok()),
            files: files(self.files),
        })
    }
}

/// One answer for each hash asked about: what the service left out is unknown, what was not asked is dropped.
pub(super) fn check_items(items: Items<CheckItem>, asked: &[InfoHash]) -> Vec<Checked> {
    let mut answers: HashMap<InfoHash, Checked> = HashMap::with_capacity(asked.len());
    for item in items.items {
        let Ok(hash) = InfoHash::parse(&item.hash) else { continue };
        let state = match Status::parse(&item.status) {
            Status::Cached | Status::Downloaded => CacheState::Cached,
            Status::Other(text) if text == "not_cached" => CacheState::NotCached,
            Status::Failed | Status::Invalid => CacheState::NotCached,
            Status::Queued
            | Status::Downloading
            | Status::Processing
            | Status::Uploading
            | Status::Unknown
            | Status::Other(_) => CacheState::Unknown,
        };
        answers.insert(hash, Checked { hash, state, files: files(item.files) });
    }
    asked
        .iter()
        .map(|&hash| answers.remove(&hash).unwrap_or(Checked { hash, state: CacheState::Unknown, files: Vec::new() }))
        .collect()
}

fn files(wire: Option<Vec<File>>) -> Vec<TorrentFile> {
    wire.unwrap_or_default()
        .into_iter()
        .take(MOST_FILES)
        .map(|file| TorrentFile {
            index: file.index,
            name: if file.name.is_empty() { clean(base_name(&file.path), 1024) } else { clean(file.name, 1024) },
            path: clean(file.path, 4096),
            size: size(file.size),
            link: file.link.filter(|link| !link.is_empty()),
        })
        .collect()
}

fn size(said: Option<f64>) -> Option<u64> {
    said.filter(|size| *size > 0.0 && *size < 1e18).map(to_bytes)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the caller holds it between 0 and 1e18")]
fn to_bytes(size: f64) -> u64 {
    size as u64
}

fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The only form of `sid` the server's check honours.
pub(super) fn is_honoured_sid(sid: &str) -> bool {
    let mut parts = sid.split(':');
    let digits = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let imdb = parts.next().and_then(|id| id.strip_prefix("tt")).is_some_and(|id| digits(id, 12));
    match (parts.next(), parts.next(), parts.next()) {
        (None, _, _) => imdb,
        (Some(season), Some(episode), None) => imdb && digits(season, 2) && digits(episode, 3),
        _ => false,
    }
}

/// An id as one segment of a path.
pub(super) fn path_segment(id: &str) -> String {
    url::form_urlencoded::byte_serialize(id.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::StatusCode;

    fn answer(status: u16, body: &str) -> Answer {
        Answer {
            status: StatusCode::from_u16(status).unwrap(),
            headers: reqwest::header::HeaderMap::default(),
            body: body.as_bytes().to_vec(),
        }
    }

    fn meaning(status: u16, body: &str) -> DebridError {
        refusal(&answer(status, body), &[&Secret::new("planted-token").unwrap()])
    }

    #[test]
    fn both_error_envelopes_are_understood() {
        let legacy = r#"{"error":{"request_id":"c0ffee","type":"upstream_error","code":"UNAUTHORIZED","message":"bad_token","status_code":401}}"#;
        assert_eq!(meaning(401, legacy), DebridError::Unauthorized);
        let new = r#"{"error":{"code":"INTERNAL_SERVER_ERROR","message":"invalid store name","errors":[{"message":"invalid store name"}]}}"#;
        assert_eq!(
            meaning(500, new),
            DebridError::NotOffered,
            "which the server says with a status of its own troubles"
        );
    }

    #[test]
    fn codes_and_statuses_have_one_meaning_each() {
        let code = |code: &str| format!(r#"{{"error":{{"code":"{code}","message":"m"}}}}"#);
        assert_eq!(meaning(400, &code("invalid_token")), DebridError::Unauthorized, "the older lower-case alias");
        assert_eq!(meaning(402, &code("PAYMENT_REQUIRED")), DebridError::NoSubscription);
        assert_eq!(meaning(403, &code("FORBIDDEN")), DebridError::NoSubscription);
        assert_eq!(meaning(451, &code("UNAVAILABLE_FOR_LEGAL_REASONS")), DebridError::LegalBlock);
        assert_eq!(meaning(500, &code("STORE_LIMIT_EXCEEDED")), DebridError::LimitExceeded);
        assert_eq!(meaning(429, "slow down"), DebridError::RateLimited { retry_after: None });
        assert_eq!(meaning(451, r#"{"error":{"message":"no"}}"#), DebridError::LegalBlock, "a code may be absent");
        assert!(matches!(meaning(403, "<html>Just a moment...</html>"), DebridError::Unreachable(_)));
    }

    #[test]
    fn what_a_person_reads_for_each_code_is_as_the_table_says() {
        let table = include_str!("errors.md");
        let rows: Vec<&str> = table.lines().filter(|line| line.starts_with('|')).skip(2).collect();
        assert!(rows.len() >= 30, "the codes the server has, the older ones, and pages");
        for row in rows {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            let [code, status, words, advice, others] = cells[..] else { panic!("five cells: {row}") };
            let status: u16 = status.parse().unwrap();
            let error = match code {
                "none, a page" => meaning(status, "<!DOCTYPE html><title>Just a moment...</title>"),
                code => {
                    let both = [
                        format!(r#"{{"error":{{"type":"store_error","code":"{code}","message":"its own words"}}}}"#),
                        format!(r#"{{"error":{{"code":"{code}","message":"its own words","errors":[]}}}}"#),
                    ];
                    let [legacy, new] = both.map(|body| meaning(status, &body));
                    assert_eq!(legacy, new, "both envelopes mean the same");
                    legacy
                }
            };
            assert_eq!(error.to_string(), words, "{row}");
            assert_eq!(error.advice().unwrap_or_default(), advice, "{row}");
            assert_eq!(if error.stops_the_run() { "stop" } else { "go on" }, others, "{row}");
        }
    }

    #[test]
    fn an_echoed_token_is_taken_out_of_the_message() {
        let body = r#"{"error":{"code":"BAD_REQUEST","message":"planted-token is odd"}}"#;
        assert_eq!(meaning(400, body), DebridError::Refused { status: 400, message: "… is odd".to_owned() });
    }

    #[test]
    fn a_missing_check_item_is_unknown_and_an_open_status_too() {
        let hash = |digit: &str| InfoHash::parse(&digit.repeat(40)).unwrap();
        let body = format!(
            r#"{{"data":{{"items":[{{"hash":"{}","status":"cached","files":[{{"index":-1,"name":"a.mkv","size":-1}}]}},
            {{"hash":"{}","status":"brand_new"}},{{"hash":"{}","status":"not_cached"}},{{"hash":"broken","status":"cached"}}]}}}}"#,
            "A".repeat(40),
            "b".repeat(40),
            "c".repeat(40)
        );
        let items = check_items(data(body.as_bytes()).unwrap(), &[hash("a"), hash("b"), hash("c"), hash("d")]);
        let states: Vec<_> = items.iter().map(|item| item.state).collect();
        assert_eq!(
            states,
            [CacheState::Cached, CacheState::Unknown, CacheState::NotCached, CacheState::Unknown],
            "in the order asked"
        );
        assert_eq!(items[0].files[0].size, None, "-1 bytes means unknown");
    }

    #[test]
    fn only_the_sid_the_server_honours_is_sent() {
        assert!(is_honoured_sid("tt1727587"));
        assert!(is_honoured_sid("tt0388629:1:999"));
        assert!(!is_honoured_sid("tt0388629:1:1000"));
        assert!(!is_honoured_sid("kitsu:12:1"));
        assert!(!is_honoured_sid("tt1&magnet=x"));
        assert!(!is_honoured_sid("tt1:2"));
    }
}
