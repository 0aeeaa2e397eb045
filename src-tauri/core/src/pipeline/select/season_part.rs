//! Which part of a season a name or title states: `Part 2`, `2nd Cour`, `S02P02`. The episodes of a later part count
//! anew in some names and go on from the first part in others, so the part decides what a number means.

use std::ops::Range;

/// The words for a part, in the languages in which releases are commonly named.
const PART: [&str; 10] = ["part", "pt", "cour", "cours", "parte", "partie", "teil", "deel", "часть", "パート"];

/// A part that a text states, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) number: u32,
    pub(super) at: Range<usize>,
}

/// Returns the part that a name states; `None` without one, and for several such as `Part 1 & 2`.
pub(super) fn part(text: &str) -> Option<Stated> {
    if !may_state(text) {
        return None;
    }
    let words = words(text);
    let mut found: Option<Stated> = None;
    let mut next = 0;
    while next < words.len() {
        let at = next;
        next += 1;
        let Some((number, length)) = stated_at(text, &words[at..]) else { continue };
        next = at + length;
        let last = &words[at + length - 1];
        if words.get(next).is_some_and(|word| joins(text, last, word)) {
            return None;
        }
        if found.as_ref().is_some_and(|before| before.number != number && joined(&text[before.at.end..words[at].start]))
        {
            return None;
        }
        found = Some(Stated { number, at: words[at].start..last.end });
    }
    found
}

/// Returns whether a word of the text begins as one that states a part does. Few names have one, and every name is asked.
fn may_state(text: &str) -> bool {
    if !text.is_ascii() {
        return true;
    }
    let bytes = text.as_bytes();
    let small = |at: usize| bytes.get(at).map_or(0, u8::to_ascii_lowercase);
    let mut inside = false;
    (0..bytes.len()).any(|at| {
        let begins = !inside && bytes[at].is_ascii_alphanumeric();
        inside = bytes[at].is_ascii_alphanumeric();
        begins
            && match (small(at), small(at + 1)) {
                (b'p', b'a' | b't') | (b'c', b'o') | (b't' | b'd', b'e') => true,
                (b's', b'0'..=b'9') => {
                    let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                    small(at + 1 + digits) == b'p'
                }
                _ => false,
            }
    })
}

/// Returns the part with which a title ends: `Title Part 2`. A part before a subtitle names a whole season or saga.
pub(super) fn part_of_title(title: &str) -> Option<u32> {
    part(title).filter(|stated| ends(title, stated)).map(|stated| stated.number)
}

/// Returns whether nothing follows the part.
pub(super) fn ends(title: &str, part: &Stated) -> bool {
    title.get(part.at.end..).is_some_and(|rest| !rest.contains(char::is_alphanumeric))
}

/// Returns the runs of letters and digits.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::with_capacity(16);
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(begun)) => {
                words.push(begun..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|begun| begun..text.len()));
    words
}

/// Returns the part stated by the words from the first on, and how many words state it.
fn stated_at(text: &str, words: &[Range<usize>]) -> Option<(u32, usize)> {
    let first = text.get(words.first()?.clone())?;
    if let Some(part) = combined(first) {
        return Some((part, 1));
    }
    let second = words.get(1).and_then(|at| text.get(at.clone()));
    if is_part_word(first) {
        let parted = words.get(1).is_some_and(|at| text[words[0].end..at.start].contains(" - "));
        return second.filter(|_| !parted).and_then(count).map(|part| (part, 2));
    }
    ordinal(first).filter(|_| second.is_some_and(is_part_word)).map(|part| (part, 2))
}

fn is_part_word(word: &str) -> bool {
    PART.iter().any(|part| word.eq_ignore_ascii_case(part)) || !word.is_ascii() && PART.contains(&&*word.to_lowercase())
}

