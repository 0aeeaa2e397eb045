//! Stage seven: numbers without any word. Each free number is read in the first form that fits and gets points for how it
//! stands (after a dash, alone in a bracket, before the technical words, zero-padded, …); the best one over a threshold is
//! the episode.

mod form;
mod points;

use crate::{
    name::{Extra, Field, Marking},
    reader::Reader,
    reading::{Reading, Value},
    rule::{Rule, ask_whole},
    vocabulary::Says,
};
use form::{Candidate, Form, Number};

/// The forms of a number. Two numbers that are no range come before ranges; a range before a decimal, so that `1-2.5` is one;
/// a number by itself last.
pub(crate) const FORMS: &[Rule<Number, Candidate>] = &[
    Rule {
        name: "season and episode in two numbers",
        examples: ["4-13 Blue Meadow.avi", "Blue Meadow 03-20.mkv"],
        read: form::pair,
    },
    Rule {
        name: "seasons and episodes in two numbers",
        examples: ["Blue.Meadow.205-206.HDTV.XviD-GRP", "blue_meadow_1104-1105_hdtv.avi"],
        read: form::compact_range,
    },
    Rule {
        name: "range without a word",
        examples: ["[Grp] Blue Meadow (01-12) [720p]", "[Grp] Blue Meadow - 01 ~ 13 [1080p]"],
        read: form::range,
    },
    Rule {
        name: "season and episode with a dot",
        examples: ["Blue Meadow - 6.01 - The Mill.avi", "Blue Meadow 02.09.avi"],
        read: form::dotted,
    },
    Rule {
        name: "half episode",
        examples: ["[Grp] Blue Meadow - 12.5 [720p].mkv", "[Grp] Blue Meadow - 06.5v2 [1080p].mkv"],
        read: form::half,
    },
    Rule {
        name: "season and episode in one number",
        examples: ["blue.meadow.103.hdtv.xvid-grp.avi", "blue_meadow_1204.avi"],
        read: form::compact,
    },
    Rule {
        name: "number alone",
        examples: ["[Grp] Blue Meadow - 05 [720p].mkv", "Blue Meadow 12v2.mkv"],
        read: form::alone,
    },
];

/// Asked where no number without a word is an episode.
pub(crate) const WITHOUT_NUMBER: &[Rule<()>] = &[Rule {
    name: "part as episode",
    examples: ["Blue.Meadow.Part.2.HDTV.x264-GRP", "Blue.Meadow.Pt1.PDTV.XviD-GRP.avi"],
    read: part_as_episode,
}];

/// Asked when the numbers are settled.
pub(crate) const FILMS: &[Rule<()>] = &[Rule {
    name: "film or special among a series' files",
    examples: ["[Grp] Blue Meadow Movie - The Mill [1080p].mkv", "[Grp] Blue Meadow OVA - The Mill [BD].mkv"],
    read: film,
}];

pub(crate) fn episode(reader: &mut Reader<'_>) {
    let told = reader.so_far();
    let settled = matches!(told.marking, Marking::Full | Marking::Episode) || told.fraction.is_some();
    if settled || is_event(reader) {
        return;
    }
    match best(reader) {
        Some((name, found)) => {
            let reading = reading(reader, found);
            reader.record(name, reading);
        }
        None => ask_whole(reader, WITHOUT_NUMBER),
    }
    ask_whole(reader, FILMS);
}

/// Fights and matches are counted in their titles.
fn is_event(reader: &Reader<'_>) -> bool {
    let told = reader.so_far();
    told.date.is_some() && told.seasons.is_empty() && !form::is_fansub(reader, reader.first_word())
        || (0..reader.end()).any(|i| reader.word(i) == "ppv")
}

