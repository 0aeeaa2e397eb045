//! What upstreams said before, by a key: repainted at once on a second visit, never taken for the last word. Values are packed
//! with the names of their fields (`MessagePack`), so that old ones without a newer field are still read.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;

use super::{Durability, StoreError, is_damage, open};

/// Raised whenever stored values change their form: an older cache is then emptied.
const FORM: i64 = 3;
const LONGEST: Duration = Duration::from_hours(24 * 30);
const MOST_ENTRIES: i64 = 20_000;

/// A value from before, and how long ago that was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered<T> {
    pub value: T,
    pub age: Duration,
}

/// Cheap to clone. Every call leaves the async threads.
#[derive(Clone, Debug)]
pub struct Cache {
    connection: Arc<Mutex<Connection>>,
}

impl Cache {
    /// Opens the file, or starts anew when it is damaged or of another form.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = match open(path, Durability::Spare).and_then(prepare) {
            Ok(connection) => connection,
            Err(error) if is_damage(&error) => {
                tracing::warn!("the cache was damaged and is built anew");
                std::fs::remove_file(path).map_err(|error| StoreError::Io(error.to_string()))?;
                open(path, Durability::Spare).and_then(prepare)?
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// A cache that lives in memory: for scripts, and for when the disk refuses.
    pub fn in_memory() -> Result<Self, StoreError> {
        let connection = prepare(Connection::open_in_memory()?)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// What was put under a key. What can no longer be read counts as forgotten.
    pub async fn get<T: DeserializeOwned + Send + 'static>(&self, key: &str) -> Option<Remembered<T>> {
        let key = key.to_owned();
        self.run(move |connection| {
            let row: Option<(i64, Vec<u8>)> = connection
                .query_row("SELECT saved_at, value FROM entries WHERE key = ?1", [&key], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            Ok(row.and_then(|(saved_at, value)| {
                let age = u64::try_from(now() - saved_at).unwrap_or(0);
                let value = rmp_serde::from_slice(&value).ok()?;
                Some(Remembered { value, age: Duration::from_secs(age) })
            }))
        })
        .await
        .flatten()
    }

    /// Remembers a value as it is now: what is given back only writes it. A cache that cannot write costs time, not the answer:
    /// the failure is logged.
    pub fn put<T: Serialize + ?Sized>(&self, key: &str, value: &T) -> impl Future<Output = ()> + Send + use<T> {
        let (cache, key) = (self.clone(), key.to_owned());
        let packed = rmp_serde::to_vec_named(value);
        async move {
            match packed {
                Ok(packed) => cache.write(key, packed).await,
                Err(error) => tracing::warn!(%error, "what the cache was to keep could not be packed"),
            }
        }
    }

    async fn write(&self, key: String, value: Vec<u8>) {
        self.run(move |connection| {
            connection.execute(
                "INSERT INTO entries (key, saved_at, value) VALUES (?1, ?2, ?3)
                 ON CONFLICT (key) DO UPDATE SET saved_at = ?2, value = ?3",
                (&key, now(), &value),
            )
        })
        .await;
    }

    /// What was put under keys that begin with `folder`, which ends with a slash: the oldest first. What is older than `lasts`
    /// is forgotten, here and in its neighbours.
    pub async fn folder<T: DeserializeOwned + Send + 'static>(
        &self,
        folder: &str,
        lasts: Duration,
    ) -> Vec<Remembered<T>> {
        // `0` follows the slash in the order of bytes.
        let within = |folder: &str| (format!("{folder}/"), format!("{folder}0"));
        let all = within(folder.split('/').next().unwrap_or_default());
        let these = within(folder.trim_end_matches('/'));
        let rows = self.run(move |connection| {
            let now = now();
            let oldest = now.saturating_sub(i64::try_from(lasts.as_secs()).unwrap_or(i64::MAX));
            connection.execute(
                "DELETE FROM entries WHERE key >= ?1 AND key < ?2 AND saved_at < ?3",
                (&all.0, &all.1, oldest),
            )?;
            let mut query = connection
                .prepare("SELECT saved_at, value FROM entries WHERE key >= ?1 AND key < ?2 ORDER BY saved_at, rowid")?;
            let remembered = query.query_map((&these.0, &these.1), |row| {
                let (saved_at, value): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
                let age = Duration::from_secs(u64::try_from(now - saved_at).unwrap_or(0));
                Ok(rmp_serde::from_slice(&value).ok().map(|value| Remembered { value, age }))
            })?;
            remembered.filter_map(Result::transpose).collect()
        });
        rows.await.unwrap_or_default()
    }

    /// Forgets everything whose key begins so.
    pub async fn forget(&self, prefix: &str) {
        let prefix = prefix.to_owned();
        self.run(move |connection| {
            connection.execute("DELETE FROM entries WHERE substr(key, 1, length(?1)) = ?1", [&prefix])
        })
        .await;
    }

    /// Waits its turn before it takes a thread: many that wait for one file would be many threads.
    async fn run<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Option<T> {
        let connection = Arc::clone(&self.connection).lock_owned().await;
        let outcome = tokio::task::spawn_blocking(move || act(&connection)).await;
        match outcome {
            Ok(Ok(value)) => Some(value),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the cache did not serve");
                None
            }
            Err(_) => None,
        }
    }
}

