//! Batches of many kinds, made to be mistaken: boxes, cours, extras, seasons' own titles, words of several languages.

use super::*;
use crate::title::Numbering;

/// The path chosen of a batch made from a form, in which `#` is the season and `@` the episode.
fn chosen_of(forms: &[&str], seasons: u32, episodes: u32, wanted: &Wanted, torrent: &str) -> Option<String> {
    let fill = |form: &str, season: u32, episode: u32| {
        form.replace("##", &format!("{season:02}"))
            .replace('#', &season.to_string())
            .replace("@@", &format!("{episode:02}"))
            .replace('@', &episode.to_string())
    };
    let mut paths = Vec::new();
    for form in forms {
        for season in 1..=seasons {
            paths.extend((1..=episodes).map(|episode| fill(form, season, episode)));
        }
    }
    paths.dedup();
    choose(&paths.iter().map(String::as_str).collect::<Vec<_>>(), wanted, torrent)
}

fn with_aliases(mut wanted: Wanted, aliases: &[&str]) -> Wanted {
    wanted.aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
    wanted
}

#[test]
fn seasons_and_episodes_are_said_in_many_languages() {
    for (season, episode) in [
        ("Staffel #", "Folge @@"),
        ("Saison #", "Épisode @@"),
        ("Temporada #", "Capítulo @@"),
        ("Stagione #", "Puntata @@"),
        ("Сезон #", "Серия @@"),
        ("#. Sezon", "@. Bölüm"),
        ("#. série", "@. díl"),
        ("第#季", "第@@集"),
    ] {
        let wanted = series("Harbour Lights", 2, 5);
        let fill = |text: &str| text.replace('#', "2").replace("@@", "05").replace('@', "5");
        for form in [format!("H/{season}/{episode}.mkv"), format!("H/Harbour Lights {season} {episode}.mkv")] {
            assert_eq!(chosen_of(&[&form], 3, 8, &wanted, "Harbour Lights"), Some(fill(&form)), "{form}");
        }
    }
}

#[test]
fn dots_and_brackets_part_a_season_from_its_episode() {
    for (form, season, episode, right) in [
        ("H/#.@@ Name @.avi", 3, 12, "H/3.12 Name 12.avi"),
        ("H/#.@@ Name @.avi", 1, 12, "H/1.12 Name 12.avi"),
        ("H/#.@@ Name @.avi", 2, 1, "H/2.01 Name 1.avi"),
        ("H/Harbour Lights [#.@@] Episode #@@.avi", 3, 12, "H/Harbour Lights [3.12] Episode 312.avi"),
        ("H/Harbour Lights ##@@ The Name.avi", 3, 7, "H/Harbour Lights 0307 The Name.avi"),
        ("H/Harbour.Lights.Series.#.Part.@.The.Mill.mkv", 2, 3, "H/Harbour.Lights.Series.2.Part.3.The.Mill.mkv"),
    ] {
        let wanted = series("Harbour Lights", season, episode);
        assert_eq!(chosen_of(&[form], 3, 13, &wanted, "Harbour Lights").as_deref(), Some(right), "{form}");
    }
}

#[test]
fn files_that_state_no_part_are_of_none_beside_those_that_do() {
    let forms = ["S/[Grp] Stone Sky S2 - @@.mkv", "S/[Grp] Stone Sky S2 Part 2 - @@.mkv"];
    let wanted = series("Stone Sky", 2, 3);
    let right = Some("S/[Grp] Stone Sky S2 - 03.mkv");
    assert_eq!(chosen_of(&forms, 1, 12, &wanted, "[Grp] Stone Sky S2 + Part 2").as_deref(), right);
    assert_eq!(
        chosen_of(&forms[..1], 1, 12, &wanted, "[Grp] Stone Sky S2 Part 2"),
        None,
        "the part that the torrent states"
    );
}

