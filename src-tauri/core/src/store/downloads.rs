//! The database `downloads.db`: the files the person keeps on disk, those that are there and those that are to come, in
//! their order. Never deleted: a damaged file is moved aside, what can be read of it is saved, and the person is told.

mod download;
mod followed;

use std::path::{Path, PathBuf};

use download::{COLUMNS, read};
pub use download::{Download, DownloadState, Fault, FileOfTorrent};
pub use followed::Followed;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::library::stored;
use super::shared::Shared;
use super::{Place, StoreError, migrate, open_kept};

/// Each entry migrates the schema from the version of its index to the next.
const MIGRATIONS: [&str; 3] = [
    "CREATE TABLE downloads (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    state TEXT NOT NULL,
    error TEXT,
    title_id TEXT NOT NULL,
    season INTEGER NOT NULL DEFAULT -1,
    episode INTEGER NOT NULL DEFAULT -1,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    years TEXT,
    poster TEXT,
    hash TEXT,
    release TEXT,
    file_path TEXT,
    file_name TEXT,
    service TEXT,
    folder TEXT NOT NULL,
    path TEXT,
    bytes INTEGER NOT NULL DEFAULT 0,
    length INTEGER,
    added_at INTEGER NOT NULL
);",
    "ALTER TABLE downloads ADD COLUMN fault TEXT;",
    "ALTER TABLE downloads ADD COLUMN chosen_by TEXT;
CREATE TABLE followed (
    title_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    years TEXT,
    poster TEXT,
    count INTEGER NOT NULL
);
CREATE TABLE left_out (
    title_id TEXT NOT NULL,
    season INTEGER NOT NULL DEFAULT -1,
    episode INTEGER NOT NULL,
    PRIMARY KEY (title_id, season, episode)
);",
];

/// The downloads. Cheap to clone. Every call runs on a blocking thread.
#[derive(Clone, Debug)]
pub struct Downloads {
    database: Shared,
}

impl Downloads {
    /// Opens the file and migrates it to this version's schema. If it was damaged or emptied, returns a new list with
    /// what could be saved, and the error says where the damaged file is.
    pub fn open(path: &Path) -> Result<(Self, Option<StoreError>), StoreError> {
        let (connection, trouble) = open_kept(path, |connection| migrate(connection, &MIGRATIONS), "")?;
        Ok((Self { database: Shared::new(connection) }, trouble))
    }

