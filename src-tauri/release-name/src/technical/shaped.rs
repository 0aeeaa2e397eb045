//! Words known by their shape: `1080p`, `1920x1080`, `DDP5.1`, `700MB`, `23.976fps`, `FLACx2`.

use std::borrow::Cow;

use super::phrase::{alone, apply};
use crate::{
    name::Field,
    number,
    reader::Reader,
    token::{Gap, Shape, Token},
    vocabulary::{self, Says},
};

/// `5.1`, `5 1`, `2.0x3` after a word that speaks of sound.
pub(super) fn channels(reader: &mut Reader<'_>, at: usize) {
    let Some(front) = reader.free_number(at) else { return };
    let gap = reader.gap(at + 1);
    if !(gap.only(Gap::DOT) || gap.only(Gap::SPACE) || gap.only(Gap::UNDERSCORE)) || !reader.gap(at).joins() {
        return;
    }
    if let Some(value) = layout(front, reader.word(at + 1)) {
        Reader::add(&mut reader.out.channels, value);
        reader.take(Field::Channels, at, at + 2);
    }
}

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

/// Words known by their shape: `1080p`, `1920x1080`, `DDP5` before `1`, `700MB`, `23.976fps`, `FLACx2`.
pub(super) fn shaped(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    match reader.shape(at)? {
        Shape::Digits => pair_of_digits(reader, at),
        Shape::Mixed => mixed(reader, at),
        Shape::Word | Shape::Cjk => None,
    }
}

pub(super) fn pair_of_digits(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    let first = number::value(reader.raw(at))?;
    let gap = reader.gap(at + 1);
    if gap.only(Gap::TIMES) {
        let (second, _) = number::leading(reader.word(at + 1))?;
        if first >= 300 && second >= 200 {
            set_resolution(reader, picture(first, second), 1);
            reader.take(Field::Resolution, at, at + 2);
            return Some(2);
        }
    }
    let placed = reader.bracket(at).is_some() || reader.gap(at).has(Gap::PLUS) || (at > 0 && audio_near(reader, at));
    if gap.only(Gap::DOT)
        && placed
        && let Some(value) = layout(first, reader.word(at + 1))
    {
        Reader::add(&mut reader.out.channels, value);
        reader.take(Field::Channels, at, at + 2);
        return Some(2);
    }
    if is_amount(reader.word(at + 1))
        && (gap.only(Gap::SPACE) || gap.only(Gap::DOT))
        && reader.shape(at + 1) == Some(Shape::Word)
    {
        reader.take(Field::Technical, at, at + 2);
        return Some(2);
    }
    if gap.only(Gap::DOT) && reader.shape(at + 1) == Some(Shape::Mixed) && amount(reader.word(at + 1)) {
        reader.take(Field::Technical, at, at + 2);
        return Some(2);
    }
    if number::is_height(first) && first >= 480 && reader.fills_bracket(at, at + 1) && at > 0 {
        set_resolution(reader, of_lines(first, 'p'), 0);
        reader.take(Field::Resolution, at, at + 1);
        return Some(1);
    }
    None
}

pub(super) fn audio_near(reader: &Reader<'_>, at: usize) -> bool {
    matches!(
        reader.mark(at - 1),
        Some(Field::Audio | Field::Channels | Field::Resolution | Field::Codec | Field::Language | Field::Quality)
    )
}

pub(super) fn is_amount(word: &str) -> bool {
    matches!(word, "gb" | "mb" | "gib" | "mib" | "kbps" | "mbps" | "fps" | "khz" | "kb")
}

pub(super) fn amount(word: &str) -> bool {
    number::leading(word).is_some_and(|(_, end)| is_amount(&word[end..]))
}

