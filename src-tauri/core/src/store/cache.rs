//! Cache of upstreams' responses by key, in `cache.db`. A second visit shows them at once and asks again. Values are
//! `MessagePack` compressed with LZ4, because lists of files repeat themselves. The oldest values are deleted beyond a
//! number of bytes.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use lz4_flex::block::{compress_prepend_size, decompress, uncompressed_size};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;

use super::{Durability, LOG_SUFFIXES, StoreError, is_damage, open, put_aside};
use crate::age::{self, AHEAD};
use crate::aside::with_suffix;

/// Version of the stored values' format. Raise it when the format changes: a cache of another version is emptied.
const FORM: i64 = 5;
const LONGEST: Duration = Duration::from_hours(24 * 30);
/// The most bytes of all entries together, enough for some hundreds of searches.
const MOST_BYTES: i64 = 128 << 20;
/// Bytes an entry takes beside its value.
const ENTRY: i64 = 256;

/// A cached value and its age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered<T> {
    pub value: T,
    pub age: Duration,
}

/// The cache. Cheap to clone. Every call runs on a blocking thread.
#[derive(Clone, Debug)]
pub struct Cache {
    connection: Arc<Mutex<Connection>>,
    /// `None` if the cache is in memory.
    path: Option<Arc<Path>>,
}

impl Cache {
    /// Opens the file, or starts with an empty cache if it is damaged or has another `FORM`.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = match open_file(path) {
            Err(error) if is_damage(&error) => replace_damaged(path)?,
            outcome => outcome?,
        };
        Ok(Self { connection: Arc::new(Mutex::new(connection)), path: Some(path.into()) })
    }

    /// Makes a cache in memory, for scripts and for when the file cannot be opened.
    pub fn in_memory() -> Result<Self, StoreError> {
        let connection = prepare(Connection::open_in_memory()?)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)), path: None })
    }

    /// Returns the value under a key; `None` if there is none or it cannot be decoded.
    pub async fn get<T: DeserializeOwned + Send + 'static>(&self, key: &str) -> Option<Remembered<T>> {
        let key = key.to_owned();
        self.run(move |connection| {
            let row: Option<(i64, Vec<u8>)> = connection
                .query_row("SELECT saved_at, value FROM entries WHERE key = ?1", [&key], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            Ok(row.and_then(|(saved_at, value)| {
                let value = unpacked(&value)?;
                Some(Remembered { value, age: age_of(saved_at, now()) })
            }))
        })
        .await
        .flatten()
    }

    /// Stores a value. Encodes it at once; the returned future only writes it. Logs a failure instead of returning it,
    /// as the caller has the value anyway. Fields are stored by name, so that old values without a newer field can
    /// still be read.
    pub fn put<T: Serialize + ?Sized>(&self, key: &str, value: &T) -> impl Future<Output = ()> + Send + use<T> {
        self.put_packed(key, rmp_serde::to_vec_named(value))
    }

    /// Like [`put`](Self::put), for lists of thousands of values that always have all their fields. Fields are stored
    /// by position, which takes two thirds of the space. Raise [`FORM`] when the fields change.
    pub fn put_many<T: Serialize + ?Sized>(&self, key: &str, values: &T) -> impl Future<Output = ()> + Send + use<T> {
        self.put_packed(key, rmp_serde::to_vec(values))
    }

    fn put_packed(
        &self,
        key: &str,
        packed: Result<Vec<u8>, rmp_serde::encode::Error>,
    ) -> impl Future<Output = ()> + Send + use<> {
        let (cache, key) = (self.clone(), key.to_owned());
        async move {
            match packed {
                Ok(packed) => cache.write(key, packed).await,
                Err(error) => tracing::warn!(%error, "what the cache was to keep could not be packed"),
            }
        }
    }

    async fn write(&self, key: String, value: Vec<u8>) {
        self.run(move |connection| {
            let value = compress_prepend_size(&value);
            connection.execute(
                "INSERT INTO entries (key, saved_at, value) VALUES (?1, ?2, ?3)
                 ON CONFLICT (key) DO UPDATE SET saved_at = ?2, value = ?3",
                (&key, now(), &value),
            )
        })
        .await;
    }

    /// Returns the values whose keys begin with `folder` (such as `a/b/`), the oldest first. First deletes values older
    /// than `lasts` or from the future, in all folders with the same first segment.
    pub async fn folder<T: DeserializeOwned + Send + 'static>(
        &self,
        folder: &str,
        lasts: Duration,
    ) -> Vec<Remembered<T>> {
        // `0` is the byte after `/`, so the range holds exactly the keys below the folder.
        let within = |folder: &str| (format!("{folder}/"), format!("{folder}0"));
        let all = within(folder.split('/').next().unwrap_or_default());
        let these = within(folder.trim_end_matches('/'));
        let rows = self.run(move |connection| {
            let now = now();
            let oldest = now.saturating_sub(i64::try_from(lasts.as_secs()).unwrap_or(i64::MAX));
            connection.execute(
                "DELETE FROM entries WHERE key >= ?1 AND key < ?2 AND (saved_at < ?3 OR saved_at > ?4)",
                (&all.0, &all.1, oldest, now + AHEAD),
            )?;
            let mut query = connection
                .prepare("SELECT saved_at, value FROM entries WHERE key >= ?1 AND key < ?2 ORDER BY saved_at, rowid")?;
            let remembered = query.query_map((&these.0, &these.1), |row| {
                let (saved_at, value): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
                let age = age_of(saved_at, now);
                Ok(unpacked(&value).map(|value| Remembered { value, age }))
            })?;
            remembered.filter_map(Result::transpose).collect()
        });
        rows.await.unwrap_or_default()
    }

    /// Deletes all entries whose keys begin with `prefix`.
    pub async fn forget(&self, prefix: &str) {
        let prefix = prefix.to_owned();
        self.run(move |connection| {
            connection.execute("DELETE FROM entries WHERE substr(key, 1, length(?1)) = ?1", [&prefix])
        })
        .await;
    }

    /// Runs `act` on a blocking thread; `None` if it fails, which is logged. Takes the lock before it takes a thread,
    /// so that waiting calls do not occupy threads. Replaces the file when it turns out to be damaged.
    async fn run<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Option<T> {
        let mut connection = Arc::clone(&self.connection).lock_owned().await;
        let path = self.path.clone();
        let acted = move || {
            let outcome = act(&connection);
            // Opening does not look for damage, because it would have to read the whole file.
            if let (Err(error), Some(path)) = (&outcome, path)
                && is_damage(error)
            {
                replace(&mut connection, &path);
            }
            outcome
        };
        match tokio::task::spawn_blocking(acted).await {
            Ok(Ok(value)) => Some(value),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the cache did not serve");
                None
            }
            Err(_) => None,
        }
    }
}

