//! Season and episode with a cross between them: `1x05`, `1x02x03`, `2xAll`.

use super::{
    link::{Run, continued},
    statement,
    word::{pair, read_crossed, read_full},
};
use crate::{
    name::{Field, Marking},
    number,
    reader::Reader,
    reading::{Reading, Value},
    token::Gap,
    vocabulary::Says,
};

/// `2xAll`.
pub(super) fn whole_season(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let season = reader.word(at).strip_suffix("xall").and_then(number::value)?;
    let reading = Reading::of(Field::Season, at, at + 1).says(Value::Seasons(vec![season]));
    Some(reading.says(Value::Word(Says::Complete)))
}

/// `2016x03.12`: a year, crossed with the month and followed by the day. It is kept from being a season, but states no date.
pub(super) fn day(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let followed = reader.gap(at + 1).only(Gap::DOT) && reader.free_number(at + 1).is_some_and(|day| day <= 31);
    if !followed {
        return None;
    }
    read(reader, at).filter(|(season, _)| number::is_year(*season)).map(|_| Reading::of(Field::Date, at, at + 2))
}

/// `2x05`, and the list or range that continues it.
pub(super) fn crossed(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let (season, episodes) = read(reader, at).filter(|_| !begins_title(reader, at))?;
    let run = continued(reader, at + 1, episodes, Some(season));
    let pair = match (run.episodes.as_slice(), reader.word(at).split_once('x')) {
        ([number], Some((_, text))) => pair(*number, text.len()),
        _ => None,
    };
    Some(statement::full(season, run, at).says_if(pair.map(Value::Pair)))
}

/// `4x4 Kings - S01E02`: the first word, where the name states its season and episode further on.
fn begins_title(reader: &Reader<'_>, at: usize) -> bool {
    at == reader.first_word() && (at + 1..reader.end()).any(|at| read_full(reader.word(at)).is_some())
}

/// `[2.05] The Mill.avi`: before the episode's name, with a dot for the cross.
pub(super) fn in_first_bracket(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    if !reader.fills_bracket(at, 2) {
        return None;
    }
    let season = reader.free_number(at).filter(|season| (1..40).contains(season))?;
    let dotted = reader.gap(1).only(Gap::DOT) && reader.raw(1).len() == 2 && reader.end() > 2;
    let episode = reader.free_number(1).filter(|_| dotted)?;
    Some(statement::full(season, Run { episodes: vec![episode], whole: false, to: 2 }, 0))
}

/// `1 x 05`, `1 × 05`, `1x 05`, `1 x 5` behind a title.
pub(super) fn apart(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let sign = reader.gap(at + 1);
    let crossed = sign.has(Gap::TIMES) && sign.only(Gap::TIMES | Gap::SPACE);
    let lettered = reader.lower_is(at + 1, "x") && sign.only(Gap::SPACE) && reader.gap(at + 2).only(Gap::SPACE);
    if !crossed && !lettered || reader.so_far().marking != Marking::None {
        return None;
    }
    let second = at + 1 + usize::from(lettered);
    let season = reader.free_number(at).filter(|season| (1..40).contains(season))?;
    let short = || at > 0 && reader.closes(second + 1);
    let width = reader.raw(second).len();
    let episode = reader.free_number(second).filter(|_| width == 2 || width == 1 && short())?;
    Some(statement::full(season, continued(reader, second + 1, vec![episode], Some(season)), at))
}

/// `Meadow1x05`: the cross is written onto the last word of the title.
pub(super) fn glued(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let word = reader.word(at);
    if word.len() < "day1x05".len() || !word.as_bytes()[word.len() - 1].is_ascii_digit() {
        return None;
    }
    let (season, number) = word.rsplit_once('x').filter(|(season, _)| season.len() > 3)?;
    let from = season.find(|c: char| c.is_ascii_digit()).filter(|from| *from > 2)?;
    let season = &season[from..];
    let short = season.len() < 3 && number.len() == 2 && reader.so_far().marking == Marking::None;
    let (season, episode) = (number::value(season)?, number::value(number)?);
    let run = || Run { episodes: vec![episode], whole: false, to: at + 1 };
    let start = reader.tokens[at].start + from;
    let letters = word[..from].chars().all(char::is_alphabetic) && reader.entry(at).is_none();
    (short && letters && season > 0).then(|| statement::full(season, run(), at).starting_at(Some(start)))
}

/// The season and episodes, unless the name has stated them before or the cross counts sound tracks: `DD5.1x2`.
fn read(reader: &Reader<'_>, at: usize) -> Option<(u32, Vec<u32>)> {
    let word = reader.word(at);
    let told = reader.so_far();
    let stated = match told.marking {
        Marking::Full => true,
        Marking::Episode => !told.seasons.is_empty() || word.len() == 3,
        Marking::None | Marking::Bare | Marking::Compact => false,
    };
    // `[0x539]` at the start is a group's number in hexadecimal.
    let group = at == 0 && word.starts_with("0x") && reader.fills_bracket(at, at + 1) && reader.len() > 1;
    let (season, episodes) = read_crossed(word).filter(|_| !stated && !group)?;
    let channels = reader.gap(at).only(Gap::DOT) && at > 0 && matches!(reader.raw(at - 1), "1" | "2" | "5" | "6" | "7");
    let tracks = channels && season < 2 && word.len() == 3;
    (!tracks).then_some((season, episodes))
}
