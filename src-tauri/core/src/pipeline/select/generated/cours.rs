//! Seasons in parts: the second cour in a pack of the whole season, the part alone, parts in folders, and entries that
//! a catalogue begins within a season.

use super::naming::ANIME;
use super::{Batch, Case, Dice, absolute, anime, series};
use crate::title::{Numbering, Wanted};

pub(super) fn all(dice: &Dice, cases: &mut Vec<Case>) {
    for make in [whole, mapped, part_alone, part_folders, goes_on, first_wanted, series_part] {
        cases.push(make(dice));
    }
}

/// The ways a title states its part.
fn part(dice: &Dice) -> &'static str {
    dice.pick(&["Part 2", "Cour 2", "2nd Cour", "Part II", "Second Part"])
}

fn title_of(dice: &Dice) -> (&'static str, u32, String) {
    let (title, season) = (dice.pick(&ANIME), dice.number(1, 4));
    let stated = match season {
        1 => title.to_owned(),
        2 if dice.chance(50) => format!("{title} 2nd Season"),
        season => format!("{title} Season {season}"),
    };
    (title, season, stated)
}

fn file(stated: bool, title: &str, season: u32, episode: u32) -> String {
    if season > 1 || stated {
        return format!("[KTR] {title} - S{season:02}E{episode:02} [1080p].mkv");
    }
    format!("[KTR] {title} - {episode:02} [1080p].mkv")
}

/// The whole season, and nothing says where the part begins.
fn whole(dice: &Dice) -> Case {
    let (title, season, stated) = title_of(dice);
    let (asked, count) = (dice.number(1, 12), dice.number(20, 26));
    let season_stated = dice.chance(50);
    let mut batch = Batch::default();
    for n in 1..=count {
        batch.add(dice, file(season_stated, title, season, n), false);
    }
    let target = anime(&format!("{stated} {}", part(dice)), asked);
    batch.finish(dice, "cour_whole", target, format!("[KTR] {stated} [1080p]"))
}

/// The whole season, and the catalogue knows the number within it; or only the first part is there.
fn mapped(dice: &Dice) -> Case {
    let (title, season, stated) = title_of(dice);
    let (first, asked) = (dice.number(10, 13), dice.number(1, 11));
    let (gone, by_absolute) = (dice.chance(40), season == 1 && dice.chance(50));
    let mut batch = Batch::default();
    for n in 1..=if gone { first } else { first + 12 } {
        let name = format!("[KTR] {title} - S{season:02}E{n:02} [1080p].mkv");
        batch.add(dice, name, n == first + asked);
    }
    let name = if dice.chance(70) { format!("{stated} {}", part(dice)) } else { stated.clone() };
    let target = anime(&name, asked);
    let target = if by_absolute { absolute(target, first + asked) } else { of_season(target, season, first + asked) };
    batch.finish(dice, "cour_mapped", target, format!("[KTR] {title} S{season:02}"))
}

fn of_season(mut wanted: Wanted, season: u32, episode: u32) -> Wanted {
    if let Some(asked) = &mut wanted.episode {
        asked.imdb = Some(Numbering { season: Some(season), episode });
    }
    wanted
}

/// The part alone, with numbers of its own.
fn part_alone(dice: &Dice) -> Case {
    let (title, season, stated) = title_of(dice);
    let (asked, gone) = (dice.number(1, 12), dice.chance(30));
    let shape = dice.number(1, 3);
    let mut batch = Batch::default();
    for n in (1..=12).filter(|n| !gone || *n != asked) {
        let name = match shape {
            1 => format!("[KTR] {stated} Part 2 - {n:02} [1080p].mkv"),
            2 => format!("[KTR] {title} S{season:02} Part 2 - {n:02}.mkv"),
            _ => format!("{title} - S{season:02}P02E{n:02}.mkv"),
        };
        batch.add(dice, name, n == asked);
    }
    let target = anime(&format!("{stated} Part 2"), asked);
    batch.finish(dice, "cour_alone", target, format!("[KTR] {stated} Part 2 [1080p]"))
}

/// Each part in a folder of its own, counting anew or going on.
fn part_folders(dice: &Dice) -> Case {
    let (title, season, stated) = title_of(dice);
    let (first, asked, anew) = (dice.number(10, 13), dice.number(1, 10), dice.chance(50));
    let season_stated = dice.chance(50);
    let mut batch = Batch::default();
    for (part, count) in [(1, first), (2, 12)] {
        for n in 1..=count {
            let number = if part == 2 && !anew { first + n } else { n };
            let name = file(season_stated, title, season, number);
            batch.add(dice, format!("{stated} Part {part}/{name}"), part == 2 && n == asked);
        }
    }
    let target = anime(&format!("{stated} Part 2"), asked);
    batch.finish(dice, "cour_folders", target, format!("[KTR] {stated} Part 1 + Part 2"))
}

/// Only the files of the second part, under the numbers of the season.
fn goes_on(dice: &Dice) -> Case {
    let (title, season, stated) = title_of(dice);
    let (first, asked) = (dice.number(10, 13), dice.number(1, 12));
    let mut batch = Batch::default();
    for n in 1..=12 {
        let name = format!("[KTR] {title} - S{season:02}E{:02} [1080p].mkv", first + n);
        batch.add(dice, name, n == asked);
    }
    let target = anime(&format!("{stated} Part 2"), asked);
    batch.finish(dice, "cour_goes_on", target, format!("[KTR] {title} S{season:02} [1080p]"))
}

/// The first part is wanted, and the second alone is there.
fn first_wanted(dice: &Dice) -> Case {
    let (title, season, stated) = title_of(dice);
    let asked = dice.number(1, 12);
    let mut batch = Batch::default();
    for n in 1..=12 {
        batch.add(dice, format!("[KTR] {stated} {} - {n:02}.mkv", dice.pick(&["Part 2", "Cour 2"])), false);
    }
    let target = if season == 1 && dice.chance(50) { anime(title, asked) } else { series(title, season, asked) };
    batch.finish(dice, "cour_first", target, format!("[KTR] {stated} Part 2"))
}

/// A series whose seasons are released in parts: the numbers go on.
fn series_part(dice: &Dice) -> Case {
    let (title, season) = (dice.pick(&super::SHOWS), dice.number(1, 6));
    let (first, count) = (dice.number(4, 8), dice.number(3, 8));
    let asked = dice.number(1, first + count);
    let mut batch = Batch::default();
    for n in first + 1..=first + count {
        let name = format!("{}.S{season:02}E{n:02}.1080p.WEB.mkv", title.replace(' ', "."));
        batch.add(dice, name, n == asked);
    }
    let torrent = format!("{}.S{season:02}.Part.2.1080p.WEB", title.replace(' ', "."));
    batch.finish(dice, "series_part", series(title, season, asked), torrent)
}
