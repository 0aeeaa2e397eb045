//! The app's three databases. A damaged `cache.db` is deleted and made anew; `library.db` and `ledger.db` are never
//! deleted, only moved aside.

#![expect(clippy::disallowed_types, reason = "the owner of the databases")]

mod cache;
mod ledger;
mod library;

use std::path::{Path, PathBuf};

pub use cache::{Cache, Remembered};
pub use ledger::{AddState, AddedEntry, FetchEntry, Ledger};
pub use library::{Library, Place, Played, Progress};

/// Why a database could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database is in use by another program")]
    Busy,
    #[error("the database was written by a newer version of the app (form {0})")]
    Newer(i64),
    #[error("the database was damaged; it was kept as {}", kept_as.display())]
    Damaged { kept_as: PathBuf },
    #[error("the database could not be read or written: {0}")]
    Io(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    fn io(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Io(error.into())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Self::Busy,
            Some(_) | None => Self::io(error),
        }
    }
}

/// Whether the error says that the database file itself is damaged.
fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt))
}

/// Suffixes of the files SQLite keeps beside a database that is open or was not closed: the write-ahead log and its
/// index.
const LOG_SUFFIXES: [&str; 2] = ["-wal", "-shm"];

/// Moves a damaged database aside together with its log, and returns its new path.
fn put_aside(path: &Path) -> Result<PathBuf, StoreError> {
    crate::aside::put_aside(path, &LOG_SUFFIXES).map_err(StoreError::io)
}

/// What a power cut may destroy. A crash of the program alone loses nothing in either case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Durability {
    /// Only the latest writes may be lost.
    Kept,
    /// The database may be lost as a whole; it is then found damaged and made anew. Writes do not wait for the disk
    /// (`synchronous` is off), and pages are large (16 KiB).
    Spare,
}

/// Opens a database with a write-ahead log and a wait of up to 3 s for other writers. Checks a `Kept` database for
/// damage. Does not check a `Spare` one, which is large: its owner replaces it when a query meets damage.
fn open(path: &Path, durability: Durability) -> Result<rusqlite::Connection, rusqlite::Error> {
    let is_new = std::fs::metadata(path).is_err();
    let connection = rusqlite::Connection::open(path)?;
    let outcome = set_up(&connection, is_new, durability);
    if outcome.as_ref().is_err_and(is_damage) {
        // Without this, closing would write the log into the damaged file and delete the log.
        connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    }
    outcome.map(|()| connection)
}

fn set_up(connection: &rusqlite::Connection, is_new: bool, durability: Durability) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(std::time::Duration::from_secs(3))?;
    // A new file has no data to lose yet, so its setup need not wait for the disk.
    if durability == Durability::Spare || is_new {
        connection.pragma_update(None, "synchronous", "off")?;
    }
    if durability == Durability::Spare {
        connection.pragma_update(None, "page_size", 16_384)?;
    }
    connection.pragma_update(None, "journal_mode", "wal")?;
    if durability == Durability::Spare {
        return Ok(());
    }
    connection.pragma_update(None, "synchronous", "normal")?;
    // `quick_check` succeeds on a damaged file and describes the damage in its result.
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        let corrupt = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
        return Err(rusqlite::Error::SqliteFailure(corrupt, Some(said)));
    }
    Ok(())
}

/// Migrates a database to this version's schema, step by step, in one transaction that locks out another process doing
/// the same. Fails with `Newer` if a newer version wrote it.
fn migrate(connection: &mut rusqlite::Connection, steps: &[&str]) -> Result<(), StoreError> {
    let change = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let form: i64 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let done = usize::try_from(form).map_err(|_| StoreError::Newer(form))?;
    let missing = steps.get(done..).ok_or(StoreError::Newer(form))?;
    for step in missing {
        change.execute_batch(step)?;
    }
    if !missing.is_empty() {
        change.pragma_update(None, "user_version", i64::try_from(steps.len()).unwrap_or(i64::MAX))?;
    }
    Ok(change.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aside::with_suffix;

    #[tokio::test]
    async fn what_was_written_last_goes_with_a_damaged_database() {
        let folder = tempfile::tempdir().unwrap();
        let damage = |name: &str| {
            let path = folder.path().join(name);
            for suffix in ["", "-wal", "-shm"] {
                std::fs::write(with_suffix(&path, suffix), format!("{name}{suffix}").repeat(500)).unwrap();
            }
            path
        };
        let (library, ledger, cache) = (damage("library.db"), damage("ledger.db"), damage("cache.db"));
        let kept = [(&library, Library::open(&library).unwrap().1), (&ledger, Ledger::open(&ledger).unwrap().1)];
        for (path, trouble) in kept {
            let Some(StoreError::Damaged { kept_as }) = trouble else { panic!("the damage is said: {trouble:?}") };
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            for suffix in ["", "-wal"] {
                let content = std::fs::read_to_string(with_suffix(&kept_as, suffix)).unwrap();
                assert_eq!(content, format!("{name}{suffix}").repeat(500), "nothing is lost");
            }
            assert!(with_suffix(&kept_as, "-shm").exists());
            assert!(!with_suffix(path, "-wal").exists(), "nothing of the old one is beside the new one");
        }
        let opened = Cache::open(&cache).unwrap();
        opened.put("answer", &1).await;
        assert_eq!(opened.get::<i32>("answer").await.map(|remembered| remembered.value), Some(1));
        let left = std::fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.file_name());
        let caches = left.filter(|name| name.to_string_lossy().starts_with("cache.damaged")).count();
        assert_eq!(caches, 0, "a cache may be thrown away");
    }
}
