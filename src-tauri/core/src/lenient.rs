//! Tolerant types for JSON as upstreams really write it: numbers in strings, objects in place of lists, nulls anywhere,
//! rows of the wrong type among good ones. Only invalid JSON is an error. Nothing here depends on an upstream.

/// The visitor methods for values that are neither lists nor objects. They return `$nothing`, or for a text `$one`.
macro_rules! passes_over_scalars {
    ($nothing:expr) => {
        passes_over_scalars!($nothing, |_| $nothing);
    };
    ($nothing:expr, |$text:tt| $one:expr) => {
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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

mod gathered;
mod mend;
mod room;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

pub(crate) use gathered::{Gather, Gathered};
pub(crate) use mend::read;

/// The most elements read of a list; the rest is ignored.
pub(crate) const MOST_ROWS: usize = 50_000;

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
    /// Returns a text that is not empty.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            Self::None | Self::Flag(_) | Self::Int(_) | Self::Float(_) => None,
        }
    }

    /// Returns a whole number, also one written as a text or with a fraction of zero.
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

    /// Returns a count; `None` for a negative number.
    pub(crate) fn count(&self) -> Option<u32> {
        self.int().and_then(|number| u32::try_from(number).ok())
    }

    /// Returns a number of bytes; `None` for zero or less.
    pub(crate) fn bytes(&self) -> Option<u64> {
        self.int().and_then(|number| u64::try_from(number).ok()).filter(|bytes| *bytes > 0)
    }

    /// Whether this is true, in any of the spellings upstreams use.
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
    // 2^53: beyond it a float does not represent every whole number exactly.
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

/// An object; `None` for a value of any other type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Object<T>(pub(crate) Option<T>);

/// A list; `None` for a value of any other type.
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
    /// Returns the elements that are objects; `None` in the cases of [`each`](Self::each).
    pub(crate) fn rows(self) -> Option<impl Iterator<Item = T>> {
        self.each().map(Iterator::flatten)
    }

    /// Returns every element, as `None` if it is no object. Returns `None` as a whole if this is no list, or a list
    /// with elements but without objects.
    pub(crate) fn each(self) -> Option<impl Iterator<Item = Option<T>>> {
        let list = self.0.filter(|list| list.is_empty() || list.iter().any(|row| row.0.is_some()))?;
        Some(list.into_iter().map(|row| row.0))
    }
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
        while read.len() < MOST_ROWS && room::take(size_of::<T>()) {
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
