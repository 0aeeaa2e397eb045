//! From a row to a link.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::WireError;

/// Which row of a running or finished search to make a link of.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkRequest {
    #[ts(type = "number")]
    pub search_id: u64,
    pub id: String,
    /// Whether to go on to the next best row when this one fails.
    pub go_on: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub enum LinkEvent {
    CandidateStarted {
        id: String,
        release: String,
        position: u32,
        of: u32,
    },
    Added {
        status: String,
    },
    Waited {
        status: String,
        attempt: u32,
    },
    FileChosen {
        name: String,
        #[ts(type = "number | null")]
        size: Option<u64>,
        score: f32,
        reasons: Vec<String>,
    },
    CandidateFailed {
        id: String,
        error: WireError,
    },
    LinkMade,
}

/// A link that works, by handle. The URL stays in the shell.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkView {
    pub link_id: String,
    /// The row it came from, which may be a later candidate than the one asked for.
    pub id: String,
    pub release: String,
    /// `Real-Debrid`.
    pub service: String,
    pub file_name: String,
    #[ts(type = "number | null")]
    pub file_size: Option<u64>,
    /// The host the link leads to.
    pub host: String,
    pub score: f32,
    pub reasons: Vec<String>,
}
