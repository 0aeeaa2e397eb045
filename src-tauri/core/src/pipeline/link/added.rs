//! Adds torrents to an account and removes them again. The ledger records every add before it is sent, and the add is
//! finished even if the caller is dropped, so that its result can be found later. Nothing the app added stays unused and
//! unlisted, and nothing that was there before or that the person asked for is touched. All of this happens under the claim on
//! the torrent.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::before::{AccountBefore, Owner};
use super::work::Claim;
use super::{Candidate, Links, magnet_uri};
use crate::age;
use crate::debrid::{Debrid, DebridError, Lookup, Magnet};
use crate::store::{AddState, AddedEntry, Ledger};
use crate::torrent::InfoHash;

/// A torrent to add.
#[derive(Clone, Debug)]
pub(in crate::pipeline) struct NewTorrent {
    pub(in crate::pipeline) hash: InfoHash,
    pub(in crate::pipeline) name: String,
    magnet: String,
}

impl NewTorrent {
    pub(in crate::pipeline) fn of(candidate: &Candidate) -> Self {
        let torrent = &candidate.torrent;
        Self { hash: torrent.info_hash, name: torrent.title.clone(), magnet: magnet_uri(candidate) }
    }
}

/// Why a torrent is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pipeline) enum AddedFor {
    /// To make a link; without one the torrent is removed again.
    Link,
    /// To fetch it for the person: once the request is sent, only the person removes it.
    Fetch,
}

/// An added torrent with the claim on it. Dropping it removes the torrent unless it was kept, also when the caller has
/// gone.
#[derive(Debug)]
pub(in crate::pipeline) struct AddedTorrent(Option<Added>);

#[derive(Debug)]
struct Added {
    links: Links,
    debrid: Debrid,
    hash: InfoHash,
    magnet_id: String,
    /// The entry in the ledger; `None` where the torrent is not ours or the entry could not be written.
    entry: Option<i64>,
    is_ours: bool,
    why: AddedFor,
    /// Released last, when everything above is settled.
    _claim: Claim,
}

impl AddedTorrent {
    /// Adds a torrent. A task of its own sends the request: if the caller is dropped, the task continues and then
    /// undoes the add.
    pub(in crate::pipeline) async fn add(
        links: &Links,
        debrid: &Debrid,
        torrent: NewTorrent,
        why: AddedFor,
        before: &AccountBefore,
        claim: Claim,
    ) -> Result<(Self, Magnet), DebridError> {
        let mut before = before.clone();
        let owner = before.owner(links, debrid, torrent.hash, &claim).await?;
        let add = Add { links: links.clone(), debrid: debrid.clone(), torrent, why, before, owner, claim };
        let (give, take) = oneshot::channel();
        links.work.spawn(add.run(give));
        take.await.map_err(|_| DebridError::Closing)?
    }

    /// Keeps the torrent, because a link was made from it.
    pub(in crate::pipeline) async fn keep(mut self) {
        let Some(added) = self.0.take() else { return };
        added.links.ledger.mark_used(added.debrid.store(), added.hash, &added.magnet_id).await;
    }

    /// Leaves the torrent in the account and its ledger entry as it is.
    pub(in crate::pipeline) fn leave(mut self) {
        self.0 = None;
    }

    /// Removes the torrent as useless, if it is ours and the person does not want such torrents kept.
    pub(in crate::pipeline) async fn give_up(mut self) {
        // A service that limits requests may delay the removal for minutes; it then continues in the background.
        const PATIENCE: Duration = Duration::from_secs(3);
        if let Some(removal) = self.release_in_background() {
            let _ = tokio::time::timeout(PATIENCE, removal).await;
        }
    }

    /// Returns whether the app added the torrent to the account.
    pub(in crate::pipeline) fn is_ours(&self) -> bool {
        self.0.as_ref().is_some_and(|added| added.is_ours)
    }

    fn release_in_background(&mut self) -> Option<JoinHandle<()>> {
        let added = self.0.take()?;
        Some(added.links.work.clone().spawn(added.release()))
    }
}

impl Drop for AddedTorrent {
    fn drop(&mut self) {
        if self.0.is_some() && tokio::runtime::Handle::try_current().is_ok() {
            drop(self.release_in_background());
        }
    }
}

impl Added {
    async fn release(self) {
        if !self.is_ours || self.why == AddedFor::Fetch {
            return;
        }
        let ledger = &self.links.ledger;
        let Some(entry) = self.entry else {
            if !self.links.keep_added {
                remove(&self.debrid, &self.magnet_id).await;
            }
            return;
        };
        if self.links.keep_added {
            ledger.set_added(entry, None, AddState::Kept).await;
        } else if remove(&self.debrid, &self.magnet_id).await {
            ledger.forget_added(entry).await;
        }
    }
}

/// The data of the task that adds a torrent.
struct Add {
    links: Links,
    debrid: Debrid,
    torrent: NewTorrent,
    why: AddedFor,
    before: AccountBefore,
    owner: Owner,
    claim: Claim,
}

