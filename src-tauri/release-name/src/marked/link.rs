//! What joins the numbers of one statement: ranges and lists after an episode, the total it is a part of, and a half after it.

use super::word::{extend, read_crossed, read_full};
use crate::{
    number,
    reader::Reader,
    token::{Gap, Shape},
};

/// What joins two numbers of one statement.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    Through,
    And,
}

pub(super) fn link(gap: Gap) -> Option<Link> {
    if gap.only(Gap::DASH) || gap.around(Gap::TILDE) {
        return Some(Link::Through);
    }
    (gap.has(Gap::AND | Gap::PLUS | Gap::COMMA) && gap.only(Gap::AND | Gap::PLUS | Gap::COMMA | Gap::SPACE | Gap::DOT))
        .then_some(Link::And)
}

pub(super) fn linking_word(word: &str) -> Option<Link> {
    match word {
        "to" | "à" | "a" | "ao" | "bis" | "thru" | "through" | "по" | "tot" => Some(Link::Through),
        "and" | "en" | "et" | "y" | "e" | "und" | "и" => Some(Link::And),
        _ => None,
    }
}

/// The episodes of one statement.
pub(super) struct Run {
    /// Mostly empty where they are the whole season.
    pub(super) episodes: Vec<u32>,
    /// They are the whole season.
    pub(super) whole: bool,
    /// One past the last token of the statement.
    pub(super) to: usize,
}

/// Follows `-E03`, `-03`, `e02`, `& S01E03`, `+02`, `_02`, `.2x05` and `of 24` after the episodes read so far.
pub(super) fn continued(reader: &Reader<'_>, mut at: usize, mut episodes: Vec<u32>, season: Option<u32>) -> Run {
    while at < reader.end() && reader.is_free(at) && !reader.gap(at).has(Gap::OPEN | Gap::CLOSE | Gap::BAR) {
        let next = match another_full(reader, at, season) {
            Some(more) => Some(add_full(reader, at, more, &mut episodes)),
            None => add_number(reader, at, &mut episodes),
        };
        let Some(next) = next else { break };
        at = next;
    }
    total(reader, at, episodes)
}

/// `S01E03` or `1x03` of the same season.
fn another_full(reader: &Reader<'_>, at: usize, season: Option<u32>) -> Option<Vec<u32>> {
    let season = season?;
    let word = reader.word(at);
    let full = read_full(word).filter(|f| word.starts_with('s') && f.season == season).map(|f| f.episodes);
    full.or_else(|| read_crossed(word).filter(|(crossed, _)| *crossed == season).map(|(_, episodes)| episodes))
}

fn add_full(reader: &Reader<'_>, at: usize, more: Vec<u32>, episodes: &mut Vec<u32>) -> usize {
    let through = reader.gap(at).around(Gap::DASH);
    for episode in more {
        extend(episodes, episode, through);
    }
    at + 1
}

/// Adds the number at `at` with its letter, word or sign; the token after it, or `None` where it does not continue.
fn add_number(reader: &Reader<'_>, at: usize, episodes: &mut Vec<u32>) -> Option<usize> {
    let gap = reader.gap(at);
    let word = reader.word(at);
    let last = episodes.last().copied().unwrap_or(0);
    if let Some(number) = word.strip_prefix("ep").or_else(|| word.strip_prefix(['e', 'x'])).and_then(number::value) {
        if number <= last && gap.is_break() {
            return None;
        }
        extend(episodes, number, gap.has(Gap::DASH | Gap::TILDE));
        return Some(at + 1);
    }
    let (number, through, to) = match linking_word(word) {
        Some(link) => number_after_word(reader, at, link, last)?,
        None => number_after_sign(reader, at, last)?,
    };
    extend(episodes, number, through);
    Some(to)
}

/// `to 12`, `and e03`.
fn number_after_word(reader: &Reader<'_>, at: usize, link: Link, last: u32) -> Option<(u32, bool, usize)> {
    let next = reader.word(at + 1);
    let number = number::value(next.strip_prefix(['e', 'x']).unwrap_or(next))?;
    let follows = number > last && !number::is_year(number) && (link == Link::Through || number == last + 1);
    // Behind dots a single letter is an initial.
    let (before, after) = (reader.gap(at), reader.gap(at + 1));
    let worded = reader.word(at).len() > 1;
    let spaced = before.only(Gap::SPACE) && after.only(Gap::SPACE) || worded && before.is_space() && after.is_space();
    (follows && spaced).then_some((number, link == Link::Through, at + 2))
}

/// `-03`, `+02`, `_02`.
fn number_after_sign(reader: &Reader<'_>, at: usize, last: u32) -> Option<(u32, bool, usize)> {
    let word = reader.word(at);
    let (number, used) = number::leading(word).filter(|(n, _)| *n > last && !number::is_height(*n) && *n < 5000)?;
    let tail = &word[used..];
    let version = tail.strip_prefix('v').is_some_and(|v| number::value(v).is_some());
    if !(tail.is_empty() || version || tail.starts_with("of")) {
        return None;
    }
    let gap = reader.gap(at);
    let link = match link(gap) {
        None if gap.only(Gap::UNDERSCORE) && number == last + 1 && used > 1 => Link::And,
        None if gap.only(Gap::DOT) && number == last + 1 && is_dotted_pair(reader, at) => Link::And,
        Some(Link::And) if number > last + 50 => return None,
        link => link?,
    };
    let is_year = number::is_year(number) && last < 1000;
    (!is_year).then_some((number, link == Link::Through, at + 1))
}

/// `S03E21.22.` before words: two digits, as the episode before has.
fn is_dotted_pair(reader: &Reader<'_>, at: usize) -> bool {
    reader.raw(at).len() == 2
        && reader.shape(at - 1) == Some(Shape::Mixed)
        && reader.gap(at + 1).only(Gap::DOT)
        && reader.shape(at + 1) != Some(Shape::Digits)
}

/// Follows `of 24`: the whole season where the range is all of it.
pub(super) fn total(reader: &Reader<'_>, at: usize, episodes: Vec<u32>) -> Run {
    let run = Run { episodes, whole: false, to: at };
    let word = reader.word(at);
    if !matches!(word, "of" | "из" | "von" | "iz") || reader.gap(at).has(Gap::OPEN | Gap::CLOSE) {
        return run;
    }
    let next = reader.word(at + 1);
    let Some(count) = number::value(next).or_else(|| (next == "xx").then_some(0)) else { return run };
    let all = matches!(run.episodes[..], [1, .., last] if last == count);
    // In a bracket of its own it lists what is there.
    let boxed = at > 0 && reader.bracket(at).is_some_and(|bracket| bracket.round && bracket.last == at + 2);
    if word == "of" && all {
        let episodes = if boxed { run.episodes } else { Vec::new() };
        return Run { episodes, whole: true, to: at + 2 };
    }
    Run { to: at + 2, ..run }
}

/// `.5` after an episode, and no further number: `S01E11.5`.
pub(super) fn is_half(reader: &Reader<'_>, at: usize) -> bool {
    reader.gap(at).only(Gap::DOT) && reader.raw(at) == "5" && !reader.gap(at + 1).only(Gap::DOT) && reader.is_free(at)
}
