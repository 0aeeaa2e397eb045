//! Films: alone, in collections, in parts and copies, and among extras.

use super::naming::Style;
use super::{Batch, Case, Dice, wanted};
use crate::title::{Kind, Wanted};

const FILMS: [(&str, u32, &str); 14] = [
    ("The Cartographer", 1994, "Der Kartograf"),
    ("The Cartographer II", 1999, "Der Kartograf 2"),
    ("The Cartographer: Northward", 2004, "Der Kartograf - Nordwärts"),
    ("Ember", 2011, "Brasa"),
    ("Ember 2", 2014, "Brasa 2"),
    ("Ember 3: Ashfall", 2018, "Brasa 3"),
    ("2081", 2009, "2081"),
    ("Marlow and the Sea", 1968, "Марлоу и море"),
    ("Seven Kites", 2001, "七つの凧"),
    ("Orchard Street", 1977, "La Rue du Verger"),
    ("Orchard Street Blues", 1979, "Le Blues du Verger"),
    ("Alder", 1984, "Olmo"),
    ("Alders", 1988, "Olmi"),
    ("The Sample", 2006, "Die Probe"),
];

pub(super) fn all(dice: &Dice, cases: &mut Vec<Case>) {
    for make in [alone, collection, collection_folders, foreign_collection, absent_film, parts, remake] {
        cases.push(make(dice));
    }
}

fn film(title: &str, year: u32) -> Wanted {
    Wanted { year: i16::try_from(year).ok(), ..wanted(Kind::Movie, title, None) }
}

fn named(form: u32, title: &str, year: u32, place: usize) -> String {
    let dotted = title.replace([' ', ':'], ".").replace("..", ".");
    match form {
        0 => format!("{dotted}.{year}.1080p.BluRay.x264-ORBiT.mkv"),
        1 => format!("{} ({year}).mkv", title.replace(':', " -")),
        2 => format!("{place:02}. {} ({year}) 1080p x265.mkv", title.replace(':', " -")),
        3 => format!("{year} - {}.mkv", title.replace(':', "")),
        4 => format!("{dotted}.{year}.DVDRip.XviD.avi"),
        5 => format!("[{year}] {} [BDRip 720p].mkv", title.replace(':', "")),
        _ => format!("{} {year} 2160p UHD BluRay REMUX HDR.mkv", title.replace(':', "")),
    }
}

fn alone(dice: &Dice) -> Case {
    let (title, year, _) = dice.pick(&FILMS);
    let mut batch = Batch::default();
    let name = named(dice.number(0, 6), title, year, 1);
    batch.rows.push((name.clone(), u64::from(dice.number(2, 30)) << 30, true));
    for extra in [
        "Featurettes/Making of.mkv",
        "Extras/Deleted Scenes.mkv",
        "Trailer.mkv",
        "Extras/Interview with the Director.mkv",
    ] {
        if dice.chance(40) {
            batch.small(dice, extra);
        }
    }
    batch.small(dice, &format!("Sample/sample-{name}"));
    let torrent = format!("{title} ({year}) [1080p]");
    batch.finish(dice, "film", film(title, year), torrent)
}

fn collection(dice: &Dice) -> Case {
    let (from, form) = (dice.pick(&[0_usize, 3, 9, 11]), dice.number(0, 6));
    let (count, style) = (dice.number(2, 3), Style::new(dice));
    let count = usize::try_from(count).unwrap_or(2).min(FILMS.len() - from);
    let asked = usize::try_from(dice.number(0, 9)).unwrap_or(0) % count;
    let mut batch = Batch::default();
    for (place, (title, year, _)) in FILMS[from..from + count].iter().enumerate() {
        batch.rows.push((named(form, title, *year, place + 1), u64::from(dice.number(4, 12)) << 30, place == asked));
    }
    let (title, year, _) = FILMS[from + asked];
    let torrent = style.torrent(FILMS[from].0, "Trilogy");
    batch.finish(dice, "collection", film(title, year), torrent)
}

fn collection_folders(dice: &Dice) -> Case {
    let form = dice.number(0, 3);
    let asked = usize::try_from(dice.number(0, 11)).unwrap_or(0);
    let mut batch = Batch::default();
    for (place, (title, year, _)) in FILMS[..12].iter().enumerate() {
        let plain = title.replace(':', "");
        let file = match form {
            0 => "movie.mkv".to_owned(),
            1 => format!("{plain}.mkv"),
            2 => format!("{} 1080p.mkv", plain.to_lowercase()),
            _ => named(0, title, *year, place),
        };
        batch.rows.push((format!("{plain} ({year})/{file}"), u64::from(dice.number(4, 12)) << 30, place == asked));
    }
    let (title, year, _) = FILMS[asked];
    batch.finish(dice, "collection_folders", film(title, year), "Favourites 1080p".to_owned())
}

fn foreign_collection(dice: &Dice) -> Case {
    let form = dice.number(0, 6);
    let asked = usize::try_from(dice.number(0, 10)).unwrap_or(0);
    let mut batch = Batch::default();
    for (place, (_, year, other)) in FILMS[..11].iter().enumerate() {
        batch.rows.push((named(form, other, *year, place + 1), u64::from(dice.number(4, 12)) << 30, place == asked));
    }
    let (title, year, other) = FILMS[asked];
    let target = Wanted { aliases: vec![other.to_owned()], ..film(title, year) };
    batch.finish(dice, "foreign_collection", target, "Welt-Kino".to_owned())
}

fn absent_film(dice: &Dice) -> Case {
    let form = dice.number(0, 6);
    let asked = usize::try_from(dice.number(0, 12)).unwrap_or(0);
    let mut batch = Batch::default();
    for (place, (title, year, _)) in FILMS[..13].iter().enumerate().filter(|(place, _)| *place != asked) {
        batch.rows.push((named(form, title, *year, place + 1), u64::from(dice.number(4, 12)) << 30, false));
    }
    let (title, year, _) = FILMS[asked];
    batch.finish(dice, "absent_film", film(title, year), "Favourites".to_owned())
}

fn parts(dice: &Dice) -> Case {
    let (title, year, _) = dice.pick(&[FILMS[0], FILMS[3], FILMS[7], FILMS[8], FILMS[9]]);
    let form = dice.number(0, 3);
    let mut batch = Batch::default();
    for part in 1..=2 {
        let name = match form {
            0 => format!("{title} ({year}) CD{part}.avi"),
            1 => format!("{title}.{year}.Part.{part}.mkv"),
            2 => format!("{title} {year} (Disc {part}).mkv"),
            _ => format!("{title} ({year}) - pt{part}.mkv"),
        };
        batch.add(dice, name, part == 1);
    }
    batch.finish(dice, "film_parts", film(title, year), format!("{title} ({year})"))
}

/// Two films of one name, told apart by the year alone.
fn remake(dice: &Dice) -> Case {
    let (title, year, _) = dice.pick(&FILMS);
    let form = dice.number(0, 6);
    let later = (year + dice.number(12, 30)).min(2035);
    let first = dice.chance(50);
    let mut batch = Batch::default();
    batch.rows.push((named(form, title, year, 1), 5 << 30, first));
    batch.rows.push((named(form, title, later, 2), 9 << 30, !first));
    let asked = if first { year } else { later };
    batch.finish(dice, "remake", film(title, asked), format!("{title} {year} & {later}"))
}
