//! The state of a debrid account, and a sentence that describes it: paid, on trial, expired, refused, or why it is
//! unknown.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::debrid::{DebridError, Store, Subscription};
use crate::store::{Cache, Remembered};
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

/// How an account stood when its token was last tested. The cache keeps it, so that it is known before the next test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// `premium`, `trial`, `expired`, `tokenRefused`, `subscriptionEnded`, `unknown`, or the service's own word.
    pub status: String,
    /// Whether links can be made with it.
    pub usable: bool,
    /// One sentence that names the service.
    pub words: String,
}

impl Standing {
    /// Returns what the last test of this service's token found, and how long ago.
    pub(super) async fn last(cache: &Cache, store: Store) -> Option<Remembered<Self>> {
        cache.get(&key(store)).await
    }

    /// Returns the age as a test's time, for callers that show it.
    pub fn tested_at(remembered: &Remembered<Self>) -> jiff::Timestamp {
        let age = jiff::SignedDuration::try_from(remembered.age.min(LONGEST)).unwrap_or_default();
        jiff::Timestamp::now() - age
    }
}

/// Ages beyond this say no more than "long ago".
const LONGEST: Duration = Duration::from_hours(24 * 365);

/// Where the cache keeps it.
pub(super) fn key(store: Store) -> String {
    format!("account/{store}", store = store.name())
}

impl Account {
    /// Returns the standing that a test found; `None` if the test itself did not get through.
    pub fn standing(&self) -> Option<Standing> {
        let status = match &self.state {
            AccountState::Premium => "premium",
            AccountState::Trial => "trial",
            AccountState::Expired => "expired",
            AccountState::Other(kind) if kind.is_empty() => "unknown",
            AccountState::Other(kind) => kind,
            AccountState::Failed(DebridError::Unauthorized | DebridError::AccountRefused(_)) => "tokenRefused",
            AccountState::Failed(DebridError::NoSubscription) => "subscriptionEnded",
            AccountState::NoToken(_) | AccountState::Failed(_) => return None,
        };
        Some(Standing { status: status.to_owned(), usable: self.state.is_usable(), words: self.words() })
    }

    /// Remembers what a test found. One that did not get through changes nothing.
    pub(super) async fn keep_standing(&self, cache: &Cache) {
        if let Some(standing) = self.standing() {
            cache.put(&key(self.store), &standing).await;
        }
    }

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
