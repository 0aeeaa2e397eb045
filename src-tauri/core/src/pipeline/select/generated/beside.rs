//! Batches with other files beside the episodes, with missing episodes, and with names that tell little.

use super::naming::{NAMES, SHOWS, Style};
use super::{Batch, Case, Dice, series, title};

pub(super) fn all(dice: &Dice, cases: &mut Vec<Case>) {
    let makers = [extras, two_shows, daily, absent, absent_season, one_file, specials_wanted, nested, scene_split];
    for make in makers {
        cases.push(make(dice));
    }
}

fn extras(dice: &Dice) -> Case {
    let (title, style) = (title(dice), Style::new(dice));
    let (season, count) = (dice.number(1, 6), dice.number(5, 14));
    let asked = dice.number(1, count);
    let mut batch = Batch::default();
    for episode in 1..=count {
        batch.add(dice, style.full(title, season, episode, dice.pick(&NAMES)), episode == asked);
    }
    for path in [
        format!("Extras/{title} S{season:02} Deleted Scenes.mkv"),
        format!("Featurettes/Making of Episode {asked}.mkv"),
        format!("Bonus/{asked:02} - Interview.mkv"),
        format!("Trailers/{title} S{season:02} Trailer {asked}.mkv"),
        format!("Behind The Scenes/Episode {asked}.mkv"),
    ] {
        if dice.chance(50) {
            batch.add(dice, path, false);
        }
    }
    batch.small(dice, &format!("Sample/{}", style.full(title, season, asked, "Pilot").replace(".mkv", ".sample.mkv")));
    let torrent = style.torrent(title, &format!("Season {season} + Extras"));
    batch.finish(dice, "extras", series(title, season, asked), torrent)
}

fn two_shows(dice: &Dice) -> Case {
    let style = Style::new(dice);
    let first = dice.pick(&SHOWS[..6]);
    let second = if dice.chance(50) { dice.pick(&SHOWS[6..]).to_owned() } else { format!("{first} Los Altos") };
    let count = dice.number(5, 12);
    let asked = dice.number(1, count);
    let mut batch = Batch::default();
    for episode in 1..=count {
        let name = |title: &str| format!("{title}/{title} - S01E{episode:02}.mkv");
        batch.add(dice, name(first), episode == asked);
        batch.add(dice, name(&second), false);
    }
    let torrent = style.torrent(&format!("{first} & {second}"), "");
    batch.finish(dice, "two_shows", series(first, 1, asked), torrent)
}

fn daily(dice: &Dice) -> Case {
    let title = dice.pick(&["Nightly with Oda Brandt", "The Noon Report", "Tomorrow Tonight"]);
    let (year, month) = (dice.number(2012, 2025), dice.number(1, 12));
    let form = dice.number(0, 3);
    let asked = dice.number(1, 20);
    let mut batch = Batch::default();
    for day in 1..=20 {
        let name = match form {
            0 => format!("{}.{year}.{month:02}.{day:02}.720p.WEB.h264-ORBiT.mkv", title.replace(' ', ".")),
            1 => format!("{title} - {year}-{month:02}-{day:02} - A Guest.mkv"),
            2 => format!("{title} {year} {month:02} {day:02} (720p).mp4"),
            _ => format!("{title} ({year}-{month:02}-{day:02}).mkv"),
        };
        batch.add(dice, name, day == asked);
    }
    let mut target = series(title, dice.number(1, 30), dice.number(1, 160));
    if let Some(episode) = &mut target.episode {
        let number = |n: u32| i8::try_from(n).unwrap_or(1);
        episode.aired = jiff::civil::Date::new(i16::try_from(year).unwrap_or(1), number(month), number(asked)).ok();
    }
    batch.finish(dice, "daily", target, format!("{title} {year} {month:02}"))
}

fn absent(dice: &Dice) -> Case {
    let (title, style) = (title(dice), Style::new(dice));
    let (season, count) = (dice.number(1, 9), dice.number(5, 14));
    let gone = dice.number(1, count);
    let in_folder = dice.chance(50);
    let mut batch = Batch::default();
    for episode in (1..=count).filter(|episode| *episode != gone) {
        let name = dice.pick(&NAMES);
        let path = if in_folder {
            format!("{}/{}", style.season_folder(season), style.bare(title, episode, name))
        } else {
            style.full(title, season, episode, name)
        };
        batch.add(dice, path, false);
    }
    let torrent = style.torrent(title, &format!("S{season:02}"));
    batch.finish(dice, "absent", series(title, season, gone), torrent)
}

