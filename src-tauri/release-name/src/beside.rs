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

pub(crate) const BEFORE: &[Rule<()>] = &[Rule {
    name: "running number before a bracket",
    examples: ["Blue Meadow - 30 (S02E05) [720p].mkv", "[Grp] Blue Meadow - 112 [S05E02].mkv"],
    read: before_bracket,
}];

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

/// ` - 05 (S02E05)`: the number before a season and episode in a bracket of their own counts through.
fn before_bracket(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let at = (2..reader.end()).find(|i| reader.mark(*i) == Some(Field::Episode))?;
    let told = reader.so_far();
    if told.marking != Marking::Full || !reader.opens_bracket(at) || !reader.gap(at - 1).is_break() {
        return None;
    }
    let value = reader.free_number(at - 1).filter(|v| !number::is_year(*v) && told.absolute.is_empty())?;
    Some(Reading::of(Field::Absolute, at - 1, at).says(Value::Absolute(vec![value])))
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

/// `S10E14 (227)`, `S10E14 214`, `S01E01 (1-2)`.
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
    let closing = reader.gap(at).only(Gap::SPACE) && reader.closes(at + 1);
    if !closing && !reader.opens_bracket(at) {
        return None;
    }
    let last =
        reader.free_number(at + 1).filter(|l| *l > value && *l < value + 50 && reader.gap(at + 1).only(Gap::DASH));
    let reading = Reading::of(Field::Absolute, at, at + 1 + usize::from(last.is_some()));
    Some(reading.says(Value::Absolute((value..=last.unwrap_or(value)).collect())))
}
