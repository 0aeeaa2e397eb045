//! Each source answers in its own dialect, with its own quirks, and the same bytes for the same seed.

mod common;

use common::{get, json, quick, send, streams};
use perihelion_simulator::{BATCH_HASH, Config, Kind, Knobs, LONG_RUNNER, Release, Simulator, Upstream, Work};
use serde_json::Value;

const FILM: &str = "tt1727587";
const EPISODE: &str = "tt99000101:2:5";

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[tokio::test]
async fn torrentio_puts_its_label_in_name_and_metadata_after_the_release_line() {
    let simulator = quick().await;
    let rows = streams(&simulator, &format!("/torrentio/stream/series/{EPISODE}.json")).await;
    assert!(rows.len() > 150, "a well-known episode has many rows, got {}", rows.len());
    assert!(rows.iter().all(|row| text(row, "name").starts_with("Torrentio\n")), "the label is in name");
    assert!(rows.iter().all(|row| text(row, "title").contains("⚙️ ")), "each names its provider");
    assert!(rows.iter().any(|row| text(row, "title").lines().count() >= 3), "packs have a file line");
    assert!(rows.iter().any(|row| row.get("fileIdx").is_none()), "an unresolved index is missing");
    assert!(rows.iter().all(|row| row.get("fileIdx").is_none_or(Value::is_u64)), "and never null");
    assert!(
        rows.iter().any(|row| text(row, "title").lines().last().is_some_and(|line| line.contains("Dual Audio / "))),
        "languages come last"
    );
    assert!(rows.iter().any(|row| !text(row, "title").contains("👤")), "some have no seeders");
    assert!(rows.iter().any(|row| row.get("sources").is_none()), "some have no trackers");
}

#[tokio::test]
async fn a_debrid_key_in_torrentios_path_hides_the_hash() {
    let simulator = quick().await;
    let rows = streams(&simulator, &format!("/torrentio/sort=seeders%7Crealdebrid=KEY/stream/movie/{FILM}.json")).await;
    assert!(!rows.is_empty() && rows.iter().all(|row| row.get("infoHash").is_none()), "links only");
    let rows = streams(&simulator, &format!("/torrentio/sort=seeders/stream/movie/{FILM}.json")).await;
    assert!(rows.iter().all(|row| row.get("infoHash").is_some()), "other settings change nothing");
}

#[tokio::test]
async fn comet_writes_new_and_old_descriptions_and_rows_without_a_hash() {
    let simulator = quick().await;
    let mut rows = Vec::new();
    for id in [EPISODE, "tt99000101:1:1", "tt99000101:1:2", "tt99000101:1:3", "tt99000101:1:4", "tt99000101:1:5"] {
        rows.extend(streams(&simulator, &format!("/comet/e30=/stream/series/{id}.json")).await);
    }
    assert!(rows.iter().any(|row| text(row, "description").starts_with("📄 ")), "today's form");
    assert!(
        rows.iter().any(|row| text(row, "description").lines().nth(1).is_some_and(|line| line.starts_with("💿 "))),
        "yesterday's form"
    );
    assert!(rows.iter().any(|row| row.get("infoHash").is_none() && row.get("url").is_some()), "notices");
    let one = rows.iter().find(|row| text(row, "description").starts_with("📄 ")).unwrap();
    assert!(
        text(one, "description")
            .lines()
            .any(|line| line.starts_with("👤 ") && line.contains(" 💾 ") && line.contains(" 🔎 ")),
        "one metadata line"
    );
    let sources: Vec<&str> =
        rows.iter().filter_map(|row| row["sources"].as_array()).flatten().filter_map(Value::as_str).collect();
    assert!(
        sources.iter().any(|source| source.starts_with("tracker:"))
            && sources.iter().any(|source| source.starts_with("udp://")),
        "mixed trackers"
    );
    assert!(
        streams(&simulator, "/comet/stream/anime/kitsu:90012:1.json").await.is_empty(),
        "types are movie and series only"
    );
    assert!(streams(&simulator, "/comet/stream/series/tt99000101:02:05.json").await.is_empty(), "no leading zeros");
}

#[tokio::test]
async fn torrentsdb_marks_episodes_on_its_last_line() {
    let simulator = quick().await;
    let rows = streams(&simulator, &format!("/torrentsdb/stream/series/{EPISODE}.json")).await;
    assert!(
        rows.iter().all(|row| text(row, "title").lines().last().is_some_and(|line| line.contains("💾"))),
        "metadata last"
    );
    assert!(rows.iter().any(|row| text(row, "title").contains("📅 S02E05 ")), "an episode mark");
}

