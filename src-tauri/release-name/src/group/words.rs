//! What the name of a group can be.

use crate::{
    name::Field,
    number,
    reader::Reader,
    reading::{Reading, Value},
    token::Shape,
    vocabulary::{Entry, Says},
};

/// The group that the tokens `from..to` name.
pub(super) fn named(reader: &Reader<'_>, from: usize, to: usize) -> Reading {
    let text = &reader.text[reader.tokens[from].start..reader.tokens[to - 1].end];
    // This group is named like the site it released on.
    let site = text.eq_ignore_ascii_case("rarbg").then(|| Value::Site(text.to_owned()));
    Reading::of(Field::Group, from, to).says(Value::Group(text.to_owned())).says_if(site)
}

/// The token can be a group's name, and is not a number that posters count copies with, a year, or what a catalogue or a
/// measure is counted in.
pub(super) fn names_group(reader: &Reader<'_>, at: usize) -> bool {
    let number = reader.shape(at) == Some(Shape::Digits) && !(5..8).contains(&reader.raw(at).len());
    !number && !is_catalogue_id(reader, at) && reader.word(at) != "bit"
}

/// `tt0123456`, and the word before it: `imdb-tt0123456`.
fn is_catalogue_id(reader: &Reader<'_>, at: usize) -> bool {
    let word = reader.word(at);
    word.strip_prefix("tt").is_some_and(|id| id.len() >= 7 && id.bytes().all(|b| b.is_ascii_digit()))
        || matches!(word, "imdb" | "imdbid" | "tmdb" | "tmdbid" | "tvdb" | "tvdbid")
}

/// `Open-Subs`: the second word says what they make.
pub(super) fn is_maker(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.word(at), "raws" | "raw" | "subs" | "sub" | "fansub" | "fansubs" | "team" | "encodes")
}

/// `openraws`, `quietsubs`: the same in one word.
pub(super) fn is_makers(word: &str) -> bool {
    ["subs", "raws", "fansub"].iter().any(|ending| word.strip_suffix(ending).is_some_and(|name| name.len() > 2))
}

/// A free word with a letter that the vocabulary does not know, and neither a version nor an id.
pub(super) fn is_name(reader: &Reader<'_>, at: usize) -> bool {
    let word = reader.word(at);
    let version = word.strip_prefix('v').is_some_and(|rest| number::value(rest).is_some());
    let word = matches!(reader.shape(at), Some(Shape::Word | Shape::Mixed));
    // A code that was not believed to be a language is nothing else either.
    let code = |entry: &Entry| {
        let mut alone = entry.phrases.iter().filter(|p| p.rest.is_empty()).peekable();
        alone.peek().is_some() && alone.all(|p| matches!(p.says, Says::ShortLanguage(_)))
    };
    let unknown = reader.entry(at).is_none_or(code);
    word && unknown && reader.is_free(at) && !version && !is_catalogue_id(reader, at)
}

/// The end of what stands before the brackets at the end: `[index]`, `(1)`.
pub(super) fn before_brackets(reader: &Reader<'_>, mut end: usize) -> usize {
    while let Some(bracket) = end.checked_sub(1).and_then(|last| reader.bracket(last)).filter(|b| b.first > 1) {
        end = bracket.first.min(end - 1);
    }
    end
}
