//! What the names leave open is found all the same, and a person is asked.

use super::*;

/// The path chosen, and whether it plays without a question.
fn taken(paths: &[String], wanted: &Wanted, torrent: &str) -> (Option<String>, bool) {
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let given = files(&paths);
    let hint = Hint { torrent_name: torrent, ..Hint::default() };
    let selection = select(&given, wanted, &hint);
    let path = selection.pick.map(|at| given[selection.ranked[at].file].path.clone());
    (path, selection.confidence >= 0.5)
}

fn form(form: &str, episodes: std::ops::RangeInclusive<u32>) -> Vec<String> {
    episodes.map(|episode| form.replace("@@", &format!("{episode:02}"))).collect()
}

#[test]
fn parts_of_a_season_that_count_anew_hold_it_together() {
    let parts = |first: &str, second: &str| [form(first, 1..=12), form(second, 1..=12)].concat();
    for (first, second, season, torrent) in [
        ("H/Cour 1/@@.mkv", "H/Cour 2/@@.mkv", 1, "Harbour Lights S01"),
        ("H S1/Harbour Lights - @@.mkv", "H S1 Part 2/Harbour Lights - @@.mkv", 1, "Harbour Lights S1 Complete"),
        ("H/Season 2 Part 1/@@.mkv", "H/Season 2 Part 2/@@.mkv", 2, "Harbour Lights"),
        ("H/Part 1/Harbour Lights S02E@@.mkv", "H/Part 2/Harbour Lights S02E@@.mkv", 2, "Harbour Lights S02"),
    ] {
        let paths = parts(first, second);
        let mut wanted = series("Harbour Lights", season, 15);
        let right = Some(second.replace("@@", "03"));
        assert_eq!(
            taken(&paths, &wanted, torrent),
            (right.clone(), false),
            "{second}: the first may have lost its last"
        );
        wanted.context.season_length = Some(24);
        assert_eq!(taken(&paths, &wanted, torrent), (right, true), "{second}: both are there to their ends");
        let own = taken(&paths, &series("Harbour Lights", season, 3), torrent).0;
        assert_eq!(own, Some(first.replace("@@", "03")), "{first}");
        assert_eq!(taken(&paths, &series("Harbour Lights", season, 25), torrent).0, None, "{first}: past the end");
    }
    let alone = form("H/Cour 2/@@.mkv", 1..=12);
    assert_eq!(taken(&alone, &series("Harbour Lights", 1, 15), "Harbour Lights S01 Cour 2").0, None);
    let on = parts("H/Cour 1/@@.mkv", "H/Cour 2/@@.mkv").into_iter().filter(|path| !path.ends_with("1/07.mkv"));
    let gone = taken(&on.collect::<Vec<_>>(), &series("Harbour Lights", 1, 15), "Harbour Lights S01").0;
    assert_eq!(gone, None, "one of the first part is missing");
}

#[test]
fn a_season_that_folder_and_names_tell_otherwise_is_asked_about() {
    let lying = form("H/Season 2/Harbour.Lights.S01E@@.mkv", 1..=8);
    let third = Some("H/Season 2/Harbour.Lights.S01E03.mkv".to_owned());
    for season in [1, 2] {
        let wanted = series("Harbour Lights", season, 3);
        assert_eq!(taken(&lying, &wanted, "Harbour Lights Season 2"), (third.clone(), false), "season {season}");
    }
    let both = [form("H/Season 1/Harbour.Lights.S01E@@.mkv", 1..=8), lying].concat();
    let first = Some("H/Season 1/Harbour.Lights.S01E03.mkv".to_owned());
    assert_eq!(taken(&both, &series("Harbour Lights", 1, 3), "Harbour Lights"), (first, true));
    assert_eq!(taken(&both, &series("Harbour Lights", 2, 3), "Harbour Lights"), (third, false));
    let strays = [
        form("H/Season 1/Harbour.Lights.S01E@@.mkv", 1..=8),
        form("H/Season 2/Harbour.Lights.S02E@@.mkv", 1..=8),
        vec!["H/Season 2/Harbour.Lights.S01E09.mkv".to_owned()],
    ]
    .concat();
    let stray = Some("H/Season 2/Harbour.Lights.S01E09.mkv".to_owned());
    assert_eq!(taken(&strays, &series("Harbour Lights", 1, 9), "Harbour Lights"), (stray, true), "one among others");
}

#[test]
fn files_of_several_shows_under_other_titles_are_asked_about() {
    let kids = [form("K/Quay/Quay - @@.avi", 1..=8), form("K/Lamp/Lamp - @@.avi", 1..=8)].concat();
    assert!(!taken(&kids, &series("Tide", 1, 4), "Kids pack").1);
    assert_eq!(taken(&kids, &series("Lamp", 1, 4), "Kids pack"), (Some("K/Lamp/Lamp - 04.avi".to_owned()), true));
    let translated = form("T/Gezeiten - @@.avi", 1..=8);
    assert!(taken(&translated, &series("Tide", 1, 4), "Tide S01").1, "one show under a title that is not known");
}

