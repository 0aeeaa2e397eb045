//! Episodes with a word of their own before the number: `E05`, `Episode 5`, `Cap.103`.

use super::{
    link::{Run, continued, is_half, total},
    statement::{self, is_stated, only_season},
    word::{add, extend, glued, glued_episode, suffix},
};
use crate::{
    name::{Field, Marking},
    number,
    reader::Reader,
    reading::{Reading, Value},
    token::{Gap, Shape},
};

/// `E05`, `Ep05v2`, `E01E02`.
pub(super) fn token(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let after_season = at > 0 && reader.mark(at - 1) == Some(Field::Season);
    // `E1-200`, `Series 2 E5`, and `E5` alone: one digit is enough there.
    let ranged = || reader.gap(at + 1).only(Gap::DASH) && reader.free_number(at + 1).is_some_and(|last| last > 9);
    let british = || at > 1 && reader.lower_is(at - 2, "series") && reader.free_number(at - 1).is_some();
    let believed = after_season || reader.end() == 1 || ranged() || british();
    let (value, mut tail) = glued_episode(reader.word(at), believed)?;
    let mut episodes = vec![value];
    while let Some((number, used)) = tail.strip_prefix('e').and_then(number::leading) {
        add(&mut episodes, number);
        tail = &tail[used + 1..];
    }
    let episodes = glued(episodes);
    Some(statement::episode(reader, at, at + 1, episodes, suffix(tail)?))
}

/// The number after an episode word, and what follows it in its token.
struct Numbered<'a> {
    value: u32,
    digits: usize,
    tail: &'a str,
}

/// The number that the episode word at `at` counts. In ` - 03 - Episode 5` it counts none: the number between the dashes is
/// the episode, and the word belongs to its name.
fn numbered<'a>(reader: &'a Reader<'_>, at: usize) -> Option<Numbered<'a>> {
    let gap = reader.gap(at + 1);
    if gap.has(Gap::OPEN | Gap::CLOSE | Gap::SLASH | Gap::BAR)
        || !reader.is_free(at + 1)
        || follows_running_number(reader, at)
    {
        return None;
    }
    let next = reader.word(at + 1);
    let (value, digits) = number::leading(next).filter(|(_, digits)| *digits <= 5)?;
    Some(Numbered { value, digits, tail: &next[digits..] })
}

fn follows_running_number(reader: &Reader<'_>, at: usize) -> bool {
    at > 1
        && reader.gap(at).is_break()
        && reader.gap(at - 1).is_break()
        && reader.gap(at).has(Gap::SPACE)
        && reader.raw(at - 1).len() > 1
        && reader.free_number(at - 1).is_some_and(|n| !number::is_year(n))
}

/// `Cap.103`, `Cap.112_114`: season and episode in one number, as Spanish indexes write it.
pub(super) fn chapter(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let Numbered { value, digits, .. } = numbered(reader, at)?;
    // A soap's hundredth chapter is written with a space, unless its season or an index's bracket stands before it.
    let placed = reader.opens_bracket(at) || only_season(reader) == Some(value / 100);
    let compact = reader.lower_is(at, "cap")
        && (reader.gap(at + 1).only(Gap::DOT) || reader.gap(at + 1).is_space() && placed)
        && (3..=4).contains(&digits)
        && value % 100 != 0
        && reader.so_far().marking != Marking::Full;
    if !compact {
        return None;
    }
    let mut episodes = vec![value % 100];
    let mut to = at + 2;
    if let Some(last) = reader.free_number(to).filter(|l| *l > value && l / 100 == value / 100)
        && reader.gap(to).only(Gap::UNDERSCORE | Gap::DASH)
    {
        extend(&mut episodes, last % 100, true);
        to += 1;
    }
    Some(statement::full(value / 100, Run { episodes, whole: false, to }, at))
}

/// The number after the dot in `Episode 12.5`, where the dot does not stand for a space: `Ep.05.4.Days.Out`. `None` too where
/// a third number follows or an episode has been stated.
fn decimal(reader: &Reader<'_>, at: usize) -> Option<(u32, u32)> {
    let Numbered { value, tail, .. } = numbered(reader, at)?;
    let second = reader.free_number(at + 2).filter(|_| reader.gap(at + 2).only(Gap::DOT) && tail.is_empty())?;
    let dot_after = reader.gap(at + 3).only(Gap::DOT);
    let named = reader.gap(at + 1).only(Gap::DOT) && dot_after && reader.shape(at + 3) == Some(Shape::Word);
    let ends = reader.mark(at + 3).is_some() || at + 3 >= reader.end();
    let third = dot_after && reader.free_number(at + 3).is_some();
    let decimal = reader.raw(at + 2) == "5" || !named || ends;
    (decimal && !third && !is_stated(reader)).then_some((value, second))
}

