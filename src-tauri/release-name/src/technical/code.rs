//! Short codes of languages, which are ordinary words or other marks too: where each is believed.

use super::spoken::{alone, language_of};
use crate::{
    name::Field,
    reader::Reader,
    reading::{Reading, Value},
    token::Gap,
    vocabulary::{Extension, Says},
};

/// The two-letter codes of languages that are believed where they stand alone in capitals.
const LONE: [&str; 13] = ["PL", "RU", "FR", "DE", "ES", "EN", "NL", "DK", "JP", "BR", "PT", "TR", "RO"];

/// Codes that mean something else alone in a bracket: a high resolution, an extended edition, a network, hearing.
const NOT_IN_BRACKET: [&str; 5] = ["hr", "ee", "cn", "gr", "fin"];

/// Codes that are believed where only technical words surround them.
const AMONG_TECHNICAL: [&str; 17] =
    ["lt", "lv", "sk", "hu", "bg", "ko", "ja", "ua", "tel", "mal", "kan", "bul", "lav", "lit", "lat", "est", "fi"];

/// A code of two or three letters stands beside another language, in a subtitle's name, in a bracket of its own, or where no
/// title can be.
pub(super) fn is_believed(reader: &Reader<'_>, at: usize, to: usize) -> bool {
    let subtitle = reader.extension == Some(Extension::Subtitle);
    let (raw, word) = (reader.raw(at), reader.word(at));
    if word == "ar" || subtitle {
        return subtitle;
    }
    // A word of a title everywhere else.
    if word == "port" && reader.bracket(at).is_none() {
        return false;
    }
    if word == "cat" && matches!(reader.mark(to), Some(Field::Audio | Field::Channels)) {
        return true;
    }
    if word == "cat" && is_among_technical(reader, at, to) && raw.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return true;
    }
    let near = (to < reader.end() && is_language(reader, to)) || (at > 0 && is_language(reader, at - 1));
    let upper = !raw.chars().any(char::is_lowercase);
    let alone =
        upper && (raw.len() == 2 || word == "cat") && reader.fills_bracket(at, to) && !NOT_IN_BRACKET.contains(&word);
    let ends = reader.mark(to).is_some() || to == reader.end();
    // Before the group's dash, in the place of a language: `1080p.PL-GRP`.
    let last = || raw != "BR" && at > 0 && is_among_technical(reader, at, to);
    let lone = upper && LONE.contains(&raw) && (ends || last());
    near || alone || lone || AMONG_TECHNICAL.contains(&word) && is_among_technical(reader, at, to)
}

fn is_language(reader: &Reader<'_>, at: usize) -> bool {
    reader.mark(at).is_some_and(|f| matches!(f, Field::Language | Field::Subbed | Field::Dubbed))
        || language_of(reader.entry(at)).is_some()
        || matches!(reader.word(at), "no" | "ua")
}

/// Technical words stand on both sides, or the end or the group's dash behind it. A code of two letters is then written in one
/// case, and one right behind an episode's number in capitals.
fn is_among_technical(reader: &Reader<'_>, at: usize, to: usize) -> bool {
    let raw = reader.raw(at);
    let upper = raw.bytes().all(|b| b.is_ascii_uppercase());
    let one_case = upper || raw.bytes().all(|b| b.is_ascii_lowercase());
    let before = at.checked_sub(1).is_some_and(|before| match reader.mark(before) {
        Some(Field::Episode | Field::Season) => upper,
        Some(Field::Site | Field::Group | Field::Extra | Field::Part | Field::Volume) => false,
        Some(_) => true,
        // It is read from the end, so that what stands before it is not known yet.
        None => is_of_release(reader, before),
    });
    let after = to == reader.end() || reader.mark(to).is_some() || reader.gap(to).only(Gap::DASH);
    before && after && (one_case || raw.len() > 2)
}

/// A word about the release: `iNTERNAL`, `PROPER`.
fn is_of_release(reader: &Reader<'_>, at: usize) -> bool {
    reader.lower_is(at, "internal") || matches!(alone(reader.entry(at)), Some(Says::Repack | Says::Proper))
}

/// `iNTERNAL.SK-GRP`: the group, where nothing else technical stands before the code of the language.
pub(super) fn is_group_behind(reader: &Reader<'_>, at: usize) -> bool {
    at > 1
        && reader.gap(at).only(Gap::DASH)
        && reader.bracket(at).is_none()
        && reader.raw(at - 1).len() == 2
        && reader.raw(at - 1).bytes().all(|byte| byte.is_ascii_uppercase())
        && language_of(reader.entry(at - 1)).is_some()
        && is_of_release(reader, at - 2)
}

/// `Spa-Lat`, `Dual Lat`, `Lat-Ing`: beside Spanish, or English as it is called in Spanish, not Latvian.
pub(super) fn latin_american(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let speaks = |at: usize| {
        matches!(reader.word(at), "spa" | "esp" | "es" | "dual" | "ing" | "ingles" | "inglés" | "castellano")
    };
    let found = reader.lower_is(at, "lat") && (speaks(at + 1) || at > 0 && speaks(at - 1));
    found.then(|| Reading::of(Field::Language, at, at + 1).says(Value::Word(Says::Language("la"))))
}

/// `Italian Englis`: the name was cut in the middle of its last word.
pub(super) fn cut_off(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    const LONG: [(&str, &str); 9] = [
        ("english", "en"),
        ("italian", "it"),
        ("spanish", "es"),
        ("french", "fr"),
        ("german", "de"),
        ("russian", "ru"),
        ("japanese", "ja"),
        ("portuguese", "pt"),
        ("korean", "ko"),
    ];
    if at == 0 || at + 1 < reader.len() || !reader.tail.is_empty() {
        return None;
    }
    let word = reader.word(at);
    let last = word.len() > 3;
    let beside = last && reader.mark(at - 1) == Some(Field::Language)
        || last && at > 1 && reader.gap(at).joins() && language_of(reader.entry(at - 1)).is_some();
    let (_, code) = LONG.iter().find(|(name, _)| beside && name.starts_with(word) && name.len() <= word.len() + 3)?;
    Some(Reading::of(Field::Language, at, at + 1).says(Value::Word(Says::Language(code))))
}

/// The word is said to be a language: `Greek Language`, `English audio`; or it names one and ends the name: `latino`.
pub(super) fn is_declared(reader: &Reader<'_>, at: usize) -> bool {
    if at == 0 || language_of(reader.entry(at)).is_none() || !reader.gap(at).joins() {
        return false;
    }
    let ends = |at: usize| at + 1 == reader.end();
    if matches!(reader.word(at), "latino" | "castellano") {
        return ends(at);
    }
    let spoken =
        matches!(reader.word(at + 1), "language" | "lang" | "audio" | "dubbed" | "dub" | "subtitles" | "subtitle");
    spoken && ends(at + 1) && reader.raw(at).len() > 3
}
