//! Shows whose titles go on or begin alike, and parts of a season: none is taken for the other.

use super::*;
use crate::torrent::Proof;

#[test]
fn a_title_that_goes_on_is_never_picked() {
    for (title, name) in [
        ("Tidemen", "Tidemen.Mexico.S02E03.1080p.WEB-DL-GRP"),
        ("The Walking Tide", "Fear.the.Walking.Tide.S02E03.720p"),
        ("Harbour", "Harbour.Fire.S02E03"),
        ("Stone Sky", "Stone Sky Z - S02E03"),
        ("Whirl Metal Masters", "Whirl Metal Fury - S02E03"),
        ("Tidemen: Mexico", "Tidemen.S02E03"),
    ] {
        let file = format!("{name}/{name}.mkv");
        assert_eq!(choose(&[&file], &series(title, 2, 3), name), None, "{title}: {name}");
        let untitled = ["P/S02E02.mkv", "P/S02E03.mkv", "P/S02E04.mkv"];
        let pack = name.replace("E03", "");
        assert_eq!(choose(&untitled, &series(title, 2, 3), &pack), None, "{title}: files without a title in {pack}");
    }
    let given = files(&["Tidemen.Mexico.S02E03.mkv"]);
    let why = super::super::why(&given, &series("Tidemen", 2, 3), &Hint::default());
    assert_eq!(why.files[0].refused, Some(super::super::Refusal::For(Reason::OtherTitle)));
}

#[test]
fn a_mark_of_another_country_and_the_year_of_a_remake_are_another_show() {
    let mut wanted = series("Harbour Lights", 2, 3);
    wanted.year = Some(2005);
    wanted.context.countries = vec!["United States".to_owned()];
    for (name, fits) in [
        ("Harbour.Lights.US.S02E03", true),
        ("Harbour.Lights.2005.S02E03", true),
        ("Harbour.Lights.UK.S02E03", false),
        ("Harbour.Lights.Australia.S02E03", false),
        ("Harbour.Lights.2021.S02E03", false),
        ("Harbour.Lights.1998.S02E03", false),
    ] {
        let file = format!("{name}/{name}.mkv");
        assert_eq!(choose(&[&file], &wanted, name), fits.then_some(file.clone()), "{name}");
        let given = files(&[&file]);
        let hint = Hint { torrent_name: name, proof: Proof::Wanted, ..Hint::default() };
        let proven = select(&given, &wanted, &hint);
        assert!(fits || proven.pick.is_none() || proven.confidence < 0.5, "{name}: an id does not make it sure");
    }
}

#[test]
fn a_number_behind_the_title_is_asked_about_though_it_is_the_seasons() {
    let numbered = "T/Harbour.Lights.2.S02E03.mkv";
    for (paths, picked, is_sure) in [
        (&[numbered] as &[&str], numbered, false),
        (&[numbered, "T/Harbour.Lights.S02E03.mkv"], "T/Harbour.Lights.S02E03.mkv", true),
    ] {
        let given = files(paths);
        let chosen = select(&given, &series("Harbour Lights", 2, 3), &Hint { torrent_name: "T", ..Hint::default() });
        assert_eq!(super::picked(&given, &chosen).map(|file| file.path.as_str()), Some(picked));
        assert_eq!(chosen.confidence > 0.5, is_sure, "{paths:?}");
    }
    assert_eq!(choose(&["T/Harbour.Lights.3.S02E03.mkv"], &series("Harbour Lights", 2, 3), "T"), None);
}

#[test]
fn a_mark_is_asked_about_where_no_country_is_known() {
    let wanted = series("Harbour Lights", 2, 3);
    let marked = "T/Harbour.Lights.UK.S02E03.mkv";
    for (paths, torrent, picked, is_sure) in [
        (&[marked] as &[&str], "Harbour.Lights.UK.S02E03", marked, false),
        (&["T/Harbour Lights - S02E03.mkv"], "Harbour.Lights.UK.S02", "T/Harbour Lights - S02E03.mkv", false),
        (&["T/S02E03.mkv", "T/S02E04.mkv"], "Harbour.Lights.UK.S02", "T/S02E03.mkv", false),
        (&[marked, "T/Harbour.Lights.S02E03.mkv"], "Harbour.Lights", "T/Harbour.Lights.S02E03.mkv", true),
    ] {
        for proof in [Proof::Nothing, Proof::Wanted] {
            let given = files(paths);
            let chosen = select(&given, &wanted, &Hint { torrent_name: torrent, proof, ..Hint::default() });
            let file = super::picked(&given, &chosen).map(|file| file.path.as_str());
            assert_eq!(file, Some(picked), "{torrent}: never lost");
            assert_eq!(chosen.confidence >= 0.5, is_sure, "{torrent}: {}", chosen.confidence);
        }
    }
}

