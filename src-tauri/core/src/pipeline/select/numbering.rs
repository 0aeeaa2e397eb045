//! How a batch counts its episodes, inferred from all its files: per season, running through all seasons, season and episode
//! in one number (`103`), or by the one number that varies where the names say nothing else.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    rc::Rc,
};

use release_name::{Field, Marking, TitleMatch};
use serde::Serialize;

use super::{
    reading::{Batch, Reading, only_specials},
    target::Target,
    template,
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

/// Corrects the readings by what the other files say, and names the scheme.
pub(super) fn infer(batch: &mut Batch, files: &[TorrentFile], kind: Kind, target: &Target) -> Scheme {
    varying(batch, files);
    template::repair(batch, files);
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
        let (Some(season), Some(first), Some(last)) =
            (reading.season, reading.episodes.first(), reading.episodes.last())
        else {
            continue;
        };
        let bounds = seasons.entry(season).or_insert((*first, *last));
        *bounds = (bounds.0.min(*first), bounds.1.max(*last));
    }
    let spans: Vec<(u32, u32)> = seasons.into_values().collect();
    let runs = spans.len() > 1 && spans.windows(2).all(|w| w[1].0 > w[0].1);
    if runs { Scheme::Running } else { Scheme::PerSeason }
}

/// Where names lack numbers or all say the same one, the number after their common beginning is the episode if it varies.
fn varying(batch: &mut Batch, files: &[TorrentFile]) {
    let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, reading) in batch.readings.iter().enumerate() {
        if reading.is_regular() && reading.marking != Marking::Full {
            groups.entry(reading.folder).or_default().push(at);
        }
    }
    for group in groups.values().filter(|g| g.len() > 2) {
        let read: HashSet<&[u32]> =
            group.iter().map(|i| batch.readings[*i].episodes.as_slice()).filter(|e| !e.is_empty()).collect();
        let constant = constant_first(batch, group);
        if constant.is_none() && read.len() * 10 >= group.len() * 9 {
            continue;
        }
        let names: Vec<&str> = group.iter().map(|i| files[batch.readings[*i].file].name.as_str()).collect();
        let Some(Slot { start, numbers }) = slot(&names) else { continue };
        let distinct: HashSet<u32> = numbers.iter().flatten().copied().collect();
        let told = constant.is_none() && distinct.len() <= read.len();
        // The days of dated names vary too.
        if told || start_of_date(batch, group) <= start {
            continue;
        }
        let alike = group.iter().zip(&numbers).filter(|(_, number)| number.is_some()).map(|(at, _)| &batch.readings[*at]);
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
    let mut common: Vec<&str> =
        beginnings.into_iter().filter(|(_, count)| count * 4 >= names.len() * 3).map(|(beginning, _)| beginning).collect();
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

/// `05 - 108` among files for 6, 7 and 8 is episode 5 with a number for a name.
fn false_ranges(batch: &mut Batch) {
    /// No file among single episodes holds so many.
    const MANY: usize = 12;
    let mut singles: HashMap<(usize, Option<u32>), HashSet<u32>> = HashMap::new();
    for reading in batch.readings.iter().filter(|r| r.is_regular()) {
        if let [episode] = reading.episodes[..] {
            singles.entry((reading.folder, reading.season)).or_default().insert(episode);
        }
    }
    for reading in batch.readings.iter_mut().filter(|r| r.is_regular() && r.episodes.len() > 2) {
        let Some(others) = singles.get(&(reading.folder, reading.season)) else { continue };
        let inside = reading.episodes.iter().skip(1).filter(|e| others.contains(e)).count();
        if inside > 1 || reading.episodes.len() > MANY && others.len() > 2 {
            reading.episodes.truncate(1);
        }
    }
}

/// Decides for all files at once whether 103 is season 1 episode 3 or the hundred-and-third episode.
fn compact(batch: &mut Batch, kind: Kind, target: &Target) -> bool {
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

/// The numbers fill their hundreds to the brim, as a running count does.
fn packed(numbers: &[(u32, Option<u32>)]) -> bool {
    numbers.iter().any(|(n, _)| n % 100 >= 60)
}
