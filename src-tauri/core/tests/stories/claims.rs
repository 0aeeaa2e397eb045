//! One torrent at one service, and several who want something of it: links, fetches, the cloud, tidying, and runs that were
//! killed in between.

use std::collections::BTreeSet;
use std::time::Duration;

use perihelion_core::debrid::{DebridError, Pace, Store};
use perihelion_core::endpoints::Endpoints;
use perihelion_core::model::Candidate;
use perihelion_core::pipeline::link::{self, AccountWork, LinkFor, Links, Tidied};
use perihelion_core::pipeline::{cloud, fetch, pack};
use perihelion_core::store::AddState;
use perihelion_core::torrent::{InfoHash, SourceName};
use perihelion_simulator::{Accounts, Config, Knobs, Release};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::link::make_with;
use crate::stage::{OWN_FILM, Stage, at_most, candidate, hash, quick, release, without_video};

const TOKEN: &str = "demo-premium";
const STORE: Store = Store::RealDebrid;

fn info_hash(number: u64) -> InfoHash {
    InfoHash::parse(&hash(number)).unwrap()
}

/// What a run leaves behind that is killed after it sent an add, and before or after it was answered.
async fn leave_unfinished(links: &Links, row: &Candidate, is_answered: bool) {
    let (torrent, at) = (&row.torrent, jiff::Timestamp::now());
    let entry = links.ledger.begin_add(STORE, torrent.info_hash, &torrent.title, at, AddState::Adding).await.unwrap();
    let magnet = links.account(STORE).unwrap().add(&torrent.info_hash.to_string()).await.unwrap();
    if is_answered {
        links.ledger.set_added(entry, Some(magnet.id), AddState::Unused).await;
    }
}

/// The start after that, when nothing of this run is under way any more.
async fn tidied(links: &Links) -> Tidied {
    let links = Links { work: AccountWork::default(), ..links.clone() };
    link::tidy(&links, Duration::ZERO).await
}

async fn states(links: &Links) -> Vec<AddState> {
    links.ledger.added().await.into_iter().map(|entry| entry.state).collect()
}

#[tokio::test]
async fn what_an_earlier_run_left_and_the_person_fetches_stays() {
    for is_answered in [false, true] {
        let absent = Release { cached: Some(false), ..release(1, &[]) };
        let stage = Stage::with_film(vec![absent.clone()], quick()).await;
        let links = stage.links(TOKEN);
        leave_unfinished(&links, &candidate(&absent), is_answered).await;
        let begun = fetch::start(&links, STORE, &candidate(&absent)).await.unwrap();
        assert_eq!(begun.entry.ours, is_answered, "only the answer tells that the app put it there");
        assert_eq!(tidied(&links).await, Tidied::default());
        assert_eq!(stage.held(TOKEN), [hash(1)].into(), "it was asked for: {is_answered}");
        let (kept, left) =
            if is_answered { (AddState::Kept, BTreeSet::new()) } else { (AddState::InDoubt, [hash(1)].into()) };
        assert_eq!(states(&links).await, [kept]);
        fetch::cancel(&links, &begun.entry).await.unwrap();
        assert_eq!(stage.held(TOKEN), left, "what may be the person's own stays");
    }
}

#[tokio::test]
async fn what_an_earlier_run_left_and_is_linked_now_stays() {
    for is_answered in [false, true] {
        for way in ["link", "pack", "cloud"] {
            let stage = Stage::with_film(vec![named_episode(1)], quick()).await;
            let links = stage.links(TOKEN);
            let row = candidate(&named_episode(1));
            leave_unfinished(&links, &row, is_answered).await;
            let wanted = stage.wanted(OWN_FILM).await;
            match way {
                "link" => drop(make_with(&links, &wanted, std::slice::from_ref(&row)).await.0.unwrap()),
                "pack" => drop(pack::link_all(&links, STORE, &wanted, &row, |_| ()).await.unwrap()),
                _ => {
                    let page = cloud::page(&links, STORE, 0).await.unwrap();
                    drop(cloud::link(&links, STORE, &page.items[0].magnet.id, None).await.unwrap());
                }
            }
            assert_eq!(tidied(&links).await, Tidied::default(), "{way}");
            assert_eq!(stage.held(TOKEN), [hash(1)].into(), "by {way}, answered: {is_answered}");
            assert_eq!(states(&links).await, [AddState::Used], "by {way}, answered: {is_answered}");
        }
    }
}