#[test]
fn the_streams_of_a_disc_are_no_episodes_for_sure() {
    let streams = form("H/BDMV/STREAM/000@@.m2ts", 1..=6);
    assert!(!taken(&streams, &series("Harbour Lights", 1, 3), "Harbour Lights S01 Disc 1").1);
}

#[test]
fn folders_are_marked_with_a_country() {
    let both =
        [form("B/Harbour Lights (US)/S01E@@.mkv", 1..=8), form("B/Harbour Lights (UK)/S01E@@.mkv", 1..=8)].concat();
    let mut wanted = series("Harbour Lights", 1, 4);
    assert!(!taken(&both, &wanted, "Harbour Lights Collection").1, "nothing tells which");
    for (country, mark) in [("United States", "US"), ("United Kingdom", "UK")] {
        wanted.context.countries = vec![country.to_owned()];
        let right = Some(format!("B/Harbour Lights ({mark})/S01E04.mkv"));
        assert_eq!(taken(&both, &wanted, "Harbour Lights Collection"), (right, true));
    }
}

#[test]
fn a_season_in_a_folder_of_its_own_title_is_found_beside_the_first() {
    let both = [form("B/Harbour/Harbour - @@.mkv", 1..=12), form("B/Harbour II/Harbour II - @@.mkv", 1..=12)].concat();
    for (season, right) in [(1, "B/Harbour/Harbour - 03.mkv"), (2, "B/Harbour II/Harbour II - 03.mkv")] {
        assert_eq!(taken(&both, &series("Harbour", season, 3), "Harbour I-II").0.as_deref(), Some(right));
    }
    assert_eq!(taken(&both, &series("Harbour", 3, 3), "Harbour I-II").0, None);
}

#[test]
fn an_episode_called_after_a_season_is_of_its_own() {
    let paths = ["The 2nd Season", "24 Hours", "Part 1", "Third"]
        .iter()
        .zip(1..)
        .map(|(name, episode)| format!("H/Harbour - S03E{episode:02} - {name}.mkv"));
    let paths: Vec<String> = paths.collect();
    for (at, path) in paths.iter().enumerate() {
        let episode = u32::try_from(at).expect("few") + 1;
        assert_eq!(taken(&paths, &series("Harbour", 3, episode), "Harbour S03"), (Some(path.clone()), true));
    }
}

#[test]
fn a_folder_without_a_season_names_the_episode_of_a_file_without_a_number() {
    for (paths, torrent, season, right) in [
        (form("H/S1/E@@/Harbour.mkv", 1..=6), "Harbour S1", 1, Some("H/S1/E03/Harbour.mkv")),
        (form("H/Episode @@/video.mkv", 1..=6), "Harbour S1", 1, Some("H/Episode 03/video.mkv")),
        (form("H/Episode @@/video.mkv", 1..=6), "Harbour S1", 2, None),
        (form("H/Episode 3/Harbour - @@.mkv", 1..=6), "Harbour S1", 1, Some("H/Episode 3/Harbour - 03.mkv")),
    ] {
        assert_eq!(taken(&paths, &series("Harbour", season, 3), torrent).0.as_deref(), right, "{torrent}");
    }
}

#[test]
fn a_single_file_of_another_season_than_its_torrent_is_refused() {
    let single = ["Harbour.Lights.S01E05.1080p.mkv".to_owned()];
    for torrent in ["Harbour.Lights.S02E05.1080p", "Harbour.Lights.S02.1080p"] {
        assert_eq!(taken(&single, &series("Harbour Lights", 2, 5), torrent).0, None, "{torrent}");
    }
}

#[test]
fn what_is_read_of_an_episodes_name_is_no_title_and_no_year() {
    let names =
        ["Pilot", "The End", "The Sample", "1984", "The 2nd Season", "The Second Season", "A Trailer", "The Movie"];
    for form in [
        "S01/S01E@@ - #.mkv",
        "S01/@@ - #.mkv",
        "Season 1 (2010)/@@. #.avi",
        "The Quay - Season 1 (2010)/Episode @@ - #.mkv",
    ] {
        for title in ["The Quay", "Quay"] {
            let paths: Vec<String> = names
                .iter()
                .zip(1..)
                .map(|(name, episode)| format!("T/{}", form.replace("@@", &format!("{episode:02}")).replace('#', name)))
                .collect();
            for (episode, path) in (1..).zip(&paths) {
                let mut wanted = series(title, 1, episode);
                wanted.year = Some(2010);
                assert_eq!(taken(&paths, &wanted, "The Quay S01").0.as_ref(), Some(path), "{title}");
            }
        }
    }
}
