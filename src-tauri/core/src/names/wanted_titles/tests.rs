mod films;
mod near;

use super::*;
use crate::names;
use crate::title::{Context, Episode, Ids, Numbering, Relative};

fn series(name: &str) -> Wanted {
    Wanted {
        kind: Kind::Series,
        name: name.to_owned(),
        year: Some(2015),
        end_year: Some(2019),
        episode: Some(Episode {
            asked: Numbering { season: Some(2), episode: 3 },
            imdb: None,
            absolute: Some(13),
            kitsu: None,
            aired: None,
            name: Some("The Lamp Room".to_owned()),
        }),
        context: Context {
            countries: vec!["United States".to_owned()],
            episode_names: vec!["The Lamp Room".to_owned(), "Slack Water".to_owned()],
            ..Context::default()
        },
        ..Wanted::default()
    }
}

fn anime(name: &str, absolute: u32) -> Wanted {
    let mut wanted = series(name);
    wanted.kind = Kind::Anime;
    wanted.ids = Ids { kitsu: Some(1), ..Ids::default() };
    wanted.context = Context::default();
    (wanted.year, wanted.end_year) = (Some(1999), None);
    if let Some(episode) = &mut wanted.episode {
        episode.asked = Numbering { season: Some(1), episode: absolute };
        (episode.absolute, episode.kitsu) = (Some(absolute), Some(absolute));
    }
    wanted
}

fn kin(wanted: &Wanted, name: &str) -> Kinship {
    let titles = WantedTitles::new(wanted);
    titles.relate(&titles.read(name), name)
}

fn film(name: &str, year: i16) -> Wanted {
    Wanted { kind: Kind::Movie, name: name.to_owned(), year: Some(year), ..Wanted::default() }
}

#[test]
fn a_number_between_the_wanted_title_and_a_name_is_a_season_and_its_episode() {
    let read = |wanted: &Wanted, name: &str| WantedTitles::new(wanted).read(name);
    let oh_dear = series("Oh, Dear");
    for name in [
        "Oh.Dear.203.Gregs.Big.Day.DVDRip.XviD-GRP",
        "Oh.Dear.203.Gregs.Big.Day.DVDRip.XviD-GRP.avi",
        "oh_dear_203_gregs_big_day_720p_bluray_x264-grp",
        "Oh.Dear.203.DVDRip.XviD-GRP",
    ] {
        let said = read(&oh_dear, name);
        assert_eq!(
            (said.seasons.as_slice(), said.episodes.as_slice(), said.compact),
            (&[2][..], &[3][..], Some(203)),
            "{name}"
        );
        assert!(said.title.eq_ignore_ascii_case("oh dear"), "{name}: {}", said.title);
        assert_eq!(kin(&oh_dear, name), Kinship::Same, "{name}");
        let group = said.group.as_deref().map(str::to_ascii_lowercase);
        assert_eq!(group.as_deref(), Some("grp"), "{name}");
    }
    let film = Wanted { kind: Kind::Movie, episode: None, ..series("Oh, Dear") };
    for (wanted, name) in [
        (&series("Sector"), "Oh.Dear.203.Gregs.Big.Day.DVDRip.XviD-GRP"),
        (&series("Oh"), "Oh.Dear.203.Gregs.Big.Day.DVDRip.XviD-GRP"),
        (&oh_dear, "Oh.Dear.203.Gregs.Big.Day.2012.DVDRip.XviD-GRP"),
        (&oh_dear, "Oh.Dear.1080.Gregs.Big.Day.DVDRip.XviD-GRP"),
        (&oh_dear, "Oh.Dear.260.Gregs.Big.Day.DVDRip.XviD-GRP"),
        (&film, "Oh.Dear.203.Gregs.Big.Day.DVDRip.XviD-GRP"),
        (&anime("Oh, Dear", 203), "Oh.Dear.203.Gregs.Big.Day.DVDRip.XviD-GRP"),
    ] {
        assert!(read(wanted, name).is_unnumbered(), "{name} for {}", wanted.name);
    }
}