/// `Episode 12.5`.
pub(super) fn half(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let (value, tenth) = decimal(reader, at).filter(|_| reader.raw(at + 2).len() == 1)?;
    // `S01 EP #1.2`: the season once more, and its episode.
    if reader.gap(at + 1).has(Gap::HASH) && only_season(reader) == Some(value) {
        return Some(statement::full(value, Run { episodes: vec![tenth], whole: false, to: at + 3 }, at));
    }
    Some(Reading::of(Field::Episode, at, at + 3).says(Value::Fraction(value, tenth)))
}

/// `Ep 2.05`: a season and its episode.
pub(super) fn dotted(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let (season, episode) = decimal(reader, at).filter(|_| reader.raw(at + 2).len() == 2)?;
    let found = season < 60 && reader.so_far().seasons.is_empty();
    let run = Run { episodes: vec![episode], whole: false, to: at + 3 };
    found.then(|| statement::full(season, run, at))
}

/// `Episodes 1 - 12`, where nothing closer continues the first number.
pub(super) fn range(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let word = reader.word(at);
    let plural = word.ends_with('s') || matches!(word, "серии" | "серий" | "folgen");
    // `[Ep 01 - 220]`: what follows one number's dash up to the bracket's end is no name.
    let closed = || reader.bracket(at).is_some_and(|bracket| bracket.first == at && bracket.last == at + 3);
    if !(plural || closed()) || is_stated(reader) || !reader.gap(at + 2).is_break() {
        return None;
    }
    let Numbered { value, tail, .. } = numbered(reader, at)?;
    let (version, segment) = suffix(tail)?;
    let last = reader.free_number(at + 2).filter(|last| *last > value && !number::is_year(*last))?;
    let mut run = continued(reader, at + 2, vec![value], only_season(reader));
    if run.to != at + 2 {
        return None;
    }
    extend(&mut run.episodes, last, true);
    let run = total(reader, at + 3, run.episodes);
    let to = run.to;
    let reading = Reading::of(Field::Episode, at, at + 2).and(Field::Episode, at + 2, at + 3).resuming_at(to);
    Some(statement::episodes(reading.says(Value::Suffix(version, segment)), run, Marking::Episode))
}

/// `серии 5 из 12`: the first five of twelve.
pub(super) fn first_so_many(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    if !reader.lower_is(at, "серии") || is_stated(reader) {
        return None;
    }
    let Numbered { value, tail, .. } = numbered(reader, at)?;
    let (version, segment) = suffix(tail)?;
    let mut run = continued(reader, at + 2, vec![value], only_season(reader));
    let counted = run.episodes.len() == 1 && value <= 2000 && reader.lower_is(run.to - 2, "из");
    if !counted || is_half(reader, run.to) {
        return None;
    }
    run.episodes = (1..=value).collect();
    let reading = Reading::of(Field::Episode, at, run.to).says(Value::Suffix(version, segment));
    Some(statement::episodes(reading, run, Marking::Episode))
}

/// `[2.10] Episode 210`: the bracket says what the number is made of.
pub(super) fn boxed(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let from = at.checked_sub(2).filter(|from| reader.fills_bracket(*from, at))?;
    let Numbered { value, .. } = numbered(reader, at)?;
    let (season, episode) = (reader.free_number(from)?, reader.free_number(from + 1)?);
    let found = reader.gap(from + 1).only(Gap::DOT)
        && reader.raw(from + 1).len() == 2
        && season * 100 + episode == value
        && reader.so_far().marking != Marking::Full;
    let run = || Run { episodes: vec![episode], whole: false, to: at + 2 };
    found.then(|| statement::full(season, run(), from))
}

/// `Episode XII` at the end of the words. A film called so has its year there, or goes on.
pub(super) fn roman(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let capitals = reader.raw(at + 1).bytes().all(|byte| byte.is_ascii_uppercase());
    let value = number::counted_roman(reader.word(at + 1)).filter(|_| capitals && !is_stated(reader))?;
    let after = at + 2;
    let ends = after >= reader.end() || reader.gap(after).has(Gap::OPEN) || reader.mark(after).is_some();
    let found = ends
        && reader.gap(at + 1).is_space()
        && reader.is_free(at + 1)
        && !reader.free_number(after).is_some_and(number::is_year);
    let run = || Run { episodes: vec![value], whole: false, to: after };
    found.then(|| statement::episodes(Reading::of(Field::Episode, at, after), run(), Marking::Episode))
}

/// `Episode 5`, and the list or range that continues it.
pub(super) fn number(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let Numbered { value, tail, .. } = numbered(reader, at)?;
    Some(statement::episode(reader, at, at + 2, vec![value], suffix(tail)?))
}
