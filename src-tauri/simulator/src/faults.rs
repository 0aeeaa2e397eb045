//! Owns the ways an upstream goes wrong: statuses with its own error body, challenge pages, garbage, floods, bombs, bodies that
//! are broken, endless, too deep or of another kind, redirects to where none should lead, answers bent or sent as none should be.

mod bombs;
mod content;

use std::{io, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use futures::{StreamExt as _, stream};
use serde_json::json;

use crate::{
    Content, Delivery, Knobs, Packing, Upstream,
    dialects::{Call, Reply},
    store::errors::{self, Code},
    wire::{End, Outgoing},
};
use content::Rows;

const CHUNK: usize = 64 * 1024;

/// The response to give instead of the data, if the knobs ask for one.
pub(crate) fn instead(upstream: Upstream, call: &Call) -> Option<Response> {
    let knobs = &call.knobs;
    if knobs.challenge {
        return Some(response(challenge(upstream, knobs.status.unwrap_or(403)), knobs));
    }
    if let Some(status) = knobs.status.filter(|status| !(200..300).contains(status)) {
        return Some(response(refusal(upstream, call, status), knobs));
    }
    if knobs.garbage {
        return Some(response(garbage(upstream), knobs));
    }
    if let Some(to) = &knobs.redirect {
        // A reference of nothing but a query leads back to the same path.
        let to = if to == "loop" { "?again" } else { to };
        let reply = Reply::new(302, "text/html; charset=utf-8", "").with("location", to);
        return Some(response(reply, knobs));
    }
    if knobs.entities {
        return Some(response(Reply::new(200, "application/xml; charset=utf-8", entities()), knobs));
    }
    if let Some(levels) = knobs.nested {
        return Some(response(nested(upstream, levels), knobs));
    }
    if knobs.wrong_type {
        let body = json!({"data": "none", "streams": "none", "metas": 7, "meta": [], "ok": 1});
        return Some(response(Reply::json(200, &body), knobs));
    }
    if let Some(bytes) = knobs.bomb_bytes {
        return Some(bomb(upstream, knobs.packing, bytes));
    }
    knobs.gigantic_bytes.map(|bytes| flood(upstream, bytes))
}

/// Sends a good answer with what the knobs do to its content and its delivery, as an answer or on the connection itself.
pub(crate) async fn deliver(mut reply: Reply, knobs: &Knobs, outgoing: &Outgoing) -> Response {
    if let Some(content) = knobs.content {
        reply = content::bent(reply, content);
        if content == Content::MillionRows
            && let Some(rows) = content::rows(&reply.body)
        {
            return million(reply, rows);
        }
    }
    match knobs.delivery {
        None => applied(reply, knobs),
        Some(Delivery::Trickle) => trickle(reply),
        Some(delivery) => {
            let (pieces, end) = raw(&reply, delivery);
            outgoing.send(pieces, end).await;
            // The connection is gone, and this with it.
            plain(reply)
        }
    }
}

/// An answer whose rows come again and again, until there are a million.
fn million(reply: Reply, rows: Rows) -> Response {
    const ROWS: usize = 1_000_000;
    let times = ROWS.div_ceil(rows.count);
    let again = Bytes::from(rows.again);
    let body = stream::iter([Bytes::from(rows.before)])
        .chain(stream::iter((0..times).map(move |_| again.clone())))
        .chain(stream::iter([Bytes::from(rows.after)]));
    let mut response = response(Reply { body: Bytes::new(), ..reply }, &Knobs::default());
    *response.body_mut() = Body::from_stream(body.map(Ok::<_, io::Error>));
    response
}

/// A byte a second of an answer that tells its length.
fn trickle(reply: Reply) -> Response {
    let bytes = reply.body.clone();
    let length = bytes.len();
    let mut response = response(Reply { body: Bytes::new(), ..reply }, &Knobs::default());
    let body = stream::iter(0..length).then(move |at| {
        let byte = bytes.slice(at..=at);
        async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Ok::<_, io::Error>(byte)
        }
    });
    *response.body_mut() = Body::from_stream(body);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response
}