#[test]
fn a_title_that_goes_on_is_another_show() {
    for (wanted, name) in [
        ("Tidemen", "Tidemen.Mexico.S02E03.1080p.WEB-DL"),
        ("HMCS", "HMCS.Los.Angeles.S02E03.720p"),
        ("Corsair", "Corsair.New.Blood.S02E03"),
        ("FBR", "FBR.International.S02E03"),
        ("Tides", "Tides.Book.II.Ghost.S02E03.1080p"),
        ("Stone Sky", "[Grp] Stone Sky Z - 103 (720p)"),
        ("Stone Sky", "[Grp] Stone Sky GT - 13"),
        ("Lock and Key", "Lock.and.Key.SVU.S02E03"),
        ("The Counter", "The.Counter.UK.S02E03"),
        ("The Walking Tide", "Fear.the.Walking.Tide.S02E03"),
        ("Harbour", "Harbour.Fire.S02E03"),
        ("HSI", "HSI.NY.S02E03"),
        ("The Real Keepers", "The.Real.Keepers.of.Cork.S02E03"),
        ("House of Maps", "House.of.Maps.UK.2017.S02E03"),
        ("Rocky Shore", "Rocky.Shore.II.S02E03.720p".strip_suffix(".720p").unwrap()),
        ("MapChef", "MapChef.Australia.S02E03"),
    ] {
        let expected = if name.contains(".II.S02") { Kinship::Marked } else { Kinship::Longer };
        assert_eq!(kin(&series(wanted), name), expected, "{wanted}: {name}");
    }
    assert_eq!(kin(&series("Whirl Metal Masters"), "Whirl.Metal.Fury.S02E03"), Kinship::Sibling);
    assert_eq!(kin(&series("Tidemen: Mexico"), "Tidemen.S02E03"), Kinship::Other, "the shorter one is not wanted");
    assert_eq!(kin(&series("Tidemen: Mexico"), "Tidemen.Mexico.S02E03"), Kinship::Same);
}

#[test]
fn what_belongs_to_a_title_leaves_it_the_same() {
    let mut wanted = series("The Harbour Lights");
    wanted.aliases = vec!["港の灯り".to_owned()];
    for name in [
        "Harbour.Lights.S02E03.1080p",
        "The.Harbour.Lights.US.S02E03",
        "The Harbour Lights (US) (2015) S02E03",
        "Harbour.Lights.US.2015.S02E03",
        "The.Harbor.Lights.S02E03",
        "BBC.Harbour.Lights.S02E03",
        "Marvel's The Harbour Lights S02E03",
        "Harbour.Lights.Complete.Series.1080p",
        "Harbour.Lights.INTERNAL.S02E03",
        "Harbour Lights - The Lamp Room 1080p WEB",
        "Harbour.Lights.Slack.Water.1080p.WEB",
        "Harbour Lights 2016 S02E03",
        "Огни гавани / The Harbour Lights / S2E1-8 of 8 [2016, WEB-DL 1080p]",
        "港の灯り Harbour Lights S02E03",
        "Harbour.Lights.港の灯り.S02E03.1080p",
        "The Harbour Lights Огни гавани S02E03",
        "Harbour Lights (Les feux du port) S02E03",
        "Harbour Lights aka Les feux du port S02E03",
        "Harbour Lights Series 2 Episode 3",
        "Harbour Lights - Volume 3 [BD 720p]",
        "Harbour Lights March 2016 720p",
    ] {
        assert_eq!(kin(&wanted, name), Kinship::Same, "{name}");
    }
    assert_eq!(kin(&wanted, "S02E03.1080p.mkv"), Kinship::Untold);
    assert_eq!(kin(&Wanted::default(), "Harbour.Lights"), Kinship::Untold);
}

