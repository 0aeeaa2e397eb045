//! Where each part of a number's token stands: `S02E05v2` states a season, an episode and a version. Owns the cutting of
//! spans only; what the numbers are is settled before.

use std::ops::Range;

use crate::name::{Field, Marking, ReleaseName, Span};

/// Cuts the span of the episode in the text, which `lower` is in lowercase.
pub(crate) fn cut(name: &mut ReleaseName, lower: &str) {
    let Some(at) = name.spans.iter().position(|s| s.field == Field::Episode) else { return };
    let Range { mut start, mut end } = name.spans[at].range();
    let text = lower.get(start..end).unwrap_or("");
    let version = name.version.filter(|_| name.span(Field::Version).is_none()).and_then(|_| version_at(text));
    let season = match name.marking {
        Marking::Full => season_in(text),
        Marking::Compact => text.bytes().all(|b| b.is_ascii_digit()).then(|| text.len() - 2).map(|to| (0, to, to)),
        Marking::None | Marking::Bare | Marking::Episode => None,
    };
    if let Some((from, to)) = version {
        name.spans.push(Span::new(Field::Version, start + from..start + to));
        // Words after the version, as in `12v2 END`, stay with the number they followed.
        if to == end - start {
            end = start + from;
        }
    }
    if let Some((from, to, episode)) = season.filter(|(from, to, episode)| from < to && start + episode < end) {
        name.spans.push(Span::new(Field::Season, start + from..start + to));
        start += episode;
    }
    name.spans[at] = Span::new(Field::Episode, start..end);
}

/// Where `v2` stands, after a digit.
fn version_at(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let at = (1..bytes.len()).find(|i| {
        bytes[*i] == b'v' && bytes[i - 1].is_ascii_digit() && bytes.get(i + 1).is_some_and(u8::is_ascii_digit)
    })?;
    let digits = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
    Some((at, at + 1 + digits))
}

/// The season in `s02e05` and `2x05`: where it begins and ends, and where the episode begins.
fn season_in(text: &str) -> Option<(usize, usize, usize)> {
    let bytes = text.as_bytes();
    let mark = (1..bytes.len()).find(|i| {
        matches!(bytes[*i], b'e' | b'x')
            && matches!(bytes[i - 1], b'0'..=b'9' | b'o')
            && bytes.get(i + 1).is_some_and(|b| b.is_ascii_digit() || matches!(b, b'p' | b'e' | b'o'))
    })?;
    let digits = bytes[..mark].iter().rev().take_while(|b| matches!(b, b'0'..=b'9' | b'o')).count();
    let first = mark - digits;
    let from = first - usize::from(first > 0 && matches!(bytes[first - 1], b's' | b't'));
    Some((from, mark, mark + usize::from(bytes[mark] == b'x')))
}
