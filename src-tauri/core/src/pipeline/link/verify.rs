//! Verifies with one ranged request that a link leads to the file. Only an answer makes a link good, and only the
//! content of an answer makes it bad.

use std::time::{Duration, SystemTime};

use url::Url;

use crate::debrid::{Debrid, DebridError};
use crate::http::{HttpError, Method, Request, Response, Retry, is_private, retry_after};
use crate::text::clean;

use super::disposition;

/// What the server reported about the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Bytes; `None` where the server does not say.
    pub size: Option<u64>,
}

pub(super) const FIRST: usize = 1024;
/// The divisor of the tolerated difference in length: one hundredth, as rounding to a unit causes.
const TOLERANCE: u64 = 100;

/// Requests the first bytes behind a link. `expected` is the length in bytes that the service reported.
pub async fn verify(debrid: &Debrid, link: &Url, expected: Option<u64>) -> Result<Verified, DebridError> {
    verify_beginning(debrid, link, expected, FIRST).await.map(|beginning| beginning.verified)
}

/// What the server reported, and the beginning of the file.
#[derive(Debug)]
pub(super) struct Beginning {
    pub(super) verified: Verified,
    /// Empty where the server sends the whole file or nothing.
    pub(super) bytes: Vec<u8>,
}

/// Requests the first `first` bytes behind a link.
pub(super) async fn verify_beginning(
    debrid: &Debrid,
    link: &Url,
    expected: Option<u64>,
    first: usize,
) -> Result<Beginning, DebridError> {
    // The link of a public service must not lead into the local network; that of a self-hosted one may.
    let server = Url::parse(debrid.base()).ok();
    if is_private(link) && !server.as_ref().is_some_and(is_private) {
        return Err(bad("it leads into the private network"));
    }
    let deadline = debrid.pace().verify;
    let request = Request::get(link.clone())
        .told_by(server.clone())
        .header("range", &format!("bytes=0-{}", first - 1))
        .header("accept-encoding", "identity")
        .deadline(deadline)
        .max_bytes(first + (64 << 10))
        .retry(Retry::Transient);
    let answer = match debrid.http().send(request).await {
        // The server ignores the range and sends the whole file, so its headers must do.
        Err(HttpError::TooLarge { .. }) => {
            let head = Request::new(Method::HEAD, link.clone()).told_by(server);
            debrid.http().send(head.deadline(deadline).retry(Retry::Transient)).await
        }
        answer => answer,
    };
    let answer = answer.map_err(|error| silence(&error, deadline))?;
    let outcome = judge(&answer, expected);
    if let Err(error) = &outcome {
        // The download servers of the service may be the first to report a rate limit.
        debrid.budget().note_error(error);
    }
    outcome.map(|verified| Beginning { verified, bytes: answer.body })
}

/// Turns a missing answer into an error that says nothing about the file.
pub(super) fn silence(error: &HttpError, deadline: Duration) -> DebridError {
    match error {
        HttpError::Timeout(_) => unanswered(&format!("did not answer within {} s", deadline.as_secs().max(1))),
        HttpError::Unreachable(why) => unanswered(&format!("could not be reached: {why}")),
        other => bad(&other.to_string()),
    }
}

pub(super) fn judge(answer: &Response, expected: Option<u64>) -> Result<Verified, DebridError> {
    let status = answer.status.as_u16();
    match status {
        200 | 206 => {}
        429 => {
            let wait = answer.header("retry-after").and_then(|text| retry_after(text, SystemTime::now()));
            return Err(DebridError::RateLimited { retry_after: wait });
        }
        500.. => return Err(unanswered(&format!("answered with status {status}"))),
        _ => return Err(bad(&format!("the server answered with status {status}"))),
    }
    if let Some(why) = not_a_video(answer) {
        return Err(bad(&why));
    }
    let size: Option<u64> = if status == 206 {
        answer.header("content-range").and_then(|range| range.rsplit('/').next()?.trim().parse().ok())
    } else {
        answer.header("content-length").and_then(|length| length.trim().parse().ok())
    };
    match (size, expected) {
        (Some(0), _) => Err(bad("the file is empty")),
        (Some(size), Some(expected)) if size.abs_diff(expected) > expected / TOLERANCE => {
            Err(bad(&format!("it is {size} bytes long, not {expected}")))
        }
        (Some(_) | None, _) => Ok(Verified { size }),
    }
}

