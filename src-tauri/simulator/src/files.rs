//! Owns the final file: one small video, served under any name, in ranges, as a download host would.

mod failing;
mod line;

use axum::{
    body::{Body, Bytes},
    http::Method,
    response::Response,
};
use futures::{StreamExt as _, stream};

use crate::{
    dialects::{Call, Reply, lines},
    faults,
    releases::World,
    text::percent_encode,
};

pub(crate) use failing::Sent;

const CHUNK: usize = 64 * 1024;
/// Twenty seconds of a sunrise with sound tracks, subtitles and chapters; the README tells how it is made.
static VIDEO: &[u8] = include_bytes!("../media/sunrise.mkv");

/// Serves the file behind a link. A ranged request sees a file of the length the link tells, the video followed by nothing; one
/// without a range is given the video alone, so that whoever reads to the end comes to one. Who asks for a range that ends, as those
/// do that look into a file and players do not, sees the header of the film that its release promises. `ended` is how often all
/// links were ended, `sent` what each has sent.
pub(crate) fn serve(world: &World, call: &Call, ended: u64, sent: &Sent) -> Response {
    let [id, name] = call.path()[..] else {
        return faults::plain(Reply::new(404, "text/plain; charset=utf-8", "not found"));
    };
    if call.method != Method::GET && call.method != Method::HEAD {
        return faults::plain(Reply::new(405, "text/plain; charset=utf-8", "").with("allow", "GET, HEAD"));
    }
    if call.param("ended").and_then(|text| text.parse::<u64>().ok()).is_some_and(|made| made < ended) {
        return faults::plain(Reply::new(410, "text/plain; charset=utf-8", "gone"));
    }
    let link = format!("{}#{}", call.path().join("/"), call.param("made").unwrap_or_default());
    if sent.is_over(&link, &call.knobs) {
        return faults::plain(Reply::new(410, "text/plain; charset=utf-8", "gone"));
    }
    if let Some(text) = lines::beside(name) {
        return faults::applied(text, &call.knobs);
    }
    match call.param("as") {
        Some("dead") => return faults::plain(Reply::new(404, "text/html", "<html><body>404</body></html>")),
        Some("page") => {
            let page = "<!DOCTYPE html><html><body>This file is not available at the moment.</body></html>";
            return faults::plain(Reply::new(200, "text/html; charset=utf-8", page));
        }
        Some(_) | None => {}
    }
    let told = call.param("length").filter(|_| call.param("as").is_none()).and_then(|text| text.parse::<u64>().ok());
    let whole = told.unwrap_or(0).max(VIDEO.len() as u64);
    let range = call.header("range");
    let ends = range.is_some_and(|range| range.ends_with(|c: char| c.is_ascii_digit()));
    let film = told.filter(|_| ends).and_then(|_| world.film(call.param("of").unwrap_or(id)));
    let video = film.map_or(Bytes::from_static(VIDEO), |film| film.header(whole));
    let range = range.filter(|_| !call.knobs.no_ranges);
    let (status, first, last) = match range.map(|range| asked(range, whole)) {
        Some(Some((first, last))) => (206, first, last),
        Some(None) => {
            let reply = Reply::new(416, "text/plain; charset=utf-8", "");
            return faults::applied(reply.with("content-range", format!("bytes */{whole}")), &call.knobs);
        }
        None if call.knobs.no_ranges => (200, 0, whole - 1),
        None => (200, 0, VIDEO.len() as u64 - 1),
    };
    let ascii: String =
        name.chars().map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' || c == ' ' { c } else { '_' }).collect();
    let disposition = format!("inline; filename=\"{ascii}\"; filename*=UTF-8''{}", percent_encode(name));
    let mut reply = Reply::new(status, "video/x-matroska", part(&video, first, last))
        .with("accept-ranges", "bytes")
        .with("content-length", (last - first + 1).to_string())
        .with("content-disposition", disposition)
        .with(
            "etag",
            format!("\"sunrise-{whole}{}\"", call.param("made").filter(|_| call.knobs.other_etags).unwrap_or_default()),
        )
        .with("cache-control", "private, max-age=3600");
    if status == 206 {
        let later = u64::from(call.knobs.wrong_ranges);
        reply = reply.with("content-range", format!("bytes {}-{}/{whole}", first + later, last + later));
    }
    let silent = last - first + 1 - reply.body.len() as u64;
    let response = faults::applied(reply, &call.knobs);
    let response = if silent == 0 || call.knobs.drop_mid_body {
        response
    } else {
        followed_by_nothing(response, &video, first, silent, whole)
    };
    let response = failing::failing(response, &call.knobs, sent.clone(), link);
    match call.knobs.line {
        Some(bits) => line::carried(response, bits),
        None => response,
    }
}

/// The part of a range that lies in the video.
fn part(video: &Bytes, first: u64, last: u64) -> Bytes {
    let place = |at: u64| usize::try_from(at).map_or(video.len(), |at| at.min(video.len()));
    video.slice(place(first)..place(last + 1))
}

/// Appends what lies behind the video: a Matroska void element that players pass over, as long as the file is told to be.
fn followed_by_nothing(response: Response, video: &Bytes, first: u64, silent: u64, whole: u64) -> Response {
    let behind = whole - video.len() as u64;
    let mut mark = vec![0xec, 0x01];
    mark.extend_from_slice(&behind.saturating_sub(9).to_be_bytes()[1..]);
    let skipped = usize::try_from(first.saturating_sub(video.len() as u64)).unwrap_or(usize::MAX);
    let mark = Bytes::from(mark);
    let mark = mark.slice(skipped.min(mark.len())..);
    let mark = mark.slice(..mark.len().min(usize::try_from(silent).unwrap_or(usize::MAX)));
    let zeros = silent - mark.len() as u64;
    let chunk = Bytes::from(vec![0; CHUNK]);
    let chunks = (0..zeros.div_ceil(CHUNK as u64)).map(move |at| {
        let left = usize::try_from(zeros - at * CHUNK as u64).unwrap_or(CHUNK);
        chunk.slice(..left.min(CHUNK))
    });
    let (head, body) = response.into_parts();
    let behind = stream::iter(std::iter::once(mark).chain(chunks)).map(Ok::<_, axum::Error>);
    Response::from_parts(head, Body::from_stream(body.into_data_stream().chain(behind)))
}

/// The first and last byte of a single range; `None` when it cannot be satisfied. Of several ranges the first is served.
fn asked(range: &str, whole: u64) -> Option<(u64, u64)> {
    let spec = range.strip_prefix("bytes=")?.split(',').next()?.trim();
    let (first, last) = spec.split_once('-')?;
    let (first, last) = match (first.parse::<u64>(), last.parse::<u64>()) {
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
