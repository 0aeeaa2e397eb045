//! Who made a release, by the place the name stands in. Invented names.

use release_name::parse;

fn made_by(names: &[(&str, &str)]) {
    for (name, group) in names {
        assert_eq!(parse(name).group.as_deref(), Some(*group), "{name}");
    }
}

#[test]
fn the_group_stands_before_what_posters_add() {
    made_by(&[
        ("Harbour.Lights.S01E02.720p.WEB.h264-GRP-repost", "GRP"),
        ("Harbour.Lights.S01E02.720p.WEB.h264-GRP-hidden-again.mkv", "GRP"),
        ("Harbour.Lights.2019.1080p.BDRip.x264.AC3-GRP-1", "GRP"),
        ("Harbour.Lights.2019.1080p.BDRip.x264.AC3-GRP-sample.mkv", "GRP"),
        ("Harbour.Lights.2019.1080p.BDRip.x264-GRP[index]-sample.mkv", "GRP"),
        ("Harbour Lights S01E02 HDTV x264-GRP [eztv]-[meadows.com]", "GRP"),
        ("Harbour Lights S01E02 HDTV x264-GRP rartv", "GRP"),
        ("Harbour.Lights.S01E02.720p.WEB.x264-GRP_English", "GRP"),
        ("Harbour.Lights.S01E02.720p.WEB.x264-GRP.eng.srt", "GRP"),
        ("Harbour.Lights.2010.DVDRip.XviD-GRP.CD1.avi", "GRP"),
        ("Harbour.Lights.S01E02.720p.WEB.x264-GRP.part01.rar", "GRP"),
        ("Harbour.Lights.S01E02.720p.WEB.x264-GRP.nzb", "GRP"),
        ("Harbour Lights S01E02 1080p WEB h264-GRP (1)", "GRP"),
        ("Harbour.Lights.2019.1080p.x265-GRP@Place", "GRP"),
        ("Harbour.Lights.S01E02.HDTV.AAC2.0.H.264-GRP-SDH", "GRP"),
        ("Harbour.Lights.S01E02.HDTV.x264.AAC.MP4-grp.mp4", "grp"),
    ]);
}

#[test]
fn a_group_may_be_called_by_several_words() {
    made_by(&[
        ("Harbour Lights 2024 2160p WEB-DL HDR H.265-Abc HDTeam", "Abc HDTeam"),
        ("Harbour Lights S01E02 2160p WEB-DL H265 MKV-ONE TWO SIX-repost", "ONE TWO SIX"),
        ("Harbour.Lights.S01E02.1080p.WEB-DL.H264-ONE.TWO.SIX", "ONE.TWO.SIX"),
        ("Harbour.Lights.2019.1080p.BluRay.Remux.AVC.FLAC.2.0-F.I.N", "F.I.N"),
        ("Harbour.Lights.2019.1080p.BluRay.DTS.x264.Q-T0P", "Q-T0P"),
        ("Harbour.Lights.2019.1080p.BluRay.DTS-X.264.-Q-T0P.mkv", "Q-T0P"),
        ("Harbour Lights S01E02 1080p WEB H.265 AAC -Quiet-Raws (B-Global).mkv", "Quiet-Raws"),
        ("Harbour Lights - 05 [1080p]-Quiet-raws", "Quiet-raws"),
        ("Harbour.Lights.2019.1080p.WEB.H264-Two_Words", "Two_Words"),
        ("Harbour.Lights.2019.1080p.BluRay.x264.-QV-TIDE", "QV-TIDE"),
        ("Harbour.Lights.2019.1080p.BluRay.x264-QV-TIDE.mkv", "QV-TIDE"),
        ("Harbour.Lights.2019.1080p.BluRay.x264-QVb-Reposted", "QVb"),
        ("Harbour.Lights.S01E11.iNTERNAL.SK-QuaY", "QuaY"),
    ]);
}

#[test]
fn a_technical_bracket_ends_with_its_maker() {
    made_by(&[
        ("Harbour Lights (2019) (1080p BluRay x265 HEVC 10bit AAC 5.1 Maker)", "Maker"),
        ("Harbour Lights (2019) (1080p BluRay x265 HEVC 10bit AAC 5.1 Korean m4ker)", "m4ker"),
        ("Harbour Lights S01E02 (1080p WEBRip x265 AAC 2.0 English - Maker).mkv", "Maker"),
        ("Harbour Lights (2019) [2160p x265 10bit Maker]", "Maker"),
        ("Harbour Lights - S01E02 - Along the Quay (720p x265 MAKER20).mkv", "MAKER20"),
        ("Harbour Lights (2019) (1080p BluRay x265 AAC 5.1 English -GRP NAME", "GRP NAME"),
        ("Harbour Lights S01E02 (1080p WEB-DL x265 AAC -GRP", "GRP"),
        ("Harbour Lights S01E02 (1080p WEB-DL x265 AAC English - Maker", "Maker"),
    ]);
}

