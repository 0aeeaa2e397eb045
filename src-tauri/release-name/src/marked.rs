//! Stage three: numbers with a word or a form that says what they count: `S01E02`, `1x02`, `Season 2`, `Episode 5`,
//! `Сезон 1. Серия 05`, `第05集`, `5of6`, and the lists and ranges that continue them.

use crate::{
    name::{Field, Marking},
    number,
    reader::Reader,
    token::{Gap, Shape},
    vocabulary,
};

const ORDINALS: [&str; 10] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
const EPISODE_SIGNS: [char; 8] = ['話', '话', '集', '回', '화', '회', '話', '夜'];
const SEASON_SIGNS: [char; 4] = ['季', '期', '部', '기'];

pub(crate) fn numbers(reader: &mut Reader<'_>) {
    let end = reader.end();
    let mut at = 0;
    while at < end {
        if !reader.is_free(at) {
            at += 1;
            continue;
        }
        let next = full(reader, at)
            .or_else(|| crossed(reader, at))
            .or_else(|| season(reader, at))
            .or_else(|| episode(reader, at))
            .or_else(|| sign(reader, at))
            .or_else(|| of_total(reader, at));
        at = next.unwrap_or(at + 1).max(at + 1);
    }
    if reader.out.seasons.is_empty() {
        british_series(reader);
    }
}

/// `s01e02`, `s01e02e03`, `s2016e08v2`, also glued to a word before it.
struct Full {
    season: u32,
    episodes: Vec<u32>,
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

fn read_full(word: &str) -> Option<Full> {
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
        [] => {}
        [b'v', version] | [_, b'v', version] if version.is_ascii_digit() => full.version = Some(u32::from(version - b'0')),
        [segment @ b'a'..=b'd'] => full.segment = Some(char::from(*segment)),
        [first, ..] if first.is_ascii_digit() => return None,
        _ => {}
    }
    Some(full)
}

/// Adds a number; with `through`, everything between the last one and it.
fn extend(list: &mut Vec<u32>, number: u32, through: bool) {
    let from = match list.last() {
        Some(last) if through && number > *last && number - last <= 2000 && list.len() < 5000 => last + 1,
        _ => number,
    };
    list.extend(from..=number);
}

