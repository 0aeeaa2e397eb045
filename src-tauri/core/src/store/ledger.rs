//! The database `ledger.db`: what came of torrents at the services, and what the app added to the accounts. Never
//! deleted: a damaged file is moved aside, what can be read of it is saved, and the person is told.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::{StoreError, migrate, open_kept};
use crate::age::{self, AHEAD};
use crate::debrid::Store;
use crate::model::{NamedOutcome, Outcome, Past, PastOutcome};
use crate::torrent::InfoHash;

/// Each entry migrates the schema from the version of its index to the next.
const MIGRATIONS: [&str; 2] = [
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
];
/// How many of the latest outcomes teach what services refuse by name, and for how long.
const MOST_NAMED: u32 = 1_000;
const NAMED_FOR_S: i64 = 180 * 24 * 3600;
/// How many of the latest outcomes are kept: enough for years, and still read within milliseconds.
const MOST_OUTCOMES: u32 = 5_000;

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

/// The ledger. Cheap to clone. Every call runs on a blocking thread.
#[derive(Clone, Debug)]
pub struct Ledger {
    connection: Arc<Mutex<Connection>>,
}

impl Ledger {
    /// Opens the file and migrates it to this version's schema. If it was damaged or emptied, returns a new ledger with
    /// what could be saved, and the error says where the damaged file is.
    pub fn open(path: &Path) -> Result<(Self, Option<StoreError>), StoreError> {
        let (connection, trouble) = open_kept(path, prepare, MEND)?;
        Ok((Self { connection: Arc::new(Mutex::new(connection)) }, trouble))
    }

    /// Makes a ledger in memory, for scripts and for when the file cannot be opened.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        prepare(&mut connection)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Records a torrent's outcome at a service, in place of an earlier one.
    pub async fn note(&self, hash: InfoHash, name: &str, store: Store, outcome: Outcome, at: Timestamp) {
        let name = name.to_owned();
        self.run((), move |connection| {
            connection.execute(
                "INSERT INTO outcomes (hash, service, outcome, at, name) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (hash, service) DO UPDATE SET outcome = ?3, at = ?4, name = ?5",
                (hash.to_string(), store.name(), outcome.as_str(), at.as_second(), &name),
            )?;
            prune(connection, now())
        })
        .await;
    }

    /// Returns the outcomes that are kept, with their ages at `now`. At most `MOST_OUTCOMES` are kept.
    pub async fn past(&self, now: Timestamp) -> Past {
        self.run(Past::new(), move |connection| {
            let mut query = connection
                .prepare_cached("SELECT hash, service, outcome, at FROM outcomes ORDER BY at DESC LIMIT ?1")?;
            let mut past = Past::new();
            for row in query.query_map([MOST_OUTCOMES], |row| outcome_of(row, now))? {
                past.extend(row?);
            }
            Ok(past)
        })
        .await
    }

    /// Returns the outcomes of these torrents, with their ages at `now`.
    pub async fn past_of(&self, hashes: Vec<InfoHash>, now: Timestamp) -> Past {
        self.run(Past::new(), move |connection| {
            let mut query =
                connection.prepare_cached("SELECT hash, service, outcome, at FROM outcomes WHERE hash = ?1")?;
            let mut past = Past::new();
            for hash in hashes {
                for row in query.query_map([hash.to_string()], |row| outcome_of(row, now))? {
                    past.extend(row?);
                }
            }
            Ok(past)
        })
        .await
    }

