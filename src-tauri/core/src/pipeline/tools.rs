//! The dependencies of a search: connections, cache, accounts, and the settings of the sources.

use std::sync::Arc;

use crate::debrid::Debrid;
use crate::endpoints::Endpoints;
use crate::http::Http;
use crate::sources::Options;
use crate::sources::health::Health;
use crate::store::{Cache, Ledger};

/// The dependencies of a search.
#[derive(Clone, Debug)]
pub struct Tools {
    pub http: Http,
    pub endpoints: Endpoints,
    pub cache: Cache,
    /// The health of the sources, updated by every request.
    pub health: Health,
    /// The record of what happened at the services before.
    pub ledger: Ledger,
    /// The services in use, in the person's order. Empty while nobody is signed in: the state of rows then stays
    /// unknown.
    pub accounts: Vec<Debrid>,
    /// The settings of the sources.
    pub sources: Arc<Options>,
}

/// The cache key for the recent requests to servers with an hourly limit.
pub(crate) const ASKED: &str = "asked";
/// The cache key for the health of the sources.
pub(crate) const HEALTH: &str = "health";

impl Tools {
    /// Stores the health and the recent requests of the sources for the next run.
    pub(super) async fn keep_sources(&self) {
        self.keep_asked().await;
        self.cache.put(HEALTH, &self.health.kept()).await;
    }

    /// Stores only the recent requests, which count against the limits even if the search is cancelled.
    pub(super) async fn keep_asked(&self) {
        if let Some(asked) = self.http.newly_asked() {
            self.cache.put(ASKED, &asked).await;
        }
    }
}