#[test]
fn words_join_episodes_and_romans_number_them() {
    let joined = ["H/Harbour Lights - S01E05and06 - A & B.mkv", "H/Harbour Lights - S01E07and08 - C & D.mkv"];
    assert_eq!(choose(&joined, &series("Harbour Lights", 1, 8), "Harbour Lights S1").as_deref(), Some(joined[1]));
    let added = ["S/[Grp] Stone Sky - 01+07 [BD].mkv", "S/[Grp] Stone Sky - 02+08 [BD].mkv"];
    assert_eq!(choose(&added, &anime("Stone Sky", 7), "[Grp] Stone Sky [BD]").as_deref(), Some(added[0]));
    let romans = ["VIII", "IX", "X"].map(|numeral| format!("S/[Grp] Stone Sky Episode {numeral} [720p].mkv"));
    let romans: Vec<&str> = romans.iter().map(String::as_str).collect();
    assert_eq!(choose(&romans, &anime("Stone Sky", 9), "[Grp] Stone Sky").as_deref(), Some(romans[1]));
}

#[test]
fn nothing_but_specials_is_asked_about() {
    let given = files(&["S/[Grp] Stone Sky OVA - 02 [BD].mkv", "S/[Grp] Stone Sky OVA - 03 [BD].mkv"]);
    let select_for =
        |wanted: &Wanted| select(&given, wanted, &Hint { torrent_name: "[Grp] Stone Sky OVA [BD]", ..Hint::default() });
    let show = select_for(&anime("Stone Sky", 3));
    assert!(show.pick.is_none() || show.confidence < 0.5, "they may be beside the wanted episodes");
    let six = (1..7).map(|number| format!("S/[Grp] Stone Sky OVA - {number:02}.mkv")).collect::<Vec<_>>();
    let six = files(&six.iter().map(String::as_str).collect::<Vec<_>>());
    let show = select(&six, &anime("Stone Sky", 3), &Hint { torrent_name: "[Grp] Stone Sky OVA", ..Hint::default() });
    assert!(show.pick.is_none() || show.confidence < 0.5, "six of them are no season");
    let own = select_for(&anime("Stone Sky OVA", 3));
    assert!(own.pick.is_some() && own.confidence > 0.5);
}

#[test]
fn a_part_of_a_total_is_of_the_season_that_the_torrent_states() {
    let form = ["H/Harbour.Lights.@of6.The.Mill.mkv"];
    let right = Some("H/Harbour.Lights.3of6.The.Mill.mkv".to_owned());
    for (season, torrent, picked) in
        [(1, "Harbour.Lights", &right), (2, "Harbour.Lights.Series.2", &right), (1, "Harbour.Lights.Series.2", &None)]
    {
        assert_eq!(
            &chosen_of(&form, 1, 6, &series("Harbour Lights", season, 3), torrent),
            picked,
            "{season}: {torrent}"
        );
    }
}

#[test]
fn a_season_goes_by_a_title_of_its_own() {
    let both = ["S/[Grp] Stone Sky - @@.mkv", "S/[Grp] Stone Sky II - @@.mkv"];
    let second = [both[1]];
    for (forms, season, right) in [
        (&second[..], 2, Some("S/[Grp] Stone Sky II - 03.mkv")),
        (&second[..], 1, None),
        (&second[..], 3, None),
        (&both[..], 1, Some("S/[Grp] Stone Sky - 03.mkv")),
        (&both[..], 2, Some("S/[Grp] Stone Sky II - 03.mkv")),
    ] {
        let wanted = with_aliases(series("Stone Sky", season, 3), &["Stone Sky II", "Stone Sky III"]);
        assert_eq!(chosen_of(forms, 1, 12, &wanted, "[Grp] Stone Sky").as_deref(), right, "season {season}");
    }
    let tales = "D/S## - The Mill/Dark Quay Tales The Mill - @@.mkv";
    let right = Some("D/S02 - The Mill/Dark Quay Tales The Mill - 05.mkv");
    assert_eq!(chosen_of(&[tales], 3, 8, &series("Dark Quay Tales", 2, 5), "Dark Quay Tales").as_deref(), right);
    let sister = "D/The Quay/Dark Quay Tales The Mill - @@.mkv";
    assert_eq!(chosen_of(&[sister], 1, 8, &series("Dark Quay Tales", 1, 5), "Dark Quay Tales"), None);
}

