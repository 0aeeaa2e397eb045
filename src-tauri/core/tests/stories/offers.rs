//! Streams that are links: what an addon of the person's own gives is found, held against the title, merged with the
//! torrents, and played, with or without a service.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use perihelion_core::debrid::{CacheState, DebridError, Store};
use perihelion_core::http::{Method, Request};
use perihelion_core::model::{Candidate, RankReason, Way};
use perihelion_core::pipeline::Refresh;
use perihelion_core::pipeline::event::{Asked, Event};
use perihelion_core::pipeline::link::{self, DownloadResult, LinkEvent, LinkFor, Links, NoLink};
use perihelion_core::profile::Profile;
use perihelion_core::sources::own::OwnKind;
use perihelion_core::title::Wanted;
use perihelion_core::torrent::{OfferKind, SourceName};
use perihelion_simulator::{Config, Knobs, Upstream};

use crate::stage::{OWN_FILM, Stage, Story, hash, quick, release};

const KEY: &str = "planted-key-of-the-addon";
const TOKEN: &str = "demo-premium";

/// A stage with so many torrents of the film, of which the service holds those that `cached` says, and the addon under
/// a configuration with a key.
async fn with_links(count: u64, cached: bool, forms: &str) -> (Stage, Profile, tempfile::TempDir, SourceName) {
    let releases = (1..=count).map(|number| {
        let mut release = release(number, &[SourceName::TorrentsDb]);
        release.cached = Some(cached);
        release
    });
    let mut stage = Stage::with_film(releases.collect(), Config { torrents: 0, ..quick() }).await;
    let (profile, folder) = stage.profile().await;
    stage.tools.cache = profile.cache.clone();
    let address = format!("{}/addon/links={KEY};forms={forms}/manifest.json", stage.simulator.base_url());
    let checked = profile.check_own_source(OwnKind::Addon, &address, None).await.unwrap();
    let addon = profile.add_own_source(checked, None).await.unwrap().0;
    stage.tools.sources = profile.sources().await;
    (stage, profile, folder, addon)
}

async fn find(stage: &Stage, sources: &[SourceName]) -> Story {
    let mut search = stage.search_for(OWN_FILM);
    search.sources = sources.to_vec();
    stage.run(search).await
}

async fn make(links: &Links, story: &Story) -> (Result<DownloadResult, NoLink>, Vec<LinkEvent>) {
    let candidates: Vec<&Candidate> =
        story.found.candidates.iter().map(AsRef::as_ref).filter(|row: &&Candidate| row.is_worth_trying()).collect();
    make_of(links, &story.found.wanted, &candidates).await
}

async fn make_of(
    links: &Links,
    wanted: &Wanted,
    candidates: &[&Candidate],
) -> (Result<DownloadResult, NoLink>, Vec<LinkEvent>) {
    let mut events = Vec::new();
    let ask = LinkFor { wanted, candidates, file: None };
    let outcome = link::link(links, ask, |event| events.push(event)).await;
    links.work.settled().await;
    (outcome, events)
}

/// The rows that a player opens.
fn playable(story: &Story) -> Vec<&Candidate> {
    story.found.candidates.iter().map(AsRef::as_ref).filter(|row: &&Candidate| row.is_playable()).collect()
}

#[tokio::test]
async fn an_addon_alone_gives_rows_that_play_without_any_account() {
    let (stage, profile, _folder, addon) = with_links(2, false, "held,http").await;
    let stage = stage.signed_out();
    let story = find(&stage, &[addon]).await;
    let rows = playable(&story);
    assert_eq!(rows.len(), 2);
    let held = rows.iter().find(|row| !row.torrent.is_link).expect("the link that tells its torrent");
    assert_eq!(held.cached, Some(CacheState::Cached));
    assert!(held.rank.reasons.contains(&RankReason::Cached), "plays at once: {:?}", held.rank.reasons);
    let file = rows.iter().find(|row| row.torrent.is_link).expect("the link of no torrent");
    assert_eq!((file.cached, file.rank.reasons.contains(&RankReason::TheFilm)), (Some(CacheState::Unknown), true));
    assert_eq!(file.file.as_ref().map(|file| file.index), Some(-1), "its file was judged");
    assert!(!story.events.iter().any(|event| matches!(event, Event::CacheCheckFailed { .. })), "nothing is unchecked");

    let links = profile.links().await;
    assert!(links.accounts.is_empty());
    let (outcome, events) = make(&links, &story).await;
    let result = outcome.unwrap();
    assert_eq!(result.service, Way::Addon(addon));
    assert!(result.link.path().starts_with("/files/"), "where the addon's link leads in the end");
    assert_eq!(result.file_size, Some(2_000_000_001));
    let range = Request::new(Method::GET, result.link.clone()).header("range", "bytes=0-3");
    let answer = stage.tools.http.send(range).await.unwrap();
    assert_eq!((answer.status.as_u16(), answer.body.as_slice()), (206, &[0x1a, 0x45, 0xdf, 0xa3][..]));
    assert!(matches!(events.last(), Some(LinkEvent::LinkMade { way: Way::Addon(of), .. }) if *of == addon));
    assert_eq!(stage.asked_of_store(), [""; 0], "no service was asked anything");

    let fresh = link::renew(&links, &result).await.unwrap();
    assert_eq!(fresh.file_name, result.file_name);
}

