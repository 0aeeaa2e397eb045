//! What StremThru really says, service by service, and what the app makes of it.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use perihelion_core::debrid::{CacheState, DebridError, Store, Subscription};
use perihelion_core::model::{Candidate, Outcome, PastOutcome, RankReason};
use perihelion_core::pipeline::event::Event;
use perihelion_core::pipeline::link::{self, LinkEvent, Links};
use perihelion_core::store::AddState;
use perihelion_core::torrent::InfoHash;
use perihelion_simulator::{Release, StoreFaults};

use crate::link::make_with;
use crate::stage::{OWN_FILM, SINTEL, Stage, Story, hash, quick, release, rows};

const TOKEN: &str = "demo-premium";

fn none() -> StoreFaults {
    StoreFaults::default()
}

fn sent(stage: &Stage, prefix: &str) -> usize {
    stage.asked_of_store().iter().filter(|asked| asked.starts_with(prefix)).count()
}

/// The film's rows, and the links of one service that fails so.
async fn at(store: Store, token: &str, faults: StoreFaults, count: u64) -> (Stage, Links, Vec<Candidate>) {
    let (releases, rows) = rows(count);
    let stage = Stage::with_faults(releases, faults).await;
    let links = stage.links_of(vec![stage.debrid_at(store, token)]);
    (stage, links, rows)
}

#[tokio::test]
async fn a_limit_told_with_status_200_stops_the_run() {
    let faults = StoreFaults { too_many_active: 1.0, ..none() };
    let (stage, links, rows) = at(Store::AllDebrid, TOKEN, faults, 5).await;
    let (outcome, _) = make_with(&links, &stage.wanted(OWN_FILM).await, &rows).await;
    assert_eq!(outcome.unwrap_err().last, DebridError::LimitExceeded);
    assert_eq!(sent(&stage, "POST magnets"), 1);
}

#[tokio::test]
async fn a_removal_is_done_only_when_the_service_says_so() {
    let (stage, links, rows) = at(Store::AllDebrid, TOKEN, none(), 1).await;
    make_with(&links, &stage.wanted(OWN_FILM).await, &rows).await.0.unwrap();
    let entry = links.ledger.added().await.remove(0);
    stage.simulator.set_store_faults(StoreFaults { remove_fails: 1.0, ..none() });
    let refused = link::undo(&links, &entry).await.unwrap_err();
    assert!(matches!(refused, DebridError::Refused { .. }), "{refused:?}");
    assert_eq!((stage.held(TOKEN), links.ledger.added().await.len()), ([hash(1)].into(), 1), "and it stays listed");
    stage.simulator.set_store_faults(none());
    link::undo(&links, &entry).await.unwrap();
    assert_eq!((stage.held(TOKEN), links.ledger.added().await), (BTreeSet::new(), Vec::new()));
}

#[tokio::test]
async fn a_torrent_that_is_gone_is_undone_at_every_service() {
    for store in [Store::AllDebrid, Store::RealDebrid, Store::TorBox, Store::Premiumize] {
        let (stage, links, rows) = at(store, TOKEN, none(), 1).await;
        make_with(&links, &stage.wanted(OWN_FILM).await, &rows).await.0.unwrap();
        let entry = links.ledger.added().await.remove(0);
        let id = entry.magnet_id.clone().unwrap();
        links.accounts[0].remove(&id).await.unwrap();
        assert_eq!(links.accounts[0].get(&id).await, Err(DebridError::Gone), "{store}");
        link::undo(&links, &entry).await.unwrap();
        assert_eq!(links.ledger.added().await, [], "{store}");
    }
}

