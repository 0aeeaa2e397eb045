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
