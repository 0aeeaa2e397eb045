//! Metadata, pictures, the final file, and every knob.

mod common;

use std::time::{Duration, Instant};

use common::{get, json, quick, send};
use perihelion_simulator::{Config, Knobs, LONG_RUNNER, LatencyProfile, Simulator, Upstream};
use serde_json::Value;

const PATH: &str = "/torrentio/stream/movie/tt1727587.json";

async fn with(upstream: Upstream, knobs: Knobs) -> Simulator {
    let simulator = quick().await;
    simulator.set_knobs(upstream, knobs);
    simulator
}

#[tokio::test]
async fn cinemeta_lists_searches_and_describes() {
    let simulator = quick().await;
    for kind in ["movie", "series"] {
        let top = json(&simulator, &format!("/cinemeta/catalog/{kind}/top.json")).await;
        assert!(top["metas"].as_array().unwrap().len() >= 20, "{kind} fills a row");
    }
    let found = json(&simulator, "/cinemeta/catalog/series/top/search=meridian%20survey.json").await;
    assert_eq!(found["metas"][0]["id"], "tt99000101", "found by name");
    assert_eq!(found["metas"][0]["releaseInfo"], "2021–", "an en dash");
    let drama = json(&simulator, "/cinemeta/catalog/movie/imdbRating/genre=Drama&skip=2.json").await;
    assert!(
        drama["metas"]
            .as_array()
            .unwrap()
            .iter()
            .all(|meta| meta["genres"].as_array().unwrap().contains(&"Drama".into())),
        "by genre"
    );
    let meta = json(&simulator, "/cinemeta/meta/series/tt99000101.json").await;
    let videos = meta["meta"]["videos"].as_array().unwrap().clone();
    assert_eq!(videos.len(), 28, "26 episodes and two specials");
    assert!(
        videos
            .iter()
            .all(|video| video["name"].is_string() && video["number"].is_u64() && video.get("title").is_none()),
        "name and number"
    );
    assert!(videos.iter().any(|video| video["season"] == 0), "specials");
    assert_eq!(
        videos.iter().find(|video| video["id"] == "tt99000101:3:8").unwrap()["released"],
        "2038-01-15T03:00:00.000Z",
        "not aired"
    );
    assert!(json(&simulator, "/cinemeta/meta/movie/tt99000101.json").await["meta"].is_null(), "the wrong type");
    assert_eq!(meta["meta"]["poster"], "https://images.metahub.space/poster/small/tt99000101/img", "the real host");
}

#[tokio::test]
async fn kitsu_knows_anime_by_four_ids_and_gives_imdb_numbers() {
    let simulator = quick().await;
    let rows = json(&simulator, "/kitsu/catalog/anime/kitsu-anime-trending.json").await;
    assert_eq!(rows["metas"].as_array().unwrap().len(), 20, "a full row");
    let found = json(&simulator, "/kitsu/catalog/anime/kitsu-anime-list/search=kazeboshi.json").await;
    assert_eq!(found["metas"][0]["id"], "kitsu:90012", "found by an alias");
    for id in ["kitsu:90012", "mal:90021", "anilist:90033", "anidb:90069"] {
        let meta = json(&simulator, &format!("/kitsu/meta/anime/{id}.json")).await;
        assert_eq!(meta["meta"]["imdb_id"], LONG_RUNNER, "{id}");
        assert_eq!(meta["meta"]["videos"].as_array().unwrap().len(), 1112, "every episode");
    }
    let meta = json(&simulator, "/kitsu/meta/series/kitsu:90012.json").await;
    let video = |number: usize| meta["meta"]["videos"][number - 1].clone();
    assert_eq!((&video(62)["imdbSeason"], &video(62)["imdbEpisode"]), (&2.into(), &1.into()), "seasons span");
    assert!(video(590).get("imdbSeason").is_none(), "one episode IMDb does not count");
    assert_eq!(get(&simulator, "/kitsu/meta/anime/kitsu:1.json").await.status, 404, "unknown");
    assert_eq!(get(&simulator, "/kitsu/meta/anime/anidb:1.json").await.status, 500, "unknown elsewhere");
}

