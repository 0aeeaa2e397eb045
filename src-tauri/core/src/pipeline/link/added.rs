//! What is put into an account and taken out again. Every add is written down before it is sent, and finished even when nobody
//! waits for it any more, so that what it brings can be found: nothing of ours stays that is not used, and nothing that was
//! there before, or that the person asked for, is touched. All of it happens under the claim on the torrent.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::before::{AccountBefore, Owner, is_in_doubt};
use super::work::Claim;
use super::{Candidate, Links, magnet_uri};
use crate::debrid::{Debrid, DebridError, Lookup, Magnet};
use crate::store::{AddState, AddedEntry};
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

/// What a torrent is added for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pipeline) enum AddedFor {
    /// A link is made of it, or it goes again.
    Link,
    /// The person asked the service to fetch it: once it was sent, only they take it out.
    Fetch,
}

/// A torrent that was added, with the claim on it. Unless it is kept it is taken out again, also when nobody waits for the link
/// any more.
#[derive(Debug)]
pub(in crate::pipeline) struct AddedTorrent(Option<Added>);

#[derive(Debug)]
struct Added {
    links: Links,
    debrid: Debrid,
    hash: InfoHash,
    magnet_id: String,
    /// The ledger's entry; `None` where it is not ours or could not be written.
    entry: Option<i64>,
    is_ours: bool,
    why: AddedFor,
    /// Ends when everything above is settled.
    _claim: Claim,
}

impl AddedTorrent {
    /// Adds a torrent. The request is sent by a task of its own: it goes on when the caller does not, and then undoes itself.
    pub(in crate::pipeline) async fn add(
        links: &Links,
        debrid: &Debrid,
        torrent: NewTorrent,
        why: AddedFor,
        before: &AccountBefore,
        claim: Claim,
    ) -> Result<(Self, Magnet), DebridError> {
        let owner = before.owner(&links.ledger, debrid, torrent.hash, &claim).await?;
        let add = Add { links: links.clone(), debrid: debrid.clone(), torrent, why, owner, claim };
        let (give, take) = oneshot::channel();
        links.work.spawn(add.run(give));
        take.await.map_err(|_| DebridError::Closing)?
    }

    /// A link was made of it: it stays.
    pub(in crate::pipeline) async fn keep(mut self) {
        let Some(added) = self.0.take() else { return };
        added.links.ledger.mark_used(added.debrid.store(), added.hash, &added.magnet_id).await;
    }

    /// It stays as the ledger lists it.
    pub(in crate::pipeline) fn leave(mut self) {
        self.0 = None;
    }

    /// It is of no use: it goes, if it is ours and the person does not keep such things.
    pub(in crate::pipeline) async fn give_up(mut self) {
        // A service that wants quiet may hold the removal up for minutes: then it goes on in the background.
        const PATIENCE: Duration = Duration::from_secs(3);
        if let Some(removal) = self.release_in_background() {
            let _ = tokio::time::timeout(PATIENCE, removal).await;
        }
    }

    /// Whether it came into the account through the app.
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

/// What an add's task works on.
struct Add {
    links: Links,
    debrid: Debrid,
    torrent: NewTorrent,
    why: AddedFor,
    owner: Owner,
    claim: Claim,
}

impl Add {
    async fn run(self, give: oneshot::Sender<Result<(AddedTorrent, Magnet), DebridError>>) {
        let entry = self.write_down().await;
        match add_or_find(&self.debrid, self.torrent.hash, &self.torrent.magnet).await {
            Ok(magnet) => {
                if let Some(entry) = entry {
                    let state = match self.why {
                        AddedFor::Link => AddState::Unused,
                        AddedFor::Fetch => AddState::Kept,
                    };
                    self.links.ledger.set_added(entry, Some(magnet.id.clone()), state).await;
                }
                let added = Added {
                    links: self.links,
                    debrid: self.debrid,
                    hash: self.torrent.hash,
                    magnet_id: magnet.id.clone(),
                    entry,
                    is_ours: self.owner != Owner::Person,
                    why: self.why,
                    _claim: self.claim,
                };
                // When nobody takes it, it comes back here and releases itself.
                drop(give.send(Ok((AddedTorrent(Some(added)), magnet))));
            }
            Err(error) => {
                let _ = give.send(Err(error.clone()));
                self.clean_up(entry, &error).await;
            }
        }
    }

