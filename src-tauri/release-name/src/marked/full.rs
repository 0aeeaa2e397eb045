//! Season and episode in one token, `S01E02E03`, or in four: `S 01 E 02`.

use super::{
    link::{continued, extend, is_half},
    statement,
};
use crate::{
    name::{Field, Marking},
    reader::Reader,
    reading::{Reading, Value},
    token::Gap,
};

/// `s01e02`, `s01e02e03`, `s2016e08v2`, also glued to a word before it.
pub(super) struct Full {
    pub(super) season: u32,
    pub(super) episodes: Vec<u32>,
    version: Option<u32>,
    segment: Option<char>,
}

/// Digits at the start of `bytes`; a letter O stands for zero. The value and the bytes used.
fn digits(bytes: &[u8], most: usize) -> Option<(u32, usize)> {
    let used = bytes.iter().take(most + 1).take_while(|b| b.is_ascii_digit() || **b == b'o').count();
    if used == 0 || used > most || bytes[..used].iter().all(|b| *b == b'o') {
        return None;
    }
    let value = bytes[..used].iter().fold(0, |v, b| v * 10 + if *b == b'o' { 0 } else { u32::from(b - b'0') });
    Some((value, used))
}

pub(super) fn read_full(word: &str) -> Option<Full> {
    let bytes = word.as_bytes();
    let mut from = 0;
    if bytes.first() == Some(&b't') {
        return read_full_at(bytes, 1, false).filter(|f| f.season < 60);
    }
    while let Some(found) = bytes.get(from..)?.iter().position(|b| *b == b's') {
        let start = from + found;
        from = start + 1;
        let glued = start > 0;
        if glued && !bytes[start - 1].is_ascii_alphabetic() {
            continue;
        }
        if let Some(full) = read_full_at(bytes, start + 1, glued) {
            return Some(full);
        }
    }
    None
}

fn read_full_at(bytes: &[u8], start: usize, glued: bool) -> Option<Full> {
    let (season, used) = digits(bytes.get(start..)?, 4)?;
    let mut at = start + used;
    if bytes.get(at) == Some(&b'x') {
        at += 1;
    }
    let mut full = Full { season, episodes: Vec::new(), version: None, segment: None };
    while bytes.get(at) == Some(&b'e') || (bytes.get(at) == Some(&b'x') && !full.episodes.is_empty()) {
        let number = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'p'));
        let Some((episode, width)) = digits(bytes.get(number..)?, 5) else { break };
        if glued && (used < 2 || width < 2) {
            return None;
        }
        extend(&mut full.episodes, episode, true);
        at = number + width;
    }
    if full.episodes.is_empty() {
        return None;
    }
    let rest = bytes.get(at..)?;
    match rest {
        [b'v', version] | [_, b'v', version] if version.is_ascii_digit() => {
            full.version = Some(u32::from(version - b'0'));
        }
        [segment @ b'a'..=b'd'] => full.segment = Some(char::from(*segment)),
        [first, ..] if first.is_ascii_digit() => return None,
        _ => {}
    }
    Some(full)
}

/// A season and episode after the first ones: it is none of the title and none of the numbers.
pub(super) fn another(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let found = reader.so_far().marking == Marking::Full && read_full(reader.word(at)).is_some();
    found.then(|| Reading::of(Field::Absolute, at, at + 1))
}

/// `S01E02`, and the list, range or half that continues it.
pub(super) fn full(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let found = read_full(reader.word(at)).filter(|_| reader.so_far().marking != Marking::Full)?;
    let run = continued(reader, at + 1, found.episodes, Some(found.season));
    let (to, last) = (run.to, run.episodes.last().copied());
    let reading = statement::full(found.season, run, at).says(Value::Suffix(found.version, found.segment));
    Some(if is_half(reader, to) { statement::half(reading, to, last) } else { reading })
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
