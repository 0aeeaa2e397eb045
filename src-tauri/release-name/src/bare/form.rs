//! The forms in which a number without a word is read: alone, `01-12`, `12.5`, `103`, `4-13`.

use crate::{
    name::Field,
    number,
    reader::Reader,
    token::{Gap, Shape},
};

/// A free token that begins with a number and may be an episode.
#[derive(Clone, Copy)]
pub(crate) struct Number {
    at: usize,
    value: u32,
    /// In digits.
    width: usize,
    version: Option<u32>,
    segment: Option<char>,
    /// Nothing follows the digits in their token.
    plain: bool,
    /// The first word of the name.
    start: usize,
}

impl Number {
    pub(super) fn at(reader: &Reader<'_>, at: usize, start: usize) -> Option<Self> {
        if !reader.is_free(at) {
            return None;
        }
        let word = reader.word(at);
        let (value, used) = number::leading(word)?;
        let tail = &word[used..];
        let version = tail.strip_prefix('v').and_then(number::value);
        let segment = tail.chars().next().filter(|c| tail.len() == 1 && matches!(c, 'a'..='d'));
        let width = word[..used].chars().count();
        let ends = matches!(tail, "" | "end" | "fin") || version.is_some() || segment.is_some();
        // `-236@SITE`: a group's.
        let named = reader.text[reader.tokens[at].end..].starts_with('@');
        if width > 4 || !ends || named || is_after_dot(reader, at) || is_unit(reader, at + 1) {
            return None;
        }
        let number = Self { at, value, width, version, segment, plain: tail.is_empty(), start };
        let dotted = reader.gap(at + 1).only(Gap::DOT) && reader.raw(at + 1).len() == 2;
        (!number.is_lone_zero() || dotted).then_some(number)
    }

    fn is_lone_zero(self) -> bool {
        self.value == 0 && self.width == 1
    }

    fn read_as(self, form: Form, episodes: Vec<u32>, to: usize) -> Candidate {
        Candidate { from: self.at, to, episodes, form, version: self.version, segment: self.segment }
    }
}

/// The second number of `2.05`, `5.1` or `10.000`, which goes with the first.
fn is_after_dot(reader: &Reader<'_>, at: usize) -> bool {
    let dotted =
        at > 0 && reader.gap(at).only(Gap::DOT) && reader.free_number(at - 1).is_some() && reader.raw(at - 1).len() < 3;
    let thousand = at > 0 && reader.word(at) == "000" && reader.shape(at - 1) == Some(Shape::Digits);
    // `25.817.hdtv`: a title of digits, and season and episode behind it.
    let compact = at == 1 && reader.raw(at).len() == 3 && is_broadcast(reader) && reader.mark(at + 1).is_some();
    thousand || dotted && !compact && (reader.form.spaced || !reader.word(at).starts_with('0'))
}

/// A number in the form it was read in, not yet believed.
pub(crate) struct Candidate {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Of a half episode its whole number.
    pub(super) episodes: Vec<u32>,
    pub(super) form: Form,
    pub(super) version: Option<u32>,
    pub(super) segment: Option<char>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Plain,
    /// With the digit after the dot.
    Half(u32),
    /// With its season.
    Full(u32),
    /// The number as written.
    Compact(u32),
}

/// What after a number makes it an amount: `100%`, `10月`, `3 movies`, `1.5TB`.
fn is_unit(reader: &Reader<'_>, at: usize) -> bool {
    const UNITS: [&str; 14] = [
        "movies", "movie", "films", "seasons", "nen", "sai", "gb", "mb", "kbps", "fps", "bit", "in", "episodes", "film",
    ];
    let gap = reader.gap(at);
    let size = |word: &str| number::leading(word).is_some_and(|(_, used)| matches!(&word[used..], "tb" | "gb" | "mb"));
    if gap.only(Gap::DOT) && size(reader.word(at)) {
        return true;
    }
    if gap.is_empty() && reader.shape(at) == Some(Shape::Cjk) && !is_ending(reader, at) {
        return true;
    }
    reader.text[reader.tokens[at - 1].end..].starts_with('%')
        || gap.only(Gap::SPACE | Gap::DOT | Gap::DASH | Gap::UNDERSCORE)
            && !gap.is_break()
            && UNITS.contains(&reader.word(at))
}

