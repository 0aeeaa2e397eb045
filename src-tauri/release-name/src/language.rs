//! Languages that no word names: a name written in a script of its own, or with a season word of one.

use crate::{
    reader::Reader,
    reading::{Reading, Value},
    rule::{Rule, ask_whole},
    vocabulary::{Entry, Says},
};

pub(crate) const SCRIPTS: &[Rule<()>] = &[Rule {
    name: "language of the script",
    examples: ["Синий луг S01E02 1080p.mkv", "蓝色草地 第05集.mp4"],
    read: of_script,
}];

/// After the scripts. Asked for the whole name, since the words that count are claimed by now.
pub(crate) const SEASON_WORDS: &[Rule<()>] = &[Rule {
    name: "language of a season word",
    examples: ["Blue Meadow Staffel 2 720p", "Blue.Meadow.Saison.3.1080p"],
    read: of_season_words,
}];

pub(crate) fn language(reader: &mut Reader<'_>) {
    ask_whole(reader, SCRIPTS);
    ask_whole(reader, SEASON_WORDS);
}

fn speaks(reading: Reading, code: &'static str) -> Reading {
    reading.says(Value::Word(Says::Language(code)))
}

/// Scripts of one language, from the first letter to the last.
const OWN: [(char, char, &str); 14] = [
    ('\u{ac00}', '\u{d7ff}', "ko"),
    ('\u{5d0}', '\u{5ea}', "he"),
    ('\u{620}', '\u{64a}', "ar"),
    ('\u{e01}', '\u{e4e}', "th"),
    ('\u{904}', '\u{939}', "hi"),
    ('\u{985}', '\u{9b9}', "bn"),
    ('\u{a05}', '\u{a39}', "pa"),
    ('\u{a85}', '\u{ab9}', "gu"),
    ('\u{b85}', '\u{bb9}', "ta"),
    ('\u{c05}', '\u{c39}', "te"),
    ('\u{c85}', '\u{cb9}', "kn"),
    ('\u{d05}', '\u{d39}', "ml"),
    ('\u{10d0}', '\u{10fa}', "ka"),
    ('\u{561}', '\u{586}', "hy"),
];

/// How Chinese releases say that their subtitles are in Japanese too.
const BOTH: [&str; 6] = ["简日", "繁日", "簡日", "日双语", "日雙語", "中日字幕"];

fn of_script(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    if reader.form.ascii {
        return None;
    }
    let (mut kana, mut han, mut cyrillic, mut russian, mut ukrainian) = (false, false, false, false, false);
    let mut own = [false; OWN.len()];
    // Latin letters with accents and Greek ones tell nothing.
    for c in reader.text.chars().filter(|c| *c >= '\u{400}') {
        match c {
            '\u{3040}'..='\u{30fa}' => kana = true,
            '\u{4e00}'..='\u{9fff}' => han = true,
            '\u{400}'..='\u{4ff}' => {
                cyrillic = true;
                ukrainian |= matches!(c, 'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' | 'Ґ');
                russian |= matches!(c, 'ы' | 'э' | 'ъ' | 'ё' | 'Ы' | 'Э' | 'Ъ' | 'Ё');
            }
            c => {
                if let Some(script) = OWN.iter().position(|(first, last, _)| (*first..=*last).contains(&c)) {
                    own[script] = true;
                }
            }
        }
    }
    let ukrainian = ukrainian && !russian;
    let russian = cyrillic && !ukrainian && !reader.so_far().languages.contains(&"uk");
    let found =
        [(kana, "ja"), (han && (!kana || has_part_in_han(reader.text)), "zh"), (russian, "ru"), (ukrainian, "uk")];
    // Subtitles in Chinese and Japanese at once.
    let beside = || BOTH.iter().any(|both| reader.text.contains(both));
    let found = found.map(|(said, code)| (said || code == "ja" && han && beside(), code));
    let own = own.iter().zip(OWN).map(|(found, (.., code))| (*found, code));
    Some(
        found
            .into_iter()
            .chain(own)
            .filter(|found| found.0)
            .fold(Reading::default(), |reading, (_, code)| speaks(reading, code)),
    )
}

/// A part of the name is written in Chinese characters only, where another is in Japanese: `[蓝色草地/あおいの]`.
fn has_part_in_han(text: &str) -> bool {
    let is_kana = |c: char| matches!(c, '\u{3040}'..='\u{30fa}');
    let is_han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    text.split(['/', '|', '[', ']', '【', '】']).any(|part| part.contains(is_han) && !part.contains(is_kana))
}

fn of_season_words(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let mut reading = Reading::default();
    let says_season = |entry: &Entry| {
        entry.season || entry.episode || entry.phrases.first().is_some_and(|p| matches!(p.says, Says::Complete))
    };
    for at in (0..reader.end()).filter(|at| reader.entry(*at).is_some_and(says_season)) {
        let code = match reader.word(at) {
            "temporada" | "temporadas" | "capitulo" => "es",
            "saison" | "saisons" | "intégrale" | "integrale" => "fr",
            "staffel" | "folge" => "de",
            "stagione" | "stagioni" => "it",
            _ => continue,
        };
        let known = code == "es" && reader.so_far().languages.iter().any(|l| matches!(*l, "pt" | "la"));
        if reader.mark(at).is_some() && !known {
            reading = speaks(reading, code);
        }
    }
    (!reading.values.is_empty()).then_some(reading)
}
