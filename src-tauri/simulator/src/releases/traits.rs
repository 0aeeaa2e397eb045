//! Owns what a drawn release is made of: resolution, source, codecs, languages, the (invented) group that made it.

use crate::{catalogue::Kind, dice::Dice};

/// A language as the different dialects spell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Language {
    pub(crate) name: &'static str,
    pub(crate) flag: &'static str,
    pub(crate) code: &'static str,
    /// As release names write it.
    pub(crate) tag: &'static str,
}

pub(crate) const ENGLISH: Language = Language { name: "English", flag: "🇬🇧", code: "en", tag: "ENG" };
pub(crate) const JAPANESE: Language = Language { name: "Japanese", flag: "🇯🇵", code: "ja", tag: "JPN" };
const OTHERS: [Language; 7] = [
    Language { name: "Italian", flag: "🇮🇹", code: "it", tag: "iTA" },
    Language { name: "French", flag: "🇫🇷", code: "fr", tag: "FRENCH" },
    Language { name: "Spanish", flag: "🇪🇸", code: "es", tag: "Castellano" },
    Language { name: "German", flag: "🇩🇪", code: "de", tag: "GERMAN" },
    Language { name: "Russian", flag: "🇷🇺", code: "ru", tag: "RUS" },
    Language { name: "Portuguese", flag: "🇵🇹", code: "pt", tag: "DUBLADO" },
    Language { name: "Hindi", flag: "🇮🇳", code: "hi", tag: "Hindi" },
];

#[derive(Clone, Debug)]
pub(crate) struct Traits {
    /// `2160p` … `480p`; empty when the name does not say.
    pub(crate) resolution: &'static str,
    /// `BluRay REMUX`, `BluRay`, `WEB-DL`, …
    pub(crate) quality: &'static str,
    /// The normal name: `hevc`, `avc`, `av1`, `xvid`.
    pub(crate) codec: &'static str,
    /// As the release name writes it: `x265`, `HEVC`, `H.264`, …
    pub(crate) codec_tag: &'static str,
    pub(crate) ten_bit: bool,
    pub(crate) hdr: Vec<&'static str>,
    /// The normal name: `Dolby Digital Plus`, `AAC`, …
    pub(crate) audio: &'static str,
    /// As the release name writes it, without channels.
    pub(crate) audio_tag: &'static str,
    pub(crate) channels: &'static str,
    pub(crate) languages: Vec<Language>,
    pub(crate) group: &'static str,
    /// 1 for the first issue of a release, 2 for `v2`, …
    pub(crate) version: u8,
    /// Bytes for a minute of it.
    pub(crate) bytes_per_minute: u64,
}

const GROUPS: &[&str] = &[
    "NOVAE",
    "ORBiT",
    "KESTREL",
    "PERiGEE",
    "LUMENS",
    "TiDEWATER",
    "HELiXX",
    "MOTHLiGHT",
    "SUNDiAL",
    "CAiRN",
    "VESPERS",
    "HALCYON7",
    "QUiETHOUR",
    "GANNET",
    "SALTBOX",
    "OXBOW",
    "TERN",
    "FARSiDE",
    "MERiDiEM",
    "BRiGHTWATER",
    "LODESTONE",
    "STiLLS",
    "AUROCHS",
    "PLiNTH",
];
const FANSUBS: &[&str] = &[
    "Suisei",
    "Hotarubi",
    "Asagiri",
    "Yoake-Subs",
    "KiteRaws",
    "MoonBatch",
    "Tsubame",
    "Aokaze",
    "Komorebi-Raws",
    "Nagisa",
    "Shirogane",
    "Kumo-Fansubs",
    "LanternSubs",
    "Mikazuki",
    "Harukaze",
];

