//! The marks of extra material: `Menu 2`, `NCOP`, `SP03`, `sample`.

use super::spoken::alone;
use crate::{
    name::{Extra, Field},
    number,
    reader::{Kind, Reader},
    reading::{Reading, Value},
    rule::{Group, Rule},
    token::{Gap, Shape},
    vocabulary::Says,
};

/// A token, and whether a chain of technical words runs from behind its phrase to the end, a bracket or a certain mark.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(super) at: usize,
    pub(super) reaches: bool,
}

/// Asked everywhere: marks of extra material are believed even where the title has not ended.
pub(crate) const EXTRAS: &[Group<Place>] = &[Group {
    on: Kind::WORD | Kind::MIXED | Kind::CJK,
    rules: &[Rule { name: "mark of an extra", examples: ["Sintel - Menu 2.mkv", "sample-sintel.mkv"], read: extra }],
}];

/// `Sintel - Menu 2.mkv`, `sample-sintel.mkv`, `SP03`.
fn extra(reader: &Reader<'_>, Place { at, reaches }: Place) -> Option<Reading> {
    let extra = extra_named(reader, at).filter(|extra| is_extra(reader, at, *extra, reaches))?;
    if is_group(reader, at) {
        return None;
    }
    // The title's own word: `Sintel: A Documentary`.
    if at > 1 && extra == Extra::Featurette && matches!(reader.word(at - 1), "a" | "an") {
        return None;
    }
    if at > 0 && reader.lower_is(at, "commentary") && matches!(reader.word(at - 1), "with" | "w" | "plus" | "audio") {
        return None;
    }
    let glued = number::inner(reader.word(at));
    let versioned = versioned_number(reader, at + 1).filter(|_| glued.is_none() && extra != Extra::Special);
    let number = glued.or(versioned).or_else(|| reader.free_number(at + 1));
    let reading = Reading::of(Field::Extra, at, at + 1 + usize::from(versioned.is_some()));
    Some(reading.says(Value::Word(Says::Extra(extra))).says_if(number.map(Value::ExtraNumber)))
}

/// `1080p.x264-CM`, `XviD.Maker-CM8`: in a group's place a short mark is its name.
pub(super) fn is_group(reader: &Reader<'_>, at: usize) -> bool {
    if at + 1 < reader.end() || !reader.gap(at).only(Gap::DASH) {
        return false;
    }
    let stem = reader.word(at).trim_end_matches(|c: char| c.is_ascii_digit());
    let technical = |at: usize| matches!(reader.mark(at), Some(Field::Codec | Field::Quality | Field::Resolution));
    matches!(stem, "cm" | "pv" | "sp" | "mv" | "ed" | "op") && (0..at).any(technical)
}

/// 2 in `02v3`, which continues the word before it.
fn versioned_number(reader: &Reader<'_>, at: usize) -> Option<u32> {
    let word = reader.word(at);
    let (value, used) = number::leading(word)?;
    number::value(word[used..].strip_prefix('v')?).map(|_| value)
}

/// The word stands as the mark of an extra stands, and is no word of a title.
fn is_extra(reader: &Reader<'_>, at: usize, extra: Extra, reaches: bool) -> bool {
    let next = reader.gap(at + 1);
    let numbered = reader.shape(at + 1) == Some(Shape::Digits);
    match extra {
        _ if at == 0 && is_alone(reader) => true,
        Extra::Sample if at == 0 => next.only(Gap::DASH | Gap::DOT),
        Extra::Sample => reaches,
        _ if at == 0 => false,
        _ if reaches => true,
        _ => {
            let ends = next.is_break() || next.has(Gap::OPEN | Gap::CLOSE) || numbered;
            ends && (reader.gap(at).is_break() || reader.gap(at).has(Gap::OPEN) || numbered)
        }
    }
}

/// The first word is the whole name, or has nothing but a number and technical words after it: `Menu 05 [1080p].mkv`.
fn is_alone(reader: &Reader<'_>) -> bool {
    let end = reader.end();
    let number = usize::from(number::leading(reader.word(1)).is_some() && reader.is_free(1));
    end == 1 || number == 1 && (2..end).all(|at| !reader.is_free(at))
}

/// `Menu`, `Trailer`, and the short marks with their number: `OP2a`, `SP03`, `ED`.
fn extra_named(reader: &Reader<'_>, at: usize) -> Option<Extra> {
    let word = reader.word(at);
    if let Some(Says::Extra(extra)) = alone(reader.entry(at)) {
        return Some(extra);
    }
    let cut = word.bytes().position(|byte| byte.is_ascii_digit()).unwrap_or(word.len());
    let (stem, number) = word.split_at(cut);
    let extra = match stem {
        "op" | "ed" | "ncop" | "nced" | "nco" | "nce" | "opening" | "ending" => Extra::Theme,
        "sp" | "ova" | "oad" | "special" => Extra::Special,
        "pv" | "cm" | "preview" => Extra::Preview,
        "menu" => Extra::Menu,
        "omake" | "making" | "blooper" | "bloopers" | "digest" | "iv" | "logo" if at == 0 => Extra::Featurette,
        "trailer" | "teaser" => Extra::Trailer,
        "movie" => Extra::Movie,
        "mv" => Extra::Soundtrack,
        _ => return None,
    };
    let tail = number.trim_start_matches(|c: char| c.is_ascii_digit());
    if !matches!(tail, "" | "a" | "b" | "c" | "d" | "v2" | "v3" | "v4") {
        return None;
    }
    let numbered =
        !number.is_empty() || reader.shape(at + 1) == Some(Shape::Digits) || reader.gap(at + 1).has(Gap::OPEN);
    let closing_theme = matches!(stem, "op" | "ed") && at + 1 == reader.end();
    (numbered || closing_theme).then_some(extra)
}
