//! What the release is called: what stands before everything that was recognised.

mod bracket;
mod clean;

use bracket::{bracketed_title, is_cjk};
use clean::clean;

use crate::{
    name::{Extra, Field, Span},
    reader::Reader,
    reading::{Reading, Value},
    rule::{Rule, ask_whole},
    token::{Gap, Shape},
};

/// A title in a bracket of its own comes first: where everything stands in brackets, the text before the first field is a
/// bracket too, and often not the title's.
pub(crate) const TITLES: &[Rule<()>] = &[
    Rule {
        name: "title in a bracket",
        examples: ["[Grp][Blue Meadow][05][1080p].mkv", "[Grp][蓝色草地][Blue Meadow][05][1080p].mkv"],
        read: |reader, ()| bracketed_title(reader).map(|(start, end)| titles(reader, start, end)),
    },
    Rule {
        name: "title before the first field",
        examples: ["Blue.Meadow.S01E02.1080p.mkv", "[Grp] Blue Meadow - 05 [720p].mkv"],
        read: |reader, ()| plain_title(reader).map(|(start, end)| titles(reader, start, end)),
    },
];

pub(crate) fn title(reader: &mut Reader<'_>) {
    ask_whole(reader, TITLES);
}

/// A title written without spaces ends where the sign of a season or episode begins: `蓝色草地第二季`.
fn before_signs(reader: &Reader<'_>, start: usize, end: usize) -> usize {
    if reader.form.ascii {
        return end;
    }
    // Before a bar or slash it ends one title of several, which the parting of them sees to.
    let last = reader.text[start..end].rfind(['/', '|']).map_or(start, |at| start + at);
    let spans = reader.so_far().spans.iter();
    spans
        .filter(|s| matches!(s.field, Field::Season | Field::Episode | Field::Complete) && s.start() >= last)
        .filter(|s| reader.text[s.start()..].starts_with(is_cjk) && !is_latin(&reader.text[s.end().min(end)..end]))
        .fold(end, |end, s| end.min(s.start()))
}

/// It holds a title in Latin letters.
fn is_latin(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_alphabetic).nth(2).is_some()
}

/// `标题.第2季.Title`: the number of the season stands between the two titles.
fn is_between_titles(reader: &Reader<'_>, at: usize) -> bool {
    reader.raw(at + 1).starts_with(['季', '期', '部'])
        && reader.is_free(at + 2)
        && reader.shape(at + 2) == Some(Shape::Word)
        && reader.raw(at + 2).is_ascii()
}

/// The text from the first word to the first recognised token.
fn plain_title(reader: &Reader<'_>) -> Option<(usize, usize)> {
    let end = reader.end();
    let mut first = reader.first_word();
    while first < end && skipped_at_start(reader, first) && !is_glued_title(reader, first) {
        first += 1;
    }
    let start = reader.tokens.get(first)?.start;
    let mut last = first;
    while last < end {
        let ends = match reader.mark(last) {
            Some(Field::Part) => {
                reader.word(last).starts_with("cd")
                    || reader.lower_is(last, "cour")
                    || reader.lower_is(last + 1, "cour")
            }
            None | Some(Field::Volume) => false,
            Some(Field::Technical) => !reader.lower_is(last, "ppv"),
            Some(Field::Extra) => reader.so_far().extra != Some(Extra::Movie),
            Some(_) => !is_between_titles(reader, last),
        };
        if ends {
            break;
        }
        last += 1;
    }
    let stop = match last.checked_sub(1).and_then(|before| reader.tokens.get(before)) {
        _ if last < end => reading_start(reader, last),
        before => before?.end,
    };
    let after_extra = first > 0 && reader.mark(first - 1) == Some(Field::Extra);
    if stop <= start || after_extra && (first..last).all(|i| reader.shape(i) == Some(Shape::Digits)) {
        return None;
    }
    let bracket = reader.bracket(last).filter(|b| last < end && b.first > first && b.start < stop);
    Some((start, bracket.map_or(stop, |bracket| bracket.start)))
}

