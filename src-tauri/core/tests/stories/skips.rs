//! What of a film can be skipped: whom the app asks, with which ids, and what it makes of late, broken and false answers.

use std::collections::BTreeSet;
use std::time::Duration;

use perihelion_core::http::Failure;
use perihelion_core::metadata::parse_id;
use perihelion_core::profile::{Profile, SegmentsFound};
use perihelion_core::segments::{Chapter, SegmentKind, SegmentService};
use perihelion_core::title::{Ids, Kind, Wanted};
use perihelion_simulator::{AnimeIds, Config, Episode, Kind as WorkKind, Knobs, Upstream, Work};

use crate::stage::{SINTEL, Stage, quick};

/// The length of an episode of ours.
const LENGTH: f64 = 1440.0;
const SHOW: &str = "tt99000301";
const SERVICES: [(SegmentService, Upstream); 3] = [
    (SegmentService::AniSkip, Upstream::AniSkip),
    (SegmentService::TheIntroDb, Upstream::TheIntroDb),
    (SegmentService::IntroDb, Upstream::IntroDb),
];

/// One season of an anime, which Kitsu and MyAnimeList list as an entry of its own.
fn season(number: u32) -> Work {
    let episode = |at: u32| Episode {
        season: number,
        number: at,
        absolute: Some(at),
        title: format!("Lamp {number} {at}"),
        released: 1_400_000_000 + i64::from(number * 100 + at) * 604_800,
        ..Episode::default()
    };
    Work {
        imdb: SHOW.to_owned(),
        kind: WorkKind::Anime,
        name: if number == 1 { "Lantern Coast".to_owned() } else { format!("Lantern Coast Season {number}") },
        year: 2014,
        runtime_min: 24,
        genres: vec!["Animation".to_owned()],
        anime: Some(AnimeIds {
            kitsu: 99_300 + number,
            mal: 99_400 + number,
            anilist: 99_500 + number,
            anidb: 99_600 + number,
        }),
        episodes: (1..=12).map(episode).collect(),
        ..Work::default()
    }
}

async fn set() -> (Stage, Profile, tempfile::TempDir) {
    let stage = Stage::set(Config { works: vec![season(1), season(2)], ..quick() }).await;
    let (profile, folder) = stage.profile().await;
    (stage, profile, folder)
}

async fn wanted(profile: &Profile, id: &str) -> Wanted {
    let asked = parse_id(id).unwrap();
    let kind = asked.kind_hint.unwrap_or(Kind::Movie);
    profile.wanted(kind, &asked.title_id, asked.season, asked.episode).await.unwrap()
}

fn all() -> BTreeSet<SegmentService> {
    SegmentService::ALL.into()
}

async fn find(profile: &Profile, wanted: &Wanted) -> SegmentsFound {
    profile.segments_by(&all(), wanted, &[], Some(LENGTH)).await
}

/// What the three services were asked so far, without the name in front.
fn asked(stage: &Stage) -> Vec<String> {
    let is_one = |upstream| SERVICES.iter().any(|(_, one)| *one == upstream);
    let requests = stage.simulator.requests().into_iter().filter(|request| is_one(request.upstream));
    let mut asked: Vec<String> = requests.map(|request| request.path_and_query).collect();
    asked.sort();
    asked
}

fn kinds(found: &SegmentsFound) -> Vec<SegmentKind> {
    found.segments.iter().map(|segment| segment.kind).collect()
}

#[tokio::test]
async fn nobody_is_asked_until_a_service_is_switched_on() {
    let (stage, profile, _folder) = set().await;
    let episode = wanted(&profile, "kitsu:99302:3").await;
    assert_eq!(profile.segments(&episode, &[], Some(LENGTH)).await, SegmentsFound::default());
    assert!(asked(&stage).is_empty());
    profile.change_settings(|settings| settings.skip.services = [SegmentService::IntroDb].into()).await.unwrap();
    assert!(!profile.segments(&episode, &[], Some(LENGTH)).await.segments.is_empty());
    assert_eq!(asked(&stage), [format!("/introdb/segments?imdb_id={SHOW}&season=2&episode=3")]);
}

