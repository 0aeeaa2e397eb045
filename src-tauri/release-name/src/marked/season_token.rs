//! Seasons in a token of their own, `S03`, `season4`, `T2`, and the lists and ranges that continue a season.

use super::{
    link::{Link, linking_word},
    statement,
    word::{extend, glued_episode, glued_season, season_part, season_row, season_token},
};
use crate::{
    name::{Field, Marking},
    number,
    reader::Reader,
    reading::{Reading, Value},
    token::{Gap, Shape},
};

/// `S01S02S03`.
pub(super) fn row(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let row = season_row(reader.word(at)).filter(|_| reader.so_far().seasons.is_empty())?;
    Some(Reading::of(Field::Season, at, at + 1).says(Value::Seasons(row)))
}

/// `S02P02`: the second part of a season.
pub(super) fn part(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let (season, part) = season_part(reader.word(at)).filter(|_| reader.so_far().marking != Marking::Full)?;
    Some(statement::season(at, at + 1, season).says(Value::Part(part)))
}

/// `S03`, `S01-S04`, `Season4`. A group may be called so: `x264-S3`.
pub(super) fn token(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let word = reader.word(at);
    let series = || word.strip_prefix("series").and_then(number::value).filter(|_| is_episode(reader, at + 1));
    let stated = season_token(word).or_else(|| glued_season(word)).or_else(series);
    let (value, version) = stated.map(|value| (value, None)).or_else(|| versioned(word))?;
    // What an encoder is called: `x265.crf18.S97`.
    let technical = |at: usize| matches!(reader.mark(at), Some(Field::Resolution | Field::Quality | Field::Codec));
    if (60..100).contains(&value) && (0..at).any(technical) {
        return None;
    }
    let group = reader.gap(at).only(Gap::DASH)
        && at + 1 == reader.end()
        && reader
            .mark(at.wrapping_sub(1))
            .is_some_and(|f| matches!(f, Field::Audio | Field::Channels | Field::Codec | Field::Quality));
    (!group).then(|| seasons_from(reader, at, at + 1, value, false).says_if(version.map(Value::Version)))
}

/// `S01v2`: the season, and which version of it.
fn versioned(word: &str) -> Option<(u32, Option<u32>)> {
    if !matches!(word.as_bytes(), [b's', .., b'v', b'1'..=b'9']) {
        return None;
    }
    let (season, version) = word.rsplit_once('v')?;
    Some((season_token(season)?, number::value(version)))
}

/// `T2 Cap.05`, `T2 Completa`, `Sn4 Ep14`, `SE01 EP05`.
pub(super) fn temporada(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let word = reader.word(at);
    let number = word.strip_prefix('t').or_else(|| word.strip_prefix("sn")).or_else(|| word.strip_prefix("se"))?;
    let value = number::value(number).filter(|v| *v < 60)?;
    let found = reader.so_far().seasons.is_empty()
        && reader.gap(at + 1).joins()
        && (is_episode(reader, at + 1) || matches!(reader.word(at + 1), "completa" | "completas" | "complete"));
    found.then(|| statement::season(at, at + 1, value))
}

/// `Cap5`, `Ep 5`, `Capitulo 5` at `at`.
pub(super) fn is_episode(reader: &Reader<'_>, at: usize) -> bool {
    match reader.shape(at) {
        Some(Shape::Mixed) => glued_episode(reader.word(at), true).is_some(),
        Some(Shape::Word) => reader.is_episode_word(at) && number::leading(reader.word(at + 1)).is_some(),
        _ => false,
    }
}

/// The seasons of one statement so far, and how the first of them was written.
struct Seasons {
    list: Vec<u32>,
    width: usize,
    /// A word says that there are several.
    plural: bool,
}

impl Seasons {
    fn latest(&self) -> u32 {
        self.list.last().copied().unwrap_or(0)
    }
}

/// What may be the next season of a statement: `S02`, `2`, `and 2`, `to Season 2`.
struct Next<'a> {
    number: u32,
    text: &'a str,
    /// It has an S of its own.
    tagged: bool,
    /// The word between it and the season before.
    worded: Option<Link>,
    /// A season word stands right before it.
    named: bool,
    /// Tokens before its number.
    skipped: usize,
}

impl<'a> Next<'a> {
    fn at(reader: &'a Reader<'_>, at: usize) -> Option<Self> {
        let is_season_word = |at| reader.is_season_word(at) && reader.word(at).len() > 2;
        let worded = linking_word(reader.word(at));
        let word = at + usize::from(worded.is_some());
        let to = word + usize::from(is_season_word(word));
        let text = reader.word(to);
        let tag = season_token(text);
        let number = tag.or_else(|| number::value(text).filter(|_| text.len() <= 2))?;
        Some(Self { number, text, tagged: tag.is_some(), worded, named: is_season_word(at), skipped: to - at })
    }

    /// A number and nothing else.
    fn is_plain(&self) -> bool {
        !self.tagged && self.skipped == 0
    }
}

