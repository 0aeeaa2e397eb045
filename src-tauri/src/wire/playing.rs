//! What plays in the person's own player, and what can be done with it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Kind, Played, SegmentKind};

/// What a player does at this moment, or did a moment ago.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NowPlaying {
    pub stage: PlayStage,
    /// Null when idle.
    pub item: Option<PlayingItem>,
    /// Null until one was started.
    pub player: Option<Played>,
    /// Seconds from the start.
    pub position: Option<f64>,
    /// Seconds.
    pub length: Option<f64>,
    pub paused: bool,
    /// From 0 to 100, more where the player amplifies.
    pub volume: Option<f64>,
    pub audio: Vec<PlayerTrack>,
    pub subtitles: Vec<PlayerTrack>,
    /// Subtitles that are not in the file and were not put on the screen yet, the best first.
    pub outside: Vec<OutsideSubtitle>,
    pub chapters: Vec<PlayerChapter>,
    pub can: PlayerCan,
    /// The episode that follows, if it is out.
    pub next: Option<NextEpisode>,
    /// Seconds until the next one begins by itself.
    pub counting: Option<u32>,
    /// Another release is looked for while this one plays on.
    pub switching: bool,
    /// What plays can be skipped; null where nothing can.
    pub skip: Option<SegmentKind>,
    /// Where an unfinished film goes on, in seconds; only when it is over.
    pub resume_at: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PlayStage {
    Idle,
    /// The sources are asked for a release.
    Searching,
    /// A link is made.
    Linking,
    /// The player starts.
    Starting,
    Playing,
    /// The player ended.
    Over,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlayingItem {
    /// The title's id; `torrent:…` and `cloud:…` are no title of a catalogue.
    pub id: String,
    pub kind: Kind,
    pub name: String,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    pub poster: Option<String>,
    /// The row it comes from; null while there is none yet.
    pub row: Option<String>,
    pub release: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlayerTrack {
    #[ts(type = "number")]
    pub id: i64,
    /// As the file says it: `ja`, `jpn`, `pt-BR`.
    pub language: Option<String>,
    pub title: Option<String>,
    pub codec: Option<String>,
    pub forced: bool,
    pub selected: bool,
    /// How its times were moved to fit the file; null where they were not.
    pub moved: Option<MovedTimes>,
}

/// How the times of subtitles were moved to fit a file.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MovedTimes {
    /// Seconds that its lines come later than they did at the start.
    pub by: f64,
    /// They were made for another frame rate.
    pub stretched: bool,
}

/// Subtitles that can be put on the screen.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own")]
pub struct OutsideSubtitle {
    pub number: u32,
    pub language: String,
    /// The addon's name, or that of the file in the torrent.
    pub from: String,
    pub fit: SubtitleFit,
    pub forced: bool,
    pub hearing_impaired: bool,
    pub machine_made: bool,
    pub coming: bool,
    pub failed: bool,
}

/// How well subtitles fit the file that plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SubtitleFit {
    SameFile,
    SameRelease,
    SameGroup,
    SameCut,
    Unknown,
    OtherCut,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlayerChapter {
    /// Seconds from the start.
    pub at: f64,
    pub title: Option<String>,
}

/// What this player lets the app do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a control of its own")]
pub struct PlayerCan {
    pub pause: bool,
    pub seek: bool,
    pub volume: bool,
    pub audio: bool,
    pub subtitles: bool,
    /// Subtitles that are not in the file.
    pub outside: bool,
    /// Goes on in another release.
    pub switch: bool,
    pub stop: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NextEpisode {
    pub season: Option<u32>,
    pub episode: Option<u32>,
    pub name: Option<String>,
    /// Its link is made already.
    pub ready: bool,
}

/// What the person does with the player.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub enum PlayerControl {
    Pause {
        paused: bool,
    },
    /// To so many seconds from the start.
    Seek {
        to: f64,
    },
    /// In percent.
    Volume {
        percent: f64,
    },
    Audio {
        #[ts(type = "number")]
        track: i64,
    },
    /// Null shows none.
    Subtitles {
        #[ts(type = "number | null")]
        track: Option<i64>,
    },
    /// Subtitles that are not in the file.
    Outside {
        number: u32,
    },
    /// Goes on to the next episode now.
    Next,
    /// Stays with this one to its end, without the next after it.
    Stay,
    /// On behind what can be skipped.
    Skip,
    /// Ends the player, or stops looking for what was to play.
    Stop,
    /// Plays on from where it was left.
    Resume,
    /// Plays it from its start.
    Again,
    /// Takes the offer away.
    Dismiss,
}

/// What the person says is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Complaint {
    WrongEpisode,
    NoSound,
    WrongLanguage,
    /// It stops again and again to load.
    Buffers,
}

/// A film or episode to play from the last good release, or else from what a search finds.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlayRequest {
    pub kind: Kind,
    pub id: String,
    pub season: Option<u32>,
    pub episode: Option<u32>,
}
