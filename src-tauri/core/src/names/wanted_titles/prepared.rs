//! What is known of the wanted work, made ready for comparing: further forms of its titles, its years, its countries, and the
//! names of its episodes.

use std::sync::OnceLock;

use hashbrown::HashSet;
use release_name::{Field, normalise};

use super::super::{is_later_season, read, words};
use crate::title::{Kind, Wanted, country};

/// The names of all episodes. Few names ask for them, and some shows have thousands, so they are prepared when asked for.
#[derive(Debug)]
pub(super) struct EpisodeNames {
    given: Vec<String>,
    normal: OnceLock<HashSet<String>>,
}

impl EpisodeNames {
    pub(super) fn new(given: &[String]) -> Self {
        Self { given: given.to_vec(), normal: OnceLock::new() }
    }

    pub(super) fn contains(&self, normal: &str) -> bool {
        self.normal.get_or_init(|| long_enough(&self.given).collect()).contains(normal)
    }
}

/// The shortest name of an episode by which it is known.
const SHORTEST_NAME: usize = 4;

/// Returns the normal forms of the names by which an episode is known.
pub(super) fn long_enough<'a>(names: impl IntoIterator<Item = &'a String>) -> impl Iterator<Item = String> {
    names.into_iter().map(|name| normalise(name)).filter(|name| name.len() >= SHORTEST_NAME)
}

/// Returns the first and the last year that names state for a work: a film's within one of its own, a series' from its
/// first to its last.
pub(super) fn years(wanted: &Wanted) -> Option<(i32, i32)> {
    let first = i32::from(wanted.year?);
    // Releases of a later season carry the year of the first.
    let earliest = if is_later_season(wanted) { i32::MIN } else { first - 1 };
    let last = match (wanted.kind, wanted.end_year) {
        (Kind::Movie, _) => first + 1,
        (Kind::Series | Kind::Anime, Some(end)) => i32::from(end) + 1,
        (Kind::Series | Kind::Anime, None) => i32::MAX,
    };
    Some((earliest, last))
}

pub(super) fn holds(years: Option<(i32, i32)>, year: i32) -> bool {
    years.is_none_or(|(first, last)| (first..=last).contains(&year))
}

/// Returns where a work was made: as the catalogue says, else as the mark behind one of its titles does.
pub(super) fn countries(wanted: &Wanted) -> Vec<String> {
    if !wanted.context.countries.is_empty() {
        return wanted.context.countries.clone();
    }
    let titles = std::iter::once(&wanted.name).chain(&wanted.aliases);
    titles.filter_map(|title| country_of(title)).map(str::to_owned).collect()
}

/// Returns the country that a title is marked with, as catalogues write it: `Title (US)`.
fn country_of(title: &str) -> Option<&'static str> {
    let (_, last) = title.trim_end_matches([')', ']']).rsplit_once([' ', '(', '['])?;
    let is_code = last.len() < 4 && last.chars().all(|c| c.is_ascii_uppercase());
    country::marked(&last.to_ascii_lowercase()).filter(|_| is_code)
}

/// Returns a title before its colon and what follows it, in normal form.
pub(super) fn halves(title: &str) -> Option<(String, String)> {
    let (title, subtitle) = title.split_once(": ")?;
    let halves = (normalise(title), normalise(subtitle));
    (!halves.0.is_empty() && !halves.1.is_empty()).then_some(halves)
}

/// Returns other forms a title is released under: without the season or part that the title of an anime's entry states,
/// without a year or country behind it, without the name of who made it, by its initials, with its numbers written otherwise.
pub(super) fn short_forms(title: &str, kind: Kind, is_anime: bool) -> Vec<String> {
    let mut forms = Vec::new();
    if is_anime {
        let said = read(title);
        if !said.seasons.is_empty() && said.episodes.is_empty() && !said.title.is_empty() {
            forms.push(said.title.clone());
        }
        let part = said
            .span(Field::Part)
            .filter(|part| title.get(part.end..).is_some_and(|rest| !rest.contains(char::is_alphanumeric)));
        let before = part
            .and_then(|part| title.get(..part.start))
            .map(|before| before.trim_end_matches([' ', '(', ':', '-', ',']));
        forms.extend(
            before.filter(|before| kind != Kind::Movie && before.contains(char::is_alphabetic)).map(str::to_owned),
        );
    }
    let bare = title.trim_end_matches([')', ']']);
    if let Some((rest, last)) = bare.rsplit_once([' ', '(', '[']) {
        let is_year = last.len() == 4 && last.parse().is_ok_and(|year: u16| (1900..2100).contains(&year));
        let rest = rest.trim_end();
        if (is_year && bare.len() < title.len() || country_of(title).is_some()) && !rest.is_empty() {
            forms.push(rest.to_owned());
        }
    }
    let normal = normalise(title);
    forms.extend(words::without_brand(&normal).map(str::to_owned));
    // The parser takes a doctor's initials for technical ones.
    forms.extend(normal.strip_suffix(" md").or_else(|| normal.strip_suffix(" m d")).map(str::to_owned));
    // One word in the normal form, and two in many names.
    forms.extend(title.contains('-').then(|| title.replace('-', " ")));
    forms.extend(words::acronym(title).map(str::to_owned));
    forms.extend(words::abbreviated(title));
    forms.extend(words::without_cross(title));
    // The parser skips a bracket that a name begins with.
    forms.extend(title.strip_prefix('(').and_then(|rest| Some(rest.split_once(") ")?.1.to_owned())));
    forms.extend(words::with_other_numerals(&normal, kind == Kind::Movie));
    forms
}