#[test]
fn the_other_title_that_a_torrent_names_is_that_of_its_files() {
    let other = "Y/Yama.no.Hikari.S02E@@.mkv";
    let both = [other, "Y/Mountain.Lantern.S02E@@.mkv"];
    let right = Some("Y/Yama.no.Hikari.S02E03.mkv");
    for (title, torrent, forms, right) in [
        ("Mountain Lantern", "Mountain Lantern / Yama no Hikari S02", &both[..1], right),
        ("Mountain Lantern: Yama no Hikari", "[Grp] Yama no Hikari (Mountain Lantern) (Season 02)", &both[..1], right),
        ("Mountain Lantern", "Mountain Lantern + Yama no Hikari S02", &both[..], Some("Y/Mountain.Lantern.S02E03.mkv")),
    ] {
        assert_eq!(chosen_of(forms, 1, 8, &series(title, 2, 3), torrent).as_deref(), right, "{torrent}");
    }
}

#[test]
fn a_film_is_found_in_its_box_by_its_place() {
    let counted: Vec<String> = (1..=6).map(|n| format!("G/[Grp] Garden Tides - Movie {n:02} [BD].mkv")).collect();
    let counted: Vec<&str> = counted.iter().map(String::as_str).collect();
    let fourth = film("Garden Tides 4: Hollow Lamp", 2009);
    assert_eq!(choose(&counted, &fourth, "[Grp] Garden Tides [BD]").as_deref(), Some(counted[3]));
    assert_eq!(choose(&counted, &film("Garden Tides: Hollow Lamp", 2009), "[Grp] Garden Tides [BD]"), None);
    let placed = [
        "S/Saga of Tides 1 - The Mill (2001).mkv",
        "S/Saga of Tides 2 - The Quay (2004).mkv",
        "S/Saga of Tides 3 - The Lamp (2008).mkv",
    ];
    let picked = choose(&placed, &film("Saga of Tides: The Quay", 2004), "Saga of Tides Trilogy");
    assert_eq!(picked.as_deref(), Some(placed[1]));
    let written = ["T/Tide Wars Episode 4 A New Quay (1977).mkv", "T/Tide Wars Episode 5 The Quay Strikes (1980).mkv"];
    let fifth = film("Tide Wars: Episode V - The Quay Strikes", 1980);
    assert_eq!(choose(&written, &fifth, "Tide Wars Duology").as_deref(), Some(written[1]), "in digits");
    let first = ["A/Part One - The Long Ash.mkv", "A/Part Two - The Long Ash Returns.mkv"];
    assert_eq!(choose(&first, &film("The Long Ash Returns", 2003), "Ash").as_deref(), Some(first[1]));
    let spatial = ["T/Toy Quay 1 (1995).mkv", "T/Toy Quay 2 (1999).mkv", "T/Toy Quay 3 3D (2010).mkv"];
    assert_eq!(choose(&spatial, &film("Toy Quay", 1995), "Toy Quay Trilogy").as_deref(), Some(spatial[0]));
    assert_eq!(choose(&spatial, &film("Toy Quay 3", 2010), "Toy Quay Trilogy").as_deref(), Some(spatial[2]));
    let flat = ["Q/The Long Quay (2011) 3D HSBS.mkv", "Q/The Long Quay (2011).mkv"];
    assert_eq!(choose(&flat, &film("The Long Quay", 2011), "The Long Quay 2011").as_deref(), Some(flat[1]));
    assert_eq!(choose(&flat[..1], &film("The Long Quay", 2011), "The Long Quay 2011").as_deref(), Some(flat[0]));
    let discs = ["Q/Saga/The Long Quay - CD1.avi", "Q/Saga/The Long Quay - CD2.avi"];
    assert_eq!(choose(&discs, &film("The Long Quay", 2003), "The Long Quay (2003)").as_deref(), Some(discs[0]));
    let spoken = ["Q/The Long Quay (2011) Audio Commentary.mkv", "Q/The Long Quay (2011) Extended Cut.mkv"];
    assert_eq!(choose(&spoken, &film("The Long Quay", 2011), "The Long Quay 2011").as_deref(), Some(spoken[1]));
}

