//! Files whose folder names another season than every one of their names does.

use hashbrown::{HashMap, HashSet};

use super::reading::{Batch, Reading};

/// Marks the files of a folder, or all of a torrent, that state one season where the folder or the torrent states another.
/// Where files elsewhere are of the season that they state, and are there with the same numbers, the folder is believed.
pub(super) fn mark(batch: &mut Batch) {
    let readings = &mut batch.readings;
    let torrent: &[u32] = if batch.torrent.episodes.is_empty() { &batch.torrent.seasons } else { &[] };
    let regular = |r: &&Reading| r.is_regular() && !r.episodes.is_empty();
    let mut stated = readings.iter().filter(regular).map(|r| r.name.seasons.as_slice());
    let first = stated.next();
    // A torrent of several seasons may name the first of them alone, and a single file proves nothing against the torrent.
    let several = readings.iter().filter(regular).count() > 1;
    let torrent = if several && stated.all(|seasons| Some(seasons) == first) { torrent } else { &[] };
    // Nearly every torrent agrees with itself.
    let agrees =
        |r: &Reading| place(r, torrent).is_none_or(|place| r.name.seasons.first().is_none_or(|own| *own == place));
    if readings.iter().filter(regular).all(agrees) {
        return;
    }
    let mut places: HashMap<(usize, u32), Option<u32>> = HashMap::new();
    for reading in readings.iter().filter(regular) {
        let Some(place) = place(reading, torrent) else { continue };
        let own = reading.name.seasons.first().copied().filter(|_| reading.name.seasons.len() == 1);
        let told = places.entry((reading.folder, place)).or_insert(own);
        *told = told.filter(|told| Some(*told) == own);
    }
    places.retain(|(_, place), own| own.is_some_and(|own| own != *place && own > 0));
    if places.is_empty() {
        return;
    }
    let honest: HashSet<(u32, u32)> = readings
        .iter()
        .filter(regular)
        .filter_map(|r| Some((r.season.filter(|season| r.folder_season == Some(*season))?, *r.episodes.first()?)))
        .collect();
    for reading in readings.iter_mut().filter(|r| r.is_regular() && !r.episodes.is_empty()) {
        let Some(place) = place(reading, torrent).filter(|place| places.contains_key(&(reading.folder, *place))) else {
            continue;
        };
        reading.contradicted = Some(place);
        let twice = reading.season.zip(reading.episodes.first().copied()).is_some_and(|file| honest.contains(&file));
        if twice && reading.folder_season.is_some() {
            reading.season = Some(place);
        }
    }
}

/// The season that the folder states, or else the torrent.
fn place(reading: &Reading, torrent: &[u32]) -> Option<u32> {
    let alone = torrent.first().copied().filter(|_| torrent.len() == 1);
    reading.folder_season.or(alone).filter(|season| *season > 0)
}
