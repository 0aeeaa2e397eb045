//! Owns what exists in the simulated world: works, their episodes and how to find them. Freely licensed, public-domain
//! and invented works only. What torrents exist for them belongs to `releases`.

mod anime;
mod films;
mod series;

pub use anime::{BATCH_HASH, LONG_RUNNER};

use crate::{Upstream, text};

/// Films, series with seasons, or anime with absolute numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Movie,
    Series,
    Anime,
}

/// A film or a show. Tests add their own through [`crate::Config::works`]; every field has a default.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// `tt…`; every work has one.
    pub imdb: String,
    pub kind: Kind,
    pub name: String,
    /// Other titles its releases go by.
    pub aliases: Vec<String>,
    pub year: u16,
    /// The last year of a show; `None` while it continues.
    pub end_year: Option<u16>,
    pub description: String,
    pub genres: Vec<String>,
    pub cast: Vec<String>,
    pub directors: Vec<String>,
    pub runtime_min: u32,
    /// As Cinemeta prints it; sometimes empty.
    pub rating: String,
    pub country: String,
    pub anime: Option<AnimeIds>,
    /// In viewing order; empty for films.
    pub episodes: Vec<Episode>,
    /// The share of [`crate::Config::torrents`] that exists for one film or one episode of it.
    pub weight: f64,
    /// Torrents listed word by word, beside the drawn ones.
    pub releases: Vec<Release>,
}

/// The ids of one anime in the four databases the Kitsu addon understands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnimeIds {
    pub kitsu: u32,
    pub mal: u32,
    pub anilist: u32,
    pub anidb: u32,
}

#[derive(Clone, Debug, Default)]
pub struct Episode {
    /// As Cinemeta numbers it.
    pub season: u32,
    pub number: u32,
    /// As Kitsu and `AniDB` number it.
    pub absolute: Option<u32>,
    pub title: String,
    pub overview: String,
    /// Unix seconds.
    pub released: i64,
    /// Kitsu knows it and Cinemeta does not.
    pub off_imdb: bool,
}

/// A torrent given word by word.
#[derive(Clone, Debug, Default)]
pub struct Release {
    /// 40 hex digits.
    pub hash: String,
    pub name: String,
    /// Paths inside the torrent and bytes; in torrent order.
    pub files: Vec<(String, u64)>,
    pub seeders: u32,
    /// `None` draws it like any other.
    pub cached: Option<bool>,
    /// Who lists it; empty means everyone who lists this kind of work.
    pub sources: Vec<Upstream>,
    /// The season and episode it is listed for; `None` lists it for all of the work.
    pub episode: Option<(u32, u32)>,
}

/// 2030-01-01: whatever is released later has not aired.
pub(crate) const NOT_YET: i64 = 1_893_456_000;

impl Episode {
    pub fn aired(&self) -> bool {
        self.released < NOT_YET
    }
}

impl Work {
    /// The position in `episodes` of an `IMDb` season and episode.
    pub(crate) fn by_season(&self, season: u32, number: u32) -> Option<usize> {
        self.episodes.iter().position(|e| !e.off_imdb && e.season == season && e.number == number)
    }

    /// The position in `episodes` of an absolute number.
    pub(crate) fn by_absolute(&self, number: u32) -> Option<usize> {
        self.episodes.iter().position(|e| e.absolute == Some(number))
    }

    /// Regular seasons that have aired, in order.
    pub(crate) fn seasons(&self) -> Vec<u32> {
        let mut seasons: Vec<u32> =
            self.episodes.iter().filter(|e| e.season > 0 && e.aired()).map(|e| e.season).collect();
        seasons.dedup();
        seasons
    }
}

/// The built-in works, in the order in which home rows show them.
pub(crate) fn built_in() -> Vec<Work> {
    let mut works = films::films();
    works.extend(series::series());
    works.extend(anime::anime());
    works
}

pub(crate) fn words(list: &str) -> Vec<String> {
    list.split(", ").filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Midnight-ish UTC of a date, in unix seconds.
pub(crate) fn date(year: i64, month: i64, day: i64) -> i64 {
    text::days(year, month, day) * 86_400 + 3 * 3600
}
