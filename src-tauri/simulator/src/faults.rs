//! Owns the ways an upstream goes wrong: statuses with its own error body, challenge pages, garbage, floods, bombs, bodies that
//! are broken, endless, too deep or of another kind, redirects to where none should lead.

use std::{io, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use flate2::{Compress, Compression, FlushCompress};
use futures::{StreamExt as _, stream};
use serde_json::json;

use crate::{
    Knobs, Upstream,
    dialects::{Call, Reply},
    store::errors::{self, Code},
};

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
        return Some(bomb(upstream, bytes));
    }
    knobs.gigantic_bytes.map(|bytes| flood(upstream, bytes))
}

/// A good answer, with what the knobs do to its delivery.
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
        Upstream::Nyaa => "application/rss+xml; charset=utf-8",
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
        Upstream::Nyaa => b"<rss version=\"2.0\"><channel><title>",
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
        Upstream::Nyaa => ("<rss version=\"2.0\"><channel>", ("<item>", "</item>"), "</channel></rss>"),
        Upstream::AnimeTosho => ("{\"ok\":true,\"data\":", ("[", "]"), "}"),
        Upstream::Cinemeta | Upstream::Kitsu => ("{\"metas\":", ("[", "]"), "}"),
        Upstream::AniSkip => ("{\"found\":true,\"results\":", ("[", "]"), "}"),
        Upstream::TheIntroDb | Upstream::IntroDb => ("{\"tmdb_id\":1,\"intro\":", ("[", "]"), "}"),
        _ => ("{\"streams\":", ("[", "]"), "}"),
    };
    Reply::new(200, content_type(upstream), format!("{opening}{}{}{ending}", down.repeat(levels), up.repeat(levels)))
}

/// Zeros: one packed piece again and again, as the format allows. The checksum at the end is not theirs; nobody should get there.
fn bomb(upstream: Upstream, bytes: u64) -> Response {
    const PIECE: usize = 1 << 20;
    /// The gzip header of no particular file, an empty last block, a checksum and a length.
    const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    const END: [u8; 10] = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut packed = Vec::with_capacity(PIECE);
    let mut compress = Compress::new(Compression::fast(), false);
    let flushed = compress.compress_vec(&vec![0; PIECE], &mut packed, FlushCompress::Full);
    let piece = Bytes::from(if flushed.is_ok() { packed } else { Vec::new() });
    let pieces = stream::iter((0..bytes.div_ceil(PIECE as u64)).map(move |_| piece.clone()));
    let body = stream::iter([Bytes::from_static(&HEAD)]).chain(pieces).chain(stream::iter([Bytes::from_static(&END)]));
    let reply = Reply::new(200, content_type(upstream), Bytes::new()).with("content-encoding", "gzip");
    let mut response = response(reply, &Knobs::default());
    *response.body_mut() = Body::from_stream(body.map(Ok::<_, io::Error>));
    response
}
