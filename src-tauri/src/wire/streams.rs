//! A search: what is asked, what it tells, its rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Kind, MediaView, Say, WireError};

/// Which film or episode to look for, and how much of what is remembered to ask again.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StreamsRequest {
    pub kind: Kind,
    pub id: String,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    pub ask: Ask,
    /// What the person changed of the numbering before searching; null asks with what the catalogue says.
    pub numbering: Option<NumberingChange>,
}

/// The numbers an episode is asked by, as the person wants them. A null leaves that numbering out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NumberingChange {
    /// Season and episode on IMDb.
    pub season: Option<u32>,
    pub episode: Option<u32>,
    /// The running number over all seasons.
    pub absolute: Option<u32>,
    /// The episode within the Kitsu entry.
    pub kitsu_episode: Option<u32>,
}

/// Every id and number an episode or film is known by, and what each source will be asked with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Numbering {
    /// In words: `IMDb tt0388629`, `Kitsu 12`.
    pub ids: Vec<String>,
    /// The titles that title searches use.
    pub titles: Vec<String>,
    pub numbers: NumberingChange,
    pub asked: Vec<SourceAsked>,
}

/// The ids or searches one source is asked with; empty when it understands none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SourceAsked {
    pub source: String,
    pub label: String,
    pub with: Vec<String>,
}

/// A count with its reason, such as rows left out because they are of another season.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Counted {
    pub reason: Say,
    pub count: u32,
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
    /// It is asked with what the catalogue tells of the title, and the catalogue failed: it was not asked.
    NoDetails,
    /// Not asked this time; what it said before still counts.
    Remembered,
    /// Failed several times in a row and is left alone for a while; Retry asks it all the same.
    Resting,
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
        /// What it found besides and why that was left out.
        dropped: Vec<Counted>,
        /// Some of its requests did not come back in time; what did counts.
        partial: bool,
    },
    SourceSkipped {
        source: String,
        /// Why it was not asked: `noId` or `noDetails`.
        state: ChipState,
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
    /// The rows one service was asked about so far.
    CacheChecked {
        /// The service's name, `realdebrid`.
        service: String,
        label: String,
        checked: u32,
        total: u32,
        cached: u32,
        verdicts: Vec<Verdict>,
    },
    CacheCheckFailed {
        service: String,
        label: String,
        unchecked: u32,
        error: WireError,
    },
    /// The row to play unless the person says otherwise.
    PickChosen {
        id: String,
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
    /// The info hash, or for a row without a torrent a hash that names it: stable, 40 hex digits.
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
    /// Over all services in use: yes when one of them holds it.
    pub cached: Cached,
    /// One for each service in use, in the person's order.
    pub services: Vec<ServiceCached>,
    /// What addons offer for it by links of their own.
    pub links: Vec<OfferedLink>,
    /// There is no torrent, only the links; `id` is a name for the row.
    pub link_only: bool,
    /// Bits a second, from the file's size and the runtime.
    #[ts(type = "number | null")]
    pub bitrate: Option<u64>,
    /// Why the preferences hide it; null when they do not.
    pub hidden: Option<Say>,
    /// Higher is better. Rows are sorted by it unless the person chose another order.
    pub rank: f64,
    /// The strongest first.
    pub reasons: Vec<Say>,
}

/// A link that an addon gives. The address stays in the shell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferedLink {
    /// The addon: `own-3`, which is also how `LinkRequest.service` names it.
    pub source: String,
    pub label: String,
    pub kind: OfferedKind,
    /// What the addon says of whether it plays at once.
    pub cached: Cached,
}

/// What opens a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OfferedKind {
    /// A player.
    Direct,
    /// The browser.
    External,
    /// The browser, on YouTube.
    YouTube,
}

/// What one service says of a row, and what really happened with it here.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServiceCached {
    /// The service's name, `realdebrid`.
    pub service: String,
    pub cached: Cached,
    /// It is in the person's account already.
    pub in_cloud: bool,
    /// What the last try on this machine came to.
    pub before: Option<Before>,
}

/// What a torrent came to when it was last tried at a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Before {
    pub worked: bool,
    /// The service refuses it, and would not download it either.
    pub refused: bool,
    /// RFC 3339, UTC.
    pub at: String,
}

/// What a cache check changed in a row.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    pub id: String,
    pub cached: Cached,
    pub services: Vec<ServiceCached>,
    pub rank: f64,
    #[ts(type = "number | null")]
    pub file_size: Option<u64>,
    pub file_name: Option<String>,
    #[ts(type = "number | null")]
    pub bitrate: Option<u64>,
    pub hidden: Option<Say>,
    pub reasons: Vec<Say>,
}

/// Why one file of a torrent is played and not another.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WhyFile {
    pub release: String,
    /// Best first; what cannot be played comes last.
    pub files: Vec<FileRank>,
    /// From 0, a guess, to 1, certain.
    pub confidence: f32,
    /// How the files are numbered, in words; null when they are not.
    pub scheme: Option<Say>,
    /// The person chose the file of this torrent before.
    pub corrected: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileRank {
    /// The path inside the torrent: what `correctFile` and `LinkRequest.file` name it by.
    pub path: String,
    #[ts(type = "number | null")]
    pub size: Option<u64>,
    pub score: f32,
    pub parts: Vec<ScorePart>,
    /// The numbers found in the path.
    pub marks: Vec<Mark>,
    /// The one that would play.
    pub picked: bool,
    /// Why it is out of the question; null when it is not.
    pub refused: Option<Say>,
    /// What the file said of itself when it was read here; null when it was not.
    pub media: Option<MediaView>,
    /// Of the one that would play, its bit rate beside what the line carries; null until both are known.
    pub line: Option<Say>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ScorePart {
    pub reason: Say,
    pub points: f32,
}

/// A stretch of a path, in UTF-16 units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Mark {
    pub start: u32,
    pub end: u32,
    /// `season`, `episode`, `absolute`, `year`, `version`, `extra`, …
    pub kind: String,
}

/// How many rows of a search the preferences would hide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct HiddenCount {
    pub of: u32,
    pub hidden: u32,
    pub reasons: Vec<Counted>,
}
