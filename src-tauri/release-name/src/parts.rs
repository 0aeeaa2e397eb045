//! Pieces: `Part 2`, `pt1`, `CD1` of a film or short series, `Vol. 3` of a collection, and what stands beside an episode.

use crate::{
    bare::closes,
    name::{Extra, Field, Marking},
    number,
    reader::Reader,
    token::{Gap, Shape},
};

/// `Part 2` names the episode of a short series when a broadcast source follows at once.
pub(crate) fn mini_series_part(reader: &mut Reader<'_>) {
    let (Some(part), Some(span)) = (reader.out.part, reader.out.span(Field::Part)) else { return };
    let broadcast = matches!(reader.out.quality, Some("HDTV" | "PDTV" | "DSRip" | "TVRip" | "SATRip"));
    let next = (0..reader.end()).find(|i| reader.tokens[*i].start >= span.end);
    let followed = next.is_some_and(|i| reader.mark(i).is_some_and(|f| f != Field::Year));
    if broadcast && followed && reader.out.date.is_none() && reader.out.seasons.is_empty() {
        reader.out.episodes = vec![part];
        reader.out.marking = Marking::Bare;
        let tokens = |edge: usize| reader.tokens.iter().position(|t| t.start == edge);
        if let Some(from) = tokens(span.start) {
            let to = (from..reader.end()).find(|i| reader.tokens[*i].start >= span.end).unwrap_or(reader.end());
            reader.take(Field::Episode, from, to);
        }
    }
}

/// ` - 05 (S02E05)`: the number before a season and episode in a bracket of their own counts through.
fn before_bracket(reader: &mut Reader<'_>) {
    let Some(at) = (2..reader.end()).find(|i| reader.mark(*i) == Some(Field::Episode)) else { return };
    if reader.out.marking != Marking::Full || !reader.opens_bracket(at) || !reader.gap(at - 1).is_break() {
        return;
    }
    if let Some(value) = reader.free_number(at - 1).filter(|v| !number::is_year(*v) && reader.out.absolute.is_empty()) {
        reader.out.absolute = vec![value];
        reader.take(Field::Absolute, at - 1, at);
    }
}

/// `[Grp] Title Movie - Its Name`: a film among a series' files. The word stays in the title.
pub(crate) fn film_beside(reader: &mut Reader<'_>) {
    let leading = reader.brackets.first().is_some_and(|b| b.first == 0 && b.last > 0 && b.start == 0);
    if !leading || reader.out.extra.is_some() || !reader.out.is_unnumbered() {
        return;
    }
    let found = (1..reader.end()).find(|i| {
        let ends = reader.gap(i + 1).is_break() || reader.opens_bracket(i + 1) || reader.mark(i + 1).is_some();
        reader.is_free(*i) && matches!(reader.word(*i), "movie" | "gekijouban") && ends
    });
    if let Some(at) = found {
        reader.out.extra = Some(Extra::Movie);
        reader.span(Field::Extra, reader.tokens[at].start, reader.tokens[at].end);
    }
}

/// Versions and running numbers beside the episode: `[v2]`, `(227)`, `S10E14 214`.
pub(crate) fn beside(reader: &mut Reader<'_>) {
    before_bracket(reader);
    for at in 0..reader.end() {
        let word = reader.word(at);
        if reader.out.version.is_none()
            && reader.is_free(at)
            && let Some(version) = word.strip_prefix('v').and_then(number::value).filter(|v| *v < 10 && word.len() == 2)
            && at > 0
            && (reader.mark(at - 1) == Some(Field::Episode)
                || reader.opens_bracket(at)
                || !reader.out.episodes.is_empty())
        {
            reader.out.version = Some(version);
            reader.take(Field::Version, at, at + 1);
            continue;
        }
        let after = at > 0 && reader.mark(at - 1) == Some(Field::Episode) && reader.shape(at) == Some(Shape::Digits);
        if after && reader.out.absolute.is_empty() && !reader.out.episodes.is_empty() {
            let enclosed = reader.opens_bracket(at);
            let closing = closes(reader, at + 1) && reader.gap(at).only(Gap::SPACE);
            let Some(value) = reader.free_number(at).filter(|v| !number::is_year(*v) && !number::is_height(*v)) else {
                continue;
            };
            if (enclosed || closing) && reader.raw(at).len() >= 2 {
                let last = reader
                    .free_number(at + 1)
                    .filter(|l| *l > value && *l < value + 50 && reader.gap(at + 1).only(Gap::DASH));
                reader.out.absolute = (value..=last.unwrap_or(value)).collect();
                let to = at + 1 + usize::from(last.is_some());
                reader.take(Field::Absolute, at, to);
            }
        }
    }
}

/// `Part 2`, `pt1`, `CD1`, `Vol. 3`: pieces of a film or volumes of a series.
pub(crate) fn parts(reader: &mut Reader<'_>) {
    let end = reader.end();
    for at in 0..end {
        if !reader.is_free(at) {
            continue;
        }
        let word = reader.word(at);
        let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let field = match stem {
            "part" | "pt" | "cd" | "disc" | "disk" | "parte" | "partie" | "teil" | "часть" => Field::Part,
            "vol" | "volume" | "vols" | "volumes" | "том" => Field::Volume,
            _ => continue,
        };
        let (value, to) = match number::value(&word[stem.len()..]) {
            Some(value) => (value, at + 1),
            None if stem.len() == word.len() && reader.gap(at + 1).joins() => {
                let next = reader.word(at + 1);
                let digits = number::leading(next)
                    .filter(|(_, used)| next[*used..].is_empty() || next[*used..].starts_with('v'))
                    .map(|(v, _)| v);
                let Some(value) = digits.or_else(|| number::word(next)).or_else(|| number::roman(next)) else {
                    continue;
                };
                if !reader.is_free(at + 1) || value > 99 {
                    continue;
                }
                (value, at + 2)
            }
            None => continue,
        };
        if field == Field::Volume {
            let last = reader.free_number(to).filter(|l| *l > value && *l < 100 && reader.gap(to).only(Gap::DASH));
            reader.out.volumes.extend(value..=last.unwrap_or(value));
            reader.take(field, at, to + usize::from(last.is_some()));
        } else {
            reader.out.part.get_or_insert(value);
            reader.take(field, at, to);
        }
    }
}
