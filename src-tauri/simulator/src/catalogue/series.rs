//! Owns the invented series: one written out, with specials and an episode that has not aired, and a shelf of others.

mod shelf;

use shelf::SHELF;

use super::{Episode, Kind, Work, date, words};
use crate::dice::Dice;

/// Season 3 ends with an episode far in the future; season 0 holds two specials.
const MERIDIAN: &[(u32, &[&str])] = &[
    (0, &["The Making of a Map", "Field Notes: Winter"]),
    (
        1,
        &[
            "Datum",
            "The Long Baseline",
            "Plumb",
            "Errors of Closure",
            "A Staff in the Snow",
            "Parallax",
            "The Drowned Benchmark",
            "True North",
        ],
    ),
    (
        2,
        &[
            "Triangulation",
            "Salt Line",
            "The Second Theodolite",
            "Refraction",
            "Magnetic Variation",
            "Camp Four",
            "The River That Was Not",
            "Isobars",
            "Dead Reckoning",
            "What the Chain Measured",
        ],
    ),
    (
        3,
        &[
            "Graticule",
            "An Island on Paper",
            "Night Observations",
            "The Meridian Stone",
            "Hachures",
            "Signal Fires",
            "The Last Traverse",
            "Closing the Figure",
        ],
    ),
];

/// id, name, first year, last year (0 = continues), minutes, rating, genres, episodes per season, share, description.
type Row = (&'static str, &'static str, u16, u16, u32, &'static str, &'static str, &'static [u32], f64, &'static str);

pub(super) fn series() -> Vec<Work> {
    let mut works = vec![meridian()];
    works.extend(SHELF.iter().map(shelved));
    works
}

fn meridian() -> Work {
    let mut episodes = Vec::new();
    for &(season, titles) in MERIDIAN {
        for (at, title) in titles.iter().enumerate() {
            let number = u32::try_from(at).unwrap_or(0) + 1;
            let first = match season {
                0 => date(2021, 12, 20),
                1 => date(2021, 9, 17),
                2 => date(2023, 2, 10),
                _ => date(2024, 10, 4),
            };
            let unaired = season == 3 && number == 8;
            let released = if unaired { date(2038, 1, 15) } else { first + i64::from(number - 1) * 7 * 86_400 };
            episodes.push(Episode {
                season,
                number,
                title: (*title).to_owned(),
                overview: overview(title),
                released,
                ..Episode::default()
            });
        }
    }
    Work {
        imdb: "tt99000101".to_owned(),
        kind: Kind::Series,
        name: "The Meridian Survey".to_owned(),
        aliases: vec!["Meridian Survey".to_owned()],
        year: 2021,
        description:
            "In 1868 four surveyors, two mules and one contested instrument set out to measure a line of longitude \
            across a continent that keeps correcting them."
                .to_owned(),
        genres: words("Drama, Adventure, History"),
        runtime_min: 52,
        rating: "8.6".to_owned(),
        country: "Ireland, Portugal".to_owned(),
        episodes,
        weight: 1.0,
        ..Work::default()
    }
}

fn shelved(row: &Row) -> Work {
    let &(imdb, name, year, last, runtime_min, rating, genres, seasons, weight, description) = row;
    let mut episodes = Vec::new();
    for (at, count) in seasons.iter().enumerate() {
        let season = u32::try_from(at).unwrap_or(0) + 1;
        let first = date(i64::from(year) + i64::from(season) - 1, 1 + i64::from(season * 5 % 11), 7);
        for number in 1..=*count {
            let title = episode_title(imdb, season, number);
            episodes.push(Episode {
                season,
                number,
                overview: overview(&title),
                title,
                released: first + i64::from(number - 1) * 7 * 86_400,
                ..Episode::default()
            });
        }
    }
    Work {
        imdb: imdb.to_owned(),
        kind: Kind::Series,
        name: name.to_owned(),
        year,
        end_year: (last > 0).then_some(last),
        description: description.to_owned(),
        genres: words(genres),
        runtime_min,
        rating: rating.to_owned(),
        episodes,
        weight,
        ..Work::default()
    }
}

/// Titles for shows nobody wrote out: a noun with something said of it.
pub(super) fn episode_title(work: &str, season: u32, number: u32) -> String {
    const NOUNS: &[&str] = &[
        "Lighthouse",
        "Ledger",
        "Harbour",
        "Visitor",
        "Lantern",
        "Compass",
        "Winter",
        "Letter",
        "Bridge",
        "Engine",
        "Orchard",
        "Signal",
        "Tide",
        "Mirror",
        "Garden",
        "Crossing",
        "Promise",
        "Storm",
        "Archive",
        "Window",
        "Summit",
        "Festival",
        "Shadow",
        "Map",
        "Key",
        "Voyage",
        "Bell",
        "Market",
        "Threshold",
        "Song",
    ];
    const FORMS: &[&str] = &[
        "The {}",
        "A {} in the Dark",
        "The Last {}",
        "{} of Glass",
        "The Other {}",
        "Before the {}",
        "The {} Keeper",
        "No {} Tonight",
        "{} and Ash",
        "Two Ways to a {}",
        "The Borrowed {}",
        "Beyond the {}",
    ];
    let mut dice = Dice::new(u64::from(season) << 32 | u64::from(number), work);
    dice.pick(FORMS).replace("{}", dice.pick(NOUNS))
}

pub(super) fn overview(title: &str) -> String {
    const LINES: &[&str] = &[
        "An old instrument gives a new reading, and someone must decide which of the two to believe.",
        "A stranger arrives with a letter addressed to a person who is not yet there.",
        "The weather closes in; what was postponed can no longer be.",
        "A debt is called in, and the price turns out to be a story.",
        "Two accounts of one night cannot both be true.",
        "What was lost in the first week is found, and is not the same.",
    ];
    Dice::new(7, title).pick(LINES).to_owned()
}
