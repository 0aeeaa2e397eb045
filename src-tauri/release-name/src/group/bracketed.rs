//! A group in a bracket: its own, that of its subtitles, or that of the technical words.

use smallvec::SmallVec;

use super::words::{is_maker, is_makers, is_name, named, names_group};
use crate::{
    name::Field,
    reader::Reader,
    reading::{Reading, Value},
    token::{Bracket, Gap},
    vocabulary::Entry,
};

/// `[Softsubs (GROUP)]`.
pub(super) fn beside_subtitles(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let last = reader.end().checked_sub(1)?;
    let bracket = reader.bracket(last).filter(|b| b.round && b.last == last + 1 && b.first > 0)?;
    let beside = reader.mark(bracket.first - 1) == Some(Field::Subbed) && reader.bracket(bracket.first - 1).is_some();
    let names = reader.all_free(bracket.first, bracket.last);
    (beside && names).then(|| in_bracket(reader, bracket))
}

pub(super) fn in_first_bracket(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let bracket = reader.brackets.first().filter(|bracket| bracket.first == 0 && bracket.last > 0 && !bracket.round)?;
    let leading = reader.text[..bracket.start].trim().is_empty() && bracket.end < reader.text.len();
    // `[BD] Title`: the source, and not who made it.
    let source = |entry: &Entry| entry.phrases.iter().any(|p| p.rest.is_empty() && p.says.field() == Field::Quality);
    let technical = bracket.last == 1 && reader.entry(0).is_some_and(source) || is_only_title(reader, *bracket);
    let names = (bracket.first..bracket.last).all(|at| reader.is_free(at) || at > 0 && is_maker(reader, at));
    (leading && !technical && names).then(|| in_bracket(reader, *bracket))
}

/// `[The Blue Meadow][02][1080p]`: several words, and everything after them is claimed and in brackets.
fn is_only_title(reader: &Reader<'_>, bracket: Bracket) -> bool {
    let spaced = |at: usize| reader.gap(at).only(Gap::SPACE) && !is_maker(reader, at);
    let claimed = |at: usize| reader.mark(at).is_some() && reader.bracket(at).is_some();
    bracket.last > 2
        && bracket.last < reader.end()
        && (1..bracket.last).all(spaced)
        && (bracket.last..reader.end()).all(claimed)
        && reader.so_far().episodes.len() == 1
}

/// `… (1080p x265 - Maker) [GROUP]`, `… [1080p] [GROUP]`, `… (group)`: one word alone in the last bracket that is not technical.
pub(super) fn in_last_bracket(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    reader.bracket(reader.end().checked_sub(1)?)?;
    let brackets = last_brackets(reader);
    if let Some(site) = brackets.iter().find(|bracket| is_releasing_site(reader, **bracket)) {
        return Some(in_bracket(reader, *site));
    }
    let bracket = *brackets.last()?;
    let (first, last) = (bracket.first, bracket.last - 1);
    let one_word = (first + 1..=last).all(|at| reader.gap(at).only(Gap::DASH | Gap::DOT | Gap::UNDERSCORE));
    let free = |at: usize| reader.is_free(at) || reader.mark(at) == Some(Field::Technical);
    let word = last - usize::from(last > first && is_maker(reader, last));
    let named = one_word && (first..=word).all(free) && is_name(reader, word) && !reader.lower_is(first, "www");
    let text = &reader.text[bracket.start..bracket.end];
    // Nothing but the word is in it, and it was not cut off.
    let filled = text.ends_with([']', '}', ')', '】', '）'])
        && (!bracket.round || text.len() == reader.tokens[last].end - reader.tokens[first].start + 2);
    let technical =
        |at: usize| matches!(reader.mark(at), Some(Field::Resolution | Field::Quality | Field::Codec | Field::Audio));
    let numbered = |at: usize| !bracket.round && reader.mark(at) == Some(Field::Episode);
    let placed = !bracket.round && (reader.mark(first - 1).is_some() || is_makers(reader.word(last)))
        || (0..first).any(|at| technical(at) || numbered(at));
    // `[Portuguese (Brazil)]`.
    let of_language =
        reader.mark(first - 1) == Some(Field::Language) && reader.bracket(first - 1).is_some_and(|b| b.last > last);
    (named && filled && placed && !of_language).then(|| in_bracket(reader, bracket))
}

