//! Seasons with a word for it: `Season 2`, `2nd Season`, `5-й сезон`, `All Seasons`. Each rule is asked at the word.

use super::{
    link::{Link, Run, linking_word},
    season_token::{is_episode, seasons_from},
    statement,
    word::season_token,
};
use crate::{
    name::{Field, Marking},
    number,
    reader::Reader,
    reading::{Reading, Value},
    token::{Gap, Shape},
    vocabulary::Says,
};

/// The token before the season word, which may count it. In ` - 03 - Season Finale` it is an episode, and the word its name.
fn before(reader: &Reader<'_>, at: usize) -> Option<usize> {
    let last = ["final", "premier", "premièr", "opener", "closer"];
    let before = at.checked_sub(1).filter(|before| reader.is_free(*before))?;
    let counts = reader.gap(at).joins()
        && !reader.gap(at).is_break()
        && !last.iter().any(|w| reader.word(at + 1).starts_with(w));
    counts.then_some(before)
}

/// Behind a season and episode such words are the episode's name: `S03E01 - The 2nd Season`.
fn is_open(reader: &Reader<'_>) -> bool {
    reader.so_far().marking != Marking::Full
}

/// `05 - The 2nd Season`, `Ep05 The Second Season`: with its article behind a number, what the episode is called.
fn names_episode(reader: &Reader<'_>, before: usize) -> bool {
    let Some(article) = before.checked_sub(1).filter(|article| *article > 0 && reader.lower_is(*article, "the")) else {
        return false;
    };
    reader.free_number(article - 1).is_some()
        || !reader.so_far().episodes.is_empty() && reader.bracket(before).is_none()
}

/// `2nd Season`, `1ª a 7ª Temporada`.
pub(super) fn ordinal(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let before = before(reader, at).filter(|before| !names_episode(reader, *before))?;
    let ordinal = |at: usize| number::ordinal(reader.word(at)).filter(|season| *season < 100);
    let last = ordinal(before)?;
    let first = before.checked_sub(2).filter(|_| linking_word(reader.word(before - 1)).is_some()).and_then(ordinal);
    let from = if first.is_some() { before - 2 } else { before };
    let seasons = (first.unwrap_or(last).min(last)..=last).collect();
    Some(Reading::of(Field::Season, from, at + 1).says_if(is_open(reader).then_some(Value::Seasons(seasons))))
}

/// `Second Season`, `The Complete Second Season`.
pub(super) fn ordinal_word(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let before = before(reader, at).filter(|before| !names_episode(reader, *before))?;
    let season = number::ordinal_word(reader.word(before))?;
    let complete = before > 0 && reader.lower_is(before - 1, "complete");
    let article = complete && before > 1 && reader.lower_is(before - 2, "the");
    let from = before - usize::from(complete) - usize::from(article);
    let reading = Reading::of(Field::Season, from, at + 1);
    let reading = reading.says_if(is_open(reader).then(|| Value::Seasons(vec![season])));
    Some(reading.says_if(complete.then_some(Value::Word(Says::Complete))))
}

/// `5-й сезон`.
pub(super) fn dashed_ordinal(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let before = before(reader, at)?;
    if !matches!(reader.word(before), "й" | "я" | "th" | "nd") || !reader.gap(before).only(Gap::DASH) {
        return None;
    }
    let season = reader.free_number(before.checked_sub(1)?)?;
    Some(Reading::of(Field::Season, before - 1, at + 1).says(Value::Seasons(vec![season])))
}

/// `1-4 temporada`.
pub(super) fn range_before(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let before = before(reader, at)?;
    let last = reader.free_number(before).filter(|last| *last < 60)?;
    let first = reader
        .free_number(before.checked_sub(1)?)
        .filter(|first| *first < last && reader.gap(before).only(Gap::DASH))?;
    Some(Reading::of(Field::Season, before - 1, at + 1).says(Value::Seasons((first..=last).collect())))
}

