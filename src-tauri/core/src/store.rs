//! The app's databases. A damaged `cache.db` is deleted and made anew; `library.db`, `ledger.db` and `downloads.db` are
//! never deleted, only moved aside, and what can be read of them goes into the new ones.

#![expect(clippy::disallowed_types, reason = "the owner of the databases")]

mod cache;
mod downloads;
mod ledger;
mod library;
mod salvage;
mod shared;

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use crate::aside::with_suffix;

pub use cache::{Cache, Remembered};
pub use downloads::{Download, DownloadState, Downloads, Fault, FileOfTorrent, Followed};
pub use ledger::{AddState, AddedEntry, FetchEntry, Ledger};
pub use library::{Library, Place, Played, Progress};

/// Why a database could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database is in use by another program")]
    Busy,
    #[error("the database was written by a newer version of the app (form {0})")]
    Newer(i64),
    /// `saved` is the number of entries that went into the new one.
    #[error("the database was damaged; it was kept as {}, and {}", kept_as.display(), entries_saved(*saved))]
    Damaged { kept_as: PathBuf, saved: usize },
    /// It is a file of no bytes, as a full disk leaves behind. `saved` is the number of entries that its log still held.
    #[error("the database was emptied, as a full disk may do; it was kept as {}, and {}", kept_as.display(), entries_saved(*saved))]
    Emptied { kept_as: PathBuf, saved: usize },
    #[error("the database could not be read or written: {0}")]
    Io(#[source] Box<dyn std::error::Error + Send + Sync>),
}

fn entries_saved(saved: usize) -> String {
    match saved {
        0 => "nothing could be saved out of it".to_owned(),
        1 => "one entry was saved out of it".to_owned(),
        saved => format!("{saved} entries were saved out of it"),
    }
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

impl StoreError {
    /// Whether it says that the database file itself is damaged.
    fn is_damage(&self) -> bool {
        matches!(self, Self::Io(error) if error.downcast_ref().is_some_and(is_damage))
    }
}

/// Whether the error says that the database file itself is damaged.
fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt))
}

/// Suffixes of the files SQLite keeps beside a database that is open or was not closed: the write-ahead log and its
/// index.
const LOG_SUFFIXES: [&str; 2] = [LOG, "-shm"];
const LOG: &str = "-wal";

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

/// Opens a database that is never deleted, and has `prepare` bring it to this version's schema. A damaged or emptied one
/// is moved aside, and what can be read of it is saved into a new one, which `mend` then looks over. The error tells of
/// that.
fn open_kept(
    path: &Path,
    prepare: impl Fn(&mut rusqlite::Connection) -> Result<(), StoreError>,
    mend: &str,
) -> Result<(rusqlite::Connection, Option<StoreError>), StoreError> {
    let is_emptied = is_emptied(path)?;
    if !is_emptied {
        match prepared(path, &prepare) {
            Err(error) if error.is_damage() => {}
            outcome => return Ok((outcome?, None)),
        }
    }
    let kept_as = put_aside(path)?;
    let mut connection = prepared(path, &prepare).inspect_err(|_| forget_empty(path))?;
    let saved = salvage::salvage(&kept_as, &mut connection);
    if saved > 0 {
        connection.execute_batch(mend)?;
    }
    let trouble =
        if is_emptied { StoreError::Emptied { kept_as, saved } } else { StoreError::Damaged { kept_as, saved } };
    Ok((connection, Some(trouble)))
}

fn prepared(
    path: &Path,
    prepare: &impl Fn(&mut rusqlite::Connection) -> Result<(), StoreError>,
) -> Result<rusqlite::Connection, StoreError> {
    let mut connection = open(path, Durability::Kept)?;
    match prepare(&mut connection) {
        Err(error) if error.is_damage() => {
            keep_log(&connection)?;
            Err(error)
        }
        outcome => outcome.map(|()| connection),
    }
}

/// Whether the database is a file of no bytes, or is missing while its log is there. SQLite would take it for a new one,
/// and delete the log.
fn is_emptied(path: &Path) -> Result<bool, StoreError> {
    let about = |path: &Path| std::fs::metadata(path).ok();
    let bytes = |path: &Path| about(path).filter(Metadata::is_file).map(|about| about.len());
    let has_log = bytes(&with_suffix(path, LOG)).is_some_and(|bytes| bytes > 0);
    if has_log && about(path).is_none() {
        crate::private::file(path).map_err(StoreError::io)?;
    }
    Ok(bytes(path) == Some(0))
}

/// Deletes a new database that could not be made, as on a full disk. Otherwise the next start would take it for one that
/// was emptied.
fn forget_empty(path: &Path) {
    if std::fs::metadata(path).is_ok_and(|about| about.len() == 0)
        && let Err(error) = std::fs::remove_file(path)
    {
        tracing::info!(%error, "an empty database stays");
    }
}

/// Keeps the log as it is when a damaged database is closed. Otherwise closing would write it into the database and
/// delete it.
fn keep_log(connection: &rusqlite::Connection) -> Result<bool, rusqlite::Error> {
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
}

/// Opens a database with a write-ahead log and a wait of up to 3 s for other writers. Checks a `Kept` database for
/// damage. Does not check a `Spare` one, which is large: its owner replaces it when a query meets damage.
fn open(path: &Path, durability: Durability) -> Result<rusqlite::Connection, rusqlite::Error> {
    let is_new = std::fs::metadata(path).is_err();
    close_to_others(path).map_err(|error| {
        let cannot_open = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN);
        rusqlite::Error::SqliteFailure(cannot_open, Some(error.to_string()))
    })?;
    let connection = rusqlite::Connection::open(path)?;
    let outcome = set_up(&connection, is_new, durability);
    if outcome.as_ref().is_err_and(is_damage) {
        keep_log(&connection)?;
    }
    outcome.map(|()| connection)
}

/// Creates the file and lets only this user read it and its log: SQLite gives the log the same mode. Fails for what is
/// no file, as opening a pipe could wait without an end.
fn close_to_others(path: &Path) -> std::io::Result<()> {
    for path in LOG_SUFFIXES.map(|suffix| with_suffix(path, suffix)).iter().map(PathBuf::as_path).chain([path]) {
        if std::fs::metadata(path).is_ok_and(|about| !about.is_file()) {
            return Err(std::io::Error::other("it is not a file"));
        }
        crate::private::close(path)?;
    }
    crate::private::file(path).map(drop)
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
mod tests;
