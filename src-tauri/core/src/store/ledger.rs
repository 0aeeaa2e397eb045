//! What really happened at the services, and what the app put into the accounts: `ledger.db`. It belongs to the person like the
//! library: never thrown away, a damaged file is put aside and said.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::{Durability, StoreError, is_damage, migrate, open, put_aside};
use crate::debrid::{CacheState, Store};
use crate::torrent::InfoHash;

/// Each entry brings the file from the form of its position to the next.
const MIGRATIONS: [&str; 1] = ["CREATE TABLE outcomes (
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
    );"];
const MOST_OUTCOMES: u32 = 50_000;
const DAY: Duration = Duration::from_hours(24);

/// What came of a torrent at a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A link was made and answered.
    Worked,
    /// Refused for legal reasons.
    Legal,
    /// It was added and the service did not hold it.
    NotHeld,
    /// A link could not be made, or led to something else.
    DeadLink,
}

impl Outcome {
    const ALL: [Self; 4] = [Self::Worked, Self::Legal, Self::NotHeld, Self::DeadLink];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Worked => "worked",
            Self::Legal => "legal",
            Self::NotHeld => "not_held",
            Self::DeadLink => "dead_link",
        }
    }
}

/// What came of the last try, and how long ago that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    pub outcome: Outcome,
    pub at: Timestamp,
    pub age: Duration,
}

impl Before {
    /// What it says of the torrent now, over what a check says; `None` when it is too long ago.
    pub fn verdict(&self) -> Option<CacheState> {
        let (lasts, state) = match self.outcome {
            Outcome::Worked => (7 * DAY, CacheState::Cached),
            Outcome::Legal => (90 * DAY, CacheState::NotCached),
            Outcome::NotHeld | Outcome::DeadLink => (DAY / 4, CacheState::NotCached),
        };
        (self.age <= lasts).then_some(state)
    }

    pub fn days(&self) -> u32 {
        u32::try_from(self.age.as_secs() / DAY.as_secs()).unwrap_or(u32::MAX)
    }

    /// In words, for people.
    pub fn words(&self) -> String {
        let when = match self.days() {
            0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{days} days ago"),
        };
        match self.outcome {
            Outcome::Worked => format!("worked here {when}"),
            Outcome::Legal => format!("refused for legal reasons {when}"),
            Outcome::NotHeld => format!("not held by the service {when}"),
            Outcome::DeadLink => format!("its link was dead {when}"),
        }
    }
}

/// Every outcome known, by torrent and service.
pub type Past = HashMap<(InfoHash, Store), Before>;

/// How far an add has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddState {
    /// The request is under way, or its end is not known.
    Adding,
    /// It is in the account and nothing was made of it yet.
    Unused,
    /// A link was made of it.
    Used,
    /// Kept although nothing was made of it, as the person wishes or because it may have been there before.
    Kept,
}

impl AddState {
    const ALL: [Self; 4] = [Self::Adding, Self::Unused, Self::Used, Self::Kept];

    fn as_str(self) -> &'static str {
        match self {
            Self::Adding => "adding",
            Self::Unused => "unused",
            Self::Used => "used",
            Self::Kept => "kept",
        }
    }
}

/// A torrent the app put into an account.
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

/// A torrent a service was asked to download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchEntry {
    pub id: i64,
    pub store: Store,
    pub magnet_id: String,
    pub hash: InfoHash,
    pub name: String,
    pub at: Timestamp,
    /// It was not in the account before, so cancelling takes it out.
    pub ours: bool,
    /// The service's word for how it stands.
    pub status: String,
}

/// Cheap to clone. Every call leaves the async threads.
#[derive(Clone, Debug)]
pub struct Ledger {
    connection: Arc<Mutex<Connection>>,
}

