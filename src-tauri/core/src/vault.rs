//! Where tokens live: the system's keyring, one entry a service. Without one they are kept for this run, and that is said.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use keyring::v1::{Entry, Error};

use crate::secret::Secret;

/// Why the keyring did not serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    #[error("no keyring answers on this system")]
    Unavailable,
    #[error("the keyring is locked")]
    Locked,
    #[error("the keyring refused")]
    Denied,
}

/// Where a secret went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    InKeyring,
    ForThisRun(VaultError),
}

/// A locked keyring asks the person to unlock it; this is how long the app waits for that.
const PATIENCE: Duration = Duration::from_mins(1);
const SERVICE: &str = "perihelion";

/// The tokens of this run, backed by the keyring.
#[derive(Debug)]
pub struct Vault {
    known: Mutex<HashMap<String, Option<Secret>>>,
    /// By the name it was met with: that another entry is absent says nothing of one that is locked.
    troubles: Mutex<BTreeMap<String, VaultError>>,
    backing: Backing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Backing {
    Keyring,
    Memory,
    /// Takes what it is given, and forgets it with the process.
    PassingForAKeyring,
    /// Fails like this at every touch.
    Failing(VaultError),
}

impl Default for Vault {
    fn default() -> Self {
        Self::with(Backing::Keyring)
    }
}

impl Vault {
    /// A vault that forgets with the process and never touches the keyring: for demonstrations and scripts.
    pub fn in_memory() -> Self {
        Self::with(Backing::Memory)
    }

    /// A vault that keeps everything for this run and says it is in the keyring: to try what the app does with one.
    pub fn passing_for_a_keyring() -> Self {
        Self::with(Backing::PassingForAKeyring)
    }

    /// A vault whose keyring never serves, for this reason: to try what the app does then.
    pub fn failing(error: VaultError) -> Self {
        Self::with(Backing::Failing(error))
    }

    fn with(backing: Backing) -> Self {
        Self { known: Mutex::default(), troubles: Mutex::default(), backing }
    }

    /// Whether this vault leaves the keyring alone.
    pub fn is_in_memory(&self) -> bool {
        self.backing == Backing::Memory
    }

    /// What keeps the keyring from serving, as far as it was tried.
    pub fn trouble(&self) -> Option<VaultError> {
        lock(&self.troubles).values().next().copied()
    }

    /// The secret by a name. The keyring is read once; a failing keyring reads as empty and leaves its reason in [`trouble`](Self::trouble).
    pub async fn get(&self, name: &str) -> Option<Secret> {
        self.look(name).await.ok().flatten()
    }

    /// The same, with the reason when the keyring does not serve.
    pub async fn look(&self, name: &str) -> Result<Option<Secret>, VaultError> {
        if let Some(known) = lock(&self.known).get(name) {
            return Ok(known.clone());
        }
        if matches!(self.backing, Backing::Memory | Backing::PassingForAKeyring) {
            return Ok(None);
        }
        let read = self.on_keyring(name, |entry| match entry.get_password() {
            Ok(text) => Ok(Secret::new(&text)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(meaning(&error)),
        });
        // A failure is not remembered: the person may unlock the keyring and try again.
        let found = read.await?;
        // One that was set meanwhile is newer than what was read.
        Ok(lock(&self.known).entry(name.to_owned()).or_insert(found).clone())
    }

    /// Keeps a secret, in the keyring if it can be.
    pub async fn set(&self, name: &str, secret: Secret) -> Kept {
        lock(&self.known).insert(name.to_owned(), Some(secret.clone()));
        if self.backing == Backing::PassingForAKeyring {
            return Kept::InKeyring;
        }
        match self
            .on_keyring(name, move |entry| entry.set_password(secret.expose()).map_err(|error| meaning(&error)))
            .await
        {
            Ok(()) => Kept::InKeyring,
            Err(error) => Kept::ForThisRun(error),
        }
    }

    /// Forgets a secret, in the keyring too.
    pub async fn forget(&self, name: &str) -> Result<(), VaultError> {
        let outcome = self
            .on_keyring(name, |entry| match entry.delete_credential() {
                Ok(()) | Err(Error::NoEntry) => Ok(()),
                Err(error) => Err(meaning(&error)),
            })
            .await;
        lock(&self.known).insert(name.to_owned(), None);
        match (self.backing, outcome) {
            (Backing::Memory | Backing::PassingForAKeyring, _)
            | (Backing::Keyring | Backing::Failing(_), Ok(()) | Err(VaultError::Unavailable)) => Ok(()),
            (Backing::Keyring | Backing::Failing(_), Err(error)) => Err(error),
        }
    }

    /// Runs off the async threads: the keyring's answer may wait for a person.
    async fn on_keyring<T: Send + 'static>(
        &self,
        name: &str,
        act: impl FnOnce(&Entry) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        match self.backing {
            Backing::Keyring => {}
            Backing::Memory | Backing::PassingForAKeyring => return Err(VaultError::Unavailable),
            Backing::Failing(error) => {
                lock(&self.troubles).insert(name.to_owned(), error);
                return Err(error);
            }
        }
        let user = name.to_owned();
        let task = tokio::task::spawn_blocking(move || {
            let entry = Entry::new(SERVICE, &user).map_err(|error| meaning(&error))?;
            act(&entry)
        });
        let outcome = match tokio::time::timeout(PATIENCE, task).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(VaultError::Unavailable),
            Err(_) => Err(VaultError::Locked),
        };
        match &outcome {
            Ok(_) => lock(&self.troubles).remove(name),
            Err(error) => {
                tracing::warn!(%error, "the keyring did not serve");
                lock(&self.troubles).insert(name.to_owned(), *error)
            }
        };
        outcome
    }
}

/// Never carries the error's own text further: some of its variants hold the secret's bytes.
fn meaning(error: &Error) -> VaultError {
    match error {
        Error::NoStorageAccess(_) => VaultError::Locked,
        Error::NoDefaultStore | Error::PlatformFailure(_) => VaultError::Unavailable,
        _ => VaultError::Denied,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_keyring_that_does_not_serve_is_told_from_one_that_is_empty() {
        for error in [VaultError::Locked, VaultError::Denied, VaultError::Unavailable] {
            let vault = Vault::failing(error);
            assert_eq!(vault.look("realdebrid").await, Err(error));
            assert_eq!((vault.get("realdebrid").await, vault.trouble()), (None, Some(error)));
            assert_eq!(vault.set("realdebrid", Secret::new("hush").unwrap()).await, Kept::ForThisRun(error));
            assert_eq!(vault.look("realdebrid").await, Ok(Secret::new("hush")), "kept for this run all the same");
        }
        assert_eq!(Vault::in_memory().look("realdebrid").await, Ok(None));
    }

    #[tokio::test]
    async fn a_memory_vault_keeps_for_this_run_and_says_so() {
        let vault = Vault::in_memory();
        let kept = vault.set("realdebrid", Secret::new("hush").unwrap()).await;
        assert_eq!(kept, Kept::ForThisRun(VaultError::Unavailable));
        assert_eq!(vault.get("realdebrid").await, Secret::new("hush"));
        vault.forget("realdebrid").await.unwrap();
        assert_eq!(vault.get("realdebrid").await, None);
    }
}
