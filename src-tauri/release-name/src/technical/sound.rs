//! How many channels a sound has: `5.1`, `2.0x3`.

use crate::{
    name::Field,
    number,
    reader::Reader,
    reading::{Reading, Value},
    token::Gap,
    vocabulary::Says,
};

/// `[AAC+5.1]`, `.1080p.5.1.`: in a bracket, after a plus, or after a word that speaks of sound or picture.
pub(super) fn channels_apart(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    if !reader.gap(at + 1).only(Gap::DOT) {
        return None;
    }
    let placed =
        reader.bracket(at).is_some() || reader.gap(at).has(Gap::PLUS) || (at > 0 && follows_technical(reader, at));
    let front = number::value(reader.raw(at)).filter(|_| placed)?;
    let layout = layout(front, reader.word(at + 1))?;
    Some(Reading::of(Field::Channels, at, at + 2).says(Value::Word(Says::Channels(layout))))
}

fn follows_technical(reader: &Reader<'_>, at: usize) -> bool {
    matches!(
        reader.mark(at - 1),
        Some(Field::Audio | Field::Channels | Field::Resolution | Field::Codec | Field::Language | Field::Quality)
    )
}

/// `5.1`, `5 1` or `2.0x3`, after a word that speaks of sound.
pub(super) fn channels_after(reader: &Reader<'_>, at: usize) -> Option<&'static str> {
    let front = reader.free_number(at)?;
    let gap = reader.gap(at + 1);
    let apart = gap.only(Gap::DOT) || gap.only(Gap::SPACE) || gap.only(Gap::UNDERSCORE);
    if apart && reader.gap(at).joins() { layout(front, reader.word(at + 1)) } else { None }
}

/// The layout whose first number is `front` and whose second one is at the start of `low`.
pub(super) fn layout(front: u32, low: &str) -> Option<&'static str> {
    let low = low.strip_suffix("ch").unwrap_or(low);
    let low = low.split_once('x').map_or(low, |(low, times)| if times.parse::<u8>().is_ok() { low } else { "" });
    Some(match (front, low) {
        (7, "1") => "7.1",
        (5, "1") => "5.1",
        (6, "1") => "6.1",
        (2, "0") => "2.0",
        (2, "1") => "2.1",
        (1, "0") => "1.0",
        (5, "0") => "5.0",
        (6, "0") => "6.0",
        (4, "0") => "4.0",

        _ => return None,
    })
}
