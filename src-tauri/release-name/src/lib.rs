//! What a release or file name says: title, seasons, episodes, resolution, source, codecs, languages and the rest, each with
//! the bytes it was read from. Pure and linear in the length of the name; no state, no input but the name.
//!
//! A name is cut into tokens, and stages run over them in the order of `run_stages`. A stage is a table of rules
//! (`rule::Rule`). A rule only looks: it returns what it read and which tokens it claims for that, a `Reading`, and
//! `reader::record` alone writes it into the result. The order of the stages counts: a token belongs to one field, and each
//! stage sees only the tokens that the earlier ones left.
//!
//! The modules lie in layers, and each knows only those below:
//!
//! - `catalogue` and this file know every stage; `path` starts a parse for each folder.
//! - The stages, which do not know one another: `technical`, `calendar`, `marked`, `parts`, `bare`, `collection`, `beside`, `group`, `title`,
//!   `language`.
//! - `rule`, then `reader`, then `why` and `spans`, then `reading`.
//! - `file`, `vocabulary`, then `token` and `name`, then `number`. `similarity` stands alone.
//!
//! Two arrows run from a child to its parent: `reader::record` is a part of `Reader` kept in a file of its own, and the tables
//! `vocabulary::sure` and `vocabulary::late` are data of `vocabulary`'s type.

mod bare;
mod beside;
mod calendar;
mod catalogue;
mod collection;
mod file;
mod group;
mod language;
mod marked;
mod name;
mod number;
mod parts;
mod path;
mod reader;
mod reading;
mod rule;
mod similarity;
mod spans;
mod technical;
mod title;
mod token;
mod vocabulary;
mod why;

pub use catalogue::{KnownRule, rules};
pub use file::read_off;
pub use name::{Date, Extra, Field, Marking, ReleaseName, Span};
pub use path::parse_path;
pub use similarity::{KnownTitles, Relation, TitleMatch, is_plural, normalise, similarity, without_article};
pub use why::Reason;

use reader::Reader;

/// Names longer than this are read up to here: 4 KiB is sixteen times the longest file name a file system takes.
const LONGEST: usize = 4096;

/// Reads a release or file name. Never fails: what is not recognised is title or left out.
pub fn parse(name: &str) -> ReleaseName {
    let name = Name::of(name);
    let mut reader = Reader::new(name.text);
    run_stages(&mut reader, &name);
    reader.finish()
}

/// Reads a name as `parse` does, whose title is known to end at this byte. What follows it in one number is a season and an
/// episode also where a film's title may go on so: `Blue.Meadow.203.The.Mill.DVDRip`.
pub fn parse_with_title(name: &str, title_end: usize) -> ReleaseName {
    let name = Name::of(name);
    let mut reader = Reader::new(name.text);
    reader.title_end = Some(title_end);
    run_stages(&mut reader, &name);
    reader.finish()
}

/// Reads a name as `parse` does, and says which rule read what.
pub fn explain(name: &str) -> (ReleaseName, Vec<Reason>) {
    let name = Name::of(name);
    let mut reader = Reader::new(name.text);
    reader.keep_reasons();
    run_stages(&mut reader, &name);
    let reasons = reader.take_reasons();
    (reader.finish(), reasons)
}

/// What the stages are given of a name.
struct Name<'a> {
    text: &'a str,
    /// A video file's extension, which is cut off.
    container: Option<&'static str>,
}

impl<'a> Name<'a> {
    fn of(name: &'a str) -> Self {
        let name = &name[..name.floor_char_boundary(LONGEST)];
        match file::stem(name) {
            Some((text, container)) => Self { text, container: Some(container) },
            None => Self { text: name, container: None },
        }
    }
}

/// Every stage, in order. Each sees only the tokens that the earlier ones left.
fn run_stages(reader: &mut Reader<'_>, name: &Name<'_>) {
    if let Some(container) = name.container {
        technical::container(reader, container, file::span(name.text, container));
    }
    technical::sure(reader);
    calendar::date(reader);
    marked::numbers(reader);
    calendar::short_date(reader);
    parts::parts(reader);
    calendar::year(reader);
    technical::late(reader);
    bare::episode(reader);
    collection::collections(reader);
    beside::beside(reader);
    group::group(reader);
    title::title(reader);
    language::language(reader);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often the stages look at a token of this text.
    fn looks(text: &str) -> usize {
        let mut reader = Reader::new(text);
        run_stages(&mut reader, &Name { text, container: None });
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
            "[x]final cut ",
            "[x]edition ",
            "extended 2012 ",
            "[sub ita]",
            "-A-B",
        ] {
            let short = piece.repeat(1024 / piece.len());
            let (short, long) = (looks(&short), looks(&short.repeat(4)));
            assert!(long <= short * 5 + 500, "{piece:?}: {short} looks at 1 KiB, {long} at 4 KiB");
        }
    }
}
