//! Invented names, and open films, by class: what each stage must read and what it must leave alone.

use release_name::{Extra, Field, Marking, parse, parse_path};

#[test]
fn numbers_are_read_in_many_languages_and_scripts() {
    for name in [
        "Blue Meadow Season 2 Episode 5.mkv",
        "Blue Meadow Saison 2 Épisode 05.mkv",
        "Blue Meadow Staffel 2 Folge 5.mkv",
        "Blue Meadow Temporada 2 Capitulo 05.avi",
        "Blue Meadow Stagione 2 Episodio 5.mkv",
        "Blue Meadow [Cap.205].avi",
        "Синий луг / Сезон 2 / Серия 5.mkv",
        "Синий луг 2 сезон 5 серия.avi",
        "Blue Meadow 2.Sezon 5.Bölüm.mkv",
        "Blue Meadow 第2季 第05集.mp4",
        "蓝色草地 第二季 第05话.mp4",
        "Blue Meadow 2x05.avi",
        "Blue Meadow T2E05.avi",
        "blue.meadow.s2.ep05.mkv",
    ] {
        let read = parse(name);
        assert_eq!(read.seasons, [2], "season of {name}");
        assert_eq!(read.episodes, [5], "episode of {name}");
    }
    assert_eq!(parse("[Grp] Blue Meadow - １５８ [1080p].mkv").episodes, [158], "fullwidth digits count too");
}

#[test]
fn numbers_of_a_title_are_left_alone() {
    for (name, title, episode) in [
        ("[Grp] 91 Nights - 06 [720p].mkv", "91 Nights", 6),
        ("[Grp] 07-Spirit - 03 [BD 1080p].mkv", "07-Spirit", 3),
        ("[Grp] Blue Meadow 2 - 05 [1080p].mkv", "Blue Meadow 2", 5),
        ("[Grp] 100 Man no Hoshi - 01 (1080p) [ABCDEF12].mkv", "100 Man no Hoshi", 1),
        ("2049.S01E02.1080p.mkv", "2049", 2),
    ] {
        let read = parse(name);
        assert_eq!(read.title, title, "title of {name}");
        assert_eq!(read.episodes, [episode], "episode of {name}");
    }
}

#[test]
fn technical_numbers_are_never_episodes() {
    for name in [
        "Sintel.2010.1080p.BluRay.DD5.1.x264-GRP.mkv",
        "Tears of Steel (2012) [1920x800] [AAC 2.0] 24fps 700MB.mkv",
        "Cosmos.Laundromat.2015.2160p.10bit.HDR10+.DDP7.1.H.265-GRP.mkv",
    ] {
        assert!(parse(name).is_unnumbered(), "{name}");
    }
}

#[test]
fn a_film_says_its_technical_fields() {
    let read =
        parse("Tears.of.Steel.2012.2160p.UHD.BluRay.REMUX.DV.HDR10+.TrueHD.7.1.Atmos.H.265.10bit-OPEN[eztv.re].mkv");
    assert_eq!(read.title, "Tears of Steel");
    assert_eq!(read.year, Some(2012));
    assert_eq!(read.resolution.as_deref(), Some("2160p"));
    assert_eq!(read.quality, Some("BluRay REMUX"));
    assert!(read.hdr.len() == 2 && read.hdr.contains(&"DV") && read.hdr.contains(&"HDR10+"), "{:?}", read.hdr);
    assert_eq!(read.audio, ["TrueHD", "Atmos"]);
    assert_eq!(read.channels, ["7.1"]);
    assert_eq!((read.codec, read.bit_depth), (Some("hevc"), Some("10bit")));
    assert_eq!(read.group.as_deref(), Some("OPEN"));
    assert_eq!(read.site.as_deref(), Some("eztv.re"));
    assert_eq!(read.container, Some("mkv"));
}

#[test]
fn a_site_in_a_bracket_may_have_www_and_a_dash() {
    for site in ["www.blue-meadows.com", "blue-meadows.com", "www.meadows.com"] {
        let read = parse(&format!("Blue Meadow S01E02 720p [{site}].mkv"));
        assert_eq!(read.site.as_deref(), Some(site));
    }
}

#[test]
fn spans_point_at_what_was_read() {
    let name = "[Grp] Blue Meadow - S02E05v2 (1080p) [8DE44442].mkv";
    let read = parse(name);
    let text = |field| read.span(field).and_then(|range| name.get(range));
    assert_eq!(text(Field::Title), Some("Blue Meadow"));
    assert_eq!(text(Field::Season), Some("S02"));
    assert_eq!(text(Field::Episode), Some("E05"));
    assert_eq!(text(Field::Version), Some("v2"));
    assert_eq!(text(Field::Resolution), Some("1080p"));
    assert_eq!(text(Field::EpisodeCode), Some("8DE44442"));
    assert_eq!(text(Field::Group), Some("Grp"));
    assert_eq!(read.version, Some(2));
}

