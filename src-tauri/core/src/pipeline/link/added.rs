//! What is put into an account and taken out again. Every add is written down before it is sent, and finished even when nobody
//! waits for it any more, so that what it brings can be found: nothing of ours stays that is not used, and nothing that was
//! there before is touched.

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::Links;
use super::chores::{Chores, Stir};
use crate::debrid::{Debrid, DebridError, Magnet};
use crate::store::{AddState, AddedEntry};
use crate::torrent::InfoHash;

/// What the account held before anything was added. `None` when that cannot be told: then nothing is ever removed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Before(Option<HashSet<InfoHash>>);

impl Before {
    pub(crate) async fn read(links: &Links, debrid: &Debrid) -> Result<Self, DebridError> {
        // What an earlier attempt still adds or takes out is neither the person's nor there to stay.
        links.chores.still(debrid.store()).await;
        let mut listed = debrid.list_all(None).await;
        // Much hangs on it: a passing failure is not taken for the last word.
        for _ in 0..2 {
            if listed.as_ref().is_err_and(|error| !error.stops_the_run()) {
                listed = debrid.list_all(None).await;
            }
        }
        match listed {
            Ok(Some(held)) => Ok(Self(Some(held.into_iter().filter_map(|magnet| magnet.hash).collect()))),
            Ok(None) => {
                tracing::info!("the account holds more than can be read; nothing will be removed from it");
                Ok(Self(None))
            }
            // Adding would be refused for the same reason.
            Err(error) if error.stops_the_run() => Err(error),
            Err(error) => {
                tracing::info!(%error, "the account's list could not be read; nothing will be removed from it");
                Ok(Self(None))
            }
        }
    }

    /// Whether a torrent that is in the account now came there through us.
    pub(crate) fn lacked(&self, hash: InfoHash) -> bool {
        self.0.as_ref().is_some_and(|held| !held.contains(&hash))
    }
}

/// A torrent that was added. Unless it is kept it is taken out again, also when nobody waits for the link any more.
#[derive(Debug)]
pub(crate) struct Custody {
    links: Links,
    debrid: Debrid,
    entry: Option<i64>,
    magnet_id: String,
    /// Whether it is ours to remove.
    ours: bool,
    is_over: bool,
}

impl Custody {
    /// Adds a magnet. The request is sent by a task of its own: it goes on when the caller does not, and then undoes itself.
    pub(crate) async fn add(
        links: &Links,
        debrid: &Debrid,
        (hash, name, magnet): (InfoHash, &str, String),
        before: &Before,
    ) -> Result<(Self, Magnet), DebridError> {
        let (give, take) = oneshot::channel();
        let (links_of_task, debrid, name) = (links.clone(), debrid.clone(), name.to_owned());
        let ours = before.lacked(hash);
        let stir = links.chores.stir(debrid.store());
        links.chores.spawn(async move {
            let links = links_of_task;
            let entry = links.ledger.begin_add(debrid.store(), hash, &name, Timestamp::now()).await;
            let outcome = add_or_find(&debrid, hash, &magnet).await;
            let custody = match &outcome {
                Ok(magnet) => {
                    let state = if ours { AddState::Unused } else { AddState::Kept };
                    note(&links, entry, Some(magnet.id.clone()), state, ours).await;
                    let (debrid, magnet_id) = (debrid.clone(), magnet.id.clone());
                    Some(Self { links: links.clone(), debrid, entry, magnet_id, ours, is_over: false })
                }
                Err(_) => None,
            };
            let error = outcome.as_ref().err().cloned();
            // Nobody there to take it: the custody comes back and ends here.
            let answer = outcome.and_then(|magnet| custody.map(|custody| (custody, magnet)).ok_or(lost()));
            let _ = give.send(answer);
            if let Some(error) = error {
                clean_up_failed_add(&links, &debrid, entry, hash, ours, &error).await;
            }
            drop(stir);
        });
        take.await.map_err(|_| lost())?
    }

    /// It is used: it stays.
    pub(crate) async fn keep(self) {
        self.keep_as(AddState::Used).await;
    }

    /// It stays, listed as this.
    pub(crate) async fn keep_as(mut self, state: AddState) {
        self.is_over = true;
        if self.ours {
            note(&self.links, self.entry, None, state, true).await;
        }
        if state == AddState::Used {
            self.links.ledger.mark_used(self.debrid.store(), &self.magnet_id).await;
        }
    }

    /// It is of no use: it goes, if it is ours and the person does not keep such things.
    pub(crate) async fn give_up(mut self) {
        // A service that wants quiet may hold the removal up for minutes: then it goes on among the chores.
        const PATIENCE: Duration = Duration::from_secs(3);
        let _ = tokio::time::timeout(PATIENCE, self.release_in_background()).await;
    }

    fn release_in_background(&mut self) -> JoinHandle<()> {
        let orphan = self.take_over();
        let (chores, stir) = orphan.afoot();
        chores.spawn(async move {
            orphan.release().await;
            drop(stir);
        })
    }

    fn afoot(&self) -> (Chores, Stir) {
        (self.links.chores.clone(), self.links.chores.stir(self.debrid.store()))
    }