#[test]
fn the_mark_of_a_country_leaves_it_open_which_show_it_is_where_none_is_known() {
    let mut wanted = series("The Harbour Lights");
    wanted.context.countries.clear();
    for name in [
        "The.Harbour.Lights.UK.S02E03",
        "The Harbour Lights (US) S02E03",
        "The Harbour Lights UK Complete",
        "Harbour.Lights.UK.2015.S02E03",
    ] {
        assert_eq!(kin(&wanted, name), Kinship::Marked, "{name}");
    }
    assert_eq!(kin(&wanted, "The.Harbour.Lights.S02E03"), Kinship::Same);
    assert_eq!(kin(&wanted, "The.Harbour.Lights.UK.Ashore.S02E03"), Kinship::Longer);
    wanted.aliases = vec!["The Harbour Lights (UK)".to_owned()];
    assert_eq!(kin(&wanted, "The.Harbour.Lights.UK.S02E03"), Kinship::Same, "the catalogue's title tells it");
    assert_eq!(kin(&wanted, "The.Harbour.Lights.US.S02E03"), Kinship::Longer);
    let long = anime("Wide Sea", 1071);
    assert_eq!(kin(&long, "Wide Sea (JP) - 1071"), Kinship::Same);
    assert_eq!(kin(&long, "Wide Sea US S01E1071"), Kinship::Marked);
}

#[test]
fn the_number_of_the_season_behind_a_title_may_be_a_part_of_another() {
    let mut wanted = series("Harbour Lights");
    for name in [
        "Harbour Lights 2 S02E03",
        "Harbour.Lights.II.S02E03.1080p",
        "Harbour.Lights.2.US.S02E03",
        "Harbour.Lights.Book.2.S02E03",
    ] {
        assert_eq!(kin(&wanted, name), Kinship::Marked, "{name}");
    }
    for name in ["Harbour.Lights.3.S02E03", "Harbour.Lights.Book.3.S02E03", "Harbour.Lights.Book.Two.Ghosts.S02E03"] {
        assert_eq!(kin(&wanted, name), Kinship::Longer, "{name}");
    }
    wanted.context.relatives = vec![Relative { name: "Harbour".to_owned(), year: Some(2018) }];
    assert_eq!(kin(&wanted, "Harbour.Lights.2.S02E03"), Kinship::Same, "the catalogue knows no other");
    wanted.context.relatives = vec![Relative { name: "Harbour Lights 2".to_owned(), year: Some(2018) }];
    assert_eq!(kin(&wanted, "Harbour.Lights.2.S02E03"), Kinship::Listed);
    let own = series("Harbour Lights 2");
    assert_eq!(kin(&own, "Harbour.Lights.2.S02E03"), Kinship::Same);
    assert_ne!(kin(&own, "Harbour.Lights.S02E03"), Kinship::Same);
}

#[test]
fn initials_stand_for_the_words_behind_them() {
    let mut wanted = series("HCU: Harbour Crime Unit");
    wanted.context.relatives = vec![Relative { name: "HCU: Cork".to_owned(), year: Some(2018) }];
    for name in ["HCU.S02E03.720p", "H.C.U.S02E03", "HCU - Harbour Crime Unit S02E03", "HCU.Harbour.Crime.Unit.S02E03"]
    {
        assert_eq!(kin(&wanted, name), Kinship::Same, "{name}");
    }
    assert_eq!(kin(&wanted, "HCU.Cork.S02E03"), Kinship::Listed);
    assert_eq!(kin(&wanted, "HCU.Dover.S02E03"), Kinship::Longer);
    assert_ne!(kin(&series("HCU: Cork"), "HCU.S02E03"), Kinship::Same, "it stands for other words");
    let unit = series("Tide & Order: Special Harbour Unit");
    assert_eq!(kin(&unit, "Tide.and.Order.SHU.S02E03"), Kinship::Same);
    for name in ["Tide.and.Order.S02E03", "Tide.and.Order.CI.S02E03"] {
        assert_ne!(kin(&unit, name), Kinship::Same, "{name}");
    }
}

#[test]
fn suffixes_and_prefixes_of_the_wanted_title_may_be_left_out() {
    for (wanted, name) in [
        ("House of Maps (US)", "House.of.Maps.S02E03"),
        ("House of Maps (2015)", "House.of.Maps.S02E03"),
        ("House of Maps (2015)", "House.of.Maps.2015.S02E03"),
        ("Marvel's Agents of T.I.D.E.", "Agents.of.TIDE.S02E03"),
        ("Marvel's Agents of T.I.D.E.", "Marvels.Agents.of.T.I.D.E.S02E03"),
    ] {
        assert_eq!(kin(&series(wanted), name), Kinship::Same, "{wanted}: {name}");
    }
}

