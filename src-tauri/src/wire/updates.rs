//! New versions of the app.

use serde::Serialize;
use ts_rs::TS;

/// How things stand with updates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UpdatesView {
    /// The version that runs.
    pub version: String,
    /// Why this copy does not update itself; null when it does.
    pub off: Option<UpdatesOff>,
    /// There is a page to download versions from.
    pub downloads: bool,
    pub state: UpdateState,
}

/// Why a copy of the app does not update itself, which also says how it is updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum UpdatesOff {
    /// The demonstration asks nobody.
    Demo,
    /// The build has no key to check updates with.
    NoKey,
    /// dpkg owns the files.
    Deb,
    /// rpm owns the files.
    Rpm,
    Flatpak,
    /// Another package manager owns the files.
    System,
    /// The archive with an install script.
    Archive,
    /// Built by the person.
    Source,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase", tag = "type")]
pub enum UpdateState {
    /// Nothing newer is known.
    #[serde(rename_all = "camelCase")]
    Current {
        /// When it was looked last: RFC 3339, UTC.
        looked_at: Option<String>,
    },
    /// There is a newer version. Nothing was fetched yet.
    Offered {
        version: String,
        /// Plain text of several lines; empty when there is none.
        notes: String,
    },
    /// It is in place or checked and at hand. A restart finishes it.
    Ready {
        version: String,
    },
    Failed {
        problem: UpdateProblem,
    },
}

/// How much of an update has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct UpdateProgress {
    #[ts(type = "number")]
    pub bytes: u64,
    /// All of it, if the server told.
    #[ts(type = "number | null")]
    pub of: Option<u64>,
}

/// Why there is no update. The page has the words for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS, thiserror::Error)]
#[serde(rename_all = "camelCase")]
pub enum UpdateProblem {
    #[error("the server does not answer")]
    Unreachable,
    #[error("the server answers with an error")]
    Refused,
    #[error("the address is not encrypted")]
    NotEncrypted,
    #[error("it leads into a private network, or to where it should not")]
    LedAstray,
    #[error("the answer is larger than it can be")]
    TooLarge,
    #[error("the answer cannot be understood")]
    Malformed,
    #[error("the server announces an older version")]
    Older,
    #[error("the announcement has nothing for this system")]
    NotForThisSystem,
    #[error("the download broke off")]
    BrokeOff,
    #[error("the file's signature is not right")]
    BadSignature,
    #[error("the file is signed with another key")]
    OtherKey,
    #[error("the file is of another version than was announced")]
    OtherVersion,
    #[error("the file is of another product")]
    OtherProduct,
    #[error("the file could not be put in place")]
    NotInstalled,
    #[error("there is no update at hand")]
    Nothing,
    #[error("it was stopped")]
    Stopped,
}
