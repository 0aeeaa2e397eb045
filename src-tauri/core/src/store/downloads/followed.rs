//! The shows of which the next episodes are kept, and the episodes of them that the person took out of the list.

use super::{Downloads, Place, StoreError};
use crate::store::library::{kind_of, number, stored};
use crate::title::Kind;

/// A show of which the next episodes are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    pub title_id: String,
    pub kind: Kind,
    pub name: String,
    pub years: Option<String>,
    /// The poster's address, as the catalogue gave it.
    pub poster: Option<String>,
    /// How many episodes are kept ahead.
    pub count: u32,
}

impl Followed {
    /// The bounds of `count`.
    pub const COUNT: std::ops::RangeInclusive<u32> = 1..=20;
}

impl Downloads {
    /// Has the next episodes of a show be kept, or another number of them.
    pub async fn follow(&self, show: Followed) -> Result<(), StoreError> {
        self.database
            .run(move |connection| {
                connection.execute(
                    "INSERT OR REPLACE INTO followed (title_id, kind, name, years, poster, count)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    (&show.title_id, show.kind.as_str(), &show.name, &show.years, &show.poster, show.count),
                )?;
                Ok(())
            })
            .await
    }

    /// Ends that. What was kept stays.
    pub async fn unfollow(&self, title_id: &str) -> Result<(), StoreError> {
        let title_id = title_id.to_owned();
        self.database
            .run(move |connection| {
                connection.execute("DELETE FROM followed WHERE title_id = ?1", [&title_id])?;
                connection.execute("DELETE FROM left_out WHERE title_id = ?1", [&title_id])?;
                Ok(())
            })
            .await
    }

    /// Returns the shows of which the next episodes are kept, by their names.
    pub async fn followed(&self) -> Result<Vec<Followed>, StoreError> {
        self.database
            .run(|connection| {
                let query = "SELECT title_id, kind, name, years, poster, count FROM followed ORDER BY name, title_id";
                let mut query = connection.prepare_cached(query)?;
                let rows = query.query_map([], |row| {
                    Ok(Followed {
                        title_id: row.get(0)?,
                        kind: kind_of(&row.get::<_, String>(1)?),
                        name: row.get(2)?,
                        years: row.get(3)?,
                        poster: row.get(4)?,
                        count: row.get(5)?,
                    })
                })?;
                rows.collect()
            })
            .await
    }

    /// Notes that the person took an episode out of the list, where its show is followed: it is not added again by itself.
    pub async fn leave_out(&self, place: Place) -> Result<(), StoreError> {
        self.database
            .run(move |connection| {
                connection.execute(
                    "INSERT OR REPLACE INTO left_out (title_id, season, episode)
                     SELECT title_id, ?2, ?3 FROM followed WHERE title_id = ?1 AND ?3 >= 0",
                    (&place.title_id, stored(place.season), stored(place.episode)),
                )?;
                Ok(())
            })
            .await
    }

    /// Returns the seasons and episodes of a show that were taken out of the list.
    pub async fn left_out(&self, title_id: &str) -> Result<Vec<(Option<u32>, Option<u32>)>, StoreError> {
        let title_id = title_id.to_owned();
        self.database
            .run(move |connection| {
                let mut query =
                    connection.prepare_cached("SELECT season, episode FROM left_out WHERE title_id = ?1")?;
                query.query_map([title_id], |row| Ok((number(row.get(0)?), number(row.get(1)?))))?.collect()
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_show_is_followed_until_it_is_not_and_what_was_taken_out_is_remembered_as_long() {
        let downloads = Downloads::in_memory().unwrap();
        let show = |title_id: &str, count| Followed {
            title_id: title_id.to_owned(),
            kind: Kind::Series,
            name: "Tide Lines".to_owned(),
            years: None,
            poster: None,
            count,
        };
        downloads.follow(show("tt1", 3)).await.unwrap();
        downloads.follow(show("tt2", 1)).await.unwrap();
        downloads.follow(show("tt1", 5)).await.unwrap();
        assert_eq!(downloads.followed().await.unwrap(), [show("tt1", 5), show("tt2", 1)]);
        let place = |title_id: &str, episode| Place { title_id: title_id.to_owned(), season: Some(1), episode };
        for place in [place("tt1", Some(4)), place("tt1", None), place("tt3", Some(4))] {
            downloads.leave_out(place).await.unwrap();
        }
        assert_eq!(downloads.left_out("tt1").await.unwrap(), [(Some(1), Some(4))]);
        assert_eq!(downloads.left_out("tt3").await.unwrap(), [], "nobody follows it");
        downloads.unfollow("tt1").await.unwrap();
        assert_eq!(downloads.followed().await.unwrap(), [show("tt2", 1)]);
        assert_eq!(downloads.left_out("tt1").await.unwrap(), []);
    }
}
