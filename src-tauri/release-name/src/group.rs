//! Stage nine: who made the release: what stands after the last dash or in the leading bracket.

use crate::{
    name::Field,
    reader::Reader,
    reading::{Reading, Value},
    rule::{Rule, ask_whole},
    token::Gap,
};

/// The end of the name comes first: where both are given, the leading bracket is an indexer's.
pub(crate) const GROUPS: &[Rule<()>] = &[
    Rule {
        name: "group at the end",
        examples: ["Sintel.2010.1080p.BluRay.x264-OPEN", "Blue Meadow S01E02 720p HDTV x264-GRP.mkv"],
        read: trailing_group,
    },
    Rule {
        name: "group in the first bracket",
        examples: ["[Grp] Blue Meadow - 05 [720p].mkv", "[Open Subs] Sintel (2010) [1080p].mkv"],
        read: leading_group,
    },
];

pub(crate) fn group(reader: &mut Reader<'_>) {
    ask_whole(reader, GROUPS);
}

/// `…x264-GROUP`, `… - GROUP`, also before `[index]` and the extension.
fn trailing_group(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let at = trailing_word(reader)?;
    let mut to = at + 1;
    while to < reader.end()
        && reader.is_free(to)
        && reader.gap(to).only(Gap::DOT)
        && reader.gap(at).has(Gap::DASH)
        && !reader.so_far().episodes.is_empty()
    {
        to += 1;
    }
    let text = &reader.text[reader.tokens[at].start..reader.tokens[to - 1].end];
    // This group is named like the site it released on.
    let site = text.eq_ignore_ascii_case("rarbg").then(|| Value::Site(text.to_owned()));
    Some(Reading::of(Field::Group, at, to).says(Value::Group(text.to_owned())).says_if(site))
}

/// Where the word after the last dash begins.
fn trailing_word(reader: &Reader<'_>) -> Option<usize> {
    let mut end = reader.end();
    while end > 1
        && (reader
            .bracket(end - 1)
            .is_some_and(|b| b.first > 1 && b.end + 1 >= reader.tokens.get(end).map_or(b.end, |t| t.start))
            || reader.mark(end - 1) == Some(Field::Container))
    {
        end = reader.bracket(end - 1).map_or(end - 1, |b| b.first.min(end - 1));
    }
    let last = end.checked_sub(1)?;
    let first = (1..=last).rev().take(2).find(|i| reader.gap(*i).has(Gap::DASH))?;
    let dashed = reader.gap(first).only(Gap::DASH);
    let named_like_language = dashed && first == last && reader.mark(last) == Some(Field::Language);
    let found = (reader.all_free(first, last + 1) || named_like_language)
        && follows_technical(reader, first - 1, dashed)
        && reader.bracket(last).is_none()
        && (first == last || reader.gap(last).only(Gap::DOT | Gap::UNDERSCORE));
    found.then_some(first)
}

/// The token before the dash is technical, or after one that is.
fn follows_technical(reader: &Reader<'_>, at: usize, dashed: bool) -> bool {
    let technical = reader.mark(at).is_some_and(|f| {
        !matches!(f, Field::Episode | Field::Season | Field::Site | Field::Group)
            && (!matches!(f, Field::Date | Field::Year) || dashed)
    });
    technical
        || dashed && (0..at).any(|i| matches!(reader.mark(i), Some(Field::Resolution | Field::Quality | Field::Codec)))
}

fn leading_group(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let bracket = reader.brackets.first().filter(|bracket| bracket.first == 0 && bracket.last > 0 && !bracket.round)?;
    let leading = reader.text[..bracket.start].trim().is_empty() && bracket.end < reader.text.len();
    if !leading || !reader.all_free(bracket.first, bracket.last) {
        return None;
    }
    let text = reader.text[bracket.start..bracket.end].trim_matches(|c: char| "[]{}【】（）()".contains(c)).trim();
    Some(Reading::of(Field::Group, bracket.first, bracket.last).says(Value::Group(text.to_owned())))
}
