//! Phase 1: all sources at once, each within its own budget, each report the moment it is there.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::{BoxFuture, FutureExt as _, Shared};
use futures::stream::{FuturesUnordered, Stream};

use crate::sources::{self, SourceError, Understanding};
use crate::title::{Kind, Wanted};
use crate::torrent::{SourceName, Torrent};

use super::{Search, Tools};

/// What one source did.
#[derive(Debug)]
pub enum Report {
    Answered { source: SourceName, torrents: Vec<Torrent>, elapsed: Duration },
    Failed { source: SourceName, error: SourceError, elapsed: Duration },
    Skipped { source: SourceName },
}

/// The wanted title with all its names and ids, once the metadata has answered. Sources that need them wait for it; the
/// others do not.
#[derive(Clone, Debug)]
pub struct Details(Shared<BoxFuture<'static, Option<Arc<Wanted>>>>);

impl Details {
    /// Metadata that is still being fetched. `None` means it failed: what is known at once must do.
    pub fn pending(fetch: impl Future<Output = Option<Wanted>> + Send + 'static) -> Self {
        Self(fetch.map(|wanted| wanted.map(Arc::new)).boxed().shared())
    }

    /// Nothing more will be known.
    pub fn none() -> Self {
        Self::pending(std::future::ready(None))
    }

    /// What has become known so far.
    pub fn known(&self) -> Option<Arc<Wanted>> {
        self.0.peek().cloned().flatten()
    }

    async fn wait(&self) -> Option<Arc<Wanted>> {
        self.0.clone().await
    }
}

/// Asks every one of `asked` at once; yields reports in the order they end.
pub(super) fn scrape<'a>(
    tools: &'a Tools,
    search: &'a Search,
    asked: Vec<SourceName>,
) -> impl Stream<Item = Report> + Unpin + 'a {
    asked.into_iter().map(|source| scrape_one(tools, search, source).boxed()).collect::<FuturesUnordered<_>>()
}

async fn scrape_one(tools: &Tools, search: &Search, source: SourceName) -> Report {
    let started = Instant::now();
    // An anime's other ids and numberings matter to every source; a film's or an episode's IMDb id says all at once.
    let at_once =
        search.wanted.kind != Kind::Anime && sources::understands(source, &search.wanted) == Understanding::Yes;
    let details = if at_once { None } else { search.details.wait().await };
    let wanted = details.as_deref().unwrap_or(&search.wanted);
    if sources::understands(source, wanted) != Understanding::Yes {
        return Report::Skipped { source };
    }
    let ask = sources::Ask { http: &tools.http, endpoints: &tools.endpoints, wanted, budget: tools.budget };
    let outcome = match tokio::time::timeout(tools.budget, sources::scrape(source, ask)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(SourceError::Timeout(tools.budget)),
    };
    let elapsed = started.elapsed();
    match outcome {
        Ok(torrents) => Report::Answered { source, torrents, elapsed },
        Err(error) => {
            tracing::info!(source = source.as_str(), %error, elapsed_ms = elapsed.as_millis(), "a source failed");
            Report::Failed { source, error, elapsed }
        }
    }
}
