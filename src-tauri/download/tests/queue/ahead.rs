//! The next episodes of a show, kept as they are watched and come out; and connections whose traffic is counted.

use perihelion_core::store::{Followed, Place};

use super::*;

fn show(count: u32) -> Followed {
    Followed {
        title_id: SHOW.to_owned(),
        kind: Kind::Series,
        name: "Tide Lines".to_owned(),
        years: None,
        poster: None,
        count,
    }
}

fn episodes(items: &[Item]) -> Vec<u32> {
    let mut all: Vec<u32> = items.iter().filter_map(|item| item.download.place.episode).collect();
    all.sort_unstable();
    all
}

#[tokio::test]
async fn the_next_episodes_of_a_show_are_kept_and_nothing_that_is_not_out() {
    let mut work = season(6);
    // 2035.
    work.episodes[5].released = 2_051_222_400;
    let config = Config { works: vec![work], ..Config::quick() };
    let films = tempfile::tempdir().unwrap();
    let settings = serde_json::json!({ "downloads": { "folder": films.path() } }).to_string();
    let stage = Stage::with(config, &settings).await;
    let profile = stage.profile().await;
    let metered = watch::channel(Metered::No);
    let machine = Machine { disk: Arc::new(ThisMachine), metered: metered.1 };
    let queue = stage.queue_with(profile.clone(), machine.clone()).await;
    queue.follow(show(2)).await.unwrap();
    let is_done = |items: &[Item], wanted: &[u32]| {
        episodes(items) == wanted && items.iter().all(|item| item.download.state == DownloadState::Done)
    };
    let items = once(&queue, |items| is_done(items, &[1, 2])).await;
    let second = items.iter().find(|item| item.download.place.episode == Some(2)).unwrap().download.clone();

    let place = |episode| Place { title_id: SHOW.to_owned(), season: Some(1), episode: Some(episode) };
    profile.library.mark_watched(place(1), true).await.unwrap();
    queue.remove(second.id, Removal::File);
    queue.look();
    once(&queue, |items| is_done(items, &[1, 3])).await;
    queue.close().await;

    // What was watched stays, what was taken out does not come back, and the wish is there after a restart.
    profile.library.mark_watched(place(2), true).await.unwrap();
    profile.library.mark_watched(place(3), true).await.unwrap();
    let queue = stage.queue_with(profile, machine).await;
    assert_eq!(**queue.followed().borrow(), [show(2)]);
    once(&queue, |items| is_done(items, &[1, 3, 4, 5])).await;
    queue.unfollow(SHOW.to_owned()).await.unwrap();
    assert_eq!(**queue.followed().borrow(), []);
}

#[tokio::test]
async fn nothing_comes_over_a_metered_connection_but_by_hand_or_over_another() {
    let stage = Stage::set(r#"{"limit_kb": 400}"#).await;
    let (telling, metered) = watch::channel(Metered::Unknown);
    let machine = Machine { disk: Arc::new(ThisMachine), metered };
    let queue = stage.queue_with(stage.profile().await, machine).await;
    queue.add(stage.wish(1)).await.unwrap();
    once(&queue, is_coming).await;
    let is_held = |items: &[Item]| items.iter().all(|item| item.is_held && !item.is_running);
    telling.send_replace(Metered::Yes);
    let items = once(&queue, is_held).await;
    assert_eq!(items[0].download.state, DownloadState::Waiting, "nobody has to go on with it");
    telling.send_replace(Metered::No);
    once(&queue, is_coming).await;
    telling.send_replace(Metered::Yes);
    once(&queue, is_held).await;
    queue.go_on_metered();
    once(&queue, |items| is_coming(items) && !items[0].is_held).await;
}
