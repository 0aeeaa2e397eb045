//! Tries the candidates one after the other at one service, until one gives a link or the service stops. What the
//! service refuses by law costs one request and says nothing of the next, so it does not count against the others while
//! the service holds any of them. What stays queued although it is held is waited for, and overtaken meanwhile.

use std::collections::BTreeMap;
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use jiff::Timestamp;
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::time::Instant;

use crate::debrid::{CacheState, Debrid, DebridError, Magnet, Status, Store};
use crate::model::{ChosenBy, Hint, Outcome, PastOutcome};
use crate::names;
use crate::pipeline::select;
use crate::title::Wanted;
use crate::torrent::{InfoHash, TorrentFile};

use super::added::{AddedFor, AddedTorrent, NewTorrent};
use super::before::AccountBefore;
use super::beside::beside;
use super::recipe::{FileToLink, link_as_promised};
use super::truth::Promised;
use super::{Candidate, DownloadResult, LinkEvent, Links};

/// The lowest confidence at which a file plays without asking. Below it the file is used only if the person chose the
/// torrent and it holds no other video.
pub(super) const SURE: f32 = 0.5;
/// The most candidates tried that are not refused, because each failure costs requests to the account.
const MOST_TRIED: usize = 8;
/// How many refusals in a row end the tries where the service holds none of the rest: it would have to download them.
const MOST_REFUSED: usize = 3;
/// The most candidates asked for altogether, and how long more than [`MOST_TRIED`] are.
const MOST_ASKED: usize = 40;
const LONGEST: Duration = Duration::from_secs(90);
/// After so many looks at a held torrent that is not ready yet, the next one that is held is tried beside it.
const LATE_AFTER: u32 = 2;
/// The most candidates that are tried beside one another.
const MOST_AT_ONCE: usize = 2;

pub(super) struct Failed {
    pub(super) tried: usize,
    /// How many of them the service refused for legal reasons.
    pub(super) refused: usize,
    pub(super) last: DebridError,
}

/// A link and the added torrent. Only the torrent of the service that comes first is kept.
pub(super) struct Made {
    pub(super) result: DownloadResult,
    /// `None` for the link of an addon, for which nothing is added.
    pub(super) added: Option<AddedTorrent>,
}

/// The path of the file the person chose in one torrent.
#[derive(Clone, Copy)]
pub(super) struct ChosenPath<'a> {
    pub(super) hash: InfoHash,
    pub(super) path: &'a str,
}

pub(super) type Steps = UnboundedSender<LinkEvent>;

