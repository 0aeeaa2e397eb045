//! Words in answers: titles, sizes, percent and HTML encoding. Pure, and the same for every source.

use std::borrow::Cow;

use super::DropReason;
use crate::torrent::InfoHash;

/// A title is at most this many characters.
const LONGEST_TITLE: usize = 1024;

/// One line, fit to show; `None` when nothing is left.
pub(crate) fn title<'a>(text: impl Into<Cow<'a, str>>) -> Option<String> {
    line(text, LONGEST_TITLE)
}

/// The same for any text, as long as `longest` characters.
pub(crate) fn line<'a>(text: impl Into<Cow<'a, str>>, longest: usize) -> Option<String> {
    Some(crate::text::clean(text, longest)).filter(|clean| !clean.is_empty())
}

/// A hash as a row tells it, or why the row cannot be used.
pub(super) fn hash(told: Option<&str>) -> Result<InfoHash, DropReason> {
    let told = told.ok_or(DropReason::NoHash)?;
    let is_v2 = matches!(told.len(), 64 | 68) && told.bytes().all(|byte| byte.is_ascii_hexdigit());
    InfoHash::parse(told).map_err(|_| if is_v2 { DropReason::V2Only } else { DropReason::Unreadable })
}

/// The first size in a text, in bytes: `1.5 GB`, `1,234.5 MiB`, `934.8 kB`, `512 Bytes`, `1,4 Go`. 1024 throughout, as all
/// these sites count.
pub(crate) fn size(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut begins = true;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        begins = rest[..at].chars().next_back().map_or(begins, |c| !is_of_word(c) && !matches!(c, '.' | ',' | '-'));
        let digits = &rest[at..];
        let end = digits.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(digits.len());
        let (told, after) = digits.split_at(end);
        if let Some(power) = unit(after.trim_start()).filter(|_| begins) {
            let bytes = number(told)? * 1024_f64.powi(power);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be within range")]
            return (1.0..9e18).contains(&bytes).then_some(bytes.round() as u64);
        }
        (rest, begins) = (after, false);
    }
    None
}

/// The power of 1024 that a text begins with as a word: `kB`, `MiB`, `Bytes`, `Go`.
fn unit(text: &str) -> Option<i32> {
    let end = text.find(|c| !is_of_word(c)).unwrap_or(text.len());
    let mut word = [0; 6];
    let word = word.get_mut(..end)?;
    word.copy_from_slice(&text.as_bytes()[..end]);
    word.make_ascii_lowercase();
    let power = match word.first()? {
        b'k' => 1,
        b'm' => 2,
        b'g' => 3,
        b't' => 4,
        b'p' => 5,
        _ => 0,
    };
    let bytes = if power == 0 { &*word } else { &word[1..] };
    matches!(bytes, b"b" | b"ib" | b"byte" | b"bytes" | b"o").then_some(power)
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// `1,234.5` counts thousands, `1,4` is a fraction, `1.5.2` is no number.
fn number(text: &str) -> Option<f64> {
    let text = text.trim_end_matches(['.', ',']);
    let parts: Vec<&str> = text.split(',').collect();
    let thousands =
        parts.len() > 1 && parts[1..].iter().all(|part| part.split('.').next().is_some_and(|p| p.len() == 3));
    let plain: Cow<'_, str> = match (parts.len(), thousands) {
        (1, _) => text.into(),
        (_, true) => text.replace(',', "").into(),
        (2, false) => text.replace(',', ".").into(),
        _ => return None,
    };
    plain.parse().ok()
}

/// For one path segment or query value; `:` stays, as Stremio ids are written.
pub(crate) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b':') {
            encoded.push(byte.into());
        } else {
            let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0').to_ascii_uppercase();
            encoded.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    encoded
}

/// `+` is a plus, as in magnets.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return text.into();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = match tail {
            [high, low, ..] if *first == b'%' => hex(*high).zip(hex(*low)),
            _ => None,
        };
        rest = if let Some((high, low)) = escaped {
            bytes.push(high << 4 | low);
            &tail[2..]
        } else {
            bytes.push(*first);
            tail
        };
    }
    String::from_utf8_lossy(&bytes).into_owned().into()
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The five entities of XML, a non-breaking space and character references; any other is left as it stands.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let end = after.bytes().take(12).position(|byte| byte == b';');
        rest = if let Some((c, end)) = end.and_then(|end| entity(after.get(..end)?).map(|c| (c, end))) {
            plain.push(c);
            &after[end + 1..]
        } else {
            plain.push('&');
            after
        };
    }
    plain.push_str(rest);
    plain.into()
}

/// What `&name;` or `&#number;` stands for, without looking anything up that a document declares.
pub(crate) fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_one_bounded_line_without_tricks() {
        assert_eq!(title("  Big Buck\tBunny\r\n\u{202e}2008\u{0} "), Some("Big Buck Bunny 2008".to_owned()));
        assert_eq!(title("\u{200b}\u{feff} \n"), None);
        assert_eq!(title("é".repeat(5000)).unwrap().chars().count(), LONGEST_TITLE);
    }

    #[test]
    fn sizes_are_read_as_sites_write_them() {
        let mib = 1024 * 1024;
        assert_eq!(size("1.5 GB"), Some(1536 * mib));
        assert_eq!(size("👤 5 💾 934.8 kB ⚙️ X"), Some(957_235));
        assert_eq!(size("1,234.5 MB"), Some(1_294_467_072));
        assert_eq!(size("1,4 Go"), Some(1_503_238_554));
        assert_eq!(size("700 MiB"), Some(700 * mib));
        assert_eq!(size("512 Bytes"), Some(512));
        assert_eq!(size("0 Bytes"), None);
        assert_eq!(size("2 PB"), Some(2 << 50));
        assert_eq!(size("1.5.2 GB"), None);
        assert_eq!(size("-3 GB"), None);
        assert_eq!(size(". GB"), None);
        assert_eq!(size("apollo 5 bears"), None);
        assert_eq!(size("5 of 10 GB"), Some(10 << 30), "the first that is one");
        assert_eq!(size("part1.5 GB x2 GB v-3 GB, 4 gigabytes 7kbytes"), Some(7 << 10));
        assert_eq!(size("Größe:3\u{a0}MB."), Some(3 * mib));
        assert_eq!(size("3 KB_ 3 KBö"), Some(3 << 10));
        assert_eq!(size("99999999999999999999 TB"), None);
    }

    #[test]
    fn encodings_round_trip_and_broken_ones_are_left() {
        assert_eq!(percent_encoded("One Piece: 1/2 & é"), "One%20Piece:%201%2F2%20%26%20%C3%A9");
        assert_eq!(percent_decoded("One%20Piece%2"), "One Piece%2");
        assert_eq!(percent_decoded("a+b"), "a+b");
        assert_eq!(unescaped("Show &amp; Tell &#39;&#x27; &lol; AT&T &"), "Show & Tell '' &lol; AT&T &");
        assert_eq!(unescaped("&#0;&#xd800;&ééééééé;"), "&#0;&#xd800;&ééééééé;");
    }
}
