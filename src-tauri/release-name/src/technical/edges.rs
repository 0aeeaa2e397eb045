//! What stands at the edges of a name: the file extension, the site, the checksum.

use super::spoken::language_of;
use crate::{
    name::{Field, Span},
    reader::{Kind, Reader},
    reading::{Reading, Value},
    rule::{Group, Rule, ask_whole},
    token::Gap,
    vocabulary::{self, Extension, Says},
};

pub(crate) const EXTENSION: &[Rule<()>] = &[Rule {
    name: "file extension",
    examples: ["Sintel.2010.mkv.torrent", "Blue.Meadow.S01E02.en.srt"],
    read: |reader, ()| {
        let last = reader.len().checked_sub(1)?;
        Some(match reader.extension? {
            Extension::Video(name) => {
                Reading::of(Field::Container, last, last + 1).says(Value::Word(Says::Container(name)))
            }
            Extension::Subtitle | Extension::Other => Reading::of(Field::Technical, last, last + 1),
        })
    },
}];

/// The last token as a file extension: a dot stands before it and nothing of weight after it.
pub(crate) fn extension(reader: &mut Reader<'_>) {
    let Some(last) = reader.len().checked_sub(1).filter(|last| *last > 0) else { return };
    let dotted = reader.text[..reader.tokens[last].start].ends_with('.');
    if !dotted || !reader.tail.is_empty() && !reader.tail.only(Gap::SPACE | Gap::OTHER) {
        return;
    }
    reader.extension = vocabulary::extension(reader.word(last));
    reader.is_file |= matches!(reader.extension, Some(Extension::Video(_)));
    ask_whole(reader, EXTENSION);
}

/// The extension of a video file, which was cut off before the reader got the name.
pub(crate) fn container(reader: &mut Reader<'_>, container: &'static str, span: Span) {
    reader.is_file = true;
    let reading = Reading::default().at_bytes(Field::Container, span.start(), span.end());
    reader.record(EXTENSION[0].name, reading.says(Value::Word(Says::Container(container))));
}

pub(crate) const SITE_BEFORE: &[Rule<()>] = &[Rule {
    name: "site before the title",
    examples: ["Meadows4U.com - Blue Meadow S01E02.mkv", "meadows.org - Sintel 2010 1080p"],
    read: site_before_title,
}];

/// A site of its own writing comes before one in a bracket only because both may begin at the same token: `[www.…]`.
pub(crate) const SITES: &[Group] = &[
    Group {
        on: Kind::KNOWN,
        rules: &[Rule {
            name: "site with www",
            examples: ["www.example.org - Blue Meadow S01E02.mkv", "[ www.meadows.org ] Sintel 2010.mkv"],
            read: site_with_www,
        }],
    },
    Group {
        on: Kind::IN_BRACKET_FIRST,
        rules: &[
            Rule {
                name: "site in a bracket",
                examples: ["[meadows.tv] Blue Meadow S01E02.mkv", "Sintel.2010.1080p.x264-OPEN[blue.to].mkv"],
                read: site_in_bracket,
            },
            Rule {
                name: "catalogue's id in a bracket",
                examples: ["Sintel (2010) [imdbid-tt0123456].mkv", "Blue Meadow {tvdb-12345} S01E02.mkv"],
                read: id_in_bracket,
            },
        ],
    },
];

fn site_with_www(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    if !matches!(reader.word(at), "www" | "ww") || at + 2 >= reader.len() {
        return None;
    }
    let spaced = reader.gap(at + 1).only(Gap::SPACE);
    let belongs =
        |to: usize| reader.gap(to).only(Gap::DOT) || (spaced && to < at + 3 && reader.gap(to).only(Gap::SPACE));
    let to = (at + 1..reader.end()).find(|to| !belongs(*to)).unwrap_or(reader.end());
    (to >= at + 3).then(|| site(reader, at, to))
}

/// `Meadows.com - Title`.
fn site_before_title(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    let found = matches!(reader.word(1), "com" | "org" | "net" | "info")
        && reader.bracket(0).is_none()
        && reader.gap(1).only(Gap::DOT)
        && reader.gap(2).is_break()
        && reader.gap(2).has(Gap::SPACE)
        && reader.end() > 2;
    found.then(|| site(reader, 0, 2))
}

