//! Phase 1: asks all sources at once, each within its own budget, and reports each answer as it arrives.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::FutureExt as _;
use futures::stream::{FuturesUnordered, Stream, StreamExt as _};
use jiff::Timestamp;
use tokio::sync::mpsc::{self, UnboundedSender};

use crate::sources::health::Asker;
use crate::sources::{self, Ask, SourceAnswer, SourceError, Understanding};
use crate::title::{Correction, Ids, Kind, Wanted};
use crate::torrent::{SourceName, Torrent};

use super::event::Unasked;
use super::request::{Details, Refresh, SearchRequest};
use super::tools::Tools;

/// A report about one source.
#[derive(Debug)]
pub enum Report {
    /// The torrents a source has found so far, while the rest of its requests are still running.
    Told {
        torrents: Vec<Torrent>,
    },
    Answered {
        source: SourceName,
        answer: SourceAnswer,
        elapsed: Duration,
    },
    Failed {
        source: SourceName,
        error: SourceError,
        elapsed: Duration,
    },
    Skipped {
        source: SourceName,
        why: Unasked,
    },
}

/// Asks all of `asked` at once; yields the reports in the order the sources finish.
pub(super) fn scrape<'a>(
    tools: &'a Tools,
    search: &'a SearchRequest,
    asked: Vec<SourceName>,
) -> impl Stream<Item = Report> + Unpin + 'a {
    let (early, told) = mpsc::unbounded_channel();
    let ends = asked.into_iter().map(|source| scrape_one(tools, search, source, early.clone()).boxed());
    let ends = ends.collect::<FuturesUnordered<_>>();
    let told = futures::stream::unfold(told, |mut told| async move {
        told.recv().await.map(|torrents| (Report::Told { torrents }, told))
    });
    futures::stream::select(told.boxed(), ends)
}

/// Asks one source for a film that every source has, even if it is resting, to test whether it works.
pub async fn probe(tools: &Tools, source: SourceName) -> Report {
    let wanted = Wanted {
        kind: Kind::Movie,
        ids: Ids { imdb: Some("tt1727587".to_owned()), ..Ids::default() },
        name: "Sintel".to_owned(),
        aliases: Vec::new(),
        year: Some(2010),
        end_year: None,
        runtime_min: None,
        episode: None,
        ..Wanted::default()
    };
    let refresh = Refresh::Only([source].into());
    let search = SearchRequest {
        wanted,
        details: Details::none(),
        sources: vec![source],
        refresh,
        correction: Correction::default(),
        taste: Arc::default(),
    };
    let (early, _told) = mpsc::unbounded_channel();
    let report = scrape_one(tools, &search, source, early).await;
    tools.keep_sources().await;
    report
}

/// After a source has answered for an episode, how long to wait for metadata that may give the title anime ids as
/// well.
const DETAILS_WORTH: Duration = Duration::from_millis(1500);

async fn scrape_one(
    tools: &Tools,
    search: &SearchRequest,
    source: SourceName,
    early: UnboundedSender<Vec<Torrent>>,
) -> Report {
    let started = Instant::now();
    let options = &*tools.sources;
    let understands = |wanted| sources::understands(source, wanted, options) == Understanding::Yes;
    // Every source benefits from the other ids and numberings of an anime; for anything else the IMDb id is enough to
    // begin.
    let at_once = search.wanted.kind != Kind::Anime && understands(&search.wanted);
    let details = if at_once { None } else { search.details.ready().await };
    let wanted = details.as_deref().unwrap_or(&search.wanted);
    if !understands(wanted) {
        // The catalogue would have told the title and the other ids.
        let why = if details.is_none() && search.details.are_awaited() { Unasked::NoDetails } else { Unasked::NoId };
        return Report::Skipped { source, why };
    }
    let asker = match &search.refresh {
        Refresh::All | Refresh::Only(_) => Asker::Hand,
        Refresh::Stale => Asker::Search,
    };
    let asking = match tools.health.enter(source.as_str(), asker, Timestamp::now()) {
        Ok(asking) => asking,
        Err(error) => return Report::Failed { source, error, elapsed: started.elapsed() },
    };
    let sent = Instant::now();
    let budget = options.deadline(source);
    let ask = Ask {
        http: &tools.http,
        endpoints: &tools.endpoints,
        options,
        wanted,
        budget,
        besides: &[],
        early: Some(&early),
    };
    let mut outcome = sources::scrape(source, ask).await;
    asking.end(outcome.as_ref().map(|_| ()), sent.elapsed(), Timestamp::now());
    tools.keep_asked().await;
    if at_once && search.wanted.kind == Kind::Series {
        outcome = besides(search, source, ask, started, &early, outcome).await;
    }
    let elapsed = started.elapsed();
    match outcome {
        Ok(answer) => Report::Answered { source, answer, elapsed },
        Err(error) => {
            tracing::info!(source = source.as_str(), %error, elapsed_ms = elapsed.as_millis(), "a source failed");
            Report::Failed { source, error, elapsed }
        }
    }
}

/// Asks the source again under the anime ids if the metadata shows that a series is an anime, and merges the answers.
async fn besides(
    search: &SearchRequest,
    source: SourceName,
    ask: Ask<'_>,
    started: Instant,
    early: &UnboundedSender<Vec<Torrent>>,
    first: Result<SourceAnswer, SourceError>,
) -> Result<SourceAnswer, SourceError> {
    let Ok(mut answer) = first else { return first };
    let left = ask.budget.saturating_sub(started.elapsed());
    let known = if let Some(known) = search.details.known() {
        Some(known)
    } else {
        let _ = early.send(answer.torrents.clone());
        tokio::time::timeout(DETAILS_WORTH.min(left), search.details.ready()).await.ok().flatten()
    };
    let Some(details) = known.filter(|details| details.ids.kitsu.is_some()) else { return Ok(answer) };
    let asked = sources::asked_with(source, ask.wanted, ask.options);
    let more = sources::scrape(source, Ask { wanted: &details, budget: left, besides: &asked, ..ask }).await;
    match more {
        Ok(more) => answer.unite(more),
        Err(error) => answer.missing = answer.missing.take().or(Some(error)),
    }
    Ok(answer)
}
