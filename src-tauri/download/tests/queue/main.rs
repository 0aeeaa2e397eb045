//! The queue against the simulator: order, turns, pauses, removals, and a restart in the middle.

#![expect(clippy::unwrap_used, reason = "a test whose stage does not stand should fail there")]

mod ahead;
mod promises;
mod season;

use std::path::PathBuf;
use std::sync::Arc;

use perihelion_core::profile::{Options, Profile};
use perihelion_core::secret::Secret;
use perihelion_core::store::DownloadState;
use perihelion_core::title::Kind;
use perihelion_download::network::Metered;
use perihelion_download::queue::{Item, Machine, Queue, Removal, Scope, Wish};
use perihelion_download::{Disk, ThisMachine};
use perihelion_player::About;
use perihelion_simulator::{Config, Episode, Kind as Form, Release, Simulator, Work};
use tempfile::TempDir;
use tokio::sync::watch;

const SHOW: &str = "tt99900021";
const HASH: &str = "abcdef0000000000000000000000000000000021";
const LENGTH: u64 = 1_200_000;

struct Stage {
    simulator: Simulator,
    data: TempDir,
    films: TempDir,
}

impl Stage {
    async fn set(settings: &str) -> Self {
        Self::of(4, settings).await
    }

    /// A season of so many episodes.
    async fn of(episodes: u64, settings: &str) -> Self {
        let works = vec![season(episodes)];
        Self::with(Config { works, ..Config::quick() }, &format!("{{\"downloads\": {settings}}}")).await
    }

    async fn with(config: Config, settings: &str) -> Self {
        let simulator = Simulator::start(config).await.unwrap();
        let stage = Self { simulator, data: tempfile::tempdir().unwrap(), films: tempfile::tempdir().unwrap() };
        std::fs::write(stage.data.path().join("settings.json"), settings).unwrap();
        stage
    }

    async fn queue(&self) -> Queue {
        self.queue_on(Arc::new(ThisMachine)).await
    }

    async fn queue_on(&self, disk: Arc<dyn Disk>) -> Queue {
        self.queue_with(self.profile().await, Machine { disk, metered: watch::channel(Metered::No).1 }).await
    }

    async fn queue_with(&self, profile: Profile, machine: Machine) -> Queue {
        Queue::start(profile, machine, Scope::All).await.unwrap()
    }

    async fn profile(&self) -> Profile {
        let options = Options {
            data_dir: Some(self.data.path().to_owned()),
            endpoints: Some(self.simulator.base_url()),
            store: Some("torbox".to_owned()),
            token: Secret::new("demo-premium"),
            no_keyring: true,
        };
        let (profile, troubles) = Profile::open(options).await.unwrap();
        assert!(troubles.is_empty(), "{troubles:?}");
        profile
    }

    fn wish(&self, episode: u32) -> Wish {
        let about = About {
            title_id: SHOW.to_owned(),
            kind: Kind::Series,
            name: "Tide Lines".to_owned(),
            years: None,
            poster: None,
            season: Some(1),
            episode: Some(episode),
        };
        Wish { about, made: None, folder: Some(self.films.path().to_owned()) }
    }

    fn files(&self) -> Vec<PathBuf> {
        let season = self.films.path().join("Tide Lines (2019)/Season 01");
        let entries = std::fs::read_dir(season).unwrap();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().file_name().into()).collect();
        files.sort();
        files
    }
}

/// A work of one season, all in one torrent.
fn season(episodes: u64) -> Work {
    let episode = |number| Episode { season: 1, number, released: 1_560_000_000, ..Episode::default() };
    let file = |number| (format!("/Tide.Lines.S01/Tide.Lines.S01E{number:02}.1080p.mkv"), LENGTH + number);
    let release = Release {
        hash: HASH.to_owned(),
        name: "Tide.Lines.S01.1080p.WEB-DL.x264-GRP".to_owned(),
        files: (1..=episodes).map(file).collect(),
        seeders: 10,
        cached: Some(true),
        ..Release::default()
    };
    Work {
        imdb: SHOW.to_owned(),
        kind: Form::Series,
        name: "Tide Lines".to_owned(),
        year: 2019,
        episodes: (1..=u32::try_from(episodes).unwrap()).map(episode).collect(),
        releases: vec![release],
        ..Work::default()
    }
}

/// Waits until the list is as wanted, and returns it.
async fn once(queue: &Queue, is_so: impl Fn(&[Item]) -> bool) -> Vec<Item> {
    queue.list().wait_for(|list| is_so(list)).await.unwrap().to_vec()
}

fn is_coming(items: &[Item]) -> bool {
    items.iter().any(|item| item.is_running && item.download.bytes > 0)
}

