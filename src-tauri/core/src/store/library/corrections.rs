//! The files a person chose by hand. A chosen file is played again for the same torrent and film or episode. A file
//! chosen for one episode also shows how the torrent numbers its other episodes.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Library, Place, StoreError, number, stored};
use crate::model::Lesson;
use crate::title::Numbering;
use crate::torrent::InfoHash;

const LONGEST_PATH: usize = 4096;

impl Library {
    /// Stores which file of a torrent to play for a film or episode. `None` deletes the choice.
    pub async fn correct(
        &self,
        hash: InfoHash,
        place: Place,
        path: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let path = path.filter(|path| path.len() <= LONGEST_PATH).map(str::to_owned);
        self.database
            .run(move |connection| {
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

    /// Returns the paths of the files chosen for a film or episode, by torrent.
    pub async fn corrections(&self, place: Place) -> Result<Vec<(InfoHash, String)>, StoreError> {
        self.database
            .run(move |connection| {
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

    /// Returns the files chosen for any episodes of a show, by torrent, in the order they were chosen.
    pub async fn lessons(&self, title_id: &str) -> Result<HashMap<InfoHash, Arc<[Lesson]>>, StoreError> {
        let title_id = title_id.to_owned();
        self.database
            .run(move |connection| {
                let mut query = connection.prepare_cached(
                    "SELECT hash, season, episode, path FROM corrections WHERE title_id = ?1 AND episode >= 0
                 ORDER BY chosen_at",
                )?;
                let mut lessons: HashMap<InfoHash, Vec<Lesson>> = HashMap::new();
                let mut rows = query.query([title_id])?;
                while let Some(row) = rows.next()? {
                    let Ok(hash) = InfoHash::parse(&row.get::<_, String>(0)?) else { continue };
                    let season = number(row.get(1)?);
                    let Some(episode) = number(row.get(2)?) else { continue };
                    let lesson = Lesson { path: row.get(3)?, episode: Numbering { season, episode } };
                    lessons.entry(hash).or_default().push(lesson);
                }
                Ok(lessons.into_iter().map(|(hash, lessons)| (hash, lessons.into())).collect())
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
    #[tokio::test]
    async fn choices_for_a_shows_episodes_are_lessons() {
        let library = Library::in_memory().unwrap();
        let place = |title: &str, episode| Place { title_id: title.to_owned(), season: Some(2), episode };
        for (title, episode, path) in
            [("tt1", Some(5), "17.mkv"), ("tt1", Some(6), "18.mkv"), ("tt2", Some(1), "x.mkv")]
        {
            library.correct(hash('a'), place(title, episode), Some(path), Timestamp::UNIX_EPOCH).await.unwrap();
        }
        library.correct(hash('b'), place("tt1", None), Some("film.mkv"), Timestamp::UNIX_EPOCH).await.unwrap();
        let lessons = library.lessons("tt1").await.unwrap();
        let said: Vec<(&str, u32)> = lessons[&hash('a')].iter().map(|l| (l.path.as_str(), l.episode.episode)).collect();
        assert_eq!(said, [("17.mkv", 5), ("18.mkv", 6)]);
        assert!(!lessons.contains_key(&hash('b')), "a film teaches nothing");
        assert_eq!(lessons[&hash('a')][0].episode.season, Some(2));
    }
}
