//! Episodes: seasons in names and folders, numbers that run through, one number for both, and what lies beside them.

use super::naming::{ANIME, NAMES, NUMBERED, SHOWS, Style, WORLD};
use super::{Batch, Case, Dice, wanted};
use crate::title::{Kind, Numbering, Wanted};

pub(super) fn all(dice: &Dice, cases: &mut Vec<Case>) {
    let makers = [
        season,
        seasons,
        folders,
        running,
        compact,
        versions,
        extras,
        several_episodes,
        two_shows,
        foreign,
        year_in_name,
        decimals,
        parts,
        season_words,
        imdb_season,
        daily,
        absent,
        absent_season,
        one_file,
        discs,
        long_runner,
        brackets,
        specials_wanted,
        ova_beside,
        numbered_folders,
        mixed,
        copies,
        sequels,
        absent_bare,
        words_for_names,
        nested,
        scene_split,
    ];
    for make in makers {
        cases.push(make(dice));
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

fn season(dice: &Dice) -> Case {
    let (title, style) = (title(dice), Style::new(dice));
    let (season, count) = (dice.number(1, 12), dice.number(5, 24));
    let asked = dice.number(1, count);
    let mut batch = Batch::default();
    for episode in 1..=count {
        batch.add(dice, style.full(title, season, episode, dice.pick(&NAMES)), episode == asked);
    }
    let torrent = style.torrent(title, &format!("S{season:02}"));
    batch.finish(dice, "season", series(title, season, asked), torrent)
}

fn seasons(dice: &Dice) -> Case {
    let (title, style) = (title(dice), Style::new(dice));
    let (last, count) = (dice.number(2, 7), dice.number(5, 24));
    let (at, asked) = (dice.number(1, last), dice.number(1, count));
    let in_folders = dice.chance(50);
    let mut batch = Batch::default();
    for season in 1..=last {
        for episode in 1..=count {
            let name = style.full(title, season, episode, dice.pick(&NAMES));
            let path = if in_folders { format!("{}/{name}", style.season_folder(season)) } else { name };
            batch.add(dice, path, season == at && episode == asked);
        }
    }
    let torrent = style.torrent(title, &format!("S01-S{last:02} Complete"));
    batch.finish(dice, "seasons", series(title, at, asked), torrent)
}

fn folders(dice: &Dice) -> Case {
    let (title, style) = (title(dice), Style::new(dice));
    let (last, count) = (dice.number(2, 7), dice.number(5, 24));
    let (at, asked) = (dice.number(1, last), dice.number(1, count));
    let long = dice.chance(40);
    let mut batch = Batch::default();
    for season in 1..=last {
        for episode in 1..=count {
            let folder = style.season_folder(season);
            let folder = if long { format!("{title} {folder}") } else { folder };
            let path = format!("{folder}/{}", style.bare(title, episode, dice.pick(&NAMES)));
            batch.add(dice, path, season == at && episode == asked);
        }
    }
    let what = dice.pick(&["Complete Series", "Complete", "All Seasons", ""]);
    let torrent = style.torrent(title, what);
    batch.finish(dice, "folders", series(title, at, asked), torrent)
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

fn compact(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS), Style::new(dice));
    let (last, count) = (dice.number(2, 6), dice.number(6, 24));
    let (at, asked) = (dice.number(1, last), dice.number(1, count));
    let mut batch = Batch::default();
    for season in 1..=last {
        for episode in 1..=count {
            let name = style.compact(title, season, episode, dice.pick(&NAMES));
            batch.add(dice, name, season == at && episode == asked);
        }
    }
    let torrent = style.torrent(title, &format!("Seasons 1-{last}"));
    batch.finish(dice, "compact", series(title, at, asked), torrent)
}

fn versions(dice: &Dice) -> Case {
    let title = dice.pick(&ANIME);
    let (count, group) = (dice.number(6, 26), dice.pick(&super::naming::GROUPS));
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

fn several_episodes(dice: &Dice) -> Case {
    let title = title(dice);
    let form = dice.number(0, 6);
    let (season, pairs) = (dice.number(1, 9), dice.number(4, 9));
    let asked = dice.number(1, pairs * 2);
    let mut batch = Batch::default();
    for pair in 0..pairs {
        let (a, b) = (pair * 2 + 1, pair * 2 + 2);
        let name = match form {
            0 => format!("{title} S{season:02}E{a:02}E{b:02} 720p.mkv"),
            1 => format!("{title} S{season:02}E{a:02}-E{b:02}.mkv"),
            2 => format!("{title} - {season}x{a:02}-{b:02}.avi"),
            3 => format!("{title} - S{season:02}E{a:02}-{b:02} - Two to One.mkv"),
            4 => format!("{title} S{season:02}E{a:02}+E{b:02}.mkv"),
            5 => format!("{title} Season {season} Episodes {a}-{b}.mkv"),
            _ => format!("{title} s{season:02}e{a:02}-{b:02}.mkv"),
        };
        batch.add(dice, name, a == asked || b == asked);
    }
    batch.finish(dice, "several_episodes", series(title, season, asked), format!("{title} S{season:02}"))
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

fn foreign(dice: &Dice) -> Case {
    let style = Style::new(dice);
    let (known, other) = dice.pick(&[
        ("Harbour of Glass", "Le Port de Verre"),
        ("Harbour of Glass", "Стеклянная гавань"),
        ("Low Tide", "Ebbe"),
        ("Windstar Wanderers", "風星の旅人"),
        ("The Long Orchard", "El Largo Huerto"),
        ("Nine Bells", "Dokuz Çan"),
        ("Salt & Ash", "Sól i Popiół"),
    ]);
    let (season, count) = (dice.number(1, 5), dice.number(5, 14));
    let asked = dice.number(1, count);
    let mut batch = Batch::default();
    for episode in 1..=count {
        batch.add(dice, style.full(other, season, episode, dice.pick(&NAMES)), episode == asked);
    }
    let mut target = series(known, season, asked);
    if dice.chance(70) {
        target.aliases = vec![other.to_owned()];
    }
    let torrent = style.torrent(other, &format!("S{season:02}"));
    batch.finish(dice, "foreign", target, torrent)
}

fn year_in_name(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS), Style::new(dice));
    let (season, count) = (dice.number(1, 3), dice.number(5, 14));
    let asked = dice.number(1, count);
    let year = dice.number(1995, 2024);
    let dated = if dice.chance(50) { format!("{title} ({year})") } else { format!("{title} {year}") };
    let mut batch = Batch::default();
    for episode in 1..=count {
        batch.add(dice, style.full(&dated, season, episode, dice.pick(&NAMES)), episode == asked);
    }
    let mut target = series(title, season, asked);
    target.year = i16::try_from(year).ok();
    let torrent = style.torrent(&dated, &format!("S{season:02}"));
    batch.finish(dice, "year_in_name", target, torrent)
}

fn decimals(dice: &Dice) -> Case {
    let (title, group) = (dice.pick(&ANIME), dice.pick(&super::naming::GROUPS));
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
    let (title, group) = (dice.pick(&ANIME), dice.pick(&super::naming::GROUPS));
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

fn discs(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS), Style::new(dice));
    let (season, per) = (dice.number(1, 4), dice.number(3, 5));
    let discs = dice.number(2, 5);
    let asked = dice.number(1, per * discs);
    let word = dice.pick(&["Disc #", "DISC#", "D#", "Disk #", "CD#", "Vol #", "BD #", "Volume #"]);
    let mut batch = Batch::default();
    for n in 1..=per * discs {
        let disc = word.replace('#', &((n - 1) / per + 1).to_string());
        let path = format!("{disc}/{}", style.full(title, season, n, dice.pick(&NAMES)));
        batch.add(dice, path, n == asked);
    }
    let torrent = style.torrent(title, &format!("Season {season}"));
    batch.finish(dice, "discs", series(title, season, asked), torrent)
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

fn ova_beside(dice: &Dice) -> Case {
    let (title, group) = (dice.pick(&ANIME), dice.pick(&super::naming::GROUPS));
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

/// A show's own number stands before the episode's in every name.
fn numbered_folders(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&NUMBERED), Style::new(dice));
    let (last, count) = (dice.number(2, 4), dice.number(5, 12));
    let (at, asked) = (dice.number(1, last), dice.number(1, count));
    let mut batch = Batch::default();
    for season in 1..=last {
        for n in 1..=count {
            let name = style.bare(title, n, dice.pick(&NAMES));
            batch.add(dice, format!("{}/{name}", style.season_folder(season)), season == at && n == asked);
        }
    }
    let torrent = style.torrent(title, "Complete");
    batch.finish(dice, "numbered_titles", series(title, at, asked), torrent)
}

