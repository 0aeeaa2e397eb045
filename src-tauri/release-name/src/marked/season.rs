//! Seasons alone: `S03`, `Season 2`, `2nd Season`, `5-й сезон`, `第二季`, and their lists and ranges.

use super::{
    EPISODE_SIGNS, SEASON_SIGNS,
    episode::glued_episode,
    link::{Link, extend, linking_word},
};
use crate::{
    name::{Field, Marking},
    number,
    reader::Reader,
    token::{Gap, Shape},
    vocabulary,
};

/// `s01s02s03`: the seasons of a token that states several.
pub(super) fn season_row(word: &str) -> Option<Vec<u32>> {
    let seasons: Option<Vec<u32>> =
        word.strip_prefix('s')?.split('s').map(|n| number::value(n).filter(|_| n.len() <= 2)).collect();
    seasons.filter(|s| s.len() > 1)
}

/// `s3`, `s010`, `s2016`; `s07d1` is a disc of season 7.
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

pub(super) fn season(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
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
        && reader
            .mark(at.wrapping_sub(1))
            .is_some_and(|f| matches!(f, Field::Audio | Field::Channels | Field::Codec | Field::Quality));
    if let Some(value) = direct.filter(|_| !grouped) {
        return Some(seasons_from(reader, at, at + 1, value, false));
    }
    if let Some(value) = word.strip_prefix('t').and_then(number::value).filter(|v| *v < 60)
        && reader.out.seasons.is_empty()
        && reader.gap(at + 1).joins()
        && (before_episode(reader, at + 1) || matches!(reader.word(at + 1), "completa" | "completas" | "complete"))
    {
        state_season(reader, at, at + 1, value);
        return Some(at + 1);
    }
    if reader.shape(at) != Some(Shape::Word) || !reader.is_season_word(at) {
        return None;
    }
    let unnumbered = at > 0 && matches!(reader.word(at - 1), "final" | "last" | "new" | "letzte" | "última" | "ultima");
    if unnumbered && reader.gap(at + 1).is_break() {
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
    let value = number::leading(next)
        .filter(|(v, used)| *used < 4 && *v < 200 && near && reader.is_free(at + 1) && (!short || gap.has(Gap::DOT)));
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
    let spelled = number::word(next).or_else(|| number::counted_roman(next));
    if let Some(value) = spelled.filter(|_| near && !short && reader.gap(at + 1).joins() && reader.is_free(at + 1)) {
        state_season(reader, at, at + 2, value);
        return Some(at + 2);
    }
    if plural && at > 0 && reader.is_free(at - 1) && matches!(reader.word(at - 1), "all" | "full" | "complete" | "все")
    {
        reader.out.complete = true;
        reader.take(Field::Complete, at - 1, at + 1);
        return Some(at + 1);
    }
    let value =
        reader.free_number(at.checked_sub(1)?).filter(|v| (1..60).contains(v) && counts(reader, at) && !short)?;
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
pub(super) fn counted_before(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    if !reader.is_free(before) || !counts(reader, at) {
        return None;
    }
    let ordinal = |at: usize| number::ordinal(reader.word(at)).filter(|season| *season < 100);
    if let Some(last) = ordinal(before) {
        let first = before.checked_sub(2).filter(|_| linking_word(reader.word(before - 1)).is_some()).and_then(ordinal);
        let from = if first.is_some() { before - 2 } else { before };
        reader.out.seasons = (first.unwrap_or(last).min(last)..=last).collect();
        reader.take(Field::Season, from, at + 1);
        return Some(at + 1);
    }
    if let Some(value) = number::ordinal_word(reader.word(before)) {
        reader.out.seasons = vec![value];
        let complete = before > 0 && reader.lower_is(before - 1, "complete");
        let article = complete && before > 1 && reader.lower_is(before - 2, "the");
        reader.out.complete |= complete;
        reader.take(Field::Season, before - usize::from(complete) - usize::from(article), at + 1);
        return Some(at + 1);
    }
    if matches!(reader.word(before), "й" | "я" | "th" | "nd") && reader.gap(before).only(Gap::DASH) {
        let value = reader.free_number(before.checked_sub(1)?)?;
        reader.out.seasons = vec![value];
        reader.take(Field::Season, before - 1, at + 1);
        return Some(at + 1);
    }
    let value = reader.free_number(before).filter(|v| *v < 60)?;
    let first = before
        .checked_sub(1)
        .and_then(|i| reader.free_number(i))
        .filter(|v| *v < value && reader.gap(before).only(Gap::DASH))?;
    reader.out.seasons = (first..=value).collect();
    reader.take(Field::Season, before - 1, at + 1);
    Some(at + 1)
}

/// The number before the season word at `at` belongs to it: ` - 03 - Season Finale` is an episode and its name.
fn counts(reader: &Reader<'_>, at: usize) -> bool {
    let last = ["final", "premier", "premièr", "opener", "closer"];
    reader.gap(at).joins() && !reader.gap(at).is_break() && !last.iter().any(|w| reader.word(at + 1).starts_with(w))
}

/// `Cap5`, `Ep 5`, `Capitulo 5` at `at`.
fn before_episode(reader: &Reader<'_>, at: usize) -> bool {
    match reader.shape(at) {
        Some(Shape::Mixed) => glued_episode(reader.word(at), true).is_some(),
        Some(Shape::Word) => reader.is_episode_word(at) && number::leading(reader.word(at + 1)).is_some(),
        _ => false,
    }
}

pub(super) fn state_season(reader: &mut Reader<'_>, from: usize, to: usize, value: u32) {
    if reader.out.seasons.is_empty() {
        reader.out.seasons.push(value);
    }
    reader.take(Field::Season, from, to);
}

/// The season read from `from..at`, and the list or range that may follow it; one past the last token used.
pub(super) fn seasons_from(reader: &mut Reader<'_>, from: usize, mut at: usize, value: u32, plural: bool) -> usize {
    let mut list = vec![value];
    let width = reader.word(at - 1).trim_start_matches(|c: char| !c.is_ascii_digit()).len();
    let end = reader.end();
    while at < end && reader.is_free(at) {
        let gap = reader.gap(at);
        if gap.has(Gap::CLOSE | Gap::BAR) || gap.has(Gap::OPEN) {
            break;
        }
        let latest = list.last().copied().unwrap_or(value);
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
            || (gap.only(Gap::COLON) && (plural || skip == 0))
            || (gap.has(Gap::COLON) && plural)
            || (gap.has(Gap::DASH)
                && gap.only(Gap::DASH | Gap::SPACE)
                && (plural || tagged.is_some() || unbalanced(reader, at)));
        let and = worded == Some(Link::And)
            || gap.has(Gap::AND | Gap::PLUS | Gap::COMMA)
            || (gap.joins() && (tagged.is_some() || named));
        let row = gap.only(Gap::SPACE)
            && number == latest + 1
            && tagged.is_none()
            && reader.word(at + 1).parse() == Ok(number + 1);
        let in_row = gap.only(Gap::SPACE) && number == latest + 1 && list.len() > 1 && tagged.is_none();
        if number <= latest && tagged.is_none() || number > 99 {
            if tagged == Some(latest) {
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
        if and
            && plain
            && !plural
            && number > latest + 1
            && gap.only(Gap::COMMA | Gap::SPACE)
            && list.len() == 1
            && next.starts_with('0')
        {
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
pub(super) fn unbalanced(reader: &Reader<'_>, at: usize) -> bool {
    let Some(token) = reader.tokens.get(at) else { return false };
    let before = reader.tokens[at - 1].end;
    reader.text[before..token.start].chars().count() == 2
}

/// `第二季` inside a run of characters.
pub(super) fn inner_season(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    let raw = reader.raw(at);
    if raw.ends_with("시즌")
        && let Some(value) = reader.free_number(at + 1).filter(|v| (1..60).contains(v) && reader.gap(at + 1).joins())
        && reader.out.seasons.is_empty()
    {
        let start = reader.tokens[at].end - "시즌".len();
        reader.out.seasons.push(value);
        reader.take(Field::Season, at + 1, at + 2);
        reader.reach_back(start);
        return Some(at + 2);
    }
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

/// `Series 2` where nothing else names a season, and technical words, a bracket or the end follow.
pub(super) fn british_series(reader: &mut Reader<'_>) {
    for at in usize::from(reader.end() > 2)..reader.end() {
        if reader.word(at) != "series" || !reader.is_free(at) {
            continue;
        }
        let Some(value) = reader.free_number(at + 1).filter(|v| (1..=40).contains(v)) else { continue };
        let last =
            reader.free_number(at + 2).filter(|l| (value + 1..=40).contains(l) && reader.gap(at + 2).only(Gap::DASH));
        let to = at + 2 + usize::from(last.is_some());
        let ends = to >= reader.end() || reader.mark(to).is_some() || reader.opens_bracket(to);
        if ends && reader.gap(at + 1).only(Gap::SPACE | Gap::DOT | Gap::UNDERSCORE) {
            reader.out.seasons = (value..=last.unwrap_or(value)).collect();
            reader.take(Field::Season, at, to);
            return;
        }
    }
}
