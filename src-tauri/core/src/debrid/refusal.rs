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
mod tests {
    use super::*;
    use crate::http::StatusCode;

    fn answer(status: u16, body: &str) -> Response {
        Response {
            status: StatusCode::from_u16(status).unwrap(),
            headers: reqwest::header::HeaderMap::default(),
            body: body.as_bytes().to_vec(),
        }
    }

    fn meaning(status: u16, body: &str) -> DebridError {
        refusal(&answer(status, body), &[&Secret::new("planted-token").unwrap()]).unwrap()
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
            let [code, status, words, others] = cells[..] else { panic!("four cells: {row}") };
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
            assert_eq!(if error.stops_the_run() { "stop" } else { "go on" }, others, "{row}");
        }
    }

    #[test]
    fn an_echoed_token_is_taken_out_of_the_message() {
        let body = r#"{"error":{"code":"BAD_REQUEST","message":"planted-token is odd"}}"#;
        assert_eq!(meaning(400, body), DebridError::Refused { status: 400, message: "… is odd".to_owned() });
    }

    #[test]
    fn a_call_that_is_switched_off_says_nothing_of_the_torrent() {
        let off = r#"{"error":{"code":"NOT_FOUND","message":"disabled_endpoint","status_code":404}}"#;
        assert_eq!(meaning(404, off), DebridError::SwitchedOff);
        let gone = r#"{"error":{"code":"NOT_FOUND","message":"unknown_ressource","status_code":404}}"#;
        assert_eq!(meaning(404, gone), DebridError::Gone);
    }

    #[test]
    fn an_error_object_is_an_error_whatever_the_status() {
        let full = r#"{"error":{"request_id":"r","type":"upstream_error","code":"STORE_LIMIT_EXCEEDED","message":"Already have maximum allowed active magnets (30)","status_code":200,"store_name":"alldebrid"}}"#;
        assert_eq!(meaning(200, full), DebridError::LimitExceeded);
        let odd = r#"{"error":{"code":"UNKNOWN","message":"GENERIC","errors":[]}}"#;
        let refused = |words: &str| DebridError::Refused { status: 500, message: words.to_owned() };
        assert_eq!(meaning(200, odd), refused("an error without a reason"));
        assert_eq!(meaning(200, r#"{"data":{"id":"1"},"error":{"message":"not done"}}"#), refused("not done"));
        assert_eq!(meaning(200, r#"{"error":{}}"#), refused("an error without a reason (status 500)"));
        for data in [r#"{"data":{"items":[]}}"#, r#"{"data":{},"error":null}"#, r#"{"data":{},"error":""}"#, "", "[]"] {
            assert_eq!(refusal(&answer(200, data), &[]), None, "{data}");
        }
    }

    #[test]
    fn forbidden_is_the_subscription_only_where_the_server_itself_says_so() {
        let forbidden = |message: &str, rest: &str| {
            meaning(403, &format!(r#"{{"error":{{"code":"FORBIDDEN","message":"{message}"{rest}}}}}"#))
        };
        assert_eq!(forbidden("forbidden", r#","type":"api_error""#), DebridError::NoSubscription);
        assert_eq!(forbidden("forbidden", r#","errors":[]"#), DebridError::NoSubscription, "the newer envelope");
        let of = |store: &str, cause: &str| {
            format!(r#","type":"upstream_error","store_name":"{store}","__upstream_cause__":{cause}"#)
        };
        let vpn = "Servers are not allowed to use this feature. Visit https://alldebrid.com/vpn if you're using a VPN.";
        let page = "Couldn't deserialize JSON (response status: 403, body sample: '<!DOCTYPE html><html>'): invalid";
        for (message, rest, words) in [
            (vpn, of("alldebrid", r#"{"code":"NO_SERVER"}"#), vpn),
            (vpn, r#","errors":[]"#.to_owned(), vpn),
            ("ip_not_allowed", of("realdebrid", r#"{"error":"ip_not_allowed","error_code":22}"#), "ip not allowed"),
            ("serverNotAllowed", of("debridlink", r#"{"error":"serverNotAllowed"}"#), "server not allowed"),
            (page, of("realdebrid", "{}"), "something other than an answer (status 403)"),
        ] {
            assert_eq!(forbidden(message, &rest), DebridError::ServerRefused(words.to_owned()), "{message}");
        }
        assert_eq!(
            forbidden("account_locked", &of("realdebrid", r#"{"error":"account_locked","error_code":14}"#)),
            DebridError::AccountRefused("account locked".to_owned())
        );
        for (message, words) in [
            ("permission_denied", "this account may not do that"),
            ("Link is password protected", "Link is password protected"),
            ("forbidden", "forbidden"),
        ] {
            let refused = DebridError::Refused { status: 403, message: words.to_owned() };
            assert_eq!(forbidden(message, &of("alldebrid", r#"{"code":"LINK_PASS_PROTECTED"}"#)), refused);
        }
    }

    #[test]
    fn an_error_inside_a_message_is_the_error() {
        let limit = r#"{"request_id":"","type":"upstream_error","code":"STORE_LIMIT_EXCEEDED","message":"Fair use limit reached!","status_code":422,"store_name":"premiumize"}"#;
        let odd = r#"{"request_id":"","type":"upstream_error","code":"","message":"Something odd"}"#;
        let inner = |message: &str| {
            let error = serde_json::json!({"error": {"type": "", "code": "INTERNAL_SERVER_ERROR", "message": message}});
            meaning(500, &error.to_string())
        };
        assert_eq!(inner(limit), DebridError::LimitExceeded);
        assert_eq!(inner(&format!("{odd}\n{limit}")), DebridError::LimitExceeded, "one a line, the graver one counts");
        let refused = DebridError::Refused { status: 500, message: "Something odd".to_owned() };
        assert_eq!(inner(&format!("{odd}\n{odd}")), refused);
        let wrapped = serde_json::json!({"error": {"code": "UNAUTHORIZED", "message": "Not logged in."}}).to_string();
        assert_eq!(inner(&wrapped), DebridError::Unauthorized, "with its envelope");
        let unpaid = r#"{"code":"PAYMENT_REQUIRED","message":"Account not premium.","status_code":402}"#;
        assert_eq!(inner(unpaid), DebridError::NoSubscription);
        let mut deep = unpaid.to_owned();
        for _ in 0..30 {
            deep = serde_json::json!({"code": "X", "message": deep}).to_string();
            deep.truncate(100_000);
        }
        assert!(matches!(inner(&deep), DebridError::Refused { .. }), "and an end to it");
    }

    #[test]
    fn no_page_and_no_bare_code_reaches_the_person() {
        let said = |status, code: &str, message: &str| {
            let error = serde_json::json!({"error": {"code": code, "message": message, "store_name": "realdebrid"}});
            meaning(status, &error.to_string()).to_string()
        };
        let gateway = "Couldn't deserialize JSON (response status: 502, body sample: '<html>…'): invalid character '<'";
        assert_eq!(
            said(500, "INTERNAL_SERVER_ERROR", gateway),
            "the service answered: something other than an answer (status 502)"
        );
        for (message, words) in [
            ("<html>bad gateway</html>", "something other than an answer (status 500)"),
            ("hoster_unavailable", "the server with the file is not available"),
            ("torrent failed to reach status: waiting_files_selection", "it did not list the torrent's files in time"),
            ("NEW_KIND_OF_REFUSAL", "new kind of refusal"),
            ("maxTorrentReached", "max torrent reached"),
            ("", "an error without a reason (status 500)"),
            ("It is closed on Sundays.", "It is closed on Sundays."),
        ] {
            assert_eq!(said(500, "INTERNAL_SERVER_ERROR", message), format!("the service answered: {words}"));
        }
    }

    #[test]
    fn a_service_that_is_down_is_told_from_one_link_that_is() {
        let said = |message: &str| {
            let cause = serde_json::json!({"error": message});
            let error = serde_json::json!({"error": {"code": "SERVICE_UNAVAILABLE", "message": message,
                "store_name": "realdebrid", "__upstream_cause__": cause}});
            meaning(503, &error.to_string())
        };
        assert_eq!(said("service_unavailable"), DebridError::Down);
        assert_eq!(said("disabled_endpoint"), DebridError::SwitchedOff);
        assert!(matches!(said("hoster_unavailable"), DebridError::Refused { .. }));
        assert!(matches!(said("LINK_DOWN"), DebridError::Refused { .. }));
    }

    #[test]
    fn the_password_of_the_server_is_told_from_the_token_of_the_service() {
        let own = r#"{"error":{"type":"api_error","code":"UNAUTHORIZED","message":"unauthorized","status_code":401}}"#;
        assert_eq!(meaning(401, own), DebridError::ServerPassword);
        let theirs = r#"{"error":{"type":"upstream_error","code":"UNAUTHORIZED","message":"unauthorized","store_name":"torbox"}}"#;
        assert_eq!(meaning(401, theirs), DebridError::Unauthorized);
    }
}