    /// Writes down what is about to be added, unless it may be the person's own: an entry left behind is removed at a later start.
    /// What the person asked for is listed as kept from the first moment.
    async fn write_down(&self) -> Option<i64> {
        let (ledger, torrent) = (&self.links.ledger, &self.torrent);
        let state = match self.why {
            AddedFor::Link => AddState::Adding,
            AddedFor::Fetch => AddState::Kept,
        };
        match self.owner {
            Owner::Person => None,
            Owner::App { unfinished: Some(entry) } => {
                if self.why == AddedFor::Fetch {
                    ledger.set_added(entry, None, state).await;
                }
                Some(entry)
            }
            Owner::App { unfinished: None } => {
                let store = self.debrid.store();
                ledger.begin_add(store, torrent.hash, &torrent.name, Timestamp::now(), state).await
            }
        }
    }

    /// A failed add may have brought the torrent all the same. It is looked for, now and once more a while later; in between
    /// others may work on the torrent, and what they made of it is theirs.
    async fn clean_up(self, entry: Option<i64>, error: &DebridError) {
        let (ledger, debrid, hash) = (&self.links.ledger, &self.debrid, self.torrent.hash);
        let Owner::App { unfinished } = self.owner else { return };
        let is_late =
            matches!(error, DebridError::Timeout(_) | DebridError::Unreachable(_) | DebridError::Malformed(_));
        let mut is_clear = !error.leaves_doubt() && unfinished.is_none();
        let mut claim = self.claim;
        if !is_clear {
            if let Some(entry) = entry {
                // Whoever asked was told that it failed: nobody counts on it any more.
                ledger.set_added(entry, None, AddState::Adding).await;
            }
            is_clear = sweep(debrid, hash).await;
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
            is_clear = sweep(debrid, hash).await;
        }
        if let Some(entry) = entry.filter(|_| is_clear) {
            ledger.forget_added(entry).await;
        }
        drop(claim);
    }
}

/// After an add that was not answered in time the account is looked at before anything is sent again.
async fn add_or_find(debrid: &Debrid, hash: InfoHash, magnet: &str) -> Result<Magnet, DebridError> {
    match debrid.add(magnet).await {
        Err(error @ (DebridError::Timeout(_) | DebridError::Unreachable(_))) => match debrid.find(hash).await {
            Ok(Lookup::Held(found)) => debrid.get(&found.id).await,
            // It did not arrive: once more, and that is all.
            Ok(Lookup::Absent) if matches!(error, DebridError::Timeout(_)) => debrid.add(magnet).await,
            Ok(Lookup::Absent | Lookup::TooManyToTell) | Err(_) => Err(error),
        },
        outcome => outcome,
    }
}

/// Takes out every torrent of that hash. Whether the account is known to be clear of it then.
async fn sweep(debrid: &Debrid, hash: InfoHash) -> bool {
    for _ in 0..3 {
        match debrid.find(hash).await {
            Ok(Lookup::Absent) => return true,
            Ok(Lookup::Held(found)) => {
                remove(debrid, &found.id).await;
            }
            // It may be among those that are not listed; the list will be no shorter at the next try.
            Ok(Lookup::TooManyToTell) => return false,
            Err(error) => tracing::info!(%error, "the account could not be looked at"),
        }
    }
    false
}

/// Tries three times: a removal that fails leaves litter.
async fn remove(debrid: &Debrid, id: &str) -> bool {
    for attempt in 1..=3 {
        match debrid.remove(id).await {
            Ok(()) => return true,
            Err(error) => tracing::warn!(%error, attempt, "a torrent that was added and not used could not be removed"),
        }
    }
    false
}

/// What [`tidy`] came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tidied {
    pub removed: usize,
    pub failed: usize,
}

/// No link takes longer than this.
pub const SETTLED_AFTER: Duration = Duration::from_mins(15);

/// Takes out what earlier runs added, did not use and could not remove. To be called at the start, with an age that no link
/// under way reaches: another start of the app may be at work on the younger ones.
pub async fn tidy(links: &Links, older_than: Duration) -> Tidied {
    let mut tidied = Tidied::default();
    let now = Timestamp::now().as_second();
    let youngest = i64::try_from(older_than.as_secs()).unwrap_or(i64::MAX);
    for entry in links.ledger.added().await {
        if entry.state.is_wanted() || now - entry.at.as_second() < youngest {
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

/// Whether the torrent of an unfinished entry is out of the account now; `None` when it was settled meanwhile, or the person wants
/// the torrent where it is.
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
        None if is_in_doubt(entry) => sweep(debrid, entry.hash).await,
        None => true,
    };
    if is_out {
        ledger.forget_added(entry.id).await;
    }
    Some(is_out)
}

/// Takes something the app added out of its account, as the person asks.
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
