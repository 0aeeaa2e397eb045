//! The request for a search: the title, the metadata still to come, the sources to ask again, and the input of the
//! rank.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt as _, Shared};

use super::rank::Taste;
use crate::title::{Correction, Wanted};
use crate::torrent::SourceName;

/// A search request.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// What is known at the start.
    pub wanted: Wanted,
    /// What is known once the metadata has arrived.
    pub details: Details,
    /// The sources that are switched on.
    pub sources: Vec<SourceName>,
    pub refresh: Refresh,
    /// The preferences and other input for ranking.
    pub taste: Arc<Taste>,
    /// The ids and numbers the person corrected.
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

/// How long the answer of a source is used again instead of asking it.
pub const FRESH_FOR: Duration = Duration::from_mins(5);

impl SearchRequest {
    /// Applies the person's correction to what is known now and to the metadata still to come.
    pub(super) fn corrected(self) -> Self {
        if self.correction.is_empty() {
            return self;
        }
        Self {
            wanted: self.wanted.corrected(&self.correction),
            details: self.details.corrected(&self.correction),
            ..self
        }
    }

    /// Returns the cache key for the answer of `source` to this search.
    pub(super) fn answer_key(&self, source: SourceName) -> String {
        format!("answer/{}/{}{}", source.as_str(), self.wanted.key(), self.correction.key())
    }

    /// Returns the cache key for whether that answer had links.
    pub(super) fn links_key(&self, source: SourceName) -> String {
        format!("links/{}/{}{}", source.as_str(), self.wanted.key(), self.correction.key())
    }

    /// Returns the cache key for what the filter left out of that answer.
    pub(super) fn left_out_key(&self, source: SourceName) -> String {
        format!("left/{}/{}{}", source.as_str(), self.wanted.key(), self.correction.key())
    }
}

/// The wanted title with all names and ids, once the metadata has arrived. Only sources that need them wait for it. What
/// is learnt of the works around it comes later, and nobody waits for that.
#[derive(Clone, Debug)]
pub struct Details {
    /// False where no catalogue is asked.
    awaited: bool,
    known: Known,
    complete: Option<Known>,
}

type Known = Shared<BoxFuture<'static, Option<Arc<Wanted>>>>;

fn shared(fetch: impl Future<Output = Option<Wanted>> + Send + 'static) -> Known {
    fetch.map(|wanted| wanted.map(Arc::new)).boxed().shared()
}

impl Details {
    /// Wraps metadata that is still being fetched. `None` means it failed, and the search goes on with what is known.
    pub fn pending(fetch: impl Future<Output = Option<Wanted>> + Send + 'static) -> Self {
        Self { awaited: true, known: shared(fetch), complete: None }
    }

    /// Creates details that never add anything.
    pub fn none() -> Self {
        Self { awaited: false, ..Self::pending(std::future::ready(None)) }
    }

    /// Adds what is fetched once the details are known.
    pub fn and_then<F>(self, more: impl FnOnce(Arc<Wanted>) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Option<Wanted>> + Send + 'static,
    {
        let known = self.known.clone();
        let complete = async move { more(known.await?).await };
        Self { complete: Some(shared(complete)), ..self }
    }

    /// Applies the person's correction to the details.
    fn corrected(&self, correction: &Correction) -> Self {
        let correct = |known: &Known| {
            let (known, correction) = (known.clone(), correction.clone());
            shared(async move { known.await.map(|wanted| (*wanted).clone().corrected(&correction)) })
        };
        let complete = self.complete.as_ref().map(correct);
        Self { awaited: self.awaited, known: correct(&self.known), complete }
    }

    /// Whether a catalogue is asked for them. Without an answer it has then failed.
    pub(super) fn are_awaited(&self) -> bool {
        self.awaited
    }

    /// Returns the details if they have arrived.
    pub fn known(&self) -> Option<Arc<Wanted>> {
        self.known.peek().cloned().flatten()
    }

    /// Waits for the details; `None` if they failed.
    pub async fn ready(&self) -> Option<Arc<Wanted>> {
        self.known.clone().await
    }

    /// Waits for what is learnt after them; `None` if there is nothing more.
    pub async fn complete(&self) -> Option<Arc<Wanted>> {
        self.complete.clone()?.await
    }
}
