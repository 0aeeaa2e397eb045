//! Decides whether a torrent about to be added is the person's or the app's, from what the account held before and
//! from the ledger.

use std::collections::HashSet;
use std::time::Duration;

use tokio::time::Instant;

use crate::debrid::{Debrid, DebridError, Magnet};
use crate::store::{AddState, AddedEntry};
use crate::torrent::InfoHash;

use super::Links;
use super::work::{AccountWork, Claim};

/// How long a list of the account is taken as what it holds before an add: the person may add the torrent meanwhile.
const FRESH: Duration = Duration::from_secs(5);

/// The content of the account before anything was added.
#[derive(Clone, Debug)]
pub(in crate::pipeline) struct AccountBefore {
    read_at: Instant,
    /// `None` when it could not be read: then only what the ledger knows as ours is removed.
    held: Option<HashSet<InfoHash>>,
    /// The ids that are listed, also those of torrents whose hash is not told.
    ids: HashSet<String>,
}

/// Who put a torrent into the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The person did, or may have, or asked the app to: it is never removed.
    Person,
    /// It is not known: the account could not be read. What is added is listed and never removed.
    Unknown,
    /// The app did or is about to. `unfinished` is the ledger entry of an earlier add that was never used.
    App { unfinished: Option<AddedEntry> },
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
        let mut ids = HashSet::new();
        let held = match listed {
            Ok(Some(held)) => {
                let hashes = held.iter().filter_map(|magnet| magnet.hash).collect();
                ids = held.into_iter().map(|magnet| magnet.id).collect();
                Some(hashes)
            }
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
        Ok(Self { read_at, held, ids })
    }

    /// Returns who owns the torrent, under its claim. Deletes ledger entries of a torrent that is not in the account.
    pub(super) async fn owner(
        &mut self,
        links: &Links,
        debrid: &Debrid,
        hash: InfoHash,
        claim: &Claim,
    ) -> Result<Owner, DebridError> {
        let (ledger, store) = (&links.ledger, debrid.store());
        let entries = ledger.added_of(store, hash).await;
        let is_wanted = entries.iter().any(|entry| entry.state.is_wanted()) || ledger.is_fetched(store, hash).await;
        let mut is_held = self.holds(hash);
        // Other work may have added or removed it since the list was read, and the person too.
        let is_stale = is_held == Some(false) && (is_wanted || self.read_at.elapsed() > FRESH);
        if claim.was_worked_on_since(self.read_at) || is_stale {
            let now = Self::read(debrid, Some(hash)).await?;
            is_held = now.holds(hash);
            self.ids.extend(now.ids);
        }
        if is_held == Some(false) {
            for entry in entries {
                ledger.forget_added(entry.id).await;
            }
            return Ok(Owner::App { unfinished: None });
        }
        let (ours, others): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|entry| !is_wanted && is_unfinished(entry, &links.work));
        for entry in others.iter().filter(|entry| entry.state == AddState::Adding) {
            ledger.set_added(entry.id, None, AddState::InDoubt).await;
        }
        let mut ours = ours.into_iter();
        let Some(latest) = ours.next() else {
            let is_known = is_held.is_some() || is_wanted;
            return Ok(if is_known { Owner::Person } else { Owner::Unknown });
        };
        for older in ours {
            ledger.forget_added(older.id).await;
        }
        Ok(Owner::App { unfinished: Some(latest) })
    }

    /// Returns whether the torrent that an add gave is the app's: not what was there before, nor another torrent than
    /// the one an earlier run left.
    pub(super) fn is_ours(&self, owner: &Owner, magnet: &Magnet) -> bool {
        match owner {
            Owner::Person | Owner::Unknown => false,
            Owner::App { unfinished: None } => !self.ids.contains(&magnet.id),
            Owner::App { unfinished: Some(entry) } => entry.magnet_id.as_ref().is_none_or(|id| *id == magnet.id),
        }
    }

    fn holds(&self, hash: InfoHash) -> Option<bool> {
        self.held.as_ref().map(|held| held.contains(&hash))
    }
}

/// Returns whether the app added it and has not used it. An add that an earlier run sent and whose answer it did not
/// live to see proves nothing: the torrent may as well be the person's own.
fn is_unfinished(entry: &AddedEntry, work: &AccountWork) -> bool {
    match entry.state {
        AddState::Unused => true,
        AddState::Adding => work.has_begun(entry.id),
        AddState::Used | AddState::Kept | AddState::InDoubt => false,
    }
}
