//! How far films and episodes were watched, and which of them count as watched.

use std::collections::HashMap;

use rusqlite::OptionalExtension as _;

use super::{Library, StoreError, number, stored};

/// A film, or one episode of a series.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub title_id: String,
    pub season: Option<u32>,
    pub episode: Option<u32>,
}

/// How far a film or episode was watched.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// Position in seconds from the start; 0 if no player reported it.
    pub at: f64,
    /// Length in seconds; 0 if no player reported it.
    pub length: f64,
    /// Marked by hand, or played to its end.
    pub watched: bool,
    /// `watched` is known: the person marked it, or a player reported a position. If not, it was played with a player that
    /// reports none.
    pub certain: bool,
}

/// A film left before this many seconds does not count as begun, a short one before this share of its length.
const BEGUN: f64 = 30.0;
const BEGUN_SHARE: f64 = 0.1;

impl Progress {
    /// A film counts as watched from this share of its length on: the rest is credits.
    pub const END: f64 = 0.92;

    /// Returns the share watched, from 0 to 1; `None` before it counts as begun and after it counts as watched.
    pub fn share(&self) -> Option<f64> {
        let share = if self.length > 0.0 { self.at / self.length } else { return None };
        (self.at >= BEGUN.min(self.length * BEGUN_SHARE) && share < Self::END).then_some(share)
    }

    /// Returns where to resume, in seconds from the start: 5 s before the last position, or 0.
    pub fn resume_at(&self) -> f64 {
        self.share().map_or(0.0, |_| (self.at - 5.0).max(0.0))
    }
}

impl Library {
    /// Stores a player's position and the length, both in seconds. A position near the end marks it as watched.
    pub async fn note_position(&self, place: Place, at: f64, length: f64) -> Result<(), StoreError> {
        if !(at.is_finite() && length.is_finite() && at >= 0.0 && length > 0.0) {
            return Ok(());
        }
        self.database
            .run(move |connection| {
                let key = (&place.title_id, stored(place.season), stored(place.episode));
                connection.execute(
                "INSERT OR REPLACE INTO positions (title_id, season, episode, at, length) VALUES (?1, ?2, ?3, ?4, ?5)",
                (key.0, key.1, key.2, at, length),
            )?;
                if at / length >= Progress::END {
                    connection.execute(
                        "INSERT OR REPLACE INTO watched (title_id, season, episode, watched) VALUES (?1, ?2, ?3, 1)",
                        key,
                    )?;
                }
                Ok(())
            })
            .await
    }

    /// Marks a film or episode as watched or not, whatever its position.
    pub async fn mark_watched(&self, place: Place, watched: bool) -> Result<(), StoreError> {
        self.database
            .run(move |connection| {
                let key = (&place.title_id, stored(place.season), stored(place.episode));
                connection.execute(
                    "INSERT OR REPLACE INTO watched (title_id, season, episode, watched) VALUES (?1, ?2, ?3, ?4)",
                    (key.0, key.1, key.2, watched),
                )?;
                // A marked film must not resume: it is neither in progress, nor begins from the middle when played again.
                connection
                    .execute("DELETE FROM positions WHERE title_id = ?1 AND season = ?2 AND episode = ?3", key)?;
                Ok(())
            })
            .await
    }

    /// Returns how far one film or episode was watched; `None` if it was never begun.
    pub async fn progress(&self, place: Place) -> Result<Option<Progress>, StoreError> {
        let key = (place.season, place.episode);
        Ok(self.progress_of(&place.title_id).await?.remove(&key))
    }