pub(super) fn mixed(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    let word = reader.word(at).to_owned();
    if amount(&word) {
        reader.take(Field::Technical, at, at + 1);
        return Some(1);
    }
    if misspelt_height(&word) {
        reader.take(Field::Technical, at, at + 1);
        return Some(1);
    }
    if let Some(value) = height(&word) {
        set_resolution(reader, value, 2);
        reader.take(Field::Resolution, at, at + 1);
        return Some(1);
    }
    if let Some((width, end)) = number::leading(&word)
        && let Some(rest) = word[end..].strip_prefix('x')
        && let Some((lines, used)) = number::leading(rest)
        && width >= 300
        && (lines >= 400 || (lines >= 200 && !number::is_year(width)))
        && matches!(&rest[used..], "" | "p" | "i")
    {
        let value = if rest.ends_with('p') { reader.raw(at).to_owned().into() } else { picture(width, lines) };
        set_resolution(reader, value, 1);
        reader.take(Field::Resolution, at, at + 1);
        return Some(1);
    }
    let letters = word.find(|c: char| c.is_ascii_digit())?;
    if letters == 0 || !word.is_char_boundary(letters) {
        return None;
    }
    let (stem, rest) = word.split_at(letters);
    let says = alone(stem);
    let audio = vocabulary::entry(stem)
        .and_then(|e| e.phrases.iter().find(|p| p.rest.is_empty() && matches!(p.says, Says::Audio(_))))
        .map(|p| p.says);
    if let Some(value) = height(rest)
        && (says.is_some() || stem == "dl")
    {
        if let Some(says) = says {
            apply(reader, at, at + 1, says);
        }
        set_resolution(reader, value, 2);
        reader.take(Field::Resolution, at, at + 1);
        return Some(1);
    }
    if let Some(times) = word.strip_suffix(|c: char| c.is_ascii_digit()).and_then(|w| w.strip_suffix('x'))
        && let Some(Says::Audio(value)) = alone(times)
    {
        Reader::add(&mut reader.out.audio, value);
        reader.take(Field::Audio, at, at + 1);
        channels(reader, at + 1);
        return Some(1);
    }
    if rest.len() == 1
        && audio.is_none()
        && stem.len() > 1
        && reader.gap(at + 1).only(Gap::DOT)
        && at > 0
        && reader.mark(at - 1).is_some_and(|f| f != Field::Site)
        && let Some(value) = number::value(rest).and_then(|front| layout(front, reader.word(at + 1)))
    {
        // A sound format without a name of its own here, among technical words: its layout counts all the same.
        Reader::add(&mut reader.out.channels, value);
        reader.take(Field::Channels, at, at + 2);
        return Some(2);
    }
    if rest.len() == 1
        && let Some(front) = number::value(rest)
        && let Some(says) = audio
        && (reader.gap(at + 1).only(Gap::DOT) || reader.gap(at + 1).only(Gap::SPACE))
    {
        let value = layout(front, reader.word(at + 1))?;
        apply(reader, at, at + 1, says);
        Reader::add(&mut reader.out.channels, value);
        reader.take(Field::Channels, at + 1, at + 2);
        let digit = reader.tokens[at].end - rest.len();
        reader.reach_back(digit);
        reader.cut_short(Field::Audio, digit);
        return Some(2);
    }
    let front = rest.strip_suffix(|c: char| c.is_ascii_digit()).and_then(number::value);
    if rest.len() == 2
        && let Some(value) = front.and_then(|f| layout(f, &rest[1..]))
        && let Some(says) = audio
    {
        apply(reader, at, at + 1, says);
        Reader::add(&mut reader.out.channels, value);
        let Token { start, end, .. } = reader.tokens[at];
        reader.cut_short(Field::Audio, end - rest.len());
        reader.span(Field::Channels, start + letters, end);
        return Some(1);
    }
    None
}

/// `1o8op`: a resolution with letters for zeros, to get past filters.
pub(super) fn misspelt_height(word: &str) -> bool {
    word.len() == 5 && word.ends_with('p') && word.contains('o') && height(&word.replace('o', "0")).is_some()
}

/// `1080p`, `1080i`, `1080p24`, `10800p`; at least 144 lines.
pub(super) fn height(word: &str) -> Option<Cow<'static, str>> {
    let (mut lines, end) = number::leading(word)?;
    let rest = &word[end..];
    let scan = rest.chars().next().filter(|c| matches!(c, 'p' | 'i'))?;
    let tail = &rest[1..];
    if !(tail.is_empty() || tail == "x" || number::value(tail).is_some_and(|v| v <= 120)) {
        return None;
    }
    if lines == 10800 || lines == 7200 || lines == 21600 {
        lines /= 10;
    }
    (144..=4320).contains(&lines).then(|| of_lines(lines, scan))
}

/// The usual name of a picture size: its width decides, since films are cropped above and below.
pub(super) fn picture(width: u32, lines: u32) -> Cow<'static, str> {
    let lines = match width {
        3800..=4096 => 2160,
        2500..=2600 => 1440,
        1900..=1920 => 1080,
        1270..=1280 => 720,
        _ => lines,
    };
    of_lines(lines, 'p')
}

/// `1080p`, `1080i`: nearly always one of a few.
fn of_lines(lines: u32, scan: char) -> Cow<'static, str> {
    const USUAL: [(u32, char, &str); 8] = [
        (1080, 'p', "1080p"),
        (720, 'p', "720p"),
        (2160, 'p', "2160p"),
        (480, 'p', "480p"),
        (576, 'p', "576p"),
        (360, 'p', "360p"),
        (1440, 'p', "1440p"),
        (1080, 'i', "1080i"),
    ];
    let usual = USUAL.iter().find(|usual| (usual.0, usual.1) == (lines, scan));
    usual.map_or_else(|| format!("{lines}{scan}").into(), |usual| usual.2.into())
}

/// Keeps the best statement: `1080p` over `1920x800` over a word; among equals the last.
pub(super) fn set_resolution(reader: &mut Reader<'_>, value: Cow<'static, str>, rank: u8) {
    if rank >= reader.resolution_rank {
        reader.out.resolution = Some(value);
        reader.resolution_rank = rank;
    } else {
        reader.out.resolution.get_or_insert(value);
    }
}
