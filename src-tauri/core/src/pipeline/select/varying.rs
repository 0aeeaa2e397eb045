//! Finds episode numbers by comparison: where the names of a folder have no number or all the same one, but begin
//! alike and differ by a number at one place, that is the number of the episode.

use std::{collections::BTreeMap, rc::Rc};

use hashbrown::{HashMap, HashSet};
use release_name::{Field, Marking, TitleMatch};

use super::reading::Batch;
use crate::torrent::TorrentFile;

/// Where names lack numbers or all say the same one, the number after their common beginning is the episode if it
/// varies.
pub(super) fn varying(batch: &mut Batch, files: &[TorrentFile]) {
    let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, reading) in batch.readings.iter().enumerate() {
        if reading.is_regular() && reading.marking != Marking::Full {
            groups.entry(reading.folder).or_default().push(at);
        }
    }
    for group in groups.values().filter(|g| g.len() > 2) {
        let read = group.iter().map(|i| batch.readings[*i].episodes.as_slice()).filter(|e| !e.is_empty());
        let read = read.collect::<HashSet<_>>().len();
        let constant = constant_first(batch, group);
        if constant.is_none() && read * 10 >= group.len() * 9 {
            continue;
        }
        let names: Vec<&str> = group.iter().map(|i| files[batch.readings[*i].file].name.as_str()).collect();
        let Some(Slot { start, numbers }) = slot(&names) else { continue };
        let distinct: HashSet<u32> = numbers.iter().flatten().copied().collect();
        let told = constant.is_none() && distinct.len() <= read;
        // The days of dated names vary too.
        if told || start_of_date(batch, group) <= start {
            continue;
        }
        let alike =
            group.iter().zip(&numbers).filter(|(_, number)| number.is_some()).map(|(at, _)| &batch.readings[*at]);
        let titled = alike.filter(|r| r.fits != TitleMatch::None).map(|r| (Rc::clone(&r.title), r.fits)).next();
        for (at, number) in group.iter().zip(numbers) {
            let Some(number) = number else { continue };
            let reading = &mut batch.readings[*at];
            // Names that begin alike have one title.
            if let Some((title, fits)) = titled.clone().filter(|_| reading.fits == TitleMatch::None) {
                (reading.title, reading.fits) = (title, fits);
            }
            let compact = reading.marking == Marking::Compact;
            let season = if compact { reading.folder_season } else { reading.season }.or(constant);
            let name = files[reading.file].name.as_str();
            reading.count(season, number, Some(start..start + digits(name, start)), Marking::Bare);
            // It may still be season and episode in one number.
            if compact && number >= 100 {
                reading.episodes = vec![number % 100];
                (reading.marking, reading.compact) = (Marking::Compact, Some(number));
            }
        }
    }
}

/// Where the day of airing begins in the first name that has one.
fn start_of_date(batch: &Batch, group: &[usize]) -> usize {
    group.iter().find_map(|i| batch.readings[*i].name.span(Field::Date)).map_or(usize::MAX, |span| span.start)
}

/// `3-04`, `3-05`, `3-06` look like ranges; what all of them begin with is the season.
fn constant_first(batch: &Batch, group: &[usize]) -> Option<u32> {
    let ranges = || group.iter().map(|i| &batch.readings[*i]).filter(|r| r.episodes.len() > 1);
    let mut firsts: BTreeMap<u32, usize> = BTreeMap::new();
    for first in ranges().filter_map(|r| r.episodes.first()) {
        *firsts.entry(*first).or_default() += 1;
    }
    let (first, same) = firsts.into_iter().max_by_key(|(_, count)| *count)?;
    let stated = batch.torrent.seasons == [first] || ranges().all(|r| r.season == Some(first));
    let constant = (1..60).contains(&first) && same > 1 && same * 4 >= ranges().count() * 3;
    (constant && (stated || same * 2 > group.len())).then_some(first)
}

/// A place where names that begin alike carry different numbers.
struct Slot {
    start: usize,
    /// The number of each name there; `None` for one that begins otherwise.
    numbers: Vec<Option<u32>>,
}

/// The first such place that three names in four have.
fn slot(names: &[&str]) -> Option<Slot> {
    const FIRST: usize = 4;
    let mut beginnings: HashMap<&str, usize> = HashMap::new();
    for name in names {
        let runs = name.bytes().enumerate().zip(std::iter::once(b' ').chain(name.bytes()));
        let starts = runs.filter(|((_, b), before)| b.is_ascii_digit() && !before.is_ascii_digit());
        for ((start, _), _) in starts.take(FIRST) {
            *beginnings.entry(&name[..start]).or_default() += 1;
        }
    }
    let mut common: Vec<&str> = beginnings
        .into_iter()
        .filter(|(_, count)| count * 4 >= names.len() * 3)
        .map(|(beginning, _)| beginning)
        .collect();
    common.sort_by_key(|beginning| beginning.len());
    common.into_iter().find_map(|beginning| {
        let start = beginning.len();
        let number = |name: &&str| {
            let number = name.starts_with(beginning).then(|| &name[start..start + digits(name, start)])?;
            number.parse().ok().filter(|n| *n < 5000)
        };
        let numbers: Vec<Option<u32>> = names.iter().map(number).collect();
        let distinct: HashSet<u32> = numbers.iter().flatten().copied().collect();
        (distinct.len() * 10 >= numbers.iter().flatten().count() * 9).then_some(Slot { start, numbers })
    })
}

fn digits(name: &str, start: usize) -> usize {
    name.bytes().skip(start).take_while(u8::is_ascii_digit).count()
}
