//! Every type that crosses between the shell and the page. `ui/src/wire.ts` is generated from this file; nothing else crosses.
//!
//! Images are keys for the app's own `image:` scheme, links are handles: neither a URL nor a token ever reaches the page.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The three kinds of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Movie,
    Series,
    Anime,
}

/// What the page can act on when something went wrong. A code exists only if the page treats it differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Code {
    /// No service is signed in: the button leads to Settings.
    NoAccount,
    /// The service refused the token.
    TokenRefused,
    /// The subscription ended or does not cover this.
    SubscriptionEnded,
    /// No keyring answers; the token lives for this run.
    KeyringUnavailable,
    /// The keyring is locked or its prompt was dismissed.
    KeyringLocked,
    /// Asked too often; wait.
    RateLimited,
    /// The other side did not answer in time.
    Timeout,
    /// A challenge page, 403 or 418 stood in the way.
    Blocked,
    /// The other side answered with an error status.
    Refused,
    /// No connection.
    Unreachable,
    /// The answer could not be understood.
    Malformed,
    /// Refused for legal reasons.
    LegalBlock,
    /// The service does not hold it.
    NotCached,
    /// No file of the torrent is the film or episode wanted.
    NoFile,
    /// Nothing by this id or name.
    NotFound,
    /// No player could be started.
    NoPlayer,
    /// A newer search or a press of Escape ended it.
    Cancelled,
    /// What was typed or sent cannot be used; the message says why.
    BadInput,
    /// A file or database of the app could not be read or written.
    Storage,
    /// A fault of the app's own.
    Internal,
}

/// Every error on the wire, in words a person understands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct WireError {
    pub code: Code,
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// What the page needs to know once, at its start.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppInfo {
    pub version: String,
    /// The simulator answers instead of the real upstreams.
    pub demo: bool,
    /// Standing remarks, such as a missing keyring.
    pub notices: Vec<WireError>,
    pub home_rows: Vec<HomeRow>,
}

/// A row of posters on Home; `catalog` brings its titles.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HomeRow {
    pub id: String,
    pub label: String,
    pub kind: Kind,
}

/// A title as a poster shows it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TitleCard {
    /// `tt1727587` or `kitsu:12`.
    pub id: String,
    pub kind: Kind,
    pub name: String,
    /// As the catalogue writes it: `2010`, `2008–2013`, `2019–`.
    pub years: Option<String>,
    /// Out of ten.
    pub rating: Option<f32>,
    pub poster: Option<String>,
    pub genres: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TitleDetails {
    pub id: String,
    pub kind: Kind,
    pub name: String,
    pub years: Option<String>,
    pub runtime: Option<String>,
    pub rating: Option<f32>,
    pub genres: Vec<String>,
    pub cast: Vec<String>,
    pub directors: Vec<String>,
    pub description: Option<String>,
    pub poster: Option<String>,
    pub background: Option<String>,
    pub logo: Option<String>,
    /// Empty for a film. Season 0 holds the specials and comes last.
    pub seasons: Vec<Season>,
    /// A series whose episodes the catalogue does not list: the person types season and episode.
    pub episodes_unknown: bool,
    /// The other ids and titles the sources will be asked with, in words: `IMDb tt0388629`, `Kitsu 12`.
    pub known_as: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Season {
    pub number: u32,
    pub label: String,
    pub episodes: Vec<EpisodeCard>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EpisodeCard {
    /// The season and episode to ask `findStreams` with.
    pub season: u32,
    pub episode: u32,
    /// The other numbering, where there is one: `S23E15`, `episode 1170`.
    pub also: Option<String>,
    pub name: Option<String>,
    /// `YYYY-MM-DD`.
    pub aired: Option<String>,
    /// False when the date lies ahead.
    pub out: bool,
    pub overview: Option<String>,
    pub still: Option<String>,
    pub watched: bool,
}

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
    /// What is remembered is shown at once; sources are asked again behind it.
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

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlayerInfo {
    /// `mpv`, `vlc`, `system`.
    pub id: String,
    pub label: String,
    pub found: bool,
}

/// Which player was started.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Played {
    pub player: String,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// The chosen service's name, `realdebrid`.
    pub service: String,
    pub services: Vec<ServiceInfo>,
    pub players: Vec<PlayerInfo>,
    /// `auto` or a player's id.
    pub player: String,
    pub theme: Theme,
    pub sources: Vec<SourceSetting>,
    /// The three first-run steps were finished or skipped.
    pub welcomed: bool,
    /// Where tokens are kept, in words.
    pub keyring: KeyringState,
    pub data_folder: String,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServiceInfo {
    pub name: String,
    pub label: String,
    /// Why it cannot be chosen today; null when it can.
    pub unavailable: Option<String>,
    /// Where the person finds the token, for opening in the browser with `openTokenPage`.
    pub token_page: Option<String>,
    pub signed_in: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceSetting {
    pub source: String,
    pub label: String,
    pub enabled: bool,
    pub base_url: String,
    pub default_base_url: String,
    /// What it covers, in words.
    pub about: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    System,
    Dark,
    Light,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase", tag = "type")]
pub enum KeyringState {
    /// Tokens are in the system's keyring.
    Ready,
    /// Tokens are kept for this run only.
    ThisRun { reason: WireError },
}

/// One change; only what differs from the defaults is saved.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub enum SettingChange {
    Service {
        name: String,
    },
    Player {
        id: String,
    },
    Theme {
        theme: Theme,
    },
    SourceEnabled {
        source: String,
        enabled: bool,
    },
    /// Null puts the default back.
    SourceBaseUrl {
        source: String,
        url: Option<String>,
    },
    Welcomed,
}

/// What a live test of a token found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub service: String,
    /// `premium`, `trial`, `expired`, or what the service said.
    pub status: String,
    /// Whether links can be made with it.
    pub usable: bool,
    /// One sentence for the person.
    pub message: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    #[ts(type = "number")]
    pub entry_id: i64,
    pub title: TitleCard,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    /// `S2 E5`, or null for a film.
    pub label: Option<String>,
    pub file_name: String,
    /// RFC 3339, UTC.
    pub played_at: String,
}
