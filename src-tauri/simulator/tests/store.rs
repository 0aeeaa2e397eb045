//! The debrid side: tokens, envelopes, check, add, files, links.

mod common;

use common::{Answer, get, quick, send, store, store_named, streams};
use perihelion_simulator::{Accounts, BATCH_HASH, Config, Simulator};
use serde_json::{Value, json};

async fn add(simulator: &Simulator, name: &str, token: &str, hash: &str) -> Answer {
    let body = json!({"magnet": format!("magnet:?xt=urn:btih:{hash}&dn=x")}).to_string();
    store_named(simulator, name, token, "POST", "magnets", &body).await
}

/// Hashes listed for the best-known film.
async fn hashes(simulator: &Simulator) -> Vec<String> {
    let rows = streams(simulator, "/torrentio/stream/movie/tt1727587.json").await;
    rows.iter().filter_map(|row| row["infoHash"].as_str()).map(str::to_owned).collect()
}

#[tokio::test]
async fn tokens_decide_what_the_service_says_of_the_user() {
    let simulator = quick().await;
    for (token, status) in
        [("demo-premium", "premium"), ("anything", "premium"), ("demo-trial", "trial"), ("demo-expired", "expired")]
    {
        let user = store(&simulator, token, "GET", "user", "").await.json();
        assert_eq!(user["data"]["subscription_status"], status, "{token}");
    }
    let refused = store(&simulator, "demo-refused", "GET", "user", "").await;
    assert_eq!(
        (refused.status, refused.json()["error"]["message"].as_str()),
        (401, Some("bad_token")),
        "a refused token"
    );
    let missing = store(&simulator, "", "GET", "user", "").await;
    assert_eq!(missing.status, 401, "no token");
    assert!(missing.header("www-authenticate").unwrap().contains("store:realdebrid"), "says which store");
    assert!(missing.json()["error"]["request_id"].is_string(), "the legacy envelope");
    let unknown = store_named(&simulator, "1fichier", "demo-premium", "GET", "user", "").await;
    assert_eq!(unknown.status, 500, "an unknown store");
    assert!(unknown.json()["error"]["errors"].is_array(), "the new envelope");
}

#[tokio::test]
async fn an_expired_subscription_may_look_but_not_check_or_add() {
    let simulator = quick().await;
    let check = store(&simulator, "demo-expired", "GET", &format!("magnets/check?magnet={BATCH_HASH}"), "").await;
    assert_eq!((check.status, check.json()["error"]["code"].as_str()), (403, Some("FORBIDDEN")), "check");
    let add = add(&simulator, "realdebrid", "demo-expired", BATCH_HASH).await;
    assert_eq!((add.status, add.json()["error"]["code"].as_str()), (402, Some("PAYMENT_REQUIRED")), "add");
}

#[tokio::test]
async fn a_full_account_says_its_limit_is_reached() {
    let simulator = quick().await;
    let add = add(&simulator, "realdebrid", "demo-limited", BATCH_HASH).await;
    assert_eq!(add.json()["error"]["code"], "STORE_LIMIT_EXCEEDED", "no slot is free");
}

#[tokio::test]
async fn check_mixes_cached_unknown_and_unmentioned() {
    let simulator = quick().await;
    let mut hashes = hashes(&simulator).await;
    hashes.truncate(300);
    let answer = store(
        &simulator,
        "demo-premium",
        "GET",
        &format!("magnets/check?magnet={}&client_ip=&sid=tt1727587", hashes.join(",")),
        "",
    )
    .await;
    assert_eq!(answer.status, 200, "three hundred at once");
    let items = answer.json()["data"]["items"].as_array().unwrap().clone();
    let cached = items.iter().filter(|item| item["status"] == "cached").count();
    assert!(items.iter().any(|item| item["status"] == "unknown"), "some are said to be unknown");
    assert!(items.len() < hashes.len(), "some are not mentioned");
    assert!(
        (hashes.len() / 5..hashes.len() * 7 / 10).contains(&cached),
        "about the asked share is cached: {cached} of {}",
        hashes.len()
    );
    assert!(
        items.iter().filter(|item| item["status"] == "cached").all(|item| item["files"][0]["path"].is_string()),
        "with their files"
    );
    let many = vec![BATCH_HASH; 501].join(",");
    let refused = store(&simulator, "demo-premium", "GET", &format!("magnets/check?magnet={many}"), "").await;
    assert_eq!(refused.status, 400, "five hundred at most");
    let posted = store(&simulator, "demo-premium", "POST", "magnets/check", "{}").await;
    assert_eq!(posted.status, 401, "there is no POST check");
}

