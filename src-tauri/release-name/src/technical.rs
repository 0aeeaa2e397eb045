//! Stage one: what is certain. The file extension, sites, checksums, sizes, and the words of `vocabulary`: resolution,
//! source, codecs, audio, languages, editions. What it takes, the later stages no longer see as numbers or title.

use crate::{
    name::{Extra, Field},
    number,
    reader::Reader,
    token::{Gap, Shape},
    vocabulary::{self, Entry, Extension, Says, Trust},
};

/// Marks everything that means the same wherever it stands.
pub(crate) fn sure(reader: &mut Reader<'_>) {
    extension(reader);
    site(reader);
    checksum(reader);
    let mut at = 0;
    while at < reader.end() {
        if !reader.is_free(at) {
            at += 1;
            continue;
        }
        at += phrase(reader, at, Trust::Sure).or_else(|| shaped(reader, at)).unwrap_or(1);
    }
}

/// Marks ordinary words and short codes among technical words, right to left: a word counts if what follows it is
/// technical, closes a bracket or ends the name, or if it stands past the first technical word after the title.
pub(crate) fn late(reader: &mut Reader<'_>) {
    let end = reader.end();
    let mut first_technical = end;
    let mut anchor = end;
    for at in (0..end).rev() {
        let leading = reader.bracket(at).is_some_and(|b| b.first == 0) && reader.tokens[0].start <= 1;
        match reader.mark(at) {
            Some(Field::Season | Field::Episode | Field::Part | Field::Year | Field::Date) if !leading => anchor = at,
            Some(field) if field != Field::Site && field != Field::Extra && !leading => {
                anchor = at;
                first_technical = at;
            }
            _ => {}
        }
    }
    let only_languages = anchor == end;
    let list = only_languages && end > 0 && (0..end).all(|at| language_of(reader.entry(at)).is_some());
    let subtitle = list || reader.extension == Some(Extension::Subtitle);
    // Whether a chain of technical words runs from each token to the end, a bracket or a certain mark.
    let mut chained = vec![true; end + 1];
    for at in (0..end).rev() {
        if !reader.is_free(at) {
            continue;
        }
        let to = (at + late_length(reader, at)).min(end);
        let reaches = chained[to];
        let touches = reaches || reader.gap(to).has(Gap::CLOSE | Gap::OPEN | Gap::SLASH | Gap::BAR);
        let inside = reader.bracket(at).is_some_and(|b| b.first > 0);
        let trusted = if only_languages && !inside {
            subtitle && reaches
        } else {
            inside || (at > anchor && (at > first_technical || touches)) || (at > 0 && at < anchor && reaches && shouted(reader, at, to))
        };
        chained[at] = if trusted {
            late_phrase(reader, at)
                || extra_word(reader, at, reaches) || (reaches && reader.shape(at) == Some(Shape::Digits) && at > anchor)
        } else {
            extra_word(reader, at, reaches)
        };
    }
    if subtitle && reader.out.languages.contains(&"la") {
        reader.out.languages.retain(|l| *l != "es");
    }
}

/// Tokens of the longest late phrase at `at`; 1 where there is none.
fn late_length(reader: &Reader<'_>, at: usize) -> usize {
    let Some(entry) = reader.entry(at) else { return 1 };
    entry.phrases.iter()
        .filter(|p| p.trust == Trust::Late)
        .find(|p| p.rest.iter().enumerate().all(|(n, word)| reader.word(at + 1 + n) == *word))
        .map_or(1, |p| p.rest.len() + 1)
}

/// A late word before the end of the title, right before technical words: in capitals where the title is not, or a word of
/// completeness before the season.
fn shouted(reader: &Reader<'_>, at: usize, to: usize) -> bool {
    if matches!(reader.word(at), "complete" | "all" | "full") {
        return reader.mark(to) == Some(Field::Season);
    }
    if reader.lower_is(at, "the") && reader.mark(to) == Some(Field::Complete) {
        return true;
    }
    let raw = reader.raw(at);
    let capitals = |text: &str| text.len() > 1 && text.bytes().all(|b| b.is_ascii_uppercase());
    let start = reader.tokens[0].start;
    capitals(raw) && reader.text[start..reader.tokens[at].start].bytes().any(|b| b.is_ascii_lowercase())
}