#[tokio::test]
async fn a_split_season_is_asked_for_by_its_own_entry() {
    let by_each = [
        "/aniskip/v2/skip-times/99402/3?types=op&types=ed&types=recap&episodeLength=1440".to_owned(),
        format!("/introdb/segments?imdb_id={SHOW}&season=2&episode=3"),
        format!("/theintrodb/v3/media?imdb_id={SHOW}&season=2&episode=3&duration_ms=1440000"),
    ];
    let mut told = Vec::new();
    for id in ["kitsu:99302:3", "mal:99402:3", &format!("{SHOW}:2:3")] {
        let (stage, profile, _folder) = set().await;
        let found = find(&profile, &wanted(&profile, id).await).await;
        assert_eq!(asked(&stage), by_each, "{id}");
        assert_eq!(found.failed, [], "{id}");
        assert!(found.segments.is_sorted_by(|a, b| a.end <= b.start), "{found:?}");
        let opening = found.segments.iter().find(|segment| segment.kind == SegmentKind::Opening).unwrap();
        assert_eq!(opening.by.len(), 3, "all three agree: {opening:?}");
        assert!((opening.end - opening.start - 90.0).abs() < 0.5);
        let last = found.segments.last().unwrap();
        assert!((last.end - LENGTH).abs() < 0.5, "a null end is that of the file: {last:?}");
        told.push(found);
    }
    assert_eq!((&told[0], &told[1]), (&told[1], &told[2]), "whichever id it was found by");
}

#[tokio::test]
async fn what_plays_is_known_by_the_id_of_its_title() {
    let (stage, profile, _folder) = set().await;
    let chapters = [("OP", 10.0), ("Part A", 100.0)].map(|(title, start)| Chapter { title: title.to_owned(), start });
    let second = (Kind::Anime, "kitsu:99302");
    let episode = (Some(1), Some(3));
    let own = profile.segments_of(second, episode, &chapters, Some(LENGTH)).await;
    assert_eq!(kinds(&own), [SegmentKind::Opening]);
    assert!(stage.simulator.requests().is_empty(), "with all services off not even the catalogue is asked");
    profile.change_settings(|settings| settings.skip.services = all()).await.unwrap();
    let found = profile.segments_of(second, episode, &chapters, Some(LENGTH)).await;
    assert!(kinds(&found).contains(&SegmentKind::Credits) && found.failed.is_empty(), "{found:?}");
    assert!(asked(&stage)[0].starts_with("/aniskip/v2/skip-times/99402/3?"), "{:?}", asked(&stage));
    let pasted = (Kind::Movie, "torrent:08ada5a7a6183aae1e09d831df6748d566095a10");
    assert_eq!(profile.segments_of(pasted, (None, None), &chapters, Some(LENGTH)).await, own);
    assert_eq!(asked(&stage).len(), 3, "nobody is told of what was pasted");
}

#[tokio::test]
async fn a_film_is_asked_for_by_its_id_alone() {
    let (stage, profile, _folder) = set().await;
    let film = wanted(&profile, SINTEL).await;
    let length = f64::from(film.runtime_min.unwrap()) * 60.0;
    let found = profile.segments_by(&all(), &film, &[], Some(length)).await;
    assert_eq!(kinds(&found), [SegmentKind::Credits]);
    assert_eq!(found.segments[0].by.len(), 2, "{found:?}");
    assert_eq!(
        asked(&stage),
        [
            format!("/introdb/segments?imdb_id={SINTEL}&is_movie=true"),
            format!("/theintrodb/v3/media?imdb_id={SINTEL}&duration_ms={}", length * 1000.0)
        ]
    );
}

#[tokio::test]
async fn the_files_own_chapters_spare_the_servers() {
    let (stage, profile, _folder) = set().await;
    let episode = wanted(&profile, "kitsu:99301:5").await;
    let chapter = |title: &str, start| Chapter { title: title.to_owned(), start };
    let mut chapters = vec![chapter("OP", 10.0), chapter("Part A", 100.0), chapter("ED", 1330.0)];
    let found = profile.segments_by(&all(), &episode, &chapters, Some(LENGTH)).await;
    assert_eq!(kinds(&found), [SegmentKind::Opening, SegmentKind::Credits]);
    assert!(asked(&stage).is_empty(), "nothing is left to ask");
    chapters.pop();
    let found = profile.segments_by(&all(), &episode, &chapters, Some(LENGTH)).await;
    assert_eq!(asked(&stage).len(), 3);
    let opening = found.segments.iter().find(|segment| segment.kind == SegmentKind::Opening).unwrap();
    assert_eq!((opening.start, opening.end), (10.0, 100.0), "the file knows itself best");
    assert!(kinds(&found).contains(&SegmentKind::Credits), "{found:?}");
}

#[tokio::test]
async fn an_answer_is_asked_for_once_and_outlives_its_server() {
    let (stage, profile, _folder) = set().await;
    let episode = wanted(&profile, "kitsu:99301:5").await;
    let first = find(&profile, &episode).await;
    assert_eq!(asked(&stage).len(), 3);
    for (_, upstream) in SERVICES {
        stage.simulator.set_knobs(upstream, Knobs { status: Some(503), ..Knobs::default() });
    }
    assert_eq!(find(&profile, &episode).await, first);
    assert_eq!(asked(&stage).len(), 3, "from the cache");
    // What is not known is remembered too.
    let unknown = Wanted { ids: Ids { imdb: Some("tt99999998".to_owned()), ..Ids::default() }, ..episode };
    for (_, upstream) in SERVICES {
        stage.simulator.set_knobs(upstream, Knobs::default());
    }
    for _ in 0..2 {
        assert_eq!(find(&profile, &unknown).await, SegmentsFound::default());
        assert_eq!(asked(&stage).len(), 5, "a 404 and nulls say that nothing is known");
    }
}