/// `4-13 Title`, `2-06. Title`, `Title 11-02 Name`, `Title 03-20.mkv`, `Title-01_13`: two numbers that are no range.
pub(super) fn pair(reader: &Reader<'_>, number: Number) -> Option<Candidate> {
    let Number { at, value: first, .. } = number;
    let second = reader.free_number(at + 1).filter(|_| reader.raw(at + 1).len() == 2 && (1..40).contains(&first))?;
    let gap = reader.gap(at + 1);
    if reader.bracket(at).is_some() {
        return None;
    }
    let dashed = gap.only(Gap::DASH) && second > first + 1;
    let opening = at == 0 && dashed && !reader.closes(at + 2) && reader.gap(at + 2).only(Gap::SPACE);
    let apart =
        gap.only(Gap::DASH) && second > 0 && !is_range(reader, at, first, second) && is_before_words(reader, at + 2);
    let closing = at > 0
        && dashed
        && first > 1
        && number.width == 2
        && at + 2 == reader.end()
        && reader.is_file
        && reader.gap(at).only(Gap::SPACE);
    let lone = gap.only(Gap::UNDERSCORE)
        && reader.raw(at).len() == 2
        && !reader.form.spaced
        && reader.text.bytes().filter(|byte| *byte == b'_').take(2).count() == 1;
    (opening || apart || closing || lone).then(|| number.read_as(Form::Full(first), vec![second], at + 2))
}

/// The numbers at `at` and after it may be the ends of a range: not `11-02`, and not `2-06`, written in two manners.
fn is_range(reader: &Reader<'_>, at: usize, first: u32, second: u32) -> bool {
    first < second && !(reader.raw(at).len() == 1 && reader.raw(at + 1).starts_with('0'))
}

/// Words of a name follow: `. The Mill`, ` - The Mill`, ` The Mill`.
fn is_before_words(reader: &Reader<'_>, at: usize) -> bool {
    // An episode may be called `Part 1`.
    (reader.is_free(at) || reader.mark(at) == Some(Field::Part))
        && reader.shape(at) == Some(Shape::Word)
        && reader.gap(at).has(Gap::SPACE)
        && reader.gap(at).only(Gap::SPACE | Gap::DOT | Gap::DASH)
}

/// `01-12`, `01 ~ 12`, `003-004`, `01+07`, `1-2-3`, `493-498 & 500-507`, `1 to 12`.
pub(super) fn range(reader: &Reader<'_>, number: Number) -> Option<Candidate> {
    if number.segment.is_some() || number.is_lone_zero() {
        return None;
    }
    let first = number.at + 1;
    let worded = reader.gap(first).is_space() && matches!(reader.word(first), "ao" | "to" | "à" | "bis" | "al");
    let last = if worded { reader.free_number(first + 1) } else { None };
    let last = last.filter(|last| *last > number.value && *last < 3000 && !number::is_year(*last));
    if let Some(last) = last {
        return Some(number.read_as(Form::Plain, (number.value..=last).collect(), with_ending(reader, first + 2)));
    }
    continuation(reader, number, &[number.value], first)?;
    let mut episodes = vec![number.value];
    let mut to = first;
    while let Some((value, through)) = continuation(reader, number, &episodes, to) {
        let last = episodes.last().copied().unwrap_or(value);
        episodes.extend(if through { last + 1..=value } else { value..=value });
        to += 1;
    }
    Some(number.read_as(Form::Plain, episodes, with_ending(reader, to)))
}

/// The number at `to` if it continues the range or list before it, and whether those between belong to it too.
fn continuation(reader: &Reader<'_>, number: Number, episodes: &[u32], to: usize) -> Option<(u32, bool)> {
    let last = episodes.last().copied()?;
    let word = reader.is_free(to).then(|| reader.word(to))?;
    let (value, used) = number::leading(word)?;
    let tail = &word[used..];
    let version = tail.strip_prefix('v').is_some_and(|v| number::value(v).is_some());
    let ends = version || matches!(tail, "" | "end" | "fin" | "tv");
    let years = number::is_year(value) && number::is_year(last);
    if value <= last || used > 4 || !ends || value - last > 2000 || years {
        return None;
    }
    let gap = reader.gap(to);
    let broken = reader.gap(number.at).is_break();
    let tight = gap.only(Gap::DASH) || gap.around(Gap::TILDE);
    let padded = reader.raw(number.at).starts_with('0') && (number.value > 0 || broken);
    let spaced = gap.around(Gap::DASH) && padded && used >= number.width && reader.closes(to + 1);
    let next = value == last + 1 && gap.has(Gap::AND | Gap::PLUS) && (padded || broken) && reader.closes(to + 1);
    let ends = reader.closes(to + 1) || reader.gap(to + 1).only(Gap::PLUS) && reader.free_number(to + 1).is_some();
    let added = gap.only(Gap::PLUS) && padded && used == number.width && ends;
    let listed =
        gap.has(Gap::AND | Gap::COMMA) && episodes.len() > usize::from(gap.has(Gap::AND)) && value <= last + 20;
    let height = number::is_height(value) && value > last + 400;
    let two_manners = number.width == 1 && number.value > 0 && word.starts_with('0');
    let one_more = next || added || listed;
    if tight && (used < number.width || height || two_manners) || !(tight || spaced || one_more) {
        return None;
    }
    Some((value, !one_more))
}

