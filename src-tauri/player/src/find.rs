//! From a film or episode to a link without a person choosing: the release that worked last, else what a search finds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use perihelion_core::debrid::{CacheState, DebridError};
use perihelion_core::metadata::{self, parse_id};
use perihelion_core::model::Candidate;
use perihelion_core::names::Measure;
use perihelion_core::pipeline::board::Board;
use perihelion_core::pipeline::link::{self, DownloadResult, LinkFor, Links, NoLink};
use perihelion_core::pipeline::rank::{self, LastRelease, Taste};
use perihelion_core::pipeline::{self, Details, Refresh, SearchRequest};
use perihelion_core::profile::Profile;
use perihelion_core::title::{Correction, Wanted};
use perihelion_core::torrent::{SourceName, Torrent};

use crate::about::{About, Link};

/// How long the search waits for the title's details before it starts without them.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long a search runs before a row that plays at once is taken while other sources are still asked.
const ENOUGH: Duration = Duration::from_millis(1_200);
const LOOKS_EVERY: Duration = Duration::from_millis(150);
/// The most rows that are tried.
const MOST: usize = 20;

/// Why there is no link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    #[error("that is no title's id")]
    BadId,
    #[error("no source knows a torrent of it that is worth trying")]
    NothingFound,
    #[error("{0}")]
    NoLink(#[from] NoLink),
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Searching,
    Linking,
}

/// Makes a link for a film or episode. Takes first the release that was played last of it or of its show, where the ledger says that
/// it worked; if that gives no link, searches.
pub async fn find(profile: &Profile, about: &About, tell: impl Fn(Step) + Send + Sync) -> Result<Link, FindError> {
    let asked = parse_id(&about.title_id).ok_or(FindError::BadId)?;
    let known = profile.wanted(about.kind, &asked.title_id, about.season, about.episode);
    let known = tokio::time::timeout(PATIENCE, known).await.ok().and_then(Result::ok);
    let mut wanted = known.unwrap_or_else(|| {
        let named = Some(about.name.as_str()).filter(|name| !name.is_empty());
        let asked = metadata::AskedId { season: about.season, episode: about.episode, ..asked.clone() };
        metadata::wanted_from_id(&asked, named)
    });
    wanted.kind = about.kind;
    let about = named(profile, about).await;
    let (links, taste) = (profile.links().await, Arc::new(taste(profile, &about).await));
    if links.accounts.is_empty() && !profile.settings().has_own_source() {
        let error = NoLink { tried: 0, last: DebridError::SignedOut, services: Vec::new(), refused: Vec::new() };
        return Err(error.into());
    }
    if let Some(row) = last_good(profile, &about, &wanted, &taste).await {
        tell(Step::Linking);
        match made(profile, &links, &about, &wanted, &[&row]).await {
            Ok(result) => return Ok(Link { result, about }),
            Err(error) => tracing::info!(%error, "the last release gives no link; a search takes over"),
        }
    }
    tell(Step::Searching);
    let (wanted, rows) = searched(profile, &about, wanted, taste).await;
    if rows.is_empty() {
        return Err(FindError::NothingFound);
    }
    tell(Step::Linking);
    let rows: Vec<&Candidate> = rows.iter().map(AsRef::as_ref).collect();
    let result = made(profile, &links, &about, &wanted, &rows).await?;
    Ok(Link { result, about })
}

/// Returns the title with the name and pictures the catalogue has for it.
async fn named(profile: &Profile, about: &About) -> About {
    let details = tokio::time::timeout(PATIENCE, profile.details(about.kind, &about.title_id)).await;
    let Ok(Ok(meta)) = details else { return about.clone() };
    let preview = meta.preview;
    About { name: preview.name, years: preview.release_info, poster: preview.poster, ..about.clone() }
}

async fn taste(profile: &Profile, about: &About) -> Taste {
    let library = &profile.library;
    let last = if about.episode.is_some() { library.last_release(&about.title_id).await.ok().flatten() } else { None };
    Taste {
        lessons: library.lessons(&about.title_id).await.unwrap_or_default(),
        last: last.map(|name| LastRelease::of(&release_name::parse(&name))),
        ..Taste::of(profile.settings().preferences)
    }
}

/// Returns the release that worked last for this, as a row: the one this very film or episode was played from, else the one its show
/// was played from last, where that one holds this episode too.
async fn last_good(profile: &Profile, about: &About, wanted: &Wanted, taste: &Taste) -> Option<Candidate> {
    let library = &profile.library;
    let names = [
        library.release_of(about.place()).await.ok().flatten(),
        library.last_release(&about.title_id).await.ok().flatten(),
    ];
    let measure = Measure::of(wanted);
    for name in names.into_iter().flatten() {
        let Some(hash) = profile.ledger.worked(&name).await else { continue };
        let mut row = Candidate::new(Torrent::new(hash, name, SourceName::StremThru));
        // No source told of it now.
        row.sources.clear();
        row.lessons = taste.lessons.get(&hash).cloned().unwrap_or_default();
        row.rank = rank::rank(&row, wanted, &measure, taste);
        if row.is_worth_trying() {
            return Some(row);
        }
    }
    None
}

async fn made(
    profile: &Profile,
    links: &Links,
    about: &About,
    wanted: &Wanted,
    candidates: &[&Candidate],
) -> Result<DownloadResult, NoLink> {
    let first = candidates.first().map(|row| row.torrent.info_hash);
    let corrections: HashMap<_, _> =
        profile.library.corrections(about.place()).await.unwrap_or_default().into_iter().collect();
    let file = first.and_then(|hash| corrections.get(&hash).cloned());
    link::link(links, LinkFor { wanted, candidates, file: file.as_deref() }, |_| {}).await
}

/// Searches until something plays at once, or all has answered. Returns what was understood of the title, and the rows worth trying,
/// best first.
async fn searched(
    profile: &Profile,
    about: &About,
    wanted: Wanted,
    taste: Arc<Taste>,
) -> (Arc<Wanted>, Vec<Arc<Candidate>>) {
    let (later, relatives) = (profile.clone(), profile.clone());
    let (kind, id, season, episode) = (about.kind, about.title_id.clone(), about.season, about.episode);
    let details = Details::pending(async move { later.wanted(kind, &id, season, episode).await.ok() })
        .and_then(|wanted| async move { relatives.with_relatives(&wanted).await });
    let board = Mutex::new(Board::new(Arc::new(wanted.clone()), Arc::clone(&taste)));
    let board = &board;
    let request = SearchRequest {
        wanted,
        details,
        sources: profile.settings().sources(),
        refresh: Refresh::Stale,
        taste,
        correction: Correction::default(),
    };
    let tools = profile.tools().await;
    let held = || board.lock().unwrap_or_else(PoisonError::into_inner);
    let search = pipeline::search(&tools, request, |event| drop(held().apply(event)));
    let enough = async {
        tokio::time::sleep(ENOUGH).await;
        while !held().rows().iter().any(|row| row.cached == Some(CacheState::Cached) && row.is_worth_trying()) {
            tokio::time::sleep(LOOKS_EVERY).await;
        }
    };
    tokio::select! {
        found = search => {
            let worth = found.candidates.into_iter().filter(|row| row.is_worth_trying()).take(MOST);
            (found.wanted, worth.collect())
        }
        () = enough => {
            let board = held();
            let mut rows: Vec<_> = board.rows().into_iter().filter(|row| row.is_worth_trying()).collect();
            rows.sort_by(|a, b| b.rank.value.total_cmp(&a.rank.value));
            rows.truncate(MOST);
            (board.wanted(), rows)
        }
    }
}
