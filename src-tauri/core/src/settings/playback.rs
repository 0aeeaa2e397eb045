//! How films are played: which tracks, and what follows an episode.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Playback {
    /// The next episode begins by itself when the credits do.
    pub next_by_itself: bool,
    /// Where no chapter says where the credits begin, they are the last so many percent.
    pub credits_percent: u32,
    pub tracks: TrackWish,
    /// For anime.
    pub anime_tracks: TrackWish,
    pub outside: OutsideSubtitles,
}

/// Which subtitles are chosen among those that are not in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OutsideSubtitles {
    /// Those with sounds in words before others.
    pub hearing_impaired: bool,
    /// Also those that a machine translated.
    pub machine_made: bool,
}

impl Playback {
    /// The bounds of `credits_percent`.
    pub const CREDITS: std::ops::RangeInclusive<u32> = 1..=10;
}

impl Default for Playback {
    fn default() -> Self {
        Self {
            next_by_itself: true,
            credits_percent: 3,
            tracks: TrackWish::default(),
            anime_tracks: TrackWish::default(),
            outside: OutsideSubtitles::default(),
        }
    }
}

/// The tracks to begin a film with. The defaults leave them to the player.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrackWish {
    /// ISO 639-1 codes, the most wanted first.
    pub audio: Vec<String>,
    pub subtitles: Subtitles,
    /// For `Subtitles::Languages` and `Subtitles::Forced`.
    pub subtitle_languages: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subtitles {
    /// As the player has it.
    #[default]
    Player,
    /// In the first language there is.
    Languages,
    /// Only those that translate signs and foreign speech.
    Forced,
    None,
}
