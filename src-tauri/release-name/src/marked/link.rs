//! What joins the numbers of one statement: ranges and lists after an episode, and the total it is a part of.

use super::full::{read_crossed, read_full};
use crate::{number, reader::Reader, token::Gap};

/// Adds a number; with `through`, everything between the last one and it.
pub(super) fn extend(list: &mut Vec<u32>, number: u32, through: bool) {
    let from = match list.last() {
        Some(before) if through && number > *before && number - before <= 2000 && list.len() < 5000 => before + 1,
        _ => number,
    };
    list.extend(from..=number);
}

/// What joins two numbers of one statement.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    Through,
    And,
}

pub(super) fn link(gap: Gap) -> Option<Link> {
    if gap.only(Gap::DASH) || gap.only(Gap::TILDE) || (gap.has(Gap::TILDE) && gap.only(Gap::TILDE | Gap::SPACE)) {
        return Some(Link::Through);
    }
    (gap.has(Gap::AND | Gap::PLUS | Gap::COMMA) && gap.only(Gap::AND | Gap::PLUS | Gap::COMMA | Gap::SPACE | Gap::DOT))
        .then_some(Link::And)
}

pub(super) fn linking_word(word: &str) -> Option<Link> {
    match word {
        "to" | "à" | "a" | "ao" | "bis" | "thru" | "through" | "по" | "tot" => Some(Link::Through),
        "and" | "en" | "et" | "y" | "e" | "und" | "и" => Some(Link::And),
        _ => None,
    }
}

/// Follows `-E03`, `-03`, `e02`, `& S01E03`, `+02`, `_02`, `.2x05` after an episode; one past the last token used.
pub(super) fn continued(reader: &mut Reader<'_>, mut at: usize, season: Option<u32>) -> usize {
    let end = reader.end();
    while at < end && reader.is_free(at) {
        let gap = reader.gap(at);
        if gap.has(Gap::OPEN | Gap::CLOSE | Gap::BAR) {
            break;
        }
        let word = reader.word(at);
        let last = reader.out.episodes.last().copied().unwrap_or(0);
        let again = season.and_then(|season| {
            let found = read_full(word).filter(|f| word.starts_with('s') && f.season == season).map(|f| f.episodes);
            found.or_else(|| read_crossed(word).filter(|(s, _)| *s == season).map(|(_, e)| e))
        });
        if let Some(episodes) = again {
            let through = gap.only(Gap::DASH);
            for episode in episodes {
                extend(&mut reader.out.episodes, episode, through);
            }
            at += 1;
            continue;
        }
        let marked = word.strip_prefix("ep").or_else(|| word.strip_prefix(['e', 'x'])).and_then(number::value);
        if let Some(number) = marked {
            if number <= last && gap.is_break() {
                break;
            }
            extend(&mut reader.out.episodes, number, gap.has(Gap::DASH | Gap::TILDE));
            at += 1;
            continue;
        }
        if let Some(link) = linking_word(word) {
            let next = reader.word(at + 1);
            let number = next.strip_prefix(['e', 'x']).unwrap_or(next);
            if let Some(number) = number::value(number).filter(|n| *n > last && !number::is_year(*n)) {
                let spaced = reader.gap(at + 1).only(Gap::SPACE) && gap.only(Gap::SPACE);
                if spaced && (link == Link::Through || number == last + 1) {
                    extend(&mut reader.out.episodes, number, link == Link::Through);
                    at += 2;
                    continue;
                }
            }
            break;
        }
        let Some((number, used)) =
            number::leading(word).filter(|(n, _)| *n > last && !number::is_height(*n) && *n < 5000)
        else {
            break;
        };
        let tail = &word[used..];
        let total = tail.strip_prefix("of").is_some();
        if !(tail.is_empty() || total || tail.strip_prefix('v').is_some_and(|v| number::value(v).is_some())) {
            break;
        }
        let link = match link(gap) {
            None if gap.only(Gap::UNDERSCORE) && number == last + 1 && used > 1 => Link::And,
            None => break,
            Some(Link::And) if number > last + 50 => break,
            Some(link) => link,
        };
        if number::is_year(number) && last < 1000 {
            break;
        }
        extend(&mut reader.out.episodes, number, link == Link::Through);
        at += 1;
    }
    total(reader, at)
}

/// `of 24`: the whole season where the range is all of it.
pub(super) fn total(reader: &mut Reader<'_>, at: usize) -> usize {
    if !matches!(reader.word(at), "of" | "из" | "von" | "iz") || reader.gap(at).has(Gap::OPEN | Gap::CLOSE) {
        return at;
    }
    let next = reader.word(at + 1);
    let Some(count) = number::value(next).or_else(|| (next == "xx").then_some(0)) else { return at };
    let strict = reader.lower_is(at, "of");
    let out = &mut reader.out;
    if strict && out.episodes.len() > 1 && out.episodes.first() == Some(&1) && out.episodes.last() == Some(&count) {
        out.episodes.clear();
        out.complete = true;
    }
    at + 2
}
