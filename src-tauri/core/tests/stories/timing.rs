//! Subtitles of an addon against the lines in the very file: late by a constant, of another frame rate, of another film. What is
//! kept on disk is within a tenth of a second of the file's own, or as it came, and said so.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use perihelion_core::pipeline::link::DownloadResult;
use perihelion_core::profile::{FoundSubtitle, Options, Profile, SubtitleError, SubtitlesFor};
use perihelion_core::secret::Secret;
use perihelion_core::sources::own::OwnKind;
use perihelion_core::title::Kind;
use perihelion_simulator::{Config, Film, PlantedSubtitles};
use subtitles::{Timing, Unfit};

use crate::link::make;
use crate::stage::{OWN_FILM, Stage, candidate, film, hash, quick, release};

const TOKEN: &str = "demo-premium";
/// Frames a second of the film, and of a television's copy of it.
const FILM: f64 = 24.0 / 1.001;
const TELEVISION: f64 = 25.0;

/// When the lines of a film begin, unlike one another.
fn spoken(seed: u64, count: usize) -> Vec<u64> {
    let (mut state, mut at) = (seed, 42_000);
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        at += 1_300 + (state >> 33) % 8_000;
        at
    };
    (0..count).map(|_| next()).collect()
}

/// A text whose lines begin at `to` of when the film's do.
fn text(lines: &[u64], to: impl Fn(f64) -> f64) -> String {
    let clock = |ms: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time of a film")]
        let ms = ms.round().max(0.0) as u64;
        format!("{:02}:{:02}:{:02},{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
    };
    lines.iter().enumerate().fold(String::new(), |mut text, (at, start)| {
        let start = to(*start as f64);
        write!(text, "{}\r\n{} --> {}\r\nLine {at}.\r\n\r\n", at + 1, clock(start), clock(start + 900.0)).unwrap();
        text
    })
}

/// A film whose file tells when its lines begin, a profile with the addon, and a link to the file.
async fn set(
    own: Film,
    texts: Vec<(&str, String)>,
    claims_hash: bool,
) -> (Stage, Profile, DownloadResult, tempfile::TempDir) {
    let one = release(1, &[]);
    let planted = texts.into_iter().map(|(language, text)| PlantedSubtitles {
        language: language.to_owned(),
        release: "Harbour.of.Glass.2019.WEB-OTHER".to_owned(),
        text,
        claims_hash,
    });
    let config = Config {
        works: vec![film(vec![one.clone()])],
        films: BTreeMap::from([(hash(1), own)]),
        subtitles: BTreeMap::from([(OWN_FILM.to_owned(), planted.collect())]),
        ..quick()
    };
    let stage = Stage::set(config).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let made = make(&stage, TOKEN, &wanted, &[candidate(&one)]).await.0.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        data_dir: Some(folder.path().to_owned()),
        endpoints: Some(stage.simulator.base_url()),
        token: Secret::new(TOKEN),
        ..Options::default()
    };
    let profile = Profile::open(options).await.unwrap().0;
    let address = format!("{}/addon/lines/manifest.json", stage.simulator.base_url());
    let checked = profile.check_own_source(OwnKind::Addon, &address, None).await.unwrap();
    profile.add_own_source(checked, None).await.unwrap();
    (stage, profile, made, folder)
}

/// What came of the subtitles in a language: how they stand to the file's own lines, and when they begin.
async fn brought(profile: &Profile, made: &DownloadResult, language: &str) -> (Timing, Vec<u64>) {
    let only = &found(profile, made, language).await;
    let brought = profile.bring_subtitles(made, only).await.unwrap();
    let kept = std::fs::read(&brought.path).unwrap();
    let read = subtitles::read(&kept, Some(language)).unwrap();
    let again = profile.bring_subtitles(made, only).await.unwrap();
    assert_eq!(again, brought, "what was said of it is kept with it");
    (brought.timing, read.cues.iter().map(|cue| cue.start_ms).collect())
}

/// The film as Matroska or as MP4, with these lines in it. In MP4 the tables of two sounds lie before those of text, so that its
/// passport does not come to them.
fn own(lines_ms: Vec<u64>, is_mp4: bool) -> Film {
    let audio = if is_mp4 { &["en", "tr"][..] } else { &["en"] };
    Film { lines_ms, is_mp4, audio: audio.iter().map(|one| (*one).to_owned()).collect(), ..Film::default() }
}

/// The only subtitles that are found in a language.
async fn found(profile: &Profile, made: &DownloadResult, language: &str) -> FoundSubtitle {
    let languages = [language.to_owned()];
    let of = SubtitlesFor {
        kind: Kind::Movie,
        title_id: OWN_FILM,
        season: None,
        episode: None,
        made,
        languages: &languages,
        forced: false,
    };
    let mut found = profile.find_subtitles(of).await.list;
    assert_eq!(found.len(), 1, "{language}: {found:?}");
    found.remove(0)
}

fn farthest(times: &[u64], film: &[u64]) -> u64 {
    assert_eq!(times.len(), film.len());
    times.iter().zip(film).map(|(time, line)| time.abs_diff(*line)).max().unwrap()
}

