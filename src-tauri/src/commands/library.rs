//! What the person saw, is seeing and wants to see.

use std::collections::HashSet;

use perihelion_core::store::{Place, Played};
use perihelion_core::title::Kind as CoreKind;
use tauri::State;

use crate::error::CommandResult;
use crate::present;
use crate::state::App;
use crate::wire::{ContinueItem, HistoryEntry, Kind, TitleCard};

const MOST: u32 = 500;
/// The most history entries that `continue_watching` reads. It shows `MOST_UNDER_WAY` titles of them.
const LOOKED_THROUGH: u32 = 120;
const MOST_UNDER_WAY: usize = 20;
const LIKELY_UNDER_WAY: jiff::SignedDuration = jiff::SignedDuration::from_hours(7 * 24);

#[tauri::command]
pub(crate) async fn history(app: State<'_, App>) -> CommandResult<Vec<HistoryEntry>> {
    let played = app.profile.library.played(MOST).await?;
    Ok(played.iter().map(|entry| present::history_entry(&app.profile.images, entry)).collect())
}

#[tauri::command]
pub(crate) async fn forget_history(app: State<'_, App>, entry_id: i64) -> CommandResult<()> {
    Ok(app.profile.library.forget(entry_id).await?)
}

#[tauri::command]
pub(crate) async fn watchlist(app: State<'_, App>) -> CommandResult<Vec<TitleCard>> {
    let list = app.profile.library.watchlist().await?;
    Ok(list.iter().map(|preview| present::card(&app.profile.images, preview)).collect())
}

#[tauri::command]
pub(crate) async fn set_watchlist(app: State<'_, App>, kind: Kind, id: String, listed: bool) -> CommandResult<()> {
    if !listed {
        return Ok(app.profile.library.unlist(&id).await?);
    }
    let meta = app.profile.details(kind.into(), &id).await?;
    Ok(app.profile.library.list(&meta.preview, jiff::Timestamp::now()).await?)
}

/// What was searched for, the latest first.
#[tauri::command]
pub(crate) async fn searches(app: State<'_, App>) -> CommandResult<Vec<String>> {
    Ok(app.profile.library.searches().await?)
}

#[tauri::command]
pub(crate) async fn keep_searches(app: State<'_, App>, texts: Vec<String>) -> CommandResult<()> {
    Ok(app.profile.library.keep_searches(texts).await?)
}

#[tauri::command]
pub(crate) async fn set_watched(
    app: State<'_, App>,
    id: String,
    season: Option<u32>,
    episode: Option<u32>,
    watched: bool,
) -> CommandResult<()> {
    let place = Place { title_id: id, season, episode };
    Ok(app.profile.library.mark_watched(place, watched).await?)
}

/// Returns for each title what to play next: the film or episode played last when it is unfinished, else the next episode that is
/// out and not watched.
#[tauri::command]
pub(crate) async fn continue_watching(app: State<'_, App>) -> CommandResult<Vec<ContinueItem>> {
    let played = app.profile.library.played(LOOKED_THROUGH).await?;
    let mut seen = HashSet::new();
    let mut items = Vec::new();
    for entry in played {
        if items.len() < MOST_UNDER_WAY && seen.insert(entry.title_id.clone()) {
            items.extend(go_on(&app, entry).await);
        }
    }
    Ok(items)
}

async fn go_on(app: &App, entry: Played) -> Option<ContinueItem> {
    let progress = app.profile.library.progress_of(&entry.title_id).await.ok()?;
    let here = progress.get(&(entry.season, entry.episode)).copied().unwrap_or_default();
    if let Some(share) = here.share() {
        return Some(present::under_way(&app.profile.images, &entry, Some((share, here.length - here.at))));
    }
    if entry.kind == CoreKind::Movie {
        // No player told a position. A film played in the last days is likelier unfinished than finished, so it is still offered.
        let lately = jiff::Timestamp::now().duration_since(entry.played_at) < LIKELY_UNDER_WAY;
        return (!here.certain && lately).then(|| present::under_way(&app.profile.images, &entry, None));
    }
    if here.certain && !here.watched {
        // Left in its first seconds, or marked as not watched: the same episode again, not the next.
        return Some(present::under_way(&app.profile.images, &entry, None));
    }
    let meta = app.profile.details(entry.kind, &entry.title_id).await.ok()?;
    let now = jiff::Timestamp::now();
    let at = meta.videos.iter().position(|v| Some(v.season) == entry.season && Some(v.episode) == entry.episode)?;
    let next = meta.videos[at + 1..].iter().find(|video| {
        let done = progress.get(&(Some(video.season), Some(video.episode))).is_some_and(|progress| progress.watched);
        video.season > 0 && !done && video.released.is_none_or(|released| released <= now)
    })?;
    let entry = Played { season: Some(next.season), episode: Some(next.episode), ..entry };
    let begun = progress.get(&(entry.season, entry.episode)).copied().unwrap_or_default();
    let share = begun.share().map(|share| (share, begun.length - begun.at));
    Some(present::under_way(&app.profile.images, &entry, share))
}
