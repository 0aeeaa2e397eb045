//! Tries the links that addons give, one after the other, until one leads to the film. Nothing is added and nothing is
//! made: each is held against what is wanted and asked for its first bytes.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use url::Origin;

use crate::debrid::{CacheState, DebridError};
use crate::model::{ChosenBy, Way};
use crate::names;
use crate::pipeline::offered::{file_of, select_offer};
use crate::pipeline::select::Sought;
use crate::title::Wanted;
use crate::torrent::{Offer, Promise};
use crate::work;

use super::lane::{ChosenPath, Failed, SURE, Steps};
use super::passport::Behind;
use super::truth::Promised;
use super::verify_offer::verify_offer;
use super::{Candidate, DownloadResult, LinkEvent, Links, Offered, Renewal};

/// The most links tried, and how long.
const MOST_TRIED: usize = 12;
const LONGEST: Duration = Duration::from_secs(90);

/// A link to try, and the row it belongs to.
pub(super) struct OfferToTry<'a> {
    candidate: &'a Candidate,
    offer: &'a Arc<Offer>,
    /// The person chose this row.
    is_chosen: bool,
}

/// Returns the links to try, in the order of the rows. One that its addon would have to fetch first is left out, unless
/// it is of the row that was chosen and nothing else has that.
pub(super) fn plan<'a>(candidates: &[&'a Candidate], of: Offered) -> Vec<OfferToTry<'a>> {
    let links = candidates.iter().enumerate().flat_map(|(at, candidate)| {
        let may_fetch = at == 0 && candidate.cached == Some(CacheState::NotCached);
        let offers = candidate.direct().into_iter().filter(move |offer| offer.promise != Promise::NotHeld || may_fetch);
        offers.map(move |offer| OfferToTry { candidate, offer, is_chosen: at == 0 && candidates.len() == 1 })
    });
    links.filter(|link| of.takes(link.offer.source)).collect()
}

