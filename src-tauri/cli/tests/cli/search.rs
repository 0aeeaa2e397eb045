//! `search`, `streams` and `link` against the simulator.

use std::collections::BTreeSet;

use perihelion_simulator::{BATCH_HASH, Knobs, Upstream};
use serde_json::Value;

use crate::stage::{SINTEL, Said, Stage, run};

const SOURCES: [&str; 9] =
    ["stremthru", "torrentio", "comet", "zilean", "animetosho", "torrentsdb", "peerflix", "mediafusion", "nyaa"];

fn named(events: &[Value], name: &str) -> Vec<Value> {
    events.iter().filter(|event| event["event"] == name).cloned().collect()
}

/// The sources that such events name, in which each comes once.
fn sources(events: &[Value], names: &[&str]) -> BTreeSet<String> {
    let all: Vec<String> = names
        .iter()
        .flat_map(|name| named(events, name))
        .map(|event| event["source"].as_str().unwrap().to_owned())
        .collect();
    let unique: BTreeSet<String> = all.iter().cloned().collect();
    assert_eq!(unique.len(), all.len(), "each once in {names:?}");
    unique
}

fn nine() -> BTreeSet<String> {
    SOURCES.map(str::to_owned).into()
}

#[test]
fn words_find_titles() {
    let stage = Stage::set();
    let said = stage.run("demo-premium", &["search", "sintel", "--json"]).expect(0);
    let sintel = said.rows().into_iter().find(|row| row["id"] == SINTEL).unwrap();
    assert_eq!((&sintel["name"], &sintel["kind"]), (&Value::from("Sintel"), &Value::from("movie")));
    let said = stage.run("demo-premium", &["search", "windstar", "wanderers"]).expect(0);
    assert!(said.out.contains("kitsu:90012") && said.out.contains("Windstar Wanderers"), "{}", said.out);
}

#[test]
fn streams_are_rows_of_torrents_best_first() {
    let stage = Stage::set();
    let said = stage.run("demo-premium", &["streams", SINTEL, "--json"]).expect(0);
    let rows = said.rows();
    assert!(rows.len() > 100);
    let mut hashes = BTreeSet::new();
    let mut rank = f64::INFINITY;
    for row in &rows {
        assert_torrent(row);
        assert!(hashes.insert(row["info_hash"].as_str().unwrap()), "unique by hash");
        assert!(row["rank"].as_f64().unwrap() <= rank, "best first");
        rank = row["rank"].as_f64().unwrap();
    }
    assert_eq!(rows[0]["cached"], true, "what plays at once comes first");
    let found_by: BTreeSet<&str> =
        rows.iter().flat_map(|row| row["found_by"].as_array().unwrap()).map(|by| by.as_str().unwrap()).collect();
    assert_eq!(found_by, SOURCES.into(), "all nine contributed");
    let limited = stage.run("demo-premium", &["streams", SINTEL, "--json", "--limit", "3"]).expect(0);
    let hashes = |rows: &[Value]| -> Vec<String> { rows.iter().map(|row| row["info_hash"].to_string()).collect() };
    assert_eq!(hashes(&limited.rows()), hashes(&rows[..3]), "the same three best, whoever answers first");
}

/// The fields of a torrent as a script relies on them.
fn assert_torrent(row: &Value) {
    let hash = row["info_hash"].as_str().unwrap();
    assert!(hash.len() == 40 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)), "{hash}");
    assert!(!row["title"].as_str().unwrap().is_empty());
    for number in ["size", "seeders", "file_index"] {
        assert!(row.get(number).is_some_and(|value| value.is_null() || value.is_u64()), "{number} in {row}");
    }
    assert!(SOURCES.contains(&row["source"].as_str().unwrap()));
    assert!(row.get("tracker").is_some_and(|value| value.is_null() || value.is_string()), "{row}");
    let trackers = row["sources"].as_array().unwrap();
    assert!(trackers.iter().all(|url| url.as_str().is_some_and(|url| url.contains("://"))), "announce URLs: {row}");
    assert!(row["cached"].is_boolean());
}

#[test]
fn every_step_of_a_search_is_an_event_with_its_time() {
    let stage = Stage::set();
    let said = stage.run("demo-premium", &["streams", SINTEL, "--json"]).expect(0);
    let events = said.events();
    let times: Vec<u64> = events.iter().map(|event| event["elapsed_ms"].as_u64().unwrap()).collect();
    assert!(times.is_sorted(), "time passes: {times:?}");
    assert_eq!(sources(&events, &["source_started"]), nine());
    assert_eq!(sources(&events, &["source_ended", "source_failed", "source_skipped"]), nine());
    assert!(named(&events, "source_ended").iter().all(|event| event["count"].is_u64()), "{}", said.err);
    for once in ["first_row", "first_cached_row", "complete"] {
        assert_eq!(named(&events, once).len(), 1, "{once}");
    }
    let chunks = named(&events, "cache_chunk");
    assert!(!chunks.is_empty());
    for chunk in chunks {
        let number = |name: &str| chunk[name].as_u64().unwrap();
        assert!(number("cached") <= number("checked") && number("checked") <= number("total"), "{chunk}");
    }
    let complete = events.last().unwrap();
    assert_eq!(
        (&complete["event"], complete["rows"].as_u64()),
        (&Value::from("complete"), Some(said.rows().len() as u64))
    );
    let cached = said.rows().iter().filter(|row| row["cached"] == true).count();
    assert_eq!(complete["cached"].as_u64(), Some(cached as u64));
}

