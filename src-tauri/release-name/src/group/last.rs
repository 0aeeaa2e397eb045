//! A group that only its place tells: the last word, behind `by` or technical words.

use super::words::{before_brackets, is_name, named, names_group};
use crate::{name::Field, reader::Reader, reading::Reading, token::Gap};

/// `… by GROUP`, `… par Two_Words` behind technical words.
pub(super) fn after_by(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let end = before_brackets(reader, reader.end());
    let joined = |at: usize| reader.gap(at).only(Gap::UNDERSCORE | Gap::DASH) && reader.is_free(at);
    let last = (1..end).rev().take(4).find(|at| !joined(*at))?;
    let is_by = |at: &usize| matches!(reader.word(*at), "by" | "par") && reader.is_free(*at);
    // `by Maker CREW`: one more word may follow, of those who released it.
    let (word, end) = match last.checked_sub(1).filter(is_by) {
        Some(word) => (word, end),
        None => (last.checked_sub(2).filter(is_by).filter(|_| reader.gap(last).only(Gap::SPACE))?, last),
    };
    let first = word + 1;
    let technical = |at: usize| matches!(reader.mark(at), Some(Field::Resolution | Field::Quality | Field::Codec));
    let found = reader.is_free(first) && reader.gap(first).only(Gap::SPACE) && (0..word).any(technical);
    (found && names_group(reader, first)).then(|| named(reader, first, end))
}

/// `….x264.GROUP.mkv`, `….AAC5.1.Maker.GROUP`, `… x264.GROUP (Another Title)`: the last of at most two words that a dot joins
/// to a codec or sound format, or to the language behind one.
pub(super) fn after_dot(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let end = reader.end();
    let before = || Some(before_brackets(reader, end)).filter(|before| *before < end);
    dotted(reader, end).or_else(|| dotted(reader, before()?))
}

fn dotted(reader: &Reader<'_>, end: usize) -> Option<Reading> {
    let last = end.checked_sub(1)?;
    let first =
        (1..=last).rev().take(3).take_while(|at| reader.is_free(*at) && reader.gap(*at).only(Gap::DOT)).last()?;
    let follows = ends_technical(reader, first - 1) || !reader.form.spaced && ends_spoken(reader, first - 1);
    let short = last - first < 2 && reader.raw(last).len() > 1;
    // `Maker.in`, `Makers.org` are one name.
    let is_site = reader.raw(last).len() == 2 || matches!(reader.word(last), "org" | "com" | "net");
    let from = if is_site { first } else { last };
    (follows && short && is_name(reader, last)).then(|| named(reader, from, last + 1))
}

/// `… BluRay_GROUP.mkv`, `….AC3_GROUP`: behind technical words, and the only underscore in the name.
pub(super) fn after_underscore(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let last = reader.end().checked_sub(1).filter(|last| *last > 1 && reader.gap(*last).only(Gap::UNDERSCORE))?;
    let joined = ends_technical(reader, last - 1);
    let only = || reader.text.bytes().filter(|byte| *byte == b'_').take(2).count() == 1;
    (joined && is_name(reader, last) && reader.raw(last).len() > 2 && only()).then(|| named(reader, last, last + 1))
}

/// The token says how the release was encoded.
fn ends_technical(reader: &Reader<'_>, at: usize) -> bool {
    matches!(
        reader.mark(at),
        Some(Field::Codec | Field::Audio | Field::Channels | Field::BitDepth | Field::Hdr | Field::Quality)
    )
}

/// The token states a language or subtitles, and how the release was encoded stands before it.
fn ends_spoken(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.mark(at), Some(Field::Language | Field::Subbed | Field::Dubbed))
        && (0..at).any(|at| reader.mark(at) == Some(Field::Codec))
}

/// `… x264 AC3 MaKER` in a name with spaces: the last word, if it is written as only names are.
pub(super) fn after_technical(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let last = reader.end().checked_sub(1).filter(|last| *last > 1 && reader.form.spaced)?;
    let raw = reader.raw(last);
    let letters = raw.bytes().all(|byte| byte.is_ascii_alphabetic());
    let inner =
        raw.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()) && raw.bytes().any(|byte| byte.is_ascii_lowercase());
    let follows = reader.mark(last - 1).is_some() && (0..last).any(|at| reader.mark(at) == Some(Field::Codec));
    let found = letters
        && raw.len() > 3
        && inner
        && follows
        && reader.gap(last).only(Gap::SPACE)
        && reader.bracket(last).is_none()
        && is_name(reader, last);
    found.then(|| named(reader, last, last + 1))
}
