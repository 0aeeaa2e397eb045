//! Points and their reasons: the spec's scores as vocabulary, and what this selection adds to them.

use serde::Serialize;

use super::Hint;
use crate::torrent::TorrentFile;

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
    pub(super) fn forbids(self) -> bool {
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
    fn allows(self) -> bool {
        matches!(self, Self::ExactEpisode | Self::MultiEpisode | Self::OnlyFile | Self::Film | Self::Remembered)
    }
}

/// One reason and its points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Part {
    pub reason: Reason,
    pub points: f32,
}

/// A video of the torrent with its points.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredFile {
    /// Position in the list of files given to `select`.
    pub file: usize,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    pub score: f32,
    /// The reasons with their points, `Size` included; they add up to `score`.
    pub parts: Vec<Part>,
}

impl ScoredFile {
    /// A file before its points.
    pub(super) fn new(file: usize, season: Option<u32>, episode: Option<u32>) -> Self {
        Self { file, season, episode, score: 0.0, parts: Vec::with_capacity(8) }
    }

    pub(super) fn give(&mut self, reason: Reason, points: f32) {
        self.parts.push(Part { reason, points });
    }

    /// Why it got its points: what people are told, so the size is not among it.
    pub fn reasons(&self) -> Vec<Reason> {
        reasons(&self.parts)
    }

    pub(super) fn has(&self, reason: Reason) -> bool {
        self.parts.iter().any(|p| p.reason == reason)
    }

    pub(super) fn pickable(&self) -> bool {
        self.has(Reason::Remembered) && !self.has(Reason::NoLink)
            || self.parts.iter().any(|p| p.reason.allows()) && !self.parts.iter().any(|p| p.reason.forbids())
    }
}

/// See [`ScoredFile::reasons`].
pub(super) fn reasons(parts: &[Part]) -> Vec<Reason> {
    parts.iter().map(|part| part.reason).filter(|reason| *reason != Reason::Size).collect()
}

const GIB: f32 = 1024.0 * 1024.0 * 1024.0;

/// Adds what every file can get, whatever is wanted, and sums up.
pub(super) fn finish(scored: &mut ScoredFile, file: &TorrentFile, hint: &Hint<'_>, linked: bool) {
    if is_named(file, hint.torrent_name) {
        scored.give(Reason::ExactName, 100.0);
    }
    if is_hinted(file, hint) {
        scored.give(Reason::Index, 25.0);
    }
    if hint.correction.is_some_and(|chosen| chosen == file.path || chosen == file.name) {
        scored.give(Reason::Remembered, 2000.0);
    }
    if linked && file.link.as_deref().is_none_or(str::is_empty) {
        scored.give(Reason::NoLink, 0.0);
    }
    let size = (file.size.unwrap_or(0) as f32 / (10.0 * GIB)).min(10.0);
    scored.give(Reason::Size, size);
    scored.score = scored.parts.iter().map(|p| p.points).sum();
}

fn is_named(file: &TorrentFile, torrent: &str) -> bool {
    !torrent.is_empty() && (file.name == torrent || file.name.rsplit_once('.').is_some_and(|(stem, _)| stem == torrent))
}

pub(super) fn is_hinted(file: &TorrentFile, hint: &Hint<'_>) -> bool {
    hint.file_index.is_some_and(|i| i >= 0 && i == file.index)
        // Sources name it with its folders or without.
        || hint.file_name.and_then(|name| name.rsplit('/').next()).is_some_and(|n| !n.is_empty() && n == file.name)
}
