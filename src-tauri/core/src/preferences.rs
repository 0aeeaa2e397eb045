//! What a person likes to see and what not: values only. The defaults hide nothing and prefer nothing.

mod pattern;

use serde::{Deserialize, Serialize};

pub use pattern::Pattern;

/// Saved with the settings. Resolutions, codecs, kinds of HDR and languages are the values a parsed name carries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    pub order: PickOrder,
    pub packs: Packs,
    /// Best liked first; those not named come after.
    pub resolutions: Vec<String>,
    pub resolutions_out: Vec<String>,
    /// ISO 639-1 codes, best liked first.
    pub languages: Vec<String>,
    /// A name that says languages has to say one of these. What says none is not foreign.
    pub languages_required: Vec<String>,
    pub codecs: Vec<String>,
    pub codecs_out: Vec<String>,
    pub hdr: Vec<String>,
    pub hdr_out: Vec<String>,
    /// Bytes of the file that would play.
    pub min_size: Option<u64>,
    pub max_size: Option<u64>,
    /// Bits a second; they count where the length is known.
    pub min_bitrate: Option<u64>,
    pub max_bitrate: Option<u64>,
    pub no_cinema_recordings: bool,
    pub no_3d: bool,
    /// Each has to be found in the release name.
    pub must_match: Vec<Pattern>,
    /// None may be found in it.
    pub must_not_match: Vec<Pattern>,
}

/// How rows are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PickOrder {
    /// By everything known of a row.
    #[default]
    Best,
    /// What plays at once first, then the largest, then the most seeders.
    SizeThenSeeders,
}

/// Whether torrents of whole seasons are welcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Packs {
    /// Only torrents whose name says they are the one episode.
    SingleOnly,
    #[default]
    PacksToo,
    PacksFirst,
}
