//! Ways of counting: seasons in folders, compact, running, absolute and other numbers, days.

use super::*;

#[test]
fn folders_carry_the_season() {
    let paths = ["Blue Meadow/Season 1/05.mkv", "Blue Meadow/Season 2/05.mkv", "Blue Meadow/Season 2/06.mkv"];
    assert_eq!(choose(&paths, &series("Blue Meadow", 2, 5), "Blue Meadow").as_deref(), Some(paths[1]));
}

#[test]
fn a_compact_batch_is_season_and_episode_and_a_running_one_is_not() {
    let compact: Vec<String> =
        [101, 102, 103, 201, 202, 203].iter().map(|n| format!("Meadow/meadow {n}.avi")).collect();
    let compact: Vec<&str> = compact.iter().map(String::as_str).collect();
    assert_eq!(choose(&compact, &series("Meadow", 2, 3), "Meadow").as_deref(), Some("Meadow/meadow 203.avi"));
    let running: Vec<String> = (95..=215).map(|n| format!("Meadow/Meadow.{n:03}.mkv")).collect();
    let running: Vec<&str> = running.iter().map(String::as_str).collect();
    assert_eq!(choose(&running, &anime("Meadow", 203), "Meadow").as_deref(), Some("Meadow/Meadow.203.mkv"));
    assert_eq!(choose(&running, &series("Meadow", 2, 3), "Meadow"), None, "203 is not season 2 episode 3 here");
}

#[test]
fn the_number_that_varies_is_the_episode() {
    let paths: Vec<String> = (1..=12).map(|n| format!("Meadow 7/Meadow 7 {n}.avi")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    assert_eq!(choose(&paths, &anime("Meadow 7", 9), "Meadow 7").as_deref(), Some("Meadow 7/Meadow 7 9.avi"));
}

#[test]
fn numbers_that_run_through_seasons_are_found_in_any_of_them() {
    let paths = ["M/S01/M - S01E01.mkv", "M/S01/M - S01E02.mkv", "M/S02/M - S02E03.mkv", "M/S02/M - S02E04.mkv"];
    assert_eq!(choose(&paths, &anime("M", 4), "M").as_deref(), Some(paths[3]), "the fourth of all");
}

#[test]
fn an_absolute_number_is_used_where_it_is_known() {
    let paths: Vec<String> = (1..=24).map(|n| format!("[Grp] Meadow - {n:02}.mkv")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let mut target = series("Meadow", 2, 3);
    if let Some(episode) = &mut target.episode {
        episode.absolute = Some(15);
    }
    assert_eq!(choose(&paths, &target, "Meadow 01-24").as_deref(), Some("[Grp] Meadow - 15.mkv"));
}

#[test]
fn an_animes_title_names_its_season() {
    let paths = ["[G] Meadow - S01E05.mkv", "[G] Meadow - S02E05.mkv", "[G] Meadow - S03E05.mkv"];
    assert_eq!(choose(&paths, &anime("Meadow 2nd Season", 5), "Meadow S1-S3").as_deref(), Some(paths[1]));
    assert_eq!(choose(&paths, &anime("Meadow", 5), "Meadow S1-S3").as_deref(), Some(paths[0]));
}

#[test]
fn an_anime_without_a_season_takes_the_only_one_there_is_but_is_not_sure() {
    let given = files(&["[G] Meadow S2 - 05.mkv", "[G] Meadow S2 - 06.mkv"]);
    let chosen = select(&given, &anime("Meadow", 5), &Hint::default());
    assert_eq!(picked(&given, &chosen), Some(&given[0]));
    assert!(chosen.confidence < 0.5, "below one half a person should be asked");
    let mut known = anime("Meadow", 5);
    if let Some(episode) = &mut known.episode {
        episode.imdb = Some(Numbering { season: Some(1), episode: 5 });
    }
    assert_eq!(select(&given, &known, &Hint::default()).pick, None, "where the season is known, another one is wrong");
}

#[test]
fn every_known_numbering_finds_the_file() {
    let paths = ["[G] Meadow - S02E03.mkv", "[G] Meadow - S02E04.mkv"];
    let mut target = anime("Meadow", 15);
    if let Some(episode) = &mut target.episode {
        episode.imdb = Some(Numbering { season: Some(2), episode: 3 });
    }
    assert_eq!(choose(&paths, &target, "Meadow S2").as_deref(), Some(paths[0]));
}

#[test]
fn a_name_that_stands_out_is_read_by_its_folders_template() {
    let paths = [
        "M/04 - One.mkv",
        "M/05 - 7x7.mkv",
        "M/06 - Extras.mkv",
        "M/07 - Episode 9.mkv",
        "M/08 - Two.mkv",
        "M/09 - Three.mkv",
    ];
    for (episode, path) in (4..).zip(paths) {
        assert_eq!(choose(&paths, &anime("M", episode), "M").as_deref(), Some(path));
    }
    assert_eq!(choose(&paths[..2], &anime("M", 7), "M"), None);
}

#[test]
fn the_day_it_aired_finds_a_daily_show() {
    let paths = ["Nightly.2024.03.10.Guest.720p.mkv", "Nightly.2024.03.11.Other.Guest.720p.mkv"];
    let mut target = series("Nightly", 30, 71);
    if let Some(episode) = &mut target.episode {
        episode.aired = jiff::civil::Date::new(2024, 3, 11).ok();
    }
    assert_eq!(choose(&paths, &target, "Nightly 2024").as_deref(), Some(paths[1]));
}