fn late_phrase(reader: &mut Reader<'_>, at: usize) -> bool {
    if reader.lower_is(at, "the") && reader.mark(at + 1) == Some(Field::Complete) {
        reader.take(Field::Complete, at, at + 1);
        return true;
    }
    if phrase(reader, at, Trust::Late).is_some() {
        return true;
    }
    let word = reader.word(at);
    for (suffix, field) in [("subbed", Field::Subbed), ("subs", Field::Subbed), ("sub", Field::Subbed), ("dub", Field::Dubbed)] {
        let Some(stem) = word.strip_suffix(suffix) else { continue };
        let Some(code) = language_of(vocabulary::entry(stem)) else { continue };
        Reader::add(&mut reader.out.languages, code);
        match field {
            Field::Subbed => reader.out.subbed = true,
            _ => reader.out.dubbed = true,
        }
        reader.take(Field::Language, at, at + 1);
        return true;
    }
    false
}

fn language_of(entry: Option<&Entry>) -> Option<&'static str> {
    entry?.phrases.iter().find_map(|p| match p.says {
        Says::Language(code) | Says::ShortLanguage(code) if p.rest.is_empty() => Some(code),
        _ => None,
    })
}

/// What a word says alone.
fn alone(word: &str) -> Option<Says> {
    vocabulary::entry(word)?.phrases.iter().find(|p| p.rest.is_empty()).map(|p| p.says)
}

/// Marks of extra material are believed even where the title has not ended: `Sintel - Menu 2.mkv`, `sample-sintel.mkv`.
fn extra_word(reader: &mut Reader<'_>, at: usize, reaches: bool) -> bool {
    let Some(extra) = extra_named(reader, at) else { return false };
    let next = reader.gap(at + 1);
    let ends = reaches || next.is_break() || next.has(Gap::OPEN | Gap::CLOSE) || reader.shape(at + 1) == Some(Shape::Digits);
    let believed = match extra {
        Extra::Sample if at == 0 => next.only(Gap::DASH | Gap::DOT) || reader.end() == 1,
        Extra::Sample => reaches,
        _ if at == 0 => reader.end() == 1,
        _ => ends && (reaches || reader.gap(at).is_break() || reader.gap(at).has(Gap::OPEN) || reader.shape(at + 1) == Some(Shape::Digits)),
    };
    if believed {
        reader.out.extra.get_or_insert(extra);
        let glued = number::trailing(reader.word(at));
        reader.out.extra_number = reader.out.extra_number.or(glued).or_else(|| reader.free_number(at + 1));
        reader.take(Field::Extra, at, at + 1);
    }
    believed
}

/// `Menu`, `Trailer`, and the short marks with their number: `OP2a`, `SP03`, `ED`.
fn extra_named(reader: &Reader<'_>, at: usize) -> Option<Extra> {
    let word = reader.word(at);
    if let Some(entry) = reader.entry(at)
        && let Some(Says::Extra(extra)) = entry.phrases.iter().find(|p| p.rest.is_empty()).map(|p| p.says)
    {
        return Some(extra);
    }
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = match stem.len() == word.len() {
        false => stem,
        true => {
            let cut = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
            let (stem, tail) = word.split_at(cut);
            let tail = tail.trim_start_matches(|c: char| c.is_ascii_digit());
            if !tail.is_empty() && !matches!(tail, "a" | "b" | "c" | "d" | "v2" | "v3") {
                return None;
            }
            stem
        }
    };
    let numbered = stem.len() < word.len() || reader.shape(at + 1) == Some(Shape::Digits) || reader.gap(at + 1).has(Gap::OPEN);
    match stem {
        "op" | "ed" if numbered || at + 1 == reader.end() => Some(Extra::Theme),
        "ncop" | "nced" | "opening" | "ending" if numbered => Some(Extra::Theme),
        "sp" | "ova" | "oad" | "special" if numbered => Some(Extra::Special),
        "pv" | "cm" | "preview" if numbered => Some(Extra::Preview),
        "menu" if numbered => Some(Extra::Menu),
        "trailer" | "teaser" if numbered => Some(Extra::Trailer),
        "movie" if numbered => Some(Extra::Movie),
        "mv" if numbered => Some(Extra::Soundtrack),
        _ => None,
    }
}

