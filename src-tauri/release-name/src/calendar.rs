//! Stage two: days and years. A day is a field of its own and takes its numbers away from the episodes; a year is chosen
//! last, when seasons and episodes are known.

use crate::{
    name::{Date, Field},
    number,
    reader::Reader,
    token::{Gap, Shape},
};

/// Finds the first day written in the name.
pub(crate) fn date(reader: &mut Reader<'_>) {
    let end = reader.end();
    for at in 0..end {
        if let Some((date, to)) = numeric(reader, at).or_else(|| spelled(reader, at)).or_else(|| packed(reader, at)) {
            reader.out.date = Some(date);
            reader.take(Field::Date, at, to);
            return;
        }
    }
}

fn checked(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = match year {
        0..=39 => year + 2000,
        90..=99 => year + 1900,
        1900..=2039 => year,
        _ => return None,
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Date {
        year: u16::try_from(year).ok()?,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
    })
}

/// `2014.10.31`, `31-10-2014`, `10-31-2014`, and two-digit years where only one order makes a day.
fn numeric(reader: &Reader<'_>, at: usize) -> Option<(Date, usize)> {
    let (a, b, c) = (reader.free_number(at)?, reader.free_number(at + 1)?, reader.free_number(at + 2)?);
    let gap = reader.gap(at + 1);
    let same = [Gap::DOT, Gap::DASH, Gap::SLASH, Gap::SPACE, Gap::UNDERSCORE].iter().any(|g| gap.only(*g));
    if !same || gap != reader.gap(at + 2) || at + 3 > reader.end() {
        return None;
    }
    let lengths = [at, at + 1, at + 2].map(|i| reader.raw(i).len());
    let more = reader.free_number(at + 3).is_some_and(|v| v < 100 && reader.gap(at + 3) == gap);
    let date = match lengths {
        [4, 1 | 2, 1 | 2] if !gap.only(Gap::SPACE) || lengths == [4, 2, 2] => checked(a, b, c),
        [1 | 2, 1 | 2, 4] => checked(c, b, a).or_else(|| checked(c, a, b)),
        [2, 2, 2] if !(more || b == a + 1 && c == b + 1) => {
            let recent = (10..=29).contains(&a).then(|| checked(a, b, c)).flatten();
            recent.or_else(|| checked(c, b, a)).or_else(|| checked(c, a, b))
        }
        _ => None,
    }?;
    // A film can be called by a day: what follows is then its year.
    let titled = at == first_word(reader) && reader.free_number(at + 3).is_some_and(number::is_year);
    (!titled).then_some((date, at + 3))
}

/// `4th October 2020`, `22 October 2016`, `March 11, 2024`.
fn spelled(reader: &Reader<'_>, at: usize) -> Option<(Date, usize)> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const REST: [&str; 12] = ["uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember"];
    let (day, name) = if reader.shape(at) == Some(Shape::Word) { (at + 1, at) } else { (at, at + 1) };
    if !reader.is_free(at) || !reader.is_free(at + 1) || reader.shape(name) != Some(Shape::Word) {
        return None;
    }
    let year = reader.free_number(at + 2).filter(|y| number::is_year(*y))?;
    if reader.free_number(at + 3).is_some_and(number::is_year) {
        return None;
    }
    let day = number::value(reader.raw(day)).or_else(|| number::ordinal(reader.word(day)))?;
    let word = reader.word(name);
    let month = MONTHS.iter().position(|m| word.starts_with(m))?;
    let rest = &word[3..];
    if !rest.is_empty() && rest != REST[month] && rest != "t" {
        return None;
    }
    Some((checked(year, u32::try_from(month).ok()? + 1, day)?, at + 3))
}

/// `20200116`.
fn packed(reader: &Reader<'_>, at: usize) -> Option<(Date, usize)> {
    let raw = reader.raw(at);
    if raw.len() != 8 || !reader.is_free(at) || !raw.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| raw.get(range).and_then(number::value);
    Some((checked(part(0..4)?, part(4..6)?, part(6..8)?)?, at + 1))
}

/// Chooses the year: in round brackets first, else the last one before the technical words; never the whole title.
pub(crate) fn year(reader: &mut Reader<'_>) {
    let end = reader.end();
    let first = first_word(reader);
    let mut best: Option<(usize, u8)> = None;
    let mut before_technical = true;
    for at in 0..end {
        before_technical &= reader.mark(at).is_none_or(|f| matches!(f, Field::Site | Field::Season | Field::Episode));
        let Some(value) = reader.free_number(at).filter(|v| number::is_year(*v)) else { continue };
        if reader.raw(at).len() != 4 {
            continue;
        }
        let enclosed = reader.bracket(at).is_some();
        let closing_range = at > 0 && reader.gap(at).only(Gap::DASH) && best.is_some_and(|(i, _)| i + 1 == at);
        if closing_range {
            if u16::try_from(value).ok() > reader.raw(at - 1).parse().ok() {
                reader.out.end_year = u16::try_from(value).ok();
            }
            continue;
        }
        let opens_title = at == first && !enclosed;
        let rank = match () {
            () if opens_title => 1,
            () if enclosed && reader.opens_bracket(at) => 4,
            () if before_technical => 3,
            () => 2,
        };
        if best.is_none_or(|(_, old)| rank > old || (rank == old && rank == 3)) {
            best = Some((at, rank));
        }
    }
    let Some((at, rank)) = best else {
        return;
    };
    let titled = rank == 1
        && (at + 1 >= end
            || reader.mark(at + 1).is_some()
            || reader.opens_bracket(at + 1)
            || reader.gap(at + 1).is_break());
    if titled {
        reader.out.end_year = None;
        return;
    }
    reader.out.year = number::value(reader.raw(at)).and_then(|v| u16::try_from(v).ok());
    let to = if reader.out.end_year.is_some() && reader.gap(at + 1).only(Gap::DASH) { at + 2 } else { at + 1 };
    if to == at + 1 {
        reader.out.end_year = None;
    } else {
        reader.out.complete = true;
    }
    reader.take(Field::Year, at, to);
}

/// The first token that is neither part of a site nor of a leading bracket.
pub(crate) fn first_word(reader: &Reader<'_>) -> usize {
    let mut at = 0;
    while at < reader.end() {
        match reader.bracket(at) {
            Some(bracket) if bracket.first == at && (at > 0 || reader.text[..bracket.start].trim().is_empty()) => {
                at = bracket.last.max(at + 1);
            }
            _ if reader.mark(at) == Some(Field::Site) => at += 1,
            _ => return at,
        }
    }
    0
}
