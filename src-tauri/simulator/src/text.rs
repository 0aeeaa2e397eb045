//! Owns the small text forms the dialects share: percent-decoding, XML escaping, sizes and dates as each site prints them.

use std::fmt::Write as _;

/// Percent-decodes a path segment; `+` stays a plus. Invalid escapes are kept as they stand.
pub(crate) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        if let Some(byte) = escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Percent-encodes everything but unreserved characters, spaces as `%20`.
pub(crate) fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Escapes for XML and HTML text and attributes.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// `1.46 GB`, `934.8 MB`, `812 kB`: at most two decimals, trailing zeros trimmed, 1024-based, lower-case k (Torrentio).
pub(crate) fn size_torrentio(bytes: u64) -> String {
    let (value, unit) = scaled(bytes, &["B", "kB", "MB", "GB", "TB"]);
    let number = format!("{value:.2}");
    let number = number.trim_end_matches('0').trim_end_matches('.');
    format!("{number} {unit}")
}

/// `1.5 GB`: one decimal, 1024-based (Comet).
pub(crate) fn size_one_decimal(bytes: u64) -> String {
    let (value, unit) = scaled(bytes, &["B", "KB", "MB", "GB", "TB"]);
    format!("{value:.1} {unit}")
}

/// `2.43 GB`: always two decimals (Peerflix, `MediaFusion`).
pub(crate) fn size_two_decimals(bytes: u64) -> String {
    let (value, unit) = scaled(bytes, &["B", "KB", "MB", "GB", "TB"]);
    format!("{value:.2} {unit}")
}

/// `1.4 GiB`, `512.0 KiB`, `1 Byte`, `0 Bytes` (Nyaa).
pub(crate) fn size_nyaa(bytes: u64) -> String {
    match bytes {
        1 => "1 Byte".to_owned(),
        0..1024 => format!("{bytes} Bytes"),
        _ => {
            let (value, unit) = scaled(bytes, &["Bytes", "KiB", "MiB", "GiB", "TiB"]);
            format!("{value:.1} {unit}")
        }
    }
}

fn scaled(bytes: u64, units: &[&'static str; 5]) -> (f64, &'static str) {
    let mut value = bytes as f64;
    let mut step = 0;
    while value >= 1024.0 && step + 1 < units.len() {
        value /= 1024.0;
        step += 1;
    }
    (value, units[step])
}

/// Year, month and day of a day counted from 1970-01-01 (Hinnant's civil-from-days).
pub(crate) fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Days from 1970-01-01 to a civil date.
pub(crate) fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// `2019-12-20T03:00:00.000Z`, as Cinemeta and Kitsu write dates.
pub(crate) fn iso_millis(unix: i64) -> String {
    let (year, month, day) = civil(unix.div_euclid(86_400));
    let (hour, minute, second) = clock(unix);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.000Z")
}

/// `2019-12-20T03:00:00Z`, as `StremThru` and Zilean write dates.
pub(crate) fn iso(unix: i64) -> String {
    iso_millis(unix).replace(".000Z", "Z")
}

/// `Sun, 06 Aug 2023 02:00:00 -0000`, as RSS feeds write dates.
pub(crate) fn rfc2822(unix: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let day_number = unix.div_euclid(86_400);
    let (year, month, day) = civil(day_number);
    let (hour, minute, second) = clock(unix);
    let name = DAYS[usize::try_from(day_number.rem_euclid(7)).unwrap_or(0)];
    let month = MONTHS[usize::try_from(month - 1).unwrap_or(0)];
    format!("{name}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} -0000")
}

fn clock(unix: i64) -> (i64, i64, i64) {
    let second = unix.rem_euclid(86_400);
    (second / 3600, second / 60 % 60, second % 60)
}

/// RFC 4648 base32 without padding: how `AnimeTosho` writes the hash in a magnet.
pub(crate) fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut out = String::new();
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[(buffer >> bits & 31) as usize]));
        }
        buffer &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push(char::from(ALPHABET[(buffer << (5 - bits) & 31) as usize]));
    }
    out
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// The 20 bytes of a hash written in 40 hex digits of either case.
pub(crate) fn unhex(text: &str) -> Option<[u8; 20]> {
    if text.len() != 40 || !text.is_ascii() {
        return None;
    }
    let mut out = [0; 20];
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_as_each_site_writes_them() {
        assert_eq!(size_torrentio(1_610_612_736), "1.5 GB", "trailing zeros go");
        assert_eq!(size_torrentio(600 * 1024), "600 kB", "lower-case k");
        assert_eq!(size_one_decimal(1_610_612_736), "1.5 GB", "one decimal");
        assert_eq!(size_nyaa(1_503_238_553), "1.4 GiB", "binary units");
        assert_eq!(size_nyaa(1), "1 Byte", "singular");
    }

    #[test]
    fn dates_survive_the_round_trip() {
        assert_eq!(civil(days(2024, 2, 29)), (2024, 2, 29), "leap day");
        assert_eq!(rfc2822(days(2023, 8, 6) * 86_400 + 7200), "Sun, 06 Aug 2023 02:00:00 -0000", "the sheet's example");
    }

    #[test]
    fn base32_agrees_with_a_published_pair() {
        let written = unhex("416b79c9a668ebf9bfce22845affe0cdde2fc8be").map(|bytes| base32(&bytes));
        assert_eq!(written.as_deref(), Some("IFVXTSNGNDV7TP6OEKCFV77AZXPC7SF6"), "hex and base32 name one hash");
    }
}
