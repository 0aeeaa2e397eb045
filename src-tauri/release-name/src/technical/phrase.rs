//! Finds the phrases of the vocabulary.

use super::spoken::{language_of, spoken};
use crate::{
    name::Field,
    reader::Reader,
    reading::{Reading, Value},
    token::Gap,
    vocabulary::{Extension, Says, Trust},
};

/// The two-letter codes of languages that are believed where they stand alone in capitals.
const LONE_CODES: [&str; 13] = ["PL", "RU", "FR", "DE", "ES", "EN", "NL", "DK", "JP", "BR", "PT", "TR", "RO"];

/// The longest phrase of one meaning that starts at `at`.
pub(super) fn sure(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    phrase(reader, at, Trust::Sure)
}

/// The longest phrase that starts at `at` and can be trusted so far.
pub(super) fn phrase(reader: &Reader<'_>, at: usize, trust: Trust) -> Option<Reading> {
    let entry = reader.entry(at)?;
    let found = entry.phrases.iter().filter(|p| p.trust == trust).find(|phrase| {
        let to = at + 1 + phrase.rest.len();
        stands(reader, at, &phrase.rest) && (trust == Trust::Sure || believable(reader, at, to, phrase.says))
    })?;
    Some(spoken(reader, at, at + 1 + found.rest.len(), found.says))
}

/// The words of the phrase after its first one follow the token at `at`, unclaimed and joined.
fn stands(reader: &Reader<'_>, at: usize, rest: &[&str]) -> bool {
    let joined = |(next, word): (usize, &&str)| {
        let gap = reader.gap(next);
        reader.is_free(next) && reader.word(next) == *word && gap.joins() && !(gap.is_break() && gap.has(Gap::SPACE))
    };
    at + rest.len() < reader.end() && (at + 1..).zip(rest).all(joined)
}

/// Two-letter codes and words that are ordinary in titles need more than a place among technical words.
fn believable(reader: &Reader<'_>, at: usize, to: usize, says: Says) -> bool {
    let upper = reader.raw(at).chars().all(|c| !c.is_lowercase());
    match says {
        Says::ShortLanguage(_) => is_language_code(reader, at, to, upper),
        Says::Quality("BluRay") if reader.word(at) == "br" => false,
        Says::Hdr("DV") | Says::Edition("Special Edition" | "Directors Cut") => upper || reader.mark(to).is_some(),
        Says::Quality("TeleSync" | "TeleCine") => reader.so_far().quality.is_none(),
        _ => true,
    }
}

/// A code of two letters stands beside another language, in a subtitle's name, or alone in capitals.
fn is_language_code(reader: &Reader<'_>, at: usize, to: usize, upper: bool) -> bool {
    let subtitle = reader.extension == Some(Extension::Subtitle);
    if reader.lower_is(at, "ar") {
        return subtitle;
    }
    let is_language = |i: usize| {
        reader.mark(i).is_some_and(|f| matches!(f, Field::Language | Field::Subbed | Field::Dubbed))
            || language_of(reader.entry(i)).is_some()
            || matches!(reader.word(i), "no" | "ua")
    };
    let near = (to < reader.end() && is_language(to)) || (at > 0 && is_language(at - 1));
    let lone = upper
        && LONE_CODES.contains(&reader.raw(at))
        && (reader.mark(to).is_some() || to == reader.end() || reader.fills_bracket(at, to));
    near || subtitle || lone
}

/// `Complete 13 Movie Collection`, `All 8 Movies`: the number counts the films.
pub(super) fn counted_collection(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    if !matches!(reader.word(at), "complete" | "all") || reader.free_number(at + 1)? > 60 {
        return None;
    }
    if !matches!(reader.word(at + 2), "movie" | "movies" | "film" | "films") {
        return None;
    }
    let to = at + 3 + usize::from(matches!(reader.word(at + 3), "collection" | "pack" | "set"));
    let joined = to <= reader.end() && (at + 1..to).all(|i| reader.gap(i).joins() && !reader.gap(i).is_break());
    joined.then(|| Reading::of(Field::Complete, at, to).says(Value::Word(Says::Complete)))
}
