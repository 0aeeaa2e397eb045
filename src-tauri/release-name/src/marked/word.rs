//! What a single word says by its form: `s01e02`, `1x05`, `ep05v2`. Text in, numbers out; where the word stands is for the rules.

use crate::{number, vocabulary};

/// Adds a number; with `through`, everything between the last one and it.
#[inline]
pub(super) fn extend(list: &mut Vec<u32>, number: u32, through: bool) {
    let from = match list.last() {
        Some(before) if through && number > *before && number - before <= 2000 && list.len() < 5000 => before + 1,
        _ => return add(list, number),
    };
    list.extend(from..=number);
}

/// Adds a number of a list, which may go back and names nothing twice.
pub(super) fn add(list: &mut Vec<u32>, number: u32) {
    const FEW: usize = 64;
    if list.len() > FEW || !list.contains(&number) {
        list.push(number);
    }
}

/// The numbers of one word: `e26e23e25` is a list. Two that lie close together are the ends of a range: `e01e03`.
pub(super) fn glued(mut numbers: Vec<u32>) -> Vec<u32> {
    if let [first, last] = numbers[..]
        && (first + 2..=first + 3).contains(&last)
    {
        numbers = (first..=last).collect();
    }
    numbers
}

/// The two episodes that four digits may be: 1 and 2 in `0102`.
pub(super) fn pair(number: u32, width: usize) -> Option<(u32, u32)> {
    let (first, second) = (number / 100, number % 100);
    (width == 4 && first > 0 && second == first + 1).then_some((first, second))
}

/// `s01e02`, `s01e02e03`, `s01e02and03`, `s2016e08v2`, `s02p02e01`, also glued to a word before it, and `s0102`.
#[derive(Default)]
pub(super) struct Full {
    pub(super) season: u32,
    pub(super) part: Option<u32>,
    pub(super) episodes: Vec<u32>,
    /// See `ReleaseName::pair`.
    pub(super) pair: Option<(u32, u32)>,
    pub(super) version: Option<u32>,
    pub(super) segment: Option<char>,
    /// Where it begins in a word that only the form of its end gives away: `meadows2e03`.
    pub(super) from: Option<usize>,
}

/// The episode that two digits state.
fn digits_of(tens: u8, ones: u8) -> Option<u32> {
    let digits = [tens, ones];
    let value = std::str::from_utf8(&digits).ok().and_then(number::value)?;
    (value > 0).then_some(value)
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
    if !word.is_ascii() {
        return look_alike(word).and_then(|word| read_full(&word));
    }
    let bytes = word.as_bytes();
    let mut from = 0;
    if let [b's', b'0', digits @ ..] = bytes
        && let [season @ b'1'..=b'9', tens, ones] = digits
        && let Some(episode) = digits_of(*tens, *ones)
    {
        return Some(Full { season: u32::from(season - b'0'), episodes: vec![episode], ..Full::default() });
    }
    if bytes.first() == Some(&b't') && bytes.get(1).is_some_and(u8::is_ascii_digit) {
        return read_full_at(bytes, 1, false).filter(|f| f.season < 60);
    }
    if bytes.starts_with(b"se") && bytes.get(2).is_some_and(u8::is_ascii_digit) {
        return read_full_at(bytes, 2, false);
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
    let part = bytes.get(at).filter(|b| **b == b'p' && !glued).and_then(|_| digits(bytes.get(at + 1..)?, 2));
    at += part.map_or(0, |(_, width)| 1 + width);
    if bytes.get(at..at + 2) == Some(b"xe") {
        at += 1;
    }
    let part = part.map(|(part, _)| part);
    let from = (glued && used < 2).then(|| start - 1);
    let mut full = Full { season, part, from, ..Full::default() };
    while matches!(bytes.get(at), Some(b'e' | b'x')) {
        let number = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'p'));
        let Some((episode, width)) = digits(bytes.get(number..)?, 6) else { break };
        // `s3x264` is a group before a codec.
        let codec = bytes[at] == b'x' && matches!(episode, 264 | 265);
        // `wordS2e03` with nothing behind it: no other word ends so.
        let closes = number + width == bytes.len() && start > 3;
        if glued && (used < 2 && !closes || width < 2 || bytes[at] == b'x' && full.episodes.is_empty()) || codec {
            return None;
        }
        if width == 6 {
            full.episodes.extend(three(episode)?);
        } else {
            full.pair = full.pair.or_else(|| pair(episode, width));
            add(&mut full.episodes, episode);
        }
        at = number + width;
    }
    if full.episodes.is_empty() {
        return None;
    }
    full.episodes = self::glued(full.episodes);
    let rest = match bytes.get(at..)? {
        rest @ [b'a' | b't', _, ..] => joined(rest, &mut full.episodes),
        rest => rest,
    };
    full.pair = full.pair.filter(|_| full.episodes.len() == 1);
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

/// Adds the numbers that words join to those before them, `and03and04`, `to05`; what is left of the text. A number that is no
/// higher than the last belongs to a name.
fn joined<'a>(mut rest: &'a [u8], episodes: &mut Vec<u32>) -> &'a [u8] {
    while let Some((after, through)) =
        rest.strip_prefix(b"and").map(|after| (after, false)).or_else(|| Some((rest.strip_prefix(b"to")?, true)))
    {
        let number = after.strip_prefix(b"e").unwrap_or(after);
        let higher = |(episode, _): &(u32, usize)| episodes.last().is_some_and(|last| episode > last);
        let Some((episode, used)) = digits(number, 4).filter(higher) else { break };
        extend(episodes, episode, through);
        rest = &number[used..];
    }
    rest
}

