//! Reads the names of a batch. Most differ from one another in their number alone (and the checksum), so a name is read
//! once and its siblings take over what it says, with the number they carry.

use std::{cell::RefCell, ops::Range, rc::Rc};

use hashbrown::HashMap;
use release_name::{Field, Marking, ReleaseName};

use super::{kin, season_part, titles::Titles};
use crate::names::Kinship;

/// The number of naming patterns remembered at once; torrents rarely mix more.
const KINDS: usize = 6;

/// The names that were read before: torrents of one search hold the same files.
#[derive(Default)]
pub(super) struct KnownNames(RefCell<HashMap<Box<str>, Known>>);

/// What a name says, as a whole.
#[derive(Clone)]
struct Known {
    name: Rc<ReleaseName>,
    part: Option<u32>,
    kin: Kinship,
}

impl KnownNames {
    fn read(&self, text: &str, titles: &Titles) -> Known {
        /// The most names that are remembered, and the longest.
        const MOST: usize = 2048;
        const LONGEST: usize = 256;
        if let Some(known) = self.0.borrow().get(text) {
            return known.clone();
        }
        let name = Rc::new(titles.read(text));
        let read = Known { part: part_before_number(text, &name), kin: kin::of_name(titles, &name, text), name };
        let mut known = self.0.borrow_mut();
        if known.len() < MOST && text.len() <= LONGEST {
            known.insert(text.into(), read.clone());
        }
        read
    }
}

pub(super) struct Names<'a> {
    titles: &'a Titles,
    known: &'a KnownNames,
    /// The latest last.
    models: Vec<Model<'a>>,
}

struct Model<'a> {
    text: &'a str,
    name: Rc<ReleaseName>,
    part: Option<u32>,
    kin: Kinship,
    number: Range<usize>,
    checksum: Option<Range<usize>>,
}

impl<'a> Names<'a> {
    pub(super) fn new(titles: &'a Titles, known: &'a KnownNames) -> Self {
        Self { titles, known, models: Vec::with_capacity(KINDS) }
    }

    /// Reads a name. When the parse is taken over from a sibling, only the episodes are its own.
    pub(super) fn read(&mut self, text: &'a str) -> Named {
        for model in self.models.iter().rev() {
            if let Some(number) = model.sibling(text) {
                let kin = model.kin_of(text, number, self.titles);
                return Named { name: Rc::clone(&model.name), episodes: vec![number], part: model.part, kin };
            }
        }
        let Known { name, part, kin } = self.known.read(text, self.titles);
        if let Some(model) = Model::new(text, &name, part, kin) {
            if self.models.len() == KINDS {
                self.models.remove(0);
            }
            self.models.push(model);
        }
        let episodes = name.episodes.clone();
        Named { name, episodes, part, kin }
    }
}

/// What a name says.
pub(super) struct Named {
    pub(super) name: Rc<ReleaseName>,
    pub(super) episodes: Vec<u32>,
    /// The part of the season.
    pub(super) part: Option<u32>,
    /// Which work the name is about.
    pub(super) kin: Kinship,
}

/// Returns the part of the season, which stands before the number of the episode or in one word with it. After the
/// number it belongs to the name of the episode.
fn part_before_number(text: &str, name: &ReleaseName) -> Option<u32> {
    let number = name.span(Field::Episode)?;
    let stated = season_part::part(text.get(..number.end)?)?;
    let combined = !text[stated.at.clone()].contains(|c: char| !c.is_alphanumeric());
    (stated.at.end <= number.start || combined && stated.at.start <= number.start).then_some(stated.number)
}

impl<'a> Model<'a> {
    /// A name with one episode, whose digits stand where it was read.
    fn new(text: &'a str, name: &Rc<ReleaseName>, part: Option<u32>, kin: Kinship) -> Option<Self> {
        let [episode] = name.episodes[..] else { return None };
        if name.marking == Marking::Compact || name.fraction.is_some() || name.segment.is_some() {
            return None;
        }
        let span = name.span(Field::Episode)?;
        let number = digits(text, span).filter(|at| text[at.clone()].parse() == Ok(episode)).last()?;
        let checksum = name.span(Field::EpisodeCode).filter(|code| code.len() == 8);
        Some(Self { text, name: Rc::clone(name), part, kin, number, checksum })
    }

