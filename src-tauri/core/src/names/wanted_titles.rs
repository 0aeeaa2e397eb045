//! Judges whether the work that a name is about is the wanted one. Everything that can be prepared is prepared once for
//! a search.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use hashbrown::{HashMap, HashSet};
use release_name::{Field, KnownTitles, Relation, ReleaseName, normalise, without_article};

use super::{Masks, read, words};
use crate::title::{Kind, Wanted, country};

/// How the work that a name is about relates to the wanted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kinship {
    /// It is the wanted one, by its title or another of its titles.
    Same,
    /// It is the wanted title marked with a country, and where the wanted one was made is not known.
    Marked,
    /// The name has no title.
    Untold,
    /// A catalogue lists it as another work: a sister show, a remake, another entry of the family.
    Listed,
    /// It is the wanted title with further words, or marked with another country: another show, unless an id proves it.
    Longer,
    /// Its title begins like the wanted one and goes on otherwise.
    Sibling,
    /// Any other title; it may be the wanted one's in another language.
    Other,
}

/// The titles of the wanted work, and what is known around it.
#[derive(Debug)]
pub struct WantedTitles {
    known: KnownTitles,
    /// Only the titles as the catalogues give them.
    given: KnownTitles,
    masks: Masks,
    /// The works of other titles that a catalogue lists, in normal form.
    relatives: Vec<String>,
    /// The years of the works that a catalogue lists under the same title.
    remakes: Vec<i16>,
    countries: Vec<String>,
    episode_names: EpisodeNames,
    /// The name of the wanted episode in normal form; empty where it is not known.
    episode_name: String,
    /// The first and last year a name may state for it.
    years: Option<(i32, i32)>,
    /// The year it was first released.
    first_year: Option<i32>,
    kind: Kind,
    is_anime: bool,
    /// The season of the whole work that the entry of an anime is.
    season: Option<u32>,
    /// The numbers of the wanted episode that run through all seasons.
    through: Vec<u32>,
    /// How titles were judged that are judged alike in every name: thousands of names state few different ones.
    judged: Mutex<HashMap<Box<str>, Kinship>>,
}

/// The names of all episodes. Few names ask for them, and some shows have thousands, so they are prepared when asked for.
#[derive(Debug)]
struct EpisodeNames {
    given: Vec<String>,
    normal: OnceLock<HashSet<String>>,
}

impl EpisodeNames {
    fn contains(&self, normal: &str) -> bool {
        self.normal.get_or_init(|| long_enough(&self.given).collect()).contains(normal)
    }
}

impl WantedTitles {
    pub fn new(wanted: &Wanted) -> Self {
        let given = || std::iter::once(&wanted.name).chain(&wanted.aliases);
        let is_anime = wanted.is_anime();
        let mut aliases = wanted.aliases.clone();
        for title in given() {
            aliases.extend(short_forms(title, wanted.kind, is_anime));
        }
        let known = KnownTitles::new(&wanted.name, &aliases);
        let context = &wanted.context;
        let relative = |name: &str| without_article(&normalise(name)).to_owned();
        let is_known = |name: &String| known.normal_forms().any(|title| title == name);
        let relatives = context.relatives.iter().map(|relative_work| relative(&relative_work.name));
        let relatives = relatives.filter(|name| !name.is_empty() && !is_known(name)).collect();
        let is_remake = |name: &str| is_known(&relative(name));
        let years = years(wanted);
        let remakes = context.relatives.iter().filter(|work| is_remake(&work.name)).filter_map(|work| work.year);
        let remakes = remakes.filter(|year| !holds(years, i32::from(*year))).collect();
        let episode = wanted.episode.as_ref();
        let season = episode.and_then(|episode| episode.imdb).and_then(|imdb| imdb.season);
        Self {
            given: KnownTitles::new(&wanted.name, &wanted.aliases),
            masks: Masks::new(given(), wanted.kind == Kind::Movie || episode.is_none(), is_anime),
            relatives,
            remakes,
            countries: countries(wanted),
            episode_names: EpisodeNames { given: context.episode_names.clone(), normal: OnceLock::new() },
            episode_name: long_enough(episode.and_then(|episode| episode.name.as_ref())).next().unwrap_or_default(),
            years,
            first_year: wanted.year.map(i32::from),
            kind: wanted.kind,
            is_anime,
            season: season.or_else(|| super::title_season(wanted)),
            through: episode
                .into_iter()
                .flat_map(|episode| episode.absolute.into_iter().chain(episode.kitsu))
                .collect(),
            known,
            judged: Mutex::default(),
        }
    }

    /// The titles that the parser would misread.
    pub(crate) fn masks(&self) -> &Masks {
        &self.masks
    }

