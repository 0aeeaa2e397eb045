//! What the release is called: what stands before everything that was recognised.

use crate::{
    calendar,
    name::{Extra, Field},
    reader::Reader,
    token::Shape,
};

pub(crate) fn title(reader: &mut Reader<'_>) {
    if let Some((start, end)) = bracketed_title(reader).or_else(|| plain_title(reader)) {
        let end = before_signs(reader, start, end);
        if start < end {
            name_it(reader, start, end);
        }
    }
}

/// A title written without spaces ends where the sign of a season or episode begins: `蓝色草地第二季`.
fn before_signs(reader: &Reader<'_>, start: usize, end: usize) -> usize {
    // Before a bar or slash it ends one title of several, which the parting of them sees to.
    let last = reader.text[start..end].rfind(['/', '|']).map_or(start, |at| start + at);
    reader
        .out
        .spans
        .iter()
        .filter(|s| matches!(s.field, Field::Season | Field::Episode | Field::Complete) && s.start >= last)
        .filter(|s| reader.text[s.start..].starts_with(is_cjk))
        .fold(end, |end, s| end.min(s.start))
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
    let after_extra = first > 0 && reader.mark(first - 1) == Some(Field::Extra);
    if last <= first || after_extra && (first..last).all(|i| reader.shape(i) == Some(Shape::Digits)) {
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
    match reader.mark(at) {
        Some(Field::Episode | Field::Site | Field::Year | Field::Season | Field::Group | Field::Date) => true,
        Some(Field::Extra) => reader.out.extra.is_some_and(|e| matches!(e, Extra::Sample | Extra::Featurette)),
        _ => false,
    }
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
    let foreign = |text: &str| !text.is_ascii() && text.chars().any(|c| is_cjk(c) || is_cyrillic(c));
    let mut start = start;
    if let Some(at) = (!raw.is_ascii()).then(|| raw.find("新番")).flatten() {
        // 04月新番, the month a show began, stands before its title.
        let after = at + "新番".len();
        let after = after + raw[after..].find(char::is_alphanumeric).unwrap_or(raw.len() - after);
        raw = &raw[after..];
        start += after;
    }
    let bare = reader.out.spans.iter().all(|s| s.field == Field::Container);
    if let Some(at) = bare.then(|| raw.find(" _ ")).flatten().filter(|at| *at > 0) {
        // What a file system cannot hold becomes an underscore: in the name of a clip, the bar before its channel.
        raw = &raw[..at];
    }
    if foreign(raw) && raw.contains(" / ") {
        raw = raw.find('(').filter(|at| *at > 0).map_or(raw, |at| &raw[..at]);
    }
    let end = start + raw.len();
    let mut halves: Vec<(usize, &str)> = Vec::new();
    let mut offset = start;
    if raw.contains(['/', '|']) {
        for piece in raw.split(" / ").flat_map(|p| p.split(" | ")) {
            halves.push((offset, piece));
            offset += piece.len() + 3;
        }
    } else {
        halves.push((offset, raw));
    }
    if halves.len() == 1 && raw.contains('/') && !raw.is_ascii() && raw.chars().any(is_cjk) {
        halves.clear();
        offset = start;
        for piece in raw.split('/') {
            halves.push((offset, piece));
            offset += piece.len() + 1;
        }
    }
    let native = halves.iter().any(|(_, h)| foreign(h));
    if halves.len() > 1 && native {
        let mut latin: Vec<_> = halves
            .iter()
            .filter(|(_, h)| h.chars().any(|c| c.is_ascii_alphabetic()) && !h.chars().any(is_cyrillic))
            .copied()
            .collect();
        if latin.iter().any(|(_, h)| !foreign(h)) {
            latin.retain(|(_, h)| !foreign(h));
        }
        if let (Some(from), Some(to)) = (latin.first(), latin.last()) {
            let (from, to) = (from.0, to.0 + to.1.len());
            for (offset, half) in halves.iter().filter(|(o, _)| *o < from || *o >= to) {
                alternative(reader, *offset, without_sign(half));
            }
            return set(reader, from, to);
        }
    }
    if native && halves.len() == 1 {
        if let Some((from, to)) = latin_part(raw) {
            let other = clean(&format!("{} {}", &raw[..from], &raw[to..]));
            if !other.is_empty() {
                reader.out.alternative_titles.push(other);
                let (start, end) = trimmed(raw, start, 0..from);
                reader.span(Field::AlternativeTitle, start, end);
            }
            return set(reader, start + from, start + to);
        }
    } else if halves.len() > 1 {
        for (offset, half) in halves {
            alternative(reader, offset, half);
        }
    }
    set(reader, start, end);
}

/// Another title, which stands at `offset`.
fn alternative(reader: &mut Reader<'_>, offset: usize, text: &str) {
    let (start, end) = trimmed(text, offset, 0..text.len());
    // Signs alone are no title.
    if start < end {
        reader.out.alternative_titles.push(clean(text));
        reader.span(Field::AlternativeTitle, start, end);
    }
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
    let closing = tail[lead..].find(')').filter(|_| enclosed);
    let end = closing.map_or(tail.len(), |at| lead + at);
    separated.then_some((after + lead, after + end))
}

fn set(reader: &mut Reader<'_>, start: usize, end: usize) {
    let mut title = clean(&reader.text[start..end]);
    if let Some(at) = title.find('P').and_then(|_| title.find(" PPV ")) {
        title.replace_range(at..at + 4, "");
    }
    let country = title.rsplit_once(' ').filter(|(_, last)| matches!(*last, "US" | "UK" | "AU" | "NZ"));
    if let Some((short, _)) = country.filter(|_| !reader.out.seasons.is_empty()) {
        let short = short.to_owned();
        reader.out.alternative_titles.push(std::mem::replace(&mut title, short));
        let (from, to) = trimmed(reader.text, 0, start..end);
        reader.span(Field::AlternativeTitle, from, to);
    }
    if !title.is_empty() {
        reader.out.title = title;
        let trimmed = reader.text[start..end]
            .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '!' | '?' | ')' | '.'))
            .len();
        // A title of signs alone is still where it stands.
        let end = if trimmed == 0 { end } else { start + trimmed };
        reader.span(Field::Title, start, end);
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
    let mut view = text.as_str();
    let mut left = 0;
    loop {
        let before = view.len();
        view =
            view.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '¡' | '¿' | '\'' | '"' | '#'));
        left += before - view.len();
        view = view.trim_end_matches(|c: char| c == ' ' || "-–—[({/|,:~+★*【_<=#".contains(c));
        view = view.strip_suffix("()").or_else(|| view.strip_suffix("[]")).unwrap_or(view);
        if view.len() == before {
            break;
        }
    }
    let right = left + view.len();
    text.truncate(right);
    text.drain(..left);
    let abbreviated = text.rsplit(' ').next().is_some_and(|last| {
        let letters = last.trim_end_matches('.');
        letters.contains('.') || letters.chars().count() < 4 || last.ends_with("..")
    });
    if !spaced || text.ends_with(" .") || !abbreviated {
        text.truncate(text.trim_end_matches(['.', ' ']).len());
    }
    text
}

/// Removes opening brackets that nothing closes, and closing ones that nothing opened.
fn drop_unclosed(text: &mut String) {
    if !text.bytes().any(|b| matches!(b, b'(' | b')' | b'[' | b']')) {
        return;
    }
    let mut open = [0_usize; 2];
    text.retain(|c| match c {
        '(' | '[' => {
            open[usize::from(c == '[')] += 1;
            true
        }
        ')' | ']' => {
            let kind = usize::from(c == ']');
            let opened = open[kind] > 0;
            open[kind] = open[kind].saturating_sub(1);
            opened
        }
        _ => true,
    });
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