    async fn release(&self) {
        if !self.ours {
            return;
        }
        if self.links.keep_added {
            note(&self.links, self.entry, None, AddState::Kept, true).await;
        } else if remove(&self.debrid, &self.magnet_id).await
            && let Some(entry) = self.entry
        {
            self.links.ledger.forget_added(entry).await;
        }
    }

    fn take_over(&mut self) -> Self {
        self.is_over = true;
        Self {
            links: self.links.clone(),
            debrid: self.debrid.clone(),
            entry: self.entry,
            magnet_id: self.magnet_id.clone(),
            ours: self.ours,
            is_over: true,
        }
    }

    pub(crate) fn is_ours(&self) -> bool {
        self.ours
    }
}

impl Drop for Custody {
    fn drop(&mut self) {
        if !self.is_over && tokio::runtime::Handle::try_current().is_ok() {
            drop(self.release_in_background());
        }
    }
}

fn lost() -> DebridError {
    DebridError::Unreachable("the app is closing".to_owned())
}

async fn note(links: &Links, entry: Option<i64>, magnet_id: Option<String>, state: AddState, listed: bool) {
    let Some(entry) = entry else { return };
    if listed {
        links.ledger.set_added(entry, magnet_id, state).await;
    } else {
        links.ledger.forget_added(entry).await;
    }
}

/// After an add that was not answered in time the account is looked at before anything is sent again.
async fn add_or_find(debrid: &Debrid, hash: InfoHash, magnet: &str) -> Result<Magnet, DebridError> {
    match debrid.add(magnet).await {
        Err(error @ (DebridError::Timeout(_) | DebridError::Unreachable(_))) => match debrid.find(hash).await {
            Ok(Some(found)) => debrid.get(&found.id).await,
            // It did not arrive: once more, and that is all.
            Ok(None) if matches!(error, DebridError::Timeout(_)) => debrid.add(magnet).await,
            Ok(None) | Err(_) => Err(error),
        },
        outcome => outcome,
    }
}

/// A failed add may have brought the torrent all the same. It is looked for, now and once more a while later.
async fn clean_up_failed_add(
    links: &Links,
    debrid: &Debrid,
    entry: Option<i64>,
    hash: InfoHash,
    ours: bool,
    error: &DebridError,
) {
    let mut is_clear = !ours || !error.leaves_doubt();
    if !is_clear {
        let is_late =
            matches!(error, DebridError::Timeout(_) | DebridError::Unreachable(_) | DebridError::Malformed(_));
        is_clear = sweep(debrid, hash).await;
        if is_late {
            tokio::time::sleep(debrid.pace().second_look).await;
            is_clear = sweep(debrid, hash).await;
        }
    }
    if let Some(entry) = entry.filter(|_| is_clear) {
        links.ledger.forget_added(entry).await;
    }
}

/// Takes out every torrent of that hash. Whether the account is known to be clear of it then.
async fn sweep(debrid: &Debrid, hash: InfoHash) -> bool {
    for _ in 0..3 {
        match debrid.find(hash).await {
            Ok(None) => return true,
            Ok(Some(found)) => {
                remove(debrid, &found.id).await;
            }
            Err(error) => tracing::info!(%error, "the account could not be looked at"),
        }
    }
    false
}

/// Tries three times: a removal that fails leaves litter.
pub(super) async fn remove(debrid: &Debrid, id: &str) -> bool {
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
/// An add of unknown end is looked for only this long: later, the same torrent may be the person's own.
const DOUBT_LASTS_S: i64 = 3600;

/// Takes out what earlier runs added, did not use and could not remove. To be called at the start, with an age that no link
/// under way reaches: another start of the app may be at work on the younger ones.
pub async fn tidy(links: &Links, older_than: Duration) -> Tidied {
    let mut tidied = Tidied::default();
    let now = Timestamp::now().as_second();
    let youngest = i64::try_from(older_than.as_secs()).unwrap_or(i64::MAX);
    for entry in links.ledger.added().await {
        if now - entry.at.as_second() < youngest {
            continue;
        }
        let Ok(debrid) = links.account(entry.store) else { continue };
        let done = match (entry.state, &entry.magnet_id) {
            (AddState::Used | AddState::Kept, _) => continue,
            (AddState::Unused, Some(id)) => remove(debrid, id).await,
            (AddState::Unused | AddState::Adding, _) if now - entry.at.as_second() < DOUBT_LASTS_S => {
                sweep(debrid, entry.hash).await
            }
            (AddState::Unused | AddState::Adding, _) => true,
        };
        if done {
            links.ledger.forget_added(entry.id).await;
            tidied.removed += 1;
        } else {
            tidied.failed += 1;
        }
    }
    tidied
}

/// Takes something the app added out of its account, as the person asks.
pub async fn undo(links: &Links, entry: &AddedEntry) -> Result<(), DebridError> {
    let debrid = links.account(entry.store)?;
    match &entry.magnet_id {
        Some(id) => debrid.remove(id).await?,
        None => {
            if let Some(found) = debrid.find(entry.hash).await? {
                debrid.remove(&found.id).await?;
            }
        }
    }
    links.ledger.forget_added(entry.id).await;
    Ok(())
}