fn extension(reader: &mut Reader<'_>) {
    let Some(last) = reader.len().checked_sub(1) else { return };
    let dotted = reader.gap(last).only(Gap::DOT) || (reader.gap(last).has(Gap::DOT) && reader.gap(last).has(Gap::CLOSE));
    if !dotted || last == 0 || !reader.tail.is_empty() && !reader.tail.only(Gap::SPACE | Gap::OTHER) {
        return;
    }
    reader.extension = vocabulary::extension(reader.word(last));
    match reader.extension {
        Some(Extension::Video(name)) => {
            reader.out.container = Some(name);
            reader.take(Field::Container, last, last + 1);
        }
        Some(_) => reader.take(Field::Technical, last, last + 1),
        None => {}
    }
}

const TOP_LEVEL: [&str; 44] = [
    "com", "org", "net", "tv", "io", "ru", "pl", "cz", "to", "cc", "ws", "se", "nu", "my", "mx", "re", "fi", "tw", "pro", "info",
    "biz", "xyz", "link", "lat", "cam", "sbs", "pics", "hair", "phd", "yt", "ms", "eu", "co", "cx", "fun", "lol", "vip", "club",
    "top", "site", "online", "br", "li", "tel",
];

fn site(reader: &mut Reader<'_>) {
    let end = reader.end();
    let mut at = 0;
    while at < end {
        let www = matches!(reader.word(at), "www" | "ww") && at + 2 < reader.len();
        if www {
            let spaced = reader.gap(at + 1).only(Gap::SPACE);
            let mut to = at + 1;
            while to < end && (reader.gap(to).only(Gap::DOT) || (spaced && to < at + 3 && reader.gap(to).only(Gap::SPACE))) {
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

fn set_site(reader: &mut Reader<'_>, from: usize, to: usize) {
    let text = &reader.text[reader.tokens[from].start..reader.tokens[to - 1].end];
    reader.out.site.get_or_insert_with(|| text.to_owned());
    reader.take(Field::Site, from, to);
}

/// Eight hexadecimal digits alone in a bracket, or at the very end with letters and digits mixed.
fn checksum(reader: &mut Reader<'_>) {
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

/// Tries every phrase that starts with the word at `at`; the number of tokens taken.
fn phrase(reader: &mut Reader<'_>, at: usize, trust: Trust) -> Option<usize> {
    let entry = reader.entry(at)?;
    let end = reader.end();
    for phrase in entry.phrases.iter().filter(|p| p.trust == trust) {
        let to = at + 1 + phrase.rest.len();
        let fits = to <= end
            && phrase.rest.iter().enumerate().all(|(n, word)| {
                let next = at + 1 + n;
                let gap = reader.gap(next);
                reader.is_free(next) && reader.word(next) == *word && gap.joins() && !(gap.is_break() && gap.has(Gap::SPACE))
            });
        if !fits || (trust == Trust::Late && !believable(reader, at, to, phrase.says)) {
            continue;
        }
        apply(reader, at, to, phrase.says);
        return Some(to - at);
    }
    None
}

/// Two-letter codes and words that are ordinary in titles need more than a place among technical words.
fn believable(reader: &Reader<'_>, at: usize, to: usize, says: Says) -> bool {
    let raw = reader.raw(at);
    let upper = raw.chars().all(|c| !c.is_lowercase());
    match says {
        Says::ShortLanguage(_) => {
            let neighbour = |i: usize| {
                reader.mark(i).is_some_and(|f| matches!(f, Field::Language | Field::Subbed | Field::Dubbed))
                    || language_of(reader.entry(i)).is_some()
                    || matches!(reader.word(i), "no" | "ua")
            };
            let near = (to < reader.end() && neighbour(to)) || (at > 0 && neighbour(at - 1));
            let subtitle = reader.extension == Some(Extension::Subtitle);
            let alone = upper && matches!(raw, "PL" | "RU" | "FR" | "DE" | "ES" | "EN" | "NL" | "DK" | "JP" | "BR" | "PT" | "TR" | "RO");
            if matches!(reader.word(at), "ar") {
                return subtitle;
            }
            (near || subtitle || (alone && (reader.mark(to).is_some() || to == reader.end() || reader.fills_bracket(at, to))))
                && (subtitle || near || !matches!(raw, "It" | "it" | "no" | "No"))
        }
        Says::Quality("BluRay") if reader.word(at) == "br" => false,
        Says::Hdr("DV") | Says::Edition("Special Edition" | "Directors Cut") => upper || reader.mark(to).is_some(),
        Says::Quality("TeleSync" | "TeleCine") => reader.out.quality.is_none(),
        _ => true,
    }
}

fn apply(reader: &mut Reader<'_>, at: usize, to: usize, says: Says) {
    let mut after = reader.text[reader.tokens[to - 1].end..].chars();
    let plus = after.next() == Some('+')
        && match reader.word(at) {
            "hdr10" => !after.next().is_some_and(char::is_alphanumeric),
            word => word == "dd",
        };
    let out = &mut reader.out;
    let field = match says {
        Says::Resolution(value) => {
            out.resolution.get_or_insert_with(|| value.to_owned());
            Field::Resolution
        }
        Says::Quality(value) => {
            out.quality = Some(better_quality(out.quality, value));
            Field::Quality
        }
        Says::Codec(value) => {
            out.codec.get_or_insert(value);
            Field::Codec
        }
        Says::Depth(value) => {
            out.bit_depth.get_or_insert(value);
            Field::BitDepth
        }
        Says::Hdr(value) => {
            Reader::add(&mut out.hdr, if value == "HDR" && plus { "HDR10+" } else { value });
            Field::Hdr
        }
        Says::Audio(value) => {
            let value = if value == "Dolby Digital" && plus { "Dolby Digital Plus" } else { value };
            Reader::add(&mut out.audio, value);
            Field::Audio
        }
        Says::Channels(value) => {
            Reader::add(&mut out.channels, value);
            Field::Channels
        }
        Says::Language("nordic") => {
            ["da", "fi", "sv", "no"].into_iter().for_each(|code| Reader::add(&mut out.languages, code));
            Field::Language
        }
        Says::Language(code) | Says::ShortLanguage(code) => {
            Reader::add(&mut out.languages, code);
            Field::Language
        }
        Says::Subtitles(code) => {
            Reader::add(&mut out.languages, code);
            out.subbed = true;
            Field::Subbed
        }
        Says::Dubbing(code) => {
            Reader::add(&mut out.languages, code);
            out.dubbed = true;
            Field::Dubbed
        }
        Says::Dubbed => {
            out.dubbed = true;
            Field::Dubbed
        }
        Says::Subbed => {
            out.subbed = true;
            Field::Subbed
        }
        Says::Edition(value) => {
            out.edition.get_or_insert(value);
            Field::Edition
        }
        Says::Repack => {
            out.repack = true;
            Field::Repack
        }
        Says::Proper => {
            out.proper = true;
            Field::Repack
        }
        Says::Network(value) => {
            out.network.get_or_insert(value);
            Field::Network
        }
        Says::Extra(extra) => {
            out.extra.get_or_insert(extra);
            Field::Extra
        }
        Says::Container(value) => {
            out.container.get_or_insert(value);
            Field::Container
        }
        Says::Complete => {
            out.complete = true;
            Field::Complete
        }
        Says::Noise => Field::Technical,
    };
    reader.take(field, at, to);
    if field == Field::Audio || field == Field::Codec && to < reader.end() {
        channels(reader, to);
    }
}

/// The source that says most about the picture: a camera in a cinema tells more than the word `HDTV` beside it.
fn better_quality(old: Option<&'static str>, new: &'static str) -> &'static str {
    const RANK: [&str; 6] = ["CAM", "TeleSync", "TeleCine", "SCR", "R5", "PPVRip"];
    let Some(old) = old else { return new };
    match (old, new) {
        ("REMUX", "BluRay") | ("BluRay", "REMUX") => "BluRay REMUX",
        (_, "BluRay REMUX") => new,
        ("BluRay", "BDRip") | ("WEB" | "BluRay", "WEBRip") | ("WEB", "WEB-DL") => new,
        _ if RANK.contains(&new) && !RANK.contains(&old) => new,
        _ => old,
    }
}

/// `5.1`, `5 1`, `2.0x3` after a word that speaks of sound.
fn channels(reader: &mut Reader<'_>, at: usize) {
    let Some(front) = reader.free_number(at) else { return };
    let gap = reader.gap(at + 1);
    if !(gap.only(Gap::DOT) || gap.only(Gap::SPACE) || gap.only(Gap::UNDERSCORE)) || !reader.gap(at).joins() {
        return;
    }
    if let Some(value) = layout(front, reader.word(at + 1)) {
        Reader::add(&mut reader.out.channels, value);
        reader.take(Field::Channels, at, at + 2);
    }
}

fn layout(front: u32, low: &str) -> Option<&'static str> {
    let low = low.strip_suffix("ch").unwrap_or(low);
    let low = low.split_once('x').map_or(low, |(low, times)| if times.parse::<u8>().is_ok() { low } else { "" });
    Some(match (front, low) {
        (7, "1") => "7.1",
        (5, "1") => "5.1",
        (6, "1") => "6.1",
        (2, "0") => "2.0",
        (2, "1") => "2.1",
        (1, "0") => "1.0",
        (5, "0") => "5.0",
        (6, "0") => "6.0",
        (4, "0") => "4.0",
        _ => return None,
    })
}

/// Words known by their shape: `1080p`, `1920x1080`, `DDP5` before `1`, `700MB`, `23.976fps`, `FLACx2`.
fn shaped(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    match reader.shape(at)? {
        Shape::Digits => pair_of_digits(reader, at),
        Shape::Mixed => mixed(reader, at),
        Shape::Word | Shape::Cjk => None,
    }
}

fn pair_of_digits(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    let first = number::value(reader.raw(at))?;
    let gap = reader.gap(at + 1);
    if gap.only(Gap::TIMES) {
        let (second, _) = number::leading(reader.word(at + 1))?;
        if first >= 300 && second >= 200 {
            set_resolution(reader, picture(first, second), 1);
            reader.take(Field::Resolution, at, at + 2);
            return Some(2);
        }
    }
    if gap.only(Gap::DOT) && reader.tokens[at].bracket > 0 | usize::from(reader.gap(at).has(Gap::PLUS)) || gap.only(Gap::DOT) && at > 0 && audio_near(reader, at) {
        let value = layout(first, reader.word(at + 1))?;
        if !reader.gap(at + 2).is_empty() || at + 2 >= reader.len() {
            Reader::add(&mut reader.out.channels, value);
            reader.take(Field::Channels, at, at + 2);
            return Some(2);
        }
    }
    if is_amount(reader.word(at + 1)) && (gap.only(Gap::SPACE) || gap.only(Gap::DOT)) && reader.shape(at + 1) == Some(Shape::Word) {
        reader.take(Field::Technical, at, at + 2);
        return Some(2);
    }
    if gap.only(Gap::DOT) && reader.shape(at + 1) == Some(Shape::Mixed) && amount(reader.word(at + 1)) {
        reader.take(Field::Technical, at, at + 2);
        return Some(2);
    }
    if number::is_height(first) && first >= 480 && reader.fills_bracket(at, at + 1) && at > 0 {
        set_resolution(reader, format!("{first}p"), 0);
        reader.take(Field::Resolution, at, at + 1);
        return Some(1);
    }
    None
}

fn audio_near(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.mark(at - 1), Some(Field::Audio | Field::Channels | Field::Resolution | Field::Codec | Field::Language | Field::Quality))
}

fn is_amount(word: &str) -> bool {
    matches!(word, "gb" | "mb" | "gib" | "mib" | "kbps" | "mbps" | "fps" | "khz" | "kb")
}

fn amount(word: &str) -> bool {
    number::leading(word).is_some_and(|(_, end)| is_amount(&word[end..]))
}

fn mixed(reader: &mut Reader<'_>, at: usize) -> Option<usize> {
    let word = reader.word(at).to_owned();
    if amount(&word) {
        reader.take(Field::Technical, at, at + 1);
        return Some(1);
    }
    if misspelt_height(&word) {
        reader.take(Field::Technical, at, at + 1);
        return Some(1);
    }
    if let Some(value) = height(&word) {
        set_resolution(reader, value, 2);
        reader.take(Field::Resolution, at, at + 1);
        return Some(1);
    }
    if let Some((width, end)) = number::leading(&word)
        && let Some(rest) = word[end..].strip_prefix('x')
        && let Some((lines, used)) = number::leading(rest)
        && width >= 300
        && (lines >= 400 || (lines >= 200 && !number::is_year(width)))
        && matches!(&rest[used..], "" | "p" | "i")
    {
        let value = if rest.ends_with('p') { reader.raw(at).to_owned() } else { picture(width, lines) };
        set_resolution(reader, value, 1);
        reader.take(Field::Resolution, at, at + 1);
        return Some(1);
    }
    let letters = word.find(|c: char| c.is_ascii_digit())?;
    if letters == 0 || !word.is_char_boundary(letters) {
        return None;
    }
    let (stem, rest) = word.split_at(letters);
    let says = alone(stem);
    let audio = vocabulary::entry(stem).and_then(|e| e.phrases.iter().find(|p| p.rest.is_empty() && matches!(p.says, Says::Audio(_)))).map(|p| p.says);
    if let Some(value) = height(rest)
        && (says.is_some() || stem == "dl")
    {
        if let Some(says) = says {
            apply(reader, at, at + 1, says);
        }
        set_resolution(reader, value, 2);
        reader.take(Field::Resolution, at, at + 1);
        return Some(1);
    }
    if let Some(times) = word.strip_suffix(|c: char| c.is_ascii_digit()).and_then(|w| w.strip_suffix('x'))
        && let Some(Says::Audio(value)) = alone(times)
    {
        Reader::add(&mut reader.out.audio, value);
        reader.take(Field::Audio, at, at + 1);
        channels(reader, at + 1);
        return Some(1);
    }
    if rest.len() == 1
        && let Some(front) = number::value(rest)
        && let Some(says) = audio
        && (reader.gap(at + 1).only(Gap::DOT) || reader.gap(at + 1).only(Gap::SPACE))
    {
        let value = layout(front, reader.word(at + 1))?;
        apply(reader, at, at + 1, says);
        Reader::add(&mut reader.out.channels, value);
        reader.take(Field::Channels, at + 1, at + 2);
        return Some(2);
    }
    let front = rest.strip_suffix(|c: char| c.is_ascii_digit()).and_then(number::value);
    if rest.len() == 2
        && let Some(value) = front.and_then(|f| layout(f, &rest[1..]))
        && let Some(says) = audio
    {
        apply(reader, at, at + 1, says);
        Reader::add(&mut reader.out.channels, value);
        return Some(1);
    }
    None
}

/// `1o8op`: a resolution with letters for zeros, to get past filters.
fn misspelt_height(word: &str) -> bool {
    word.len() == 5 && word.ends_with('p') && word.contains('o') && height(&word.replace('o', "0")).is_some()
}

/// `1080p`, `1080i`, `1080p24`, `10800p`; at least 144 lines.
fn height(word: &str) -> Option<String> {
    let (mut lines, end) = number::leading(word)?;
    let rest = &word[end..];
    let scan = rest.chars().next().filter(|c| matches!(c, 'p' | 'i'))?;
    let tail = &rest[1..];
    if !(tail.is_empty() || tail == "x" || number::value(tail).is_some_and(|v| v <= 120)) {
        return None;
    }
    if lines == 10800 || lines == 7200 || lines == 21600 {
        lines /= 10;
    }
    (144..=4320).contains(&lines).then(|| format!("{lines}{scan}"))
}

/// The usual name of a picture size: its width decides, since films are cropped above and below.
fn picture(width: u32, lines: u32) -> String {
    match width {
        3800..=4096 => "2160p".to_owned(),
        2500..=2600 => "1440p".to_owned(),
        1900..=1920 => "1080p".to_owned(),
        1270..=1280 => "720p".to_owned(),
        _ => format!("{lines}p"),
    }
}

/// Keeps the best statement: `1080p` over `1920x800` over a word; among equals the last.
fn set_resolution(reader: &mut Reader<'_>, value: String, rank: u8) {
    if rank >= reader.resolution_rank {
        reader.out.resolution = Some(value);
        reader.resolution_rank = rank;
    } else {
        reader.out.resolution.get_or_insert(value);
    }
}
