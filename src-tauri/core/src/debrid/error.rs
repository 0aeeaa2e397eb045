//! The errors of a debrid account, with messages a person can act on.

use std::time::Duration;

use super::Mismatch;

/// Why the account did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DebridError {
    #[error("no debrid service is signed in")]
    SignedOut,
    #[error("the service refused the token")]
    Unauthorized,
    #[error("the subscription has ended or does not cover this")]
    NoSubscription,
    /// A self-hosted StremThru wants a password, and not this one.
    #[error("the StremThru server refused its password, or asks for one")]
    ServerPassword,
    /// The service refuses the address of the StremThru server, whoever asks through it.
    #[error("the service refuses this StremThru server: {0}")]
    ServerRefused(String),
    #[error("the service refuses the account: {0}")]
    AccountRefused(String),
    /// StremThru knows no service of this name.
    #[error("StremThru does not offer this service")]
    NotOffered,
    #[error("the service was asked too often{}", again(*retry_after))]
    RateLimited { retry_after: Option<Duration> },
    /// Too many active torrents, or a fair-use limit.
    #[error("the service's limit is reached")]
    LimitExceeded,
    #[error("the service refuses this torrent for legal reasons")]
    LegalBlock,
    /// The torrent was added but is not ready. The text is its status at the service.
    #[error("the service does not hold it (its status is {0})")]
    NotCached(String),
    #[error("none of its files is the one wanted")]
    NoMatchingFile,
    /// One file is likelier than the others, but not likely enough to play it without asking the person.
    #[error("several of its files may be the one wanted")]
    UnsureFile,
    /// The service is still preparing the link.
    #[error("the service is still preparing the link")]
    Delayed,
    /// The torrent or the file that was asked about is not at the service any more.
    #[error("the service does not have it any more")]
    Gone,
    /// The torrent was not there although it had been taken: StremThru remembers ids that the service has given up.
    #[error("the service lost the torrent meanwhile")]
    Lost,
    /// The service does not take the magnet, or knows no torrent of that id.
    #[error("the service answered: {0}")]
    BadMagnet(String),
    #[error("the service is down or in maintenance")]
    Down,
    /// The service has switched this kind of call off, which says nothing about the torrent.
    #[error("the service has switched this call off")]
    SwitchedOff,
    /// The ledger could not be written, and nothing is added that is not written down.
    #[error("nothing was added, because it could not be written down (is the disk full?)")]
    Unrecorded,
    /// The app is closing before the service answered.
    #[error("the app is closing")]
    Closing,
    /// The service made a link, but it does not lead to the file.
    #[error("the link does not lead to the film: {0}")]
    BadLink(String),
    /// The link leads to a file that contradicts what was promised of it.
    #[error("the file is not what was promised: {0}")]
    NotAsPromised(Mismatch),
    #[error("StremThru did not answer within {} s", .0.as_secs().max(1))]
    Timeout(Duration),
    #[error("{0}")]
    Unreachable(String),
    #[error("{0}")]
    Malformed(String),
    /// Any other refusal; it concerns this torrent, not the account.
    #[error("the service answered: {message}")]
    Refused { status: u16, message: String },
}

impl DebridError {
    /// Whether trying another torrent at this service is pointless.
    pub fn stops_the_run(&self) -> bool {
        match self {
            Self::SignedOut
            | Self::Unauthorized
            | Self::NoSubscription
            | Self::ServerPassword
            | Self::ServerRefused(_)
            | Self::AccountRefused(_)
            | Self::NotOffered
            | Self::RateLimited { .. }
            | Self::LimitExceeded
            | Self::Down
            | Self::SwitchedOff
            | Self::Unrecorded
            | Self::Closing => true,
            Self::LegalBlock
            | Self::NotCached(_)
            | Self::NoMatchingFile
            | Self::UnsureFile
            | Self::Delayed
            | Self::Gone
            | Self::Lost
            | Self::BadMagnet(_)
            | Self::BadLink(_)
            | Self::NotAsPromised(_)
            | Self::Timeout(_)
            | Self::Unreachable(_)
            | Self::Malformed(_)
            | Self::Refused { .. } => false,
        }
    }

    /// Returns the error of a call about a torrent that is being added: its absence says nothing of its files.
    pub(crate) fn of_torrent(self) -> Self {
        if self == Self::Gone { Self::Lost } else { self }
    }

    /// Whether the service may have done what was asked in spite of this error, so that the caller has to look before
    /// it asks again.
    pub fn leaves_doubt(&self) -> bool {
        match self {
            Self::Timeout(_)
            | Self::Unreachable(_)
            | Self::Malformed(_)
            | Self::LegalBlock
            | Self::LimitExceeded
            | Self::Lost
            | Self::Down
            | Self::SwitchedOff
            | Self::Closing => true,
            Self::Refused { status, .. } => *status >= 500,
            Self::SignedOut
            | Self::Unauthorized
            | Self::NoSubscription
            | Self::ServerPassword
            | Self::ServerRefused(_)
            | Self::AccountRefused(_)
            | Self::NotOffered
            | Self::RateLimited { .. }
            | Self::NotCached(_)
            | Self::NoMatchingFile
            | Self::UnsureFile
            | Self::Delayed
            | Self::Gone
            | Self::BadMagnet(_)
            | Self::Unrecorded
            | Self::BadLink(_)
            | Self::NotAsPromised(_) => false,
        }
    }
}

fn again(retry_after: Option<Duration>) -> String {
    match retry_after {
        Some(wait) if wait.as_secs() >= 120 => format!("; it may be asked again in {} minutes", wait.as_secs() / 60),
        Some(wait) if !wait.is_zero() => format!("; it may be asked again in {} s", wait.as_secs().max(1)),
        _ => String::new(),
    }
}
