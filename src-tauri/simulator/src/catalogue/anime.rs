//! Owns the invented anime: one that has run for over eleven hundred weeks, one short, and a shelf of others.

mod shelf;

use shelf::SHELF;

use super::{AnimeIds, Episode, Kind, Release, Work, date, series, words};
use crate::dice::Dice;

/// The torrent with exactly 1,100 files: [`LONG_RUNNER`] episodes 1 to 1090 and ten extras. The same for every seed.
pub const BATCH_HASH: &str = "1100f11e5ba7c4a2d9e06b3f58c1d27a94e3b605";

/// The `IMDb` id of the long runner; kitsu:90012, mal:90021, anilist:90033, anidb:90069.
pub const LONG_RUNNER: &str = "tt99000201";

/// Episodes in each `IMDb` season of the long runner: 1,111 in all, one short of Kitsu's 1,112.
const LONG_SEASONS: [u32; 21] = [61, 45, 52, 39, 60, 52, 48, 55, 50, 53, 64, 47, 52, 58, 49, 51, 62, 50, 54, 57, 52];

/// The episode Kitsu counts and `IMDb` does not (a crossover special).
const OFF_IMDB: u32 = 590;

/// id, kitsu id, name, romaji, year, last year, episodes, minutes, rating, genres, share, description.
type Row =
    (&'static str, u32, &'static str, &'static str, u16, u16, u32, u32, &'static str, &'static str, f64, &'static str);

pub(super) fn anime() -> Vec<Work> {
    let mut works = vec![long_runner(), paper_satellites()];
    works.extend(SHELF.iter().map(shelved));
    works
}

fn long_runner() -> Work {
    const PLACES: &[&str] = &[
        "the Glass Reef",
        "Lantern Port",
        "the Upside-Down Isle",
        "Whalebone Pass",
        "the Ember Steppe",
        "Nine-Bell Town",
        "the Sunken Court",
        "Kite Harbour",
        "the Paper Moon",
        "Storm Kitchen",
        "the Silent Armada",
        "Cinder Bay",
    ];
    const FORMS: &[&str] = &[
        "Set Sail for {}!",
        "The Secret of {}",
        "Farewell to {}",
        "A Promise Made at {}",
        "Showdown at {}!",
        "The Night Before {}",
        "Who Guards {}?",
        "The Cook of {}",
        "Rescue from {}!",
        "The Wind That Left {}",
    ];
    let first = date(2004, 10, 3);
    let mut episodes = Vec::new();
    let (mut season, mut number) = (1_u32, 0_u32);
    for absolute in 1..=1112_u32 {
        let off_imdb = absolute == OFF_IMDB;
        if !off_imdb {
            number += 1;
            let held = LONG_SEASONS.get(season as usize - 1).copied().unwrap_or(u32::MAX);
            if number > held {
                season += 1;
                number = 1;
            }
        }
        let mut dice = Dice::new(u64::from(absolute), LONG_RUNNER);
        let title = if absolute == 1 {
            "The Boy Who Followed the Wind".to_owned()
        } else {
            dice.pick(FORMS).replace("{}", dice.pick(PLACES))
        };
        episodes.push(Episode {
            season,
            number: if off_imdb { 0 } else { number },
            absolute: Some(absolute),
            overview: series::overview(&title),
            title,
            released: first + i64::from(absolute - 1) * 7 * 86_400,
            off_imdb,
        });
    }
    Work {
        imdb: LONG_RUNNER.to_owned(),
        kind: Kind::Anime,
        name: "Windstar Wanderers".to_owned(),
        aliases: words("Kazeboshi, Kazeboshi no Tabibito"),
        year: 2004,
        description: "A boy who can hear the stars change course stows away on a ship without a captain. A thousand islands later \
            the crew is larger, the ship is patched beyond recognition, and the wind is still one day ahead."
            .to_owned(),
        genres: words("Adventure, Action, Comedy, Fantasy"),
        runtime_min: 24,
        rating: "8.7".to_owned(),
        country: "Japan".to_owned(),
        anime: Some(AnimeIds { kitsu: 90012, mal: 90021, anilist: 90033, anidb: 90069 }),
        episodes,
        weight: 1.0,
        releases: vec![batch()],
        ..Work::default()
    }
}

/// Extras come first in the torrent, so that a file's index is never its episode number less one.
fn batch() -> Release {
    let root = "/[Suisei] Windstar Wanderers (0001-1090) [1080p][Batch]";
    let mut files: Vec<(String, u64)> = Vec::with_capacity(1100);
    for number in 1..=4 {
        files.push((format!("{root}/Extras/Windstar Wanderers - NCED {number:02} [1080p].mkv"), 61_000_000 + number));
    }
    for number in 1..=4 {
        files.push((format!("{root}/Extras/Windstar Wanderers - NCOP {number:02} [1080p].mkv"), 64_000_000 + number));
    }
    files.push((format!("{root}/Extras/Making.Of.mkv"), 90_000_000));
    files.push((format!("{root}/Extras/Trailer.mkv"), 41_000_000));
    for number in 1..=1090_u64 {
        let size = 480_000_000 + Dice::new(number, "batch").within(0, 240_000_000);
        files.push((format!("{root}/Windstar Wanderers - {number:04} [1080p].mkv"), size));
    }
    Release {
        hash: BATCH_HASH.to_owned(),
        name: "[Suisei] Windstar Wanderers (0001-1090) [1080p][HEVC x265 10bit][Multi-Subs][Batch]".to_owned(),
        files,
        seeders: 412,
        cached: Some(true),
        sources: Vec::new(),
        episode: None,
    }
}

fn paper_satellites() -> Work {
    let mut work = shelved(&(
        "tt99000202",
        90045,
        "Paper Satellites",
        "Kami no Eisei",
        2024,
        2024,
        13,
        24,
        "8.3",
        "Sci-Fi, School, Drama",
        0.8,
        "The astronomy club of a closing school folds a satellite out of paper, and it works.",
    ));
    work.anime = Some(AnimeIds { kitsu: 90045, mal: 90445, anilist: 90345, anidb: 90145 });
    work
}

fn shelved(row: &Row) -> Work {
    let &(imdb, kitsu, name, romaji, year, last, count, runtime_min, rating, genres, weight, description) = row;
    let first = date(i64::from(year), 1 + i64::from(kitsu % 4) * 3, 6);
    let episodes = (1..=count)
        .map(|number| {
            let title = series::episode_title(imdb, 1, number);
            Episode {
                season: 1,
                number,
                absolute: Some(number),
                overview: series::overview(&title),
                title,
                released: first + i64::from(number - 1) * 7 * 86_400,
                off_imdb: false,
            }
        })
        .collect();
    Work {
        imdb: imdb.to_owned(),
        kind: Kind::Anime,
        name: name.to_owned(),
        aliases: vec![romaji.to_owned()],
        year,
        end_year: Some(last),
        description: description.to_owned(),
        genres: words(genres),
        runtime_min,
        rating: rating.to_owned(),
        country: "Japan".to_owned(),
        anime: Some(AnimeIds { kitsu, mal: kitsu + 1000, anilist: kitsu + 2000, anidb: kitsu + 3000 }),
        episodes,
        weight,
        ..Work::default()
    }
}