/// Returns why the answer is something other than a video. A name that is surely another kind of file counts before
/// everything, because a browser would save the file under it. Then the bytes count before the type, and the type before
/// the name; a missing or odd name proves nothing.
fn not_a_video(answer: &Response) -> Option<String> {
    let disposition = answer.headers.get("content-disposition");
    let name = disposition.and_then(|header| disposition::file_name(header.as_bytes()));
    let of_name = |name: &str| format!("the file is called {}", clean(name, 100));
    if let Some(name) = name.as_deref().filter(|name| has_extension(name, &OTHERS)) {
        return Some(of_name(name));
    }
    if begins_like_a_video(&answer.body) {
        return None;
    }
    // What a program or an archive begins with shows it, whatever type a server reads off its name.
    let other = infer::get(&answer.body).filter(|known| {
        use infer::MatcherType::{App, Archive, Book, Doc, Font, Image};
        matches!(known.matcher_type(), App | Archive | Book | Doc | Font | Image)
    });
    if let Some(other) = other {
        return Some(format!("it is {}, not a video", other.mime_type()));
    }
    let kind = answer.header("content-type").unwrap_or_default().to_ascii_lowercase();
    if kind.starts_with("text/") || kind.contains("json") || kind.contains("xml") || kind.starts_with("image/") {
        return Some(format!("it is {}, not a video", clean(&kind, 40)));
    }
    let first = answer.body.trim_ascii_start();
    if first.starts_with(b"<!") || first.starts_with(b"<html") || first.starts_with(b"{\"") {
        return Some("a page comes instead of the file".to_owned());
    }
    if kind.starts_with("video/") {
        return None;
    }
    if let Some(other) = infer::get(&answer.body).filter(|known| known.matcher_type() != infer::MatcherType::Audio) {
        return Some(format!("it is {}, not a video", other.mime_type()));
    }
    name.filter(|name| has_extension(name, &WORDS_TOO)).map(|name| of_name(&name))
}

/// The signature of Matroska and `WebM`; the document type follows at no fixed place.
const MATROSKA: [u8; 4] = [0x1a, 0x45, 0xdf, 0xa3];

/// Returns whether the bytes begin like a container that players know. MPEG transport streams repeat a sync byte every
/// 188 bytes, or 192 on discs.
fn begins_like_a_video(body: &[u8]) -> bool {
    let is_transport = |first: usize, every: usize| {
        body.len() > first + every && body.iter().skip(first).step_by(every).all(|byte| *byte == 0x47)
    };
    body.starts_with(&MATROSKA) || infer::is_video(body) || is_transport(0, 188) || is_transport(4, 192)
}

/// Extensions of files that are no video.
const OTHERS: [&str; 38] = [
    "7z", "apk", "appimage", "bmp", "bz2", "cab", "cmd", "deb", "dll", "dmg", "docx", "epub", "exe", "gif", "gz",
    "htm", "html", "jpeg", "jpg", "js", "json", "lnk", "msi", "nfo", "pdf", "png", "ps1", "rar", "rpm", "sfv", "srt",
    "svg", "torrent", "txt", "url", "vtt", "xml", "zip",
];
/// More of them that may as well be the last word of a release name without an extension, such as a screener's `SCR`.
const WORDS_TOO: [&str; 10] = ["ass", "bat", "com", "css", "doc", "jar", "scr", "sub", "tar", "webp"];

/// Whether a name ends with one of these extensions. Systems ignore dots and spaces after it.
fn has_extension(name: &str, extensions: &[&str]) -> bool {
    let name = name.trim_end_matches(['.', ' ']);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension.trim());
    extensions.iter().any(|other| extension.eq_ignore_ascii_case(other))
}

pub(super) fn bad(why: &str) -> DebridError {
    DebridError::BadLink(why.to_owned())
}

