//! What goes wrong on the way to a link: the next candidate is tried, or the run stops; and the account is left as it was.

use std::collections::BTreeSet;
use std::time::Duration;

use perihelion_core::debrid::{CacheState, Debrid, DebridError, Pace, Status, Store};
use perihelion_core::model::Candidate;
use perihelion_core::pipeline::link::{LinkEvent, LinkFor, Links, NoLink};
use perihelion_core::torrent::{InfoHash, SourceName, Torrent};
use perihelion_simulator::{Accounts, Config, Knobs, Release, StoreFaults};

use crate::link::{make, make_with};
use crate::stage::{OWN_FILM, Stage, at_most, candidate, film, hash, quick, release, without_video};

const TOKEN: &str = "demo-premium";

/// What a service does with a torrent that its check calls cached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Plays,
    LegalBlock,
    SoonReady,
    StaysQueued,
    NeverReady,
    LinkGone,
}

/// A film with many torrents whose fates are the service's to draw, and one that plays for sure.
struct Drawn {
    stage: Stage,
    releases: Vec<Release>,
}

impl Drawn {
    async fn set() -> Self {
        let mut releases: Vec<Release> =
            (1..=900).map(|number| Release { cached: None, ..release(number, &[]) }).collect();
        releases[0].cached = Some(true);
        let config = Config { cached_share: 1.0, works: vec![film(releases.clone())], ..quick() };
        Self { stage: Stage::set(config).await, releases }
    }

    fn sure(&self) -> Candidate {
        candidate(&self.releases[0])
    }

    /// A torrent of that fate. Fates are the store's, so somebody else's account finds them out.
    async fn with(&self, fate: Fate) -> Candidate {
        let probe = self.stage.debrid("probe");
        for release in &self.releases[1..] {
            let row = candidate(release);
            if self.fate(&probe, &row).await == fate {
                return row;
            }
        }
        panic!("among nine hundred torrents none is {fate:?}")
    }

    async fn fate(&self, probe: &Debrid, row: &Candidate) -> Fate {
        let magnet = match probe.add(&row.torrent.info_hash.to_string()).await {
            Ok(magnet) => magnet,
            Err(DebridError::LegalBlock) => return Fate::LegalBlock,
            Err(error) => panic!("{error:?}"),
        };
        if !magnet.status.is_ready() {
            probe.get(&magnet.id).await.unwrap();
            let ready = probe.get(&magnet.id).await.unwrap().status.is_ready();
            return match magnet.status {
                _ if ready => Fate::SoonReady,
                Status::Queued => Fate::StaysQueued,
                _ => Fate::NeverReady,
            };
        }
        let link = magnet.files.iter().find_map(|file| file.link.clone()).unwrap();
        if probe.generate_link(&link).await.is_ok() { Fate::Plays } else { Fate::LinkGone }
    }
}

/// How a run at one service ends without a link.
fn no_link(tried: usize, last: DebridError) -> NoLink {
    NoLink { tried, last: last.clone(), services: vec![(Store::RealDebrid.into(), last)], refused: Vec::new() }
}

fn failures(events: &[LinkEvent]) -> Vec<DebridError> {
    let failed = events.iter().filter_map(|event| match event {
        LinkEvent::CandidateFailed { error, .. } => Some(error.clone()),
        _ => None,
    });
    failed.collect()
}

/// How often it was looked at again after it was added.
fn looks(events: &[LinkEvent]) -> usize {
    events.iter().filter(|event| matches!(event, LinkEvent::Waited { .. })).count()
}

fn only(hashes: &[&Candidate]) -> BTreeSet<String> {
    hashes.iter().map(|row| row.torrent.info_hash.to_string()).collect()
}

#[tokio::test]
async fn what_is_blocked_for_legal_reasons_gives_way_to_the_next() {
    let drawn = Drawn::set().await;
    let blocked = drawn.with(Fate::LegalBlock).await;
    let wanted = drawn.stage.wanted(OWN_FILM).await;
    let (outcome, events) = make(&drawn.stage, TOKEN, &wanted, &[blocked, drawn.sure()]).await;
    assert_eq!(outcome.unwrap().info_hash, drawn.sure().torrent.info_hash);
    assert_eq!(failures(&events), [DebridError::LegalBlock]);
    assert_eq!(drawn.stage.held(TOKEN), only(&[&drawn.sure()]));
}

