//! Films: their numbers and places, and what releases write beside their titles.

use super::*;

#[test]
fn the_first_of_several_films_may_be_numbered_and_a_film_be_called_one() {
    let mut wanted = film("Iron Ferry", 2004);
    let relative = |name: &str, year| Relative { name: name.to_owned(), year: Some(year) };
    wanted.context.relatives = vec![relative("Iron Ferry 2", 2007), relative("Iron Ferry: The Movie", 1998)];
    for name in [
        "Iron.Ferry.1.2004.1080p.BluRay",
        "Iron.Ferry.I.2004.720p",
        "Iron Ferry Part One (2004)",
        "Iron.Ferry.1.3D.2004.1080p",
        "Iron.Ferry.3D.2004.1080p",
        "Iron.Ferry.Film.2004.1080p",
    ] {
        assert_eq!(kin(&wanted, name), Kinship::Same, "{name}");
    }
    for name in
        ["Iron.Ferry.2.2007.1080p", "Iron.Ferry.Part.2.1080p", "Iron.Ferry.1.Returns.2004", "Iron.Ferry.The.Movie.1998"]
    {
        assert_ne!(kin(&wanted, name), Kinship::Same, "{name}");
    }
    let third = film("Iron Ferry 3", 2010);
    for name in ["Iron Ferry 3 3D 2010 1080p", "Iron.Ferry.3.The.Movie.2010", "Iron.Ferry.III.3D.2010.HSBS.1080p"] {
        assert_eq!(kin(&third, name), Kinship::Same, "{name}");
    }
    assert_ne!(kin(&third, "Iron.Ferry.3D.2010.1080p"), Kinship::Same, "the first one in three dimensions");
    assert_eq!(kin(&film("Iron Ferry: Part One", 2004), "Iron.Ferry.2004.1080p"), Kinship::Same);
    assert_ne!(kin(&series("Iron Ferry"), "Iron.Ferry.Movie.S02E03"), Kinship::Same, "a show is no film");
}

#[test]
fn a_place_among_several_films_is_written_in_every_manner() {
    let wanted = film("Tide Wars: Episode IV - A New Quay", 1977);
    for name in [
        "Tide.Wars.Episode.IV.A.New.Quay.1977.1080p",
        "Tide Wars Episode 4 A New Quay (1977)",
        "Tide.Wars.IV.A.New.Quay.1977",
        "Tide.Wars.A.New.Quay.1977",
    ] {
        assert_eq!(kin(&wanted, name), Kinship::Same, "{name}");
    }
    for name in
        ["Tide.Wars.Episode.V.The.Quay.Strikes.1980", "Tide Wars Episode 5 A New Quay", "Tide.Wars.An.Old.Quay.1977"]
    {
        assert_ne!(kin(&wanted, name), Kinship::Same, "{name}");
    }
    let read = WantedTitles::new(&wanted).read("Tide Wars Episode 4 A New Quay (1977)");
    assert!(read.is_unnumbered(), "{read:?}");
}

#[test]
fn signs_of_a_title_may_be_left_out() {
    for (wanted, name) in [
        (film("(300) Days of Tides", 2009), "(300) Days Of Tides (2009)"),
        (film("(300) Days of Tides", 2009), "300.Days.of.Tides.2009.1080p"),
        (film("Face/Tide", 1997), "FaceTide.1997.1080p"),
        (series("7-1-1"), "7.1.1.S02E03.HDTV"),
        (anime("Agent x Home", 10), "[Grp] Agent×Home - 10"),
        (film("The Long Ash", 1999), "Part Two - The Long Ash.mkv"),
    ] {
        assert_eq!(kin(&wanted, name), Kinship::Same, "{name}");
    }
    assert_ne!(kin(&series("7-1-1"), "7-1-1.Lone.Quay.S02E03"), Kinship::Same);
    assert_ne!(kin(&series("The Long Ash"), "Part.Two.The.Long.Ash.S02E03"), Kinship::Same);
}

#[test]
fn a_dash_within_a_word_may_be_a_space() {
    let wanted = film("Spider-Wind: No Way Back", 2021);
    for name in ["Spider.Wind.No.Way.Back.2021", "Spider Wind No Way Back The Long Night Version 2021"] {
        assert_eq!(kin(&wanted, name), Kinship::Same, "{name}");
    }
    assert_ne!(kin(&wanted, "Spider.Wind.2021"), Kinship::Same);
}