impl Ledger {
    /// Opens the file and brings it to this version's form. With a damaged file the second part says where it was put.
    pub fn open(path: &Path) -> Result<(Self, Option<StoreError>), StoreError> {
        match open(path, Durability::Kept) {
            Ok(connection) => Ok((Self::prepare(connection)?, None)),
            Err(error) if is_damage(&error) => {
                let kept_as = put_aside(path)?;
                Ok((Self::prepare(open(path, Durability::Kept)?)?, Some(StoreError::Damaged { kept_as })))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// A ledger that forgets with the process: for scripts, and for when the disk refuses.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory()?)
    }

    fn prepare(mut connection: Connection) -> Result<Self, StoreError> {
        migrate(&mut connection, &MIGRATIONS)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Writes down what came of a torrent. The last outcome counts.
    pub async fn note(&self, hash: InfoHash, store: Store, outcome: Outcome, at: Timestamp) {
        self.run((), move |connection| {
            connection.execute(
                "INSERT INTO outcomes (hash, service, outcome, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (hash, service) DO UPDATE SET outcome = ?3, at = ?4",
                (hash.to_string(), store.name(), outcome.as_str(), at.as_second()),
            )?;
            Ok(())
        })
        .await;
    }

    /// Everything that happened, as seen from `now`.
    pub async fn past(&self, now: Timestamp) -> Past {
        self.run(Past::new(), move |connection| {
            let mut query = connection
                .prepare_cached("SELECT hash, service, outcome, at FROM outcomes ORDER BY at DESC LIMIT ?1")?;
            let rows = query.query_map([MOST_OUTCOMES], |row| {
                let outcome: String = row.get(2)?;
                let outcome = Outcome::ALL.into_iter().find(|known| known.as_str() == outcome);
                Ok((hash_of(row, 0)?, store_of(row, 1)?, outcome, moment(row, 3)?))
            })?;
            let mut past = Past::new();
            for row in rows {
                let (Some(hash), Some(store), Some(outcome), at) = row? else { continue };
                let age = Duration::try_from(now.duration_since(at)).unwrap_or_default();
                past.insert((hash, store), Before { outcome, at, age });
            }
            Ok(past)
        })
        .await
    }

    /// Writes down that something is about to be added. `None` when it cannot be written.
    pub async fn begin_add(&self, store: Store, hash: InfoHash, name: &str, at: Timestamp) -> Option<i64> {
        let name = name.to_owned();
        self.run(None, move |connection| {
            connection.execute(
                "INSERT INTO added (service, hash, name, at, state) VALUES (?1, ?2, ?3, ?4, ?5)",
                (store.name(), hash.to_string(), &name, at.as_second(), AddState::Adding.as_str()),
            )?;
            Ok(Some(connection.last_insert_rowid()))
        })
        .await
    }

    /// Writes down how far an add has come.
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

    /// A link was made of a torrent that the app had put there earlier.
    pub async fn mark_used(&self, store: Store, magnet_id: &str) {
        let magnet_id = magnet_id.to_owned();
        self.run((), move |connection| {
            connection.execute(
                "UPDATE added SET state = ?3 WHERE service = ?1 AND magnet_id = ?2",
                (store.name(), &magnet_id, AddState::Used.as_str()),
            )?;
            Ok(())
        })
        .await;
    }

    /// Forgets an add: it never came to be, was not ours, or is out of the account again.
    pub async fn forget_added(&self, id: i64) {
        self.run((), move |connection| connection.execute("DELETE FROM added WHERE id = ?1", [id]).map(drop)).await;
    }

    /// Forgets a torrent of an account that is gone from it.
    pub async fn forget_magnet(&self, store: Store, magnet_id: &str) {
        let magnet_id = magnet_id.to_owned();
        self.run((), move |connection| {
            let both = (store.name(), &magnet_id);
            connection.execute("DELETE FROM added WHERE service = ?1 AND magnet_id = ?2", both)?;
            connection.execute("DELETE FROM fetches WHERE service = ?1 AND magnet_id = ?2", both)?;
            Ok(())
        })
        .await;
    }

    /// What the app put into the accounts and did not take out again, the latest first.
    pub async fn added(&self) -> Vec<AddedEntry> {
        self.run(Vec::new(), |connection| {
            let mut query = connection.prepare_cached(
                "SELECT id, service, magnet_id, hash, name, at, state FROM added ORDER BY at DESC, id DESC",
            )?;
            let rows = query.query_map([], |row| {
                let state: String = row.get(6)?;
                let state = AddState::ALL.into_iter().find(|known| known.as_str() == state);
                let (Some(store), Some(hash), Some(state)) = (store_of(row, 1)?, hash_of(row, 3)?, state) else {
                    return Ok(None);
                };
                let (magnet_id, name, at) = (row.get(2)?, row.get(4)?, moment(row, 5)?);
                Ok(Some(AddedEntry { id: row.get(0)?, store, magnet_id, hash, name, at, state }))
            })?;
            rows.filter_map(Result::transpose).collect()
        })
        .await
    }

    /// Writes down that a service was asked to fetch; `id` is ignored.
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

    /// What services were asked to fetch, the latest first; also from earlier starts.
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

    /// A ledger that cannot be read or written costs what it would have known, and that is logged; it never stops a link.
    async fn run<T: Send + 'static>(
        &self,
        otherwise: T,
        act: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> T {
        let connection = Arc::clone(&self.connection);
        let outcome =
            tokio::task::spawn_blocking(move || act(&connection.lock().unwrap_or_else(PoisonError::into_inner))).await;
        match outcome {
            Ok(Ok(value)) => value,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the ledger did not serve");
                otherwise
            }
            Err(_) => otherwise,
        }
    }
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
mod tests {
    use super::*;

    fn hash(digit: char) -> InfoHash {
        InfoHash::parse(&digit.to_string().repeat(40)).unwrap()
    }

    fn second(at: i64) -> Timestamp {
        Timestamp::from_second(at).unwrap()
    }

    #[tokio::test]
    async fn the_last_outcome_counts_and_is_there_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let (ledger, trouble) = Ledger::open(&path).unwrap();
        assert!(trouble.is_none());
        ledger.note(hash('a'), Store::TorBox, Outcome::Legal, second(1_000)).await;
        ledger.note(hash('a'), Store::TorBox, Outcome::Worked, second(2_000)).await;
        ledger.note(hash('a'), Store::RealDebrid, Outcome::DeadLink, second(3_000)).await;
        drop(ledger);
        let (ledger, _) = Ledger::open(&path).unwrap();
        let past = ledger.past(second(2_000 + 3 * 86_400 + 60)).await;
        assert_eq!(past.len(), 2, "each service for itself");
        let before = past[&(hash('a'), Store::TorBox)];
        assert_eq!(before.words(), "worked here 3 days ago");
        assert_eq!(before.verdict(), Some(CacheState::Cached));
        assert_eq!(past[&(hash('a'), Store::RealDebrid)].verdict(), None, "a dead link of days ago may live again");
    }

    #[tokio::test]
    async fn what_was_added_is_listed_until_it_is_out_again() {
        let ledger = Ledger::in_memory().unwrap();
        let first = ledger.begin_add(Store::RealDebrid, hash('a'), "Sintel", second(1)).await.unwrap();
        let second_add = ledger.begin_add(Store::TorBox, hash('b'), "Sintel 2", second(2)).await.unwrap();
        ledger.set_added(first, Some("ID1".to_owned()), AddState::Unused).await;
        ledger.set_added(first, None, AddState::Used).await;
        let listed = ledger.added().await;
        assert_eq!(listed.iter().map(|entry| entry.id).collect::<Vec<_>>(), [second_add, first], "the latest first");
        assert_eq!((listed[1].magnet_id.as_deref(), listed[1].state), (Some("ID1"), AddState::Used));
        ledger.forget_magnet(Store::RealDebrid, "ID1").await;
        ledger.forget_added(second_add).await;
        assert_eq!(ledger.added().await, []);
    }

    #[tokio::test]
    async fn a_damaged_ledger_is_kept_aside_and_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        std::fs::write(&path, [b'x'; 8192]).unwrap();
        let (ledger, trouble) = Ledger::open(&path).unwrap();
        let Some(StoreError::Damaged { kept_as }) = trouble else { panic!("the damage is said") };
        assert_eq!(std::fs::read(kept_as).unwrap().len(), 8192, "nothing is lost");
        ledger.note(hash('a'), Store::TorBox, Outcome::Worked, second(1)).await;
        assert_eq!(ledger.past(second(2)).await.len(), 1, "and the new one serves");
    }
}