#[tokio::test]
async fn peerflix_mixes_title_and_description_and_types_of_numbers() {
    let simulator = quick().await;
    let rows = streams(&simulator, &format!("/peerflix/stream/movie/{FILM}.json")).await;
    assert!(rows.iter().any(|row| row.get("description").is_none()), "title alone");
    assert!(rows.iter().any(|row| row.get("title").is_none()), "description alone");
    assert!(
        rows.iter().any(|row| row["seed"].is_string()) && rows.iter().any(|row| row["seed"].is_u64()),
        "seed in two types"
    );
    assert!(
        rows.iter().any(|row| row["sizebytes"].is_string()) && rows.iter().any(|row| row["sizebytes"].is_u64()),
        "size in two types"
    );
    assert!(rows.iter().any(|row| row["fileIdx"].is_null()), "index null");
    assert!(
        rows.iter().filter_map(|row| row["description"].as_str()).all(|text| text
            .lines()
            .last()
            .unwrap()
            .starts_with("  👤 ")),
        "indented metadata"
    );
    assert_eq!(get(&simulator, "/peerflix/stream/movie/anidb:1.json").await.status, 404, "ids it does not know");
}

#[tokio::test]
async fn mediafusion_caps_rows_and_honours_the_header() {
    let simulator = quick().await;
    let path = format!("/mediafusion/stream/movie/{FILM}.json");
    let rows = streams(&simulator, &path).await;
    assert_eq!(rows.len(), 25, "the default cap");
    assert!(rows.iter().any(|row| !text(row, "description").contains("📂")), "today's description has no release name");
    assert!(rows.iter().all(|row| row["behaviorHints"]["filename"].is_string()), "it is in the hints");
    let settings = r#"{"ap":"","nf":["Disable"],"mxs":100,"mspr":100,"st":{"t":"{stream.name}","d":"📂 {stream.name}/\n👤 {stream.seeders}\n🔗 {stream.source}"}}"#;
    let header = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE, settings);
    let answer = send(&simulator, "GET", &path, &[("encoded_user_data", &header)], "").await.json();
    let rows = answer["streams"].as_array().unwrap();
    assert!(rows.len() > 40 && rows.len() <= 100, "a larger cap gives {}", rows.len());
    assert!(rows.iter().all(|row| text(row, "description").starts_with("📂 ")), "the template brings names back");
    let refused = streams(&simulator, &format!("/mediafusion/eyJhcCI6IiJ9/stream/movie/{FILM}.json")).await;
    assert!(
        refused.len() == 1 && refused[0].get("infoHash").is_none(),
        "settings in the path are refused with a stream"
    );
    assert_eq!(
        get(&simulator, "/mediafusion/stream/series/tt99000101.json").await.status,
        400,
        "a series id has three parts"
    );
}

#[tokio::test]
async fn zilean_mixes_size_types_and_filters_seasons_strictly() {
    let simulator = quick().await;
    let rows = json(&simulator, "/zilean/dmm/filtered?query=Sintel").await;
    let rows = rows.as_array().unwrap();
    assert!(
        rows.iter().any(|row| row["size"].is_string())
            && rows.iter().any(|row| row["size"].is_u64())
            && rows.iter().any(|row| row["size"].is_null()),
        "three kinds of size"
    );
    assert!(
        rows.iter().any(|row| text(row, "info_hash").bytes().any(|b| b.is_ascii_uppercase())),
        "upper-case hashes too"
    );
    assert!(rows.iter().all(|row| text(row, "info_hash").len() == 40), "always forty digits");
    let season = json(&simulator, "/zilean/dmm/filtered?Query=The%20Meridian%20Survey&Season=2&Episode=5").await;
    let season = season.as_array().unwrap();
    assert!(
        !season.is_empty() && season.iter().all(|row| row["seasons"].as_array().unwrap().contains(&2.into())),
        "the season is strict"
    );
    let none = json(&simulator, "/zilean/dmm/filtered?query=The%20Meridian%20Survey&episode=5").await;
    assert!(none.as_array().unwrap().is_empty(), "an episode without a season finds nothing");
    let by_id = json(&simulator, "/zilean/dmm/filtered?ImdbId=tt1727587").await;
    assert!(by_id.as_array().unwrap().len() > 20, "an id is enough");
}