/// Where in the token what was read of it begins: `Meadow1x05` ends the title too.
fn reading_start(reader: &Reader<'_>, at: usize) -> usize {
    let token = reader.tokens[at];
    let inside = reader.so_far().spans.iter().map(Span::start).filter(|start| (token.start..token.end).contains(start));
    inside.min().unwrap_or(token.start)
}

/// `MeadowS04E01.mkv`: the title begins the token of its numbers.
fn is_glued_title(reader: &Reader<'_>, at: usize) -> bool {
    reader.shape(at) == Some(Shape::Mixed) && reading_start(reader, at) > reader.tokens[at].start
}

/// An episode number, a year, a site or a folder that stands before the title.
fn skipped_at_start(reader: &Reader<'_>, at: usize) -> bool {
    match reader.mark(at) {
        // The folder of the subtitles, in a file's path.
        None | Some(Field::Subbed) => {
            reader.gap(at + 1).only(Gap::SLASH) && matches!(reader.word(at), "sub" | "subs" | "subtitles")
        }
        Some(
            Field::Episode | Field::Site | Field::Year | Field::Season | Field::Group | Field::Date | Field::Resolution,
        ) => true,
        Some(Field::Extra) => reader.so_far().extra.is_some_and(|e| matches!(e, Extra::Sample | Extra::Featurette)),
        _ => false,
    }
}

/// The titles in the text between two bytes: split at `Название / Title`, the Latin half preferred.
fn titles(reader: &Reader<'_>, start: usize, end: usize) -> Reading {
    let end = before_signs(reader, start, end);
    if start >= end {
        return Reading::default();
    }
    let (start, text) = without_surroundings(reader, start, &reader.text[start..end]);
    let end = start + text.len();
    if let Some((to, from)) = also_known(text) {
        return with_title(
            reader,
            with_alternative(Reading::default(), start + from, &text[from..]),
            start,
            start + to,
        );
    }
    // Nearly every title: Latin, alone and untranslated.
    if reader.form.ascii && !text.bytes().any(|byte| matches!(byte, b'/' | b'|' | b')')) {
        return with_title(reader, Reading::default(), start, end);
    }
    let halves = halves(start, text);
    let native = halves.iter().any(|(_, half)| is_foreign(half));
    if let [_] = halves[..] {
        return match native.then(|| latin_part(text)).flatten() {
            Some((from, to)) => with_title(reader, beside_latin(start, text, from, to), start + from, start + to),
            None => match translated(reader, text) {
                Some((to, from)) => {
                    let other = with_alternative(Reading::default(), start + from, &text[from..]);
                    with_title(reader, other, start, start + to)
                }
                None => with_title(reader, Reading::default(), start, end),
            },
        };
    }
    let latin = latin_run(&halves).filter(|_| native);
    let mut reading = Reading::default();
    for (offset, half) in &halves {
        reading = match latin {
            Some((from, to)) if (from..to).contains(offset) => reading,
            Some(_) => with_alternative(reading, *offset, without_sign(half)),
            None => with_alternative(reading, *offset, half),
        };
    }
    let (start, end) = latin.unwrap_or((start, end));
    with_title(reader, reading, start, end)
}

/// Where the title ends and the next begins in `Title AKA Another`.
fn also_known(text: &str) -> Option<(usize, usize)> {
    // Few titles have this letter.
    if !text.bytes().any(|byte| byte == b'K') {
        return None;
    }
    let (at, sign) = [" AKA ", ".AKA.", "_AKA_"].iter().find_map(|sign| Some((text.find(sign)?, sign)))?;
    (at > 0 && at + sign.len() < text.len()).then_some((at, at + sign.len()))
}

