//! Batches numbered in more than one way at once: two numbers in a name, seasons named by year, halves of a season,
//! story arcs, days, and forms that only the whole batch explains.

use super::naming::{ANIME, NAMES, SHOWS, Style};
use super::{Batch, Case, Dice, absolute, series, wanted};
use crate::title::Kind;

pub(super) fn all(dice: &Dice, cases: &mut Vec<Case>) {
    let makers = [
        both_counts,
        year_seasons,
        season_halves,
        arcs,
        doubles,
        days,
        unpadded,
        partial_compact,
        constant_season,
        running_seasons_absent,
    ];
    for make in makers {
        cases.push(make(dice));
    }
}

/// `S02E05 - 017`: season, episode and the running number in one name.
fn both_counts(dice: &Dice) -> Case {
    let title = dice.pick(&ANIME);
    let (last, count) = (dice.number(2, 4), dice.number(8, 13));
    let (at, asked) = (dice.number(1, last), dice.number(1, count));
    let form = dice.number(0, 3);
    let mut batch = Batch::default();
    for season in 1..=last {
        for n in 1..=count {
            let running = (season - 1) * count + n;
            let name = match form {
                0 => format!("{title} S{season:02}E{n:02} ({running:03}) [1080p].mkv"),
                1 => format!("{title} - S{season:02}E{n:02} - {running:03} - {}.mkv", dice.pick(&NAMES[14..])),
                2 => format!("{title} - {running:03} - S{season:02}E{n:02} [BD].mkv"),
                _ => format!("Season {season}/{title} S{season:02}E{n:02} - Ep.{running}.mkv"),
            };
            batch.add(dice, name, season == at && n == asked);
        }
    }
    let target = series(title, at, asked);
    let target = if dice.chance(50) { absolute(target, (at - 1) * count + asked) } else { target };
    batch.finish(dice, "both_counts", target, format!("{title} Complete"))
}

fn year_seasons(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS);
    let (first, count) = (dice.number(2005, 2018), dice.number(5, 20));
    let (at, asked) = (first + dice.number(0, 2), dice.number(1, count));
    let (folders, form) = (dice.chance(50), dice.number(0, 2));
    let mut batch = Batch::default();
    for season in first..=first + 2 {
        for n in 1..=count {
            let name = match form {
                0 => format!("{title} - S{season}E{n:02} - {}.mkv", dice.pick(&NAMES)),
                1 => format!("{}.{season}.E{n:02}.480p.mkv", title.replace(' ', ".")),
                _ => format!("{title} - {season}x{n:02} - {}.mkv", dice.pick(&NAMES)),
            };
            let path = if folders { format!("Season {season}/{name}") } else { name };
            batch.add(dice, path, season == at && n == asked);
        }
    }
    batch.finish(dice, "year_seasons", series(title, at, asked), format!("{title} S{first}-S{}", first + 2))
}

/// `Season 2 Part 1`, `Season 2 Part 2`, whose numbers go on.
fn season_halves(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS);
    let (season, half) = (dice.number(1, 5), dice.number(5, 12));
    let asked = dice.number(1, half * 2);
    let form = dice.number(0, 2);
    let mut batch = Batch::default();
    for n in 1..=half * 2 {
        let part = (n - 1) / half + 1;
        let folder = match form {
            0 => format!("Season {season} Part {part}"),
            1 => format!("S{season:02}P{part}"),
            _ => format!("{title} S{season:02} Vol. {part}"),
        };
        let name = format!("{title} S{season:02}E{n:02} {}.mkv", dice.pick(&NAMES));
        batch.add(dice, format!("{folder}/{name}"), n == asked);
    }
    batch.finish(dice, "season_halves", series(title, season, asked), format!("{title} Season {season}"))
}

/// A long runner in folders named for its stories.
fn arcs(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&ANIME), Style::new(dice).wide(3));
    let (arcs, each) = (dice.number(3, 7), dice.number(12, 40));
    let asked = dice.number(1, arcs * each);
    let form = dice.number(0, 3);
    let mut batch = Batch::default();
    for n in 1..=arcs * each {
        let arc = (n - 1) / each;
        let story = ["Old Sea", "Sand Gate", "Sky Well", "Iron Fair", "Mirror War", "Fish Moon", "Cloud Vault"]
            [usize::try_from(arc).unwrap_or(0) % 7];
        let (from, to) = (arc * each + 1, (arc + 1) * each);
        let folder = match form {
            0 => format!("{:02}. {story} ({from:03}-{to:03})", arc + 1),
            1 => format!("{story} Arc [{from}-{to}]"),
            2 => format!("Saga {} - {story}", arc + 1),
            _ => story.to_owned(),
        };
        batch.add(dice, format!("{folder}/{}", style.bare(title, n, dice.pick(&NAMES))), n == asked);
    }
    let target = wanted(Kind::Anime, title, Some((1, asked)));
    batch.finish(dice, "arcs", target, style.torrent(title, &format!("001-{}", arcs * each)))
}

