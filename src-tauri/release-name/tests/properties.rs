//! What must hold for every text: no panic, and spans inside it. That the work grows with the length only is shown inside
//! the crate, where it can be counted.

use std::panic;

use proptest::prelude::*;
use release_name::{parse, parse_path, read_off, rules};

/// Texts made of the pieces release names are made of, so that the stages meet each other in odd orders.
fn name_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "S01",
        "E02",
        "S01E02",
        "1x02",
        "-",
        " - ",
        ".",
        "_",
        "[",
        "]",
        "(",
        ")",
        "【",
        "】",
        "第",
        "05",
        "集",
        "季",
        "1080p",
        "x264",
        "H",
        "264",
        "5.1",
        "DDP5",
        "WEB",
        "DL",
        "2012",
        "2024.03.11",
        "Season",
        "Episode",
        "Сезон",
        "серия",
        "of",
        "12.5",
        "v2",
        "Complete",
        "the",
        "Sample",
        "NCOP",
        "eng",
        "sub",
        "www",
        "com",
        "mkv",
        "Meadow",
        "'",
        "’",
        "+",
        "&",
        "~",
        "/",
        "#",
        "%",
        "0",
        "99999",
        "é",
        "日本",
        "🎬",
        "\u{301}",
        "8DE44442",
        "to",
        "1-12",
        "S01-S03",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn holds(text: &str) {
    let read = parse(text);
    for span in &read.spans {
        assert!(text.get(span.range()).is_some_and(|t| !t.is_empty()), "{span:?} is not inside {text:?}");
    }
    let lists = [&read.episodes, &read.seasons, &read.volumes, &read.absolute];
    assert!(lists.iter().all(|list| list.len() <= 20_000), "{text:?} names too many numbers");
    let short = text.len() < 100;
    assert!(!short || lists.iter().all(|list| list.len() <= 5000), "{text:?} names too many numbers for its length");
    parse_path(text);
}

/// What a file's name says may be taken from the name without its extension.
fn says_the_same_as_a_file(name: &str) {
    let file = format!("{name}.mkv");
    if let Some(read) = read_off(&file, |stem| Some(parse(stem))) {
        assert_eq!(read, parse(&file), "{file:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn any_text_parses(text in "\\PC*") {
        holds(&text);
    }

    #[test]
    fn any_order_of_known_pieces_parses(text in name_like()) {
        holds(&text);
        says_the_same_as_a_file(&text);
    }
}

#[test]
fn names_that_once_went_wrong_parse() {
    for text in ["日本/'NCOP-", "Сезон)(the", "Meadow / \u{301}", "' / 日本 / Meadow", "1999-2003[2003-", "2026-64930"]
    {
        holds(text);
    }
}

#[test]
fn files_that_open_with_numbers_are_read_as_files() {
    let file = parse("5.10.mkv");
    assert_eq!((&file.seasons[..], &file.episodes[..], &parse("5.10").title[..]), (&[5][..], &[10][..], "5 10"));
    for name in ["5.10", "(5.10", "02.10.Meadow", "[02.10.Meadow 1080p"] {
        says_the_same_as_a_file(name);
    }
}

#[test]
fn short_names_do_not_make_long_lists() {
    for text in [
        "Meadow 1st to 999999th season",
        "Meadow 1ª a 999999ª Temporada",
        "Meadow 999999-я серии из 999999",
        "Meadow 99999 серии из 99999",
        "Meadow S01-S999999",
        "Meadow Seasons 1-999999",
        "Meadow E1-E999999",
        "Meadow 0001-9999",
        "Meadow Vol 1-999999",
    ] {
        holds(text);
    }
}

/// A small generator of numbers with a seed, so that every run tries the same names.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }
}