/// One word that states a part: `S02P02E01`, `S2P2`, `Part2`, `Cour2`, `第2クール`.
fn combined(word: &str) -> Option<u32> {
    if !word.is_ascii() {
        let before = word.split_once("クール").or_else(|| word.split_once('쿨'))?.0;
        return before.chars().next_back().and_then(|c| match c {
            '一' => Some(1),
            '二' => Some(2),
            '三' => Some(3),
            digit => digit.to_digit(10).filter(|part| (1..=9).contains(part)),
        });
    }
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = word.split_at(letters);
    if !word.eq_ignore_ascii_case("s") {
        return is_part_word(word).then(|| count(rest)).flatten().filter(|_| !rest.is_empty());
    }
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let part = rest.strip_prefix(['p', 'P'])?;
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    let after = &part[digits..];
    (after.is_empty() || after.starts_with(['e', 'E'])).then(|| count(&part[..digits])).flatten()
}

/// The number of a part: in digits, Roman or as a word.
fn count(word: &str) -> Option<u32> {
    const ROMAN: [&str; 6] = ["i", "ii", "iii", "iv", "v", "vi"];
    const WORDS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];
    if let Ok(number) = word.parse::<u32>() {
        return (1..=9).contains(&number).then_some(number);
    }
    let listed = |list: &[&str]| list.iter().position(|known| word.eq_ignore_ascii_case(known));
    listed(&ROMAN).or_else(|| listed(&WORDS)).and_then(|at| u32::try_from(at + 1).ok())
}

fn ordinal(word: &str) -> Option<u32> {
    const SHORT: [&str; 6] = ["1st", "2nd", "3rd", "4th", "5th", "6th"];
    const LONG: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];
    let listed = |list: &[&str]| list.iter().position(|known| word.eq_ignore_ascii_case(known));
    listed(&SHORT).or_else(|| listed(&LONG)).and_then(|at| u32::try_from(at + 1).ok())
}

/// Returns whether a second number follows that belongs to the same statement: `Part 1-2`, `Part 1 & 2`.
fn joins(text: &str, last: &Range<usize>, next: &Range<usize>) -> bool {
    let word = &text[next.clone()];
    let between = &text[last.end..next.start];
    !word.starts_with('0') && count(word).is_some() && (between == "-" || between != "." && joined(between))
}

/// Returns whether what stands between two parts lists them both.
fn joined(between: &str) -> bool {
    let signs = between.trim_matches([' ', '.', '_', '(', ')', '[', ']']);
    matches!(signs, "&" | "+" | "," | "~" | "-" | "–") && (signs != "-" || !between.contains(' '))
        || signs.eq_ignore_ascii_case("and")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_stated_in_many_ways() {
        for (text, number) in [
            ("Blue Meadow Part 2 - 05", 2),
            ("Blue.Meadow.Season.3.Part.II", 2),
            ("Blue Meadow - S02P02E01", 2),
            ("Blue Meadow S2P3 - 01", 3),
            ("Blue Meadow 2nd Cour - 05", 2),
            ("Blue Meadow Cour 2", 2),
            ("Blue Meadow Second Part", 2),
            ("Blue Meadow [Part2]", 2),
            ("Blue Meadow Parte 3", 3),
            ("Голубой луг Часть 2", 2),
            ("青い牧場 第2クール", 2),
            ("Blue Meadow part TWO", 2),
            ("Blue Meadow Part 2 01", 2),
        ] {
            assert_eq!(part(text).map(|stated| stated.number), Some(number), "{text}");
        }
        for text in [
            "Blue Meadow",
            "Part Time Meadow - 05",
            "Blue Meadow Part 1 & 2",
            "Blue Meadow Part 1-2",
            "Blue Meadow (Part 1 + Part 2)",
            "Blue Meadow - 2nd Season",
            "Blue Meadow Party 2",
            "Blue Meadow Part 2020",
            "Blue Meadow S02E05",
            "Meadow Part - 05",
        ] {
            assert_eq!(part(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_part_at_the_end_of_a_title_is_one_of_a_season() {
        assert_eq!(part_of_title("Blue Meadow 2nd Season Part 2"), Some(2));
        assert_eq!(part_of_title("Blue Meadow: The Final Season (Part 3)"), Some(3));
        assert_eq!(part_of_title("Blue Meadow Part 4: Ash and Fern"), None);
        assert_eq!(part_of_title("Blue Meadow"), None);
    }
}
