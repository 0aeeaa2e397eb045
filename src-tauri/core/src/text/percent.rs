//! Percent encoding of one path segment or query value.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The characters left unencoded: the unreserved ones, and `:` because Stremio ids contain it.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':');

/// Percent-encodes one path segment or query value.
pub(crate) fn percent_encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// Decodes percent encoding. `+` stays a plus, as magnet links use it; invalid UTF-8 becomes replacement characters.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_round_trip_and_broken_ones_are_left() {
        assert_eq!(percent_encoded("One Piece: 1/2 & é"), "One%20Piece:%201%2F2%20%26%20%C3%A9");
        assert_eq!(percent_decoded("One%20Piece%2"), "One Piece%2");
        assert_eq!(percent_decoded("a+b"), "a+b");
        assert_eq!(percent_decoded("%C3%A9%ff%%41"), "é\u{fffd}%A");
    }
}
