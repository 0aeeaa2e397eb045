//! Reads a body as JSON in spite of common damage: invalid UTF-8, repeated keys, half surrogate pairs.

use std::borrow::Cow;

use serde_json::error::Category;

use crate::http::Failure;

/// Reads a body with `reader`. If that fails, repairs repeated keys or half surrogate pairs and tries once more.
/// Invalid UTF-8 is replaced before.
pub(crate) fn read<R>(body: &[u8], reader: impl Fn(&str) -> serde_json::Result<R>) -> Result<R, Failure> {
    let text = std::str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed);
    let text = text.trim_start_matches('\u{feff}');
    let error = match reader(text) {
        Ok(read) => return Ok(read),
        Err(error) => error,
    };
    let mended = match error.classify() {
        Category::Data => serde_json::from_str::<serde_json::Value>(text).ok().map(|value| value.to_string()),
        Category::Syntax => without_half_surrogates(text),
        Category::Io | Category::Eof => None,
    };
    mended.and_then(|text| reader(&text).ok()).ok_or_else(|| unreadable(text, &error))
}

fn unreadable(text: &str, error: &serde_json::Error) -> Failure {
    Failure::Malformed(match error.classify() {
        _ if text.trim_start().starts_with('<') => "answered with a web page instead of data".to_owned(),
        _ if text.trim().is_empty() => "answered with nothing".to_owned(),
        Category::Eof => "the answer breaks off".to_owned(),
        Category::Data | Category::Syntax | Category::Io => "the answer is not the data it should be".to_owned(),
    })
}

/// Replaces surrogate escapes without their other half, such as `\ud83d` where a title was cut in the middle of an
/// emoji. Returns `None` if there is none.
fn without_half_surrogates(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let length = match (surrogate(escape), escape.get(6..).and_then(surrogate)) {
            (Some(High), Some(Low)) => 12,
            (Some(_), _) => {
                found = true;
                mended.push_str("\\ufffd");
                rest = &escape[6..];
                continue;
            }
            // A backslash and the character it escapes.
            (None, _) => 1 + escape[1..].chars().next().map_or(0, char::len_utf8),
        };
        mended.push_str(&escape[..length]);
        rest = &escape[length..];
    }
    mended.push_str(rest);
    found.then_some(mended)
}

use Half::{High, Low};

enum Half {
    High,
    Low,
}

fn surrogate(escape: &str) -> Option<Half> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xd800..=0xdbff => Some(High),
        0xdc00..=0xdfff => Some(Low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lenient::{List, Object, Scalar};

    #[derive(serde::Deserialize)]
    struct Row<'a> {
        #[serde(borrow, default)]
        name: Scalar<'a>,
        #[serde(borrow, default)]
        size: Scalar<'a>,
    }

    type Told = (Option<String>, Option<u64>);

    fn rows(body: &[u8]) -> Result<Vec<Told>, Failure> {
        read(body, |text| {
            let list: List<Object<Row<'_>>> = serde_json::from_str(text)?;
            let rows = list.rows().into_iter().flatten();
            Ok(rows.map(|row| (row.name.text().map(str::to_owned), row.size.bytes())).collect())
        })
    }

    fn row(name: &str, size: u64) -> Told {
        (Some(name.to_owned()), Some(size))
    }

    #[test]
    fn a_row_of_the_wrong_type_does_not_cost_its_neighbours() {
        let body =
            br#"[{"name":"a","size":"7"}, null, 3, "x", [1,[2]], {"name":{"x":[]},"size":[]}, {"name":"b","size":8.0}]"#;
        assert_eq!(rows(body).unwrap(), [row("a", 7), (None, None), row("b", 8)]);
    }

    #[test]
    fn a_repeated_key_is_mended() {
        let body = br#"[{"name":"a","name":"b","size":1}]"#;
        assert_eq!(rows(body).unwrap(), [row("b", 1)]);
    }

    #[test]
    fn half_an_emoji_is_mended_and_whole_ones_stay() {
        let body = br#"[{"name":"cut \ud83d","size":1},{"name":"\ud83d\udc64 \\ud83d","size":2}]"#;
        assert_eq!(rows(body).unwrap(), [row("cut \u{fffd}", 1), row("👤 \\ud83d", 2)]);
    }

    #[test]
    fn broken_utf8_in_a_text_is_read_around() {
        assert_eq!(rows(b"[{\"name\":\"a\xff\",\"size\":1}]").unwrap(), [row("a\u{fffd}", 1)]);
    }

    #[test]
    fn what_is_no_json_is_a_clear_error() {
        let why = |body: &[u8]| rows(body).unwrap_err().to_string();
        assert_eq!(why(b"<html><body>502"), "answered with a web page instead of data");
        assert_eq!(why(b""), "answered with nothing");
        assert_eq!(why(br#"[{"name":"a"},{"na"#), "the answer breaks off");
        assert_eq!(why(b"\xff\xfe\x00garbage"), "the answer is not the data it should be");
    }

    #[test]
    fn deep_nesting_ends_the_reading_and_not_the_program() {
        assert!(rows("[".repeat(100_000).as_bytes()).is_err());
        let deep = format!("[{{\"name\":{}{}}}]", "[".repeat(100_000), "]".repeat(100_000));
        assert!(rows(deep.as_bytes()).is_err() || rows(deep.as_bytes()).is_ok_and(|rows| rows == [(None, None)]));
    }
}