#[test]
fn every_field_has_a_span_of_its_own() {
    for (name, spans) in [
        ("Blue.Meadow.2x05.DDP5.1.mkv", &[(Field::Season, "2"), (Field::Episode, "05"), (Field::Channels, "5.1")][..]),
        ("Blue.Meadow.103.HDTV.avi", &[(Field::Season, "1"), (Field::Episode, "03"), (Field::Container, "avi")]),
        ("[Grp] Blue Meadow - 05v3 [720p].mkv", &[(Field::Episode, "05"), (Field::Version, "v3")]),
        ("Синий луг / Blue Meadow (2019)", &[(Field::Title, "Blue Meadow"), (Field::AlternativeTitle, "Синий луг")]),
        (
            "蓝色草地 第二季 第05集.mp4",
            &[(Field::Season, "第二季"), (Field::Episode, "第05集"), (Field::Title, "蓝色草地")],
        ),
        ("Blue.Meadow.S01E02.DD51.mkv", &[(Field::Audio, "DD"), (Field::Channels, "51")]),
    ] {
        let read = parse(name);
        for (field, text) in spans {
            assert_eq!(read.span(*field).and_then(|r| name.get(r)), Some(*text), "{field:?} of {name}");
        }
    }
}

#[test]
fn extras_are_told_from_episodes_and_from_titles() {
    for (name, extra) in [
        ("[Grp] Blue Meadow - NCOP1 [1080p].mkv", Extra::Theme),
        ("[Grp] Blue Meadow - ED02v2 [1080p].mkv", Extra::Theme),
        ("[Grp] Blue Meadow - SP03 [1080p].mkv", Extra::Special),
        ("[Grp] Blue Meadow - PV1 [1080p].mkv", Extra::Preview),
        ("Blue Meadow Menu 02.mkv", Extra::Menu),
        ("Blue.Meadow.S01E05.Deleted.Scenes.1080p.mkv", Extra::Featurette),
        ("blue.meadow.s01e05.720p.x264-grp.sample.mkv", Extra::Sample),
    ] {
        assert_eq!(parse(name).extra, Some(extra), "{name}");
    }
    assert_eq!(parse("Blue Meadow - 05 - Special Delivery.mkv").extra, None, "an episode's own name is no mark");
    assert_eq!(parse("[Grp] Meadow Sample - 10 [720p].mkv").extra, None, "nor is a word of the title");
    assert_eq!(parse("[Grp] Blue Meadow - SP03 [1080p].mkv").extra_number, Some(3));
}

#[test]
fn languages_count_after_the_title_only() {
    assert_eq!(parse("The.French.Meadow.2012.720p.BluRay.x264-GRP").languages, [""; 0], "a word of the title");
    assert_eq!(
        parse("Blue.Meadow.S01E05.The.German.Garden.720p.mkv").languages,
        [""; 0],
        "a word of the episode's name"
    );
    assert_eq!(parse("Blue.Meadow.S01E05.FRENCH.720p.WEB-DL.mkv").languages, ["fr"]);
    let both = parse("Blue.Meadow.2012.1080p.[ENG-ITA].x264").languages;
    assert!(both.contains(&"en") && both.contains(&"it"), "{both:?}");
}

#[test]
fn a_compact_number_remembers_that_it_was_one() {
    let read = parse("blue.meadow.103.hdtv.xvid-grp.avi");
    assert_eq!((read.seasons, read.episodes, read.compact), (vec![1], vec![3], Some(103)));
    assert_eq!(read.marking, Marking::Compact);
    for (name, compact) in [
        ("Blue Meadow - 103.mkv", Some(103)),
        ("Blue Meadow - 103 [1080p].mkv", Some(103)),
        ("Blue Meadow 1103 - The Mill.mkv", Some(1103)),
        ("103 - The Mill.mkv", Some(103)),
        ("Blue Meadow - 160.mkv", None),
        ("Blue Meadow - 099.mkv", None),
        ("Blue Meadow - 0103.mkv", None),
        ("Blue Meadow - 103v2.mkv", None),
        ("Blue Meadow - 101-113.mkv", None),
        ("Blue Meadow - Episode 103.mkv", None),
        ("[Grp] Blue Meadow - 103 [1080p].mkv", None),
        ("Blue Meadow - 103 [8DE44442].mkv", None),
        ("Blue Meadow [103][1080p].mkv", None),
        ("Blue Meadow Season 1 - 103.mkv", None),
    ] {
        let read = parse(name);
        assert_eq!(read.compact, compact, "{name}");
        assert_ne!(read.marking, Marking::Compact, "{name}");
    }
}

