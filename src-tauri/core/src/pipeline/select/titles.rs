//! The wanted titles, and how well the titles in names and folders match them.

use std::{cell::RefCell, rc::Rc};

use hashbrown::HashMap;
use release_name::{Field, KnownTitles, Marking, ReleaseName, Span, TitleMatch, normalise};

use super::season_part;
use crate::names;
use crate::names::{Masks, WantedTitles};
use crate::title::{Kind, Wanted};

/// The wanted titles, prepared for comparison.
pub(super) struct Titles {
    known: KnownTitles,
    /// The normal forms of the titles as given.
    pub(super) exact: Vec<String>,
    /// Those that are not also the beginning of a longer one, as the title of the whole show is.
    own: Vec<String>,
    words: Vec<String>,
    /// Tells the wanted work from others.
    pub(super) works: WantedTitles,
    /// The numbers of the wanted episode that run through all seasons or its entry.
    pub(super) through: Vec<u32>,
    /// A film is wanted.
    pub(super) film: bool,
    anime: bool,
    /// The normal forms of the titles up to their subtitles or parts.
    heads: Vec<String>,
    /// The normal forms of titles and how they fit, found before: torrents of one search carry the same few.
    fits: RefCell<HashMap<Box<str>, Fit>>,
}

/// The normal form of a title, and how it fits.
type Fit = (Rc<str>, TitleMatch);

impl Titles {
    pub(super) fn new(wanted: &Wanted) -> Self {
        let mut names = vec![wanted.name.clone()];
        names.extend(wanted.aliases.iter().cloned());
        let mut aliases = wanted.aliases.clone();
        // A title that names its season is also released under the part before it.
        for name in &names {
            let read = names::read(name);
            if !read.seasons.is_empty() && !read.title.is_empty() {
                aliases.push(read.title.clone());
            }
            // Where a remake has the year in its title, the files and folders of either have it beside theirs.
            aliases.extend(without_year(name).map(str::to_owned));
            aliases.extend(names::without_cross(name));
        }
        let exact: Vec<String> = names.iter().map(|n| normalise(n)).collect();
        let begins =
            |long: &String, short: &String| long.strip_prefix(short.as_str()).is_some_and(|r| r.starts_with(' '));
        let own =
            exact.iter().filter(|t| !t.is_empty() && !exact.iter().any(|long| begins(long, t))).cloned().collect();
        let words = names.iter().flat_map(|n| normalise(n).split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
        let heads = names.iter().flat_map(|name| heads(name)).map(normalise).collect();
        let through = wanted.episode.iter().flat_map(|e| e.absolute.into_iter().chain(e.kitsu)).collect();
        let film = wanted.kind == Kind::Movie || wanted.episode.is_none();
        Self {
            known: KnownTitles::new(&wanted.name, &aliases),
            exact,
            own,
            words,
            works: WantedTitles::new(wanted),
            film,
            anime: wanted.is_anime(),
            heads,
            through,
            fits: RefCell::default(),
        }
    }

    pub(super) fn masks(&self) -> &Masks {
        self.works.masks()
    }

    /// Returns the normal form of a title and how it fits.
    pub(super) fn fitted(&self, title: &str) -> (Rc<str>, TitleMatch) {
        /// The most titles that are remembered.
        const MOST: usize = 1024;
        if let Some(known) = self.fits.borrow().get(title) {
            return known.clone();
        }
        let found: (Rc<str>, TitleMatch) = (normalise(title).into(), self.fit(title));
        let mut fits = self.fits.borrow_mut();
        if fits.len() < MOST {
            fits.insert(title.into(), found.clone());
        }
        found
    }

    /// Parses a file name and restores a title that the parser would have misread.
    pub(super) fn read(&self, text: &str) -> ReleaseName {
        let mut name = self.masks().read(text);
        year_first(&mut name, self);
        if name.marking != Marking::Full
            && let Some(number) = after_hash(text)
        {
            number_at(&mut name, number);
        }
        if let Some(year) = name.span(Field::Year).and_then(|at| text.get(at)?.parse().ok()) {
            name.year = Some(year);
        }
        name
    }

    pub(super) fn fit(&self, title: &str) -> TitleMatch {
        match self.known.compare(title) {
            TitleMatch::None => listed(title)
                .into_iter()
                .chain(without_year(title))
                .chain(after_group(title))
                .map(|rest| self.known.compare(rest))
                .find(|fit| *fit != TitleMatch::None)
                .unwrap_or(if self.works.is_mixed(&normalise(title)) { TitleMatch::Title } else { TitleMatch::None }),
            found @ (TitleMatch::Alias | TitleMatch::Title) => found,
        }
    }

    /// Returns whether this is one of the titles, without any tolerance for what stands beside it.
    pub(super) fn is_known(&self, title: &str) -> bool {
        self.known.compare(title) != TitleMatch::None
    }

    /// Returns whether a title may stand for one of these that begins with it and goes on: a film's, and an anime's
    /// before its subtitle or the part of its season. `None` for one with which none begins.
    pub(super) fn shortened(&self, title: &str) -> Option<bool> {
        let title = normalise(title);
        let begins = |known: &String| {
            !title.is_empty() && known.strip_prefix(title.as_str()).is_some_and(|rest| rest.starts_with(' '))
        };
        if !self.exact.iter().any(begins) {
            return None;
        }
        Some(self.film || self.anime && self.heads.contains(&title))
    }

    /// Returns whether a normal form is a title of this entry alone, not of the whole show.
    pub(super) fn are_own(&self, normal: &str) -> bool {
        self.own.iter().any(|own| own == normal)
    }

    /// Returns the season of a sequel such as `Title 2` or `Title III` of the wanted title.
    pub(super) fn sequel(&self, normal: &str) -> Option<u32> {
        self.season_in_title(normal).filter(|_| !self.exact.iter().any(|e| e == normal))
    }

    /// Returns the number behind the wanted title, whether or not the title is known with it too.
    pub(super) fn season_in_title(&self, normal: &str) -> Option<u32> {
        let (title, number) = normal.rsplit_once(' ')?;
        let season = ["1", "2", "3", "4", "5", "6"].iter().position(|n| *n == number);
        let season = season.or_else(|| ["i", "ii", "iii", "iv", "v", "vi"].iter().position(|n| *n == number))?;
        let known = self.exact.iter().any(|e| e == title);
        known.then(|| u32::try_from(season).unwrap_or(0) + 1)
    }

    /// Returns whether a word is part of a wanted title, and so does not mark extra material.
    pub(super) fn names(&self, word: &str) -> bool {
        let word = normalise(word);
        !word.is_empty() && word.split(' ').all(|w| self.words.iter().any(|known| known == w))
    }
}

/// Returns what stands before the subtitle of a title, and before the part of a season at its end.
fn heads(title: &str) -> impl Iterator<Item = &str> {
    let subtitle = title.split_once([':', '~']).or_else(|| title.split_once(" - ")).map(|(head, _)| head);
    let part = season_part::part(title).filter(|part| season_part::ends(title, part));
    subtitle.into_iter().chain(part.and_then(|part| title.get(..part.at.start)))
}

/// The word that marks extra material in a name, as written; empty without one.
pub(super) fn extra_word<'a>(text: &'a str, name: &ReleaseName) -> &'a str {
    name.span(Field::Extra).and_then(|range| text.get(range)).unwrap_or("")
}