    /// Returns the progress of every part of a title that was begun, by season and episode.
    pub async fn progress_of(
        &self,
        title_id: &str,
    ) -> Result<HashMap<(Option<u32>, Option<u32>), Progress>, StoreError> {
        let title_id = title_id.to_owned();
        self.database
            .run(move |connection| {
                let mut query = connection.prepare_cached(
                    "SELECT key.season, key.episode, positions.at, positions.length, watched.watched
                 FROM (SELECT season, episode FROM played WHERE title_id = ?1
                       UNION SELECT season, episode FROM positions WHERE title_id = ?1
                       UNION SELECT season, episode FROM watched WHERE title_id = ?1) AS key
                 LEFT JOIN positions ON positions.title_id = ?1
                     AND positions.season = key.season AND positions.episode = key.episode
                 LEFT JOIN watched ON watched.title_id = ?1
                     AND watched.season = key.season AND watched.episode = key.episode",
                )?;
                let rows = query.query_map([title_id], |row| {
                    let position: Option<(f64, f64)> = row.get::<_, Option<f64>>(2)?.zip(row.get(3)?);
                    let marked: Option<bool> = row.get(4)?;
                    let (at, length) = position.unwrap_or_default();
                    let watched = marked.unwrap_or(false);
                    let certain = marked.is_some() || position.is_some();
                    Ok(((number(row.get(0)?), number(row.get(1)?)), Progress { at, length, watched, certain }))
                })?;
                rows.collect()
            })
            .await
    }

    /// Returns the name of the release that a film or episode was played from last.
    pub async fn release_of(&self, place: Place) -> Result<Option<String>, StoreError> {
        self.database
            .run(move |connection| {
                let mut query = connection.prepare_cached(
                    "SELECT release FROM played
                 WHERE title_id = ?1 AND season = ?2 AND episode = ?3 AND release IS NOT NULL",
                )?;
                let key = (&place.title_id, stored(place.season), stored(place.episode));
                query.query_row(key, |row| row.get(0)).optional()
            })
            .await
    }

    /// Returns the name of the title's release that was played last, so that the next episode can prefer the same one.
    pub async fn last_release(&self, title_id: &str) -> Result<Option<String>, StoreError> {
        let title_id = title_id.to_owned();
        self.database
            .run(move |connection| {
                connection
                    .query_row(
                        "SELECT release FROM played WHERE title_id = ?1 AND release IS NOT NULL
                     ORDER BY played_at DESC, id DESC LIMIT 1",
                        [title_id],
                        |row| row.get(0),
                    )
                    .optional()
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(episode: u32) -> Place {
        Place { title_id: "tt1".to_owned(), season: Some(1), episode: Some(episode) }
    }

    #[tokio::test]
    async fn a_film_left_in_the_middle_goes_on_there_and_one_left_at_its_end_is_watched() {
        let library = Library::in_memory().unwrap();
        library.note_position(place(1), 600.0, 1500.0).await.unwrap();
        library.note_position(place(2), 1490.0, 1500.0).await.unwrap();
        library.note_position(place(3), 4.0, 1500.0).await.unwrap();
        library.note_position(place(4), f64::NAN, 1500.0).await.unwrap();
        let of = library.progress_of("tt1").await.unwrap();
        let at = |episode| of[&(Some(1), Some(episode))];
        assert_eq!((at(1).share(), at(1).resume_at(), at(1).watched), (Some(0.4), 595.0, false));
        assert_eq!((at(2).share(), at(2).resume_at(), at(2).watched), (None, 0.0, true));
        assert_eq!((at(3).share(), at(3).watched), (None, false), "a few seconds are no beginning");
        assert!(!of.contains_key(&(Some(1), Some(4))), "what is no number is not kept");
    }

    #[tokio::test]
    async fn a_mark_made_by_hand_holds_against_what_was_played() {
        let library = Library::in_memory().unwrap();
        library.note_position(place(1), 600.0, 1500.0).await.unwrap();
        library.mark_watched(place(1), true).await.unwrap();
        assert_eq!(library.progress(place(1)).await.unwrap().unwrap().share(), None);
        assert!(library.progress(place(1)).await.unwrap().unwrap().watched);
        library.mark_watched(place(1), false).await.unwrap();
        assert!(!library.progress(place(1)).await.unwrap().unwrap().watched);
        assert_eq!(library.progress(place(9)).await.unwrap(), None);
    }
}
