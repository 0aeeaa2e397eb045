//! Season and episode in one token: `S01E02E03`, `1x05`, and a half episode after them.

use super::link::{continued, extend};
use crate::{
    name::{Field, Marking},
    number,
    reader::Reader,
    token::{Gap, Shape},
};

/// `s01e02`, `s01e02e03`, `s2016e08v2`, also glued to a word before it.
pub(super) struct Full {
    pub(super) season: u32,
    pub(super) episodes: Vec<u32>,
    version: Option<u32>,
    segment: Option<char>,
}

/// Digits at the start of `bytes`; a letter O stands for zero. The value and the bytes used.
pub(super) fn digits(bytes: &[u8], most: usize) -> Option<(u32, usize)> {
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

pub(super) fn read_full_at(bytes: &[u8], start: usize, glued: bool) -> Option<Full> {
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

pub(super) fn full(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    if reader.shape(at) != Some(Shape::Mixed) {
        return apart(reader, at);
    }
    let found = read_full(reader.word(at))?;
    if reader.out.marking == Marking::Full {
        reader.take(Field::Absolute, at, at + 1);
        return Some(at + 1);
    }
    let out = &mut reader.out;
    out.marking = Marking::Full;
    out.seasons = vec![found.season];
    out.episodes = found.episodes;
    out.version = found.version;
    out.segment = found.segment;
    let to = continued(reader, at + 1, Some(found.season));
    reader.take(Field::Episode, at, to);
    Some(decimal_tail(reader, to))
}

/// `S 03 E 11`: the letters and numbers of one form, each for itself.
fn apart(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    let letters = reader.lower_is(at, "s") && matches!(reader.word(at + 2), "e" | "ep");
    let near = (at + 1..at + 4).all(|i| reader.gap(i).joins() && !reader.gap(i).has(Gap::DASH));
    if !letters || !near || reader.out.marking == Marking::Full {
        return None;
    }
    let season = reader.free_number(at + 1).filter(|s| *s < 100)?;
    let episode = reader.free_number(at + 3).filter(|e| *e < 2000)?;
    reader.out.marking = Marking::Full;
    reader.out.seasons = vec![season];
    reader.out.episodes = vec![episode];
    let to = continued(reader, at + 4, Some(season));
    reader.take(Field::Episode, at, to);
    Some(to)
}

/// `S01E11.5`: the half episode keeps its whole number and says so.
pub(super) fn decimal_tail(reader: &mut Reader<'_>, at: usize) -> usize {
    if reader.gap(at).only(Gap::DOT)
        && reader.raw(at) == "5"
        && !reader.gap(at + 1).only(Gap::DOT)
        && reader.is_free(at)
    {
        reader.out.fraction = reader.out.episodes.last().map(|e| (*e, 5));
        reader.take(Field::Episode, at, at + 1);
        return at + 1;
    }
    at
}

/// `1x05`, `1x02x03`; the season and its episodes.
pub(super) fn read_crossed(word: &str) -> Option<(u32, Vec<u32>)> {
    let (season, used) = number::leading(word)?;
    let mut episodes = Vec::new();
    for part in word.get(used..)?.strip_prefix('x')?.split('x') {
        let number = part.strip_prefix('e').unwrap_or(part);
        let number = number.strip_suffix(['a', 'b', 'c']).unwrap_or(number);
        extend(&mut episodes, number::value(number).filter(|_| number.len() <= 4)?, true);
    }
    (season < 100 || number::is_year(season)).then_some((season, episodes))
}

pub(super) fn crossed(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    if reader.shape(at) != Some(Shape::Mixed) {
        return None;
    }
    let word = reader.word(at);
    if let Some(season) = word.strip_suffix("xall").and_then(number::value) {
        reader.out.seasons = vec![season];
        reader.out.complete = true;
        reader.take(Field::Season, at, at + 1);
        return Some(at + 1);
    }
    let stated = reader.out.marking == Marking::Episode && (!reader.out.seasons.is_empty() || word.len() == 3);
    let (season, episodes) = read_crossed(word).filter(|_| !stated)?;
    let channels = reader.gap(at).only(Gap::DOT) && at > 0 && matches!(reader.raw(at - 1), "1" | "2" | "5" | "6" | "7");
    let decimal = channels && season < 2 && word.len() == 3;
    if decimal || reader.out.marking == Marking::Full {
        return None;
    }
    if number::is_year(season)
        && reader.gap(at + 1).only(Gap::DOT)
        && reader.free_number(at + 1).is_some_and(|d| d <= 31)
    {
        reader.take(Field::Date, at, at + 2);
        return Some(at + 2);
    }
    reader.out.marking = Marking::Full;
    reader.out.seasons = vec![season];
    reader.out.episodes = episodes;
    let to = continued(reader, at + 1, Some(season));
    reader.take(Field::Episode, at, to);
    Some(to)
}