#[tokio::test]
async fn pictures_are_drawn_the_same_each_time_and_only_for_what_exists() {
    let (one, two) = (quick().await, quick().await);
    let poster = get(&one, "/metahub/poster/small/tt1727587/img").await;
    assert_eq!((poster.header("content-type"), &poster.body[..2]), (Some("image/jpeg"), &[0xff, 0xd8][..]), "JPEG");
    assert!(poster.body == get(&two, "/metahub/poster/small/tt1727587/img").await.body, "the same drawing");
    let logo = get(&one, "/metahub/logo/medium/tt1727587/img").await;
    assert_eq!(logo.header("content-type"), Some("image/png"), "logos are transparent");
    assert_eq!(get(&one, "/metahub/tt99000101/1/1/w780.jpg").await.status, 200, "a still");
    assert_eq!(get(&one, "/metahub/anime/poster_images/90012/tiny.jpg").await.status, 200, "by Kitsu's address");
    for path in [
        "/metahub/poster/small/tt0000000/img",
        "/metahub/poster/huge/tt1727587/img",
        "/metahub/tt99000101/9/9/w780.jpg",
    ] {
        assert_eq!(get(&one, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_file_is_served_in_ranges() {
    let simulator = quick().await;
    let path = "/files/any-0/Some%20Film%20(2010).mkv";
    let whole = get(&simulator, path).await;
    assert_eq!(whole.header("content-type"), Some("video/x-matroska"), "its real container");
    assert_eq!(whole.header("content-length"), Some(whole.body.len().to_string().as_str()), "its length");
    assert_eq!(whole.header("accept-ranges"), Some("bytes"), "ranges are offered");
    assert!(whole.header("content-disposition").unwrap().contains("filename=\"Some Film (2010).mkv\""), "its name");
    assert!(whole.body.len() < 512 * 1024, "small");
    let head = send(&simulator, "HEAD", path, &[], "").await;
    assert!(head.body.is_empty() && head.header("content-length") == whole.header("content-length"), "HEAD");
    let part = send(&simulator, "GET", path, &[("Range", "bytes=100-199")], "").await;
    assert_eq!((part.status, part.body.as_slice()), (206, &whole.body[100..200]), "a part");
    assert_eq!(
        part.header("content-range"),
        Some(format!("bytes 100-199/{}", whole.body.len()).as_str()),
        "which part"
    );
    let beyond = send(&simulator, "GET", path, &[("Range", "bytes=99999999-")], "").await;
    assert_eq!(beyond.status, 416, "beyond the end");
}

#[tokio::test]
async fn status_and_retry_after_replace_the_answer() {
    let simulator =
        with(Upstream::Torrentio, Knobs { status: Some(429), retry_after: Some("7".into()), ..Knobs::default() }).await;
    let answer = get(&simulator, PATH).await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("7")), "limited");
    let answer = get(&simulator, "/stremthru/v0/store/user?sim.status=503").await;
    assert_eq!(
        (answer.status, answer.json()["error"]["code"].as_str()),
        (503, Some("SERVICE_UNAVAILABLE")),
        "in its own envelope, by query"
    );
}

#[tokio::test]
async fn the_first_requests_fail_and_then_it_recovers() {
    let simulator = with(Upstream::Torrentio, Knobs { fail_first: 2, status: Some(502), ..Knobs::default() }).await;
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(get(&simulator, PATH).await.status);
    }
    assert_eq!(seen, [502, 502, 200, 200], "two failures");
}

#[tokio::test]
async fn bodies_break_lie_and_never_end() {
    let simulator = quick().await;
    let whole = get(&simulator, PATH).await.body.len();
    let broken = get(&simulator, &format!("{PATH}?sim.drop=1")).await;
    assert_eq!(broken.header("content-length"), Some(whole.to_string().as_str()), "everything is promised");
    assert!(!broken.body.is_empty() && broken.body.len() < whole, "half arrives: {} of {whole}", broken.body.len());
    let garbage = get(&simulator, &format!("{PATH}?sim.garbage=1")).await;
    assert!(garbage.status == 200 && serde_json::from_slice::<Value>(&garbage.body).is_err(), "not JSON");
    let flood = get(&simulator, &format!("{PATH}?sim.gigantic=5000000")).await;
    assert!(flood.body.len() >= 5_000_000, "as large as asked");
}

#[tokio::test]
async fn answers_are_bent_and_sent_as_none_should_be() {
    let simulator = quick().await;
    let good = get(&simulator, PATH).await.body;
    let asked = |knob: &str| format!("{PATH}?sim.{knob}");
    let many = get(&simulator, &asked("delivery=million_headers")).await;
    assert_eq!((many.headers.len(), many.body == good), (1_000_002, true));
    assert!(get(&simulator, &asked("delivery=long_header")).await.header("x-filler").unwrap().len() > 10_000_000);
    for (knob, said) in [("too_long", 2 * good.len()), ("too_short", good.len() / 2)] {
        let answer = get(&simulator, &asked(&format!("delivery={knob}"))).await;
        assert_eq!((answer.header("content-length"), answer.body == good), (Some(&*said.to_string()), true), "{knob}");
    }
    let slow = tokio::time::timeout(Duration::from_millis(300), get(&simulator, &asked("delivery=trickle"))).await;
    assert!(slow.is_err());
    let blank = get(&simulator, &asked("content=blank")).await;
    assert_eq!((blank.status, blank.body.len()), (200, 0));
    assert_eq!(&get(&simulator, &asked("content=utf16")).await.body[..3], b"\xff\xfe{");
    let controls = get(&simulator, &asked("content=controls")).await.json();
    assert!(controls["streams"][0]["title"].as_str().unwrap().contains('\u{1b}'));
    for (packing, encoding) in [("gzip", "gzip"), ("deflate", "deflate"), ("brotli", "br"), ("zstd", "zstd")] {
        let bomb = get(&simulator, &asked(&format!("bomb=100000000&sim.packing={packing}"))).await;
        assert_eq!(bomb.header("content-encoding"), Some(encoding));
        assert!((20..1_000_000).contains(&bomb.body.len()), "{packing}: {} bytes", bomb.body.len());
    }
}

#[tokio::test]
async fn challenges_notices_and_emptiness() {
    let simulator = quick().await;
    let wall = get(&simulator, &format!("{PATH}?sim.challenge=1")).await;
    assert!(wall.status == 403 && wall.text().contains("<title>Just a moment...</title>"), "a challenge");
    let soft = get(&simulator, "/nyaa/?q=Sintel&sim.challenge=1&sim.status=200").await;
    assert!(soft.status == 200 && soft.text().contains("DDoS-Guard"), "a challenge that says 200");
    for source in ["torrentio", "comet", "torrentsdb", "peerflix", "mediafusion"] {
        let rows = json(&simulator, &format!("/{source}/stream/movie/tt1727587.json?sim.notices=1")).await;
        let rows = rows["streams"].as_array().unwrap();
        assert!(
            !rows.is_empty() && rows.iter().all(|row| row.get("infoHash").is_none()),
            "{source} gives notices alone"
        );
        let rows = json(&simulator, &format!("/{source}/stream/movie/tt1727587.json?sim.empty=1")).await;
        assert_eq!(rows["streams"], serde_json::json!([]), "{source} has nothing");
    }
    assert_eq!(
        json(&simulator, "/zilean/dmm/filtered?query=Sintel&sim.empty=1").await,
        serde_json::json!([]),
        "zilean has nothing"
    );
    assert!(
        get(&simulator, "/nyaa/?q=Sintel&sim.empty=1").await.text().contains("No results found"),
        "nyaa has nothing"
    );
    assert_eq!(get(&simulator, "/metahub/poster/small/tt1727587/img?sim.empty=1").await.status, 404, "no pictures");
}

#[tokio::test]
async fn latency_is_added_and_hanging_ends_with_the_simulator() {
    let simulator =
        Simulator::start(Config { latency: LatencyProfile::Fixed { ms: 120 }, ..Config::quick() }).await.unwrap();
    let before = Instant::now();
    get(&simulator, "/cinemeta/meta/movie/tt0.json?sim.latency=80&sim.jitter=5").await;
    assert!(before.elapsed() >= Duration::from_millis(200), "profile and knob add up");
    simulator.set_knobs(Upstream::Torrentio, Knobs { hang: true, ..Knobs::default() });
    let hung = tokio::time::timeout(Duration::from_millis(400), get(&simulator, PATH)).await;
    assert!(hung.is_err(), "no answer");
    let before = Instant::now();
    simulator.stop().await;
    assert!(before.elapsed() < Duration::from_secs(30), "stopping does not wait for the hung");
}

#[tokio::test]
async fn requests_are_recorded_and_knobs_turn_over_http() {
    let simulator = quick().await;
    send(&simulator, "GET", PATH, &[("X-Note", "hello")], "").await;
    let seen = simulator.requests();
    assert_eq!(
        (seen.len(), seen[0].upstream, seen[0].path_and_query.as_str()),
        (1, Upstream::Torrentio, PATH),
        "written down"
    );
    assert!(seen[0].headers.contains(&("x-note".to_owned(), "hello".to_owned())), "with its headers");
    let turned = send(&simulator, "POST", "/_sim/knobs/torrentio", &[], r#"{"status":500}"#).await;
    assert_eq!(turned.status, 200, "accepted");
    assert_eq!(get(&simulator, PATH).await.status, 500, "and in force");
    assert_eq!(
        send(&simulator, "POST", "/_sim/knobs/torrentio", &[], r#"{"statsu":500}"#).await.status,
        400,
        "a misspelt knob is refused"
    );
    assert_eq!(send(&simulator, "POST", "/_sim/knobs/nobody", &[], "{}").await.status, 400, "so is an unknown name");
    assert_eq!(json(&simulator, "/_sim/requests").await.as_array().unwrap().len(), 2, "listed over HTTP");
    assert_eq!(get(&simulator, "/nobody/x").await.status, 404, "no such upstream");
    assert_eq!("animetosho".parse(), Ok(Upstream::AnimeTosho), "names parse");
    assert!(
        "Nobody".parse::<Upstream>().is_err_and(|error| error.to_string().contains("stremthru")),
        "and say what they could be"
    );
}
