//! The database `library.db`, the person's own data: what was played and how far, the watchlist, the files they chose.
//! Never deleted: a damaged file is moved aside, what can be read of it is saved, and the person is told. This file opens it and keeps what was played.

mod corrections;
mod progress;
mod searches;
mod tracks;
mod watchlist;

use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;

use super::shared::Shared;
use super::{StoreError, migrate, open_kept};
use crate::title::Kind;

pub use progress::{Place, Progress};

/// Each entry migrates the schema from the version of its index to the next.
const MIGRATIONS: [&str; 4] = [
    "CREATE TABLE played (
        id INTEGER PRIMARY KEY,
        title_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        years TEXT,
        poster TEXT,
        season INTEGER NOT NULL DEFAULT -1,
        episode INTEGER NOT NULL DEFAULT -1,
        file_name TEXT NOT NULL,
        played_at INTEGER NOT NULL,
        UNIQUE (title_id, season, episode)
    );
    CREATE INDEX played_by_time ON played (played_at);",
    "CREATE TABLE positions (
        title_id TEXT NOT NULL,
        season INTEGER NOT NULL,
        episode INTEGER NOT NULL,
        at REAL NOT NULL,
        length REAL NOT NULL,
        PRIMARY KEY (title_id, season, episode)
    ) WITHOUT ROWID;
    CREATE TABLE watched (
        title_id TEXT NOT NULL,
        season INTEGER NOT NULL,
        episode INTEGER NOT NULL,
        watched INTEGER NOT NULL,
        PRIMARY KEY (title_id, season, episode)
    ) WITHOUT ROWID;
    CREATE TABLE watchlist (
        title_id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        added_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE corrections (
        hash TEXT NOT NULL,
        title_id TEXT NOT NULL,
        season INTEGER NOT NULL,
        episode INTEGER NOT NULL,
        path TEXT NOT NULL,
        chosen_at INTEGER NOT NULL,
        PRIMARY KEY (hash, title_id, season, episode)
    ) WITHOUT ROWID;
    ALTER TABLE played ADD COLUMN release TEXT;",
    "CREATE TABLE searches (
        text TEXT PRIMARY KEY COLLATE NOCASE,
        searched_at INTEGER NOT NULL
    );",
    "CREATE TABLE tracks (
        title_id TEXT PRIMARY KEY,
        choice TEXT NOT NULL
    ) WITHOUT ROWID;",
];

/// A film or episode that was played. Playing it again moves it to the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Played {
    pub id: i64,
    pub title_id: String,
    pub kind: Kind,
    pub name: String,
    pub years: Option<String>,
    /// The poster's address, as the catalogue gave it.
    pub poster: Option<String>,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    pub file_name: String,
    /// The torrent's release name, if it was recorded.
    pub release: Option<String>,
    pub played_at: Timestamp,
}

/// The library. Cheap to clone. Every call runs on a blocking thread.
#[derive(Clone, Debug)]
pub struct Library {
    database: Shared,
}

impl Library {
    /// Opens the file and migrates it to this version's schema. If it was damaged or emptied, returns a new library with
    /// what could be saved, and the error says where the damaged file is.
    pub fn open(path: &Path) -> Result<(Self, Option<StoreError>), StoreError> {
        let prepare = |connection: &mut Connection| {
            keep_older(connection, path)?;
            migrate(connection, &MIGRATIONS)
        };
        let (connection, trouble) = open_kept(path, prepare, "")?;
        Ok((Self { database: Shared::new(connection) }, trouble))
    }

    /// Makes a library in memory, for scripts and for when the file cannot be opened.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        migrate(&mut connection, &MIGRATIONS)?;
        Ok(Self { database: Shared::new(connection) })
    }

    /// Records that something was played. Ignores `played.id`.
    pub async fn note_played(&self, played: Played) -> Result<(), StoreError> {
        self.database.run(move |connection| {
            connection.execute(
                "INSERT INTO played (title_id, kind, name, years, poster, season, episode, file_name, played_at, release)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (title_id, season, episode) DO UPDATE SET
                     kind = ?2, name = ?3, years = ?4, poster = ?5, file_name = ?8, played_at = ?9, release = ?10",
                (
                    &played.title_id,
                    played.kind.as_str(),
                    &played.name,
                    &played.years,
                    &played.poster,
                    stored(played.season),
                    stored(played.episode),
                    &played.file_name,
                    played.played_at.as_second(),
                    &played.release,
                ),
            )?;
            Ok(())
        })
        .await
    }

    /// Returns the `most` last entries of what was played, the latest first.
    pub async fn played(&self, most: u32) -> Result<Vec<Played>, StoreError> {
        self.database
            .run(move |connection| {
                let mut query = connection.prepare_cached(
                    "SELECT id, title_id, kind, name, years, poster, season, episode, file_name, played_at, release
                 FROM played ORDER BY played_at DESC, id DESC LIMIT ?1",
                )?;
                let rows = query.query_map([most], |row| {
                    Ok(Played {
                        id: row.get(0)?,
                        title_id: row.get(1)?,
                        kind: kind_of(&row.get::<_, String>(2)?),
                        name: row.get(3)?,
                        years: row.get(4)?,
                        poster: row.get(5)?,
                        season: number(row.get(6)?),
                        episode: number(row.get(7)?),
                        file_name: row.get(8)?,
                        played_at: Timestamp::from_second(row.get(9)?).unwrap_or_default(),
                        release: row.get(10)?,
                    })
                })?;
                rows.collect()
            })
            .await
    }

    /// Deletes one entry. Succeeds when there is none with this id.
    pub async fn forget(&self, id: i64) -> Result<(), StoreError> {
        self.database
            .run(move |connection| connection.execute("DELETE FROM played WHERE id = ?1", [id]).map(drop))
            .await
    }
}