/// How a season word stands to the token after it.
struct After {
    /// The word speaks of several seasons.
    plural: bool,
    /// It is a short word that is believed before a number only with a dot between them: `Se. 2`.
    short: bool,
    /// Nothing stands between that would part them.
    near: bool,
}

/// `None` for a season without a number before an episode: `Final Season - 05`.
fn after(reader: &Reader<'_>, at: usize) -> Option<After> {
    let unnumbered = at > 0 && matches!(reader.word(at - 1), "final" | "last" | "new" | "letzte" | "última" | "ultima");
    let gap = reader.gap(at + 1);
    if unnumbered && gap.is_break() {
        return None;
    }
    let (plural, short) = (is_plural(reader, at), is_short(reader, at));
    let enclosed = plural && reader.opens_bracket(at + 1);
    let near = !gap.has(Gap::OPEN | Gap::CLOSE | Gap::SLASH | Gap::BAR) || enclosed;
    Some(After { plural, short, near })
}

fn is_plural(reader: &Reader<'_>, at: usize) -> bool {
    let word = reader.word(at);
    word.ends_with('s') || matches!(word, "сезоны" | "stagioni" | "staffeln" | "sezony")
}

fn is_short(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.word(at), "se" | "sn" | "tem" | "temp")
}

/// The number that the token after the season word begins with, and where it ends in that token.
fn leading(reader: &Reader<'_>, at: usize, after: &After) -> Option<(u32, usize)> {
    let gap = reader.gap(at + 1);
    let found = number::leading(reader.word(at + 1)).filter(|(value, used)| {
        let ended = || !reader.lower_is(at, "se") && (reader.mark(at + 2).is_some() || at + 2 >= reader.end());
        let spaced = || gap.is_space() && (ended() || is_episode(reader, at + 2));
        let apart = !after.short || gap.has(Gap::DOT) || spaced();
        let year = || number::is_year(*value) && reader.is_episode_word(at + 2);
        (*used < 4 && *value < 200 || year()) && after.near && reader.is_free(at + 1) && apart
    })?;
    // `2 сезон: 5`, `2 сезон 5 серия`: the number before the word is the season.
    let trailed = gap.has(Gap::COLON | Gap::COMMA) && at > 0 && reader.free_number(at - 1).is_some();
    let counted = |at| reader.is_counting_word(at) && reader.gap(at).joins();
    let ranged = reader.gap(at + 2).only(Gap::DASH) && reader.free_number(at + 2).is_some() && counted(at + 3);
    let others = trailed || ranged || counted(at + 2);
    (!others || at == 0 || reader.free_number(at - 1).is_none()).then_some(found)
}

/// `Season 2`, `Seasons 1-3`, `All Seasons (1-8)`.
pub(super) fn number(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let after = after(reader, at)?;
    let (value, used) = leading(reader, at, &after)?;
    let all = after.plural && at > 0 && reader.is_free(at - 1) && is_every(reader.word(at - 1));
    let article = all && at > 1 && reader.lower_is(at - 2, "the") && reader.is_free(at - 2);
    let from = at - usize::from(all) - usize::from(article);
    let reading = || seasons_from(reader, from, at + 2, value, after.plural);
    let whole = all.then_some(Value::Word(Says::Complete));
    (used == reader.word(at + 1).len()).then(|| reading().says_if(whole))
}

/// `Season S01-S07`: the word says nothing that the tag does not say.
pub(super) fn before_tag(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let value = season_token(reader.word(at + 1)).filter(|_| reader.is_free(at + 1) && reader.gap(at + 1).joins())?;
    let plural = is_plural(reader, at);
    (at > 0 && reader.word(at).len() > 2).then(|| seasons_from(reader, at, at + 2, value, plural))
}

/// `Season 2nd`, `Season 2of8`.
pub(super) fn ordinal_after(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let (value, used) = leading(reader, at, &after(reader, at)?)?;
    let next = reader.word(at + 1);
    let found = next[used..].starts_with("of") || number::ordinal(next).is_some();
    found.then(|| statement::season(at, at + 2, value))
}

