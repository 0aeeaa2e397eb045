//! Judges whether the work that a name is about is the wanted one. Everything that can be prepared is prepared once for
//! a search.

mod near;
mod prepared;
mod stated;

use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashMap;
use release_name::{Field, KnownTitles, Relation, ReleaseName, normalise, without_article};

use super::{Masks, words};
use crate::title::{Kind, Wanted, country};
use prepared::{EpisodeNames, countries, halves, holds, long_enough, short_forms, years};
use stated::{country_after_title, parts};

pub(crate) use stated::title_parts;

/// How the work that a name is about relates to the wanted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kinship {
    /// It is the wanted one, by its title or another of its titles.
    Same,
    /// It is the wanted title marked with a country, and where the wanted one was made is not known; with the number of the
    /// season, which may be a part of another title; with a place that the wanted one's description names; or it is its
    /// subtitle alone, or in the plural.
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
    /// The titles with a subtitle, cut before it, in normal form.
    halves: Vec<(String, String)>,
    /// Only the titles as the catalogues give them, and with their numbers written otherwise.
    given: KnownTitles,
    masks: Masks,
    /// The works of other titles that a catalogue lists, in normal form.
    relatives: Vec<String>,
    /// A catalogue has said which other works have these words in their titles.
    is_listed: bool,
    /// The years of the works that a catalogue lists under the same title.
    remakes: Vec<i16>,
    countries: Vec<String>,
    /// What its description names, in normal form.
    named: Vec<String>,
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

impl WantedTitles {
    pub fn new(wanted: &Wanted) -> Self {
        let given = || std::iter::once(&wanted.name).chain(&wanted.aliases);
        let is_anime = wanted.is_anime();
        let is_film = wanted.kind == Kind::Movie;
        let short: Vec<String> = given().flat_map(|title| short_forms(title, wanted.kind, is_anime)).collect();
        let aliases: Vec<String> = wanted.aliases.iter().chain(&short).cloned().collect();
        let renumbered = given().flat_map(|title| words::with_other_numerals(&normalise(title), is_film));
        let numbered: Vec<String> = wanted.aliases.iter().cloned().chain(renumbered).collect();
        let known = KnownTitles::new(&wanted.name, &aliases);
        let context = &wanted.context;
        let relative = |name: &str| without_article(&normalise(name)).to_owned();
        let is_known = |name: &String| known.normal_forms().any(|title| title == name);
        let relatives = context.relatives.iter().map(|relative_work| relative(&relative_work.name));
        let relatives = relatives.filter(|name| !name.is_empty() && !is_known(name)).collect();
        let is_remake = |name: &str| is_known(&relative(name));
        let years = years(wanted);
        let remakes = context.relatives.iter().filter(|work| is_remake(&work.name)).filter_map(|work| work.year);
        // Of a show, also one from the years in which the wanted one ran; catalogues are off by a year.
        let is_own = |year: i16| wanted.year.is_none_or(|own| own.abs_diff(year) < 2);
        let remakes = remakes.filter(|year| !is_own(*year)).collect();
        let episode = wanted.episode.as_ref();
        let season = episode.and_then(|episode| episode.imdb).and_then(|imdb| imdb.season);
        Self {
            halves: given().filter_map(|title| halves(title)).collect(),
            given: KnownTitles::new(&wanted.name, &numbered),
            masks: Masks::new(given().chain(short.iter().filter(|_| is_film)), is_film || episode.is_none(), is_anime),
            relatives,
            is_listed: !context.relatives.is_empty(),
            remakes,
            countries: countries(wanted),
            named: context.named.iter().map(|name| normalise(name)).filter(|name| !name.is_empty()).collect(),
            episode_names: EpisodeNames::new(&context.episode_names),
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
        if best == Kinship::Same || self.are_both(title) || self.are_halves(said) {
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
            _ if self.may_be(&normal) => Kinship::Marked,
            _ if self.is_other_number(&normal) => Kinship::Sibling,
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

    /// Returns whether a name states the title and the subtitle of the wanted work as two titles: `The Quay (Blue Meadow)` of
    /// *Blue Meadow: The Quay*.
    fn are_halves(&self, said: &ReleaseName) -> bool {
        let stated = |half: &str| title_parts(said).any(|part| normalise(part) == half);
        self.halves.iter().any(|(title, subtitle)| stated(title) && stated(subtitle))
    }

    /// Returns whether a film's title is the wanted one with what only some releases write: the word for a film before it,
    /// or its place among the others, where the year is the wanted one: `Blue Meadow 7 The Mill 2012`.
    fn is_film(&self, normal: &str, said: &ReleaseName) -> bool {
        let same = |title: &str| self.known.relate(title) == Relation::Same;
        words::without_film(normal).is_some_and(same)
            || self.states_its_year(said)
                && (self.is_subtitle(normal) || words::without_place(normal).is_some_and(|title| same(&title)))
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
        let is_film = self.kind == Kind::Movie;
        if !(words::is_neutral_before(before) || is_film && words::is_place(before)) {
            return Kinship::Longer;
        }
        // `The Long Night Version`: an edition by its own name.
        if is_film && words::is_edition(after) && self.states_its_year(said) {
            return Kinship::Same;
        }
        if before.is_empty() && self.known.normal_forms().any(|title| words::stands_for(title, after)) {
            return Kinship::Same;
        }
        if self.is_arc(said) || (said.episodes.is_empty() && self.is_episode_name(after)) {
            return Kinship::Same;
        }
        let kinship = |word: &str| match words::number(word) {
            _ if words::is_neutral_after(word) || is_film && words::is_neutral_after_film(word) => Kinship::Same,
            _ if country::is_mark(word) => self.with_mark(word),
            // `Show March 2024`: the days it holds.
            None if !is_film && said.year.is_some() && words::is_month(word) => Kinship::Same,
            Some(number) => self.with_number(number, said),
            None => Kinship::Longer,
        };
        let after = if is_film { words::without_first(after) } else { words::without_counter(after) };
        let kinship = after.split(' ').filter(|word| !word.is_empty()).map(kinship).max().unwrap_or(Kinship::Same);
        if kinship == Kinship::Longer && self.is_named(after) { Kinship::Marked } else { kinship }
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

    /// Returns what a number makes of the wanted title: a year of the work, a volume of a show, or the season of an anime,
    /// `Title II`, leaves it the same. `Title 4 S04E01` may be the season of the wanted show, and another show where no
    /// catalogue has said what there is.
    fn with_number(&self, number: u32, said: &ReleaseName) -> Kinship {
        let is_year = i32::try_from(number).is_ok_and(|year| year > 1900 && holds(self.years, year));
        let is_season = said.seasons == [number];
        match self.kind {
            _ if is_year || said.volumes == [number] && self.kind != Kind::Movie => Kinship::Same,
            Kind::Movie => Kinship::Longer,
            _ if self.is_anime && (is_season || said.seasons.is_empty() && self.season == Some(number)) => {
                Kinship::Same
            }
            _ if is_season && self.is_listed => Kinship::Same,
            _ if is_season => Kinship::Marked,
            _ => Kinship::Longer,
        }
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

#[cfg(test)]
mod tests;
