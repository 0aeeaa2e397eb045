//! Stage nine: who made the release: what stands after the last dash, in a bracket, or at the end of the technical words.

use smallvec::SmallVec;

use crate::{
    name::Field,
    number,
    reader::Reader,
    reading::{Reading, Value},
    rule::{Rule, ask_whole},
    token::{Bracket, Gap, Shape},
    vocabulary::{Entry, Says},
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
        examples: ["Sintel 2010 [Grp] [Web][MKV][Softsubs (Grp)]", "Blue Meadow S01 [BD][1080p][Hardsubs (Q-rp)].mkv"],
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
        examples: [
            "Sintel (2010) (1080p BluRay x265 AAC 5.1 Maker)",
            "Sintel (2010) [2160p x265 10bit HDR - Maker].mkv",
        ],
        read: in_technical_bracket,
    },
    Rule {
        name: "group after by",
        examples: ["Blue Meadow S01E02 [H264 - Ita Aac] HDTVMux by Maker", "Blue Meadow 1080p x265 par Two_Makers.mkv"],
        read: after_by,
    },
    Rule {
        name: "group after the last dot",
        examples: ["Sintel.2010.1080p.BluRay.H.264.GRP.mkv", "Blue.Meadow.S01E02.720p.WEB-DL.AAC2.0.Grp"],
        read: after_dot,
    },
    Rule {
        name: "group after technical words",
        examples: ["Sintel 2010 HDTV x264 AC3 MaKER", "Blue Meadow S01 720p HEVC Sub Ita MKCrew"],
        read: after_technical,
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
    let end = before_additions(reader, reader.end());
    let at = code_after_dash(reader).or_else(|| dashed_word(reader, end))?;
    Some(named(reader, at, end_of_dashed(reader, at, end.max(at + 1))))
}

/// Where the word after the dash begins: the first of a run of words that nothing claimed where technical words precede it,
/// otherwise the last of them.
fn dashed_word(reader: &Reader<'_>, end: usize) -> Option<usize> {
    let outside = |at: usize| reader.is_free(at) && reader.bracket(at).is_none();
    let last = end.checked_sub(1)?;
    let first = (1..=last).rev().take_while(|at| outside(*at)).last()?;
    // ` - GRP - Poster`.
    let posted = first + 1 == last && reader.gap(last).is_break();
    let alone = is_tight(reader, first) || first == last || posted || !reader.gap(first + 1).has(Gap::SPACE);
    let dashed = reader.gap(first).has(Gap::DASH) && alone || is_initial(reader, first) && is_tight(reader, first + 1);
    if dashed && follows_technical(reader, first) {
        return Some(first).filter(|at| names_group(reader, *at));
    }
    let far = (first + 1..=last).rev().take(2).find(|at| reader.gap(*at).only(Gap::DASH))?;
    let technical = |at: usize| matches!(reader.mark(at), Some(Field::Resolution | Field::Quality | Field::Codec));
    let joined = far == last || reader.gap(last).only(Gap::DOT | Gap::UNDERSCORE);
    let word = reader.shape(far) != Some(Shape::Digits);
    (joined && word && names_group(reader, far) && (0..far).any(technical)).then_some(far)
}

/// `… by GROUP`, `… par Two_Words` behind technical words.
fn after_by(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let end = before_brackets(reader, reader.end());
    let joined = |at: usize| reader.gap(at).only(Gap::UNDERSCORE | Gap::DASH) && reader.is_free(at);
    let last = (1..end).rev().take(4).find(|at| !joined(*at))?;
    let is_by = |at: &usize| matches!(reader.word(*at), "by" | "par") && reader.is_free(*at);
    // `by Maker CREW`: one more word may follow, of those who released it.
    let (word, end) = match last.checked_sub(1).filter(is_by) {
        Some(word) => (word, end),
        None => (last.checked_sub(2).filter(is_by).filter(|_| reader.gap(last).only(Gap::SPACE))?, last),
    };
    let first = word + 1;
    let technical = |at: usize| matches!(reader.mark(at), Some(Field::Resolution | Field::Quality | Field::Codec));
    let found = reader.is_free(first) && reader.gap(first).only(Gap::SPACE) && (0..word).any(technical);
    (found && names_group(reader, first)).then(|| named(reader, first, end))
}