fn full(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    if reader.shape(at) != Some(Shape::Mixed) {
        return None;
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

/// `S01E11.5`: the half episode keeps its whole number and says so.
fn decimal_tail(reader: &mut Reader<'_>, at: usize) -> usize {
    if reader.gap(at).only(Gap::DOT) && reader.raw(at) == "5" && !reader.gap(at + 1).only(Gap::DOT) && reader.is_free(at) {
        reader.out.fraction = reader.out.episodes.last().map(|e| (*e, 5));
        reader.take(Field::Episode, at, at + 1);
        return at + 1;
    }
    at
}

/// What joins two numbers of one statement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Through,
    And,
}

fn link(gap: Gap) -> Option<Link> {
    if gap.only(Gap::DASH) || gap.only(Gap::TILDE) || (gap.has(Gap::TILDE) && gap.only(Gap::TILDE | Gap::SPACE)) {
        return Some(Link::Through);
    }
    (gap.has(Gap::AND | Gap::PLUS | Gap::COMMA) && gap.only(Gap::AND | Gap::PLUS | Gap::COMMA | Gap::SPACE | Gap::DOT)).then_some(Link::And)
}

fn linking_word(word: &str) -> Option<Link> {
    match word {
        "to" | "à" | "a" | "ao" | "bis" | "thru" | "through" | "по" | "tot" => Some(Link::Through),
        "and" | "en" | "et" | "y" | "e" | "und" | "и" => Some(Link::And),
        _ => None,
    }
}

/// Follows `-E03`, `-03`, `e02`, `& S01E03`, `+02`, `_02`, `.2x05` after an episode; one past the last token used.
fn continued(reader: &mut Reader<'_>, mut at: usize, season: Option<u32>) -> usize {
    let end = reader.end();
    while at < end && reader.is_free(at) {
        let gap = reader.gap(at);
        if gap.has(Gap::OPEN | Gap::CLOSE | Gap::BAR) {
            break;
        }
        let word = reader.word(at);
        let last = reader.out.episodes.last().copied().unwrap_or(0);
        let again = season.and_then(|season| {
            let found = read_full(word).filter(|f| word.starts_with('s') && f.season == season).map(|f| f.episodes);
            found.or_else(|| read_crossed(word).filter(|(s, _)| *s == season).map(|(_, e)| e))
        });
        if let Some(episodes) = again {
            let through = gap.only(Gap::DASH);
            for episode in episodes {
                extend(&mut reader.out.episodes, episode, through);
            }
            at += 1;
            continue;
        }
        let marked = word.strip_prefix("ep").or_else(|| word.strip_prefix(['e', 'x'])).and_then(number::value);
        if let Some(number) = marked {
            if number <= last && gap.is_break() {
                break;
            }
            extend(&mut reader.out.episodes, number, gap.has(Gap::DASH | Gap::TILDE));
            at += 1;
            continue;
        }
        if let Some(link) = linking_word(word) {
            let next = reader.word(at + 1);
            let number = next.strip_prefix(['e', 'x']).unwrap_or(next);
            if let Some(number) = number::value(number).filter(|n| *n > last && !number::is_year(*n)) {
                let spaced = reader.gap(at + 1).only(Gap::SPACE) && gap.only(Gap::SPACE);
                if spaced && (link == Link::Through || number == last + 1) {
                    extend(&mut reader.out.episodes, number, link == Link::Through);
                    at += 2;
                    continue;
                }
            }
            break;
        }
        let Some((number, used)) = number::leading(word).filter(|(n, _)| *n > last && !number::is_height(*n) && *n < 5000) else { break };
        let tail = &word[used..];
        let total = tail.strip_prefix("of").is_some();
        if !(tail.is_empty() || total || tail.strip_prefix('v').is_some_and(|v| number::value(v).is_some())) {
            break;
        }
        let link = match link(gap) {
            None if gap.only(Gap::UNDERSCORE) && number == last + 1 && used > 1 => Link::And,
            None => break,
            Some(Link::And) if number > last + 50 => break,
            Some(link) => link,
        };
        if number::is_year(number) && last < 1000 {
            break;
        }
        extend(&mut reader.out.episodes, number, link == Link::Through);
        at += 1;
    }
    total(reader, at)
}

/// `of 24`: the whole season where the range is all of it.
fn total(reader: &mut Reader<'_>, at: usize) -> usize {
    if !matches!(reader.word(at), "of" | "из" | "von" | "iz") || reader.gap(at).has(Gap::OPEN | Gap::CLOSE) {
        return at;
    }
    let next = reader.word(at + 1);
    let Some(count) = number::value(next).or_else(|| (next == "xx").then_some(0)) else { return at };
    let strict = reader.lower_is(at, "of");
    let out = &mut reader.out;
    if strict && out.episodes.len() > 1 && out.episodes.first() == Some(&1) && out.episodes.last() == Some(&count) {
        out.episodes.clear();
        out.complete = true;
    }
    at + 2
}

/// `1x05`, `1x02x03`; the season and its episodes.
fn read_crossed(word: &str) -> Option<(u32, Vec<u32>)> {
    let (season, used) = number::leading(word)?;
    let mut episodes = Vec::new();
    for part in word.get(used..)?.strip_prefix('x')?.split('x') {
        let number = part.strip_prefix('e').unwrap_or(part);
        let number = number.strip_suffix(['a', 'b', 'c']).unwrap_or(number);
        extend(&mut episodes, number::value(number).filter(|_| number.len() <= 4)?, true);
    }
    (season < 100 || number::is_year(season)).then_some((season, episodes))
}

fn crossed(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
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
    let (season, episodes) = read_crossed(word)?;
    let channels = reader.gap(at).only(Gap::DOT) && at > 0 && matches!(reader.raw(at - 1), "1" | "2" | "5" | "6" | "7");
    let decimal = channels && season < 2 && word.len() == 3;
    if decimal || reader.out.marking == Marking::Full {
        return None;
    }
    if number::is_year(season) && reader.gap(at + 1).only(Gap::DOT) && reader.free_number(at + 1).is_some_and(|d| d <= 31) {
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

/// `s01s02s03`: the seasons of a token that states several.
fn season_row(word: &str) -> Option<Vec<u32>> {
    let seasons: Option<Vec<u32>> = word.strip_prefix('s')?.split('s').map(|n| number::value(n).filter(|_| n.len() <= 2)).collect();
    seasons.filter(|s| s.len() > 1)
}

/// `s3`, `s010`, `s2016`; `s07d1` is a disc of season 7.
fn season_token(word: &str) -> Option<u32> {
    let rest = word.strip_prefix('s')?;
    let (value, used) = number::leading(rest)?;
    let tail = &rest[used..];
    let disc = tail.strip_prefix('d').is_some_and(|d| number::value(d).is_some());
    ((tail.is_empty() || disc || tail == "e") && (used <= 3 || number::is_year(value))).then_some(value)
}

/// `season4`, `saison3`.
fn glued_season(word: &str) -> Option<u32> {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let value = number::value(&word[stem.len()..]).filter(|v| *v < 100)?;
    (stem.len() > 3 && vocabulary::entry(stem).is_some_and(|e| e.season)).then_some(value)
}

fn season(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    let word = reader.word(at);
    let direct = match reader.shape(at)? {
        Shape::Mixed => season_token(word).or_else(|| glued_season(word)),
        _ => None,
    };
    if let Some(row) = season_row(word).filter(|_| reader.out.seasons.is_empty()) {
        reader.out.seasons = row;
        reader.take(Field::Season, at, at + 1);
        return Some(at + 1);
    }
    let grouped = reader.gap(at).only(Gap::DASH)
        && at + 1 == reader.end()
        && reader.mark(at.wrapping_sub(1)).is_some_and(|f| matches!(f, Field::Audio | Field::Channels | Field::Codec | Field::Quality));
    if let Some(value) = direct.filter(|_| !grouped) {
        return Some(seasons_from(reader, at, at + 1, value, false));
    }
    if reader.shape(at) != Some(Shape::Word) || !reader.is_season_word(at) {
        return None;
    }
    let plural = word.ends_with('s') || matches!(word, "сезоны" | "stagioni" | "staffeln" | "sezony");
    let short = matches!(word, "se" | "tem" | "temp");
    if let Some(from) = counted_before(reader, at) {
        return Some(from);
    }
    let gap = reader.gap(at + 1);
    let enclosed = plural && reader.opens_bracket(at + 1);
    let near = !gap.has(Gap::OPEN | Gap::CLOSE | Gap::SLASH | Gap::BAR) || enclosed;
    let next = reader.word(at + 1);
    let value = number::leading(next).filter(|(v, used)| *used < 4 && *v < 200 && near && reader.is_free(at + 1) && (!short || gap.has(Gap::DOT)));
    let trailed = reader.gap(at + 1).has(Gap::COLON | Gap::COMMA) && at > 0 && reader.free_number(at - 1).is_some();
    let others = trailed || reader.is_counting_word(at + 2) && reader.gap(at + 2).joins();
    if let Some((value, used)) = value.filter(|_| !others || at == 0 || reader.free_number(at - 1).is_none()) {
        let tail = &next[used..];
        if tail.is_empty() {
            return Some(seasons_from(reader, at, at + 2, value, plural));
        }
        if tail.starts_with("of") || number::ordinal(next).is_some() {
            state_season(reader, at, at + 2, value);
            return Some(at + 2);
        }
    }
    if let Some(value) = number::word(next).filter(|_| near && !short) {
        state_season(reader, at, at + 2, value);
        return Some(at + 2);
    }
    let value = reader.free_number(at.checked_sub(1)?).filter(|v| (1..60).contains(v) && reader.gap(at).joins() && !short)?;
    let all = at > 1 && matches!(reader.word(at - 2), "all" | "full" | "complete" | "first");
    if plural && all {
        reader.out.seasons = (1..=value).collect();
        reader.out.complete = true;
    } else if reader.out.marking == Marking::Full {
        return None;
    } else {
        reader.out.seasons = vec![value];
    }
    reader.take(Field::Season, at - 1, at + 1);
    Some(at + 1)
}

/// `2nd Season`, `5-й сезон`, `1ª a 7ª Temporada`, `1-4 temporada`; one past the season word.
fn counted_before(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    if !reader.is_free(before) || !reader.gap(at).joins() {
        return None;
    }
    let last = number::ordinal(reader.word(before));
    if let Some(last) = last {
        let first = before.checked_sub(2).filter(|_| linking_word(reader.word(before - 1)).is_some()).and_then(|i| number::ordinal(reader.word(i)));
        let from = if first.is_some() { before - 2 } else { before };
        reader.out.seasons = (first.unwrap_or(last).min(last)..=last).collect();
        reader.take(Field::Season, from, at + 1);
        return Some(at + 1);
    }
    if let Some(value) = ORDINALS.iter().position(|o| *o == reader.word(before)) {
        reader.out.seasons = vec![value as u32 + 1];
        let complete = before > 0 && reader.lower_is(before - 1, "complete");
        reader.out.complete |= complete;
        reader.take(Field::Season, before - usize::from(complete), at + 1);
        return Some(at + 1);
    }
    if matches!(reader.word(before), "й" | "я" | "th" | "nd") && reader.gap(before).only(Gap::DASH) {
        let value = reader.free_number(before.checked_sub(1)?)?;
        reader.out.seasons = vec![value];
        reader.take(Field::Season, before - 1, at + 1);
        return Some(at + 1);
    }
    let value = reader.free_number(before).filter(|v| *v < 60)?;
    let first = before.checked_sub(1).and_then(|i| reader.free_number(i)).filter(|v| *v < value && reader.gap(before).only(Gap::DASH))?;
    reader.out.seasons = (first..=value).collect();
    reader.take(Field::Season, before - 1, at + 1);
    Some(at + 1)
}

fn state_season(reader: &mut Reader<'_>, from: usize, to: usize, value: u32) {
    if reader.out.seasons.is_empty() {
        reader.out.seasons.push(value);
    }
    reader.take(Field::Season, from, to);
}

/// The season read from `from..at`, and the list or range that may follow it; one past the last token used.
fn seasons_from(reader: &mut Reader<'_>, from: usize, mut at: usize, value: u32, plural: bool) -> usize {
    let mut list = vec![value];
    let width = reader.word(at - 1).trim_start_matches(|c: char| !c.is_ascii_digit()).len();
    let end = reader.end();
    while at < end && reader.is_free(at) {
        let gap = reader.gap(at);
        if gap.has(Gap::CLOSE | Gap::BAR) || gap.has(Gap::OPEN) {
            break;
        }
        let last = list.last().copied().unwrap_or(value);
        let word = reader.word(at);
        let worded = linking_word(word);
        let named = reader.is_season_word(at) && word.len() > 2;
        let skip = usize::from(worded.is_some());
        let skip = skip + usize::from(reader.is_season_word(at + skip) && reader.word(at + skip).len() > 2);
        let next = reader.word(at + skip);
        let tagged = season_token(next);
        let Some(number) = tagged.or_else(|| number::value(next).filter(|_| next.len() <= 2)) else { break };
        let through = worded == Some(Link::Through)
            || gap.only(Gap::DASH)
            || gap.only(Gap::TILDE)
            || (gap.only(Gap::COLON) && plural | (skip == 0))
            || (gap.has(Gap::COLON) && plural)
            || (gap.has(Gap::DASH) && gap.only(Gap::DASH | Gap::SPACE) && (plural || tagged.is_some() || unbalanced(reader, at)));
        let and = worded == Some(Link::And) || gap.has(Gap::AND | Gap::PLUS | Gap::COMMA) || (gap.joins() && (tagged.is_some() || named));
        let row = gap.only(Gap::SPACE) && number == last + 1 && tagged.is_none() && reader.word(at + 1).parse() == Ok(number + 1);
        let in_row = gap.only(Gap::SPACE) && number == last + 1 && list.len() > 1 && tagged.is_none();
        if number <= last && tagged.is_none() || number > 99 {
            if tagged == Some(last) {
                at += skip + 1;
                continue;
            }
            break;
        }
        let plain = tagged.is_none() && skip == 0;
        if through && plain && !plural && next.len() > width && next.starts_with('0') {
            break;
        }
        if through && gap.only(Gap::DASH) && plain && reader.word(at - 1).starts_with('s') && next.len() != width {
            break;
        }
        if !(through || and || row || in_row) {
            break;
        }
        if and && plain && !plural && number > last + 1 && gap.only(Gap::COMMA | Gap::SPACE) && list.len() == 1 && next.starts_with('0') {
            break;
        }
        extend(&mut list, number, through);
        at += skip + 1;
    }
    if reader.out.marking != Marking::Full && (reader.out.seasons.is_empty() || list.len() > reader.out.seasons.len()) {
        reader.out.seasons = list;
    }
    reader.take(Field::Season, from, at);
    at
}

/// ` -6` or `1- `: a dash with a space on one side only.
fn unbalanced(reader: &Reader<'_>, at: usize) -> bool {
    let Some(token) = reader.tokens.get(at) else { return false };
    let before = reader.tokens[at - 1].end;
    reader.text[before..token.start].chars().count() == 2
}

/// `e05`, `ep05v2`, `cap103`.
fn glued_episode(word: &str, with_season: bool) -> Option<(u32, &str)> {
    let at = word.find(|c: char| c.is_ascii_digit())?;
    let (stem, rest) = word.split_at(at);
    let (value, used) = number::leading(rest)?;
    let fits = match stem {
        "e" => used >= 2 || with_season,
        _ => vocabulary::entry(stem).is_some_and(|e| e.episode),
    };
    (fits && used <= 5).then_some((value, &rest[used..]))
}

fn episode(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    let stated = matches!(reader.out.marking, Marking::Full | Marking::Episode);
    let word = reader.word(at);
    if reader.shape(at) == Some(Shape::Word) && after_running_number(reader, at) {
        return None;
    }
    if reader.shape(at) == Some(Shape::Mixed) {
        let close = at > 0 && reader.mark(at - 1) == Some(Field::Season);
        let (value, tail) = glued_episode(word, close)?;
        let mut episodes = vec![value];
        let mut tail = tail.to_owned();
        while let Some((number, used)) = tail.strip_prefix('e').and_then(number::leading) {
            extend(&mut episodes, number, true);
            tail.drain(..=used);
        }
        let version = tail.strip_prefix('v').and_then(number::value);
        let segment = tail.chars().next().filter(|c| tail.len() == 1 && matches!(c, 'a'..='d'));
        if !tail.is_empty() && version.is_none() && segment.is_none() {
            return None;
        }
        return Some(state_episode(reader, at, at + 1, episodes, version, segment, stated));
    }
    if reader.shape(at) != Some(Shape::Word) || !reader.is_episode_word(at) {
        return None;
    }
    let gap = reader.gap(at + 1);
    if gap.has(Gap::OPEN | Gap::CLOSE | Gap::SLASH | Gap::BAR) || !reader.is_free(at + 1) {
        return None;
    }
    let next = reader.word(at + 1);
    let (value, used) = number::leading(next).filter(|(_, used)| *used <= 5)?;
    let tail = next[used..].to_owned();
    let compact = word == "cap" && gap.only(Gap::DOT) && (3..=4).contains(&used) && value % 100 != 0;
    if compact && reader.out.marking != Marking::Full {
        return Some(compact_chapter(reader, at, value));
    }
    let version = tail.strip_prefix('v').and_then(number::value);
    let segment = tail.chars().next().filter(|c| tail.len() == 1 && matches!(c, 'a'..='d'));
    if !tail.is_empty() && version.is_none() && segment.is_none() {
        return None;
    }
    let decimal = reader.gap(at + 2).only(Gap::DOT) && reader.free_number(at + 2).is_some();
    if decimal && !stated && tail.is_empty() {
        let second = reader.free_number(at + 2).unwrap_or(0);
        let third = reader.gap(at + 3).only(Gap::DOT) && reader.free_number(at + 3).is_some();
        match reader.raw(at + 2).len() {
            1 if !third => {
                reader.out.fraction = Some((value, second));
                reader.take(Field::Episode, at, at + 3);
                return Some(at + 3);
            }
            2 if !third && value < 60 && reader.out.seasons.is_empty() => {
                reader.out.seasons = vec![value];
                reader.out.episodes = vec![second];
                reader.out.marking = Marking::Full;
                reader.take(Field::Episode, at, at + 3);
                return Some(at + 3);
            }
            _ => {}
        }
    }
    let plural = word.ends_with('s') || matches!(word, "серии" | "серий" | "folgen");
    let to = state_episode(reader, at, at + 2, vec![value], version, segment, stated);
    let spaced = plural && !stated && to == at + 2 && reader.gap(to).is_break();
    if let Some(last) = reader.free_number(to).filter(|l| spaced && *l > value && !number::is_year(*l)) {
        extend(&mut reader.out.episodes, last, true);
        reader.take(Field::Episode, to, to + 1);
        return Some(total(reader, to + 1));
    }
    if plural && !stated && reader.lower_is(to.wrapping_sub(2), "из") && reader.out.episodes.len() == 1 && reader.lower_is(at, "серии") {
        reader.out.episodes = (1..=value).collect();
    }
    Some(to)
}

/// ` - 03 - Episode 5`: the number between the dashes counts, the word belongs to the episode's own name.
fn after_running_number(reader: &Reader<'_>, at: usize) -> bool {
    at > 1
        && reader.gap(at).is_break()
        && reader.gap(at - 1).is_break()
        && reader.gap(at).has(Gap::SPACE)
        && reader.raw(at - 1).len() > 1
        && reader.free_number(at - 1).is_some_and(|n| !number::is_year(n))
}

fn state_episode(reader: &mut Reader<'_>, from: usize, to: usize, episodes: Vec<u32>, version: Option<u32>, segment: Option<char>, stated: bool) -> usize {
    if stated {
        reader.take(Field::Absolute, from, to);
        if reader.out.absolute.is_empty() && !reader.out.episodes.starts_with(&episodes) {
            reader.out.absolute = episodes;
        }
        return to;
    }
    let out = &mut reader.out;
    out.marking = Marking::Episode;
    out.episodes = episodes;
    out.version = version;
    out.segment = segment;
    let season = out.seasons.first().copied().filter(|_| out.seasons.len() == 1);
    let to = continued(reader, to, season);
    reader.take(Field::Episode, from, to);
    let end = decimal_tail(reader, to);
    if end > to {
        reader.out.episodes.clear();
    }
    end
}

/// `Cap.103`, `Cap.112_114`: season and episode in one number, as Spanish indexes write it.
fn compact_chapter(reader: &mut Reader<'_>, at: usize, value: u32) -> usize {
    let out = &mut reader.out;
    out.seasons = vec![value / 100];
    out.episodes = vec![value % 100];
    out.marking = Marking::Full;
    let mut to = at + 2;
    if let Some(last) = reader.free_number(to).filter(|l| *l > value && l / 100 == value / 100)
        && reader.gap(to).only(Gap::UNDERSCORE | Gap::DASH)
    {
        extend(&mut reader.out.episodes, last % 100, true);
        to += 1;
    }
    reader.take(Field::Episode, at, to);
    to
}

/// `第05集`, `05話`, `第2季`, `第二季`, `79.Bölüm`, `09-я серия`.
fn sign(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    if reader.shape(at) == Some(Shape::Cjk) {
        return inner_season(reader, at);
    }
    let value = reader.free_number(at)?;
    let gap = reader.gap(at + 1);
    let before = at > 0 && reader.raw(at - 1).ends_with('第');
    let numbered = before && reader.gap(at).is_empty();
    let next = reader.raw(at + 1).chars().next();
    if (gap.is_empty() || before && gap.only(Gap::SPACE)) && reader.shape(at + 1) == Some(Shape::Cjk) {
        if next.is_some_and(|c| EPISODE_SIGNS.contains(&c)) {
            return stated_sign(reader, at, at + 1, value);
        }
        if next.is_some_and(|c| SEASON_SIGNS.contains(&c)) && numbered | reader.raw(at + 1).starts_with(['季', '期', '기']) && value < 60 {
            state_season(reader, at, at + 1, value);
            return Some(at + 1);
        }
        return None;
    }
    let ending = matches!(reader.word(at + 1), "я" | "й") && reader.gap(at + 1).only(Gap::DASH);
    let word = at + 1 + usize::from(ending);
    if reader.is_counting_word(word) && reader.gap(word).joins() && reader.is_free(word) {
        let follows = number::value(reader.word(word + 1)).is_some() && !reader.gap(word + 1).has(Gap::OPEN | Gap::DOT);
        if !follows {
            return stated_sign(reader, at, word + 1, value);
        }
    }
    None
}

fn stated_sign(reader: &mut Reader<'_>, at: usize, to: usize, value: u32) -> Option<usize> {
    if matches!(reader.out.marking, Marking::Full | Marking::Episode) {
        return None;
    }
    let first = at.checked_sub(1).and_then(|i| reader.free_number(i)).filter(|f| *f < value && link(reader.gap(at)) == Some(Link::Through));
    reader.out.episodes = (first.unwrap_or(value)..=value).take(2000).collect();
    reader.out.marking = Marking::Episode;
    reader.take(Field::Episode, at - usize::from(first.is_some()), to);
    Some(to)
}

/// `第二季` inside a run of characters.
fn inner_season(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    let raw = reader.raw(at);
    let start = raw.find('第')?;
    let body = &raw[start + '第'.len_utf8()..];
    let end = body.find(|c: char| SEASON_SIGNS.contains(&c) || EPISODE_SIGNS.contains(&c))?;
    let value = number::chinese(&body[..end]).filter(|v| *v > 0)?;
    let offset = reader.tokens[at].start + start;
    let sign = body[end..].chars().next()?;
    let length = '第'.len_utf8() + end + sign.len_utf8();
    if SEASON_SIGNS.contains(&sign) {
        if reader.out.seasons.is_empty() && reader.out.marking != Marking::Full {
            reader.out.seasons.push(value);
        }
        reader.span(Field::Season, offset, offset + length);
    } else if reader.out.marking == Marking::None {
        reader.out.episodes = vec![value];
        reader.out.marking = Marking::Episode;
        reader.span(Field::Episode, offset, offset + length);
    }
    None
}

/// `5of6`, `01 of 24`, `3 из 10`.
fn of_total(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    if matches!(reader.out.marking, Marking::Full | Marking::Episode) {
        return None;
    }
    let word = reader.word(at);
    let mixed = reader.shape(at) == Some(Shape::Mixed);
    let glued = if mixed { ["of", "iz", "из"].iter().find_map(|of| word.split_once(of)) } else { None };
    let (value, count, to) = if let Some((a, b)) = glued {
        (number::value(a)?, number::value(b)?, at + 1)
    } else {
        let value = reader.free_number(at)?;
        let next = reader.word(at + 1);
        if !matches!(next, "of" | "из" | "iz") || !reader.gap(at + 1).joins() {
            return None;
        }
        (value, reader.free_number(at + 2)?, at + 3)
    };
    if value > count || value == 0 || count > 400 {
        return None;
    }
    reader.out.episodes = vec![value];
    reader.out.marking = Marking::Episode;
    reader.take(Field::Episode, at, to);
    Some(to)
}

/// `Series 2` where nothing else names a season, and technical words, a bracket or the end follow.
fn british_series(reader: &mut Reader<'_>) {
    for at in 1..reader.end() {
        if reader.word(at) != "series" || !reader.is_free(at) {
            continue;
        }
        let Some(value) = reader.free_number(at + 1).filter(|v| (1..=40).contains(v)) else { continue };
        let ends = at + 2 >= reader.end() || reader.mark(at + 2).is_some() || reader.opens_bracket(at + 2);
        if ends && reader.gap(at + 1).only(Gap::SPACE | Gap::DOT | Gap::UNDERSCORE) {
            reader.out.seasons = vec![value];
            reader.take(Field::Season, at, at + 2);
            return;
        }
    }
}