/// Where the title ends and its translation begins in a fansub's `Title (Another Title)`. What names a part of the show, `(The
/// Mill Arc)`, is none, and what is one word, `(REVERSE)`, may be any.
fn translated(reader: &Reader<'_>, text: &str) -> Option<(usize, usize)> {
    const PARTS: [&str; 20] = [
        "arc", "season", "saga", "part", "final", "movie", "film", "series", "special", "specials", "hen", "shou",
        "ver", "version", "edition", "edit", "dub", "remake", "new", "zoku",
    ];
    let inner = text.trim_end_matches([' ', '-', '_', '.']).strip_suffix(')')?;
    let open = inner.rfind('(').filter(|open| *open > 0)?;
    let words = || inner[open + 1..].split([' ', '_', '.']).filter(|word| !word.is_empty());
    let whole = !inner[open + 1..].contains(|c: char| c.is_ascii_digit() || c == ')');
    let named = words().count() > 1 && !words().any(|word| PARTS.contains(&word.to_ascii_lowercase().as_str()));
    (reader.mark(0) == Some(Field::Group) && reader.opens_bracket(0) && whole && named).then_some((open, open + 1))
}

fn is_foreign(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| is_cjk(c) || is_cyrillic(c))
}

/// The text without what belongs to no title, and where it starts then.
fn without_surroundings<'a>(reader: &Reader<'_>, mut start: usize, mut text: &'a str) -> (usize, &'a str) {
    let new = || text.find("新番").filter(|at| *at == 0 || text[..*at].contains('月'));
    if let Some(at) = (!text.is_ascii()).then(new).flatten() {
        // 04月新番, the month a show began, stands before its title.
        let after = at + "新番".len();
        let after = after + text[after..].find(char::is_alphanumeric).unwrap_or(text.len() - after);
        text = &text[after..];
        start += after;
    }
    let unmarked = reader.so_far().spans.iter().all(|s| s.field == Field::Container);
    if let Some(at) = unmarked.then(|| text.find(" _ ")).flatten().filter(|at| *at > 0) {
        // What a file system cannot hold becomes an underscore: in the name of a clip, the bar before its channel.
        text = &text[..at];
    }
    if is_foreign(text) && slash(text).is_some() {
        text = text.find('(').filter(|at| *at > 0).map_or(text, |at| &text[..at]);
    }
    (start, text)
}

/// The slash between two titles, with what stands for spaces around it.
fn slash(text: &str) -> Option<&'static str> {
    [" / ", "./.", "_/_"].into_iter().find(|slash| text.contains(slash))
}

/// The titles of a text that may hold several, each with the byte it starts at.
fn halves(start: usize, text: &str) -> Vec<(usize, &str)> {
    if !text.contains(['/', '|']) {
        return vec![(start, text)];
    }
    let slash = slash(text).unwrap_or(" / ");
    let spaced = placed(start, text.split(slash).flat_map(|piece| piece.split(" | ")), slash.len());
    if spaced.len() == 1 && text.contains('/') && text.chars().any(is_cjk) {
        return placed(start, text.split('/'), "/".len());
    }
    spaced
}

/// Each piece with the byte it starts at.
fn placed<'a>(start: usize, pieces: impl Iterator<Item = &'a str>, separator: usize) -> Vec<(usize, &'a str)> {
    let mut offset = start;
    let place = |piece: &'a str| {
        let at = offset;
        offset += piece.len() + separator;
        (at, piece)
    };
    pieces.map(place).collect()
}

/// From the first to the last of the halves that are in Latin letters.
fn latin_run(halves: &[(usize, &str)]) -> Option<(usize, usize)> {
    let has_latin = |half: &str| half.chars().any(|c| c.is_ascii_alphabetic()) && !half.chars().any(is_cyrillic);
    let mut latin: Vec<_> = halves.iter().filter(|(_, half)| has_latin(half)).collect();
    if latin.iter().any(|(_, half)| !is_foreign(half)) {
        latin.retain(|(_, half)| !is_foreign(half));
    }
    let (first, last) = (latin.first()?, latin.last()?);
    Some((first.0, last.0 + last.1.len()))
}

/// What stands around the Latin part `from..to` of a title is another one.
fn beside_latin(start: usize, text: &str, from: usize, to: usize) -> Reading {
    let other = clean(&format!("{} {}", without_sign(&text[..from]), &text[to..]));
    if other.is_empty() {
        return Reading::default();
    }
    let (start, end) = trimmed(text, start, if from == 0 { to..text.len() } else { 0..from });
    if start >= end {
        return Reading::default();
    }
    Reading::default().at_bytes(Field::AlternativeTitle, start, end).says(Value::AlternativeTitle(other))
}

