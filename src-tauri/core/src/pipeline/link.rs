//! Phase 5: adds the magnet, chooses the file, makes the link and checks that it answers; if that fails, tries the
//! next candidate. Tries several services side by side and gives the preferred one a head start. Removes what it added
//! and did not use; never touches what was in the account before.

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

/// What making a link needs: the accounts, the ledger of what was added, and the claims on torrents.
#[derive(Clone, Debug)]
pub struct Links {
    /// The services in use, in the person's order.
    pub accounts: Vec<Debrid>,
    pub ledger: Ledger,
    /// The claims on torrents and the work that continues in the background.
    pub work: AccountWork,
    /// Whether to leave added torrents in the account even when they turn out useless.
    pub keep_added: bool,
}

impl Links {
    /// Returns a copy restricted to one service.
    pub fn only(mut self, store: Store) -> Self {
        self.accounts.retain(|debrid| debrid.store() == store);
        self
    }

    /// Returns the account at a service.
    pub fn account(&self, store: Store) -> Result<&Debrid, DebridError> {
        self.accounts.iter().find(|debrid| debrid.store() == store).ok_or(DebridError::SignedOut)
    }
}

/// The request for a link.
#[derive(Clone, Copy, Debug)]
pub struct LinkFor<'a> {
    pub wanted: &'a Wanted,
    /// The candidates, best first. If the person chose one, it is the first.
    pub candidates: &'a [&'a Candidate],
    /// The path of the file the person chose in the first candidate's torrent; no other file of that torrent is used.
    pub file: Option<&'a str>,
}

/// The direct link and the choices that led to it. The URL gives access to the file, so it goes to the player, never
/// to the page or a log.
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
    /// The link of the service from which a new direct link is made.
    #[serde(skip)]
    pub renewal: String,
}

/// A step towards a link. Services are tried side by side, so each step names its service.
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
    /// The first bytes behind the link were requested and the server answered with the file.
    Verified {
        store: Store,
        size: Option<u64>,
    },
    CandidateFailed {
        store: Store,
        hash: InfoHash,
        error: DebridError,
    },
    /// No more candidates are tried at this service.
    ServiceStopped {
        store: Store,
        error: DebridError,
    },
    LinkMade {
        store: Store,
    },
}

/// Why there is no link: what was tried, and the last or decisive error at the most preferred service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words())]
pub struct NoLink {
    /// The number of candidates tried at all services together.
    pub tried: usize,
    pub last: DebridError,
    /// The final error at each service, in the person's order.
    pub services: Vec<(Store, DebridError)>,
    /// How many candidates a service refused for legal reasons, where it refused several.
    pub refused: Vec<(Store, usize)>,
}

impl NoLink {
    /// Returns whether every service failed because of the account itself: no token, a refused one, no subscription.
    pub fn concerns_accounts(&self) -> bool {
        let of_account = |error: &DebridError| {
            matches!(
                error,
                DebridError::SignedOut
                    | DebridError::Unauthorized
                    | DebridError::NoSubscription
                    | DebridError::AccountRefused(_)
                    | DebridError::NotOffered
            )
        };
        if self.services.is_empty() {
            of_account(&self.last)
        } else {
            self.services.iter().all(|(_, error)| of_account(error))
        }
    }

    fn words(&self) -> String {
        let mut each = match self.services.as_slice() {
            [] | [_] => vec![self.last.to_string()],
            several => several.iter().map(|(store, error)| format!("{store}: {error}")).collect(),
        };
        each.extend(
            self.refused.iter().map(|(store, count)| format!("{store} refused {count} torrents for legal reasons")),
        );
        each.join("; ")
    }

    fn alone(last: DebridError) -> Self {
        Self { tried: 0, last, services: Vec::new(), refused: Vec::new() }
    }
}

/// Tries the candidates at all services side by side until one gives a link. When it returns or the future is dropped,
/// whatever is still running is stopped and cleaned up in the background; see [`AccountWork::settled`].
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
                // Starts earlier when all services before it have given up.
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
                        // Another service may have finished at the same moment; dropping its lane removes what it
                        // added.
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
    let refused = failures.iter().map(|(_, store, failed)| (*store, failed.refused)).filter(|(_, count)| *count > 1);
    let refused = refused.collect();
    let services: Vec<(Store, DebridError)> =
        failures.into_iter().map(|(_, store, failed)| (store, failed.last)).collect();
    let last = services.first().map_or(DebridError::SignedOut, |(_, last)| last.clone());
    Err(NoLink { tried, last, services, refused })
}

/// The end of the attempts at one service.
struct EndedLane {
    /// The position of the service in the person's order.
    place: usize,
    store: Store,
    outcome: Result<Box<lane::Made>, lane::Failed>,
}

/// Makes a new link in place of one that has expired or is about to, and checks that it answers.
pub async fn renew(links: &Links, old: &DownloadResult) -> Result<DownloadResult, DebridError> {
    let debrid = links.account(old.service)?;
    recipe::link_again(debrid, old).await
}

/// Returns `magnet:?xt=urn:btih:<hash>&dn=<name>&tr=<tracker>…`, percent-encoded.
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
