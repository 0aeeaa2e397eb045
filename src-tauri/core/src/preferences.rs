//! What a person likes to see and what not: values, and whether they hide a row. Pure; the defaults hide nothing and prefer nothing.

mod pattern;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::pipeline::dedupe::Candidate;
use crate::pipeline::rank::Scope;
use crate::title::Wanted;

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

/// Why a row is hidden. In the order they are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HiddenReason {
    CinemaRecording,
    ThreeD,
    Pack,
    Resolution,
    Language,
    Codec,
    Hdr,
    TooSmall,
    TooLarge,
    LowBitrate,
    HighBitrate,
    LacksText,
    ForbiddenText,
}

impl HiddenReason {
    /// In words, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::CinemaRecording => "recorded in a cinema",
            Self::ThreeD => "3D",
            Self::Pack => "not a single episode",
            Self::Resolution => "resolution not wanted",
            Self::Language => "other languages",
            Self::Codec => "codec not wanted",
            Self::Hdr => "HDR not wanted",
            Self::TooSmall => "too small",
            Self::TooLarge => "too large",
            Self::LowBitrate => "bitrate too low",
            Self::HighBitrate => "bitrate too high",
            Self::LacksText => "name lacks a wanted text",
            Self::ForbiddenText => "name has an unwanted text",
        }
    }
}

/// Why the preferences hide a row; `None` shows it. What is not known of a row never hides it.
pub fn hidden(row: &Candidate, preferences: &Preferences, wanted: &Wanted) -> Option<HiddenReason> {
    let scope = crate::pipeline::rank::scope(&row.parsed, wanted);
    hidden_in(row, preferences, wanted, scope)
}

pub(crate) fn hidden_in(row: &Candidate, liked: &Preferences, wanted: &Wanted, scope: Scope) -> Option<HiddenReason> {
    let parsed = &row.parsed;
    let says = |list: &[String], said: &str| list.iter().any(|one| one.eq_ignore_ascii_case(said));
    let size = row.play_size(scope);
    let bitrate = || bitrate(size?, wanted.runtime_min?);
    let episode = wanted.episode.is_some();
    let checks = [
        (HiddenReason::CinemaRecording, liked.no_cinema_recordings && parsed.quality.is_some_and(is_cinema)),
        (HiddenReason::ThreeD, liked.no_3d && is_3d(&row.torrent.title)),
        (HiddenReason::Pack, liked.packs == Packs::SingleOnly && episode && scope != Scope::Single),
        (HiddenReason::Resolution, parsed.resolution.as_deref().is_some_and(|r| says(&liked.resolutions_out, r))),
        (
            HiddenReason::Language,
            !liked.languages_required.is_empty()
                && !parsed.languages.is_empty()
                && !parsed.languages.iter().any(|l| says(&liked.languages_required, l)),
        ),
        (HiddenReason::Codec, parsed.codec.is_some_and(|c| says(&liked.codecs_out, c))),
        (HiddenReason::Hdr, parsed.hdr.iter().any(|h| says(&liked.hdr_out, h))),
        (HiddenReason::TooSmall, size.zip(liked.min_size).is_some_and(|(size, least)| size < least)),
        (HiddenReason::TooLarge, size.zip(liked.max_size).is_some_and(|(size, most)| size > most)),
        (HiddenReason::LowBitrate, liked.min_bitrate.is_some_and(|least| bitrate().is_some_and(|b| b < least))),
        (HiddenReason::HighBitrate, liked.max_bitrate.is_some_and(|most| bitrate().is_some_and(|b| b > most))),
        (HiddenReason::LacksText, liked.must_match.iter().any(|p| !p.accepts(&row.torrent.title))),
        (HiddenReason::ForbiddenText, liked.must_not_match.iter().any(|p| p.rejects(&row.torrent.title))),
    ];
    checks.into_iter().find(|(_, hides)| *hides).map(|(reason, _)| reason)
}

/// How many rows the preferences hide, by reason.
pub fn count_hidden<'a>(
    rows: impl IntoIterator<Item = &'a Candidate>,
    preferences: &Preferences,
    wanted: &Wanted,
) -> BTreeMap<HiddenReason, usize> {
    let mut counts = BTreeMap::new();
    for reason in rows.into_iter().filter_map(|row| hidden(row, preferences, wanted)) {
        *counts.entry(reason).or_default() += 1;
    }
    counts
}

/// Bits a second of a file of `bytes` that plays for `minutes`.
pub fn bitrate(bytes: u64, minutes: u32) -> Option<u64> {
    bytes.checked_mul(8)?.checked_div(u64::from(minutes) * 60)
}

/// Made in a cinema or from a copy that was not for sale.
pub(crate) fn is_cinema(quality: &str) -> bool {
    matches!(quality, "CAM" | "TeleSync" | "TeleCine" | "SCR" | "R5")
}

/// The name carries one of the marks of films for two eyes.
fn is_3d(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    words.any(|w| {
        ["3d", "hsbs", "sbs", "halfsbs", "hou", "halfou", "bd3d"].iter().any(|mark| w.eq_ignore_ascii_case(mark))
    })
}

#[cfg(test)]
mod tests;
