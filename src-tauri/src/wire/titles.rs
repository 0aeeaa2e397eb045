//! The start, Home, and what a title is.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Kind, WireError};

/// What the page needs to know once, at its start.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppInfo {
    pub version: String,
    /// The simulator answers instead of the real upstreams.
    pub demo: bool,
    /// Standing remarks, such as a missing keyring.
    pub notices: Vec<WireError>,
    pub home_rows: Vec<HomeRow>,
    /// What can be looked through, by kind.
    pub shelves: Vec<Shelf>,
    /// `en` or `tr`: the chosen language, or the system's where it is one of these.
    pub language: String,
}

/// A row of posters on Home; `catalog` brings its titles.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HomeRow {
    pub id: String,
    pub label: String,
    pub kind: Kind,
    /// The listing whose beginning it is, as `browse` takes it.
    pub listing: String,
    pub genre: Option<String>,
}

/// What can be looked through of one kind.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Shelf {
    pub kind: Kind,
    /// The most usual first.
    pub listings: Vec<Listing>,
    pub genres: Vec<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    /// `top`, `year`, `kitsu-anime-trending`, …: stable.
    pub name: String,
    pub narrowed: Narrowed,
}

/// What a listing can be narrowed to.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Narrowed {
    Never,
    ToGenre,
    /// Always to one year.
    ToYear,
}

/// A part of a catalogue.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BrowseRequest {
    pub kind: Kind,
    pub listing: String,
    /// A genre, or the year where the listing goes by years; null for all.
    pub of: Option<String>,
    /// How many titles come before.
    pub skip: u32,
}

/// The page of the same show in the other numbering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SameShow {
    pub kind: Kind,
    pub id: String,
}

/// A title as a poster shows it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TitleCard {
    /// `tt1727587` or `kitsu:12`.
    pub id: String,
    pub kind: Kind,
    pub name: String,
    /// As the catalogue writes it: `2010`, `2008–2013`, `2019–`.
    pub years: Option<String>,
    /// Out of ten.
    pub rating: Option<f32>,
    pub poster: Option<String>,
    pub genres: Vec<String>,
    /// Its id on `IMDb`, where the catalogue tells: an anime and a series of the same one are the same show.
    pub imdb: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TitleDetails {
    pub id: String,
    pub kind: Kind,
    pub name: String,
    pub years: Option<String>,
    pub runtime: Option<String>,
    pub rating: Option<f32>,
    pub genres: Vec<String>,
    pub cast: Vec<String>,
    pub directors: Vec<String>,
    pub description: Option<String>,
    pub poster: Option<String>,
    pub background: Option<String>,
    pub logo: Option<String>,
    /// Empty for a film. Season 0 holds the specials and comes last.
    pub seasons: Vec<Season>,
    /// A series whose episodes the catalogue does not list: the person types season and episode.
    pub episodes_unknown: bool,
    /// The other ids and titles the sources will be asked with, in words: `IMDb tt0388629`, `Kitsu 12`.
    pub known_as: Vec<String>,
    pub in_watchlist: bool,
    /// There is a trailer; `openTrailer` opens it in the browser.
    pub trailer: bool,
    /// From 0 to 1 for a film that was begun.
    pub progress: Option<f32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Season {
    pub number: u32,
    pub episodes: Vec<EpisodeCard>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EpisodeCard {
    /// The season and episode to ask `findStreams` with.
    pub season: u32,
    pub episode: u32,
    /// The other numbering, where there is one: `S23E15`, `episode 1170`.
    pub also: Option<String>,
    pub name: Option<String>,
    /// `YYYY-MM-DD`.
    pub aired: Option<String>,
    /// False when the date lies ahead.
    pub out: bool,
    pub overview: Option<String>,
    pub still: Option<String>,
    pub watched: bool,
    /// From 0 to 1 for one that was begun.
    pub progress: Option<f32>,
}

/// What a text in the search field means.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub enum Query {
    /// Words to search for; with season and episode when the text named them (`title s2e5`).
    Words { text: String, season: Option<u32>, episode: Option<u32> },
    /// A title by id or link.
    Title { kind: Kind, id: String, season: Option<u32>, episode: Option<u32> },
    /// A magnet, a hash or a torrent file: `openTorrent` takes it.
    Torrent { id: String, name: Option<String> },
    /// It looks like one of these and is none.
    Unusable { error: WireError },
}

/// What the system asks the page to show.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase", tag = "type")]
pub enum FromSystem {
    /// A link or a torrent file was handed over.
    Query { query: Query },
    /// The notice of what is on the disk was clicked.
    Downloads,
}
