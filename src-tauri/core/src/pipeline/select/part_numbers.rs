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
