//! Shows of one family: the wanted one, others whose titles go on or begin alike, and the show they come from. Often
//! the wanted episode is not there.

use super::naming::{ANIME, NAMES, SHOWS, Style};
use super::{Batch, Case, Dice, anime, series};

/// Words that make another show of a title.
const FURTHER: [&str; 12] = [
    "Mexico",
    "Los Angeles",
    "New Blood",
    "International",
    "Zero",
    "Z",
    "Beyond Borders",
    "Fire",
    "and Friends",
    "After Dark",
    "Origins",
    "Uncovered",
];

pub(super) fn all(dice: &Dice, cases: &mut Vec<Case>) {
    for make in [longer, longer_untitled, both, family, parent] {
        cases.push(make(dice));
    }
}

/// Only the other show is there, alone or as a pack.
fn longer(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS), Style::new(dice));
    let (season, count) = (dice.number(1, 4), dice.number(3, 12));
    let asked = dice.number(1, count);
    let other = if dice.chance(20) { format!("Fear {title}") } else { format!("{title} {}", dice.pick(&FURTHER)) };
    let mut batch = Batch::default();
    if dice.chance(40) {
        batch.add(dice, style.full(&other, season, asked, dice.pick(&NAMES)), false);
    } else {
        for n in 1..=count {
            batch.add(dice, style.full(&other, season, n, dice.pick(&NAMES)), false);
        }
    }
    let torrent = style.torrent(&other, &format!("S{season:02}"));
    batch.finish(dice, "sister_longer", series(title, season, asked), torrent)
}

/// The files carry no title; the torrent or their folder is the other show's.
fn longer_untitled(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS);
    let (season, count) = (dice.number(1, 4), dice.number(3, 12));
    let asked = dice.number(1, count);
    let other = format!("{title} {}", dice.pick(&FURTHER));
    let mut batch = Batch::default();
    for n in 1..=count {
        let folder = if dice.chance(50) { String::new() } else { format!("Season {season}/") };
        batch.add(dice, format!("{folder}S{season:02}E{n:02}.mkv"), false);
    }
    let torrent = format!("{}.S{season:02}.1080p", other.replace(' ', "."));
    batch.finish(dice, "sister_untitled", series(title, season, asked), torrent)
}

/// Both shows in one torrent; the wanted episode may be missing.
fn both(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS), Style::new(dice));
    let (season, count) = (dice.number(1, 4), dice.number(4, 12));
    let asked = dice.number(1, count);
    let gone = dice.chance(40);
    let other = format!("{title} {}", dice.pick(&FURTHER));
    let mut batch = Batch::default();
    for n in 1..=count {
        let name = dice.pick(&NAMES);
        batch.add(dice, format!("{other}/{}", style.full(&other, season, n, name)), false);
        if !(gone && n == asked) {
            batch.add(dice, format!("{title}/{}", style.full(title, season, n, name)), n == asked);
        }
    }
    batch.finish(dice, "sister_both", series(title, season, asked), format!("{title} Collection"))
}

/// Entries of one family, none of which is the show itself.
fn family(dice: &Dice) -> Case {
    let show = dice.pick(&ANIME);
    let entries = ["Fusion", "Masters", "Fury"];
    let count = dice.number(5, 20);
    let asked = dice.number(1, count);
    let wanted_entry = dice.pick(&entries);
    let gone = dice.chance(40);
    let mut batch = Batch::default();
    for entry in entries.into_iter().filter(|entry| !(gone && *entry == wanted_entry)) {
        for n in 1..=count {
            let right = entry == wanted_entry && n == asked;
            batch.add(dice, format!("{show} {entry}/{show} {entry} - {n:02}.mkv"), right);
        }
    }
    let target = anime(&format!("{show}: {wanted_entry}"), asked);
    batch.finish(dice, "sister_family", target, format!("{show} Saga Complete"))
}

/// The sister is wanted, and the show that both come from is there, with the sister or without.
fn parent(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS), Style::new(dice));
    let (season, count) = (dice.number(1, 4), dice.number(4, 12));
    let asked = dice.number(1, count);
    let sister = format!("{title}: {}", dice.pick(&FURTHER));
    let held = dice.chance(50);
    let mut batch = Batch::default();
    for n in 1..=count {
        batch.add(dice, style.full(title, season, n, dice.pick(&NAMES)), false);
        if held {
            batch.add(dice, style.full(&sister.replace(':', ""), season, n, dice.pick(&NAMES)), n == asked);
        }
    }
    let torrent = style.torrent(title, &format!("S{season:02}"));
    batch.finish(dice, "sister_parent", series(&sister, season, asked), torrent)
}
