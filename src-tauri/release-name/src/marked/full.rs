//! Season and episode in one token, `S01E02E03`, or in four: `S 01 E 02`.

use super::{
    link::{continued, is_half},
    statement,
    word::{self, read_full},
};
use crate::{
    name::{Field, Marking},
    reader::Reader,
    reading::{Reading, Value},
    token::Gap,
};

/// A season and episode after the first ones. The next one is in the file too: `S01E01 The Mill S01E02 The Quay`. Any other is
/// none of the title and none of the numbers.
pub(super) fn another(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let told = reader.so_far();
    let next = read_full(reader.word(at)).filter(|_| told.marking == Marking::Full)?;
    let follows = told.seasons == [next.season]
        && matches!((told.episodes.last(), next.episodes.first()), (Some(last), Some(first)) if last + 1 == *first);
    if !follows || reader.bracket(at).is_some() {
        return Some(Reading::of(Field::Absolute, at, at + 1));
    }
    let episodes = [told.episodes.as_slice(), &next.episodes].concat();
    Some(Reading::of(Field::Episode, at, at + 1).says(Value::Episodes(episodes, Marking::Full)))
}

/// `S01E02`, and the list, range or half that continues it.
pub(super) fn full(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let found = read_full(reader.word(at)).filter(|_| reader.so_far().marking != Marking::Full)?;
    let run = continued(reader, at + 1, found.episodes, Some(found.season));
    let (to, last) = (run.to, run.episodes.last().copied());
    let pair = found.pair.filter(|_| run.episodes.len() == 1);
    let reading = statement::full(found.season, run, at)
        .says(Value::Suffix(found.version, found.segment))
        .says_if(pair.map(Value::Pair))
        .says_if(found.part.map(Value::Part));
    let token = reader.tokens[at];
    let is_long = token.end - token.start > "S01E02".len();
    let from = found.from.or_else(|| if is_long { after_title(reader.raw(at)) } else { None });
    let reading = reading.starting_at(from.map(|from| token.start + from));
    Some(if is_half(reader, to) { statement::half(reading, to, last) } else { reading })
}

/// Where `S04E01` begins in `MeadowS04E01`, a title without a space behind it.
fn after_title(raw: &str) -> Option<usize> {
    let bytes = raw.as_bytes();
    if !matches!(bytes, [b'A'..=b'Z', b'a'..=b'z', ..]) {
        return None;
    }
    let at = bytes.windows(3).position(|three| matches!(three, [b'a'..=b'z', b'S', b'0'..=b'9']))?;
    Some(at + 1)
}

/// `S01E01-S03E10`: whole seasons, told by the first and the last episode.
pub(super) fn seasons(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let gap = reader.gap(at + 1);
    if !gap.around(Gap::DASH) || !reader.is_free(at + 1) {
        return None;
    }
    let last = read_full(reader.word(at + 1)).filter(|last| last.season < 100)?;
    let first = read_full(reader.word(at)).filter(|first| first.season < last.season)?;
    let reading =
        || Reading::of(Field::Season, at, at + 2).says(Value::Seasons((first.season..=last.season).collect()));
    (first.episodes == [1] && reader.so_far().marking == Marking::None).then(reading)
}

/// `Season1Episode5`: the words of both without a space.
pub(super) fn worded(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let (season, episode) = word::worded(reader.word(at)).filter(|_| reader.so_far().marking != Marking::Full)?;
    Some(statement::full(season, continued(reader, at + 1, vec![episode], Some(season)), at))
}

/// `S 03 E 11`: the letters and numbers of one form, each for itself.
pub(super) fn apart(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let letters = reader.lower_is(at, "s") && matches!(reader.word(at + 2), "e" | "ep");
    let near = |i| reader.gap(i).joins() && !reader.gap(i).has(Gap::DASH);
    if !letters || !(at + 1..at + 4).all(near) || reader.so_far().marking == Marking::Full {
        return None;
    }
    let season = reader.free_number(at + 1).filter(|s| *s < 100)?;
    let episode = reader.free_number(at + 3).filter(|e| *e < 2000)?;
    Some(statement::full(season, continued(reader, at + 4, vec![episode], Some(season)), at))
}
