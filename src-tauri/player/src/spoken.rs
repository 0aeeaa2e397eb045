//! Languages as players are told them, and as they tell them.

/// Returns one code for a language however it is written: `jpn`, `ja-JP` and `Japanese` are `ja`. What is not known stays as it
/// is, in lower case and without its region.
pub(crate) fn code(language: &str) -> String {
    let known = language::known(language);
    let written = || language.trim().to_lowercase();
    let tag = known.unwrap_or_else(|| language::tag(language).unwrap_or_else(written));
    language::primary(&tag).split('_').next().unwrap_or_default().to_owned()
}

/// Returns every code players may know these languages by, in their order.
pub(crate) fn every_code(languages: &[String]) -> Vec<String> {
    let codes = |language: &String| {
        let one = code(language);
        // They go into a list with commas, in an option of a player.
        let is_plain = !one.is_empty() && one.chars().all(|c| c.is_ascii_alphanumeric());
        let others = language::codes(&one).into_iter().map(str::to_owned);
        is_plain.then(|| [one.clone()].into_iter().chain(others).collect::<Vec<_>>())
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
        assert_eq!(told, ["ja", "jpn", "de", "deu", "ger"]);
    }
}
