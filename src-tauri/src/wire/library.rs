//! What was played.

use serde::Serialize;
use ts_rs::TS;

use super::TitleCard;

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    #[ts(type = "number")]
    pub entry_id: i64,
    pub title: TitleCard,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    pub file_name: String,
    /// RFC 3339, UTC.
    pub played_at: String,
}

/// A film or episode under way, or the next one of a series.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContinueItem {
    pub title: TitleCard,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    /// From 0 to 1; null when it has not been begun.
    pub progress: Option<f32>,
    /// Minutes left, where the length is known.
    pub minutes_left: Option<u32>,
    /// RFC 3339, UTC.
    pub at: String,
}
