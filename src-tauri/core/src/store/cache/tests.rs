//! A cache that is full, damaged, or of another form.

use serde_json::json;

use super::*;
use crate::torrent::{FileList, InfoHash, Proof, SourceName, Torrent, TorrentFile};

#[tokio::test]
async fn what_was_put_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.db");
    let cache = Cache::open(&path).unwrap();
    cache.put("a", &[1, 2]).await;
    drop(cache);
    let cache = Cache::open(&path).unwrap();
    assert_eq!(cache.get::<Vec<i32>>("a").await.unwrap().value, [1, 2]);
    assert_eq!(cache.get::<Vec<i32>>("b").await, None);
    assert_eq!(cache.get::<String>("a").await, None, "a value of another form counts as forgotten");
}

#[tokio::test]
async fn a_folder_is_read_at_once_and_what_is_too_old_is_forgotten_with_its_neighbours() {
    let cache = Cache::in_memory().unwrap();
    for (key, value) in
        [("check/a/1/x", 1), ("check/a/1/y", 2), ("check/a/10/x", 3), ("check/b/1/x", 4), ("other/1/x", 5)]
    {
        cache.put(key, &value).await;
    }
    cache
        .connection
        .lock()
        .await
        .execute(
            "UPDATE entries SET saved_at = saved_at - 60 WHERE key IN ('check/a/1/y', 'check/b/1/x', 'other/1/x')",
            [],
        )
        .unwrap();
    let values = async |folder: &str, minutes| -> Vec<i32> {
        let found = cache.folder::<i32>(folder, Duration::from_mins(minutes)).await;
        found.into_iter().map(|one| one.value).collect()
    };
    assert_eq!(values("check/a/1/", 2).await, [2, 1], "the oldest first, and none of what only begins alike");
    assert_eq!(values("check/a/1/", 1).await, [2, 1], "not older than a minute");
    cache
        .connection
        .lock()
        .await
        .execute(
            "UPDATE entries SET saved_at = saved_at - 1 WHERE key IN ('check/a/1/y', 'check/b/1/x', 'other/1/x')",
            [],
        )
        .unwrap();
    assert_eq!(values("check/a/1/", 1).await, [1]);
    assert_eq!(cache.get::<i32>("check/b/1/x").await, None, "forgotten with it");
    assert!(cache.get::<i32>("other/1/x").await.is_some(), "another root's business");
    assert!(cache.get::<i32>("check/a/10/x").await.is_some());
}

#[test]
fn what_goes_by_places_stands_where_it_stood() {
    type Place = serde_json::Value;
    type Row = (InfoHash, Place, Place, Place, Place, Place, Place, Place, Place, Place, Place, Place);
    let hash = InfoHash::parse(&"ab".repeat(20)).unwrap();
    let torrent = Torrent { file_index: Some(2), ..Torrent::new(hash, "Sintel", SourceName::Nyaa) };
    let file = TorrentFile { index: 1, name: "a.mkv".to_owned(), ..TorrentFile::default() };
    let files: FileList = [file].iter().collect();
    let packed = rmp_serde::to_vec(&(&torrent, &files)).unwrap();
    let older = (hash, "Sintel", (), false, (), (), "nyaa", (), 2, (), [(); 0]);
    let older = rmp_serde::from_slice::<Torrent>(&rmp_serde::to_vec(&older).unwrap()).unwrap();
    assert_eq!(older, Torrent { proof: Proof::Wanted, ..torrent.clone() }, "from before there was a last place");
    assert_eq!(rmp_serde::from_slice::<(Torrent, FileList)>(&packed).unwrap(), (torrent, files.clone()));
    let (row, _) = rmp_serde::from_slice::<(Row, FileList)>(&packed).unwrap();
    let row = json!([row.0, row.1, row.2, row.3, row.4, row.5, row.6, row.7, row.8, row.9, row.10, row.11]);
    assert_eq!(
        row,
        json!([hash, "Sintel", null, false, null, null, "nyaa", null, 2, null, [], "Nothing"]),
        "raise FORM"
    );
    let told = [&[0x92, 1, 0xc4, 13, 4, 2, 0, 0, 0, 0, 0, 5][..], b"a.mkv"].concat();
    assert_eq!(rmp_serde::to_vec(&files).unwrap(), told, "raise FORM");
}