#[test]
fn a_title_that_ends_with_a_language_is_read_whole() {
    let wanted = film("The Good German", 2006);
    for name in ["The.Good.German.2006.1080p", "The Good German", "The.Good.German.German.2006.DVDRip"] {
        assert_eq!(kin(&wanted, name), Kinship::Same, "{name}");
    }
    for name in ["The.Good.2006.1080p", "The.Good.Italian.2006.1080p"] {
        assert_ne!(kin(&wanted, name), Kinship::Same, "{name}");
    }
}

#[test]
fn numbers_and_years_of_a_title_belong_to_it() {
    for (wanted, name) in [
        (film("2061: A Sea Odyssey", 1968), "2061: A Sea Odyssey 2160p"),
        (film("2061: A Sea Odyssey", 1968), "2061.A.Sea.Odyssey.1968.1080p"),
        (film("Map Runner 2049", 2017), "Map.Runner.2049.INTERNAL.1080p.BluRay"),
        (film("1918", 2019), "1918.1080p.BluRay"),
        (film("Dance Like it's 1999", 2012), "Dance.Like.its.1999.1080p"),
        (film("2011", 2009), "2011.2009.1080p.BluRay"),
    ] {
        assert_eq!(kin(&wanted, name), Kinship::Same, "{name}");
    }
    assert_eq!(kin(&film("Rocky Shore", 1976), "Rocky.Shore.II.1979.1080p"), Kinship::Longer);
    assert_eq!(kin(&film("Rocky Shore", 1976), "Rocky.Shore.1976.Extended.1080p"), Kinship::Same);
    assert_eq!(WantedTitles::new(&film("1918", 2019)).read("1918.1080p.BluRay").title, "1918");
}

#[test]
fn a_number_of_a_title_may_be_written_otherwise() {
    for (title, year, same, other) in [
        (
            "Blue Meadow: Part Two",
            2024,
            ["Blue.Meadow.Part.2.2024", "Blue.Meadow.2.2024", "Blue.Meadow.II.2024"],
            "Blue.Meadow.Part.3.2024",
        ),
        (
            "The Blue Meadow Part III",
            1990,
            ["The.Blue.Meadow.Part.3.1990", "The.Blue.Meadow.III.1990", "Blue.Meadow.Part.Three.1990"],
            "The.Blue.Meadow.Part.II.1990",
        ),
        (
            "Blue Meadow: Chapter 2",
            2017,
            ["Blue.Meadow.2.2017", "Blue.Meadow.Chapter.Two.2017", "Blue Meadow Chapter II 2017"],
            "Blue.Meadow.2017",
        ),
        ("Blue's Eleven", 2001, ["Blues.11.2001", "Blues.Eleven.2001", "Blue's Eleven (2001)"], "Blues.Twelve.2001"),
    ] {
        let wanted = film(title, year);
        for name in same {
            assert_eq!(kin(&wanted, &format!("{name}.1080p.BluRay")), Kinship::Same, "{name}");
        }
        assert_ne!(kin(&wanted, &format!("{other}.1080p.BluRay")), Kinship::Same, "{other}");
    }
    assert_eq!(kin(&series("Blue Station Nine"), "Blue.Station.9.S02E03.480p"), Kinship::Same);
    assert_ne!(kin(&film("Blue Meadow", 2010), "Blue.Meadow.2.2010.1080p"), Kinship::Same, "a sequel");
}

#[test]
fn a_film_is_the_same_in_another_language_edition_or_place() {
    let wanted = film("Five Blue Mills", 2017);
    for name in [
        "Five.Blue.Mills.German.2017.AC3.BDRip.x264-GRP",
        "Five.Blue.Mills.UNCUT.German.DL.720p.WEBRip.x264-GRP",
        "Five.Blue.Mills.The.Long.Night.Version.2017.1080p",
        "[Grp] 劇場版Five Blue Mills [1080p]",
    ] {
        assert_eq!(kin(&wanted, name), Kinship::Same, "{name}");
    }
    for name in ["Five.Blue.Mills.The.Long.Night.Version.2003.1080p", "Five.Blue.Mills.The.Long.Night.2017.1080p"] {
        assert_ne!(kin(&wanted, name), Kinship::Same, "{name}");
    }
    let part = film("Blue Meadow: The Mill", 2012);
    assert_eq!(kin(&part, "Blue.Meadow.7.The.Mill.2012.1080p"), Kinship::Same);
    assert_ne!(kin(&part, "Blue.Meadow.7.The.Mill.2005.1080p"), Kinship::Same, "of another year");
    assert_ne!(kin(&part, "Blue.Meadow.7.The.Lamp.2012.1080p"), Kinship::Same);
    assert_ne!(kin(&series("Blue Meadow"), "Blue.Meadow.German.S02E03.1080p"), Kinship::Other);
}
