//! Stages two and five: days and years; days in six digits between them. A day is a field of its own and takes its numbers away from the episodes; a year is
//! chosen later, when marked seasons and episodes are known.

use crate::{
    name::{Date, Field},
    number,
    reader::{Kind, Reader},
    reading::{Reading, Value},
    rule::{Group, Rule, ask_whole, scan_for_first},
    token::{Gap, Shape, Token},
};

/// The ways to write a day. No two of them fit at the same token.
pub(crate) const DATES: &[Group] = &[
    Group {
        on: Kind::DIGITS,
        rules: &[
            Rule {
                name: "day in numbers",
                examples: ["Blue.Meadow.Daily.2024.03.11.720p.WEB.h264", "Blue Meadow 31-10-2014.mkv"],
                read: |reader, at| Some(day(numeric(reader, at)?, at, at + 3)),
            },
            Rule {
                name: "day with its signs",
                examples: ["蓝色草地 2020年10月18日.mp4", "Blue Meadow 2020年1月8日 [720p].mkv"],
                read: |reader, at| Some(day(signed(reader, at)?, at, at + 6)),
            },
            Rule {
                name: "day in eight digits",
                examples: ["Blue Meadow Daily 20200116.mkv", "20191231 Blue Meadow Night [720p].mkv"],
                read: |reader, at| Some(day(packed(reader, at)?, at, at + 1)),
            },
        ],
    },
    Group {
        on: Kind::DIGITS | Kind::WORD | Kind::MIXED,
        rules: &[Rule {
            name: "day with a month's name",
            examples: ["Blue Meadow Daily 22 October 2016.mkv", "Blue Meadow Daily March 11, 2024 720p"],
            read: |reader, at| Some(day(spelled(reader, at)?, at, at + 3)),
        }],
    },
];

pub(crate) const YEARS: &[Rule<()>] =
    &[Rule { name: "year", examples: ["Sintel.2010.1080p.mkv", "Blue Meadow (1994-2004) S01-S10"], read: year_of }];

/// Asked when the episodes are known, since six digits may be anything.
pub(crate) const SHORT_DATES: &[Group] = &[Group {
    on: Kind::DIGITS,
    rules: &[Rule {
        name: "day in six digits",
        examples: ["Blue.Meadow.E223.251015.1080p.WEB-DL", "A.Blue.Meadow.140722.720p.HDTV.x264-GRP"],
        read: |reader, at| Some(day(short(reader, at)?, at, at + 1)),
    }],
}];

/// Finds the first day written in six digits, where no other is known.
pub(crate) fn short_date(reader: &mut Reader<'_>) {
    let six = |token: &Token| token.shape == Shape::Digits && token.end - token.start == 6;
    if reader.so_far().date.is_none() && reader.tokens.iter().any(six) {
        scan_for_first(reader, SHORT_DATES);
    }
}

/// Finds the first day written in the name.
pub(crate) fn date(reader: &mut Reader<'_>) {
    scan_for_first(reader, DATES);
}

/// Chooses the year of the name.
pub(crate) fn year(reader: &mut Reader<'_>) {
    ask_whole(reader, YEARS);
}