#[tokio::test]
async fn what_was_put_last_is_kept_up_to_a_number_of_bytes() {
    let cache = Cache::in_memory().unwrap();
    for key in ["a", "b", "c"] {
        cache.put(key, &vec![7_u8; 1000]).await;
    }
    let connection = cache.connection.lock().await;
    let all: i64 = connection.query_row("SELECT SUM(length(value)) FROM entries", [], |row| row.get(0)).unwrap();
    let two = all / 3 * 2 + 2 * ENTRY;
    assert_eq!(bound(&connection, two, now()).unwrap(), 1);
    assert_eq!(bound(&connection, two, now()).unwrap(), 0);
    drop(connection);
    assert_eq!(cache.get::<Vec<u8>>("a").await, None);
    assert!(cache.get::<Vec<u8>>("b").await.is_some() && cache.get::<Vec<u8>>("c").await.is_some());
}

#[test]
fn what_claims_to_be_huge_is_not_unpacked() {
    let packed = rmp_serde::to_vec(&vec![7_u8; 1000]).unwrap();
    let mut value = compress_prepend_size(&packed);
    assert_eq!(unpacked::<Vec<u8>>(&value), Some(vec![7; 1000]));
    value[..4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(unpacked::<Vec<u8>>(&value), None);
    assert_eq!(unpacked::<Vec<u8>>(&[]), None);
}

#[tokio::test]
async fn damage_that_is_met_later_is_mended_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.db");
    let cache = Cache::open(&path).unwrap();
    for n in 0..400 {
        cache.put(&format!("key/{n}"), &vec![n; 100]).await;
    }
    drop(cache);
    // Damages only pages that opening does not read.
    let mut bytes = std::fs::read(&path).unwrap();
    let length = bytes.len();
    bytes[length / 2..].fill(0xff);
    std::fs::write(&path, bytes).unwrap();
    let cache = Cache::open(&path).unwrap();
    let mut lost = 0;
    for n in 0..400 {
        lost += usize::from(cache.get::<Vec<i32>>(&format!("key/{n}")).await.is_none());
    }
    assert!(lost > 0);
    cache.put("a", &1).await;
    assert_eq!(cache.get::<i32>("a").await.unwrap().value, 1);
    drop(cache);
    assert_eq!(Cache::open(&path).unwrap().get::<i32>("a").await.unwrap().value, 1);
}

#[tokio::test]
async fn a_damaged_cache_is_built_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.db");
    std::fs::write(&path, [b'x'; 8192]).unwrap();
    let cache = Cache::open(&path).unwrap();
    cache.put("a", &1).await;
    assert_eq!(cache.get::<i32>("a").await.unwrap().value, 1);
}

#[tokio::test]
async fn what_is_from_the_future_counts_as_the_oldest() {
    let cache = Cache::in_memory().unwrap();
    for key in ["check/a/1", "check/b/1", "answer/a"] {
        cache.put(key, &vec![7_u8; 1000]).await;
    }
    let set_back = "UPDATE entries SET saved_at = saved_at + 86400 WHERE key IN ('check/a/1', 'answer/a')";
    cache.connection.lock().await.execute(set_back, []).unwrap();
    let remembered = cache.get::<Vec<u8>>("answer/a").await.unwrap();
    assert_eq!(remembered.age, LONGEST, "it is there, and asked for again");
    assert!(cache.get::<Vec<u8>>("check/b/1").await.unwrap().age < Duration::from_mins(1));
    assert_eq!(cache.folder::<Vec<u8>>("check/b/", Duration::from_hours(1)).await.len(), 1);
    assert_eq!(cache.get::<Vec<u8>>("check/a/1").await, None, "as what is too old");
    let connection = cache.connection.lock().await;
    let one: i64 = connection.query_row("SELECT MAX(length(value)) FROM entries", [], |row| row.get(0)).unwrap();
    assert_eq!(bound(&connection, one + ENTRY, now()).unwrap(), 1);
    drop(connection);
    assert_eq!(cache.get::<Vec<u8>>("answer/a").await, None, "it goes first");
}
