//! Batches that hold more than the episodes: films of the same title, remakes, dubs, pilots, unrelated files.

use super::naming::{ANIME, GROUPS, NAMES, SHOWS, Style};
use super::{Batch, Case, Dice, MIB, series, wanted};
use crate::title::Kind;

pub(super) fn all(dice: &Dice, cases: &mut Vec<Case>) {
    let makers = [
        film_beside,
        pilots,
        remakes,
        dubs,
        specials_between,
        strays,
        lone_extras,
        next_season_only,
        named_film,
        two_per_file,
    ];
    for make in makers {
        cases.push(make(dice));
    }
}

/// A film of the same title lies beside the episodes.
fn film_beside(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS), Style::new(dice));
    let (season, count) = (dice.number(1, 4), dice.number(5, 12));
    let asked = dice.number(1, count);
    let gone = dice.chance(25);
    let mut batch = Batch::default();
    for n in (1..=count).filter(|n| !gone || *n != asked) {
        batch.add(dice, style.full(title, season, n, dice.pick(&NAMES)), n == asked);
    }
    for film in [
        format!("{title} The Movie (2011) 1080p.mkv"),
        format!("{title} (2013) [1080p]/{title} 2013 1080p BluRay.mkv"),
        format!("Movies/{title} The Movie {asked}.mkv"),
        format!("{title} - Movie {asked:02} - The Voyage.mkv"),
    ] {
        if dice.chance(40) {
            batch.rows.push((film, 4000 * MIB, false));
        }
    }
    let torrent = style.torrent(title, &format!("S{season:02} + Movie"));
    batch.finish(dice, "film_beside", series(title, season, asked), torrent)
}

/// Episode nought stands before the first.
fn pilots(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS), Style::new(dice));
    let (season, count) = (dice.number(1, 3), dice.number(5, 12));
    let asked = dice.number(0, count);
    let mut batch = Batch::default();
    for n in 0..=count {
        batch.add(dice, style.full(title, season, n, dice.pick(&NAMES)), n == asked);
    }
    batch.finish(dice, "pilots", series(title, season, asked), style.torrent(title, &format!("S{season:02}")))
}

/// Two shows of one title, told apart by their year.
fn remakes(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS), Style::new(dice));
    let (old, new) = (dice.number(1965, 1995), dice.number(2004, 2021));
    let count = dice.number(5, 12);
    let (asked, newer) = (dice.number(1, count), dice.chance(70));
    let mut batch = Batch::default();
    for year in [old, new] {
        for n in 1..=count {
            let dated = format!("{title} ({year})");
            let name = style.full(&dated, 1, n, dice.pick(&NAMES));
            batch.add(dice, format!("{dated}/{name}"), n == asked && (year == new) == newer);
        }
    }
    let mut target = series(title, 1, asked);
    target.year = i16::try_from(if newer { new } else { old }).ok();
    batch.finish(dice, "remakes", target, format!("{title} Collection"))
}

/// The same episodes in folders of two languages: either will do.
fn dubs(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&ANIME), Style::new(dice));
    let count = dice.number(10, 26);
    let asked = dice.number(1, count);
    let folders = dice.pick(&[["ENG Dub", "JPN"], ["Ita", "Eng"], ["Russian", "Original"], ["VF", "VOSTFR"]]);
    let mut batch = Batch::default();
    for folder in folders {
        for n in 1..=count {
            batch.add(dice, format!("{folder}/{}", style.bare(title, n, "Ashes")), n == asked);
        }
    }
    let target = wanted(Kind::Anime, title, Some((1, asked)));
    batch.finish(dice, "dubs", target, style.torrent(title, "Batch"))
}

/// Specials carry the same numbers as the episodes they lie among.
fn specials_between(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS), Style::new(dice));
    let (season, count) = (dice.number(1, 4), dice.number(6, 14));
    let asked = dice.number(1, count);
    let gone = dice.chance(30);
    let mut batch = Batch::default();
    for n in 1..=count {
        if !gone || n != asked {
            batch.add(dice, style.full(title, season, n, dice.pick(&NAMES)), n == asked);
        }
        if n == asked || dice.chance(30) {
            batch.add(dice, style.full(title, 0, n, "Christmas Special"), false);
        }
    }
    let torrent = style.torrent(title, &format!("S{season:02} + Specials"));
    batch.finish(dice, "specials_between", series(title, season, asked), torrent)
}

