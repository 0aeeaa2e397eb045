//! What a player says of itself at one moment. Plain values.

use std::path::PathBuf;

/// What a player plays and how. Empty before the first file and after the last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Now {
    /// The number of the item of ours that plays; `None` between two, and for what somebody else gave it.
    pub item: Option<usize>,
    /// Seconds from the start.
    pub position: Option<f64>,
    /// Seconds.
    pub length: Option<f64>,
    pub paused: bool,
    /// Percent; players amplify above 100.
    pub volume: Option<f64>,
    pub tracks: Vec<Track>,
    pub chapters: Vec<Chapter>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackKind {
    Audio,
    Subtitle,
}

/// A sound or subtitle track of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    pub kind: TrackKind,
    /// The player's number for it, of its kind.
    pub id: i64,
    /// As the file says it: `ja`, `jpn`, `pt-BR`.
    pub language: Option<String>,
    pub title: Option<String>,
    pub codec: Option<String>,
    pub forced: bool,
    pub default: bool,
    /// Where it is, if not in the film's file and the player tells.
    pub file: Option<PathBuf>,
    pub selected: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// Seconds from the start.
    pub at: f64,
    pub title: Option<String>,
}

/// What the app can have a player do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a control of its own")]
pub struct Can {
    pub pause: bool,
    pub seek: bool,
    pub volume: bool,
    pub audio: bool,
    pub subtitles: bool,
    /// Subtitles from another file.
    pub outside: bool,
    /// A text over the film.
    pub card: bool,
    /// It is told of its end and of positions.
    pub tell: bool,
}

impl Now {
    pub fn of(&self, kind: TrackKind) -> impl Iterator<Item = &Track> {
        self.tracks.iter().filter(move |track| track.kind == kind)
    }

    /// The chosen track of a kind.
    pub fn selected(&self, kind: TrackKind) -> Option<i64> {
        self.of(kind).find(|track| track.selected).map(|track| track.id)
    }

    /// Whether a file is loaded, so that its tracks are known.
    pub fn is_loaded(&self) -> bool {
        self.item.is_some() && self.length.is_some() && !self.tracks.is_empty()
    }
}
