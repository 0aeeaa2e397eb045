//! The files a person chose themselves: for this torrent and this film or episode, what they chose is played again.

use jiff::Timestamp;

use super::{Library, Place, StoreError, stored};
use crate::torrent::InfoHash;

const LONGEST_PATH: usize = 4096;

impl Library {
    /// Remembers the file of a torrent to play, or forgets it.
    pub async fn correct(
        &self,
        hash: InfoHash,
        place: Place,
        path: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let path = path.filter(|path| path.len() <= LONGEST_PATH).map(str::to_owned);
        self.run(move |connection| {
            let key = (hash.to_string(), &place.title_id, stored(place.season), stored(place.episode));
            match path {
                Some(path) => connection.execute(
                    "INSERT OR REPLACE INTO corrections (hash, title_id, season, episode, path, chosen_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    (key.0, key.1, key.2, key.3, path, now.as_second()),
                ),
                None => connection.execute(
                    "DELETE FROM corrections WHERE hash = ?1 AND title_id = ?2 AND season = ?3 AND episode = ?4",
                    key,
                ),
            }
            .map(drop)
        })
        .await
    }

    /// The files chosen for a film or episode, by torrent.
    pub async fn corrections(&self, place: Place) -> Result<Vec<(InfoHash, String)>, StoreError> {
        self.run(move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT hash, path FROM corrections WHERE title_id = ?1 AND season = ?2 AND episode = ?3",
            )?;
            let key = (&place.title_id, stored(place.season), stored(place.episode));
            let rows = query.query_map(key, |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
            rows.filter_map(|row| row.map(|(hash, path)| Some((InfoHash::parse(&hash).ok()?, path))).transpose())
                .collect()
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(digit: char) -> InfoHash {
        InfoHash::parse(&digit.to_string().repeat(40)).unwrap()
    }

    #[tokio::test]
    async fn a_choice_is_remembered_for_its_torrent_and_episode_alone() {
        let library = Library::in_memory().unwrap();
        let place = |episode| Place { title_id: "tt1".to_owned(), season: Some(1), episode: Some(episode) };
        let now = Timestamp::UNIX_EPOCH;
        library.correct(hash('a'), place(5), Some("pack/05.mkv"), now).await.unwrap();
        library.correct(hash('a'), place(5), Some("pack/05v2.mkv"), now).await.unwrap();
        library.correct(hash('b'), place(5), Some("other/5.mkv"), now).await.unwrap();
        let mut kept = library.corrections(place(5)).await.unwrap();
        kept.sort();
        assert_eq!(kept, [(hash('a'), "pack/05v2.mkv".to_owned()), (hash('b'), "other/5.mkv".to_owned())]);
        assert!(library.corrections(place(6)).await.unwrap().is_empty());
        library.correct(hash('a'), place(5), None, now).await.unwrap();
        assert_eq!(library.corrections(place(5)).await.unwrap().len(), 1);
    }
}
