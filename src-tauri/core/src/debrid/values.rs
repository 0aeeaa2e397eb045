//! The values StremThru reports: magnets, cache checks and accounts.

use serde::{Deserialize, Serialize};

use crate::text::clean;
use crate::torrent::{FileList, InfoHash, TorrentFile};

/// A magnet's state, as StremThru names it. New names may appear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    Cached,
    Queued,
    Downloading,
    Processing,
    Downloaded,
    Uploading,
    Failed,
    Invalid,
    Unknown,
    Other(String),
}

impl Status {
    pub(crate) fn parse(text: &str) -> Self {
        match text.to_ascii_lowercase().as_str() {
            "cached" => Self::Cached,
            "queued" => Self::Queued,
            "downloading" => Self::Downloading,
            "processing" => Self::Processing,
            "downloaded" => Self::Downloaded,
            "uploading" => Self::Uploading,
            "failed" | "error" => Self::Failed,
            "invalid" => Self::Invalid,
            "unknown" => Self::Unknown,
            other => Self::Other(clean(other, 40)),
        }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Cached => "cached",
            Self::Queued => "queued",
            Self::Downloading => "downloading",
            Self::Processing => "processing",
            Self::Downloaded => "downloaded",
            Self::Uploading => "uploading",
            Self::Failed => "failed",
            Self::Invalid => "invalid",
            Self::Unknown => "unknown",
            Self::Other(text) => text,
        }
    }

    /// Whether links to its files can be made now.
    pub fn is_ready(&self) -> bool {
        matches!(self, Self::Cached | Self::Downloaded)
    }
}

/// A cache check's result for one torrent. `Unknown` does not mean `NotCached`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CacheState {
    Cached,
    NotCached,
    Unknown,
}

/// The answer for one hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckItem {
    pub hash: InfoHash,
    pub state: CacheState,
    /// Its files, where the service lists them; they carry no links yet.
    pub files: FileList,
}

/// A torrent in the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Magnet {
    pub id: String,
    pub hash: Option<InfoHash>,
    pub name: String,
    /// Bytes; `None` where unknown.
    pub size: Option<u64>,
    pub status: Status,
    pub added_at: Option<jiff::Timestamp>,
    pub files: Vec<TorrentFile>,
}

/// The result of looking for a torrent in an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    Held(Magnet),
    Absent,
    /// The torrent was not among those read, but the account holds more torrents than are read.
    TooManyToTell,
}

/// A page of the account's torrents, without their files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub items: Vec<Magnet>,
    /// Items in the response, including those that could not be read.
    pub listed: usize,
    /// How many the account holds, where the service says.
    pub total: Option<usize>,
}

/// What the service says of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub subscription: Subscription,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subscription {
    Premium,
    Trial,
    Expired,
    Other(String),
}