fn absent_season(dice: &Dice) -> Case {
    let (title, style) = (title(dice), Style::new(dice));
    let (season, count) = (dice.number(1, 8), dice.number(5, 14));
    let mut batch = Batch::default();
    for episode in 1..=count {
        batch.add(dice, style.full(title, season, episode, dice.pick(&NAMES)), false);
    }
    let torrent = style.torrent(title, &format!("S{season:02}"));
    batch.finish(dice, "absent_season", series(title, season + dice.number(1, 2), dice.number(1, count)), torrent)
}

fn one_file(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS[..11]);
    let (season, episode) = (dice.number(1, 9), dice.number(1, 20));
    let name =
        dice.pick(&["orbit-xkqv.mkv", "7f3a9e.mkv", "nf-tms-1080.mkv", "video.mp4", "The Second Door.mkv", "a1b2.avi"]);
    let same = dice.chance(70);
    let mut batch = Batch::default();
    batch.add(dice, name.to_owned(), same);
    batch.rows.push(("cover.jpg".to_owned(), 90_000, false));
    let asked = if same { episode } else { episode + 1 };
    let torrent = format!("{}.S{season:02}E{episode:02}.1080p.WEB.H264-ORBiT", title.replace(' ', "."));
    batch.finish(dice, "one_file", series(title, season, asked), torrent)
}

fn specials_wanted(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS[..11]), Style::new(dice));
    let (count, specials) = (dice.number(6, 14), dice.number(2, 6));
    let asked = dice.number(1, specials);
    let mut batch = Batch::default();
    for episode in 1..=count {
        batch.add(dice, format!("Season 1/{title} - S01E{episode:02}.mkv"), false);
    }
    let folder = dice.pick(&["Specials", "Season 0", "Season 00", "S00", "Especiales"]);
    for special in 1..=specials {
        batch.add(dice, format!("{folder}/{title} - S00E{special:02}.mkv"), special == asked);
    }
    let torrent = style.torrent(title, "S01 + Specials");
    batch.finish(dice, "specials_wanted", series(title, 0, asked), torrent)
}

/// Each episode in a folder of its own, named for it; the file inside says little.
fn nested(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS[..11]), Style::new(dice));
    let (season, count) = (dice.number(1, 7), dice.number(5, 14));
    let (form, asked) = (dice.number(0, 2), dice.number(1, count));
    let mut batch = Batch::default();
    for n in 1..=count {
        let dotted = title.replace(' ', ".");
        let folder = format!("{dotted}.S{season:02}E{n:02}.1080p.WEB.H264-ORBiT");
        let file = match form {
            0 => format!("{folder}.mkv"),
            1 => format!("orbit-{}{n:x}k.mkv", ["qa", "zz", "pl"][usize::try_from(n).unwrap_or(0) % 3]),
            _ => format!("{}.s{season:02}e{n:02}-orbit.mkv", dotted.to_lowercase()),
        };
        batch.add(dice, format!("{folder}/{file}"), n == asked);
        if dice.chance(60) {
            batch.small(dice, &format!("{folder}/Sample/sample-{file}"));
        }
    }
    let torrent = style.torrent(title, &format!("S{season:02}"));
    batch.finish(dice, "nested", series(title, season, asked), torrent)
}

/// One episode in two halves, `a` and `b`: the first half is as good as it gets.
fn scene_split(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS);
    let (season, count) = (dice.number(1, 7), dice.number(5, 14));
    let asked = dice.number(1, count);
    let mut batch = Batch::default();
    for n in 1..=count {
        for half in ["a", "b"] {
            batch.add(dice, format!("{title} S{season:02}E{n:02}{half}.mkv"), n == asked && half == "a");
        }
    }
    batch.finish(dice, "halves", series(title, season, asked), format!("{title} S{season:02}"))
}