#[tokio::test]
async fn a_refused_server_is_not_an_unpaid_bill_and_stops_the_run() {
    for store in [Store::AllDebrid, Store::RealDebrid, Store::DebridLink, Store::TorBox] {
        let (stage, links, rows) = at(store, TOKEN, StoreFaults { refused_server: true, ..none() }, 3).await;
        let (outcome, _) = make_with(&links, &stage.wanted(OWN_FILM).await, &rows).await;
        let last = outcome.unwrap_err().last;
        assert!(matches!(last, DebridError::ServerRefused(_)), "{store}: {last:?}");
        assert!(!last.to_string().contains(['<', '_']), "{last}");
        assert_eq!(stage.asked_of_store().len(), 1, "{store}");
        assert_eq!(links.accounts[0].test().await, Ok(Subscription::Premium), "{store}");
    }
}

#[tokio::test]
async fn an_account_without_a_subscription_is_told_by_the_servers_own_word() {
    for (store, token) in [(Store::RealDebrid, "demo-expired"), (Store::AllDebrid, "demo-trial")] {
        let (_stage, links, rows) = at(store, token, none(), 1).await;
        let hashes = [rows[0].torrent.info_hash];
        assert_eq!(links.accounts[0].check(&hashes).await, Err(DebridError::NoSubscription), "{store}");
    }
}

#[tokio::test]
async fn whoever_hears_too_often_asks_nothing_more() {
    for (retry_after, most) in [(None, 2), (Some("7"), 2), (Some("0.05"), 4)] {
        let mut stage = Stage::set(quick()).await;
        stage.tools.accounts = vec![stage.debrid(TOKEN)];
        let retry_after = retry_after.map(str::to_owned);
        stage.simulator.set_store_faults(StoreFaults { rate_limited: 1.0, retry_after: retry_after.clone(), ..none() });
        let story = stage.find(SINTEL).await;
        let asked = stage.asked_of_store();
        assert!(asked.len() <= most, "one for the list and one for the check, with {retry_after:?}: {asked:?}");
        let said = story
            .events
            .iter()
            .any(|event| matches!(event, Event::CacheCheckFailed { error: DebridError::RateLimited { .. }, .. }));
        assert!(said, "and it is told");
    }
}

#[tokio::test]
async fn what_was_learnt_of_a_torrent_counts_for_every_episode() {
    let stage = Stage::set(quick()).await;
    let first = stage.find("tt99000101:2:3").await;
    assert!(stage.asked_of_store().iter().all(|asked| !asked.contains("sid=")), "no video is named");
    let known = first.found.candidates.iter().filter(|row| row.cached == Some(CacheState::Cached));
    let known: HashSet<String> = known.map(|row| row.torrent.info_hash.to_string()).collect();
    let before = stage.checks().len();
    let second = stage.find("tt99000101:2:4").await;
    let again: HashSet<String> = stage.checks()[before..].iter().flatten().cloned().collect();
    assert!(known.is_disjoint(&again), "what is held is not asked about again");
    let shared = second.found.candidates.iter().filter(|row| known.contains(&row.torrent.info_hash.to_string()));
    let shared: Vec<_> = shared.collect();
    assert!(!shared.is_empty(), "packs are found for both");
    assert!(shared.iter().all(|row| row.cached == Some(CacheState::Cached)));
}

#[tokio::test]
async fn an_error_joined_from_several_is_read_as_what_it_is() {
    let (_stage, links, rows) = at(Store::Premiumize, "demo-refused", none(), 1).await;
    let hashes = [rows[0].torrent.info_hash];
    assert_eq!(links.accounts[0].check(&hashes).await, Err(DebridError::Unauthorized));

    let (stage, links, rows) = at(Store::Premiumize, "demo-limited", none(), 5).await;
    let (outcome, _) = make_with(&links, &stage.wanted(OWN_FILM).await, &rows).await;
    assert_eq!(outcome.unwrap_err().last, DebridError::LimitExceeded);
    assert_eq!(sent(&stage, "POST magnets"), 1);
}

