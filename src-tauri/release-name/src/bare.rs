//! Stage four: numbers without any word. Each free number gets points for how it stands (after a dash, alone in a bracket,
//! before the technical words, zero-padded, …); the best one over a threshold is the episode.

use crate::{
    calendar,
    name::{Field, Marking},
    number, parts,
    reader::Reader,
    token::{Gap, Shape},
};

/// Fewer points than this, and the number belongs to the title.
const THRESHOLD: i32 = 15;

struct Candidate {
    from: usize,
    to: usize,
    points: i32,
    episodes: Vec<u32>,
    fraction: Option<(u32, u32)>,
    version: Option<u32>,
    segment: Option<char>,
    season: Option<u32>,
    compact: bool,
}

pub(crate) fn episode(reader: &mut Reader<'_>) {
    if matches!(reader.out.marking, Marking::Full | Marking::Episode)
        || reader.out.fraction.is_some()
        || is_event(reader)
    {
        parts::beside(reader);
        return;
    }
    let start = calendar::first_word(reader);
    let mut best: Option<Candidate> = None;
    let mut at = 0;
    while at < reader.end() {
        let Some(mut candidate) = read(reader, at) else {
            at += 1;
            continue;
        };
        weigh(reader, &mut candidate, start);
        at = candidate.to;
        if candidate.points >= THRESHOLD && best.as_ref().is_none_or(|b| candidate.points > b.points) {
            best = Some(candidate);
        }
    }
    if let Some(found) = best {
        settle(reader, found);
    } else {
        parts::mini_series_part(reader);
    }
    parts::film_beside(reader);
    parts::beside(reader);
}

/// Fights and matches are counted in their titles.
fn is_event(reader: &Reader<'_>) -> bool {
    reader.out.date.is_some() && reader.out.seasons.is_empty() || (0..reader.end()).any(|i| reader.word(i) == "ppv")
}

/// Reads a number, a range, a decimal or a list at `at`.
fn read(reader: &Reader<'_>, at: usize) -> Option<Candidate> {
    if !reader.is_free(at) {
        return None;
    }
    let word = reader.word(at);
    let (first, used) = number::leading(word)?;
    let tail = &word[used..];
    let version = tail.strip_prefix('v').and_then(number::value);
    let segment = tail.chars().next().filter(|c| tail.len() == 1 && matches!(c, 'a'..='d'));
    let width = word[..used].chars().count();
    let second =
        at > 0 && reader.gap(at).only(Gap::DOT) && reader.free_number(at - 1).is_some() && reader.raw(at - 1).len() < 3;
    let second = second && (reader.form.spaced || !word.starts_with('0'));
    if width > 4
        || second
        || (first == 0 && width == 1 && !(reader.gap(at + 1).only(Gap::DOT) && reader.raw(at + 1).len() == 2))
        || !(matches!(tail, "" | "end" | "fin") || version.is_some() || segment.is_some())
    {
        return None;
    }
    let mut found = Candidate {
        from: at,
        to: at + 1,
        points: 0,
        episodes: vec![first],
        fraction: None,
        version,
        segment,
        season: None,
        compact: false,
    };
    if is_unit(reader, at + 1) {
        return None;
    }
    if let Some(episode) = season_and_episode(reader, at, first) {
        found.season = Some(first);
        found.episodes = vec![episode];
        found.to = at + 2;
        return Some(found);
    }
    if segment.is_none() {
        range(reader, &mut found, first, width);
    }
    if found.to == at + 1 && tail.is_empty() && reader.gap(at + 1).only(Gap::DOT) && reader.is_free(at + 1) {
        dotted(reader, &mut found, first);
    }
    if first == 0 && width == 1 && found.season.is_none() {
        return None;
    }
    if matches!(reader.word(found.to), "end" | "fin")
        && reader.gap(found.to).only(Gap::SPACE)
        && closes(reader, found.to + 1)
    {
        found.to += 1;
    }
    Some(found)
}

