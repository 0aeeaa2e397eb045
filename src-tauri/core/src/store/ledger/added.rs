//! What the app added to the accounts.

use jiff::Timestamp;
use rusqlite::Row;

use super::{Ledger, hash_of, moment, store_of};
use crate::debrid::Store;
use crate::torrent::InfoHash;

/// How far an add has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddState {
    /// The request is under way, or its outcome is unknown.
    Adding,
    /// It is in the account and has no link yet.
    Unused,
    /// A link was made of it.
    Used,
    /// It stays without a link, because the person had the service fetch it or chose to keep what is added.
    Kept,
    /// The run that added it ended before it was answered, so that the torrent may as well be the person's own. It stays
    /// and is listed.
    InDoubt,
}

impl AddState {
    const ALL: [Self; 5] = [Self::Adding, Self::Unused, Self::Used, Self::Kept, Self::InDoubt];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Adding => "adding",
            Self::Unused => "unused",
            Self::Used => "used",
            Self::Kept => "kept",
            Self::InDoubt => "in_doubt",
        }
    }

    /// Whether the person wants it in the account, or may, so that the app must not remove it.
    pub fn is_wanted(self) -> bool {
        matches!(self, Self::Used | Self::Kept | Self::InDoubt)
    }
}

/// A torrent the app added to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedEntry {
    pub id: i64,
    pub store: Store,
    /// The service's id of it; `None` while the add is under way.
    pub magnet_id: Option<String>,
    pub hash: InfoHash,
    pub name: String,
    pub at: Timestamp,
    pub state: AddState,
}

impl Ledger {
    /// Records an add before it is requested. Returns the entry's id for later changes; `None` when it cannot be
    /// written.
    pub async fn begin_add(
        &self,
        store: Store,
        hash: InfoHash,
        name: &str,
        at: Timestamp,
        state: AddState,
    ) -> Option<i64> {
        let name = name.to_owned();
        self.run(None, move |connection| {
            connection.execute(
                "INSERT INTO added (service, hash, name, at, state) VALUES (?1, ?2, ?3, ?4, ?5)",
                (store.name(), hash.to_string(), &name, at.as_second(), state.as_str()),
            )?;
            Ok(Some(connection.last_insert_rowid()))
        })
        .await
    }

    /// Updates the state of an add.
    pub async fn set_added(&self, id: i64, magnet_id: Option<String>, state: AddState) {
        self.run((), move |connection| {
            connection.execute(
                "UPDATE added SET magnet_id = coalesce(?2, magnet_id), state = ?3 WHERE id = ?1",
                (id, magnet_id, state.as_str()),
            )?;
            Ok(())
        })
        .await;
    }

    /// Marks all entries of a torrent as used, because a link was made of it. Includes adds whose outcome was unknown.
    pub async fn mark_used(&self, store: Store, hash: InfoHash, magnet_id: &str) {
        let magnet_id = magnet_id.to_owned();
        self.run((), move |connection| {
            connection.execute(
                "UPDATE added SET state = ?4, magnet_id = coalesce(magnet_id, ?3) WHERE service = ?1 AND hash = ?2",
                (store.name(), hash.to_string(), &magnet_id, AddState::Used.as_str()),
            )?;
            Ok(())
        })
        .await;
    }

    /// The entries of one torrent at one service, the latest first.
    pub async fn added_of(&self, store: Store, hash: InfoHash) -> Vec<AddedEntry> {
        self.run(Vec::new(), move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT id, service, magnet_id, hash, name, at, state FROM added
                 WHERE service = ?1 AND hash = ?2 ORDER BY at DESC, id DESC",
            )?;
            let rows = query.query_map((store.name(), hash.to_string()), added_entry)?;
            rows.filter_map(Result::transpose).collect()
        })
        .await
    }

    /// Deletes the entry of an add that failed, was not the app's, or was removed from the account.
    pub async fn forget_added(&self, id: i64) {
        self.run((), move |connection| connection.execute("DELETE FROM added WHERE id = ?1", [id]).map(drop)).await;
    }

    /// Deletes the entries of a torrent that is gone from the account, by its id at the service. With `hash`, also
    /// deletes adds of that hash whose outcome is unknown.
    pub async fn forget_magnet(&self, store: Store, hash: Option<InfoHash>, magnet_id: &str) {
        let magnet_id = magnet_id.to_owned();
        self.run((), move |connection| {
            let both = (store.name(), &magnet_id);
            connection.execute("DELETE FROM added WHERE service = ?1 AND magnet_id = ?2", both)?;
            connection.execute("DELETE FROM fetches WHERE service = ?1 AND magnet_id = ?2", both)?;
            let Some(hash) = hash else { return Ok(()) };
            let unfinished = "DELETE FROM added WHERE service = ?1 AND hash = ?2 AND magnet_id IS NULL";
            connection.execute(unfinished, (store.name(), hash.to_string())).map(drop)
        })
        .await;
    }

    /// Returns what the app added to the accounts and did not remove again, the latest first.
    pub async fn added(&self) -> Vec<AddedEntry> {
        self.run(Vec::new(), |connection| {
            let mut query = connection.prepare_cached(
                "SELECT id, service, magnet_id, hash, name, at, state FROM added ORDER BY at DESC, id DESC",
            )?;
            let rows = query.query_map([], added_entry)?;
            rows.filter_map(Result::transpose).collect()
        })
        .await
    }
}

/// Reads an add; `None` for one that a newer version wrote and this one does not know.
fn added_entry(row: &Row<'_>) -> rusqlite::Result<Option<AddedEntry>> {
    let state: String = row.get(6)?;
    let state = AddState::ALL.into_iter().find(|known| known.as_str() == state);
    let (Some(store), Some(hash), Some(state)) = (store_of(row, 1)?, hash_of(row, 3)?, state) else {
        return Ok(None);
    };
    let (magnet_id, name, at) = (row.get(2)?, row.get(4)?, moment(row, 5)?);
    Ok(Some(AddedEntry { id: row.get(0)?, store, magnet_id, hash, name, at, state }))
}
