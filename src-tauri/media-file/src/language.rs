//! Languages as files write them, as BCP 47 has them: two letters where there are two.

/// Returns the tag of a language as a file writes it: `jpn` is `ja`, `pt-br` is `pt-BR`. `None` for what says nothing.
pub(crate) fn tag(written: &str) -> Option<String> {
    let mut parts = written.trim().split(['-', '_']);
    let first = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_code = matches!(first.len(), 2 | 3) && first.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_code || ["und", "mis", "mul", "zxx", "qaa"].contains(&first.as_str()) {
        return None;
    }
    let mut tag = CODES.iter().find(|(three, _)| *three == first).map_or(first.as_str(), |(_, two)| two).to_owned();
    for part in parts.take(2) {
        let is_region = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic())
            || part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_script = part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
        if is_region {
            tag.push('-');
            tag.push_str(&part.to_ascii_uppercase());
        } else if is_script {
            let (initial, rest) = part.split_at(1);
            tag.push('-');
            tag.push_str(&initial.to_ascii_uppercase());
            tag.push_str(&rest.to_ascii_lowercase());
        }
    }
    Some(tag)
}

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

/// Three letters, of either list of ISO 639-2, and the two of ISO 639-1.
const CODES: [(&str, &str); 110] = [
    ("afr", "af"),
    ("alb", "sq"),
    ("amh", "am"),
    ("ara", "ar"),
    ("arm", "hy"),
    ("aze", "az"),
    ("baq", "eu"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bod", "bo"),
    ("bos", "bs"),
    ("bul", "bg"),
    ("bur", "my"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("chi", "zh"),
    ("cym", "cy"),
    ("cze", "cs"),
    ("dan", "da"),
    ("deu", "de"),
    ("dut", "nl"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("eus", "eu"),
    ("fao", "fo"),
    ("fas", "fa"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("geo", "ka"),
    ("ger", "de"),
    ("gle", "ga"),
    ("glg", "gl"),
    ("gre", "el"),
    ("guj", "gu"),
    ("hat", "ht"),
    ("hau", "ha"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ibo", "ig"),
    ("ice", "is"),
    ("ind", "id"),
    ("isl", "is"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("kaz", "kk"),
    ("khm", "km"),
    ("kir", "ky"),
    ("kor", "ko"),
    ("kur", "ku"),
    ("lao", "lo"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("ltz", "lb"),
    ("mac", "mk"),
    ("mal", "ml"),
    ("mao", "mi"),
    ("mar", "mr"),
    ("may", "ms"),
    ("mkd", "mk"),
    ("mlt", "mt"),
    ("mon", "mn"),
    ("msa", "ms"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nno", "nn"),
    ("nob", "nb"),
    ("nor", "no"),
    ("pan", "pa"),
    ("per", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("pus", "ps"),
    ("ron", "ro"),
    ("rum", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slo", "sk"),
    ("slv", "sl"),
    ("sme", "se"),
    ("som", "so"),
    ("spa", "es"),
    ("sqi", "sq"),
    ("srp", "sr"),
    ("swa", "sw"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tib", "bo"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("wel", "cy"),
    ("yor", "yo"),
    ("zho", "zh"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_the_same_however_a_file_writes_it() {
        for (written, expected) in [
            ("jpn", Some("ja")),
            ("ja", Some("ja")),
            ("ger", Some("de")),
            ("deu", Some("de")),
            ("pt-br", Some("pt-BR")),
            ("por_BR", Some("pt-BR")),
            ("zh-hant-tw", Some("zh-Hant-TW")),
            ("es-419", Some("es-419")),
            ("tlh", Some("tlh")),
            ("und", None),
            ("mul", None),
            ("", None),
            ("english", None),
            ("\u{202e}en", None),
        ] {
            assert_eq!(tag(written).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn quicktime_packs_three_letters_or_has_a_number() {
        let pack = |text: &[u8; 3]| text.iter().fold(0, |code, byte| code << 5 | u16::from(byte - 0x60));
        assert_eq!(packed(pack(b"tur")).as_deref(), Some("tr"));
        assert_eq!(packed(pack(b"und")), None);
        assert_eq!((packed(11).as_deref(), packed(17).as_deref()), (Some("ja"), Some("tr")));
        assert_eq!((packed(0x7fff), packed(300)), (None, None));
    }
}