fn day(date: Date, from: usize, to: usize) -> Reading {
    Reading::of(Field::Date, from, to).says(Value::Date(date))
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

/// `2014.10.31`, `31-10-2014`, `10-31-2014`, `2014.31.10`, and two-digit years where only one order makes a day.
fn numeric(reader: &Reader<'_>, at: usize) -> Option<Date> {
    let (a, b, c) = (reader.free_number(at)?, reader.free_number(at + 1)?, reader.free_number(at + 2)?);
    let gap = reader.gap(at + 1);
    let same = [Gap::DOT, Gap::DASH, Gap::SLASH, Gap::SPACE, Gap::UNDERSCORE].iter().any(|g| gap.only(*g));
    if !same || gap != reader.gap(at + 2) || at + 3 > reader.end() {
        return None;
    }
    let lengths = [at, at + 1, at + 2].map(|i| reader.raw(i).len());
    let more = reader.free_number(at + 3).is_some_and(|v| v < 100 && reader.gap(at + 3) == gap);
    let date = match lengths {
        [4, 1 | 2, 1 | 2] if !gap.only(Gap::SPACE) || lengths == [4, 2, 2] => {
            checked(a, b, c).or_else(|| checked(a, c, b))
        }
        [1 | 2, 1 | 2, 4] => checked(c, b, a).or_else(|| checked(c, a, b)),
        [2, 2, 2] if !(more || b == a + 1 && c == b + 1) => {
            let recent = (10..=29).contains(&a).then(|| checked(a, b, c)).flatten();
            recent.or_else(|| checked(c, b, a)).or_else(|| checked(c, a, b))
        }
        _ => None,
    }?;
    // A film can be called by a day: what follows is then its year.
    let titled = at == reader.first_word() && reader.free_number(at + 3).is_some_and(number::is_year);
    (!titled).then_some(date)
}

/// `4th October 2020`, `22 October 2016`, `March 11, 2024`, `2016 October 22`.
fn spelled(reader: &Reader<'_>, at: usize) -> Option<Date> {
    let is_word = |at| reader.shape(at) == Some(Shape::Word);
    let (day, name, year) = match (is_word(at), is_word(at + 1)) {
        (true, _) => (at + 1, at, at + 2),
        (_, true) if reader.free_number(at).is_some_and(number::is_year) => (at + 2, at + 1, at),
        (_, true) => (at, at + 1, at + 2),
        _ => return None,
    };
    let short = year == at + 2 && reader.raw(year).len() == 2 && reader.closes(at + 3) && !reader.gap(year).is_break();
    let year = reader.free_number(year).filter(|y| number::is_year(*y) || short && (10..40).contains(y))?;
    let month = month(reader.word(name))?;
    let followed = reader.free_number(at + 3).is_some_and(number::is_year);
    if followed || !(at..at + 3).all(|at| reader.is_free(at)) || at + 3 > reader.end() {
        return None;
    }
    let day = number::value(reader.raw(day)).or_else(|| number::ordinal(reader.word(day)))?;
    checked(year, month, day)
}

/// 10 for `october`, `oct`.
fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const REST: [&str; 12] = ["uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember"];
    let month = MONTHS.iter().position(|m| word.starts_with(m))?;
    let rest = &word[3..];
    let spelled = rest.is_empty() || rest == REST[month] || rest == "t";
    u32::try_from(month).ok().filter(|_| spelled).map(|month| month + 1)
}

/// `2020年10月18日`.
fn signed(reader: &Reader<'_>, at: usize) -> Option<Date> {
    let sign = |at, sign| reader.gap(at).is_empty() && reader.raw(at) == sign && reader.is_free(at);
    let signs = sign(at + 1, "年") && sign(at + 3, "月") && reader.raw(at + 5).starts_with('日');
    let day = || checked(reader.free_number(at)?, reader.free_number(at + 2)?, reader.free_number(at + 4)?);
    if signs { day() } else { None }
}

/// `20200116`.
fn packed(reader: &Reader<'_>, at: usize) -> Option<Date> {
    let raw = reader.raw(at);
    if raw.len() != 8 || !raw.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| raw.get(range).and_then(number::value);
    checked(part(0..4)?, part(4..6)?, part(6..8)?)
}

/// `251015` behind an episode, before technical words or the end, in a bracket of its own, or first of all.
fn short(reader: &Reader<'_>, at: usize) -> Option<Date> {
    let raw = reader.raw(at);
    if raw.len() != 6 || !raw.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let behind = at > 0 && reader.mark(at - 1) == Some(Field::Episode);
    let before = at > 0 && (at + 1 >= reader.end() || reader.mark(at + 1).is_some());
    let opening = at == reader.first_word() && matches!(reader.shape(at + 1), Some(Shape::Word | Shape::Cjk));
    let placed = behind || before || opening || reader.fills_bracket(at, at + 1);
    let part = |range: std::ops::Range<usize>| raw.get(range).and_then(number::value);
    let year = part(0..2)?;
    checked(year, part(2..4)?, part(4..6)?).filter(|_| placed && year < 40)
}

/// How well a year stands: the best one is the name's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// It is the first word, which may be a title.
    First,
    AmongTechnical,
    /// The last one of these counts: what stands before it is the title.
    BeforeTechnical,
    Bracketed,
}