/// The last word, where it was taken for the code of a language that is believed in company only.
fn code_after_dash(reader: &Reader<'_>) -> Option<usize> {
    let last = before_brackets(reader, reader.end()).checked_sub(1).filter(|last| *last > 0)?;
    (is_code_too(reader, last) && is_tight(reader, last) && follows_technical(reader, last)).then_some(last)
}

fn is_code_too(reader: &Reader<'_>, at: usize) -> bool {
    let short = |entry: &Entry| entry.phrases.iter().any(|p| matches!(p.says, Says::ShortLanguage(_)));
    let code = reader.mark(at) == Some(Field::Language) && reader.entry(at).is_some_and(short);
    code && match reader.raw(at).len() {
        3 => reader.mark(at - 1) != Some(Field::Language),
        _ => reader.mark(at - 1) == Some(Field::Codec),
    }
}

/// One past the dashed word and what belongs to it: `D-Z`, `Open-Raws`, `B.L.U.E`, `Two_Words`, `Three Short Words`.
fn end_of_dashed(reader: &Reader<'_>, at: usize, end: usize) -> usize {
    let makes = |to: usize| reader.gap(to).only(Gap::DASH) && is_maker(reader, to);
    let spaced = is_tight(reader, at) && (at + 1..end).take_while(|to| reader.gap(*to).only(Gap::SPACE)).count() < 3;
    let mut to = at + 1;
    while to < end && reader.is_free(to) && to < at + 4 {
        let gap = reader.gap(to);
        let belongs = gap.only(Gap::DOT | Gap::UNDERSCORE) && reader.shape(to) == Some(Shape::Word)
            || spaced && gap.only(Gap::SPACE)
            || (gap.only(Gap::DASH) || gap.only(Gap::OTHER)) && is_initial(reader, to - 1)
            || gap.only(Gap::DASH) && to == at + 1 && to + 1 == end && is_short_pair(reader, at);
        if !belongs {
            break;
        }
        to += 1;
    }
    if makes(to) { to + 1 } else { to }
}

/// `AB-WORDS`: a group of two words in capitals, the first so short that it is none alone.
fn is_short_pair(reader: &Reader<'_>, at: usize) -> bool {
    let capitals = |at: usize| reader.raw(at).bytes().all(|byte| byte.is_ascii_uppercase());
    reader.raw(at).len() == 2 && (2..=5).contains(&reader.raw(at + 1).len()) && capitals(at) && capitals(at + 1)
}

/// The end of what stands before the brackets at the end: `[index]`, `(1)`.
fn before_brackets(reader: &Reader<'_>, mut end: usize) -> usize {
    while let Some(bracket) = end.checked_sub(1).and_then(|last| reader.bracket(last)).filter(|b| b.first > 1) {
        end = bracket.first.min(end - 1);
    }
    end
}

/// The end of what stands before brackets and the words that posters add behind a group: the index, a language, `sample`.
fn before_additions(reader: &Reader<'_>, mut end: usize) -> usize {
    loop {
        end = before_brackets(reader, end);
        let added = end.checked_sub(1).is_some_and(|last| {
            let field = reader.mark(last);
            matches!(
                field,
                Some(
                    Field::Container
                        | Field::Site
                        | Field::Language
                        | Field::Subbed
                        | Field::Dubbed
                        | Field::Extra
                        | Field::Part
                        | Field::Volume
                )
            ) || field.is_some() && matches!(reader.word(last), "eztv" | "rartv" | "ettv" | "tgx" | "proof")
                || field == Some(Field::Technical)
                    && reader.gap(last).only(Gap::DASH | Gap::UNDERSCORE)
                    && last > 0
                    && reader.is_free(last - 1)
                || is_posters(reader, last)
        });
        if !added {
            return end;
        }
        end -= 1;
    }
}