/// Files with nothing to do with the show lie about.
fn strays(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&ANIME), Style::new(dice));
    let count = dice.number(10, 26);
    let asked = dice.number(1, count);
    let gone = dice.chance(30);
    let mut batch = Batch::default();
    for n in (1..=count).filter(|n| !gone || *n != asked) {
        batch.add(dice, style.bare(title, n, dice.pick(&NAMES)), n == asked);
    }
    for stray in ["RARBG.com.mp4", "Downloaded from example.mp4", "intro.mkv", "www.example.org.avi", "logo.mkv"] {
        if dice.chance(40) {
            batch.small(dice, stray);
        }
    }
    let target = wanted(Kind::Anime, title, Some((1, asked)));
    batch.finish(dice, "strays", target, style.torrent(title, "Batch"))
}

/// Extras whose names say nothing but their kind and number.
fn lone_extras(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&ANIME), Style::new(dice));
    let count = dice.number(10, 26);
    let asked = dice.number(1, 9);
    let gone = dice.chance(40);
    let mut batch = Batch::default();
    for n in (1..=count).filter(|n| !gone || *n != asked) {
        batch.add(dice, style.bare(title, n, dice.pick(&NAMES)), n == asked);
    }
    for word in ["Menu", "PV", "CM", "Trailer", "NCOP", "NCED", "Preview", "SP", "Interview", "Creditless Opening"] {
        if dice.chance(30) {
            let pad = dice.pick(&[format!("{asked}").as_str(), format!("{asked:02}").as_str()]).to_owned();
            let folder = dice.pick(&["", "Extras/", "Bonus/", "SPs/"]);
            batch.add(dice, format!("{folder}{word} {pad}.mkv"), false);
        }
    }
    let target = wanted(Kind::Anime, title, Some((1, asked)));
    batch.finish(dice, "lone_extras", target, style.torrent(title, "Batch"))
}

/// Another season than the wanted one, without a word of the wanted one.
fn next_season_only(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS), Style::new(dice));
    let (season, count) = (dice.number(2, 8), dice.number(6, 14));
    let mut batch = Batch::default();
    for n in 1..=count {
        let name = style.bare(title, n, dice.pick(&NAMES));
        batch.add(dice, format!("{}/{name}", style.season_folder(season)), false);
    }
    let target = series(title, season - 1, dice.number(1, count));
    batch.finish(dice, "next_season_only", target, format!("{title} S{season:02} 1080p"))
}

/// A film is wanted, and the torrent is the show of the same title with the film in it.
fn named_film(dice: &Dice) -> Case {
    let (title, style) = (dice.pick(&SHOWS), Style::new(dice));
    let year = dice.number(1990, 2022);
    let mut batch = Batch::default();
    for n in 1..=dice.number(4, 10) {
        batch.add(dice, style.full(title, 1, n, dice.pick(&NAMES)), false);
    }
    let film = format!("{title} ({year}) 1080p BluRay x264-{}.mkv", dice.pick(&GROUPS));
    batch.rows.push((film, 6000 * MIB, true));
    let mut target = wanted(Kind::Movie, title, None);
    target.year = i16::try_from(year).ok();
    batch.finish(dice, "named_film", target, format!("{title} S01 + Movie"))
}

/// Two episodes in every file of a bare-numbered show.
fn two_per_file(dice: &Dice) -> Case {
    let (title, group) = (dice.pick(&ANIME), dice.pick(&GROUPS));
    let pairs = dice.number(6, 13);
    let asked = dice.number(1, pairs * 2);
    let form = dice.number(0, 3);
    let mut batch = Batch::default();
    for pair in 0..pairs {
        let (a, b) = (pair * 2 + 1, pair * 2 + 2);
        let name = match form {
            0 => format!("[{group}] {title} - {a:02}-{b:02} [720p].mkv"),
            1 => format!("{title} {a:02}-{b:02}.avi"),
            2 => format!("[{group}] {title} - {a:02}+{b:02} (DVD).mkv"),
            _ => format!("{title} E{a:02}-E{b:02}.mkv"),
        };
        batch.add(dice, name, a == asked || b == asked);
    }
    let target = wanted(Kind::Anime, title, Some((1, asked)));
    batch.finish(dice, "two_per_file", target, format!("[{group}] {title}"))
}
