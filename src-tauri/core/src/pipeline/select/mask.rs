//! The wanted title inside a name, covered before the name is read, so that what belongs to the title (`Sector 47`, `4x4 Kings`,
//! `The Sample`) is not taken for a number or a mark. Bytes keep their places: spans stay true.

use std::borrow::Cow;
use std::sync::Arc;

use release_name::{Field, Marking, ReleaseName, normalise, parse};

use crate::names;

/// The titles that would be misread.
pub(super) struct Masks {
    /// Letters and digits only, lowercase, with where a word begins.
    titles: Vec<Vec<char>>,
    film: bool,
}

impl Masks {
    pub(super) fn new<'a>(titles: impl Iterator<Item = &'a String>, film: bool) -> Self {
        let mut masks: Vec<Vec<char>> = titles.filter(|t| is_misread(t)).map(|t| plain(t)).collect();
        masks.retain(|t| !t.is_empty());
        masks.sort_by_key(|t| std::cmp::Reverse(t.len()));
        masks.dedup();
        Self { titles: masks, film }
    }

    /// What a file's name says, its title put back as it stood.
    pub(super) fn read(&self, name: &str) -> ReleaseName {
        self.read_covered(name).unwrap_or_else(|| names::read_file(name))
    }

    /// The same of a torrent's name, which is looked at in other phases too.
    pub(super) fn read_known(&self, name: &str) -> Arc<ReleaseName> {
        self.read_covered(name).map_or_else(|| names::read(name), Arc::new)
    }

    /// `None` where no title has to be covered: what the name says as it stands is right.
    fn read_covered(&self, name: &str) -> Option<ReleaseName> {
        let (start, end, digits) = self.titles.iter().find_map(|title| find(name, title))?;
        let mut read = parse(&cover(name, start, end));
        let lone = read.is_unnumbered() && read.marking == Marking::None;
        if digits && !self.film && (lone || start > 0 && !name[..start].ends_with([']', ' ', ')'])) {
            return None;
        }
        // The title is what stood under the cover.
        if let Some(title) = read.span(Field::Title).and_then(|at| name.get(at)) {
            title.replace(['.', '_'], " ").trim().clone_into(&mut read.title);
        }
        Some(read)
    }
}

/// Numbers, marks or technical words in the title itself. `Title Season 2` is meant to be read.
fn is_misread(title: &str) -> bool {
    let read = names::read(title);
    if !read.seasons.is_empty() && read.episodes.is_empty() {
        return false;
    }
    let dotted = names::read(&format!("{}.S01E01.mkv", title.replace(' ', ".")));
    let numbered = names::read(&format!("{title} - 05 [1080p].mkv"));
    let normal = normalise(title);
    title.contains(|c: char| c.is_ascii_digit())
        || normalise(&read.title) != normal
        || normalise(&dotted.title) != normal
        || numbered.episodes != [5]
        || !numbered.seasons.is_empty()
        || read.extra.is_some()
        || dotted.extra.is_some()
}

fn plain(title: &str) -> Vec<char> {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where the title stands as whole words, and whether it is nothing but digits.
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

/// Words of `q`s in place of the title, as many bytes as it had.
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