/// Adds another title, which stands at `offset`.
fn with_alternative(reading: Reading, offset: usize, text: &str) -> Reading {
    let (start, end) = trimmed(text, offset, 0..text.len());
    // Signs alone are no title.
    if start >= end {
        return reading;
    }
    reading.at_bytes(Field::AlternativeTitle, start, end).says(Value::AlternativeTitle(clean(text)))
}

/// The bytes of a part of `text`, which itself starts at `offset`, without what is no letter or digit at its ends.
fn trimmed(text: &str, offset: usize, part: std::ops::Range<usize>) -> (usize, usize) {
    let whole = &text[part.clone()];
    let inner = whole.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = offset + part.start + whole.len() - inner.len();
    (start, start + inner.trim_end_matches(|c: char| !c.is_alphanumeric()).len())
}

/// The text before `第二季`.
fn without_sign(text: &str) -> &str {
    let Some(at) = text.find('第').filter(|at| *at > 0) else { return text };
    let signed = text[at..].chars().take(6).any(|c| matches!(c, '季' | '期' | '部'));
    if signed { &text[..at] } else { text }
}

/// Where a Latin title ends that one in CJK characters follows: `Title 标题`.
fn latin_head(raw: &str) -> Option<usize> {
    let end = raw.find(is_cjk)?;
    let (head, rest) = raw.split_at(end);
    let letters = head.chars().filter(char::is_ascii_alphabetic).count();
    let latin = letters > 2 && !head.chars().any(is_cyrillic) && head.ends_with([' ', '.', '_']);
    (latin && !rest.contains(|c: char| c.is_ascii_alphabetic())).then_some(head.trim_end().len())
}

/// The Latin run of a title that is otherwise in another script, if it is a title of its own.
fn latin_part(raw: &str) -> Option<(usize, usize)> {
    let foreign = |c: char| is_cjk(c) || is_cyrillic(c);
    if let Some(end) = latin_head(raw) {
        return Some((0, end));
    }
    let after = raw.char_indices().rfind(|(_, c)| foreign(*c)).map(|(i, c)| i + c.len_utf8())?;
    let tail = raw.get(after..)?;
    let lead = tail.find(|c: char| c.is_alphanumeric())?;
    let letters = tail.chars().filter(char::is_ascii_alphabetic).count();
    if letters < 3 {
        return None;
    }
    let separated = tail[..lead].chars().any(|c| !c.is_alphanumeric());
    let enclosed = tail[..lead].ends_with('(');
    let closing = tail[lead..].find(')').filter(|_| enclosed);
    let end = closing.map_or(tail.len(), |at| lead + at);
    separated.then_some((after + lead, after + end))
}

/// Adds the title between two bytes. Where a season is known, a country at its end is no part of it: `Blue Meadow US`.
fn with_title(reader: &Reader<'_>, mut reading: Reading, start: usize, end: usize) -> Reading {
    let text = &reader.text[start..end];
    let mut title = clean(text);
    if title.as_bytes().contains(&b'P')
        && let Some(at) = title.find(" PPV ")
    {
        title.replace_range(at..at + 4, "");
    }
    let country = if reader.so_far().seasons.is_empty() {
        None
    } else {
        [" US", " UK", " AU", " NZ"].iter().find_map(|country| title.strip_suffix(country))
    };
    if let Some(short) = country {
        let short = short.to_owned();
        let (from, to) = trimmed(reader.text, 0, start..end);
        let long = std::mem::replace(&mut title, short);
        reading = reading.at_bytes(Field::AlternativeTitle, from, to).says(Value::AlternativeTitle(long));
    }
    if title.is_empty() {
        return reading;
    }
    let trimmed = text.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '!' | '?' | ')' | '.')).len();
    // A title of signs alone is still where it stands.
    let end = if trimmed == 0 { end } else { start + trimmed };
    reading.at_bytes(Field::Title, start, end).says(Value::Title(title))
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4ff}')
}