/// A torrent that is the film to some and an episode to others.
fn named_episode(number: u64) -> Release {
    let name = "Harbour.of.Glass.2019.S01E01.1080p.WEB-DL.x264-GRP".to_owned();
    Release { files: vec![(format!("/{name}.mkv"), 2_000_000_000)], name, ..release(number, &[]) }
}

#[tokio::test]
async fn what_an_earlier_run_left_and_is_of_no_use_now_goes() {
    for is_answered in [false, true] {
        let stage = Stage::with_film(vec![without_video(1)], quick()).await;
        let links = stage.links(TOKEN);
        let row = candidate(&without_video(1));
        leave_unfinished(&links, &row, is_answered).await;
        let wanted = stage.wanted(OWN_FILM).await;
        let (outcome, _) = make_with(&links, &wanted, &[row]).await;
        assert_eq!(outcome.unwrap_err().last, DebridError::NoMatchingFile);
        let after = (stage.held(TOKEN), states(&links).await);
        if is_answered {
            assert_eq!(after, (BTreeSet::new(), Vec::new()));
        } else {
            assert_eq!(after, ([hash(1)].into(), vec![AddState::InDoubt]), "it may be the person's own");
        }
    }
}

#[tokio::test]
async fn a_torrent_that_was_there_before_a_killed_add_stays_and_is_listed() {
    let stage = Stage::with_film(vec![without_video(1)], quick()).await;
    let links = stage.links(TOKEN);
    // The person's own, which the killed run did not see; the service answers its add with it, or the answer is lost.
    let own = stage.debrid(TOKEN).add(&hash(1)).await.unwrap();
    leave_unfinished(&links, &candidate(&without_video(1)), false).await;
    for _ in 0..2 {
        assert_eq!(tidied(&links).await, Tidied::default());
        assert_eq!((stage.held(TOKEN), states(&links).await), ([hash(1)].into(), vec![AddState::InDoubt]));
    }
    let wanted = stage.wanted(OWN_FILM).await;
    make_with(&links, &wanted, &[candidate(&without_video(1))]).await.0.unwrap_err();
    assert_eq!(stage.held(TOKEN), [hash(1)].into(), "nor does a link that fails take it");
    let entry = links.ledger.added().await.remove(0);
    assert_eq!(entry.magnet_id, Some(own.id), "so that the person can take it out");
    link::undo(&links, &entry).await.unwrap();
    assert_eq!((stage.held(TOKEN), states(&links).await), (BTreeSet::new(), Vec::new()));
}

#[tokio::test]
async fn what_the_person_put_there_again_is_not_what_an_earlier_run_left() {
    let stage = Stage::with_film(vec![without_video(1)], quick()).await;
    let links = stage.links(TOKEN);
    let row = candidate(&without_video(1));
    leave_unfinished(&links, &row, true).await;
    let old = links.ledger.added().await[0].magnet_id.clone().unwrap();
    let debrid = stage.debrid(TOKEN);
    debrid.remove(&old).await.unwrap();
    debrid.add(&hash(1)).await.unwrap();
    let wanted = stage.wanted(OWN_FILM).await;
    make_with(&links, &wanted, &[row]).await.0.unwrap_err();
    assert_eq!(tidied(&links).await.failed, 0);
    assert_eq!(stage.held(TOKEN), [hash(1)].into());
}

#[tokio::test]
async fn nothing_is_added_that_cannot_be_written_down() {
    let stage = Stage::with_film(vec![release(1, &[]), release(2, &[])], quick()).await;
    let links = stage.links(TOKEN);
    links.ledger.refuse_writes().await;
    let wanted = stage.wanted(OWN_FILM).await;
    let rows = [candidate(&release(1, &[])), candidate(&release(2, &[]))];
    let none = make_with(&links, &wanted, &rows).await.0.unwrap_err();
    assert_eq!((none.tried, none.last), (1, DebridError::Unrecorded));
    let fetched = fetch::start(&links, STORE, &rows[1]).await;
    assert_eq!(fetched.map(drop), Err(DebridError::Unrecorded));
    assert!(!stage.asked_of_store().iter().any(|asked| asked.starts_with("POST")), "nothing was sent");
}

