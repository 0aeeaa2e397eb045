//! Every type that crosses between the shell and the page. `ui/src/wire.ts` is generated from here; nothing else crosses.
//!
//! Images are keys for the app's own `image:` scheme, links are handles: neither a URL nor a token ever reaches the page.

mod downloads;
mod library;
mod line;
mod links;
mod media;
mod playback;
mod playing;
mod settings;
mod streams;
mod titles;
mod updates;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use downloads::*;
pub use library::*;
pub use line::*;
pub use links::*;
pub use media::*;
pub use playback::*;
pub use playing::*;
pub use settings::*;
pub use streams::*;
pub use titles::*;
pub use updates::*;

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
    /// The file has sound and no picture.
    NoPicture,
    /// The file is far shorter than the film or episode; about is its length.
    WrongLength,
    /// The picture is smaller than the name says; about is its size.
    WrongResolution,
    /// No sound is in the language that was promised and wished; about are the languages there are, by their codes.
    WrongLanguage,
    /// Nothing by this id or name.
    NotFound,
    /// Left alone for a while after failing several times in a row.
    Resting,
    /// No player could be started.
    NoPlayer,
    /// A newer search or a press of Escape ended it.
    Cancelled,
    /// What was typed or sent cannot be used; the message says why.
    BadInput,
    /// There is no more room on the disk; it goes on by itself when there is.
    DiskFull,
    /// The folder of downloads is not there: the button leads to Settings.
    FolderGone,
    /// The folder may not be written to: the button leads to Settings.
    NotWritable,
    /// The disk takes no file of this size: the button leads to Settings.
    FileTooLarge,
    /// The link leads to another file than the one that was begun.
    OtherFile,
    /// A file or database of the app could not be read or written.
    Storage,
    /// A fault of the app's own.
    Internal,
}

/// A short text that is also known by a code, so that the page can say it in the person's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Say {
    /// Stable: `cached`, `exactEpisode`, `resolution`.
    pub code: String,
    /// In English.
    pub text: String,
    /// What the text is about where it varies: `1080p`, `42`.
    pub value: Option<String>,
}

/// Every error on the wire, in words a person understands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct WireError {
    pub code: Code,
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Who it concerns, by name: `Real-Debrid`, `Torrentio`.
    pub about: Option<String>,
}