    /// Returns the outcomes of the last months with the names of their torrents, the latest first.
    pub async fn named(&self, now: Timestamp) -> Vec<NamedOutcome> {
        self.run(Vec::new(), move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT service, name, outcome FROM outcomes WHERE name IS NOT NULL AND at > ?1 AND at <= ?2
                 ORDER BY at DESC LIMIT ?3",
            )?;
            let now = now.as_second();
            let rows = query.query_map((now - NAMED_FOR_S, now + AHEAD, MOST_NAMED), |row| {
                let (store, name, outcome) = (store_of(row, 0)?, row.get(1)?, known_outcome(row, 2)?);
                Ok(store.zip(outcome).map(|(store, outcome)| NamedOutcome { store, name, outcome }))
            })?;
            rows.filter_map(Result::transpose).collect()
        })
        .await
    }

    /// Returns the torrent of this name that worked last at any service.
    pub async fn worked(&self, name: &str) -> Option<InfoHash> {
        let name = name.to_owned();
        self.run(None, move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT hash FROM outcomes WHERE name = ?1 AND outcome = ?2 ORDER BY at DESC, hash LIMIT 1",
            )?;
            let mut rows = query.query((&name, Outcome::Worked.as_str()))?;
            Ok(rows
                .next()?
                .map(|row| row.get::<_, String>(0))
                .transpose()?
                .and_then(|hash| InfoHash::parse(&hash).ok()))
        })
        .await
    }

    /// Refuses all further writes, as on a full disk, for tests.
    #[doc(hidden)]
    pub async fn refuse_writes(&self) {
        self.run((), |connection| connection.pragma_update(None, "query_only", true)).await;
    }

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

    /// Whether the service was asked to fetch the torrent, and the person did not cancel it.
    pub async fn is_fetched(&self, store: Store, hash: InfoHash) -> bool {
        self.run(false, move |connection| {
            let both = (store.name(), hash.to_string());
            let query = "SELECT EXISTS (SELECT 1 FROM fetches WHERE service = ?1 AND hash = ?2)";
            connection.query_row(query, both, |row| row.get(0))
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

    /// Runs `act` on a blocking thread. Logs a failure and returns the fallback instead, because a broken ledger must
    /// not stop a link.
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

fn prepare(connection: &mut Connection) -> Result<(), StoreError> {
    migrate(connection, &MIGRATIONS)?;
    Ok(prune(connection, now())?)
}

/// After damage the last that is known of an add may be from before a link was made of it. When in doubt it stays in the
/// account and is listed.
const MEND: &str = "UPDATE added SET state = 'in_doubt' WHERE state IN ('adding', 'unused')";

/// Drops all but the latest outcomes. Those from the future are no later than any other.
fn prune(connection: &Connection, now: i64) -> rusqlite::Result<()> {
    let count: i64 = connection.query_row("SELECT count(*) FROM outcomes", [], |row| row.get(0))?;
    if count <= i64::from(MOST_OUTCOMES) {
        return Ok(());
    }
    let too_old = "DELETE FROM outcomes WHERE (hash, service) IN (
                       SELECT hash, service FROM outcomes ORDER BY at > ?1, at DESC LIMIT -1 OFFSET ?2)";
    connection.execute(too_old, (now + AHEAD, MOST_OUTCOMES)).map(drop)
}

fn now() -> i64 {
    Timestamp::now().as_second()
}

/// Reads an outcome; `None` for one that a newer version wrote and this one does not know, and for one from the future,
/// whose age is unknown.
fn outcome_of(row: &Row<'_>, now: Timestamp) -> rusqlite::Result<Option<((InfoHash, Store), PastOutcome)>> {
    let (Some(hash), Some(store), Some(outcome)) = (hash_of(row, 0)?, store_of(row, 1)?, known_outcome(row, 2)?) else {
        return Ok(None);
    };
    let at = moment(row, 3)?;
    let age = age::since(at.as_second(), now.as_second());
    Ok(age.map(|age| ((hash, store), PastOutcome { outcome, at, age })))
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

fn known_outcome(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Outcome>> {
    let outcome: String = row.get(at)?;
    Ok(Outcome::ALL.into_iter().find(|known| known.as_str() == outcome))
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
    use crate::debrid::CacheState;

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
        ledger.note(hash('a'), "Sintel", Store::TorBox, Outcome::Legal, second(1_000)).await;
        ledger.note(hash('a'), "Sintel", Store::TorBox, Outcome::Worked, second(2_000)).await;
        ledger.note(hash('a'), "Sintel", Store::RealDebrid, Outcome::DeadLink, second(3_000)).await;
        let named = ledger.named(second(4_000)).await;
        assert_eq!(named.len(), 2, "with their names");
        assert_eq!(
            named[1],
            NamedOutcome { store: Store::TorBox, name: "Sintel".to_owned(), outcome: Outcome::Worked }
        );
        assert_eq!(ledger.named(second(4_000 + NAMED_FOR_S)).await, []);
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
        let first =
            ledger.begin_add(Store::RealDebrid, hash('a'), "Sintel", second(1), AddState::Adding).await.unwrap();
        let second_add =
            ledger.begin_add(Store::TorBox, hash('b'), "Sintel 2", second(2), AddState::Adding).await.unwrap();
        ledger.set_added(first, Some("ID1".to_owned()), AddState::Unused).await;
        ledger.set_added(first, None, AddState::Used).await;
        let listed = ledger.added().await;
        assert_eq!(listed.iter().map(|entry| entry.id).collect::<Vec<_>>(), [second_add, first], "the latest first");
        assert_eq!((listed[1].magnet_id.as_deref(), listed[1].state), (Some("ID1"), AddState::Used));
        ledger.forget_magnet(Store::RealDebrid, None, "ID1").await;
        ledger.forget_added(second_add).await;
        assert_eq!(ledger.added().await, []);
    }

    #[tokio::test]
    async fn an_entry_is_settled_by_its_hash_however_far_its_add_came() {
        let ledger = Ledger::in_memory().unwrap();
        let store = Store::RealDebrid;
        ledger.begin_add(store, hash('a'), "Sintel", second(1), AddState::Adding).await.unwrap();
        ledger.begin_add(Store::TorBox, hash('a'), "Sintel", second(1), AddState::Adding).await.unwrap();
        ledger.mark_used(store, hash('a'), "ID1").await;
        let [entry] = &ledger.added_of(store, hash('a')).await[..] else { panic!("one entry") };
        assert_eq!((entry.state, entry.magnet_id.as_deref()), (AddState::Used, Some("ID1")));
        assert_eq!(
            ledger.added_of(Store::TorBox, hash('a')).await[0].state,
            AddState::Adding,
            "each service for itself"
        );
        ledger.forget_magnet(Store::TorBox, Some(hash('a')), "unknown until now").await;
        assert_eq!(ledger.added_of(Store::TorBox, hash('a')).await, []);
    }

    #[tokio::test]
    async fn outcomes_are_bounded_and_read_by_what_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let (ledger, _) = Ledger::open(&path).unwrap();
        let most = i64::from(MOST_OUTCOMES);
        ledger
            .run((), move |connection| {
                connection.execute_batch("BEGIN")?;
                for at in 0..most + 500 {
                    let row = (format!("{at:040x}"), at);
                    connection.execute("INSERT INTO outcomes VALUES (?1, 'torbox', 'worked', ?2, NULL)", row)?;
                }
                connection.execute_batch("COMMIT")
            })
            .await;
        let kept = |ledger: Ledger| async move {
            let count = |connection: &Connection| {
                connection.query_row("SELECT count(*), min(at) FROM outcomes", [], |row| Ok((row.get(0)?, row.get(1)?)))
            };
            ledger.run((0_i64, 0_i64), count).await
        };
        ledger.note(hash('a'), "Sintel", Store::TorBox, Outcome::Legal, second(most + 500)).await;
        assert_eq!(kept(ledger.clone()).await, (most, 501), "the latest stay");
        let known = InfoHash::parse(&format!("{most:040x}")).unwrap();
        let past = ledger.past_of(vec![hash('a'), known, hash('b')], second(most + 501)).await;
        assert_eq!(past.len(), 2, "what happened to these alone");
        assert_eq!(past[&(hash('a'), Store::TorBox)].outcome, Outcome::Legal);
        ledger.run((), |connection| connection.execute("UPDATE outcomes SET at = 7", []).map(drop)).await;
        drop(ledger);
        let (ledger, _) = Ledger::open(&path).unwrap();
        assert_eq!(kept(ledger).await.0, most, "of the same moment none is told apart");
    }

    #[tokio::test]
    async fn a_damaged_ledger_is_kept_aside_and_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        std::fs::write(&path, [b'x'; 8192]).unwrap();
        let (ledger, trouble) = Ledger::open(&path).unwrap();
        let Some(StoreError::Damaged { kept_as, .. }) = trouble else { panic!("the damage is said") };
        assert_eq!(std::fs::read(kept_as).unwrap().len(), 8192, "nothing is lost");
        ledger.note(hash('a'), "Sintel", Store::TorBox, Outcome::Worked, second(1)).await;
        assert_eq!(ledger.past(second(2)).await.len(), 1, "and the new one serves");
    }

    #[tokio::test]
    async fn what_is_from_the_future_proves_nothing() {
        let ledger = Ledger::in_memory().unwrap();
        for (digit, at) in [('a', 10_000), ('b', 1_000)] {
            ledger.note(hash(digit), "Sintel", Store::TorBox, Outcome::Legal, second(at)).await;
        }
        let now = second(2_000);
        assert_eq!(ledger.past(now).await.keys().map(|(hash, _)| *hash).collect::<Vec<_>>(), [hash('b')]);
        assert_eq!(ledger.past_of(vec![hash('a'), hash('b')], now).await.len(), 1);
        assert_eq!(ledger.named(now).await.len(), 1);
        assert_eq!(ledger.past(second(9_990)).await.len(), 2, "the clock may be corrected by a moment");

        let many = i64::from(MOST_OUTCOMES);
        ledger
            .run((), move |connection| {
                connection.execute_batch("BEGIN")?;
                for at in 0..many {
                    let row = (format!("{at:040x}"), at);
                    connection
                        .execute("INSERT OR IGNORE INTO outcomes VALUES (?1, 'torbox', 'worked', ?2, NULL)", row)?;
                }
                connection.execute_batch("COMMIT")?;
                prune(connection, 6_000)
            })
            .await;
        assert_eq!(ledger.past_of(vec![hash('a')], second(10_000)).await.len(), 0, "it goes first");
        assert_eq!(ledger.past_of(vec![hash('b')], second(10_000)).await.len(), 1);
    }
}
