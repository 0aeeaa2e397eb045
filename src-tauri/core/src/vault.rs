//! Where tokens live: the system's keyring, one entry a service. Without one they are kept for this run, and that is said.

mod keyring;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};

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
const PATIENCE: Duration = Duration::from_secs(30);

/// What keeps secrets. Its calls may wait for a person.
trait Keyring: Debug + Send + Sync {
    fn read(&self, name: &str) -> Result<Option<Secret>, VaultError>;
    fn write(&self, name: &str, secret: &Secret) -> Result<(), VaultError>;
    fn delete(&self, name: &str) -> Result<(), VaultError>;
}

/// The tokens of this run, backed by the keyring. The keyring is read once, for all names that are known by then, so that a locked
/// one asks once. A refusal holds until [`ask_again`](Self::ask_again).
#[derive(Debug)]
pub struct Vault {
    entries: Arc<Mutex<Entries>>,
    /// `None` keeps everything for this run.
    keyring: Option<Arc<dyn Keyring>>,
    patience: Duration,
}

#[derive(Debug, Default)]
struct Entries {
    /// What was read or set; `None` is known to be absent.
    known: HashMap<String, Option<Secret>>,
    /// Read together, the next time any of them is looked for.
    unread: BTreeSet<String>,
    /// Why the last reading ended before its end.
    refused: Option<VaultError>,
    /// Entries that could not be written, or whose content could not be read, by name.
    troubles: BTreeMap<String, VaultError>,
    /// A reading that is under way, perhaps waiting for the person.
    reading: Option<Shared<BoxFuture<'static, ()>>>,
}

impl Entries {
    /// `None` when the keyring has to be read to know.
    fn answer(&self, name: &str) -> Option<Result<Option<Secret>, VaultError>> {
        if let Some(known) = self.known.get(name) {
            return Some(Ok(known.clone()));
        }
        self.troubles.get(name).copied().or(self.refused).map(Err)
    }
}

impl Default for Vault {
    fn default() -> Self {
        Self::over(Some(Arc::new(keyring::System)))
    }
}

impl Vault {
    /// A vault that forgets with the process and never touches the keyring: for demonstrations and scripts.
    pub fn in_memory() -> Self {
        Self::over(None)
    }

    fn over(keyring: Option<Arc<dyn Keyring>>) -> Self {
        Self { entries: Arc::default(), keyring, patience: PATIENCE }
    }

    /// Whether this vault leaves the keyring alone.
    pub fn is_in_memory(&self) -> bool {
        self.keyring.is_none()
    }

    /// Names there may be secrets for: the first that is looked for brings them all.
    pub fn expect(&self, names: impl IntoIterator<Item = String>) {
        let mut entries = lock(&self.entries);
        for name in names {
            if !entries.known.contains_key(&name) {
                entries.unread.insert(name);
            }
        }
    }

    /// What keeps the keyring from serving, as far as it was tried.
    pub fn trouble(&self) -> Option<VaultError> {
        let entries = lock(&self.entries);
        entries.refused.or_else(|| entries.troubles.values().next().copied())
    }

    /// Forgets that the keyring refused: the person asks for what it holds.
    pub fn ask_again(&self) {
        let mut entries = lock(&self.entries);
        entries.refused = None;
        let Entries { known, unread, troubles, .. } = &mut *entries;
        troubles.retain(|name, _| known.contains_key(name) || !unread.insert(name.clone()));
    }

    /// The secret by a name. A failing keyring reads as empty and leaves its reason in [`trouble`](Self::trouble).
    pub async fn get(&self, name: &str) -> Option<Secret> {
        self.look(name).await.ok().flatten()
    }

