//! Stage nine: who made the release: what stands after the last dash, in a bracket, or at the end of the technical words.

use crate::{
    name::Field,
    number,
    reader::Reader,
    reading::{Reading, Value},
    rule::{Rule, ask_whole},
    token::{Bracket, Gap, Shape},
};

/// A dash says group most surely, and what a group is called in its own subtitles' bracket. A leading bracket comes before the
/// other places at the end, since a fansub group's name stands there and its files may end in any word.
pub(crate) const GROUPS: &[Rule<()>] = &[
    Rule {
        name: "group at the end",
        examples: ["Sintel.2010.1080p.BluRay.x264-OPEN", "Blue Meadow S01E02 720p HDTV x264-GRP.mkv"],
        read: after_dash,
    },
    Rule {
        name: "group beside its subtitles",
        examples: ["Sintel 2010 [Grp] [Web][MKV][Softsubs (Grp)]", "Blue Meadow S01 [BD][1080p][Hardsubs (Gr-P)].mkv"],
        read: beside_subtitles,
    },
    Rule {
        name: "group in the first bracket",
        examples: ["[Grp] Blue Meadow - 05 [720p].mkv", "[Open Subs] Sintel (2010) [1080p].mkv"],
        read: in_first_bracket,
    },
    Rule {
        name: "group in the last bracket",
        examples: ["Sintel (2010) (1080p BluRay x265 - Maker) [GRP]", "Blue Meadow S01E02 - Harbour [Grp].mkv"],
        read: in_last_bracket,
    },
    Rule {
        name: "group at the end of a technical bracket",
        examples: ["Sintel (2010) (1080p BluRay x265 AAC 5.1 Maker)", "Sintel (2010) [2160p x265 10bit HDR - Maker].mkv"],
        read: in_technical_bracket,
    },
    Rule {
        name: "group after the last dot",
        examples: ["Sintel.2010.1080p.BluRay.H.264.GRP.mkv", "Blue.Meadow.S01E02.720p.WEB-DL.AAC2.0.Grp"],
        read: after_dot,
    },
];

pub(crate) fn group(reader: &mut Reader<'_>) {
    ask_whole(reader, GROUPS);
}

/// The group that the tokens `from..to` name.
fn named(reader: &Reader<'_>, from: usize, to: usize) -> Reading {
    let text = &reader.text[reader.tokens[from].start..reader.tokens[to - 1].end];
    // This group is named like the site it released on.
    let site = text.eq_ignore_ascii_case("rarbg").then(|| Value::Site(text.to_owned()));
    Reading::of(Field::Group, from, to).says(Value::Group(text.to_owned())).says_if(site)
}

/// `…x264-GROUP`, `… - GROUP`, also before brackets, the extension, and what posters add: `-GROUP-repost`, `-GROUP_English`.
fn after_dash(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let at = dashed_word(reader)?;
    Some(named(reader, at, end_of_dashed(reader, at)))
}

/// Where the word after the dash begins: the first of a run of words that nothing claimed where technical words precede it,
/// otherwise the last of them.
fn dashed_word(reader: &Reader<'_>) -> Option<usize> {
    let end = before_brackets(reader, reader.end());
    let last = end.checked_sub(1).filter(|last| *last > 0)?;
    let is_code = reader.mark(last) == Some(Field::Language) && reader.raw(last).len() <= 3;
    if is_code && reader.gap(last).only(Gap::DASH) && follows_technical(reader, last, true) {
        return Some(last);
    }
    let end = before_additions(reader, end);
    let last = end.checked_sub(1).filter(|last| reader.is_free(*last) && reader.bracket(*last).is_none())?;
    let outside = |at: usize| reader.is_free(at) && reader.bracket(at).is_none();
    let first = (1..=last).rev().take_while(|at| outside(*at)).last()?;
    let direct = reader.gap(first).has(Gap::DASH) && {
        let tight = reader.gap(first).only(Gap::DASH);
        let alone = tight || first + 1 == end || !reader.gap(first + 1).has(Gap::SPACE);
        alone && follows_technical(reader, first, tight)
    };
    let after_dot = || reader.shape(first) == Some(Shape::Word) && is_initial(reader, first) && is_dashed(reader, first + 1);
    if direct || after_dot() && follows_technical(reader, first, true) {
        return Some(first).filter(|at| names_group(reader, *at));
    }
    let far = (first + 1..=last).rev().take(2).find(|at| reader.gap(*at).only(Gap::DASH))?;
    let technical = |at: usize| matches!(reader.mark(at), Some(Field::Resolution | Field::Quality | Field::Codec));
    let joined = far == last || reader.gap(last).only(Gap::DOT | Gap::UNDERSCORE);
    (joined && names_group(reader, far) && (0..far).any(technical)).then_some(far)
}

