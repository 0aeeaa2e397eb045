//! Words around a title that say nothing of which work it is.

/// Words that follow a title and are about the release or the collection. What the parser reads as such is not part of
/// the title; these stay there because alone they may be a title.
const AFTER: [&str; 70] = [
    "all",
    "anime",
    "anthology",
    "batch",
    "bd",
    "bonus",
    "box",
    "boxset",
    "colecao",
    "coleccion",
    "collection",
    "complet",
    "completa",
    "complete",
    "completo",
    "cour",
    "disc",
    "discs",
    "dubbed",
    "dublado",
    "duology",
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
    "integral",
    "integrale",
    "internal",
    "latino",
    "legendado",
    "lektor",
    "miniseries",
    "movies",
    "napisy",
    "of",
    "ova",
    "ovas",
    "pack",
    "pentalogy",
    "proper",
    "quadrilogy",
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
    "subtitulado",
    "temporada",
    "tetralogy",
    "trilogy",
    "tv",
    "uncut",
    "vostfr",
];

/// Names that releases put before a title: who made or showed it.
const BEFORE: [&str; 29] = [
    "amazon",
    "amazon original",
    "apple original",
    "bbc",
    "channel",
    "dc",
    "dcs",
    "disney",
    "disneys",
    "dreamworks",
    "hbo",
    "hbo original",
    "hulu",
    "hulu original",
    "itv",
    "marvel",
    "marvels",
    "masterpiece",
    "national geographic",
    "natgeo",
    "netflix",
    "netflix original",
    "netflix originals",
    "netflixs",
    "ngc",
    "pbs",
    "pixar",
    "pixars",
    "sky",
];

/// Languages that releases name right behind a film's title. Where one of them is part of a title, the title is known with it.
const LANGUAGES: [&str; 26] = [
    "czech",
    "danish",
    "dual",
    "dutch",
    "finnish",
    "flemish",
    "french",
    "german",
    "greek",
    "hindi",
    "hungarian",
    "italian",
    "japanese",
    "korean",
    "multi",
    "nordic",
    "norwegian",
    "polish",
    "portuguese",
    "romanian",
    "russian",
    "spanish",
    "swedish",
    "tamil",
    "truefrench",
    "turkish",
];

/// Words for a film before its title, written as one with it where the script has no spaces.
const FILM: [&str; 7] = ["劇場版", "剧场版", "電影版", "电影版", "映画", "gekijouban ", "gekijoban "];

/// Words for one of several films, before its number.
const PART: [&str; 6] = ["part", "vol", "volume", "chapter", "parte", "episode"];

/// Words behind a film's title that say that it is one, or how it is shown.
const BEHIND_FILM: [&str; 3] = ["movie", "film", "3d"];

const NUMERALS: [(&str, &str, &str); 12] = [
    ("1", "one", "i"),
    ("2", "two", "ii"),
    ("3", "three", "iii"),
    ("4", "four", "iv"),
    ("5", "five", "v"),
    ("6", "six", "vi"),
    ("7", "seven", "vii"),
    ("8", "eight", "viii"),
    ("9", "nine", "ix"),
    ("10", "ten", "x"),
    ("11", "eleven", "xi"),
    ("12", "twelve", "xii"),
];

/// Returns whether a word after a film's title says nothing of which film it is: a language that it is spoken in, that it is a
/// film.
pub(super) fn is_neutral_after_film(word: &str) -> bool {
    LANGUAGES.contains(&word) || BEHIND_FILM.contains(&word)
}

