//! Which languages a name states, and which of them only the subtitles are in. Invented names.

use release_name::parse;

fn sorted(list: &[&str]) -> Vec<String> {
    let mut list: Vec<String> = list.iter().map(|code| (*code).to_owned()).collect();
    list.sort_unstable();
    list
}

fn says(names: &[(&str, &[&str])]) {
    for (name, languages) in names {
        assert_eq!(sorted(&parse(name).languages), sorted(languages), "{name}");
    }
}

#[test]
fn a_language_has_many_names() {
    says(&[
        ("Harbour.Lights.S01E02.SWiSSGERMAN.720p.WEB-DL-GRP", &["de"]),
        ("Harbour.Lights.2019.Afrikaans.1080p.WEB-DL", &["af"]),
        ("Harbour.Lights.S01E02.BGAUDIO.720p", &["bg"]),
        ("Harbour.Lights.S01E02.BG.AUDIO.720p", &["bg"]),
        ("Harbour.Lights.S01E02.PLLEK.720p", &["pl"]),
        ("Harbour.Lights.S01E02.LEK.PL.720p", &["pl"]),
        ("Harbour.Lights.S01E02.PL-DUB.720p", &["pl"]),
        ("Harbour.Lights.S01E02.RoDubbed.720p", &["ro"]),
        ("Harbour.Lights.S01E02.HebDubbed.720p", &["he"]),
        ("Harbour.Lights.2019.Azerbaijan.Dubbed.1080p", &["az"]),
        ("Harbour.Lights.2019.English.Dubbed.1080p", &["en"]),
        ("Harbour Lights 2019 Hebrew dubbed 1080p", &["he"]),
        ("Harbour Lights 2019 1080p [2xUkr/Eng]", &["uk", "en"]),
        ("Harbour Lights 2019 1080p ESP DD+ 5.1 ING DD+ 5.1", &["es", "en"]),
        ("Harbour Lights (2019) 1080p (Ingles-Port.BR)", &["en", "pt"]),
        ("Harbour Lights (2019) 1080p (Ing-Port)", &["en", "pt"]),
        ("Harbour Lights (2019) 1080p (Ingl-Esp)", &["en", "es"]),
        ("Harbour Lights - 03 - Chinese (Simplified).ass", &["zh"]),
        ("Subs/Harbour Lights - 01 - Chinese (Traditional).ass", &["zh"]),
        ("Harbour.Lights.S01E02.Chinese.(Traditional).srt", &["zh"]),
        ("Harbour.Lights.S01.German.ML.1080p.WEB.H264-GRP", &["de", "en"]),
        ("Harbour Lights (2019) XviD - Italian Englis", &["it", "en"]),
        ("Harbour.Lights.2019.German.EAC3D.DL.1080p.WEB.x264-GRP", &["de"]),
        ("Harbour.Lights.2019.German.DTSMAD.5.1.DL.2160p.UHD.BluRay-GRP", &["de"]),
        ("Harbour.Lights.2019.German.DD51D.DL.1080p.WEB.x264-GRP", &["de"]),
        ("Harbour.Lights.S01E02.German.DOKU.1080p.WEB.x264-GRP", &["de"]),
        ("Harbour.Lights.S01E02.PLLEKTOR.720p", &["pl"]),
        ("Harbour.Lights.2019.GR.Audio.1080p", &["el"]),
        ("Harbour.Lights.2019.BGDUB.1080p", &["bg"]),
        ("Harbour Lights 2019 CAT 1080p", &["ca"]),
        ("Harbour Lights 2019 The Cat 1080p", &[]),
        ("Harbour.Lights.S01E02.Cat.1080p", &[]),
        ("[Grp] Harbour Lights - 02 [JPSC][1080p]", &["zh", "ja"]),
        ("[Grp] Harbour Lights - 02 [简日内嵌][1080p]", &["zh", "ja"]),
        ("Harbour Lights E01 [1080p][GerJapDub][GerEngSub]", &["de", "ja", "en"]),
    ]);
}

#[test]
fn a_list_of_languages_may_be_parted_by_any_sign() {
    says(&[
        ("Harbour Lights 2019 720p [EN-DE-FR]", &["en", "de", "fr"]),
        ("Harbour Lights 2019 720p EN/DE/FR", &["en", "de", "fr"]),
        ("Harbour Lights 2019 720p En.De.Fr.It.Es", &["en", "de", "fr", "it", "es"]),
        ("Harbour Lights 2019 PAL [En Subs][Sv.Da.Fi]", &["en", "sv", "da", "fi"]),
        ("Harbour Lights [H264 - Ita Dut Fre Ger Eng Spa Aac]", &["it", "nl", "fr", "de", "en", "es"]),
        ("Harbour.Lights.2019.1080p.SPA-CAT.WEB-DL", &["es", "ca"]),
        ("Harbour Lights [BDRemux 1080p Esp.DD2.0,Ing.DD2.0,Cat.DD2.0]", &["es", "en", "ca"]),
        ("[DVDRip-ITA] Harbour Lights", &["it"]),
        ("Harbour Lights; dub jpn,chn,eng sub chs (2019-09-21)", &["ja", "zh", "en"]),
    ]);
}

