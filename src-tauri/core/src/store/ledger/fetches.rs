//! What services were asked to download.

use jiff::Timestamp;

use super::{Ledger, hash_of, moment, store_of};
use crate::debrid::Store;
use crate::torrent::InfoHash;

/// A torrent a service was asked to download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchEntry {
    pub id: i64,
    pub store: Store,
    pub magnet_id: String,
    pub hash: InfoHash,
    pub name: String,
    pub at: Timestamp,
    /// The app added it, so cancelling removes it from the account.
    pub ours: bool,
    /// Its status, in the service's words.
    pub status: String,
}

impl Ledger {
    /// Whether the service was asked to fetch the torrent, and the person did not cancel it.
    pub async fn is_fetched(&self, store: Store, hash: InfoHash) -> bool {
        self.run(false, move |connection| {
            let both = (store.name(), hash.to_string());
            let query = "SELECT EXISTS (SELECT 1 FROM fetches WHERE service = ?1 AND hash = ?2)";
            connection.query_row(query, both, |row| row.get(0))
        })
        .await
    }

    /// Records that a service was asked to fetch a torrent; for one that is recorded, only updates the status. Ignores
    /// `fetch.id`. Returns the entry's id.
    pub async fn note_fetch(&self, fetch: FetchEntry) -> Option<i64> {
        self.run(None, move |connection| {
            connection.execute(
                "INSERT INTO fetches (service, magnet_id, hash, name, at, ours, status) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (service, magnet_id) DO UPDATE SET status = ?7",
                (
                    fetch.store.name(),
                    &fetch.magnet_id,
                    fetch.hash.to_string(),
                    &fetch.name,
                    fetch.at.as_second(),
                    fetch.ours,
                    &fetch.status,
                ),
            )?;
            let both = (fetch.store.name(), &fetch.magnet_id);
            let id = connection.query_row(
                "SELECT id FROM fetches WHERE service = ?1 AND magnet_id = ?2",
                both,
                |row| row.get(0),
            )?;
            Ok(Some(id))
        })
        .await
    }

    pub async fn forget_fetch(&self, id: i64) {
        self.run((), move |connection| connection.execute("DELETE FROM fetches WHERE id = ?1", [id]).map(drop)).await;
    }

    /// Returns what services were asked to fetch, in this run and earlier ones, the latest first.
    pub async fn fetches(&self) -> Vec<FetchEntry> {
        self.run(Vec::new(), |connection| {
            let mut query = connection.prepare_cached(
                "SELECT id, service, magnet_id, hash, name, at, ours, status FROM fetches ORDER BY at DESC, id DESC",
            )?;
            let rows = query.query_map([], |row| {
                let (Some(store), Some(hash)) = (store_of(row, 1)?, hash_of(row, 3)?) else { return Ok(None) };
                let (magnet_id, name, at) = (row.get(2)?, row.get(4)?, moment(row, 5)?);
                let (ours, status) = (row.get(6)?, row.get(7)?);
                Ok(Some(FetchEntry { id: row.get(0)?, store, magnet_id, hash, name, at, ours, status }))
            })?;
            rows.filter_map(Result::transpose).collect()
        })
        .await
    }
}
