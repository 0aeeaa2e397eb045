//! A file of a torrent: the one chosen and why, and what is known that points to it.

use serde::Serialize;

use crate::title::Numbering;
use crate::torrent::TorrentFile;

/// The file that would play, as far as it is known before anything is added.
#[derive(Clone, Debug, PartialEq)]
pub struct ChosenFile {
    pub index: i64,
    pub name: String,
    pub size: Option<u64>,
    pub score: f32,
    pub confidence: f32,
    pub reasons: Vec<Reason>,
}

/// Why a file got points or lost them. Serialises to the label people see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// +1000: the season fits or is not stated, and the file is this one episode.
    ExactEpisode,
    /// +500: the season fits and the episode is one of several in the file.
    MultiEpisode,
    /// +200: the episode number fits, the season does not. Never picked.
    EpisodeOnly,
    /// +100: the file is named like the torrent.
    ExactName,
    /// +50: the name carries one of the other titles.
    Alias,
    /// +50: the name carries the title.
    Title,
    /// +25: the source named this file.
    Index,
    /// 0 to +10: larger files first among equals; 1 GiB is 0.1.
    Size,
    /// The episode was found by the number that runs through all seasons.
    Absolute,
    /// The episode was found by the day it aired.
    AirDate,
    /// +500: the only video of a torrent that is named for this episode or film.
    OnlyFile,
    /// +500: the film's title and nothing against it.
    Film,
    /// +100: the film's year.
    Year,
    /// +5 for each later version.
    Version,
    /// +2000: a person chose this file before.
    Remembered,
    /// A person corrected a sibling, and this file is off by as much.
    Taught,
    /// −50: other files state their season, this one does not.
    NoSeason,
    /// −2000: a sample.
    Sample,
    /// −1500: a trailer, opening, ending, menu, featurette or other extra.
    Extra,
    /// −1500: a special, and a regular episode is wanted.
    Special,
    /// −1200: the name is another show's or another film's.
    OtherTitle,
    /// −600: the year is another's.
    OtherYear,
    /// 0, not to be picked: the season is stated, and it is another. The spec's 200 for the number stand.
    WrongSeason,
    /// −400: a fraction of its neighbours' size.
    TooSmall,
    /// −20 for each part after the first.
    LaterPart,
    /// 0, not to be picked: the service has no link for it though it has for others.
    NoLink,
}

impl Reason {
    /// In words, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::ExactEpisode => "exactly this episode",
            Self::MultiEpisode => "this episode among others in one file",
            Self::EpisodeOnly => "the number of the episode alone",
            Self::ExactName => "named like the torrent",
            Self::Alias => "another title of it",
            Self::Title => "the title",
            Self::Index => "the source named this file",
            Self::Size => "size",
            Self::Absolute => "counted through all seasons",
            Self::AirDate => "the day it aired",
            Self::OnlyFile => "the only video of the torrent",
            Self::Film => "the film",
            Self::Year => "its year",
            Self::Version => "a later version",
            Self::Remembered => "you chose it before",
            Self::Taught => "counted as you corrected another file",
            Self::NoSeason => "names no season, as others do",
            Self::Sample => "a sample",
            Self::Extra => "an extra, not an episode or film",
            Self::Special => "a special",
            Self::OtherTitle => "another title",
            Self::OtherYear => "another year",
            Self::WrongSeason => "another season",
            Self::TooSmall => "too small beside the others",
            Self::LaterPart => "a later part",
            Self::NoLink => "the service has no link for it",
        }
    }

    /// A file with this reason is never picked.
    pub(crate) fn forbids(self) -> bool {
        matches!(
            self,
            Self::EpisodeOnly
                | Self::WrongSeason
                | Self::NoLink
                | Self::Sample
                | Self::Extra
                | Self::Special
                | Self::TooSmall
                | Self::OtherTitle
                | Self::OtherYear
        )
    }

    /// A file without one of these is never picked.
    pub(crate) fn allows(self) -> bool {
        matches!(self, Self::ExactEpisode | Self::MultiEpisode | Self::OnlyFile | Self::Film | Self::Remembered)
    }
}

/// A file a person said to be an episode of the show that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The path of the file inside its torrent, or its name.
    pub path: String,
    /// As the person asked for the episode.
    pub episode: Numbering,
}

impl Lesson {
    /// Whether it was said of this file.
    pub fn is_of(&self, file: &TorrentFile) -> bool {
        self.path == file.path || self.path == file.name
    }
}

/// What is known about a torrent beside its files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'a> {
    pub torrent_name: &'a str,
    /// A source's idea of the right file. Often wrong, so it only breaks ties, or decides where no name says anything.
    pub file_index: Option<i64>,
    pub file_name: Option<&'a str>,
    /// The path or name a person chose for this very episode earlier. Decides.
    pub correction: Option<&'a str>,
    /// What a person said of other files of this torrent: their siblings follow.
    pub lessons: &'a [Lesson],
}
