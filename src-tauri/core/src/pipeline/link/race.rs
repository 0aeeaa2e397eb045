//! The services side by side: a lane for each, the preferred one with a head start, and the first link wins.

use std::time::Duration;

use futures::FutureExt as _;
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use jiff::Timestamp;
use tokio::sync::mpsc;

use crate::debrid::{Debrid, DebridError, Pace};
use crate::model::{Candidate, Way};
use crate::torrent::SourceName;

use super::added::AddedTorrent;
use super::plan::plan;
use super::{DownloadResult, LinkEvent, LinkFor, Links, NoLink, lane, offers};

/// Tries the candidates at all services, and by the links of addons, side by side until one gives a link. When it
/// returns or the future is dropped, whatever is still running is stopped and cleaned up in the background; see
/// [`AccountWork::settled`](super::AccountWork::settled).
pub async fn link(links: &Links, ask: LinkFor<'_>, tell: impl FnMut(LinkEvent)) -> Result<DownloadResult, NoLink> {
    Ok(prepare(links, ask, tell).await?.keep().await)
}

/// A link that was made and may not be used. Dropping it removes what was added to the account for it.
#[derive(Debug)]
pub struct Prepared {
    result: DownloadResult,
    added: Option<AddedTorrent>,
}

impl Prepared {
    /// Returns the link, for use.
    pub async fn keep(self) -> DownloadResult {
        if let Some(added) = self.added {
            added.keep().await;
        }
        self.result
    }
}

/// Like [`link`], for a link that may not be used. Nobody else works at its torrent until it is kept or dropped.
pub async fn prepare(links: &Links, ask: LinkFor<'_>, mut tell: impl FnMut(LinkEvent)) -> Result<Prepared, NoLink> {
    let offers = offers::plan(ask.candidates, links.offered);
    if links.accounts.is_empty() && offers.is_empty() {
        return Err(NoLink::alone(DebridError::SignedOut));
    }
    let Some(first) = ask.candidates.first() else {
        return Err(NoLink::alone(DebridError::NotCached("nothing to try".to_owned())));
    };
    let hashes = ask.candidates.iter().map(|candidate| candidate.torrent.info_hash).collect();
    let past = links.ledger.past_of(hashes, Timestamp::now()).await;
    let chosen = ask.file.map(|path| lane::ChosenPath { hash: first.torrent.info_hash, path });
    let others = links.accounts.len().saturating_sub(1) + usize::from(!offers.is_empty());
    let mut roads: Vec<Road<'_, '_>> = Vec::with_capacity(links.accounts.len() + 1);
    for debrid in &links.accounts {
        let candidates = plan(debrid.store(), ask.candidates, &past, others);
        if !candidates.is_empty() || offers.is_empty() {
            roads.push(Road::Service { debrid, candidates });
        }
    }
    if !offers.is_empty() {
        let place = if offers::come_first(first, &offers) { 0 } else { roads.len() };
        roads.insert(place, Road::Addons(offers));
    }
    let (told, mut steps) = mpsc::unbounded_channel();
    let (freed, _) = tokio::sync::watch::channel(0_usize);
    let mut lanes = FuturesUnordered::new();
    for (place, road) in roads.into_iter().enumerate() {
        let (told, mut freed) = (told.clone(), freed.subscribe());
        lanes.push(async move {
            if place > 0 {
                let late = u32::try_from(place).unwrap_or(u32::MAX);
                let wait = road.head_start().checked_mul(late).unwrap_or(Duration::MAX);
                // Starts earlier when all services before it have given up.
                let _ = tokio::time::timeout(wait, freed.wait_for(|ended| *ended >= place)).await;
            }
            let way = road.way();
            let outcome = match &road {
                // Boxed, because it is large and the other is small.
                Road::Service { debrid, candidates } => {
                    lane::run(links, debrid, ask.wanted, chosen, candidates, &told).boxed().await
                }
                Road::Addons(offers) => offers::run(links, ask.wanted, chosen, offers, &told)
                    .await
                    .map(|result| Box::new(lane::Made { result, added: None })),
            };
            EndedLane { place, way, outcome }
        });
    }
    drop(told);
    let mut failures: Vec<(usize, Way, lane::Failed)> = Vec::new();
    loop {
        tokio::select! {
            biased;
            Some(step) = steps.recv() => tell(step),
            Some(EndedLane { place, way, outcome }) = lanes.next() => {
                while let Ok(step) = steps.try_recv() {
                    tell(step);
                }
                match outcome {
                    Ok(made) => {
                        // Another service may have finished at the same moment; dropping its lane removes what it
                        // added.
                        let lane::Made { result, added } = *made;
                        tell(LinkEvent::LinkMade { way: result.service, hash: result.info_hash });
                        return Ok(Prepared { result, added });
                    }
                    Err(failed) => {
                        if failed.last.stops_the_run() {
                            tell(LinkEvent::ServiceStopped { way, error: failed.last.clone() });
                        }
                        failures.push((place, way, failed));
                        freed.send_replace(failures.len());
                    }
                }
            }
            else => break,
        }
    }
    failures.sort_by_key(|(place, ..)| *place);
    let tried = failures.iter().map(|(_, _, failed)| failed.tried).sum();
    let refused = failures.iter().filter(|(_, _, failed)| failed.refused > 1);
    let refused = refused.filter_map(|(_, way, failed)| Some((way.store()?, failed.refused))).collect();
    let services: Vec<(Way, DebridError)> = failures.into_iter().map(|(_, way, failed)| (way, failed.last)).collect();
    let last = services.first().map_or(DebridError::SignedOut, |(_, last)| last.clone());
    Err(NoLink { tried, last, services, refused })
}

/// What is tried one after the other: the candidates at a service, or the links of addons.
enum Road<'a, 'c> {
    Service { debrid: &'a Debrid, candidates: Vec<&'c Candidate> },
    Addons(Vec<offers::OfferToTry<'c>>),
}

impl Road<'_, '_> {
    fn head_start(&self) -> Duration {
        match self {
            Self::Service { debrid, .. } => debrid.pace().head_start,
            Self::Addons(_) => Pace::default().head_start,
        }
    }

    /// Returns the service, or the addon whose link comes first.
    fn way(&self) -> Way {
        match self {
            Self::Service { debrid, .. } => debrid.store().into(),
            Self::Addons(offers) => offers.first().map_or(Way::Addon(SourceName::Comet), offers::OfferToTry::way),
        }
    }
}

/// The end of the attempts at one service.
struct EndedLane {
    /// The position of the service in the person's order.
    place: usize,
    way: Way,
    outcome: Result<Box<lane::Made>, lane::Failed>,
}