/// One or two of the files hold two episodes, the others one.
fn doubles(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS);
    let (season, count) = (dice.number(1, 6), dice.number(8, 22));
    let double = dice.number(1, count - 1);
    let asked = if dice.chance(50) { double + dice.number(0, 1) } else { dice.number(1, count) };
    let form = dice.number(0, 4);
    let mut batch = Batch::default();
    let mut n = 1;
    while n <= count {
        let (first, last) = if n == double { (n, n + 1) } else { (n, n) };
        let numbers = match (first == last, form) {
            (true, 2) => format!("{season}x{first:02}"),
            (true, _) => format!("S{season:02}E{first:02}"),
            (_, 0) => format!("S{season:02}E{first:02}E{last:02}"),
            (_, 1) => format!("S{season:02}E{first:02}-E{last:02}"),
            (_, 2) => format!("{season}x{first:02}-{last:02}"),
            (_, 3) => format!("S{season:02}E{first:02}-{last:02}"),
            _ => format!("S{season:02}E{first:02} & E{last:02}"),
        };
        let name = format!("{title} {numbers} {} 720p.mkv", dice.pick(&NAMES));
        batch.add(dice, name, (first..=last).contains(&asked));
        n = last + 1;
    }
    batch.finish(dice, "doubles", series(title, season, asked), format!("{title} S{season:02}"))
}

/// A daily show by the day, in the orders and separators of several countries.
fn days(dice: &Dice) -> Case {
    let title = dice.pick(&["Nightly with Oda Brandt", "The Noon Report", "Hafta Sonu", "Running Kitchen"]);
    let (year, month) = (dice.number(2013, 2025), dice.number(1, 12));
    let form = dice.number(0, 6);
    let (asked, gone) = (dice.number(1, 27), dice.chance(20));
    let mut batch = Batch::default();
    for day in (1..=27).filter(|day| !gone || *day != asked) {
        let short = year % 100;
        let name = match form {
            0 => format!("{}.{year}.{month:02}.{day:02}.A.Guest.720p.WEB.h264-KTR.mkv", title.replace(' ', ".")),
            1 => format!("{title} {day:02}.{month:02}.{year} 1080p.mkv"),
            2 => format!("{title} ({day:02}-{month:02}-{year}).mp4"),
            3 => format!("{}.{short:02}{month:02}{day:02}.1080p-NEXT.mp4", title.replace(' ', ".")),
            4 => format!("{title} - {year}{month:02}{day:02} - A Guest.mkv"),
            5 => format!("{title}/{year}-{month:02}-{day:02}.mkv"),
            _ => format!("{title} E{:03} {short:02}{month:02}{day:02} 720p.mkv", 300 + day),
        };
        batch.add(dice, name, day == asked);
    }
    let mut target = series(title, dice.number(1, 30), dice.number(200, 290));
    if let Some(episode) = &mut target.episode {
        let number = |n: u32| i8::try_from(n).unwrap_or(1);
        episode.aired = jiff::civil::Date::new(i16::try_from(year).unwrap_or(1), number(month), number(asked)).ok();
    }
    batch.finish(dice, "days", target, format!("{title} {year}"))
}

/// Numbers without padding, past ten and past a hundred.
fn unpadded(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&ANIME), Style::new(dice).wide(1));
    let count = dice.number(12, 130);
    let asked = dice.number(1, count);
    let mut batch = Batch::default();
    for n in 1..=count {
        batch.add(dice, style.bare(title, n, dice.pick(&NAMES)), n == asked);
    }
    let target = wanted(Kind::Anime, title, Some((1, asked)));
    batch.finish(dice, "unpadded", target, style.torrent(title, "Complete"))
}

/// Some episodes of one season in the compact form: nothing begins at one.
fn partial_compact(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS);
    let (season, first) = (dice.number(2, 12), dice.number(4, 15));
    let last = first + dice.number(3, 9);
    let (asked, gone) = (dice.number(first, last), dice.chance(25));
    let form = dice.number(0, 2);
    let mut batch = Batch::default();
    for n in (first..=last).filter(|n| !gone || *n != asked) {
        let dotted = title.replace(' ', ".").to_lowercase();
        let name = match form {
            0 => format!("{dotted}.{season}{n:02}.hdtv-lol.avi"),
            1 => format!("{dotted}.{season:02}{n:02}.720p.hdtv.x264-ktr.mkv"),
            _ => format!("{dotted}.2014.{season}{n:02}.hdtv-lol.mp4"),
        };
        batch.add(dice, name, n == asked);
    }
    batch.finish(dice, "partial_compact", series(title, season, asked), title.to_owned())
}

/// `3-04`, `03-04`: what looks like a range is season and episode.
fn constant_season(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS);
    let (season, count) = (dice.number(1, 9), dice.number(6, 22));
    let asked = dice.number(1, count);
    let form = dice.number(0, 4);
    let folder = dice.chance(50);
    let mut batch = Batch::default();
    for n in 1..=count {
        let name = match form {
            0 => format!("{title} {season:02}-{n:02}.mkv"),
            1 => format!("{season}-{n:02} {}.mkv", dice.pick(&NAMES)),
            2 => format!("{title} - {season}.{n:02} - {}.mkv", dice.pick(&NAMES)),
            3 => format!("{title} {season}-{n:02} {}.mkv", dice.pick(&NAMES)),
            _ => format!("{}.{season:02}.{n:02}.avi", title.replace(' ', ".")),
        };
        batch.add(dice, if folder { format!("Season {season}/{name}") } else { name }, n == asked);
    }
    batch.finish(dice, "constant_season", series(title, season, asked), format!("{title} Season {season}"))
}

/// The running number wanted lies past the end.
fn running_seasons_absent(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&ANIME), Style::new(dice));
    let (last, count) = (dice.number(2, 3), dice.number(10, 13));
    let mut batch = Batch::default();
    for season in 1..=last {
        for n in 1..=count {
            let number = (season - 1) * count + n;
            let name = style.bare(title, number, dice.pick(&NAMES));
            batch.add(dice, format!("{}/{name}", style.season_folder(season)), false);
        }
    }
    let target = wanted(Kind::Anime, title, Some((1, last * count + dice.number(1, 40))));
    batch.finish(dice, "running_absent", target, style.torrent(title, "Complete"))
}
