//! What is in the accounts: what links put there, what a service is asked to fetch, the cloud, whole packs.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use perihelion_core::debrid::{CacheState, DebridError, Store};
use perihelion_core::model::Candidate;
use perihelion_core::pipeline::cloud;
use perihelion_core::pipeline::fetch::{self, FetchState, StartedFetch};
use perihelion_core::pipeline::link::{self, Links};
use perihelion_core::pipeline::pack;
use perihelion_core::store::AddState;
use perihelion_core::torrent::{InfoHash, SourceName, Torrent};
use perihelion_simulator::{Accounts, BATCH_HASH, Config, Release, StoreFaults};

use crate::link::make_with;
use crate::stage::{OWN_FILM, Stage, candidate, film, hash, quick, release, rows, without_video};

const TOKEN: &str = "demo-premium";

#[tokio::test]
async fn an_account_of_many_pages_is_known_whole() {
    let mut releases: Vec<Release> = (1..=620).map(|number| release(number, &[])).collect();
    releases[0] = without_video(1);
    releases.push(without_video(621));
    let held: Vec<String> = (1..=620).map(hash).collect();
    let accounts = Accounts { held: held.clone(), ..Accounts::default() };
    let config = Config { accounts, works: vec![film(releases.clone())], ..quick() };
    let stage = Stage::set(config).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let rows = [candidate(&releases[0]), candidate(&releases[620])];
    let (outcome, _) = make_with(&stage.links(TOKEN), &wanted, &rows).await;
    assert_eq!(outcome.unwrap_err().last, DebridError::NoMatchingFile);
    assert_eq!(stage.held(TOKEN), held.into_iter().collect(), "the oldest stays, what was added goes");
}

#[tokio::test]
async fn what_was_added_is_listed_kept_if_so_wished_and_undone() {
    let releases = vec![without_video(1), release(2, &[])];
    let stage = Stage::with_faults(releases.clone(), StoreFaults::default()).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let rows: Vec<Candidate> = releases.iter().map(candidate).collect();
    let links = Links { keep_added: true, ..stage.links(TOKEN) };
    make_with(&links, &wanted, &rows).await.0.unwrap();
    let mut listed = links.ledger.added().await;
    listed.sort_by_key(|entry| entry.id);
    let states: Vec<_> = listed.iter().map(|entry| (entry.hash.to_string(), entry.state)).collect();
    assert_eq!(states, [(hash(1), AddState::Kept), (hash(2), AddState::Used)]);
    assert_eq!(link::tidy(&links, Duration::ZERO).await.removed, 0, "what is kept is not tidied away");
    for entry in &listed {
        link::undo(&links, entry).await.unwrap();
    }
    assert_eq!(stage.held(TOKEN), BTreeSet::new());
    assert_eq!(links.ledger.added().await, []);
}

#[tokio::test]
async fn a_service_asked_to_fetch_is_followed_until_it_is_there() {
    let mut absent = release(1, &[]);
    absent.cached = Some(false);
    let stage =
        Stage::with_faults(vec![absent.clone()], StoreFaults { soon_ready: 1.0, ..StoreFaults::default() }).await;
    let links = stage.links(TOKEN);
    let StartedFetch { entry, state: begun } =
        fetch::start(&links, Store::RealDebrid, &candidate(&absent)).await.unwrap();
    assert_eq!(begun, FetchState::Queued);
    let [kept] = &links.ledger.fetches().await[..] else { panic!("it is known at the next start") };
    assert_eq!((&kept.magnet_id, kept.hash, kept.ours), (&entry.magnet_id, entry.hash, true));
    assert_eq!(fetch::last_known(kept), FetchState::Queued, "should a look not come back");
    let mut told = Vec::new();
    let end = fetch::follow(&links, &entry, |state| told.push(state.clone())).await.unwrap();
    assert_eq!(end, FetchState::Ready);
    assert_eq!(told.last(), Some(&FetchState::Ready));
    fetch::cancel(&links, &entry).await.unwrap();
    assert_eq!((stage.held(TOKEN), links.ledger.fetches().await), (BTreeSet::new(), Vec::new()));
}

#[tokio::test]
async fn a_torrent_that_stays_invalid_is_given_up() {
    let mut absent = release(1, &[]);
    absent.cached = Some(false);
    let stage = Stage::with_faults(vec![absent.clone()], StoreFaults { invalid: 1.0, ..StoreFaults::default() }).await;
    let links = stage.links(TOKEN);
    let StartedFetch { mut entry, state: begun } =
        fetch::start(&links, Store::RealDebrid, &candidate(&absent)).await.unwrap();
    assert_eq!(begun, FetchState::Queued, "it may only be looking the name up");
    entry.at -= jiff::SignedDuration::from_hours(1);
    assert!(matches!(fetch::look(&links, &entry).await.unwrap(), FetchState::Failed(_)));
}

