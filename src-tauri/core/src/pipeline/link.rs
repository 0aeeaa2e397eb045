//! Phase 5: add the magnet, choose the file, make the link, see that it answers; and if that fails, the next candidate. Several
//! services are tried side by side, the preferred one with a head start. What was added and turned out useless is taken out
//! again; what was in the account before is never touched.

mod added;
mod before;
mod disposition;
mod lane;
mod plan;
mod recipe;
mod verify;
mod work;

use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::mpsc;
use url::Url;

use crate::debrid::{Debrid, DebridError, Status, Store};
use crate::model::{Candidate, Reason};
use crate::store::Ledger;
use crate::title::Wanted;
use crate::torrent::InfoHash;

pub(super) use added::{AddedFor, AddedTorrent, NewTorrent};
pub use added::{SETTLED_AFTER, Tidied, tidy, undo};
pub(super) use before::AccountBefore;
pub(super) use lane::wait_until_ready;
pub use plan::plan;
pub(super) use recipe::{FileToLink, link_file};
pub use verify::{Verified, verify};
pub use work::AccountWork;

/// What links are made with.
#[derive(Clone, Debug)]
pub struct Links {
    /// The services in use, in the person's order.
    pub accounts: Vec<Debrid>,
    pub ledger: Ledger,
    /// Who works on which torrent, and what goes on in the background.
    pub work: AccountWork,
    /// What was added and turned out useless stays.
    pub keep_added: bool,
}

impl Links {
    /// The same with one service only.
    pub fn only(mut self, store: Store) -> Self {
        self.accounts.retain(|debrid| debrid.store() == store);
        self
    }

    /// The account at a service.
    pub fn account(&self, store: Store) -> Result<&Debrid, DebridError> {
        self.accounts.iter().find(|debrid| debrid.store() == store).ok_or(DebridError::SignedOut)
    }
}

/// What a link is wanted of.
#[derive(Clone, Copy, Debug)]
pub struct LinkFor<'a> {
    pub wanted: &'a Wanted,
    /// Best first; the first is the one the person chose, if they chose.
    pub candidates: &'a [&'a Candidate],
    /// The path of the file the person chose in the first candidate's torrent: that one, or none of that torrent.
    pub file: Option<&'a str>,
}

/// The direct link and how it came to be. The URL is a key to the file: it is for the player, not for the page or a log.
#[derive(Clone, Debug, Serialize)]
pub struct DownloadResult {
    pub link: Url,
    pub file_name: String,
    /// Bytes; `None` where neither the service nor the server says.
    pub file_size: Option<u64>,
    pub file_index: i64,
    pub score: f32,
    pub match_reasons: Vec<Reason>,
    pub info_hash: InfoHash,
    /// The torrent's release name.
    pub release: String,
    pub service: Store,
    /// When the link is expected to end; `None` where the service does not say.
    pub expires_at: Option<Timestamp>,
    /// What the service makes a new link of.
    #[serde(skip)]
    pub renewal: String,
}

/// A step on the way to a link. Services are tried side by side, so each step names its own.
#[derive(Clone, Debug)]
pub enum LinkEvent {
    CandidateStarted {
        store: Store,
        hash: InfoHash,
        release: String,
        position: usize,
        of: usize,
    },
    Added {
        store: Store,
        status: Status,
    },
    Waited {
        store: Store,
        status: Status,
        attempt: u32,
    },
    FileChosen {
        store: Store,
        name: String,
        path: String,
        size: Option<u64>,
        score: f32,
        reasons: Vec<Reason>,
    },
    /// The link was asked for its first bytes and answered with the file.
    Verified {
        store: Store,
        size: Option<u64>,
    },
    CandidateFailed {
        store: Store,
        hash: InfoHash,
        error: DebridError,
    },
    /// Nothing more is tried at this service.
    ServiceStopped {
        store: Store,
        error: DebridError,
    },
    LinkMade {
        store: Store,
    },
}

/// Why there is no link: what was tried, and the last or the decisive failure at the most preferred service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words())]
pub struct NoLink {
    /// Candidates tried, at all services together.
    pub tried: usize,
    pub last: DebridError,
    /// How it ended at each service, in the person's order.
    pub services: Vec<(Store, DebridError)>,
}

