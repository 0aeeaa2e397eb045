//! What a release or file name says: title, seasons, episodes, resolution, source, codecs, languages and the rest, each with
//! the bytes it was read from. Pure and linear in the length of the name; no state, no input but the name.
//!
//! The stages, in the order they run: tokenise; mark what is certain (`technical`); days (`calendar`); numbers with a word or
//! form that says what they count (`marked`); the year; ordinary words among technical ones; numbers without any word
//! (`bare`); group and title (`title`). Each stage sees only what the earlier ones left.

mod bare;
mod calendar;
mod language;
mod marked;
mod name;
mod number;
mod parts;
mod path;
mod reader;
mod scope;
mod similarity;
mod technical;
mod title;
mod token;
mod vocabulary;

pub use name::{Date, Extra, Field, Marking, ReleaseName, Span};
pub use path::parse_path;
pub use scope::Scope;
pub use similarity::{TitleMatch, normalise, similarity, title_matches};

use reader::Reader;

/// Names longer than this are read up to here: 4 KiB is sixteen times the longest file name a file system takes.
const LONGEST: usize = 4096;

/// Reads a release or file name. Never fails: what is not recognised is title or left out.
pub fn parse(name: &str) -> ReleaseName {
    let mut end = name.len().min(LONGEST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let mut reader = Reader::new(&name[..end]);
    technical::sure(&mut reader);
    calendar::date(&mut reader);
    marked::numbers(&mut reader);
    parts::parts(&mut reader);
    calendar::year(&mut reader);
    technical::late(&mut reader);
    bare::episode(&mut reader);
    title::group(&mut reader);
    title::title(&mut reader);
    language::from_script(&mut reader);
    reader.out
}