/// An answer byte by byte, as no HTTP library would send it.
fn raw(reply: &Reply, delivery: Delivery) -> (Box<dyn Iterator<Item = Bytes> + Send>, End) {
    const HEADERS: usize = 1_000_000;
    const LONG: usize = 10 << 20;
    let whole = reply.body.len();
    let said = match delivery {
        Delivery::TooLong => 2 * whole.max(1),
        Delivery::TooShort => whole / 2,
        _ => whole,
    };
    let head = format!("HTTP/1.1 {} OK\r\ncontent-type: {}\r\n", reply.status, reply.content_type);
    let headers: Box<dyn Iterator<Item = Bytes> + Send> = match delivery {
        Delivery::MillionHeaders => {
            let hundred = Bytes::from("x-filler: 0123456789\r\n".repeat(100));
            Box::new((0..HEADERS / 100).map(move |_| hundred.clone()))
        }
        Delivery::LongHeader => Box::new(std::iter::once(Bytes::from(format!("x-filler: {}\r\n", "x".repeat(LONG))))),
        _ => Box::new(std::iter::empty::<Bytes>()),
    };
    let body = if delivery == Delivery::Reset { reply.body.slice(..whole / 2) } else { reply.body.clone() };
    let rest = [Bytes::from(format!("content-length: {said}\r\n\r\n")), body];
    let end = if delivery == Delivery::Reset { End::Reset } else { End::Close };
    (Box::new([Bytes::from(head)].into_iter().chain(headers).chain(rest)), end)
}

/// A good answer, with what the other knobs do to its delivery.
pub(crate) fn applied(mut reply: Reply, knobs: &Knobs) -> Response {
    if knobs.invalid_utf8 {
        // The last letter of every `1080p` and its like: texts break, keys and addresses do not.
        let mut body = reply.body.to_vec();
        for at in 1..body.len() {
            if body[at] == b'p' && body[at - 1].is_ascii_digit() {
                body[at] = 0xff;
            }
        }
        reply.body = body.into();
    }
    if knobs.truncated {
        reply.body = reply.body.slice(..reply.body.len() / 2);
    }
    if !knobs.drop_mid_body {
        return response(reply, knobs);
    }
    let whole = reply.body.len();
    let half = reply.body.slice(..whole / 2);
    let mut response = response(Reply { body: Bytes::new(), ..reply }, knobs);
    // The length promises everything; the connection breaks half way.
    let chunks = stream::once(async move { Ok(half) }).chain(stream::once(async {
        // Time for the first half to leave before the connection goes.
        tokio::time::sleep(Duration::from_millis(30)).await;
        Err(io::Error::new(io::ErrorKind::ConnectionReset, "dropped"))
    }));
    *response.body_mut() = Body::from_stream(chunks);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(whole.max(1)));
    response
}

pub(crate) fn plain(reply: Reply) -> Response {
    response(reply, &Knobs::default())
}

fn response(reply: Reply, knobs: &Knobs) -> Response {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    if let Some(value) = knobs.retry_after.as_deref().and_then(|text| HeaderValue::from_str(text).ok()) {
        headers.insert(header::RETRY_AFTER, value);
    }
    response
}

/// The error body each upstream, or what stands before it, really gives with a status.
fn refusal(upstream: Upstream, call: &Call, status: u16) -> Reply {
    let mut reply = match (upstream, status) {
        (Upstream::StremThru, _) => errors::legacy(call, Code::of_status(status), "simulated", None),
        (Upstream::Torrentio, 429) => {
            Reply::new(429, "text/html; charset=utf-8", "Too many requests, please try again later.")
        }
        (Upstream::MediaFusion, 429) => {
            Reply::json(429, &json!({"error": true, "detail": "Rate limit exceeded", "status_code": 429}))
        }
        (Upstream::MediaFusion, 418) => Reply::new(
            418,
            "text/html; charset=utf-8",
            "<html><head><title>418 I'm a teapot</title></head><body></body></html>",
        ),
        (Upstream::TheIntroDb, 429) => Reply::json(
            429,
            &json!({"error": "Usage limit exceeded", "code": "usage_limit_exceeded", "retry_after": "8.4 hours"}),
        ),
        (Upstream::AniSkip, 429) => {
            Reply::json(429, &json!({"statusCode": 429, "message": "ThrottlerException: Too Many Requests"}))
        }
        (_, 502..=504) => {
            let text = format!(
                "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<center><h1>{status}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
            );
            Reply::new(status, "text/html", text)
        }
        (Upstream::Torrentio | Upstream::Cinemeta | Upstream::Kitsu, _) => {
            Reply::json(status, &json!({"err": "handler error"}))
        }
        (Upstream::Comet | Upstream::MediaFusion, _) => {
            Reply::json(status, &json!({"detail": "Internal Server Error"}))
        }
        _ => Reply::new(status, "text/plain; charset=utf-8", format!("error {status}")),
    };
    reply.status = status;
    reply
}