/// What after a number makes it an amount: `100%`, `10月`, `3 movies`.
fn is_unit(reader: &Reader<'_>, at: usize) -> bool {
    let gap = reader.gap(at);
    if gap.is_empty() && reader.shape(at) == Some(Shape::Cjk) && !is_ending(reader, at) {
        return true;
    }
    if reader.text[reader.tokens[at - 1].end..].starts_with('%') {
        return true;
    }
    gap.only(Gap::SPACE | Gap::DOT | Gap::DASH | Gap::UNDERSCORE)
        && !gap.is_break()
        && matches!(
            reader.word(at),
            "movies"
                | "movie"
                | "films"
                | "seasons"
                | "nen"
                | "sai"
                | "gb"
                | "mb"
                | "kbps"
                | "fps"
                | "bit"
                | "in"
                | "episodes"
                | "film"
        )
}

/// `4-13 Title`, `Title 03-20.mkv`, `Title-01_13`: two numbers that are no range.
fn season_and_episode(reader: &Reader<'_>, at: usize, first: u32) -> Option<u32> {
    let second = reader.free_number(at + 1).filter(|_| reader.raw(at + 1).len() == 2 && (1..40).contains(&first))?;
    let gap = reader.gap(at + 1);
    let more = matches!(reader.shape(at + 2), Some(Shape::Digits)) && !reader.gap(at + 2).has(Gap::OPEN);
    if more || reader.bracket(at).is_some() {
        return None;
    }
    let dashed = gap.only(Gap::DASH) && second > first + 1;
    let opening = at == 0 && dashed && !closes(reader, at + 2) && reader.gap(at + 2).only(Gap::SPACE);
    let closing = at > 0
        && dashed
        && first > 1
        && reader.raw(at).starts_with('0')
        && at + 2 == reader.end()
        && reader.is_file
        && reader.gap(at).only(Gap::SPACE);
    let lone =
        gap.only(Gap::UNDERSCORE) && reader.raw(at).len() == 2 && reader.form.underscores == 1 && !reader.form.spaced;
    (opening || closing || lone).then_some(second)
}

/// `01-12`, `01 ~ 12`, `003-004`, `1-2-3`, `493-498 & 500-507`.
fn range(reader: &Reader<'_>, found: &mut Candidate, first: u32, width: usize) {
    let mut at = found.to;
    let mut last = first;
    while let Some(next) = reader.is_free(at).then(|| number::leading(reader.word(at))).flatten() {
        let gap = reader.gap(at);
        let (value, used) = next;
        let tail = &reader.word(at)[used..];
        let version = tail.strip_prefix('v').is_some_and(|v| number::value(v).is_some());
        let ended = version || matches!(tail, "" | "end" | "fin" | "tv");
        if value <= last || used > 4 || !ended || value - last > 2000 {
            break;
        }
        if number::is_year(value) && number::is_year(last) {
            break;
        }
        let tight = gap.only(Gap::DASH) || gap.has(Gap::TILDE) && gap.only(Gap::TILDE | Gap::SPACE);
        let padded = reader.raw(found.from).starts_with('0') && (first > 0 || reader.gap(found.from).is_break());
        let spaced = gap.only(Gap::DASH | Gap::SPACE) && padded && used >= width && closes(reader, at + 1);
        let told = padded || reader.gap(found.from).is_break();
        let next = value == last + 1 && gap.has(Gap::AND | Gap::PLUS) && told && closes(reader, at + 1);
        let and = next
            || gap.has(Gap::AND | Gap::COMMA)
                && found.episodes.len() > usize::from(gap.has(Gap::AND))
                && value <= last + 20;
        if !(tight || spaced || and)
            || (tight && used < width)
            || (tight && number::is_height(value) && value > last + 400)
        {
            break;
        }
        if and {
            found.episodes.push(value);
        } else {
            found.episodes.extend(last + 1..=value);
        }
        last = value;
        at += 1;
    }
    let worded = matches!(reader.word(at), "ao" | "to" | "à" | "bis" | "al")
        && reader.gap(at).only(Gap::SPACE)
        && at == found.to;
    if let Some(value) =
        reader.free_number(at + 1).filter(|v| worded && *v > first && *v < 3000 && !number::is_year(*v))
    {
        found.episodes.extend(first + 1..=value);
        at += 2;
    }
    found.to = at;
}