/// Returns whether the links come before the services: the first row has one, and no service holds it.
pub(super) fn come_first(first: &Candidate, links: &[OfferToTry<'_>]) -> bool {
    let is_first = links.first().is_some_and(|link| link.candidate.torrent.info_hash == first.torrent.info_hash);
    let is_held = first.services.all().any(|(_, at)| at.in_cloud || at.state() == Some(CacheState::Cached));
    is_first && !is_held
}

/// Tries the links in their order until one leads to the film.
pub(super) async fn run(
    links: &Links,
    wanted: &Wanted,
    chosen: Option<ChosenPath<'_>>,
    offers: &[OfferToTry<'_>],
    steps: &Steps,
) -> Result<DownloadResult, Failed> {
    let mut failed = Failed { tried: 0, refused: 0, last: DebridError::NotCached("nothing to try".to_owned()) };
    let started = Instant::now();
    // Servers that do not answer, or were asked too often.
    let mut silent: HashSet<Origin> = HashSet::new();
    let of = offers.len().min(MOST_TRIED);
    for (at, link) in offers.iter().enumerate() {
        let origin = link.offer.link().origin();
        if silent.contains(&origin) {
            continue;
        }
        if failed.tried >= MOST_TRIED || started.elapsed() >= LONGEST {
            break;
        }
        failed.tried += 1;
        let (way, torrent) = (Way::Addon(link.offer.source), &link.candidate.torrent);
        let (hash, release) = (torrent.info_hash, torrent.title.clone());
        let position = (at + 1).min(of);
        let _ = steps.send(LinkEvent::CandidateStarted { way, hash, release, position, of });
        match link.make(links, wanted, chosen, steps).await {
            Ok(result) => return Ok(result),
            Err(error) => {
                tracing::info!(addon = way.name(), %error, position, "a link of an addon leads to nothing");
                let _ = steps.send(LinkEvent::CandidateFailed { way, hash, error: error.clone() });
                if matches!(error, DebridError::Unreachable(_) | DebridError::RateLimited { .. }) {
                    silent.insert(origin);
                }
                failed.last = error;
            }
        }
    }
    Err(failed)
}

impl OfferToTry<'_> {
    pub(super) fn way(&self) -> Way {
        Way::Addon(self.offer.source)
    }

    async fn make(
        &self,
        links: &Links,
        wanted: &Wanted,
        chosen: Option<ChosenPath<'_>>,
        steps: &Steps,
    ) -> Result<DownloadResult, DebridError> {
        let (way, torrent) = (self.way(), &self.candidate.torrent);
        let path = chosen.filter(|chosen| chosen.hash == torrent.info_hash).map(|chosen| chosen.path);
        let file = file_of(self.offer);
        if let Some(path) = path {
            let name = path.rsplit('/').next().unwrap_or(path);
            if file.as_ref().is_none_or(|file| file.name != name) {
                return Err(DebridError::NoMatchingFile);
            }
        }
        let (mut score, mut reasons) = (0.0, Vec::new());
        if let Some(file) = &file {
            let selection = work::fenced(|| select_offer(self.candidate, file, &Sought::new(wanted)));
            let selection = selection.ok_or(DebridError::NoMatchingFile)?;
            let picked = selection.pick.and_then(|at| selection.ranked.get(at));
            match picked {
                Some(scored) => (score, reasons) = (scored.score, scored.reasons()),
                None if path.is_some() => {}
                None => return Err(DebridError::NoMatchingFile),
            }
            if selection.confidence < SURE && path.is_none() && !self.is_chosen {
                return Err(DebridError::UnsureFile);
            }
        }
        let verified = verify_offer(&links.http, self.offer).await?;
        // What an addon links under the name of a torrent may be anything, so that it is not remembered as that torrent's file.
        let behind = Behind::new(&links.http, &verified.link, self.offer.told_by().cloned(), &verified.headers);
        let passport = behind.read(verified.beginning.clone(), verified.size).await;
        let named = file.map_or_else(|| verified.file_name(&torrent.title), |file| file.name);
        let size = verified.size.or(self.offer.file_size);
        let by = match (path, self.is_chosen) {
            (Some(_), _) => ChosenBy::File,
            (None, true) => ChosenBy::Release,
            (None, false) => ChosenBy::App,
        };
        let file = names::read(&named);
        let promised = Promised { wanted, release: &self.candidate.parsed, file: &file, wishes: &links.wishes, by };
        if let Some(why) = passport.as_ref().and_then(|media| promised.contradicted_by(media)) {
            return Err(DebridError::NotAsPromised(why));
        }
        let _ = steps.send(LinkEvent::FileChosen {
            way,
            hash: torrent.info_hash,
            name: named.clone(),
            path: named.clone(),
            size,
            score,
            reasons: reasons.clone(),
        });
        let _ = steps.send(LinkEvent::Verified { way, hash: torrent.info_hash, size });
        Ok(DownloadResult {
            link: verified.link,
            headers: verified.headers,
            passport: passport.map(Box::new),
            not_web_ready: self.offer.not_web_ready,
            beside: Vec::new(),
            chosen_by: by,
            file_path: named.clone(),
            file_name: named,
            file_size: size,
            file_index: -1,
            score,
            match_reasons: reasons,
            info_hash: torrent.info_hash,
            release: torrent.title.clone(),
            service: way,
            expires_at: None,
            renewal: Renewal::Addon(Arc::clone(self.offer)),
        })
    }
}

/// Asks the addon's link again: it leads to a fresh one.
pub(super) async fn again(
    links: &Links,
    offer: &Arc<Offer>,
    old: &DownloadResult,
) -> Result<DownloadResult, DebridError> {
    let verified = verify_offer(&links.http, offer).await?;
    Ok(DownloadResult { link: verified.link, headers: verified.headers, ..old.clone() })
}
