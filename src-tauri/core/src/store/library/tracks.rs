//! Which sound and subtitles the person chose for a show, in a form that its owner reads.

use rusqlite::OptionalExtension as _;

use super::{Library, StoreError};

const LONGEST: usize = 4_096;

impl Library {
    /// Keeps a show's choice in place of an earlier one. Ignores one that is too long.
    pub async fn keep_tracks(&self, title_id: &str, choice: String) -> Result<(), StoreError> {
        if choice.len() > LONGEST {
            return Ok(());
        }
        let title_id = title_id.to_owned();
        self.database
            .run(move |connection| {
                let query = "INSERT OR REPLACE INTO tracks (title_id, choice) VALUES (?1, ?2)";
                connection.execute(query, (title_id, choice)).map(drop)
            })
            .await
    }

    /// Returns the choice kept for a show.
    pub async fn tracks(&self, title_id: &str) -> Result<Option<String>, StoreError> {
        let title_id = title_id.to_owned();
        self.database
            .run(move |connection| {
                let mut query = connection.prepare_cached("SELECT choice FROM tracks WHERE title_id = ?1")?;
                query.query_row([title_id], |row| row.get(0)).optional()
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_last_choice_of_a_show_is_kept_for_it_alone() {
        let library = Library::in_memory().unwrap();
        library.keep_tracks("tt1", "first".to_owned()).await.unwrap();
        library.keep_tracks("tt1", "second".to_owned()).await.unwrap();
        library.keep_tracks("tt1", "x".repeat(LONGEST + 1)).await.unwrap();
        assert_eq!(library.tracks("tt1").await.unwrap().as_deref(), Some("second"));
        assert_eq!(library.tracks("tt2").await.unwrap(), None);
    }
}
