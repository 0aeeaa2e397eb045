//! How a batch counts its episodes, inferred from all its files: per season, running through all seasons, season and
//! episode in one number (`103`), or by the one number that varies where the names say nothing else.

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};
use release_name::Marking;
use serde::Serialize;

use super::{
    pairs,
    reading::{Batch, Reading, only_specials},
    target::Target,
    template,
    varying::varying,
};
use crate::{title::Kind, torrent::TorrentFile};

/// How a batch numbers its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    PerSeason,
    /// Seasons are stated, but the numbers go on where the last season ended.
    Running,
    /// No season is stated anywhere.
    Seasonless,
    /// `103` for season 1, episode 3.
    Compact,
    /// By the day of airing.
    Dates,
}

impl Scheme {
    /// In words, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::PerSeason => "season and episode",
            Self::Running => "numbers that run through all seasons",
            Self::Seasonless => "episode numbers without a season",
            Self::Compact => "season and episode in one number, such as 103",
            Self::Dates => "the day of airing",
        }
    }

    /// The scheme, if the files are numbered at all.
    pub(super) fn told(self, batch: &Batch) -> Option<Self> {
        if batch.readings.iter().any(|r| r.is_regular() && !r.episodes.is_empty()) {
            return Some(self);
        }
        batch.readings.iter().any(|r| r.date().is_some()).then_some(Self::Dates)
    }
}

/// Corrects the readings by those of the other files and returns the numbering scheme.
pub(super) fn infer(batch: &mut Batch, files: &[TorrentFile], kind: Kind, target: &Target<'_>) -> Scheme {
    varying(batch, files);
    template::repair(batch, files);
    pairs::split(batch, files);
    false_ranges(batch);
    only_specials(&mut batch.readings);
    if compact(batch, kind, target) {
        return Scheme::Compact;
    }
    let regular = || batch.readings.iter().filter(|r| r.is_regular() && !r.episodes.is_empty());
    if regular().all(|r| r.season.is_none()) {
        return Scheme::Seasonless;
    }
    let mut seasons: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for reading in regular() {
        let (Some(season), Some((first, last))) = (reading.season, reading.bounds()) else { continue };
        let bounds = seasons.entry(season).or_insert((first, last));
        *bounds = (bounds.0.min(first), bounds.1.max(last));
    }
    let spans: Vec<(u32, u32)> = seasons.into_values().collect();
    let runs = spans.len() > 1 && spans.windows(2).all(|w| w[1].0 > w[0].1);
    if runs { Scheme::Running } else { Scheme::PerSeason }
}

/// Corrects ranges that are none: `05 - 108` among files for 6, 7 and 8 is episode 5 with a number as its name.
fn false_ranges(batch: &mut Batch) {
    /// A range of more episodes than this is implausible among single episodes.
    const MANY: usize = 12;
    if !batch.readings.iter().any(|r| r.is_regular() && r.episodes.len() > 2) {
        return;
    }
    let mut singles: HashMap<(usize, Option<u32>), HashSet<u32>> = HashMap::new();
    for reading in batch.readings.iter().filter(|r| r.is_regular()) {
        if let [episode] = reading.episodes[..] {
            singles.entry((reading.folder, reading.season)).or_default().insert(episode);
        }
    }
    for reading in batch.readings.iter_mut().filter(|r| r.is_regular() && r.episodes.len() > 2) {
        let Some(others) = singles.get(&(reading.folder, reading.season)) else { continue };
        let inside = reading.episodes.iter().skip(1).filter(|e| others.contains(*e)).count();
        if inside > 1 || reading.episodes.len() > MANY && others.len() > 2 {
            reading.episodes.truncate(1);
        }
    }
}

/// Decides for all files at once whether 103 is season 1 episode 3 or the hundred-and-third episode.
fn compact(batch: &mut Batch, kind: Kind, target: &Target<'_>) -> bool {
    let raw = |r: &Reading| match r.marking {
        Marking::Compact => r.compact,
        Marking::Bare if r.episodes.len() == 1 => r.episodes.first().copied(),
        _ => None,
    };
    let mut numbers: Vec<(u32, Option<u32>)> = Vec::new();
    let mut form = false;
    for reading in batch.readings.iter().filter(|r| r.is_regular()) {
        if let Some(number) = raw(reading) {
            let folder = reading.season.filter(|_| reading.marking != Marking::Compact);
            numbers.push((number, folder));
            form |= reading.marking == Marking::Compact;
        }
    }
    if numbers.is_empty() {
        return false;
    }
    let shaped = numbers.iter().all(|(n, _)| *n >= 100 && (1..60).contains(&(n % 100)));
    if !shaped && !form {
        return false;
    }
    let hundreds: HashSet<u32> = numbers.iter().map(|(n, _)| n / 100).collect();
    let restarts = hundreds.iter().all(|h| numbers.iter().any(|(n, _)| n / 100 == *h && n % 100 <= 3));
    let folders = numbers.iter().all(|(n, folder)| folder.is_some_and(|f| f == n / 100));
    let stated = batch.torrent.seasons.clone();
    let stated = !stated.is_empty() && hundreds.iter().all(|h| stated.contains(h));
    let several = hundreds.len() > 1 && restarts && !packed(&numbers);
    let lone = numbers.len() < 3 && form && kind == Kind::Series;
    // A part of the wanted season: `309` to `318`, and season 3 is asked for.
    let asked = target.season.is_some_and(|season| season > 1 && hundreds.len() == 1 && hundreds.contains(&season));
    let series = form && kind == Kind::Series && (restarts || asked && !packed(&numbers));
    let is_compact = shaped && (folders || stated || several || lone || series);
    for reading in batch.readings.iter_mut().filter(|r| r.is_regular()) {
        let Some(number) = (match reading.marking {
            Marking::Compact => reading.compact,
            Marking::Bare if reading.episodes.len() == 1 => reading.episodes.first().copied(),
            _ => None,
        }) else {
            continue;
        };
        if is_compact {
            reading.season = Some(number / 100);
            if reading.marking == Marking::Bare {
                reading.episodes = vec![number % 100];
            }
        } else if reading.marking == Marking::Compact {
            reading.season = None;
            reading.episodes = vec![number];
        }
    }
    is_compact
}

/// Returns whether the numbers fill their hundreds almost completely, as a running count does.
fn packed(numbers: &[(u32, Option<u32>)]) -> bool {
    numbers.iter().any(|(n, _)| n % 100 >= 60)
}