impl Add {
    async fn run(self, give: oneshot::Sender<Result<(AddedTorrent, Magnet), DebridError>>) {
        let mut entry = match self.write_down().await {
            Ok(entry) => entry,
            Err(error) => return drop(give.send(Err(error))),
        };
        match add_or_find(&self.debrid, self.torrent.hash, &self.torrent.magnet).await {
            Ok(magnet) => {
                let is_ours = self.before.is_ours(&self.owner, &magnet);
                let is_unknown = self.owner == Owner::Unknown;
                if let Some(id) = entry.take_if(|_| !is_ours && !is_unknown) {
                    self.links.ledger.forget_added(id).await;
                }
                if let Some(entry) = entry {
                    let state = match self.why {
                        AddedFor::Fetch => AddState::Kept,
                        AddedFor::Link if is_unknown => AddState::InDoubt,
                        AddedFor::Link => AddState::Unused,
                    };
                    self.links.ledger.set_added(entry, Some(magnet.id.clone()), state).await;
                }
                let added = Added {
                    links: self.links,
                    debrid: self.debrid,
                    hash: self.torrent.hash,
                    magnet_id: magnet.id.clone(),
                    entry,
                    is_ours,
                    why: self.why,
                    _claim: self.claim,
                };
                // If the receiver is gone, the value comes back here and its drop removes the torrent.
                drop(give.send(Ok((AddedTorrent(Some(added)), magnet))));
            }
            Err(error) => {
                let _ = give.send(Err(error.clone()));
                self.clean_up(entry, &error).await;
            }
        }
    }

    /// Records the add in the ledger, unless the torrent may be the person's own, because a later start removes what
    /// an unfinished entry names. Records a fetch as kept from the start. Fails when it cannot be written: nothing is
    /// added that is not recorded.
    async fn write_down(&self) -> Result<Option<i64>, DebridError> {
        let (ledger, torrent) = (&self.links.ledger, &self.torrent);
        let state = match self.why {
            AddedFor::Fetch => AddState::Kept,
            AddedFor::Link if self.owner == Owner::Unknown => AddState::InDoubt,
            AddedFor::Link => AddState::Adding,
        };
        match &self.owner {
            Owner::Person => Ok(None),
            Owner::App { unfinished: Some(entry) } => {
                if self.why == AddedFor::Fetch {
                    ledger.set_added(entry.id, None, state).await;
                }
                Ok(Some(entry.id))
            }
            Owner::Unknown | Owner::App { unfinished: None } => {
                let store = self.debrid.store();
                let entry = ledger.begin_add(store, torrent.hash, &torrent.name, Timestamp::now(), state).await;
                let entry = entry.ok_or(DebridError::Unrecorded)?;
                self.links.work.begin(entry);
                Ok(Some(entry))
            }
        }
    }

    /// Cleans up after a failed add, which may have added the torrent all the same. Looks for it at once and, after
    /// errors that leave the outcome open, once more later. In between the claim is free, and a torrent that other
    /// work has used since then stays.
    async fn clean_up(self, entry: Option<i64>, error: &DebridError) {
        let (ledger, debrid, hash) = (&self.links.ledger, &self.debrid, self.torrent.hash);
        let Owner::App { unfinished } = &self.owner else {
            if let Some(entry) = entry.filter(|_| !error.leaves_doubt()) {
                ledger.forget_added(entry).await;
            }
            return;
        };
        let is_ours = |magnet: &Magnet| self.before.is_ours(&self.owner, magnet);
        let is_late =
            matches!(error, DebridError::Timeout(_) | DebridError::Unreachable(_) | DebridError::Malformed(_));
        let mut is_clear = !error.leaves_doubt() && unfinished.is_none();
        let mut claim = self.claim;
        if !is_clear {
            if let Some(entry) = entry {
                // The caller was told that the add failed, so nobody relies on the torrent any more.
                ledger.set_added(entry, None, AddState::Adding).await;
            }
            is_clear = sweep(ledger, entry, debrid, hash, is_ours).await;
        }
        if is_late {
            drop(claim);
            let left_at = Instant::now();
            tokio::time::sleep(debrid.pace().second_look).await;
            claim = self.links.work.claim_in_time(debrid.store(), hash).await;
            let is_settled = match entry {
                Some(id) => !ledger
                    .added_of(debrid.store(), hash)
                    .await
                    .iter()
                    .any(|known| known.id == id && !known.state.is_wanted()),
                None => claim.was_worked_on_since(left_at),
            };
            if is_settled {
                return;
            }
            is_clear = sweep(ledger, entry, debrid, hash, is_ours).await;
        }
        if let Some(entry) = entry.filter(|_| is_clear) {
            ledger.forget_added(entry).await;
        }
        drop(claim);
    }
}

/// Adds a magnet. If the answer does not arrive, looks for the torrent in the account before sending the request
/// again.
async fn add_or_find(debrid: &Debrid, hash: InfoHash, magnet: &str) -> Result<Magnet, DebridError> {
    match debrid.add(magnet).await {
        Err(error @ (DebridError::Timeout(_) | DebridError::Unreachable(_))) => match debrid.find(hash).await {
            Ok(Lookup::Held(found)) => debrid.get(&found.id).await,
            // The first request did not arrive: repeat it once only.
            Ok(Lookup::Absent) if matches!(error, DebridError::Timeout(_)) => debrid.add(magnet).await,
            Ok(Lookup::Absent | Lookup::TooManyToTell) | Err(_) => Err(error),
        },
        outcome => outcome,
    }
}

