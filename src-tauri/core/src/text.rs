//! Cleans text from outside for display (bounded, on one line, without characters that hide or reorder others), reads
//! sizes out of it, and undoes percent and HTML encoding. Pure.

mod html;
mod percent;
mod size;

use std::borrow::Cow;

pub(crate) use html::{entity, unescaped};
pub(crate) use percent::{percent_decoded, percent_encoded};
pub(crate) use size::{Units, WrittenSize, size};

/// Returns at most `most` characters of the text, with white space folded and control and direction-changing
/// characters removed.
pub fn clean<'a>(text: impl Into<Cow<'a, str>>, most: usize) -> String {
    cleaned(text.into(), most).into_owned()
}

/// Does what [`clean`] does, and copies no text that needs no cleaning.
pub(crate) fn cleaned(text: Cow<'_, str>, most: usize) -> Cow<'_, str> {
    if text.len() <= most && is_clean(text.as_bytes()) {
        return text;
    }
    let mut cleaned = String::with_capacity(text.len().min(most));
    let mut count = 0;
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = count > 0;
            continue;
        }
        if misleads(c) {
            continue;
        }
        if gap {
            if count + 1 >= most {
                break;
            }
            cleaned.push(' ');
            count += 1;
            gap = false;
        }
        if count >= most {
            break;
        }
        cleaned.push(c);
        count += 1;
    }
    Cow::Owned(cleaned)
}

/// Returns whether the text needs no cleaning: printable ASCII without white space to fold, as nearly all names are.
fn is_clean(text: &[u8]) -> bool {
    let [first, .., last] = text else { return matches!(text, [] | [b'!'..=b'~']) };
    let is_strange = |byte: u8| u8::from(!(b' '..=b'~').contains(&byte));
    // Looks at every pair instead of stopping at the first hit, because this loop vectorises.
    let strange = text.iter().zip(&text[1..]).fold(is_strange(*last), |strange, (&byte, &next)| {
        strange | is_strange(byte) | (u8::from(byte == b' ') & u8::from(next == b' '))
    });
    strange == 0 && *first != b' ' && *last != b' '
}

/// Returns whether a character is for machines, such as those that command a terminal, or hides or reorders others, which
/// can make a name read as another.
pub fn misleads(c: char) -> bool {
    c.is_control() || is_invisible(c)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// The most characters kept of a title.
const LONGEST_TITLE: usize = 1024;

/// Cleans a title to one line; `None` when nothing is left.
pub(crate) fn title<'a>(text: impl Into<Cow<'a, str>>) -> Option<String> {
    line(text, LONGEST_TITLE)
}

/// Cleans any text to one line of at most `longest` characters; `None` when nothing is left.
pub(crate) fn line<'a>(text: impl Into<Cow<'a, str>>, longest: usize) -> Option<String> {
    Some(clean(text, longest)).filter(|clean| !clean.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_one_bounded_honest_line() {
        assert_eq!(clean("  Sintel\n2010\t1080p ", 100), "Sintel 2010 1080p");
        assert_eq!(clean("a\u{202e}gpj.exe", 100), "agpj.exe", "nothing reads backwards");
        assert_eq!(clean("ééééé", 3), "ééé", "counted in characters");
        assert_eq!(clean("\0\u{7}", 10), "");
        for text in ["a  b", " a b", "a b ", "a \tb"] {
            assert_eq!(clean(text, 10), "a b", "{text:?}");
        }
        assert_eq!((clean("abc", 3), clean("abcd", 3)), ("abc".to_owned(), "abc".to_owned()));
    }

    #[test]
    fn titles_are_one_bounded_line_without_tricks() {
        assert_eq!(title("  Big Buck\tBunny\r\n\u{202e}2008\u{0} "), Some("Big Buck Bunny 2008".to_owned()));
        assert_eq!(title("\u{200b}\u{feff} \n"), None);
        assert_eq!(title("é".repeat(5000)).unwrap().chars().count(), LONGEST_TITLE);
    }
}
