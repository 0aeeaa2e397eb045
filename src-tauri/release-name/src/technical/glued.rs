//! Words of the vocabulary with digits glued to them: `BluRay1080p`, `FLACx2`, `DDP5.1`, `DD51`.

use super::{
    picture::lines_of,
    sound::{channels_after, layout},
    spoken::{alone, spoken},
};
use crate::{
    name::Field,
    number,
    reader::Reader,
    reading::{Directness, Reading, Value},
    token::Gap,
    vocabulary::{self, Says},
};

/// The letters of a word and what follows from its first digit on.
fn parted(word: &str) -> Option<(&str, &str)> {
    let letters = word.find(|c: char| c.is_ascii_digit()).filter(|letters| *letters > 0)?;
    Some(word.split_at(letters))
}

/// The sound format that a word names, among other things it may say.
fn sound_named(stem: &str) -> Option<Says> {
    let phrases = &vocabulary::entry(stem)?.phrases;
    phrases.iter().find(|p| p.rest.is_empty() && p.says.field() == Field::Audio).map(|p| p.says)
}

/// `1080pHDLight`: the source behind the height.
fn height_first(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let word = reader.word(at);
    let (_, digits) = number::leading(word)?;
    let (height, source) = word.split_at_checked(digits + 1)?;
    let lines = lines_of(height).filter(|_| source.len() > 2)?;
    let source = alone(vocabulary::entry(source)).filter(|says| says.field() == Field::Quality)?;
    let reading = spoken(reader, at, at + 1, source);
    Some(reading.and(Field::Resolution, at, at + 1).says(Value::Resolution(lines, Directness::Height)))
}

/// `BluRay1080p`, `DL1080p`, `1080pHDLight`.
pub(super) fn height(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let Some((stem, rest)) = parted(reader.word(at)) else { return height_first(reader, at) };
    let lines = lines_of(rest)?;
    let reading = match alone(vocabulary::entry(stem)) {
        Some(says) => spoken(reader, at, at + 1, says),
        None if stem == "dl" => Reading::default(),
        None => return None,
    };
    Some(reading.and(Field::Resolution, at, at + 1).says(Value::Resolution(lines, Directness::Height)))
}

/// `HDTVx264`, `DLx264`: the source and the codec.
pub(super) fn codec(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    const CODECS: [&str; 5] = ["x264", "x265", "h264", "h265", "xvid"];
    let word = reader.word(at);
    if !word.ends_with(['4', '5', 'd']) {
        return None;
    }
    let (stem, codec) = CODECS.iter().find_map(|codec| Some((word.strip_suffix(codec)?, *codec)))?;
    let says = alone(vocabulary::entry(codec))?;
    let reading = match alone(vocabulary::entry(stem)) {
        Some(source) if source.field() == Field::Quality => spoken(reader, at, at + 1, source),
        _ if stem == "dl" => Reading::default(),
        _ => return None,
    };
    Some(reading.and(Field::Codec, at, at + 1).says(Value::Word(says)))
}

/// `FLACx2`: two sound tracks of this format.
pub(super) fn times(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let word = reader.word(at);
    parted(word)?;
    let stem = word.strip_suffix(|c: char| c.is_ascii_digit())?.strip_suffix('x')?;
    let says = alone(vocabulary::entry(stem)).filter(|says| says.field() == Field::Audio)?;
    let reading = Reading::of(Field::Audio, at, at + 1).says(Value::Word(says));
    Some(match channels_after(reader, at + 1) {
        Some(layout) => reading.and(Field::Channels, at + 1, at + 3).says(Value::Word(Says::Channels(layout))),
        None => reading,
    })
}

/// `2xDVD9`: so many discs.
pub(super) fn discs(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let word = reader.word(at);
    let kind =
        word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix('x').filter(|_| !word.starts_with('x'))?;
    let says = alone(vocabulary::entry(kind)).filter(|says| says.field() == Field::Quality)?;
    Some(Reading::of(Field::Quality, at, at + 1).says(Value::Word(says)))
}

/// `MA5.1` among technical words: a sound format that the vocabulary does not know has its channels all the same.
pub(super) fn unnamed_sound(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let (stem, rest) = parted(reader.word(at))?;
    // `DTS-X7.1`.
    let named = stem.len() > 1 || stem == "x" && at.checked_sub(1).is_some_and(|before| reader.lower_is(before, "dts"));
    let placed = named
        && rest.len() == 1
        && reader.gap(at + 1).only(Gap::DOT)
        && reader.mark(at.checked_sub(1)?).is_some_and(|f| f != Field::Site);
    if !placed || sound_named(stem).is_some() {
        return None;
    }
    let layout = layout(number::value(rest)?, reader.word(at + 1))?;
    Some(Reading::of(Field::Channels, at, at + 2).says(Value::Word(Says::Channels(layout))))
}

/// `DDP5.1`, `AAC2 0`.
pub(super) fn sound(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let (stem, rest) = parted(reader.word(at))?;
    let gap = reader.gap(at + 1);
    if rest.len() != 1 || !(gap.only(Gap::DOT) || gap.only(Gap::SPACE)) {
        return None;
    }
    let says = sound_named(stem)?;
    let layout = layout(number::value(rest)?, reader.word(at + 1))?;
    let digit = reader.tokens[at].end - rest.len();
    let reading = spoken(reader, at, at + 1, says).and(Field::Channels, at + 1, at + 2).starting_at(Some(digit));
    Some(reading.ending_at(Field::Audio, digit).says(Value::Word(Says::Channels(layout))))
}

/// `DD51`.
pub(super) fn packed_sound(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let (stem, rest) = parted(reader.word(at))?;
    let front = rest.strip_suffix(|c: char| c.is_ascii_digit()).and_then(number::value)?;
    if rest.len() != 2 {
        return None;
    }
    let layout = layout(front, &rest[1..])?;
    let says = sound_named(stem)?;
    let end = reader.tokens[at].end;
    let digits = end - rest.len();
    let reading = spoken(reader, at, at + 1, says).ending_at(Field::Audio, digits);
    Some(reading.at_bytes(Field::Channels, digits, end).says(Value::Word(Says::Channels(layout))))
}