/// Removes every torrent of that hash that is the app's. Returns whether the account is then known to hold none.
async fn sweep(
    ledger: &Ledger,
    entry: Option<i64>,
    debrid: &Debrid,
    hash: InfoHash,
    is_ours: impl Fn(&Magnet) -> bool,
) -> bool {
    for _ in 0..3 {
        match debrid.find(hash).await {
            Ok(Lookup::Absent) => return true,
            Ok(Lookup::Held(found)) if !is_ours(&found) => return true,
            Ok(Lookup::Held(found)) => {
                if let Some(entry) = entry {
                    // A later start can then remove it, should this fail.
                    ledger.set_added(entry, Some(found.id.clone()), AddState::Unused).await;
                }
                remove(debrid, &found.id).await;
            }
            // It may be among the torrents that are not listed, and another attempt would not list more.
            Ok(Lookup::TooManyToTell) => return false,
            Err(error) => tracing::info!(%error, "the account could not be looked at"),
        }
    }
    false
}

/// Removes a torrent in up to three attempts, because one that stays clutters the account.
async fn remove(debrid: &Debrid, id: &str) -> bool {
    for attempt in 1..=3 {
        match debrid.remove(id).await {
            Ok(()) => return true,
            Err(error) => tracing::warn!(%error, attempt, "a torrent that was added and not used could not be removed"),
        }
    }
    false
}

/// The result of [`tidy`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tidied {
    pub removed: usize,
    pub failed: usize,
}

/// The age from which an add is certain to be over: no link takes longer.
pub const SETTLED_AFTER: Duration = Duration::from_mins(15);

/// Removes what earlier runs added, did not use and could not remove. Call it at the start, with an age no running
/// link reaches, because another running instance of the app may be working on younger entries.
pub async fn tidy(links: &Links, older_than: Duration) -> Tidied {
    let mut tidied = Tidied::default();
    let now = Timestamp::now().as_second();
    for entry in links.ledger.added().await {
        // One from the future is of an earlier run, when the clock was wrong.
        let is_young = age::since(entry.at.as_second(), now).is_some_and(|age| age < older_than);
        if entry.state.is_wanted() || is_young {
            continue;
        }
        let Ok(debrid) = links.account(entry.store) else { continue };
        let _claim = links.work.claim_in_time(entry.store, entry.hash).await;
        match tidy_entry(links, debrid, &entry).await {
            Some(true) => tidied.removed += 1,
            Some(false) => tidied.failed += 1,
            None => {}
        }
    }
    tidied
}

/// Removes the torrent of an unfinished entry and returns whether the account no longer holds it; `None` when other
/// work settled it meanwhile, or the person wants to keep it or may. What an add that was never answered left behind may
/// as well be the person's own, who added it before or since, so it stays and is listed.
async fn tidy_entry(links: &Links, debrid: &Debrid, listed: &AddedEntry) -> Option<bool> {
    let ledger = &links.ledger;
    let entries = ledger.added_of(listed.store, listed.hash).await;
    let entry = entries.iter().find(|entry| entry.id == listed.id && !entry.state.is_wanted())?;
    if entries.iter().any(|entry| entry.state.is_wanted()) {
        ledger.forget_added(entry.id).await;
        return None;
    }
    if ledger.is_fetched(entry.store, entry.hash).await {
        ledger.set_added(entry.id, None, AddState::Kept).await;
        return None;
    }
    let is_out = match &entry.magnet_id {
        Some(id) => remove(debrid, id).await,
        None => match debrid.find(entry.hash).await {
            Ok(Lookup::Absent) => true,
            Ok(Lookup::Held(found)) => {
                ledger.set_added(entry.id, Some(found.id), AddState::InDoubt).await;
                return None;
            }
            Ok(Lookup::TooManyToTell) | Err(_) => false,
        },
    };
    if is_out {
        ledger.forget_added(entry.id).await;
    }
    Some(is_out)
}

/// Removes a torrent the app added from its account, at the request of the person.
pub async fn undo(links: &Links, entry: &AddedEntry) -> Result<(), DebridError> {
    let debrid = links.account(entry.store)?;
    let _claim = links.work.claim(debrid, entry.hash).await?;
    if let Some(id) = &entry.magnet_id {
        debrid.remove(id).await?;
        links.ledger.forget_magnet(entry.store, Some(entry.hash), id).await;
        return Ok(());
    }
    match debrid.find(entry.hash).await? {
        Lookup::Held(found) => debrid.remove(&found.id).await?,
        Lookup::Absent => {}
        Lookup::TooManyToTell => {
            let why = "the account holds more than can be listed, so the torrent was not found in it";
            return Err(DebridError::Malformed(why.to_owned()));
        }
    }
    links.ledger.forget_added(entry.id).await;
    Ok(())
}
