//! What is kept on disk.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{TitleCard, WireError};

/// What is kept on disk and is to be.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DownloadList {
    /// In their order.
    pub items: Vec<DownloadItem>,
    pub followed: Vec<FollowedShow>,
}

/// A show of which the next episodes are kept, as they are watched and come out.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FollowedShow {
    pub title: TitleCard,
    /// How many episodes are kept ahead.
    pub count: u32,
}

/// A film or episode that is kept on disk or is to be.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DownloadItem {
    #[ts(type = "number")]
    pub download_id: i64,
    pub title: TitleCard,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    /// The row it is of; null until a release was found.
    pub row: Option<String>,
    pub release: Option<String>,
    /// Where it lies or will.
    pub path: Option<String>,
    pub state: DownloadState,
    #[ts(type = "number")]
    pub bytes: u64,
    /// Its length in bytes, once it is known.
    #[ts(type = "number | null")]
    pub length: Option<u64>,
    /// Bytes a second.
    #[ts(type = "number | null")]
    pub speed: Option<u64>,
    #[ts(type = "number | null")]
    pub seconds_left: Option<u64>,
    /// Why it does not go on, or waits to be tried again.
    pub error: Option<WireError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DownloadState {
    /// For its turn, or to be tried again.
    Waiting,
    /// For another connection: the traffic of this one is counted.
    Metered,
    /// A release of it is being looked for.
    Finding,
    Coming,
    Paused,
    Failed,
    Done,
    /// It was done, and was moved or deleted.
    Gone,
}

/// What the person does with downloads.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub enum DownloadControl {
    Pause {
        #[ts(type = "number")]
        id: i64,
    },
    /// Goes on, tries again, brings anew what is gone, or takes a file as it is.
    Resume {
        #[ts(type = "number")]
        id: i64,
    },
    /// Finds another release in place of a file that is not what it was taken for.
    Another {
        #[ts(type = "number")]
        id: i64,
    },
    PauseAll,
    ResumeAll,
    /// Goes on although the connection is metered, until there is another.
    GoOnMetered,
    /// Takes it out of the list with what has come of it; a finished file only with `file`.
    Remove {
        #[ts(type = "number")]
        id: i64,
        file: bool,
    },
    /// Puts them into this order.
    Arrange {
        #[ts(type = "number[]")]
        ids: Vec<i64>,
    },
    /// Looks now whether what is done still lies there.
    Look,
}

/// How files are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DownloadSettings {
    /// Templates of paths; null for the usual ones.
    pub films: Option<String>,
    pub episodes: Option<String>,
    /// Anime is numbered through all seasons rather than by season.
    pub anime_absolute: bool,
    pub at_once: u32,
    pub at_once_per_service: u32,
    /// The most kilobytes a second of all together.
    pub limit_kb: Option<u32>,
    /// Subtitles are put beside a file that has none in a wished language.
    pub subtitles: bool,
    /// Nothing comes over a connection whose traffic is counted.
    pub pauses_on_metered: bool,
}

/// Templates as a program likes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NamingPreset {
    /// `usual`, `plex`, `jellyfin`, `kodi`.
    pub id: String,
    pub films: String,
    pub episodes: String,
}

/// How invented works would be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NamingExamples {
    pub film: NamingExample,
    pub episode: NamingExample,
    pub anime: NamingExample,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NamingExample {
    /// Null where the template cannot be used.
    pub path: Option<String>,
    pub error: Option<WireError>,
}
