//! Reads a body as JSON in spite of common damage: invalid UTF-8, repeated keys, half surrogate pairs, huge numbers.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use hashbrown::HashMap;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use super::room;
use crate::http::Failure;

/// Reads a body with `reader`. If that fails, repairs half surrogate pairs, numbers that no float holds and repeated keys,
/// and tries again. Invalid UTF-8 is replaced before.
pub(crate) fn read<R>(body: &[u8], reader: impl Fn(&str) -> serde_json::Result<R>) -> Result<R, Failure> {
    let text = std::str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed);
    let text = text.trim_start_matches('\u{feff}');
    let reader = |text: &str| room::within(text.len(), || reader(text));
    let error = match reader(text) {
        Ok(read) => return Ok(read),
        Err(error) => error,
    };
    if matches!(error.classify(), Category::Io | Category::Eof) {
        return Err(unreadable(text, &error));
    }
    let mended = without_huge_numbers(without_half_surrogates(text));
    let again = match &mended {
        Cow::Borrowed(_) => Err(error),
        Cow::Owned(mended) => reader(mended),
    };
    again
        .or_else(|error| match error.classify() {
            Category::Data => each_key_once(&mended).map_or(Err(error), |mended| reader(&mended)),
            Category::Syntax | Category::Io | Category::Eof => Err(error),
        })
        .map_err(|error| unreadable(text, &error))
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
/// emoji.
fn without_half_surrogates(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest[from..].find('\\').map(|at| from + at) {
        let escape = &rest[at..];
        from = match (surrogate(escape), escape.get(6..).and_then(surrogate)) {
            (Some(High), Some(Low)) => at + 12,
            (Some(_), _) => {
                mended.push_str(&rest[..at]);
                mended.push_str("\\ufffd");
                rest = &escape[6..];
                0
            }
            // A backslash and the character it escapes.
            (None, _) => at + 1 + escape[1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    if mended.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(mended + rest) }
}

/// Replaces numbers beyond the range of a float by `null`. One of them would make the whole text unreadable.
fn without_huge_numbers(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut mended = String::new();
    let mut kept = 0;
    let bytes = text.as_bytes();
    let (mut at, mut in_string) = (0, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => in_string = !in_string,
            b'\\' if in_string => at += 1,
            b'-' | b'0'..=b'9' if !in_string => {
                let is_of_number = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
                let length = bytes[at..].iter().take_while(is_of_number).count();
                if text[at..at + length].parse::<f64>().is_ok_and(f64::is_infinite) {
                    mended.push_str(&text[kept..at]);
                    mended.push_str("null");
                    kept = at + length;
                }
                at += length - 1;
            }
            _ => {}
        }
        at += 1;
    }
    if mended.is_empty() { text } else { Cow::Owned(mended + &text[kept..]) }
}

/// Writes a JSON text again with each key of an object once. The last value counts, as it does in browsers. Returns `None`
/// if the text is no JSON.
fn each_key_once(text: &str) -> Option<String> {
    let mut written = Vec::with_capacity(text.len());
    let mut reader = serde_json::Deserializer::from_str(text);
    Rewritten(&mut written).deserialize(&mut reader).ok()?;
    String::from_utf8(written).ok()
}

/// Takes a JSON value and writes it without building it, which would take many times its size.
struct Rewritten<'a>(&'a mut Vec<u8>);

impl Rewritten<'_> {
    fn write<E: serde::de::Error>(self, value: &impl serde::Serialize) -> Result<(), E> {
        serde_json::to_writer(self.0, value).map_err(E::custom)
    }
}

impl<'de> DeserializeSeed<'de> for Rewritten<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Rewritten<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }
    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.write(&())
    }
    fn visit_bool<E: serde::de::Error>(self, flag: bool) -> Result<(), E> {
        self.write(&flag)
    }
    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<(), E> {
        self.write(&number)
    }
    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        self.write(&number)
    }
    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<(), E> {
        self.write(&number)
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.write(&text)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.push(b'[');
        let mut is_first = true;
        loop {
            let end = self.0.len();
            if !std::mem::take(&mut is_first) {
                self.0.push(b',');
            }
            if list.next_element_seed(Rewritten(self.0))?.is_none() {
                self.0.truncate(end);
                self.0.push(b']');
                return Ok(());
            }
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.push(b'{');
        let mut places: HashMap<String, Range<usize>> = HashMap::new();
        while let Some(key) = map.next_key::<String>()? {
            let start = self.0.len();
            Rewritten(self.0).write::<A::Error>(&key)?;
            self.0.push(b':');
            map.next_value_seed(Rewritten(self.0))?;
            self.0.push(b',');
            if let Some(before) = places.insert(key, start..self.0.len()) {
                self.0[before].fill(b' ');
            }
        }
        if !places.is_empty() {
            // The comma after the last value.
            self.0.pop();
        }
        self.0.push(b'}');
        Ok(())
    }
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
    fn of_a_repeated_key_the_last_value_counts_at_every_depth() {
        let once = |text: &str| {
            let written = each_key_once(text)?;
            Some(serde_json::from_str::<serde_json::Value>(&written).unwrap().to_string())
        };
        let body = r#"{"a":[{"b":1,"c":{"x":1,"x":[2]},"b":"z"}],"d":null,"a":[7,{},[],-1,1.5,true],"e":{}}"#;
        let expected = r#"{"a":[7,{},[],-1,1.5,true],"d":null,"e":{}}"#;
        assert_eq!(once(body).as_deref(), Some(expected));
        assert_eq!(once(r#"{"a":{"a":1,"a":2}}"#).as_deref(), Some(r#"{"a":{"a":2}}"#));
        assert_eq!(each_key_once("{\"a\":1,"), None);
        assert_eq!(each_key_once(&"[".repeat(100_000)), None);
    }

    #[test]
    fn a_number_that_no_float_holds_costs_its_field_alone() {
        let digits = "9".repeat(400);
        let body =
            format!(r#"[{{"name":"1e999 \"-1e999","size":1e999}},{{"size":-{digits}.5,"name":"b"}},{{"size":2e1}}]"#);
        let expected = [(Some("1e999 \"-1e999".to_owned()), None), (Some("b".to_owned()), None), (None, Some(20))];
        assert_eq!(rows(body.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn all_damage_at_once_is_mended() {
        let body = br#"[{"name":"a","name":"cut \udc64\ud83d","size":1e999},{"size":1,"name":"\\\ud83d","size":8}]"#;
        assert_eq!(rows(body).unwrap(), [(Some("cut \u{fffd}\u{fffd}".to_owned()), None), row("\\\u{fffd}", 8)]);
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
