//! Settings, the account, players and what was played.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{TitleCard, WireError};

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
