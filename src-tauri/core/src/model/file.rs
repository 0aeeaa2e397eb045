//! The chosen file of a torrent with the reasons, and the hints that point to it.

use serde::Serialize;

use crate::title::Numbering;
use crate::torrent::{Proof, TorrentFile};

/// The file that would play, as far as that can be told before the torrent is added.
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
    /// +500: the only video of a torrent whose name states this episode or film.
    OnlyFile,
    /// +500: the name carries the title of the film and nothing speaks against it. +480 in 3D beside one that is not.
    Film,
    /// +100: the film's year.
    Year,
    /// +5 for each later version, and for a repack.
    Version,
    /// +4000: the person chose this file before. It outweighs all that may speak against a file.
    Remembered,
    /// The person corrected a sibling, and the number of this file is shifted by the same difference.
    Taught,
    /// −50: other files state their season, this one does not.
    NoSeason,
    /// −2000: a sample.
    Sample,
    /// −1500: a trailer, opening, ending, menu, featurette or other extra.
    Extra,
    /// −1500: a special, while a regular episode is wanted.
    Special,
    /// −1200: the name is another show's or another film's.
    OtherTitle,
    /// −600: the name states another year.
    /// The wanted title goes on in it, but an id says that it is the wanted work.
    LongerTitle,
    OtherYear,
    /// 0, never picked: the name states another season. The 200 points for the episode number stay.
    WrongSeason,
    /// 0, never picked: the number counts in another part of the season.
    OtherPart,
    /// 0, never picked: the name states no season, and nothing else says that it is the one wanted.
    UnprovenSeason,
    /// −400: far smaller than its neighbours.
    TooSmall,
    /// −20 for each part after the first.
    LaterPart,
    /// 0, never picked: the service gives no link for it, although it gives links for others.
    NoLink,
}

impl Reason {
    /// Returns the words shown to people.
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
            Self::LongerTitle => "a longer title, perhaps another show",
            Self::OtherYear => "another year",
            Self::WrongSeason => "another season",
            Self::OtherPart => "another part of the season",
            Self::UnprovenSeason => "no name says which season it is",
            Self::TooSmall => "too small beside the others",
            Self::LaterPart => "a later part",
            Self::NoLink => "the service has no link for it",
        }
    }

    /// Returns whether this reason keeps a file from ever being picked.
    pub(crate) fn forbids(self) -> bool {
        matches!(
            self,
            Self::EpisodeOnly
                | Self::WrongSeason
                | Self::OtherPart
                | Self::UnprovenSeason
                | Self::NoLink
                | Self::Sample
                | Self::Extra
                | Self::Special
                | Self::TooSmall
                | Self::OtherTitle
                | Self::OtherYear
        )
    }

    /// Returns whether this reason allows a file to be picked; a file needs at least one such reason.
    pub(crate) fn allows(self) -> bool {
        matches!(self, Self::ExactEpisode | Self::MultiEpisode | Self::OnlyFile | Self::Film | Self::Remembered)
    }
}

/// A correction: the person named the episode that a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The path of the file inside its torrent, or its name.
    pub path: String,
    /// The episode, numbered as the person requested it.
    pub episode: Numbering,
}

impl Lesson {
    /// Returns whether the correction is about this file.
    pub fn is_of(&self, file: &TorrentFile) -> bool {
        self.path == file.path || self.path == file.name
    }
}

/// Hints about a torrent beside the names of its files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'a> {
    pub torrent_name: &'a str,
    /// What an id proves of the torrent.
    pub proof: Proof,
    /// The index of the file a source points to. Often wrong, so it only breaks ties, or decides where no name says
    /// anything.
    pub file_index: Option<i64>,
    pub file_name: Option<&'a str>,
    /// The path or name of the file that the person chose for this episode earlier. It outweighs everything else.
    pub correction: Option<&'a str>,
    /// Corrections of other files of this torrent; files numbered alike shift with them.
    pub lessons: &'a [Lesson],
}
