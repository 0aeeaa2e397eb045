//! Batches with running numbers, fansub naming, and seasons told apart by the title.

use super::naming::{ANIME, GROUPS, NAMES, NUMBERED, Style};
use super::{Batch, Case, Dice, absolute, anime, series};

pub(super) fn all(dice: &Dice, cases: &mut Vec<Case>) {
    let makers = [
        running,
        versions,
        decimals,
        parts,
        season_words,
        imdb_season,
        long_runner,
        brackets,
        ova_beside,
        sequels,
        absent_bare,
    ];
    for make in makers {
        cases.push(make(dice));
    }
}

/// Numbers run through all seasons, with or without season folders.
fn running(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&ANIME), Style::new(dice));
    let (last, count) = (dice.number(2, 4), dice.number(10, 24));
    let (at, asked) = (dice.number(1, last), dice.number(1, count));
    let style = style.wide(if last * count > 99 { 3 } else { 2 });
    let number = (at - 1) * count + asked;
    let in_folders = dice.chance(50);
    let mut batch = Batch::default();
    for n in 1..=last * count {
        let name = style.bare(title, n, dice.pick(&NAMES));
        let path = if in_folders { format!("{}/{name}", style.season_folder((n - 1) / count + 1)) } else { name };
        batch.add(dice, path, n == number);
    }
    let wanted = if dice.chance(50) { absolute(series(title, at, asked), number) } else { anime(title, number) };
    let torrent = style.torrent(title, dice.pick(&["Batch", "Complete", "(BD)"]));
    batch.finish(dice, "running", wanted, torrent)
}

fn versions(dice: &Dice) -> Case {
    let title = dice.pick(&ANIME);
    let (count, group) = (dice.number(6, 26), dice.pick(&GROUPS));
    let asked = dice.number(1, count);
    let mut batch = Batch::default();
    for n in 1..=count {
        let twice = n == asked || dice.chance(20);
        let first = dice.pick(&["", "v0", ""]);
        batch.add(dice, format!("[{group}] {title} - {n:02}{first} [720p].mkv"), n == asked && !twice);
        if twice {
            let later = dice.pick(&["v2", "v3"]);
            batch.add(dice, format!("[{group}] {title} - {n:02}{later} [720p].mkv"), n == asked);
        }
    }
    batch.finish(dice, "versions", anime(title, asked), format!("[{group}] {title} [Batch]"))
}

fn decimals(dice: &Dice) -> Case {
    let (title, group) = (dice.pick(&ANIME), dice.pick(&GROUPS));
    let count = dice.number(11, 26);
    let asked = dice.number(1, count);
    let mut batch = Batch::default();
    for n in 1..=count {
        batch.add(dice, format!("[{group}] {title} - {n:02} [1080p].mkv"), n == asked);
        if n == asked || dice.chance(10) {
            batch.add(dice, format!("[{group}] {title} - {n:02}.5 [1080p].mkv"), false);
        }
    }
    batch.finish(dice, "decimals", anime(title, asked), format!("[{group}] {title} (01-{count:02}) [1080p]"))
}

/// A second half numbered on from the first.
fn parts(dice: &Dice) -> Case {
    let (title, group) = (dice.pick(&ANIME), dice.pick(&GROUPS));
    let half = dice.number(10, 13);
    let restarts = dice.chance(50);
    let asked = dice.number(1, half);
    let mut batch = Batch::default();
    for part in 1..=2 {
        for n in 1..=half {
            let number = if part == 2 && !restarts { half + n } else { n };
            let name = if part == 1 {
                format!("{title}/[{group}] {title} - {n:02} [1080p].mkv")
            } else {
                format!("{title} Part 2/[{group}] {title} Part 2 - {number:02} [1080p].mkv")
            };
            batch.add(dice, name, part == 2 && n == asked);
        }
    }
    let mut target = anime(&format!("{title} Part 2"), asked);
    if !restarts {
        target = absolute(target, half + asked);
    }
    batch.finish(dice, "parts", target, format!("[{group}] {title} + Part 2"))
}

fn season_words(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&ANIME), Style::new(dice));
    let (last, count) = (dice.number(2, 4), dice.number(11, 13));
    let (at, asked) = (dice.number(1, last), dice.number(1, count));
    let form = dice.number(0, 4);
    let suffix = |season: u32, form: u32| {
        let roman = ["", "II", "III", "IV"][usize::try_from(season - 1).unwrap_or(0)];
        let ordinal = ["1st", "2nd", "3rd", "4th"][usize::try_from(season - 1).unwrap_or(0)];
        match (season, form) {
            (1, _) => title.to_owned(),
            (_, 0) => format!("{title} S{season}"),
            (_, 1) => format!("{title} Season {season}"),
            (_, 2) => format!("{title} {ordinal} Season"),
            (_, 3) => format!("{title} {roman}"),
            _ => format!("{title} {season}"),
        }
    };
    let mut batch = Batch::default();
    for season in 1..=last {
        for n in 1..=count {
            let show = suffix(season, form);
            let path = format!("{show}/[Tanuki] {show} - {n:02} [720p].mkv");
            batch.add(dice, path, season == at && n == asked);
        }
    }
    let (asked_as, named) = (dice.number(0, 4), dice.chance(70));
    let mut target = anime(&suffix(at, if form > 2 { form } else { asked_as % 3 }), asked);
    if at > 1 && named {
        target.aliases = vec![suffix(at, 2)];
    }
    let torrent = style.torrent(title, dice.pick(&["Complete", "Batch"]));
    batch.finish(dice, "season_words", target, torrent)
}

