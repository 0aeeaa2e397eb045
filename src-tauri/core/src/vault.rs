//! Keeps tokens and other secrets in the system's keyring, one entry each. Without a keyring it keeps them in memory
//! for this run, and reports that as [`Kept::ForThisRun`].

mod keyring;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};

use crate::secret::Secret;

/// Why the keyring could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    #[error("no keyring answers on this system")]
    Unavailable,
    #[error("the keyring is locked")]
    Locked,
    #[error("the keyring refused")]
    Denied,
}

/// Where a secret was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    InKeyring,
    ForThisRun(VaultError),
}

/// How long a call waits for the keyring, which may ask the person to unlock it.
const PATIENCE: Duration = Duration::from_secs(30);

/// A store of secrets. Its calls block, perhaps until the person answers a prompt.
trait Keyring: Debug + Send + Sync {
    fn read(&self, name: &str) -> Result<Option<Secret>, VaultError>;
    fn write(&self, name: &str, secret: &Secret) -> Result<(), VaultError>;
    fn delete(&self, name: &str) -> Result<(), VaultError>;
}

/// The secrets of this run, backed by the keyring. The first lookup reads all expected entries together, so that a
/// locked keyring prompts once. After a refusal it does not read again until [`ask_again`](Self::ask_again) or a
/// successful write.
#[derive(Debug)]
pub struct Vault {
    entries: Arc<Mutex<Entries>>,
    /// `None` keeps all secrets in memory.
    keyring: Option<Arc<dyn Keyring>>,
    patience: Duration,
}

#[derive(Debug, Default)]
struct Entries {
    /// Secrets that were read or set. `None` means that the keyring has no such entry.
    known: HashMap<String, Option<Secret>>,
    /// Names to read together at the next lookup of any of them.
    unread: BTreeSet<String>,
    /// Why the last reading stopped early.
    refused: Option<VaultError>,
    /// Errors of single entries that could not be read, written or deleted, by name.
    troubles: BTreeMap<String, VaultError>,
    /// The reading under way, which may wait for the person.
    reading: Option<Shared<BoxFuture<'static, ()>>>,
}

impl Entries {
    /// Returns what is known of an entry; `None` if the keyring has to be read first.
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
    /// Makes a vault in memory that never touches the keyring, for demonstrations and scripts.
    pub fn in_memory() -> Self {
        Self::over(None)
    }

    fn over(keyring: Option<Arc<dyn Keyring>>) -> Self {
        Self { entries: Arc::default(), keyring, patience: PATIENCE }
    }

    /// Whether this vault never touches the keyring.
    pub fn is_in_memory(&self) -> bool {
        self.keyring.is_none()
    }

    /// Adds names that may have secrets. The next lookup that reads the keyring reads them all.
    pub fn expect(&self, names: impl IntoIterator<Item = String>) {
        let mut entries = lock(&self.entries);
        for name in names {
            if !entries.known.contains_key(&name) {
                entries.unread.insert(name);
            }
        }
    }

    /// Returns why the keyring could not be used, if any use of it failed.
    pub fn trouble(&self) -> Option<VaultError> {
        let entries = lock(&self.entries);
        entries.refused.or_else(|| entries.troubles.values().next().copied())
    }

    /// Forgets earlier refusals, so that the next lookup reads the keyring again. Called when the person asks for it.
    pub fn ask_again(&self) {
        let mut entries = lock(&self.entries);
        entries.refused = None;
        let Entries { known, unread, troubles, .. } = &mut *entries;
        troubles.retain(|name, _| known.contains_key(name) || !unread.insert(name.clone()));
    }

    /// Returns the secret with a name; `None` if there is none or the keyring fails. [`trouble`](Self::trouble) then
    /// tells why.
    pub async fn get(&self, name: &str) -> Option<Secret> {
        self.look(name).await.ok().flatten()
    }

    /// Like [`get`](Self::get), but returns the keyring's failure.
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
                // The reading goes on in the background: what the person unlocks later is still used.
                if entries.reading.is_some() {
                    tracing::warn!("the keyring does not answer");
                    entries.refused = Some(VaultError::Locked);
                }
            }
        }
    }

    /// Starts reading the entries, one after another. Stops at the first refusal, because the next entry would repeat a
    /// prompt the person turned down. A denial of one entry does not stop it.
    fn read_all(&self, keyring: &Arc<dyn Keyring>, names: BTreeSet<String>) -> Shared<BoxFuture<'static, ()>> {
        let (keyring, entries) = (Arc::clone(keyring), Arc::clone(&self.entries));
        let read = tokio::task::spawn_blocking(move || {
            let mut refused = None;
            for name in names {
                let found = keyring.read(&name);
                let mut entries = lock(&entries);
                match found {
                    // A secret that was set in the meantime is newer than the one read.
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

    /// Stores a secret in the keyring, or in memory if that fails. Returns where it is.
    pub async fn set(&self, name: &str, secret: Secret) -> Kept {
        self.note(name, Some(secret.clone()));
        match self.change(name, move |keyring, name| keyring.write(name, &secret)).await {
            Ok(()) => Kept::InKeyring,
            Err(error) => Kept::ForThisRun(error),
        }
    }

    /// Deletes a secret from memory and the keyring.
    pub async fn forget(&self, name: &str) -> Result<(), VaultError> {
        let outcome = self.change(name, |keyring, name| keyring.delete(name)).await;
        self.note(name, None);
        match outcome {
            // Without a keyring there was only the one in memory.
            Ok(()) | Err(VaultError::Unavailable) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Forgets what is known of these entries, because another process may have changed them in the keyring. The next
    /// lookup of any of them reads them.
    pub(crate) fn read_again(&self, names: impl IntoIterator<Item = String>) {
        if self.keyring.is_none() {
            return;
        }
        let mut entries = lock(&self.entries);
        for name in names {
            entries.known.remove(&name);
            entries.troubles.remove(&name);
            entries.unread.insert(name);
        }
    }

    /// Gives a secret of this run another name. The entry of the old name in the keyring is another process's.
    pub(crate) fn rename(&self, from: &str, to: &str) {
        let mut entries = lock(&self.entries);
        if let Some(secret) = entries.known.remove(from).flatten() {
            entries.known.insert(to.to_owned(), Some(secret));
            entries.unread.remove(to);
        }
        if let Some(trouble) = entries.troubles.remove(from) {
            entries.troubles.insert(to.to_owned(), trouble);
        }
        entries.unread.insert(from.to_owned());
    }

    fn note(&self, name: &str, secret: Option<Secret>) {
        let mut entries = lock(&self.entries);
        entries.known.insert(name.to_owned(), secret);
        entries.unread.remove(name);
    }

    /// Changes an entry on a blocking thread. A success lifts an earlier refusal: the keyring works again, so the other
    /// entries may be read.
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
