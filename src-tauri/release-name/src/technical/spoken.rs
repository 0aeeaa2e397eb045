//! What a word or phrase of the vocabulary says where it stands, together with the numbers that belong to it.

use super::sound::channels_after;
use crate::{
    name::{Extra, Field},
    number,
    reader::Reader,
    reading::{Reading, Value},
    vocabulary::{self, Entry, Says},
};

/// The language that a word names when it stands alone.
pub(super) fn language_of(entry: Option<&Entry>) -> Option<&'static str> {
    entry?.phrases.iter().find_map(|p| match p.says {
        Says::Language(code) | Says::ShortLanguage(code) if p.rest.is_empty() => Some(code),
        _ => None,
    })
}

/// The language of several tracks: `2xUkr`.
pub(super) fn language_of_tracks(word: &str) -> Option<&'static str> {
    let language = word.strip_prefix(|c: char| c.is_ascii_digit())?.strip_prefix('x')?;
    language_of(vocabulary::entry(language))
}

/// What a word says alone.
pub(super) fn alone(entry: Option<&Entry>) -> Option<Says> {
    entry?.phrases.iter().find(|p| p.rest.is_empty()).map(|p| p.says)
}

/// The tokens `at..to` say this; the number of a theme and the channels of a sound format belong to it.
pub(super) fn spoken(reader: &Reader<'_>, at: usize, to: usize, says: Says) -> Reading {
    let field = says.field();
    let theme = matches!(says, Says::Extra(Extra::Theme));
    let sound = field == Field::Audio || field == Field::Codec && to < reader.end();
    let theme_number = if theme { theme_number(reader, to) } else { None };
    let channels = if sound { channels_after(reader, to) } else { None };
    let reading = Reading::of(field, at, to).says(Value::Word(with_plus(reader, at, to, says)));
    if let Some(number) = theme_number {
        return reading.and(Field::Extra, to, to + 1).says(Value::ExtraNumber(number));
    }
    if let Some(layout) = channels {
        return reading.and(Field::Channels, to, to + 2).says(Value::Word(Says::Channels(layout)));
    }
    reading
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
        ("dvhdr10" | "dovihdr10", Says::Each(_)) if alone => Says::Each(&[Says::Hdr("DV"), Says::Hdr("HDR10+")]),
        ("dd", Says::Audio("Dolby Digital")) => Says::Audio("Dolby Digital Plus"),
        _ => says,
    }
}

/// 2 in `NCED 02v2`, `Clean Opening 2`.
fn theme_number(reader: &Reader<'_>, at: usize) -> Option<u32> {
    let (value, used) = number::leading(reader.word(at)).filter(|(v, _)| *v < 100)?;
    let tail = &reader.word(at)[used..];
    let plain = tail.is_empty() || tail.strip_prefix('v').is_some_and(|v| number::value(v).is_some());
    (plain && reader.is_free(at) && reader.gap(at).joins() && at < reader.end()).then_some(value)
}
