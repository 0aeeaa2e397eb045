//! A search: what is asked, what it tells, its rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Kind, WireError};

/// Which film or episode to look for, and how much of what is remembered to ask again.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StreamsRequest {
    pub kind: Kind,
    pub id: String,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    pub ask: Ask,
}

/// Which sources a search asks again.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "type")]
pub enum Ask {
    /// What is remembered is shown at once; behind it, those sources are asked that failed or answered a while ago.
    Stale,
    /// All of them, however fresh their answers.
    All,
    /// Only these, joining what is remembered.
    Only { sources: Vec<String> },
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceChip {
    /// `torrentio`, `nyaa`, …: stable.
    pub source: String,
    pub label: String,
    pub state: ChipState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ChipState {
    Asking,
    /// Switched off in the settings.
    Off,
    /// It understands none of the ids known for this title: it was not asked.
    NoId,
    /// Not asked this time; what it said before still counts.
    Remembered,
}

/// Progress of a search, each a fact in the past tense and complete in itself.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub enum StreamEvent {
    Started {
        #[ts(type = "number")]
        search_id: u64,
        heading: String,
        sources: Vec<SourceChip>,
        /// Seconds since the remembered rows were found; null when nothing is remembered.
        #[ts(type = "number | null")]
        remembered_s: Option<u64>,
    },
    SourceAnswered {
        source: String,
        count: u32,
        #[ts(type = "number")]
        elapsed_ms: u64,
    },
    SourceSkipped {
        source: String,
    },
    SourceFailed {
        source: String,
        #[ts(type = "number")]
        elapsed_ms: u64,
        error: WireError,
    },
    /// New rows, and rows that changed, by id.
    RowsArrived {
        rows: Vec<StreamRow>,
    },
    CacheChecked {
        checked: u32,
        total: u32,
        cached: u32,
        service: String,
        verdicts: Vec<Verdict>,
    },
    CacheCheckFailed {
        unchecked: u32,
        error: WireError,
    },
    /// The row to play unless the person says otherwise.
    PickChosen {
        id: String,
        /// In words, the strongest first.
        reasons: Vec<String>,
    },
    Completed {
        rows: u32,
        cached: u32,
        #[ts(type = "number")]
        elapsed_ms: u64,
    },
}

/// Three truths, and the time before them. Unknown is never shown as no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Cached {
    Checking,
    Yes,
    No,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RowScope {
    Single,
    Pack,
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StreamRow {
    /// The info hash: stable, 40 hex digits.
    pub id: String,
    /// The release name as it was published.
    pub release: String,
    pub resolution: Option<String>,
    pub quality: Option<String>,
    pub codec: Option<String>,
    pub hdr: Vec<String>,
    pub audio: Vec<String>,
    pub channels: Vec<String>,
    pub languages: Vec<String>,
    pub group: Option<String>,
    pub scope: RowScope,
    /// Bytes of the file that would play, where known.
    #[ts(type = "number | null")]
    pub file_size: Option<u64>,
    /// Bytes of the whole torrent, where known.
    #[ts(type = "number | null")]
    pub size: Option<u64>,
    pub file_name: Option<String>,
    pub seeders: Option<u32>,
    /// The sources that had it.
    pub sources: Vec<String>,
    pub tracker: Option<String>,
    pub cached: Cached,
    /// Higher is better. Rows are sorted by it unless the person chose another order.
    pub rank: f64,
    /// In words.
    pub reasons: Vec<String>,
}

/// What a cache check changed in a row.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    pub id: String,
    pub cached: Cached,
    pub rank: f64,
    #[ts(type = "number | null")]
    pub file_size: Option<u64>,
    pub file_name: Option<String>,
    pub reasons: Vec<String>,
}
