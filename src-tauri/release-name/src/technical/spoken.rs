//! What a word or phrase of the vocabulary says where it stands, together with the numbers that belong to it.

use super::sound::with_channels;
use crate::{
    name::{Extra, Field},
    number,
    reader::Reader,
    reading::{Reading, Value},
    vocabulary::{Entry, Says},
};

/// The language that a word names when it stands alone.
pub(super) fn language_of(entry: Option<&Entry>) -> Option<&'static str> {
    entry?.phrases.iter().find_map(|p| match p.says {
        Says::Language(code) | Says::ShortLanguage(code) if p.rest.is_empty() => Some(code),
        _ => None,
    })
}

/// What a word says alone.
pub(super) fn alone(entry: Option<&Entry>) -> Option<Says> {
    entry?.phrases.iter().find(|p| p.rest.is_empty()).map(|p| p.says)
}

/// The tokens `at..to` say this; the number of a theme and the channels of a sound format belong to it.
pub(super) fn spoken(reader: &Reader<'_>, at: usize, to: usize, says: Says) -> Reading {
    let field = says.field();
    let reading = Reading::of(field, at, to).says(Value::Word(with_plus(reader, at, to, says)));
    match field {
        Field::Audio => with_channels(reader, to, reading),
        Field::Codec if to < reader.end() => with_channels(reader, to, reading),
        Field::Extra if says == Says::Extra(Extra::Theme) => with_theme_number(reader, to, reading),
        _ => reading,
    }
}

/// A plus changes what some words say: `HDR10+`, `DD+`.
fn with_plus(reader: &Reader<'_>, at: usize, to: usize, says: Says) -> Says {
    let mut after = reader.text[reader.tokens[to - 1].end..].chars();
    if after.next() != Some('+') {
        return says;
    }
    let alone = !after.next().is_some_and(char::is_alphanumeric);
    match (reader.word(at), says) {
        ("hdr10", Says::Hdr("HDR")) if alone => Says::Hdr("HDR10+"),
        ("dd", Says::Audio("Dolby Digital")) => Says::Audio("Dolby Digital Plus"),
        _ => says,
    }
}

/// 2 in `NCED 02v2`, `Clean Opening 2`.
fn with_theme_number(reader: &Reader<'_>, at: usize, reading: Reading) -> Reading {
    let Some((value, used)) = number::leading(reader.word(at)).filter(|(v, _)| *v < 100) else { return reading };
    let tail = &reader.word(at)[used..];
    let plain = tail.is_empty() || tail.strip_prefix('v').is_some_and(|v| number::value(v).is_some());
    if plain && reader.is_free(at) && reader.gap(at).joins() && at < reader.end() {
        reading.and(Field::Extra, at, at + 1).says(Value::ExtraNumber(value))
    } else {
        reading
    }
}