#[test]
fn the_last_bracket_names_those_the_maker_belongs_to() {
    made_by(&[
        ("Harbour Lights (2019) S01 (1080p BluRay x265 10bit AAC 5.1 Maker) [GrP]", "GrP"),
        ("Harbour Lights (2019) S01 (1080p NF Webrip x265 10bit EAC3 5 1 Atmos - Maker)[GrP]", "GrP"),
        ("Harbour Lights (2019) (Showtime) (1080p.BD.DD5.1.x265-Maker[GrP])", "GrP"),
        ("Harbour Lights - S01E02 - Quay 1080p WebRip x265 DDP 5.1 Atmos Maker [GRP]", "GRP"),
        ("Harbour.Lights.S01E02.1080p.Webrip.x265.10bit.EAC3.5.1.Maker.GrP", "GrP"),
        ("Harbour Lights S01E02 (1080p WEB-DL x265 SDR DDP 5.1 English - Maker GrP)", "GrP"),
        ("Harbour Lights 10x11 - Along the Quay [gr].avi", "gr"),
        ("Harbour Lights (2019) [BDRemux 1080p AVC DTS-HD MA 5.1 Sub][GRP]", "GRP"),
        ("Harbour Lights (2019) [BluRay] [1080p] [YIFY] [YTS.LT]", "YTS.LT"),
        ("Harbour Lights (2019) [Web][MKV][h264][480p][Softsubs (-Qr-)]", "-Qr-"),
        ("Harbour Lights S01E02 720p WEB x264-GRP [Index]", "GRP"),
        ("[Grp] Harbour Lights - 05 [1080p][Index]", "Grp"),
    ]);
}

#[test]
fn a_dotted_name_may_end_with_its_group() {
    made_by(&[
        ("Harbour.Lights.S01E02.720p.WEB.DL.AAC2.0.H.264.GRP", "GRP"),
        ("Harbour.Lights.S01E02.1080p.WEB-DL.DDP5.1.H.264.Grp.mkv", "Grp"),
        ("Harbour.Lights.2010.720p.HDTVRip.GRPCLUB", "GRPCLUB"),
        ("Harbour.Lights.2010.1080p.BluRay.x265.10bit.Grp.in.mkv", "Grp.in"),
    ]);
}

#[test]
fn no_other_word_is_a_group() {
    for name in [
        "Harbour Lights S01E02 English HDTV XviD GRP",
        "Harbour Lights S01E02 1080p WEBRip DDP5.1 x264 grp",
        "Harbour Lights - S01E02 - Quay [HDTV-720p]",
        "Harbour.Lights.S01E05.The-Quay.WEBDL-1080p.mkv",
        "Harbour.Lights.2019.1080p.Amazon.WEBRip.DTS-HD.MA.5.1.x264",
        "Harbour.Lights.2019.1080p.BluRay.REMUX.AVC.DTS-X.7.1",
        "Harbour Lights (2019) (2160p BluRay x265 10bit HDR)",
        "Harbour Lights (2019) [BDRemux 1080p AVC EN-CAT-ES DTS-HD MA 5.1 Subs]",
        "Harbour Lights (2019) [2160p REMUX] [HEVC Atmos 7 1 24-bit Audio English] [Two Words]",
        "Harbour.Lights.2019.1080p.HDRip-ITA",
        "Harbour Lights (2019) 1080p 24-bit",
        "Harbour Lights (2019) 1080p [tt0123456].mkv",
        "Harbour Lights (2019) [imdbid-tt0123456].mkv",
        "Harbour Lights (2019) 1080p tmdb-12345",
        "Harbour Lights - 2014-06-02 - A Guest.mkv",
        "Harbour Lights 1080p WEB-DL - Along the Quay.mkv",
        "[BD] Harbour Lights 2008 1080p",
        "Harbour Lights 2008 [1080p 3D] [B",
        "Harbour Lights - E623 HD [www.meadows-free.com].mkv",
        "Harbour Lights 445 VOSTFR (1280*720) - version MQ",
        "Harbour Lights [2009] [RmvB] [LekPL].rmvb",
        "Harbour Lights [1080p] [Portuguese (Brazil)]",
        "Harbour-Lights-502.mkv",
        "Harbour Lights - S01E02-Quay.mkv",
        "Harbour.Lights.2019.1080p.BluRay.DTS-X7.1.mkv",
    ] {
        assert_eq!(parse(name).group, None, "{name}");
    }
}

