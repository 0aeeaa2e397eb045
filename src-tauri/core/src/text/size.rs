//! Sizes as sites write them, read out of a text.

use std::borrow::Cow;

/// Returns the first size in a text in bytes: `1.5 GB`, `1,234.5 MiB`, `934.8 kB`, `512 Bytes`, `1,4 Go`. Every unit
/// counts by 1024, as nearly all sites do.
pub(crate) fn size(text: &str) -> Option<u64> {
    WrittenSize::first_in(text)?.bytes(Units::Binary)
}

/// How a decimal unit such as `GB` counts. `GiB` always counts by 1024.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Units {
    Binary,
    Decimal,
}

/// A size as it is written, before it is known how its unit counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct WrittenSize {
    number: f64,
    /// What one more in the last digit written adds to the number.
    step: f64,
    /// How often the unit multiplies: 3 for `GB`.
    power: i32,
    is_binary: bool,
}

impl WrittenSize {
    /// Reads the first size in a text.
    pub(crate) fn first_in(text: &str) -> Option<Self> {
        let mut rest = text;
        let mut begins = true;
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            begins = rest[..at].chars().next_back().map_or(begins, |c| !is_of_word(c) && !matches!(c, '.' | ',' | '-'));
            let digits = &rest[at..];
            let end = digits.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(digits.len());
            let (told, after) = digits.split_at(end);
            if let Some((power, is_binary)) = unit(after.trim_start()).filter(|_| begins) {
                let (number, step) = number(told)?;
                return Some(Self { number, step, power, is_binary });
            }
            (rest, begins) = (after, false);
        }
        None
    }

    /// Returns the size in bytes; `None` for zero and for what no file is.
    pub(crate) fn bytes(self, units: Units) -> Option<u64> {
        let bytes = self.number * self.base(units).powi(self.power);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be within range")]
        (1.0..9e18).contains(&bytes).then_some(bytes.round() as u64)
    }

    /// Returns whether a number of bytes is written like this, rounded or cut off.
    pub(crate) fn is_of(self, bytes: u64, units: Units) -> bool {
        let written = bytes as f64 / self.base(units).powi(self.power);
        (written - self.number).abs() <= self.step * 1.001
    }

    fn base(self, units: Units) -> f64 {
        if self.is_binary || units == Units::Binary { 1024.0 } else { 1000.0 }
    }
}

/// Returns the power of the unit that a text begins with, and whether it is one of `KiB`, `MiB`, …: `kB`, `Bytes`, `Go`.
fn unit(text: &str) -> Option<(i32, bool)> {
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
    matches!(bytes, b"b" | b"ib" | b"byte" | b"bytes" | b"o").then_some((power, bytes == b"ib"))
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Parses a number and returns it with the worth of its last digit: the comma in `1,234.5` groups thousands, in `1,4` it
/// is the decimal separator; `1.5.2` is no number.
fn number(text: &str) -> Option<(f64, f64)> {
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
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len().min(9));
    let step = (0..decimals).fold(1.0, |step, _| step / 10.0);
    Some((plain.parse().ok()?, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_size_is_held_against_the_bytes_it_stands_for() {
        let is_of = |text: &str, bytes: u64| {
            let size = WrittenSize::first_in(text).unwrap();
            (size.is_of(bytes, Units::Binary), size.is_of(bytes, Units::Decimal))
        };
        assert_eq!(is_of("3.2 GB", 3_221_225_472), (false, true));
        assert_eq!(is_of("3.0 GB", 3_221_225_472), (true, false));
        assert_eq!(is_of("2.04 GiB", 2_190_433_320), (true, true), "that unit has one meaning");
        assert_eq!(is_of("38.1 GB", 3_221_225_472), (false, false));
        assert_eq!(is_of("700 MB", 700 << 20), (true, false));
        assert_eq!(WrittenSize::first_in("38.1 GB").unwrap().bytes(Units::Decimal), Some(38_100_000_000));
        assert_eq!(WrittenSize::first_in("38 GiB").unwrap().bytes(Units::Decimal), Some(38 << 30));
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
}