fn prepare(connection: Connection) -> rusqlite::Result<Connection> {
    let form: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if form != FORM {
        connection.execute_batch("DROP TABLE IF EXISTS entries")?;
        connection.pragma_update(None, "user_version", FORM)?;
    }
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, saved_at INTEGER NOT NULL, value BLOB NOT NULL);
         CREATE INDEX IF NOT EXISTS entries_by_age ON entries (saved_at);",
    )?;
    let oldest = now() - i64::try_from(LONGEST.as_secs()).unwrap_or(i64::MAX);
    connection.execute("DELETE FROM entries WHERE saved_at < ?1", [oldest])?;
    connection.execute(
        "DELETE FROM entries WHERE key IN (SELECT key FROM entries ORDER BY saved_at DESC LIMIT -1 OFFSET ?1)",
        [MOST_ENTRIES],
    )?;
    Ok(connection)
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_put_is_there_after_opening_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache.db");
        let cache = Cache::open(&path).unwrap();
        cache.put("a", &[1, 2]).await;
        drop(cache);
        let cache = Cache::open(&path).unwrap();
        assert_eq!(cache.get::<Vec<i32>>("a").await.unwrap().value, [1, 2]);
        assert_eq!(cache.get::<Vec<i32>>("b").await, None);
        assert_eq!(cache.get::<String>("a").await, None, "a value of another form counts as forgotten");
    }

    #[tokio::test]
    async fn a_folder_is_read_at_once_and_what_is_too_old_is_forgotten_with_its_neighbours() {
        let cache = Cache::in_memory().unwrap();
        for (key, value) in
            [("check/a/1/x", 1), ("check/a/1/y", 2), ("check/a/10/x", 3), ("check/b/1/x", 4), ("other/1/x", 5)]
        {
            cache.put(key, &value).await;
        }
        cache
            .connection
            .lock()
            .await
            .execute("UPDATE entries SET saved_at = saved_at - 60 WHERE value IN (x'02', x'04', x'05')", [])
            .unwrap();
        let values = async |folder: &str, minutes| -> Vec<i32> {
            let found = cache.folder::<i32>(folder, Duration::from_mins(minutes)).await;
            found.into_iter().map(|one| one.value).collect()
        };
        assert_eq!(values("check/a/1/", 2).await, [2, 1], "the oldest first, and none of what only begins alike");
        assert_eq!(values("check/a/1/", 1).await, [2, 1], "not older than a minute");
        cache
            .connection
            .lock()
            .await
            .execute("UPDATE entries SET saved_at = saved_at - 1 WHERE value IN (x'02', x'04', x'05')", [])
            .unwrap();
        assert_eq!(values("check/a/1/", 1).await, [1]);
        assert_eq!(cache.get::<i32>("check/b/1/x").await, None, "forgotten with it");
        assert!(cache.get::<i32>("other/1/x").await.is_some(), "another root's business");
        assert!(cache.get::<i32>("check/a/10/x").await.is_some());
    }

    #[tokio::test]
    async fn a_damaged_cache_is_built_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache.db");
        std::fs::write(&path, [b'x'; 8192]).unwrap();
        let cache = Cache::open(&path).unwrap();
        cache.put("a", &1).await;
        assert_eq!(cache.get::<i32>("a").await.unwrap().value, 1);
    }
}
