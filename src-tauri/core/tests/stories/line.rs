//! What the line carries: measured from the host of a link, once a day, never while something plays, and kept.

use std::time::Duration;

use perihelion_core::line::megabits;
use perihelion_core::pipeline::link::DownloadResult;
use perihelion_core::preferences::Wish;
use perihelion_core::profile::{NotMeasured, Options, Profile};
use perihelion_core::secret::Secret;
use perihelion_core::store::Place;
use perihelion_simulator::{Knobs, Upstream};

use crate::link::make;
use crate::stage::{OWN_FILM, Stage, candidate, quick, release};

const TOKEN: &str = "demo-premium";
const SIXTY: u64 = 60_000_000;

/// A profile at a simulator whose files come at so many bits a second, and a link.
async fn set(bits: u64) -> (Stage, Profile, DownloadResult, tempfile::TempDir) {
    let one = release(1, &[]);
    let stage = Stage::with_film(vec![one.clone()], quick()).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let made = make(&stage, TOKEN, &wanted, &[candidate(&one)]).await.0.unwrap();
    stage.simulator.set_knobs(Upstream::Files, Knobs { line: Some(bits), ..Knobs::default() });
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        data_dir: Some(folder.path().to_owned()),
        endpoints: Some(stage.simulator.base_url()),
        token: Secret::new(TOKEN),
        ..Options::default()
    };
    (stage, Profile::open(options).await.unwrap().0, made, folder)
}

/// How often as much of a file was asked for as a measure reads.
fn measured(stage: &Stage) -> usize {
    let is_measure = |value: &str| {
        let range = value.strip_prefix("bytes=").and_then(|range| range.split_once('-'));
        let ends = range.and_then(|(first, last)| Some((first.parse::<u64>().ok()?, last.parse::<u64>().ok()?)));
        ends.is_some_and(|(first, last)| last - first + 1 == 8 << 20)
    };
    let requests = stage.simulator.requests();
    let of_files = requests.iter().filter(|request| request.upstream == Upstream::Files);
    of_files.filter(|request| request.headers.iter().any(|(name, value)| name == "range" && is_measure(value))).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_line_carries_is_told_within_a_seventh_and_kept() {
    let (stage, profile, made, _folder) = set(SIXTY).await;
    assert_eq!(profile.line().await.bits, None, "nothing is known before");
    // A machine that is busy meanwhile is no fault of the measure: it may be asked again.
    let mut told = Vec::new();
    for _ in 0..3 {
        let line = profile.measure_line(&made).await.unwrap();
        told.push(line.bits);
        if line.bits.abs_diff(SIXTY) <= SIXTY / 100 * 15 {
            break;
        }
    }
    let last = *told.last().unwrap();
    assert!(last.abs_diff(SIXTY) <= SIXTY / 100 * 15, "{told:?}");
    println!("a line of 60 Mb/s is told as {} Mb/s", megabits(last));
    let line = profile.line().await;
    assert_eq!((line.bits, line.measured.len()), (Some(last), 1));
    assert_eq!(line.measured[0].host, made.link.host_str().unwrap());
    assert_eq!(measured(&stage), told.len(), "one request each");
    let taste = profile.taste(Place { title_id: "tt1".to_owned(), season: None, episode: None }).await;
    assert_eq!(taste.preferences.line, Some(last), "what is ranked knows it");
    profile.change_settings(|settings| settings.preferences.line = Some(12_500_000)).await.unwrap();
    assert_eq!(profile.line().await.bits, Some(12_500_000), "what the person typed counts more");
    profile.forget_line().await;
    assert_eq!(profile.line().await.measured, []);
}

#[tokio::test]
async fn in_passing_it_is_measured_once_a_day_and_not_where_data_is_saved() {
    let (stage, profile, made, _folder) = set(400_000_000).await;
    profile.change_settings(|settings| settings.preferences.wish = Wish::SaveData).await.unwrap();
    profile.measure_line_in_passing(&made).await;
    assert_eq!(measured(&stage), 0, "the person saves data");
    profile.change_settings(|settings| settings.preferences.wish = Wish::default()).await.unwrap();
    profile.measure_line_in_passing(&made).await;
    profile.measure_line_in_passing(&made).await;
    assert_eq!((measured(&stage), profile.line().await.measured.len()), (1, 1));
}

#[tokio::test]
async fn nothing_is_measured_while_the_line_is_in_use_and_what_is_being_measured_ends() {
    let (stage, profile, made, _folder) = set(2_000_000).await;
    let (playing, downloading) = (profile.use_line(), profile.use_line());
    assert_eq!(profile.measure_line(&made).await, Err(NotMeasured::InUse));
    profile.measure_line_in_passing(&made).await;
    drop(playing);
    assert_eq!(profile.measure_line(&made).await, Err(NotMeasured::InUse), "another still uses it");
    drop(downloading);
    assert_eq!((measured(&stage), profile.line().await.bits), (0, None));
    let (again, asked) = (profile.clone(), made.clone());
    let measuring = tokio::spawn(async move { again.measure_line(&asked).await });
    while measured(&stage) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let _playing = profile.use_line();
    assert_eq!(measuring.await.unwrap(), Err(NotMeasured::InUse), "a play begins");
    assert_eq!(profile.line().await.bits, None);
}

#[tokio::test]
async fn a_host_that_sends_no_parts_or_too_little_tells_nothing() {
    let (stage, profile, made, _folder) = set(SIXTY).await;
    for knobs in [
        Knobs { no_ranges: true, ..Knobs::default() },
        Knobs { status: Some(503), ..Knobs::default() },
        Knobs { dies_every: Some(300_000), ..Knobs::default() },
        Knobs { line: Some(100_000), ..Knobs::default() },
    ] {
        stage.simulator.set_knobs(Upstream::Files, knobs.clone());
        assert_eq!(profile.measure_line(&made).await, Err(NotMeasured::TooLittle), "{knobs:?}");
    }
    assert_eq!(profile.line().await.bits, None);
}
