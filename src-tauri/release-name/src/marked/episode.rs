//! Episodes with a word or sign of their own: `E05`, `Episode 5`, `Cap.103`, `第05集`, `09-я серия`, `5of6`.

use super::{
    EPISODE_SIGNS, SEASON_SIGNS,
    full::decimal_tail,
    link::{Link, continued, extend, link, total},
    season::{inner_season, state_season},
};
use crate::{
    name::{Field, Marking},
    number,
    reader::Reader,
    token::{Gap, Shape},
    vocabulary,
};

/// `e05`, `ep05v2`, `cap103`.
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

pub(super) fn episode(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
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
    // `Ep.05.4.Days.Out`: the dots stand for spaces.
    let named = gap.only(Gap::DOT) && reader.gap(at + 3).only(Gap::DOT) && reader.shape(at + 3) == Some(Shape::Word);
    let decimal =
        decimal && (reader.raw(at + 2) == "5" || !named || reader.mark(at + 3).is_some() || at + 3 >= reader.end());
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
    if plural
        && !stated
        && reader.lower_is(to.wrapping_sub(2), "из")
        && reader.out.episodes.len() == 1
        && reader.lower_is(at, "серии")
        && value <= 2000
    {
        reader.out.episodes = (1..=value).collect();
    }
    Some(to)
}

/// ` - 03 - Episode 5`: the number between the dashes counts, the word belongs to the episode's own name.
pub(super) fn after_running_number(reader: &Reader<'_>, at: usize) -> bool {
    at > 1
        && reader.gap(at).is_break()
        && reader.gap(at - 1).is_break()
        && reader.gap(at).has(Gap::SPACE)
        && reader.raw(at - 1).len() > 1
        && reader.free_number(at - 1).is_some_and(|n| !number::is_year(n))
}

pub(super) fn state_episode(
    reader: &mut Reader<'_>,
    from: usize,
    to: usize,
    episodes: Vec<u32>,
    version: Option<u32>,
    segment: Option<char>,
    stated: bool,
) -> usize {
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
pub(super) fn compact_chapter(reader: &mut Reader<'_>, at: usize, value: u32) -> usize {
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
pub(super) fn sign(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    if reader.shape(at) == Some(Shape::Cjk) {
        return inner_season(reader, at);
    }
    let value = reader.free_number(at)?;
    let gap = reader.gap(at + 1);
    let counted = gap.is_empty() && reader.raw(at + 1).starts_with(EPISODE_SIGNS);
    if counted && at > 0 && reader.gap(at).is_empty() && reader.raw(at - 1).ends_with(['全', '共', '至']) {
        // A total, not a place in the count: 全12集 is twelve episodes, 更新至05集 is five so far.
        let total = !reader.raw(at - 1).ends_with('至');
        let start = reader.tokens[at].start - '全'.len_utf8();
        reader.out.complete |= total;
        reader.take(if total { Field::Complete } else { Field::Technical }, at, at + 2);
        reader.reach_back(start);
        return Some(at + 2);
    }
    let before = at > 0 && reader.raw(at - 1).ends_with('第');
    let numbered = before && reader.gap(at).is_empty();
    let next = reader.raw(at + 1).chars().next();
    if (gap.is_empty() || before && gap.only(Gap::SPACE)) && reader.shape(at + 1) == Some(Shape::Cjk) {
        if next.is_some_and(|c| EPISODE_SIGNS.contains(&c)) {
            let to = stated_sign(reader, at, at + 1, value)?;
            reach_over_sign(reader, at + 1);
            return Some(to);
        }
        if next.is_some_and(|c| SEASON_SIGNS.contains(&c))
            && numbered | reader.raw(at + 1).starts_with(['季', '期', '기'])
            && value < 60
        {
            state_season(reader, at, at + 1, value);
            reach_to_sign(reader, at);
            reach_over_sign(reader, at + 1);
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

pub(super) fn stated_sign(reader: &mut Reader<'_>, at: usize, to: usize, value: u32) -> Option<usize> {
    if matches!(reader.out.marking, Marking::Full | Marking::Episode) {
        return None;
    }
    let first = at
        .checked_sub(1)
        .and_then(|i| reader.free_number(i))
        .filter(|f| *f < value && link(reader.gap(at)) == Some(Link::Through));
    reader.out.episodes = (first.unwrap_or(value)..=value).take(2000).collect();
    reader.out.marking = Marking::Episode;
    let from = at - usize::from(first.is_some());
    reader.take(Field::Episode, from, to);
    reach_to_sign(reader, from);
    Some(to)
}

/// The 集 after a number belongs to it; what follows in the same run of characters does not.
fn reach_over_sign(reader: &mut Reader<'_>, at: usize) {
    let sign = reader.raw(at).chars().next().map_or(0, char::len_utf8);
    let end = reader.tokens[at].start + sign;
    if let Some(span) = reader.out.spans.last_mut() {
        span.end = span.end.max(end);
    }
}

/// The 第 before a number belongs to it.
fn reach_to_sign(reader: &mut Reader<'_>, at: usize) {
    let Some(before) = at.checked_sub(1).filter(|i| reader.raw(*i).ends_with('第')) else { return };
    let start = reader.tokens[before].end - '第'.len_utf8();
    reader.reach_back(start);
}

/// `5of6`, `01 of 24`, `3 из 10`.
pub(super) fn of_total(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    if matches!(reader.out.marking, Marking::Full | Marking::Episode) {
        return None;
    }
    let word = reader.word(at);
    let mixed = reader.shape(at) == Some(Shape::Mixed);
    let glued = if mixed { ["of", "iz", "из"].iter().find_map(|of| word.split_once(of)) } else { None };
    let mut from = at;
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
    let before = at.checked_sub(1);
    let first = before
        .and_then(|i| reader.free_number(i))
        .filter(|f| (1..value).contains(f) && link(reader.gap(at)) == Some(Link::Through));
    if first.is_some() || before.is_some_and(|i| reader.is_free(i) && matches!(reader.word(i), "part" | "pt" | "teil"))
    {
        from = at - 1;
    }
    reader.out.episodes = (first.unwrap_or(value)..=value).collect();
    reader.out.marking = Marking::Episode;
    reader.take(Field::Episode, from, to);
    Some(to)
}
