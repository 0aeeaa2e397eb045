//! Languages that no word names: a name written in Chinese, Japanese or Cyrillic characters, or with a season word of one.

use crate::reader::Reader;

pub(crate) fn from_script(reader: &mut Reader<'_>) {
    let text = reader.text;
    if !text.is_ascii() {
        let mut kana = false;
        let mut han = false;
        let mut cyrillic = false;
        let mut hangul = false;
        for c in text.chars() {
            match c {
                '\u{3040}'..='\u{30fa}' => kana = true,
                '\u{4e00}'..='\u{9fff}' => han = true,
                '\u{400}'..='\u{4ff}' => cyrillic = true,
                '\u{ac00}'..='\u{d7ff}' => hangul = true,
                _ => {}
            }
        }
        for (found, code) in [(kana, "ja"), (han && !kana, "zh"), (cyrillic, "ru"), (hangul, "ko")] {
            if found && !(code == "ru" && reader.out.languages.contains(&"uk")) {
                Reader::add(&mut reader.out.languages, code);
            }
        }
    }
    for at in 0..reader.end() {
        let code = match reader.word(at) {
            "temporada" | "temporadas" | "capitulo" => "es",
            "saison" | "saisons" | "intégrale" | "integrale" => "fr",
            "staffel" | "folge" => "de",
            "stagione" | "stagioni" => "it",
            _ => continue,
        };
        let known = code == "es" && reader.out.languages.iter().any(|l| matches!(*l, "pt" | "la"));
        if reader.mark(at).is_some() && !known {
            Reader::add(&mut reader.out.languages, code);
        }
    }
}
