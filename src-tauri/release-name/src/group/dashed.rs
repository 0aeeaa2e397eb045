//! The group behind the last dash: `…x264-GROUP`.

use super::words::{before_brackets, is_maker, named, names_group};
use crate::{
    name::Field,
    reader::Reader,
    reading::Reading,
    token::{Gap, Shape},
    vocabulary::{Entry, Says},
};

/// `…x264-GROUP`, `… - GROUP`, also before brackets, the extension, and what posters add: `-GROUP-repost`, `-GROUP_English`.
pub(super) fn after_dash(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let end = reader.end();
    if end > 2
        && reader.mark(end - 1).is_some()
        && let Some(at) = known_word_after_dash(reader, before_brackets(reader, end))
    {
        return Some(named(reader, at, at + 1));
    }
    let end = before_additions(reader, end);
    let at = code_after_dash(reader).or_else(|| dashed_word(reader, end))?;
    // `-By-GROUP`.
    let by = at + 1 < end && reader.raw(at).len() == 2 && reader.lower_is(at, "by") && reader.is_free(at + 1);
    let at = at + usize::from(by);
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
    // `-HD_Makers`: its first word is a known one.
    let led = reader.gap(first).only(Gap::UNDERSCORE)
        && first == last
        && reader.mark(first - 1) == Some(Field::Technical)
        && is_tight(reader, first - 1);
    if led && first > 1 && follows_technical(reader, first - 1) {
        return Some(first - 1);
    }
    let far = (first..=last).rev().take(2).find(|at| {
        let gap = reader.gap(*at);
        // `650MB (Index)-GRP`: also behind a bracket.
        gap.has(Gap::DASH) && if *at > first { gap.only(Gap::DASH | Gap::CLOSE) } else { is_behind_bracket(gap) }
    })?;
    let technical = |at: usize| matches!(reader.mark(at), Some(Field::Resolution | Field::Quality | Field::Codec));
    let word = reader.shape(far) != Some(Shape::Digits);
    (word && names_group(reader, far) && (0..far).any(technical)).then_some(far)
}

fn is_behind_bracket(gap: Gap) -> bool {
    gap.has(Gap::CLOSE) && gap.only(Gap::DASH | Gap::CLOSE)
}

/// The token before the one at `at` is technical; a year only where a dash is all that stands between.
fn follows_technical(reader: &Reader<'_>, at: usize) -> bool {
    reader.mark(at - 1).is_some_and(|field| match field {
        // Behind a number it may be an episode's name, but not before the mark of the index that lists releases.
        Field::Episode | Field::Season => is_tight(reader, at) && is_index(reader, at + 1),
        Field::Site | Field::Group => false,
        Field::Date | Field::Year => is_tight(reader, at),
        // What is added to a file's whole name, behind its extension, is no group.
        Field::Container => at > 1 && reader.mark(at - 2).is_some_and(|field| field != Field::Group),
        _ => true,
    })
}

/// The last word, where it was taken for the code of a language that is believed in company only.
fn code_after_dash(reader: &Reader<'_>) -> Option<usize> {
    let last = before_brackets(reader, reader.end()).checked_sub(1).filter(|last| *last > 0)?;
    (is_code_too(reader, last) && is_tight(reader, last) && follows_technical(reader, last)).then_some(last)
}

/// `1080p.BluRay.x264-FHD`, `XviD-MAX`: a word that elsewhere names a picture or a network, where it can say neither: a number has
/// stated the picture, and a network stands before the codec.
fn known_word_after_dash(reader: &Reader<'_>, end: usize) -> Option<usize> {
    let last = end.checked_sub(1).filter(|last| *last > 1 && is_tight(reader, *last))?;
    let stated = || (0..last).any(|at| reader.mark(at) == Some(Field::Resolution));
    let odd = match reader.mark(last)? {
        Field::Resolution => reader.shape(last) == Some(Shape::Word) && stated(),
        Field::Network => true,
        // `BluRay.x264-MHD`, behind another source.
        Field::Quality => reader.raw(last).len() < 5 && (0..last).any(|at| reader.mark(at) == Some(Field::Quality)),
        Field::Technical => is_adorned(reader.raw(last)),
        _ => false,
    };
    let behind = matches!(reader.mark(last - 1), Some(Field::Codec | Field::Audio));
    (odd && behind).then_some(last)
}

/// `ViSiON`: as only names are written.
fn is_adorned(raw: &str) -> bool {
    let (first, rest) = raw.split_at_checked(1).unwrap_or_default();
    let has = |is: fn(&u8) -> bool| rest.bytes().any(|byte| is(&byte));
    raw.len() > 4
        && first.bytes().all(|byte| byte.is_ascii_uppercase())
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
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
    let spaced = is_tight(reader, at);
    let mut to = at + 1;
    while to < end && reader.is_free(to) && to < at + 4 {
        let gap = reader.gap(to);
        let belongs = gap.only(Gap::DOT | Gap::UNDERSCORE) && reader.shape(to) == Some(Shape::Word)
            || spaced && gap.only(Gap::SPACE)
            || (gap.only(Gap::DASH) || gap.only(Gap::OTHER)) && is_initial(reader, to - 1)
            || gap.only(Gap::DASH) && to == at + 1 && to + 1 == end && is_pair(reader, at);
        if !belongs {
            break;
        }
        to += 1;
    }
    if makes(to) { to + 1 } else { to }
}

/// `AB-WORDS`: a group of two words in capitals, the first so short that it is none alone. `Quiet-Tide`: both are written as the
/// words of a title are, in small letters behind a capital, which those who post another's release do not write theirs in.
fn is_pair(reader: &Reader<'_>, at: usize) -> bool {
    let (first, second) = (reader.raw(at), reader.raw(at + 1));
    let capitals = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
    let titled = |text: &str| {
        let (start, rest) = text.split_at_checked(1).unwrap_or_default();
        rest.len() > 2 && capitals(start) && rest.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let reposted =
        || ["repost", "obfusc", "scramb", "request"].iter().any(|word| reader.word(at + 1).starts_with(word));
    first.len() == 2 && (2..=5).contains(&second.len()) && capitals(first) && capitals(second)
        || titled(first) && titled(second) && !reposted()
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

/// `-GRP-Obfuscated`: what was done to the name where it was posted. `_-_group v2`: which version of its release it is.
fn is_posters(reader: &Reader<'_>, at: usize) -> bool {
    reader.is_free(at)
        && match reader.word(at) {
            "obfuscated" | "scrambled" | "xpost" | "postbot" | "asrequested" => reader.gap(at).only(Gap::DASH),
            "v2" | "v3" => reader.gap(at).is_space(),
            _ => false,
        }
}

/// `[TGx]`: the mark of an index.
fn is_index(reader: &Reader<'_>, at: usize) -> bool {
    reader.bracket(at).is_some_and(|bracket| bracket.first == at)
        && (matches!(reader.word(at), "eztv" | "rartv" | "ettv" | "tgx") || reader.mark(at) == Some(Field::Site))
}

fn is_initial(reader: &Reader<'_>, at: usize) -> bool {
    reader.raw(at).len() == 1 && reader.shape(at) == Some(Shape::Word)
}

/// A dash stands before the token, with nothing around it but the end of a bracket.
fn is_tight(reader: &Reader<'_>, at: usize) -> bool {
    reader.gap(at).has(Gap::DASH) && reader.gap(at).only(Gap::DASH | Gap::CLOSE)
}