/// The number with the most points, the first among equals, and the name of the form it was read in.
fn best(reader: &Reader<'_>) -> Option<(&'static str, Candidate)> {
    let start = reader.first_word();
    let mut best: Option<(i32, &'static str, Candidate)> = None;
    let mut at = 0;
    while at < reader.end() {
        let found = Number::at(reader, at, start).and_then(|number| first_form(reader, number));
        let Some((name, candidate)) = found else {
            at += 1;
            continue;
        };
        at = candidate.to;
        let points = points::of(reader, &candidate, start);
        if points >= points::THRESHOLD && best.as_ref().is_none_or(|(most, ..)| points > *most) {
            best = Some((points, name, candidate));
        }
    }
    best.map(|(_, name, candidate)| (name, candidate))
}

/// A number in the first form that fits, and the form's name.
fn first_form(reader: &Reader<'_>, number: Number) -> Option<(&'static str, Candidate)> {
    FORMS.iter().find_map(|form| Some((form.name, (form.read)(reader, number)?)))
}

/// What the chosen number says.
fn reading(reader: &Reader<'_>, found: Candidate) -> Reading {
    let Candidate { from, to, episodes, form, version, segment } = found;
    let reading = Reading::of(Field::Episode, from - usize::from(is_counted(reader, from)), to)
        .says(Value::Suffix(version, segment));
    match form {
        Form::Plain => {
            let compact = form::other(reader, from, &episodes).filter(|_| version.is_none() && segment.is_none());
            reading.says_if(compact.map(Value::Compact)).says(Value::Episodes(episodes, Marking::Bare))
        }
        Form::Half(tenth) => reading.says_if(episodes.first().map(|whole| Value::Fraction(*whole, tenth))),
        Form::Full(season) => reading.says(Value::Seasons(vec![season])).says(Value::Episodes(episodes, Marking::Full)),
        Form::Compact(number) => compact(reader, reading, from, number),
    }
}

/// ` - Chapter 5`, ` - No. 5`, `No. 05`: the word goes with its number.
fn is_counted(reader: &Reader<'_>, at: usize) -> bool {
    at > 1
        && reader.is_free(at - 1)
        && match reader.word(at - 1) {
            "chapter" | "no" | "nr" | "number" | "kapitel" | "chapitre" => {
                reader.gap(at - 1).is_break() || reader.raw(at).starts_with('0')
            }
            // What anime calls its episodes, set off from the title.
            "act" | "file" | "lesson" | "mission" | "phase" | "stage" | "step" | "turn" => {
                reader.gap(at - 1).is_break()
            }
            _ => false,
        }
}

/// 103 is the third episode of season 1; in `102.103` it is the second of two.
fn compact(reader: &Reader<'_>, reading: Reading, from: usize, number: u32) -> Reading {
    let (season, episode) = (number / 100, number % 100);
    let twin = from.checked_sub(1).filter(|before| {
        reader.gap(from).only(crate::token::Gap::DOT)
            && reader.free_number(*before).is_some_and(|n| n + 1 == number && n / 100 == season)
    });
    let episodes = if twin.is_some() { vec![episode - 1, episode] } else { vec![episode] };
    let reading = reading
        .says(Value::Compact(number))
        .says(Value::Seasons(vec![season]))
        .says(Value::Episodes(episodes, Marking::Compact));
    match twin {
        Some(before) => reading.and(Field::Episode, before, from),
        None => reading,
    }
}

/// `Part 2` is the episode of a short series where a broadcast source follows.
fn part_as_episode(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let told = reader.so_far();
    let (part, span) = (told.part?, told.span(Field::Part)?);
    let after = |from: usize| (from..reader.end()).find(|i| reader.tokens[*i].start >= span.end);
    let followed = after(0).and_then(|next| reader.mark(next)).is_some_and(|field| field != Field::Year);
    if !form::is_broadcast(reader) || !followed || told.date.is_some() || !told.seasons.is_empty() {
        return None;
    }
    let from = reader.tokens.iter().position(|token| token.start == span.start)?;
    let reading = Reading::of(Field::Episode, from, after(from).unwrap_or(reader.end()));
    Some(reading.says(Value::Episodes(vec![part], Marking::Bare)))
}

/// `[Grp] Title Movie - Its Name`: a film's name is its title. `[Grp] Title OVA - Its Name`: a special's is the show's.
fn film(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let told = reader.so_far();
    let leading = reader.brackets.first().is_some_and(|b| b.first == 0 && b.last > 0 && b.start == 0);
    if !leading || told.extra.is_some() || !told.is_unnumbered() {
        return None;
    }
    let at = (1..reader.end()).find(|i| {
        let ends = reader.gap(i + 1).is_break() || reader.opens_bracket(i + 1) || reader.mark(i + 1).is_some();
        reader.is_free(*i) && matches!(reader.word(*i), "movie" | "gekijouban" | "ova" | "ovas" | "oad" | "oav") && ends
    })?;
    let extra = if reader.word(at).starts_with('o') { Extra::Special } else { Extra::Movie };
    let token = reader.tokens[at];
    let reading = match extra {
        Extra::Special => Reading::of(Field::Extra, at, at + 1),
        _ => Reading::default().at_bytes(Field::Extra, token.start, token.end),
    };
    Some(reading.says(Value::Word(Says::Extra(extra))))
}
