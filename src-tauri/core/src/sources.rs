//! The nine sources: which of them understands what is wanted, and what each answers. One file a source.

#[cfg(test)]
mod against_simulator;
mod animetosho;
pub(crate) mod asking;
mod comet;
#[cfg(test)]
mod every_parser;
mod feed;
mod ids;
pub(crate) mod lenient;
pub(crate) mod magnet;
mod mediafusion;
mod nyaa;
mod peerflix;
pub mod relevance;
mod stremio_addon;
mod stremthru;
pub(crate) mod text;
mod torrentio;
mod torrentsdb;
mod torznab;
mod zilean;

use std::time::Duration;

use crate::endpoints::Endpoints;
use crate::http::Http;
use crate::title::Wanted;
use crate::torrent::{SourceName, Torrent};

pub use crate::http::Failure as SourceError;

/// Whether a source can be asked about what is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Understanding {
    Yes,
    /// It could, once the title or another id is known.
    NeedsDetails,
    /// It knows none of the ids this kind of work has.
    NoId,
}

/// What a source is asked with.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    pub http: &'a Http,
    pub endpoints: &'a Endpoints,
    pub wanted: &'a Wanted,
    /// All requests of one source together take no longer.
    pub budget: Duration,
}

/// Whether `source` can be asked about what is wanted. Unless the answer is yes, it is not worth asking.
pub fn understands(source: SourceName, wanted: &Wanted) -> Understanding {
    if !asked_with(source, wanted).is_empty() {
        Understanding::Yes
    } else if ids::details_known(wanted) {
        Understanding::NoId
    } else {
        Understanding::NeedsDetails
    }
}

/// The ids or searches `source` would be asked with, in order. Empty when it understands none.
pub fn asked_with(source: SourceName, wanted: &Wanted) -> Vec<String> {
    match source {
        SourceName::StremThru => shown(&stremthru::forms(wanted)),
        SourceName::Torrentio => shown(&(torrentio::ADDON.forms)(wanted)),
        SourceName::Comet => shown(&(comet::ADDON.forms)(wanted)),
        SourceName::Zilean => shown(&zilean::searches(wanted)),
        SourceName::AnimeTosho | SourceName::Nyaa => ids::index_searches(wanted),
        SourceName::TorrentsDb => shown(&(torrentsdb::ADDON.forms)(wanted)),
        SourceName::Peerflix => shown(&(peerflix::ADDON.forms)(wanted)),
        SourceName::MediaFusion => shown(&(mediafusion::ADDON.forms)(wanted)),
    }
}

fn shown(asked: &[impl ToString]) -> Vec<String> {
    asked.iter().map(ToString::to_string).collect()
}

/// Asks one source and waits for its answer, within the budget. What a title search found besides is left out.
pub async fn scrape(source: SourceName, ask: Ask<'_>) -> Result<Vec<Torrent>, SourceError> {
    tokio::time::timeout(ask.budget, answers(source, ask)).await.unwrap_or(Err(SourceError::Timeout(ask.budget)))
}

async fn answers(source: SourceName, ask: Ask<'_>) -> Result<Vec<Torrent>, SourceError> {
    match source {
        SourceName::StremThru => stremthru::scrape(ask).await,
        SourceName::Torrentio => torrentio::ADDON.scrape(ask).await,
        SourceName::Comet => comet::ADDON.scrape(ask).await,
        SourceName::TorrentsDb => torrentsdb::ADDON.scrape(ask).await,
        SourceName::Peerflix => peerflix::ADDON.scrape(ask).await,
        SourceName::MediaFusion => mediafusion::ADDON.scrape(ask).await,
        SourceName::Zilean => relevant(source, zilean::scrape(ask).await?, ask.wanted).await,
        SourceName::AnimeTosho => relevant(source, animetosho::scrape(ask).await?, ask.wanted).await,
        SourceName::Nyaa => relevant(source, nyaa::scrape(ask).await?, ask.wanted).await,
    }
}

/// More names than this are held against what is wanted on a thread of their own.
const SIFT_APART: usize = 300;

async fn relevant(source: SourceName, found: Vec<Torrent>, wanted: &Wanted) -> Result<Vec<Torrent>, SourceError> {
    let sifted = if found.len() <= SIFT_APART {
        relevance::sift(found, wanted)
    } else {
        let wanted = wanted.clone();
        let sifting = tokio::task::spawn_blocking(move || relevance::sift(found, &wanted));
        sifting.await.map_err(|_| SourceError::Malformed("the names found could not be read".to_owned()))?
    };
    let kept = sifted.kept.len();
    tracing::debug!(source = source.as_str(), kept, dropped = ?sifted.dropped, "a title search was sifted");
    Ok(sifted.kept)
}