/// `12.5` is a special between two episodes; ` - 6.01 - ` and a closing `02.09` are season and episode.
fn dotted(reader: &Reader<'_>, found: &mut Candidate, first: u32) {
    let at = found.to;
    let Some((second, used)) = number::leading(reader.word(at)).filter(|(_, used)| *used <= 2) else { return };
    let version = reader.word(at)[used..].strip_prefix('v').and_then(number::value);
    if version.is_none() && used < reader.raw(at).len() {
        return;
    }
    let third = reader.gap(at + 1).only(Gap::DOT) && reader.free_number(at + 1).is_some_and(|v| v < 100);
    let ends = at + 1 >= reader.end();
    let broken =
        reader.gap(found.from).is_break() && reader.gap(at + 1).is_break() && reader.gap(found.from).has(Gap::SPACE);
    let width = used;
    let spaced = reader.raw(at).starts_with('0') && reader.gap(at + 1).only(Gap::SPACE) && found.from > 0;
    if width == 2 && (broken || spaced || ends && found.from > 0) && !third && first < 60 && second > 0 {
        found.season = Some(first);
        found.episodes = vec![second];
        found.to = at + 1;
    } else if width == 1 && (second == 5 || closes(reader, at + 1) || third) {
        found.fraction = Some((first, second));
        found.version = version;
        found.to = at + 1 + usize::from(third);
    }
}

/// The name's technical part, a bracket, a dash or the end comes next.
pub(crate) fn closes(reader: &Reader<'_>, at: usize) -> bool {
    at >= reader.end()
        || reader.gap(at).has(Gap::OPEN | Gap::CLOSE | Gap::BAR | Gap::SLASH)
        || reader.gap(at).is_break()
        || reader.mark(at).is_some()
}

fn weigh(reader: &Reader<'_>, found: &mut Candidate, start: usize) {
    let (from, to) = (found.from, found.to);
    let raw = reader.raw(from);
    let first = found.episodes.first().copied().unwrap_or(0);
    let width = raw.chars().take_while(|c| number::digit(*c).is_some()).count();
    let gap = reader.gap(from);
    let padded = raw.starts_with(['0', '０']) && width > 1;
    let many = found.episodes.len() > 1;
    let fansub = start > 0 && reader.mark(0) != Some(Field::Site) || reader.out.episode_code.is_some();
    let mut points = 5;

    if from == start {
        points += if to >= reader.end() { 60 } else { 0 };
        points += if reader.gap(to).is_break() || (reader.gap(to).has(Gap::DOT) && reader.gap(to).has(Gap::SPACE)) {
            10
        } else {
            0
        };
    } else if gap.is_break() {
        points += 40;
    }
    if gap.has(Gap::HASH) {
        points += if padded { 40 } else { 10 };
    }
    let sequel = width == 1 && !gap.is_break() && !many && from != start && reader.gap(to).is_break();
    let numbered_title = to < reader.end() && reader.mark(to) == Some(Field::Season) && !gap.is_break();
    if closes(reader, to) && !sequel {
        points += 20;
    }
    points -= if numbered_title { 60 } else { 0 };
    let listed = from == start && reader.out.year.is_some() && reader.gap(to).has(Gap::DOT) && !many;
    points -= if listed { 40 } else { 0 };
    points += if padded { 10 } else { 0 };
    points += if found.version.is_some() { 30 } else { 0 };
    points += if many { 25 } else { 0 };
    points += if found.fraction.is_some() && !closes(reader, to) { -20 } else { 0 };
    points += if found.season.is_some() { 20 } else { 0 };
    if from > 0 && reader.mark(from - 1) == Some(Field::Season) {
        points += 50;
    }
    points += bracket_points(reader, found, from, to, start);
    if width == 1 && !gap.is_break() && !gap.has(Gap::HASH) && !many && from != start {
        points -= if reader.gap(from).has(Gap::OPEN) { 5 } else { 15 };
        points += if fansub { 10 } else { 0 };
    } else if fansub && width > 1 {
        points += 10;
    }
    let after_year = from > 0 && reader.mark(from - 1) == Some(Field::Year);
    let before_year = reader.mark(to) == Some(Field::Year);
    points -= if before_year && !gap.is_break() { 40 } else { 0 };
    points -= if number::is_height(first) && !gap.is_break() && !many { 40 } else { 0 };
    points -= if number::is_year(first) && width == 4 { 60 } else { 0 };
    if from > 0 && reader.mark(from - 1) == Some(Field::Extra) {
        points += if reader.lower_is(from - 1, "ova") { 0 } else { -60 };
    }
    let separated = gap.only(Gap::DOT | Gap::UNDERSCORE) || gap.only(Gap::DASH) && reader.form.dashed;
    let dotted = separated && !fansub && (!reader.form.spaced || after_year);
    let scene_end = to >= reader.end()
        && gap.only(Gap::DASH)
        && from > 0
        && reader.mark(from - 1) == Some(Field::Codec)
        && width == 3;
    let hundred =
        (width == 3 || width == 4 && !number::is_height(first)) && first % 100 != 0 && first >= 100 && first % 100 < 60;
    let unsuffixed = found.version.is_none() && found.segment.is_none() && reader.out.seasons.is_empty();
    if hundred && unsuffixed && !many && (dotted && from != start || scene_end) {
        found.compact = true;
        points += if after_year || scene_end { 15 } else { 0 };
    }
    let technical = from > start
        && reader
            .mark(from - 1)
            .is_some_and(|f| matches!(f, Field::Codec | Field::Quality | Field::Audio | Field::Resolution));
    let last = to >= reader.end() && padded && gap.only(Gap::SPACE | Gap::CLOSE);
    points -= if technical && !scene_end && !reader.fills_bracket(from, to) && !last { 30 } else { 0 };
    found.points = points;
}