#[tokio::test]
async fn a_row_with_a_torrent_and_a_link_is_one_and_goes_by_the_service_that_holds_it() {
    for held in [true, false] {
        let (stage, _profile, _folder, addon) = with_links(1, held, "held").await;
        let story = find(&stage, &[SourceName::TorrentsDb, addon]).await;
        let rows = playable(&story);
        assert_eq!(rows.len(), 1, "one row");
        let row = story.row(&hash(1));
        assert_eq!(row.sources, [SourceName::TorrentsDb, addon].into());
        assert_eq!((row.torrent.is_link, row.torrent.offers.len()), (false, 1));
        assert_eq!(row.cached, Some(CacheState::Cached));
        let (outcome, _) = make(&stage.links(TOKEN), &story).await;
        let expected = if held { Way::Service(Store::RealDebrid) } else { Way::Addon(addon) };
        assert_eq!(outcome.unwrap().service, expected, "held by the service: {held}");
        if !held {
            assert!(stage.held(TOKEN).is_empty(), "nothing was added");
        }
    }
}

#[tokio::test]
async fn without_an_account_the_pick_is_one_that_an_addon_plays() {
    let (stage, _profile, _folder, addon) = with_links(3, false, "torrent,torrent,http").await;
    let stage = stage.signed_out();
    let story = find(&stage, &[SourceName::TorrentsDb, addon]).await;
    let picked = story.events.iter().rev().find_map(|event| match event {
        Event::PickChosen { hash, .. } => Some(*hash),
        _ => None,
    });
    let row = story.found.candidates.iter().find(|row| Some(row.torrent.info_hash) == picked).unwrap();
    assert!(row.torrent.is_link, "{row:?}");
}

#[tokio::test]
async fn a_link_that_is_dead_or_shows_a_clip_gives_way_to_the_next() {
    let (stage, profile, _folder, addon) = with_links(3, false, "dead,notice,http").await;
    let stage = stage.signed_out();
    let story = find(&stage, &[addon]).await;
    let rows = playable(&story);
    assert_eq!(rows.len(), 3);
    let (outcome, events) = make(&profile.links().await, &story).await;
    assert_eq!(outcome.unwrap().service, Way::Addon(addon));
    let failures: Vec<String> = events
        .iter()
        .filter_map(|event| match event {
            LinkEvent::CandidateFailed { way: Way::Addon(_), error: DebridError::BadLink(why), .. } => {
                Some(why.clone())
            }
            _ => None,
        })
        .collect();
    assert_eq!(failures.len(), 2, "{events:?}");
    assert!(failures.iter().any(|why| why.contains("404")) && failures.iter().any(|why| why.contains("notice")));
}

#[tokio::test]
async fn with_only_dead_links_each_says_why_and_nothing_plays() {
    let (stage, profile, _folder, addon) = with_links(2, false, "dead").await;
    let stage = stage.signed_out();
    let story = find(&stage, &[addon]).await;
    let none = make(&profile.links().await, &story).await.0.unwrap_err();
    assert_eq!((none.tried, none.services.len()), (2, 1));
    assert!(matches!(none.last, DebridError::BadLink(_)), "{none}");
    assert!(!none.to_string().contains(KEY), "{none}");
}

#[tokio::test]
async fn what_a_link_wants_to_be_asked_with_is_sent_and_handed_on() {
    let (stage, profile, _folder, addon) = with_links(1, false, "headers").await;
    let stage = stage.signed_out();
    let story = find(&stage, &[addon]).await;
    let result = make(&profile.links().await, &story).await.0.unwrap();
    let mut names: Vec<&str> = result.headers.iter().map(|header| header.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["referer", "user-agent", "x-meadow-key"], "it leads to the same server");
    let json = serde_json::to_value(&result).unwrap();
    assert_eq!(json["headers"]["user-agent"], "Meadow/1.0 (a player)", "who asked for the link is told");
    let asked = stage.simulator.requests();
    let asked = asked.iter().find(|request| request.path_and_query.contains("/play/")).unwrap();
    let sent = |name: &str| asked.headers.iter().find(|(of, _)| of == name).map(|(_, value)| value.as_str());
    assert_eq!((sent("user-agent"), sent("x-meadow-key")), (Some("Meadow/1.0 (a player)"), Some(KEY)));
}

