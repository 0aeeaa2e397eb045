//! Links that nobody waits for any more, and what the list of added torrents says of those that were linked.

use std::collections::BTreeSet;
use std::time::Duration;

use perihelion_core::debrid::Store;
use perihelion_core::model::Candidate;
use perihelion_core::pipeline::fetch;
use perihelion_core::pipeline::link::{self, LinkEvent, LinkFor};
use perihelion_core::store::AddState;
use perihelion_core::torrent::{InfoHash, SourceName, Torrent};
use perihelion_simulator::Knobs;

use crate::stage::{OWN_FILM, Stage, candidate, hash, quick, release};

const TOKEN: &str = "demo-premium";

#[tokio::test]
async fn a_link_nobody_waits_for_any_more_leaves_nothing_behind() {
    let stage = Stage::with_film(vec![release(1, &[])], quick()).await;
    let nobody_has = InfoHash::parse(&hash(77)).unwrap();
    let row = Candidate::new(Torrent::new(nobody_has, "Harbour of Glass 2019", SourceName::Nyaa));
    let wanted = stage.wanted(OWN_FILM).await;
    let links = stage.links(TOKEN);
    let (added, first) = tokio::sync::oneshot::channel();
    let mut added = Some(added);
    let rows = [&row];
    let ask = LinkFor { wanted: &wanted, candidates: &rows, file: None };
    let linking = link::link(&links, ask, |event| {
        if matches!(event, LinkEvent::Added { .. })
            && let Some(added) = added.take()
        {
            added.send(()).unwrap();
        }
    });
    tokio::select! {
        _ = linking => panic!("it would have to be downloaded first"),
        told = first => told.unwrap(),
    }
    links.work.settled().await;
    assert_eq!(stage.held(TOKEN), BTreeSet::new());
}

#[tokio::test]
async fn an_attempt_that_was_given_up_does_not_undo_the_next() {
    for in_the_middle_of_the_add in [false, true] {
        let stage = Stage::with_film(vec![release(1, &[])], quick()).await;
        let wanted = stage.wanted(OWN_FILM).await;
        stage.mood(SourceName::StremThru, Knobs { latency_ms: 60, ..Knobs::default() });
        let row = candidate(&release(1, &[]));
        let rows = [&row];
        let links = stage.links(TOKEN);
        let (tell, told) = tokio::sync::oneshot::channel();
        let mut tell = Some(tell);
        let ask = LinkFor { wanted: &wanted, candidates: &rows, file: None };
        let linking = link::link(&links, ask, |event| {
            let is_time = matches!(event, LinkEvent::Added { .. }) && !in_the_middle_of_the_add;
            if is_time && let Some(tell) = tell.take() {
                tell.send(()).unwrap();
            }
        });
        let adding = async {
            if in_the_middle_of_the_add {
                while !stage.asked_of_store().iter().any(|asked| asked.starts_with("POST magnets")) {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            } else {
                told.await.unwrap();
            }
        };
        tokio::select! {
            _ = linking => panic!("it was to be given up"),
            () = adding => {}
        }
        let again = link::link(&links, ask, |_| {}).await.unwrap();
        links.work.settled().await;
        assert_eq!(stage.held(TOKEN), [hash(1)].into(), "what is linked stays: {in_the_middle_of_the_add}");
        let added = links.ledger.added().await;
        let states: Vec<_> = added.iter().map(|entry| (entry.hash, entry.state)).collect();
        assert_eq!(states, [(again.info_hash, AddState::Used)], "and is listed once");
    }
}

#[tokio::test]
async fn what_was_fetched_and_then_linked_counts_as_used() {
    let stage = Stage::with_film(vec![release(1, &[])], quick()).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let row = candidate(&release(1, &[]));
    let links = stage.links(TOKEN);
    fetch::start(&links, Store::RealDebrid, &row).await.unwrap();
    let ask = LinkFor { wanted: &wanted, candidates: &[&row], file: None };
    link::link(&links, ask, |_| {}).await.unwrap();
    links.work.settled().await;
    let states: Vec<_> = links.ledger.added().await.into_iter().map(|entry| entry.state).collect();
    assert_eq!(states, [AddState::Used]);
}
