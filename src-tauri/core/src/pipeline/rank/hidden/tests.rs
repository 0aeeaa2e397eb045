use super::super::Taste;
use super::*;
use crate::names::Measure;
use crate::pipeline::pool::tests::{film, hash};
use crate::preferences::Pattern;
use crate::title::{Episode, Kind, Numbering};
use crate::torrent::{SourceName, Torrent};

fn row(title: &str) -> Candidate {
    Candidate::new(Torrent::new(hash('a'), title, SourceName::Comet))
}

fn ranked(row: &Candidate, wanted: &Wanted) -> Candidate {
    let taste = Taste::default();
    Candidate { rank: super::super::rank(row, wanted, &Measure::of(wanted), &taste), ..row.clone() }
}

fn hidden(row: &Candidate, preferences: &Preferences, wanted: &Wanted) -> Option<HiddenReason> {
    super::hidden(&ranked(row, wanted), preferences, wanted)
}

fn reason(title: &str, preferences: &Preferences) -> Option<HiddenReason> {
    hidden(&row(title), preferences, &film())
}

fn list(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[test]
fn the_defaults_hide_nothing() {
    for title in ["Sintel.2010.CAM", "Sintel 2010 3D HSBS FRENCH", "", "Sintel.2010.2160p.HDR.x265"] {
        assert_eq!(reason(title, &Preferences::default()), None, "{title}");
    }
}

#[test]
fn each_preference_hides_for_its_own_reason() {
    let neutral = Preferences::default;
    let cases = [
        (
            "Sintel.2010.CAM.x264",
            Preferences { no_cinema_recordings: true, ..neutral() },
            HiddenReason::CinemaRecording,
        ),
        ("Sintel.2010.3D.HSBS.1080p", Preferences { no_3d: true, ..neutral() }, HiddenReason::ThreeD),
        (
            "Sintel.2010.480p.x264",
            Preferences { resolutions_out: list(&["480p"]), ..neutral() },
            HiddenReason::Resolution,
        ),
        (
            "Sintel.2010.FRENCH.1080p",
            Preferences { languages_required: list(&["tr", "en"]), ..neutral() },
            HiddenReason::Language,
        ),
        ("Sintel.2010.1080p.XviD", Preferences { codecs_out: list(&["xvid"]), ..neutral() }, HiddenReason::Codec),
        (
            "Sintel.2010.1080p",
            Preferences { must_match: vec![Pattern::new("remux")], ..neutral() },
            HiddenReason::LacksText,
        ),
        (
            "Sintel.2010.1080p-BAD",
            Preferences { must_not_match: vec![Pattern::new(r"-bad$")], ..neutral() },
            HiddenReason::ForbiddenText,
        ),
    ];
    for (title, preferences, expected) in cases {
        assert_eq!(reason(title, &preferences), Some(expected), "{title}");
        assert_eq!(reason("Sintel.2010.1080p.REMUX.x265.English", &preferences), None, "{expected:?}");
    }
}

#[test]
fn what_says_no_language_is_not_foreign() {
    let required = Preferences { languages_required: list(&["tr"]), ..Preferences::default() };
    assert_eq!(reason("Sintel.2010.1080p.WEB-DL", &required), None);
    assert_eq!(reason("Sintel.2010.Sub.ITA.1080p.WEB-DL", &required), None, "its subtitles are no sound");
    assert_eq!(reason("Sintel.2010.ENG.Sub.TUR.1080p", &required), Some(HiddenReason::Language));
}

#[test]
fn sizes_count_for_the_file_and_only_where_known() {
    let most = Preferences { max_size: Some(4 << 30), min_size: Some(1 << 20), ..Preferences::default() };
    let mut large = row("Sintel.2010.1080p");
    assert_eq!(hidden(&large, &most, &film()), None, "not known");
    large.torrent.file_size = Some(5 << 30);
    assert_eq!(hidden(&large, &most, &film()), Some(HiddenReason::TooLarge));
    large.torrent.file_size = Some(1 << 10);
    assert_eq!(hidden(&large, &most, &film()), Some(HiddenReason::TooSmall));

    let slow = Preferences { max_bitrate: Some(8_000_000), min_bitrate: Some(1_000_000), ..Preferences::default() };
    let timed = Wanted { runtime_min: Some(100), ..film() };
    large.torrent.file_size = Some(9_000_000_000);
    assert_eq!(hidden(&large, &slow, &timed), Some(HiddenReason::HighBitrate), "12 Mbit/s");
    assert_eq!(hidden(&large, &slow, &film()), None, "the length is not known");
    large.torrent.file_size = Some(300_000_000);
    assert_eq!(hidden(&large, &slow, &timed), Some(HiddenReason::LowBitrate));
}

#[test]
fn single_episodes_only_leaves_packs_and_the_unsure_out() {
    let asked = Numbering { season: Some(2), episode: 5 };
    let episode = Episode { asked, imdb: None, absolute: Some(13), kitsu: None, aired: None, name: None };
    let wanted = Wanted { kind: Kind::Series, name: "Tide Lines".to_owned(), episode: Some(episode), ..film() };
    let only = Preferences { packs: Packs::SingleOnly, ..Preferences::default() };
    let singles = [
        "Tide.Lines.S02E05.1080p.WEB",
        "Tide Lines - 13 [1080p].mkv",
        "Tide Lines 2x05",
        "Tide.Lines.2x05.720p",
        "Tide Lines Season 2 Episode 5",
        "[Grp] Tide Lines - 13v2 (720p)",
        "Tide.Lines.S02E05.Complete.Disaster.720p",
        "[Grp] Tide Lines S2 - 05 [1080p]",
    ];
    let others = [
        "Tide.Lines.S02.1080p",
        "Tide Lines S01-S03 Complete",
        "Tide Lines 01-26 [1080p]",
        "Tide.Lines.S02E04-E06.720p",
        "Tide.Lines.S02E06.1080p",
        "Tide Lines Batch",
        "Tide Lines",
    ];
    for title in singles {
        assert_eq!(hidden(&row(title), &only, &wanted), None, "{title}");
    }
    for title in others {
        assert_eq!(hidden(&row(title), &only, &wanted), Some(HiddenReason::Pack), "{title}");
    }
}

#[test]
fn hidden_rows_are_counted_by_reason() {
    let preferences =
        Preferences { no_cinema_recordings: true, resolutions_out: list(&["480p"]), ..Preferences::default() };
    let rows = ["Sintel.2010.CAM", "Sintel.2010.CAM.480p", "Sintel.2010.480p", "Sintel.2010.1080p"].map(row);
    let counts = count_hidden(&rows, &preferences, &film());
    assert_eq!(
        counts.into_iter().collect::<Vec<_>>(),
        [(HiddenReason::CinemaRecording, 2), (HiddenReason::Resolution, 1)]
    );
}

#[test]
fn a_pattern_that_cannot_be_used_says_why_and_hides_nothing() {
    for bad in ["(", "", &"a".repeat(501), r"(\w{1000}){1000}"] {
        let pattern = Pattern::new(bad);
        assert!(pattern.problem().is_some(), "{bad:.20}");
        let preferences =
            Preferences { must_match: vec![pattern.clone()], must_not_match: vec![pattern], ..Preferences::default() };
        assert_eq!(reason("Sintel", &preferences), None);
    }
    assert_eq!(Pattern::new("a|b").problem(), None);
}

#[test]
fn preferences_survive_saving_and_files_without_them_are_neutral() {
    let preferences = Preferences {
        packs: Packs::PacksFirst,
        must_match: vec![Pattern::new("x265")],
        resolutions: list(&["1080p"]),
        ..Preferences::default()
    };
    let saved = serde_json::to_string(&preferences).unwrap();
    assert_eq!(serde_json::from_str::<Preferences>(&saved).unwrap(), preferences);
    assert_eq!(serde_json::from_str::<Preferences>("{}").unwrap(), Preferences::default());
}
