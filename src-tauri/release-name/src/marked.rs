//! Stage three: numbers with a word or a form that says what they count: `S01E02`, `1x02`, `Season 2`, `Episode 5`,
//! `Сезон 1. Серия 05`, `第05集`, `5of6`, and the lists and ranges that continue them.

mod episode;
mod full;
mod link;
mod season;

use crate::reader::Reader;

const EPISODE_SIGNS: [char; 8] = ['話', '话', '集', '回', '화', '회', '話', '夜'];

const SEASON_SIGNS: [char; 4] = ['季', '期', '部', '기'];

pub(crate) fn numbers(reader: &mut Reader<'_>) {
    let end = reader.end();
    let mut at = 0;
    while at < end {
        if !reader.is_free(at) {
            at += 1;
            continue;
        }
        let next = full::full(reader, at)
            .or_else(|| full::crossed(reader, at))
            .or_else(|| season::season(reader, at))
            .or_else(|| episode::episode(reader, at))
            .or_else(|| episode::sign(reader, at))
            .or_else(|| episode::of_total(reader, at));
        at = next.unwrap_or(at + 1).max(at + 1);
    }
    if reader.out.seasons.is_empty() {
        season::british_series(reader);
    }
}
