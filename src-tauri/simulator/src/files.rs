//! Owns the final file: one small video, served under any name, in ranges, as a download host would.

use axum::{body::Bytes, http::Method, response::Response};

use crate::{
    dialects::{Call, Reply},
    faults,
    text::percent_encode,
};

/// Twenty seconds of a sunrise with sound; `media/make.sh` draws it.
static VIDEO: &[u8] = include_bytes!("../media/sunrise.mkv");

pub(crate) fn serve(call: &Call) -> Response {
    let [_, name] = call.path()[..] else {
        return faults::plain(Reply::new(404, "text/plain; charset=utf-8", "not found"));
    };
    if call.method != Method::GET && call.method != Method::HEAD {
        return faults::plain(Reply::new(405, "text/plain; charset=utf-8", "").with("allow", "GET, HEAD"));
    }
    let whole = VIDEO.len();
    let reply = match call.header("range").map(|range| asked(range, whole)) {
        Some(Some((first, last))) => Reply::new(206, "video/x-matroska", Bytes::from_static(&VIDEO[first..=last]))
            .with("content-range", format!("bytes {first}-{last}/{whole}")),
        Some(None) => {
            Reply::new(416, "text/plain; charset=utf-8", "").with("content-range", format!("bytes */{whole}"))
        }
        None => Reply::new(200, "video/x-matroska", Bytes::from_static(VIDEO)),
    };
    let length = reply.body.len().to_string();
    let ascii: String =
        name.chars().map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' || c == ' ' { c } else { '_' }).collect();
    let disposition = format!("inline; filename=\"{ascii}\"; filename*=UTF-8''{}", percent_encode(name));
    let reply = reply
        .with("accept-ranges", "bytes")
        .with("content-length", length)
        .with("content-disposition", disposition)
        .with("etag", format!("\"sunrise-{whole}\""))
        .with("cache-control", "private, max-age=3600");
    faults::applied(reply, &call.knobs)
}

/// The first and last byte of a single range; `None` when it cannot be satisfied. Of several ranges the first is served.
fn asked(range: &str, whole: usize) -> Option<(usize, usize)> {
    let spec = range.strip_prefix("bytes=")?.split(',').next()?.trim();
    let (first, last) = spec.split_once('-')?;
    let (first, last) = match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) => (first, last.min(whole - 1)),
        (Ok(first), Err(_)) if last.is_empty() => (first, whole - 1),
        (Err(_), Ok(length)) if first.is_empty() && length > 0 => (whole.saturating_sub(length), whole - 1),
        _ => return None,
    };
    (first <= last && first < whole).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_http_writes_them() {
        assert_eq!(asked("bytes=0-99", 1000), Some((0, 99)), "closed");
        assert_eq!(asked("bytes=900-", 1000), Some((900, 999)), "open");
        assert_eq!(asked("bytes=-100", 1000), Some((900, 999)), "from the end");
        assert_eq!(asked("bytes=500-5000", 1000), Some((500, 999)), "clamped");
        assert_eq!(asked("bytes=1000-", 1000), None, "beyond the end");
        assert_eq!(asked("bytes=9-3", 1000), None, "backwards");
    }
}
