//! Languages as `QuickTime` writes them.

use language::tag;

/// Returns the language that `QuickTime` writes: five bits a letter, or a number of the old Macintosh.
pub(crate) fn packed(code: u16) -> Option<String> {
    if code < 0x400 {
        return MACINTOSH.get(usize::from(code)).and_then(|code| tag(code));
    }
    let letter = |shift: u32| u8::try_from(code >> shift & 0x1f).ok().map(|bits| char::from(bits + 0x60));
    let letters: String = [letter(10), letter(5), letter(0)].into_iter().flatten().collect();
    tag(&letters)
}

/// By the numbers of the old Macintosh.
const MACINTOSH: [&str; 34] = [
    "eng", "fra", "deu", "ita", "nld", "swe", "spa", "dan", "por", "nor", "heb", "jpn", "ara", "fin", "ell", "isl",
    "mlt", "tur", "hrv", "zho", "urd", "hin", "tha", "kor", "lit", "pol", "hun", "est", "lav", "sme", "fao", "fas",
    "rus", "zho",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quicktime_packs_three_letters_or_has_a_number() {
        let pack = |text: &[u8; 3]| text.iter().fold(0, |code, byte| code << 5 | u16::from(byte - 0x60));
        assert_eq!(packed(pack(b"tur")).as_deref(), Some("tr"));
        assert_eq!(packed(pack(b"und")), None);
        assert_eq!((packed(11).as_deref(), packed(17).as_deref()), (Some("ja"), Some("tr")));
        assert_eq!((packed(0x7fff), packed(300)), (None, None));
    }
}
