//! From a row to a link.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{MediaView, Say, Verdict, WireError};

/// Which row of a running or finished search to make a link of.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkRequest {
    #[ts(type = "number")]
    pub search_id: u64,
    pub id: String,
    /// Whether to go on to the next best row when this one fails.
    pub go_on: bool,
    /// Only this file of the torrent, by its path; null leaves the choice to the app.
    pub file: Option<String>,
    /// Only this service, or only the links of this addon; null tries all, in the person's order.
    pub service: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub enum LinkEvent {
    CandidateStarted {
        /// The info hash, as in every step: two may be tried at a service beside one another.
        id: String,
        release: String,
        /// The label of the service or addon.
        service: String,
        position: u32,
        of: u32,
    },
    Added {
        id: String,
        service: String,
        status: String,
    },
    Waited {
        id: String,
        service: String,
        status: String,
        attempt: u32,
    },
    FileChosen {
        id: String,
        service: String,
        name: String,
        #[ts(type = "number | null")]
        size: Option<u64>,
        score: f32,
        reasons: Vec<Say>,
    },
    /// The link was asked for its first bytes and answered with the film.
    Verified {
        id: String,
        service: String,
    },
    CandidateFailed {
        id: String,
        service: String,
        error: WireError,
    },
    /// What the try came to, as the row has it from now on.
    Learnt {
        verdict: Verdict,
    },
    LinkMade {
        id: String,
        service: String,
    },
}

/// A link that works, by handle. The URL stays in the shell.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkView {
    pub link_id: String,
    /// The row it came from, which may be a later candidate than the one asked for.
    pub id: String,
    pub release: String,
    /// `Real-Debrid`, or the label of the addon whose link it is.
    pub service: String,
    /// An addon gave it.
    pub from_addon: bool,
    /// The names of the headers without which the server gives nothing.
    pub headers: Vec<String>,
    /// A browser cannot play it by itself.
    pub not_web_ready: bool,
    pub file_name: String,
    #[ts(type = "number | null")]
    pub file_size: Option<u64>,
    /// The host the link leads to.
    pub host: String,
    pub score: f32,
    pub reasons: Vec<Say>,
    /// What the file says of itself; null where it was not read or could not be.
    pub media: Option<MediaView>,
    /// Its bit rate beside what the line carries; null until both are known.
    pub line: Option<Say>,
    /// RFC 3339, UTC: when the link is expected to end; null when the service does not say.
    pub expires_at: Option<String>,
}

/// All episodes of a pack, each with its link behind a handle.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackView {
    pub pack_id: String,
    pub release: String,
    pub service: String,
    pub episodes: Vec<PackEpisode>,
    /// Files that were left out or failed.
    pub left_out: u32,
    /// Requests made to the service for it.
    pub calls: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackEpisode {
    pub link_id: String,
    pub season: Option<u32>,
    pub episode: u32,
    pub file_name: String,
    #[ts(type = "number | null")]
    pub file_size: Option<u64>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub enum PackEvent {
    /// The torrent is there and its files are known.
    Opened {
        episodes: u32,
    },
    Linked {
        done: u32,
        of: u32,
    },
}

/// What is done with a pack's links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PackUse {
    /// One link a line, onto the clipboard.
    CopyLinks,
    /// A playlist with titles, into the downloads folder.
    SavePlaylist,
    Play,
}

/// A torrent a service was asked to fetch.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fetch {
    pub fetch_id: String,
    /// The row's id.
    pub id: String,
    pub release: String,
    pub service: String,
    pub state: FetchState,
    /// From 0 to 1, where the service says.
    pub progress: Option<f32>,
    /// RFC 3339, UTC.
    pub started_at: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase", tag = "type")]
pub enum FetchState {
    Queued,
    Fetching,
    Ready,
    Failed { error: WireError },
}

/// A page of what is in an account.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CloudPage {
    pub service: String,
    pub items: Vec<CloudItem>,
    pub page: u32,
    pub total: u32,
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CloudItem {
    pub item_id: String,
    pub name: String,
    #[ts(type = "number | null")]
    pub size: Option<u64>,
    /// `downloaded`, `downloading`, …
    pub status: String,
    pub ready: bool,
    /// RFC 3339, UTC.
    pub added_at: Option<String>,
    /// This app added it.
    pub ours: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CloudFile {
    pub path: String,
    #[ts(type = "number | null")]
    pub size: Option<u64>,
    pub playable: bool,
}

/// A torrent this app put into an account.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AddedEntry {
    pub added_id: String,
    pub release: String,
    pub service: String,
    /// RFC 3339, UTC.
    pub added_at: String,
    /// A link was made of it.
    pub used: bool,
    /// It stays because it may have been there before.
    pub in_doubt: bool,
}
