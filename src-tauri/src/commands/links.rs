//! From a row to a link, and from a link to a player, the clipboard or the browser.

use std::sync::Arc;

use perihelion_core::model::{Candidate, Way};
use perihelion_core::pipeline::link::{self, LinkFor, magnet_uri};
use perihelion_core::torrent::{InfoHash, Offer};
use perihelion_player::RowId;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt as _;

use super::context::page_context;
use super::named::way;
use crate::clipboard;
use crate::error::CommandResult;
use crate::lock::lock;
use crate::present;
use crate::state::{App, KeptSearch, Link};
use crate::wire::{Code, LinkEvent, LinkRequest, LinkView, Played, WireError};

#[tauri::command]
pub(crate) async fn resolve_link(
    app: State<'_, App>,
    request: LinkRequest,
    events: Channel<LinkEvent>,
) -> CommandResult<LinkView> {
    let turn = app.linking().next();
    let in_use = app.profile.use_line();
    let (search, hash) = find_row(&app, request.search_id, &request.id)?;
    let mut links = app.profile.links().await;
    if let Some(service) = &request.service {
        links = links.only(way(service)?);
    }
    let first = links.accounts.first().map_or_else(|| app.profile.store(), perihelion_core::debrid::Debrid::store);
    let (wanted, candidates) = {
        let board = lock(&search.board);
        (board.wanted(), board.candidates(hash, request.go_on && request.file.is_none()))
    };
    // A file named in the request wins over one the person chose for this torrent earlier.
    let file = request.file.or_else(|| search.chosen(hash));
    let settings = app.profile.settings();
    let labels = settings.clone();
    let context = page_context(&app.profile, request.search_id, &search.about, &wanted).await;
    let of_search = Arc::clone(&search);
    // What was made ready for a press of Play may be of the next best row.
    let ready = (request.go_on && request.service.is_none()).then(|| RowId {
        place: search.about.place(),
        hash,
        file: file.clone(),
    });
    if ready.is_none() {
        // It may hold the very torrent.
        app.playback.prepare(None).await;
    }
    let playback = app.playback.clone();
    let task = tokio::spawn(async move {
        let candidates: Vec<&Candidate> = candidates.iter().map(AsRef::as_ref).collect();
        let ask = LinkFor { wanted: &wanted, candidates: &candidates, file: file.as_deref() };
        let mut tell = |event| {
            let shown = match event {
                link::LinkEvent::Learnt { store, hash, outcome } => {
                    let row = lock(&of_search.board).learn(store, hash, outcome);
                    row.map(|row| LinkEvent::Learnt { verdict: present::verdict(&row, &context) })
                }
                step => present::link_event(step, &labels),
            };
            if let Some(event) = shown {
                let _ = events.send(event);
            }
        };
        if let Some(row) = ready
            && let Some((link, steps)) = playback.prepared(row).await
        {
            steps.into_iter().for_each(&mut tell);
            return Ok(link.result);
        }
        link::link(&links, ask, tell).await
    });
    app.linking().run(turn, task.abort_handle());
    let result = task.await.map_err(|_| WireError::cancelled())?;
    let result = result.map_err(|none| {
        let (way, error) = none.services.first().map_or((Way::Service(first), &none.last), |(way, error)| (*way, error));
        let shown = present::of_way(error, way, &settings);
        match none.refused.iter().find(|(of, _)| way == *of) {
            Some((_, count)) => shown.hint(format!(
                "It refused {count} torrents for legal reasons. Another service may take them, or choose another release"
            )),
            None => shown,
        }
    })?;
    drop(in_use);
    Ok(keep_one(&app, Link { result, about: search.about.clone() }).await)
}

#[tauri::command]
pub(crate) fn stop_link(app: State<'_, App>) {
    app.linking().next();
}

/// Makes a new link to the same file, for a link that has expired.
#[tauri::command]
pub(crate) async fn renew_link(app: State<'_, App>, link_id: String) -> CommandResult<LinkView> {
    let old = find_link(&app, &link_id)?;
    let fresh = link::renew(&app.profile.links().await, &old.result).await;
    let fresh = fresh.map_err(|error| present::of_way(&error, old.result.service, &app.profile.settings()))?;
    Ok(keep_one(&app, Link { result: fresh, about: old.about.clone() }).await)
}

#[tauri::command]
pub(crate) async fn play_link(app: State<'_, App>, link_id: String, player: Option<String>) -> CommandResult<Played> {
    let link = find_link(&app, &link_id)?;
    let headers = header_names(&link);
    let player = app.playback.play(vec![link], player).await?;
    let left_out = headers.into_iter().filter(|name| !player.takes_header(name)).collect();
    Ok(Played { left_out, ..present::player(&player) })
}

#[tauri::command]
pub(crate) fn copy_link(handle: AppHandle, app: State<'_, App>, link_id: String) -> CommandResult<()> {
    let link = find_link(&app, &link_id)?;
    copy(&handle, link.result.link.as_str())
}