/// The index that released under its own name too: a site in a bracket, or as the last word where no dash makes it the group.
pub(super) fn site_by_name(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    // No phrase begins with it.
    reader.entry(at).filter(|entry| entry.phrases.is_empty())?;
    let name = reader.word(at).strip_suffix("rarbg").filter(|before| matches!(*before, "" | "o"))?;
    let last = at > 0 && at + 1 == reader.end() && !reader.gap(at).has(Gap::DASH);
    let found = reader.fills_bracket(at, at + 1) || last;
    let text = &reader.raw(at)[name.len()..];
    found.then(|| Reading::of(Field::Site, at, at + 1).says(Value::Site(text.to_owned())))
}

const TOP_LEVEL: [&str; 44] = [
    "com", "org", "net", "tv", "io", "ru", "pl", "cz", "to", "cc", "ws", "se", "nu", "my", "mx", "re", "fi", "tw",
    "pro", "info", "biz", "xyz", "link", "lat", "cam", "sbs", "pics", "hair", "phd", "yt", "ms", "eu", "co", "cx",
    "fun", "lol", "vip", "club", "top", "site", "online", "br", "li", "tel",
];

fn site_in_bracket(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let bracket = reader.bracket(at).filter(|b| b.first == at && (at + 2..=at + 4).contains(&b.last))?;
    let last = bracket.last - 1;
    let found = (at + 1..bracket.last).all(|i| reader.gap(i).only(Gap::DOT | Gap::DASH))
        && reader.gap(last).only(Gap::DOT)
        && TOP_LEVEL.contains(&reader.word(last))
        // `[Sv.No.Fi]` and `(Ingles-Port.BR)` are lists of languages.
        && (at..last).any(|i| reader.raw(i).len() > 2 && language_of(reader.entry(i)).is_none());
    found.then(|| site(reader, at, bracket.last))
}

/// `[tmdbid=12345]`, `{imdb-tt0123456}`, `[tt0123456]`: how libraries tell works of one name apart.
#[inline]
fn id_in_bracket(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    // Most brackets begin otherwise, and every one is asked.
    let first = reader.text.as_bytes().get(reader.tokens.get(at)?.start)?.to_ascii_lowercase();
    if at > 0 && matches!(first, b't' | b'i' | b'a' | b'm' | b'k') { catalogue_id(reader, at) } else { None }
}

#[inline(never)]
fn catalogue_id(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let bracket = reader.bracket(at).filter(|bracket| bracket.first == at && bracket.last <= at + 2)?;
    let digits = |text: &str| text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_digit());
    let named = matches!(
        reader.word(at),
        "imdb" | "imdbid" | "tmdb" | "tmdbid" | "tvdb" | "tvdbid" | "anidb" | "anidbid" | "anilist" | "mal" | "kitsu"
    );
    let number = bracket.last - 1;
    let text = reader.word(number);
    let found = match number - at {
        0 => text.strip_prefix("tt").is_some_and(|id| id.len() > 6 && digits(id)),
        1 => named && (digits(text) || text.strip_prefix("tt").is_some_and(digits)),
        _ => false,
    };
    found.then(|| Reading::of(Field::Technical, at, bracket.last))
}

fn site(reader: &Reader<'_>, from: usize, to: usize) -> Reading {
    let text = &reader.text[reader.tokens[from].start..reader.tokens[to - 1].end];
    Reading::of(Field::Site, from, to).says(Value::Site(text.to_owned()))
}

pub(crate) const CHECKSUMS: &[Group] = &[Group {
    on: Kind::DIGITS | Kind::MIXED,
    rules: &[Rule {
        name: "checksum",
        examples: ["[Grp] Blue Meadow - 05 [8DE44442].mkv", "Blue_Meadow_05_[720p]_8de44442.mkv"],
        read: checksum,
    }],
}];

/// Eight hexadecimal digits alone in a bracket, or at the very end with letters and digits mixed.
fn checksum(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let raw = reader.raw(at);
    if raw.len() != 8 || !raw.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let alone = reader.fills_bracket(at, at + 1);
    let digits = raw.bytes().filter(u8::is_ascii_digit).count();
    let date = digits == 8 && (raw.starts_with("19") || raw.starts_with("20"));
    let uniform = !raw.bytes().any(|b| b.is_ascii_lowercase()) || !raw.bytes().any(|b| b.is_ascii_uppercase());
    let last = at + 1 == reader.end() && at > 1 && (1..8).contains(&digits);
    let found = uniform && !date && (alone && digits > 0 || last);
    found.then(|| Reading::of(Field::EpisodeCode, at, at + 1).says(Value::EpisodeCode(raw.to_owned())))
}
