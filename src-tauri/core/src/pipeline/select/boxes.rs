//! Recognises the films of a series by their numbers where a name does not carry the title of the film alone:
//! `Saga Part 2` for *Saga: Part Two*, `Saga - Movie 05` for *Saga 5: The Stone*, `Saga 1` for *Saga*, and `Saga.2.2003` for *Saga and the Second Stone* of 2003; also
//! by its year alone where the titles of a box go on: `Saga Episode IV The Stone (1977)` for *Saga* of 1977.

use hashbrown::{HashMap, HashSet};
use release_name::{Extra, TitleMatch, normalise};

use super::reading::{Batch, Reading};
use crate::names::without_place;
use crate::title::Wanted;

/// How a film was recognised by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbered {
    /// By the number in its title.
    Title,
    /// By its year: no other film of the series has it.
    Year,
}

/// Returns the files that are the wanted film by their number; those that carry its title as it is are left out.
pub(super) fn numbered(batch: &Batch, wanted: &Wanted) -> HashMap<usize, Numbered> {
    let films = || batch.readings.iter().filter(|r| r.extra.is_none_or(|extra| extra == Extra::Movie));
    if films().any(|r| r.fits != TitleMatch::None) {
        return HashMap::new();
    }
    let titles: Vec<String> =
        std::iter::once(&wanted.name).chain(&wanted.aliases).map(|t| counted(&normalise(t))).collect();
    let year = wanted.year.and_then(|year| u16::try_from(year).ok());
    let mut series: HashMap<String, HashSet<u32>> = HashMap::new();
    let read: Vec<(&Reading, String)> = films().map(|r| (r, counted(&r.title))).collect();
    for (base, number) in read.iter().filter_map(|(_, title)| number(title)) {
        series.entry(base.to_owned()).or_default().insert(number);
    }
    let same_year = films().filter(|r| r.year.is_some() && r.year == year).count();
    let close = |r: &Reading| r.year.is_none_or(|stated| year.is_none_or(|year| stated.abs_diff(year) <= 1));
    let goes_on = |title: &str, known: &str| {
        title.strip_prefix(known).is_some_and(|rest| !known.is_empty() && rest.starts_with(' '))
    };
    let are_family = titles.iter().any(|known| read.iter().filter(|(_, title)| goes_on(title, known)).count() > 1);
    let is_it = |(reading, title): &(&Reading, String)| {
        if titles.contains(title) && close(reading) {
            return Some((reading.file, Numbered::Title));
        }
        let by_year = reading.year.is_some() && reading.year == year && same_year == 1;
        if by_year && are_family && titles.iter().any(|known| goes_on(title, known)) {
            return Some((reading.file, Numbered::Year));
        }
        // `Saga 2 - The Stone` for *Saga: The Stone*.
        let placed = || without_place(title).is_some_and(|title| titles.contains(&title));
        if close(reading) && placed() {
            return Some((reading.file, Numbered::Title));
        }
        let (base, number) = number(title)?;
        if series.get(base).is_none_or(|numbers| numbers.len() < 2) {
            return None;
        }
        // `Saga - Movie 05` for *Saga 5: The Stone*.
        if close(reading) && titles.iter().any(|known| goes_on(known, title)) {
            return Some((reading.file, Numbered::Title));
        }
        if number == 1 && close(reading) && titles.iter().any(|known| known == base) {
            return Some((reading.file, Numbered::Title));
        }
        let begins = |known: &String| known.strip_prefix(base).is_some_and(|rest| rest.starts_with(' '));
        (by_year && titles.iter().any(begins)).then_some((reading.file, Numbered::Year))
    };
    read.iter().filter_map(is_it).collect()
}

/// Returns a normal form with its numbers in digits and without the word before them: `saga part two` becomes
/// `saga 2`, `saga iii` becomes `saga 3`.
fn counted(normal: &str) -> String {
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    const WORDS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let mut form = String::with_capacity(normal.len());
    let mut marked = false;
    for word in normal.split(' ') {
        let roman = ROMAN.iter().position(|n| *n == word).filter(|_| marked || word.len() > 1);
        let number = roman.or_else(|| WORDS.iter().position(|n| *n == word).filter(|_| marked));
        if marked && number.is_none() && !word.bytes().all(|b| b.is_ascii_digit()) {
            form.push_str(" part");
        }
        marked = !marked && matches!(word, "part" | "pt" | "chapter" | "vol" | "volume" | "movie" | "film");
        if marked {
            continue;
        }
        if !form.is_empty() {
            form.push(' ');
        }
        match number {
            Some(at) => form.push_str(&(at + 1).to_string()),
            None if word.bytes().all(|b| b.is_ascii_digit()) => form.push_str(word.trim_start_matches('0')),
            None => form.push_str(word),
        }
    }
    form
}

/// Returns the title of a series and the number of the film, `saga 3` as `saga` and 3.
fn number(counted: &str) -> Option<(&str, u32)> {
    let (base, number) = counted.rsplit_once(' ')?;
    (number.len() < 3).then(|| Some((base, number.parse().ok().filter(|n| (1..30).contains(n))?)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        for (title, form) in [
            ("saga part two", "saga 2"),
            ("saga part ii", "saga 2"),
            ("saga iii", "saga 3"),
            ("saga 3", "saga 3"),
            ("saga chapter 4 the stone", "saga 4 the stone"),
            ("saga part of the stone", "saga part of the stone"),
            ("saga movie 05", "saga 5"),
            ("i saw one saga", "i saw one saga"),
        ] {
            assert_eq!(counted(title), form, "{title}");
        }
        assert_eq!(number("saga 3"), Some(("saga", 3)));
        assert_eq!(number("saga 2049"), None);
        assert_eq!(number("saga"), None);
    }
}
