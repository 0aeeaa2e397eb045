//! Phase 5: add the magnet, choose the file, make the link; and if that fails, the next candidate. What was added and turned out
//! useless is taken out again; what was in the account before is never touched.

use std::collections::HashSet;
use std::time::Duration;

use serde::Serialize;
use url::Url;

use crate::debrid::{CacheState, Debrid, DebridError, Magnet, Status, Store};
use crate::title::Wanted;
use crate::torrent::{InfoHash, TorrentFile};

use super::dedupe::Candidate;
use super::select::{self, Reason};

/// The direct link and how it came to be. The URL is a key to the file: it is for the player, not for the page or a log.
#[derive(Clone, Debug, Serialize)]
pub struct DownloadResult {
    pub link: Url,
    pub file_name: String,
    /// Bytes; `None` where the service does not say.
    pub file_size: Option<u64>,
    pub file_index: i64,
    pub score: f32,
    pub match_reasons: Vec<Reason>,
    pub info_hash: InfoHash,
    /// The torrent's release name.
    pub release: String,
    pub service: Store,
}

/// A step on the way to a link.
#[derive(Clone, Debug)]
pub enum LinkEvent {
    CandidateStarted { hash: InfoHash, release: String, position: usize, of: usize },
    Added { status: Status },
    Waited { status: Status, attempt: u32 },
    FileChosen { name: String, size: Option<u64>, score: f32, reasons: Vec<Reason> },
    CandidateFailed { hash: InfoHash, error: DebridError },
    LinkMade,
}

/// Why there is no link: what was tried, and the last or the decisive failure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{last}")]
pub struct NoLink {
    pub tried: usize,
    pub last: DebridError,
}

/// Below this the file is a guess: good enough for a torrent the person chose, not for one the app goes on to.
const SURE: f32 = 0.5;
/// Candidates tried before giving up: each failed one costs the account calls.
const MOST_TRIED: usize = 8;
/// A torrent the check called cached may still say queued for a moment.
const PATIENCE: [Duration; 4] =
    [Duration::from_millis(1200), Duration::from_millis(1800), Duration::from_secs(3), Duration::from_secs(3)];

/// Tries the candidates in their order until one gives a link.
pub async fn link(
    debrid: &Debrid,
    wanted: &Wanted,
    candidates: &[&Candidate],
    mut tell: impl FnMut(LinkEvent),
) -> Result<DownloadResult, NoLink> {
    let of = candidates.len().min(MOST_TRIED);
    let surety = if of > 1 { SURE } else { 0.0 };
    let mut tried = 0;
    let mut last = DebridError::NotCached("nothing to try".to_owned());
    let before = if of == 0 { None } else { account_before(debrid).await };
    for (at, candidate) in candidates.iter().take(MOST_TRIED).enumerate() {
        let hash = candidate.torrent.info_hash;
        tried += 1;
        tell(LinkEvent::CandidateStarted { hash, release: candidate.torrent.title.clone(), position: at + 1, of });
        match try_candidate(debrid, wanted, candidate, before.as_ref(), surety, &mut tell).await {
            Ok(result) => {
                tell(LinkEvent::LinkMade);
                return Ok(result);
            }
            Err(error) => {
                tracing::info!(%error, position = at + 1, "a candidate gave no link");
                tell(LinkEvent::CandidateFailed { hash, error: error.clone() });
                let stop = error.stops_the_run();
                last = error;
                if stop {
                    break;
                }
            }
        }
    }
    Err(NoLink { tried, last })
}

/// The torrents the account held before; `None` when that cannot be told, and nothing is then ever removed.
async fn account_before(debrid: &Debrid) -> Option<HashSet<InfoHash>> {
    const PAGE: u32 = 500;
    match debrid.list(PAGE, 0).await {
        // A longer list than this page: what is not on it may still have been there.
        Ok(held) if held.len() < PAGE as usize => Some(held.into_iter().filter_map(|magnet| magnet.hash).collect()),
        Ok(_) => None,
        Err(error) => {
            tracing::info!(%error, "the account's list could not be read; nothing will be removed from it");
            None
        }
    }
}