    /// Makes a list in memory, for scripts and for when the file cannot be opened.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        migrate(&mut connection, &MIGRATIONS)?;
        Ok(Self { database: Shared::new(connection) })
    }

    /// Adds a download at the end, of which no file is found yet, and returns its id. Ignores `download.id`.
    pub async fn add(&self, download: Download) -> Result<i64, StoreError> {
        self.database.run(move |connection| {
            connection.execute(
                "INSERT INTO downloads (position, state, title_id, season, episode, kind, name, years, poster, folder, added_at)
                 VALUES ((SELECT COALESCE(MAX(position), 0) + 1 FROM downloads), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                (
                    download.state.as_str(),
                    &download.place.title_id,
                    stored(download.place.season),
                    stored(download.place.episode),
                    download.kind.as_str(),
                    &download.name,
                    &download.years,
                    &download.poster,
                    download.folder.to_string_lossy(),
                    download.added_at.as_second(),
                ),
            )?;
            Ok(connection.last_insert_rowid())
        })
        .await
    }

    /// Writes how far a download is: its state and error, how much is there, its length. Does nothing if it was removed.
    pub async fn note(&self, download: &Download) -> Result<(), StoreError> {
        let Download { id, state, error, bytes, length, .. } = download.clone();
        let (kind, words) = error.map(|Fault { kind, words }| (kind, words)).unzip();
        self.database
            .run(move |connection| {
                connection.execute(
                    "UPDATE downloads SET state = ?2, error = ?3, bytes = ?4, length = ?5, fault = ?6 WHERE id = ?1",
                    (id, state.as_str(), words, whole(bytes), length.map(whole), kind),
                )?;
                Ok(())
            })
            .await
    }

    /// Writes which file of which torrent a download is, and where it is to lie below its folder, and returns them. `choose`
    /// is told the paths that others of that folder have. If it is known by now, since another process found it, that stays.
    pub async fn found(
        &self,
        id: i64,
        file: FileOfTorrent,
        choose: impl FnOnce(&[PathBuf]) -> PathBuf + Send + 'static,
    ) -> Result<(FileOfTorrent, PathBuf), StoreError> {
        self.database
            .run(move |connection| {
                // Nobody else chooses meanwhile.
                let change = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
                let mut all = list(&change)?;
                let own = all.iter().position(|one| one.id == id).map(|at| all.remove(at));
                if let Some(Download { file: Some(file), path: Some(path), .. }) = own {
                    return Ok((file, path));
                }
                let folder = own.map(|own| own.folder).unwrap_or_default();
                let others = all.into_iter().filter(|other| other.folder == folder);
                let path = choose(&others.filter_map(|other| other.path).collect::<Vec<_>>());
                change.execute(
                    "UPDATE downloads SET hash = ?2, release = ?3, file_path = ?4, file_name = ?5, service = ?6, path = ?7,
                     chosen_by = ?8 WHERE id = ?1",
                    (
                        id,
                        file.hash.to_string(),
                        &file.release,
                        &file.path,
                        &file.name,
                        &file.service,
                        path.to_string_lossy(),
                        file.by.as_str(),
                    ),
                )?;
                change.commit()?;
                Ok((file, path))
            })
            .await
    }

    /// Forgets which file a download is, so that another is found.
    pub async fn forget_file(&self, id: i64) -> Result<(), StoreError> {
        self.database
            .run(move |connection| {
                connection.execute(
                    "UPDATE downloads SET hash = NULL, release = NULL, file_path = NULL, file_name = NULL, service = NULL,
                     path = NULL, chosen_by = NULL, bytes = 0, length = NULL WHERE id = ?1",
                    [id],
                )?;
                Ok(())
            })
            .await
    }

    /// Returns all downloads in their order.
    pub async fn all(&self) -> Result<Vec<Download>, StoreError> {
        self.database.run(list).await
    }

    /// Returns the finished downloads of a film or episode, the latest first. Whether their files still lie there is
    /// not known here.
    pub async fn done(&self, place: Place) -> Result<Vec<Download>, StoreError> {
        self.database
            .run(move |connection| {
                // An entry on Kitsu has one season, which some call the first and some do not name.
                let mut query = connection.prepare_cached(&format!(
                    "SELECT {COLUMNS} FROM downloads WHERE title_id = ?1 AND episode = ?3 AND state = 'done'
                     AND (season = ?2 OR title_id LIKE 'kitsu:%') ORDER BY id DESC"
                ))?;
                query.query_map((place.title_id, stored(place.season), stored(place.episode)), read)?.collect()
            })
            .await
    }

    /// Puts the downloads into this order. Those that are not named stay behind them.
    pub async fn order(&self, ids: Vec<i64>) -> Result<(), StoreError> {
        self.database
            .run(move |connection| {
                let change = connection.unchecked_transaction()?;
                let behind = i64::try_from(ids.len()).unwrap_or(i64::MAX);
                change.execute("UPDATE downloads SET position = position + ?1", [behind])?;
                for (position, id) in (0_i64..).zip(&ids) {
                    change.execute("UPDATE downloads SET position = ?1 WHERE id = ?2", (position, id))?;
                }
                change.commit()
            })
            .await
    }

    /// Removes a download from the list. Succeeds when there is none with this id.
    pub async fn remove(&self, id: i64) -> Result<(), StoreError> {
        self.database
            .run(move |connection| connection.execute("DELETE FROM downloads WHERE id = ?1", [id]).map(drop))
            .await
    }
}

fn list(connection: &Connection) -> rusqlite::Result<Vec<Download>> {
    let mut query = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM downloads ORDER BY position, id"))?;
    query.query_map([], read)?.collect()
}

