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
const FORM: i64 = 4;
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
mod tests {
    use serde_json::json;

    use super::*;
    use crate::torrent::{InfoHash, Proof, SourceName, Torrent, TorrentFile};

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
            .execute(
                "UPDATE entries SET saved_at = saved_at - 60 WHERE key IN ('check/a/1/y', 'check/b/1/x', 'other/1/x')",
                [],
            )
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
            .execute(
                "UPDATE entries SET saved_at = saved_at - 1 WHERE key IN ('check/a/1/y', 'check/b/1/x', 'other/1/x')",
                [],
            )
            .unwrap();
        assert_eq!(values("check/a/1/", 1).await, [1]);
        assert_eq!(cache.get::<i32>("check/b/1/x").await, None, "forgotten with it");
        assert!(cache.get::<i32>("other/1/x").await.is_some(), "another root's business");
        assert!(cache.get::<i32>("check/a/10/x").await.is_some());
    }

    #[test]
    fn what_goes_by_places_stands_where_it_stood() {
        type Place = serde_json::Value;
        type Row = (InfoHash, Place, Place, Place, Place, Place, Place, Place, Place, Place, Place, Place);
        let hash = InfoHash::parse(&"ab".repeat(20)).unwrap();
        let torrent = Torrent { file_index: Some(2), ..Torrent::new(hash, "Sintel", SourceName::Nyaa) };
        let file = TorrentFile { index: 1, name: "a.mkv".to_owned(), ..TorrentFile::default() };
        let packed = rmp_serde::to_vec(&(&torrent, &file)).unwrap();
        let older = (hash, "Sintel", (), false, (), (), "nyaa", (), 2, (), [(); 0]);
        let older = rmp_serde::from_slice::<Torrent>(&rmp_serde::to_vec(&older).unwrap()).unwrap();
        assert_eq!(older, Torrent { proof: Proof::Wanted, ..torrent.clone() }, "from before there was a last place");
        assert_eq!(rmp_serde::from_slice::<(Torrent, TorrentFile)>(&packed).unwrap(), (torrent, file));
        let (row, file) = rmp_serde::from_slice::<(Row, Place)>(&packed).unwrap();
        let row = json!([row.0, row.1, row.2, row.3, row.4, row.5, row.6, row.7, row.8, row.9, row.10, row.11]);
        assert_eq!(
            row,
            json!([hash, "Sintel", null, false, null, null, "nyaa", null, 2, null, [], "Nothing"]),
            "raise FORM"
        );
        assert_eq!(file, json!([1, "a.mkv", "", null, null]), "raise FORM");
    }

    #[tokio::test]
    async fn what_was_put_last_is_kept_up_to_a_number_of_bytes() {
        let cache = Cache::in_memory().unwrap();
        for key in ["a", "b", "c"] {
            cache.put(key, &vec![7_u8; 1000]).await;
        }
        let connection = cache.connection.lock().await;
        let all: i64 = connection.query_row("SELECT SUM(length(value)) FROM entries", [], |row| row.get(0)).unwrap();
        let two = all / 3 * 2 + 2 * ENTRY;
        assert_eq!(bound(&connection, two, now()).unwrap(), 1);
        assert_eq!(bound(&connection, two, now()).unwrap(), 0);
        drop(connection);
        assert_eq!(cache.get::<Vec<u8>>("a").await, None);
        assert!(cache.get::<Vec<u8>>("b").await.is_some() && cache.get::<Vec<u8>>("c").await.is_some());
    }

    #[test]
    fn what_claims_to_be_huge_is_not_unpacked() {
        let packed = rmp_serde::to_vec(&vec![7_u8; 1000]).unwrap();
        let mut value = compress_prepend_size(&packed);
        assert_eq!(unpacked::<Vec<u8>>(&value), Some(vec![7; 1000]));
        value[..4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(unpacked::<Vec<u8>>(&value), None);
        assert_eq!(unpacked::<Vec<u8>>(&[]), None);
    }

    #[tokio::test]
    async fn damage_that_is_met_later_is_mended_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache.db");
        let cache = Cache::open(&path).unwrap();
        for n in 0..400 {
            cache.put(&format!("key/{n}"), &vec![n; 100]).await;
        }
        drop(cache);
        // Damages only pages that opening does not read.
        let mut bytes = std::fs::read(&path).unwrap();
        let length = bytes.len();
        bytes[length / 2..].fill(0xff);
        std::fs::write(&path, bytes).unwrap();
        let cache = Cache::open(&path).unwrap();
        let mut lost = 0;
        for n in 0..400 {
            lost += usize::from(cache.get::<Vec<i32>>(&format!("key/{n}")).await.is_none());
        }
        assert!(lost > 0);
        cache.put("a", &1).await;
        assert_eq!(cache.get::<i32>("a").await.unwrap().value, 1);
        drop(cache);
        assert_eq!(Cache::open(&path).unwrap().get::<i32>("a").await.unwrap().value, 1);
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

    #[tokio::test]
    async fn what_is_from_the_future_counts_as_the_oldest() {
        let cache = Cache::in_memory().unwrap();
        for key in ["check/a/1", "check/b/1", "answer/a"] {
            cache.put(key, &vec![7_u8; 1000]).await;
        }
        let set_back = "UPDATE entries SET saved_at = saved_at + 86400 WHERE key IN ('check/a/1', 'answer/a')";
        cache.connection.lock().await.execute(set_back, []).unwrap();
        let remembered = cache.get::<Vec<u8>>("answer/a").await.unwrap();
        assert_eq!(remembered.age, LONGEST, "it is there, and asked for again");
        assert!(cache.get::<Vec<u8>>("check/b/1").await.unwrap().age < Duration::from_mins(1));
        assert_eq!(cache.folder::<Vec<u8>>("check/b/", Duration::from_hours(1)).await.len(), 1);
        assert_eq!(cache.get::<Vec<u8>>("check/a/1").await, None, "as what is too old");
        let connection = cache.connection.lock().await;
        let one: i64 = connection.query_row("SELECT MAX(length(value)) FROM entries", [], |row| row.get(0)).unwrap();
        assert_eq!(bound(&connection, one + ENTRY, now()).unwrap(), 1);
        drop(connection);
        assert_eq!(cache.get::<Vec<u8>>("answer/a").await, None, "it goes first");
    }
}