#[tokio::test]
async fn a_link_that_cannot_be_made_gives_way_to_the_next_and_leaves_nothing_behind() {
    let drawn = Drawn::set().await;
    let gone = drawn.with(Fate::LinkGone).await;
    let wanted = drawn.stage.wanted(OWN_FILM).await;
    let (outcome, events) = make(&drawn.stage, TOKEN, &wanted, &[gone, drawn.sure()]).await;
    assert_eq!(outcome.unwrap().info_hash, drawn.sure().torrent.info_hash);
    assert_eq!(failures(&events), [DebridError::Gone]);
    assert_eq!(drawn.stage.held(TOKEN), only(&[&drawn.sure()]), "what was added and not used is taken out");
}

#[tokio::test]
async fn what_is_ready_at_the_second_look_is_waited_for() {
    let drawn = Drawn::set().await;
    let soon = drawn.with(Fate::SoonReady).await;
    let wanted = drawn.stage.wanted(OWN_FILM).await;
    let (outcome, events) = make(&drawn.stage, TOKEN, &wanted, &[soon.clone(), drawn.sure()]).await;
    assert_eq!(outcome.unwrap().info_hash, soon.torrent.info_hash, "the check said that it is there");
    assert_eq!(looks(&events), 2);
    assert_eq!(failures(&events), []);
}

/// The account with these pauses between looks, in milliseconds.
fn looking(stage: &Stage, pauses: [u64; 4]) -> Links {
    let pace = Pace { looks: pauses.map(Duration::from_millis).to_vec(), ..at_most(Duration::from_millis(40)) };
    stage.links_of(vec![stage.debrid(TOKEN).with_pace(pace)])
}

#[tokio::test]
async fn what_stays_queued_is_overtaken_by_the_next_and_leaves_nothing_behind() {
    let drawn = Drawn::set().await;
    let queued = drawn.with(Fate::StaysQueued).await;
    let wanted = drawn.stage.wanted(OWN_FILM).await;
    let links = looking(&drawn.stage, [1, 1, 120_000, 120_000]);
    let (outcome, events) = make_with(&links, &wanted, &[queued, drawn.sure()]).await;
    assert_eq!(outcome.unwrap().info_hash, drawn.sure().torrent.info_hash);
    assert_eq!((looks(&events), failures(&events)), (2, vec![]), "it was not waited for to its end: {events:?}");
    assert_eq!(drawn.stage.held(TOKEN), only(&[&drawn.sure()]), "nothing keeps downloading behind the person's back");
}

#[tokio::test]
async fn what_is_never_ready_gives_way_to_the_next_and_leaves_nothing_behind() {
    let drawn = Drawn::set().await;
    let never = drawn.with(Fate::NeverReady).await;
    let wanted = drawn.stage.wanted(OWN_FILM).await;
    let (outcome, events) = make(&drawn.stage, TOKEN, &wanted, &[never, drawn.sure()]).await;
    assert_eq!(outcome.unwrap().info_hash, drawn.sure().torrent.info_hash);
    assert!(matches!(failures(&events)[..], [DebridError::NotCached(_)]), "its status is told: {events:?}");
    assert_eq!(drawn.stage.held(TOKEN), only(&[&drawn.sure()]), "nothing keeps downloading behind the person's back");
}

#[tokio::test]
async fn what_is_late_is_still_waited_for_while_the_next_gives_no_link() {
    let releases = vec![release(1, &[]), without_video(2), without_video(3)];
    let faults = StoreFaults { late_ready: 1.0, ..StoreFaults::default() };
    let stage = Stage::with_faults(releases.clone(), faults).await;
    let rows: Vec<Candidate> = releases.iter().map(candidate).collect();
    let wanted = stage.wanted(OWN_FILM).await;
    let (outcome, events) = make_with(&looking(&stage, [1, 1, 20, 20]), &wanted, &rows).await;
    assert_eq!(outcome.unwrap().info_hash, rows[0].torrent.info_hash);
    let started = |row: &Candidate| {
        let hash = row.torrent.info_hash;
        events.iter().position(|event| matches!(event, LinkEvent::CandidateStarted { hash: of, .. } if *of == hash))
    };
    let second = rows[1].torrent.info_hash;
    let given_up =
        events.iter().position(|event| matches!(event, LinkEvent::CandidateFailed { hash, .. } if *hash == second));
    assert!(started(&rows[1]).is_some(), "it was waited for alone: {events:?}");
    // On a busy machine the second may have been given up before the first has its link.
    let third = started(&rows[2]).is_none_or(|started| given_up.is_some_and(|given_up| given_up < started));
    assert!(third, "two at once are enough: {events:?}");
    assert_eq!(stage.held(TOKEN), only(&[&rows[0]]));
}