/// A year that may be the name's.
#[derive(Clone, Copy)]
struct Found {
    at: usize,
    standing: Standing,
    year: u16,
    /// The last year of a range that this one begins: `1994-2004`.
    last: Option<u16>,
}

/// The year at `at`, and the one that a dash joins to it: `1994-2004`, `(1988 - 94)`.
fn year_at(reader: &Reader<'_>, at: usize) -> Option<(u16, Option<u16>)> {
    let written = |at| {
        let word = reader.word(at);
        if !matches!(word.as_bytes(), [b'1' | b'2', _, _, _, ..]) || !reader.is_free(at) {
            return None;
        }
        let digits = word.strip_suffix('г').unwrap_or(word);
        // The first films have their year in a bracket, or it would be a number.
        let first_films = |year: &u32| (1880..1900).contains(year) && reader.fills_bracket(at, at + 1);
        let year = number::value(digits).filter(|year| number::is_year(*year) || first_films(year))?;
        u16::try_from(year).ok()
    };
    let first = written(at)?;
    let gap = reader.gap(at + 1);
    let enclosed = reader.bracket(at).is_some_and(|bracket| bracket.last > at + 1);
    let joined = at + 1 < reader.end() && (gap.only(Gap::DASH) || enclosed && gap.only(Gap::DASH | Gap::SPACE));
    let short = || {
        let year = reader.free_number(at + 1).filter(|_| reader.raw(at + 1).len() == 2)?;
        let ends = enclosed || reader.closes(at + 2);
        u16::try_from(year).ok().filter(|_| ends).map(|year| first / 100 * 100 + year)
    };
    Some((first, if joined { written(at + 1).or_else(short) } else { None }))
}

/// A year after a word that no title ends with belongs to the title: `Summer of 1976`.
fn goes_on(reader: &Reader<'_>, at: usize) -> bool {
    const OPEN: [&str; 12] = ["of", "the", "its", "it's", "it’s", "and", "since", "until", "del", "des", "vom", "und"];
    at > 0 && reader.is_free(at - 1) && OPEN.contains(&reader.word(at - 1)) && reader.gap(at).joins()
}

/// In a bracket of its own, else the last one before the technical words, else another; never the whole title.
fn year_of(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let first = reader.first_word();
    let mut best: Option<Found> = None;
    let mut before_technical = true;
    let mut at = 0;
    while at < reader.end() {
        before_technical &= reader.mark(at).is_none_or(|f| matches!(f, Field::Site | Field::Season | Field::Episode));
        let digits = reader.kinds(at) & (Kind::DIGITS | Kind::MIXED) != 0;
        let year = digits.then(|| year_at(reader, at)).flatten();
        let Some((year, last)) = year.filter(|_| !goes_on(reader, at)) else {
            at += 1;
            continue;
        };
        let enclosed = reader.bracket(at).is_some();
        let standing = match () {
            () if at == first && !enclosed => Standing::First,
            () if enclosed && reader.opens_bracket(at) => Standing::Bracketed,
            () if before_technical => Standing::BeforeTechnical,
            () => Standing::AmongTechnical,
        };
        let later = |old| standing == old && standing == Standing::BeforeTechnical;
        if best.is_none_or(|Found { standing: old, .. }| standing > old || later(old)) {
            best = Some(Found { at, standing, year, last: last.filter(|last| *last > year) });
        }
        at += 1 + usize::from(last.is_some());
    }
    let Found { at, standing, year, last } = best?;
    if standing == Standing::First && is_title(reader, at) {
        return None;
    }
    Some(Reading::of(Field::Year, at, at + 1 + usize::from(last.is_some())).says(Value::Year(year, last)))
}

/// The year that opens the name is a title or begins one: nothing of a title follows it, or a colon or the day of a broadcast, or a fansub's bracket
/// stands before it.
fn is_title(reader: &Reader<'_>, at: usize) -> bool {
    at + 1 >= reader.end()
        || reader.gap(at + 1).has(Gap::COLON)
        || at > 0 && reader.opens_bracket(0) && reader.mark(0).is_none()
        || reader.so_far().date.is_some()
        || reader.mark(at + 1).is_some()
        || reader.opens_bracket(at + 1)
        || reader.gap(at + 1).is_break()
}
