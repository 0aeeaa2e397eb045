//! Finds the phrases of the vocabulary.

use super::{
    code::{is_believed, latin_american},
    extra::is_group,
    spoken::{alone, language_of, spoken},
};
use crate::{
    name::{Extra, Field},
    number,
    reader::Reader,
    reading::{Reading, Value},
    token::{Gap, Shape},
    vocabulary::{Says, Trust},
};

/// The longest phrase of one meaning that starts at `at`.
pub(super) fn sure(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    phrase(reader, at, Trust::Sure)
}

/// The longest phrase that starts at `at` and can be trusted so far.
pub(super) fn phrase(reader: &Reader<'_>, at: usize, trust: Trust) -> Option<Reading> {
    let entry = reader.entry(at)?;
    let found = entry.phrases.iter().filter(|p| p.trust == trust).find(|phrase| {
        let to = at + 1 + phrase.rest.len();
        let believed = || match trust {
            Trust::Sure => match phrase.says {
                Says::Edition("Final Cut") => !begins_title(reader, at) && !is_behind_number(reader, at),
                Says::Edition(_) => !begins_title(reader, at),
                _ => at > 0 || !begins_whole_title(reader),
            },
            Trust::Late => believable(reader, at, to, phrase.says),
        };
        stands(reader, at, &phrase.rest) && believed()
    })?;
    let from =
        if matches!(found.says, Says::Edition("Anniversary Edition")) { at - ordinal_before(reader, at) } else { at };
    Some(spoken(reader, from, at + 1 + found.rest.len(), found.says))
}

/// 1 where the token before is a free ordinal: `25th`.
fn ordinal_before(reader: &Reader<'_>, at: usize) -> usize {
    let before = at.checked_sub(1).filter(|before| reader.is_free(*before)).map_or("", |before| reader.word(before));
    let ending = number::leading(before).map(|(_, digits)| &before[digits..]);
    usize::from(matches!(ending, Some("st" | "nd" | "rd" | "th")))
}

/// `S01E05` stands right before the words, or before their article: they are the episode's name.
fn is_behind_number(reader: &Reader<'_>, at: usize) -> bool {
    let numbered = |at: usize| {
        let word = reader.word(at);
        let digits = word.strip_prefix('s').and_then(number::leading).map_or(0, |(_, digits)| digits);
        digits > 0 && word.as_bytes().get(digits + 1) == Some(&b'e')
    };
    (1..=2).any(|back| at.checked_sub(back).is_some_and(numbered))
}

/// `Hybrid.2007`: right behind the first word stands a year or a season and episode, so that the title is nothing else.
fn begins_whole_title(reader: &Reader<'_>) -> bool {
    reader.shape(0) == Some(Shape::Word)
        && reader.gap(1).is_space()
        && (reader.free_number(1).is_some_and(number::is_year) || is_behind_number(reader, 2))
}

/// The token is the first word of the name, or stands behind its article: such words are a title, `The Final Cut 2004`.
fn begins_title(reader: &Reader<'_>, at: usize) -> bool {
    // No title has so much before it; so the work stays small where a text repeats itself.
    if at > 16 {
        return false;
    }
    let first = reader.first_word();
    at == first || at == first + 1 && reader.lower_is(first, "the")
}

/// `The Imperial Edition`, with the one word that says which.
pub(super) fn some_edition(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    if !reader.lower_is(at, "edition") {
        return None;
    }
    let kind = at.checked_sub(1).filter(|kind| reader.is_free(*kind) && reader.shape(*kind) == Some(Shape::Word))?;
    if !reader.gap(at).joins() || reader.gap(at).is_break() || begins_title(reader, kind) {
        return None;
    }
    // `The`, `Ultimate` and the like stand before it.
    let before = kind.checked_sub(1).filter(|before| reader.is_free(*before) && !begins_title(reader, *before));
    let belongs =
        before.is_some_and(|before| matches!(reader.word(before), "the" | "ultimate" | "limited" | "extended"));
    let known = match alone(reader.entry(kind)) {
        Some(Says::Edition(known)) => known,
        _ => "Special Edition",
    };
    let edition = Value::Word(Says::Edition(known));
    let from = kind - usize::from(belongs);
    Some(Reading::of(Field::Edition, from, at + 1).says(edition))
}

/// `[BD 720p AAC]`, `(BD x264)`: what a fansub group made from a disc.
pub(super) fn disc_first_in_bracket(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let found = reader.lower_is(at, "bd") && reader.opens_bracket(at);
    found.then(|| Reading::of(Field::Quality, at, at + 1).says(Value::Word(Says::Quality("BDRip"))))
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
        // A word of an episode's name: `The Greek`.
        Says::Language(_) if at > 0 && matches!(reader.word(at - 1), "the" | "a" | "an" | "my") => {
            !reader.gap(at).joins()
        }
        Says::Extra(_) if is_group(reader, at) => false,
        // A film with a commentary, not the commentary alone.
        Says::Extra(Extra::Featurette) if reader.lower_is(at, "commentary") => {
            let told = reader.so_far();
            let alone =
                at + 1 == reader.end() && told.quality.is_none() && told.codec.is_none() && told.resolution.is_none();
            at == 0 || alone || !matches!(reader.word(at - 1), "with" | "w" | "plus" | "audio")
        }
        // What these mean at such a place, the rules after this one say.
        Says::ShortLanguage("lv") if latin_american(reader, at).is_some() => false,
        Says::Quality("BluRay") if disc_first_in_bracket(reader, at).is_some() => false,
        Says::ShortLanguage(_) => is_believed(reader, at, to),
        Says::Quality("BluRay") if reader.word(at) == "br" => false,
        Says::Hdr("DV") => upper || reader.mark(to).is_some(),
        // The script of a language's subtitles: `Chinese (Traditional)`.
        Says::Noise if matches!(reader.word(at), "traditional" | "simplified") => {
            at > 0 && language_of(reader.entry(at - 1)) == Some("zh")
        }
        // `Monday Night RAW 2020-06-16`: a show's name.
        Says::Noise if reader.word(at) == "raw" && at > 0 && reader.is_free(at - 1) => {
            reader.mark(to) != Some(Field::Date)
        }
        Says::Edition(_) if reader.raw(at).len() == 2 => upper || reader.mark(to).is_some(),
        Says::Quality("TeleSync" | "TeleCine") => reader.so_far().quality.is_none(),
        _ => true,
    }
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