/// `[YTS.MX]`: the site that released it itself.
fn is_releasing_site(reader: &Reader<'_>, bracket: Bracket) -> bool {
    reader.lower_is(bracket.first, "yts") && reader.gap(bracket.last - 1).only(Gap::DOT)
}

/// `(1080p BluRay x265 AAC 5.1 Maker)`: the last word where the bracket states how the release was encoded.
pub(super) fn in_technical_bracket(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    reader.bracket(reader.end().checked_sub(1)?)?;
    let bracket = *last_brackets(reader).last()?;
    let has = |fields: &[Field]| {
        (bracket.first..bracket.last).any(|at| reader.mark(at).is_some_and(|field| fields.contains(&field)))
    };
    let encoded = has(&[Field::Codec]) && has(&[Field::Resolution, Field::Quality]);
    let last = bracket.last.checked_sub(1).filter(|last| *last > bracket.first)?;
    if let Some(first) = after_dash_unclosed(reader, bracket, last).filter(|_| encoded) {
        return Some(named(reader, first, last + 1));
    }
    if let Some(to) = before_comma(reader, bracket).filter(|_| has(&[Field::Resolution, Field::Quality])) {
        return Some(named(reader, bracket.first, to));
    }
    let gap = reader.gap(last);
    let apart = gap.only(Gap::SPACE | Gap::DASH) && (gap.has(Gap::SPACE) || !reader.is_free(last - 1));
    let found = encoded && apart && is_name(reader, last) && reader.raw(last).len() > 1;
    found.then(|| named(reader, last, last + 1))
}

/// The end of the words that stand before the comma in `(Two Words, 720p)`, where all behind it is technical.
fn before_comma(reader: &Reader<'_>, bracket: Bracket) -> Option<usize> {
    let to = (bracket.first..bracket.last).find(|at| !reader.is_free(*at)).filter(|to| *to > bracket.first)?;
    let technical = (to..bracket.last).all(|at| reader.mark(at).is_some());
    let named = technical && to <= bracket.first + 3 && reader.gap(to).has(Gap::COMMA);
    (named && names_group(reader, bracket.first) && is_name(reader, to - 1)).then_some(to)
}

/// Where the group begins in `(1080p x265 English -GROUP NAME`, a bracket that nothing closes.
fn after_dash_unclosed(reader: &Reader<'_>, bracket: Bracket, last: usize) -> Option<usize> {
    if reader.text[..bracket.end].ends_with([']', '}', ')', '】', '）']) {
        return None;
    }
    let dashed = |at: &usize| reader.text[..reader.tokens[*at].start].ends_with('-') && !reader.is_free(at - 1);
    let first = (bracket.first + 1..=last).rev().take(3).find(dashed)?;
    (reader.all_free(first, last + 1) && names_group(reader, first)).then_some(first)
}

/// The brackets that the name ends with, from the last one on, up to the first in which something is not technical.
fn last_brackets(reader: &Reader<'_>) -> SmallVec<[Bracket; 8]> {
    let mut brackets = SmallVec::new();
    let mut end = reader.end();
    while let Some(bracket) = end.checked_sub(1).and_then(|last| reader.bracket(last))
        && bracket.first > 0
        && bracket.last == end
    {
        brackets.push(bracket);
        if !(bracket.first..end).all(|at| reader.mark(at).is_some()) {
            break;
        }
        end = bracket.first;
    }
    brackets
}

/// The group that all of a bracket names.
fn in_bracket(reader: &Reader<'_>, bracket: Bracket) -> Reading {
    let text = reader.text[bracket.start..bracket.end].trim_matches(is_bracket).trim();
    Reading::of(Field::Group, bracket.first, bracket.last).says(Value::Group(text.to_owned()))
}

fn is_bracket(c: char) -> bool {
    matches!(c, '[' | ']' | '{' | '}' | '【' | '】' | '（' | '）' | '(' | ')')
}