#[tokio::test]
async fn each_may_fail_without_hurting_the_others() {
    let broken = |change: &dyn Fn(&mut Knobs)| {
        let mut knobs = Knobs::default();
        change(&mut knobs);
        knobs
    };
    let faults = [
        broken(&|knobs| knobs.status = Some(500)),
        broken(&|knobs| knobs.status = Some(429)),
        broken(&|knobs| knobs.garbage = true),
        broken(&|knobs| knobs.wrong_type = true),
        broken(&|knobs| knobs.truncated = true),
        broken(&|knobs| knobs.challenge = true),
        broken(&|knobs| knobs.gigantic_bytes = Some(8 << 20)),
        broken(&|knobs| knobs.nested = Some(100_000)),
        broken(&|knobs| knobs.redirect = Some("loop".to_owned())),
    ];
    let mut tried = 0;
    for knobs in &faults {
        for (service, upstream) in SERVICES {
            let (stage, profile, _folder) = set().await;
            let episode = wanted(&profile, "kitsu:99301:5").await;
            stage.simulator.set_knobs(upstream, knobs.clone());
            let found = find(&profile, &episode).await;
            let failed: Vec<SegmentService> = found.failed.iter().map(|(service, _)| *service).collect();
            assert_eq!(failed, [service], "{knobs:?}");
            let opening = found.segments.iter().find(|segment| segment.kind == SegmentKind::Opening).unwrap();
            assert_eq!(opening.by.len(), 2, "{knobs:?}");
            tried += 1;
        }
    }
    println!("{tried} faults tried, each on a service of its own; the other two told the opening each time");
}

#[tokio::test]
async fn a_late_service_is_not_waited_for_long_and_rests_when_it_keeps_failing() {
    let (stage, profile, _folder) = set().await;
    let late = Knobs { hang: true, ..Knobs::default() };
    stage.simulator.set_knobs(Upstream::TheIntroDb, late);
    let found = find(&profile, &wanted(&profile, "kitsu:99301:5").await).await;
    let [(SegmentService::TheIntroDb, Failure::Timeout(given))] = found.failed[..] else { panic!("{found:?}") };
    assert!(given <= Duration::from_secs(8), "{given:?}");
    assert!(kinds(&found).contains(&SegmentKind::Opening), "the others told it");
    stage.simulator.set_knobs(Upstream::TheIntroDb, Knobs { challenge: true, ..Knobs::default() });
    for number in 6..10 {
        find(&profile, &wanted(&profile, &format!("kitsu:99301:{number}")).await).await;
    }
    let of_it = |path: &&String| path.starts_with("/theintrodb/");
    assert_eq!(asked(&stage).iter().filter(of_it).count(), 3, "after three failures it rests");
}

#[tokio::test]
async fn what_cannot_be_is_skipped_by_nobody() {
    let (stage, profile, _folder) = set().await;
    for (_, upstream) in SERVICES {
        stage.simulator.set_knobs(upstream, Knobs { impossible: true, ..Knobs::default() });
    }
    let found = find(&profile, &wanted(&profile, "kitsu:99301:5").await).await;
    assert_eq!(found, SegmentsFound::default());
    assert_eq!(asked(&stage).len(), 3);
}

#[tokio::test]
async fn a_file_of_another_length_has_other_times_or_none() {
    let (stage, profile, _folder) = set().await;
    let episode = wanted(&profile, "kitsu:99301:5").await;
    let aniskip: BTreeSet<_> = [SegmentService::AniSkip].into();
    let opening = async |length| {
        let found = profile.segments_by(&aniskip, &episode, &[], Some(length)).await;
        found.segments.into_iter().find(|segment| segment.kind == SegmentKind::Opening).map(|segment| segment.start)
    };
    let start = opening(LENGTH).await.unwrap();
    assert_eq!(opening(LENGTH + 12.0).await, Some(start + 12.0), "with twelve seconds more before it");
    assert_eq!(opening(LENGTH + 60.0).await, None, "another cut");
    assert_eq!(asked(&stage).len(), 3);
    let theirs: BTreeSet<_> = [SegmentService::TheIntroDb].into();
    stage.simulator.set_knobs(Upstream::TheIntroDb, Knobs { open_ends: true, ..Knobs::default() });
    let found = profile.segments_by(&theirs, &episode, &[], None).await;
    assert!(!kinds(&found).contains(&SegmentKind::Credits), "without a length an open end is nowhere: {found:?}");
}
