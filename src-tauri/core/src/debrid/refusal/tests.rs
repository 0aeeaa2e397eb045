//! Refusals as StremThru really answers them.

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
    assert_eq!(meaning(500, new), DebridError::NotOffered, "which the server says with a status of its own troubles");
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
    let table = include_str!("../errors.md");
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
    let theirs =
        r#"{"error":{"type":"upstream_error","code":"UNAUTHORIZED","message":"unauthorized","store_name":"torbox"}}"#;
    assert_eq!(meaning(401, theirs), DebridError::Unauthorized);
}