fn challenge(upstream: Upstream, status: u16) -> Reply {
    let (title, server) =
        if upstream == Upstream::Nyaa { ("DDoS-Guard", "ddos-guard") } else { ("Just a moment...", "cloudflare") };
    let page = format!(
        "<!DOCTYPE html><html lang=\"en-US\"><head><title>{title}</title><meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\">\
         <meta name=\"robots\" content=\"noindex,nofollow\"></head><body><noscript>Enable JavaScript and cookies to continue</noscript>\
         <script>window._cf_chl_opt={{}};</script></body></html>"
    );
    let reply = Reply::new(status, "text/html; charset=UTF-8", page).with("server", server);
    if server == "cloudflare" { reply.with("cf-mitigated", "challenge") } else { reply }
}

fn content_type(upstream: Upstream) -> &'static str {
    match upstream {
        Upstream::Nyaa | Upstream::Torznab => "application/rss+xml; charset=utf-8",
        Upstream::Metahub => "image/jpeg",
        Upstream::Files => "video/x-matroska",
        _ => "application/json; charset=utf-8",
    }
}

fn garbage(upstream: Upstream) -> Reply {
    let mut bytes = b"{\"streams\":[{\"name\":\"\\ud83d".to_vec();
    bytes.extend((0..4096_u32).map(|at| u8::try_from(at * 31 % 251).unwrap_or(0)));
    Reply::new(200, content_type(upstream), bytes)
}

/// Well begun and without end: about `bytes` of it.
fn flood(upstream: Upstream, bytes: u64) -> Response {
    let opening: &'static [u8] = match upstream {
        Upstream::StremThru => b"{\"data\":{\"items\":[{\"hash\":\"00\",\"name\":\"",
        Upstream::Zilean => b"[{\"raw_title\":\"",
        Upstream::Nyaa | Upstream::Torznab => b"<rss version=\"2.0\"><channel><title>",
        Upstream::Cinemeta | Upstream::Kitsu => b"{\"metas\":[{\"name\":\"",
        Upstream::AniSkip => b"{\"found\":true,\"message\":\"",
        Upstream::TheIntroDb | Upstream::IntroDb => b"{\"tmdb_id\":1,\"imdb_id\":\"",
        Upstream::AnimeTosho => b"{\"ok\":true,\"data\":[{\"title\":\"",
        _ => b"{\"streams\":[{\"name\":\"",
    };
    let filler = Bytes::from(vec![b'x'; CHUNK]);
    let chunks = bytes.div_ceil(CHUNK as u64);
    let body = stream::once(async move { Bytes::from_static(opening) })
        .chain(stream::iter((0..chunks).map(move |_| filler.clone())))
        .map(Ok::<_, io::Error>);
    let mut response = response(Reply::new(200, content_type(upstream), Bytes::new()), &Knobs::default());
    *response.body_mut() = Body::from_stream(body);
    response
}

/// "Billion laughs": ten entities, each ten of the one before.
fn entities() -> String {
    let levels: Vec<String> =
        (1..10).map(|level| format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10))).collect();
    format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"ha\">{}]>\
         <rss version=\"2.0\"><channel><title>&a9;</title><item><title>&a9;</title></item></channel></rss>",
        levels.concat()
    )
}

fn nested(upstream: Upstream, levels: u32) -> Reply {
    let levels = levels as usize;
    let (opening, (down, up), ending) = match upstream {
        Upstream::StremThru => ("{\"data\":{\"items\":", ("[", "]"), "}}"),
        Upstream::Zilean => ("", ("[", "]"), ""),
        Upstream::Nyaa | Upstream::Torznab => {
            ("<rss version=\"2.0\"><channel>", ("<item>", "</item>"), "</channel></rss>")
        }
        Upstream::AnimeTosho => ("{\"ok\":true,\"data\":", ("[", "]"), "}"),
        Upstream::Cinemeta | Upstream::Kitsu => ("{\"metas\":", ("[", "]"), "}"),
        Upstream::AniSkip => ("{\"found\":true,\"results\":", ("[", "]"), "}"),
        Upstream::TheIntroDb | Upstream::IntroDb => ("{\"tmdb_id\":1,\"intro\":", ("[", "]"), "}"),
        _ => ("{\"streams\":", ("[", "]"), "}"),
    };
    Reply::new(200, content_type(upstream), format!("{opening}{}{}{ending}", down.repeat(levels), up.repeat(levels)))
}

fn bomb(upstream: Upstream, packing: Packing, bytes: u64) -> Response {
    let reply =
        Reply::new(200, content_type(upstream), Bytes::new()).with("content-encoding", bombs::encoding(packing));
    let mut response = response(reply, &Knobs::default());
    let body = stream::iter(bombs::zeros(packing, bytes));
    *response.body_mut() = Body::from_stream(body.map(Ok::<_, io::Error>));
    response
}