#[tokio::test]
async fn they_come_in_their_order_one_at_a_time() {
    let stage = Stage::set(r#"{"at_once": 1, "limit_kb": 2000}"#).await;
    let queue = stage.queue().await;
    let mut ids = Vec::new();
    for episode in 1..=4 {
        ids.push(queue.add(stage.wish(episode)).await.unwrap());
    }
    assert_eq!(queue.add(stage.wish(2)).await.unwrap(), ids[1], "what is in the list is not added again");
    queue.pause(ids[2]);
    queue.arrange(vec![ids[0], ids[3], ids[2], ids[1]]);
    let mut list = queue.list();
    let mut finished = Vec::new();
    while finished.len() < 3 {
        list.changed().await.unwrap();
        let items = list.borrow_and_update().clone();
        assert!(items.iter().filter(|item| item.is_running).count() <= 1);
        for item in items.iter().filter(|item| item.download.state == DownloadState::Done) {
            if !finished.contains(&item.download.id) {
                finished.push(item.download.id);
            }
        }
    }
    assert_eq!(finished, [ids[0], ids[3], ids[1]], "and the paused one waits");
    let items = once(&queue, |items| items.iter().all(Item::is_at_rest)).await;
    assert_eq!(items.iter().map(|item| item.download.id).collect::<Vec<_>>(), [ids[0], ids[3], ids[2], ids[1]]);
    queue.resume(ids[2]);
    once(&queue, |items| items.iter().all(|item| item.download.state == DownloadState::Done)).await;
    assert_eq!(stage.files().len(), 4);
}

#[tokio::test]
async fn what_is_paused_stays_and_what_is_removed_goes() {
    let stage = Stage::set(r#"{"limit_kb": 400}"#).await;
    let queue = stage.queue().await;
    let id = queue.add(stage.wish(1)).await.unwrap();
    once(&queue, is_coming).await;
    queue.pause(id);
    let items = once(&queue, |items| items.iter().all(Item::is_at_rest)).await;
    assert_eq!(items[0].download.state, DownloadState::Paused);
    assert!(items[0].download.bytes > 0 && items[0].speed.is_none());
    assert!(stage.files().iter().any(|file| file.to_string_lossy().ends_with(".mkv.part")));
    queue.resume(id);
    once(&queue, is_coming).await;
    queue.remove(id, Removal::Unfinished);
    once(&queue, <[Item]>::is_empty).await;
    queue.close().await;
    assert_eq!(stage.files(), Vec::<PathBuf>::new(), "and nothing is left of it");
}

#[tokio::test]
async fn it_goes_on_after_a_restart_where_it_was() {
    let stage = Stage::set(r#"{"limit_kb": 400}"#).await;
    let queue = stage.queue().await;
    queue.add(stage.wish(1)).await.unwrap();
    let paused = queue.add(stage.wish(2)).await.unwrap();
    queue.pause(paused);
    once(&queue, is_coming).await;
    queue.close().await;
    std::fs::write(stage.data.path().join("settings.json"), "{}").unwrap();

    let queue = stage.queue().await;
    let before = queue.list().borrow().clone();
    let items = once(&queue, |items| !items.is_empty() && items.iter().all(Item::is_at_rest)).await;
    assert_eq!(
        items.iter().map(|item| item.download.state).collect::<Vec<_>>(),
        [DownloadState::Done, DownloadState::Paused]
    );
    assert!(before.first().is_none_or(|item| item.download.file == items[0].download.file), "it is the same file");
    assert_eq!(items[0].download.bytes, LENGTH + 1);
    let there = std::fs::metadata(items[0].download.target().unwrap()).unwrap();
    assert_eq!(there.len(), LENGTH + 1);
}

#[tokio::test]
async fn a_folder_that_is_gone_is_said_and_gone_on_with_when_it_is_back() {
    let stage = Stage::set("{}").await;
    let queue = stage.queue().await;
    let folder = stage.films.path().join("disk");
    let wish = Wish { folder: Some(folder.clone()), ..stage.wish(1) };
    let id = queue.add(wish).await.unwrap();
    let items = once(&queue, |items| items.iter().all(Item::is_at_rest) && !items.is_empty()).await;
    assert_eq!(items[0].download.state, DownloadState::Failed);
    assert!(items[0].download.error.as_ref().unwrap().words.contains("is its disk connected?"), "{items:?}");
    std::fs::create_dir(&folder).unwrap();
    queue.resume(id);
    let items = once(&queue, |items| items.iter().all(|item| item.download.state == DownloadState::Done)).await;
    assert!(items[0].download.target().unwrap().starts_with(&folder));
}
