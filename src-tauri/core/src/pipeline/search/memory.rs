//! What is remembered of the sources' answers, and which sources a search asks for it.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::names;
use crate::pipeline::event::Asked;
use crate::pipeline::request::{FRESH_FOR, Refresh, SearchRequest};
use crate::pipeline::tools::Tools;
use crate::store::Remembered;
use crate::torrent::{SourceName, Torrent};

pub(super) type Answers = Vec<(SourceName, Remembered<Vec<Torrent>>)>;

pub(super) async fn remembered(tools: &Tools, request: &SearchRequest) -> Answers {
    let asked = request.sources.iter().map(|&source| async move {
        let mut answer: Remembered<Vec<Torrent>> = tools.cache.get(&request.answer_key(source)).await?;
        answer.value.retain(|torrent| names::is_readable(&torrent.title));
        Some((source, answer))
    });
    futures::future::join_all(asked).await.into_iter().flatten().collect()
}

/// Returns what may be remembered of an answer: its torrents. A link ends, and holds keys.
pub(super) fn lasting(found: &[Torrent]) -> Cow<'_, [Torrent]> {
    if found.iter().all(|torrent| !torrent.is_link) {
        return found.into();
    }
    found.iter().filter(|torrent| !torrent.is_link).cloned().collect()
}

/// Returns the sources whose last answer had links: they are asked anew, since those are not remembered.
pub(super) async fn giving_links(tools: &Tools, request: &SearchRequest) -> HashSet<SourceName> {
    let own = request.sources.iter().filter(|source| matches!(source, SourceName::Own(_)));
    let asked = own.map(|&source| async move {
        let gave: Remembered<bool> = tools.cache.get(&request.links_key(source)).await?;
        gave.value.then_some(source)
    });
    futures::future::join_all(asked).await.into_iter().flatten().collect()
}

/// Returns what the filter left out of the answers remembered.
pub(super) async fn left_out(tools: &Tools, request: &SearchRequest) -> Vec<Remembered<Vec<Torrent>>> {
    let asked =
        request.sources.iter().map(|&source| async move { tools.cache.get(&request.left_out_key(source)).await });
    futures::future::join_all(asked).await.into_iter().flatten().collect()
}

/// Decides for every source, in order, whether it is asked, switched off, or answered from memory.
pub(super) fn plan(
    tools: &Tools,
    request: &SearchRequest,
    remembered: &Answers,
    giving_links: &HashSet<SourceName>,
) -> Vec<(SourceName, Asked)> {
    let is_fresh = |source| {
        let is_young = |(of, answer): &(SourceName, Remembered<_>)| *of == source && answer.age < FRESH_FOR;
        !giving_links.contains(&source) && remembered.iter().any(is_young)
    };
    let sources = tools.sources.all().into_iter();
    sources
        .map(|source| {
            let asked = match &request.refresh {
                _ if !request.sources.contains(&source) => Asked::Off,
                Refresh::Stale if is_fresh(source) => Asked::Remembered,
                // What a source gave of links is with no other search: only the source has them.
                Refresh::Only(these) if !these.contains(&source) && !giving_links.contains(&source) => {
                    Asked::Remembered
                }
                Refresh::All | Refresh::Stale | Refresh::Only(_) => Asked::Asking,
            };
            (source, asked)
        })
        .collect()
}
