//! What the person said was wrong with files, by title: these are not played by themselves again.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::Connection;

use super::Ledger;
use crate::model::Complaint;
use crate::store::library::{Place, stored};
use crate::torrent::InfoHash;

/// How many of the latest are kept.
const MOST: u32 = 2_000;

impl Ledger {
    /// Keeps what is wrong with a torrent's file for a film or episode, in place of an earlier complaint.
    pub async fn complain(&self, hash: InfoHash, place: Place, complaint: Complaint, at: Timestamp) {
        self.run((), move |connection| {
            connection.execute(
                "INSERT OR REPLACE INTO complaints (title_id, hash, season, episode, complaint, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                (
                    &place.title_id,
                    hash.to_string(),
                    stored(place.season),
                    stored(place.episode),
                    complaint.as_str(),
                    at.as_second(),
                ),
            )?;
            prune(connection)
        })
        .await;
    }

    /// Takes back whatever was said of a torrent that holds for this film or episode.
    pub async fn take_back(&self, hash: InfoHash, place: Place) {
        self.run((), move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT season, episode, complaint FROM complaints WHERE title_id = ?1 AND hash = ?2",
            )?;
            let rows = query.query_map((&place.title_id, hash.to_string()), |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?))
            })?;
            for (season, episode, complaint) in rows.collect::<rusqlite::Result<Vec<_>>>()? {
                if holds((season, episode), known(&complaint), &place) {
                    connection.execute(
                        "DELETE FROM complaints WHERE title_id = ?1 AND hash = ?2 AND season = ?3 AND episode = ?4",
                        (&place.title_id, hash.to_string(), season, episode),
                    )?;
                }
            }
            Ok(())
        })
        .await;
    }

    /// Returns what was said of torrents that holds for a film or episode, the latest of each.
    pub async fn complaints(&self, place: Place) -> HashMap<InfoHash, Complaint> {
        self.run(HashMap::new(), move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT hash, season, episode, complaint FROM complaints WHERE title_id = ?1 ORDER BY at",
            )?;
            let mut complaints = HashMap::new();
            let mut rows = query.query([&place.title_id])?;
            while let Some(row) = rows.next()? {
                let Ok(hash) = InfoHash::parse(&row.get::<_, String>(0)?) else { continue };
                let complaint = known(&row.get::<_, String>(3)?);
                if let Some(complaint) = complaint.filter(|_| {
                    row.get(1).ok().zip(row.get(2).ok()).is_some_and(|of: (i64, i64)| holds(of, complaint, &place))
                }) {
                    complaints.insert(hash, complaint);
                }
            }
            Ok(complaints)
        })
        .await
    }
}

/// Reads a complaint; `None` for one that a newer version wrote and this one does not know.
fn known(text: &str) -> Option<Complaint> {
    Complaint::ALL.into_iter().find(|known| known.as_str() == text)
}

fn holds(of: (i64, i64), complaint: Option<Complaint>, place: &Place) -> bool {
    of == (stored(place.season), stored(place.episode)) || complaint.is_some_and(Complaint::is_of_all)
}

fn prune(connection: &Connection) -> rusqlite::Result<()> {
    let too_many = "DELETE FROM complaints WHERE (title_id, hash, season, episode) IN (
                        SELECT title_id, hash, season, episode FROM complaints ORDER BY at DESC LIMIT -1 OFFSET ?1)";
    connection.execute(too_many, [MOST]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(episode: u32) -> Place {
        Place { title_id: "tt1".to_owned(), season: Some(1), episode: Some(episode) }
    }

    fn hash(digit: char) -> InfoHash {
        InfoHash::parse(&digit.to_string().repeat(40)).unwrap()
    }

    #[tokio::test]
    async fn what_is_wrong_with_one_file_is_so_for_its_episode_and_a_language_for_all() {
        let ledger = Ledger::in_memory().unwrap();
        let second = |at| Timestamp::from_second(at).unwrap();
        ledger.complain(hash('a'), place(1), Complaint::NoSound, second(1)).await;
        ledger.complain(hash('a'), place(1), Complaint::WrongEpisode, second(2)).await;
        ledger.complain(hash('b'), place(1), Complaint::WrongLanguage, second(3)).await;
        let said = HashMap::from([(hash('a'), Complaint::WrongEpisode), (hash('b'), Complaint::WrongLanguage)]);
        assert_eq!(ledger.complaints(place(1)).await, said);
        assert_eq!(ledger.complaints(place(2)).await, HashMap::from([(hash('b'), Complaint::WrongLanguage)]));
        assert!(ledger.complaints(Place { title_id: "tt2".to_owned(), ..place(1) }).await.is_empty());
        ledger.take_back(hash('b'), place(2)).await;
        ledger.take_back(hash('a'), place(2)).await;
        let left = HashMap::from([(hash('a'), Complaint::WrongEpisode)]);
        assert_eq!(ledger.complaints(place(1)).await, left, "the one that holds there, and no other");
    }

    #[tokio::test]
    async fn only_the_latest_are_kept() {
        let ledger = Ledger::in_memory().unwrap();
        ledger
            .run((), |connection| {
                connection.execute_batch("BEGIN")?;
                for at in 0..i64::from(MOST) {
                    let row = (format!("tt{at}"), hash('a').to_string(), at);
                    connection.execute("INSERT INTO complaints VALUES (?1, ?2, -1, -1, 'buffers', ?3)", row)?;
                }
                connection.execute_batch("COMMIT")
            })
            .await;
        ledger.complain(hash('b'), place(1), Complaint::Buffers, Timestamp::now()).await;
        let of = |id: &str| Place { title_id: id.to_owned(), season: None, episode: None };
        assert!(ledger.complaints(of("tt0")).await.is_empty());
        assert_eq!(ledger.complaints(of("tt2")).await.len(), 1);
    }
}
