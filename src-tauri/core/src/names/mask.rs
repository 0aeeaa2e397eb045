//! Reads names with the wanted titles in mind. A title of which parts (`Sector 47`, `4x4 Kings`, `The Sample`) would be read as
//! a number or a mark is covered before the name is parsed; the cover has the same length in bytes, so spans stay valid. After
//! the title of a series a number may be a season and its episode that the parser alone takes for a part of the title.

use std::borrow::Cow;
use std::sync::Arc;

use release_name::{Field, Marking, ReleaseName, normalise, parse, parse_with_title};

use super::{read, read_file};

/// The titles that change how a name is read.
#[derive(Debug)]
pub(crate) struct Masks {
    /// Those that the parser would misread. Letters and digits only, lowercase.
    titles: Vec<Vec<char>>,
    /// The other titles of a series, in the same form.
    of_series: Vec<Vec<char>>,
    film: bool,
}

impl Masks {
    pub(crate) fn new<'a>(titles: impl Iterator<Item = &'a String>, film: bool, is_anime: bool) -> Self {
        let (masks, mut others): (Vec<_>, Vec<_>) = titles.partition(|title| is_misread(title, film));
        // Anime are numbered through.
        others.retain(|_| !film && !is_anime);
        let [titles, of_series] = [masks, others].map(|titles| {
            let mut titles: Vec<Vec<char>> = titles.into_iter().map(|title| plain(title)).collect();
            titles.retain(|title| !title.is_empty());
            titles.sort_by_key(|title| std::cmp::Reverse(title.len()));
            titles.dedup();
            titles
        });
        Self { titles, of_series, film }
    }

    /// Parses a file name and restores the title in the result.
    pub(crate) fn read(&self, name: &str) -> ReleaseName {
        self.read_covered(name).unwrap_or_else(|| read_file(name))
    }

    /// Parses the name of a torrent in the same way, through the shared cache because other phases parse it too.
    pub(crate) fn read_known(&self, name: &str) -> Arc<ReleaseName> {
        self.read_covered(name).map_or_else(|| read(name), Arc::new)
    }

    /// Parses the name with the titles in mind; `None` where none changes anything, so that the plain result is right.
    pub(super) fn read_covered(&self, name: &str) -> Option<ReleaseName> {
        let found = self.titles.iter().find_map(|title| find(name, title));
        let Some((start, end, digits)) = found else { return self.read_numbered(name) };
        let mut read = parse(&cover(name, start, end));
        let lone = read.is_unnumbered() && read.marking == Marking::None;
        if digits && !self.film && (lone || start > 0 && !name[..start].ends_with([']', ' ', ')'])) {
            return None;
        }
        // Restores the covered title.
        if let Some(title) = read.span(Field::Title).and_then(|at| name.get(at)) {
            title.replace(['.', '_'], " ").trim().clone_into(&mut read.title);
        }
        Some(read)
    }

    /// Parses a name that begins with a title, a number and a word, each after a dot or underscore; `None` for any other.
    fn read_numbered(&self, name: &str) -> Option<ReleaseName> {
        let end = self.of_series.iter().find_map(|title| ends(name, title))?;
        let number = name.get(end..)?.strip_prefix(['.', '_'])?;
        let after = number.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_number = matches!(number.len() - after.len(), 3 | 4);
        let is_word = after.strip_prefix(['.', '_']).is_some_and(|word| word.starts_with(char::is_alphabetic));
        (is_number && is_word).then(|| parse_with_title(name, end))
    }
}

/// Returns whether the title contains what the parser takes for numbers, marks or technical words. `Title Season 2` is
/// meant to be parsed.
fn is_misread(title: &str, film: bool) -> bool {
    let said = read(title);
    if !said.seasons.is_empty() && said.episodes.is_empty() {
        return false;
    }
    let dotted = title.replace(' ', ".");
    let dotted = read(&if film { format!("{dotted}.2001.1080p.mkv") } else { format!("{dotted}.S01E01.mkv") });
    let numbered = read(&format!("{title} - 05 [1080p].mkv"));
    let normal = normalise(title);
    title.contains(|c: char| c.is_ascii_digit())
        || normalise(&said.title) != normal
        || normalise(&dotted.title) != normal
        || numbered.episodes != [5]
        || !numbered.seasons.is_empty()
        || said.extra.is_some()
        || dotted.extra.is_some()
}

fn plain(title: &str) -> Vec<char> {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns where the title stands as whole words, and whether it consists of digits only.
fn find(name: &str, title: &[char]) -> Option<(usize, usize, bool)> {
    let mut before = ' ';
    for (start, c) in name.char_indices() {
        let begins = c.is_alphanumeric() && !before.is_alphanumeric();
        before = c;
        if begins && let Some(end) = ends(&name[start..], title) {
            return Some((start, start + end, title.iter().all(char::is_ascii_digit)));
        }
    }
    None
}

fn ends(text: &str, title: &[char]) -> Option<usize> {
    let mut wanted = title.iter();
    let mut next = wanted.next();
    for (at, c) in text.char_indices() {
        let Some(expected) = next else {
            return (!c.is_alphanumeric()).then_some(at);
        };
        if !c.is_alphanumeric() {
            if matches!(c, '/' | '[' | ']' | '(' | ')') {
                return None;
            }
            continue;
        }
        if c.to_lowercase().next() != Some(*expected) {
            return None;
        }
        next = wanted.next();
    }
    next.is_none().then_some(text.len())
}

/// Replaces the title by words of `q`s with the same length in bytes.
fn cover(name: &str, start: usize, end: usize) -> Cow<'_, str> {
    let Some(title) = name.get(start..end) else { return Cow::Borrowed(name) };
    let mut covered = String::with_capacity(name.len());
    covered.push_str(&name[..start]);
    for c in title.chars() {
        if c.is_alphanumeric() {
            covered.extend(std::iter::repeat_n('q', c.len_utf8()));
        } else {
            covered.push(c);
        }
    }
    covered.push_str(&name[end..]);
    Cow::Owned(covered)
}
