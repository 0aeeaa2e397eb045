//! A season over a server whose connections die and whose links end, with the queue closed in the middle; a disk that fills up;
//! files that are moved away.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use perihelion_simulator::{Knobs, Upstream};

use super::*;

/// The bytes of every file of the season, by name.
fn contents(stage: &Stage) -> BTreeMap<PathBuf, Vec<u8>> {
    let season = stage.films.path().join("Tide Lines (2019)/Season 01");
    let entries = std::fs::read_dir(season).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.file_name().unwrap().into(), std::fs::read(&path).unwrap())).collect()
}

fn all_done(items: &[Item]) -> bool {
    items.iter().all(|item| item.download.state == DownloadState::Done)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_season_over_a_dying_server_is_the_season() {
    let whole = Stage::of(12, "{}").await;
    let queue = whole.queue().await;
    for episode in 1..=12 {
        queue.add(whole.wish(episode)).await.unwrap();
    }
    once(&queue, |items| items.len() == 12 && all_done(items)).await;

    let stage = Stage::of(12, r#"{"limit_kb": 8000}"#).await;
    let knobs = Knobs { dies_every: Some(150_000), link_lasts: Some(700_000), ..Knobs::default() };
    stage.simulator.set_knobs(Upstream::Files, knobs);
    let queue = stage.queue().await;
    for episode in 1..=12 {
        queue.add(stage.wish(episode)).await.unwrap();
    }
    let some = |items: &[Item]| items.iter().filter(|item| item.download.state == DownloadState::Done).count() >= 4;
    once(&queue, |items| some(items) && is_coming(items)).await;
    queue.close().await;
    let queue = stage.queue().await;
    once(&queue, |items| items.len() == 12 && all_done(items)).await;
    let (expected, found) = (contents(&whole), contents(&stage));
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    assert!(found == expected, "the bytes differ");
}

#[tokio::test]
async fn what_was_deleted_is_noticed_and_fetched_again() {
    let stage = Stage::set("{}").await;
    let queue = stage.queue().await;
    let id = queue.add(stage.wish(1)).await.unwrap();
    let items = once(&queue, |items| !items.is_empty() && all_done(items)).await;
    assert!(!items[0].is_gone);
    let target = items[0].download.target().unwrap();
    std::fs::remove_file(&target).unwrap();
    queue.look();
    once(&queue, |items| items[0].is_gone).await;
    queue.resume(id);
    once(&queue, |items| all_done(items) && !items[0].is_gone).await;
    assert_eq!(std::fs::metadata(&target).unwrap().len(), LENGTH + 1);
    queue.remove(id, Removal::File);
    once(&queue, <[Item]>::is_empty).await;
    queue.close().await;
    assert!(!target.exists() && stage.films.path().is_dir());
}

/// A disk without room until it is mended.
#[derive(Debug, Default)]
struct Full(AtomicBool);

impl Disk for Full {
    fn free(&self, folder: &Path) -> io::Result<u64> {
        if self.0.load(Ordering::Relaxed) { ThisMachine.free(folder) } else { Ok(1000) }
    }

    fn largest_file(&self, folder: &Path) -> Option<u64> {
        ThisMachine.largest_file(folder)
    }

    fn write(&self, file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
        ThisMachine.write(file, bytes, at)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        ThisMachine.sync(file)
    }
}

#[tokio::test]
async fn a_full_disk_is_said_and_gone_on_with_by_itself_also_after_a_restart() {
    let stage = Stage::set("{}").await;
    let disk = Arc::new(Full::default());
    let queue = stage.queue_on(disk.clone()).await;
    queue.add(stage.wish(1)).await.unwrap();
    let items = once(&queue, |items| !items.is_empty() && items.iter().all(Item::is_at_rest)).await;
    let fault = items[0].download.error.clone().unwrap();
    assert_eq!((items[0].download.state, fault.kind.as_str()), (DownloadState::Failed, "disk_full"));
    assert!(fault.words.starts_with("the disk is full: "), "{fault:?}");
    queue.close().await;
    disk.0.store(true, Ordering::Relaxed);
    let queue = stage.queue_on(disk).await;
    let items = once(&queue, |items| !items.is_empty() && all_done(items)).await;
    assert_eq!(items[0].download.error, None);
}
