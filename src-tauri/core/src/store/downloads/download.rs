//! A file that is kept or is to be, as a row of the database.

use std::path::PathBuf;

use jiff::Timestamp;
use rusqlite::Row;

use crate::model::ChosenBy;
use crate::store::Place;
use crate::store::library::{kind_of, number};
use crate::title::Kind;
use crate::torrent::InfoHash;

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

/// What [`read`] reads, in its order.
pub(super) const COLUMNS: &str =
    "id, state, error, title_id, season, episode, kind, name, years, poster, hash, release, file_path,
    file_name, service, folder, path, bytes, length, added_at, fault, chosen_by";

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Download> {
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
