//! Ordinary words and short codes among technical words, and the marks of extra material.

use super::phrase::{language_of, phrase};
use crate::{
    name::{Extra, Field},
    number,
    reader::Reader,
    token::{Gap, Shape},
    vocabulary::{self, Extension, Says, Trust},
};

/// Marks ordinary words and short codes among technical words, right to left: a word counts if what follows it is
/// technical, closes a bracket or ends the name, or if it stands past the first technical word after the title.
pub(crate) fn late(reader: &mut Reader<'_>) {
    let end = reader.end();
    let mut first_technical = end;
    let mut anchor = end;
    for at in (0..end).rev() {
        let leading = reader.bracket(at).is_some_and(|b| b.first == 0) && reader.tokens[0].start <= 1;
        match reader.mark(at) {
            Some(Field::Season | Field::Episode | Field::Part | Field::Year | Field::Date) if !leading => anchor = at,
            Some(field) if field != Field::Site && field != Field::Extra && !leading => {
                anchor = at;
                first_technical = at;
            }
            _ => {}
        }
    }
    let only_languages = anchor == end;
    let list = only_languages && end > 0 && (0..end).all(|at| language_of(reader.entry(at)).is_some());
    let subtitle = list || reader.extension == Some(Extension::Subtitle);
    // Whether a chain of technical words runs from each token to the end, a bracket or a certain mark.
    let mut chained = vec![true; end + 1];
    for at in (0..end).rev() {
        if !reader.is_free(at) {
            continue;
        }
        let to = (at + late_length(reader, at)).min(end);
        let reaches = chained[to];
        let touches = reaches || reader.gap(to).has(Gap::CLOSE | Gap::OPEN | Gap::SLASH | Gap::BAR);
        let inside = reader.bracket(at).is_some_and(|b| b.first > 0);
        let trusted = if only_languages && !inside {
            subtitle && reaches
        } else {
            inside
                || (at > anchor && (at > first_technical || touches))
                || (at > 0 && at < anchor && reaches && shouted(reader, at, to))
        };
        chained[at] = if trusted {
            late_phrase(reader, at)
                || extra_word(reader, at, reaches)
                || (reaches && reader.shape(at) == Some(Shape::Digits) && at > anchor)
        } else {
            extra_word(reader, at, reaches)
        };
    }
    if subtitle && reader.out.languages.contains(&"la") {
        reader.out.languages.retain(|l| *l != "es");
    }
}

/// Tokens of the longest late phrase at `at`; 1 where there is none.
pub(super) fn late_length(reader: &Reader<'_>, at: usize) -> usize {
    let Some(entry) = reader.entry(at) else { return 1 };
    entry
        .phrases
        .iter()
        .filter(|p| p.trust == Trust::Late)
        .find(|p| p.rest.iter().enumerate().all(|(n, word)| reader.word(at + 1 + n) == *word))
        .map_or(1, |p| p.rest.len() + 1)
}

/// A late word before the end of the title, right before technical words: in capitals where the title is not, or a word of
/// completeness before the season.
pub(super) fn shouted(reader: &Reader<'_>, at: usize, to: usize) -> bool {
    match reader.word(at) {
        "all" | "full" => return reader.mark(to) == Some(Field::Season),
        "complete" => {
            return matches!(reader.mark(to), Some(Field::Season | Field::Complete | Field::Year))
                || reader.shape(at - 1) == Some(Shape::Digits) && !reader.gap(at).is_break();
        }
        "trilogy" | "duology" | "quadrilogy" | "batch" | "miniseries" => return true,
        _ => {}
    }
    if reader.lower_is(at, "the") && reader.mark(to) == Some(Field::Complete) {
        return true;
    }
    let raw = reader.raw(at);
    let capitals = |text: &str| text.len() > 1 && text.bytes().all(|b| b.is_ascii_uppercase());
    capitals(raw) && reader.form.first_small.is_some_and(|small| small < reader.tokens[at].start)
}

