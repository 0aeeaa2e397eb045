//! Who works on which torrent at which service, and what goes on when nobody waits for it any more. Links, packs, fetches, the
//! cloud's verbs and tidying all ask here first: of one torrent at one service only one of them has the claim at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use crate::debrid::{Debrid, DebridError, Store};
use crate::torrent::InfoHash;

/// The work at all accounts. Cheap to clone; clones share it.
#[derive(Clone, Debug, Default)]
pub struct AccountWork {
    tasks: TaskTracker,
    torrents: Arc<Mutex<HashMap<TorrentKey, Arc<tokio::sync::Mutex<LastWorked>>>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct TorrentKey {
    store: Store,
    hash: InfoHash,
}

/// When the last claim on a torrent ended.
type LastWorked = Option<Instant>;

/// One torrent at one service, to add, link or remove: nobody else does while this lives.
#[derive(Debug)]
pub(in crate::pipeline) struct Claim(OwnedMutexGuard<LastWorked>);

impl Claim {
    /// Whether somebody had the claim before and let it go since then: what was known of the torrent may be wrong.
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
    /// Waits until nobody else works on the torrent. What they made of it can then be seen in the account and in the ledger. While
    /// the service wants quiet for long, the reason comes back instead: whoever has the claim may be waiting that out.
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

    /// The same, however long it takes: for what tidies up.
    pub(super) async fn claim_in_time(&self, store: Store, hash: InfoHash) -> Claim {
        let torrent = {
            let mut torrents = self.torrents.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(torrents.entry(TorrentKey { store, hash }).or_default())
        };
        Claim(torrent.lock_owned().await)
    }

    /// Runs a task to its end whether or not anybody waits for it.
    pub(in crate::pipeline) fn spawn<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> tokio::task::JoinHandle<T> {
        self.tasks.spawn(task)
    }

    /// Ends when nothing is left to do: to be waited for before the program ends.
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
