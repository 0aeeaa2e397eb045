//! Stage five: who made the release and what it is called. The group is what stands after the last dash or in the leading
//! bracket; the title is what stands before everything that was recognised.

use crate::{
    calendar,
    name::{Extra, Field},
    reader::Reader,
    token::{Gap, Shape},
};

pub(crate) fn group(reader: &mut Reader<'_>) {
    if let Some(at) = trailing_group(reader) {
        let mut to = at + 1;
        while to < reader.end()
            && reader.is_free(to)
            && reader.gap(to).only(Gap::DOT)
            && reader.gap(at).has(Gap::DASH)
            && !reader.out.episodes.is_empty()
        {
            to += 1;
        }
        let text = &reader.text[reader.tokens[at].start..reader.tokens[to - 1].end];
        reader.out.group = Some(text.to_owned());
        if text.eq_ignore_ascii_case("rarbg") {
            reader.out.site.get_or_insert_with(|| text.to_owned());
        }
        reader.take(Field::Group, at, to);
        return;
    }
    leading_group(reader);
}

/// `…x264-GROUP`, `… - GROUP`, also before `[index]` and the extension.
fn trailing_group(reader: &Reader<'_>) -> Option<usize> {
    let mut end = reader.end();
    while end > 1
        && (reader
            .bracket(end - 1)
            .is_some_and(|b| b.first > 1 && b.end + 1 >= reader.tokens.get(end).map_or(b.end, |t| t.start))
            || reader.mark(end - 1) == Some(Field::Container))
    {
        end = reader.bracket(end - 1).map_or(end - 1, |b| b.first.min(end - 1));
    }
    let last = end.checked_sub(1)?;
    let first = (1..=last).rev().take(2).find(|i| reader.gap(*i).has(Gap::DASH))?;
    let free = (first..=last).all(|i| {
        reader.is_free(i)
            || reader.gap(first).only(Gap::DASH)
                && i == last
                && reader.mark(i) == Some(Field::Language)
                && first == last
    });
    let technical = (0..first).rev().take(1).all(|i| {
        reader.mark(i).is_some_and(|f| {
            !matches!(f, Field::Episode | Field::Season | Field::Site | Field::Group)
                && (!matches!(f, Field::Date | Field::Year) || reader.gap(first).only(Gap::DASH))
        }) || reader.gap(first).only(Gap::DASH) && late(reader, i)
    });
    (free
        && technical
        && reader.bracket(last).is_none()
        && (first == last || reader.gap(last).only(Gap::DOT | Gap::UNDERSCORE)))
    .then_some(first)
}

/// Something technical stands before.
fn late(reader: &Reader<'_>, at: usize) -> bool {
    (0..at).any(|i| matches!(reader.mark(i), Some(Field::Resolution | Field::Quality | Field::Codec)))
}

fn leading_group(reader: &mut Reader<'_>) {
    let Some(bracket) = reader.brackets.first().copied() else { return };
    if !reader.text[..bracket.start].trim().is_empty() || bracket.first != 0 || bracket.round {
        return;
    }
    let free = (bracket.first..bracket.last).all(|i| reader.is_free(i));
    if !free || bracket.last == bracket.first || bracket.end >= reader.text.len() {
        return;
    }
    let text = reader.text[bracket.start..bracket.end].trim_matches(|c: char| "[]{}【】（）()".contains(c)).trim();
    reader.out.group = Some(text.to_owned());
    reader.take(Field::Group, bracket.first, bracket.last);
}

pub(crate) fn title(reader: &mut Reader<'_>) {
    if let Some((start, end)) = bracketed_title(reader).or_else(|| plain_title(reader)) {
        name_it(reader, start, end);
    }
}