#[tokio::test]
async fn a_link_that_would_be_fetched_first_is_not_taken_for_one_that_plays() {
    let (stage, profile, _folder, addon) = with_links(1, false, "fetch").await;
    let stage = stage.signed_out();
    let story = find(&stage, &[addon]).await;
    let row = story.row(&hash(1));
    assert_eq!((row.cached, row.is_worth_trying()), (Some(CacheState::NotCached), false));
    let (outcome, _) = make_of(&profile.links().await, &story.found.wanted, &[row]).await;
    assert!(outcome.is_err(), "tried by hand, its clip is no film");
}

#[tokio::test]
async fn what_opens_elsewhere_is_listed_last_and_never_played() {
    let (stage, profile, _folder, addon) = with_links(1, false, "http").await;
    let stage = stage.signed_out();
    let story = find(&stage, &[addon]).await;
    let elsewhere: Vec<&Candidate> =
        story.found.candidates.iter().map(AsRef::as_ref).filter(|row: &&Candidate| !row.is_playable()).collect();
    let kinds: BTreeSet<OfferKind> = elsewhere.iter().map(|row| row.torrent.offers[0].kind).collect();
    assert_eq!(kinds, [OfferKind::External, OfferKind::YouTube].into());
    let first = story.found.candidates.iter().position(|row| !row.is_playable()).unwrap();
    assert_eq!(first, playable(&story).len(), "behind everything that plays");
    assert!(elsewhere.iter().all(|row| row.rank.reasons.contains(&RankReason::OpensElsewhere)));
    assert!(elsewhere.iter().all(|row| !row.is_worth_trying()));
    assert!(make_of(&profile.links().await, &story.found.wanted, &elsewhere).await.0.is_err());
    let dropped = story.events.iter().find_map(|event| match event {
        Event::SourceAnswered { dropped, .. } => Some(dropped.clone()),
        _ => None,
    });
    let notices = dropped.unwrap().get(&perihelion_core::sources::DropReason::Notice).copied();
    assert_eq!(notices, Some(2), "its words and its settings are no rows");
}

#[tokio::test]
async fn links_are_not_remembered_and_their_addon_is_asked_anew() {
    let (stage, _profile, _folder, addon) = with_links(2, false, "held,http").await;
    let stage = stage.signed_out();
    assert_eq!(playable(&find(&stage, &[addon]).await).len(), 2);
    // Behind what is remembered the addon is asked, however fresh that is.
    let again = find(&stage, &[addon]).await;
    let Some(Event::Started { sources, .. }) = again.events.first() else { panic!("it started") };
    assert!(sources.contains(&(addon, Asked::Asking)), "{sources:?}");
    assert_eq!(playable(&again).len(), 2);
    // So it is when the person asks another source again.
    let mut other = stage.search_for(OWN_FILM);
    (other.sources, other.refresh) =
        (vec![SourceName::TorrentsDb, addon], Refresh::Only([SourceName::TorrentsDb].into()));
    assert_eq!(playable(&stage.run(other).await).iter().filter(|row| !row.torrent.offers.is_empty()).count(), 2);
    // When it is gone, what it told of torrents is left, and of links nothing.
    stage.simulator.set_knobs(Upstream::Addon, Knobs { status: Some(500), ..Knobs::default() });
    let gone = find(&stage, &[addon]).await;
    let rows = playable(&gone);
    assert_eq!((rows.len(), rows[0].torrent.offers.len(), rows[0].torrent.is_link), (1, 0, false));
    let mut all = stage.search_for(OWN_FILM);
    all.sources = vec![addon];
    all.refresh = Refresh::All;
    assert_eq!(stage.run(all).await.failed(), [addon].into());
}

#[tokio::test]
async fn the_key_in_the_links_is_nowhere() {
    let (stage, profile, folder, addon) = with_links(4, true, "held,http,headers,dead").await;
    let story = find(&stage, &[SourceName::TorrentsDb, addon]).await;
    let links = Links { ledger: profile.ledger.clone(), ..stage.links(TOKEN) };
    let mut told = format!("{:?} {:?}", story.events, story.found);
    for row in playable(&story) {
        let (outcome, events) = make_of(&links.clone().only(Way::Addon(addon)), &story.found.wanted, &[row]).await;
        write!(told, "{events:?}").unwrap();
        match outcome {
            // The link itself is for the player, and leads past the addon.
            Ok(result) => write!(told, "{} {:?} {:?}", result.link, result.headers, result.renewal).unwrap(),
            Err(none) => told += &none.to_string(),
        }
    }
    make(&links, &story).await.0.unwrap();
    write!(told, "{:?} {:?}", profile.settings(), stage.tools.sources).unwrap();
    assert!(!told.contains(KEY) && !told.contains("planted"), "no event, row, error or debug text tells it");
    drop(links);
    let mut read = 0;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            read += 1;
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(8).any(|window| window == b"planted-"), "{} does not hold it", path.display());
        }
    }
    assert!(read >= 3, "the databases and the settings");
}
