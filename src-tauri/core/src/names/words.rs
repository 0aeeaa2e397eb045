//! Words around a title that say nothing of which work it is.

/// Words that follow a title and are about the release or the collection. What the parser reads as such is not part of
/// the title; these stay there because alone they may be a title.
const AFTER: [&str; 62] = [
    "all",
    "anime",
    "batch",
    "bd",
    "bonus",
    "box",
    "boxset",
    "chapters",
    "collection",
    "colección",
    "coleccion",
    "colecao",
    "complet",
    "complete",
    "completa",
    "completo",
    "cour",
    "cut",
    "disc",
    "discs",
    "dubbed",
    "dvd",
    "edition",
    "eng",
    "english",
    "episodes",
    "extended",
    "extras",
    "films",
    "full",
    "hd",
    "internal",
    "integral",
    "integrale",
    "miniseries",
    "movies",
    "of",
    "ova",
    "ovas",
    "pack",
    "proper",
    "raw",
    "real",
    "remaster",
    "remastered",
    "repack",
    "season",
    "seasons",
    "seria",
    "serial",
    "serie",
    "series",
    "sezon",
    "special",
    "specials",
    "staffel",
    "stagione",
    "sub",
    "subbed",
    "temporada",
    "tv",
    "uncut",
];

/// Names that releases put before a title: who made or showed it.
const BEFORE: [&str; 22] = [
    "amazon",
    "bbc",
    "channel",
    "dc",
    "dcs",
    "disney",
    "disneys",
    "dreamworks",
    "hbo",
    "hulu",
    "itv",
    "marvel",
    "marvels",
    "masterpiece",
    "national geographic",
    "natgeo",
    "netflix",
    "netflixs",
    "pbs",
    "pixar",
    "pixars",
    "sky",
];

/// Returns whether a word after a title, in normal form, says nothing of the work.
pub(super) fn is_neutral_after(word: &str) -> bool {
    AFTER.contains(&word)
}

/// Returns whether the words before a title, in normal form, say nothing of the work.
pub(super) fn is_neutral_before(words: &str) -> bool {
    let words = words.strip_suffix(" the").unwrap_or(words);
    words.is_empty() || BEFORE.contains(&words)
}

/// Returns a title in normal form without the name before it: `marvels blue meadow`.
pub(super) fn without_brand(title: &str) -> Option<&str> {
    let brand = BEFORE.iter().find_map(|brand| title.strip_prefix(brand)?.strip_prefix(' '));
    brand.filter(|rest| rest.contains(' '))
}

/// Returns the number that a word is: `2`, `ii`.
pub(super) fn number(word: &str) -> Option<u32> {
    const ROMAN: [&str; 9] = ["ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    let roman = ROMAN.iter().position(|roman| *roman == word).and_then(|at| u32::try_from(at + 2).ok());
    roman.or_else(|| word.parse().ok())
}

/// Returns whether a word is written in Latin letters, digits and signs alone.
pub(super) fn is_latin(word: &str) -> bool {
    word.chars().all(|c| c < '\u{250}' || !c.is_alphanumeric())
}
