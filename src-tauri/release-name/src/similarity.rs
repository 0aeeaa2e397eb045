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

/// Compares the title read from a name with the wanted title and its aliases.
pub fn title_matches(title: &str, name: &str, aliases: &[String]) -> TitleMatch {
    let title = normalise(title);
    if title.is_empty() {
        return TitleMatch::None;
    }
    let wanted = normalise(name);
    if title == wanted {
        return TitleMatch::Title;
    }
    let aliases: Vec<String> = aliases.iter().map(|a| normalise(a)).collect();
    if aliases.contains(&title) {
        return TitleMatch::Alias;
    }
    let close = |other: &String| {
        let (a, b) = (title.chars().count(), other.chars().count());
        let bound = 1.0 - a.abs_diff(b) as f32 / a.max(b).max(1) as f32;
        bound >= ENOUGH && same_numbers(&title, other) && similarity(&title, other) >= ENOUGH
    };
    if std::iter::once(&wanted).chain(&aliases).any(close) { TitleMatch::Title } else { TitleMatch::None }
}

/// `Shrek 2` is not `Shrek 3`, however close the letters are.
fn same_numbers(a: &str, b: &str) -> bool {
    let numbers = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).map(str::to_owned).collect()
    };
    numbers(a) == numbers(b)
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
        let none: &[String] = &[];
        assert_eq!(title_matches("Sintel!", "Sintel", none), TitleMatch::Title);
        assert_eq!(title_matches("Sintel Reborn", "Sintel", none), TitleMatch::None);
        assert_eq!(title_matches("Caminandes 2", "Caminandes 3", none), TitleMatch::None, "numbers decide");
        assert_eq!(title_matches("Durian", "Sintel", &["Durian".to_owned()]), TitleMatch::Alias);
    }
}
