//! Stage eight: what stands beside an episode. Its version in a token of its own, and the number that counts through all
//! seasons.

use crate::{
    name::{Field, Marking},
    number,
    reader::{Kind, Reader},
    reading::{Reading, Value},
    rule::{Group, Rule, ask_whole, scan},
    token::Gap,
};

pub(crate) const BEFORE: &[Rule<()>] = &[
    Rule {
        name: "running number before the episode",
        examples: ["Blue Meadow - 30 (S02E05) [720p].mkv", "Blue Meadow - 083-084 - S02E21E22 - The Mill.mkv"],
        read: before_episode,
    },
    Rule {
        name: "episode in a bracket behind its running number",
        examples: ["[Grp] Blue Meadow - 29 (04) [1080p].mkv", "[Grp] Blue Meadow S2 - 31 (07) [720p].mkv"],
        read: episode_in_bracket,
    },
];

/// A version is letters and digits together and a running number digits only, so that either order would do.
pub(crate) const AFTER: &[Group] = &[
    Group {
        on: Kind::MIXED,
        rules: &[Rule {
            name: "version apart",
            examples: ["[Grp] Blue Meadow - 05 [v2][720p].mkv", "Blue Meadow S01E05 v3 720p.mkv"],
            read: version,
        }],
    },
    Group {
        on: Kind::DIGITS,
        rules: &[Rule {
            name: "running number after the episode",
            examples: ["Blue Meadow S10E14 (227) 720p.mkv", "Blue Meadow S10E14 214 [720p].mkv"],
            read: running_number,
        }],
    },
];

pub(crate) fn beside(reader: &mut Reader<'_>) {
    ask_whole(reader, BEFORE);
    scan(reader, AFTER);
}

/// ` - 30 (S02E05)`, ` - 083 - S02E21`, `[Grp] Title 30 (S02E05)`: the number before a season and episode counts through.
fn before_episode(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let at = (2..reader.end()).find(|i| reader.mark(*i) == Some(Field::Episode))?;
    let told = reader.so_far();
    if told.marking != Marking::Full || !told.absolute.is_empty() {
        return None;
    }
    let value = reader.free_number(at - 1).filter(|v| !number::is_year(*v))?;
    if let Some(pair) = running_pair(reader, at, value) {
        return Some(Reading::of(Field::Absolute, at - 2, at).says(Value::Absolute(pair)));
    }
    let (bracketed, broken) = (reader.opens_bracket(at), reader.gap(at - 1).is_break());
    // A fansub's number, which is no number of the title: it is not smaller than the episode's.
    let counted = reader.opens_bracket(0) && reader.raw(at - 1).len() > 1 && told.episodes.iter().all(|e| *e <= value);
    let found =
        if bracketed { broken || counted } else { broken && reader.gap(at).is_break() && is_long(reader, at - 1) };
    found.then(|| Reading::of(Field::Absolute, at - 1, at).says(Value::Absolute(vec![value])))
}

/// ` - 083-084 - S02E21E22`: as many running numbers as episodes, the last of which stands before `at`.
fn running_pair(reader: &Reader<'_>, at: usize, last: u32) -> Option<Vec<u32>> {
    let first = at.checked_sub(2).filter(|first| *first > 0)?;
    let value = reader.free_number(first).filter(|value| *value < last)?;
    let set_off = reader.gap(first).is_break() && reader.gap(at).is_break() && reader.gap(at - 1).only(Gap::DASH);
    let pair: Vec<u32> = (value..=last).take(reader.so_far().episodes.len() + 1).collect();
    (set_off && pair.len() == reader.so_far().episodes.len()).then_some(pair)
}

/// ` - 29 (04)`: the smaller number in the bracket is the episode of its season, and the one before it counts through.
fn episode_in_bracket(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let told = reader.so_far();
    let [running] = told.episodes[..] else { return None };
    let at = (1..reader.end()).find(|i| reader.mark(*i) == Some(Field::Episode))? + 1;
    let small = reader.free_number(at).filter(|v| (1..running).contains(v) && reader.raw(at).len() == 2)?;
    let found = told.marking == Marking::Bare
        && told.absolute.is_empty()
        && reader.fills_bracket(at, at + 1)
        && reader.bracket(at).is_some_and(|bracket| bracket.round);
    let reading = || Reading::of(Field::Absolute, at - 1, at).and(Field::Episode, at, at + 1);
    found.then(|| reading().says(Value::Absolute(vec![running])).says(Value::Episodes(vec![small], Marking::Bare)))
}

/// Three digits at least: what counts through the seasons, and rarely a number of a title.
fn is_long(reader: &Reader<'_>, at: usize) -> bool {
    reader.raw(at).len() > 2
}

/// `[v2]`.
fn version(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let word = reader.word(at);
    let version = word.strip_prefix('v').and_then(number::value).filter(|v| *v < 10 && word.len() == 2)?;
    let told = reader.so_far();
    let placed = at > 0
        && (reader.mark(at - 1) == Some(Field::Episode) || reader.opens_bracket(at) || !told.episodes.is_empty());
    let reading = || Reading::of(Field::Version, at, at + 1).says(Value::Version(version));
    (placed && told.version.is_none()).then(reading)
}

/// `S10E14 (227)`, `S10E14 214`, `S01E01 (1-2)`, `S02E21.083`, `S02E21 - 083 - `.
fn running_number(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let told = reader.so_far();
    if at == 0
        || reader.mark(at - 1) != Some(Field::Episode)
        || !told.absolute.is_empty()
        || told.episodes.is_empty()
        || reader.raw(at).len() < 2
    {
        return None;
    }
    let value = reader.free_number(at).filter(|v| !number::is_year(*v) && !number::is_height(*v))?;
    let gap = reader.gap(at);
    let closing = gap.only(Gap::SPACE) && reader.closes(at + 1);
    // In the first season both numbers are the same.
    let counts = told.seasons != [1] && told.episodes.iter().all(|episode| *episode < value);
    // Behind a dot or between dashes it may as well be of the episode's name.
    let padded = reader.raw(at).starts_with('0');
    let dotted = gap.only(Gap::DOT) && is_long(reader, at) && (padded || reader.mark(at + 1).is_some() && counts);
    let set_off = padded && reader.closes(at + 1) || reader.gap(at + 1).is_break() && counts;
    let between = gap.is_break() && (is_long(reader, at) || reader.opens_bracket(0)) && set_off;
    if !closing && !dotted && !between && !reader.opens_bracket(at) {
        return None;
    }
    let last =
        reader.free_number(at + 1).filter(|l| *l > value && *l < value + 50 && reader.gap(at + 1).only(Gap::DASH));
    let reading = Reading::of(Field::Absolute, at, at + 1 + usize::from(last.is_some()));
    Some(reading.says(Value::Absolute((value..=last.unwrap_or(value)).collect())))
}
