//! Decides whether a torrent about to be added is the person's or the app's, from what the account held before and
//! from the ledger.

use std::collections::HashSet;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::debrid::{Debrid, DebridError};
use crate::store::{AddState, AddedEntry, Ledger};
use crate::torrent::InfoHash;

use super::work::Claim;

/// How long, in seconds, a torrent found in the account may come from an add with unknown outcome. After that it may
/// as well be the person's own.
const DOUBT_LASTS_S: i64 = 3600;

/// The content of the account before anything was added.
#[derive(Clone, Debug)]
pub(in crate::pipeline) struct AccountBefore {
    read_at: Instant,
    /// `None` when it could not be read: then only what the ledger knows as ours is removed.
    held: Option<HashSet<InfoHash>>,
}

/// Who put a torrent into the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The person did, or may have, or asked the app to: it is never removed.
    Person,
    /// The app did or is about to. `unfinished` is the ledger entry of an earlier add that was never used.
    App { unfinished: Option<i64> },
}

impl AccountBefore {
    /// Reads the content of the account; with `only`, just whether it holds that torrent.
    pub(in crate::pipeline) async fn read(debrid: &Debrid, only: Option<InfoHash>) -> Result<Self, DebridError> {
        let read_at = Instant::now();
        let mut listed = debrid.list_all(only).await;
        // Retries a temporary failure, because without the list nothing can be removed later.
        for _ in 0..2 {
            if listed.as_ref().is_err_and(|error| !error.stops_the_run()) {
                listed = debrid.list_all(only).await;
            }
        }
        let held = match listed {
            Ok(Some(held)) => Some(held.into_iter().filter_map(|magnet| magnet.hash).collect()),
            Ok(None) => {
                tracing::info!("the account holds more than can be read; nothing will be removed from it");
                None
            }
            // Adding would be refused for the same reason.
            Err(error) if error.stops_the_run() => return Err(error),
            Err(error) => {
                tracing::info!(%error, "the account's list could not be read; nothing will be removed from it");
                None
            }
        };
        Ok(Self { read_at, held })
    }

    /// Returns who owns the torrent, under its claim. Deletes ledger entries of a torrent that is not in the account.
    pub(super) async fn owner(
        &self,
        ledger: &Ledger,
        debrid: &Debrid,
        hash: InfoHash,
        claim: &Claim,
    ) -> Result<Owner, DebridError> {
        let store = debrid.store();
        let entries = ledger.added_of(store, hash).await;
        let is_wanted = entries.iter().any(|entry| entry.state.is_wanted()) || ledger.is_fetched(store, hash).await;
        let mut is_held = self.holds(hash);
        // Other work may have added or removed it since the list was read.
        if claim.was_worked_on_since(self.read_at) || is_wanted && is_held == Some(false) {
            is_held = Self::read(debrid, Some(hash)).await?.holds(hash);
        }
        if is_held == Some(false) {
            for entry in entries {
                ledger.forget_added(entry.id).await;
            }
            return Ok(Owner::App { unfinished: None });
        }
        let mut unfinished = entries.iter().filter(|entry| !is_wanted && is_unfinished(entry));
        let Some(latest) = unfinished.next() else { return Ok(Owner::Person) };
        for older in unfinished {
            ledger.forget_added(older.id).await;
        }
        Ok(Owner::App { unfinished: Some(latest.id) })
    }

    fn holds(&self, hash: InfoHash) -> Option<bool> {
        self.held.as_ref().map(|held| held.contains(&hash))
    }
}

/// Returns whether the app added it, in this run or an earlier one, and has not used it.
fn is_unfinished(entry: &AddedEntry) -> bool {
    match entry.state {
        AddState::Unused => true,
        AddState::Adding => is_in_doubt(entry),
        AddState::Used | AddState::Kept => false,
    }
}

/// Returns whether a torrent in the account may come from this add, whose outcome is unknown.
pub(super) fn is_in_doubt(entry: &AddedEntry) -> bool {
    Timestamp::now().as_second() - entry.at.as_second() < DOUBT_LASTS_S
}
