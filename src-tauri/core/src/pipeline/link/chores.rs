//! What goes on when nobody waits for it any more, and when an account stands still again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::task::TaskTracker;

use crate::debrid::Store;

/// What goes on when nobody waits for it any more: adds that are under way, removals of what they brought.
#[derive(Clone, Debug, Default)]
pub struct Chores {
    tasks: TaskTracker,
    /// Adds and removals under way, by service.
    afoot: Arc<Afoot>,
}

#[derive(Debug, Default)]
struct Afoot {
    counts: Mutex<HashMap<Store, usize>>,
    changed: Notify,
}

/// An add or a removal that is under way at a service, as long as this lives.
#[derive(Debug)]
pub(super) struct Stir(Arc<Afoot>, Store);

impl Drop for Stir {
    fn drop(&mut self) {
        let mut counts = self.0.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.1) {
            *count = count.saturating_sub(1);
        }
        drop(counts);
        self.0.changed.notify_waiters();
    }
}

impl Chores {
    /// Says that the account is being changed.
    pub(super) fn stir(&self, store: Store) -> Stir {
        *self.afoot.counts.lock().unwrap_or_else(PoisonError::into_inner).entry(store).or_default() += 1;
        Stir(Arc::clone(&self.afoot), store)
    }

    /// Ends when nothing changes the account any more, or has taken too long: what it holds can be read then.
    pub(super) async fn still(&self, store: Store) {
        const PATIENCE: Duration = Duration::from_secs(10);
        let stirs = || {
            let counts = self.afoot.counts.lock().unwrap_or_else(PoisonError::into_inner);
            counts.get(&store).is_some_and(|count| *count > 0)
        };
        let still = async {
            loop {
                let changed = self.afoot.changed.notified();
                tokio::pin!(changed);
                changed.as_mut().enable();
                if !stirs() {
                    return;
                }
                changed.await;
            }
        };
        if tokio::time::timeout(PATIENCE, still).await.is_err() {
            tracing::info!(service = store.name(), "the account is still being changed");
        }
    }

    pub(in crate::pipeline) fn spawn<T: Send + 'static>(
        &self,
        chore: impl Future<Output = T> + Send + 'static,
    ) -> tokio::task::JoinHandle<T> {
        self.tasks.spawn(chore)
    }

    /// Ends when nothing is left to do: to be waited for before the program ends.
    pub async fn settled(&self) {
        self.tasks.close();
        self.tasks.wait().await;
        self.tasks.reopen();
    }
}
