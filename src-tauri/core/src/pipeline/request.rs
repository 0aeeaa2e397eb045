//! What a search is asked for: the title, what will become known of it, which sources to ask anew, what to rank by.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt as _, Shared};

use super::rank::Taste;
use crate::title::{Correction, Wanted};
use crate::torrent::SourceName;

/// What to look for, and how much to ask again.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// What is known at once.
    pub wanted: Wanted,
    /// What will be known when the metadata has answered.
    pub details: Details,
    /// The sources that are switched on.
    pub sources: Vec<SourceName>,
    pub refresh: Refresh,
    /// What the rows are ranked by beside the title.
    pub taste: Arc<Taste>,
    /// What the person changed of the ids and numbers.
    pub correction: Correction,
}

/// Which of the sources are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// Those whose remembered answer is older than [`FRESH_FOR`].
    Stale,
    /// All that are switched on, however fresh their answer.
    All,
    /// These, however fresh their answer.
    Only(BTreeSet<SourceName>),
}

/// A source that answered a moment ago is not asked again by coming back.
pub const FRESH_FOR: Duration = Duration::from_mins(5);

impl SearchRequest {
    /// The same search with what the person corrected applied to what is known now and to what becomes known later.
    pub(super) fn corrected(self) -> Self {
        if self.correction.is_empty() {
            return self;
        }
        Self {
            wanted: self.wanted.corrected(&self.correction),
            details: self.details.corrected(self.correction.clone()),
            ..self
        }
    }

    /// The cache's key for what `source` answers to it.
    pub(super) fn answer_key(&self, source: SourceName) -> String {
        format!("answer/{}/{}{}", source.as_str(), self.wanted.key(), self.correction.key())
    }
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

    /// The same with what a person changed.
    fn corrected(&self, correction: Correction) -> Self {
        let known = self.0.clone();
        Self::pending(async move { known.await.map(|wanted| (*wanted).clone().corrected(&correction)) })
    }

    /// What has become known so far.
    pub fn known(&self) -> Option<Arc<Wanted>> {
        self.0.peek().cloned().flatten()
    }

    /// What becomes known in the end.
    pub async fn ready(&self) -> Option<Arc<Wanted>> {
        self.0.clone().await
    }
}
