//! From what was found to a link: a film, an episode out of a pack, an episode out of a batch of eleven hundred files.

use std::borrow::Borrow;
use std::sync::Arc;

use perihelion_core::debrid::CacheState;
use perihelion_core::http::Request;
use perihelion_core::model::{Candidate, Scope};
use perihelion_core::pipeline::link::{self, DownloadResult, LinkEvent, LinkFor, Links, NoLink};
use perihelion_core::title::Wanted;
use perihelion_core::torrent::{InfoHash, SourceName, Torrent};
use perihelion_simulator::BATCH_HASH;

use crate::stage::{SINTEL, Stage, quick};

/// A link, and the steps that led to it.
pub(crate) async fn make(
    stage: &Stage,
    token: &str,
    wanted: &Wanted,
    candidates: &[impl Borrow<Candidate>],
) -> (Result<DownloadResult, NoLink>, Vec<LinkEvent>) {
    make_with(&stage.links(token), wanted, candidates).await
}

/// The same, at several services or with habits of its own. What tidies up has ended by then.
pub(crate) async fn make_with(
    links: &Links,
    wanted: &Wanted,
    candidates: &[impl Borrow<Candidate>],
) -> (Result<DownloadResult, NoLink>, Vec<LinkEvent>) {
    let candidates: Vec<&Candidate> = candidates.iter().map(Borrow::borrow).collect();
    let mut events = Vec::new();
    let ask = LinkFor { wanted, candidates: &candidates, file: None };
    let outcome = link::link(links, ask, |event| events.push(event)).await;
    links.work.settled().await;
    (outcome, events)
}

/// The link leads to a video, and the account holds the torrent it is of.
async fn assert_plays(stage: &Stage, result: &DownloadResult, token: &str) {
    assert!(matches!(result.link.scheme(), "http" | "https"), "a player is given web addresses only");
    let answer = stage.tools.http.send(Request::get(result.link.clone())).await.unwrap();
    assert!(answer.status.is_success(), "{} is there", result.link);
    assert!(answer.body.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]), "and it is Matroska");
    assert!(stage.held(token).contains(&result.info_hash.to_string()), "what plays stays in the account");
    assert!(result.score > 0.0 && !result.match_reasons.is_empty(), "the choice is explained");
}

#[tokio::test]
async fn a_film_that_was_found_plays() {
    let stage = Stage::set(quick()).await;
    let story = stage.find(SINTEL).await;
    let (outcome, events) = make(&stage, "demo-premium", &story.found.wanted, &story.found.candidates).await;
    let result = outcome.unwrap();
    assert_plays(&stage, &result, "demo-premium").await;
    assert!(result.file_name.to_lowercase().contains("sintel"), "{}", result.file_name);
    assert!(result.file_size.is_some_and(|size| size > 50_000_000), "no sample: {:?}", result.file_size);
    assert!(matches!(events.first(), Some(LinkEvent::CandidateStarted { position: 1, .. })));
    assert!(matches!(events.last(), Some(LinkEvent::LinkMade { .. })), "the last step is the link");
    let chosen =
        events.iter().any(|event| matches!(event, LinkEvent::FileChosen { name, .. } if *name == result.file_name));
    assert!(chosen, "the file told is the file linked");
}

#[tokio::test]
async fn an_episode_plays_out_of_a_season_pack() {
    let stage = Stage::set(quick()).await;
    let story = stage.find("tt99000101:2:3").await;
    let packs: Vec<Arc<Candidate>> = story
        .found
        .candidates
        .iter()
        .filter(|row| row.rank.scope == Scope::Pack && row.cached == Some(CacheState::Cached))
        .cloned()
        .collect();
    assert!(packs.len() > 2, "a well-known series has packs");
    let (outcome, _) = make(&stage, "demo-premium", &story.found.wanted, &packs).await;
    let result = outcome.unwrap();
    assert_plays(&stage, &result, "demo-premium").await;
    let path = format!("{} of {}", result.file_name, result.release);
    assert!(is_third_of_the_second(&result.file_name), "{path}");
}

/// Packs name their files in several ways.
fn is_third_of_the_second(name: &str) -> bool {
    name.contains("S02E03") || name.starts_with("03.") || name.contains(" - 11 ")
}

#[tokio::test]
async fn the_file_told_before_a_link_is_the_file_linked() {
    let stage = Stage::set(quick()).await;
    let story = stage.find("tt99000101:2:3").await;
    let told: Vec<Arc<Candidate>> =
        story.found.candidates.iter().filter(|row| row.file.is_some()).take(8).cloned().collect();
    assert_eq!(told.len(), 8);
    let mut linked = 0;
    for row in told {
        let file = row.file.clone().unwrap();
        if let (Ok(result), _) = make(&stage, "demo-premium", &story.found.wanted, &[row]).await {
            linked += 1;
            assert_eq!((result.file_index, &result.file_name), (file.index, &file.name), "in {}", result.release);
        }
    }
    assert!(linked >= 4, "most of what is cached plays: {linked}");
}

#[tokio::test]
async fn episodes_play_out_of_a_batch_exactly() {
    let stage = Stage::set(quick()).await;
    for number in [1, 500, 1000] {
        let wanted = stage.wanted(&format!("kitsu:90012:{number}")).await;
        // A hint that is wrong, as many are: ten extras come first in the torrent.
        let mut torrent = Torrent::new(InfoHash::parse(BATCH_HASH).unwrap(), batch_name(), SourceName::Comet);
        torrent.file_index = Some(number - 1);
        let mut row = Candidate::new(torrent);
        row.cached = Some(CacheState::Cached);
        let (outcome, _) = make(&stage, "demo-premium", &wanted, &[row]).await;
        let result = outcome.unwrap();
        assert_eq!(result.file_name, format!("Windstar Wanderers - {number:04} [1080p].mkv"));
        assert_eq!(result.file_index, i64::from(number) + 9, "its place among eleven hundred");
        assert_plays(&stage, &result, "demo-premium").await;
    }
}

fn batch_name() -> &'static str {
    "[Suisei] Windstar Wanderers (0001-1090) [1080p][HEVC x265 10bit][Multi-Subs][Batch]"
}

#[tokio::test]
async fn a_search_for_an_episode_knows_its_file_in_the_batch() {
    let stage = Stage::set(quick()).await;
    for number in [1, 500, 1000] {
        let story = stage.find(&format!("anidb:90069:{number}")).await;
        let batch = story.row(BATCH_HASH);
        assert_eq!(batch.cached, Some(CacheState::Cached));
        let file = batch.file.as_ref().unwrap();
        assert_eq!(file.name, format!("Windstar Wanderers - {number:04} [1080p].mkv"), "before anything is added");
    }
}

#[tokio::test]
async fn an_anime_episode_that_was_found_plays() {
    let stage = Stage::set(quick()).await;
    let story = stage.find("kitsu:90045:7").await;
    let (outcome, _) = make(&stage, "demo-premium", &story.found.wanted, &story.found.candidates).await;
    let result = outcome.unwrap();
    assert_plays(&stage, &result, "demo-premium").await;
    assert!(result.file_name.contains("07"), "{}", result.file_name);
}

#[tokio::test]
async fn a_trial_is_an_account_too() {
    let stage = Stage::set(quick()).await.signed_in("demo-trial");
    let story = stage.find(SINTEL).await;
    let (outcome, _) = make(&stage, "demo-trial", &story.found.wanted, &story.found.candidates).await;
    assert_plays(&stage, &outcome.unwrap(), "demo-trial").await;
}
