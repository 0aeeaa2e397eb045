//! From a row to a link, and from a link to a player, the clipboard or the browser.

use std::sync::Arc;

use perihelion_core::debrid::DebridError;
use perihelion_core::pipeline::dedupe::Candidate;
use perihelion_core::pipeline::link::{self, magnet_uri};
use perihelion_core::store::Played as PlayedEntry;
use perihelion_core::torrent::InfoHash;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tauri_plugin_clipboard_manager::ClipboardExt as _;
use tauri_plugin_opener::OpenerExt as _;

use crate::error::{Answer, of_debrid};
use crate::player::{self, Item};
use crate::present;
use crate::state::{App, Link, Search, lock};
use crate::wire::{Code, LinkEvent, LinkRequest, LinkView, Played, WireError};

#[tauri::command]
pub(crate) async fn resolve_link(
    app: State<'_, App>,
    request: LinkRequest,
    events: Channel<LinkEvent>,
) -> Answer<LinkView> {
    let store = app.profile.store();
    let (search, hash) = find_row(&app, request.search_id, &request.id)?;
    let debrid = app.profile.debrid().await.ok_or_else(|| of_debrid(&DebridError::SignedOut, store))?;
    let (wanted, candidates) = {
        let board = lock(&search.board);
        (board.wanted(), board.candidates(hash, request.go_on))
    };
    let task = tokio::spawn(async move {
        let candidates: Vec<&Candidate> = candidates.iter().collect();
        link::link(&debrid, &wanted, &candidates, |event| {
            let _ = events.send(present::link_event(event, store));
        })
        .await
    });
    app.set_linking(Some(task.abort_handle()));
    let result = task.await.map_err(|_| WireError::cancelled())?.map_err(|none| of_debrid(&none.last, store))?;
    let view = LinkView {
        link_id: String::new(),
        id: result.info_hash.to_string(),
        release: result.release.clone(),
        service: store.label().to_owned(),
        file_name: result.file_name.clone(),
        file_size: result.file_size,
        host: result.link.host_str().unwrap_or_default().to_owned(),
        score: result.score,
        reasons: present::file_words(&result.match_reasons),
    };
    let link_id = app.keep_link(Link { result, about: search.about.clone() });
    Ok(LinkView { link_id, ..view })
}

#[tauri::command]
pub(crate) fn stop_link(app: State<'_, App>) {
    app.set_linking(None);
}

#[tauri::command]
pub(crate) async fn play_link(
    handle: AppHandle,
    app: State<'_, App>,
    link_id: String,
    player: Option<String>,
) -> Answer<Played> {
    let link = find_link(&app, &link_id)?;
    let choice = player.unwrap_or_else(|| app.profile.settings().player);
    let item = Item {
        link: &link.result.link,
        title: &link.about.heading(),
        file_name: &link.result.file_name,
        folder: app.profile.folder().join("playing"),
    };
    let player = player::play(&handle, item, &choice).await?;
    note_played(&app, &link).await;
    Ok(Played { player: player.to_owned() })
}

#[tauri::command]
pub(crate) fn copy_link(handle: AppHandle, app: State<'_, App>, link_id: String) -> Answer<()> {
    let link = find_link(&app, &link_id)?;
    copy(&handle, link.result.link.as_str())
}

#[tauri::command]
pub(crate) fn copy_magnet(handle: AppHandle, app: State<'_, App>, search_id: u64, id: String) -> Answer<()> {
    let (search, hash) = find_row(&app, search_id, &id)?;
    let magnet = lock(&search.board).row(hash).map(magnet_uri).ok_or_else(gone)?;
    copy(&handle, &magnet)
}

#[tauri::command]
pub(crate) fn open_link(handle: AppHandle, app: State<'_, App>, link_id: String) -> Answer<()> {
    let link = find_link(&app, &link_id)?;
    // The link was taken for one only because it is an http(s) address.
    handle
        .opener()
        .open_url(link.result.link.as_str(), None::<&str>)
        .map_err(|_| WireError::new(Code::NoPlayer, "The browser could not be opened").hint("Copy the link instead"))
}

fn copy(handle: &AppHandle, text: &str) -> Answer<()> {
    handle
        .clipboard()
        .write_text(text)
        .map_err(|_| WireError::new(Code::Internal, "The clipboard does not take it").hint("Try again"))
}

fn find_row(app: &App, search_id: u64, id: &str) -> Answer<(Arc<Search>, InfoHash)> {
    let hash = InfoHash::parse(id).map_err(|error| WireError::bad_input(error.to_string()))?;
    let search = app.search(search_id).ok_or_else(gone)?;
    if lock(&search.board).row(hash).is_none() {
        return Err(gone());
    }
    Ok((search, hash))
}

fn find_link(app: &App, link_id: &str) -> Answer<Arc<Link>> {
    app.link(link_id).ok_or_else(gone)
}

fn gone() -> WireError {
    WireError::new(Code::NotFound, "That row is no longer at hand").hint("Search again")
}

/// A history that cannot be written is no reason to stop a film that plays.
async fn note_played(app: &App, link: &Link) {
    let about = link.about.clone();
    let entry = PlayedEntry {
        id: 0,
        title_id: about.title_id,
        kind: about.kind,
        name: about.name,
        years: about.years,
        poster: about.poster,
        season: about.season,
        episode: about.episode,
        file_name: link.result.file_name.clone(),
        played_at: jiff::Timestamp::now(),
    };
    if let Err(error) = app.profile.library.note_played(entry).await {
        tracing::warn!(%error, "what was played could not be noted");
    }
}
