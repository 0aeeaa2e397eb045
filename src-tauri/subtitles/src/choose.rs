//! Orders what is offered by how well it fits a file: the very file first, then the same release, then the same cut; then by the
//! person's languages and wishes. Each place has its reasons.

use std::cmp::Reverse;

use release_name::ReleaseName;
use serde::Serialize;

/// Subtitles that somebody offers.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is told apart from the others")]
pub struct Offered {
    /// `en`, `pt-BR`.
    pub language: String,
    /// The name of the release they were made for, or of their own file; empty where nothing is told.
    pub release: String,
    /// Who offers them says that they are for a file of this hash.
    pub matches_hash: bool,
    pub cut: Cut,
    pub is_hearing_impaired: bool,
    pub is_forced: bool,
    pub is_machine_made: bool,
}

/// What two cuts of a film are told apart by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cut {
    pub length_s: Option<f64>,
    pub frame_rate: Option<f64>,
}

/// What the person wishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The most preferred first. Other languages are left out.
    pub languages: Vec<String>,
    pub hearing_impaired: bool,
    /// Only what is said in another language than the film's.
    pub forced: bool,
    /// Left out unless wished.
    pub machine_made: bool,
}

/// How well subtitles fit a file, the better the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    OtherCut,
    Unknown,
    SameCut,
    SameGroup,
    SameRelease,
    SameFile,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Fit(Fit),
    /// The place of the language among those wished, from 0.
    Language(usize),
    HearingImpaired,
    Forced,
    MachineMade,
}

/// The place of what is offered, by its index in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ranked {
    pub index: usize,
    pub reasons: Vec<Reason>,
}

/// Returns what is offered in a language that is wished, the best first. `name` is the file's or its release's.
pub fn rank(offered: &[Offered], name: &str, cut: Cut, wishes: &Wishes) -> Vec<Ranked> {
    let file = Name::of(name);
    let mut ranked: Vec<_> = offered
        .iter()
        .enumerate()
        .filter(|(_, one)| wishes.machine_made || !one.is_machine_made)
        .filter_map(|(index, one)| {
            let language = wishes.languages.iter().position(|wished| speaks(&one.language, wished))?;
            let fit = fit(one, &file, cut);
            let is_as_wished = (one.is_forced == wishes.forced, one.is_hearing_impaired == wishes.hearing_impaired);
            let order = (Reverse(fit), language, Reverse(is_as_wished), one.is_machine_made, index);
            let marks = [
                (one.is_hearing_impaired, Reason::HearingImpaired),
                (one.is_forced, Reason::Forced),
                (one.is_machine_made, Reason::MachineMade),
            ];
            let marks = marks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, reason)| reason);
            let reasons = [Reason::Fit(fit), Reason::Language(language)].into_iter().chain(marks).collect();
            Some((order, Ranked { index, reasons }))
        })
        .collect();
    // Lines for signs alone are no subtitles of the whole, however well they fit, and the other way round.
    ranked.sort_by_key(|((fit, language, wished, machine, index), _)| {
        (Reverse(wished.0.0), *fit, *language, *wished, *machine, *index)
    });
    ranked.into_iter().map(|(_, ranked)| ranked).collect()
}

/// Whether a language is the wished one; a region counts where the wish has one.
fn speaks(language: &str, wished: &str) -> bool {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    language.eq_ignore_ascii_case(wished) || !wished.contains('-') && primary(language) == primary(wished)
}

/// A name, and what of it tells releases apart.
struct Name {
    words: String,
    parsed: ReleaseName,
}

impl Name {
    fn of(name: &str) -> Self {
        let stem = name.rsplit_once('.').filter(|(_, end)| is_extension(end)).map_or(name, |(stem, _)| stem);
        let words: Vec<String> = stem.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
        let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        Self { words, parsed: release_name::parse(stem) }
    }
}

fn is_extension(end: &str) -> bool {
    ["mkv", "mp4", "avi", "mov", "m4v", "srt", "ass", "ssa", "vtt", "sub"]
        .iter()
        .any(|one| end.eq_ignore_ascii_case(one))
}

fn fit(offered: &Offered, file: &Name, cut: Cut) -> Fit {
    if offered.matches_hash {
        return Fit::SameFile;
    }
    let other = Name::of(&offered.release);
    if !other.words.is_empty() && other.words == file.words {
        return Fit::SameRelease;
    }
    let same_cut = same_cut(offered.cut, cut);
    if same_cut == Some(false) {
        return Fit::OtherCut;
    }
    let group = |name: &Name| name.parsed.group.as_deref().map(str::to_lowercase);
    let is_of_group = group(&other).is_some() && group(&other) == group(file);
    let is_alike = other.parsed.quality == file.parsed.quality && other.parsed.edition == file.parsed.edition;
    if is_of_group && is_alike {
        return Fit::SameGroup;
    }
    if same_cut == Some(true) || is_alike && other.parsed.quality.is_some() {
        return Fit::SameCut;
    }
    let tells = |name: &Name| name.parsed.quality.is_some();
    if tells(&other) && tells(file) && !is_alike { Fit::OtherCut } else { Fit::Unknown }
}

/// Whether two cuts are the same; `None` where nothing tells.
fn same_cut(one: Cut, other: Cut) -> Option<bool> {
    const SECONDS: f64 = 2.0;
    let within = |one: Option<f64>, other: Option<f64>, most: f64| Some((one? - other?).abs() <= most);
    let length = within(one.length_s, other.length_s, SECONDS);
    let rate = within(one.frame_rate, other.frame_rate, 0.01);
    match (length, rate) {
        // Frame rates alone tell only what is not the same.
        (None, None | Some(true)) => None,
        (length, rate) => Some(length != Some(false) && rate != Some(false)),
    }
}