#[tokio::test]
async fn animetosho_speaks_json_and_torznab() {
    let simulator = quick().await;
    let page = json(&simulator, "/animetosho/json/v1/search?q=Windstar%20Wanderers&limit=100").await;
    assert_eq!(page["ok"], true, "the envelope");
    let row = &page["data"][0];
    assert!(
        text(row, "magnet").starts_with("magnet:?xt=urn:btih:") && text(row, "info_hash").len() == 40,
        "a hash twice"
    );
    assert_eq!(text(row, "magnet").split(['&', ':']).nth(3).map(str::len), Some(32), "base32 in the magnet");
    let xml = get(&simulator, "/animetosho/api?t=search&q=Windstar%20Wanderers&limit=150").await;
    let body = xml.text();
    assert!(xml.header("content-type").unwrap().contains("xml"), "the type");
    assert!(
        body.contains("xmlns:torznab")
            && body.contains("<newznab:attr")
            && body.contains("<torznab:attr name=\"infohash\""),
        "two namespaces"
    );
    let items: Vec<&str> = body.split("<item>").skip(1).collect();
    assert!(items.iter().any(|item| !item.contains("infohash") && item.contains("x-nzb")), "nzb-only items");
    assert!(get(&simulator, "/animetosho/api").await.text().contains("<error code=\"201\""), "an error in XML");
    let by_anidb = json(&simulator, "/animetosho/json/v1/releases?aid=90069&episode=500").await;
    assert!(by_anidb["data"].as_array().unwrap().iter().all(|row| row["series"]["anidb_aid"] == 90069), "by AniDB id");
}

#[tokio::test]
async fn nyaa_pages_its_html_and_limits_its_rss() {
    let simulator = quick().await;
    let rss = get(&simulator, "/nyaa/?page=rss&q=Windstar%20Wanderers&c=1_0&f=0").await.text();
    assert_eq!(rss.matches("<item>").count(), 75, "the first 75");
    assert!(rss.contains("<nyaa:infoHash>") && rss.contains("<nyaa:size>"), "its own namespace");
    let page = get(&simulator, "/nyaa/?q=Windstar%20Wanderers").await.text();
    assert!(page.contains("class=\"comments\""), "comment links");
    assert!(page.contains("xt=urn:btih:") && page.contains("&amp;dn="), "escaped magnets");
    assert!(page.contains("<tr class=\"deleted\">"), "a malformed row");
    assert!(page.contains("<li class=\"next\">"), "a pager");
    let second = get(&simulator, "/nyaa/?q=Windstar%20Wanderers&p=2").await.text();
    assert!(second.contains("magnet:") && second != page, "a second page");
    assert!(get(&simulator, "/nyaa/?q=zzzz").await.text().contains("No results found"), "nothing");
}

#[tokio::test]
async fn stremthru_lists_by_imdb_and_anidb_and_nothing_else() {
    let simulator = quick().await;
    let list = json(&simulator, "/stremthru/v0/torrents?sid=anidb:90069:500").await;
    let items = list["data"]["items"].as_array().unwrap();
    assert!(items.len() > 250, "the richest source, got {}", items.len());
    assert_eq!(list["data"]["total_items"], items.len(), "unpaged");
    assert!(items.iter().any(|item| item["size"] == -1), "unknown sizes");
    assert!(items.iter().any(|item| item["private"] == true), "private rows");
    assert!(items.iter().any(|item| item["files"][0]["asid"] == "90069:500"), "files by AniDB episode");
    for sid in ["kitsu:90012:1", "mal:90021"] {
        let answer = get(&simulator, &format!("/stremthru/v0/torrents?sid={sid}")).await;
        assert_eq!(answer.status, 400, "{sid} is not supported");
    }
    assert_eq!(get(&simulator, "/stremthru/v0/torrents").await.status, 400, "missing sid");
}

#[tokio::test]
async fn the_batch_is_listed_for_episodes_1_500_and_1000_and_not_past_its_end() {
    let simulator = quick().await;
    let listed = async |episode: u32| {
        let rows = streams(&simulator, &format!("/torrentio/stream/anime/kitsu:90012:{episode}.json")).await;
        rows.into_iter().find(|row| row["infoHash"] == BATCH_HASH)
    };
    for episode in [1, 500, 1000] {
        let row = listed(episode).await.unwrap();
        assert!(
            text(&row, "title").contains(&format!("- {episode:04} [1080p].mkv")),
            "its file line names episode {episode}"
        );
    }
    assert!(listed(1100).await.is_none(), "the batch ends with 1090");
}