/// `-GRP-Obfuscated`: what was done to the name where it was posted.
fn is_posters(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.word(at), "obfuscated" | "scrambled" | "xpost" | "postbot" | "asrequested")
        && reader.gap(at).only(Gap::DASH)
        && reader.is_free(at)
}

fn is_initial(reader: &Reader<'_>, at: usize) -> bool {
    reader.raw(at).len() == 1 && reader.shape(at) == Some(Shape::Word)
}

/// A dash stands before the token, with nothing around it but the end of a bracket.
fn is_tight(reader: &Reader<'_>, at: usize) -> bool {
    reader.gap(at).has(Gap::DASH) && reader.gap(at).only(Gap::DASH | Gap::CLOSE)
}

/// The token before the one at `at` is technical; a year only where a dash is all that stands between.
fn follows_technical(reader: &Reader<'_>, at: usize) -> bool {
    reader.mark(at - 1).is_some_and(|field| match field {
        Field::Episode | Field::Season | Field::Site | Field::Group => false,
        Field::Date | Field::Year => is_tight(reader, at),
        // What is added to a file's whole name, behind its extension, is no group.
        Field::Container => {
            !reader.gap(at - 1).only(Gap::DOT)
                || at > 1 && reader.mark(at - 2).is_some_and(|field| field != Field::Group)
        }
        _ => true,
    })
}

/// The token can be a group's name, and is not a number that posters count copies with, a year, or what a catalogue or a
/// measure is counted in.
fn names_group(reader: &Reader<'_>, at: usize) -> bool {
    let number = reader.shape(at) == Some(Shape::Digits) && !(5..8).contains(&reader.raw(at).len());
    !number && !is_catalogue_id(reader, at) && reader.word(at) != "bit"
}

/// `tt0123456`, and the word before it: `imdb-tt0123456`.
fn is_catalogue_id(reader: &Reader<'_>, at: usize) -> bool {
    let word = reader.word(at);
    word.strip_prefix("tt").is_some_and(|id| id.len() >= 7 && id.bytes().all(|b| b.is_ascii_digit()))
        || matches!(word, "imdb" | "imdbid" | "tmdb" | "tmdbid" | "tvdb" | "tvdbid")
}

/// `Open-Subs`: the second word says what they make.
fn is_maker(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.word(at), "raws" | "raw" | "subs" | "sub" | "fansub" | "fansubs" | "team" | "encodes")
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
    let text = reader.text[bracket.start..bracket.end].trim_matches(is_bracket).trim();
    Reading::of(Field::Group, bracket.first, bracket.last).says(Value::Group(text.to_owned()))
}

fn is_bracket(c: char) -> bool {
    matches!(c, '[' | ']' | '{' | '}' | '【' | '】' | '（' | '）' | '(' | ')')
}

fn in_first_bracket(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let bracket = reader.brackets.first().filter(|bracket| bracket.first == 0 && bracket.last > 0 && !bracket.round)?;
    let leading = reader.text[..bracket.start].trim().is_empty() && bracket.end < reader.text.len();
    // `[BD] Title`: the source, and not who made it.
    let source = |entry: &Entry| entry.phrases.iter().any(|p| p.rest.is_empty() && p.says.field() == Field::Quality);
    let technical = bracket.last == 1 && reader.entry(0).is_some_and(source) || is_only_title(reader, *bracket);
    let names = (bracket.first..bracket.last).all(|at| reader.is_free(at) || at > 0 && is_maker(reader, at));
    (leading && !technical && names).then(|| in_bracket(reader, *bracket))
}

