//! How a batch counts its episodes, inferred from all its files: per season, running through all seasons, season and
//! episode in one number (`103`), or by the one number that varies where the names say nothing else.

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};
use release_name::{Extra, Marking};
use serde::Serialize;

use super::{
    pairs, part_numbers,
    reading::{Batch, Reading, only_specials},
    target::Target,
    template,
    varying::varying,
};
use crate::{
    names::reaches,
    torrent::{Proof, TorrentFile},
};

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

/// Nothing makes the numbering doubtful.
const SURE: f32 = 1.0;

/// A person is asked.
const OPEN: f32 = 0.45;

/// Corrects the readings by those of the other files and returns the numbering scheme, and how sure it is.
pub(super) fn infer(batch: &mut Batch, files: &[TorrentFile], is_anime: bool, target: &Target<'_>) -> (Scheme, f32) {
    // What all of them share is no mark of a single file to what follows.
    let called_special = !batch.readings.is_empty() && batch.readings.iter().all(|r| r.extra == Some(Extra::Special));
    part_numbers::as_episodes(batch);
    varying(batch, files);
    template::repair(batch, files);
    pairs::split(batch, files);
    false_ranges(batch);
    let are_specials = only_specials(&mut batch.readings) || called_special;
    let are_specials = are_specials && batch.proof == Proof::Nothing && target.season != Some(0);
    let (is_compact, sureness) = compact(batch, is_anime, target);
    let sureness = if are_specials { sureness.min(OPEN) } else { sureness };
    if is_compact {
        return (Scheme::Compact, sureness);
    }
    let regular = || batch.readings.iter().filter(|r| r.is_regular() && !r.episodes.is_empty());
    if regular().all(|r| r.season.is_none()) {
        return (Scheme::Seasonless, sureness);
    }
    let mut seasons: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for reading in regular() {
        let (Some(season), Some((first, last))) = (reading.season, reading.bounds()) else { continue };
        let bounds = seasons.entry(season).or_insert((first, last));
        *bounds = (bounds.0.min(first), bounds.1.max(last));
    }
    let spans: Vec<(u32, u32)> = seasons.into_values().collect();
    let runs = spans.len() > 1 && spans.windows(2).all(|w| w[1].0 > w[0].1);
    (if runs { Scheme::Running } else { Scheme::PerSeason }, sureness)
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

/// Decides for all files at once whether 103 is season 1 episode 3 or the hundred-and-third episode, and returns whether it is
/// the former and how sure that is.
fn compact(batch: &mut Batch, is_anime: bool, target: &Target<'_>) -> (bool, f32) {
    let (is_compact, certainty) =
        Numbers::of(batch).map_or((false, SURE), |numbers| numbers.judge(batch, is_anime, target));
    for reading in batch.readings.iter_mut().filter(|r| r.is_regular()) {
        let Some(number) = raw(reading) else { continue };
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
    (is_compact, certainty)
}

/// Returns the number as written, where no word says what it counts.
fn raw(reading: &Reading) -> Option<u32> {
    match reading.marking {
        Marking::Compact => reading.compact,
        Marking::Bare if reading.episodes.len() == 1 => reading.episodes.first().copied(),
        _ => None,
    }
}

/// The numbers of a batch that no word says the meaning of.
struct Numbers {
    /// Each with the season that its folder or name states.
    all: Vec<(u32, Option<u32>)>,
    hundreds: HashSet<u32>,
    /// Some were read as season and episode by their form.
    form: bool,
    /// Each may be either by its form.
    open: bool,
}

impl Numbers {
    /// Returns `None` where there are none, or not every one can be a season and its episode.
    fn of(batch: &Batch) -> Option<Self> {
        let is_shaped = |number: u32| number >= 100 && (1..60).contains(&(number % 100));
        let mut numbers = Self { all: Vec::new(), hundreds: HashSet::new(), form: false, open: true };
        for reading in batch.readings.iter().filter(|r| r.is_regular()) {
            let Some(number) = raw(reading) else { continue };
            if !is_shaped(number) {
                return None;
            }
            let is_read_so = reading.marking == Marking::Compact;
            numbers.all.push((number, reading.season.filter(|_| !is_read_so)));
            numbers.hundreds.insert(number / 100);
            numbers.form |= is_read_so;
            numbers.open &= reading.compact.is_some();
        }
        (!numbers.all.is_empty()).then_some(numbers)
    }

    fn judge(&self, batch: &Batch, is_anime: bool, target: &Target<'_>) -> (bool, f32) {
        let folders = self.all.iter().all(|(n, folder)| folder.is_some_and(|f| f == n / 100));
        let seasons = &batch.torrent.seasons;
        let stated = !seasons.is_empty() && self.hundreds.iter().all(|hundred| seasons.contains(hundred));
        let several = self.hundreds.len() > 1 && self.restarts();
        let lone = self.all.len() < 3 && self.form && !is_anime;
        // A part of the wanted season: `309` to `318`, and season 3 is asked for.
        let one = Some(&self.hundreds).filter(|hundreds| hundreds.len() == 1);
        let asked = target.season.zip(one).is_some_and(|(season, one)| season > 1 && one.contains(&season));
        let series = self.form && !is_anime && (self.restarts() || asked);
        if folders || stated || several || lone || series {
            return (true, SURE);
        }
        let is_told = |r: &Reading| raw(r).is_none() && target.is_stated_by(r);
        let is_counted = !seasons.is_empty() || self.all.iter().any(|(_, folder)| folder.is_some());
        if !self.open || is_counted || batch.readings.iter().any(is_told) {
            return (false, SURE);
        }
        self.weigh(is_anime, target)
    }

    /// Each hundred begins at one of its first numbers, as the episodes of a season do.
    fn restarts(&self) -> bool {
        self.hundreds.iter().all(|h| self.all.iter().any(|(n, _)| n / 100 == *h && n % 100 <= 3))
    }

    /// Weighs the two readings by what is known of the show. Where that leaves both, the one in which the wanted episode is
    /// there is taken, and a person asked.
    fn weigh(&self, is_anime: bool, target: &Target<'_>) -> (bool, f32) {
        const LIKELY: f32 = 0.6;
        let numbers = || self.all.iter().map(|(number, _)| *number);
        let is_own = target.season.is_some_and(|season| self.hundreds.contains(&season));
        let length = target.season_length.filter(|_| is_own && !is_anime);
        // No season that is written as hundreds is so long.
        if length.is_some_and(|length| length >= 100) {
            return (false, SURE);
        }
        let is_compact_one = numbers().any(|number| target.is(number / 100, number % 100));
        let is_running_one = target.absolute.is_some_and(|absolute| numbers().any(|number| number == absolute));
        let is_past_all = numbers().any(|number| !reaches(target.count, number));
        let is_season = self.hundreds.len() == 1 && self.restarts() && self.all.len() > 2;
        let is_whole = length.is_some() && numbers().map(|number| number % 100).max() == length;
        match (is_compact_one, is_running_one) {
            (true, false) if is_anime => (is_past_all || self.form, OPEN),
            (true, false) if is_past_all || is_season && is_whole => (true, SURE),
            (true, false) if is_season && target.count.is_none() => (true, LIKELY),
            (true, _) if !is_anime => (true, OPEN),
            (false, true) if !is_anime => (false, OPEN),
            _ => (false, SURE),
        }
    }
}
