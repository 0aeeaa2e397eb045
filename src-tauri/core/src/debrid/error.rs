//! Why the account did not do what was asked, in words a person can act on.

use std::time::Duration;

/// Why the account did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DebridError {
    #[error("no debrid service is signed in")]
    SignedOut,
    #[error("the service refused the token")]
    Unauthorized,
    #[error("the subscription has ended or does not cover this")]
    NoSubscription,
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
    /// It was added and is not ready; the text is the service's status.
    #[error("the service does not hold it (its status is {0})")]
    NotCached(String),
    #[error("none of its files is the one wanted")]
    NoMatchingFile,
    /// One is likelier than the others, and not likely enough to be played unasked.
    #[error("several of its files may be the one wanted")]
    UnsureFile,
    /// The service is still preparing the link.
    #[error("the service is still preparing the link")]
    Delayed,
    /// A link was made, and what it leads to is not the file.
    #[error("the link does not lead to the film: {0}")]
    BadLink(String),
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
            | Self::NotOffered
            | Self::RateLimited { .. }
            | Self::LimitExceeded => true,
            Self::LegalBlock
            | Self::NotCached(_)
            | Self::NoMatchingFile
            | Self::UnsureFile
            | Self::Delayed
            | Self::BadLink(_)
            | Self::Timeout(_)
            | Self::Unreachable(_)
            | Self::Malformed(_)
            | Self::Refused { .. } => false,
        }
    }

    /// Whether what was asked may have happened all the same.
    pub fn leaves_doubt(&self) -> bool {
        match self {
            Self::Timeout(_) | Self::Unreachable(_) | Self::Malformed(_) | Self::LegalBlock | Self::LimitExceeded => {
                true
            }
            Self::Refused { status, .. } => *status >= 500,
            Self::SignedOut
            | Self::Unauthorized
            | Self::NoSubscription
            | Self::NotOffered
            | Self::RateLimited { .. }
            | Self::NotCached(_)
            | Self::NoMatchingFile
            | Self::UnsureFile
            | Self::Delayed
            | Self::BadLink(_) => false,
        }
    }

    /// What the person can do about it, where there is anything.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::SignedOut => Some("Paste a token in the settings."),
            Self::Unauthorized => Some("Get a new token from the service and paste it in the settings."),
            Self::NoSubscription => Some("Renew the subscription at the service, or use another service."),
            Self::NotOffered => Some("Choose another service, or another StremThru server."),
            Self::RateLimited { .. } => Some("Wait a little; the app asks nothing until then."),
            Self::LimitExceeded => Some("Remove finished torrents from the account, or wait for the limit to end."),
            Self::NotCached(_) => Some("Choose another release, or ask the service to fetch it."),
            Self::NoMatchingFile | Self::UnsureFile => Some("Choose the file yourself, or another release."),
            Self::Delayed => Some("Try again in a minute."),
            Self::LegalBlock | Self::BadLink(_) => Some("Choose another release."),
            Self::Timeout(_) | Self::Unreachable(_) => Some("Check the connection and StremThru's address."),
            Self::Malformed(_) | Self::Refused { .. } => None,
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
