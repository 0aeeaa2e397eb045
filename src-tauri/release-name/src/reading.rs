//! What a rule returns: the values it read, and the tokens it claims for them. Values only: `reader::record` writes them into
//! the result.

use std::{borrow::Cow, ops::RangeInclusive};

use smallvec::SmallVec;

use crate::{
    name::{Date, Field, Marking},
    vocabulary::Says,
};

/// One thing that a name says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// What a word or phrase of the vocabulary says.
    Word(Says),
    Resolution(Cow<'static, str>, Directness),
    /// Replaces the seasons read before.
    Seasons(Vec<u32>),
    /// Counts only where no season is known.
    SeasonIfNone(u32),
    /// Replaces the episodes read before.
    Episodes(Vec<u32>, Marking),
    /// The `v2` or `a` right behind an episode number. Replaces what stood behind an episode read before, also by nothing.
    Suffix(Option<u32>, Option<char>),
    Version(u32),
    /// Two episodes that the four digits of the number may be.
    Pair((u32, u32)),
    Absolute(Vec<u32>),
    /// `12.5`: its whole number and the digit after the dot.
    Fraction(u32, u32),
    Compact(u32),
    /// Counts only where no part is known.
    Part(u32),
    Volumes(RangeInclusive<u32>),
    Date(Date),
    /// The year, and the last one of a range.
    Year(u16, Option<u16>),
    /// Counts only where no number of an extra is known.
    ExtraNumber(u32),
    /// A language read before that a closer one stands for.
    NotLanguage(&'static str),
    /// Counts only where no site is known.
    Site(String),
    Group(String),
    EpisodeCode(String),
    Title(String),
    AlternativeTitle(String),
}

/// How directly a picture's height was stated. A more direct statement replaces a less direct one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Directness {
    /// A number alone in a bracket: `[720]`.
    #[default]
    Number,
    /// Width and height: `1920x800`.
    Size,
    /// `1080p`.
    Height,
}

/// Tokens `from..to` belong to a field. The bytes are theirs, unless `start` or `end` moves an edge into or out of a token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim {
    pub(crate) field: Field,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) start: Option<usize>,
    pub(crate) end: Option<usize>,
}

/// What a rule read.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub(crate) values: SmallVec<[Value; 3]>,
    /// In the order in which their spans are listed.
    pub(crate) claims: SmallVec<[Claim; 2]>,
    resume: usize,
}

impl Reading {
    /// A reading that claims tokens `from..to` for a field.
    #[inline]
    pub(crate) fn of(field: Field, from: usize, to: usize) -> Self {
        Self::default().and(field, from, to)
    }

    /// Claims tokens `from..to` for a field too.
    #[inline]
    pub(crate) fn and(mut self, field: Field, from: usize, to: usize) -> Self {
        self.claims.push(Claim { field, from, to, start: None, end: None });
        self.resume = self.resume.max(to);
        self
    }

    /// States bytes without claiming a token: later stages see the tokens as before.
    #[inline]
    pub(crate) fn at_bytes(mut self, field: Field, start: usize, end: usize) -> Self {
        self.claims.push(Claim { field, from: 0, to: 0, start: Some(start), end: Some(end) });
        self
    }

    #[inline]
    pub(crate) fn says(mut self, value: Value) -> Self {
        self.values.push(value);
        self
    }

    #[inline]
    pub(crate) fn says_if(self, value: Option<Value>) -> Self {
        match value {
            Some(value) => self.says(value),
            None => self,
        }
    }

    /// Moves the start of the last claim to this byte.
    #[inline]
    pub(crate) fn starting_at(mut self, start: Option<usize>) -> Self {
        if let (Some(claim), Some(start)) = (self.claims.last_mut(), start) {
            claim.start = Some(start);
        }
        self
    }

    /// Moves the end of the last claim for this field to this byte.
    #[inline]
    pub(crate) fn ending_at(mut self, field: Field, end: usize) -> Self {
        if let Some(claim) = self.claims.iter_mut().rfind(|claim| claim.field == field) {
            claim.end = Some(end);
        }
        self
    }

    /// Skips tokens up to `at` without claiming them.
    pub(crate) fn resuming_at(mut self, at: usize) -> Self {
        self.resume = at;
        self
    }

    /// The token to go on at: one past the last claimed one, unless the rule says otherwise.
    pub(crate) fn next(&self) -> usize {
        self.resume
    }
}
