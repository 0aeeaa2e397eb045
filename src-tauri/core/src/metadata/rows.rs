//! The rows of the home page, with the catalogue and path of each.

use super::{cinemeta, kitsu};
use crate::endpoints::Upstream;
use crate::title::Kind;

/// A row of posters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HomeRow {
    /// The stable id, as `catalog` takes it.
    pub id: &'static str,
    pub label: &'static str,
    pub kind: Kind,
}

struct Source {
    /// The name of the catalogue at the Kitsu addon. Films and series all come from one catalogue of Cinemeta.
    catalog: &'static str,
    genre: Option<&'static str>,
}

macro_rules! rows {
    ($($id:literal, $label:literal, $kind:ident, $catalog:literal, $genre:expr;)*) => {
        const ROWS: &[HomeRow] = &[$(HomeRow { id: $id, label: $label, kind: Kind::$kind }),*];
        const SOURCES: &[Source] = &[$(Source { catalog: $catalog, genre: $genre }),*];
    };
}

rows! {
    "films-popular", "Popular films", Movie, "top", None;
    "series-popular", "Popular series", Series, "top", None;
    "anime-trending", "Trending anime", Anime, "kitsu-anime-trending", None;
    "films-science-fiction", "Science fiction films", Movie, "top", Some("Sci-Fi");
    "films-animation", "Animated films", Movie, "top", Some("Animation");
    "series-drama", "Drama series", Series, "top", Some("Drama");
    "anime-popular", "Popular anime", Anime, "kitsu-anime-popular", None;
    "films-documentary", "Documentaries", Movie, "top", Some("Documentary");
    "series-comedy", "Comedy series", Series, "top", Some("Comedy");
    "films-thriller", "Thrillers", Movie, "top", Some("Thriller");
    "series-science-fiction", "Science fiction series", Series, "top", Some("Sci-Fi");
    "anime-airing", "Airing now", Anime, "kitsu-anime-airing", None;
    "series-documentary", "Documentary series", Series, "top", Some("Documentary");
    "anime-rating", "Best rated anime", Anime, "kitsu-anime-rating", None;
}

/// Returns the rows in the order they are shown.
pub fn home_rows() -> &'static [HomeRow] {
    ROWS
}

/// Returns the kind, server and path of a row after `skip` titles; `None` for an unknown row.
pub(super) fn path(row: &str, skip: u32) -> Option<(Kind, Upstream, String)> {
    let (row, source) = ROWS.iter().zip(SOURCES).find(|(known, _)| known.id == row)?;
    Some(match row.kind {
        Kind::Movie | Kind::Series => {
            (row.kind, Upstream::Cinemeta, cinemeta::catalog_path(row.kind, source.genre, skip))
        }
        Kind::Anime => (row.kind, Upstream::Kitsu, kitsu::catalog_path(source.catalog, source.genre, skip)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_path_and_a_name_of_its_own() {
        for (at, row) in home_rows().iter().enumerate() {
            assert!(path(row.id, 0).is_some(), "{}", row.id);
            assert!(home_rows()[..at].iter().all(|other| other.id != row.id), "{} is listed twice", row.id);
        }
        assert_eq!(path("nonsense", 0), None);
    }

    #[test]
    fn genres_and_pages_are_told_in_the_path() {
        let text = |row, skip| path(row, skip).map(|(_, _, path)| path).unwrap_or_default();
        assert_eq!(text("films-popular", 0), "/catalog/movie/top.json");
        assert_eq!(text("films-popular", 100), "/catalog/movie/top/skip=100.json");
        assert_eq!(text("films-science-fiction", 100), "/catalog/movie/top/genre=Sci-Fi&skip=100.json");
        assert_eq!(text("series-drama", 0), "/catalog/series/top/genre=Drama.json");
        assert_eq!(text("anime-trending", 20), "/catalog/anime/kitsu-anime-trending/skip=20.json");
    }
}
