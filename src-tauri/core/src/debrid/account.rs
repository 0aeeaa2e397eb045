//! What stands with an account, in words: paid for, on trial, ended, refused, or why that cannot be told.

use super::{Debrid, DebridError, Store, Subscription};
use crate::vault::VaultError;

/// An account's service and state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub store: Store,
    pub state: AccountState,
}

/// What a live test of an account came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountState {
    Premium,
    Trial,
    Expired,
    /// The service names a kind of subscription the app does not know.
    Other(String),
    /// No token is known; the keyring may be the reason.
    NoToken(Option<VaultError>),
    /// The test itself failed: the token was refused, nobody answered, …
    Failed(DebridError),
}

impl AccountState {
    /// Whether links can be expected of it.
    pub fn is_usable(&self) -> bool {
        match self {
            Self::Premium | Self::Trial | Self::Other(_) => true,
            Self::Expired | Self::NoToken(_) | Self::Failed(_) => false,
        }
    }
}

impl Account {
    /// The state in a sentence, naming the service.
    pub fn words(&self) -> String {
        let store = self.store;
        match &self.state {
            AccountState::Premium => format!("{store}: the subscription is active"),
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

impl Debrid {
    /// Asks the service about the account.
    pub async fn test(&self) -> AccountState {
        // The person asks: what was refused a moment ago may be mended by now.
        self.budget.forgive();
        match self.user().await {
            Ok(user) => match user.subscription {
                Subscription::Premium => AccountState::Premium,
                Subscription::Trial => AccountState::Trial,
                Subscription::Expired => AccountState::Expired,
                Subscription::Other(kind) => AccountState::Other(kind),
            },
            Err(error) => AccountState::Failed(error),
        }
    }

    /// Whether the server knows the service by its name at all. A token is not needed for it.
    pub async fn is_offered(&self) -> Result<bool, DebridError> {
        match self.user().await {
            Ok(_) | Err(DebridError::Unauthorized | DebridError::NoSubscription) => Ok(true),
            Err(DebridError::NotOffered) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
