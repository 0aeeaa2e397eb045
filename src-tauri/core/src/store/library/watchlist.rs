//! The titles the person wants to see some day, the latest first.

use jiff::Timestamp;

use super::{Library, StoreError};
use crate::title::MetaPreview;

const MOST: u32 = 2_000;

impl Library {
    /// Adds a title to the list. One that is on it keeps its place.
    pub async fn list(&self, title: &MetaPreview, now: Timestamp) -> Result<(), StoreError> {
        let id = title.id.clone();
        let title = serde_json::to_string(title).map_err(StoreError::io)?;
        self.database
            .run(move |connection| {
                connection.execute(
                    "INSERT INTO watchlist (title_id, title, added_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (title_id) DO UPDATE SET title = ?2",
                    (id, title, now.as_millisecond()),
                )?;
                Ok(())
            })
            .await
    }

    /// Removes a title from the list. Succeeds when it is not on it.
    pub async fn unlist(&self, title_id: &str) -> Result<(), StoreError> {
        let id = title_id.to_owned();
        self.database
            .run(move |connection| connection.execute("DELETE FROM watchlist WHERE title_id = ?1", [id]).map(drop))
            .await
    }

    pub async fn is_listed(&self, title_id: &str) -> Result<bool, StoreError> {
        let id = title_id.to_owned();
        self.database
            .run(move |connection| {
                connection.prepare_cached("SELECT 1 FROM watchlist WHERE title_id = ?1")?.exists([id])
            })
            .await
    }

    pub async fn watchlist(&self) -> Result<Vec<MetaPreview>, StoreError> {
        self.database
            .run(move |connection| {
                let mut query = connection
                    .prepare_cached("SELECT title FROM watchlist ORDER BY added_at DESC, title_id LIMIT ?1")?;
                let rows = query.query_map([MOST], |row| row.get::<_, String>(0))?;
                // An entry this version cannot read is not shown, but stays in the file.
                rows.filter_map(|title| title.map(|title| serde_json::from_str(&title).ok()).transpose()).collect()
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::title::{Ids, Kind};

    fn title(id: &str) -> MetaPreview {
        MetaPreview {
            id: id.to_owned(),
            kind: Kind::Movie,
            ids: Ids::default(),
            name: "Sintel".to_owned(),
            release_info: None,
            year: Some(2010),
            rating: None,
            poster: None,
            genres: Vec::new(),
        }
    }

    #[tokio::test]
    async fn a_title_is_listed_once_and_can_be_taken_off() {
        let library = Library::in_memory().unwrap();
        for (at, id) in [(1, "tt1"), (2, "tt2"), (3, "tt1")] {
            library.list(&title(id), Timestamp::from_second(at).unwrap()).await.unwrap();
        }
        let ids: Vec<String> = library.watchlist().await.unwrap().into_iter().map(|title| title.id).collect();
        assert_eq!(ids, ["tt2", "tt1"], "the latest first");
        assert!(library.is_listed("tt1").await.unwrap());
        library.unlist("tt1").await.unwrap();
        assert!(!library.is_listed("tt1").await.unwrap());
    }
}
