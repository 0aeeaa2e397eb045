//! Owns the invented series: one written out, with specials and an episode that has not aired, and a shelf of others.

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

const SHELF: &[Row] = &[
    (
        "tt99002001",
        "Lowlight",
        2020,
        0,
        48,
        "8.1",
        "Crime, Drama, Mystery",
        &[8, 8, 6],
        0.5,
        "A colour-blind forensic photographer sees what everyone else in a rain-lit city overlooks.",
    ),
    (
        "tt99002002",
        "Tenderfoot Station",
        2016,
        2021,
        24,
        "7.7",
        "Comedy, Sci-Fi",
        &[10, 10, 12, 10],
        0.3,
        "The worst-rated refuelling stop in the outer system gets a new manager, one guest and no parts.",
    ),
    (
        "tt99002003",
        "The Salt Assembly",
        2022,
        0,
        55,
        "7.9",
        "Drama, History",
        &[8, 8],
        0.3,
        "Three families of salt makers write a constitution for a town that is not supposed to exist.",
    ),
    (
        "tt99002004",
        "Orrery",
        2018,
        2019,
        52,
        "8.4",
        "Drama, Sci-Fi",
        &[6, 6],
        0.4,
        "A clockmaker builds a model of the heavens that is accurate in every respect but one.",
    ),
    (
        "tt99002005",
        "Graveyard of Kites",
        2021,
        2021,
        60,
        "7.5",
        "Thriller",
        &[6],
        0.25,
        "A retired accident investigator is asked to explain a plane that landed without having taken off.",
    ),
    (
        "tt99002006",
        "The Understory",
        2019,
        0,
        42,
        "7.2",
        "Documentary",
        &[6, 6, 6],
        0.2,
        "What lives below the trees, filmed over six years in one square kilometre of forest.",
    ),
    (
        "tt99002007",
        "Half Past Never",
        2023,
        0,
        28,
        "",
        "Comedy, Fantasy",
        &[8],
        0.2,
        "A time-travel agency with excellent brochures and a very small radius.",
    ),
    (
        "tt99002008",
        "Cold Harbour Road",
        2014,
        2018,
        46,
        "7.8",
        "Crime, Drama",
        &[10, 10, 8, 8],
        0.2,
        "Every house on the road has a reason to be awake at four in the morning.",
    ),
    (
        "tt99002009",
        "Aurora Depot",
        2024,
        0,
        50,
        "7.4",
        "Adventure, Sci-Fi",
        &[8],
        0.3,
        "A supply depot at the edge of the polar night discovers what it has been supplying.",
    ),
    (
        "tt99002010",
        "The Ferrywoman",
        2017,
        2020,
        54,
        "8.0",
        "Drama, Fantasy",
        &[8, 8, 8],
        0.2,
        "She takes anyone across. Coming back is another fare.",
    ),
    (
        "tt99002011",
        "Small Gods of Lisbon",
        2022,
        2022,
        44,
        "7.3",
        "Comedy, Drama",
        &[7],
        0.15,
        "Minor deities with day jobs try to save their tram line.",
    ),
    (
        "tt99002012",
        "Patience of Glaciers",
        2021,
        0,
        58,
        "8.2",
        "Documentary, History",
        &[5, 5],
        0.15,
        "An account of ice, told at its own pace.",
    ),
    (
        "tt99002013",
        "Quarter Deck",
        2015,
        2019,
        45,
        "7.1",
        "Action, Adventure",
        &[10, 10, 10],
        0.15,
        "A coast-guard cutter, a new captain and the busiest strait in the world.",
    ),
    (
        "tt99002014",
        "Night Bus to Elsewhere",
        2020,
        2023,
        36,
        "7.6",
        "Drama, Mystery",
        &[8, 8, 8],
        0.15,
        "Each passenger has a stop that is not on the timetable.",
    ),
    (
        "tt99002015",
        "The Inkwell Trials",
        2023,
        0,
        49,
        "6.8",
        "Crime, Drama",
        &[8, 8],
        0.15,
        "A court stenographer finds that the transcripts have begun to disagree with her memory.",
    ),
    (
        "tt99002016",
        "Farside",
        2019,
        2022,
        51,
        "7.9",
        "Sci-Fi, Thriller",
        &[8, 8, 8],
        0.2,
        "Twelve people on the far side of the Moon, where nobody can phone home.",
    ),
    (
        "tt99002017",
        "Honey and Iron",
        2018,
        2018,
        57,
        "7.0",
        "Drama, Romance",
        &[6],
        0.1,
        "A beekeeper inherits a foundry, a debt and a blacksmith.",
    ),
    (
        "tt99002018",
        "The Quiet Carriage",
        2024,
        0,
        30,
        "7.5",
        "Comedy",
        &[6],
        0.1,
        "Commuters who have never spoken organise a revolution by crossword.",
    ),
    (
        "tt99002019",
        "Rope and Lantern",
        2016,
        2020,
        47,
        "7.3",
        "Adventure, Drama",
        &[8, 8, 8],
        0.1,
        "A mountain rescue team at a pass that three countries disclaim.",
    ),
    (
        "tt99002020",
        "Second Sunrise",
        2022,
        0,
        53,
        "7.7",
        "Sci-Fi, Drama",
        &[8, 8],
        0.15,
        "One morning the sun comes up twice. Most people go to work anyway.",
    ),
];

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