/// `[The Blue Meadow][02][1080p]`: several words, and everything after them is claimed and in brackets.
fn is_only_title(reader: &Reader<'_>, bracket: Bracket) -> bool {
    let spaced = |at: usize| reader.gap(at).only(Gap::SPACE) && !is_maker(reader, at);
    let claimed = |at: usize| reader.mark(at).is_some() && reader.bracket(at).is_some();
    bracket.last > 2
        && bracket.last < reader.end()
        && (1..bracket.last).all(spaced)
        && (bracket.last..reader.end()).all(claimed)
        && reader.so_far().episodes.len() == 1
}

/// The brackets that the name ends with, from the last one on, up to the first in which something is not technical.
fn last_brackets(reader: &Reader<'_>) -> SmallVec<[Bracket; 8]> {
    let mut brackets = SmallVec::new();
    let mut end = reader.end();
    while let Some(bracket) = end.checked_sub(1).and_then(|last| reader.bracket(last))
        && bracket.first > 0
        && bracket.last == end
    {
        brackets.push(bracket);
        if !(bracket.first..end).all(|at| reader.mark(at).is_some()) {
            break;
        }
        end = bracket.first;
    }
    brackets
}

/// `… (1080p x265 - Maker) [GROUP]`, `… [1080p] [GROUP]`, `… (group)`: one word alone in the last bracket that is not technical.
fn in_last_bracket(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    reader.bracket(reader.end().checked_sub(1)?)?;
    let brackets = last_brackets(reader);
    if let Some(site) = brackets.iter().find(|bracket| is_releasing_site(reader, **bracket)) {
        return Some(in_bracket(reader, *site));
    }
    let bracket = *brackets.last()?;
    let (first, last) = (bracket.first, bracket.last - 1);
    let one_word = (first + 1..=last).all(|at| reader.gap(at).only(Gap::DASH | Gap::DOT | Gap::UNDERSCORE));
    let free = |at: usize| reader.is_free(at) || reader.mark(at) == Some(Field::Technical);
    let word = last - usize::from(last > first && is_maker(reader, last));
    let named = one_word && (first..=word).all(free) && is_name(reader, word) && !reader.lower_is(first, "www");
    let text = &reader.text[bracket.start..bracket.end];
    // Nothing but the word is in it, and it was not cut off.
    let filled = text.ends_with([']', '}', ')', '】', '）'])
        && (!bracket.round || text.len() == reader.tokens[last].end - reader.tokens[first].start + 2);
    let technical =
        |at: usize| matches!(reader.mark(at), Some(Field::Resolution | Field::Quality | Field::Codec | Field::Audio));
    let numbered = |at: usize| !bracket.round && reader.mark(at) == Some(Field::Episode);
    let placed =
        !bracket.round && reader.mark(first - 1).is_some() || (0..first).any(|at| technical(at) || numbered(at));
    // `[Portuguese (Brazil)]`.
    let of_language =
        reader.mark(first - 1) == Some(Field::Language) && reader.bracket(first - 1).is_some_and(|b| b.last > last);
    (named && filled && placed && !of_language).then(|| in_bracket(reader, bracket))
}

/// `[YTS.MX]`: the site that released it itself.
fn is_releasing_site(reader: &Reader<'_>, bracket: Bracket) -> bool {
    reader.lower_is(bracket.first, "yts") && reader.gap(bracket.last - 1).only(Gap::DOT)
}

/// A free word with a letter that the vocabulary does not know, and neither a version nor an id.
fn is_name(reader: &Reader<'_>, at: usize) -> bool {
    let word = reader.word(at);
    let version = word.strip_prefix('v').is_some_and(|rest| number::value(rest).is_some());
    let word = matches!(reader.shape(at), Some(Shape::Word | Shape::Mixed));
    // A code that was not believed to be a language is nothing else either.
    let code = |entry: &Entry| {
        let mut alone = entry.phrases.iter().filter(|p| p.rest.is_empty()).peekable();
        alone.peek().is_some() && alone.all(|p| matches!(p.says, Says::ShortLanguage(_)))
    };
    let unknown = reader.entry(at).is_none_or(code);
    word && unknown && reader.is_free(at) && !version && !is_catalogue_id(reader, at)
}

