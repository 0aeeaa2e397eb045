//! What the person searched for: the last twenty texts, until they clear them.

use jiff::Timestamp;

use super::{Library, StoreError};

const MOST: u32 = 20;
const LONGEST: usize = 200;

impl Library {
    /// Remembers what was searched for; the same text again moves to the top. Blank and very long texts are not kept.
    pub async fn note_search(&self, text: &str, now: Timestamp) -> Result<(), StoreError> {
        let text = text.trim().to_owned();
        if text.is_empty() || text.len() > LONGEST {
            return Ok(());
        }
        self.run(move |connection| {
            connection.execute(
                "INSERT INTO searches (text, searched_at) VALUES (?1, ?2)
                 ON CONFLICT (text) DO UPDATE SET text = ?1, searched_at = ?2",
                (&text, now.as_millisecond()),
            )?;
            connection.execute(
                "DELETE FROM searches WHERE rowid IN
                 (SELECT rowid FROM searches ORDER BY searched_at DESC, rowid DESC LIMIT -1 OFFSET ?1)",
                [MOST],
            )?;
            Ok(())
        })
        .await
    }

    /// What was searched for, the latest first.
    pub async fn searches(&self) -> Result<Vec<String>, StoreError> {
        self.run(|connection| {
            let mut query =
                connection.prepare_cached("SELECT text FROM searches ORDER BY searched_at DESC, rowid DESC")?;
            query.query_map([], |row| row.get(0))?.collect()
        })
        .await
    }

    pub async fn clear_searches(&self) -> Result<(), StoreError> {
        self.run(|connection| connection.execute("DELETE FROM searches", []).map(drop)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_last_twenty_searches_are_kept_once_each_and_can_be_cleared() {
        let library = Library::in_memory().unwrap();
        let at = |second| Timestamp::from_second(second).unwrap();
        for n in 0..25 {
            library.note_search(&format!("search {n}"), at(n)).await.unwrap();
        }
        library.note_search("  SEARCH 10 ", at(100)).await.unwrap();
        library.note_search("   ", at(101)).await.unwrap();
        let list = library.searches().await.unwrap();
        assert_eq!((list.len(), list[0].as_str(), list[1].as_str()), (20, "SEARCH 10", "search 24"));
        library.clear_searches().await.unwrap();
        assert!(library.searches().await.unwrap().is_empty());
    }
}