pub(crate) fn draw(dice: &mut Dice, kind: Kind, year: u16) -> Traits {
    let silent = year < 1930;
    let quality = match kind {
        Kind::Anime => dice.weighted(&[
            ("WEB-DL", 40.0),
            ("BluRay", 25.0),
            ("WEBRip", 18.0),
            ("HDTV", 8.0),
            ("BDRip", 6.0),
            ("DVDRip", 3.0),
        ]),
        Kind::Series => dice.weighted(&[
            ("WEB-DL", 46.0),
            ("WEBRip", 22.0),
            ("BluRay", 12.0),
            ("BluRay REMUX", 5.0),
            ("HDTV", 12.0),
            ("DVDRip", 3.0),
        ]),
        Kind::Movie if silent => dice.weighted(&[
            ("BluRay", 45.0),
            ("BDRip", 12.0),
            ("BluRay REMUX", 12.0),
            ("DVDRip", 20.0),
            ("WEBRip", 11.0),
        ]),
        Kind::Movie => dice.weighted(&[
            ("BluRay", 33.0),
            ("WEB-DL", 25.0),
            ("WEBRip", 14.0),
            ("BluRay REMUX", 10.0),
            ("BDRip", 5.0),
            ("HDTV", 5.0),
            ("DVDRip", 5.0),
            ("CAM", 1.5),
            ("TeleSync", 1.5),
        ]),
    };
    let resolution = match quality {
        "DVDRip" => dice.weighted(&[("480p", 6.0), ("576p", 2.0), ("", 2.0)]),
        "CAM" | "TeleSync" => dice.weighted(&[("720p", 2.0), ("1080p", 1.0), ("", 3.0)]),
        "HDTV" => dice.weighted(&[("720p", 6.0), ("1080p", 3.0), ("480p", 2.0), ("", 1.0)]),
        "BluRay REMUX" => dice.weighted(&[("1080p", 5.0), ("2160p", 5.0)]),
        _ => dice.weighted(&[("1080p", 46.0), ("2160p", 20.0), ("720p", 24.0), ("480p", 8.0), ("", 2.0)]),
    };
    let (codec, codec_tag) = match (resolution, quality) {
        (_, "DVDRip") => dice.weighted(&[(("xvid", "XviD"), 3.0), (("avc", "x264"), 4.0)]),
        ("2160p", _) => dice.weighted(&[
            (("hevc", "x265"), 4.0),
            (("hevc", "HEVC"), 3.0),
            (("hevc", "H.265"), 2.0),
            (("av1", "AV1"), 1.0),
        ]),
        (_, "WEB-DL" | "HDTV") => dice.weighted(&[
            (("avc", "H.264"), 5.0),
            (("avc", "x264"), 2.0),
            (("hevc", "H.265"), 2.0),
            (("hevc", "HEVC"), 1.0),
        ]),
        _ => dice.weighted(&[(("avc", "x264"), 5.0), (("hevc", "x265"), 4.0), (("av1", "AV1"), 1.0)]),
    };
    let hdr = if resolution == "2160p" {
        dice.weighted(&[
            (&[] as &[&'static str], 3.0),
            (&["HDR"], 4.0),
            (&["DV", "HDR"], 2.0),
            (&["DV"], 1.0),
            (&["HDR10+"], 1.0),
        ])
        .to_vec()
    } else {
        Vec::new()
    };
    let (audio, audio_tag, channels) = match quality {
        "BluRay REMUX" => dice.weighted(&[
            (("TrueHD", "TrueHD.Atmos", "7.1"), 3.0),
            (("DTS Lossless", "DTS-HD.MA", "5.1"), 4.0),
            (("FLAC", "FLAC", "2.0"), 2.0),
        ]),
        "BluRay" | "BDRip" => dice.weighted(&[
            (("DTS Lossy", "DTS", "5.1"), 3.0),
            (("Dolby Digital", "AC3", "5.1"), 2.0),
            (("AAC", "AAC", "2.0"), 4.0),
            (("FLAC", "FLAC", "2.0"), 1.0),
            (("Opus", "Opus", "5.1"), 1.0),
        ]),
        "WEB-DL" | "WEBRip" => dice.weighted(&[
            (("Dolby Digital Plus", "DDP", "5.1"), 5.0),
            (("Atmos", "DDP.Atmos", "5.1"), 2.0),
            (("AAC", "AAC", "2.0"), 4.0),
        ]),
        _ => dice.weighted(&[(("AAC", "AAC", "2.0"), 3.0), (("MP3", "MP3", "2.0"), 2.0), (("", "", ""), 2.0)]),
    };
    let languages = languages(dice, kind);
    let group = if kind == Kind::Anime && dice.chance(0.7) { dice.pick(FANSUBS) } else { dice.pick(GROUPS) };
    let low_rate = matches!(codec, "hevc" | "av1");
    let megabytes = match (resolution, quality) {
        ("2160p", "BluRay REMUX") => dice.within(350, 520),
        ("1080p", "BluRay REMUX") => dice.within(170, 260),
        ("2160p", _) => dice.within(70, 190),
        ("1080p", "BluRay") => dice.within(40, 90),
        ("1080p", _) => dice.within(16, 48),
        ("720p", _) => dice.within(7, 22),
        _ => dice.within(3, 9),
    };
    let megabytes = if low_rate { (megabytes * 3 / 5).max(2) } else { megabytes };
    Traits {
        resolution,
        quality,
        codec,
        codec_tag,
        ten_bit: low_rate && dice.chance(0.6),
        hdr,
        audio,
        audio_tag,
        channels,
        languages,
        group,
        version: if kind == Kind::Anime && dice.chance(0.04) { 2 } else { 1 },
        bytes_per_minute: megabytes * 1_048_576 + dice.within(0, 1_048_575),
    }
}

fn languages(dice: &mut Dice, kind: Kind) -> Vec<Language> {
    let extra = OTHERS[dice.index(OTHERS.len())];
    if kind == Kind::Anime {
        return match dice.index(10) {
            0..5 => vec![JAPANESE],
            5..8 => vec![ENGLISH, JAPANESE],
            8 => vec![ENGLISH, extra],
            _ => vec![extra],
        };
    }
    match dice.index(20) {
        0..13 => vec![ENGLISH],
        13..16 => vec![ENGLISH, extra],
        16..19 => vec![extra],
        _ => Vec::new(),
    }
}