/// `01. Title`, `02 Title`: what follows the place in a list.
fn listed(title: &str) -> Option<&str> {
    let digits = title.bytes().take_while(u8::is_ascii_digit).count();
    let rest = title.get(digits..)?;
    let place =
        (1..=3).contains(&digits) && (rest.starts_with('.') || (title.starts_with('0') && rest.starts_with(' ')));
    place.then(|| rest.trim_start_matches(['.', ' ', '-']))
}

/// `group-title`: what follows the dash.
fn after_group(title: &str) -> Option<&str> {
    title.split_once('-').filter(|(group, _)| !group.is_empty() && !group.contains(' ')).map(|(_, rest)| rest)
}

/// `Title 2019`, `Title (2019)`: what stands before the year.
fn without_year(title: &str) -> Option<&str> {
    let (rest, year) = title.trim_end_matches([')', ']']).rsplit_once([' ', '(', '['])?;
    (year.len() == 4 && year.parse().is_ok_and(|y: u16| (1920..2100).contains(&y))).then(|| rest.trim_end())
}

/// `1984 - Title`: the year before the title, where the title is not one that begins so.
fn year_first(name: &mut ReleaseName, titles: &Titles) {
    let Some((year, title)) = name.title.split_once(" - ") else { return };
    let Some(year) = year.parse().ok().filter(|y| year.len() == 4 && (1900..2100).contains(y)) else { return };
    if name.year.is_some() || titles.fit(&name.title) != TitleMatch::None {
        return;
    }
    name.year = Some(year);
    name.title = title.to_owned();
}

/// `Title #12 Name`: 12.
fn after_hash(name: &str) -> Option<(u32, std::ops::Range<usize>)> {
    let (before, after) = name.split_once('#')?;
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let word = after[end..].starts_with(|c: char| c.is_alphanumeric());
    let number = after[..end].parse().ok().filter(|n| *n < 5000)?;
    (!word && (before.is_empty() || before.ends_with([' ', '.', '_', '(', '['])))
        .then(|| (number, before.len() + 1..before.len() + 1 + end))
}

fn number_at(name: &mut ReleaseName, (number, at): (u32, std::ops::Range<usize>)) {
    name.episodes = vec![number];
    name.marking = Marking::Episode;
    name.compact = None;
    name.spans.retain(|s| s.field != Field::Episode);
    name.spans.push(Span::new(Field::Episode, at));
}