    /// Which work a sibling is of: the number of an episode may prove that a longer title is that of an arc.
    fn kin_of(&self, text: &str, number: u32, titles: &Titles) -> Kinship {
        if self.kin != Kinship::Longer || !titles.through.contains(&number) {
            return self.kin;
        }
        let name = ReleaseName { episodes: vec![number], ..(*self.name).clone() };
        kin::of_name(titles, &name, text)
    }

    /// Returns the episode number of a name that differs from the model only in its number and checksum.
    fn sibling(&self, text: &str) -> Option<u32> {
        let (ours, theirs) = (self.text.as_bytes(), text.as_bytes());
        if ours.len() != theirs.len() || ours[..self.number.start] != theirs[..self.number.start] {
            return None;
        }
        let rest = match &self.checksum {
            Some(code) if code.start >= self.number.end => {
                let hexadecimal = theirs[code.clone()].iter().all(u8::is_ascii_hexdigit);
                hexadecimal
                    && ours[self.number.end..code.start] == theirs[self.number.end..code.start]
                    && ours[code.end..] == theirs[code.end..]
            }
            _ => ours[self.number.end..] == theirs[self.number.end..],
        };
        let number = rest.then(|| text.get(self.number.clone()))??;
        number.bytes().all(|b| b.is_ascii_digit()).then(|| number.parse().ok())?
    }
}

/// Returns every run of ASCII digits within these bytes of the text.
fn digits(text: &str, within: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = within.start;
    let bytes = text.as_bytes();
    std::iter::from_fn(move || {
        let start = (at..within.end).find(|i| bytes[*i].is_ascii_digit())?;
        let end = (start..within.end).find(|i| !bytes[*i].is_ascii_digit()).unwrap_or(within.end);
        at = end;
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::title::{Ids, Kind, Wanted};

    fn titles() -> Titles {
        Titles::new(&Wanted {
            kind: Kind::Anime,
            ids: Ids::default(),
            name: "Blue Meadow".to_owned(),
            aliases: Vec::new(),
            year: None,
            end_year: None,
            runtime_min: None,
            episode: None,
            ..Wanted::default()
        })
    }

    #[test]
    fn a_sibling_says_the_same_with_its_own_number() {
        let titles = titles();
        let known = KnownNames::default();
        let mut names = Names::new(&titles, &known);
        let first = names.read("[Grp] Blue Meadow - 0104v2 [1080p][8DE44442].mkv");
        let second = names.read("[Grp] Blue Meadow - 1080v2 [1080p][0A1B2C3D].mkv");
        assert!(Rc::ptr_eq(&first.name, &second.name), "read once");
        assert_eq!(second.episodes, [1080]);
    }

    #[test]
    fn anything_else_that_differs_is_read_anew() {
        let titles = titles();
        for (first, second, episodes) in [
            ("Blue Meadow S01E01.mkv", "Blue Meadow S02E01.mkv", vec![1]),
            ("Blue Meadow - 01 [1080p].mkv", "Blue Meadow - 02 [1079p].mkv", vec![2]),
            ("Blue Meadow - 01 - Ash.mkv", "Blue Meadow - 02 - NC.mkv", vec![2]),
            ("Blue Meadow - 01.mkv", "Blue Meadow - OP.mkv", vec![]),
            ("Blue Meadow S05E05.mkv", "Blue Meadow S04E05.mkv", vec![5]),
        ] {
            let known = KnownNames::default();
            let mut names = Names::new(&titles, &known);
            let model = names.read(first);
            let read = names.read(second);
            assert!(!Rc::ptr_eq(&model.name, &read.name), "{second}");
            assert_eq!(read.episodes, episodes, "{second}");
        }
    }
}