/// Tries the candidates in their order until one gives a link.
pub(super) async fn run(
    links: &Links,
    debrid: &Debrid,
    wanted: &Wanted,
    chosen: Option<ChosenPath<'_>>,
    candidates: &[&Candidate],
    steps: &Steps,
) -> Result<Box<Made>, Failed> {
    let store = debrid.store();
    let mut failed = Failed { tried: 0, refused: 0, last: DebridError::NotCached("nothing to try".to_owned()) };
    if candidates.is_empty() {
        return Err(failed);
    }
    let before = match AccountBefore::read(debrid, None).await {
        Ok(before) => before,
        Err(error) => {
            failed.last = error;
            return Err(failed);
        }
    };
    let started = Instant::now();
    let mut refused_in_a_row = 0;
    let mut rest = candidates.iter().take(MOST_ASKED).enumerate();
    let mut attempts = FuturesUnordered::new();
    // By place: whether the attempt is late.
    let mut running: BTreeMap<usize, bool> = BTreeMap::new();
    let (late, mut was_late) = mpsc::unbounded_channel();
    loop {
        let next = rest.clone().next().filter(|(at, candidate)| {
            let is_held = is_expected(candidate, store);
            // Beyond the first few only what the service holds is worth asking for.
            let may_go_on = *at < MOST_TRIED || is_held && started.elapsed() < LONGEST;
            let holds_any = || candidates.iter().skip(*at).any(|candidate| is_expected(candidate, store));
            let is_hopeless = refused_in_a_row >= MOST_REFUSED && !holds_any();
            let is_its_turn = running.is_empty() || is_held && running.len() < MOST_AT_ONCE;
            at - failed.refused < MOST_TRIED && may_go_on && !is_hopeless && is_its_turn
        });
        if let Some((at, candidate)) = next.filter(|_| running.values().all(|is_late| *is_late)) {
            rest.next();
            let hash = candidate.torrent.info_hash;
            failed.tried += 1;
            let of = candidates.len().min(MOST_TRIED + failed.refused).min(MOST_ASKED);
            let release = candidate.torrent.title.clone();
            let _ = steps.send(LinkEvent::CandidateStarted { way: store.into(), hash, release, position: at + 1, of });
            let file = chosen.filter(|chosen| chosen.hash == hash).map(|chosen| chosen.path);
            let is_chosen = candidates.len() == 1;
            let (late, before) = (late.clone(), &before);
            running.insert(at, false);
            attempts.push(async move {
                let is_late = || {
                    let _ = late.send(at);
                };
                let attempt = Attempt { links, debrid, wanted, file, candidate, is_chosen, steps };
                (at, candidate, attempt.make(before, is_late).await)
            });
        }
        let (at, candidate, outcome) = tokio::select! {
            biased;
            Some(at) = was_late.recv() => {
                running.entry(at).and_modify(|is_late| *is_late = true);
                continue;
            }
            ended = attempts.next() => match ended {
                Some(ended) => ended,
                None => break,
            },
        };
        running.remove(&at);
        let hash = candidate.torrent.info_hash;
        if let Some(outcome) = lesson(outcome.as_ref().map(drop)) {
            let at = Timestamp::now();
            links.ledger.note(hash, &candidate.torrent.title, store, outcome, at).await;
            let outcome = PastOutcome { outcome, at, age: Duration::ZERO };
            let _ = steps.send(LinkEvent::Learnt { store, hash, outcome });
        }
        match outcome {
            Ok(made) => return Ok(Box::new(made)),
            Err(error) => {
                tracing::info!(service = store.name(), %error, position = at + 1, "a candidate gave no link");
                let _ = steps.send(LinkEvent::CandidateFailed { way: store.into(), hash, error: error.clone() });
                let stop = error.stops_the_run();
                failed.refused += usize::from(error == DebridError::LegalBlock);
                let is_refusal = matches!(error, DebridError::LegalBlock | DebridError::NotCached(_));
                refused_in_a_row = if is_refusal { refused_in_a_row + 1 } else { 0 };
                failed.last = error;
                if stop {
                    break;
                }
            }
        }
    }
    Err(failed)
}

/// Returns the outcome to remember for a torrent; `None` for an error that says nothing about it.
fn lesson(outcome: Result<(), &DebridError>) -> Option<Outcome> {
    match outcome {
        Ok(()) => Some(Outcome::Worked),
        Err(DebridError::LegalBlock) => Some(Outcome::Legal),
        Err(DebridError::NotCached(_)) => Some(Outcome::NotHeld),
        Err(DebridError::BadLink(_) | DebridError::Gone) => Some(Outcome::DeadLink),
        Err(_) => None,
    }
}

/// One candidate at one service.
struct Attempt<'a> {
    links: &'a Links,
    debrid: &'a Debrid,
    wanted: &'a Wanted,
    file: Option<&'a str>,
    candidate: &'a Candidate,
    /// Whether the person chose this candidate, rather than the app moving on to it.
    is_chosen: bool,
    steps: &'a Steps,
}

