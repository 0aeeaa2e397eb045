//! The points of a number: how likely it is an episode by how it stands. Each weight is a judgement from labelled names, and
//! what counts is their order. Most signs are worth 10 to 30 points; a break before the number and the whole name are enough by
//! themselves; -60 stands for a place where a number is nearly never an episode.

use super::form::{Candidate, Form, follows, is_century, is_ending, is_fansub, is_named, is_scene_end, width};
use crate::{
    name::Field,
    number,
    reader::Reader,
    token::{Gap, Shape},
};

/// Fewer points than this, and the number belongs to the title.
pub(super) const THRESHOLD: i32 = 15;

/// What any number has: alone too little, with one good sign enough.
const BASE: i32 = 5;
/// `05.mkv`: nothing else is in the name.
const WHOLE_NAME: i32 = 60;
/// `05 - The Mill.mkv`, `05. The Mill.mkv`: a number that opens the name and is set off. Titles begin with numbers too.
const OPENS_NAME: i32 = 10;
/// ` - 05`: what follows the title's dash is its episode.
const AFTER_BREAK: i32 = 40;
/// `#05`.
const HASH_PADDED: i32 = 40;
/// `#5`: as well a rank or a number of the title.
const HASH: i32 = 10;
/// The technical words, a bracket, a dash or the end follow.
const CLOSES: i32 = 20;
/// `Blue Meadow 2 Season 1`: a number before the season is the title's.
const BEFORE_SEASON: i32 = -60;
/// `05. Blue Meadow (2010)`: a place in a list of films.
const IN_LIST_OF_FILMS: i32 = -40;
/// `05`: titles write 5.
const PADDED: i32 = 10;
/// `05v2`: only episodes have versions.
const VERSION: i32 = 30;
/// `01-12`: few titles hold a range.
const RANGE: i32 = 25;
/// `2.5 Words`: a decimal that more text follows is the title's.
const DECIMAL_IN_TEXT: i32 = -20;
/// `4-13`, read as season and episode.
const WITH_SEASON: i32 = 20;
/// `S2 05`, `Season 2 - 05`: after a season comes its episode.
const AFTER_SEASON: i32 = 50;
/// In the group's bracket, or in a bracket with other words: it means something else.
const FOREIGN_BRACKET: i32 = -60;
/// `[03]`: fansubs write episodes so.
const OWN_BRACKET: i32 = 20;
/// `(01-12)`: a batch. A single number in round brackets says nothing.
const RANGE_IN_ROUND_BRACKET: i32 = 10;
/// `Blue Meadow 2`: one digit is a sequel's number more often.
const ONE_DIGIT: i32 = -15;
/// The same in a bracket.
const ONE_DIGIT_IN_BRACKET: i32 = -5;
/// Fansubs number what they release.
const FANSUB: i32 = 10;
/// `Blue Meadow 2 (2010)`: before a year the title ends.
const BEFORE_YEAR: i32 = -40;
/// `Blue Meadow - 2 (2010)`: a sequel's number, whose title a dash parts. Episodes are written with two digits there.
const SEQUEL_BEFORE_YEAR: i32 = -60;
/// `Blue Meadow 2 OVA`: a sequel's number.
const BEFORE_EXTRA: i32 = -40;
/// `720` without a p.
const HEIGHT: i32 = -40;
/// `2049`.
const YEAR: i32 = -60;
/// `Blue Meadow No. 6`: a number of the title as often.
const AFTER_NUMBER_WORD: i32 = -15;
/// `Blue.Meadow.203.The.Mill.HDTV`.
const COMPACT_BEFORE_NAME: i32 = 15;
/// `Movie - 03`: the number of a film, with all that speaks for an episode.
const AFTER_FILM: i32 = -80;
/// `NCOP 03`: the number of an extra; of an OVA it is the episode.
const AFTER_EXTRA: i32 = -60;
/// `Blue.Meadow.2010.103`: a compact number where it is most often written.
const COMPACT_AFTER_YEAR: i32 = 15;
/// `x264 05`: among technical words.
const AFTER_TECHNICAL: i32 = -30;

/// What is asked of a candidate more than once.
struct Place<'a, 'b> {
    reader: &'a Reader<'b>,
    found: &'a Candidate,
    /// The first word of the name.
    start: usize,
    gap: Gap,
    value: u32,
    width: usize,
    padded: bool,
    /// It is a range or list.
    many: bool,
    closes: bool,
}

