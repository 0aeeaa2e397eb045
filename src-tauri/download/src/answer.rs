//! Whether a server answers a request for a part of a file rightly. Pure.

use std::ops::Range;
use std::time::{Duration, SystemTime};

use perihelion_core::http::{HeaderMap, StatusCode, retry_after};

/// A right answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The bytes that come. It begins where it was asked to, and may end earlier.
    pub(crate) bytes: Range<u64>,
    /// The length of the whole file.
    pub(crate) length: u64,
    /// What the server calls this very content; `None` where it says nothing, or nothing that holds byte by byte.
    pub(crate) etag: Option<String>,
    /// The server ignores ranges and sends everything.
    pub(crate) is_whole: bool,
}

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The link has ended, or is not valid for this.
    #[error("does not know the link any more (status {0})")]
    Gone(u16),
    #[error("has too much to do (status {status})")]
    Busy { status: u16, retry_after: Option<Duration> },
    #[error("answers with status {0}")]
    Status(u16),
    #[error("sends other bytes than were asked for")]
    Range,
    #[error("does not say how long the file is")]
    NoLength,
    #[error("packs the file on its way ({0})")]
    Packed(String),
    #[error("sends a page or a playlist in place of the file")]
    NotTheFile,
    #[error("now says the file is {now} bytes long, not {before}")]
    Length { now: u64, before: u64 },
    #[error("sends the file from its start only, each time")]
    OnlyWhole,
}

/// The longest tag that is kept.
const LONGEST_ETAG: usize = 256;

/// Reads the head of an answer to a request for `asked`.
pub(crate) fn read(status: StatusCode, headers: &HeaderMap, asked: &Range<u64>) -> Result<Answer, Wrong> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    match status.as_u16() {
        200 | 206 => {}
        status @ (401 | 403 | 404 | 410) => return Err(Wrong::Gone(status)),
        416 => return Err(Wrong::Range),
        status @ (408 | 425 | 429 | 500..) => {
            let wait = text("retry-after").and_then(|text| retry_after(text, SystemTime::now()));
            return Err(Wrong::Busy { status, retry_after: wait });
        }
        status => return Err(Wrong::Status(status)),
    }
    let packed = |name: &str, plain: &str| text(name).filter(|with| !with.eq_ignore_ascii_case(plain));
    if let Some(with) = packed("content-encoding", "identity").or(packed("transfer-encoding", "chunked")) {
        return Err(Wrong::Packed(with.chars().filter(char::is_ascii_alphanumeric).take(12).collect()));
    }
    let kind = text("content-type").unwrap_or_default().to_ascii_lowercase();
    if ["text/", "multipart/"].iter().any(|start| kind.starts_with(start))
        || ["json", "xml", "mpegurl"].iter().any(|other| kind.contains(other))
    {
        return Err(Wrong::NotTheFile);
    }
    let sent: Option<u64> = text("content-length").and_then(|length| length.parse().ok());
    let etag = text("etag").filter(|tag| tag.starts_with('"') && tag.len() <= LONGEST_ETAG).map(str::to_owned);
    if status == StatusCode::OK {
        let length = sent.filter(|length| *length > 0).ok_or(Wrong::NoLength)?;
        return Ok(Answer { bytes: 0..length, length, etag, is_whole: true });
    }
    let (bytes, length) = text("content-range").and_then(content_range).ok_or(Wrong::Range)?;
    let is_asked = bytes.start == asked.start && bytes.end <= asked.end;
    let is_all = sent.is_none_or(|sent| sent == bytes.end - bytes.start);
    if is_asked && is_all { Ok(Answer { bytes, length, etag, is_whole: false }) } else { Err(Wrong::Range) }
}