#[tauri::command]
pub(crate) fn copy_magnet(handle: AppHandle, app: State<'_, App>, search_id: u64, id: String) -> CommandResult<()> {
    let (search, hash) = find_torrent(&app, search_id, &id)?;
    let magnet = lock(&search.board).row(hash).map(magnet_uri).ok_or_else(gone)?;
    copy(&handle, &magnet)
}

#[tauri::command]
pub(crate) fn open_link(handle: AppHandle, app: State<'_, App>, link_id: String) -> CommandResult<()> {
    let link = find_link(&app, &link_id)?;
    // The core accepts only http(s) addresses as links, so this cannot open a file or start a program.
    handle
        .opener()
        .open_url(link.result.link.as_str(), None::<&str>)
        .map_err(|_| WireError::new(Code::NoPlayer, "The browser could not be opened").hint("Copy the link instead"))
}

/// Opens what an addon offers for the browser: a page of another site, or a video on YouTube.
#[tauri::command]
pub(crate) fn open_offer(
    handle: AppHandle,
    app: State<'_, App>,
    search_id: u64,
    id: String,
    source: String,
) -> CommandResult<()> {
    let (search, hash) = find_row(&app, search_id, &id)?;
    let is_it = |offer: &Arc<Offer>| !offer.is_playable() && offer.source.as_str() == source;
    let board = lock(&search.board);
    let offer = board.row(hash).and_then(|row| row.torrent.offers.iter().find(|offer| is_it(offer)).cloned());
    drop(board);
    let offer = offer.ok_or_else(gone)?;
    // An offer is of an http(s) address or not made at all.
    handle
        .opener()
        .open_url(offer.link().as_str(), None::<&str>)
        .map_err(|_| WireError::new(Code::NoPlayer, "The browser could not be opened"))
}

/// Keeps a link that was made by itself, as [`keep`] does, and says its bit rate beside what the line carries. Measures the line
/// when nothing was made of the link for a moment.
pub(super) async fn keep_one(app: &App, link: Link) -> LinkView {
    let link = Arc::new(link);
    let share = app.profile.line().await.share_of(&link.result);
    let (profile, made) = (app.profile.clone(), Arc::clone(&link));
    tokio::spawn(async move { profile.measure_line_in_passing(&made.result).await });
    LinkView { line: share.map(present::line_share), ..keep(app, link) }
}

/// Keeps a link and returns its handle with what the page may show of it. The address is not part of that.
pub(super) fn keep(app: &App, link: impl Into<Arc<Link>>) -> LinkView {
    let link = link.into();
    let result = &link.result;
    let view = LinkView {
        link_id: String::new(),
        id: result.info_hash.to_string(),
        release: result.release.clone(),
        service: present::way_label(result.service, &app.profile.settings()),
        from_addon: result.service.addon().is_some(),
        headers: header_names(&link),
        not_web_ready: result.not_web_ready,
        file_name: result.file_name.clone(),
        file_size: result.file_size,
        host: result.link.host_str().unwrap_or_default().to_owned(),
        score: result.score,
        reasons: present::file_reasons(&result.match_reasons),
        media: result.passport.as_deref().map(present::media),
        line: None,
        expires_at: result.expires_at.map(|at| at.to_string()),
    };
    let link_id = app.keep_link(link);
    LinkView { link_id, ..view }
}

pub(super) fn copy(handle: &AppHandle, text: &str) -> CommandResult<()> {
    clipboard::put(handle, text)
        .map_err(|_| WireError::new(Code::Internal, "The clipboard does not take it").hint("Try again"))
}

pub(super) fn find_row(app: &App, search_id: u64, id: &str) -> CommandResult<(Arc<KeptSearch>, InfoHash)> {
    let hash = InfoHash::parse(id).map_err(|error| WireError::bad_input(error.to_string()))?;
    let search = app.search(search_id).ok_or_else(gone)?;
    if lock(&search.board).row(hash).is_none() {
        return Err(gone());
    }
    Ok((search, hash))
}

/// Finds a row that is a torrent.
pub(super) fn find_torrent(app: &App, search_id: u64, id: &str) -> CommandResult<(Arc<KeptSearch>, InfoHash)> {
    let (search, hash) = find_row(app, search_id, id)?;
    let is_link = lock(&search.board).row(hash).is_some_and(|row| row.torrent.is_link);
    if is_link {
        return Err(WireError::bad_input("That row is a link of an addon and no torrent"));
    }
    Ok((search, hash))
}

fn header_names(link: &Link) -> Vec<String> {
    link.result.headers.iter().map(|header| header.name.clone()).collect()
}

fn find_link(app: &App, link_id: &str) -> CommandResult<Arc<Link>> {
    app.link(link_id).ok_or_else(gone)
}

pub(super) fn gone() -> WireError {
    WireError::new(Code::NotFound, "That row is no longer at hand").hint("Search again")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_gone_says_what_to_do() {
        assert_eq!(gone().hint.as_deref(), Some("Search again"));
    }
}