/// The points of a candidate; `start` is the first word of the name.
pub(super) fn of(reader: &Reader<'_>, found: &Candidate, start: usize) -> i32 {
    let raw = reader.raw(found.from);
    let width = width(raw);
    let place = Place {
        reader,
        found,
        start,
        gap: reader.gap(found.from),
        value: found.episodes.first().copied().unwrap_or(0),
        width,
        padded: raw.starts_with(['0', '０']) && width > 1,
        many: found.episodes.len() > 1,
        closes: reader.closes(found.to),
    };
    BASE + place.position() + place.form() + place.size() + place.before() + place.after() + place.bracket()
}

fn when(holds: bool, points: i32) -> i32 {
    if holds { points } else { 0 }
}

impl Place<'_, '_> {
    /// Where in the name it stands.
    fn position(&self) -> i32 {
        let to = self.found.to;
        let hash = if self.padded { HASH_PADDED } else { HASH };
        let position = if self.opens_name() {
            when(to >= self.reader.end(), WHOLE_NAME) + when(self.set_off(), OPENS_NAME)
        } else {
            when(self.gap.is_break(), AFTER_BREAK)
        };
        position + when(self.gap.has(Gap::HASH), hash)
    }

    /// A dash, or a dot and a space, stand behind it.
    fn set_off(&self) -> bool {
        let next = self.reader.gap(self.found.to);
        next.is_break() || next.has(Gap::DOT) && next.has(Gap::SPACE)
    }

    fn opens_name(&self) -> bool {
        self.found.from == self.start
    }

    /// How it is written.
    fn form(&self) -> i32 {
        let found = self.found;
        let half = matches!(found.form, Form::Half(_));
        let compact = matches!(found.form, Form::Compact(_));
        when(self.padded, PADDED)
            + when(found.version.is_some(), VERSION)
            + when(self.many, RANGE)
            + when(half && !self.closes, DECIMAL_IN_TEXT)
            + when(matches!(found.form, Form::Full(_)), WITH_SEASON)
            + when(is_named(self.reader, found), COMPACT_BEFORE_NAME)
            + when(compact && (is_scene_end(self.reader, self.found) || self.follows(Field::Year)), COMPACT_AFTER_YEAR)
    }

    /// How large it is.
    fn size(&self) -> i32 {
        let one_digit = self.width == 1
            && !matches!(self.found.form, Form::Full(_))
            && !self.gap.is_break()
            && !self.gap.has(Gap::HASH)
            && !self.many
            && !self.opens_name();
        let doubt = if self.gap.has(Gap::OPEN) { ONE_DIGIT_IN_BRACKET } else { ONE_DIGIT };
        let begins_title = self.opens_name() && !self.set_off() && !self.closes;
        let year = number::is_year(self.value) || is_century(self.value) && !self.gap.is_break();
        when(one_digit, doubt)
            + when(is_fansub(self.reader, self.start) && (one_digit || self.width > 1) && !begins_title, FANSUB)
            + when(number::is_height(self.value) && !self.gap.is_break() && !self.many, HEIGHT)
            + when(year && self.width == 4 && !self.many, YEAR)
    }

    /// What stands before it.
    fn before(&self) -> i32 {
        let reader = self.reader;
        let from = self.found.from;
        let technical = from > self.start
            && reader
                .mark(from - 1)
                .is_some_and(|f| matches!(f, Field::Codec | Field::Quality | Field::Audio | Field::Resolution));
        let stray = technical && !is_scene_end(self.reader, self.found) && !reader.fills_bracket(from, self.found.to);
        let film = from > self.start && matches!(reader.word(from - 1), "movie" | "film" | "gekijouban");
        let extra = self.follows(Field::Extra) && !reader.lower_is(from - 1, "ova");
        let counted = from > self.start && matches!(reader.word(from - 1), "no" | "nr") && !self.gap.is_break();
        when(counted, AFTER_NUMBER_WORD)
            + when(self.follows(Field::Season), AFTER_SEASON)
            + when(film, AFTER_FILM)
            + when(extra, AFTER_EXTRA)
            + when(stray, AFTER_TECHNICAL)
    }

    fn follows(&self, field: Field) -> bool {
        follows(self.reader, self.found.from, field)
    }

