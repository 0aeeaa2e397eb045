//! Material outside the count that a number's form marks: `S01OVA04`, `S02S05`, `EX01`, `EDv2`.

use super::word::season_row;
use crate::{
    name::{Extra, Field, Marking},
    number,
    reader::Reader,
    reading::{Reading, Value},
    token::Shape,
    vocabulary::Says,
};

/// The letters before the first digit, and the rest.
fn cut(word: &str) -> (&str, &str) {
    word.split_at(word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len()))
}

fn special(at: usize, season: Option<u32>, number: Option<u32>) -> Reading {
    Reading::of(Field::Extra, at, at + 1)
        .says(Value::Word(Says::Extra(Extra::Special)))
        .says_if(season.map(|season| Value::Seasons(vec![season])))
        .says_if(number.map(Value::ExtraNumber))
}

/// `S01OVA04`, `S01SP3`: a special of a season.
pub(super) fn of_season(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let (season, used) = number::leading(reader.word(at).strip_prefix('s')?).filter(|(_, used)| *used <= 2)?;
    let (stem, rest) = cut(&reader.word(at)[1 + used..]);
    let known = matches!(stem, "ova" | "ovas" | "oad" | "oav" | "ona" | "sp" | "sps" | "special" | "specials" | "ex");
    let number = number::leading(rest).map(|(number, _)| number);
    (known && (number.is_some() || rest.is_empty())).then(|| special(at, Some(season), number))
}

/// `S02S05` in a file's name: the fifth special of season 2. Seasons that follow each other are two of them elsewhere.
pub(super) fn beside_season(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let row = season_row(reader.word(at))?;
    let [season, number] = row[..] else { return None };
    (reader.so_far().seasons.is_empty() && (reader.is_file || number != season + 1))
        .then(|| special(at, Some(season), Some(number)))
}

/// `EX01` after a dash or alone in a bracket: the first of the extra episodes, as an OVA has a first.
pub(super) fn extra_episode(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let number = reader.word(at).strip_prefix("ex").filter(|rest| rest.len() == 2).and_then(number::value)?;
    let set_off = at > 0 && reader.gap(at).is_break() || reader.fills_bracket(at, at + 1);
    set_off.then(|| special(at, None, Some(number)).says(Value::Episodes(vec![number], Marking::Bare)))
}

/// ` - ED 2v2`, ` - Opening 1v3`: the same in two words.
pub(super) fn theme_apart(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let set_off = reader.gap(at).is_break() && reader.shape(at + 1) == Some(Shape::Mixed);
    let known = set_off && matches!(reader.word(at), "op" | "ed" | "opening" | "ending");
    if !known || !reader.is_free(at + 1) || !reader.gap(at + 1).joins() {
        return None;
    }
    let (number, version) = reader.word(at + 1).split_once('v')?;
    let (number, version) = (number::value(number)?, number::value(version)?);
    let reading = Reading::of(Field::Extra, at, at + 2).says(Value::Word(Says::Extra(Extra::Theme)));
    Some(reading.says(Value::ExtraNumber(number)).says(Value::Version(version)))
}

/// `EDv2`, `OP1v3`, `NCED02v2`: an opening or ending in a later version.
pub(super) fn theme(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let word = reader.word(at);
    if !word.starts_with(['o', 'e', 'n']) {
        return None;
    }
    let (before, version) = word.rsplit_once('v')?;
    let version = number::value(version).filter(|version| (1..10).contains(version))?;
    let (stem, rest) = cut(before);
    let number = number::value(rest);
    let known = matches!(stem, "op" | "ed" | "ncop" | "nced" | "opening" | "ending");
    let found = known && at > 0 && (number.is_some() || rest.is_empty());
    let reading = || Reading::of(Field::Extra, at, at + 1).says(Value::Word(Says::Extra(Extra::Theme)));
    found.then(|| reading().says_if(number.map(Value::ExtraNumber)).says(Value::Version(version)))
}