pub(super) fn late_phrase(reader: &mut Reader<'_>, at: usize) -> bool {
    if reader.lower_is(at, "the") && reader.mark(at + 1) == Some(Field::Complete) {
        reader.take(Field::Complete, at, at + 1);
        return true;
    }
    if phrase(reader, at, Trust::Late).is_some() {
        return true;
    }
    let word = reader.word(at);
    for (suffix, field) in
        [("subbed", Field::Subbed), ("subs", Field::Subbed), ("sub", Field::Subbed), ("dub", Field::Dubbed)]
    {
        let Some(stem) = word.strip_suffix(suffix) else { continue };
        let Some(code) = language_of(vocabulary::entry(stem)) else { continue };
        Reader::add(&mut reader.out.languages, code);
        match field {
            Field::Subbed => reader.out.subbed = true,
            _ => reader.out.dubbed = true,
        }
        reader.take(Field::Language, at, at + 1);
        return true;
    }
    false
}

/// Marks of extra material are believed even where the title has not ended: `Sintel - Menu 2.mkv`, `sample-sintel.mkv`.
pub(super) fn extra_word(reader: &mut Reader<'_>, at: usize, reaches: bool) -> bool {
    let Some(extra) = extra_named(reader, at) else { return false };
    let next = reader.gap(at + 1);
    let ends =
        reaches || next.is_break() || next.has(Gap::OPEN | Gap::CLOSE) || reader.shape(at + 1) == Some(Shape::Digits);
    let believed = match extra {
        _ if at == 0 && alone(reader) => true,
        Extra::Sample if at == 0 => next.only(Gap::DASH | Gap::DOT),
        Extra::Sample => reaches,
        _ if at == 0 => false,
        _ => {
            ends && (reaches
                || reader.gap(at).is_break()
                || reader.gap(at).has(Gap::OPEN)
                || reader.shape(at + 1) == Some(Shape::Digits))
        }
    };
    if believed {
        reader.out.extra.get_or_insert(extra);
        let glued = number::inner(reader.word(at));
        let versioned = number::leading(reader.word(at + 1))
            .filter(|(_, used)| {
                let tail = &reader.word(at + 1)[*used..];
                tail.starts_with('v') && number::value(&tail[1..]).is_some() && extra != Extra::Special
            })
            .filter(|_| glued.is_none() && reader.is_free(at + 1) && reader.gap(at + 1).joins())
            .map(|(value, _)| value);
        let number = glued.or(versioned).or_else(|| reader.free_number(at + 1));
        reader.out.extra_number = reader.out.extra_number.or(number);
        reader.take(Field::Extra, at, at + 1 + usize::from(versioned.is_some()));
    }
    believed
}

/// The first word is the whole name, or has nothing but a number and technical words after it: `Menu 05 [1080p].mkv`.
fn alone(reader: &Reader<'_>) -> bool {
    let end = reader.end();
    let number = usize::from(number::leading(reader.word(1)).is_some() && reader.is_free(1));
    end == 1 || number == 1 && (2..end).all(|at| !reader.is_free(at))
}

/// `Menu`, `Trailer`, and the short marks with their number: `OP2a`, `SP03`, `ED`.
pub(super) fn extra_named(reader: &Reader<'_>, at: usize) -> Option<Extra> {
    let word = reader.word(at);
    if let Some(entry) = reader.entry(at)
        && let Some(Says::Extra(extra)) = entry.phrases.iter().find(|p| p.rest.is_empty()).map(|p| p.says)
    {
        return Some(extra);
    }
    let cut = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
    let (stem, number) = word.split_at(cut);
    let tail = number.trim_start_matches(|c: char| c.is_ascii_digit());
    if !matches!(tail, "" | "a" | "b" | "c" | "d" | "v2" | "v3" | "v4") {
        return None;
    }
    let numbered =
        stem.len() < word.len() || reader.shape(at + 1) == Some(Shape::Digits) || reader.gap(at + 1).has(Gap::OPEN);
    match stem {
        "op" | "ed" if numbered || at + 1 == reader.end() => Some(Extra::Theme),
        "ncop" | "nced" | "nco" | "nce" | "opening" | "ending" if numbered => Some(Extra::Theme),
        "sp" | "ova" | "oad" | "special" if numbered => Some(Extra::Special),
        "pv" | "cm" | "preview" if numbered => Some(Extra::Preview),
        "menu" if numbered => Some(Extra::Menu),
        "omake" | "making" | "blooper" | "bloopers" | "digest" | "iv" | "logo" if numbered && at == 0 => {
            Some(Extra::Featurette)
        }
        "trailer" | "teaser" if numbered => Some(Extra::Trailer),
        "movie" if numbered => Some(Extra::Movie),
        "mv" if numbered => Some(Extra::Soundtrack),
        _ => None,
    }
}
