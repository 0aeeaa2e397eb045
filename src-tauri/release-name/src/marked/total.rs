//! An episode and how many there are: `5of6`, `01 of 24`, `3 из 10`.

use super::{
    link::{Link, link},
    statement::is_stated,
};
use crate::{
    name::{Field, Marking},
    number,
    reader::Reader,
    reading::{Reading, Value},
    token::Gap,
};

/// `5of6`.
pub(super) fn glued(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let (value, count) = ["of", "iz", "из"].iter().find_map(|of| reader.word(at).split_once(of))?;
    of_total(reader, at, at + 1, number::value(value)?, number::value(count)?)
}

/// `01 of 24`.
pub(super) fn apart(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    if !matches!(reader.word(at + 1), "of" | "из" | "iz") || !reader.gap(at + 1).joins() {
        return None;
    }
    of_total(reader, at, at + 3, reader.free_number(at)?, reader.free_number(at + 2)?)
}

/// A number of a total in the tokens `at..to`, and what may stand before it: `1-3 of 24`, `Part 2 of 6`.
fn of_total(reader: &Reader<'_>, at: usize, to: usize, value: u32, count: u32) -> Option<Reading> {
    if is_stated(reader) || value > count || value == 0 || count > 400 {
        return None;
    }
    let before = at.checked_sub(1);
    let first = before
        .and_then(|i| reader.free_number(i))
        .filter(|f| (1..value).contains(f) && link(reader.gap(at)) == Some(Link::Through));
    let disc = |i: usize| matches!(reader.word(i), "disc" | "disk" | "cd" | "dvd" | "vol" | "volume");
    if before.is_some_and(disc) {
        return None;
    }
    let part = before.is_some_and(|i| reader.is_free(i) && matches!(reader.word(i), "part" | "pt" | "teil"));
    let from = at - usize::from(first.is_some() || part);
    let episodes = (first.unwrap_or(value)..=value).collect();
    Some(Reading::of(Field::Episode, from, to).says(Value::Episodes(episodes, Marking::Episode)))
}

/// `.5of9.`, as scenes write a short series, which has one season.
pub(super) fn one_season(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let told = reader.so_far();
    if told.marking != Marking::Episode || !told.seasons.is_empty() {
        return None;
    }
    let at = (1..reader.end()).find(|at| reader.mark(*at) == Some(Field::Episode))?;
    let word = reader.word(at);
    let found = reader.gap(at).only(Gap::DOT) && word.starts_with(|c: char| c.is_ascii_digit()) && word.contains("of");
    found.then(|| Reading::default().says(Value::SeasonIfNone(1)))
}
