//! What the person searched for: the last texts, until they clear them.

use super::{Library, StoreError};

const MOST: usize = 20;
const LONGEST: usize = 200;

impl Library {
    /// What was searched for, the latest first.
    pub async fn searches(&self) -> Result<Vec<String>, StoreError> {
        self.database
            .run(|connection| {
                let mut query = connection.prepare_cached("SELECT text FROM searches ORDER BY searched_at DESC")?;
                query.query_map([], |row| row.get(0))?.collect()
            })
            .await
    }

    /// Replaces the stored searches by the first 20 of these, the latest first. Leaves out blank and very long texts.
    pub async fn keep_searches(&self, texts: Vec<String>) -> Result<(), StoreError> {
        self.database
            .run(move |connection| {
                let transaction = connection.unchecked_transaction()?;
                transaction.execute("DELETE FROM searches", [])?;
                let kept =
                    texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty() && text.len() <= LONGEST);
                for (place, text) in (0_i64..).zip(kept.take(MOST)) {
                    transaction.execute(
                        "INSERT OR IGNORE INTO searches (text, searched_at) VALUES (?1, ?2)",
                        (text, -place),
                    )?;
                }
                transaction.commit()
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_last_searches_are_kept_once_each_and_can_be_cleared() {
        let library = Library::in_memory().unwrap();
        let mut texts: Vec<String> = (0..25).map(|n| format!("search {n}")).collect();
        texts.insert(1, "  SEARCH 0 ".to_owned());
        texts.insert(0, "   ".to_owned());
        texts.insert(0, "x".repeat(1000));
        library.keep_searches(texts).await.unwrap();
        let list = library.searches().await.unwrap();
        assert_eq!((list.len(), list[0].as_str(), list[1].as_str()), (19, "search 0", "search 1"));
        library.keep_searches(Vec::new()).await.unwrap();
        assert!(library.searches().await.unwrap().is_empty());
    }
}
