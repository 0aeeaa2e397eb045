//! What a release or file name says: title, seasons, episodes, resolution, source, codecs, languages and the rest, each with
//! the bytes it was read from. Pure and linear in the length of the name; no state, no input but the name.
//!
//! The stages, in the order they run: tokenise; mark what is certain (`technical`); days (`calendar`); numbers with a word or
//! form that says what they count (`marked`); the year; ordinary words among technical ones; numbers without any word
//! (`bare`); `group` and `title`. Each stage sees only what the earlier ones left.

mod bare;
mod calendar;
mod file;
mod group;
mod language;
mod marked;
mod name;
mod number;
mod parts;
mod path;
mod reader;
mod similarity;
mod spans;
mod technical;
mod title;
mod token;
mod vocabulary;

pub use file::read_off;
pub use name::{Date, Extra, Field, Marking, ReleaseName, Span};
pub use path::parse_path;
pub use similarity::{KnownTitles, TitleMatch, normalise, similarity};

use reader::Reader;

/// Names longer than this are read up to here: 4 KiB is sixteen times the longest file name a file system takes.
const LONGEST: usize = 4096;

/// Reads a release or file name. Never fails: what is not recognised is title or left out.
pub fn parse(name: &str) -> ReleaseName {
    let mut end = name.len().min(LONGEST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let name = &name[..end];
    let mut reader = match file::stem(name) {
        Some((stem, container)) => Reader::of_file(stem, container),
        None => Reader::new(name),
    };
    read(&mut reader);
    reader.out
}

/// Every stage, in order.
fn read(reader: &mut Reader<'_>) {
    technical::sure(reader);
    calendar::date(reader);
    marked::numbers(reader);
    parts::parts(reader);
    calendar::year(reader);
    technical::late(reader);
    bare::episode(reader);
    group::group(reader);
    title::title(reader);
    spans::cut(reader);
    language::from_script(reader);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often the stages look at a token of this text.
    fn looks(text: &str) -> usize {
        let mut reader = Reader::new(text);
        read(&mut reader);
        reader.looks.get()
    }

    #[test]
    fn the_work_grows_with_the_length_only() {
        for piece in [
            "- 1 ",
            "s01",
            "[",
            "(1.5",
            "第二",
            "1-2-",
            "e1e2000",
            "www.a.",
            "the complete ",
            "eng sub ",
            "2012 ",
            "a/",
            "Sample ",
            "S01E01-",
            "1x2x",
            "01-",
            "5of",
            "()",
            "第1集",
            "全1集",
            "mkv.",
            "Season 1 ",
            "PL ",
            "E ",
            "Season - ",
            "of 1 ",
            " - 12",
            "1.2.",
            "[8DE44442]",
            "1080",
            "DDP5.",
            "part ",
            "1 & ",
            "Movie - ",
            "_1",
            "-1",
            "v2 ",
        ] {
            let short = piece.repeat(1024 / piece.len());
            let (short, long) = (looks(&short), looks(&short.repeat(4)));
            assert!(long <= short * 5 + 500, "{piece:?}: {short} looks at 1 KiB, {long} at 4 KiB");
        }
    }
}