/// Returns the words after a film's title without those by which the first of several is known, and without the article of
/// `The Movie`: `1`, `Part One`.
pub(super) fn without_first(after: &str) -> &str {
    let after = after.strip_suffix("the movie").unwrap_or(after).trim_end();
    let (word, rest) = after.split_once(' ').unwrap_or((after, ""));
    match word {
        "1" | "i" => rest,
        part if PART.contains(&part) => {
            let (number, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            if matches!(number, "1" | "i" | "one") { rest } else { after }
        }
        _ => after,
    }
}

/// Returns the number after a show's title without the word that its seasons are counted by: `Book 2`.
pub(super) fn without_counter(after: &str) -> &str {
    let counted = after.split_once(' ').filter(|(word, _)| matches!(*word, "book" | "volume" | "vol" | "chapter"));
    counted.map(|(_, rest)| rest).filter(|rest| number(rest).is_some()).unwrap_or(after)
}

/// Returns a title with the initials of the words behind its colon: `Tide & Order: SVU` of *Tide & Order: Special Victims Unit*.
pub(super) fn abbreviated(title: &str) -> Option<String> {
    let (head, words) = title.split_once(": ")?;
    let initials: String =
        words.split(' ').filter_map(|word| word.chars().next().filter(|c| c.is_alphabetic())).collect();
    (initials.chars().count() > 1).then(|| format!("{head} {initials}"))
}

/// Returns a title without the sign of a cross between its words, which is not spoken: `Agent Home` of *Agent × Home*.
pub(crate) fn without_cross(title: &str) -> Option<String> {
    [" x ", " × ", "×"].iter().find(|cross| title.contains(**cross)).map(|cross| title.replace(cross, " "))
}

/// Returns a title of which the beginning stands for the words behind its colon: `FCU` of `FCU: Ferry Crime Unit`.
pub(super) fn acronym(title: &str) -> Option<&str> {
    let (head, words) = title.split_once(": ")?;
    let initials = words.split([' ', '-']).filter_map(|word| word.chars().next()).filter(|c| c.is_alphabetic());
    let letters = head.chars().filter(|c| c.is_alphabetic());
    let stands =
        letters.clone().count() > 1 && letters.flat_map(char::to_lowercase).eq(initials.flat_map(char::to_lowercase));
    stands.then_some(head)
}

/// Returns whether a title in normal form is the initials of the words behind it.
pub(super) fn stands_for(title: &str, words: &str) -> bool {
    let initials = words.split(' ').filter_map(|word| word.chars().next());
    title.len() > 2 && !title.contains(' ') && initials.eq(title.chars())
}

/// Returns a title in normal form of one word without the name of its maker before it, `daredevil` of `marvels daredevil`.
pub(super) fn without_maker(title: &str) -> Option<&str> {
    const MAKERS: [&str; 5] = ["dcs ", "disneys ", "marvels ", "netflixs ", "pixars "];
    MAKERS.iter().find_map(|maker| title.strip_prefix(maker)).filter(|rest| !rest.contains(' '))
}

/// Returns whether words after a film's title end as the name of an edition does.
pub(super) fn is_edition(words: &str) -> bool {
    words.rsplit_once(' ').is_some_and(|(_, last)| matches!(last, "version" | "cut" | "edition"))
}

/// Returns a title without the word for all of its episodes, written as one with it.
pub(super) fn without_all(normal: &str) -> Option<&str> {
    ["合集", "全集", "全季"].iter().find_map(|word| normal.strip_suffix(word)).filter(|rest| !rest.is_empty())
}

/// Returns a title without the word for a film before it.
pub(super) fn without_film(normal: &str) -> Option<&str> {
    let rest = FILM.iter().find_map(|word| normal.strip_prefix(word))?.trim_start();
    (!rest.is_empty()).then_some(rest)
}

/// Returns a title without the number between its words: the place of a film among the others.
pub(crate) fn without_place(normal: &str) -> Option<String> {
    let words: Vec<&str> = normal.split(' ').collect();
    let is_place = |word: &&str| word.len() < 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let at = words.iter().position(is_place).filter(|at| (1..words.len() - 1).contains(at))?;
    Some([&words[..at], &words[at + 1..]].concat().join(" "))
}

/// Returns a title with its numbers in digits, and in words: `blue meadow part two` is `blue meadow part 2` too. The Roman ones
/// are those at the end and behind a word for a part. Of a film that word may be left out, with the number too where it is the
/// first, or where the film has a name of its own behind them.
pub(super) fn with_other_numerals(normal: &str, is_film: bool) -> Vec<String> {
    let words: Vec<&str> = normal.split(' ').collect();
    let last = words.len() - 1;
    let is_part = |at: usize| words.get(at).is_some_and(|word| PART.contains(word));
    let row = |at: usize| {
        let word = *words.get(at)?;
        let is_counter = |at: usize| is_part(at) || words.get(at) == Some(&"book");
        let roman = at == last || at.checked_sub(1).is_some_and(is_counter);
        NUMERALS.iter().find(|(digits, name, numeral)| word == *digits || word == *name || roman && word == *numeral)
    };
    if last == 0 || !(0..=last).any(|at| row(at).is_some()) {
        return Vec::new();
    }
    let written = |pick: fn(&(&'static str, &'static str, &'static str)) -> &'static str| -> Vec<&str> {
        (0..=last).map(|at| row(at).map_or(words[at], pick)).collect()
    };
    let mut forms = vec![written(|row| row.0), written(|row| row.1)];
    forms.extend(row(last).map(|row| [&words[..last], &[row.2]].concat()));
    let numbered = (2..=last).find_map(|at| Some((at, row(at).filter(|_| is_film && is_part(at - 1))?)));
    if let Some((at, (digits, _, roman))) = numbered {
        let (before, after) = (&words[..at - 1], &words[at + 1..]);
        if at < last || *digits == "1" {
            forms.push([before, after].concat());
        }
        if at < last || *digits != "1" {
            forms.extend([digits, roman].map(|number| [before, &[*number], after].concat()));
        }
    }
    forms.into_iter().map(|form| form.join(" ")).filter(|form| form != normal).collect()
}

/// Returns whether a word after a title, in normal form, says nothing of the work.
pub(super) fn is_neutral_after(word: &str) -> bool {
    AFTER.contains(&word)
}

/// Returns whether the words before a title, in normal form, say nothing of the work.
pub(super) fn is_neutral_before(words: &str) -> bool {
    let words = words.strip_suffix(" the").unwrap_or(words);
    words.is_empty() || BEFORE.contains(&words)
}

/// Returns whether the words before a film's title, in normal form, are its place among others: `part two`.
pub(super) fn is_place(words: &str) -> bool {
    let words = words.strip_suffix(" the").unwrap_or(words);
    let is_number = |word: &str| NUMERALS.iter().any(|(digits, name, roman)| [*digits, *name, *roman].contains(&word));
    words.split_once(' ').is_some_and(|(part, number)| PART.contains(&part) && is_number(number))
}

/// Returns whether a word is the name of a month.
pub(super) fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    MONTHS.contains(&word)
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