#[test]
fn folders_fill_in_what_the_name_leaves_out() {
    let read = parse_path("/Blue Meadow/Season 2/05.mkv");
    assert_eq!((read.seasons, read.episodes), (vec![2], vec![5]));
    assert_eq!(read.title, "Blue Meadow");
    let read = parse_path("/Blue Meadow 2nd Season Part 2/Blue Meadow - 05.mkv");
    assert_eq!((read.seasons, read.part, read.episodes), (vec![2], Some(2), vec![5]));
}

#[test]
fn a_title_without_a_letter_has_its_place_too() {
    let text = "\u{301}'[&S01x264 NCOP - 12.5";
    for span in parse(text).spans {
        assert!(text.get(span.range()).is_some_and(|t| !t.is_empty()), "{span:?}");
    }
}

#[test]
fn four_digits_may_be_two_episodes_and_say_so() {
    for (name, episodes, pair) in [
        ("Blue.Meadow.S01E0102.1080p.mkv", vec![102], Some((1, 2))),
        ("Blue.Meadow.S02E0304.mkv", vec![304], Some((3, 4))),
        ("Blue Meadow 2x1112.avi", vec![1112], Some((11, 12))),
        ("Blue.Meadow.S01E1112.mkv", vec![1112], Some((11, 12))),
        ("Blue.Meadow.S01E1170.mkv", vec![1170], None),
        ("Blue.Meadow.S01E0201.mkv", vec![201], None),
        ("Blue.Meadow.S01E0102E0103.mkv", vec![102, 103], None),
        ("Blue.Meadow.S01E0102-0104.mkv", vec![102, 103, 104], None),
        ("Blue.Meadow.S01E102.mkv", vec![102], None),
        ("Blue.Meadow.S01E010203.mkv", vec![1, 2, 3], None),
    ] {
        let read = parse(name);
        assert_eq!((read.episodes, read.pair), (episodes, pair), "{name}");
    }
}

#[test]
fn what_a_file_is_called_may_mean_more_than_one_of_its_kind() {
    assert_eq!(parse("[Grp] Blue Meadow - S01S02.mkv").extra, Some(Extra::Special), "a file is no two seasons");
    assert_eq!(parse("[Grp] Blue Meadow - S01S02").seasons, [1, 2]);
    assert!(parse("Blue Meadow Complete").complete);
    assert!(!parse("Blue Meadow Complete.mkv").complete, "nor is it a whole show");
}

#[test]
fn a_season_of_one_year_range_is_not_the_whole_show() {
    let read = parse("Blue Meadow Season 1 (1988 - 89)");
    assert_eq!((read.year, read.end_year, read.complete), (Some(1988), Some(1989), false));
    let read = parse("Blue Meadow (1988-1994) DVDRip");
    assert_eq!((read.year, read.end_year, read.complete), (Some(1988), Some(1994), true));
}

#[test]
fn a_title_may_stand_in_one_word_with_its_numbers() {
    for (name, title) in [
        ("MeadowS04E01.mkv", "Meadow"),
        ("Blue MeadowS04E01 The Mill 1080p.mkv", "Blue Meadow"),
        ("S04E01.mkv", ""),
        ("meadows04e01.mkv", ""),
    ] {
        let read = parse(name);
        assert_eq!((read.title.as_str(), read.seasons, read.episodes), (title, vec![4], vec![1]), "{name}");
    }
}

#[test]
fn an_episode_may_be_called_after_a_season() {
    for (name, seasons) in [
        ("04 - The 2nd Season.mkv", &[][..]),
        ("Blue Meadow Ep15 The Second Season.mkv", &[]),
        ("s03.e09.the.2nd.season.mkv", &[3]),
        ("Blue Meadow - S03E01 - The 2nd Season.mkv", &[3]),
        ("Blue Meadow The 2nd Season - 05.mkv", &[2]),
        ("[Grp] Blue Meadow - 05 (2nd Season).mkv", &[2]),
        ("The 2nd Season - 05.mkv", &[2]),
    ] {
        let read = parse(name);
        assert_eq!(read.seasons, seasons, "{name}");
        assert_eq!(read.episodes.len(), 1, "{name}");
    }
}

#[test]
fn a_first_bracket_with_a_dot_is_season_and_episode() {
    for name in ["[2.05] Menu for Two.avi", "[2.05] Episode Nine.mkv", "[2.05] Vol. 2.mkv", "[2.05] Episode 205.avi"] {
        let read = parse(name);
        assert_eq!((read.seasons, read.episodes, read.group), (vec![2], vec![5], None), "{name}");
    }
    assert!(parse("[5.1] Blue Meadow.mkv").episodes.is_empty());
}