fn whole(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::ChosenBy;
    use crate::title::Kind;
    use crate::torrent::InfoHash;

    fn file(name: &str) -> FileOfTorrent {
        FileOfTorrent {
            hash: InfoHash::parse(&"a".repeat(40)).unwrap(),
            release: "Tide.Lines.S01".to_owned(),
            path: format!("Tide.Lines.S01/{name}"),
            name: name.to_owned(),
            service: "torbox".to_owned(),
            by: ChosenBy::Release,
        }
    }

    fn download(episode: u32) -> Download {
        Download {
            id: 0,
            state: DownloadState::Waiting,
            error: None,
            place: Place { title_id: "tt1".to_owned(), season: Some(1), episode: Some(episode) },
            kind: Kind::Series,
            name: "Tide Lines".to_owned(),
            years: Some("2019–".to_owned()),
            poster: None,
            file: None,
            folder: "/films".into(),
            path: None,
            bytes: 0,
            length: None,
            added_at: Timestamp::from_second(1_700_000_000).unwrap(),
        }
    }

    async fn episodes(downloads: &Downloads) -> Vec<Option<u32>> {
        downloads.all().await.unwrap().into_iter().map(|download| download.place.episode).collect()
    }

    #[tokio::test]
    async fn what_is_written_is_read_in_its_order_also_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("downloads.db");
        let (downloads, trouble) = Downloads::open(&path).unwrap();
        assert!(trouble.is_none());
        let mut ids = Vec::new();
        for episode in 1..=3 {
            ids.push(downloads.add(download(episode)).await.unwrap());
        }
        let found = Download {
            id: ids[1],
            state: DownloadState::Failed,
            error: Some(Fault { kind: "room".to_owned(), words: "the disk is full".to_owned() }),
            file: Some(file("02.mkv")),
            path: Some("Tide Lines/Season 01/02.mkv".into()),
            bytes: 5_000_000_000,
            length: Some(9_000_000_000),
            ..download(2)
        };
        downloads.note(&found).await.unwrap();
        let place = found.path.clone().unwrap();
        downloads.found(found.id, file("02.mkv"), move |_| place).await.unwrap();
        downloads.order(vec![ids[2], ids[0]]).await.unwrap();
        drop(downloads);
        let (downloads, _) = Downloads::open(&path).unwrap();
        assert_eq!(episodes(&downloads).await, [Some(3), Some(1), Some(2)]);
        assert_eq!(downloads.all().await.unwrap()[2], found);
        let of = |title_id: &str, season, episode| Place { title_id: title_id.to_owned(), season, episode };
        assert_eq!(downloads.done(of("tt1", Some(1), Some(2))).await.unwrap(), [], "it is not there yet");
        let done = Download { state: DownloadState::Done, error: None, ..found };
        downloads.note(&done).await.unwrap();
        assert_eq!(downloads.done(of("tt1", Some(1), Some(2))).await.unwrap(), [done]);
        assert_eq!(downloads.done(of("tt1", Some(2), Some(2))).await.unwrap(), [], "another season");
        downloads.remove(ids[0]).await.unwrap();
        downloads.add(download(4)).await.unwrap();
        assert_eq!(episodes(&downloads).await, [Some(3), Some(2), Some(4)]);
    }

    #[tokio::test]
    async fn two_processes_agree_on_a_file_and_never_give_one_path_to_two() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("downloads.db");
        let (window, _) = Downloads::open(&path).unwrap();
        let (command, _) = Downloads::open(&path).unwrap();
        let first = window.add(download(1)).await.unwrap();
        let second = command.add(download(2)).await.unwrap();
        let other = Download { folder: "/other".into(), ..download(3) };
        let other = command.add(other).await.unwrap();
        let next = |taken: &[PathBuf]| PathBuf::from(format!("{}.mkv", taken.len()));
        let found = (file("1.mkv"), PathBuf::from("0.mkv"));
        assert_eq!(window.found(first, file("1.mkv"), next).await.unwrap(), found);
        assert_eq!(command.found(first, file("1.v2.mkv"), next).await.unwrap(), found, "what was found first stays");
        assert_eq!(command.found(second, file("2.mkv"), next).await.unwrap().1, Path::new("1.mkv"));
        assert_eq!(command.found(other, file("3.mkv"), next).await.unwrap().1, Path::new("0.mkv"), "of another folder");
        window.forget_file(first).await.unwrap();
        assert_eq!(command.found(first, file("1.v2.mkv"), next).await.unwrap().0, file("1.v2.mkv"));
    }
}
