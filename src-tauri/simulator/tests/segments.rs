//! What can be skipped: three services tell of the same times, each in its own words.

mod common;

use common::{get, json, quick};
use perihelion_simulator::{Knobs, Upstream};
use serde_json::{Value, json};

const EPISODE: &str = "imdb_id=tt99000202&season=1&episode=2";

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn row<'a>(rows: &'a Value, name: &str) -> &'a Value {
    rows["results"].as_array().unwrap().iter().find(|row| row["skipType"] == name).unwrap()
}

#[tokio::test]
async fn the_three_tell_of_the_same_times() {
    let simulator = quick().await;
    let aniskip =
        json(&simulator, "/aniskip/v2/skip-times/90445/2?types=op&types=ed&types=recap&episodeLength=1440").await;
    let theintrodb = json(&simulator, &format!("/theintrodb/v3/media?{EPISODE}&duration_ms=1440000")).await;
    let introdb = json(&simulator, &format!("/introdb/segments?{EPISODE}")).await;
    let opening = &row(&aniskip, "op")["interval"];
    let millis = |seconds: &Value| seconds.as_f64().unwrap() * 1000.0;
    for (of_aniskip, of_the, of_intro) in [("startTime", "start_ms", "start_sec"), ("endTime", "end_ms", "end_sec")] {
        let of_the = theintrodb["intro"][0][of_the].as_f64().unwrap();
        assert!((millis(&opening[of_aniskip]) - of_the).abs() < 1.0, "{opening} {theintrodb}");
        assert!((millis(&introdb["intro"][of_intro]) - of_the).abs() < 1.0, "{introdb} {theintrodb}");
    }
    assert_eq!((&aniskip["found"], &aniskip["statusCode"]), (&json!(true), &json!(200)));
    assert_eq!(row(&aniskip, "ed")["episodeLength"], json!(1440.0));
    assert_eq!(theintrodb["preview"][0]["end_ms"], Value::Null, "to the end of the file");
    assert_eq!((&introdb["post_credits"], &introdb["is_movie"]), (&Value::Null, &json!(false)));
    let film = json(&simulator, "/theintrodb/v3/media?imdb_id=tt1727587&duration_ms=900000").await;
    assert_eq!((&film["type"], &film["credits"][0]["end_ms"]), (&json!("movie"), &Value::Null));
    let film = json(&simulator, "/introdb/segments?imdb_id=tt1727587&is_movie=true").await;
    assert!(film["outro"]["end_ms"].is_u64() && film["intro"].is_null(), "{film}");
}

#[tokio::test]
async fn each_says_in_its_own_way_that_it_knows_nothing() {
    let simulator = quick().await;
    let aniskip = "/aniskip/v2/skip-times";
    for (path, status) in [
        (format!("{aniskip}/90445/2?types=op&episodeLength=1500"), 404),
        (format!("{aniskip}/90445/99?types=op&episodeLength=0"), 404),
        (format!("{aniskip}/1/1?types=op&episodeLength=0"), 404),
        (format!("{aniskip}/90445/2?types=op"), 400),
        (format!("{aniskip}/90445/2?episodeLength=0"), 400),
        ("/theintrodb/v3/media?imdb_id=tt1&season=1&episode=1".to_owned(), 404),
        ("/theintrodb/v3/media?season=1".to_owned(), 400),
        ("/introdb/segments?imdb_id=tt99000202".to_owned(), 400),
        ("/introdb/segments?imdb_id=tt1&season=1&episode=1".to_owned(), 200),
    ] {
        assert_eq!(get(&simulator, &path).await.status, status, "{path}");
    }
    let nothing = get(&simulator, &format!("{aniskip}/1/1?types=op&episodeLength=0")).await.json();
    assert_eq!(nothing, json!({"found": false, "results": [], "message": "No skip times found", "statusCode": 404}));
    let nulls = json(&simulator, "/introdb/segments?imdb_id=tt1&season=1&episode=1").await;
    assert!(["intro", "recap", "outro"].iter().all(|kind| nulls[kind].is_null()), "{nulls}");
    let any_length = json(&simulator, &format!("{aniskip}/90445/2?types=ed&episodeLength=0")).await;
    assert_eq!(any_length["results"].as_array().unwrap().len(), 1, "of the type asked for");
}

#[tokio::test]
async fn knobs_open_ends_and_tell_of_what_cannot_be() {
    let simulator = quick().await;
    let path = format!("/theintrodb/v3/media?{EPISODE}");
    assert!(json(&simulator, &path).await["credits"][0]["end_ms"].is_u64());
    simulator.set_knobs(Upstream::TheIntroDb, Knobs { open_ends: true, ..Knobs::default() });
    assert!(json(&simulator, &path).await["credits"][0]["end_ms"].is_null());
    let thousand = json(&simulator, &format!("{path}&sim.impossible=1")).await;
    assert_eq!(thousand["intro"].as_array().unwrap().len(), 1000);
    let turned = json(&simulator, &format!("/introdb/segments?{EPISODE}&sim.impossible=1")).await;
    assert!(turned["intro"]["end_sec"].as_f64() < turned["intro"]["start_sec"].as_f64());
    let path = "/aniskip/v2/skip-times/90445/2?types=op&episodeLength=0&sim.impossible=1";
    assert_eq!(json(&simulator, path).await["results"][0]["interval"]["startTime"], json!(-60.0));
    simulator.set_knobs(Upstream::AniSkip, Knobs { status: Some(429), ..Knobs::default() });
    let refused = get(&simulator, "/aniskip/v2/skip-times/90445/2?types=op&episodeLength=0").await;
    assert_eq!((refused.status, refused.json()["statusCode"].as_u64()), (429, Some(429)));
}