#[tokio::test]
async fn what_no_check_called_cached_is_looked_at_once_more_only() {
    let stage = Stage::with_film(vec![release(1, &[])], quick()).await;
    let nobody_has = InfoHash::parse(&hash(77)).unwrap();
    let mut row = Candidate::new(Torrent::new(nobody_has, "Harbour of Glass 2019", SourceName::Nyaa));
    row.cached = Some(CacheState::Unknown);
    let wanted = stage.wanted(OWN_FILM).await;
    let (outcome, events) = make(&stage, TOKEN, &wanted, &[row, candidate(&release(1, &[]))]).await;
    assert!(outcome.is_ok());
    assert_eq!(looks(&events), 1, "it would have to be downloaded first");
    assert_eq!(stage.held(TOKEN), [hash(1)].into());
}

#[tokio::test]
async fn a_torrent_without_the_file_wanted_gives_way_to_the_next() {
    let releases = vec![without_video(1), release(2, &[])];
    let stage = Stage::with_film(releases.clone(), quick()).await;
    let rows: Vec<Candidate> = releases.iter().map(candidate).collect();
    let wanted = stage.wanted(OWN_FILM).await;
    let (outcome, events) = make(&stage, TOKEN, &wanted, &rows).await;
    assert_eq!(outcome.unwrap().info_hash, rows[1].torrent.info_hash);
    assert_eq!(failures(&events), [DebridError::NoMatchingFile]);
    assert_eq!(stage.held(TOKEN), only(&[&rows[1]]));
}

#[tokio::test]
async fn a_chosen_file_is_that_file_or_none_of_its_torrent() {
    let files = [("/Own/Own Film 2020.mkv", 900), ("/Own/Making of.mkv", 100)];
    let files = files.map(|(path, megabytes)| (path.to_owned(), megabytes * 1_000_000)).to_vec();
    let releases = vec![Release { files, ..release(1, &[]) }, release(2, &[])];
    let stage = Stage::with_film(releases.clone(), quick()).await;
    let rows: Vec<Candidate> = releases.iter().map(candidate).collect();
    let wanted = stage.wanted(OWN_FILM).await;
    for (chosen, at, name) in [
        ("/Own/Making of.mkv", 0, "Making of.mkv"),
        // Another list of the same torrent had it in another folder.
        ("/Making of.mkv", 0, "Making of.mkv"),
        ("/Own/Never there.mkv", 1, ""),
    ] {
        let links = stage.links(TOKEN);
        let candidates: Vec<&Candidate> = rows.iter().collect();
        let ask = LinkFor { wanted: &wanted, candidates: &candidates, file: Some(chosen) };
        let result = perihelion_core::pipeline::link::link(&links, ask, |_| {}).await.unwrap();
        links.work.settled().await;
        assert_eq!(result.info_hash, rows[at].torrent.info_hash, "{chosen}");
        assert!(name.is_empty() || result.file_name == name, "{chosen}: {}", result.file_name);
    }
}

#[tokio::test]
async fn a_guess_is_asked_about_and_not_played() {
    let files = |names: &[&str]| names.iter().map(|name| (format!("/{name}"), 900_000_000)).collect();
    let several = Release { files: files(&["first.mkv", "second.mkv"]), ..release(1, &[]) };
    let one = Release { files: files(&["second.mkv"]), ..release(2, &[]) };
    let stage = Stage::with_film(vec![several.clone(), one.clone()], quick()).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let unnamed = |release: &Release| {
        let mut row = candidate(release);
        row.torrent.title = "An evening in May".to_owned();
        row.torrent.file_name = Some("second.mkv".to_owned());
        row
    };
    let row = unnamed(&several);
    let (outcome, _) = make(&stage, TOKEN, &wanted, std::slice::from_ref(&row)).await;
    assert_eq!(outcome.unwrap_err(), no_link(1, DebridError::UnsureFile));
    assert_eq!(stage.held(TOKEN), BTreeSet::new(), "nothing is left behind");
    let links = stage.links(TOKEN);
    let ask = LinkFor { wanted: &wanted, candidates: &[&row], file: Some("/first.mkv") };
    let chosen = perihelion_core::pipeline::link::link(&links, ask, |_| {}).await.unwrap();
    assert_eq!(chosen.file_name, "first.mkv", "the person's choice is no guess");
    let (only, _) = make(&stage, TOKEN, &wanted, &[unnamed(&one)]).await;
    assert_eq!(only.unwrap().file_name, "second.mkv", "there is nothing to choose from");
}

