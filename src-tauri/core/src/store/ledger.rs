//! The database `ledger.db`: what came of torrents at the services, what the person found wrong with them, what the
//! app added to the accounts, what files said of themselves, and what their hosts sent. Never deleted: a damaged file is moved aside, what can be read of it is saved, and the person is told.

mod added;
mod complaints;
mod fetches;
mod lines;
mod outcomes;
mod passports;

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::shared::Shared;
use super::{StoreError, migrate, open_kept};
use crate::debrid::Store;
use crate::torrent::InfoHash;

pub use added::{AddState, AddedEntry};
pub use fetches::FetchEntry;
use outcomes::prune;

/// Each entry migrates the schema from the version of its index to the next.
const MIGRATIONS: [&str; 5] = [
    "CREATE TABLE outcomes (
        hash TEXT NOT NULL,
        service TEXT NOT NULL,
        outcome TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (hash, service)
    ) WITHOUT ROWID;
    CREATE TABLE added (
        id INTEGER PRIMARY KEY,
        service TEXT NOT NULL,
        magnet_id TEXT,
        hash TEXT NOT NULL,
        name TEXT NOT NULL,
        at INTEGER NOT NULL,
        state TEXT NOT NULL
    );
    CREATE TABLE fetches (
        id INTEGER PRIMARY KEY,
        service TEXT NOT NULL,
        magnet_id TEXT NOT NULL,
        hash TEXT NOT NULL,
        name TEXT NOT NULL,
        at INTEGER NOT NULL,
        ours INTEGER NOT NULL,
        status TEXT NOT NULL,
        UNIQUE (service, magnet_id)
    );",
    "ALTER TABLE outcomes ADD COLUMN name TEXT;",
    "CREATE TABLE complaints (
        title_id TEXT NOT NULL,
        hash TEXT NOT NULL,
        season INTEGER NOT NULL,
        episode INTEGER NOT NULL,
        complaint TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (title_id, hash, season, episode)
    ) WITHOUT ROWID;",
    "CREATE TABLE passports (
        hash TEXT NOT NULL,
        path TEXT NOT NULL,
        at INTEGER NOT NULL,
        media TEXT NOT NULL,
        PRIMARY KEY (hash, path)
    ) WITHOUT ROWID;",
    "CREATE TABLE lines (
        host TEXT PRIMARY KEY,
        tried_at INTEGER NOT NULL,
        bits INTEGER,
        at INTEGER
    ) WITHOUT ROWID;",
];
/// The ledger. Cheap to clone. Every call runs on a blocking thread.
#[derive(Clone, Debug)]
pub struct Ledger {
    database: Shared,
}

impl Ledger {
    /// Opens the file and migrates it to this version's schema. If it was damaged or emptied, returns a new ledger with
    /// what could be saved, and the error says where the damaged file is.
    pub fn open(path: &Path) -> Result<(Self, Option<StoreError>), StoreError> {
        let (connection, trouble) = open_kept(path, prepare, MEND)?;
        Ok((Self { database: Shared::new(connection) }, trouble))
    }

    /// Makes a ledger in memory, for scripts and for when the file cannot be opened.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        prepare(&mut connection)?;
        Ok(Self { database: Shared::new(connection) })
    }

    /// Refuses all further writes, as on a full disk, for tests.
    #[doc(hidden)]
    pub async fn refuse_writes(&self) {
        self.run((), |connection| connection.pragma_update(None, "query_only", true)).await;
    }

    /// Runs `act` on a blocking thread. Logs a failure and returns the fallback instead, because a broken ledger must
    /// not stop a link.
    async fn run<T: Send + 'static>(
        &self,
        otherwise: T,
        act: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> T {
        self.database.run(act).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the ledger did not serve");
            otherwise
        })
    }
}

fn prepare(connection: &mut Connection) -> Result<(), StoreError> {
    migrate(connection, &MIGRATIONS)?;
    passports::prune(connection, now())?;
    Ok(prune(connection, now())?)
}

/// After damage the last that is known of an add may be from before a link was made of it. When in doubt it stays in the
/// account and is listed.
const MEND: &str = "UPDATE added SET state = 'in_doubt' WHERE state IN ('adding', 'unused')";

fn now() -> i64 {
    Timestamp::now().as_second()
}

fn hash_of(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<InfoHash>> {
    Ok(InfoHash::parse(&row.get::<_, String>(at)?).ok())
}

fn store_of(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Store>> {
    Ok(row.get::<_, String>(at)?.parse().ok())
}

fn moment(row: &Row<'_>, at: usize) -> rusqlite::Result<Timestamp> {
    Ok(Timestamp::from_second(row.get(at)?).unwrap_or_default())
}

#[cfg(test)]
mod tests;