/// One past the dashed word and what belongs to it: `D-Z`, `Open-Raws`, `B.L.U.E`, `Two_Words`, `Three Short Words`.
fn end_of_dashed(reader: &Reader<'_>, at: usize) -> usize {
    const MAKERS: [&str; 8] = ["raws", "raw", "subs", "sub", "fansub", "fansubs", "team", "encodes"];
    let end = before_additions(reader, before_brackets(reader, reader.end()));
    let spaced = reader.gap(at).only(Gap::DASH);
    let mut to = at + 1;
    while to < end && reader.is_free(to) && to < at + 4 {
        let gap = reader.gap(to);
        let belongs = gap.only(Gap::DOT | Gap::UNDERSCORE)
            || spaced && gap.only(Gap::SPACE)
            || gap.only(Gap::DASH) && (is_initial(reader, to - 1) || MAKERS.contains(&reader.word(to)));
        if !belongs {
            break;
        }
        to += 1;
    }
    to
}

/// The end of what stands before the brackets at the end: `[index]`, `(1)`.
fn before_brackets(reader: &Reader<'_>, mut end: usize) -> usize {
    while end > 1 {
        let bracket = reader.bracket(end - 1).filter(|b| b.first > 1).map(|b| b.first.min(end - 1));
        let Some(first) = bracket.or_else(|| (reader.mark(end - 1) == Some(Field::Container)).then_some(end - 1)) else {
            break;
        };
        end = first;
    }
    end
}

/// The end of what stands before the words that posters add behind a group: the index, a language, `sample`.
fn before_additions(reader: &Reader<'_>, mut end: usize) -> usize {
    let added = |at: usize| {
        matches!(reader.mark(at), Some(Field::Container | Field::Site | Field::Language | Field::Extra | Field::Subbed))
    };
    while end > 1 && added(end - 1) {
        end -= 1;
    }
    end
}

fn is_initial(reader: &Reader<'_>, at: usize) -> bool {
    reader.raw(at).len() == 1
}

fn is_dashed(reader: &Reader<'_>, at: usize) -> bool {
    reader.is_free(at) && reader.gap(at).only(Gap::DASH)
}

/// The token before the one at `at` is technical; a year only where a dash is all that stands between.
fn follows_technical(reader: &Reader<'_>, at: usize, tight: bool) -> bool {
    reader.mark(at - 1).is_some_and(|field| match field {
        Field::Episode | Field::Season | Field::Site | Field::Group => false,
        Field::Date | Field::Year => tight,
        // What is added to a file's whole name is no group.
        Field::Container => !reader.gap(at - 1).only(Gap::DOT),
        _ => true,
    })
}

/// The token can be a group's name, and is not a number that posters count copies with, or a year.
fn names_group(reader: &Reader<'_>, at: usize) -> bool {
    reader.shape(at) != Some(Shape::Digits) || (5..8).contains(&reader.raw(at).len())
}

/// `[Softsubs (GROUP)]`.
fn beside_subtitles(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let last = reader.end().checked_sub(1)?;
    let bracket = reader.bracket(last).filter(|b| b.round && b.last == last + 1 && b.first > 0)?;
    let beside = reader.mark(bracket.first - 1) == Some(Field::Subbed) && reader.bracket(bracket.first - 1).is_some();
    let names = reader.all_free(bracket.first, bracket.last);
    (beside && names).then(|| in_bracket(reader, bracket))
}

/// The group that all of a bracket names.
fn in_bracket(reader: &Reader<'_>, bracket: Bracket) -> Reading {
    let text = reader.text[bracket.start..bracket.end].trim_matches(|c: char| "[]{}【】（）()".contains(c)).trim();
    Reading::of(Field::Group, bracket.first, bracket.last).says(Value::Group(text.to_owned()))
}