#[tokio::test]
async fn what_was_held_before_is_never_removed() {
    let releases = vec![without_video(1), without_video(2)];
    let accounts = Accounts { held: vec![hash(1)], ..Accounts::default() };
    let stage = Stage::with_film(releases.clone(), Config { accounts, ..quick() }).await;
    let rows: Vec<Candidate> = releases.iter().map(candidate).collect();
    let wanted = stage.wanted(OWN_FILM).await;
    let (outcome, _) = make(&stage, TOKEN, &wanted, &rows).await;
    assert_eq!(outcome.unwrap_err(), no_link(2, DebridError::NoMatchingFile));
    assert_eq!(stage.held(TOKEN), [hash(1)].into(), "the person's own stays, the other goes");
    let removed = stage.asked_of_store().into_iter().filter(|path| path.starts_with("DELETE")).count();
    assert_eq!(removed, 1);
}

#[tokio::test]
async fn when_the_list_cannot_be_read_nothing_is_removed() {
    let releases = vec![without_video(1)];
    let stage = Stage::with_film(releases.clone(), quick()).await;
    let rows = [candidate(&releases[0])];
    let wanted = stage.wanted(OWN_FILM).await;
    stage.mood(SourceName::StremThru, Knobs { fail_first: 3, status: Some(500), ..Knobs::default() });
    let (outcome, _) = make(&stage, TOKEN, &wanted, &rows).await;
    assert!(outcome.is_err());
    assert_eq!(stage.held(TOKEN), [hash(1)].into(), "it may have been there before");
}

#[tokio::test]
async fn at_most_eight_candidates_are_tried() {
    let releases: Vec<Release> = (1..=12).map(without_video).collect();
    let stage = Stage::with_film(releases.clone(), quick()).await;
    let rows: Vec<Candidate> = releases.iter().map(candidate).collect();
    let wanted = stage.wanted(OWN_FILM).await;
    let (outcome, events) = make(&stage, TOKEN, &wanted, &rows).await;
    assert_eq!(outcome.unwrap_err(), no_link(8, DebridError::NoMatchingFile));
    assert!(events.iter().all(|event| !matches!(event, LinkEvent::CandidateStarted { of, .. } if *of != 8)));
    let added = stage.asked_of_store().into_iter().filter(|path| path.starts_with("POST magnets")).count();
    assert_eq!(added, 8);
    assert_eq!(stage.held(TOKEN), BTreeSet::new(), "and none of them stays");
}

#[tokio::test]
async fn what_concerns_the_account_stops_the_run_at_once() {
    let cases = [
        // A refused token does not even read the list.
        ("demo-refused", DebridError::Unauthorized, 0),
        ("demo-expired", DebridError::NoSubscription, 1),
        ("demo-limited", DebridError::LimitExceeded, 1),
    ];
    for (token, expected, tried) in cases {
        let releases = vec![release(1, &[]), release(2, &[])];
        let stage = Stage::with_film(releases.clone(), quick()).await;
        let rows: Vec<Candidate> = releases.iter().map(candidate).collect();
        let wanted = stage.wanted(OWN_FILM).await;
        let (outcome, events) = make(&stage, token, &wanted, &rows).await;
        assert_eq!(outcome.unwrap_err(), no_link(tried, expected.clone()), "{token}");
        assert_eq!(failures(&events), vec![expected.clone(); tried], "the second is not tried with {token}");
        let stopped =
            events.iter().any(|event| matches!(event, LinkEvent::ServiceStopped { error, .. } if *error == expected));
        assert!(stopped, "and it is said that nothing more is tried");
        let added = stage.asked_of_store().into_iter().filter(|path| path.starts_with("POST magnets")).count();
        assert_eq!(added, tried);
    }
}

#[tokio::test]
async fn being_asked_too_often_stops_the_run_too() {
    let releases = vec![release(1, &[]), release(2, &[])];
    let stage = Stage::with_film(releases.clone(), quick()).await;
    let rows: Vec<Candidate> = releases.iter().map(candidate).collect();
    let wanted = stage.wanted(OWN_FILM).await;
    let busy = Knobs { status: Some(429), retry_after: Some("30".to_owned()), ..Knobs::default() };
    stage.mood(SourceName::StremThru, busy);
    let (outcome, _) = make(&stage, TOKEN, &wanted, &rows).await;
    let NoLink { tried: 0, last: DebridError::RateLimited { retry_after: Some(wait) }, .. } = outcome.unwrap_err()
    else {
        panic!("the first 429 stops it and says until when")
    };
    assert_eq!(wait.as_secs(), 30);
}

#[tokio::test]
async fn nothing_to_try_asks_nothing_of_the_service() {
    let stage = Stage::with_film(Vec::new(), quick()).await;
    let wanted = stage.wanted(OWN_FILM).await;
    let (outcome, events) = make(&stage, TOKEN, &wanted, &[] as &[Candidate]).await;
    assert_eq!(outcome.unwrap_err().tried, 0);
    assert!(events.is_empty() && stage.asked_of_store().is_empty());
}