/// What stands after the dot behind a number: its value, its digits, its version, and whether a third number follows.
struct Decimal {
    value: u32,
    digits: usize,
    version: Option<u32>,
    third: bool,
}

fn decimal(reader: &Reader<'_>, number: Number) -> Option<Decimal> {
    let at = number.at + 1;
    if !number.plain || !reader.gap(at).only(Gap::DOT) || !reader.is_free(at) {
        return None;
    }
    let (value, digits) = number::leading(reader.word(at)).filter(|(_, digits)| *digits <= 3)?;
    let version = reader.word(at)[digits..].strip_prefix('v').and_then(number::value);
    if version.is_none() && digits < reader.raw(at).len() {
        return None;
    }
    let third = reader.gap(at + 1).only(Gap::DOT) && reader.free_number(at + 1).is_some_and(|v| v < 100);
    Some(Decimal { value, digits, version, third })
}

/// ` - 6.01 - `, `[5.134]`, `.02.10.Name` and a closing `02.09`.
pub(super) fn dotted(reader: &Reader<'_>, number: Number) -> Option<Candidate> {
    let Decimal { value, digits, third, .. } = decimal(reader, number)?;
    let (from, at) = (number.at, number.at + 1);
    let broken = reader.gap(from).is_break() && reader.gap(at + 1).is_break() && reader.gap(from).has(Gap::SPACE);
    let named = !reader.form.spaced && number.width == 2 && reader.raw(from).starts_with('0');
    let last = from > 0 && (at + 1 >= reader.end() || named && reader.shape(at + 1) == Some(Shape::Word));
    let boxed =
        reader.fills_bracket(from, at + 1) && from > 0 && reader.text[..reader.tokens[from].start].ends_with('[');
    let opening = from == 0 && reader.is_file && reader.raw(at).starts_with('0') && is_before_words(reader, at + 1);
    // `4.12.mkv`: nothing else is in the name.
    let whole = from == 0 && at + 1 >= reader.end() && reader.is_file;
    let found = (digits == 2 && (broken || last || opening || whole) || digits > 1 && boxed && number.value > 0)
        && !third
        && number.value < 60
        && value > 0;
    found.then(|| number.read_as(Form::Full(number.value), vec![value], with_ending(reader, at + 1)))
}

/// `12.5`: a special between two episodes.
pub(super) fn half(reader: &Reader<'_>, number: Number) -> Option<Candidate> {
    let Decimal { value, digits, version, third } = decimal(reader, number)?;
    let at = number.at + 1;
    let found = digits == 1 && (value == 5 || reader.closes(at + 1) || third) && !number.is_lone_zero();
    let to = with_ending(reader, at + 1 + usize::from(third));
    found.then(|| Candidate { version, ..number.read_as(Form::Half(value), vec![number.value], to) })
}

/// `205-206` in such a name from television.
pub(super) fn compact_range(reader: &Reader<'_>, number: Number) -> Option<Candidate> {
    let Form::Compact(value) = compact(reader, number)?.form else { return None };
    let at = number.at + 1;
    let found = reader.free_number(at) == Some(value + 1) && reader.gap(at).only(Gap::DASH) && is_broadcast(reader);
    found.then(|| number.read_as(Form::Full(value / 100), vec![value % 100, value % 100 + 1], at + 1))
}

/// `103` in a name whose words are parted by dots or underscores, and the `-103` at the end of a scene name.
pub(super) fn compact(reader: &Reader<'_>, number: Number) -> Option<Candidate> {
    let Number { at, value, width, .. } = number;
    let told = reader.so_far();
    if !is_season_and_episode(value, width)
        || number.version.is_some()
        || number.segment.is_some()
        || !told.seasons.is_empty()
    {
        return None;
    }
    let found = alone(reader, number)?;
    let gap = reader.gap(at);
    let parted = gap.only(Gap::DOT | Gap::UNDERSCORE) || gap.only(Gap::DASH) && reader.form.dashed;
    let dotted = parted
        && at != number.start
        && !is_fansub(reader, number.start)
        && (!reader.form.spaced || follows(reader, at, Field::Year));
    let spaced = gap.only(Gap::SPACE) && at != number.start && is_scene(reader);
    (dotted || spaced || is_scene_end(reader, &found)).then_some(Candidate { form: Form::Compact(value), ..found })
}

/// Three or four digits that may be a season and its episode.
fn is_season_and_episode(value: u32, width: usize) -> bool {
    let hundreds = width == 3 || width == 4 && !number::is_height(value) && !is_century(value);
    hundreds && value >= 100 && (1..60).contains(&(value % 100))
}