fn in_first_bracket(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let bracket = reader.brackets.first().filter(|bracket| bracket.first == 0 && bracket.last > 0 && !bracket.round)?;
    let leading = reader.text[..bracket.start].trim().is_empty() && bracket.end < reader.text.len();
    (leading && reader.all_free(bracket.first, bracket.last)).then(|| in_bracket(reader, *bracket))
}

/// `… (1080p x265 - Maker) [GROUP]`, `… [1080p] [GROUP]`, `… (group)`: one word alone in the last bracket that is not technical.
fn in_last_bracket(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let mut end = reader.end();
    let bracket = loop {
        let bracket = reader.bracket(end.checked_sub(1)?).filter(|b| b.first > 0 && b.last == end)?;
        if !(bracket.first..bracket.last).all(|at| reader.mark(at).is_some()) {
            break bracket;
        }
        if let Some(reading) = releasing_site(reader, bracket) {
            return Some(reading);
        }
        end = bracket.first;
    };
    let (first, last) = (bracket.first, bracket.last - 1);
    let one_word = (first + 1..=last).all(|at| reader.gap(at).only(Gap::DASH | Gap::DOT | Gap::UNDERSCORE));
    let free = |at: usize| reader.is_free(at) || reader.mark(at) == Some(Field::Technical);
    let named = one_word && (first..=last).all(free) && reader.is_free(last) && is_name(reader, last);
    let technical =
        |at: usize| matches!(reader.mark(at), Some(Field::Resolution | Field::Quality | Field::Codec | Field::Audio));
    let placed = if bracket.round {
        (0..first).any(technical)
    } else {
        reader.mark(first - 1).is_some() || (0..first).any(|at| technical(at) || reader.mark(at) == Some(Field::Episode))
    };
    (named && placed).then(|| in_bracket(reader, bracket))
}

/// `[YTS.MX]`: the site that released it itself.
fn releasing_site(reader: &Reader<'_>, bracket: Bracket) -> Option<Reading> {
    let released = reader.mark(bracket.first) == Some(Field::Site) && reader.lower_is(bracket.first, "yts");
    released.then(|| in_bracket(reader, bracket))
}

/// A word with a letter that the vocabulary does not know, and no version.
fn is_name(reader: &Reader<'_>, at: usize) -> bool {
    let word = reader.word(at);
    let version = word.strip_prefix('v').is_some_and(|rest| number::value(rest).is_some());
    matches!(reader.shape(at), Some(Shape::Word | Shape::Mixed)) && reader.entry(at).is_none() && !version
}

/// `(1080p BluRay x265 AAC 5.1 Maker)`: the last word where the bracket states how the release was encoded.
fn in_technical_bracket(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let mut end = reader.end();
    let bracket = loop {
        let bracket = reader.bracket(end.checked_sub(1)?).filter(|b| b.first > 0 && b.last == end)?;
        if !(bracket.first..bracket.last).all(|at| reader.mark(at).is_some()) {
            break bracket;
        }
        end = bracket.first;
    };
    let has = |fields: &[Field]| {
        (bracket.first..bracket.last).any(|at| reader.mark(at).is_some_and(|field| fields.contains(&field)))
    };
    let encoded = has(&[Field::Codec]) && has(&[Field::Resolution, Field::Quality]);
    let last = end - 1;
    let found = encoded && is_name(reader, last) && reader.is_free(last) && reader.raw(last).len() > 1
        && reader.gap(last).only(Gap::SPACE | Gap::DASH);
    found.then(|| named(reader, last, last + 1))
}

/// `….x264.GROUP.mkv`, `….AAC5.1.Maker.GROUP`: the last of at most two words behind a codec or sound format.
fn after_dot(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let last = reader.end().checked_sub(1)?;
    let first = (1..=last).rev().take(3).take_while(|at| reader.is_free(*at) && reader.gap(*at).only(Gap::DOT)).last()?;
    let follows = matches!(
        reader.mark(first - 1),
        Some(Field::Codec | Field::Audio | Field::Channels | Field::BitDepth | Field::Hdr)
    );
    let short = last - first < 2 && reader.raw(last).len() > 1 && !reader.form.spaced;
    (follows && short && is_name(reader, last)).then(|| named(reader, last, last + 1))
}
