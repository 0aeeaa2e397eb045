//! Fetches: asks a service to download a torrent it does not hold, and follows the progress. A search or a link never
//! starts one; only a call of its own does.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::debrid::{Debrid, DebridError, Status, Store};
use crate::model::Candidate;
use crate::store::FetchEntry;

use super::link::{AccountBefore, AddedFor, AddedTorrent, Links, NewTorrent};

/// Some services report a torrent as invalid while they look up its metadata; after this long the report is final.
const INVALID_AT_FIRST: SignedDuration = SignedDuration::from_mins(15);

/// The state of a fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchState {
    Queued,
    Fetching,
    /// A link can be made of it now.
    Ready,
    /// It failed; holds the status of the service or the error.
    Failed(String),
}

impl FetchState {
    fn of(status: &Status) -> Self {
        match status {
            Status::Cached | Status::Downloaded => Self::Ready,
            Status::Downloading | Status::Processing | Status::Uploading => Self::Fetching,
            Status::Queued | Status::Unknown | Status::Invalid | Status::Other(_) => Self::Queued,
            Status::Failed => Self::Failed("the service could not download it".to_owned()),
        }
    }

    pub fn is_over(&self) -> bool {
        matches!(self, Self::Ready | Self::Failed(_))
    }
}

/// A fetch that was started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartedFetch {
    pub entry: FetchEntry,
    pub state: FetchState,
}

/// Asks a service to download a torrent, which stays in the account and in the list of fetches until it is cancelled.
/// Waits while other work holds the claim on the torrent. Once started it runs to its end even if the caller is
/// dropped, so that the ledger records the request.
pub async fn start(links: &Links, store: Store, candidate: &Candidate) -> Result<StartedFetch, DebridError> {
    if candidate.torrent.is_link {
        return Err(DebridError::BadMagnet("it is a link, not a torrent".to_owned()));
    }
    let (debrid, torrent) = (links.account(store)?.clone(), NewTorrent::of(candidate));
    let links_of_task = links.clone();
    let task = links.work.spawn(async move { begin(&links_of_task, &debrid, torrent).await });
    task.await.map_err(|_| DebridError::Closing)?
}

async fn begin(links: &Links, debrid: &Debrid, torrent: NewTorrent) -> Result<StartedFetch, DebridError> {
    let (hash, name) = (torrent.hash, torrent.name.clone());
    let claim = links.work.claim(debrid, hash).await?;
    let before = AccountBefore::read(debrid, Some(hash)).await?;
    let (added, magnet) = AddedTorrent::add(links, debrid, torrent, AddedFor::Fetch, &before, claim).await?;
    let mut entry = FetchEntry {
        id: 0,
        store: debrid.store(),
        magnet_id: magnet.id.clone(),
        hash,
        name,
        at: Timestamp::now(),
        ours: added.is_ours(),
        status: magnet.status.as_str().to_owned(),
    };
    entry.id = links.ledger.note_fetch(entry.clone()).await.unwrap_or_default();
    added.leave();
    Ok(StartedFetch { entry, state: FetchState::of(&magnet.status) })
}

/// Returns the state of a fetch as last recorded.
pub fn last_known(entry: &FetchEntry) -> FetchState {
    FetchState::of(&Status::parse(&entry.status))
}

/// Asks the service once for the state of a fetch, including fetches of earlier runs.
pub async fn look(links: &Links, entry: &FetchEntry) -> Result<FetchState, DebridError> {
    let debrid = links.account(entry.store)?;
    let state = match debrid.get(&entry.magnet_id).await {
        Ok(magnet) => {
            let status = magnet.status.as_str().to_owned();
            links.ledger.note_fetch(FetchEntry { status, ..entry.clone() }).await;
            let age = Timestamp::now().duration_since(entry.at);
            if magnet.status == Status::Invalid && age > INVALID_AT_FIRST {
                FetchState::Failed("the service calls the torrent invalid".to_owned())
            } else {
                FetchState::of(&magnet.status)
            }
        }
        Err(DebridError::Gone) => FetchState::Failed("it is not in the account any more".to_owned()),
        Err(error) => return Err(error),
    };
    Ok(state)
}

/// Polls with growing pauses until the fetch has ended. Waits out temporary errors.
pub async fn follow(
    links: &Links,
    entry: &FetchEntry,
    mut tell: impl FnMut(&FetchState),
) -> Result<FetchState, DebridError> {
    let most = links.account(entry.store)?.pace().longest_fetch_pause;
    let mut pause = Duration::from_secs(3).min(most);
    loop {
        match look(links, entry).await {
            Ok(state) => {
                tell(&state);
                if state.is_over() {
                    return Ok(state);
                }
            }
            Err(error) if passes(&error) => tracing::info!(%error, "a fetch could not be looked at"),
            Err(error) => return Err(error),
        }
        tokio::time::sleep(pause).await;
        pause = pause.mul_f32(1.5).min(most);
    }
}

/// Returns whether an error is temporary and says nothing about the fetch, so that it should be polled again.
pub fn passes(error: &DebridError) -> bool {
    match error {
        DebridError::RateLimited { .. }
        | DebridError::LimitExceeded
        | DebridError::Timeout(_)
        | DebridError::Unreachable(_)
        | DebridError::Malformed(_)
        | DebridError::Down
        | DebridError::SwitchedOff
        | DebridError::Closing => true,
        DebridError::Refused { status, .. } => *status >= 500,
        DebridError::SignedOut
        | DebridError::Unauthorized
        | DebridError::NoSubscription
        | DebridError::ServerPassword
        | DebridError::ServerRefused(_)
        | DebridError::AccountRefused(_)
        | DebridError::NotOffered
        | DebridError::LegalBlock
        | DebridError::NotCached(_)
        | DebridError::NoMatchingFile
        | DebridError::UnsureFile
        | DebridError::Delayed
        | DebridError::Gone
        | DebridError::Lost
        | DebridError::BadMagnet(_)
        | DebridError::Unrecorded
        | DebridError::BadLink(_)
        | DebridError::NotAsPromised(_) => false,
    }
}

/// Ends a fetch and removes the torrent from the account, unless it was there before.
pub async fn cancel(links: &Links, entry: &FetchEntry) -> Result<(), DebridError> {
    if entry.ours {
        let debrid = links.account(entry.store)?;
        let _claim = links.work.claim(debrid, entry.hash).await?;
        debrid.remove(&entry.magnet_id).await?;
        links.ledger.forget_magnet(entry.store, Some(entry.hash), &entry.magnet_id).await;
    }
    links.ledger.forget_fetch(entry.id).await;
    Ok(())
}
