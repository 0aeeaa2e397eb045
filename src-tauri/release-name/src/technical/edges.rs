//! What stands at the edges of a name: the file extension, the site, the checksum.

use crate::{
    name::Field,
    reader::Reader,
    token::Gap,
    vocabulary::{self, Extension},
};

pub(super) fn extension(reader: &mut Reader<'_>) {
    let Some(last) = reader.len().checked_sub(1) else { return };
    let dotted = reader.text[..reader.tokens[last].start].ends_with('.');
    if !dotted || last == 0 || !reader.tail.is_empty() && !reader.tail.only(Gap::SPACE | Gap::OTHER) {
        return;
    }
    reader.extension = vocabulary::extension(reader.word(last));
    match reader.extension {
        Some(Extension::Video(name)) => {
            reader.is_file = true;
            reader.out.container = Some(name);
            reader.take(Field::Container, last, last + 1);
        }
        Some(_) => reader.take(Field::Technical, last, last + 1),
        None => {}
    }
}

pub(super) const TOP_LEVEL: [&str; 44] = [
    "com", "org", "net", "tv", "io", "ru", "pl", "cz", "to", "cc", "ws", "se", "nu", "my", "mx", "re", "fi", "tw",
    "pro", "info", "biz", "xyz", "link", "lat", "cam", "sbs", "pics", "hair", "phd", "yt", "ms", "eu", "co", "cx",
    "fun", "lol", "vip", "club", "top", "site", "online", "br", "li", "tel",
];

pub(super) fn site(reader: &mut Reader<'_>) {
    let end = reader.end();
    let mut at = 0;
    while at < end {
        let www = matches!(reader.word(at), "www" | "ww") && at + 2 < reader.len();
        if www {
            let spaced = reader.gap(at + 1).only(Gap::SPACE);
            let mut to = at + 1;
            while to < end
                && (reader.gap(to).only(Gap::DOT) || (spaced && to < at + 3 && reader.gap(to).only(Gap::SPACE)))
            {
                to += 1;
            }
            if to >= at + 3 {
                set_site(reader, at, to);
            }
            at = to;
            continue;
        }
        if let Some(bracket) = reader.bracket(at).filter(|b| b.first == at)
            && (at + 2..=at + 4).contains(&bracket.last)
            && (at + 1..bracket.last).all(|i| reader.gap(i).only(Gap::DOT | Gap::DASH))
            && reader.gap(bracket.last - 1).only(Gap::DOT)
            && TOP_LEVEL.contains(&reader.word(bracket.last - 1))
        {
            set_site(reader, at, bracket.last);
            at = bracket.last;
            continue;
        }
        at += 1;
    }
}

pub(super) fn set_site(reader: &mut Reader<'_>, from: usize, to: usize) {
    let text = &reader.text[reader.tokens[from].start..reader.tokens[to - 1].end];
    reader.out.site.get_or_insert_with(|| text.to_owned());
    reader.take(Field::Site, from, to);
}

/// Eight hexadecimal digits alone in a bracket, or at the very end with letters and digits mixed.
pub(super) fn checksum(reader: &mut Reader<'_>) {
    let end = reader.end();
    for at in 0..end {
        let raw = reader.raw(at);
        if raw.len() != 8 || !raw.bytes().all(|b| b.is_ascii_hexdigit()) {
            continue;
        }
        let alone = reader.fills_bracket(at, at + 1);
        let digits = raw.bytes().filter(u8::is_ascii_digit).count();
        let date = digits == 8 && (raw.starts_with("19") || raw.starts_with("20"));
        let uniform = !raw.bytes().any(|b| b.is_ascii_lowercase()) || !raw.bytes().any(|b| b.is_ascii_uppercase());
        if uniform && !date && ((alone && digits > 0) || (at + 1 == end && at > 1 && (1..8).contains(&digits))) {
            reader.out.episode_code = Some(raw.to_owned());
            reader.take(Field::EpisodeCode, at, at + 1);
        }
    }
}
