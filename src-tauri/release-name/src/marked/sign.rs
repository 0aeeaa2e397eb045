//! Numbers with a sign or word after them: `第05集`, `05話`, `第2季`, `第二季`, `시즌 2`, `79.Bölüm`, `09-я серия`.

use super::{
    link::{Link, link},
    statement::{self, is_stated},
};
use crate::{
    name::{Field, Marking},
    number,
    reader::Reader,
    reading::{Reading, Value},
    token::{Gap, Shape},
    vocabulary::Says,
};

const EPISODE_SIGNS: [char; 8] = ['話', '话', '集', '回', '화', '회', '話', '夜'];

const SEASON_SIGNS: [char; 4] = ['季', '期', '部', '기'];

/// `시즌 2`.
pub(super) fn korean_season(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    const SIGN: &str = "시즌";
    if !reader.raw(at).ends_with(SIGN) || !reader.so_far().seasons.is_empty() || !reader.gap(at + 1).joins() {
        return None;
    }
    let value = reader.free_number(at + 1).filter(|v| (1..60).contains(v))?;
    Some(statement::season(at + 1, at + 2, value).starting_at(Some(reader.tokens[at].end - SIGN.len())))
}

/// A number between 第 and its sign within a run of characters.
struct Inner {
    value: u32,
    sign: char,
    start: usize,
    end: usize,
}

fn inner(reader: &Reader<'_>, at: usize) -> Option<Inner> {
    let raw = reader.raw(at);
    let from = raw.find('第')?;
    let body = &raw[from + '第'.len_utf8()..];
    let length = body.find(|c: char| SEASON_SIGNS.contains(&c) || EPISODE_SIGNS.contains(&c))?;
    let value = number::chinese(&body[..length]).filter(|v| *v > 0)?;
    let sign = body[length..].chars().next()?;
    let start = reader.tokens[at].start + from;
    Some(Inner { value, sign, start, end: start + '第'.len_utf8() + length + sign.len_utf8() })
}

/// `第二季`. The run stays unclaimed, since the title is in it too.
pub(super) fn inner_season(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let found = inner(reader, at).filter(|found| SEASON_SIGNS.contains(&found.sign))?;
    let new = reader.so_far().marking != Marking::Full;
    let reading = Reading::default().at_bytes(Field::Season, found.start, found.end);
    Some(reading.says_if(new.then_some(Value::SeasonIfNone(found.value))))
}

/// `第五集`. The run stays unclaimed, since the title is in it too.
pub(super) fn inner_episode(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let found = inner(reader, at).filter(|_| reader.so_far().marking == Marking::None)?;
    let reading = Reading::default().at_bytes(Field::Episode, found.start, found.end);
    Some(reading.says(Value::Episodes(vec![found.value], Marking::Episode)))
}

/// `全12集` is twelve episodes in all; `更新至05集` is five so far. Neither is a place in the count.
pub(super) fn total(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let counted = reader.gap(at + 1).is_empty() && reader.raw(at + 1).starts_with(EPISODE_SIGNS);
    if !counted || at == 0 || !reader.gap(at).is_empty() || reader.free_number(at).is_none() {
        return None;
    }
    let before = reader.raw(at - 1).chars().next_back().filter(|c| matches!(c, '全' | '共' | '至'))?;
    let complete = (before != '至').then_some(Value::Word(Says::Complete));
    let field = if complete.is_some() { Field::Complete } else { Field::Technical };
    let start = reader.tokens[at].start - before.len_utf8();
    Some(Reading::of(field, at, at + 2).starting_at(Some(start)).says_if(complete))
}

/// 第 stands before the number.
fn is_placed(reader: &Reader<'_>, at: usize) -> bool {
    at > 0 && reader.raw(at - 1).ends_with('第')
}

/// The sign after the number at `at`, and the byte after it: what follows in the same run of characters is not part of it.
fn sign_after(reader: &Reader<'_>, at: usize) -> Option<(char, usize)> {
    if reader.shape(at + 1) != Some(Shape::Cjk) {
        return None;
    }
    let gap = reader.gap(at + 1);
    let near = gap.is_empty() || is_placed(reader, at) && gap.only(Gap::SPACE);
    let sign = reader.raw(at + 1).chars().next()?;
    let end = reader.tokens.get(at + 1)?.start + sign.len_utf8();
    near.then_some((sign, end))
}

/// `第05集`, `05話`, `01-05話`.
pub(super) fn episode(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    // 期 counts the editions of a show that is broadcast on a day, and the seasons of others.
    let edition = |sign: &char| *sign == '期' && is_placed(reader, at) && reader.so_far().date.is_some();
    let (_, end) = sign_after(reader, at).filter(|(sign, _)| EPISODE_SIGNS.contains(sign) || edition(sign))?;
    let value = reader.free_number(at)?;
    Some(signed_episode(reader, at, at + 1, value)?.ending_at(Field::Episode, end))
}

/// `第2季`, `2期`.
pub(super) fn season(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let (sign, end) = sign_after(reader, at).filter(|(sign, _)| SEASON_SIGNS.contains(sign))?;
    let value = reader.free_number(at).filter(|value| *value < 60)?;
    let numbered = is_placed(reader, at) && reader.gap(at).is_empty();
    let reading = || statement::season(at, at + 1, value).starting_at(place_sign(reader, at));
    (numbered || sign != '部').then(|| reading().ending_at(Field::Season, end))
}

/// `79.Bölüm`, `09-я серия`; not `1 серия 5`, where the word counts the number after it.
pub(super) fn before_word(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let ending = matches!(reader.word(at + 1), "я" | "й") && reader.gap(at + 1).only(Gap::DASH);
    let word = at + 1 + usize::from(ending);
    if !reader.is_counting_word(word) || !reader.gap(word).joins() || !reader.is_free(word) {
        return None;
    }
    let counts_next = number::value(reader.word(word + 1)).is_some() && !reader.gap(word + 1).has(Gap::OPEN | Gap::DOT);
    let value = reader.free_number(at).filter(|_| !counts_next)?;
    signed_episode(reader, at, word + 1, value)
}

/// The episode at `at`, or the range that ends there.
fn signed_episode(reader: &Reader<'_>, at: usize, to: usize, value: u32) -> Option<Reading> {
    if is_stated(reader) {
        return None;
    }
    let first = at
        .checked_sub(1)
        .and_then(|before| reader.free_number(before))
        .filter(|first| *first < value && link(reader.gap(at)) == Some(Link::Through));
    let from = at - usize::from(first.is_some());
    let episodes = (first.unwrap_or(value)..=value).take(2000).collect();
    let reading = Reading::of(Field::Episode, from, to).starting_at(place_sign(reader, from));
    Some(reading.says(Value::Episodes(episodes, Marking::Episode)))
}

/// Where the 第 before a number stands, which belongs to it.
fn place_sign(reader: &Reader<'_>, at: usize) -> Option<usize> {
    is_placed(reader, at).then(|| reader.tokens[at - 1].end - '第'.len_utf8())
}