impl Attempt<'_> {
    /// Calls `is_late` when the torrent is held and not ready after [`LATE_AFTER`] looks.
    async fn make(&self, before: &AccountBefore, is_late: impl Fn()) -> Result<Made, DebridError> {
        let torrent = NewTorrent::of(self.candidate);
        let claim = self.links.work.claim(self.debrid, torrent.hash).await?;
        let (added, magnet) =
            AddedTorrent::add(self.links, self.debrid, torrent, AddedFor::Link, before, claim).await?;
        self.tell(LinkEvent::Added {
            way: self.debrid.store().into(),
            hash: self.hash(),
            status: magnet.status.clone(),
        });
        match self.link_of(magnet, is_late).await {
            Ok(result) => Ok(Made { result, added: Some(added) }),
            Err(error) => {
                added.give_up().await;
                Err(error)
            }
        }
    }

    async fn link_of(&self, magnet: Magnet, is_late: impl Fn()) -> Result<DownloadResult, DebridError> {
        let (store, hash) = (self.debrid.store(), self.hash());
        let looked = |status: &Status, attempt| {
            self.tell(LinkEvent::Waited { way: store.into(), hash, status: status.clone(), attempt });
            if attempt == LATE_AFTER && !status.is_ready() {
                is_late();
            }
        };
        let magnet = wait_until_ready(self.debrid, is_expected(self.candidate, store), magnet, looked).await?;
        let chosen = self.file.map(|chosen| find(&magnet.files, chosen)).transpose()?;
        let hint = Hint { correction: chosen.map(|file| file.path.as_str()), ..self.candidate.hint() };
        let selection = select::select(&magnet.files, self.wanted, &hint);
        let is_only = self.is_chosen && selection.ranked.len() == 1;
        let (scored, file): (_, &TorrentFile) = selection
            .pick
            .and_then(|at| selection.ranked.get(at))
            .and_then(|scored| Some((scored, magnet.files.get(scored.file)?)))
            .ok_or(DebridError::NoMatchingFile)?;
        if selection.confidence < SURE && chosen.is_none() && !is_only {
            return Err(DebridError::UnsureFile);
        }
        self.tell(LinkEvent::FileChosen {
            way: store.into(),
            hash,
            name: file.name.clone(),
            path: file.path.clone(),
            size: file.size,
            score: scored.score,
            reasons: scored.reasons(),
        });
        let torrent = &self.candidate.torrent;
        let promised = Promised {
            wanted: self.wanted,
            release: &self.candidate.parsed,
            file: &names::read(&file.name),
            wishes: &self.links.wishes,
            by: match (self.file, self.is_chosen) {
                (Some(_), _) => ChosenBy::File,
                (None, true) => ChosenBy::Release,
                (None, false) => ChosenBy::App,
            },
        };
        let beside = beside(&magnet.files, file);
        let file = FileToLink {
            file,
            info_hash: torrent.info_hash,
            release: &torrent.title,
            score: scored.score,
            reasons: scored.reasons(),
        };
        let result = link_as_promised(self.links, self.debrid, file, &promised).await?;
        self.tell(LinkEvent::Verified { way: store.into(), hash, size: result.file_size });
        Ok(DownloadResult { beside, chosen_by: promised.by, ..result })
    }

    fn hash(&self) -> InfoHash {
        self.candidate.torrent.info_hash
    }

    fn tell(&self, step: LinkEvent) {
        // The receiver is gone once another service has won.
        let _ = self.steps.send(step);
    }
}

/// Returns whether the torrent is reported as cached. Only then is it worth waiting for: any other would have to be
/// downloaded first.
fn is_expected(candidate: &Candidate, store: Store) -> bool {
    match candidate.services.get(store) {
        Some(at) => at.in_cloud || at.state() == Some(CacheState::Cached),
        None => candidate.cached == Some(CacheState::Cached),
    }
}

/// Finds the file the person chose in the current list of the service, whose folders may be written differently from
/// the list the person saw.
fn find<'a>(files: &'a [TorrentFile], chosen: &str) -> Result<&'a TorrentFile, DebridError> {
    let name = chosen.rsplit('/').next().unwrap_or(chosen);
    let mut of_that_name = files.iter().filter(|file| file.name == name);
    files
        .iter()
        .find(|file| file.path == chosen)
        .or_else(|| of_that_name.next().filter(|_| of_that_name.next().is_none()))
        .ok_or(DebridError::NoMatchingFile)
}

/// Waits until the files of a torrent can be linked. Looks at `invalid` a second time, because some services report it
/// while they look up the metadata, and at `downloading`, which a held torrent may be for a moment: a service that goes
/// on downloading does not hold it.
pub(in crate::pipeline) async fn wait_until_ready(
    debrid: &Debrid,
    is_expected: bool,
    mut magnet: Magnet,
    looked: impl Fn(&Status, u32),
) -> Result<Magnet, DebridError> {
    let looks = &debrid.pace().looks;
    let looks = if is_expected { &looks[..] } else { looks.get(..1).unwrap_or_default() };
    let (mut was_invalid, mut was_downloading) = (false, false);
    for (attempt, pause) in (1..).zip(looks) {
        let over = ready(&magnet)
            || magnet.status == Status::Failed
            || magnet.status == Status::Invalid && std::mem::replace(&mut was_invalid, true)
            || magnet.status == Status::Downloading && std::mem::replace(&mut was_downloading, true);
        if over {
            break;
        }
        tokio::time::sleep(*pause).await;
        magnet = debrid.get(&magnet.id).await.map_err(DebridError::of_torrent)?;
        looked(&magnet.status, attempt);
    }
    if magnet.status.is_ready() { Ok(magnet) } else { Err(DebridError::NotCached(magnet.status.as_str().to_owned())) }
}

/// Returns whether the torrent is ready and its files are listed.
pub(in crate::pipeline) fn ready(magnet: &Magnet) -> bool {
    magnet.status.is_ready() && !magnet.files.is_empty()
}
