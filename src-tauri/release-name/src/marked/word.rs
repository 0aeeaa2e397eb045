//! What a single word says by its form: `s01e02`, `1x05`, `ep05v2`. Text in, numbers out; where the word stands is for the rules.

use crate::{number, vocabulary};

/// Adds a number; with `through`, everything between the last one and it.
#[inline]
pub(super) fn extend(list: &mut Vec<u32>, number: u32, through: bool) {
    let from = match list.last() {
        Some(before) if through && number > *before && number - before <= 2000 && list.len() < 5000 => before + 1,
        _ => number,
    };
    list.extend(from..=number);
}

/// `s01e02`, `s01e02e03`, `s2016e08v2`, also glued to a word before it.
pub(super) struct Full {
    pub(super) season: u32,
    pub(super) episodes: Vec<u32>,
    pub(super) version: Option<u32>,
    pub(super) segment: Option<char>,
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

#[inline]
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

/// `1x05`, `1x02x03`; the season and its episodes.
#[inline]
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

/// `s01s02s03`: the seasons of a token that states several.
pub(super) fn season_row(word: &str) -> Option<Vec<u32>> {
    let seasons: Option<Vec<u32>> =
        word.strip_prefix('s')?.split('s').map(|n| number::value(n).filter(|_| n.len() <= 2)).collect();
    seasons.filter(|s| s.len() > 1)
}

/// `s3`, `s010`, `s2016`; `s07d1` is a disc of season 7.
#[inline]
pub(super) fn season_token(word: &str) -> Option<u32> {
    let rest = word.strip_prefix('s')?;
    let (value, used) = number::leading(rest)?;
    let tail = &rest[used..];
    let disc = tail.strip_prefix('d').is_some_and(|d| number::value(d).is_some());
    ((tail.is_empty() || disc || matches!(tail, "e" | "ep")) && (used <= 3 || number::is_year(value))).then_some(value)
}

/// `season4`, `saison3`.
pub(super) fn glued_season(word: &str) -> Option<u32> {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let value = number::value(&word[stem.len()..]).filter(|v| *v < 100)?;
    (stem.len() > 3 && vocabulary::entry(stem).is_some_and(|e| e.season)).then_some(value)
}

/// `e05`, `ep05v2`, `cap103`: the number and what follows it.
#[inline]
pub(super) fn glued_episode(word: &str, with_season: bool) -> Option<(u32, &str)> {
    let at = word.find(|c: char| c.is_ascii_digit())?;
    let (stem, rest) = word.split_at(at);
    let (value, used) = number::leading(rest)?;
    let fits = match stem {
        "e" => used >= 2 || with_season,
        _ => vocabulary::entry(stem).is_some_and(|e| e.episode),
    };
    (fits && used <= 5).then_some((value, &rest[used..]))
}

/// `v2` or `a` right behind a number; `None` if something else is there.
pub(super) fn suffix(tail: &str) -> Option<(Option<u32>, Option<char>)> {
    let version = tail.strip_prefix('v').and_then(number::value);
    let segment = tail.chars().next().filter(|c| tail.len() == 1 && matches!(c, 'a'..='d'));
    (tail.is_empty() || version.is_some() || segment.is_some()).then_some((version, segment))
}
