//! What the person prefers and excludes. Plain values; the defaults hide nothing and prefer nothing.

mod pattern;

use serde::{Deserialize, Serialize};

pub use pattern::Pattern;

/// The preferences, saved with the settings. Resolutions, codecs, kinds of HDR and languages have the values that the
/// name parser returns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    pub order: PickOrder,
    pub packs: Packs,
    /// The most preferred first; any other comes after them.
    pub resolutions: Vec<String>,
    pub resolutions_out: Vec<String>,
    /// ISO 639-1 codes, the most preferred first.
    pub languages: Vec<String>,
    /// A name that states languages must state one of these. A name that states none passes.
    pub languages_required: Vec<String>,
    pub codecs: Vec<String>,
    pub codecs_out: Vec<String>,
    pub hdr: Vec<String>,
    pub hdr_out: Vec<String>,
    /// Bytes of the file that would play.
    pub min_size: Option<u64>,
    pub max_size: Option<u64>,
    /// Bits per second; ignored where the length is not known.
    pub min_bitrate: Option<u64>,
    pub max_bitrate: Option<u64>,
    pub no_cinema_recordings: bool,
    pub no_3d: bool,
    /// Each must match the release name.
    pub must_match: Vec<Pattern>,
    /// None may match the release name.
    pub must_not_match: Vec<Pattern>,
}

/// How rows are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PickOrder {
    /// By rank, which weighs everything known about a row.
    #[default]
    Best,
    /// First what plays at once, then by size, then by seeders.
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
