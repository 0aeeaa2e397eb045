//! Seasons in names and folders, and the many words for them.

use super::naming::{NAMES, NUMBERED, SHOWS, Style};
use super::{Batch, Case, Dice, series, title};
use crate::title::Numbering;

pub(super) fn all(dice: &Dice, cases: &mut Vec<Case>) {
    let makers = [
        season,
        seasons,
        folders,
        compact,
        several_episodes,
        foreign,
        year_in_name,
        discs,
        mixed,
        copies,
        words_for_names,
        numbered_folders,
    ];
    for make in makers {
        cases.push(make(dice));
    }
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