/// `(1080p BluRay x265 AAC 5.1 Maker)`: the last word where the bracket states how the release was encoded.
fn in_technical_bracket(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    reader.bracket(reader.end().checked_sub(1)?)?;
    let bracket = *last_brackets(reader).last()?;
    let has = |fields: &[Field]| {
        (bracket.first..bracket.last).any(|at| reader.mark(at).is_some_and(|field| fields.contains(&field)))
    };
    let encoded = has(&[Field::Codec]) && has(&[Field::Resolution, Field::Quality]);
    let last = bracket.last.checked_sub(1).filter(|last| *last > bracket.first)?;
    if let Some(first) = after_dash_unclosed(reader, bracket, last).filter(|_| encoded) {
        return Some(named(reader, first, last + 1));
    }
    let gap = reader.gap(last);
    let apart = gap.only(Gap::SPACE | Gap::DASH) && (gap.has(Gap::SPACE) || !reader.is_free(last - 1));
    let found = encoded && apart && is_name(reader, last) && reader.raw(last).len() > 1;
    found.then(|| named(reader, last, last + 1))
}

/// Where the group begins in `(1080p x265 English -GROUP NAME`, a bracket that nothing closes.
fn after_dash_unclosed(reader: &Reader<'_>, bracket: Bracket, last: usize) -> Option<usize> {
    if reader.text[..bracket.end].ends_with([']', '}', ')', '】', '）']) {
        return None;
    }
    let dashed = |at: &usize| reader.text[..reader.tokens[*at].start].ends_with('-') && !reader.is_free(at - 1);
    let first = (bracket.first + 1..=last).rev().take(3).find(dashed)?;
    (reader.all_free(first, last + 1) && names_group(reader, first)).then_some(first)
}

/// `….x264.GROUP.mkv`, `….AAC5.1.Maker.GROUP`: the last of at most two words behind a codec or sound format.
fn after_dot(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let last = reader.end().checked_sub(1)?;
    let first =
        (1..=last).rev().take(3).take_while(|at| reader.is_free(*at) && reader.gap(*at).only(Gap::DOT)).last()?;
    let follows = matches!(
        reader.mark(first - 1),
        Some(Field::Codec | Field::Audio | Field::Channels | Field::BitDepth | Field::Hdr | Field::Quality)
    );
    let short = last - first < 2 && reader.raw(last).len() > 1 && !reader.form.spaced;
    // `Maker.in`, `Makers.org` are one name.
    let is_site = reader.raw(last).len() == 2 || matches!(reader.word(last), "org" | "com" | "net");
    let from = if is_site { first } else { last };
    (follows && short && is_name(reader, last)).then(|| named(reader, from, last + 1))
}

/// `… x264 AC3 MaKER` in a name with spaces: the last word, if it is written as only names are.
fn after_technical(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let last = reader.end().checked_sub(1).filter(|last| *last > 1 && reader.form.spaced)?;
    let raw = reader.raw(last);
    let letters = raw.bytes().all(|byte| byte.is_ascii_alphabetic());
    let inner =
        raw.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()) && raw.bytes().any(|byte| byte.is_ascii_lowercase());
    let follows = reader.mark(last - 1).is_some() && (0..last).any(|at| reader.mark(at) == Some(Field::Codec));
    let found = letters
        && raw.len() > 3
        && inner
        && follows
        && reader.gap(last).only(Gap::SPACE)
        && reader.bracket(last).is_none()
        && is_name(reader, last);
    found.then(|| named(reader, last, last + 1))
}