/// An anime asked for by its IMDb season.
fn imdb_season(dice: &Dice) -> Case {
    let title = dice.pick(&ANIME);
    let (season, count) = (dice.number(2, 4), dice.number(11, 13));
    let asked = dice.number(1, count);
    let form = dice.number(0, 3);
    let mut batch = Batch::default();
    for n in 1..=count {
        let name = match form {
            0 => format!("[Tanuki] {title} S{season} - {n:02} [1080p].mkv"),
            1 => format!("[Tanuki] {title} - S{season:02}E{n:02} [1080p].mkv"),
            2 => format!("[Tanuki] {title} Season {season} - {n:02} (1080p).mkv"),
            _ => format!("{title} S{season:02}E{n:02} 1080p WEB.mkv"),
        };
        batch.add(dice, name, n == asked);
    }
    let target = absolute(series(title, season, asked), (season - 1) * count + asked);
    batch.finish(dice, "imdb_season", target, format!("[Tanuki] {title} S{season} [1080p]"))
}

fn long_runner(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&ANIME), Style::new(dice));
    let count = dice.number(150, 1150);
    let style = style.wide(if count > 999 { 4 } else { 3 });
    let asked = dice.number(1, count);
    let mut batch = Batch::default();
    for n in 1..=count {
        batch.add(dice, style.bare(title, n, dice.pick(&NAMES)), n == asked);
    }
    let torrent = style.torrent(title, &format!("001-{count}"));
    batch.finish(dice, "long_runner", anime(title, asked), torrent)
}

fn brackets(dice: &Dice) -> Case {
    let (title, style) = (if dice.chance(50) { dice.pick(&NUMBERED) } else { dice.pick(&ANIME) }, Style::new(dice));
    let count = dice.number(5, 26);
    let asked = dice.number(1, count);
    let mut batch = Batch::default();
    for n in 1..=count {
        batch.add(dice, style.bare(title, n, dice.pick(&NAMES)), n == asked);
    }
    let torrent = style.torrent(title, dice.pick(&["Batch", "(BD)", "TV"]));
    batch.finish(dice, "one_season_anime", anime(title, asked), torrent)
}

fn ova_beside(dice: &Dice) -> Case {
    let (title, group) = (dice.pick(&ANIME), dice.pick(&GROUPS));
    let count = dice.number(11, 26);
    let asked = dice.number(1, 9);
    let absent = dice.chance(30);
    let mut batch = Batch::default();
    for n in (1..=count).filter(|n| !absent || *n != asked) {
        batch.add(dice, format!("[{group}] {title} - {n:02} (BD 1080p).mkv"), n == asked);
    }
    for beside in
        ["OVA", "SP", "NCOP", "NCED", "PV", "Menu", "ONA", "Special ", "OAD", "CM", "Creditless Opening ", "IV"]
    {
        if dice.chance(40) {
            let pad = if dice.chance(50) { format!("{asked:02}") } else { asked.to_string() };
            let folder = dice.pick(&["", "Extras/", "SPs/", "Specials/", "[SP]/", "映像特典/"]);
            let path = format!("{folder}[{group}] {title} - {beside}{pad} (BD 1080p).mkv");
            batch.add(dice, path, false);
        }
    }
    batch.finish(dice, "ova_beside", anime(title, asked), format!("[{group}] {title} + Extras (BD 1080p)"))
}

/// The seasons are told apart by the title's own numeral, and asked for by number.
fn sequels(dice: &Dice) -> Case {
    let title = dice.pick(&ANIME);
    let (last, count) = (dice.number(2, 4), dice.number(10, 13));
    let (at, asked) = (dice.number(1, last), dice.number(1, count));
    let roman = dice.chance(50);
    let numeral = |season: u32| match (season, roman) {
        (1, _) => String::new(),
        (2, true) => " II".to_owned(),
        (3, true) => " III".to_owned(),
        (_, true) => " IV".to_owned(),
        (_, false) => format!(" {season}"),
    };
    let mut batch = Batch::default();
    for season in 1..=last {
        for n in 1..=count {
            let name = format!("[Tanuki] {title}{} - {n:02} [1080p].mkv", numeral(season));
            batch.add(dice, name, season == at && n == asked);
        }
    }
    let target = absolute(series(title, at, asked), (at - 1) * count + asked);
    batch.finish(dice, "sequels", target, format!("[Tanuki] {title} Collection"))
}

/// An anime's season without the episode asked for.
fn absent_bare(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&ANIME), Style::new(dice));
    let count = dice.number(11, 26);
    let gone = if dice.chance(50) { dice.number(1, count) } else { count + dice.number(1, 30) };
    let mut batch = Batch::default();
    for n in (1..=count).filter(|n| *n != gone) {
        batch.add(dice, style.bare(title, n, dice.pick(&NAMES)), false);
    }
    let torrent = style.torrent(title, "Batch");
    batch.finish(dice, "absent_bare", anime(title, gone), torrent)
}
