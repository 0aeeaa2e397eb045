//! Batches generated from naming habits, with the right answer known from how each is made. Prints the results for
//! each class and requires the same minimum of all of them.

mod beside;
mod counts;
mod cours;
mod films;
mod mixtures;
mod naming;
mod numbers;
mod running;
mod seasons;
mod sisters;
mod templates;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use naming::{NUMBERED, SHOWS, WORLD};

use super::{Hint, select};
use crate::title::{Episode, Ids, Kind, Numbering, Wanted};
use crate::torrent::TorrentFile;

/// One batch and the files that would be right; none where the episode is absent.
struct Case {
    class: &'static str,
    wanted: Wanted,
    torrent: String,
    files: Vec<TorrentFile>,
    right: Vec<usize>,
}

/// Small, seeded and the same everywhere (`SplitMix64`).
struct Dice(Cell<u64>);

impl Dice {
    fn roll(&self) -> u64 {
        let mut z = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(z);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both possible.
    fn number(&self, low: u32, high: u32) -> u32 {
        low + u32::try_from(self.roll() % u64::from(high - low + 1)).unwrap_or(0)
    }

    fn pick<T: Copy>(&self, from: &[T]) -> T {
        from[usize::try_from(self.roll()).unwrap_or(usize::MAX) % from.len()]
    }

    fn chance(&self, percent: u32) -> bool {
        self.number(1, 100) <= percent
    }

    fn shuffle<T>(&self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, usize::try_from(self.roll()).unwrap_or(0) % (at + 1));
        }
    }
}

/// A batch while it is being made: paths below the root, sizes, and which of them are right.
#[derive(Default)]
struct Batch {
    rows: Vec<(String, u64, bool)>,
}

const MIB: u64 = 1 << 20;

impl Batch {
    fn add(&mut self, dice: &Dice, path: String, right: bool) {
        let size = u64::from(dice.number(600, 1400)) * MIB;
        self.rows.push((path, size, right));
    }

    fn small(&mut self, dice: &Dice, path: &str) {
        let size = u64::from(dice.number(20, 130)) * MIB;
        self.rows.push((path.to_owned(), size, false));
    }

    fn finish(mut self, dice: &Dice, class: &'static str, wanted: Wanted, torrent: String) -> Case {
        if dice.chance(30) {
            let subtitle = self.rows.first().and_then(|row| Some(format!("{}.srt", row.0.rsplit_once('.')?.0)));
            self.rows.extend(subtitle.map(|path| (path, 90_000, false)));
            self.rows.push(("readme.txt".to_owned(), 900, false));
        }
        if dice.chance(50) {
            dice.shuffle(&mut self.rows);
        } else {
            self.rows.sort();
        }
        let right = (0..self.rows.len()).filter(|at| self.rows[*at].2).collect();
        let root = if self.rows.len() > 1 { format!("/{torrent}/") } else { "/".to_owned() };
        let files = (0..).zip(&self.rows).map(|(index, (path, size, _))| TorrentFile {
            index,
            name: path.rsplit('/').next().unwrap_or(path).to_owned(),
            path: format!("{root}{path}"),
            size: Some(*size),
            link: Some(format!("https://example.org/{index}")),
        });
        Case { class, wanted, torrent, files: files.collect(), right }
    }
}

fn wanted(kind: Kind, name: &str, numbers: Option<(u32, u32)>) -> Wanted {
    Wanted {
        kind,
        ids: Ids::default(),
        name: name.to_owned(),
        aliases: Vec::new(),
        year: None,
        end_year: None,
        runtime_min: None,
        episode: numbers.map(|(season, episode)| Episode {
            asked: Numbering { season: Some(season), episode },
            imdb: None,
            absolute: None,
            kitsu: None,
            aired: None,
            name: None,
        }),
        ..Wanted::default()
    }
}

fn title(dice: &Dice) -> &'static str {
    match dice.number(1, 20) {
        1..=4 => dice.pick(&NUMBERED),
        5..=8 => dice.pick(&WORLD),
        _ => dice.pick(&SHOWS),
    }
}

fn series(name: &str, season: u32, episode: u32) -> Wanted {
    wanted(Kind::Series, name, Some((season, episode)))
}

fn anime(name: &str, episode: u32) -> Wanted {
    wanted(Kind::Anime, name, Some((1, episode)))
}

fn absolute(mut wanted: Wanted, number: u32) -> Wanted {
    if let Some(episode) = &mut wanted.episode {
        episode.absolute = Some(number);
    }
    wanted
}

#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    none: usize,
}

impl Tally {
    fn of(&self) -> usize {
        self.right + self.wrong + self.none
    }
}

fn judge(cases: &[Case]) -> (Tally, String) {
    let mut classes: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut all = Tally::default();
    let mut said = String::new();
    for case in cases {
        let hint = Hint { torrent_name: &case.torrent, ..Hint::default() };
        let chosen = select(&case.files, &case.wanted, &hint);
        let file = chosen.pick.map(|at| chosen.ranked[at].file);
        let tally = classes.entry(case.class).or_default();
        let right = file.map_or(case.right.is_empty(), |file| case.right.contains(&file));
        for tally in [&mut *tally, &mut all] {
            match (right, file) {
                (true, _) => tally.right += 1,
                (false, Some(_)) => tally.wrong += 1,
                (false, None) => tally.none += 1,
            }
        }
        if !right && tally.wrong + tally.none < 12 {
            let name = |at: usize| case.files[at].path.as_str();
            let asked = case.wanted.episode.as_ref().map(|e| (e.asked.season, e.asked.episode, e.absolute));
            let _ = writeln!(
                said,
                "{}: {} {asked:?} in {:?}\n   want {:?}\n   got  {:?}\n   beside {:?}",
                case.class,
                case.wanted.name,
                case.torrent,
                case.right.first().map(|at| name(*at)),
                file.map(name),
                case.files.iter().take(3).map(|f| f.path.as_str()).collect::<Vec<_>>()
            );
        }
    }
    let mut table = String::new();
    for (class, tally) in classes.into_iter().chain([("all", Tally { ..all })]) {
        let _ = writeln!(
            table,
            "{class:<22} {:>5} of {:<5} wrong {:<4} none {}",
            tally.right,
            tally.of(),
            tally.wrong,
            tally.none
        );
        if class == "all" {
            all = tally;
        }
    }
    (all, format!("{said}{table}"))
}

#[test]
fn batches_of_every_habit_give_the_right_file_and_never_a_wrong_one() {
    let dice = Dice(Cell::new(20_260_114));
    let mut cases = Vec::new();
    for _ in 0..24 {
        seasons::all(&dice, &mut cases);
        running::all(&dice, &mut cases);
        beside::all(&dice, &mut cases);
        counts::all(&dice, &mut cases);
        films::all(&dice, &mut cases);
        mixtures::all(&dice, &mut cases);
        sisters::all(&dice, &mut cases);
        cours::all(&dice, &mut cases);
        numbers::all(&dice, &mut cases);
    }
    let (all, table) = judge(&cases);
    // Shown with `--nocapture`, and with the failure.
    eprintln!("{table}");
    assert!(all.right * 1000 >= all.of() * 995, "{table}");
    assert_eq!(all.wrong, 0, "{table}");
}