#[tokio::test]
async fn tidying_asks_what_the_person_wants_before_it_removes() {
    let stage = Stage::with_film(vec![release(1, &[]), release(2, &[])], quick()).await;
    let links = stage.links(TOKEN);
    for number in [1, 2] {
        leave_unfinished(&links, &candidate(&release(number, &[])), true).await;
    }
    // As an earlier version wrote it: a fetch of what it had found in the account.
    let listed = links.ledger.added_of(STORE, info_hash(1)).await.remove(0);
    let fetched = perihelion_core::store::FetchEntry {
        id: 0,
        store: STORE,
        magnet_id: listed.magnet_id.unwrap(),
        hash: listed.hash,
        name: listed.name,
        at: listed.at,
        ours: false,
        status: "downloaded".to_owned(),
    };
    links.ledger.note_fetch(fetched).await.unwrap();
    assert_eq!(tidied(&links).await, Tidied { removed: 1, failed: 0 });
    assert_eq!(stage.held(TOKEN), [hash(1)].into());
    assert_eq!(states(&links).await, [AddState::Kept]);
}

#[tokio::test]
async fn an_add_of_what_was_there_before_leaves_nothing_to_tidy_when_it_is_cut_short() {
    let accounts = Accounts { held: vec![hash(1)], ..Accounts::default() };
    let stage = Stage::with_film(vec![release(1, &[])], Config { accounts, ..quick() }).await;
    stage.debrid(TOKEN).list(1, 0).await.unwrap();
    stage.mood(SourceName::StremThru, Knobs { latency_ms: 40, ..Knobs::default() });
    let links = stage.links(TOKEN);
    let wanted = stage.wanted(OWN_FILM).await;
    let row = candidate(&release(1, &[]));
    let ask = LinkFor { wanted: &wanted, candidates: &[&row], file: None };
    let added = async {
        while !stage.asked_of_store().iter().any(|asked| asked.starts_with("POST magnets")) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::select! {
        _ = link::link(&links, ask, |_| ()) => panic!("the add takes longer"),
        () = added => {}
    }
    assert_eq!(links.ledger.added().await, [], "a later start would take it for its own");
    links.work.settled().await;
    assert_eq!(stage.held(TOKEN), [hash(1)].into());
}

#[tokio::test]
async fn a_fetch_waits_for_the_link_that_gives_up_the_same_torrent() {
    let stage = Stage::with_film(vec![without_video(1)], quick()).await;
    stage.mood(SourceName::StremThru, Knobs { latency_ms: 30, ..Knobs::default() });
    let links = stage.links(TOKEN);
    let wanted = stage.wanted(OWN_FILM).await;
    let row = candidate(&without_video(1));
    let (tell, told) = tokio::sync::oneshot::channel();
    let mut tell = Some(tell);
    let ask = LinkFor { wanted: &wanted, candidates: &[&row], file: None };
    let linking = link::link(&links, ask, |event| {
        if matches!(event, link::LinkEvent::Added { .. })
            && let Some(tell) = tell.take()
        {
            tell.send(()).unwrap();
        }
    });
    let fetching = async {
        told.await.unwrap();
        fetch::start(&links, STORE, &row).await
    };
    let (linked, fetched) = tokio::join!(linking, fetching);
    assert_eq!(linked.unwrap_err().last, DebridError::NoMatchingFile);
    links.work.settled().await;
    assert_eq!(stage.held(TOKEN), [hash(1)].into(), "the person asked for it");
    assert!(fetched.unwrap().entry.ours);
}

#[tokio::test]
async fn a_link_leaves_what_was_fetched_after_it_had_looked() {
    let releases = vec![without_video(1), without_video(2)];
    let stage = Stage::with_film(releases.clone(), quick()).await;
    let links = stage.links(TOKEN);
    let wanted = stage.wanted(OWN_FILM).await;
    let rows: Vec<Candidate> = releases.iter().map(candidate).collect();
    let (tell, told) = tokio::sync::oneshot::channel();
    let mut tell = Some(tell);
    let candidates: Vec<&Candidate> = rows.iter().collect();
    let ask = LinkFor { wanted: &wanted, candidates: &candidates, file: None };
    // The first candidate is at work, the account was read; now the second is fetched.
    let linking = link::link(&links, ask, |event| {
        if matches!(event, link::LinkEvent::CandidateStarted { position: 1, .. }) {
            tell.take().unwrap().send(()).unwrap();
        }
    });
    stage.mood(SourceName::StremThru, Knobs { latency_ms: 30, ..Knobs::default() });
    let fetching = async {
        told.await.unwrap();
        stage.mood(SourceName::StremThru, Knobs::default());
        fetch::start(&links, STORE, &rows[1]).await.unwrap();
    };
    let (linked, ()) = tokio::join!(linking, fetching);
    assert_eq!(linked.unwrap_err().tried, 2);
    links.work.settled().await;
    assert_eq!(stage.held(TOKEN), [hash(2)].into());
}

#[tokio::test]
async fn an_add_in_doubt_is_not_taken_from_whoever_adds_the_torrent_next() {
    let stage = Stage::with_film(vec![release(1, &[])], quick()).await;
    let patient = Pace { second_look: Duration::from_millis(600), ..at_most(Duration::from_millis(20)) };
    let links = stage.links_of(vec![stage.debrid(TOKEN).with_pace(patient)]);
    let wanted = stage.wanted(OWN_FILM).await;
    let row = candidate(&release(1, &[]));
    let ask = LinkFor { wanted: &wanted, candidates: &[&row], file: None };
    // The account was read; from now on every answer breaks off, after what was asked for is done.
    let outcome = link::link(&links, ask, |event| {
        if matches!(event, link::LinkEvent::CandidateStarted { .. }) {
            stage.mood(SourceName::StremThru, Knobs { drop_mid_body: true, ..Knobs::default() });
        }
    });
    assert!(matches!(outcome.await.unwrap_err().last, DebridError::Malformed(_)));
    stage.mood(SourceName::StremThru, Knobs::default());
    let begun = fetch::start(&links, STORE, &row).await.unwrap();
    links.work.settled().await;
    assert_eq!(stage.held(TOKEN), [hash(1)].into(), "the second look at the failed add leaves it");
    assert_eq!(links.ledger.fetches().await.len(), 1);
    assert!(begun.entry.ours);
}

#[tokio::test]
async fn an_account_too_large_to_be_listed_is_not_called_clear() {
    let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = server.local_addr().unwrap();
    // Whatever page is asked for holds one torrent of a million.
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = server.accept().await {
            tokio::spawn(async move {
                let mut asked = [0; 4096];
                while connection.read(&mut asked).await.is_ok_and(|read| read > 0) {
                    let body = format!(
                        r#"{{"data":{{"items":[{{"id":"1","hash":"{}","status":"downloaded"}}],"total_items":1000000}}}}"#,
                        hash(9)
                    );
                    let length = body.len();
                    let answer = format!(
                        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
                    );
                    connection.write_all(answer.as_bytes()).await.unwrap();
                }
            });
        }
    });
    let mut stage = Stage::set(quick()).await;
    stage.tools.endpoints = Endpoints::under(&format!("http://{address}")).unwrap();
    let links = stage.links(TOKEN);
    let at = jiff::Timestamp::now();
    links.ledger.begin_add(STORE, info_hash(1), "Harbour of Glass", at, AddState::Adding).await.unwrap();
    assert_eq!(tidied(&links).await, Tidied { removed: 0, failed: 1 }, "it may be among those that were not listed");
    assert_eq!(states(&links).await, [AddState::Adding], "and is looked for again");
    let entry = links.ledger.added().await.remove(0);
    assert!(matches!(link::undo(&links, &entry).await, Err(DebridError::Malformed(_))));
    assert_eq!(states(&links).await, [AddState::Adding]);
}
