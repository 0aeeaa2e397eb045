//! From a film or episode to a link without a person choosing: its file on the disk, else the release that worked last, else what a search finds.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use perihelion_core::debrid::{CacheState, DebridError};
use perihelion_core::metadata::{self, parse_id};
use perihelion_core::model::Candidate;
use perihelion_core::names::Measure;
use perihelion_core::pipeline::board::Board;
use perihelion_core::pipeline::link::{self, DownloadResult, LinkFor, Links, NoLink};
use perihelion_core::pipeline::rank::{self, Taste};
use perihelion_core::pipeline::{self, Details, Refresh, SearchRequest};
use perihelion_core::profile::Profile;
use perihelion_core::title::{Correction, Wanted};
use perihelion_core::torrent::{InfoHash, SourceName, Torrent};

use crate::about::{About, Link};
use crate::on_disk::on_disk;

/// How long the search waits for the title's details before it starts without them.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long a search runs before a row that plays at once is taken while other sources are still asked.
const ENOUGH: Duration = Duration::from_millis(1_200);
/// The same where the rows of a moment ago are remembered.
const ENOUGH_ELSE: Duration = Duration::from_millis(300);
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
    #[error("no other release of it is worth trying")]
    NothingElse,
    #[error("{0}")]
    NoLink(#[from] NoLink),
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Searching,
    Linking,
}

/// Makes a link for a film or episode: to its file on this machine's disk where it is kept there, else as [`online`] does.
pub async fn find(profile: &Profile, about: &About, tell: impl Fn(Step) + Send + Sync) -> Result<Link, FindError> {
    match on_disk(profile, about.place()).await {
        Some(link) => Ok(link),
        None => online(profile, about, tell).await,
    }
}

/// Makes a link for a film or episode at a service or an addon. Takes first the release that was played last of it or of its show, where the ledger says that
/// it worked; if that gives no link, searches.
pub async fn online(profile: &Profile, about: &About, tell: impl Fn(Step) + Send + Sync) -> Result<Link, FindError> {
    let sought = Sought::of(profile, about).await?;
    if let Some(row) = sought.last_good().await {
        tell(Step::Linking);
        match sought.made(&sought.wanted, &[&row]).await {
            Ok(result) => return Ok(Link { result, about: sought.about }),
            Err(error) => tracing::info!(%error, "the last release gives no link; a search takes over"),
        }
    }
    tell(Step::Searching);
    let (wanted, rows) = sought.searched(ENOUGH, &[]).await;
    if rows.is_empty() {
        return Err(FindError::NothingFound);
    }
    tell(Step::Linking);
    sought.link(&wanted, &rows).await
}

/// Makes a link from the release that worked last, if any, for a press that may not come. No source is asked, and nothing is
/// made of what is on the disk.
pub(crate) async fn prepare(profile: &Profile, about: &About) -> Option<(link::Prepared, About)> {
    if on_disk(profile, about.place()).await.is_some() {
        return None;
    }
    let sought = Sought::of(profile, about).await.ok()?;
    let row = sought.last_good().await?;
    let file = sought.chosen_file(&row).await;
    let ask = LinkFor { wanted: &sought.wanted, candidates: &[&row], file: file.as_deref() };
    let link = link::prepare(&sought.links, ask, |_| {}).await.ok()?;
    Some((link, sought.about))
}

/// Makes a link to the best release of a film or episode that is none of these.
pub async fn another(profile: &Profile, about: &About, without: &[InfoHash]) -> Result<Link, FindError> {
    let sought = Sought::of(profile, about).await?;
    let (wanted, rows) = sought.searched(ENOUGH_ELSE, without).await;
    if rows.is_empty() {
        return Err(FindError::NothingElse);
    }
    sought.link(&wanted, &rows).await
}

/// What is looked for, and what with.
struct Sought<'a> {
    profile: &'a Profile,
    about: About,
    wanted: Wanted,
    links: Links,
    taste: Arc<Taste>,
}

impl<'a> Sought<'a> {
    async fn of(profile: &'a Profile, about: &About) -> Result<Self, FindError> {
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
        let (links, taste) = (profile.links().await, Arc::new(profile.taste(about.place()).await));
        if links.accounts.is_empty() && !profile.settings().has_own_source() {
            let error = NoLink { tried: 0, last: DebridError::SignedOut, services: Vec::new(), refused: Vec::new() };
            return Err(error.into());
        }
        Ok(Self { profile, about, wanted, links, taste })
    }