/// Decodes a stored value; `None` if it cannot be decoded.
fn unpacked<T: DeserializeOwned>(value: &[u8]) -> Option<T> {
    // LZ4 compresses at most 255 to 1: a larger claimed size is damage, and must not be allocated.
    let (size, pressed) = uncompressed_size(value).ok().filter(|(size, pressed)| *size <= 255 * pressed.len())?;
    rmp_serde::from_slice(&decompress(pressed, size).ok()?).ok()
}

fn open_file(path: &Path) -> rusqlite::Result<Connection> {
    open(path, Durability::Spare).and_then(prepare)
}

/// Makes an empty cache in place of a damaged one.
fn replace_damaged(path: &Path) -> Result<Connection, StoreError> {
    tracing::warn!("the cache was damaged and is built anew");
    // Moves all parts away before deleting any: a log that stayed behind would be applied to the new file.
    let damaged = put_aside(path)?;
    for part in LOG_SUFFIXES.map(|suffix| with_suffix(&damaged, suffix)).iter().chain([&damaged]) {
        match std::fs::remove_file(part) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::info!(%error, "a damaged cache stays on the disk");
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(open_file(path)?)
}

/// Replaces an open damaged cache by an empty one, in memory if the file cannot be replaced.
fn replace(connection: &mut Connection, path: &Path) {
    let Ok(in_memory) = Connection::open_in_memory().and_then(prepare) else { return };
    // Windows does not remove open files, so this closes the connection first.
    drop(std::mem::replace(connection, in_memory));
    match replace_damaged(path) {
        Ok(empty) => *connection = empty,
        Err(error) => tracing::warn!(%error, "the cache is kept in memory"),
    }
}

fn prepare(mut connection: Connection) -> rusqlite::Result<Connection> {
    let form: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if form != FORM {
        connection.execute_batch("DROP TABLE IF EXISTS entries")?;
    }
    if form != FORM && form != 0 {
        connection.execute_batch("VACUUM")?;
    }
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    change.execute_batch(
        "CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, saved_at INTEGER NOT NULL, value BLOB NOT NULL);
         CREATE INDEX IF NOT EXISTS entries_by_age ON entries (saved_at);",
    )?;
    change.pragma_update(None, "user_version", FORM)?;
    let oldest = now() - i64::try_from(LONGEST.as_secs()).unwrap_or(i64::MAX);
    change.execute("DELETE FROM entries WHERE saved_at < ?1", [oldest])?;
    bound(&change, MOST_BYTES, now())?;
    change.commit()?;
    Ok(connection)
}

/// Deletes the oldest entries beyond `most` bytes, first those from the future. SQLite knows a value's length without
/// reading the value.
fn bound(connection: &Connection, most: i64, now: i64) -> rusqlite::Result<usize> {
    connection.execute(
        "DELETE FROM entries WHERE rowid IN (
             SELECT rowid FROM (
                 SELECT rowid, SUM(length(value) + ?1) OVER (ORDER BY saved_at > ?3, saved_at DESC, rowid DESC) AS held
                 FROM entries
             ) WHERE held > ?2
         )",
        [ENTRY, most, now + AHEAD],
    )
}

/// An entry from the future counts as the oldest there can be.
fn age_of(saved_at: i64, now: i64) -> Duration {
    age::since(saved_at, now).unwrap_or(LONGEST)
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

#[cfg(test)]
mod tests;
