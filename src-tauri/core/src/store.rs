//! The three databases. `cache.db` may be thrown away and is, when it is damaged; `library.db` and `ledger.db` never are.

#![expect(clippy::disallowed_types, reason = "the owner of the databases")]

mod cache;
mod ledger;
mod library;

use std::path::{Path, PathBuf};

pub use cache::{Cache, Remembered};
pub use ledger::{AddState, AddedEntry, FetchEntry, Ledger};
pub use library::{Library, Place, Played, Progress};

/// Why a database did not serve.
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

/// Whether the file itself is beyond reading.
fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt))
}

/// What lies beside a database that is open or was not closed: what was written last, and an index of it.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Moves a damaged database out of the way with all that belongs to it, and returns its new name.
fn put_aside(path: &Path) -> Result<PathBuf, StoreError> {
    crate::aside::put_aside(path, &BESIDE).map_err(StoreError::io)
}

/// What a power cut may cost. The end of the program alone costs nothing either way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Durability {
    /// Nothing that was written a while ago.
    Kept,
    /// All of it: it is found damaged and built anew. Nobody waits for the disk, and it is written in large pages.
    Spare,
}

/// Opens with the same care everywhere: write-ahead log, a wait for other writers. What is kept is looked through for damage; what
/// may be thrown away is large, and is when damage is met.
fn open(path: &Path, durability: Durability) -> Result<rusqlite::Connection, rusqlite::Error> {
    let is_new = std::fs::metadata(path).is_err();
    let connection = rusqlite::Connection::open(path)?;
    let outcome = set_up(&connection, is_new, durability);
    if outcome.as_ref().is_err_and(is_damage) {
        // Closing would write the log into the damaged file and delete it.
        connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    }
    outcome.map(|()| connection)
}

fn set_up(connection: &rusqlite::Connection, is_new: bool, durability: Durability) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(std::time::Duration::from_secs(3))?;
    // A new file has nothing to lose yet.
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
    // Damage inside the file is not an error of the check: it is what the check says.
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        let corrupt = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
        return Err(rusqlite::Error::SqliteFailure(corrupt, Some(said)));
    }
    Ok(())
}

/// Brings a database to this version's form, step by step. Another start of the app may be doing the same.
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
