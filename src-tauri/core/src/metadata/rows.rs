//! The catalogues that can be looked through, what each can be narrowed to, and the rows of the home page, which are the
//! beginnings of some.

use super::{cinemeta, kitsu};
use crate::endpoints::Upstream;
use crate::title::Kind;

/// A row of posters: the beginning of a catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HomeRow {
    /// The stable id, as `catalog` takes it.
    pub id: &'static str,
    pub label: &'static str,
    pub kind: Kind,
    /// One of `listings`, by its name.
    pub listing: &'static str,
    pub genre: Option<&'static str>,
}

/// A catalogue of one kind of title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Its name at Cinemeta or the Kitsu addon.
    pub name: &'static str,
    pub narrowed: Narrowed,
}

/// What a catalogue can be narrowed to, as its server's manifest says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrowed {
    Never,
    ToGenre,
    /// Always to one year.
    ToYear,
}

macro_rules! rows {
    ($($id:literal, $label:literal, $kind:ident, $listing:literal, $genre:expr;)*) => {
        const ROWS: &[HomeRow] =
            &[$(HomeRow { id: $id, label: $label, kind: Kind::$kind, listing: $listing, genre: $genre }),*];
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

const CINEMETA: &[Listing] = &[
    Listing { name: "top", narrowed: Narrowed::ToGenre },
    Listing { name: "imdbRating", narrowed: Narrowed::ToGenre },
    Listing { name: "year", narrowed: Narrowed::ToYear },
];
const KITSU: &[Listing] = &[
    Listing { name: "kitsu-anime-trending", narrowed: Narrowed::Never },
    Listing { name: "kitsu-anime-popular", narrowed: Narrowed::ToGenre },
    Listing { name: "kitsu-anime-rating", narrowed: Narrowed::ToGenre },
    Listing { name: "kitsu-anime-airing", narrowed: Narrowed::ToGenre },
];

/// The genres as the manifests of the two name them.
const FILM_GENRES: &[&str] = &[
    "Action",
    "Adventure",
    "Animation",
    "Biography",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Family",
    "Fantasy",
    "History",
    "Horror",
    "Mystery",
    "Romance",
    "Sci-Fi",
    "Sport",
    "Thriller",
    "War",
    "Western",
];
const SERIES_GENRES: &[&str] = &[
    "Action",
    "Adventure",
    "Animation",
    "Biography",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Family",
    "Fantasy",
    "Game-Show",
    "History",
    "Horror",
    "Mystery",
    "Reality-TV",
    "Romance",
    "Sci-Fi",
    "Sport",
    "Talk-Show",
    "Thriller",
    "War",
    "Western",
];
const ANIME_GENRES: &[&str] = &[
    "Action",
    "Adventure",
    "Comedy",
    "Drama",
    "Fantasy",
    "Historical",
    "Horror",
    "Magic",
    "Martial Arts",
    "Mecha",
    "Military",
    "Music",
    "Mystery",
    "Psychological",
    "Romance",
    "School",
    "Sci-Fi",
    "Slice of Life",
    "Space",
    "Sports",
    "Super Power",
    "Supernatural",
    "Thriller",
    "Vampire",
];

/// Returns the rows in the order they are shown.
pub fn home_rows() -> &'static [HomeRow] {
    ROWS
}

/// Returns the catalogues of a kind, the most usual first.
pub fn listings(kind: Kind) -> &'static [Listing] {
    match kind {
        Kind::Movie | Kind::Series => CINEMETA,
        Kind::Anime => KITSU,
    }
}

pub fn genres(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Movie => FILM_GENRES,
        Kind::Series => SERIES_GENRES,
        Kind::Anime => ANIME_GENRES,
    }
}

/// Returns the kind, server and path of a row after `skip` titles; `None` for an unknown row.
pub(super) fn path(row: &str, skip: u32) -> Option<(Kind, Upstream, String)> {
    let row = ROWS.iter().find(|known| known.id == row)?;
    let (upstream, path) = listing_path(row.kind, row.listing, row.genre, skip)?;
    Some((row.kind, upstream, path))
}

/// Returns the server and path of a catalogue after `skip` titles. `of` is a genre, or the year where the catalogue goes by
/// years. `None` for what is not offered.
pub(super) fn listing_path(kind: Kind, name: &str, of: Option<&str>, skip: u32) -> Option<(Upstream, String)> {
    let listing = listings(kind).iter().find(|known| known.name == name)?;
    let is_offered = match (listing.narrowed, of) {
        (Narrowed::Never | Narrowed::ToGenre, None) => true,
        (Narrowed::ToGenre, Some(genre)) => genres(kind).contains(&genre),
        (Narrowed::ToYear, Some(year)) => is_year(year),
        (Narrowed::Never, Some(_)) | (Narrowed::ToYear, None) => false,
    };
    is_offered.then(|| match kind {
        Kind::Movie | Kind::Series => (Upstream::Cinemeta, cinemeta::catalog_path(kind, listing.name, of, skip)),
        Kind::Anime => (Upstream::Kitsu, kitsu::catalog_path(listing.name, of, skip)),
    })
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
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

    #[test]
    fn a_catalogue_is_narrowed_to_what_it_offers() {
        let text = |kind, name, of| listing_path(kind, name, of, 0).map(|(_, path)| path);
        assert_eq!(text(Kind::Movie, "year", Some("1994")).unwrap(), "/catalog/movie/year/genre=1994.json");
        assert_eq!(
            text(Kind::Series, "imdbRating", Some("Talk-Show")).unwrap(),
            "/catalog/series/imdbRating/genre=Talk-Show.json"
        );
        assert_eq!(
            text(Kind::Anime, "kitsu-anime-rating", Some("Slice of Life")).unwrap(),
            "/catalog/anime/kitsu-anime-rating/genre=Slice%20of%20Life.json"
        );
        for (kind, name, of) in [
            (Kind::Movie, "kitsu-anime-rating", None),
            (Kind::Anime, "top", None),
            (Kind::Movie, "top", Some("1994")),
            (Kind::Movie, "top", Some("Talk-Show")),
            (Kind::Movie, "top", Some("Drama/../x")),
            (Kind::Anime, "kitsu-anime-trending", Some("Drama")),
            (Kind::Movie, "year", None),
            (Kind::Movie, "year", Some("Drama")),
            (Kind::Movie, "year", Some("199")),
        ] {
            assert_eq!(text(kind, name, of), None, "{kind:?} {name} {of:?}");
        }
    }
}
