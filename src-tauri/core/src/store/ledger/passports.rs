//! What the files inside torrents said of themselves. An info hash and a path are one content for ever, so that it is read once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use media_file::MediaFile;
use rusqlite::{Connection, OptionalExtension as _};

use super::{Ledger, now};
use crate::age::AHEAD;
use crate::torrent::InfoHash;

/// How many of the latest are kept: a few megabytes.
pub(super) const MOST_PASSPORTS: u32 = 5_000;
/// A file that says more of itself than this is not remembered, in bytes.
const LARGEST: usize = 64 << 10;

impl Ledger {
    /// Records what a file said, in place of what it said before.
    pub async fn note_passport(&self, hash: InfoHash, path: &str, media: &MediaFile, at: Timestamp) {
        let Ok(media) = serde_json::to_string(media) else { return };
        if media.len() + path.len() > LARGEST {
            return;
        }
        let path = path.to_owned();
        self.run((), move |connection| {
            connection.execute(
                "INSERT INTO passports (hash, path, at, media) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (hash, path) DO UPDATE SET at = ?3, media = ?4",
                (hash.to_string(), &path, at.as_second(), &media),
            )?;
            prune(connection, now())
        })
        .await;
    }

    /// Returns what a file said when it was read.
    pub async fn passport(&self, hash: InfoHash, path: &str) -> Option<MediaFile> {
        let path = path.to_owned();
        let media = self.run(None, move |connection| {
            let query = "SELECT media FROM passports WHERE hash = ?1 AND path = ?2";
            connection.query_row(query, (hash.to_string(), &path), |row| row.get::<_, String>(0)).optional()
        });
        // What another version wrote and this one cannot read is read anew.
        serde_json::from_str(&media.await?).ok()
    }

    /// Returns what the files of a torrent said, by their paths.
    pub async fn passports(&self, hash: InfoHash) -> BTreeMap<String, MediaFile> {
        self.run(BTreeMap::new(), move |connection| {
            let mut query = connection.prepare_cached("SELECT path, media FROM passports WHERE hash = ?1")?;
            let mut found = BTreeMap::new();
            for row in query.query_map([hash.to_string()], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))? {
                let (path, media) = row?;
                found.extend(serde_json::from_str(&media).ok().map(|media| (path, media)));
            }
            Ok(found)
        })
        .await
    }
}

/// Drops all but the latest. Those from the future are no later than any other.
pub(super) fn prune(connection: &Connection, now: i64) -> rusqlite::Result<()> {
    let count: i64 = connection.query_row("SELECT count(*) FROM passports", [], |row| row.get(0))?;
    if count <= i64::from(MOST_PASSPORTS) {
        return Ok(());
    }
    let too_old = "DELETE FROM passports WHERE (hash, path) IN (
                       SELECT hash, path FROM passports ORDER BY at > ?1, at DESC LIMIT -1 OFFSET ?2)";
    connection.execute(too_old, (now + AHEAD, MOST_PASSPORTS)).map(drop)
}
