//! Which player films open in, with which tracks, and what is skipped.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlayerInfo {
    /// `mpv`, `vlc`, `iina`, `system`; `own` is a program the person chose.
    pub id: String,
    pub label: String,
    pub found: bool,
    /// Which player's language the app speaks with it: `mpv`, `iina`, `vlc`, or `plain` for none.
    pub speaks: String,
}

/// Which player was started.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Played {
    pub id: String,
    pub label: String,
    /// The names of headers that the link wants and this player cannot be told.
    pub left_out: Vec<String>,
}

/// What is skipped of a film, and who is asked where it lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SkipSettings {
    pub services: Vec<SkipService>,
    /// What is skipped without a press.
    pub always: Vec<SegmentKind>,
}

/// A service that knows where openings and credits are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SkipService {
    pub name: String,
    pub label: String,
    /// The person lets it be asked.
    pub enabled: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SegmentKind {
    Recap,
    Opening,
    Credits,
    Preview,
}

/// Which tracks a film begins with, and what follows an episode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlaybackSettings {
    /// The next episode begins by itself when the credits do.
    pub next_by_itself: bool,
    /// Where no chapter says where the credits begin, they are the last so many percent: 1 to 10.
    pub credits_percent: u32,
    pub tracks: TrackWish,
    pub anime_tracks: TrackWish,
    pub outside: OutsideWish,
}

/// Which subtitles are chosen among those that are not in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutsideWish {
    /// Those with sounds in words before others.
    pub hearing_impaired: bool,
    /// Also those that a machine translated.
    pub machine_made: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrackWish {
    /// ISO 639-1 codes, the most wanted first. Empty leaves it to the player.
    pub audio: Vec<String>,
    pub subtitles: SubtitleWish,
    pub subtitle_languages: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SubtitleWish {
    /// As the player has it.
    Player,
    Languages,
    /// Only those that translate signs and foreign speech.
    Forced,
    None,
}
