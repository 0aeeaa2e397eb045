//! Holds every field of the rows that are easily misread against what a person reads in them: which name is the
//! torrent's and which the file's, and which of the two a size belongs to.

use super::fixtures::read;
use super::{SourceError, Torrent};

/// What a row says: title, file, size of the torrent, size of the file, seeders, tracker.
type Says = (&'static str, Option<&'static str>, Option<u64>, Option<u64>, Option<u32>, Option<&'static str>);

const PACK: &str = "Harbour.Lights.S01.1080p.BluRay.x265-OPEN";
const EPISODE: &str = "Harbour.Lights.S01E01.1080p.BluRay.x265-OPEN.mkv";
const FILM: &str = "Sintel.2010.1080p.BluRay.x264-OPEN.mkv";
const OLD_COMETS: &str = "Sintel 2010 BluRay 1080p DTS-ES x264-OPEN.mkv";
const MF_FIRST: &str = "Harbour.Lights.S01E01.1080p.BluRay.x264-OPEN.mp4";
const MF_SECOND: &str = "Harbour.Lights.S01E02.1080p.BluRay.x264-OPEN.mp4";
const BATCH: &str = "[Suisei] Windstar Wanderers (0001-1071) [Dual Audio][1080p][HEVC 10bit x265] (Batch)";

const ROWS: &[(&str, &str, &[Says])] = &[
    (
        "any_addon",
        "addon/aiostreams.json",
        &[
            (PACK, Some(EPISODE), Some(38 << 30), Some(1_288_490_189), Some(150), Some("RARBG")),
            (EPISODE, Some(EPISODE), None, Some(1_288_490_189), None, Some("RARBG")),
            (PACK, Some(EPISODE), Some(40_800_000_000), Some(1_288_490_189), Some(150), Some("RARBG")),
            (FILM, Some(FILM), Some(2_190_433_321), Some(2_190_433_321), Some(12), Some("RARBG")),
            (EPISODE, Some(EPISODE), None, Some(1_288_490_189), None, Some("RARBG")),
            (EPISODE, Some(EPISODE), None, Some(1_288_490_189), None, None),
            (EPISODE, Some(EPISODE), None, Some(1_288_490_189), Some(150), Some("RARBG")),
            (EPISODE, Some(EPISODE), Some(40_800_000_000), Some(1_288_490_189), Some(150), None),
            (PACK, Some(EPISODE), None, None, Some(3), Some("RARBG")),
        ],
    ),
    (
        "any_addon",
        "addon/others.json",
        &[
            ("Sintel.2010.UHD.BluRay.2160p.HEVC.REMUX-OPEN", None, Some(70_587_787_510), None, Some(99), None),
            (
                "⭐ Sintel 2010 1080p ⭐ www.example.org",
                Some("Sintel 2010 1080p.mkv"),
                Some(2_190_433_321),
                Some(2_190_433_321),
                Some(4),
                Some("BluDV"),
            ),
            (
                "Sintel.2010.1080p.WEB-DL-OPEN[site]",
                Some("[TGx] Sintel.2010.1080p.WEB-DL-OPEN[site]"),
                Some(3_365_880_418),
                Some(3_365_880_418),
                Some(45),
                Some("Comet|Rutracker"),
            ),
            (OLD_COMETS, Some(OLD_COMETS), Some(7_826_122_416), Some(7_826_122_416), None, None),
            ("Sintel.2010.720p.WEB", None, Some(700_000_000), None, None, None),
            ("Sintel.2010.576p.WEB", None, Some(600_000_000), None, None, None),
            ("Sintel 2010 in plain words 1080p", None, Some(3_328_599_654), None, Some(45), Some("DMM")),
            (MF_FIRST, Some(MF_FIRST), Some(38_100_000_000), Some(3_221_225_472), Some(150), Some("RARBG")),
            (MF_SECOND, Some(MF_SECOND), Some(38_117_834_752), None, Some(150), Some("RARBG")),
            ("Sintel.2010.480p.in.name.only", None, None, None, None, None),
            ("Sintel 2010 on the second line 1080p", None, None, None, None, None),
            ("Sintel 2010 beside a fact 1080p", None, None, None, None, None),
        ],
    ),
    (
        "mediafusion",
        "mediafusion/sizes.json",
        &[
            (
                "Harbour.Lights.S01.1080p.BluRay.x264-OPEN",
                Some(MF_FIRST),
                Some(38_117_834_752),
                None,
                Some(150),
                Some("RARBG"),
            ),
            (
                "Harbour.Lights.S01E05.720p-OPEN",
                Some("harbour.lights.s01e05.720p-open.mkv"),
                Some(1_181_116_006),
                Some(1_181_116_006),
                Some(5),
                Some("Prowlarr"),
            ),
            (
                "Harbour.Lights.S02.1080p-OPEN",
                Some("Harbour.Lights.S02E04.1080p-OPEN.mp4"),
                Some(38_117_834_752),
                Some(3_221_225_472),
                Some(7),
                Some("RARBG"),
            ),
            (
                "Open Movies 2006-2020 Collection 1080p",
                Some("03 Sintel - 2010 1080p.mp4"),
                Some(41_016_937_676),
                None,
                Some(0),
                Some("Contribution Stream"),
            ),
            (
                "Harbour.Lights.S03.1080p-OPEN",
                Some("Harbour.Lights.S03E02.1080p-OPEN.mp4"),
                None,
                None,
                Some(1),
                Some("RARBG"),
            ),
            (
                "Harbour.Lights.S04.1080p-OPEN",
                Some("Harbour.Lights.S04E02.1080p-OPEN.mp4"),
                Some(38_117_834_752),
                None,
                Some(1),
                Some("RARBG"),
            ),
            (
                "Open Movies 2006-2020 Collection 720p",
                Some("03 Sintel - 2010 720p.mp4"),
                None,
                None,
                Some(0),
                Some("Contribution Stream"),
            ),
        ],
    ),
    (
        "comet",
        "comet/batch.json",
        &[
            (BATCH, Some(BATCH), None, Some(1_288_490_188), Some(512), Some("Torrentio|NyaaSi")),
            (
                "Harbour Lights S01-S03 1080p",
                Some("Harbour.Lights.S02E01.1080p.mkv"),
                None,
                None,
                Some(5),
                Some("Torrentio|1337x"),
            ),
        ],
    ),
    (
        "torrentio",
        "torrentio/pictures.json",
        &[
            (
                "⭐ Sintel 2010 1080p ⭐ www.example.org",
                Some("Sintel 2010 1080p.mkv"),
                Some(2_190_433_321),
                Some(2_190_433_321),
                Some(4),
                Some("BluDV"),
            ),
            ("📺 Sintel (2010) WEBRip", Some("Sintel WEBRip.mp4"), None, None, Some(5), Some("BestTorrents")),
            (
                "💾 Harbour Lights S01 720p",
                Some("💾 Harbour Lights S01/⭐ Harbour Lights S01E01.mkv"),
                None,
                Some(943_718_400),
                Some(5),
                Some("X"),
            ),
            ("Torrentio", None, Some(943_718_400), None, Some(5), Some("X")),
        ],
    ),
];

#[test]
fn what_a_person_reads_in_a_row_is_what_is_read() {
    for (parser, file, rows) in ROWS {
        let answer = read(parser, file).unwrap();
        for (torrent, (title, file_name, size, file_size, seeders, tracker)) in answer.torrents.iter().zip(*rows) {
            let expected = Torrent {
                size: *size,
                file_size: *file_size,
                seeders: *seeders,
                tracker: tracker.map(str::to_owned),
                file_name: file_name.map(str::to_owned),
                title: (*title).to_owned(),
                ..torrent.clone()
            };
            assert_eq!(*torrent, expected, "{parser} reads {file}");
        }
        assert_eq!(answer.torrents.len(), rows.len(), "{file}");
    }
}

#[test]
fn what_an_addon_says_in_words_is_the_reason_it_has_nothing() {
    for (file, words) in [
        ("addon/said.json", "⚠️ OBSOLETE CONFIGURATION, PLEASE RE-CONFIGURE ON https://comet.example.org ⚠️"),
        ("addon/unreleased.json", "Content not digitally released yet."),
        ("addon/error.json", "Invalid or unauthorized API key. Please update your configuration."),
    ] {
        for parser in ["any_addon", "comet"] {
            let said = read(parser, file).unwrap_err();
            assert_eq!(said, SourceError::Said(words.to_owned()), "{parser} reads {file}");
        }
    }
}