/// Reads `bytes 0-99/1000`. What leaves the length open is refused.
fn content_range(text: &str) -> Option<(Range<u64>, u64)> {
    let (range, length) = text.strip_prefix("bytes")?.trim_start().split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let length: u64 = length.trim().parse().ok()?;
    let range = first.trim().parse().ok()?..last.trim().parse::<u64>().ok()?.checked_add(1)?;
    (!range.is_empty() && range.end <= length).then_some((range, length))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answer(status: u16, headers: &[(&'static str, &str)]) -> Result<Answer, Wrong> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        read(StatusCode::from_u16(status).unwrap(), &map, &(100..200))
    }

    #[test]
    fn a_part_is_right_only_if_it_is_the_one_asked_for() {
        let part = |range: &str| answer(206, &[("content-range", range)]);
        let right = Answer { bytes: 100..200, length: 1000, etag: None, is_whole: false };
        assert_eq!(part("bytes 100-199/1000"), Ok(right.clone()));
        assert_eq!(part("bytes 100-149/150"), Ok(Answer { bytes: 100..150, length: 150, ..right }));
        for wrong in [
            "bytes 0-99/1000",
            "bytes 101-199/1000",
            "bytes 100-200/1000",
            "bytes 100-199/150",
            "bytes 199-100/1000",
            "bytes 100-199/*",
            "bytes */1000",
            "bits 100-199/1000",
            "bytes 100-18446744073709551615/18446744073709551615",
            "",
        ] {
            assert_eq!(part(wrong), Err(Wrong::Range), "{wrong}");
        }
        assert_eq!(answer(206, &[]), Err(Wrong::Range), "it does not say which part");
        let short = [("content-range", "bytes 100-199/1000"), ("content-length", "99")];
        assert_eq!(answer(206, &short), Err(Wrong::Range), "it announces another length");
    }

    #[test]
    fn everything_instead_of_a_part_is_told_apart() {
        let whole = answer(200, &[("content-length", "1000"), ("etag", "\"a\"")]).unwrap();
        assert_eq!((whole.bytes, whole.is_whole, whole.etag.as_deref()), (0..1000, true, Some("\"a\"")));
        assert_eq!(answer(200, &[]), Err(Wrong::NoLength));
        let weak = answer(200, &[("content-length", "9"), ("etag", "W/\"a\"")]).unwrap();
        assert_eq!(weak.etag, None, "a weak tag says nothing of bytes");
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let range = ("content-range", "bytes 100-199/1000");
        assert_eq!(answer(206, &[range, ("content-encoding", "gzip")]), Err(Wrong::Packed("gzip".to_owned())));
        assert!(answer(206, &[range, ("content-encoding", "identity")]).is_ok());
        for kind in ["text/html", "application/json", "application/vnd.apple.mpegurl", "multipart/byteranges"] {
            assert_eq!(answer(206, &[range, ("content-type", kind)]), Err(Wrong::NotTheFile), "{kind}");
        }
        for status in [401, 403, 404, 410] {
            assert_eq!(answer(status, &[]), Err(Wrong::Gone(status)));
        }
        let busy = Wrong::Busy { status: 429, retry_after: Some(Duration::from_secs(7)) };
        assert_eq!(answer(429, &[("retry-after", "7")]), Err(busy));
        assert_eq!(answer(416, &[]), Err(Wrong::Range));
        assert_eq!(answer(402, &[]), Err(Wrong::Status(402)));
    }

    proptest! {
        #[test]
        fn no_header_makes_an_answer_of_other_bytes(range in ".{0,60}", length in "[0-9]{0,24}", tag in ".{0,300}") {
            let mut headers = HeaderMap::new();
            for (name, value) in [("content-range", format!("bytes {range}")), ("content-length", length), ("etag", tag)] {
                if let Ok(value) = value.parse() {
                    headers.insert(name, value);
                }
            }
            if let Ok(answer) = read(StatusCode::PARTIAL_CONTENT, &headers, &(100..200)) {
                prop_assert!(answer.bytes.start == 100 && answer.bytes.end <= 200 && answer.bytes.end <= answer.length);
            }
        }
    }
}
