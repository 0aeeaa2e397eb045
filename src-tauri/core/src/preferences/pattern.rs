//! A regular expression the person typed: limited in size, matched in linear time, compiled once.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const LONGEST: usize = 500;
const COMPILED: usize = 1 << 20;

/// A pattern kept as typed, even when it is invalid: it then has no effect.
#[derive(Clone, Debug, Default)]
pub struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), compiled: OnceLock::new() }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns why the pattern is invalid, for the person who typed it.
    pub fn problem(&self) -> Option<String> {
        compile(&self.text).err()
    }

    pub(crate) fn accepts(&self, name: &str) -> bool {
        self.regex().is_none_or(|regex| regex.is_match(name))
    }

    pub(crate) fn rejects(&self, name: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(name))
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| compile(&self.text).ok()).as_ref()
    }
}

fn compile(text: &str) -> Result<Regex, String> {
    if text.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    if text.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} characters"));
    }
    RegexBuilder::new(text)
        .case_insensitive(true)
        .size_limit(COMPILED)
        .build()
        .map_err(|error| error.to_string().lines().last().unwrap_or("it is not understood").trim().to_owned())
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}
