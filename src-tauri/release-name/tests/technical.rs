//! Sources, pictures, sounds and editions as groups write them. Invented names.

use release_name::parse;

#[test]
fn a_source_is_written_in_many_ways() {
    for (quality, names) in [
        ("CAM", &["NEWCAM", "New CAM", "HQ NEW CAM", "HDCAM-Rip", "CAM.V2", "Clean CAM"][..]),
        ("TeleSync", &["TELESYNCH", "TeleSync.v2", "HDTS-Rip", "HQ HDTS", "NewTS"]),
        ("TeleCine", &["HDTC-Rip", "HQ TC", "TeleCineRip"]),
        ("SCR", &["WEBScr", "P-DVD", "HDScreener", "WORKPRINT"]),
        ("R5", &["R5", "R6"]),
        ("BluRay", &["720p.MBluRay", "UHD2BD", "BR-DISK", "2xBD50", "BD-BOX"]),
        ("BDRip", &["UHDBDRip", "HDDVDRip", "[BD 720p AAC]", "(BD x265)"]),
        ("BRRip", &["BluRay Rip", "Blu-Ray Rip", "BluRayRip", "BRip"]),
        ("BluRay REMUX", &["4KUHDremux", "UHD REMUX", "(BD 1080p Remux)"]),
        ("DVD", &["2xDVD9", "3xDVD5", "MDVDR", "xvidvd", "PAL.XviD", "NTSC"]),
        ("WEB-DL", &["AmazonHD", "NetflixUHD", "DisneyHD", "HBOMaxHD", "MaxdomeHD", "iTunesUHD", "JoynHD"]),
        ("TVRip", &["IPTVRip", "DTTRip", "TVMux"]),
    ] {
        for text in names {
            for name in [format!("Harbour.Lights.2019.{text}.x264-GRP"), format!("Harbour Lights (2019) {text} 720p")] {
                assert_eq!(parse(&name).quality, Some(quality), "{name}");
            }
        }
    }
    assert_eq!(parse("Harbour.Lights.S01E01.DisneyHD.x264-GRP").network, Some("Disney"));
}

#[test]
fn a_file_of_a_disc_says_so_by_its_ending() {
    for (name, quality) in [
        ("Harbour Lights S01E01.m2ts", Some("BluRay")),
        ("VTS_01_1.VOB", Some("DVD")),
        ("Harbour Lights 1080p WEB-DL.m2ts", Some("WEB-DL")),
        ("Harbour Lights S01E01.mkv", None),
    ] {
        assert_eq!(parse(name).quality, quality, "{name}");
    }
    let again = release_name::read_off("Harbour Lights.m2ts", |stem| Some(parse(stem)));
    assert!(again.is_none(), "what is said of the stem says too little");
}

#[test]
fn a_picture_is_as_large_as_the_name_says() {
    for (name, resolution) in [
        ("Harbour Lights - 05 (1920 x 1080 HEVC)", "1080p"),
        ("Harbour Lights 1280 x 720.mkv", "720p"),
        ("Harbour Lights 2019 1080 p", "1080p"),
        ("Harbour Lights 2019 4Kto1080p WEBRip", "1080p"),
        ("Harbour Lights S01 UHD BLURAY REMUX DV", "2160p"),
        ("Harbour Lights 2019 1080p UHD BluRay", "1080p"),
        ("Harbour Lights 2019 UHD BluRay 1080p", "1080p"),
    ] {
        assert_eq!(parse(name).resolution.as_deref(), Some(resolution), "{name}");
    }
    assert_eq!(parse("Harbour Lights 1920 x 1080").year, None, "a width is no year");
}

#[test]
fn one_word_may_say_two_things() {
    let hdr = |name: &str| parse(name).hdr;
    assert_eq!(hdr("Harbour.Lights.2019.2160p.WEB.DVHDR.h265-GRP"), ["DV", "HDR"]);
    assert_eq!(hdr("Harbour.Lights.2019.2160p.WEB.DVHDR10p.h265-GRP"), ["DV", "HDR10+"]);
    assert_eq!(hdr("Harbour.Lights.2019.2160p.WEB.DVHDR10+.h265-GRP"), ["DV", "HDR10+"]);
    let read = parse("Harbour.Lights.2019.2160p.WEB-DL.DDPA5.1.H.266-GRP");
    assert_eq!((read.audio, read.channels), (vec!["Dolby Digital Plus", "Atmos"], vec!["5.1"]));
    assert_eq!(read.codec, Some("vvc"));
    for name in ["[Grp] Harbour Lights [BD 1080p HEVC10 FLAC]", "Harbour Lights 1080p HEVC10bit"] {
        let read = parse(name);
        assert_eq!((read.codec, read.bit_depth), (Some("hevc"), Some("10bit")), "{name}");
    }
}