    /// Parses the name of a torrent, or returns the remembered result. A title that is wanted is not read as a number
    /// or a year.
    pub fn read(&self, name: &str) -> Arc<ReleaseName> {
        self.masks.read_known(name)
    }

    /// Returns what `parsed`, the plain reading of the name, becomes once the wanted title is known.
    pub fn reread(&self, parsed: &Arc<ReleaseName>, name: &str) -> Arc<ReleaseName> {
        self.masks.read_covered(name).map_or_else(|| Arc::clone(parsed), Arc::new)
    }

    /// Returns whether no title is wanted, so that there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.known.normal_forms().next().is_none()
    }

    /// Judges a release or file name, given with what was read from it.
    pub fn relate(&self, said: &ReleaseName, name: &str) -> Kinship {
        let kinship = self.relate_title(said, name);
        if !matches!(kinship, Kinship::Same | Kinship::Marked) || self.kind == Kind::Movie {
            return kinship;
        }
        if said.year.is_some_and(|year| i16::try_from(year).is_ok_and(|year| self.remakes.contains(&year))) {
            return Kinship::Listed;
        }
        if self.is_of_a_remake(said) || said.alternative_titles.iter().any(|title| self.is_marked_foreign(title)) {
            return Kinship::Longer;
        }
        country_after_title(said, name).map_or(kinship, |mark| kinship.max(self.with_mark(&mark)))
    }

    fn relate_title(&self, said: &ReleaseName, name: &str) -> Kinship {
        if self.is_empty() {
            return Kinship::Untold;
        }
        let title = said.title.trim();
        if title.is_empty() {
            // The parser may take a title for a year or number: `2012`, `Cyberpunk 2077`.
            let name = normalise(name);
            let begins =
                |title: &str| name.strip_prefix(title).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
            return if self.known.normal_forms().any(begins) { Kinship::Same } else { Kinship::Untold };
        }
        let mut best = self.one(title, said);
        // Most are, and nothing else has to be looked for.
        if best == Kinship::Same || self.are_both(title) {
            return Kinship::Same;
        }
        let others = || said.alternative_titles.iter().map(String::as_str);
        for part in parts(title).filter(|part| *part != title).chain(others().flat_map(parts)) {
            if best == Kinship::Same {
                break;
            }
            best = best.min(self.one(part, said));
        }
        best
    }

    /// Judges one title.
    fn one(&self, title: &str, said: &ReleaseName) -> Kinship {
        /// The most titles remembered.
        const MOST: usize = 512;
        let judged = || self.judged.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kinship) = judged().get(title) {
            return *kinship;
        }
        let normal = normalise(title);
        let relation = if normal.is_empty() { Relation::Other } else { self.known.relate(&normal) };
        let kinship = match relation {
            _ if normal.is_empty() => Kinship::Other,
            Relation::Same => Kinship::Same,
            _ if self.relatives.iter().any(|other| other == without_article(&normal)) => Kinship::Listed,
            _ if self.is_mixed(&normal) => Kinship::Same,
            _ if words::without_all(&normal).is_some_and(|title| self.known.relate(title) == Relation::Same) => {
                Kinship::Same
            }
            _ if self.kind == Kind::Movie && self.is_film(&normal, said) => return Kinship::Same,
            // What else the name says decides these.
            Relation::Longer { before, after } => return self.with_words(before, after, said),
            Relation::Sibling => Kinship::Sibling,
            Relation::Other => Kinship::Other,
        };
        let mut judged = judged();
        if judged.len() < MOST {
            judged.insert(title.into(), kinship);
        }
        kinship
    }

    /// Returns whether a title is two of the wanted ones: `Blaue Wiese - Blue Meadow`.
    fn are_both(&self, title: &str) -> bool {
        let same = |part: &str| self.known.relate(&normalise(part)) == Relation::Same;
        title.split_once(" - ").is_some_and(|(first, second)| same(first) && same(second))
    }

    /// Returns whether a film's title is the wanted one with what only some releases write: the word for a film before it,
    /// or its place among the others, where the year is the wanted one: `Blue Meadow 7 The Mill 2012`.
    fn is_film(&self, normal: &str, said: &ReleaseName) -> bool {
        let same = |title: &str| self.known.relate(title) == Relation::Same;
        words::without_film(normal).is_some_and(same)
            || self.states_its_year(said) && words::without_place(normal).is_some_and(|title| same(&title))
    }

    /// Returns whether a name states a year of the work.
    fn states_its_year(&self, said: &ReleaseName) -> bool {
        said.year.is_some_and(|year| self.years.is_some() && holds(self.years, i32::from(year)))
    }

    /// Returns whether a title written in two scripts, the one being the other's translation, is the wanted one in either.
    pub(crate) fn is_mixed(&self, normal: &str) -> bool {
        if normal.is_ascii() {
            return false;
        }
        let part =
            |latin: bool| normal.split(' ').filter(|word| words::is_latin(word) == latin).collect::<Vec<_>>().join(" ");
        let (latin, other) = (part(true), part(false));
        let is_mixed = !latin.is_empty() && !other.is_empty();
        let same = |part: &str| self.known.relate(part) == Relation::Same;
        is_mixed && (same(&latin) || same(&other))
    }

    /// Returns what the words around the wanted title make of it.
    fn with_words(&self, before: &str, after: &str, said: &ReleaseName) -> Kinship {
        if !words::is_neutral_before(before) {
            return Kinship::Longer;
        }
        let is_film = self.kind == Kind::Movie;
        // `The Long Night Version`: an edition by its own name.
        if is_film && words::is_edition(after) && self.states_its_year(said) {
            return Kinship::Same;
        }
        if self.is_arc(said) || (said.episodes.is_empty() && self.is_episode_name(after)) {
            return Kinship::Same;
        }
        let kinship = |word: &str| match words::number(word) {
            _ if words::is_neutral_after(word) || is_film && words::is_language(word) => Kinship::Same,
            _ if country::is_mark(word) => self.with_mark(word),
            Some(number) if self.is_own_number(number, said) => Kinship::Same,
            _ => Kinship::Longer,
        };
        after.split(' ').filter(|word| !word.is_empty()).map(kinship).max().unwrap_or(Kinship::Same)
    }

    /// Returns what the mark of a country, in lower case, makes of the wanted title.
    fn with_mark(&self, mark: &str) -> Kinship {
        if country::is_marked(&self.countries, mark) {
            return Kinship::Same;
        }
        match self.kind {
            _ if !self.countries.is_empty() => Kinship::Longer,
            Kind::Movie => Kinship::Same,
            // Catalogues of anime tell no country.
            _ if self.is_anime && matches!(mark, "jp" | "jpn" | "japan") => Kinship::Same,
            Kind::Series | Kind::Anime => Kinship::Marked,
        }
    }

    /// `Title - Name of the Arc (890-1085)`: a running count that begins late and holds the wanted number. No other
    /// show of the family counts so far.
    fn is_arc(&self, said: &ReleaseName) -> bool {
        const LONG: u32 = 300;
        let holds = |number: &u32| said.episodes.contains(number) || said.absolute.contains(number);
        let is_late = |number: &u32| match said.episodes.as_slice() {
            [first, _, ..] => *first > 1,
            _ => *number > LONG,
        };
        self.is_anime && said.seasons.is_empty() && self.through.iter().any(|number| holds(number) && is_late(number))
    }

    fn is_episode_name(&self, words: &str) -> bool {
        words == self.episode_name && !words.is_empty() || self.episode_names.contains(words)
    }

    /// A year of the work; the season of a series, as in `Title 4 S04E01` and `Title II`.
    fn is_own_number(&self, number: u32, said: &ReleaseName) -> bool {
        let is_year = i32::try_from(number).is_ok_and(|year| year > 1900 && holds(self.years, year));
        let is_season =
            || said.seasons == [number] || said.seasons.is_empty() && self.is_anime && self.season == Some(number);
        is_year || self.kind != Kind::Movie && is_season()
    }

    /// Returns whether a title is the wanted one marked with another country.
    fn is_marked_foreign(&self, title: &str) -> bool {
        let normal = normalise(title);
        matches!(self.known.relate(&normal), Relation::Longer { before: "", after } if country::is_mark(after) && self.with_mark(after) == Kinship::Longer)
    }

    /// Returns whether a name goes by the title of the whole work alone, where the wanted entry has a longer one.
    pub fn is_short(&self, said: &ReleaseName) -> bool {
        let others = said.alternative_titles.iter().map(String::as_str);
        let mut titles = std::iter::once(said.title.as_str()).chain(others);
        !titles.any(|title| self.given.relate(&normalise(title)) == Relation::Same)
            && self.known.relate(&normalise(&said.title)) == Relation::Same
    }

    /// Returns whether a name states a year that the work was not made in.
    pub fn is_of_another_year(&self, said: &ReleaseName) -> bool {
        let (Some(from), Some((first, last))) = (said.year.map(i32::from), self.years) else { return false };
        let to = said.end_year.map_or(from, i32::from).max(from);
        to < first || from > last
    }

    /// Returns whether a name is that of a remake by the year before its numbers, which is the first year of a show, or
    /// that of the season. `Title 2021 S02E03` is no show of 2007: its second season came long before. Shows of two
    /// seasons a year exist. An anime may name no season.
    fn is_of_a_remake(&self, said: &ReleaseName) -> bool {
        let season = said.seasons.iter().max().copied().or(self.is_anime.then_some(1));
        let (Some(first), Some(year), Some(season)) = (self.first_year, said.year.map(i32::from), season) else {
            return false;
        };
        let numbers =
            [Field::Season, Field::Episode].into_iter().filter_map(|field| said.span(field)).map(|at| at.start);
        let stands_before =
            said.span(Field::Year).zip(numbers.min()).is_some_and(|(year, numbers)| year.start < numbers);
        let after = year - first;
        let possible = i64::from(season) > i64::from(after) / 2;
        stands_before && holds(self.years, year) && said.end_year.is_none() && after > 1 && !possible
    }

    /// Returns whether a name without a number names an episode by its name after the title, and that one is the wanted
    /// one; `None` where it names none.
    pub fn names_the_episode(&self, said: &ReleaseName) -> Option<bool> {
        if !said.is_unnumbered() || self.kind == Kind::Movie {
            return None;
        }
        let normal = normalise(&said.title);
        let Relation::Longer { after, .. } = self.known.relate(&normal) else { return None };
        self.is_episode_name(after).then(|| after == self.episode_name)
    }
}

