//! Languages as files and players write them: two and three letters, with regions, or by name.

/// ISO 639-1, its three-letter codes of ISO 639-2, and its English name.
const LANGUAGES: [(&str, &[&str], &str); 38] = [
    ("ar", &["ara"], "arabic"),
    ("bg", &["bul"], "bulgarian"),
    ("ca", &["cat"], "catalan"),
    ("cs", &["cze", "ces"], "czech"),
    ("da", &["dan"], "danish"),
    ("de", &["ger", "deu"], "german"),
    ("el", &["gre", "ell"], "greek"),
    ("en", &["eng"], "english"),
    ("es", &["spa"], "spanish"),
    ("et", &["est"], "estonian"),
    ("fa", &["per", "fas"], "persian"),
    ("fi", &["fin"], "finnish"),
    ("fr", &["fre", "fra"], "french"),
    ("he", &["heb"], "hebrew"),
    ("hi", &["hin"], "hindi"),
    ("hr", &["hrv"], "croatian"),
    ("hu", &["hun"], "hungarian"),
    ("id", &["ind"], "indonesian"),
    ("it", &["ita"], "italian"),
    ("ja", &["jpn"], "japanese"),
    ("ko", &["kor"], "korean"),
    ("lt", &["lit"], "lithuanian"),
    ("lv", &["lav"], "latvian"),
    ("ml", &["mal"], "malayalam"),
    ("ms", &["may", "msa"], "malay"),
    ("nl", &["dut", "nld"], "dutch"),
    ("no", &["nor", "nob", "nno"], "norwegian"),
    ("pl", &["pol"], "polish"),
    ("pt", &["por"], "portuguese"),
    ("ro", &["rum", "ron"], "romanian"),
    ("ru", &["rus"], "russian"),
    ("sk", &["slo", "slk"], "slovak"),
    ("sl", &["slv"], "slovenian"),
    ("sr", &["srp"], "serbian"),
    ("sv", &["swe"], "swedish"),
    ("tr", &["tur"], "turkish"),
    ("uk", &["ukr"], "ukrainian"),
    ("zh", &["chi", "zho"], "chinese"),
];

/// What VLC calls some of them besides.
const IN_VLC: [(&str, &str); 3] = [("el", "Greek, Modern"), ("no", "Norwegian Bokmaal"), ("no", "Norwegian Nynorsk")];

/// Returns each language's code with the names VLC has for it, in English.
pub(crate) fn names_in_vlc() -> impl Iterator<Item = (&'static str, String)> {
    let plain = LANGUAGES.iter().map(|(code, _, name)| {
        let mut letters = name.chars();
        (*code, letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect())
    });
    plain.chain(IN_VLC.iter().map(|(code, name)| (*code, (*name).to_owned())))
}

/// Returns one code for a language however it is written: `jpn`, `ja-JP` and `Japanese` are `ja`. What is not known stays as it
/// is, in lower case and without its region.
pub(crate) fn code(language: &str) -> String {
    let language = language.trim().to_lowercase();
    let bare = language.split(['-', '_']).next().unwrap_or_default();
    let known = LANGUAGES.iter().find(|(two, three, name)| *two == bare || three.contains(&bare) || *name == language);
    known.map_or(bare, |(two, ..)| two).to_owned()
}

/// Returns every code players may know these languages by, in their order.
pub(crate) fn every_code(languages: &[String]) -> Vec<String> {
    let codes = |language: &String| {
        let one = code(language);
        let more = LANGUAGES.iter().find(|(two, ..)| *two == one).map_or(&[][..], |(_, three, _)| three);
        // They go into a list with commas, in an option of a player.
        let is_plain = !one.is_empty() && one.chars().all(|c| c.is_ascii_alphanumeric());
        is_plain.then(|| [one].into_iter().chain(more.iter().map(|code| (*code).to_owned())).collect::<Vec<_>>())
    };
    languages.iter().filter_map(codes).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_the_same_however_it_is_written() {
        for text in ["ja", "jpn", "JPN", "ja-JP", "ja_jp", "Japanese", " ja "] {
            assert_eq!(code(text), "ja", "{text}");
        }
        for text in ["ger", "deu", "de-AT", "German"] {
            assert_eq!(code(text), "de", "{text}");
        }
        assert_eq!((code("tlh"), code("und"), code("")), ("tlh".to_owned(), "und".to_owned(), String::new()));
    }

    #[test]
    fn players_are_told_every_code_and_nothing_else() {
        let told = every_code(&["ja".to_owned(), "de".to_owned(), "x,y".to_owned(), String::new()]);
        assert_eq!(told, ["ja", "jpn", "de", "ger", "deu"]);
    }
}