fn unanswered(why: &str) -> DebridError {
    DebridError::Unreachable(format!("the server with the file {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::StatusCode;

    fn answer(status: u16, headers: &[(&'static str, &str)], body: &[u8]) -> Response {
        let mut map = reqwest::header::HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, reqwest::header::HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        Response { status: StatusCode::from_u16(status).unwrap(), headers: map, body: body.to_vec() }
    }

    fn why(answer: &Response, expected: Option<u64>) -> String {
        let error = judge(answer, expected).unwrap_err();
        assert!(matches!(error, DebridError::BadLink(_)), "{error:?}");
        error.to_string()
    }

    #[test]
    fn a_range_of_a_video_of_the_right_length_is_good() {
        let headers = [
            ("content-range", "bytes 0-1023/734003200"),
            ("content-type", "application/octet-stream"),
            ("content-disposition", "attachment; filename=\"Sintel.2010.mkv\"; filename*=UTF-8''Sintel.2010.mkv"),
        ];
        let good = judge(&answer(206, &headers, &MATROSKA), Some(734_003_200)).unwrap();
        assert_eq!(good, Verified { size: Some(734_003_200) });
        assert!(judge(&answer(206, &headers, b""), Some(730_000_000)).is_ok(), "lengths may be rounded");
        assert!(judge(&answer(200, &[], b""), Some(5)).is_ok(), "a server may say nothing");
    }

    #[test]
    fn an_odd_name_condemns_no_video() {
        let long = format!("attachment; filename=\"{}.mkv\"", "Harbour of Glass ".repeat(30));
        for disposition in [
            "attachment",
            "attachment; filename=\"Sintel\"",
            "attachment; filename=\"Sintel (2010) v1.0\"",
            "attachment; Filename=\"Sintel.2010.mkv\"",
            "attachment; filename=\"download.php\"",
            "attachment; filename=\"a; b.mkv\"",
            &long,
        ] {
            for kind in ["application/octet-stream", "video/x-matroska", "application/force-download"] {
                let headers = [("content-disposition", disposition), ("content-type", kind)];
                for body in [&MATROSKA[..], b"\x00\x00\x00\x20ftypisom....", b""] {
                    assert!(judge(&answer(206, &headers, body), None).is_ok(), "{disposition} {kind}");
                }
            }
        }
        let screener = [("content-disposition", "attachment; filename=\"Sintel.2010.DVD.SCR\"")];
        assert!(judge(&answer(206, &screener, &MATROSKA), None).is_ok(), "its bytes show a video");
        let typed =
            [("content-disposition", "attachment; filename=\"Sintel.site.com\""), ("content-type", "video/mp4")];
        assert!(judge(&answer(206, &typed, b""), None).is_ok(), "its type says a video");
        let mut stream = vec![0; 1024];
        stream.iter_mut().step_by(188).for_each(|byte| *byte = 0x47);
        assert!(judge(&answer(206, &[("content-type", "text/vnd.trolltech.linguist")], &stream), None).is_ok(), ".ts");
    }

    #[test]
    fn a_name_that_is_no_videos_condemns_whatever_comes_with_it() {
        for disposition in [
            "attachment; filename=\"Sintel.exe\"",
            "attachment; Filename=\"Sintel.exe\"",
            "attachment; FILENAME = Sintel.EXE",
            "attachment; filename*=UTF-8''setup.exe",
            "attachment; filename=\"Sintel.2010.mkv\"; filename*=UTF-8''setup.exe",
            "attachment; filename*=utf-8'en'setup%2Eexe",
            "attachment; filename*=iso-8859-1''setup.exe",
            "attachment; filename=\"Sintel.mkv.exe. \"",
            "attachment; filename=\"a\\\"b; c.zip\"",
            "inline; filename=\"index.html\"",
            "attachment; filename=\"C:\\\\films\\\\Sintel.lnk\"",
        ] {
            for kind in ["video/mp4", "application/octet-stream"] {
                let headers = [("content-disposition", disposition), ("content-type", kind)];
                assert!(why(&answer(206, &headers, &MATROSKA), None).contains("is called"), "{disposition} {kind}");
            }
        }
        let words = [("content-disposition", "attachment; filename=\"setup.bat\"")];
        assert!(why(&answer(206, &words, b"@echo"), None).contains("setup.bat"), "nothing shows a video");
        let hidden = [("content-disposition", "attachment; filename=\"Sintel\u{202e}vkm.exe\"")];
        let said = why(&answer(206, &hidden, &MATROSKA), None);
        assert!(!said.contains('\u{202e}'), "{said}");
    }

    #[test]
    fn what_is_not_the_file_is_not_good_and_says_why() {
        let length = |length| [("content-length", length)];
        assert!(why(&answer(404, &[], b""), None).ends_with("status 404"));
        assert!(why(&answer(200, &[("content-type", "text/html; charset=utf-8")], b""), None).contains("text/html"));
        assert!(why(&answer(200, &[], b" <!DOCTYPE html>"), None).contains("page"));
        assert!(why(&answer(200, &length("0"), b""), None).contains("empty"));
        assert!(why(&answer(200, &length("3000000"), b""), Some(2_000_000_000)).contains("3000000 bytes"), "a clip");
        let named = [("content-disposition", "attachment; filename=setup.exe")];
        assert!(why(&answer(200, &named, b""), None).contains("setup.exe"));
        assert!(why(&answer(200, &[], b"PK\x03\x04 packed"), None).contains("application/zip"));
    }

    #[test]
    fn a_server_that_is_busy_or_ill_says_nothing_of_the_file() {
        let busy = judge(&answer(429, &[("retry-after", "30")], b""), None);
        assert_eq!(busy, Err(DebridError::RateLimited { retry_after: Some(Duration::from_secs(30)) }));
        let ill = judge(&answer(503, &[("content-type", "text/html")], b"<html>"), None);
        assert!(matches!(ill, Err(DebridError::Unreachable(_))), "{ill:?}");
    }
}
