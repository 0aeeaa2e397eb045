//! Numbers that mean something else than they seem: pairs in one number, running numbers beside a season, folders named
//! by a number, seasons that nothing states, days beside the day, films by their place in a series.

use jiff::{Span, civil};

use super::naming::{ANIME, NAMES, SHOWS};
use super::{Batch, Case, Dice, absolute, anime, series, wanted};
use crate::title::Kind;

pub(super) fn all(dice: &Dice, cases: &mut Vec<Case>) {
    for make in [pairs, running, season_running, folders, lone_folder, unproven, days, weekly, boxed, boxed_by_year] {
        cases.push(make(dice));
    }
}

/// `S01E0102`, `S01E0304`; some files may have one episode.
fn pairs(dice: &Dice) -> Case {
    let (title, season) = (dice.pick(&SHOWS), dice.number(1, 5));
    let (asked, gone) = (dice.number(1, 12), dice.chance(30));
    let sign = dice.pick(&["E", "e", "x"]);
    let mut batch = Batch::default();
    let mut n = 1;
    while n < 13 {
        let pair = n == 1 || dice.chance(60);
        let last = if pair { n + 1 } else { n };
        let number = if pair { format!("{n:02}{last:02}") } else { format!("{n:02}") };
        let season = if sign == "x" { season.to_string() } else { format!("S{season:02}") };
        let right = (n..=last).contains(&asked);
        if !(gone && right) {
            batch.add(dice, format!("{title} - {season}{sign}{number} - {}.mkv", dice.pick(&NAMES)), right);
        }
        n = last + 1;
    }
    batch.finish(dice, "pairs", series(title, season, asked), format!("{title} Season {season}"))
}

/// The running number stands under season 1 or a late season, and may be missing.
fn running(dice: &Dice) -> Case {
    let title = dice.pick(&ANIME);
    let (before, asked, season) = (dice.number(300, 1200), dice.number(5, 50), dice.number(9, 23));
    let number = before + asked;
    let gone = dice.chance(30);
    let stated = if dice.chance(50) { 1 } else { season };
    let mut batch = Batch::default();
    for n in (number - 4..number + 5).filter(|n| !gone || *n != number) {
        batch.add(dice, format!("{title} S{stated:02}E{n} 1080p WEB-DL-KTR.mkv"), n == number);
    }
    let target = if dice.chance(50) {
        absolute(series(title, season, asked), number)
    } else {
        absolute(anime(title, number), number)
    };
    batch.finish(dice, "running_tagged", target, format!("{title} S{stated:02} 1080p WEB-DL-KTR"))
}

/// Both seasons with numbers that go on: found from where the first one ends.
fn season_running(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS);
    let (first, second) = (dice.number(10, 30), dice.number(10, 24));
    let (asked, broken) = (dice.number(1, second), dice.chance(30));
    let mut batch = Batch::default();
    for n in 1..=first + second {
        if broken && n == first {
            continue;
        }
        let season = if n > first { 2 } else { 1 };
        let right = !broken && n == first + asked;
        batch.add(dice, format!("{title} - S{season:02}E{n:02}.mkv"), right);
    }
    batch.finish(dice, "running_derived", series(title, 2, asked), format!("{title} S01-S02"))
}

/// `/1/episode_02.avi`
fn folders(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS);
    let (seasons, count) = (dice.number(2, 5), dice.number(3, 12));
    let (season, asked) = (dice.number(1, seasons + 1), dice.number(1, count));
    let shape = dice.number(1, 3);
    let mut batch = Batch::default();
    for folder in 1..=seasons {
        for n in 1..=count {
            let name = match shape {
                1 => format!("episode_{n:02}.avi"),
                2 => format!("{title} - {n:02}.mkv"),
                _ => format!("{n:02} - {}.avi", dice.pick(&NAMES)),
            };
            batch.add(dice, format!("{folder}/{name}"), folder == season && n == asked);
        }
    }
    batch.finish(dice, "bare_folders", series(title, season, asked), title.to_owned())
}

