//! The state of a debrid account, and a sentence that describes it: paid, on trial, expired, refused, or why it is
//! unknown.

use crate::debrid::{DebridError, Store, Subscription};
use crate::vault::VaultError;

/// An account's service and state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub store: Store,
    pub state: AccountState,
}

/// The result of testing an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountState {
    Premium,
    Trial,
    Expired,
    /// The service reports a kind of subscription the app does not know.
    Other(String),
    /// There is no token, or the keyring could not be read.
    NoToken(Option<VaultError>),
    /// The test itself failed: the token was refused, nobody answered, …
    Failed(DebridError),
}

impl AccountState {
    /// Whether the account can be expected to make links.
    pub fn is_usable(&self) -> bool {
        match self {
            Self::Premium | Self::Trial | Self::Other(_) => true,
            Self::Expired | Self::NoToken(_) | Self::Failed(_) => false,
        }
    }
}

impl Account {
    /// Describes the state in a sentence that names the service.
    pub fn words(&self) -> String {
        let store = self.store;
        match &self.state {
            AccountState::Premium => format!("{store}: the subscription is active"),
            // StremThru's checks and adds take no trial there.
            AccountState::Trial if store == Store::AllDebrid => {
                format!("{store}: a trial; links can be made only once there is a subscription")
            }
            AccountState::Trial => format!("{store}: a trial, which works like a subscription while it lasts"),
            AccountState::Expired => format!("{store}: the subscription has ended; renew it to make links"),
            AccountState::Other(kind) if kind.is_empty() => format!("{store}: it does not say what the account is"),
            AccountState::Other(kind) => format!("{store}: the service calls the account \u{201c}{kind}\u{201d}"),
            AccountState::NoToken(None) => format!("{store}: no token is known"),
            AccountState::NoToken(Some(VaultError::Locked)) => {
                format!("{store}: the keyring is locked, so its token cannot be read; unlock it and try again")
            }
            AccountState::NoToken(Some(VaultError::Denied)) => {
                format!("{store}: the keyring refused to give the token; allow Perihelion to read it")
            }
            AccountState::NoToken(Some(VaultError::Unavailable)) => {
                format!("{store}: no keyring answers on this system, so a token is kept only while the app runs")
            }
            AccountState::Failed(error) => format!("{store}: {error}"),
        }
    }
}

impl From<Result<Subscription, DebridError>> for AccountState {
    fn from(answer: Result<Subscription, DebridError>) -> Self {
        match answer {
            Ok(Subscription::Premium) => Self::Premium,
            Ok(Subscription::Trial) => Self::Trial,
            Ok(Subscription::Expired) => Self::Expired,
            Ok(Subscription::Other(kind)) => Self::Other(kind),
            Err(error) => Self::Failed(error),
        }
    }
}
