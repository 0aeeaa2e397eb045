//! What the rules of this stage state in the same way: an episode with what continues it, and a season.

use super::link::{Run, continued, is_half};
use crate::{
    name::{Field, Marking},
    reader::Reader,
    reading::{Reading, Value},
    vocabulary::Says,
};

/// A season and episode have been stated, or an episode.
pub(super) fn is_stated(reader: &Reader<'_>) -> bool {
    matches!(reader.so_far().marking, Marking::Full | Marking::Episode)
}

/// A season with its episode, at `from` and up to where the run ends.
pub(super) fn full(season: u32, run: Run, from: usize) -> Reading {
    let reading = Reading::of(Field::Episode, from, run.to).says(Value::Seasons(vec![season]));
    episodes(reading, run, Marking::Full)
}

/// The episodes of a run; it counts as complete where it is the whole season.
pub(super) fn episodes(reading: Reading, run: Run, marking: Marking) -> Reading {
    let complete = run.whole.then_some(Value::Word(Says::Complete));
    reading.says(Value::Episodes(run.episodes, marking)).says_if(complete)
}

/// An episode without a season of its own, from `from` on. Where an episode has been stated, it is one that counts through.
pub(super) fn episode(
    reader: &Reader<'_>,
    from: usize,
    to: usize,
    list: Vec<u32>,
    suffix: (Option<u32>, Option<char>),
) -> Reading {
    if is_stated(reader) {
        let told = reader.so_far();
        let new = told.absolute.is_empty() && !told.episodes.starts_with(&list);
        return Reading::of(Field::Absolute, from, to).says_if(new.then_some(Value::Absolute(list)));
    }
    let run = continued(reader, to, list, only_season(reader));
    let (end, whole) = (run.to, run.episodes.last().copied());
    let reading = Reading::of(Field::Episode, from, end).says(Value::Suffix(suffix.0, suffix.1));
    if is_half(reader, end) {
        let run = Run { episodes: Vec::new(), ..run };
        return half(episodes(reading, run, Marking::Episode), end, whole);
    }
    episodes(reading, run, Marking::Episode)
}

/// The season read so far, if it is one.
pub(super) fn only_season(reader: &Reader<'_>) -> Option<u32> {
    match reader.so_far().seasons[..] {
        [season] => Some(season),
        _ => None,
    }
}

/// Adds the `.5` at `at` to the last episode.
pub(super) fn half(reading: Reading, at: usize, last: Option<u32>) -> Reading {
    reading.and(Field::Episode, at, at + 1).says_if(last.map(|last| Value::Fraction(last, 5)))
}

/// A season alone.
pub(super) fn season(from: usize, to: usize, value: u32) -> Reading {
    Reading::of(Field::Season, from, to).says(Value::SeasonIfNone(value))
}