/// 1, 2 and 3 in `010203`; no number has so many digits.
fn three(number: u32) -> Option<[u32; 3]> {
    let first = number / 10_000;
    let list = [first, first + 1, first + 2];
    (first > 0 && number == list[0] * 10_000 + list[1] * 100 + list[2]).then_some(list)
}

/// The word in Latin letters where it is digits and the Cyrillic letters that stand for them: `с01е02`, `1х05`.
fn look_alike(word: &str) -> Option<String> {
    let letter = |c| match c {
        'с' => Some('s'),
        'е' | 'э' => Some('e'),
        'х' => Some('x'),
        _ => Some(c).filter(char::is_ascii_alphanumeric),
    };
    word.chars().map(letter).collect()
}

/// `1x05`, `1x02x03`, `1x02and03`, `3x11m720p`; the season and its episodes.
#[inline]
pub(super) fn read_crossed(word: &str) -> Option<(u32, Vec<u32>)> {
    let (season, used) = number::leading(word)?;
    let rest = word.get(used..)?;
    if !rest.is_ascii() {
        return look_alike(word).and_then(|word| read_crossed(&word));
    }
    // `01e02`: a season without its letter is padded.
    let lettered = || rest.strip_prefix('e').filter(|digits| used == 2 && word.starts_with('0') && digits.len() > 1);
    let list = rest.strip_prefix('x').or_else(lettered)?;
    let (list, more) = list.split_at(list.find("and").or_else(|| list.find("to")).unwrap_or(list.len()));
    let mut episodes = Vec::new();
    for part in list.split('x') {
        let number = part.strip_prefix('e').unwrap_or(part);
        let number = number.strip_suffix(['a', 'b', 'c']).unwrap_or_else(|| without_height(number));
        add(&mut episodes, number::value(number).filter(|_| number.len() <= 4)?);
    }
    episodes = glued(episodes);
    let is_read = joined(more.as_bytes(), &mut episodes).is_empty();
    (is_read && (season < 100 || number::is_year(season))).then_some((season, episodes))
}

/// `11` of `11m720p`: the height of the picture glued to the number.
fn without_height(text: &str) -> &str {
    let Some((number, height)) = text.split_once('m') else { return text };
    let is_height = height.strip_suffix('p').and_then(number::value).is_some_and(number::is_height);
    if is_height { number } else { text }
}

/// `s01s02s03`: the seasons of a token that states several.
pub(super) fn season_row(word: &str) -> Option<Vec<u32>> {
    let rest = word.strip_prefix('s').filter(|rest| rest.contains('s'))?;
    let seasons: Option<Vec<u32>> = rest.split('s').map(|n| number::value(n).filter(|_| n.len() <= 2)).collect();
    seasons.filter(|s| s.len() > 1)
}

/// `s3`, `s010`, `s2016`; `s07d1` and `s07dvd1` are a disc of season 7.
#[inline]
pub(super) fn season_token(word: &str) -> Option<u32> {
    let rest = word.strip_prefix('s')?;
    let (value, used) = number::leading(rest)?;
    let tail = &rest[used..];
    let disc = tail.strip_prefix("dvd").or_else(|| tail.strip_prefix('d'));
    let disc = disc.is_some_and(|number| number::value(number).is_some());
    ((tail.is_empty() || disc || matches!(tail, "e" | "ep")) && (used <= 3 || number::is_year(value))).then_some(value)
}

/// `season1episode5`, `temporada2capitulo11`.
pub(super) fn worded(word: &str) -> Option<(u32, u32)> {
    if word.len() < "season1ep5".len() {
        return None;
    }
    let from = word.find(|c: char| c.is_ascii_digit()).filter(|from| *from > 2)?;
    let (stem, rest) = word.split_at(from);
    let (season, used) = number::leading(rest)?;
    let (episode, end) = glued_episode(&rest[used..], true)?;
    (end.is_empty() && season < 100 && vocabulary::entry(stem).is_some_and(|e| e.season)).then_some((season, episode))
}

/// `s02p02`: a season and a part of it.
#[inline]
pub(super) fn season_part(word: &str) -> Option<(u32, u32)> {
    let (season, part) = word.strip_prefix('s')?.split_once('p')?;
    let short = |text: &str| number::value(text).filter(|_| text.len() <= 2);
    Some((short(season)?, short(part)?))
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

/// `v2` or `a` right behind a number, or `of12`, which says neither; `None` if something else is there.
pub(super) fn suffix(tail: &str) -> Option<(Option<u32>, Option<char>)> {
    let version = tail.strip_prefix('v').and_then(number::value);
    let segment = tail.chars().next().filter(|c| tail.len() == 1 && matches!(c, 'a'..='d'));
    let total = tail.strip_prefix("of").and_then(number::value).is_some();
    (tail.is_empty() || total || version.is_some() || segment.is_some()).then_some((version, segment))
}
