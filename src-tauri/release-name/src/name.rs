//! The result of a parse: every field a name can state, and where in the text it was stated. Values only.

use std::{borrow::Cow, ops::Range};

use serde::Serialize;

/// What a release or file name says. Lists are empty and options `None` where the name says nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks a name carries or does not; each is read alone")]
pub struct ReleaseName {
    pub title: String,
    pub alternative_titles: Vec<String>,
    pub year: Option<u16>,
    /// The last year of a range such as `1994-2004`.
    pub end_year: Option<u16>,
    pub seasons: Vec<u32>,
    /// Ascending where the name gives a range; a list is in the order of the name: `S05E26E23E25`. Empty for decimal episodes: see `fraction`.
    pub episodes: Vec<u32>,
    /// Numbers given beside the season and episode, usually counted through all seasons: `S03E01 (51)`.
    pub absolute: Vec<u32>,
    /// `12.5` as (12, 5): a recap or special between two episodes.
    pub fraction: Option<(u32, u32)>,
    /// `a` in `09a`, `S06E01b`.
    pub segment: Option<char>,
    /// 103, where it was read as season 1 and episode 3 because of its form only, or as the episode 103 and may be the other as
    /// well: `marking` says which.
    pub compact: Option<u32>,
    /// (1, 2) for `S01E0102`, whose `episodes` say 102: four digits may be two episodes that follow each other, and the name
    /// alone does not tell. They are the pair where no other file of the season is numbered as high and its neighbours are
    /// written alike: `S01E0304` beside it, or no file for 1 and 2.
    pub pair: Option<(u32, u32)>,
    /// How the episode number was marked.
    pub marking: Marking,
    pub version: Option<u32>,
    /// The part of a season or film: `Part 2`, `2nd Cour`, `S02P02`.
    pub part: Option<u32>,
    pub volumes: Vec<u32>,
    pub date: Option<Date>,
    pub group: Option<String>,
    pub site: Option<String>,
    /// `2160p`, `1080p`, … ; other heights as written.
    pub resolution: Option<Cow<'static, str>>,
    pub quality: Option<&'static str>,
    pub codec: Option<&'static str>,
    pub bit_depth: Option<&'static str>,
    pub hdr: Vec<&'static str>,
    pub audio: Vec<&'static str>,
    pub channels: Vec<&'static str>,
    /// In no particular order. ISO 639-1 codes; `la` is Latin American Spanish, as indexers write it.
    pub languages: Vec<&'static str>,
    /// Of `languages`, those that are named for the subtitles only.
    pub subtitles: Vec<&'static str>,
    pub dubbed: bool,
    pub subbed: bool,
    pub edition: Option<&'static str>,
    pub repack: bool,
    pub proper: bool,
    pub network: Option<&'static str>,
    pub extra: Option<Extra>,
    /// 3 in `SP03`, `NCOP3`, `Menu 3`.
    pub extra_number: Option<u32>,
    pub container: Option<&'static str>,
    pub complete: bool,
    /// The checksum fansub groups put in brackets: `8DE44442`.
    pub episode_code: Option<String>,
    /// Where each field was read, in bytes of the text given to the parser.
    pub spans: Vec<Span>,
}

/// A day on the calendar, not checked against the month's length beyond 31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// How sure the form of an episode number is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Marking {
    /// No episode number.
    #[default]
    None,
    /// A number without any word: ` - 05`, `[03]`, `01.mkv`.
    Bare,
    /// `103` read as season 1, episode 3.
    Compact,
    /// `E05`, `Episode 5`, `第05集`: an episode word, but no season with it.
    Episode,
    /// `S01E05`, `1x05`.
    Full,
}

/// Material beside the episodes or the film.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Extra {
    Sample,
    Trailer,
    /// Openings and endings, with or without credits.
    Theme,
    Preview,
    Menu,
    /// Making of, deleted scenes, interviews, bloopers, commentary.
    Featurette,
    /// OVA, OAD, SP, recap: an episode outside the count.
    Special,
    /// A film among a series' files.
    Movie,
    Soundtrack,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Title,
    AlternativeTitle,
    Year,
    Season,
    Episode,
    Absolute,
    Version,
    Part,
    Volume,
    Date,
    Group,
    Site,
    Resolution,
    Quality,
    Codec,
    BitDepth,
    Hdr,
    Audio,
    Channels,
    Language,
    Dubbed,
    Subbed,
    Edition,
    Repack,
    Network,
    Extra,
    Container,
    Complete,
    EpisodeCode,
    /// Technical words that carry no field of their own: file sizes, frame rates, bitrates, 3D.
    Technical,
}

/// A field and the bytes it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    pub field: Field,
    // Small, because thousands of names are kept with a dozen spans each. No name is read further than this reaches.
    start: u16,
    end: u16,
}

impl Span {
    pub fn new(field: Field, range: Range<usize>) -> Self {
        let place = |byte| u16::try_from(byte).unwrap_or(u16::MAX);
        Self { field, start: place(range.start), end: place(range.end) }
    }

    pub fn start(&self) -> usize {
        usize::from(self.start)
    }

    pub fn end(&self) -> usize {
        usize::from(self.end)
    }

    pub fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }
}

impl ReleaseName {
    /// The bytes a field was first read from.
    pub fn span(&self, field: Field) -> Option<Range<usize>> {
        self.spans.iter().find(|s| s.field == field).map(Span::range)
    }

    /// The languages the name says are spoken: none of those that only the subtitles are in.
    pub fn spoken(&self) -> impl Iterator<Item = &'static str> + Clone + '_ {
        self.languages.iter().copied().filter(|language| !self.subtitles.contains(language))
    }

    /// The other reading of a number that may be a season and its episode or one that counts through: of `Show.103` no season and
    /// 103, of `Show - 103` season 1 and episode 3.
    pub fn other_reading(&self) -> Option<(Option<u32>, u32)> {
        let (number, [episode]) = (self.compact?, &self.episodes[..]) else { return None };
        match self.marking {
            Marking::Compact => Some((None, number)),
            Marking::Bare if *episode == number => Some((Some(number / 100), number % 100)),
            _ => None,
        }
    }

    /// Neither a season, an episode, a date nor a decimal number.
    pub fn is_unnumbered(&self) -> bool {
        self.seasons.is_empty() && self.episodes.is_empty() && self.date.is_none() && self.fraction.is_none()
    }
}