#[test]
fn an_anime_episode_is_found_by_all_nine() {
    let stage = Stage::set();
    let said = stage.run("demo-premium", &["streams", "anidb:90069:500", "--json"]).expect(0);
    assert_eq!(sources(&said.events(), &["source_ended"]), nine());
    let rows = said.rows();
    let batch = rows.iter().find(|row| row["info_hash"] == BATCH_HASH).unwrap();
    assert_eq!(batch["file_name"], "Windstar Wanderers - 0500 [1080p].mkv");
}

#[test]
fn a_dead_source_is_named_and_the_others_are_enough() {
    let stage = Stage::set();
    stage.simulator.set_knobs(Upstream::Comet, Knobs { status: Some(500), ..Knobs::default() });
    let said = stage.run("demo-premium", &["streams", SINTEL, "--json"]).expect(0);
    let failed = named(&said.events(), "source_failed");
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0]["source"], "comet");
    assert!(!failed[0]["error"].as_str().unwrap().is_empty());
    assert_eq!(sources(&said.events(), &["source_ended"]).len(), 8);
}

#[test]
fn without_a_token_rows_come_all_the_same() {
    let stage = Stage::set();
    let said = stage.run("", &["streams", SINTEL, "--json"]).expect(0);
    assert!(said.rows().iter().all(|row| row["cached"] == false), "nothing is known of the cache");
    assert_eq!(named(&said.events(), "cache_check_failed").len(), 1, "and that is said");
}

#[test]
fn only_the_sources_named_are_asked() {
    let stage = Stage::set();
    let said = stage.run("demo-premium", &["streams", SINTEL, "--json", "--sources", "comet,nyaa"]).expect(0);
    let expected: BTreeSet<String> = ["comet", "nyaa"].map(str::to_owned).into();
    assert_eq!(sources(&said.events(), &["source_started"]), expected);
    assert_eq!(sources(&said.events(), &["source_ended"]), expected);
}

fn assert_download(said: &Said) -> Value {
    let [result] = &said.rows()[..] else { panic!("one result: {}", said.out) };
    let link = result["link"].as_str().unwrap();
    assert!(link.starts_with("http://") || link.starts_with("https://"), "{link}");
    assert!(!result["file_name"].as_str().unwrap().is_empty());
    assert!(result["file_size"].as_u64().unwrap() > 0 && result["file_index"].is_i64() && result["score"].is_number());
    assert!(result["match_reasons"].as_array().unwrap().iter().all(Value::is_string));
    result.clone()
}

#[test]
fn a_link_is_printed_with_what_it_is_of() {
    let stage = Stage::set();
    let said = stage.run("demo-premium", &["link", SINTEL, "--json"]).expect(0);
    assert_download(&said);
    let events = said.events();
    assert!(events.iter().all(|event| event["elapsed_ms"].is_u64()), "{}", said.err);
    assert!(!named(&events, "candidate_started").is_empty());
    assert_eq!(events.last().unwrap()["event"], "link_made");
    let plain = stage.run("demo-premium", &["link", SINTEL]).expect(0);
    assert_eq!(plain.out.lines().count(), 1, "the link alone, for a script to take: {}", plain.out);
    assert!(plain.out.starts_with("http"));
}

#[test]
fn an_episode_is_linked_out_of_a_batch_by_its_hash() {
    let stage = Stage::set();
    for number in [1, 500, 1000] {
        let id = format!("kitsu:90012:{number}");
        let said = stage.run("demo-premium", &["link", &id, "--hash", &BATCH_HASH.to_uppercase(), "--json"]).expect(0);
        let result = assert_download(&said);
        assert_eq!(result["file_name"], format!("Windstar Wanderers - {number:04} [1080p].mkv"));
        assert_eq!(result["file_index"].as_i64(), Some(number + 9));
    }
}

#[test]
fn upstreams_are_asked_below_the_base_under_their_own_names() {
    let stage = Stage::set();
    stage.run("demo-premium", &["link", SINTEL, "--json"]).expect(0);
    let paths: Vec<String> = stage.simulator.requests().into_iter().map(|request| request.path_and_query).collect();
    let expected = [
        "/stremthru/v0/torrents?sid=tt1727587",
        "/stremthru/v0/store/magnets/check?magnet=",
        "/torrentio/stream/movie/tt1727587.json",
        "/comet/",
        "/zilean/dmm/filtered?",
        "/animetosho/",
        "/torrentsdb/",
        "/peerflix/",
        "/mediafusion/",
        "/nyaa/",
        "/cinemeta/meta/movie/tt1727587.json",
    ];
    for start in expected {
        assert!(paths.iter().any(|path| path.starts_with(start)), "{start} among {paths:#?}");
    }
}

