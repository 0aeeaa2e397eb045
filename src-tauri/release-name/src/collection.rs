//! Stage eight: words that say the name holds everything, where no technical word makes them one: `Title Complete [Ep 1-52]`,
//! `Title - Ultimate Collection`. Those among technical words are the vocabulary's.

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
            examples: ["Blue Meadow Complete [Ep 01 - 220]", "Blue Meadow S01-S07 COMPLETE Soundtrack 720p"],
            read: complete,
        },
        Rule {
            name: "collection at the end",
            examples: ["Blue Meadow - Ultimate Collection", "Blue Meadow Collection (1974-2017)"],
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

/// Right before the seasons or episodes, or right behind seasons that no episode follows.
fn complete(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    if !matches!(reader.word(at), "complete" | "completa" | "completo" | "complet" | "batch") || at == 0 {
        return None;
    }
    let told = reader.so_far();
    let before = matches!(reader.mark(at + 1), Some(Field::Season | Field::Episode)) && is_title(reader, at);
    let behind = reader.mark(at - 1) == Some(Field::Season) && told.episodes.is_empty() && reader.gap(at).joins();
    let several = told.episodes.len() > 1 || !told.seasons.is_empty();
    (before && several || behind).then(|| says_all(at, at + 1))
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
    let from = at - usize::from(praised && reader.is_free(at - 1));
    (!film && ends && is_title(reader, from)).then(|| says_all(from, at + 1))
}

/// What stands before `at` is a title, or the end of one.
fn is_title(reader: &Reader<'_>, at: usize) -> bool {
    at > 0 && reader.is_free(at - 1) && !(at == 1 && matches!(reader.word(0), "the" | "a" | "la" | "el"))
}
