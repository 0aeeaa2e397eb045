//! The numbers that the files of a torrent carry, by season and by the part of it.

use hashbrown::{HashMap, HashSet};
use release_name::{Field, Marking};

use super::reading::{Batch, Reading};

/// The numbers of the files of one season and part.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    pub(super) least: u32,
    pub(super) most: u32,
    pub(super) files: u32,
}

impl Numbers {
    /// No number is left out, as far as there are files.
    pub(super) fn is_unbroken(self) -> bool {
        self.most - self.least < self.files
    }
}

/// The numbers of all regular files by season and part.
pub(super) type Groups = HashMap<(Option<u32>, Option<u32>), Numbers>;

pub(super) fn groups(batch: &Batch) -> Groups {
    let mut groups = Groups::new();
    for reading in batch.readings.iter().filter(|r| r.is_regular()) {
        let Some((least, most)) = reading.bounds() else { continue };
        let files = u32::try_from(reading.episodes.len()).unwrap_or(u32::MAX);
        let key = (reading.season, reading.part.map(|part| part.number));
        let group = groups.entry(key).or_insert(Numbers { least, most, files: 0 });
        group.least = group.least.min(least);
        group.most = group.most.max(most);
        group.files = group.files.saturating_add(files);
    }
    groups
}

/// The part of a season in which the episode lies, and its number there, where each part begins anew.
pub(super) fn in_parts(groups: &Groups, season: Option<u32>, episode: u32) -> Option<(u32, u32)> {
    let of = |part: u32| groups.get(&(season, Some(part))).filter(|group| group.least == 1 && group.is_unbroken());
    let later = groups.iter().any(|((of, part), group)| *of == season && part.is_some() && group.least > 1);
    // What lies outside every part is the first one, or the whole season.
    let loose = groups.get(&(season, None));
    let first = match (of(1), loose) {
        (Some(first), None) => first,
        (None, Some(loose)) if loose.least == 1 && loose.is_unbroken() => loose,
        _ => return None,
    };
    if later || first.files < 2 {
        return None;
    }
    let mut before = first.most;
    for part in 2..=9 {
        let group = of(part)?;
        let number = episode.checked_sub(before).filter(|number| *number > 0)?;
        if number <= group.most {
            return Some((part, number));
        }
        before += group.most;
    }
    None
}

/// The episodes of all parts of a season.
pub(super) fn whole(groups: &Groups, season: Option<u32>) -> u32 {
    let of_season = groups.iter().filter(|((of, _), _)| *of == season);
    of_season.map(|(_, group)| group.most).fold(0, u32::saturating_add)
}

/// Takes parts for episodes where the files of a torrent have no other number and each is another part: `Title.Part.Four`.
pub(super) fn as_episodes(batch: &mut Batch) {
    let mut parts = HashSet::new();
    let is_part = |reading: &Reading, parts: &mut HashSet<_>| {
        let part = reading.name.part.filter(|_| reading.is_unnumbered());
        part.is_some_and(|part| parts.insert((reading.season, reading.folder, part)))
    };
    if !batch.readings.iter().filter(|r| r.is_regular()).all(|r| is_part(r, &mut parts)) || parts.len() < 2 {
        return;
    }
    for reading in batch.readings.iter_mut().filter(|r| r.is_regular()) {
        let Some(part) = reading.name.part else { continue };
        let (season, at) = (reading.season, reading.name.span(Field::Part));
        reading.count(season, part, at, Marking::Episode);
        reading.part = None;
    }
}