#[test]
fn a_group_is_told_from_what_stands_around_it() {
    made_by(&[
        ("Harbour.Lights.S01E02.1080p.WEB.x264.1-GRP-Obfuscated", "GRP"),
        ("Harbour.Lights.S01E02.1080p.WEB.x264-GRP-Scrambled", "GRP"),
        ("Harbour Lights 2014 Hindi 720p BluRay x264 AAC 5.1 MSubs - MaKER - Poster", "MaKER"),
        ("Harbour Lights (2019) 1080p H264 Ita Eng AC3 Sub Ita Eng by Maker MKCrew", "Maker"),
        ("Harbour Lights (2019) BluRay 1080p H264 Ita Fre AC3 5.1 Sub Ita Eng MKCrew", "MKCrew"),
        ("Harbour.Lights.1992.SWEDiSH.BluRay-GRP_iNT", "GRP"),
        ("Harbour.Lights.S01E02.Along.the.Quay.PDTVx264-GRP", "GRP"),
        ("Harbour.Lights.1080p.HDTV.x264.AAC.Makers.org.mp4", "Makers.org"),
        ("Harbour Lights (2019) - S01E02-Maker[TGx]", "Maker"),
        ("Harbour.Lights.2019.2160p.UHD.BluRay.HEVC.DTS-X7.1-GRP.mkv", "GRP"),
        ("[Maker-Fansub]_Harbour_Lights_269_[VOSTFR]_[720p]_[1921E00C]", "Maker-Fansub"),
    ]);
    for name in ["Harbour Lights S05 EXTRAS DVDRip XviD RUNNER", "Harbour Lights 2010 720p BluRay x264 Solar"] {
        assert_eq!(parse(name).group, None, "{name}");
    }
}

#[test]
fn a_group_may_stand_behind_a_dot_or_an_underscore() {
    made_by(&[
        ("Harbour Lights (2019) VFF-ENG AC3 BluRay 1080p x264.GRP.mkv", "GRP"),
        ("Harbour Lights 2019 MULTi AC3 1080p HDLight x264.GRP (The Long Quay).mkv", "GRP"),
        ("Harbour Lights.2019.TrueFrench.1080p.x264.AC3.Maker911.mp4", "Maker911"),
        ("Harbour.Lights.2019.MULTi.BluRay.1080p.x264.AC3_MaKER.mkv", "MaKER"),
        ("Harbour Lights x264-1080p Multi BluRay_MAKERS.mkv", "MAKERS"),
        ("Harbour.Lights.1982.XviD.Eng.GRPX", "GRPX"),
        ("Harbour.Lights.s01-E12.(2014).XViD.DD5.1.NLSubs.Makers4ALL", "Makers4ALL"),
    ]);
    for name in ["Harbour_Lights_2019_1080p_BluRay_quay.mkv", "Harbour.Lights.S01E02.German.Quay.mkv"] {
        assert_eq!(parse(name).group, None, "{name}");
    }
}

#[test]
fn a_group_may_be_called_like_something_else() {
    made_by(&[
        ("Harbour Lights 2019 MULTi 1080p BluRay x264-FHD.mkv", "FHD"),
        ("Harbour Lights (2014) WEBDL DVDRip XviD-MAX", "MAX"),
        ("Harbour.Lights.S01D02.COMPLETE.BLURAY-HD_Makers", "HD_Makers"),
        ("Harbour.Lights.2019.1080p.BluRay.x264-Quiet-Tide", "Quiet-Tide"),
        ("harbour lights [openraws] (1080p)", "openraws"),
        ("Harbour.Lights.2011.720p.BRRip.x264.AAC-ViSiON", "ViSiON"),
        ("Harbour.Lights.720p.BluRay.x264-MHD", "MHD"),
        ("Harbour.Lights.1993.MULTI.1080p.WebDL.H264.AC3-By-Maker.mkv", "Maker"),
        ("Harbour Lights (1997) 720p WEB-DL x264 650MB (Index)-MaKeR", "MaKeR"),
        ("Harbour.Lights.2022.2160p.WEB-DL.DDP5.1.x265.(The.Long.Quay)-GRP.mkv", "GRP"),
        ("Harbour.Lights.S06E05.x265.Dolby.2.0.GRP3", "GRP3"),
        ("harbour lights - the long quay (quiet tide, 720p) [46b35e25]", "quiet tide"),
        ("harbour_lights_(2004)_[1080p,bluray,flac,x264]_-_maker v2", "maker"),
        ("Harbour.Lights.2019.1080p.BluRay.x264-Quiet-Reposted", "Quiet"),
    ]);
    assert_eq!(parse("harbour lights [openraws] (1080p)").title, "harbour lights");
    let plain = parse("Harbour.Lights.2019.BluRay.x264-FHD");
    assert_eq!((plain.resolution.as_deref(), plain.group), (Some("1080p"), None), "nothing else states the picture");
}