async fn try_candidate(
    debrid: &Debrid,
    wanted: &Wanted,
    candidate: &Candidate,
    before: Option<&HashSet<InfoHash>>,
    surety: f32,
    tell: &mut impl FnMut(LinkEvent),
) -> Result<DownloadResult, DebridError> {
    let magnet = debrid.add(&magnet_uri(candidate)).await?;
    tell(LinkEvent::Added { status: magnet.status.clone() });
    let is_ours = before.is_some_and(|held| !held.contains(&candidate.torrent.info_hash));
    let added = Added { debrid, id: is_ours.then(|| magnet.id.clone()) };
    let outcome = make_link(debrid, wanted, candidate, magnet, surety, tell).await;
    if outcome.is_ok() {
        added.keep();
    } else {
        added.remove().await;
    }
    outcome
}

/// A torrent that was added. Unless it is kept it is taken out again, also when nobody waits for the link any more.
struct Added<'a> {
    debrid: &'a Debrid,
    /// `None` for what is not ours to remove.
    id: Option<String>,
}

impl Added<'_> {
    fn keep(mut self) {
        self.id = None;
    }

    async fn remove(mut self) {
        if let Some(id) = self.id.take() {
            remove(self.debrid, &id).await;
        }
    }
}

impl Drop for Added<'_> {
    fn drop(&mut self) {
        if let (Some(id), Ok(runtime)) = (self.id.take(), tokio::runtime::Handle::try_current()) {
            let debrid = self.debrid.clone();
            runtime.spawn(async move { remove(&debrid, &id).await });
        }
    }
}

async fn remove(debrid: &Debrid, id: &str) {
    if let Err(error) = debrid.remove(id).await {
        tracing::warn!(%error, "a torrent that was added and not used could not be removed");
    }
}

async fn make_link(
    debrid: &Debrid,
    wanted: &Wanted,
    candidate: &Candidate,
    magnet: Magnet,
    surety: f32,
    tell: &mut impl FnMut(LinkEvent),
) -> Result<DownloadResult, DebridError> {
    let magnet = wait_until_ready(debrid, candidate, magnet, tell).await?;
    let selection = select::select(&magnet.files, wanted, &candidate.hint());
    let (scored, file): (_, &TorrentFile) = selection
        .pick
        .filter(|_| selection.confidence >= surety)
        .and_then(|at| selection.ranked.get(at))
        .and_then(|scored| Some((scored, magnet.files.get(scored.file)?)))
        .ok_or(DebridError::NoMatchingFile)?;
    // Selection leaves out what is not video; this is the last gate before a player.
    let opaque = file.link.as_deref().filter(|_| select::is_video(&file.name)).ok_or(DebridError::NoMatchingFile)?;
    tell(LinkEvent::FileChosen {
        name: file.name.clone(),
        size: file.size,
        score: scored.score,
        reasons: scored.reasons.clone(),
    });
    let link = debrid.generate_link(opaque).await?;
    Ok(DownloadResult {
        link,
        file_name: file.name.clone(),
        file_size: file.size,
        file_index: file.index,
        score: scored.score,
        match_reasons: scored.reasons.clone(),
        info_hash: candidate.torrent.info_hash,
        release: candidate.torrent.title.clone(),
        service: debrid.store(),
    })
}

async fn wait_until_ready(
    debrid: &Debrid,
    candidate: &Candidate,
    mut magnet: Magnet,
    tell: &mut impl FnMut(LinkEvent),
) -> Result<Magnet, DebridError> {
    // Only what the check called cached is worth waiting for: anything else would be downloaded first.
    let pauses = if candidate.cached == Some(CacheState::Cached) { &PATIENCE[..] } else { &PATIENCE[..1] };
    for (attempt, pause) in (1..).zip(pauses) {
        if magnet.status.is_ready() || magnet.status == Status::Failed {
            break;
        }
        tokio::time::sleep(*pause).await;
        magnet = debrid.get(&magnet.id).await?;
        tell(LinkEvent::Waited { status: magnet.status.clone(), attempt });
    }
    if magnet.status.is_ready() { Ok(magnet) } else { Err(DebridError::NotCached(magnet.status.as_str().to_owned())) }
}

/// `magnet:?xt=urn:btih:<hash>&dn=<name>&tr=<tracker>…`, percent-encoded.
pub fn magnet_uri(candidate: &Candidate) -> String {
    let encode =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let torrent = &candidate.torrent;
    let mut magnet = format!("magnet:?xt=urn:btih:{}&dn={}", torrent.info_hash, encode(&torrent.title));
    for tracker in &torrent.trackers {
        magnet.push_str("&tr=");
        magnet.push_str(&encode(tracker));
    }
    magnet
}
