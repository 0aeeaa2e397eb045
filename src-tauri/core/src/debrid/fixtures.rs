//! Tests that parse each store API response kept in `fixtures/`, and compare everything that is read from it.

use super::{CacheState, CheckItem, DebridError, Magnet, Status, Subscription, User};
use super::{refusal, wire};
use crate::http::{Response, StatusCode};
use crate::torrent::{InfoHash, TorrentFile};

const BATCH: &str = "1100f11e5ba7c4a2d9e06b3f58c1d27a94e3b605";
const EPISODE: &str = "08ada5a7a6183aae1e09d831df6748d566095a10";

fn hash(text: &str) -> InfoHash {
    InfoHash::parse(text).unwrap()
}

fn file(index: i64, path: &str, size: Option<u64>, link: Option<&str>) -> TorrentFile {
    let name = path.rsplit('/').next().unwrap().to_owned();
    TorrentFile { index, path: path.to_owned(), name, size, link: link.map(str::to_owned) }
}

#[test]
fn accounts_stand_as_the_service_says() {
    let user = |body: &[u8]| wire::user(body).unwrap();
    for (body, subscription) in [
        (include_bytes!("fixtures/user_premium.json").as_slice(), Subscription::Premium),
        (include_bytes!("fixtures/user_trial.json"), Subscription::Trial),
        (include_bytes!("fixtures/user_expired.json"), Subscription::Expired),
    ] {
        assert_eq!(user(body), User { subscription });
    }
}

#[test]
fn a_check_answers_for_every_hash_that_was_asked() {
    let checked = |body: &[u8], asked: &[&str]| {
        let asked: Vec<InfoHash> = asked.iter().map(|text| hash(text)).collect();
        wire::check(body, &asked).unwrap()
    };
    let item = |text: &str, state, files: Vec<TorrentFile>| {
        let files = files.iter().collect();
        CheckItem { hash: hash(text), state, files }
    };
    let (not_held, left_out) = ("c9e15763f722f23e98a29decdfae341b98d53056", "dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c");
    assert_eq!(
        checked(include_bytes!("fixtures/check_mixed_missing_items.json"), &[left_out, BATCH, not_held, EPISODE]),
        [
            item(left_out, CacheState::Unknown, vec![]),
            item(
                BATCH,
                CacheState::Cached,
                vec![
                    file(0, "/[Suisei] Windstar Wanderers - 001 [1080p].mkv", Some(1_580_000_000), None),
                    file(7, "/Extras/Making Of.mkv", Some(90_000_000), None),
                ],
            ),
            item(not_held, CacheState::NotCached, vec![]),
            item(EPISODE, CacheState::Unknown, vec![]),
        ],
        "in the order asked; what was not asked is dropped"
    );
    assert_eq!(
        checked(include_bytes!("fixtures/check_offcloud_no_files.json"), &[BATCH, EPISODE]),
        [
            item(BATCH, CacheState::Cached, vec![file(-1, "/Season 1/Windstar Wanderers - 001.mkv", None, None)]),
            item(EPISODE, CacheState::Cached, vec![]),
        ],
        "names alone, or nothing"
    );
}

#[test]
fn what_was_added_is_read_whole() {
    let magnet = |body: &[u8]| wire::magnet(body).unwrap();
    let link = "stremthru://store/realdebrid/QTFCMkMzOmh0dHBzOi8v";
    let first = "/Season 01/Windstar Wanderers - 001 [1080p].mkv";
    assert_eq!(
        magnet(include_bytes!("fixtures/add_201_downloaded.json")),
        Magnet {
            id: "A1B2C3".to_owned(),
            hash: Some(hash(BATCH)),
            name: "[Suisei] Windstar Wanderers (Seasons 01-20)".to_owned(),
            size: Some(655_841_506_099),
            status: Status::Downloaded,
            added_at: "2026-08-01T10:00:00Z".parse().ok(),
            files: vec![
                file(0, first, Some(1_580_000_000), Some(link)),
                file(7, "/Extras/Making Of.mkv", Some(90_000_000), None)
            ],
        }
    );
    assert_eq!(
        magnet(include_bytes!("fixtures/add_queued.json")),
        Magnet {
            id: "4711".to_owned(),
            hash: Some(hash(EPISODE)),
            name: "Windstar.Wanderers.S01E01.2160p".to_owned(),
            size: None,
            status: Status::Queued,
            added_at: "2026-08-01T10:00:00.123Z".parse().ok(),
            files: vec![],
        }
    );
    let link = wire::link(include_bytes!("fixtures/link_ok.json")).unwrap();
    assert_eq!(link, "https://sto4.download.example.org/d/XXXXX/Windstar%20Wanderers%20-%20001.mkv");
}

#[test]
fn refusals_mean_what_they_say() {
    let meaning = |status, body: &[u8]| {
        let headers = reqwest::header::HeaderMap::default();
        let status = StatusCode::from_u16(status).unwrap();
        refusal::refusal(&Response { status, headers, body: body.to_vec() }, &[]).unwrap()
    };
    assert_eq!(meaning(401, include_bytes!("fixtures/user_401.json")), DebridError::Unauthorized);
    assert_eq!(meaning(401, include_bytes!("fixtures/link_401_legacy.json")), DebridError::Unauthorized);
    assert_eq!(meaning(451, include_bytes!("fixtures/add_451.json")), DebridError::LegalBlock);
    assert_eq!(meaning(500, include_bytes!("fixtures/store_500_new_envelope.json")), DebridError::NotOffered);
    let message = "it did not list the torrent's files in time".to_owned();
    let failed = meaning(500, include_bytes!("fixtures/add_500_waiting_files.json"));
    assert_eq!(failed, DebridError::Refused { status: 500, message });
    let page = meaning(403, include_bytes!("fixtures/cloudflare_403.html"));
    assert!(matches!(page, DebridError::Unreachable(_)), "a page in front is nobody's refusal: {page:?}");
}