#[tokio::test]
async fn a_cancelled_fetch_of_what_was_there_before_leaves_it() {
    let mut absent = release(1, &[]);
    absent.cached = Some(false);
    let accounts = Accounts { held: vec![hash(1)], ..Accounts::default() };
    let stage = Stage::with_film(vec![absent.clone()], Config { accounts, ..quick() }).await;
    let links = stage.links(TOKEN);
    let entry = fetch::start(&links, Store::RealDebrid, &candidate(&absent)).await.unwrap().entry;
    fetch::cancel(&links, &entry).await.unwrap();
    assert_eq!(stage.held(TOKEN), [hash(1)].into());
}

#[tokio::test]
async fn the_cloud_is_listed_opened_linked_and_cleared() {
    let releases: Vec<Release> = (1..=60).map(|number| release(number, &[])).collect();
    let accounts = Accounts { held: (1..=60).map(hash).collect(), ..Accounts::default() };
    let stage = Stage::with_film(releases, Config { accounts, ..quick() }).await;
    let links = stage.links(TOKEN);
    let store = Store::RealDebrid;
    let first = cloud::page(&links, store, 0).await.unwrap();
    let second = cloud::page(&links, store, 1).await.unwrap();
    assert_eq!((first.items.len(), first.more, first.total), (50, true, Some(60)));
    assert_eq!((second.items.len(), second.more), (10, false));
    let item = &second.items[0];
    assert!(!item.ours && item.magnet.added_at.is_some());
    let opened = cloud::files(&links, store, &item.magnet.id).await.unwrap();
    let path = opened.files[0].path.clone();
    let chosen = cloud::link(&links, store, &item.magnet.id, Some(&path)).await.unwrap();
    let guessed = cloud::link(&links, store, &item.magnet.id, None).await.unwrap();
    assert_eq!((chosen.link.path(), &chosen.file_name), (guessed.link.path(), &opened.files[0].name));
    cloud::remove(&links, store, &item.magnet.id).await.unwrap();
    assert_eq!(stage.held(TOKEN).len(), 59);
}

#[tokio::test]
async fn a_batch_of_eleven_hundred_files_is_linked_whole_with_two_calls_and_one_a_file() {
    let stage = Stage::set(quick()).await;
    let wanted = stage.wanted("kitsu:90012:1").await;
    let title = "[Suisei] Windstar Wanderers (0001-1090) [1080p][HEVC x265 10bit][Multi-Subs][Batch]";
    let mut row = Candidate::new(Torrent::new(InfoHash::parse(BATCH_HASH).unwrap(), title, SourceName::Comet));
    row.cached = Some(CacheState::Cached);
    let links = stage.links(TOKEN);
    let done = pack::link_all(&links, Store::RealDebrid, &wanted, &row, |_| ()).await.unwrap();
    let numbers: Vec<u32> = done.episodes.iter().map(|episode| episode.episode).collect();
    assert_eq!(numbers, (1..=1090).collect::<Vec<u32>>(), "each once, in order");
    assert!(done.failed.is_empty() && done.left_out == 10, "{:?} failed, {} left out", done.failed, done.left_out);
    assert_eq!(done.calls, 1090 + 2, "the list, the add, and one for each link");
    for (number, episode) in (1..).zip(&done.episodes) {
        assert_eq!(episode.result.file_name, format!("Windstar Wanderers - {number:04} [1080p].mkv"));
    }
    let playlist = pack::as_m3u8(done.episodes.iter().map(pack::EpisodeLink::entry));
    assert_eq!(playlist.lines().count(), 1 + 2 * 1090);
    assert_eq!(pack::as_text(&done.episodes).lines().count(), 1090);
    println!("1,100 files: {} links with {} calls", done.episodes.len(), done.calls);
}

#[tokio::test]
async fn a_link_that_has_ended_is_renewed() {
    let (releases, rows) = rows(1);
    let stage = Stage::with_faults(releases, StoreFaults::default()).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let links = stage.links_of(vec![stage.debrid_at(Store::TorBox, TOKEN)]);
    let result = make_with(&links, &wanted, &rows).await.0.unwrap();
    assert!(result.expires_at.is_some_and(|at| at > Timestamp::now()), "TorBox's links are known to end");
    stage.simulator.end_links();
    let debrid = links.account(Store::TorBox).unwrap();
    let ended = link::verify(debrid, &result.link, result.file_size).await;
    assert!(matches!(ended, Err(DebridError::BadLink(why)) if why.contains("410")));
    let renewed = link::renew(&links, &result).await.unwrap();
    assert_ne!(renewed.link, result.link);
    assert_eq!(renewed.file_name, result.file_name);
}
