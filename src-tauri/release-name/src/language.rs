//! Languages that no word names: a name written in Chinese, Japanese or Cyrillic characters, or with a season word of one.

use crate::{
    reader::Reader,
    reading::{Reading, Value},
    rule::{Rule, ask_whole},
    vocabulary::Says,
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

fn of_script(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    if reader.text.is_ascii() {
        return None;
    }
    let (mut kana, mut han, mut cyrillic, mut hangul) = (false, false, false, false);
    for c in reader.text.chars() {
        match c {
            '\u{3040}'..='\u{30fa}' => kana = true,
            '\u{4e00}'..='\u{9fff}' => han = true,
            '\u{400}'..='\u{4ff}' => cyrillic = true,
            '\u{ac00}'..='\u{d7ff}' => hangul = true,
            _ => {}
        }
    }
    let russian = cyrillic && !reader.so_far().languages.contains(&"uk");
    let found = [(kana, "ja"), (han && !kana, "zh"), (russian, "ru"), (hangul, "ko")];
    Some(found.iter().filter(|(found, _)| *found).fold(Reading::default(), |reading, (_, code)| speaks(reading, code)))
}

fn of_season_words(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let mut reading = Reading::default();
    for at in (0..reader.end()).filter(|at| reader.entry(*at).is_some()) {
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
