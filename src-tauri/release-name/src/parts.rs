//! Stage four: pieces. `Part 2`, `pt1`, `CD1` of a film or short series, `2nd Cour` of a season, `Vol. 3` of a collection.

use crate::{
    name::Field,
    number,
    reader::{Kind, Reader},
    reading::{Reading, Value},
    rule::{Group, Rule, scan},
    token::Gap,
};

/// A word starts only one of them.
pub(crate) const PARTS: &[Group] = &[Group {
    on: Kind::KNOWN | Kind::MIXED,
    rules: &[
        Rule {
            name: "cour",
            examples: ["[Grp] Blue Meadow 2nd Cour - 05 [1080p].mkv", "[Grp] Blue Meadow Season 2 Cour 2 [1080p]"],
            read: cour,
        },
        Rule { name: "part", examples: ["Blue Meadow Part 2 2012 1080p.mkv", "Sintel.CD1.DVDRip.avi"], read: part },
        Rule {
            name: "volume",
            examples: ["[Grp] Blue Meadow Vol.3 [BD 1080p]", "Blue Meadow Volume 1-4 [BD]"],
            read: volume,
        },
    ],
}];

pub(crate) fn parts(reader: &mut Reader<'_>) {
    scan(reader, PARTS);
}

/// `2nd Cour`, `Second Cour`, `Cour 2`: half of what is broadcast as one season.
fn cour(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let stem = stem(reader, at);
    if stem != "cour" {
        return None;
    }
    let ordinal = |before| number::ordinal(reader.word(before)).or_else(|| number::ordinal_word(reader.word(before)));
    let before = at.checked_sub(1).filter(|before| reader.is_free(*before) && reader.gap(at).joins());
    let counted = before.and_then(ordinal).filter(|value| *value <= 9);
    let (value, from, to) = match counted {
        Some(value) => (value, at - 1, at + 1),
        None => numbered(reader, at, stem.len()).map(|(value, to)| (value, at, to))?,
    };
    Some(Reading::of(Field::Part, from, to).says(Value::Part(value)))
}

fn part(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let stem = stem(reader, at);
    let short = stem == "p" && at > 0 && reader.mark(at - 1) == Some(Field::Season);
    if !short && !matches!(stem, "part" | "pt" | "cd" | "disc" | "disk" | "parte" | "partie" | "teil" | "часть") {
        return None;
    }
    let (value, to) = numbered(reader, at, stem.len())?;
    let part = || Value::Part(value);
    let last = last_part(reader, to, value);
    Some(Reading::of(Field::Part, at, last.unwrap_or(to)).says_if(last.is_none().then(part)))
}

/// The token behind `Part 1 & 2`, `Part 1-2`: more than one part is none in particular.
fn last_part(reader: &Reader<'_>, to: usize, value: u32) -> Option<usize> {
    let gap = reader.gap(to);
    let joined = gap.only(Gap::DASH) || gap.has(Gap::AND | Gap::PLUS) && !gap.has(Gap::OPEN | Gap::CLOSE);
    let worded = matches!(reader.word(to), "and" | "und" | "et" | "y" | "e" | "и") && gap.only(Gap::SPACE);
    let at = to + usize::from(worded);
    let next = reader.free_number(at).filter(|next| *next == value + 1 && reader.raw(at).len() < 3)?;
    (joined || worded).then_some(at + 1).filter(|_| next < 10)
}

fn volume(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let stem = stem(reader, at);
    if !matches!(stem, "vol" | "volume" | "vols" | "volumes" | "том") {
        return None;
    }
    let (value, to) = numbered(reader, at, stem.len())?;
    let last = reader.free_number(to).filter(|l| *l > value && *l < 100 && reader.gap(to).only(Gap::DASH));
    let reading = Reading::of(Field::Volume, at, to + usize::from(last.is_some()));
    Some(reading.says(Value::Volumes(value..=last.unwrap_or(value))))
}

/// The word without the digits at its end.
fn stem<'a>(reader: &'a Reader<'_>, at: usize) -> &'a str {
    reader.word(at).trim_end_matches(|c: char| c.is_ascii_digit())
}

/// The number in the word itself behind its stem, or in the token after it: `pt1`, `Part 2`, `Part Two`, `Part II`.
fn numbered(reader: &Reader<'_>, at: usize, stem: usize) -> Option<(u32, usize)> {
    let word = reader.word(at);
    if let Some(value) = number::value(&word[stem..]) {
        return Some((value, at + 1));
    }
    if stem != word.len() || !reader.gap(at + 1).joins() || !reader.is_free(at + 1) {
        return None;
    }
    let next = reader.word(at + 1);
    let digits = number::leading(next)
        .filter(|(_, used)| next[*used..].is_empty() || next[*used..].starts_with('v'))
        .map(|(value, _)| value);
    // A lone letter is a number only where nothing of a name follows.
    let ends = || at + 2 >= reader.end() || reader.mark(at + 2).is_some() || reader.gap(at + 2).is_break();
    let roman = || number::roman(next).or_else(|| number::counted_roman(next).filter(|_| ends()));
    let value = digits.or_else(|| number::word(next)).or_else(roman)?;
    (value <= 99).then_some((value, at + 2))
}