#[test]
fn labelled_names_cut_joined_and_changed_at_random_parse() {
    const PIECES: [&str; 16] =
        ["[", "]", "(", ")", "-", ".", " ", "_", "v2", "S", "E", "9", "第", "話", "1080p", "\u{301}"];
    let texts: Vec<&str> = [
        include_str!("labelled/anime.txt"),
        include_str!("labelled/cjk.txt"),
        include_str!("labelled/cyrillic.txt"),
        include_str!("labelled/europe.txt"),
        include_str!("labelled/series.txt"),
    ]
    .iter()
    .flat_map(|file| file.lines())
    .filter_map(|line| line.split_once(" => ").map(|(name, _)| name))
    .collect();
    let mut dice = Dice(0x5eed);
    let mut tried = 0;
    for _ in 0..60_000 {
        let mut name: Vec<char> = texts[dice.throw(texts.len())].chars().collect();
        for _ in 0..=dice.throw(6) {
            let at = dice.throw(name.len() + 1);
            match dice.throw(6) {
                0 => name.truncate(at),
                1 => drop(name.splice(at..at, PIECES[dice.throw(PIECES.len())].chars())),
                2 if at < name.len() => drop(name.remove(at)),
                3 => name.rotate_left(at),
                // Numbers nobody counts to.
                4 if name.get(at).is_some_and(char::is_ascii_digit) => drop(name.splice(at..=at, "999999".chars())),
                _ => {
                    let other = texts[dice.throw(texts.len())];
                    name.extend(other.chars().skip(dice.throw(20)));
                }
            }
        }
        holds(&name.into_iter().collect::<String>());
        tried += 1;
    }
    eprintln!("{tried} changed names, none of them a panic or a span outside");
    assert_eq!(tried, 60_000);
}

/// The words that the parser itself knows: those of its vocabulary, and all that stands in its rules' examples.
fn known_words() -> Vec<String> {
    let tables = [
        include_str!("../src/vocabulary.rs"),
        include_str!("../src/vocabulary/sure.rs"),
        include_str!("../src/vocabulary/late.rs"),
    ];
    let quoted = tables.iter().flat_map(|table| table.split('"').skip(1).step_by(2));
    let mut words: Vec<String> = quoted.flat_map(|text| text.split('|')).map(str::to_owned).collect();
    let examples = rules().into_iter().flat_map(|rule| rule.examples);
    words.extend(examples.flat_map(|name| name.split([' ', '.', '_', '[', ']', '(', ')'])).map(str::to_owned));
    words.sort_unstable();
    words.dedup();
    words.retain(|word| !word.is_empty() && word.len() < 24 && !word.contains(['{', '}', '=', '\n']));
    words
}

/// Short names of known words, numbers, brackets and what stands between words.
fn made_name(dice: &mut Dice, words: &[String]) -> String {
    const SIGNS: [&str; 34] = [
        ".", " ", "_", "-", " - ", "[", "]", "(", ")", "{", "}", "【", "】", "/", "|", "+", "&", ",", "~", ":", "#",
        "'", "%", "v2", "S", "E", "x", "第", "集", "季", "×", "\u{301}", "..", " & ",
    ];
    let mut name = String::new();
    let mut last = String::new();
    for _ in 0..=dice.throw(9) {
        let before = name.len();
        match dice.throw(9) {
            0 | 1 => name.push_str(&words[dice.throw(words.len())]),
            2 => name.push_str(&dice.throw(40).to_string()),
            3 => name.extend(["0", &dice.throw(100).to_string()]),
            4 => name.push_str(&(1990 + dice.throw(50)).to_string()),
            5 => {
                let digits = 1 + u32::try_from(dice.throw(7)).unwrap_or(0);
                name.push_str(&dice.throw(10_usize.pow(digits)).to_string());
            }
            // What states something once more is what a rule most easily forgets.
            6 => name.push_str(&last),
            _ => name.push_str(SIGNS[dice.throw(SIGNS.len())]),
        }
        name[before..].clone_into(&mut last);
        if dice.throw(3) == 0 {
            name.push_str(SIGNS[dice.throw(SIGNS.len())]);
        }
    }
    name
}

/// `NAMES=10000000 cargo test --release -p release-name --test properties made` tries more of them.
#[test]
fn names_made_of_known_words_and_numbers_parse() {
    let count = std::env::var("NAMES").ok().and_then(|count| count.parse().ok()).unwrap_or(200_000);
    let words = known_words();
    assert!(words.len() > 1_000, "{} words", words.len());
    let mut dice = Dice(0x0dd5_eed5);
    let mut failed: Vec<String> = Vec::new();
    for _ in 0..count {
        let name = made_name(&mut dice, &words);
        if panic::catch_unwind(|| holds(&name)).is_err() {
            failed.push(name);
        }
    }
    eprintln!("{count} made names of {} words", words.len());
    assert!(failed.is_empty(), "{} names, of them {:#?}", failed.len(), &failed[..failed.len().min(20)]);
}

#[test]
fn a_name_longer_than_any_file_system_takes_is_cut() {
    let text = "é".repeat(10_000);
    holds(&text);
}
