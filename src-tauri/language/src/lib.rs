//! Languages however they are written: two and three letters, with regions and scripts, or by name. One form for all of them,
//! as BCP 47 has it: two letters where there are two.

mod table;

use table::{LANGUAGES, NAMES, OTHERS};

/// Returns the tag of a language that is written as a code: `jpn` is `ja`, `pt-br` and `pob` are `pt-BR`. `None` for what says
/// nothing.
pub fn tag(written: &str) -> Option<String> {
    let mut parts = written.trim().split(['-', '_']);
    let first = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_code = matches!(first.len(), 2 | 3) && first.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_code || ["und", "mis", "mul", "zxx", "qaa"].contains(&first.as_str()) {
        return None;
    }
    let listed = LANGUAGES.iter().find(|(_, three, _)| three.contains(&first.as_str())).map(|(two, ..)| *two);
    let other = || OTHERS.iter().find(|(code, _)| *code == first).map(|(_, tag)| *tag);
    let mut tag = listed.or_else(other).unwrap_or(&first).to_owned();
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

/// Returns the tag of a language by its English name or its own: `Turkish` and `Türkçe` are `tr`.
pub fn named(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    let english = LANGUAGES.iter().find(|(.., english)| *english == name).map(|(two, ..)| *two);
    english.or_else(|| NAMES.iter().find(|(own, _)| *own == name).map(|(_, tag)| *tag))
}

/// Returns the tag of a language that is known by two letters, however it is written.
pub fn known(written: &str) -> Option<String> {
    let is_listed = |tag: &String| LANGUAGES.iter().any(|(two, ..)| *two == primary(tag));
    tag(written).filter(is_listed).or_else(|| named(written).map(str::to_owned))
}

/// The language of a tag without region and script. The two ways to write Norwegian are one language.
pub fn primary(tag: &str) -> &str {
    match tag.split('-').next().unwrap_or_default() {
        "nb" | "nn" => "no",
        language => language,
    }
}

/// Returns the other codes of a language by its two letters.
pub fn codes(two: &str) -> Vec<&'static str> {
    let of = |two: &str| LANGUAGES.iter().find(|(code, ..)| *code == two).map_or(&[][..], |(_, three, _)| three);
    if two == "no" { [of("no"), of("nb"), of("nn")].concat() } else { of(two).to_vec() }
}

/// Each language by its two letters, with its English name in lower case.
pub fn english_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    LANGUAGES.iter().map(|(two, _, name)| (*two, *name))
}

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
            ("pob", Some("pt-BR")),
            ("zh-hant-tw", Some("zh-Hant-TW")),
            ("zht", Some("zh-Hant")),
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
    fn a_language_has_an_english_name_and_its_own() {
        for (name, expected) in [
            ("Turkish", Some("tr")),
            ("Türkçe", Some("tr")),
            ("TÜRKÇE", Some("tr")),
            ("Brazilian", Some("pt-BR")),
            ("tr", None),
        ] {
            assert_eq!(named(name), expected, "{name}");
        }
        assert_eq!((known("Deutsch"), known("ger")), (Some("de".to_owned()), Some("de".to_owned())));
        assert_eq!((known("tlh"), known("sub"), known("hi")), (None, None, Some("hi".to_owned())));
    }

    #[test]
    fn norwegian_is_one_language_in_all_its_codes() {
        assert_eq!(codes("no"), ["nor", "nob", "nno"]);
        assert_eq!(codes("de"), ["deu", "ger"]);
        assert_eq!((primary("nb-NO"), primary("pt-BR"), primary("tlh")), ("no", "pt", "tlh"));
    }

    #[test]
    fn every_code_and_name_stands_once() {
        let mut codes: Vec<&str> = LANGUAGES.iter().flat_map(|(_, three, _)| three.iter().copied()).collect();
        codes.extend(OTHERS.iter().map(|(code, _)| *code));
        codes.extend(LANGUAGES.iter().map(|(two, ..)| *two));
        let mut names: Vec<&str> = LANGUAGES.iter().map(|(.., name)| *name).collect();
        names.extend(NAMES.iter().map(|(name, _)| *name));
        for mut all in [codes, names] {
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count);
        }
    }
}
