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
            let by_name = fit_by_name(one, &file, cut);
            let fit = if one.matches_hash && by_name != NameFit::OtherWork { Fit::SameFile } else { by_name.into() };
            let is_as_wished = (one.is_forced == wishes.forced, one.is_hearing_impaired == wishes.hearing_impaired);
            // Some say of everything that it is for the very file: then the names tell.
            let order = (Reverse(fit), language, Reverse(is_as_wished), one.is_machine_made, Reverse(by_name), index);
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
    ranked.sort_by_key(|((fit, language, wished, machine, by_name, index), _)| {
        (Reverse(wished.0.0), *fit, *language, *wished, *machine, *by_name, *index)
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
        let name = name.trim();
        let stem = name.rsplit_once('.').filter(|(_, end)| is_extension(end)).map_or(name, |(stem, _)| stem);
        let words: Vec<String> = stem.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
        let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        Self { words, parsed: release_name::parse(stem) }
    }
}

/// What stands between the names of several releases, and the most of them looked at.
const BETWEEN: [&str; 6] = [" / ", "|", ",", ";", "\n", "\r"];
const MOST_NAMES: usize = 12;

fn is_extension(end: &str) -> bool {
    ["mkv", "mp4", "avi", "mov", "m4v", "srt", "ass", "ssa", "vtt", "sub"]
        .iter()
        .any(|one| end.eq_ignore_ascii_case(one))
}

/// How well subtitles fit by what is told of them but a hash, the better the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum NameFit {
    /// Another episode, or a film of another year.
    OtherWork,
    OtherCut,
    Unknown,
    SameCut,
    SameGroup,
    SameRelease,
}

impl From<NameFit> for Fit {
    fn from(fit: NameFit) -> Self {
        match fit {
            NameFit::OtherWork | NameFit::OtherCut => Self::OtherCut,
            NameFit::Unknown => Self::Unknown,
            NameFit::SameCut => Self::SameCut,
            NameFit::SameGroup => Self::SameGroup,
            NameFit::SameRelease => Self::SameRelease,
        }
    }
}

/// Of several releases that subtitles are said to be for, the one that fits best counts.
fn fit_by_name(offered: &Offered, file: &Name, cut: Cut) -> NameFit {
    // A title may have a comma in it.
    if is_same_release(&Name::of(&offered.release), file) {
        return NameFit::SameRelease;
    }
    let separate = |between: &str| offered.release.split(between).map(str::to_owned).collect::<Vec<_>>();
    let names = BETWEEN.iter().map(|between| separate(between)).max_by_key(Vec::len).unwrap_or_default();
    let same_cut = same_cut(offered.cut, cut);
    let fits = names.iter().take(MOST_NAMES).map(|name| fit_of_name(&Name::of(name), file, same_cut));
    fits.max().unwrap_or(NameFit::Unknown)
}

fn is_same_release(one: &Name, other: &Name) -> bool {
    !one.words.is_empty() && one.words == other.words
}

fn fit_of_name(other: &Name, file: &Name, same_cut: Option<bool>) -> NameFit {
    if is_same_release(other, file) {
        return NameFit::SameRelease;
    }
    if is_other_work(&other.parsed, &file.parsed) {
        return NameFit::OtherWork;
    }
    if same_cut == Some(false) {
        return NameFit::OtherCut;
    }
    let group = |name: &Name| name.parsed.group.as_deref().map(str::to_lowercase);
    let is_of_group = group(other).is_some() && group(other) == group(file);
    let source = |name: &Name| name.parsed.quality.map(source);
    let is_alike = source(other) == source(file) && other.parsed.edition == file.parsed.edition;
    if is_of_group && is_alike {
        return NameFit::SameGroup;
    }
    let tells = |name: &Name| name.parsed.quality.is_some();
    if same_cut == Some(true) || is_alike && tells(other) {
        return NameFit::SameCut;
    }
    if tells(other) && tells(file) && !is_alike { NameFit::OtherCut } else { NameFit::Unknown }
}

/// Where a release is from, which the cut depends on: discs, the web, television, and each other by its name.
fn source(quality: &'static str) -> &'static str {
    match quality {
        "BDRip" | "BRRip" | "BluRay" | "BluRay REMUX" | "REMUX" | "UHDRip" => "disc",
        "WEB" | "WEB-DL" | "WEB-DLRip" | "WEBMux" | "WEBRip" | "HDRip" => "web",
        "HDTV" | "HDTVRip" | "PDTV" | "SATRip" | "TVRip" => "television",
        "DVD" | "DVDRip" => "DVD",
        other => other,
    }
}

/// Whether both names tell numbers or years and these have nothing in common. Numbers that count otherwise tell nothing.
fn is_other_work(one: &ReleaseName, other: &ReleaseName) -> bool {
    let apart =
        |one: &[u32], other: &[u32]| !one.is_empty() && !other.is_empty() && !one.iter().any(|n| other.contains(n));
    let count_alike = one.seasons.is_empty() == other.seasons.is_empty();
    let is_other_year = one.year.zip(other.year).is_some_and(|(one, other)| one.abs_diff(other) > 1);
    apart(&one.seasons, &other.seasons) || count_alike && apart(&one.episodes, &other.episodes) || is_other_year
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