#[test]
fn sources_tell_how_they_have_been_doing_and_how_they_do() {
    let stage = Stage::set();
    let fresh = stage.run("demo-premium", &["sources"]).expect(0);
    assert_eq!(fresh.out.lines().filter(|line| line.ends_with("not asked yet")).count(), 9, "{}", fresh.out);

    stage.simulator.set_knobs(Upstream::Zilean, Knobs { challenge: true, ..Knobs::default() });
    for _ in 0..3 {
        stage.run("demo-premium", &["streams", SINTEL, "--limit", "1"]).expect(0);
    }
    let rows = stage.run("demo-premium", &["sources", "--json"]).expect(0).rows();
    assert_eq!(rows.iter().map(|row| row["source"].as_str().unwrap()).collect::<Vec<_>>(), SOURCES);
    let row = |name: &str| rows.iter().find(|row| row["source"] == name).unwrap();
    assert_eq!((&row("comet")["status"], &row("comet")["resting_s"]), (&Value::from(200), &Value::Null));
    assert_eq!(row("comet")["days"][6], serde_json::json!({ "good": 3, "bad": 0 }));
    assert_eq!(row("zilean")["days"][6], serde_json::json!({ "good": 0, "bad": 3 }));
    assert!(row("zilean")["resting_s"].as_u64().is_some_and(|left| left <= 60), "{}", row("zilean"));

    let probe = stage.run("demo-premium", &["sources", "--probe", "comet,zilean", "--json"]).expect(1);
    let rows = probe.rows();
    assert!(rows[0]["count"].as_u64().is_some_and(|count| count > 0), "{}", rows[0]);
    assert_eq!(rows[1]["error"], "blocked by its bot protection", "resting or not, it was asked");
}

#[test]
fn an_account_is_tested_and_its_contents_are_listed() {
    let stage = Stage::set();
    let said = stage.run("demo-premium", &["account", "--json"]).expect(0);
    assert_eq!((&said.rows()[0]["service"], &said.rows()[0]["usable"]), (&"realdebrid".into(), &true.into()));
    let said = stage.run("demo-expired", &["account"]).expect(4);
    assert!(said.out.contains("the subscription has ended"), "{}", said.out);
    stage.run("demo-premium", &["cloud"]).expect(3);
    stage.run("demo-premium", &["added"]).expect(3);

    stage.run("demo-premium", &["link", SINTEL]).expect(0);
    let listed = stage.run("demo-premium", &["cloud", "--json"]).expect(0).rows();
    assert_eq!((listed.len(), &listed[0]["ours"]), (1, &true.into()));
    let id = listed[0]["id"].as_str().unwrap().to_owned();
    let files = stage.run("demo-premium", &["cloud", "--files", &id, "--json"]).expect(0).rows();
    assert!(!files.is_empty());
    stage.run("demo-premium", &["cloud", "--link", &id]).expect(0);
    let added = stage.run("demo-premium", &["added", "--json"]).expect(0).rows();
    assert_eq!(added[0]["used"], true);
    stage.run("demo-premium", &["added", "--undo", &added[0]["id"].to_string()]).expect(0);
    stage.run("demo-premium", &["cloud"]).expect(3);
}

#[test]
fn every_episode_of_a_pack_comes_as_a_playlist_or_a_line_each() {
    let stage = Stage::set();
    let said = stage.run("demo-premium", &["link", "tt99000101:2:3", "--all-episodes", "--m3u8", "--json"]).expect(0);
    let mut lines = said.out.lines();
    assert_eq!(lines.next(), Some("#EXTM3U"));
    let titles: Vec<&str> = said.out.lines().filter(|line| line.starts_with("#EXTINF:-1,")).collect();
    let addresses = said.out.lines().filter(|line| line.starts_with("http://")).count();
    assert!(titles.len() > 3 && titles.len() == addresses, "{}", said.out);
    let events = said.events();
    let done = events.iter().find(|event| event["event"] == "pack_done").unwrap();
    assert!(done["calls"].as_u64().unwrap() >= addresses as u64, "{done}");
}

#[test]
fn two_services_are_named_by_the_environment() {
    let stage = Stage::set();
    let base = stage.simulator.base_url();
    let mut program = stage.program("demo-expired,demo-premium", &base);
    program.env("PERIHELION_STORE", "realdebrid,torbox");
    let said = run(program.args(["link", SINTEL, "--json"]), b"").expect(0);
    assert_eq!(said.rows()[0]["service"], "torbox");
    assert!(said.rows()[0]["expires_at"].is_string(), "TorBox's links are known to end");
}
