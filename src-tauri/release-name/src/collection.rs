//! Between stages seven and eight: words that say the name holds everything, where no technical word makes them one: `Title Batch 01-12`,
//! `Title Collection`. Those among technical words are the vocabulary's.

use crate::{
    name::Field,
    reader::{Kind, Reader},
    reading::{Reading, Value},
    rule::{Group, Rule, scan},
    vocabulary::Says,
};

/// A word starts only one of them.
pub(crate) const COLLECTIONS: &[Group] = &[Group {
    on: Kind::KNOWN,
    rules: &[
        Rule {
            name: "complete beside the numbers",
            examples: ["Blue Meadow batch 01-12", "Blue Meadow Complete DVDRip"],
            read: complete,
        },
        Rule {
            name: "collection at the end",
            examples: ["Blue Meadow Collection", "Blue Meadow Collection (1974-2017)"],
            read: collection,
        },
    ],
}];

pub(crate) fn collections(reader: &mut Reader<'_>) {
    scan(reader, COLLECTIONS);
}

fn says_all(from: usize, to: usize) -> Reading {
    Reading::of(Field::Complete, from, to).says(Value::Word(Says::Complete))
}

/// Right before the seasons or episodes, right behind them where they are more than one, or the last word of the title.
fn complete(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    if !matches!(reader.word(at), "complete" | "completa" | "completo" | "complet" | "batch") || at == 0 {
        return None;
    }
    let told = reader.so_far();
    let before = matches!(reader.mark(at + 1), Some(Field::Season | Field::Episode)) && is_title(reader, at);
    let several = told.episodes.len() > 1 || !told.seasons.is_empty();
    let numbered = matches!(reader.mark(at - 1), Some(Field::Season | Field::Episode));
    let behind = numbered && told.episodes.len() != 1;
    (before && several || behind || ends_title(reader, at)).then(|| says_all(at, at + 1))
}

/// `Title Complete DVDRip`: the last word of a title without a year and numbers, in the name of no single file.
fn ends_title(reader: &Reader<'_>, at: usize) -> bool {
    let told = reader.so_far();
    let numbered = told.year.is_some() || told.date.is_some() || !told.episodes.is_empty() || !told.seasons.is_empty();
    let technical = reader.mark(at + 1).is_some_and(|mark| {
        matches!(mark, Field::Quality | Field::Resolution | Field::Codec | Field::Language | Field::Complete)
    });
    let ends = at + 1 >= reader.end() || technical;
    ends && !numbered && !reader.is_file && is_title(reader, at)
}

/// Behind the title, before a bracket, a range of years or the end. A film of that name has a year of its own.
fn collection(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    if !matches!(reader.word(at), "collection" | "anthology" | "coleccion" | "colección" | "collezione" | "sammlung") {
        return None;
    }
    let told = reader.so_far();
    let film = reader.is_file || told.year.is_some() && told.end_year.is_none() || !told.episodes.is_empty();
    let ends = at + 1 >= reader.end()
        || reader.opens_bracket(at + 1)
        || reader.gap(at + 1).is_break()
        || matches!(reader.mark(at + 1), Some(Field::Season | Field::Year));
    let praised = at > 1 && matches!(reader.word(at - 1), "ultimate" | "complete" | "entire" | "whole" | "full");
    let from = at - usize::from(praised);
    (!film && ends && is_title(reader, from)).then(|| says_all(from, at + 1))
}

/// What stands before `at` is a title, or the end of one.
fn is_title(reader: &Reader<'_>, at: usize) -> bool {
    at > 0 && reader.is_free(at - 1) && !(at == 1 && matches!(reader.word(0), "the" | "a" | "la" | "el"))
}
