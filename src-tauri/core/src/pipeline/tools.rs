//! What a search works with: connections, memory, accounts, and how each source is asked.

use std::sync::Arc;

use crate::debrid::Debrid;
use crate::endpoints::Endpoints;
use crate::http::Http;
use crate::sources::Options;
use crate::sources::health::Health;
use crate::store::{Cache, Ledger};

/// What a search works with.
#[derive(Clone, Debug)]
pub struct Tools {
    pub http: Http,
    pub endpoints: Endpoints,
    pub cache: Cache,
    /// Which sources rest, and what is learnt of each.
    pub health: Health,
    /// What happened at the services before.
    pub ledger: Ledger,
    /// The services in use, in the person's order. None while nobody is signed in: rows then stay unknown.
    pub accounts: Vec<Debrid>,
    /// How each source is asked.
    pub sources: Arc<Options>,
}

/// The cache's key for what was asked of servers that count by the hour.
pub(crate) const ASKED: &str = "asked";
/// The cache's key for how the sources have been doing.
pub(crate) const HEALTH: &str = "health";

impl Tools {
    /// Writes down what the next run has to know of the sources.
    pub(super) async fn keep_sources(&self) {
        self.keep_asked().await;
        self.cache.put(HEALTH, &self.health.kept()).await;
    }

    /// The same of what was just asked alone: a search that is given up has asked all the same.
    pub(super) async fn keep_asked(&self) {
        if let Some(asked) = self.http.newly_asked() {
            self.cache.put(ASKED, &asked).await;
        }
    }
}
