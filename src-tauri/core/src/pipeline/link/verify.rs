//! Whether a link leads to the file: one ranged request. Until it answered, no link is called good.

use crate::names::is_video;
use std::time::Duration;

use url::Url;

use crate::debrid::{Debrid, DebridError};
use crate::http::{Answer, HttpError, Method, Request, Retry, is_private};
use crate::text::clean;

/// What the server said of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Bytes; `None` where the server does not say.
    pub size: Option<u64>,
    /// The name it gives the file.
    pub name: Option<String>,
}

const FIRST: usize = 1024;
/// Lengths may differ by what rounding to a unit makes: a hundredth.
const TOLERANCE: u64 = 100;

/// Asks for the first bytes behind a link. `expected` is the length the service told.
pub async fn verify(debrid: &Debrid, link: &Url, expected: Option<u64>) -> Result<Verified, DebridError> {
    // A service out there has no business leading into the person's own network; a self-hosted one may well.
    let server = Url::parse(debrid.base()).ok();
    if is_private(link) && !server.as_ref().is_some_and(is_private) {
        return Err(bad("it leads into the private network"));
    }
    let deadline = debrid.pace().verify;
    let request = Request::get(link.clone())
        .told_by(server.clone())
        .header("range", &format!("bytes=0-{}", FIRST - 1))
        .header("accept-encoding", "identity")
        .deadline(deadline)
        .max_bytes(64 << 10)
        .retry(Retry::Transient);
    match debrid.http().send(request).await {
        Ok(answer) => judge(&answer, expected),
        // It gives everything, whatever part is asked for. Then its headers have to do.
        Err(HttpError::TooLarge { .. }) => {
            let head = Request::new(Method::HEAD, link.clone()).told_by(server);
            let head = head.deadline(deadline).retry(Retry::Transient);
            judge(&debrid.http().send(head).await.map_err(|error| silence(&error, deadline))?, expected)
        }
        Err(error) => Err(silence(&error, deadline)),
    }
}

fn silence(error: &HttpError, deadline: Duration) -> DebridError {
    match error {
        HttpError::Timeout(_) => bad(&format!("no answer within {} s", deadline.as_secs().max(1))),
        other => bad(&other.to_string()),
    }
}

fn judge(answer: &Answer, expected: Option<u64>) -> Result<Verified, DebridError> {
    let status = answer.status.as_u16();
    if !matches!(status, 200 | 206) {
        return Err(bad(&format!("the server answered with status {status}")));
    }
    let kind = answer.header("content-type").unwrap_or_default().to_ascii_lowercase();
    if kind.starts_with("text/") || kind.contains("json") || kind.contains("xml") || kind.starts_with("image/") {
        return Err(bad(&format!("it is {}, not a video", clean(&kind, 40))));
    }
    let first = answer.body.trim_ascii_start();
    if first.starts_with(b"<!") || first.starts_with(b"<html") || first.starts_with(b"{\"") {
        return Err(bad("a page comes instead of the file"));
    }
    let size: Option<u64> = if status == 206 {
        answer.header("content-range").and_then(|range| range.rsplit('/').next()?.trim().parse().ok())
    } else {
        answer.header("content-length").and_then(|length| length.trim().parse().ok())
    };
    match (size, expected) {
        (Some(0), _) => return Err(bad("the file is empty")),
        (Some(size), Some(expected)) if size.abs_diff(expected) > expected / TOLERANCE => {
            return Err(bad(&format!("it is {size} bytes long, not {expected}")));
        }
        (Some(_) | None, _) => {}
    }
    let name = answer.header("content-disposition").and_then(file_name);
    if let Some(name) = name.as_deref().filter(|name| !is_video(name)) {
        return Err(bad(&format!("the file is called {name}")));
    }
    Ok(Verified { size, name })
}

fn bad(why: &str) -> DebridError {
    DebridError::BadLink(why.to_owned())
}

/// `filename="…"` or `filename=…` of a Content-Disposition header.
fn file_name(header: &str) -> Option<String> {
    let (_, rest) = header.split_once("filename=")?;
    let name = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split(';').next()?,
    };
    let name = clean(name.trim(), 300);
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::StatusCode;

    fn answer(status: u16, headers: &[(&'static str, &str)], body: &[u8]) -> Answer {
        let mut map = reqwest::header::HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        Answer { status: StatusCode::from_u16(status).unwrap(), headers: map, body: body.to_vec() }
    }

    fn why(answer: &Answer, expected: Option<u64>) -> String {
        judge(answer, expected).unwrap_err().to_string()
    }

    #[test]
    fn a_range_of_a_video_of_the_right_length_is_good() {
        let headers = [
            ("content-range", "bytes 0-1023/734003200"),
            ("content-type", "application/octet-stream"),
            ("content-disposition", "attachment; filename=\"Sintel.2010.mkv\"; filename*=UTF-8''Sintel.2010.mkv"),
        ];
        let good = judge(&answer(206, &headers, &[0x1a, 0x45]), Some(734_003_200)).unwrap();
        assert_eq!(good, Verified { size: Some(734_003_200), name: Some("Sintel.2010.mkv".to_owned()) });
        assert!(judge(&answer(206, &headers, b""), Some(730_000_000)).is_ok(), "lengths may be rounded");
        assert!(judge(&answer(200, &[], b""), Some(5)).is_ok(), "a server may say nothing");
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
        assert!(why(&answer(200, &named, b"MZ"), None).contains("setup.exe"));
    }
}