#[tokio::test]
async fn a_check_that_names_a_video_leaves_hits_out_and_narrows_no_list() {
    let simulator = quick().await;
    let cached = async |sid: &str| {
        let hashes = hashes(&simulator).await;
        let path = format!("magnets/check?magnet={}{sid}", hashes[..200].join(","));
        let answer = store(&simulator, "demo-premium", "GET", &path, "").await.json();
        let items = answer["data"]["items"].as_array().unwrap().clone();
        items.into_iter().filter(|item| item["status"] == "cached").collect::<Vec<_>>()
    };
    let (all, some) = (cached("").await, cached("&sid=tt1727587").await);
    assert!(some.len() < all.len(), "{} of {}", some.len(), all.len());
    assert!(some.iter().all(|item| all.contains(item)), "with all their files");
    assert_eq!(cached("&sid=anidb:90069:1").await, all, "an id it does not check is no id");
}

#[tokio::test]
async fn the_batch_is_added_with_1100_files_and_its_links_lead_to_a_video() {
    let simulator = quick().await;
    let added = add(&simulator, "realdebrid", "demo-premium", BATCH_HASH).await;
    assert_eq!(added.status, 201, "created");
    let data = &added.json()["data"];
    assert_eq!(data["status"], "downloaded", "at once");
    let files = data["files"].as_array().unwrap();
    assert_eq!(files.len(), 1100, "every file");
    assert!(
        files.iter().any(|file| file["name"] == "Making.Of.mkv" && file.get("link").is_none()),
        "extras without a link"
    );
    for episode in [1, 500, 1000] {
        let file =
            files.iter().find(|file| file["name"] == format!("Windstar Wanderers - {episode:04} [1080p].mkv")).unwrap();
        assert_ne!(file["index"], episode - 1, "an index is not an episode number");
        let link = file["link"].as_str().unwrap();
        assert!(link.starts_with("stremthru://store/realdebrid/"), "opaque");
        let generated =
            store(&simulator, "demo-premium", "POST", "link/generate", &json!({"link": link}).to_string()).await.json();
        let url = generated["data"]["link"].as_str().unwrap();
        assert!(
            url.starts_with(&simulator.base_url()) && url.contains("5D.mkv?"),
            "an address here, named as the file: {url}"
        );
        let video = send(&simulator, "GET", url.strip_prefix(&simulator.base_url()).unwrap(), &[], "").await;
        assert_eq!((video.status, &video.body[..4]), (200, &[0x1a, 0x45, 0xdf, 0xa3][..]), "Matroska");
    }
}

#[tokio::test]
async fn stores_differ_in_their_links_and_in_what_they_know_of_files() {
    let simulator = quick().await;
    let first = async |name: &'static str| {
        add(&simulator, name, "demo-premium", BATCH_HASH).await.json()["data"]["files"][20].clone()
    };
    for name in ["alldebrid", "premiumize", "debridlink"] {
        assert!(first(name).await["link"].as_str().unwrap().starts_with("http://"), "{name} gives plain links");
    }
    for name in ["torbox", "easydebrid", "debrider"] {
        assert!(
            first(name).await["link"].as_str().unwrap().starts_with(&format!("stremthru://store/{name}/")),
            "{name} gives opaque links"
        );
    }
    let blind = first("offcloud").await;
    assert_eq!((&blind["index"], &blind["size"]), (&json!(-1), &json!(-1)), "offcloud knows neither index nor size");
    assert_eq!(
        add(&simulator, "stremthru", "demo-premium", BATCH_HASH).await.status,
        501,
        "stremthru itself holds nothing"
    );
}

