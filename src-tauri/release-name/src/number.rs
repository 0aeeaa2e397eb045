//! Reads numbers as people write them: digits of several scripts, ordinals, Chinese numerals, Roman numerals.
//! Owns no meaning: what a number counts is decided elsewhere.

/// The value of a digit in Latin, fullwidth, Arabic, Persian or Devanagari script.
pub(crate) fn digit(c: char) -> Option<u32> {
    const ZEROS: [char; 4] = ['\u{ff10}', '\u{660}', '\u{6f0}', '\u{966}'];
    if c.is_ascii() {
        return c.to_digit(10);
    }
    ZEROS.iter().find_map(|&zero| (c as u32).checked_sub(zero as u32).filter(|d| *d < 10))
}

/// A run of digits and nothing else, at most six of them.
#[inline]
pub(crate) fn value(text: &str) -> Option<u32> {
    leading(text).filter(|(_, end)| *end == text.len()).map(|(value, _)| value)
}

/// The number at the start of `text`, and how many bytes it takes.
#[inline]
pub(crate) fn leading(text: &str) -> Option<(u32, usize)> {
    let bytes = text.as_bytes();
    // Nearly every word begins with a letter, and nearly every digit is a plain one.
    if bytes.first().is_none_or(|first| first.is_ascii() && !first.is_ascii_digit()) {
        return None;
    }
    let (mut total, mut end) = (0, 0);
    while let Some(byte) = bytes.get(end).filter(|byte| byte.is_ascii_digit()) {
        if end == MOST {
            return None;
        }
        total = total * 10 + u32::from(byte - b'0');
        end += 1;
    }
    if bytes.get(end).is_some_and(|byte| !byte.is_ascii()) { leading_of_any(text) } else { Some((total, end)) }
}

/// The most digits of a number.
const MOST: usize = 6;

/// As `leading`, where digits of another script may follow.
#[cold]
fn leading_of_any(text: &str) -> Option<(u32, usize)> {
    let end = text.char_indices().find(|(_, c)| digit(*c).is_none()).map_or(text.len(), |(at, _)| at);
    let digits = text.get(..end)?;
    if !(1..=MOST).contains(&digits.chars().count()) {
        return None;
    }
    Some((digits.chars().filter_map(digit).fold(0, |total, digit| total * 10 + digit), end))
}

/// The first number in a word that starts with letters: 3 in `sp03`, 2 in `ed02v2`.
pub(crate) fn inner(text: &str) -> Option<u32> {
    let at = text.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 0)?;
    leading(&text[at..]).map(|(value, _)| value)
}

/// `2nd`, `1ª`, `3º`, `4th`; the text is lowercase.
pub(crate) fn ordinal(text: &str) -> Option<u32> {
    let (number, end) = leading(text)?;
    matches!(
        text.get(end..)?,
        "st" | "nd" | "rd" | "th" | "ª" | "º" | "°" | "a" | "o" | "й" | "я" | "e" | "er" | "ème" | "eme"
    )
    .then_some(number)
}

/// `二`, `十二`, `二十三`, and plain digits between the same characters; up to 999.
pub(crate) fn chinese(text: &str) -> Option<u32> {
    let mut total = 0;
    let mut pending = None;
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            _ => {
                let d = digit(c).or_else(|| {
                    (0..).zip("〇一二三四五六七八九".chars()).find(|(_, n)| *n == c).map(|(value, _)| value)
                })?;
                pending = Some(pending.map_or(d, |p: u32| p.saturating_mul(10).saturating_add(d)));
                continue;
            }
        };
        total += pending.take().unwrap_or(1).min(999) * unit;
    }
    (!text.is_empty()).then(|| total + pending.unwrap_or(0)).filter(|v| *v <= 999)
}

/// `ii` to `xx`, lowercase; a lone `i`, `v` or `x` is a letter, not a number.
pub(crate) fn roman(text: &str) -> Option<u32> {
    const NUMERALS: [&str; 19] = [
        "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
        "xviii", "xix", "xx",
    ];
    (2..).zip(NUMERALS).find(|(_, n)| *n == text && n.len() > 1).map(|(value, _)| value)
}

/// As `roman`, after a word that counts: a lone letter is a number there too.
pub(crate) fn counted_roman(text: &str) -> Option<u32> {
    match text {
        "i" => Some(1),
        "v" => Some(5),
        "x" => Some(10),
        _ => roman(text),
    }
}

/// `one` to `ten`, lowercase.
pub(crate) fn word(text: &str) -> Option<u32> {
    const WORDS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    (1..).zip(WORDS).find(|(_, w)| *w == text).map(|(value, _)| value)
}

/// `first` to `tenth` as said before a season, in several languages, lowercase.
pub(crate) fn ordinal_word(text: &str) -> Option<u32> {
    const WORDS: [&[&str]; 10] = [
        &["first", "première", "premiere", "erste", "primera", "prima", "primeira", "первый", "перший"],
        &["second", "deuxième", "zweite", "segunda", "seconda", "второй", "другий"],
        &["third", "troisième", "dritte", "tercera", "terza", "terceira", "третий", "третій"],
        &["fourth", "quatrième", "vierte", "cuarta", "quarta", "четвертый", "четвёртый", "четвертий"],
        &["fifth", "cinquième", "fünfte", "quinta", "пятый"],
        &["sixth", "sixième", "sechste", "sexta", "sesta", "шестой"],
        &["seventh", "septième", "siebte", "séptima", "settima", "sétima", "седьмой"],
        &["eighth", "huitième", "achte", "octava", "ottava", "oitava", "восьмой"],
        &["ninth", "neuvième", "neunte", "novena", "nona", "девятый"],
        &["tenth", "dixième", "zehnte", "décima", "decima", "десятый"],
    ];
    (1..).zip(WORDS).find(|(_, words)| words.contains(&text)).map(|(value, _)| value)
}

/// A four-digit year a film could have.
pub(crate) fn is_year(value: u32) -> bool {
    (1900..=2039).contains(&value)
}

/// A number that is a picture's height more often than an episode.
pub(crate) fn is_height(value: u32) -> bool {
    matches!(value, 240 | 360 | 480 | 540 | 576 | 720 | 1080 | 1440 | 2160 | 4320)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_count_alike() {
        for text in ["158", "１５８", "١٥٨", "۱۵۸"] {
            assert_eq!(value(text), Some(158), "{text}");
        }
        assert_eq!(value("1234567"), None, "seven digits are an identifier, not a count");
    }

    #[test]
    fn chinese_numerals_add_up() {
        assert_eq!(chinese("二"), Some(2));
        assert_eq!(chinese("十二"), Some(12));
        assert_eq!(chinese("二十三"), Some(23));
        assert_eq!(chinese("百二十"), Some(120));
    }

    #[test]
    fn a_lone_letter_is_no_roman_numeral() {
        assert_eq!(roman("iii"), Some(3));
        assert_eq!(roman("v"), None);
    }
}