#[tokio::test]
async fn a_service_that_is_asked_about_each_torrent_is_asked_about_few_at_once() {
    let mut stage = Stage::set(quick()).await;
    stage.tools.accounts = vec![stage.debrid_at(Store::Premiumize, TOKEN)];
    stage.simulator.set_store_faults(StoreFaults { directdl_ms: 2, ..none() });
    let story = stage.find(SINTEL).await;
    let checks = stage.checks();
    assert!(checks.len() > 3 && checks.iter().all(|chunk| chunk.len() <= 40), "{checks:?}");
    assert_eq!(checks.iter().flatten().collect::<HashSet<_>>().len(), story.found.candidates.len());
    assert!(story.place(|event| matches!(event, Event::CacheCheckFailed { .. })).is_none());
}

#[tokio::test]
async fn a_torrent_that_the_server_lost_is_no_dead_link() {
    let (stage, links, rows) = at(Store::RealDebrid, TOKEN, StoreFaults { forgotten: 1.0, ..none() }, 1).await;
    let (outcome, _) = make_with(&links, &stage.wanted(OWN_FILM).await, &rows).await;
    assert_eq!(outcome.unwrap_err().last, DebridError::Lost);
    assert!(links.ledger.past(Timestamp::now()).await.is_empty());
    stage.simulator.set_store_faults(StoreFaults { link_gone: 1.0, ..none() });
    let (outcome, _) = make_with(&links, &stage.wanted(OWN_FILM).await, &rows).await;
    assert_eq!(outcome.unwrap_err().last, DebridError::Gone);
    let past = links.ledger.past(Timestamp::now()).await;
    let before = past[&(InfoHash::parse(&hash(1)).unwrap(), Store::RealDebrid)];
    assert_eq!(before.words(), "its link was dead today");
}

#[tokio::test]
async fn pages_between_the_server_and_a_service_are_not_shown() {
    for store in [Store::RealDebrid, Store::Premiumize, Store::TorBox] {
        let (stage, links, rows) = at(store, TOKEN, StoreFaults { gateway_pages: 1.0, ..none() }, 2).await;
        let (outcome, _) = make_with(&links, &stage.wanted(OWN_FILM).await, &rows).await;
        let words = outcome.unwrap_err().to_string();
        assert!(words.contains("502") && !words.contains(['<', '{', '_']), "{words}");
    }
}

#[tokio::test]
async fn a_service_that_is_down_is_asked_to_add_once() {
    for store in [Store::RealDebrid, Store::Premiumize] {
        let (stage, links, rows) = at(store, TOKEN, StoreFaults { down: true, ..none() }, 5).await;
        let (outcome, _) = make_with(&links, &stage.wanted(OWN_FILM).await, &rows).await;
        assert_eq!(outcome.unwrap_err().last, DebridError::Down);
        assert_eq!(sent(&stage, "POST magnets"), 1, "{store}");
    }
}

#[tokio::test]
async fn a_service_that_the_server_does_not_know_is_recognised() {
    let stage = Stage::set(quick()).await;
    let unknown = stage.debrid_at(Store::OneFichier, TOKEN);
    assert_eq!(unknown.is_offered().await, Ok(false));
    assert_eq!(unknown.test().await, Err(DebridError::NotOffered));
    assert_eq!(stage.debrid_at(Store::TorBox, TOKEN).is_offered().await, Ok(true));
    assert_eq!(stage.debrid_at(Store::TorBox, "demo-refused").is_offered().await, Ok(true), "whatever the token");
}

#[tokio::test]
async fn what_goes_on_downloading_is_given_up_after_two_looks() {
    for store in [Store::Premiumize, Store::TorBox] {
        let (stage, links, rows) = at(store, TOKEN, StoreFaults { downloading: 1.0, ..none() }, 3).await;
        let (outcome, _) = make_with(&links, &stage.wanted(OWN_FILM).await, &rows).await;
        assert_eq!(outcome.unwrap_err().last, DebridError::NotCached("downloading".to_owned()));
        let looks = stage.asked_of_store().into_iter().filter(|asked| asked.starts_with("GET magnets/")).count();
        assert_eq!(looks, 3, "one for each beside the answer to the add");
        assert_eq!((stage.held(TOKEN), links.ledger.added().await), (BTreeSet::new(), Vec::new()));
    }
    let (stage, links, rows) = at(Store::RealDebrid, TOKEN, StoreFaults { soon_ready: 1.0, ..none() }, 1).await;
    make_with(&links, &stage.wanted(OWN_FILM).await, &rows).await.0.unwrap();
    assert_eq!(links.ledger.added().await[0].state, AddState::Used, "what comes a moment late is waited for");
}