/// The text from the first word to the first recognised token.
fn plain_title(reader: &Reader<'_>) -> Option<(usize, usize)> {
    let end = reader.end();
    let mut first = calendar::first_word(reader);
    while first < end && skipped_at_start(reader, first) {
        first += 1;
    }
    let start = reader.tokens.get(first)?.start;
    let mut last = first;
    while last < end {
        let ends = match reader.mark(last) {
            None | Some(Field::Part | Field::Volume) => false,
            Some(Field::Technical) => !reader.lower_is(last, "ppv"),
            Some(Field::Extra) => reader.out.extra != Some(Extra::Movie),
            Some(_) => true,
        };
        if ends {
            break;
        }
        last += 1;
    }
    if last <= first {
        return None;
    }
    let stop = if last < end { reader.tokens[last].start } else { reader.tokens[last - 1].end };
    let mut stop = stop;
    if let Some(bracket) = reader.bracket(last.min(end - 1)).filter(|b| b.first > first && b.start < stop && last < end)
    {
        stop = bracket.start;
    }
    Some((start, stop))
}

/// An episode number, a year or a site that stands before the title.
fn skipped_at_start(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.mark(at), Some(Field::Episode | Field::Site | Field::Year | Field::Season | Field::Group))
}

/// `[Group][中文][English Title][01][1080p]`: the title is a bracket of its own, the Latin one if there are several.
fn bracketed_title(reader: &Reader<'_>) -> Option<(usize, usize)> {
    let first = calendar::first_word(reader);
    let outside = (0..reader.end()).any(|i| {
        reader.bracket(i).is_none()
            && !matches!(reader.mark(i), Some(Field::Episode | Field::Season | Field::Site))
            && reader.shape(i) != Some(Shape::Cjk)
    });
    if outside || first > 0 && reader.bracket(first).is_none() && reader.mark(first).is_none() {
        return None;
    }
    let mut best = None;
    for bracket in reader.brackets.iter().filter(|b| b.last > b.first && b.first > 0).take(16) {
        let free = (bracket.first..bracket.last).all(|i| reader.is_free(i));
        if !free {
            if best.is_some_and(|(_, latin)| latin) {
                break;
            }
            continue;
        }
        let latin = (bracket.first..bracket.last).any(|i| reader.shape(i) == Some(Shape::Word));
        let range = (reader.tokens[bracket.first].start, reader.tokens[bracket.last - 1].end);
        match best {
            None => best = Some((range, latin)),
            Some((_, false)) if latin => best = Some((range, latin)),
            _ => {}
        }
    }
    best.map(|(range, _)| range)
}

/// Cleans the text, splits `Название / Title`, and prefers the Latin half.
fn name_it(reader: &mut Reader<'_>, start: usize, end: usize) {
    let mut raw = &reader.text[start..end];
    let foreign = |text: &str| text.chars().any(|c| is_cjk(c) || is_cyrillic(c));
    if raw.contains(" / ") && foreign(raw) {
        raw = raw.find('(').filter(|at| *at > 0).map_or(raw, |at| &raw[..at]);
    }
    let end = start + raw.len();
    let mut halves: Vec<(usize, &str)> = Vec::new();
    let mut offset = start;
    for piece in raw.split(" / ").flat_map(|p| p.split(" | ")) {
        halves.push((offset, piece));
        offset += piece.len() + 3;
    }
    if halves.len() == 1 && raw.contains('/') && raw.chars().any(is_cjk) {
        halves.clear();
        offset = start;
        for piece in raw.split('/') {
            halves.push((offset, piece));
            offset += piece.len() + 1;
        }
    }
    let native = halves.iter().any(|(_, h)| foreign(h));
    if halves.len() > 1 && native {
        let latin: Vec<_> = halves
            .iter()
            .filter(|(_, h)| h.chars().any(|c| c.is_ascii_alphabetic()) && !h.chars().any(is_cyrillic))
            .copied()
            .collect();
        if let (Some(from), Some(to)) = (latin.first(), latin.last()) {
            let (from, to) = (from.0, to.0 + to.1.len());
            let others: Vec<String> = halves
                .iter()
                .filter(|(o, _)| *o < from || *o >= to)
                .map(|(_, h)| clean(h))
                .filter(|h| !h.is_empty())
                .collect();
            reader.out.alternative_titles = others;
            return set(reader, from, to);
        }
    }
    if native && halves.len() == 1 {
        if let Some((from, to)) = latin_part(raw) {
            let other = clean(&format!("{} {}", &raw[..from], &raw[to..]));
            if !other.is_empty() {
                reader.out.alternative_titles.push(other);
            }
            return set(reader, start + from, start + to);
        }
    } else if halves.len() > 1 {
        reader.out.alternative_titles = halves.iter().map(|(_, h)| clean(h)).filter(|h| !h.is_empty()).collect();
    }
    set(reader, start, end);
}

