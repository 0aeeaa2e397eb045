//! What can be skipped of a film: opening, recap, credits, preview. It is read from the chapters of the file and from the
//! answers of three services, judged by whether it can be true, and merged. Connections are opened by
//! [`services::ask`] alone; everything else is pure.

mod chapters;
mod fit;
mod merge;
mod naming;
pub mod services;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use chapters::{Chapter, from_chapters};
pub use fit::fitted;
pub use merge::merged;

use crate::endpoints::Upstream;

/// What a segment is. The order is that of a film.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SegmentKind {
    /// What happened in earlier episodes.
    Recap,
    Opening,
    Credits,
    /// A look at the next episode.
    Preview,
}

impl SegmentKind {
    pub const ALL: [Self; 4] = [Self::Recap, Self::Opening, Self::Credits, Self::Preview];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recap => "recap",
            Self::Opening => "opening",
            Self::Credits => "credits",
            Self::Preview => "preview",
        }
    }
}

/// A part of a file that can be skipped.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Segment {
    pub kind: SegmentKind,
    /// Seconds from the beginning of the file; always before `end`.
    pub start: f64,
    pub end: f64,
    /// Who told of it: one, or several that agree. The times are those of the first.
    pub by: Vec<Origin>,
}

/// Who told of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The file's own chapters.
    Chapters,
    #[serde(untagged)]
    Service(SegmentService),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chapters => "chapters",
            Self::Service(service) => service.as_str(),
        })
    }
}

/// A service that knows where openings and credits are. Each is asked only if the person switched it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SegmentService {
    AniSkip,
    TheIntroDb,
    IntroDb,
}

impl SegmentService {
    /// In the order in which they are believed: AniSkip knows an anime's very entry and the length it was timed by,
    /// TheIntroDB chooses by the length it is asked with, IntroDB knows of no lengths.
    pub const ALL: [Self; 3] = [Self::AniSkip, Self::TheIntroDb, Self::IntroDb];

    /// The name in settings, logs and the cache.
    pub fn as_str(self) -> &'static str {
        self.upstream().as_str()
    }

    /// The name as shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::AniSkip => "AniSkip",
            Self::TheIntroDb => "TheIntroDB",
            Self::IntroDb => "IntroDB",
        }
    }

    pub(crate) fn upstream(self) -> Upstream {
        match self {
            Self::AniSkip => Upstream::AniSkip,
            Self::TheIntroDb => Upstream::TheIntroDb,
            Self::IntroDb => Upstream::IntroDb,
        }
    }
}

impl FromStr for SegmentService {
    type Err = UnknownService;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|service| service.as_str() == text).ok_or_else(|| UnknownService(text.to_owned()))
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no service is called {0:?}; there are aniskip, theintrodb and introdb")]
pub struct UnknownService(String);

/// How much of a segment must be left for it to be worth a skip, in seconds.
const WORTH: f64 = 1.0;

/// Returns the segment in which `position` (seconds) lies, if enough of it is left.
pub fn at(segments: &[Segment], position: f64) -> Option<&Segment> {
    segments.iter().find(|segment| (segment.start..segment.end - WORTH).contains(&position))
}
