//! How large a picture is: `1080p`, `1920x1080`, `[720]`.

use std::borrow::Cow;

use crate::{
    name::Field,
    number,
    reader::Reader,
    reading::{Directness, Reading, Value},
    token::Gap,
};

/// `1920×1080`, `1280*544`, `1920 x 1080`.
pub(super) fn size_apart(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let spelt =
        reader.lower_is(at + 1, "x") && reader.gap(at + 1).only(Gap::SPACE) && reader.gap(at + 2).only(Gap::SPACE);
    if !spelt && !reader.gap(at + 1).only(Gap::TIMES) {
        return None;
    }
    let last = at + 1 + usize::from(spelt);
    let width = number::value(reader.raw(at))?;
    let (lines, _) = number::leading(reader.word(last))?;
    let value = Value::Resolution(name_of_size(width, lines), Directness::Size);
    (width >= 300 && lines >= 200).then(|| Reading::of(Field::Resolution, at, last + 1).says(value))
}

/// `1080 p`.
pub(super) fn height_apart(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let scan = reader.raw(at + 1).chars().next().filter(|_| matches!(reader.word(at + 1), "p" | "i"))?;
    let lines = number::value(reader.raw(at)).filter(|lines| number::is_height(*lines) && *lines >= 480)?;
    let value = Value::Resolution(of_lines(lines, scan.to_ascii_lowercase()), Directness::Height);
    reader.gap(at + 1).only(Gap::SPACE).then(|| Reading::of(Field::Resolution, at, at + 2).says(value))
}

/// `[720]`.
pub(super) fn height_in_bracket(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    if !reader.fills_bracket(at, at + 1) || at == 0 {
        return None;
    }
    let lines = number::value(reader.raw(at))?;
    let found = number::is_height(lines) && lines >= 480;
    let value = || Value::Resolution(of_lines(lines, 'p'), Directness::Number);
    found.then(|| Reading::of(Field::Resolution, at, at + 1).says(value()))
}

/// `1080 BluRay`, `HDTV.720.x264`: one of the usual heights, right beside the source, the codec or the depth.
pub(super) fn height_among_technical(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let lines = match reader.raw(at) {
        "480" => 480,
        "576" => 576,
        "720" => 720,
        "1080" => 1080,
        "2160" => 2160,
        _ => return None,
    };
    let technical = |at: usize| matches!(reader.mark(at), Some(Field::Quality | Field::Codec | Field::BitDepth));
    let beside =
        reader.gap(at).joins() && technical(at.checked_sub(1)?) || reader.gap(at + 1).joins() && technical(at + 1);
    let value = Value::Resolution(of_lines(lines, 'p'), Directness::Number);
    (beside && !reader.gap(at).is_break()).then(|| Reading::of(Field::Resolution, at, at + 1).says(value))
}

/// `1o8op`: letters for zeros, to get past filters. It states no resolution.
pub(super) fn misspelt_height(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let word = reader.word(at);
    let found =
        word.len() == 5 && word.ends_with('p') && word.contains('o') && lines_of(&word.replace('o', "0")).is_some();
    found.then(|| Reading::of(Field::Technical, at, at + 1))
}

/// `1080p`.
pub(super) fn height(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let value = Value::Resolution(lines_of(reader.word(at))?, Directness::Height);
    Some(Reading::of(Field::Resolution, at, at + 1).says(value))
}

/// `1920x1080`, `1280x720p`.
pub(super) fn size(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let word = reader.word(at);
    let (width, end) = number::leading(word)?;
    let rest = word[end..].strip_prefix('x')?;
    let (lines, used) = number::leading(rest)?;
    let large = width >= 300 && (lines >= 400 || (lines >= 200 && !number::is_year(width)));
    if !large || !matches!(&rest[used..], "" | "p" | "i") {
        return None;
    }
    let name = if rest.ends_with('p') { reader.raw(at).to_owned().into() } else { name_of_size(width, lines) };
    Some(Reading::of(Field::Resolution, at, at + 1).says(Value::Resolution(name, Directness::Size)))
}

/// `1080p`, `1080i`, `1080p24`, `10800p`; at least 144 lines.
pub(super) fn lines_of(word: &str) -> Option<Cow<'static, str>> {
    let (mut lines, end) = number::leading(word)?;
    let rest = &word[end..];
    let scan = rest.chars().next().filter(|c| matches!(c, 'p' | 'i'))?;
    let tail = &rest[1..];
    if !(matches!(tail, "" | "x" | "hd") || number::value(tail).is_some_and(|v| v <= 120)) {
        return None;
    }
    if lines == 10800 || lines == 7200 || lines == 21600 {
        lines /= 10;
    }
    (144..=4320).contains(&lines).then(|| of_lines(lines, scan))
}

/// The usual name of a picture size: its width decides, since films are cropped above and below.
fn name_of_size(width: u32, lines: u32) -> Cow<'static, str> {
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