#[test]
fn an_edition_stands_before_or_behind_the_year() {
    for (name, edition) in [
        ("Harbour.Lights.1997.Open.Matte.1080p.BluRay", "Open Matte"),
        ("Harbour.Lights.1979.The.Imperial.Edition.720p", "Special Edition"),
        ("Harbour Lights 2012 Signature Edition.mkv", "Special Edition"),
        ("Harbour Lights Ultimate Signature Edition 2012", "Special Edition"),
        ("Harbour Lights Open Matte 2012", "Open Matte"),
        ("Harbour Lights 2in1 2012", "Several in one"),
        ("Harbour.Lights.2012.The.Final.Cut.1080p", "Final Cut"),
        ("Harbour.Lights.Final.Cut.1080p", "Final Cut"),
        ("Harbour Lights 2012 25th Anniversary Edition", "Anniversary Edition"),
        ("Harbour Lights 25th Anniversary Edition 2012", "Anniversary Edition"),
        ("Harbour Lights Extended 2012", "Extended Edition"),
        ("Harbour Lights IMAX 2012.mkv", "IMAX"),
        ("Harbour.Lights.IMAX.EDITION.HQ.BluRay", "IMAX"),
        ("Harbour Lights 2012 Directors.mkv", "Directors Cut"),
        ("Harbour Lights 2012 Unrated", "Unrated"),
        ("Harbour Lights 2012 Fan Edit", "Fan Edit"),
        ("Harbour Lights (2012) {edition-Final Cut}.mkv", "Final Cut"),
    ] {
        let read = parse(name);
        assert_eq!((read.edition, &*read.title), (Some(edition), "Harbour Lights"), "{name}");
    }
}

#[test]
fn a_title_may_begin_like_an_edition() {
    for (name, title) in [
        ("The.Final.Cut.2004.1080p.WEB-DL-GRP", "The Final Cut"),
        ("Directors.Cut.German.2006.PAL.DVDR-GRP", "Directors Cut"),
        ("The.Harbour.Edition.2020.720p.HDTV.x264-GRP", "The Harbour Edition"),
        ("Longer.And.Uncut.1999.1080p", "Longer And Uncut"),
        ("Extended.2012.1080p", "Extended"),
        ("Harbour.Lights.S01E05.The.Final.Cut.720p", "Harbour Lights"),
    ] {
        let read = parse(name);
        assert_eq!(read.edition, None, "{name}");
        assert!(read.title.starts_with(title), "{name}: {}", read.title);
    }
}

#[test]
fn an_index_at_the_end_is_a_site() {
    for name in ["Harbour.Lights.1080p.x264-GRP[rarbg]", "Harbour Lights S01 720p x264 GRP rartv ORARBG"] {
        assert_eq!(parse(name).site.map(|site| site.to_lowercase()).as_deref(), Some("rarbg"), "{name}");
    }
}

#[test]
fn a_word_of_completeness_is_read_beside_the_numbers_and_at_the_end() {
    for name in [
        "Harbour Complete [Ep 01 - 220][English][480p]",
        "Harbour S01-S07 COMPLETE UK Extra Songs 720p WEB-DL",
        "Harbour the Explorer - Ultimate Collection",
    ] {
        assert!(parse(name).complete, "{name}");
    }
    assert!(!parse("The Complete Harbour 2012 1080p").complete, "a title's word");
}

#[test]
fn a_height_may_stand_without_its_letter() {
    for (name, resolution) in [
        ("Harbour Lights 2019 1080 BluRay x264", Some("1080p")),
        ("Harbour Lights (2019) WEBRip 720 x264-GRP", Some("720p")),
        ("Harbour.Lights.2016.05.18.720.HDTV.x264-GRP", Some("720p")),
        ("[Grp] Harbour Lights - 06 [1080 Hi10p][1F5578AC]", Some("1080p")),
        // An episode's number as well.
        ("Harbour Lights 1080 WEBRip", None),
        ("Harbour Lights - 720 [WEBRip]", None),
    ] {
        assert_eq!(parse(name).resolution.as_deref(), resolution, "{name}");
    }
    assert_eq!(parse("Harbour Lights - 720 [WEBRip]").episodes, [720]);
}

#[test]
fn a_television_standard_states_a_height_where_nothing_else_does() {
    for (name, resolution) in [
        ("Harbour.Lights.1951.PAL.DVD5-GRP", "576p"),
        ("Harbour.Lights.S04E03.Quay.NTSC.DVD.DD2.0.MPEG2.REMUX.mkv", "480p"),
        ("Harbour.Lights.1951.PAL.720p.BluRay.x264-GRP", "720p"),
    ] {
        assert_eq!(parse(name).resolution.as_deref(), Some(resolution), "{name}");
    }
    assert_eq!(parse("My Pal Harbour S01E02.mkv").resolution, None, "a word of the title");
}