    /// What stands after it.
    fn after(&self) -> i32 {
        let to = self.found.to;
        let after = self.reader.gap(to);
        let broken = self.gap.is_break();
        let sequel = self.width == 1 && !broken && !self.many && !self.opens_name() && after.is_break();
        let start = self.reader.tokens[self.found.from].start;
        let season = self.reader.so_far().span(Field::Season).is_some_and(|season| season.start > start);
        let next = to < self.reader.end() && self.reader.mark(to) == Some(Field::Season);
        // In a bracket of its own it is no title's: `Blue Meadow [01] (Season 4)`.
        let boxed = self.reader.fills_bracket(self.found.from, to);
        let numbered_title = !broken && !boxed && (next || season && !self.opens_name());
        let film = self.opens_name() && self.reader.so_far().year.is_some() && after.has(Gap::DOT) && !self.many;
        when(self.closes && !sequel, CLOSES)
            + when(numbered_title, BEFORE_SEASON)
            + when(film, IN_LIST_OF_FILMS)
            + when(self.reader.mark(to) == Some(Field::Year) && !broken, BEFORE_YEAR)
            + when(self.is_sequel_before_year(to), SEQUEL_BEFORE_YEAR)
            + when(self.reader.mark(to) == Some(Field::Extra) && !broken && self.width == 1, BEFORE_EXTRA)
    }

    fn is_sequel_before_year(&self, to: usize) -> bool {
        let reader = self.reader;
        self.width == 1
            && self.gap.is_break()
            && !self.many
            && reader.mark(to) == Some(Field::Year)
            && reader.bracket(to).is_some_and(|bracket| bracket.round)
            && reader.so_far().seasons.is_empty()
            && !is_fansub(reader, self.start)
    }

    /// `[559-560] Title 06 [720p]`: the title that begins at `from` goes on to a number of its own, so a range before it counts
    /// something else, as chapters.
    fn is_beside_count(&self, from: usize) -> bool {
        /// No title has so many words.
        const LONGEST: usize = 12;
        let reader = self.reader;
        let outside = |at: &usize| reader.is_free(*at) && reader.bracket(*at).is_none();
        let title = (from..reader.end()).take(LONGEST).take_while(outside);
        title.last().is_some_and(|at| {
            at > from && reader.raw(at).starts_with('0') && reader.free_number(at).is_some() && reader.closes(at + 1)
        })
    }

    /// `[03]`, `[12END]`, `(9)`; inside a bracket with other words a number means something else.
    fn bracket(&self) -> i32 {
        let (reader, found) = (self.reader, self.found);
        let Some(bracket) = reader.bracket(found.from) else { return 0 };
        // `x264-GRP[42]`: an indexer's.
        let tag = found.from > 1
            && self.gap.only(Gap::OPEN)
            && reader.gap(found.from - 1).only(Gap::DASH)
            && reader.mark(found.from - 2).is_some();
        if bracket.first == 0 && self.start > 0 || tag {
            return FOREIGN_BRACKET;
        }
        // `[TV 01-26 Fin]`: beside the films and specials.
        let led = bracket.first + 1 == found.from && reader.lower_is(bracket.first, "tv") && (self.padded || self.many);
        let own = (bracket.first == found.from || led) && (found.to..bracket.last).all(|i| is_ending(reader, i));
        // `[01-10 精校合集]`, `[01 1080p HEVC]`, `(01-12 1080p)`: what is said of the episodes, or how they are encoded.
        let said = |i: usize| reader.mark(i).is_some() || self.many && reader.shape(i) == Some(Shape::Cjk);
        let described = bracket.first == found.from
            && self.padded
            && (self.many || !bracket.round)
            && (found.to..bracket.last).all(said);
        // `[04_蓝色草地]`, `[04(Box Ver.)]`: the number, and the name of the episode or a note.
        let with_name = bracket.first == found.from
            && self.padded
            && (reader.gap(found.to).only(Gap::UNDERSCORE) && reader.shape(found.to) == Some(Shape::Cjk)
                || reader.gap(found.to).only(Gap::OPEN)
                    && reader.bracket(found.to).is_some_and(|b| b.last == bracket.last));
        if !own && !described && !with_name {
            // A bracket that nothing closes says nothing.
            let unclosed =
                bracket.last == reader.len() && bracket.end == reader.text.len() && !reader.text.ends_with([')', ']']);
            return when(!unclosed, FOREIGN_BRACKET);
        }
        if found.episodes.len() > 1 && self.is_beside_count(bracket.last) {
            return FOREIGN_BRACKET;
        }
        if bracket.round { when(self.many, RANGE_IN_ROUND_BRACKET) } else { OWN_BRACKET }
    }
}