    /// The same, with the reason when the keyring does not serve.
    pub async fn look(&self, name: &str) -> Result<Option<Secret>, VaultError> {
        loop {
            let reading = {
                let mut entries = lock(&self.entries);
                if let Some(answer) = entries.answer(name) {
                    return answer;
                }
                let Some(keyring) = &self.keyring else { return Ok(None) };
                entries.unread.insert(name.to_owned());
                let Entries { unread, reading, .. } = &mut *entries;
                reading.get_or_insert_with(|| self.read_all(keyring, unread.clone())).clone()
            };
            if tokio::time::timeout(self.patience, reading).await.is_err() {
                let mut entries = lock(&self.entries);
                // It goes on without anybody waiting: what the person unlocks later counts all the same.
                if entries.reading.is_some() {
                    tracing::warn!("the keyring does not answer");
                    entries.refused = Some(VaultError::Locked);
                }
            }
        }
    }

    /// Reads the entries one after another until the keyring refuses one: a prompt that was turned down would come again.
    fn read_all(&self, keyring: &Arc<dyn Keyring>, names: BTreeSet<String>) -> Shared<BoxFuture<'static, ()>> {
        let (keyring, entries) = (Arc::clone(keyring), Arc::clone(&self.entries));
        let read = tokio::task::spawn_blocking(move || {
            let mut refused = None;
            for name in names {
                let found = keyring.read(&name);
                let mut entries = lock(&entries);
                match found {
                    // One that was set meanwhile is newer than what was read.
                    Ok(found) => drop(entries.known.entry(name.clone()).or_insert(found)),
                    Err(VaultError::Denied) => drop(entries.troubles.insert(name.clone(), VaultError::Denied)),
                    Err(error) => {
                        tracing::warn!(%error, "the keyring did not serve");
                        refused = Some(error);
                        break;
                    }
                }
                entries.unread.remove(&name);
            }
            let mut entries = lock(&entries);
            entries.refused = refused;
            entries.reading = None;
        });
        let entries = Arc::clone(&self.entries);
        async move {
            if read.await.is_err() {
                let mut entries = lock(&entries);
                entries.refused = Some(VaultError::Unavailable);
                entries.reading = None;
            }
        }
        .boxed()
        .shared()
    }

    /// Keeps a secret, in the keyring if it can be.
    pub async fn set(&self, name: &str, secret: Secret) -> Kept {
        self.note(name, Some(secret.clone()));
        match self.change(name, move |keyring, name| keyring.write(name, &secret)).await {
            Ok(()) => Kept::InKeyring,
            Err(error) => Kept::ForThisRun(error),
        }
    }

    /// Forgets a secret, in the keyring too.
    pub async fn forget(&self, name: &str) -> Result<(), VaultError> {
        let outcome = self.change(name, |keyring, name| keyring.delete(name)).await;
        self.note(name, None);
        match outcome {
            // What no keyring keeps is forgotten.
            Ok(()) | Err(VaultError::Unavailable) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn note(&self, name: &str, secret: Option<Secret>) {
        let mut entries = lock(&self.entries);
        entries.known.insert(name.to_owned(), secret);
        entries.unread.remove(name);
    }

    /// Changes an entry off the async threads. The person is at it: where the keyring serves again, the rest may be read too.
    async fn change(
        &self,
        name: &str,
        act: impl FnOnce(&dyn Keyring, &str) -> Result<(), VaultError> + Send + 'static,
    ) -> Result<(), VaultError> {
        let Some(keyring) = self.keyring.clone() else { return Err(VaultError::Unavailable) };
        let entry = name.to_owned();
        let task = tokio::task::spawn_blocking(move || act(&*keyring, &entry));
        let outcome = match tokio::time::timeout(self.patience, task).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(VaultError::Unavailable),
            Err(_) => Err(VaultError::Locked),
        };
        let mut entries = lock(&self.entries);
        match outcome {
            Ok(()) => {
                entries.troubles.remove(name);
                entries.refused = None;
            }
            Err(error) => {
                tracing::warn!(%error, "the keyring did not serve");
                entries.troubles.insert(name.to_owned(), error);
            }
        }
        outcome
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
pub(crate) mod tests;