#[test]
fn lighter_copies_and_discs_are_sources() {
    for (name, quality) in [
        ("Harbour.Lights.2012.LDRip.x264-GRP", "LDRip"),
        ("Harbour Lights (2003) MULTI AC3 1080p mHD x264-GRP.mkv", "HDRip"),
        ("Harbour Lights (1993) MULTi VFF 1080p 10bit HDLight BluRay AC3 5.1 x265-GRP.mkv", "BDRip"),
        ("Harbour.Lights.S01.DVD2.NLsubs-GRP", "DVD"),
    ] {
        assert_eq!(parse(name).quality, Some(quality), "{name}");
    }
}

#[test]
fn the_id_of_a_catalogue_is_no_title() {
    for name in [
        "Harbour Lights [tmdbid=12345].mkv",
        "Harbour Lights [imdbid-tt0123456].mkv",
        "Harbour Lights {tvdb-12345} S01E02.mkv",
        "Harbour Lights (2019) {imdb-tt0123456} [1080p].mkv",
        "Harbour Lights [tt0123456] S01E02.mkv",
    ] {
        assert_eq!(parse(name).title, "Harbour Lights", "{name}");
    }
    assert_eq!(parse("Kitsu [Kitsu Bay] 05.mkv").title, "Kitsu [Kitsu Bay]");
}

#[test]
fn a_sequel_may_be_parted_from_its_number() {
    for (name, title, episodes) in [
        ("Harbour Lights - 2 (2006).mkv", "Harbour Lights - 2", &[][..]),
        ("Harbour Lights - 02 (2006).mkv", "Harbour Lights", &[2]),
        ("[Grp] Harbour Lights - 2 (2006) [720p].mkv", "Harbour Lights", &[2]),
        ("Harbour Lights S02 - 2 (2006).mkv", "Harbour Lights", &[2]),
    ] {
        let read = parse(name);
        assert_eq!((read.title.as_str(), read.episodes.as_slice()), (title, episodes), "{name}");
    }
}

#[test]
fn a_season_has_versions_and_a_cross_has_room() {
    let read = parse("[Grp] Harbour Lights S02v2 [1080p]");
    assert_eq!((read.title.as_str(), read.seasons.as_slice(), read.version), ("Harbour Lights", &[2][..], Some(2)));
    for (name, episode) in [("Harbour Lights 1 x 2.avi", 2), ("Harbour Lights 1 x 02 - Quay.avi", 2)] {
        let read = parse(name);
        assert_eq!(
            (read.title.as_str(), read.seasons, read.episodes),
            ("Harbour Lights", vec![1], vec![episode]),
            "{name}"
        );
    }
    assert!(parse("Harbour 4 x 4 Lights 2019.mkv").episodes.is_empty());
}

#[test]
fn a_title_without_a_year_ends_before_what_is_said_of_the_release() {
    for name in [
        "Harbour.Lights.MULTi.1080p.BluRay.x264-GRP",
        "Harbour Lights Multi 1080p HDLight x264-GRP",
        "Harbour Lights - Multi - 1080p mHDgz.mkv",
        "Harbour.Lights.LiMiTED.MULTi.720p.BluRay.x264-GRP",
        "Harbour.Lights.COMPLETE.MULTi.1080p.BluRay.x265-GRP",
        "Harbour Lights Duologie MULTi [1080p] BluRay x264-GRP",
        "Harbour Lights Unrated DC 2013 BDRip 1080p x264",
        "Harbour Lights Extended Ed. 2010 1080p BRRip H264",
        "Harbour Lights Extended 1080p MULTI 2009 BluRay x264",
        "Harbour.Lights.Extended.Director.s.Cut.1973.MULTI.720p.x264-GRP",
    ] {
        assert_eq!(parse(name).title, "Harbour Lights", "{name}");
    }
    for (name, title) in [
        ("A.Complete.Harbour.2024.MULTI.1080p.WEB.H264-GRP", "A Complete Harbour"),
        ("the.harbour.limited.2007.720p.bluray.x264-grp.mkv", "the harbour limited"),
        ("[Grp] Harbour Lights Extra Edition Dual Audio [BD 480p]", "Harbour Lights Extra Edition"),
    ] {
        assert_eq!(parse(name).title, title, "{name}");
    }
}

#[test]
fn a_height_and_its_source_may_be_one_word() {
    for (name, resolution, quality) in [
        ("Harbour.Lights.1954.MULTI.1080pHDLight.x264-GRP.mkv", "1080p", "HDRip"),
        ("Harbour Lights 2010 720pBluRay x264", "720p", "BluRay"),
        ("Harbour.Lights.2023.VOSTFR.1080p.WEBLight.x264.AC3-GRP.mkv", "1080p", "WEBRip"),
        ("Harbour Lights 1080p HD Light AC3", "1080p", "HDRip"),
    ] {
        let read = parse(name);
        assert_eq!((read.resolution.as_deref(), read.quality), (Some(resolution), Some(quality)), "{name}");
    }
}
