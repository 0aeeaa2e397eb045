//! Settings, sources and accounts.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    DownloadSettings, LineView, NamingPreset, PlaybackSettings, PlayerInfo, Say, SegmentKind, SkipSettings, WireError,
};

#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the page")]
pub struct SettingsView {
    /// The services in use, by name, in the order they are tried.
    pub order: Vec<String>,
    pub services: Vec<ServiceInfo>,
    /// Torrents that were added stay in the account, also when they turned out useless.
    pub keep_added: bool,
    /// A self-hosted StremThru's proxy authorisation is set.
    pub proxy_auth: bool,
    pub players: Vec<PlayerInfo>,
    /// `auto` or a player's id.
    pub player: String,
    pub theme: Theme,
    pub language: LanguageChoice,
    /// The languages of the system, by their codes, the first first.
    pub system_languages: Vec<String>,
    /// How large everything is drawn, in percent, 80 to 200.
    pub size: u16,
    pub preferences: Preferences,
    pub line: LineView,
    pub skip: SkipSettings,
    pub playback: PlaybackSettings,
    pub downloads: DownloadSettings,
    /// Null where none could be found.
    pub downloads_folder: Option<String>,
    /// The person chose it.
    pub own_downloads_folder: bool,
    pub naming_presets: Vec<NamingPreset>,
    pub sources: Vec<SourceSetting>,
    pub http_profile: HttpProfile,
    /// The proxy's host, without its password; null takes the system's.
    pub proxy: Option<String>,
    /// Looks once a day for a newer version.
    pub look_for_updates: bool,
    /// Opens `magnet:` and `stremio:` links of the system.
    pub link_handler: bool,
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
    /// How its account stood when the token was last tested; null where it never was.
    pub account: Option<Account>,
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
    pub about: Say,
    /// Seconds all its requests together may take.
    pub timeout_s: u32,
    pub default_timeout_s: u32,
    /// Settings only this source has.
    pub options: Vec<SourceOption>,
    /// The person added it; null for the nine.
    pub own: Option<OwnKind>,
    pub health: SourceHealth,
}

/// A setting only one source has, such as MediaFusion's password.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceOption {
    pub key: String,
    pub label: Say,
    /// Never sent for a secret; `set` tells whether there is one.
    pub value: Option<String>,
    pub secret: bool,
    pub set: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OwnKind {
    /// A Stremio addon, by its manifest's address.
    Addon,
    /// A Torznab endpoint, by its address and key.
    Torznab,
}

/// How a source has been doing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceHealth {
    /// What the last request came to; null before the first.
    pub last: Option<LastOutcome>,
    /// RFC 3339, UTC.
    pub last_good: Option<String>,
    /// Milliseconds the last good answer took.
    #[ts(type = "number | null")]
    pub latency_ms: Option<u64>,
    /// Seconds until it is asked again, after failing several times in a row.
    #[ts(type = "number | null")]
    pub resting_s: Option<u64>,
    /// The last seven days, today last.
    pub days: Vec<HealthDay>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LastOutcome {
    /// Null when it was good.
    pub error: Option<WireError>,
    /// RFC 3339, UTC.
    pub at: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct HealthDay {
    pub good: u32,
    pub bad: u32,
}

/// What a probe of one source came to.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Probe {
    pub source: String,
    pub count: Option<u32>,
    #[ts(type = "number")]
    pub elapsed_ms: u64,
    pub error: Option<WireError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum HttpProfile {
    /// As each source needs it.
    Automatic,
    Plain,
    Browser,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LanguageChoice {
    System,
    English,
    Turkish,
}

/// What the person likes to see, and what not. The defaults hide nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preferences {
    pub order: PickOrder,
    pub packs: Packs,
    /// Best liked first: `2160p`, `1080p`, …; those not named come after. Empty leaves it to the app.
    pub resolutions: Vec<String>,
    pub resolutions_out: Vec<String>,
    /// ISO 639-1 codes, best liked first.
    pub languages: Vec<String>,
    /// One of these has to be said; what says no language is not foreign.
    pub languages_required: Vec<String>,
    /// The languages the person understands; empty until they said, then the system's count.
    pub languages_understood: Vec<String>,
    pub wish: Wish,
    /// Bits a second that the person's line carries, where known.
    #[ts(type = "number | null")]
    pub line: Option<u64>,
    pub codecs: Vec<String>,
    pub codecs_out: Vec<String>,
    pub hdr: Vec<String>,
    pub hdr_out: Vec<String>,
    /// Bytes of the file that would play.
    #[ts(type = "number | null")]
    pub min_size: Option<u64>,
    #[ts(type = "number | null")]
    pub max_size: Option<u64>,
    /// Bits a second.
    #[ts(type = "number | null")]
    pub min_bitrate: Option<u64>,
    #[ts(type = "number | null")]
    pub max_bitrate: Option<u64>,
    pub no_cinema_recordings: bool,
    pub no_3d: bool,
    /// Regular expressions over the release name.
    pub must_match: Vec<String>,
    pub must_not_match: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PickOrder {
    #[default]
    Best,
    SizeThenSeeders,
}

/// What the better of two good releases is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Wish {
    #[default]
    BestPicture,
    FitsLine,
    SaveData,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Packs {
    SingleOnly,
    #[default]
    PacksToo,
    PacksFirst,
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
    /// The services in use, in the order they are tried.
    ServiceOrder {
        names: Vec<String>,
    },
    KeepAdded {
        keep: bool,
    },
    Language {
        language: LanguageChoice,
    },
    Preferences {
        preferences: Box<Preferences>,
    },
    /// The services that may be asked what can be skipped, by name; all others are off.
    SkipServices {
        names: Vec<String>,
    },
    /// What is skipped without a press; nothing else is.
    SkipAlways {
        kinds: Vec<SegmentKind>,
    },
    Playback {
        playback: Box<PlaybackSettings>,
    },
    Downloads {
        downloads: Box<DownloadSettings>,
    },
    /// Goes back to the app's own folder of downloads.
    UsualDownloadsFolder,
    HttpProfile {
        profile: HttpProfile,
    },
    /// Null takes the system's.
    Proxy {
        url: Option<String>,
    },
    /// User and password of a self-hosted StremThru, `user:password`; null forgets them.
    ProxyAuth {
        credentials: Option<String>,
    },
    LinkHandler {
        enabled: bool,
    },
    LookForUpdates {
        enabled: bool,
    },
    /// Null puts the default back.
    SourceTimeout {
        source: String,
        seconds: Option<u32>,
    },
    SourceOption {
        source: String,
        key: String,
        value: Option<String>,
    },
    Player {
        id: String,
    },
    Theme {
        theme: Theme,
    },
    /// In percent, 80 to 200.
    Size {
        percent: u16,
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
    /// When it was tested.
    pub tested_at: String,
}

/// Figures for a bug report, without a title or a secret.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostics {
    pub version: String,
    pub system: String,
    pub data_folder: String,
    pub calls: Vec<ServiceCalls>,
    /// The whole report as text, ready to be copied.
    pub report: String,
}

/// Requests made for one service in the last minute.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServiceCalls {
    pub service: String,
    pub last_minute: u32,
}