#[test]
fn a_code_counts_where_no_title_can_be() {
    says(&[
        ("[Grp] Harbour Lights - 14 (JA) [1080p CR WEB-DL]", &["ja"]),
        ("Harbour Lights S01E03 (2016 WEBRip LT)", &["lt"]),
        ("Harbour.Lights.S01E11.HDTV.XviD.ENG.SK-GRP", &["en", "sk"]),
        ("Harbour.Lights.S01E11.HDTV.XviD.SK-GRP", &["sk"]),
        ("Harbour.Lights.S01E11.HDTV.iNTERNAL.SK-GRP", &["sk"]),
        ("Harbour.Lights.S01E11.iNTERNAL.SK-GRP", &["sk"]),
        ("Harbour.Lights.S01E11.PROPER.HU-GRP", &["hu"]),
        ("Harbour.Lights.S01E11.WEB-DL.x264.lv", &["lv"]),
        ("Harbour.Lights.2022.Tel.WEBRip.x264-GRP", &["te"]),
        ("Harbour.Lights.2022.1080p.WEB-DL.H.264.Lat.Eng", &["lv", "en"]),
        ("Harbour Lights 2022 1080p [Spa-Lat]", &["es", "la"]),
        ("Harbour Lights 2022 Spanish Latino 1080p", &["la"]),
        ("Harbour Lights 2022 [1080p] [CAT]", &["ca"]),
        ("Harbour Lights latino", &["la"]),
        ("Harbour Lights Greek Language", &["el"]),
    ]);
}

#[test]
fn a_word_of_a_title_or_an_index_is_no_language() {
    for name in [
        "The Italian Harbour 2019 1080p",
        "Harbour Cat 2018 1080p.mkv",
        "Bar Latino 2010 1080p",
        "Harbour.Lights.S01E01.The.Greek.720p.mkv",
        "Harbour.Lights.S01E01.Dan.720p.mkv",
        "Harbour.Lights.S01E01.The.Port.720p.mkv",
        "Port Harbour 2019 1080p",
        "Harbour.Lights.S01E01.The.Simplified.Quay.720p.mkv",
        "Harbour.Lights.2010.En.1080p.WEB.x264-GRP",
        "Harbour Lights (UK) - S01E02 [1080p].mkv",
        "Harbour Lights - 05 (HR) [1080p].mkv",
        "Harbour.Lights.2019.1080p.BluRay.x264-[YTS.LT].mp4",
    ] {
        assert_eq!(parse(name).languages, [""; 0], "{name}");
    }
}

#[test]
fn a_language_of_the_subtitles_is_told_from_one_that_is_spoken() {
    for (name, spoken, written) in [
        ("Harbour.Lights.2019.1080p.Sub.ITA.x264-GRP", &[][..], &["it"][..]),
        ("Harbour.Lights.2019.1080p.ITA.Sub.ENG.x264-GRP", &["it"], &["en"]),
        ("Harbour Lights 2019 1080p ITA ENG Sub ITA ENG", &["it", "en"], &[]),
        ("Harbour Lights S01 [1080p][ENG][Subs: FRE, GER]", &["en"], &["fr", "de"]),
        ("Harbour Lights 2019 1080p Ita Eng Spa SubS", &["it", "en"], &["es"]),
        ("Harbour Lights 2019 Japanese Audio English Subs 720p", &["ja"], &["en"]),
        ("Harbour.Lights.2019.Dk-Subs.1080p.x264-GRP", &[], &["da"]),
        ("Harbour.Lights.2019.SE-SUBS.1080p.x264-GRP", &[], &["sv"]),
        ("Harbour.Lights.2019.Nordic.Subs.1080p.x264-GRP", &[], &["da", "fi", "no", "sv"]),
        ("Harbour.Lights.2019.ENG.NORDiC-SUBS.1080p.x264-GRP", &["en"], &["da", "fi", "no", "sv"]),
        ("Harbour.Lights.2019.NORDICSUBS.1080p.x264-GRP", &[], &["da", "fi", "no", "sv"]),
        ("Harbour Lights S01 VOSTFR 1080p", &[], &["fr"]),
        ("Harbour Lights S01 VOSTFR.VFF 1080p", &["fr"], &[]),
        ("Harbour Lights 2019 PT subs", &[], &["pt"]),
        ("Harbour Lights 2019 1080p FrenchSub", &[], &["fr"]),
        ("Harbour Lights 2019 1080p 3xUkr, Eng | Sub Ukr, Eng", &["uk", "en"], &[]),
    ] {
        let read = parse(name);
        assert_eq!(sorted(&read.spoken().collect::<Vec<_>>()), sorted(spoken), "spoken in {name}");
        assert_eq!(sorted(&read.subtitles), sorted(written), "subtitles of {name}");
        assert!(read.subbed, "{name}");
    }
}

#[test]
fn a_script_tells_its_language() {
    says(&[
        ("Вогні гавані (Сезон 1) 1080p", &["uk"]),
        ("Огни этой гавани (Сезон 1) 1080p", &["ru"]),
        ("حكاية الميناء S01E02 1080p", &["ar"]),
        ("הנמל S01E02 720p", &["he"]),
        ("항구의 불빛 S01E02 720p", &["ko"]),
        ("[Grp][港口之光/港のあかり/Harbour Lights][07][1080p]", &["zh", "ja"]),
        ("[Grp] 劇場版 港のあかり Harbour Lights (BDRip 720p)", &["ja"]),
    ]);
}

#[test]
fn a_language_stands_before_the_word_film_or_the_groups_dash() {
    says(&[
        ("Harbour Lights 2020 Bangla Movie HDRip 800MB", &["bn"]),
        ("HARBOUR LIGHTS 2020 HINDI MOVIE SOME ACTOR HDRIP", &["hi"]),
        ("Harbour.Lights.1996.Custom.Audio.1080p.PL-Maker.mkv", &["pl"]),
        ("Harbour Lights S02E11 German DD 51 Synced DL 1080p WEB-DL x264-GRP", &["de"]),
        ("Harbour.Lights.2019.720p.BR-Maker.mkv", &[]),
    ]);
    assert_eq!(parse("The.Lights.A.Documentary.2019.1080p").title, "The Lights A Documentary");
}
