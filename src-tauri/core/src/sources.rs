//! The nine built-in sources and those the person added: which of them can be asked about a title, with which ids or
//! words, and what each answers. Each source has a file of its own.

mod addon;
#[cfg(test)]
mod against_simulator;
mod animetosho;
mod answer;
mod asking;
mod by_id;
mod comet;
mod config;
mod feed;
#[cfg(test)]
mod fidelity;
#[cfg(test)]
pub(crate) mod fixtures;
#[doc(hidden)]
pub mod fuzzing;
pub mod health;
mod ids;
mod mediafusion;
mod nyaa;
pub mod options;
pub mod own;
mod peerflix;
pub mod relevance;
mod stremio_addon;
mod stremthru;
mod torrentio;
mod torrentsdb;
mod torznab;
mod zilean;

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt as _;
use tokio::sync::mpsc::UnboundedSender;

use crate::endpoints::Endpoints;
use crate::http::Http;
use crate::title::Wanted;
use crate::torrent::{SourceName, Torrent};

pub use crate::http::Failure as SourceError;
pub use answer::{DropReason, Dropped, SourceAnswer};
pub use config::{BadConfig, check_address, check_config, mediafusion_config};
pub use options::Options;

/// Tells whether a source can be asked about the wanted title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Understanding {
    Yes,
    /// Not yet, but perhaps once the metadata tells the title or another id.
    NeedsDetails,
    /// Never: it understands none of the ids this title has.
    NoId,
}

/// The input of one request to a source.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    pub http: &'a Http,
    pub endpoints: &'a Endpoints,
    pub options: &'a Options,
    pub wanted: &'a Wanted,
    /// The time limit for all requests to this source together.
    pub budget: Duration,
    /// Ids or searches, as [`asked_with`] writes them, that an earlier request of this search already sent. They are
    /// skipped.
    pub besides: &'a [String],
    /// Receives torrents that are found before the whole answer is complete.
    pub early: Option<&'a UnboundedSender<Vec<Torrent>>>,
}

impl Ask<'_> {
    fn tell(&self, found: Vec<Torrent>) {
        if let Some(early) = self.early.filter(|_| !found.is_empty()) {
            // The receiver is gone when the search was cancelled.
            let _ = early.send(found);
        }
    }
}

/// Returns whether `source` can be asked about `wanted`. Only [`Understanding::Yes`] makes a request worthwhile.
pub fn understands(source: SourceName, wanted: &Wanted, options: &Options) -> Understanding {
    if !asked_with(source, wanted, options).is_empty() {
        Understanding::Yes
    } else if ids::details_known(wanted) {
        Understanding::NoId
    } else {
        Understanding::NeedsDetails
    }
}

/// Returns the ids or search words that `source` would be asked with, in order; empty when it understands none.
pub fn asked_with(source: SourceName, wanted: &Wanted, options: &Options) -> Vec<String> {
    match source {
        SourceName::StremThru => shown(&stremthru::forms(wanted)),
        SourceName::Torrentio => shown(&(torrentio::ADDON.forms)(wanted)),
        SourceName::Comet => shown(&comet::forms(wanted)),
        SourceName::Zilean => shown(&zilean::searches(wanted)),
        SourceName::AnimeTosho => shown(&animetosho::questions(wanted, options.animetosho.form)),
        SourceName::Nyaa => ids::index_searches(wanted),
        SourceName::TorrentsDb => shown(&(torrentsdb::ADDON.forms)(wanted)),
        SourceName::Peerflix => shown(&(peerflix::ADDON.forms)(wanted)),
        SourceName::MediaFusion => shown(&mediafusion::forms(wanted)),
        SourceName::Own(_) => options.own(source).map(|own| own.asked_with(wanted)).unwrap_or_default(),
    }
}

fn shown(asked: &[impl ToString]) -> Vec<String> {
    asked.iter().map(ToString::to_string).collect()
}

/// The ids or search words one source is asked with; empty when it understands none of the ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub source: SourceName,
    pub with: Vec<String>,
}

/// Returns what every source would be asked with, so that the person can see and correct it before a search.
pub fn mapping(wanted: &Wanted, options: &Options) -> Vec<Asked> {
    let asked = |source| Asked { source, with: asked_with(source, wanted, options) };
    options.all().into_iter().map(asked).collect()
}

/// Asks one source and returns its answer, or a timeout error once the budget is used up. Rows of a title search that
/// belong to something else are removed and counted. A panic is this source's failure and not that of the search.
pub async fn scrape(source: SourceName, ask: Ask<'_>) -> Result<SourceAnswer, SourceError> {
    let answer = AssertUnwindSafe(answers(source, ask)).catch_unwind();
    match tokio::time::timeout(ask.budget, answer).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(SourceError::Malformed("the answer could not be read".to_owned())),
        Err(_) => Err(SourceError::Timeout(ask.budget)),
    }
}

async fn answers(source: SourceName, ask: Ask<'_>) -> Result<SourceAnswer, SourceError> {
    match source {
        SourceName::StremThru => stremthru::scrape(ask).await,
        SourceName::Torrentio => torrentio::ADDON.scrape(ask).await,
        SourceName::Comet => comet::ADDON.scrape(ask).await,
        SourceName::TorrentsDb => torrentsdb::ADDON.scrape(ask).await,
        SourceName::Peerflix => peerflix::ADDON.scrape(ask).await,
        SourceName::MediaFusion => mediafusion::ADDON.scrape(ask).await,
        SourceName::Zilean => zilean::scrape(ask).await,
        SourceName::AnimeTosho => animetosho::scrape(ask).await,
        SourceName::Nyaa => nyaa::scrape(ask).await,
        SourceName::Own(_) => match ask.options.own(source) {
            Some(own) => own.scrape(ask).await,
            None => Err(SourceError::Unreachable("this source was removed".to_owned())),
        },
    }
}
