//! The database `downloads.db`: the files the person keeps on disk, those that are there and those that are to come, in
//! their order. Never deleted: a damaged file is moved aside, what can be read of it is saved, and the person is told.

mod followed;

use std::path::{Path, PathBuf};

pub use followed::Followed;
use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::library::{kind_of, number, stored};
use super::shared::Shared;
use super::{Place, StoreError, migrate, open_kept};
use crate::model::ChosenBy;
use crate::title::Kind;
use crate::torrent::InfoHash;

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

/// How far a download is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DownloadState {
    /// It comes, or waits for its turn.
    Waiting,
    /// The person stopped it.
    Paused,
    /// It cannot go on before something is mended.
    Failed,
    Done,
}

impl DownloadState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Paused => "paused",
            Self::Failed => "failed",
            Self::Done => "done",
        }
    }

    fn of(text: &str) -> Self {
        let known = [Self::Waiting, Self::Paused, Self::Done];
        known.into_iter().find(|state| state.as_str() == text).unwrap_or(Self::Failed)
    }
}

/// Why a download does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its kind, by which front ends know what to say and do.
    pub kind: String,
    pub words: String,
}

/// The very file of a torrent that is downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileOfTorrent {
    pub hash: InfoHash,
    /// The torrent's release name.
    pub release: String,
    /// Its path in the torrent.
    pub path: String,
    pub name: String,
    /// Who gave its link, by name.
    pub service: String,
    /// Who chose it, by which it is held to what was promised.
    pub by: ChosenBy,
}

/// A file that is kept or is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    pub id: i64,
    pub state: DownloadState,
    pub error: Option<Fault>,
    pub place: Place,
    pub kind: Kind,
    /// The title's name.
    pub name: String,
    pub years: Option<String>,
    /// The poster's address, as the catalogue gave it.
    pub poster: Option<String>,
    /// `None` until a release was found.
    pub file: Option<FileOfTorrent>,
    pub folder: PathBuf,
    /// Where it lies below the folder; `None` until a release was found.
    pub path: Option<PathBuf>,
    /// How much of it is there.
    pub bytes: u64,
    /// Its length in bytes, once the server told it.
    pub length: Option<u64>,
    pub added_at: Timestamp,
}

impl Download {
    /// Returns where the file is or will be.
    pub fn target(&self) -> Option<PathBuf> {
        self.path.as_ref().map(|path| self.folder.join(path))
    }
}

/// The downloads. Cheap to clone. Every call runs on a blocking thread.
#[derive(Clone, Debug)]
pub struct Downloads {
    database: Shared,
}

const COLUMNS: &str =
    "id, state, error, title_id, season, episode, kind, name, years, poster, hash, release, file_path,
    file_name, service, folder, path, bytes, length, added_at, fault, chosen_by";

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

    /// Writes which file of which torrent a download is, and where it is to lie below its folder.
    pub async fn found(&self, id: i64, file: FileOfTorrent, path: PathBuf) -> Result<(), StoreError> {
        self.database
            .run(move |connection| {
                connection.execute(
                "UPDATE downloads SET hash = ?2, release = ?3, file_path = ?4, file_name = ?5, service = ?6, path = ?7,
                 chosen_by = ?8 WHERE id = ?1",
                (
                    id,
                    file.hash.to_string(),
                    file.release,
                    file.path,
                    file.name,
                    file.service,
                    path.to_string_lossy(),
                    file.by.as_str(),
                ),
            )?;
                Ok(())
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
        self.database
            .run(|connection| {
                let mut query =
                    connection.prepare(&format!("SELECT {COLUMNS} FROM downloads ORDER BY position, id"))?;
                query.query_map([], read)?.collect()
            })
            .await
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

fn whole(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Download> {
    let hash: Option<String> = row.get(10)?;
    let file = match hash.as_deref().map(InfoHash::parse) {
        Some(Ok(hash)) => Some(FileOfTorrent {
            hash,
            release: row.get::<_, Option<_>>(11)?.unwrap_or_default(),
            path: row.get::<_, Option<_>>(12)?.unwrap_or_default(),
            name: row.get::<_, Option<_>>(13)?.unwrap_or_default(),
            service: row.get::<_, Option<_>>(14)?.unwrap_or_default(),
            by: ChosenBy::of(&row.get::<_, Option<String>>(21)?.unwrap_or_default()),
        }),
        Some(Err(_)) | None => None,
    };
    let kind: Option<String> = row.get(20)?;
    Ok(Download {
        id: row.get(0)?,
        state: DownloadState::of(&row.get::<_, String>(1)?),
        error: row.get::<_, Option<_>>(2)?.map(|words| Fault { kind: kind.unwrap_or_default(), words }),
        place: Place { title_id: row.get(3)?, season: number(row.get(4)?), episode: number(row.get(5)?) },
        kind: kind_of(&row.get::<_, String>(6)?),
        name: row.get(7)?,
        years: row.get(8)?,
        poster: row.get(9)?,
        file,
        folder: PathBuf::from(row.get::<_, String>(15)?),
        path: row.get::<_, Option<String>>(16)?.map(PathBuf::from),
        bytes: u64::try_from(row.get::<_, i64>(17)?).unwrap_or(0),
        length: row.get::<_, Option<i64>>(18)?.and_then(|length| u64::try_from(length).ok()),
        added_at: Timestamp::from_second(row.get(19)?).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
            file: Some(FileOfTorrent {
                hash: InfoHash::parse(&"a".repeat(40)).unwrap(),
                release: "Tide.Lines.S01".to_owned(),
                path: "Tide.Lines.S01/02.mkv".to_owned(),
                name: "02.mkv".to_owned(),
                service: "torbox".to_owned(),
                by: ChosenBy::Release,
            }),
            path: Some("Tide Lines/Season 01/02.mkv".into()),
            bytes: 5_000_000_000,
            length: Some(9_000_000_000),
            ..download(2)
        };
        downloads.note(&found).await.unwrap();
        downloads.found(found.id, found.file.clone().unwrap(), found.path.clone().unwrap()).await.unwrap();
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
}