/// One folder alone, named by the number of its season.
fn lone_folder(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS);
    let (held, count) = (dice.number(1, 6), dice.number(3, 12));
    let season = if dice.chance(60) { held } else { dice.number(1, 6) };
    let asked = dice.number(1, count);
    let mut batch = Batch::default();
    for n in 1..=count {
        batch.add(dice, format!("{held}/{title} - {n:02}.mkv"), held == season && n == asked);
    }
    batch.finish(dice, "bare_folder", series(title, season, asked), title.to_owned())
}

/// Files without a season, for a season above the first.
fn unproven(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS);
    let (season, count) = (dice.number(2, 6), dice.number(4, 16));
    let asked = dice.number(1, count);
    let proven = dice.chance(50);
    let mut batch = Batch::default();
    for n in 1..=count {
        let name = format!("{}.E{n:02}.1080p.WEB-DL.mkv", title.replace(' ', "."));
        batch.add(dice, name, proven && n == asked);
    }
    let told = if proven { format!(".S{season:02}") } else { format!(".E01-E{count:02}") };
    let torrent = format!("{}{told}.1080p.WEB-DL", title.replace(' ', "."));
    batch.finish(dice, "unproven_season", series(title, season, asked), torrent)
}

/// A daily show without the wanted day.
fn days(dice: &Dice) -> Case {
    dated(dice, "days_absent", 1, false)
}

/// A weekly show under the day beside the one of the catalogue.
fn weekly(dice: &Dice) -> Case {
    dated(dice, "days_beside", 7, true)
}

fn dated(dice: &Dice, class: &'static str, apart: i64, beside: bool) -> Case {
    let title = dice.pick(&SHOWS);
    let count = dice.number(4, 10);
    let wanted_at = dice.number(0, count - 1);
    let start = civil::date(2023, 3, 4);
    let mut batch = Batch::default();
    for n in 0..count {
        if !beside && n == wanted_at {
            continue;
        }
        let day = start + Span::new().days(i64::from(n) * apart);
        let name = format!("{}.{}.720p.WEB.mkv", title.replace(' ', "."), day.strftime("%Y.%m.%d"));
        batch.add(dice, name, beside && n == wanted_at);
    }
    let mut target = series(title, 4, wanted_at + 30);
    if let Some(episode) = &mut target.episode {
        let shift = if beside { dice.pick(&[-1, 1]) } else { 0 };
        episode.aired = Some(start + Span::new().days(i64::from(wanted_at) * apart + shift));
    }
    batch.finish(dice, class, target, format!("{title} 2023"))
}

/// `Saga 1`, `Saga Part 2`: the first is the one without a number, and a part is found however it is written.
fn boxed(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS[..11]);
    let count = dice.number(2, 5);
    let asked = dice.number(1, count + 1);
    let word = dice.pick(&["", "Part "]);
    let mut batch = Batch::default();
    for n in 1..=count {
        let name = format!("{}.{}{n}.1080p.mkv", title.replace(' ', "."), word.replace(' ', "."));
        batch.add(dice, name, n == asked);
    }
    let roman =
        ["I", "II", "III", "IV", "V", "VI"].get(usize::try_from(asked).unwrap_or(1) - 1).copied().unwrap_or("X");
    let name = if asked == 1 { title.to_owned() } else { format!("{title} Part {roman}") };
    batch.finish(dice, "box_numbers", wanted(Kind::Movie, &name, None), format!("{title} Collection"))
}

/// `Saga.2.2003`, and the film has a title of its own.
fn boxed_by_year(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS[..11]);
    let count = dice.number(2, 5);
    let asked = dice.number(1, count + 1);
    let mut batch = Batch::default();
    for n in 1..=count {
        let name = format!("{}.{n}.{}.1080p.mkv", title.replace(' ', "."), 2000 + 2 * n);
        batch.add(dice, name, n == asked);
    }
    let mut target = wanted(Kind::Movie, &format!("{title} and the {} Stone", dice.pick(&["Last", "Hidden"])), None);
    target.year = i16::try_from(2000 + 2 * asked).ok();
    batch.finish(dice, "box_years", target, format!("{title} Collection"))
}