/// Releases of one group each, of which the service refuses those with `word` in their name.
async fn refusing(word: &str, names: &[String]) -> Stage {
    let told = |(at, name): (usize, &String)| Release {
        files: vec![(format!("/{name}.mkv"), 2_000_000_000)],
        name: name.clone(),
        ..release(at as u64 + 1, &[])
    };
    let faults = StoreFaults { refuses_names: vec![word.to_owned()], only: Some("realdebrid".to_owned()), ..none() };
    Stage::with_faults(names.iter().enumerate().map(told).collect(), faults).await
}

fn names(count: usize, rest: &str) -> Vec<String> {
    (1..=count).map(|number| format!("Harbour.of.Glass.2019.1080p.{rest}-G{number}")).collect()
}

#[tokio::test]
async fn refusals_by_name_do_not_use_up_the_tries() {
    let mut named = names(12, "BluRay.DTS.x265.Shady");
    named.push("Harbour.of.Glass.2019.720p.BluRay.DTS.x265-FINE".to_owned());
    let stage = refusing("shady", &named).await;
    let story = stage.find(OWN_FILM).await;
    let links = stage.links(TOKEN);
    let (outcome, events) = make_with(&links, &story.found.wanted, &story.found.candidates).await;
    assert_eq!(outcome.unwrap().info_hash.to_string(), hash(13));
    let refused = events
        .iter()
        .filter(|event| matches!(event, LinkEvent::CandidateFailed { error: DebridError::LegalBlock, .. }));
    assert_eq!(refused.count(), 12, "each is told");
    assert_eq!(sent(&stage, "POST magnets"), 13, "and cost one request");
    links.work.settled().await;
    let past = links.ledger.named(Timestamp::now()).await;
    assert_eq!(past.iter().filter(|one| one.outcome == Outcome::Legal).count(), 12);
    assert!(past.iter().any(|one| one.outcome == Outcome::Worked && one.name.starts_with(&named[12])));
}

#[tokio::test]
async fn refusals_without_end_end_and_are_counted() {
    let stage = refusing("shady", &names(60, "BluRay.DTS.x265.Shady")).await;
    let story = stage.find(OWN_FILM).await;
    let links = stage.links(TOKEN);
    let none = make_with(&links, &story.found.wanted, &story.found.candidates).await.0.unwrap_err();
    assert_eq!((none.tried, none.refused.as_slice()), (40, &[(Store::RealDebrid, 40)][..]));
    assert!(none.to_string().contains("Real-Debrid refused 40 torrents for legal reasons"), "{none}");
    links.work.settled().await;
    assert_eq!(stage.held(TOKEN), BTreeSet::new());
}

#[tokio::test]
async fn three_refusals_in_a_row_end_the_tries_where_nothing_is_held() {
    let stage = refusing("shady", &names(20, "BluRay.DTS.x265.Shady")).await;
    let mut story = stage.find(OWN_FILM).await;
    for row in &mut story.found.candidates {
        Arc::make_mut(row).services.at(Store::RealDebrid).cached = Some(CacheState::Unknown);
    }
    let links = stage.links(TOKEN);
    let (none, events) = make_with(&links, &story.found.wanted, &story.found.candidates).await;
    let none = none.unwrap_err();
    assert_eq!((none.tried, none.last), (3, DebridError::LegalBlock));
    let learnt = events.iter().filter(|event| {
        matches!(event, LinkEvent::Learnt { outcome: PastOutcome { outcome: Outcome::Legal, .. }, .. })
    });
    assert_eq!(learnt.count(), 3, "each is told as it is remembered");

    // What the check calls held is asked for however many of the others were refused before it.
    let held = story.found.candidates.last_mut().unwrap();
    Arc::make_mut(held).services.at(Store::RealDebrid).cached = Some(CacheState::Cached);
    let hash = held.torrent.info_hash;
    let (none, events) = make_with(&links, &story.found.wanted, &story.found.candidates).await;
    assert_eq!(none.unwrap_err().tried, 3, "and after it the rest has had its three");
    let asked = events.iter().any(|event| matches!(event, LinkEvent::CandidateStarted { hash: of, .. } if *of == hash));
    assert!(asked);
}