/// The season read from `from..at`, and the list or range that may follow it. `plural` where a word says that several do.
pub(super) fn seasons_from(reader: &Reader<'_>, from: usize, mut at: usize, value: u32, plural: bool) -> Reading {
    let width = reader.word(at - 1).trim_start_matches(|c: char| !c.is_ascii_digit()).len();
    let mut seasons = Seasons { list: vec![value], width, plural };
    while at < reader.end() && reader.is_free(at) && !reader.gap(at).has(Gap::CLOSE | Gap::OPEN) {
        let Some(next) = Next::at(reader, at) else { break };
        let repeated = next.tagged && next.number == seasons.latest() && next.number > 99;
        if !repeated {
            let Some(link) = joined(reader, at, &next, &seasons) else { break };
            if !seasons.list.contains(&next.number) {
                extend(&mut seasons.list, next.number, link == Link::Through);
            }
        }
        at += next.skipped + 1;
    }
    let told = reader.so_far();
    let list = seasons.list;
    let new = told.marking != Marking::Full && (told.seasons.is_empty() || list.len() > told.seasons.len());
    Reading::of(Field::Season, from, at).says_if(new.then_some(Value::Seasons(list)))
}

/// How the next season continues those before, if it does.
fn joined(reader: &Reader<'_>, at: usize, next: &Next<'_>, seasons: &Seasons) -> Option<Link> {
    let latest = seasons.latest();
    if next.number > 99 || next.number <= latest && !next.tagged {
        return None;
    }
    let gap = reader.gap(at);
    if gap.has(Gap::SLASH | Gap::BAR) {
        // Behind a slash may as well stand the same in another language.
        let listed = gap.around(Gap::SLASH | Gap::BAR) && (next.tagged || next.named) && next.number > latest;
        return listed.then_some(Link::And);
    }
    if is_first_to_last(reader, at, next, seasons) {
        return Some(Link::Through);
    }
    let padded = next.is_plain() && !seasons.plural && next.text.starts_with('0');
    if is_range(reader, at, next, seasons.plural) {
        // `S2-05` and `Season 2-05` are an episode of the season; `S01-3` is one too.
        let episode = padded && next.text.len() > seasons.width
            || gap.only(Gap::DASH)
                && next.is_plain()
                && reader.word(at - 1).starts_with('s')
                && next.text.len() != seasons.width;
        return (!episode).then_some(Link::Through);
    }
    if next.worded == Some(Link::And)
        || gap.has(Gap::AND | Gap::PLUS | Gap::COMMA)
        || gap.joins() && (next.tagged || next.named)
    {
        // `Season 2, 05` is an episode of the season.
        let episode =
            padded && next.number > latest + 1 && gap.only(Gap::COMMA | Gap::SPACE) && seasons.list.len() == 1;
        return (!episode).then_some(Link::And);
    }
    let goes_on = seasons.list.len() > 1 || reader.word(at + 1).parse() == Ok(next.number + 1);
    let listed = gap.is_space() && next.number == latest + 1 && !next.tagged && goes_on;
    (listed || is_row(reader, at, next, seasons)).then_some(Link::And)
}

/// `1.3.4`, `1.3.and.4`: single digits that rise, at least three of them.
fn is_row(reader: &Reader<'_>, at: usize, next: &Next<'_>, seasons: &Seasons) -> bool {
    let single = |text: &str| text.len() == 1;
    let rises = || {
        let worded = linking_word(reader.word(at + 1)) == Some(Link::And);
        let third = at + 1 + usize::from(worded);
        single(reader.word(third))
            && reader.gap(third).only(Gap::DOT)
            && reader.free_number(third).is_some_and(|number| number > next.number)
    };
    reader.gap(at).only(Gap::DOT)
        && next.is_plain()
        && single(next.text)
        && seasons.width == 1
        && (seasons.list.len() > 1 || rises())
}

/// `S01.S14.Complete`, `Season 1 - 4 Complete`: everything from the first to the last. Without that word the first is a list,
/// and the second most often an episode.
fn is_first_to_last(reader: &Reader<'_>, at: usize, next: &Next<'_>, seasons: &Seasons) -> bool {
    let gap = reader.gap(at);
    let after = at + next.skipped + 1;
    let joined = next.tagged && gap.only(Gap::DOT | Gap::SPACE | Gap::UNDERSCORE) || next.is_plain() && gap.is_break();
    let complete =
        matches!(reader.word(after), "complete" | "completa" | "completas" | "completo" | "batch" | "boxset");
    // From the first on, in a name that is no single file's and has no fansub's bracket: ` - 4` is an episode there.
    let source = !reader.is_file
        && !reader.opens_bracket(0)
        && (reader.mark(after).is_some() || after >= reader.end())
        && !next.text.starts_with('0');
    let all =
        complete || source && next.is_plain() && seasons.latest() == 1 && !reader.gap(after).has(Gap::DOT | Gap::DASH);
    joined && seasons.list.len() == 1 && next.number > seasons.latest() && all
}

/// A dash, tilde, colon or word of a range stands before the next season.
fn is_range(reader: &Reader<'_>, at: usize, next: &Next<'_>, plural: bool) -> bool {
    let gap = reader.gap(at);
    next.worded == Some(Link::Through)
        || gap.only(Gap::DASH)
        || gap.only(Gap::TILDE)
        || gap.around(Gap::TILDE) && plural
        || (gap.only(Gap::COLON) && (plural || next.skipped == 0))
        || (gap.has(Gap::COLON) && plural)
        || (gap.around(Gap::DASH) && (plural || next.tagged || is_unbalanced(reader, at)))
}

/// ` -6` or `1- `: a dash with a space on one side only.
fn is_unbalanced(reader: &Reader<'_>, at: usize) -> bool {
    let Some(token) = reader.tokens.get(at) else { return false };
    let before = reader.tokens[at - 1].end;
    reader.text[before..token.start].chars().count() == 2
}
