//! Claims on torrents, and the tasks that continue when their caller is gone. Links, packs, fetches, cloud actions and
//! clean-up all take the claim on a torrent at a service first, so that only one of them works on it at a time.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use crate::debrid::{Debrid, DebridError, Store};
use crate::torrent::InfoHash;

/// The claims and background tasks of all accounts. Cheap to clone; clones share them.
#[derive(Clone, Debug, Default)]
pub struct AccountWork {
    tasks: TaskTracker,
    torrents: Arc<Mutex<HashMap<TorrentKey, Arc<tokio::sync::Mutex<LastWorked>>>>>,
    /// The ledger entries of the adds that this run began.
    begun: Arc<Mutex<HashSet<i64>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct TorrentKey {
    store: Store,
    hash: InfoHash,
}

/// When the last claim on a torrent ended.
type LastWorked = Option<Instant>;

/// The exclusive claim on one torrent at one service, to add, link or remove it.
#[derive(Debug)]
pub(in crate::pipeline) struct Claim(OwnedMutexGuard<LastWorked>);

impl Claim {
    /// Returns whether an earlier claim ended after `then`: what was known about the torrent may be outdated.
    pub(super) fn was_worked_on_since(&self, then: Instant) -> bool {
        self.0.is_some_and(|ended| ended >= then)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        *self.0 = Some(Instant::now());
    }
}

impl AccountWork {
    /// Waits for the claim on a torrent; the results of its earlier holder are then visible in the account and the
    /// ledger. Returns an error when the service is in a long pause because of its rate limit, since the holder may be
    /// waiting for its end.
    pub(in crate::pipeline) async fn claim(&self, debrid: &Debrid, hash: InfoHash) -> Result<Claim, DebridError> {
        const LOOK_EVERY: Duration = Duration::from_millis(500);
        let claim = self.claim_in_time(debrid.store(), hash);
        tokio::pin!(claim);
        loop {
            if let Ok(claim) = tokio::time::timeout(LOOK_EVERY, &mut claim).await {
                return Ok(claim);
            }
            if let Some(silence) = debrid.budget().silence() {
                return Err(silence);
            }
        }
    }

    /// Waits for the claim however long it takes, for clean-up work.
    pub(super) async fn claim_in_time(&self, store: Store, hash: InfoHash) -> Claim {
        let torrent = {
            let mut torrents = self.torrents.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(torrents.entry(TorrentKey { store, hash }).or_default())
        };
        Claim(torrent.lock_owned().await)
    }

    /// Notes that this run began an add.
    pub(super) fn begin(&self, entry: i64) {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner).insert(entry);
    }

    /// Returns whether this run began the add of that entry.
    pub(super) fn has_begun(&self, entry: i64) -> bool {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner).contains(&entry)
    }

    /// Runs a task to its end even if nobody awaits it.
    pub(in crate::pipeline) fn spawn<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> tokio::task::JoinHandle<T> {
        self.tasks.spawn(task)
    }

    /// Waits until no background task is left. Await it before the program exits.
    pub async fn settled(&self) {
        self.tasks.close();
        self.tasks.wait().await;
        self.tasks.reopen();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::pool::tests::hash;

    #[tokio::test]
    async fn one_torrent_at_one_service_has_one_claim_and_others_wait() {
        let work = AccountWork::default();
        let first = work.claim_in_time(Store::TorBox, hash('a')).await;
        let began = Instant::now();
        assert!(!first.was_worked_on_since(began));
        drop(work.claim_in_time(Store::TorBox, hash('b')).await);
        drop(work.claim_in_time(Store::RealDebrid, hash('a')).await);
        let second = work.claim_in_time(Store::TorBox, hash('a'));
        tokio::pin!(second);
        assert!(futures::poll!(&mut second).is_pending(), "the first is at work on it");
        drop(first);
        let second = second.await;
        assert!(second.was_worked_on_since(began), "and has left it otherwise than it was");
        assert!(!second.was_worked_on_since(Instant::now() + Duration::from_secs(1)));
    }
}
