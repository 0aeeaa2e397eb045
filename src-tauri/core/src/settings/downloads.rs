//! What is kept on disk: where, under which names, how many at once.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Downloads {
    /// `None` for a folder of the app's own among the person's videos.
    pub folder: Option<PathBuf>,
    /// Templates of paths that take the place of the usual ones.
    pub films: Option<String>,
    pub episodes: Option<String>,
    /// Anime is numbered through all seasons rather than by season.
    pub anime_absolute: bool,
    /// How many come at once, and how many of them from one service.
    pub at_once: u32,
    pub at_once_per_service: u32,
    /// The most kilobytes a second of all together.
    pub limit_kb: Option<u32>,
    /// Subtitles are put beside a file that has none in a wished language.
    pub subtitles: bool,
    /// Nothing comes over a connection of which the system says that its traffic is counted.
    pub pauses_on_metered: bool,
}

impl Downloads {
    /// The bounds of `at_once`.
    pub const AT_ONCE: std::ops::RangeInclusive<u32> = 1..=8;
}

impl Default for Downloads {
    fn default() -> Self {
        Self {
            folder: None,
            films: None,
            episodes: None,
            anime_absolute: false,
            at_once: 2,
            at_once_per_service: 2,
            limit_kb: None,
            subtitles: true,
            pauses_on_metered: true,
        }
    }
}