/// Copies a file of an older schema before it is migrated, so that the older version can still read it.
fn keep_older(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let form: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if form == 0 || usize::try_from(form).is_ok_and(|form| form >= MIGRATIONS.len()) {
        return Ok(());
    }
    let copy = path.with_extension(format!("form-{form}.db"));
    if !copy.exists() {
        connection.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
        crate::private::close(&copy).map_err(StoreError::io)?;
    }
    Ok(())
}

/// Returns a season or episode as it is stored. None is -1, because `NULL` cannot be part of a key.
pub(super) fn stored(number: Option<u32>) -> i64 {
    number.map_or(-1, i64::from)
}

pub(super) fn number(stored: i64) -> Option<u32> {
    u32::try_from(stored).ok()
}

pub(super) fn kind_of(text: &str) -> Kind {
    match text {
        "series" => Kind::Series,
        "anime" => Kind::Anime,
        _ => Kind::Movie,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(title_id: &str, episode: Option<u32>, at: i64) -> Played {
        Played {
            id: 0,
            title_id: title_id.to_owned(),
            kind: Kind::Series,
            name: "Tide Lines".to_owned(),
            years: None,
            poster: None,
            season: episode.map(|_| 1),
            episode,
            file_name: "Tide.Lines.S01E01.mkv".to_owned(),
            release: Some("Tide.Lines.S01.1080p".to_owned()),
            played_at: Timestamp::from_second(at).unwrap(),
        }
    }

    #[tokio::test]
    async fn the_same_episode_played_again_moves_to_the_top() {
        let library = Library::in_memory().unwrap();
        for (episode, at) in [(1, 10), (2, 20), (1, 30)] {
            library.note_played(played("tt1", Some(episode), at)).await.unwrap();
        }
        let list = library.played(10).await.unwrap();
        assert_eq!(list.iter().map(|entry| entry.episode).collect::<Vec<_>>(), [Some(1), Some(2)]);
        library.forget(list[0].id).await.unwrap();
        assert_eq!(library.played(10).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_film_has_one_entry_however_often_it_is_played() {
        let library = Library::in_memory().unwrap();
        library.note_played(played("tt2", None, 1)).await.unwrap();
        library.note_played(played("tt2", None, 2)).await.unwrap();
        assert_eq!(library.played(10).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_damaged_library_is_kept_aside_and_a_newer_one_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        std::fs::write(&path, [b'x'; 8192]).unwrap();
        let (_, trouble) = Library::open(&path).unwrap();
        let Some(StoreError::Damaged { kept_as, .. }) = trouble else { panic!("the damage is said") };
        assert_eq!(std::fs::read(kept_as).unwrap().len(), 8192, "nothing is lost");

        let newer = folder.path().join("newer.db");
        Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(Library::open(&newer), Err(StoreError::Newer(99))));
    }

    #[tokio::test]
    async fn a_library_of_the_first_form_is_copied_and_brought_forward() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let old = Connection::open(&path).unwrap();
        old.execute_batch(MIGRATIONS[0]).unwrap();
        old.execute_batch(
            "INSERT INTO played (title_id, kind, name, season, episode, file_name, played_at)
             VALUES ('tt1', 'series', 'Tide Lines', 1, 2, 'Tide.Lines.S01E02.mkv', 5); PRAGMA user_version = 1;",
        )
        .unwrap();
        drop(old);
        let (library, trouble) = Library::open(&path).unwrap();
        assert!(trouble.is_none());
        let played = library.played(10).await.unwrap();
        assert_eq!((played[0].episode, played[0].release.as_deref()), (Some(2), None));
        let copy = Connection::open(folder.path().join("library.form-1.db")).unwrap();
        let form: i64 = copy.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(form, 1, "the older version's file is still there for it");
    }
}