/// The shortest name of an episode by which it is known.
const SHORTEST_NAME: usize = 4;

/// Returns the normal forms of the names by which an episode is known.
fn long_enough<'a>(names: impl IntoIterator<Item = &'a String>) -> impl Iterator<Item = String> {
    names.into_iter().map(|name| normalise(name)).filter(|name| name.len() >= SHORTEST_NAME)
}

/// Returns the first and the last year that names state for a work: a film's within one of its own, a series' from its
/// first to its last.
fn years(wanted: &Wanted) -> Option<(i32, i32)> {
    let first = i32::from(wanted.year?);
    // Releases of a later season carry the year of the first.
    let earliest = if super::is_later_season(wanted) { i32::MIN } else { first - 1 };
    let last = match (wanted.kind, wanted.end_year) {
        (Kind::Movie, _) => first + 1,
        (Kind::Series | Kind::Anime, Some(end)) => i32::from(end) + 1,
        (Kind::Series | Kind::Anime, None) => i32::MAX,
    };
    Some((earliest, last))
}

fn holds(years: Option<(i32, i32)>, year: i32) -> bool {
    years.is_none_or(|(first, last)| (first..=last).contains(&year))
}

/// Returns where a work was made: as the catalogue says, else as the mark behind one of its titles does.
fn countries(wanted: &Wanted) -> Vec<String> {
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

/// Returns other forms a title is released under: without the season or part that the title of an anime's entry states,
/// without a year or country behind it, without the name of who made it, with its numbers written otherwise.
fn short_forms(title: &str, kind: Kind, is_anime: bool) -> Vec<String> {
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
    forms.extend(words::with_other_numerals(&normal, kind == Kind::Movie));
    forms
}

/// Splits `A / B`, `A | B`, `A aka B` and `A (B)`.
fn parts(title: &str) -> impl Iterator<Item = &str> {
    let aka = title.as_bytes().windows(5).position(|five| five.eq_ignore_ascii_case(b" aka "));
    let (first, second) = aka.map_or((title, ""), |at| (&title[..at], title.get(at + 5..).unwrap_or_default()));
    first
        .split(['/', '|', '(', ')', '[', ']'])
        .chain(second.split(['/', '|']))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Returns the country that is marked between the title and the year, season or episode, in lower case.
fn country_after_title(said: &ReleaseName, name: &str) -> Option<String> {
    let from = said.span(Field::Title)?.end;
    let rest = name.get(from..)?;
    let start = from + rest.find(|c: char| c.is_alphanumeric())?;
    let word = name.get(start..)?;
    let end = start + word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
    let word =
        name.get(start..end).filter(|word| word.len() < 4 && word.bytes().all(|byte| byte.is_ascii_uppercase()))?;
    let next = said
        .spans
        .iter()
        .filter(|span| matches!(span.field, Field::Year | Field::Season | Field::Episode | Field::Date))
        .map(|span| span.start)
        .filter(|at| *at >= end)
        .min()?;
    let is_next = name.get(end..next)?.chars().all(|c| !c.is_alphanumeric());
    let mark = word.to_ascii_lowercase();
    (is_next && country::is_mark(&mark)).then_some(mark)
}

#[cfg(test)]
mod tests;