#[test]
fn the_catalogue_says_which_other_works_there_are() {
    let mut wanted = series("Star Gauge");
    let relative = |name: &str, year| Relative { name: name.to_owned(), year: Some(year) };
    wanted.context.relatives =
        vec![relative("Star Gauge", 1978), relative("Star Gauge: Voyage", 2001), relative("Gauge", 1999)];
    assert_eq!(kin(&wanted, "Star.Gauge.1978.S02E03"), Kinship::Listed);
    assert_eq!(kin(&wanted, "Star.Gauge.2015.S02E03"), Kinship::Same);
    wanted.context.relatives.push(relative("Star Gauge", 2018));
    assert_eq!(kin(&wanted, "Star.Gauge.2018.S04E03"), Kinship::Listed, "made while the wanted one ran");
    wanted.context.relatives.push(relative("Star Gauge", 2016));
    assert_eq!(kin(&wanted, "Star.Gauge.2016.S02E03"), Kinship::Same, "the same, off by a year");
    assert_eq!(kin(&wanted, "Star.Gauge.S02E03"), Kinship::Same);
    assert_eq!(kin(&wanted, "Star.Gauge.Voyage.S02E03"), Kinship::Listed);
    assert_eq!(kin(&wanted, "Gauge.S02E03"), Kinship::Listed);
    wanted.aliases = vec!["Star Gauge Voyage".to_owned()];
    assert_eq!(kin(&wanted, "Star.Gauge.Voyage.S02E03"), Kinship::Same, "an alias counts more");
}

#[test]
fn arcs_of_a_long_anime_are_it_and_its_sequels_are_not() {
    let wanted = anime("Wide Sea", 1071);
    for (name, kinship) in [
        ("[Group] Wide Sea Land of Rice (890-1085) [1080p]", Kinship::Same),
        ("Wide Sea: Land of Rice - 1071", Kinship::Same),
        ("[Group] Wide Sea Land of Rice (1-1085) [1080p]", Kinship::Longer),
        ("[Group] Wide Sea Land of Rice (890-900) [1080p]", Kinship::Longer),
        ("Wide Sea Film Red (2022) [1080p]", Kinship::Longer),
        ("[Group] Wide Sea (TV) - 1071", Kinship::Same),
        ("[Group] Wide Sea (Hiroi Umi) - 1071 [1080p]", Kinship::Same),
    ] {
        assert_eq!(kin(&wanted, name), kinship, "{name}");
    }
    assert_eq!(kin(&anime("Wide Sea", 13), "[Grp] Wide Sea 2 - 13 (1080p)"), Kinship::Longer);
    let mut second = anime("Wide Sea 2nd Season", 13);
    assert_eq!(kin(&second, "[Grp] Wide Sea 2 - 13 (1080p)"), Kinship::Same);
    assert_eq!(kin(&second, "[Grp] Wide Sea II - 13 (1080p)"), Kinship::Same);
    assert_eq!(kin(&second, "[Grp] Wide Sea III - 13 (1080p)"), Kinship::Longer);
    assert_eq!(kin(&second, "[Grp] Wide Sea S2 - 13 (1080p)"), Kinship::Same);
    second.aliases = vec!["Wide Sea II".to_owned()];
    let titles = WantedTitles::new(&second);
    assert!(!titles.is_short(&titles.read("[Grp] Wide Sea 2 - 13 (1080p)")), "the alias, written otherwise");
    assert!(titles.is_short(&titles.read("[Grp] Wide Sea - 13 (1080p)")));
    second.aliases = vec!["Wide Sea: Return".to_owned()];
    assert_eq!(kin(&second, "[Grp] Wide Sea Return - 13 (1080p)"), Kinship::Same);
}

#[test]
fn an_episode_is_named_after_the_title() {
    let titles = WantedTitles::new(&series("Harbour Lights"));
    let named = |name: &str| titles.names_the_episode(&names::read(name));
    assert_eq!(named("Harbour Lights - The Lamp Room 1080p WEB"), Some(true));
    assert_eq!(named("Harbour.Lights.Slack.Water.1080p.WEB"), Some(false));
    assert_eq!(named("Harbour.Lights.1080p.WEB"), None);
    assert_eq!(named("Harbour.Lights.Slack.Water.S02E03"), None, "the number decides");
}