/// `[03]`, `[12END]`, `(9)`; inside a bracket with other words a number means something else.
fn bracket_points(reader: &Reader<'_>, found: &Candidate, from: usize, to: usize, start: usize) -> i32 {
    let Some(bracket) = reader.bracket(from) else { return 0 };
    if bracket.first == 0 && start > 0 {
        return -60;
    }
    let last = (to..bracket.last).all(|i| is_ending(reader, i));
    if bracket.first != from || !last {
        return if bracket.last == reader.len() && bracket.end == reader.text.len() && !reader.text.ends_with([')', ']'])
        {
            0
        } else {
            -60
        };
    }
    if bracket.round {
        return if found.episodes.len() > 1 { 10 } else { 0 };
    }
    20
}

/// Words that may stand beside an episode number in its bracket.
fn is_ending(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.word(at), "end" | "fin" | "final" | "完" | "完結" | "完结" | "v2" | "全" | "tv")
        || is_special(reader, at)
}

/// What is listed beside the numbers of a pack: `+OVA`, `+SP`, `+ Specials`.
fn is_special(reader: &Reader<'_>, at: usize) -> bool {
    reader.mark(at) == Some(Field::Extra)
        || matches!(
            reader.word(at).trim_end_matches(|c: char| c.is_ascii_digit()),
            "ova"
                | "ovas"
                | "oad"
                | "oads"
                | "sp"
                | "sps"
                | "special"
                | "specials"
                | "ncop"
                | "nced"
                | "movie"
                | "movies"
        )
}

fn settle(reader: &mut Reader<'_>, found: Candidate) {
    let first = found.episodes.first().copied().unwrap_or(0);
    let to = found.to;
    let out = &mut reader.out;
    out.version = found.version;
    out.segment = found.segment;
    if found.fraction.is_some() {
        out.fraction = found.fraction;
    } else if let Some(season) = found.season {
        out.seasons = vec![season];
        out.episodes = found.episodes;
        out.marking = Marking::Full;
    } else if found.compact {
        out.compact = Some(first);
        out.seasons = vec![first / 100];
        out.episodes = vec![first % 100];
        out.marking = Marking::Compact;
    } else {
        out.episodes = found.episodes;
        out.marking = Marking::Bare;
    }
    let counted = found.from > 1
        && reader.is_free(found.from - 1)
        && matches!(reader.word(found.from - 1), "chapter" | "no" | "nr" | "number" | "kapitel" | "chapitre")
        && reader.gap(found.from - 1).is_break();
    reader.take(Field::Episode, found.from - usize::from(counted), to);
    if found.compact
        && let Some(before) = found.from.checked_sub(1)
        && reader.gap(found.from).only(Gap::DOT)
        && reader.free_number(before).is_some_and(|n| n + 1 == first && n / 100 == first / 100)
    {
        reader.out.episodes.insert(0, first % 100 - 1);
        reader.take(Field::Episode, before, found.from);
    }
}
