//! Ways of counting: seasons in folders, compact, running, absolute and other numbers, days.

use super::*;
use crate::title::Context;

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

/// A number of three digits without a word may count through or be season and episode: what is known of the show decides, then
/// the other files, and else a person is asked.
#[test]
fn hundreds_are_seasons_only_where_that_is_proven() {
    let numbered = |form: &str, numbers: std::ops::RangeInclusive<u32>| -> Vec<String> {
        numbers.map(|n| form.replace('#', &n.to_string())).collect()
    };
    let spaced = |numbers| numbered("M/Meadow - # [1080p].mkv", numbers);
    let dotted = |numbers| numbered("M/Meadow.#.1080p.mkv", numbers);
    let known = |mut wanted: Wanted, absolute, season_length, episode_count| {
        wanted.context = Context { season_length, episode_count, ..Context::default() };
        if let Some(episode) = &mut wanted.episode {
            episode.absolute = Some(absolute);
        }
        wanted
    };
    let second = || series("Meadow", 1, 2);
    let fifth = || known(series("Meadow", 5, 2), 102, Some(13), Some(140));
    let long = || known(anime("Meadow", 102), 102, Some(150), Some(150));
    // What is there, what is wanted, which number is picked, and whether that is sure.
    for (paths, wanted, number, is_sure) in [
        (spaced(101..=113), known(second(), 2, Some(13), Some(140)), Some(102), true),
        (spaced(101..=111), known(second(), 2, Some(13), Some(140)), Some(102), false),
        (spaced(101..=111), known(second(), 2, Some(13), Some(26)), Some(102), true),
        (spaced(101..=111), second(), Some(102), true),
        (spaced(101..=150), known(second(), 2, Some(150), Some(150)), None, true),
        (spaced(101..=150), known(series("Meadow", 1, 102), 102, Some(150), Some(150)), Some(102), true),
        (spaced(102..=102), known(second(), 2, Some(13), Some(26)), Some(102), true),
        (spaced(102..=102), known(second(), 2, Some(13), Some(140)), Some(102), false),
        (spaced(102..=102), fifth(), Some(102), false),
        (spaced(102..=103), fifth(), Some(102), false),
        (spaced(98..=103), fifth(), Some(102), true),
        (spaced(103..=103), fifth(), None, true),
        (dotted(102..=102), second(), Some(102), true),
        (dotted(102..=102), long(), Some(102), true),
        (spaced(102..=102), long(), Some(102), true),
        (spaced(101..=113), long(), Some(102), true),
        (dotted(102..=102), known(anime("Meadow", 2), 2, Some(150), Some(150)), Some(102), false),
        (spaced(102..=102), known(anime("Meadow", 2), 2, Some(150), Some(150)), None, true),
        (spaced(102..=102), known(anime("Meadow", 2), 2, Some(12), Some(12)), Some(102), false),
    ] {
        let given = files(&paths.iter().map(String::as_str).collect::<Vec<_>>());
        let chosen = select(&given, &wanted, &Hint { torrent_name: "Meadow", ..Hint::default() });
        let said = format!("{} to {}: {:?}", paths[0], paths[paths.len() - 1], wanted.episode);
        let picked = picked(&given, &chosen).map(|file| file.name.clone());
        assert_eq!(picked.is_some(), number.is_some(), "{said}");
        assert!(number.is_none_or(|number| picked.unwrap().contains(&number.to_string())), "{said}");
        assert!((chosen.confidence >= 0.5) == is_sure, "{said}: {}", chosen.confidence);
    }
    let two: Vec<String> = spaced(101..=103).into_iter().chain(spaced(201..=203)).collect();
    let two: Vec<&str> = two.iter().map(String::as_str).collect();
    assert_eq!(choose(&two, &anime("Meadow", 2), "Meadow").as_deref(), Some("M/Meadow - 102 [1080p].mkv"));
    let beside = ["M/Meadow S01E02.mkv", "M/Meadow - 102.mkv"];
    assert_eq!(choose(&beside, &second(), "Meadow").as_deref(), Some(beside[0]), "what states it comes first");
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

#[test]
fn pairs_are_two_episodes_where_the_siblings_prove_it() {
    let pairs = ["T/Tide.S01E0102.A.mkv", "T/Tide.S01E0304.B.mkv", "T/Tide.S01E0506.C.mkv"];
    assert_eq!(choose(&pairs, &series("Tide", 1, 4), "Tide.S01").as_deref(), Some(pairs[1]));
    assert_eq!(choose(&pairs, &series("Tide", 1, 7), "Tide.S01"), None);
    let running = ["T/Tide S01E1111.mkv", "T/Tide S01E1112.mkv", "T/Tide S01E1213.mkv"];
    assert_eq!(choose(&running, &series("Tide", 1, 12), "Tide"), None, "a running number is no pair");
    assert_eq!(choose(&running[1..2], &series("Tide", 1, 12), "Tide"), None, "nor one alone");
}

#[test]
fn a_running_number_beside_a_season_is_found_by_either_count() {
    let mut wanted = series("Tide", 21, 180);
    let entry = anime("Tide", 1170);
    for paths in [["T/Tide S01E1169.mkv", "T/Tide S01E1170.mkv"], ["T/Tide S23E1169.mkv", "T/Tide S23E1170.mkv"]] {
        assert_eq!(choose(&paths, &wanted, "Tide"), None, "unknown, it is not guessed");
        if let Some(episode) = &mut wanted.episode {
            episode.absolute = Some(1170);
        }
        assert_eq!(choose(&paths, &wanted, "Tide").as_deref(), Some(paths[1]));
        assert_eq!(choose(&paths, &entry, "Tide").as_deref(), Some(paths[1]));
        if let Some(episode) = &mut wanted.episode {
            episode.absolute = None;
        }
    }
    let through: Vec<String> = (1..=40).map(|n| format!("T/Tide S{:02}E{n:02}.mkv", 1 + n / 25)).collect();
    let through: Vec<&str> = through.iter().map(String::as_str).collect();
    assert_eq!(choose(&through, &series("Tide", 2, 6), "Tide").as_deref(), Some("T/Tide S02E30.mkv"));
    assert_eq!(choose(&through, &series("Tide", 2, 26), "Tide"), None, "the number within the season is not there");
}

#[test]
fn a_season_above_the_first_has_to_be_proven() {
    let paths = ["T/Tide.E05.mkv", "T/Tide.E06.mkv", "T/Tide.E07.mkv"];
    assert_eq!(choose(&paths, &series("Tide", 2, 6), "Tide.E05-E07"), None);
    assert_eq!(choose(&paths, &series("Tide", 2, 6), "Tide.S02").as_deref(), Some(paths[1]));
    let why = super::super::why(&files(&paths), &series("Tide", 2, 6), &Hint::default());
    assert_eq!(why.files[0].refused, Some(super::super::Refusal::For(Reason::UnprovenSeason)));
    let folders = ["T/1/episode_01.avi", "T/1/episode_02.avi", "T/3/Tide - 02.avi", "T/3/Tide - 03.avi"];
    assert_eq!(choose(&folders, &series("Tide", 3, 2), "Tide").as_deref(), Some(folders[2]));
    assert_eq!(choose(&folders, &series("Tide", 2, 2), "Tide"), None);
    let episodes = ["T/1/ep1.mkv", "T/2/ep2.mkv", "T/3/ep3.mkv"];
    assert_eq!(choose(&episodes, &series("Tide", 2, 2), "Tide"), None, "each folder is of one episode");
}

#[test]
fn the_day_beside_counts_for_weekly_shows_only() {
    let aired = |day: i8| {
        let mut wanted = series("Night Talk", 5, 40);
        if let Some(episode) = &mut wanted.episode {
            episode.aired = Some(jiff::civil::date(2024, 3, day));
        }
        wanted
    };
    let daily = ["T/Night.Talk.2024.03.11.mkv", "T/Night.Talk.2024.03.12.mkv", "T/Night.Talk.2024.03.14.mkv"];
    let weekly = ["T/Night.Talk.2024.03.05.mkv", "T/Night.Talk.2024.03.12.mkv", "T/Night.Talk.2024.03.19.mkv"];
    assert_eq!(choose(&daily, &aired(12), "Night Talk").as_deref(), Some(daily[1]));
    assert_eq!(choose(&daily, &aired(13), "Night Talk"), None);
    assert_eq!(choose(&weekly, &aired(13), "Night Talk").as_deref(), Some(weekly[1]));
    assert_eq!(choose(&weekly, &aired(15), "Night Talk"), None);
    assert_eq!(choose(&weekly[1..2], &aired(13), "Night Talk"), None, "alone, it may be another day of a daily show");
}

#[test]
fn a_film_is_found_by_its_place_in_a_series() {
    let numbered = ["T/Saga.of.Moss.1.mkv", "T/Saga.of.Moss.2.mkv", "T/Saga.of.Moss.3.mkv"];
    assert_eq!(choose(&numbered, &film("Saga of Moss", 2001), "Saga of Moss").as_deref(), Some(numbered[0]));
    assert_eq!(choose(&numbered, &film("Saga of Moss: Part Two", 2003), "Saga").as_deref(), Some(numbered[1]));
    assert_eq!(choose(&numbered, &film("Saga of Moss 4", 2009), "Saga of Moss"), None);
    let dated = ["T/Saga.of.Moss.1.2001.mkv", "T/Saga.of.Moss.2.2003.mkv"];
    let stone = film("Saga of Moss and the Last Stone", 2003);
    assert_eq!(choose(&dated, &stone, "Saga of Moss Collection").as_deref(), Some(dated[1]));
    let subtitled = ["T/Moss.Episode.IV.The.Stone.1977.mkv", "T/Moss.Episode.V.The.Sea.1980.mkv"];
    assert_eq!(choose(&subtitled, &film("Moss", 1977), "Moss Trilogy").as_deref(), Some(subtitled[0]));
    let strangers = ["T/Moss.Ground.2013.mkv", "T/Harbour.2011.mkv"];
    assert_eq!(choose(&strangers, &film("Moss", 2013), "Films"), None, "no family, and another film of its year");
    assert_eq!(choose(&["Saga of Moss 2.mkv"], &film("Saga of Moss", 2001), "Saga of Moss 2"), None);
}

#[test]
fn the_parts_of_a_short_series_are_its_episodes() {
    let chosen = |form: &str, parts: &[&str], wanted: &Wanted| {
        let paths: Vec<String> = parts.iter().map(|part| format!("M/{}", form.replace('#', part))).collect();
        choose(&paths.iter().map(String::as_str).collect::<Vec<_>>(), wanted, "Blue Meadow")
    };
    let third = series("Blue Meadow", 1, 3);
    for (form, parts) in [
        ("Blue.Meadow.Part.#.The.Mill.720p.mkv", ["01", "02", "03", "04", "05"]),
        ("Blue.Meadow.Part.#.720p.mkv", ["One", "Two", "Three", "Four", "Five"]),
        ("Blue Meadow Part #.mkv", ["I", "II", "III", "IV", "V"]),
    ] {
        assert_eq!(chosen(form, &parts, &third), Some(format!("M/{}", form.replace('#', parts[2]))), "{form}");
        assert_eq!(chosen(form, &parts, &series("Blue Meadow", 1, 7)), None, "{form}");
    }
    let seasonal = chosen("Blue.Meadow.S02E0#.The.Mill.Part.#.mkv", &["1", "2", "3"], &series("Blue Meadow", 2, 2));
    assert_eq!(seasonal.as_deref(), Some("M/Blue.Meadow.S02E02.The.Mill.Part.2.mkv"));
}

#[test]
fn a_word_of_the_show_counts_its_episodes() {
    let paths = ["M/Blue Meadow - Act.04.mkv", "M/Blue Meadow - Act.05.mkv", "M/Blue Meadow - Act.06.mkv"];
    assert_eq!(choose(&paths, &anime("Blue Meadow", 5), "Blue Meadow").as_deref(), Some(paths[1]));
}

#[test]
fn a_range_before_the_title_is_none_of_episodes_beside_a_number_of_its_own() {
    let paths: Vec<String> =
        (1..=8).map(|n| format!("[Grp][{}-{}] Blue Fort {n:02} [720p].mkv", 547 + 2 * n, 548 + 2 * n)).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let mut wanted = anime("Blue Meadow", 560);
    if let Some(episode) = &mut wanted.episode {
        episode.absolute = Some(560);
    }
    assert_eq!(choose(&paths, &wanted, "[Grp][549-564] Blue Fort [720p]"), None, "they are chapters");
}
