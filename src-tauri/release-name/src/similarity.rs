//! Whether two titles are the same: the normal form of a title, and how far two of them may differ.

use unicode_normalization::UnicodeNormalization;

/// The least similarity of two titles that counts as the same.
const ENOUGH: f32 = 0.85;

/// How a name fits a wanted work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleMatch {
    /// It is one of the other titles, to the letter of their normal forms.
    Alias,
    /// It is the title, or close enough to the title or one of the others.
    Title,
    None,
}

/// Lowercase, without accents, punctuation or separators' variety: `&` is `and`; `.` and `_` are spaces; everything else that is
/// neither letter nor digit goes. `Spider-Man` becomes `spiderman`.
pub fn normalise(title: &str) -> String {
    if title.is_ascii() {
        // Nothing to take apart: the same, much sooner.
        return normal_form(title.bytes().map(|byte| char::from(byte.to_ascii_lowercase())), title.len());
    }
    normal_form(title.nfkd().flat_map(char::to_lowercase), title.len())
}

/// Of small letters and signs.
fn normal_form(small: impl Iterator<Item = char>, length: usize) -> String {
    let mut normal = String::with_capacity(length);
    let mut parted = true;
    for c in small {
        match c {
            'a'..='z' | '0'..='9' => {}
            '&' => normal.push_str("an"),
            ' ' | '.' | '_' | '\t' => {
                if !parted {
                    normal.push(' ');
                    parted = true;
                }
                continue;
            }
            c if !c.is_ascii() && c.is_alphanumeric() => {}
            _ => continue,
        }
        normal.push(if c == '&' { 'd' } else { c });
        parted = false;
    }
    normal.truncate(normal.trim_end().len());
    normal
}

/// 1 for equal texts, 0 for texts with nothing in common: one minus the edit distance over the longer length.
pub fn similarity(a: &str, b: &str) -> f32 {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 1.0;
    }
    1.0 - distance(&a, &b) as f32 / longest as f32
}

/// The titles of a work, ready to be compared with what many names say.
#[derive(Clone, Debug)]
pub struct KnownTitles {
    /// The title's normal form first, then the others'.
    normal: Vec<String>,
}

impl KnownTitles {
    pub fn new(name: &str, aliases: &[String]) -> Self {
        Self { normal: std::iter::once(name).chain(aliases.iter().map(String::as_str)).map(normalise).collect() }
    }

    /// What is left of each when only letters and digits count; none of those nothing is left of.
    pub fn normal_forms(&self) -> impl Iterator<Item = &str> {
        self.normal.iter().map(String::as_str).filter(|title| !title.is_empty())
    }

    /// Compares the title read from a name with these.
    pub fn compare(&self, title: &str) -> TitleMatch {
        let title = normalise(title);
        if title.is_empty() {
            return TitleMatch::None;
        }
        match self.normal.iter().position(|known| *known == title) {
            Some(0) => return TitleMatch::Title,
            Some(_) => return TitleMatch::Alias,
            None => {}
        }
        let close = |known: &String| {
            let (a, b) = (title.chars().count(), known.chars().count());
            let bound = 1.0 - a.abs_diff(b) as f32 / a.max(b).max(1) as f32;
            bound >= ENOUGH && same_numbers(&title, known) && similarity(&title, known) >= ENOUGH
        };
        if self.normal.iter().any(close) { TitleMatch::Title } else { TitleMatch::None }
    }
}

/// `Shrek 2` is not `Shrek 3`, however close the letters are.
fn same_numbers(a: &str, b: &str) -> bool {
    let numbers = |text| str::split(text, |c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    numbers(a).eq(numbers(b))
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_one_normal_form() {
        assert_eq!(normalise("Spider-Man"), "spiderman");
        assert_eq!(normalise("Cosmos.Laundromat_&  Friends"), "cosmos laundromat and friends");
        assert_eq!(normalise("Élan!"), "elan");
    }

    #[test]
    fn titles_match_up_to_punctuation_but_not_up_to_a_sequel() {
        let known = |name: &str| KnownTitles::new(name, &["Durian".to_owned()]);
        assert_eq!(known("Sintel").compare("Sintel!"), TitleMatch::Title);
        assert_eq!(known("Sintel").compare("Sintel Reborn"), TitleMatch::None);
        assert_eq!(known("Caminandes 3").compare("Caminandes 2"), TitleMatch::None, "numbers decide");
        assert_eq!(known("Sintel").compare("Durian"), TitleMatch::Alias);
        assert_eq!(known("Durian").compare("durian"), TitleMatch::Title, "a title that is also an alias");
        assert_eq!(known("Sintel").compare("..."), TitleMatch::None);
    }
}