#[tokio::test]
async fn ids_a_source_does_not_understand_give_what_it_really_gives() {
    let simulator = quick().await;
    for source in ["torrentio", "comet", "torrentsdb"] {
        assert!(
            streams(&simulator, &format!("/{source}/stream/series/anidb:90069:1.json")).await.is_empty(),
            "{source} ignores anidb"
        );
    }
    let unaired = streams(&simulator, "/torrentio/stream/series/tt99000101:3:8.json").await;
    assert!(unaired.is_empty(), "nothing exists of an episode that has not aired");
}

#[tokio::test]
async fn the_same_seed_gives_the_same_bytes_and_another_seed_does_not() {
    let paths = [
        format!("/torrentio/stream/movie/{FILM}.json"),
        format!("/comet/stream/series/{EPISODE}.json"),
        "/stremthru/v0/torrents?sid=anidb:90069:1".to_owned(),
        "/zilean/dmm/filtered?query=Sintel".to_owned(),
        "/nyaa/?q=Windstar%20Wanderers".to_owned(),
        "/animetosho/api?t=search&q=Paper%20Satellites".to_owned(),
        format!("/cinemeta/meta/series/{LONG_RUNNER}.json"),
        "/kitsu/catalog/anime/kitsu-anime-trending.json".to_owned(),
    ];
    let (one, two) = (quick().await, quick().await);
    let other = Simulator::start(Config { seed: 7, ..Config::quick() }).await.unwrap();
    for path in paths {
        let (first, second, third) =
            (get(&one, &path).await.body, get(&two, &path).await.body, get(&other, &path).await.body);
        assert!(first == second, "{path} is the same twice");
        if !path.contains("cinemeta") && !path.contains("kitsu/") {
            assert!(first != third, "{path} follows the seed");
        }
    }
}

#[tokio::test]
async fn overlap_and_torrents_shape_the_world() {
    let unique = async |config: Config| {
        let simulator = Simulator::start(config).await.unwrap();
        let (mut hashes, mut rows) = (std::collections::BTreeSet::new(), 0);
        for source in ["torrentio", "comet", "torrentsdb", "peerflix"] {
            for row in streams(&simulator, &format!("/{source}/stream/movie/{FILM}.json")).await {
                if let Some(hash) = row["infoHash"].as_str() {
                    hashes.insert(hash.to_owned());
                    rows += 1;
                }
            }
        }
        (hashes.len(), rows)
    };
    let (held, rows) = unique(Config { overlap: 0.0, ..Config::quick() }).await;
    assert_eq!(held, rows, "without overlap no torrent is listed twice");
    let (held, rows) = unique(Config { overlap: 0.6, ..Config::quick() }).await;
    assert!(held * 10 < rows * 8, "with overlap many are: {held} of {rows}");
    let (small, _) = unique(Config { torrents: 50, ..Config::quick() }).await;
    assert!(small < 50, "a small world is small, got {small}");
}

#[tokio::test]
async fn a_knob_gives_a_source_exactly_so_many_rows() {
    let simulator = quick().await;
    simulator.set_knobs(Upstream::Torrentio, Knobs { torrents: Some(3000), ..Knobs::default() });
    assert_eq!(
        streams(&simulator, &format!("/torrentio/stream/movie/{FILM}.json")).await.len(),
        3000,
        "more than there would be"
    );
    assert_eq!(
        streams(&simulator, &format!("/torrentsdb/stream/movie/{FILM}.json?sim.torrents=7")).await.len(),
        7,
        "fewer, by query"
    );
}

#[tokio::test]
async fn tests_may_add_works_with_torrents_word_by_word() {
    let hash = "00112233445566778899aabbccddeeff00112233";
    let work = Work {
        imdb: "tt77777771".to_owned(),
        kind: Kind::Movie,
        name: "A Test Pattern".to_owned(),
        year: 2001,
        releases: vec![Release {
            hash: hash.to_owned(),
            name: "A.Test.Pattern.2001.720p-NOBODY".to_owned(),
            files: vec![("A.Test.Pattern.2001.720p.mkv".to_owned(), 1_000_000)],
            seeders: 5,
            cached: Some(true),
            sources: vec![Upstream::Torrentio],
            episode: None,
        }],
        ..Work::default()
    };
    let simulator = Simulator::start(Config { works: vec![work], ..Config::quick() }).await.unwrap();
    let rows = streams(&simulator, "/torrentio/stream/movie/tt77777771.json").await;
    assert!(rows.len() == 1 && rows[0]["infoHash"] == hash, "exactly what was given");
    assert!(
        streams(&simulator, "/comet/stream/movie/tt77777771.json")
            .await
            .iter()
            .all(|row| row.get("infoHash").is_none()),
        "and only where it was given"
    );
}
