//! Owns which torrents exist for a target, as keys: how many singles, packs, batches and decoys, and who lists them.

use super::{
    Target, Torrent, World, given_key,
    hash::{Flavour, Key},
    rounded,
};
use crate::{Upstream, catalogue::Kind};

/// Episodes in one numbered batch of a long show.
pub(crate) const BLOCK: usize = 50;

impl World {
    /// What one source lists for a target, most seeded first. `exactly` overrides how many.
    pub(crate) fn list(&self, upstream: Upstream, work: usize, target: Target, exactly: Option<usize>) -> Vec<Torrent> {
        // Some keys fall away below; a few to spare keep an exact number exact.
        let asked = exactly.map_or(0, |count| count + count / 10 + 16);
        let keys = self.keys(work, target, self.count(work).max(asked));
        // Private rows reach `StremThru`'s list alone.
        let keys = keys.into_iter().filter(|key| upstream == Upstream::StremThru || !self.private(*key));
        let (listed, others): (Vec<Key>, Vec<Key>) = keys.partition(|key| self.listed(upstream, *key));
        let answers = |key: Key| Some(self.torrent(key)).filter(|torrent| self.answers(torrent, target));
        let mut torrents: Vec<Torrent> = listed.into_iter().filter_map(answers).collect();
        if let Some(count) = exactly {
            let missing = count.saturating_sub(torrents.len());
            torrents.extend(others.into_iter().filter_map(answers).take(missing));
            torrents.truncate(count);
        }
        torrents.sort_by(|a, b| b.seeders.cmp(&a.seeders).then(a.hash.cmp(&b.hash)));
        torrents
    }

    fn answers(&self, torrent: &Torrent, target: Target) -> bool {
        match target {
            Target::Episode(at) => torrent.covers(at) && self.wanted(torrent, Some(at)).is_some(),
            Target::Film | Target::Season(_) | Target::Whole => true,
        }
    }

    /// Rows of similar name that are something else, for sources that search by title.
    pub(crate) fn decoys(&self, upstream: Upstream, work: usize) -> Vec<Torrent> {
        let count = (self.count(work) / 14).clamp(3, 90);
        (0..count)
            .map(|number| key(work, Flavour::Decoy, 0, number))
            .filter(|key| self.listed(upstream, *key))
            .map(|key| self.torrent(key))
            .collect()
    }

    /// Unique torrents for one film or one episode of a work.
    fn count(&self, work: usize) -> usize {
        let weight = self.works[work].weight.clamp(0.0, 1.0);
        let floor = if self.torrents < 6 { self.torrents } else { 6 };
        usize::try_from(rounded(self.torrents as f64 * weight)).unwrap_or(usize::MAX).max(floor)
    }

    /// Keys of everything there is for a target.
    fn keys(&self, at: usize, target: Target, count: usize) -> Vec<Key> {
        let work = &self.works[at];
        let mut keys: Vec<Key> = work
            .releases
            .iter()
            .enumerate()
            .filter(|(_, release)| match (release.episode, target) {
                (None, _) | (_, Target::Whole | Target::Film) => true,
                (Some((season, number)), Target::Episode(at)) => work.by_season(season, number) == Some(at),
                (Some((season, _)), Target::Season(wanted)) => season == wanted,
            })
            .map(|(number, _)| given_key(at, number))
            .collect();
        if work.weight <= 0.0 {
            return keys;
        }
        let many = |keys: &mut Vec<Key>, flavour, place: usize, count: usize| {
            keys.extend((0..count).map(|number| key(at, flavour, place, number)));
        };
        if work.kind == Kind::Movie || target == Target::Film {
            let count = count.saturating_sub(keys.len());
            many(&mut keys, Flavour::Film, 0, count);
            return keys;
        }
        let Some((first, last)) = work.aired() else { return keys };
        let length = last - first + 1;
        let seasons = work.seasons();
        match target {
            Target::Film => {}
            Target::Episode(episode) => {
                let Some(wanted) = work.episodes.get(episode).filter(|e| e.aired()) else { return Vec::new() };
                if wanted.season == 0 {
                    many(&mut keys, Flavour::Single, episode, count / 5);
                    return keys;
                }
                let count = count.saturating_sub(keys.len());
                let long = length > 2 * BLOCK;
                let season = count * if long { 16 } else { 24 } / 100;
                let range = if long { count * 9 / 100 } else { 0 };
                // Some complete batches end before the newest episodes; singles make up for them.
                let complete = count * if long { 5 } else { 12 } / 100;
                many(&mut keys, Flavour::Complete, 0, complete);
                many(&mut keys, Flavour::Season, wanted.season as usize, season);
                many(&mut keys, Flavour::Range, (episode - first) / BLOCK, range);
                many(&mut keys, Flavour::Single, episode, count - season - range - complete);
            }
            Target::Season(season) => {
                many(&mut keys, Flavour::Complete, 0, count / 10);
                many(&mut keys, Flavour::Season, season as usize, count / 4);
                let members: Vec<usize> =
                    (first..=last).filter(|position| work.episodes[*position].season == season).collect();
                let each = (count / 2).div_ceil(members.len().max(1)).min(40);
                for position in members {
                    many(&mut keys, Flavour::Single, position, each);
                }
            }
            Target::Whole => {
                many(&mut keys, Flavour::Complete, 0, (count / 12).max(3));
                for season in &seasons {
                    many(&mut keys, Flavour::Season, *season as usize, (count / 4 / seasons.len().max(1)).max(2));
                }
                if length > 2 * BLOCK {
                    for block in 0..length.div_ceil(BLOCK) {
                        many(&mut keys, Flavour::Range, block, 4);
                    }
                }
                for position in (first..=last).rev() {
                    if keys.len() >= count {
                        break;
                    }
                    let room = count - keys.len();
                    many(&mut keys, Flavour::Single, position, (count / 40).clamp(2, 12).min(room));
                }
                let room = count.saturating_sub(keys.len());
                keys.extend((0..room).map(|number| key(at, Flavour::Single, last, 1000 + number)));
            }
        }
        keys
    }
}

fn key(work: usize, flavour: Flavour, place: usize, number: usize) -> Key {
    Key {
        work: u16::try_from(work).unwrap_or(u16::MAX),
        flavour,
        at: u16::try_from(place).unwrap_or(u16::MAX),
        number: u32::try_from(number).unwrap_or(u32::MAX),
    }
}