/// `Season Two`, `Season III`.
pub(super) fn spelled(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let After { short, near, .. } = after(reader, at)?;
    let next = reader.word(at + 1);
    let value = number::word(next).or_else(|| number::counted_roman(next))?;
    let found = near && !short && reader.gap(at + 1).joins() && reader.is_free(at + 1);
    found.then(|| statement::season(at, at + 2, value))
}

/// `All Seasons`.
pub(super) fn every(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let before = at.checked_sub(1)?;
    let found = is_plural(reader, at) && reader.is_free(before) && is_every(reader.word(before));
    found.then(|| Reading::of(Field::Complete, before, at + 1).says(Value::Word(Says::Complete)))
}

fn is_every(word: &str) -> bool {
    matches!(word, "all" | "full" | "complete" | "все")
}

/// The season number before the word.
fn counted(reader: &Reader<'_>, at: usize) -> Option<u32> {
    let number = reader.free_number(before(reader, at)?).filter(|number| (1..60).contains(number))?;
    (!is_short(reader, at)).then_some(number)
}

/// `All 8 Seasons`.
pub(super) fn first_so_many(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let count = counted(reader, at).filter(|_| is_plural(reader, at))?;
    let all = at > 1 && matches!(reader.word(at - 2), "all" | "full" | "complete" | "first");
    let reading = || Reading::of(Field::Season, at - 1, at + 1).says(Value::Seasons((1..=count).collect()));
    all.then(|| reading().says(Value::Word(Says::Complete)))
}

/// `2 сезон`.
pub(super) fn number_before(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let season = counted(reader, at).filter(|_| reader.so_far().marking != Marking::Full)?;
    Some(Reading::of(Field::Season, at - 1, at + 1).says(Value::Seasons(vec![season])))
}

/// `Series 2` before technical words, a bracket or the end, but not as the first word of several.
pub(super) fn british_series(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    if !reader.lower_is(at, "series") || at == 0 && reader.end() > 2 {
        return None;
    }
    let value = reader.free_number(at + 1).filter(|v| (1..=40).contains(v))?;
    let worded = linking_word(reader.word(at + 2)) == Some(Link::Through);
    let second = at + 2 + usize::from(worded);
    let joined = worded || reader.gap(second).only(Gap::DASH);
    let last = reader.free_number(second).filter(|l| (value + 1..=40).contains(l) && joined);
    let to = last.map_or(at + 2, |_| second + 1);
    let near = reader.gap(at + 1).only(Gap::SPACE | Gap::DOT | Gap::UNDERSCORE);
    if let Some(episode) = part_before_name(reader, to).filter(|_| near && last.is_none()) {
        return Some(statement::full(value, Run { episodes: vec![episode], whole: false, to: to + 2 }, at));
    }
    let ends = to >= reader.end()
        || reader.mark(to).is_some()
        || reader.opens_bracket(to)
        || matches!(reader.word(to), "disc" | "disk" | "dvd" | "vol" | "volume")
        || reader.gap(to).is_break() && reader.shape(to) == Some(Shape::Digits);
    let found = ends && near;
    found.then(|| Reading::of(Field::Season, at, to).says(Value::Seasons((value..=last.unwrap_or(value)).collect())))
}

/// `Part 3.The.Mill`: the part of a British series that has a name is an episode of it. Alone it may be half of the season.
fn part_before_name(reader: &Reader<'_>, at: usize) -> Option<u32> {
    let part = matches!(reader.word(at), "part" | "pt") && reader.is_free(at) && reader.gap(at).joins();
    let named = reader.is_free(at + 2) && reader.shape(at + 2) == Some(Shape::Word);
    reader.free_number(at + 1).filter(|number| part && named && (1..100).contains(number) && reader.gap(at + 1).joins())
}
