//! A title in a bracket of its own.

use crate::{
    name::Field,
    reader::Reader,
    token::{Bracket, Shape},
};

/// `[Group][中文][English Title][01][1080p]`: the title is a bracket of its own, the Latin one if there are several.
pub(super) fn bracketed_title(reader: &Reader<'_>) -> Option<(usize, usize)> {
    let first = reader.first_word();
    let outside = (0..reader.end()).any(|i| {
        reader.bracket(i).is_none()
            && !matches!(reader.mark(i), Some(Field::Episode | Field::Season | Field::Site))
            && reader.shape(i) != Some(Shape::Cjk)
            && !is_month(reader, i)
    });
    let lead = reader.brackets.first().map_or("", |bracket| &reader.text[..bracket.start]);
    let titled = lead.chars().any(is_cjk) && !lead.contains("新番");
    let loose =
        first > 0 && reader.bracket(first).is_none() && reader.mark(first).is_none() && !is_month(reader, first);
    if outside || titled || loose {
        return None;
    }
    let mut best = None;
    for bracket in reader.brackets.iter().filter(|b| b.last > b.first && b.first > 0 && !is_when(reader, b)).take(16) {
        let Some(last) = title_end(reader, bracket.first, bracket.last) else {
            if best.is_some_and(|(_, latin)| latin) {
                break;
            }
            continue;
        };
        let latin = (bracket.first..last).any(|i| reader.shape(i) == Some(Shape::Word));
        let end = reader.tokens[last - 1].end;
        let signs = reader.text[end..].bytes().take_while(|byte| matches!(byte, b'!' | b'?')).count();
        let range = (reader.tokens[bracket.first].start, end + signs);
        match best {
            None => best = Some((range, latin)),
            Some((_, false)) if latin => best = Some((range, latin)),
            _ => {}
        }
    }
    best.map(|(range, _)| range).or_else(|| title_alone(reader))
}

/// `[The Blue Meadow][02][1080p]`: in the first bracket, which no group took.
fn title_alone(reader: &Reader<'_>) -> Option<(usize, usize)> {
    let bracket = reader.brackets.first().filter(|b| b.first == 0 && reader.all_free(b.first, b.last))?;
    (bracket.last > 2).then(|| (reader.tokens[0].start, reader.tokens[bracket.last - 1].end))
}

/// `[7月新番]`, `[22年日剧]`: when it began to air, and what it is.
fn is_when(reader: &Reader<'_>, bracket: &Bracket) -> bool {
    let Some(text) = reader.text.get(bracket.start..bracket.end) else { return false };
    let season = text.contains("新番") && text.contains('月');
    let year = text.trim_start_matches(['[', '【', '★']).trim_start_matches(|c: char| c.is_ascii_digit());
    let kind =
        year.strip_prefix('年').is_some_and(|kind| kind.trim_end_matches([']', '】']).ends_with(['剧', '劇', '番']));
    season || kind
}

/// 7 in `★7月新番`.
fn is_month(reader: &Reader<'_>, at: usize) -> bool {
    reader.shape(at) == Some(Shape::Digits) && reader.text[reader.tokens[at].end..].starts_with("月新番")
}

/// One past the last token of the title in a bracket that holds it alone, or with its season: `[Title S2]`.
fn title_end(reader: &Reader<'_>, first: usize, last: usize) -> Option<usize> {
    let end = (first..last).find(|at| !reader.is_free(*at)).unwrap_or(last);
    let seasons = (end..last).all(|at| matches!(reader.mark(at), Some(Field::Season | Field::Part)));
    (end > first && seasons).then_some(end)
}

pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}')
}
