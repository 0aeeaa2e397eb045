//! What a catalogue knows about a title. Plain values.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Ids, Kind, Numbering};

/// A title as a catalogue or search lists it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MetaPreview {
    /// The id that `details` takes: `tt1727587` or `kitsu:12`.
    pub id: String,
    pub kind: Kind,
    pub ids: Ids,
    pub name: String,
    /// As written: `2010`, `2008–2013`, `2019–`.
    pub release_info: Option<String>,
    pub year: Option<i16>,
    /// A rating from 0 to 10.
    pub rating: Option<f32>,
    /// An absolute URL, as the catalogue gave it.
    pub poster: Option<String>,
    pub genres: Vec<String>,
}

/// Everything known of a title.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    #[serde(flatten)]
    pub preview: MetaPreview,
    pub aliases: Vec<String>,
    pub end_year: Option<i16>,
    /// As written: `60 min`.
    pub runtime: Option<String>,
    pub cast: Vec<String>,
    pub directors: Vec<String>,
    pub description: Option<String>,
    pub background: Option<String>,
    pub logo: Option<String>,
    /// A trailer's id on `YouTube`.
    #[serde(default)]
    pub trailer: Option<String>,
    /// Where it was made: `United States`.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Sorted by season and episode, specials (season 0) last. Empty for a film, or when the catalogue does not list
    /// them.
    pub videos: Vec<Video>,
}

/// One episode.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Video {
    /// Season and episode as the id counts: an anime entry has season 1 only.
    pub season: u32,
    pub episode: u32,
    pub name: Option<String>,
    /// When it is or was released, as the catalogue gave it (UTC).
    pub released: Option<Timestamp>,
    /// The local day it aired.
    pub aired: Option<Date>,
    pub overview: Option<String>,
    pub thumbnail: Option<String>,
    /// Season and episode on IMDb, where a Kitsu entry tells them.
    pub imdb: Option<Numbering>,
    /// The number that runs through all seasons (specials left out).
    pub absolute: Option<u32>,
}