#[tokio::test]
async fn what_happens_on_add_follows_from_the_hash() {
    let simulator = quick().await;
    let (mut ready, mut soon, mut waiting, mut refused) = (0, 0, 0, 0);
    for hash in hashes(&simulator).await {
        let answer = add(&simulator, "realdebrid", "demo-premium", &hash).await;
        if answer.status == 451 {
            refused += 1;
            continue;
        }
        let data = answer.json()["data"].clone();
        if data["status"] == "downloaded" {
            ready += 1;
            continue;
        }
        assert!(data["files"].as_array().unwrap().is_empty(), "files come when it is downloaded");
        let path = format!("magnets/{}", data["id"].as_str().unwrap());
        let mut status = Value::Null;
        for _ in 0..3 {
            status = store(&simulator, "demo-premium", "GET", &path, "").await.json()["data"]["status"].clone();
        }
        if status == "downloaded" { soon += 1 } else { waiting += 1 }
    }
    assert!(
        ready > 50 && soon > 3 && waiting > 50 && refused > 1,
        "ready {ready}, soon {soon}, waiting {waiting}, refused {refused}"
    );
}

#[tokio::test]
async fn magnets_are_listed_reused_and_removed() {
    let simulator = quick().await;
    let id = add(&simulator, "realdebrid", "demo-premium", BATCH_HASH).await.json()["data"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let again = add(&simulator, "realdebrid", "demo-premium", BATCH_HASH).await.json()["data"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(id, again, "the same hash is the same magnet");
    let list = store(&simulator, "demo-premium", "GET", "magnets?limit=10", "").await.json();
    assert_eq!(
        (&list["data"]["total_items"], &list["data"]["items"][0]["hash"]),
        (&json!(1), &json!(BATCH_HASH)),
        "listed"
    );
    assert_eq!(simulator.account().magnets.len(), 1, "and seen from outside");
    let gone = store(&simulator, "demo-premium", "DELETE", &format!("magnets/{id}"), "").await;
    assert_eq!(gone.json()["data"]["id"], id.as_str(), "removed");
    assert!(simulator.account().magnets.is_empty(), "for good");
    assert_eq!(
        store(&simulator, "demo-premium", "GET", &format!("magnets/{id}"), "").await.status,
        404,
        "not found after"
    );
}

#[tokio::test]
async fn accounts_may_hold_magnets_from_the_start() {
    let accounts = Accounts { held: vec![BATCH_HASH.to_owned()], ..Accounts::default() };
    let simulator = Simulator::start(Config { accounts, ..Config::quick() }).await.unwrap();
    let list = store(&simulator, "demo-premium", "GET", "magnets", "").await.json();
    assert_eq!(list["data"]["items"][0]["hash"], BATCH_HASH, "held before anything was added");
}

#[tokio::test]
async fn malformed_requests_are_refused_as_the_real_server_refuses_them() {
    let simulator = quick().await;
    let headers = [
        ("X-StremThru-Store-Name", "realdebrid"),
        ("Authorization", "Bearer demo-premium"),
        ("Content-Type", "text/plain"),
    ];
    let answer = send(&simulator, "POST", "/stremthru/v0/store/magnets", &headers, "magnet:").await;
    assert_eq!(answer.status, 415, "another content type; the plain header was accepted");
    assert_eq!(store(&simulator, "demo-premium", "POST", "magnets", "{}").await.status, 400, "no magnet");
    assert_eq!(
        store(&simulator, "demo-premium", "POST", "link/generate", r#"{"link":"nonsense"}"#).await.status,
        400,
        "a bad link"
    );
    assert_eq!(get(&simulator, "/stremthru/v0/store/user").await.status, 400, "no store name");
}