#[tokio::test]
async fn what_a_service_is_known_to_refuse_comes_after_what_it_is_not_and_says_why() {
    let named = [
        "Harbour.of.Glass.2019.2160p.WEB-DL.H.265-AAA".to_owned(),
        "Harbour.of.Glass.2019.720p.BluRay.DTS.x265-BBB".to_owned(),
    ];
    let stage = refusing("web-dl", &named).await;
    let story = stage.find(OWN_FILM).await;
    assert_eq!(story.found.candidates[0].torrent.info_hash.to_string(), hash(2));
    let row = story.row(&hash(1));
    let words = "Real-Debrid is known to refuse names with \u{201c}web-dl\u{201d}";
    assert!(row.rank.reasons.contains(&RankReason::LikelyRefused(words.to_owned())), "{:?}", row.rank.reasons);
    assert!(row.is_worth_trying() && row.rank.hidden.is_none(), "it is there all the same");
    let links = stage.links(TOKEN);
    assert_eq!(
        make_with(&links, &story.found.wanted, &story.found.candidates).await.0.unwrap().info_hash.to_string(),
        hash(2)
    );
    assert_eq!(sent(&stage, "POST magnets"), 1);

    // A service that refuses nothing by name keeps it where it was.
    let mut stage = refusing("web-dl", &named).await;
    stage.tools.accounts = vec![stage.debrid_at(Store::RealDebrid, TOKEN), stage.debrid_at(Store::TorBox, TOKEN)];
    let story = stage.find(OWN_FILM).await;
    let row = story.row(&hash(1));
    assert_eq!(row.services.get(Store::TorBox).unwrap().cached, Some(CacheState::Cached));
    assert_eq!(story.found.candidates[0].torrent.info_hash, row.torrent.info_hash);
    assert!(row.rank.reasons.contains(&RankReason::LikelyRefused(words.to_owned())), "but says so");
}

#[tokio::test]
async fn what_was_refused_here_is_expected_to_be_refused_again() {
    let named: Vec<String> = (1..=4)
        .map(|number| format!("Harbour.of.Glass.2019.1080p.BluRay.DTS{number}.x265-SHADY"))
        .chain(["Harbour.of.Glass.2019.480p.BluRay.DTS.x264-OTHER".to_owned()])
        .collect();
    let stage = refusing("shady", &named).await;
    let story = stage.find(OWN_FILM).await;
    let links = Links { ledger: stage.tools.ledger.clone(), ..stage.links(TOKEN) };
    let first = |story: &Story| story.found.candidates[0].torrent.info_hash.to_string();
    assert_ne!(first(&story), hash(5));
    // One of them is refused; its siblings are then expected to be.
    let chosen = story.row(&hash(1)).clone();
    let none = make_with(&links, &story.found.wanted, &[chosen]).await.0.unwrap_err();
    assert_eq!(none.last, DebridError::LegalBlock);
    let again = stage.find(OWN_FILM).await;
    assert_eq!(first(&again), hash(5), "what is not like it comes first");
    let words = RankReason::LikelyRefused("Real-Debrid refused a release named like this one".to_owned());
    assert!(again.row(&hash(2)).rank.reasons.contains(&words));
}
