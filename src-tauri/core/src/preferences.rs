//! What the person prefers and excludes. Plain values; the defaults hide nothing and prefer nothing.

mod pattern;

use std::collections::BTreeSet;

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
    /// The languages the person understands; empty while nobody asked. See [`understood`](Self::understood).
    pub languages_understood: Vec<String>,
    pub wish: Wish,
    /// What the person's line carries, in bits per second, where known.
    pub line: Option<u64>,
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

impl Preferences {
    /// Returns every language that is not foreign to the person: those they said to understand, or the system's while
    /// nobody asked, and those they wish to hear.
    pub fn understood(&self) -> BTreeSet<String> {
        let said =
            if self.languages_understood.is_empty() { system_languages() } else { self.languages_understood.clone() };
        said.iter()
            .chain(&self.languages)
            .chain(&self.languages_required)
            .map(|code| code.to_ascii_lowercase())
            .collect()
    }
}

/// Returns the system's languages as ISO 639-1 codes, the first first; English where the system names none.
pub fn system_languages() -> Vec<String> {
    languages_of(sys_locale::get_locales())
}

fn languages_of(locales: impl Iterator<Item = String>) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for locale in locales {
        let code = locale.split(['-', '_', '.', '@']).next().unwrap_or_default().to_ascii_lowercase();
        let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase());
        if is_code && !codes.contains(&code) {
            codes.push(code);
        }
    }
    if codes.is_empty() { vec!["en".to_owned()] } else { codes }
}

/// What the best of two good releases is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    #[default]
    BestPicture,
    /// The best picture that the person's line carries without a stop.
    FitsLine,
    /// A good picture in few bytes.
    SaveData,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(locales: &[&str]) -> Vec<String> {
        languages_of(locales.iter().map(|locale| (*locale).to_owned()))
    }

    #[test]
    fn the_languages_of_the_system_are_those_its_locales_name() {
        assert_eq!(of(&["tr-TR", "en-US", "en_GB.UTF-8"]), ["tr", "en"]);
        assert_eq!(of(&["de_AT@euro", "x", "fil-PH", "C"]), ["de"]);
        assert_eq!((of(&["C.UTF-8", "POSIX"]), of(&[])), (vec!["en".to_owned()], vec!["en".to_owned()]));
    }

    #[test]
    fn what_a_person_wishes_to_hear_is_understood_as_well() {
        let list = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        let preferences = Preferences {
            languages_understood: list(&["tr", "EN"]),
            languages: list(&["de"]),
            languages_required: list(&["fr"]),
            ..Preferences::default()
        };
        assert_eq!(preferences.understood().into_iter().collect::<Vec<_>>(), ["de", "en", "fr", "tr"]);
    }
}
