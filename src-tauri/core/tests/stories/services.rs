//! Several services side by side, and what was learned of them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use perihelion_core::debrid::{Budget, CacheState, Debrid, DebridError, Pace, Rate, Store, Subscription};
use perihelion_core::model::{Outcome, RankReason, Way};
use perihelion_core::pipeline;
use perihelion_core::pipeline::event::Event;
use perihelion_core::pipeline::link::{LinkEvent, Links};
use perihelion_core::secret::Secret;
use perihelion_core::torrent::{InfoHash, SourceName};
use perihelion_simulator::{Config, Knobs, StoreFaults};

use crate::link::make_with;
use crate::stage::{OWN_FILM, SINTEL, Stage, at_most, hash, quick, rows};

const TOKEN: &str = "demo-premium";
const BOTH: [Store; 2] = [Store::RealDebrid, Store::TorBox];

/// What one service holds of a token.
fn held_at(stage: &Stage, store: Store, token: &str) -> BTreeSet<String> {
    let magnets = stage.simulator.account().magnets.into_iter();
    magnets.filter(|magnet| magnet.store == store.name() && magnet.token == token).map(|magnet| magnet.hash).collect()
}

fn both(stage: &Stage) -> Links {
    stage.links_of(BOTH.map(|store| stage.debrid_at(store, TOKEN)).to_vec())
}

#[tokio::test]
async fn what_one_service_refuses_for_legal_reasons_another_gives() {
    let (releases, rows) = rows(40);
    let stage = Stage::with_faults(releases, StoreFaults { infringing: 0.5, ..StoreFaults::default() }).await;
    let mut chosen = None;
    for row in &rows {
        let mut refused = Vec::new();
        for store in BOTH {
            let probe = stage.debrid_at(store, "probe");
            refused.push(probe.add(&row.torrent.info_hash.to_string()).await == Err(DebridError::LegalBlock));
        }
        if refused == [true, false] {
            chosen = Some(row.clone());
            break;
        }
    }
    let row = chosen.unwrap();
    let hash = row.torrent.info_hash;
    let wanted = stage.wanted(OWN_FILM).await;
    let links = both(&stage);
    let (outcome, events) = make_with(&links, &wanted, &[row]).await;
    assert_eq!(outcome.unwrap().service, Store::TorBox);
    let refused = events.iter().any(|event| {
        matches!(
            event,
            LinkEvent::CandidateFailed { way: Way::Service(Store::RealDebrid), error: DebridError::LegalBlock, .. }
        )
    });
    assert!(refused, "it is said which service refused: {events:?}");
    assert_eq!(
        held_at(&stage, Store::RealDebrid, TOKEN),
        BTreeSet::new(),
        "also where it was taken before it was refused"
    );
    let past = links.ledger.past(Timestamp::now()).await;
    assert_eq!(past[&(hash, Store::RealDebrid)].outcome, Outcome::Legal, "and remembered");
    assert_eq!(past[&(hash, Store::TorBox)].outcome, Outcome::Worked);
}

