//! JSON as upstreams really write it: numbers in strings, objects where lists should be, nulls anywhere, rows of the wrong
//! type among good ones. Nothing here knows any upstream. What is no JSON at all is an error; everything else is read.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use crate::http::Failure;

/// No list is read further than this.
pub(crate) const MOST_ROWS: usize = 50_000;

/// Reads a body through `reader`. Broken UTF-8, repeated keys and half surrogates are mended rather than refused.
pub(crate) fn read<R>(body: &[u8], reader: impl Fn(&str) -> serde_json::Result<R>) -> Result<R, Failure> {
    let text = String::from_utf8_lossy(body);
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

/// `\ud83d` without its other half, as a title cut in the middle of an emoji is written. `None` when there is none.
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

/// One value that should be a text, a number or a flag.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Scalar<'a> {
    /// Absent, null, or of a type nobody expects here.
    #[default]
    None,
    Flag(bool),
    Int(i64),
    Float(f64),
    Text(Cow<'a, str>),
}

impl Scalar<'_> {
    /// A text that says something.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            Self::None | Self::Flag(_) | Self::Int(_) | Self::Float(_) => None,
        }
    }

    /// A whole number, also one written as a text or with a fraction of zero.
    pub(crate) fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Float(number) => whole(*number),
            Self::Text(text) => {
                let text = text.trim();
                text.parse().ok().or_else(|| text.parse().ok().and_then(whole))
            }
            Self::None | Self::Flag(_) => None,
        }
    }

    pub(crate) fn float(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            Self::None | Self::Flag(_) => None,
        }
        .filter(|number| number.is_finite())
    }

    /// A count of something; negative ones are unknown.
    pub(crate) fn count(&self) -> Option<u32> {
        self.int().and_then(|number| u32::try_from(number).ok())
    }

    /// A number of bytes; nought and less are unknown.
    pub(crate) fn bytes(&self) -> Option<u64> {
        self.int().and_then(|number| u64::try_from(number).ok()).filter(|bytes| *bytes > 0)
    }

    /// Said to be so, in any spelling.
    pub(crate) fn is_true(&self) -> bool {
        match self {
            Self::Flag(flag) => *flag,
            Self::Int(number) => *number != 0,
            Self::Text(text) => text.eq_ignore_ascii_case("true") || text == "1",
            Self::None | Self::Float(_) => false,
        }
    }
}

fn whole(number: f64) -> Option<i64> {
    // 2^53: beyond it a float no longer says which whole number it is.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within range")]
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::None)
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Flag(flag))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Int(number))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(number).map_or(Scalar::None, Scalar::Int))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Float(number))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::None)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::None)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

/// An object, or nothing when something else stands there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Object<T>(pub(crate) Option<T>);

/// A list, or nothing when something else stands there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct List<T>(pub(crate) Option<Vec<T>>);

impl<T> Default for Object<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> List<T> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flatten()
    }
}

impl List<Scalar<'_>> {
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.iter().filter_map(Scalar::text)
    }
}

impl<T> List<Object<T>> {
    /// The elements that are objects; `None` when there is no list.
    pub(crate) fn rows(self) -> Option<impl Iterator<Item = T>> {
        self.0.map(|list| list.into_iter().filter_map(|row| row.0))
    }
}

/// What a visitor says of every value that is neither list nor object.
macro_rules! passes_over_scalars {
    ($nothing:expr) => {
        passes_over_scalars!($nothing, |_| $nothing);
    };
    ($nothing:expr, |$text:tt| $one:expr) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("anything")
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($nothing)
        }
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($nothing)
        }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($nothing)
        }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($nothing)
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($nothing)
        }
        fn visit_str<E>(self, $text: &str) -> Result<Self::Value, E> {
            Ok($one)
        }
    };
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    passes_over_scalars!(Object(None));

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Object(None))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|object| Object(Some(object)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ObjectVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    passes_over_scalars!(List(None));

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut read = Vec::new();
        while read.len() < MOST_ROWS {
            let Some(element) = list.next_element()? else { return Ok(List(Some(read))) };
            read.push(element);
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(List(Some(read)))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(List(None))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}

/// A list of values, or one value where a list should be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OneOrMany<'a>(pub(crate) Vec<Scalar<'a>>);

struct OneOrManyVisitor;

impl<'de> Visitor<'de> for OneOrManyVisitor {
    type Value = OneOrMany<'de>;

    passes_over_scalars!(OneOrMany::default(), |text| OneOrMany(vec![Scalar::Text(Cow::Owned(text.to_owned()))]));

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(OneOrMany(vec![Scalar::Text(Cow::Borrowed(text))]))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        ListVisitor(PhantomData).visit_seq(list).map(|list| OneOrMany(list.0.unwrap_or_default()))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(OneOrMany::default())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for OneOrMany<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn numbers_are_read_in_every_spelling() {
        assert_eq!(Scalar::Text(" 1500 ".into()).int(), Some(1500));
        assert_eq!(Scalar::Text("1500.0".into()).int(), Some(1500));
        assert_eq!(Scalar::Float(1.5).int(), None);
        assert_eq!(Scalar::Float(f64::INFINITY).int(), None);
        assert_eq!(Scalar::Int(-1).bytes(), None, "unknown");
        assert_eq!(Scalar::Int(0).bytes(), None, "unknown");
        assert_eq!(Scalar::Int(-5).count(), None);
        assert_eq!(Scalar::Text("NaN".into()).float(), None);
    }
}