#[tokio::test]
async fn what_is_late_or_of_another_frame_rate_is_brought_in_time_with_the_file() {
    // What an addon says of the very file is held against it too.
    for (seed, is_mp4, claims_hash) in
        [(1, false, false), (2, false, false), (3, false, true), (4, true, false), (5, true, true)]
    {
        let lines = spoken(seed, 600);
        let texts = vec![
            ("eng", text(&lines, |at| at)),
            ("ger", text(&lines, |at| at - 2_300.0)),
            ("fre", text(&lines, |at| at + 41_250.0)),
            ("spa", text(&lines, |at| at * FILM / TELEVISION)),
            ("tur", text(&lines, |at| at * TELEVISION / FILM + 1_500.0)),
        ];
        let (_stage, profile, made, _folder) = set(own(lines.clone(), is_mp4), texts, claims_hash).await;
        assert_eq!(made.passport.as_ref().unwrap().has_all_tracks, !is_mp4);
        let mut farthest_of_all = 0;
        for (language, expected_rate, expected_offset) in [
            ("en", None, 0.0),
            ("de", Some(1.0), 2_300.0),
            ("fr", Some(1.0), -41_250.0),
            ("es", Some(TELEVISION / FILM), 0.0),
            ("tr", Some(FILM / TELEVISION), -1_500.0 * FILM / TELEVISION),
        ] {
            let (timing, times) = brought(&profile, &made, language).await;
            match (timing, expected_rate) {
                (Timing::InTime, None) => {}
                (Timing::Moved { rate, offset_ms }, Some(expected)) => {
                    assert!((rate - expected).abs() < 1e-6, "{language}: {timing:?}");
                    assert!((offset_ms - expected_offset).abs() <= 100.0, "{language}: {timing:?}");
                }
                other => panic!("{seed} {language}: {other:?}"),
            }
            let away = farthest(&times, &lines);
            assert!(away <= 100, "{seed} {language}: {away} ms away");
            farthest_of_all = farthest_of_all.max(away);
        }
        println!("subtitles of another cut are within {farthest_of_all} ms of the file's own");
    }
}

#[tokio::test]
async fn what_the_file_does_not_explain_is_left_as_it_came_and_said() {
    let lines = spoken(7, 600);
    let other = spoken(8, 600);
    let few = &lines[..12];
    // Of a cut that has a minute more in its second half.
    let middle = lines[400] as f64;
    let with_scene = |at: f64| if at > middle { at + 60_000.0 } else { at };
    let texts = || {
        vec![
            ("eng", text(&other, |at| at)),
            ("ger", text(few, |at| at + 5_000.0)),
            ("fre", text(&lines, |at| at * 1.1)),
            ("spa", text(&lines, with_scene)),
        ]
    };
    let late: Vec<u64> = few.iter().map(|at| at + 5_000).collect();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time of a film")]
    let stretched: Vec<u64> = lines.iter().map(|at| (*at as f64 * 1.1).round() as u64).collect();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time of a film")]
    let longer: Vec<u64> = lines.iter().map(|at| with_scene(*at as f64) as u64).collect();
    for is_mp4 in [false, true] {
        let (_stage, profile, made, _folder) = set(own(lines.clone(), is_mp4), texts(), false).await;
        for (language, as_it_came) in [("en", &other), ("de", &late), ("fr", &stretched), ("es", &longer)] {
            assert_eq!(brought(&profile, &made, language).await, (Timing::Unknown, as_it_came.clone()), "{language}");
        }
    }
    // A file that has an index of no lines tells nothing either.
    let (_stage, profile, made, _folder) =
        set(own(Vec::new(), false), vec![("ger", text(&lines, |at| at - 2_300.0))], false).await;
    let (timing, times) = brought(&profile, &made, "de").await;
    assert_eq!((timing, farthest(&times, &lines)), (Timing::Unknown, 2_300));
}

#[tokio::test]
async fn what_is_no_subtitles_is_said_to_be_none_and_not_kept() {
    let page = "<html><body>Your quota is used up. --> <a href=\"/\">Home</a></body></html>";
    let texts = vec![
        ("eng", page.to_owned()),
        ("ger", "1\n00:00:01,000 --> 00:00:02,000\n\n".to_owned()),
        ("fre", "1\n00:00:01,000 --> 00:00:02,000\na\n\n".repeat(50 << 20 >> 5)),
    ];
    let (_stage, profile, made, folder) = set(own(spoken(9, 100), true), texts, false).await;
    for (language, is_large) in [("en", false), ("de", false), ("fr", true)] {
        let only = found(&profile, &made, language).await;
        let error = profile.bring_subtitles(&made, &only).await.unwrap_err();
        match error {
            SubtitleError::Unfit(Unfit::NoLines) => assert!(!is_large, "{language}"),
            SubtitleError::Addon(_) => assert!(is_large, "{language}"),
            other => panic!("{language}: {other:?}"),
        }
    }
    let kept = std::fs::read_dir(folder.path().join("subtitles")).into_iter().flatten().count();
    assert_eq!(kept, 0);
}
