//! Finds the phrases of the vocabulary and writes what they say into the result.

use super::shaped::channels;
use crate::{
    name::{Extra, Field},
    number,
    reader::Reader,
    token::Gap,
    vocabulary::{self, Entry, Extension, Says, Trust},
};

pub(super) fn language_of(entry: Option<&Entry>) -> Option<&'static str> {
    entry?.phrases.iter().find_map(|p| match p.says {
        Says::Language(code) | Says::ShortLanguage(code) if p.rest.is_empty() => Some(code),
        _ => None,
    })
}

/// What a word says alone.
pub(super) fn alone(word: &str) -> Option<Says> {
    vocabulary::entry(word)?.phrases.iter().find(|p| p.rest.is_empty()).map(|p| p.says)
}

/// `Complete 13 Movie Collection`, `All 8 Movies`: the number counts the films.
pub(super) fn counted_collection(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    if !matches!(reader.word(at), "complete" | "all") || reader.free_number(at + 1)? > 60 {
        return None;
    }
    if !matches!(reader.word(at + 2), "movie" | "movies" | "film" | "films") {
        return None;
    }
    let to = at + 3 + usize::from(matches!(reader.word(at + 3), "collection" | "pack" | "set"));
    let joined = to <= reader.end() && (at + 1..to).all(|i| reader.gap(i).joins() && !reader.gap(i).is_break());
    if !joined {
        return None;
    }
    reader.out.complete = true;
    reader.take(Field::Complete, at, to);
    Some(to - at)
}

/// Tries every phrase that starts with the word at `at`; the number of tokens taken.
pub(super) fn phrase(reader: &mut Reader<'_>, at: usize, trust: Trust) -> Option<usize> {
    let entry = reader.entry(at)?;
    let end = reader.end();
    for phrase in entry.phrases.iter().filter(|p| p.trust == trust) {
        let to = at + 1 + phrase.rest.len();
        let fits = to <= end
            && phrase.rest.iter().enumerate().all(|(n, word)| {
                let next = at + 1 + n;
                let gap = reader.gap(next);
                reader.is_free(next)
                    && reader.word(next) == *word
                    && gap.joins()
                    && !(gap.is_break() && gap.has(Gap::SPACE))
            });
        if !fits || (trust == Trust::Late && !believable(reader, at, to, phrase.says)) {
            continue;
        }
        apply(reader, at, to, phrase.says);
        return Some(to - at);
    }
    None
}

/// Two-letter codes and words that are ordinary in titles need more than a place among technical words.
pub(super) fn believable(reader: &Reader<'_>, at: usize, to: usize, says: Says) -> bool {
    let raw = reader.raw(at);
    let upper = raw.chars().all(|c| !c.is_lowercase());
    match says {
        Says::ShortLanguage(_) => {
            let neighbour = |i: usize| {
                reader.mark(i).is_some_and(|f| matches!(f, Field::Language | Field::Subbed | Field::Dubbed))
                    || language_of(reader.entry(i)).is_some()
                    || matches!(reader.word(i), "no" | "ua")
            };
            let near = (to < reader.end() && neighbour(to)) || (at > 0 && neighbour(at - 1));
            let subtitle = reader.extension == Some(Extension::Subtitle);
            let alone = upper
                && matches!(
                    raw,
                    "PL" | "RU" | "FR" | "DE" | "ES" | "EN" | "NL" | "DK" | "JP" | "BR" | "PT" | "TR" | "RO"
                );
            if matches!(reader.word(at), "ar") {
                return subtitle;
            }
            (near
                || subtitle
                || (alone && (reader.mark(to).is_some() || to == reader.end() || reader.fills_bracket(at, to))))
                && (subtitle || near || !matches!(raw, "It" | "it" | "no" | "No"))
        }
        Says::Quality("BluRay") if reader.word(at) == "br" => false,
        Says::Hdr("DV") | Says::Edition("Special Edition" | "Directors Cut") => upper || reader.mark(to).is_some(),
        Says::Quality("TeleSync" | "TeleCine") => reader.out.quality.is_none(),
        _ => true,
    }
}