#[test]
fn titles_of_several_discs_are_asked_about() {
    let given =
        files(&["H/Disc 1/Title 01.mkv", "H/Disc 1/Title 02.mkv", "H/Disc 2/Title 01.mkv", "H/Disc 2/Title 02.mkv"]);
    let torrent = "Harbour Lights Season 1 DVD";
    let confidence = |given: &[TorrentFile]| {
        select(given, &series("Harbour Lights", 1, 2), &Hint { torrent_name: torrent, ..Hint::default() }).confidence
    };
    assert!(confidence(&given) < 0.5, "the second title of either");
    assert!(confidence(&given[..2]) > 0.5, "of one disc it is the second episode");
    let volumes = files(&[
        "H/Vol.1/Harbour Lights - 01.mkv",
        "H/Vol.1/Harbour Lights - 02.mkv",
        "H/Vol.2/Harbour Lights - 01.mkv",
        "H/Vol.2/Harbour Lights - 02.mkv",
    ]);
    assert!(confidence(&volumes) < 0.5);
}

#[test]
fn of_two_files_of_an_episode_the_mended_one_is_picked() {
    for mark in ["REPACK", "PROPER"] {
        let paths = ["S/Harbour.Lights.S01E03.mkv".to_owned(), format!("S/Harbour.Lights.S01E03.{mark}.mkv")];
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let chosen = choose(&paths, &series("Harbour Lights", 1, 3), "Harbour.Lights.S01");
        assert_eq!(chosen.as_deref(), Some(paths[1]));
    }
}

#[test]
fn extras_specials_and_halves_are_no_episodes() {
    let paths = [
        "S/[Grp] Stone Sky - 06 [BD].mkv",
        "S/[Grp] Stone Sky - 06.5 [BD].mkv",
        "S/[Grp] Stone Sky - 07 [BD].mkv",
        "S/[Grp] Stone Sky - NCED06 [BD].mkv",
        "S/[Grp] Stone Sky - NCOP 6 [BD].mkv",
        "S/[Grp] Stone Sky OVA - 06 [BD].mkv",
        "S/Extras/[Grp] Stone Sky - 06 Making of [BD].mkv",
    ];
    assert_eq!(choose(&paths, &anime("Stone Sky", 6), "[Grp] Stone Sky [BD]").as_deref(), Some(paths[0]));
    assert_eq!(choose(&paths[3..5], &anime("Stone Sky", 6), "[Grp] Stone Sky NCOP NCED [BD]"), None);
    let mut wanted = series("Stone Sky", 2, 3);
    if let Some(episode) = &mut wanted.episode {
        (episode.absolute, episode.imdb) = (Some(27), Some(Numbering { season: Some(2), episode: 3 }));
    }
    let specials = ["S/Stone Sky - S00E@@ - Special.mkv", "S/Stone Sky - 0@@.mkv"];
    assert_eq!(chosen_of(&specials, 1, 60, &wanted, "Stone Sky").as_deref(), Some("S/Stone Sky - 027.mkv"));
    let named = ["H/Harbour Lights S01E01 The Mill S01E02 The Quay.mkv", "H/Harbour Lights S01E03 A S01E04 B.mkv"];
    assert_eq!(choose(&named, &series("Harbour Lights", 1, 4), "Harbour Lights S01").as_deref(), Some(named[1]));
}