/// The number at `at`, read as an episode, where it may be a season and its episode as well: ` - 102`, ` 102 `. What fansubs
/// number, and what stands in a bracket, counts through.
pub(super) fn other(reader: &Reader<'_>, at: usize, episodes: &[u32]) -> Option<u32> {
    let [number] = *episodes else { return None };
    let raw = reader.raw(at);
    let is_open = is_season_and_episode(number, width(raw))
        && (!raw.starts_with('0') || raw.len() == 4 && !reader.gap(at).is_break())
        && reader.so_far().seasons.is_empty()
        && reader.bracket(at).is_none()
        && !is_fansub(reader, reader.first_word());
    is_open.then_some(number)
}

/// 2049 is a year to come, in a title.
pub(super) fn is_century(value: u32) -> bool {
    (1800..2300).contains(&value)
}

/// `Title.203.Name.Of.The.Episode.HDTV`: more words follow the compact number of a broadcast, or of a name whose title is known to
/// end before it. A film would have its year, or come from a disc.
pub(super) fn is_named(reader: &Reader<'_>, found: &Candidate) -> bool {
    let told = reader.so_far();
    let next = reader.gap(found.to);
    let plain = told.quality.is_none() && told.resolution.is_none() && told.codec.is_none();
    let title_end = found.from.checked_sub(1).and_then(|last| Some(reader.tokens.get(last)?.end));
    matches!(found.form, Form::Compact(_))
        && told.year.is_none()
        && (plain || is_broadcast(reader) || title_end.is_some() && title_end == reader.title_end)
        && reader.is_free(found.to)
        && reader.shape(found.to) == Some(Shape::Word)
        && next.only(Gap::DOT | Gap::UNDERSCORE)
}

/// A name of a broadcast's release whose dots an indexer wrote as spaces: short, no bracket, no dash but the group's.
fn is_scene(reader: &Reader<'_>) -> bool {
    let last = reader.end().saturating_sub(1);
    let parted = |at| reader.gap(at).is_break() || reader.gap(at).has(Gap::OPEN);
    is_broadcast(reader) && (1..40).contains(&last) && reader.gap(last).only(Gap::DASH) && !(0..last).any(parted)
}

/// The name says that it was recorded from television.
pub(super) fn is_broadcast(reader: &Reader<'_>) -> bool {
    matches!(reader.so_far().quality, Some("HDTV" | "HDTVRip" | "PDTV" | "DSRip" | "TVRip" | "SATRip"))
}

/// `05`, `05v2`, `05a`, `12 END`.
pub(super) fn alone(reader: &Reader<'_>, number: Number) -> Option<Candidate> {
    let to = with_ending(reader, number.at + 1);
    (!number.is_lone_zero()).then(|| number.read_as(Form::Plain, vec![number.value], to))
}

/// An `END` that closes the name's numbers belongs to the last of them.
fn with_ending(reader: &Reader<'_>, to: usize) -> usize {
    let ending = matches!(reader.word(to), "end" | "fin") && reader.gap(to).only(Gap::SPACE) && reader.closes(to + 1);
    to + usize::from(ending)
}

/// The name is a fansub's: a group in the first bracket, or a checksum.
pub(super) fn is_fansub(reader: &Reader<'_>, start: usize) -> bool {
    start > 0 && reader.mark(0).is_none() || reader.so_far().episode_code.is_some()
}

/// The token before `at` is of this field.
pub(super) fn follows(reader: &Reader<'_>, at: usize, field: Field) -> bool {
    at > 0 && reader.mark(at - 1) == Some(field)
}

/// `x264-103` at the end: season and episode in the place of the group.
pub(super) fn is_scene_end(reader: &Reader<'_>, found: &Candidate) -> bool {
    found.to >= reader.end()
        && reader.gap(found.from).only(Gap::DASH)
        && follows(reader, found.from, Field::Codec)
        && width(reader.raw(found.from)) == 3
}

/// The digits that a token begins with.
pub(super) fn width(raw: &str) -> usize {
    raw.chars().take_while(|c| number::digit(*c).is_some()).count()
}

/// Words that may stand beside an episode number in its bracket.
pub(super) fn is_ending(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.word(at), "end" | "fin" | "final" | "完" | "完結" | "完结" | "v2" | "全" | "tv")
        || is_special(reader, at)
}

/// What is listed beside the numbers of a pack: `+OVA`, `+SP`, `+ Specials`.
fn is_special(reader: &Reader<'_>, at: usize) -> bool {
    const SPECIALS: [&str; 12] =
        ["ova", "ovas", "oad", "oads", "sp", "sps", "special", "specials", "ncop", "nced", "movie", "movies"];
    reader.mark(at) == Some(Field::Extra)
        || SPECIALS.contains(&reader.word(at).trim_end_matches(|c: char| c.is_ascii_digit()))
}