/// The Latin run of a title that is otherwise in another script, if it is a title of its own.
fn latin_part(raw: &str) -> Option<(usize, usize)> {
    let foreign = |c: char| is_cjk(c) || is_cyrillic(c);
    let after = raw.char_indices().rfind(|(_, c)| foreign(*c)).map(|(i, c)| i + c.len_utf8())?;
    let tail = raw.get(after..)?;
    let lead = tail.find(|c: char| c.is_alphanumeric())?;
    let letters = tail.chars().filter(char::is_ascii_alphabetic).count();
    if letters < 3 {
        return None;
    }
    let separated = tail[..lead].chars().any(|c| !c.is_alphanumeric());
    let enclosed = tail[..lead].ends_with('(');
    let end = if enclosed { tail.find(')').unwrap_or(tail.len()) } else { tail.len() };
    separated.then_some((after + lead, after + end))
}

fn set(reader: &mut Reader<'_>, start: usize, end: usize) {
    let mut title = clean(&reader.text[start..end]);
    if let Some(at) = title.find(" PPV ") {
        title.replace_range(at..at + 4, "");
    }
    let country = title.rsplit_once(' ').filter(|(_, last)| matches!(*last, "US" | "UK" | "AU" | "NZ"));
    if let Some((short, _)) = country.filter(|_| !reader.out.seasons.is_empty()) {
        let short = short.to_owned();
        reader.out.alternative_titles.push(std::mem::replace(&mut title, short));
    }
    if !title.is_empty() {
        reader.out.title = title;
        let trimmed = reader.text[start..end]
            .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '!' | '?' | ')' | '.'))
            .len();
        reader.span(Field::Title, start, start + trimmed);
    }
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}')
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4ff}')
}

/// Dots and underscores become spaces where they stand for them; separators and open brackets at the ends go.
fn clean(raw: &str) -> String {
    let spaced = raw.trim().contains(' ') && !raw.contains('_');
    let mut text = String::with_capacity(raw.len());
    for c in raw.chars() {
        let c = match c {
            '.' if !spaced => ' ',
            '_' | '\u{3000}' | '\t' => ' ',
            c => c,
        };
        if c != ' ' || !text.ends_with(' ') {
            text.push(c);
        }
    }
    drop_unclosed(&mut text);
    loop {
        let before = text.len();
        let trimmed = text
            .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '¡' | '¿' | '\'' | '"' | '#'))
            .trim_end_matches(|c: char| {
                matches!(
                    c,
                    ' ' | '-'
                        | '–'
                        | '—'
                        | '['
                        | '('
                        | '{'
                        | '/'
                        | '|'
                        | ','
                        | ':'
                        | '~'
                        | '+'
                        | '★'
                        | '*'
                        | '【'
                        | '_'
                        | '<'
                        | '='
                        | '#'
                )
            })
            .to_owned();
        text = trimmed;
        if text.ends_with("()") || text.ends_with("[]") {
            text.truncate(text.len() - 2);
        }
        if text.len() == before {
            break;
        }
    }
    if !spaced || text.ends_with(" .") {
        text.truncate(text.trim_end_matches(['.', ' ']).len());
    }
    text
}

/// Removes opening brackets that nothing closes.
fn drop_unclosed(text: &mut String) {
    let mut closed = [0_usize; 2];
    let mut keep = vec![true; text.len()];
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' => closed[0] += 1,
            ']' => closed[1] += 1,
            '(' | '[' => {
                let kind = usize::from(c == '[');
                keep[at] = closed[kind] > 0;
                closed[kind] = closed[kind].saturating_sub(1);
            }
            _ => {}
        }
    }
    let mut at = 0;
    text.retain(|c| {
        let kept = keep[at];
        at += c.len_utf8();
        kept
    });
}