#[tokio::test]
async fn an_ended_subscription_at_one_service_leaves_the_other() {
    let (releases, rows) = rows(2);
    let stage = Stage::with_faults(releases, StoreFaults::default()).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let accounts = vec![stage.debrid_at(Store::RealDebrid, "demo-expired"), stage.debrid_at(Store::TorBox, TOKEN)];
    let (outcome, events) = make_with(&stage.links_of(accounts), &wanted, &rows).await;
    assert_eq!(outcome.unwrap().service, Store::TorBox);
    let stopped: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            LinkEvent::ServiceStopped { way, error } => Some((way.store().unwrap(), error.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(stopped, [(Store::RealDebrid, DebridError::NoSubscription)]);
    let added = stage.asked_of_store().into_iter().filter(|path| path.starts_with("POST magnets")).count();
    assert_eq!(added, 2, "one at each service: the first is asked no more");
}

#[tokio::test]
async fn when_no_service_gives_a_link_each_says_why() {
    let (releases, rows) = rows(1);
    let stage = Stage::with_faults(releases, StoreFaults::default()).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let accounts =
        vec![stage.debrid_at(Store::RealDebrid, "demo-refused"), stage.debrid_at(Store::TorBox, "demo-expired")];
    let (outcome, _) = make_with(&stage.links_of(accounts), &wanted, &rows).await;
    let none = outcome.unwrap_err();
    assert_eq!(none.last, DebridError::Unauthorized, "the preferred one's reason");
    let words = none.to_string();
    assert!(words.contains("Real-Debrid: the service refused the token"), "{words}");
    assert!(words.contains("TorBox: the subscription has ended"), "{words}");
}

#[tokio::test]
async fn of_two_services_that_race_one_wins_and_the_other_is_left_clean() {
    let (releases, rows) = rows(1);
    let stage = Stage::with_faults(releases, StoreFaults::default()).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let at_once = Pace { head_start: Duration::ZERO, ..at_most(Duration::from_millis(40)) };
    let accounts = BOTH.map(|store| stage.debrid_at(store, TOKEN).with_pace(at_once.clone())).to_vec();
    let (outcome, events) = make_with(&stage.links_of(accounts), &wanted, &rows).await;
    let winner = outcome.unwrap().service;
    for store in BOTH {
        let expected = if winner == store { [hash(1)].into() } else { BTreeSet::new() };
        assert_eq!(held_at(&stage, store, TOKEN), expected, "{store}, and {winner} won");
    }
    assert!(matches!(events.last(), Some(LinkEvent::LinkMade { way, .. }) if *way == winner));
}

#[tokio::test]
async fn the_preferred_service_wins_by_its_head_start() {
    let (releases, rows) = rows(1);
    let stage = Stage::with_faults(releases, StoreFaults::default()).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let patient = Pace { head_start: Duration::from_mins(1), ..at_most(Duration::from_millis(40)) };
    let accounts = BOTH.map(|store| stage.debrid_at(store, TOKEN).with_pace(patient.clone())).to_vec();
    let (outcome, _) = make_with(&stage.links_of(accounts), &wanted, &rows).await;
    assert_eq!(outcome.unwrap().service, Store::RealDebrid);
    assert_eq!(held_at(&stage, Store::TorBox, TOKEN), BTreeSet::new());
}

#[tokio::test]
async fn each_service_is_checked_for_itself_and_one_that_fails_hurts_no_other() {
    let mut stage = Stage::set(quick()).await;
    stage.tools.accounts =
        vec![stage.debrid_at(Store::RealDebrid, "demo-refused"), stage.debrid_at(Store::TorBox, TOKEN)];
    let story = stage.find(SINTEL).await;
    let failed: Vec<_> = story
        .events
        .iter()
        .filter_map(|event| match event {
            Event::CacheCheckFailed { store, error, .. } => Some((*store, error.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(failed, [(Some(Store::RealDebrid), DebridError::Unauthorized)]);
    let answered = story.place(|event| matches!(event, Event::CacheChecked { store: Store::TorBox, .. }));
    assert!(answered.is_some());
    for row in &story.found.candidates {
        assert_eq!(row.services.get(Store::RealDebrid).unwrap().cached, Some(CacheState::Unknown));
        assert!(row.services.get(Store::TorBox).unwrap().cached.is_some());
    }
    assert!(story.found.candidates.iter().any(|row| row.cached == Some(CacheState::Cached)));
}

#[tokio::test]
async fn what_was_answered_is_not_asked_again_and_a_recheck_asks_only_for_the_rest() {
    let stage = Stage::set(quick()).await;
    let first = stage.find(SINTEL).await;
    let asked_first: BTreeSet<String> = stage.checks().concat().into_iter().collect();
    let unknown: BTreeSet<String> = first
        .found
        .candidates
        .iter()
        .filter(|row| row.cached == Some(CacheState::Unknown))
        .map(|row| row.torrent.info_hash.to_string())
        .collect();
    assert!(!unknown.is_empty() && unknown.len() < asked_first.len());
    let before = stage.checks().len();
    let sources = stage.asked();
    let found = pipeline::recheck(
        &stage.tools,
        first.found.wanted.clone(),
        first.found.candidates.clone(),
        Arc::default(),
        |_| (),
    )
    .await;
    let again: BTreeSet<String> = stage.checks().split_off(before).concat().into_iter().collect();
    assert_eq!(again, unknown);
    assert_eq!(stage.asked(), sources, "no source is asked");
    assert_eq!(found.candidates.len(), first.found.candidates.len());
    let before = stage.checks().len();
    stage.find(SINTEL).await;
    let again: BTreeSet<String> = stage.checks().split_off(before).concat().into_iter().collect();
    assert_eq!(again, unknown, "a second visit remembers what is held");
}

#[tokio::test]
async fn a_check_that_is_too_long_for_a_proxy_is_halved() {
    let faults = StoreFaults { longest_url: Some(2_000), ..StoreFaults::default() };
    let stage = Stage::set(Config { store_faults: faults, ..quick() }).await;
    let story = stage.find(SINTEL).await;
    assert_eq!(story.place(|event| matches!(event, Event::CacheCheckFailed { .. })), None);
    assert!(stage.checks().iter().any(|chunk| chunk.len() * 41 > 2_000), "the first was too long");
    assert!(story.found.candidates.iter().any(|row| row.cached == Some(CacheState::Cached)));
}

#[tokio::test]
async fn a_server_that_knows_only_the_newer_paths_serves_all_the_same() {
    let faults = StoreFaults { only_torz: true, ..StoreFaults::default() };
    let (releases, _) = rows(2);
    let stage = Stage::with_faults(releases, faults).await;
    let story = stage.find(OWN_FILM).await;
    assert_eq!(story.found.candidates[0].cached, Some(CacheState::Cached));
    let wanted = stage.wanted(OWN_FILM).await;
    let (outcome, _) = make_with(&stage.links(TOKEN), &wanted, &story.found.candidates).await;
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[tokio::test]
async fn links_that_lead_elsewhere_are_not_called_good() {
    let cases = [
        (StoreFaults { link_dead: 1.0, ..StoreFaults::default() }, "404"),
        (StoreFaults { link_page: 1.0, ..StoreFaults::default() }, "text/html"),
        (StoreFaults { link_clip: 1.0, ..StoreFaults::default() }, "bytes long"),
    ];
    for (faults, expected) in cases {
        let (releases, rows) = rows(2);
        let stage = Stage::with_faults(releases, faults).await;
        let wanted = stage.wanted(OWN_FILM).await;
        let (outcome, _) = make_with(&stage.links(TOKEN), &wanted, &rows).await;
        let none = outcome.unwrap_err();
        assert!(matches!(&none.last, DebridError::BadLink(why) if why.contains(expected)), "{none:?}");
        assert_eq!(none.tried, 2, "the next is tried");
        assert_eq!(stage.held(TOKEN), BTreeSet::new(), "and nothing stays");
    }
}

#[tokio::test]
async fn slow_starts_are_waited_for() {
    let cases = [
        StoreFaults { link_delayed: 1.0, ..StoreFaults::default() },
        StoreFaults { invalid_first: 1.0, ..StoreFaults::default() },
        StoreFaults { soon_ready: 1.0, ..StoreFaults::default() },
        StoreFaults { slow_adds: 1.0, slow_add_ms: 300, ..StoreFaults::default() },
    ];
    for faults in cases {
        let (releases, rows) = rows(1);
        let stage = Stage::with_faults(releases, faults.clone()).await;
        let wanted = stage.wanted(OWN_FILM).await;
        let (outcome, events) = make_with(&stage.links(TOKEN), &wanted, &rows).await;
        assert!(outcome.is_ok(), "{faults:?}: {events:?}");
    }
}

#[tokio::test]
async fn an_add_that_is_never_answered_is_looked_for_and_not_sent_again() {
    let (releases, rows) = rows(1);
    let stage = Stage::with_faults(releases, StoreFaults { lost_answers: 1.0, ..StoreFaults::default() }).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let pace = Pace { add: Duration::from_millis(800), ..at_most(Duration::from_millis(40)) };
    let links = stage.links_of(vec![stage.debrid(TOKEN).with_pace(pace)]);
    let (outcome, _) = make_with(&links, &wanted, &rows).await;
    assert!(outcome.is_ok(), "{outcome:?}");
    let added = stage.asked_of_store().into_iter().filter(|path| path.starts_with("POST magnets")).count();
    assert_eq!(added, 1);
}

#[tokio::test]
async fn an_add_that_fails_and_brings_the_torrent_all_the_same_leaves_nothing_behind() {
    let (releases, rows) = rows(3);
    let stage = Stage::with_faults(releases, StoreFaults { add_fails: 1.0, ..StoreFaults::default() }).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let links = stage.links(TOKEN);
    let (outcome, _) = make_with(&links, &wanted, &rows).await;
    assert!(matches!(outcome.unwrap_err().last, DebridError::Refused { status: 500, .. }));
    assert_eq!(stage.held(TOKEN), BTreeSet::new());
    assert_eq!(links.ledger.added().await, [], "and nothing is left to remember");
}

#[tokio::test]
async fn what_worked_here_is_known_at_the_next_search() {
    let (releases, _) = rows(2);
    let stage = Stage::with_faults(releases, StoreFaults::default()).await;
    let story = stage.find(OWN_FILM).await;
    let wanted = stage.wanted(OWN_FILM).await;
    // The account the search asked: whoever speaks to a service shares what is known of it.
    let links = stage.links_of(stage.tools.accounts.clone());
    let result = make_with(&links, &wanted, &story.found.candidates).await.0.unwrap();
    let story = stage.find(OWN_FILM).await;
    let row = story.row(&result.info_hash.to_string());
    assert!(row.rank.reasons.contains(&RankReason::WorkedHere { days: 0 }), "{:?}", row.rank.reasons);
    assert!(row.in_cloud() && row.rank.reasons.contains(&RankReason::InCloud), "and it is in the account");
    assert!(story.found.candidates.iter().filter(|row| row.in_cloud()).count() == 1, "it alone");
}

#[tokio::test]
async fn a_server_of_ones_own_needs_its_proxy_authorisation_alone() {
    let faults = StoreFaults { proxy_authorization: Some("Basic dXNlcjpwYXNz".to_owned()), ..StoreFaults::default() };
    let stage = Stage::with_faults(Vec::new(), faults).await;
    let (http, endpoints) = (stage.tools.http.clone(), stage.tools.endpoints.clone());
    let debrid = Debrid::new(http, endpoints, Store::RealDebrid, None);
    assert_eq!(debrid.test().await, Err(DebridError::ServerPassword));
    let through = |secret: &str| debrid.clone().through_proxy(Secret::new(secret));
    assert_eq!(through("user:pass").test().await, Ok(Subscription::Premium));
    assert_eq!(through("dXNlcjpwYXNz").test().await, Ok(Subscription::Premium), "in base64 already");
    assert_eq!(through("user:other").test().await, Err(DebridError::ServerPassword));
}

#[tokio::test]
async fn a_service_the_server_does_not_know_is_said_and_works_when_it_does() {
    let stage = Stage::set(quick()).await;
    let debrid = stage.debrid_at(Store::OneFichier, TOKEN);
    assert_eq!(debrid.is_offered().await, Ok(false));
    assert_eq!(debrid.test().await, Err(DebridError::NotOffered));
    assert_eq!(stage.debrid_at(Store::TorBox, "demo-refused").is_offered().await, Ok(true), "whatever the token");
}

#[tokio::test]
async fn calls_are_counted_and_a_service_that_says_too_often_is_left_alone() {
    let faults = StoreFaults { rate_limited: 1.0, retry_after: Some("60".to_owned()), ..StoreFaults::default() };
    let (releases, rows) = rows(2);
    let stage = Stage::with_faults(releases, faults).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let budget = Budget::new(Rate { per_minute: 600, at_once: 100 });
    let links = stage.links_of(vec![stage.debrid(TOKEN).with_budget(budget)]);
    let (first, _) = make_with(&links, &wanted, &rows).await;
    let (second, _) = make_with(&links, &wanted, &rows).await;
    for outcome in [first, second] {
        assert!(matches!(outcome.unwrap_err().last, DebridError::RateLimited { retry_after: Some(_) }));
    }
    assert_eq!(stage.asked_of_store().len(), 1, "the second run sends nothing");
    assert_eq!(links.accounts[0].calls_last_minute(), 1);
}

#[tokio::test]
async fn too_often_silences_every_call_that_waits_and_is_not_asked_again() {
    for retry_after in [None, Some("6".to_owned())] {
        let faults = StoreFaults { rate_limited: 1.0, retry_after, ..StoreFaults::default() };
        let stage = Stage::with_faults(Vec::new(), faults).await;
        let debrid = stage.debrid(TOKEN).with_budget(Budget::new(Rate { per_minute: 60, at_once: 1 }));
        let chunks: Vec<[InfoHash; 1]> = (1..=7).map(|number| [InfoHash::parse(&hash(number)).unwrap()]).collect();
        let checks = chunks.iter().map(|chunk| debrid.check(chunk));
        for outcome in futures::future::join_all(checks).await {
            assert!(matches!(outcome, Err(DebridError::RateLimited { .. })), "{outcome:?}");
        }
        assert_eq!(stage.asked_of_store().len(), 1, "the first answer is enough for all seven");
    }
}

#[tokio::test]
async fn whatever_is_sent_again_takes_a_turn_and_is_counted() {
    let passing = [(429, Some("0.05".to_owned())), (503, None)];
    for (status, retry_after) in passing {
        let stage = Stage::with_faults(Vec::new(), StoreFaults::default()).await;
        let once = Knobs { fail_first: 1, status: Some(status), retry_after, ..Knobs::default() };
        stage.mood(SourceName::StremThru, once);
        let debrid = stage.debrid(TOKEN).with_budget(Budget::new(Rate { per_minute: 600, at_once: 2 }));
        debrid.list(10, 0).await.unwrap();
        assert_eq!((stage.asked_of_store().len(), debrid.calls_last_minute()), (2, 2), "after {status}");
    }
}