/// Two people's habits in one torrent: a season each.
fn mixed(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS);
    let (last, count) = (dice.number(2, 4), dice.number(5, 12));
    let (at, asked) = (dice.number(1, last), dice.number(1, count));
    let mut batch = Batch::default();
    for season in 1..=last {
        let style = Style::new(dice);
        for n in 1..=count {
            let name = style.full(title, season, n, dice.pick(&NAMES));
            batch.add(dice, format!("{}/{name}", style.season_folder(season)), season == at && n == asked);
        }
    }
    batch.finish(dice, "mixed", series(title, at, asked), format!("{title} S01-S{last:02}"))
}

/// Every episode twice, in two qualities.
fn copies(dice: &Dice) -> Case {
    let (title, season, count) = (title(dice), dice.number(1, 6), dice.number(4, 10));
    let asked = dice.number(1, count);
    let mut batch = Batch::default();
    for n in 1..=count {
        for tag in ["720p", "1080p"] {
            batch.add(dice, format!("{tag}/{title} S{season:02}E{n:02} {tag} WEB.mkv"), n == asked);
        }
    }
    let mut target = series(title, season, asked);
    if let Some(episode) = &mut target.episode {
        episode.imdb = Some(Numbering { season: Some(season), episode: asked });
    }
    batch.finish(dice, "copies", target, format!("{title} S{season:02} 720p+1080p"))
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

/// Words for season and episode, in the languages of the releases, in odd order and case.
fn words_for_names(dice: &Dice) -> Case {
    let title = dice.pick(&SHOWS);
    let (season, count) = (dice.number(1, 4), dice.number(6, 20));
    let (form, asked) = (dice.number(0, 11), dice.number(1, count));
    let mut batch = Batch::default();
    for n in 1..=count {
        let name = match form {
            0 => format!("{title} - Season {season} - Episode {n}.mkv"),
            1 => format!("Season {season} Ep {n:02} - {title}.mkv"),
            2 => format!("{title} T{season:02}E{n:02}.mkv"),
            3 => format!("{title} [Cap.{season}{n:02}][HDTV 720p].avi"),
            4 => format!("{title} Stagione {season} Episodio {n:02}.mkv"),
            5 => format!("{title} {season} сезон {n} серия.mkv"),
            6 => format!("{title} Sezon {season} Odcinek {n:02}.mkv"),
            7 => format!("{title} S{season:02} - {n:02}.mkv"),
            8 => format!("{title} S{season:02} {n:02}.mkv"),
            9 => format!("{title}.Series.{season}.{n:02}of{count:02}.720p.mkv"),
            10 => format!("{title} season{season}episode{n:02}.mkv"),
            _ => format!("{title} - s{season}.e{n:02} - Ashes.mkv"),
        };
        batch.add(dice, name, n == asked);
    }
    batch.finish(dice, "words", series(title, season, asked), format!("{title} Season {season}"))
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
