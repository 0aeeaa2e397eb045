//! Season and episode with a cross between them: `1x05`, `1x02x03`, `2xAll`.

use super::{
    link::continued,
    statement,
    word::{pair, read_crossed},
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
    let (season, episodes) = read(reader, at)?;
    let run = continued(reader, at + 1, episodes, Some(season));
    let pair = match (run.episodes.as_slice(), reader.word(at).split_once('x')) {
        ([number], Some((_, text))) => pair(*number, text.len()),
        _ => None,
    };
    Some(statement::full(season, run, at).says_if(pair.map(Value::Pair)))
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