#[test]
fn a_translation_an_episodes_name_and_a_group_leave_it_the_same() {
    for (torrent, name) in [
        ("Огни гавани (2 сезон)", "P/Огни.гавани.S02E03.mkv"),
        ("Luces del Puerto Temporada 2", "P/Luces del Puerto 2x03.mkv"),
        ("Harbour Lights S02", "P/02x03 Harbour Lights - The Lamp Room.mkv"),
        ("Harbour Lights S02", "P/Harbour Lights 2x03 Mexico.mkv"),
        ("Harbour Lights S02", "P/GRPs_Harbour_Lights_S02E03.mkv"),
    ] {
        let paths = [name, &name.replace("03", "04"), &name.replace("03", "05")];
        assert_eq!(choose(&paths, &series("Harbour Lights", 2, 3), torrent).as_deref(), Some(name));
    }
    let short = ["P/[Grp] Shingetsu - 03.mkv", "P/[Grp] Shingetsu - 04.mkv"];
    let wanted = anime("Shingetsu: Hajimari no Uta", 3);
    assert_eq!(choose(&short, &wanted, "[Grp] Shingetsu").as_deref(), Some(short[0]), "without its subtitle");
    let given = files(&short);
    assert!(select(&given, &wanted, &Hint::default()).confidence < 0.5, "the person is asked");
}

#[test]
fn the_second_part_of_a_season_is_not_the_first() {
    let numbered = |from: u32, to: u32, form: &dyn Fn(u32) -> String| (from..=to).map(form).collect::<Vec<String>>();
    let season = numbered(1, 24, &|n| format!("T/Blue Meadow - S02E{n:02}.mkv"));
    let later = numbered(13, 24, &|n| format!("T/Blue Meadow - S02E{n:02}.mkv"));
    let alone = numbered(1, 12, &|n| format!("T/Blue Meadow S02 Part 2 - {n:02}.mkv"));
    let mut mapped = anime("Blue Meadow 2nd Season Part 2", 2);
    if let Some(episode) = &mut mapped.episode {
        episode.imdb = Some(Numbering { season: Some(2), episode: 14 });
    }
    let pick = |paths: &[String], wanted: &Wanted, torrent: &str| {
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        choose(&paths, wanted, torrent)
    };
    let unmapped = anime("Blue Meadow 2nd Season Part 2", 2);
    assert_eq!(pick(&season, &mapped, "Blue Meadow S02").as_deref(), Some("T/Blue Meadow - S02E14.mkv"));
    assert_eq!(pick(&season, &unmapped, "Blue Meadow S02"), None, "nothing says where it begins");
    assert_eq!(pick(&later, &unmapped, "Blue Meadow S02").as_deref(), Some("T/Blue Meadow - S02E14.mkv"));
    assert_eq!(pick(&alone, &unmapped, "Blue Meadow").as_deref(), Some("T/Blue Meadow S02 Part 2 - 02.mkv"));
    assert_eq!(pick(&alone, &series("Blue Meadow", 2, 2), "Blue Meadow"), None, "the first part is wanted");
    assert_eq!(
        pick(&later, &series("Blue Meadow", 2, 14), "Blue Meadow S02 Part 2").as_deref(),
        Some("T/Blue Meadow - S02E14.mkv"),
        "numbers that go on are the season's"
    );
}

#[test]
fn a_mixed_tree_decides_by_its_folders() {
    let paths = [
        "Ember Fox/Ember Fox/03.mkv",
        "Ember Fox/Ember Fox/04.mkv",
        "Ember Fox/Ember Fox Zero/03.mkv",
        "Ember Fox/Ember Fox Zero/04.mkv",
    ];
    assert_eq!(choose(&paths, &anime("Ember Fox", 3), "Ember Fox Collection").as_deref(), Some(paths[0]));
    assert_eq!(choose(&paths, &anime("Ember Fox Zero", 3), "Ember Fox Collection").as_deref(), Some(paths[2]));
    assert_eq!(choose(&paths, &anime("Ember Fox Stay", 3), "Ember Fox Collection"), None);
}

#[test]
fn a_remake_whose_title_has_its_year_is_not_the_show_before_it() {
    let (old, new) = ("Blue Meadow (1999)/Blue Meadow - 05.mkv", "Blue Meadow (2011)/Blue Meadow - 005.mkv");
    let others = ["Blue Meadow (1999)/Blue Meadow - 06.mkv", "Blue Meadow (2011)/Blue Meadow - 006.mkv"];
    let paths: Vec<String> = [old, new, others[0], others[1]].iter().map(|path| format!("M/{path}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    for (title, year, path) in
        [("Blue Meadow (2011)", 2011, new), ("Blue Meadow", 1999, old), ("Blue Meadow", 2011, new)]
    {
        let mut wanted = anime(title, 5);
        wanted.year = Some(year);
        assert_eq!(choose(&paths, &wanted, "Blue Meadow Collection"), Some(format!("M/{path}")), "{title}, {year}");
    }
}

#[test]
fn a_film_of_a_box_is_known_by_the_half_of_its_title_in_one_script() {
    let paths = ["M/蓝色草地.Blue.Meadow.1972.1080p.mkv", "M/蓝色草地3.Blue.Meadow.Part.III.1990.1080p.mkv"];
    let wanted = film("Blue Meadow Part III", 1990);
    assert_eq!(choose(&paths, &wanted, "蓝色草地三部曲").as_deref(), Some(paths[1]));
}