#[test]
fn a_year_before_the_numbers_is_the_shows_first_or_the_seasons() {
    let wanted = series("Harbour Lights");
    for (name, expected) in [
        ("Harbour.Lights.2015.S02E03.1080p", Kinship::Same),
        ("Harbour.Lights.2016.S02E03.1080p", Kinship::Same),
        ("Harbour.Lights.2018.S04E03.1080p", Kinship::Same),
        ("Harbour.Lights.2020.S10E03.1080p", Kinship::Same),
        ("Harbour.Lights.2020.S02E03.1080p", Kinship::Longer),
        ("Harbour Lights (2020) S01 1080p", Kinship::Longer),
        ("Harbour Lights (2015-2020) S01-S05", Kinship::Same),
        ("Harbour.Lights.S02E03.2020.1080p", Kinship::Same),
        ("Harbour Lights 2020 Episode 3", Kinship::Same),
    ] {
        assert_eq!(kin(&wanted, name), expected, "{name}");
    }
}

#[test]
fn two_of_the_titles_are_the_work_and_one_with_another_is_not() {
    let mut wanted = series("Blue Meadow");
    wanted.aliases = vec!["Prato Blu".to_owned()];
    assert_eq!(kin(&wanted, "Prato Blu - Blue Meadow S02e03 [Mux - H264 - Ita Eng Aac]"), Kinship::Same);
    assert_ne!(kin(&wanted, "Blue Meadow - Red Mill S02e03 [H264]"), Kinship::Same);
}

#[test]
fn a_part_of_an_anime_goes_by_the_title_of_the_whole() {
    let mut wanted = anime("Blue Meadow Ver1.1a Part 2", 1);
    let episode = wanted.episode.as_mut().unwrap();
    (episode.imdb, episode.absolute) = (Some(Numbering { season: Some(1), episode: 13 }), None);
    let numbers = names::WantedNumbers::new(&wanted).unwrap();
    let titles = WantedTitles::new(&wanted);
    for (name, is_open) in
        [("[Grp] Blue Meadow Ver1.1a - 13 (1080p).mkv", false), ("[Grp] Blue Meadow Ver1.1a - 01 (1080p).mkv", true)]
    {
        let said = titles.read(name);
        assert_eq!(titles.relate(&said, name), Kinship::Same, "{name}");
        assert_eq!(numbers.counts_in_the_entry(&said) && titles.is_short(&said), is_open, "{name}");
    }
}

#[test]
fn all_of_a_show_may_be_said_in_one_word_with_its_title() {
    let mut wanted = series("Blue Meadow");
    wanted.aliases = vec!["蓝色草地".to_owned()];
    for (name, kinship) in
        [("[组名] 蓝色草地合集 [1080p]", Kinship::Same), ("[组名] 蓝色草地外传 [1080p]", Kinship::Other)]
    {
        assert_eq!(kin(&wanted, name), kinship, "{name}");
    }
}

#[test]
fn a_doctor_may_be_called_so_or_not() {
    let wanted = series("Blue Meadow, M.D.");
    for name in ["Blue.Meadow.MD.S02E03.DVDRip", "Blue.Meadow.M.D.S02E03.DVDRip", "Blue.Meadow.S02E03.DVDRip"] {
        assert_eq!(kin(&wanted, name), Kinship::Same, "{name}");
    }
}

#[test]
fn a_title_and_its_subtitle_may_be_stated_apart() {
    let wanted =
        Wanted { kind: Kind::Series, name: "Mountain Lantern: Yama no Hikari".to_owned(), ..Wanted::default() };
    let titles = WantedTitles::new(&wanted);
    for (name, same) in [
        ("[Grp] Yama no Hikari (Mountain Lantern) (Season 02) [1080p]", true),
        ("Yama no Hikari / Mountain Lantern S02", true),
        ("Yama no Hikari S02", false),
        ("[Grp] Yama no Hikari (Mountain Harbour) (Season 02) [1080p]", false),
    ] {
        assert_eq!(titles.relate(&titles.read(name), name) == Kinship::Same, same, "{name}");
    }
}