pub(super) fn apply(reader: &mut Reader<'_>, at: usize, to: usize, says: Says) {
    let mut after = reader.text[reader.tokens[to - 1].end..].chars();
    let plus = after.next() == Some('+')
        && match reader.word(at) {
            "hdr10" => !after.next().is_some_and(char::is_alphanumeric),
            word => word == "dd",
        };
    let out = &mut reader.out;
    let field = match says {
        Says::Resolution(value) => {
            out.resolution.get_or_insert(value.into());
            Field::Resolution
        }
        Says::Quality(value) => {
            out.quality = Some(better_quality(out.quality, value));
            Field::Quality
        }
        Says::Codec(value) => {
            out.codec.get_or_insert(value);
            Field::Codec
        }
        Says::Depth(value) => {
            out.bit_depth.get_or_insert(value);
            Field::BitDepth
        }
        Says::Hdr(value) => {
            Reader::add(&mut out.hdr, if value == "HDR" && plus { "HDR10+" } else { value });
            Field::Hdr
        }
        Says::Audio(value) => {
            let value = if value == "Dolby Digital" && plus { "Dolby Digital Plus" } else { value };
            Reader::add(&mut out.audio, value);
            Field::Audio
        }
        Says::Channels(value) => {
            Reader::add(&mut out.channels, value);
            Field::Channels
        }
        Says::Language("nordic") => {
            for code in ["da", "fi", "sv", "no"] {
                Reader::add(&mut out.languages, code);
            }
            Field::Language
        }
        Says::Language(code) | Says::ShortLanguage(code) => {
            Reader::add(&mut out.languages, code);
            Field::Language
        }
        Says::Subtitles(code) => {
            Reader::add(&mut out.languages, code);
            out.subbed = true;
            Field::Subbed
        }
        Says::Dubbing(code) => {
            Reader::add(&mut out.languages, code);
            out.dubbed = true;
            Field::Dubbed
        }
        Says::Dubbed => {
            out.dubbed = true;
            Field::Dubbed
        }
        Says::Subbed => {
            out.subbed = true;
            Field::Subbed
        }
        Says::Edition(value) => {
            // How a picture was restored says less than which cut of the film it is.
            if out.edition.is_none_or(|old| old == "Remastered") {
                out.edition = Some(value);
            }
            Field::Edition
        }
        Says::Repack => {
            out.repack = true;
            Field::Repack
        }
        Says::Proper => {
            out.proper = true;
            Field::Repack
        }
        Says::Network(value) => {
            out.network.get_or_insert(value);
            Field::Network
        }
        Says::Extra(extra) => {
            out.extra.get_or_insert(extra);
            Field::Extra
        }
        Says::Container(value) => {
            out.container.get_or_insert(value);
            Field::Container
        }
        Says::Complete => {
            out.complete = true;
            Field::Complete
        }
        Says::Noise => Field::Technical,
    };
    reader.take(field, at, to);
    if says == Says::Extra(Extra::Theme) {
        theme_number(reader, to);
    }
    if field == Field::Audio || field == Field::Codec && to < reader.end() {
        channels(reader, to);
    }
}

/// 2 in `NCED 02v2`, `Clean Opening 2`.
fn theme_number(reader: &mut Reader<'_>, at: usize) {
    let Some((value, used)) = number::leading(reader.word(at)).filter(|(v, _)| *v < 100) else { return };
    let tail = &reader.word(at)[used..];
    let plain = tail.is_empty() || tail.strip_prefix('v').is_some_and(|v| number::value(v).is_some());
    if plain && reader.is_free(at) && reader.gap(at).joins() && at < reader.end() {
        reader.out.extra_number.get_or_insert(value);
        reader.take(Field::Extra, at, at + 1);
    }
}

/// The source that says most about the picture: a camera in a cinema tells more than the word `HDTV` beside it.
pub(super) fn better_quality(old: Option<&'static str>, new: &'static str) -> &'static str {
    const RANK: [&str; 6] = ["CAM", "TeleSync", "TeleCine", "SCR", "R5", "PPVRip"];
    let Some(old) = old else { return new };
    match (old, new) {
        ("REMUX", "BluRay") | ("BluRay", "REMUX") => "BluRay REMUX",
        (_, "BluRay REMUX") | ("BluRay", "BDRip") | ("WEB" | "BluRay", "WEBRip") | ("WEB", "WEB-DL") => new,
        _ if RANK.contains(&new) && !RANK.contains(&old) => new,
        _ => old,
    }
}