    /// Returns the release that worked last for this, as a row: the one this very film or episode was played from, else the one its
    /// show was played from last, where that one holds this episode too.
    async fn last_good(&self) -> Option<Candidate> {
        let library = &self.profile.library;
        let names = [
            library.release_of(self.about.place()).await.ok().flatten(),
            library.last_release(&self.about.title_id).await.ok().flatten(),
        ];
        let measure = Measure::of(&self.wanted);
        for name in names.into_iter().flatten() {
            let Some(hash) = self.profile.ledger.worked(&name).await else { continue };
            let mut row = Candidate::new(Torrent::new(hash, name, SourceName::StremThru));
            // No source told of it now.
            row.sources.clear();
            row.lessons = self.taste.lessons.get(&hash).cloned().unwrap_or_default();
            row.rank = rank::rank(&row, &self.wanted, &measure, &self.taste);
            if row.is_worth_trying() {
                return Some(row);
            }
        }
        None
    }

    async fn link(self, wanted: &Wanted, rows: &[Arc<Candidate>]) -> Result<Link, FindError> {
        let rows: Vec<&Candidate> = rows.iter().map(AsRef::as_ref).collect();
        let result = self.made(wanted, &rows).await?;
        Ok(Link { result, about: self.about })
    }

    /// Returns the file of the torrent that the person chose.
    async fn chosen_file(&self, row: &Candidate) -> Option<String> {
        let corrections = self.profile.library.corrections(self.about.place()).await.unwrap_or_default();
        corrections.into_iter().find(|(hash, _)| *hash == row.torrent.info_hash).map(|(_, path)| path)
    }

    async fn made(&self, wanted: &Wanted, candidates: &[&Candidate]) -> Result<DownloadResult, NoLink> {
        let file = match candidates.first() {
            Some(first) => self.chosen_file(first).await,
            None => None,
        };
        link::link(&self.links, LinkFor { wanted, candidates, file: file.as_deref() }, |_| {}).await
    }

    /// Searches until something plays at once, for at least so long, or all has answered. Returns what was understood of the title,
    /// and the rows worth trying, best first, without these.
    async fn searched(&self, least: Duration, without: &[InfoHash]) -> (Arc<Wanted>, Vec<Arc<Candidate>>) {
        let (later, relatives) = (self.profile.clone(), self.profile.clone());
        let About { kind, season, episode, .. } = self.about;
        let id = self.about.title_id.clone();
        let details = Details::pending(async move { later.wanted(kind, &id, season, episode).await.ok() })
            .and_then(|wanted| async move { relatives.with_relatives(&wanted).await });
        let board = Mutex::new(Board::new(Arc::new(self.wanted.clone()), Arc::clone(&self.taste)));
        let board = &board;
        let request = SearchRequest {
            wanted: self.wanted.clone(),
            details,
            sources: self.profile.settings().sources(),
            refresh: Refresh::Stale,
            taste: Arc::clone(&self.taste),
            correction: Correction::default(),
        };
        let tools = self.profile.tools().await;
        let held = || board.lock().unwrap_or_else(PoisonError::into_inner);
        let search = pipeline::search(&tools, request, |event| drop(held().apply(event)));
        let is_worth = |row: &Arc<Candidate>| row.is_worth_trying() && !without.contains(&row.torrent.info_hash);
        let enough = async {
            tokio::time::sleep(least).await;
            while !held().rows().iter().any(|row| row.cached == Some(CacheState::Cached) && is_worth(row)) {
                tokio::time::sleep(LOOKS_EVERY).await;
            }
        };
        tokio::select! {
            found = search => {
                (found.wanted, found.candidates.into_iter().filter(is_worth).take(MOST).collect())
            }
            () = enough => {
                let board = held();
                let mut rows: Vec<_> = board.rows().into_iter().filter(is_worth).collect();
                rows.sort_by(|a, b| b.rank.value.total_cmp(&a.rank.value));
                rows.truncate(MOST);
                (board.wanted(), rows)
            }
        }
    }
}

/// Returns the title with the name and pictures the catalogue has for it.
async fn named(profile: &Profile, about: &About) -> About {
    let details = tokio::time::timeout(PATIENCE, profile.details(about.kind, &about.title_id)).await;
    let Ok(Ok(meta)) = details else { return about.clone() };
    let preview = meta.preview;
    About { name: preview.name, years: preview.release_info, poster: preview.poster, ..about.clone() }
}