impl NoLink {
    fn words(&self) -> String {
        match self.services.as_slice() {
            [] | [_] => self.last.to_string(),
            several => {
                let each: Vec<String> = several.iter().map(|(store, error)| format!("{store}: {error}")).collect();
                each.join("; ")
            }
        }
    }

    fn alone(last: DebridError) -> Self {
        Self { tried: 0, last, services: Vec::new() }
    }
}

/// Tries the candidates until one gives a link, at all services side by side. Whatever is still under way then, or when the
/// future is dropped, is ended and tidied up in the background; see [`AccountWork::settled`].
pub async fn link(links: &Links, ask: LinkFor<'_>, mut tell: impl FnMut(LinkEvent)) -> Result<DownloadResult, NoLink> {
    if links.accounts.is_empty() {
        return Err(NoLink::alone(DebridError::SignedOut));
    }
    if ask.candidates.is_empty() {
        return Err(NoLink::alone(DebridError::NotCached("nothing to try".to_owned())));
    }
    let hashes = ask.candidates.iter().map(|candidate| candidate.torrent.info_hash).collect();
    let past = links.ledger.past_of(hashes, Timestamp::now()).await;
    let chosen = ask.candidates.first().zip(ask.file);
    let chosen = chosen.map(|(first, path)| lane::ChosenPath { hash: first.torrent.info_hash, path });
    let (told, mut steps) = mpsc::unbounded_channel();
    let (freed, _) = tokio::sync::watch::channel(0_usize);
    let mut lanes = FuturesUnordered::new();
    for (place, debrid) in links.accounts.iter().enumerate() {
        let others = links.accounts.len() - 1;
        let candidates = plan(debrid.store(), ask.candidates, &past, others);
        let (told, mut freed) = (told.clone(), freed.subscribe());
        lanes.push(async move {
            if place > 0 {
                let late = u32::try_from(place).unwrap_or(u32::MAX);
                let wait = debrid.pace().head_start.checked_mul(late).unwrap_or(Duration::MAX);
                // Earlier when everybody before has given up.
                let _ = tokio::time::timeout(wait, freed.wait_for(|ended| *ended >= place)).await;
            }
            let outcome = lane::run(links, debrid, ask.wanted, chosen, &candidates, &told).await;
            EndedLane { place, store: debrid.store(), outcome }
        });
    }
    drop(told);
    let mut failures: Vec<(usize, Store, lane::Failed)> = Vec::new();
    loop {
        tokio::select! {
            biased;
            Some(step) = steps.recv() => tell(step),
            Some(EndedLane { place, store, outcome }) = lanes.next() => {
                while let Ok(step) = steps.try_recv() {
                    tell(step);
                }
                match outcome {
                    Ok(made) => {
                        // Another service may be there in the same moment; what it added goes with its lane.
                        made.added.keep().await;
                        tell(LinkEvent::LinkMade { store });
                        return Ok(made.result);
                    }
                    Err(failed) => {
                        if failed.last.stops_the_run() {
                            tell(LinkEvent::ServiceStopped { store, error: failed.last.clone() });
                        }
                        failures.push((place, store, failed));
                        freed.send_replace(failures.len());
                    }
                }
            }
            else => break,
        }
    }
    failures.sort_by_key(|(place, ..)| *place);
    let tried = failures.iter().map(|(_, _, failed)| failed.tried).sum();
    let services: Vec<(Store, DebridError)> =
        failures.into_iter().map(|(_, store, failed)| (store, failed.last)).collect();
    let last = services.first().map_or(DebridError::SignedOut, |(_, last)| last.clone());
    Err(NoLink { tried, last, services })
}

/// How one service's way to a link ended.
struct EndedLane {
    /// Its place in the person's order.
    place: usize,
    store: Store,
    outcome: Result<Box<lane::Made>, lane::Failed>,
}

/// Makes a link anew that has ended or is about to, and sees that it answers.
pub async fn renew(links: &Links, old: &DownloadResult) -> Result<DownloadResult, DebridError> {
    let debrid = links.account(old.service)?;
    recipe::link_again(debrid, old).await
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
