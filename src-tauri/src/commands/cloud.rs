//! What is in the accounts: browsed, played from, tidied; and what a service was asked to fetch.

use perihelion_core::names::is_video;
use perihelion_core::pipeline::link::{self, DownloadResult};
use perihelion_core::pipeline::{cloud as core, fetch};
use perihelion_core::store::{AddState, AddedEntry as Entry, FetchEntry};
use perihelion_core::title::Kind;
use tauri::State;

use super::links::{find_torrent, keep_one};
use super::named::store;
use crate::error::{CommandResult, of_debrid};
use crate::lock::lock;
use crate::present;
use crate::state::{About, App, Link};
use crate::wire::{AddedEntry, CloudFile, CloudItem, CloudPage, Code, Fetch, FetchState, LinkView, WireError};

#[tauri::command]
pub(crate) async fn cloud(app: State<'_, App>, service: String, page: u32) -> CommandResult<CloudPage> {
    let store = store(&service)?;
    let page = core::page(&app.profile.links().await, store, page).await.map_err(|error| of_debrid(&error, store))?;
    Ok(CloudPage {
        service,
        items: page
            .items
            .into_iter()
            .map(|item| CloudItem {
                item_id: item.magnet.id,
                name: item.magnet.name,
                size: item.magnet.size,
                status: item.magnet.status.as_str().to_owned(),
                ready: item.magnet.status.is_ready(),
                added_at: item.magnet.added_at.map(|at| at.to_string()),
                ours: item.ours,
            })
            .collect(),
        page: page.page,
        total: present::count(page.total.unwrap_or_default()),
        more: page.more,
    })
}

#[tauri::command]
pub(crate) async fn cloud_files(
    app: State<'_, App>,
    service: String,
    item_id: String,
) -> CommandResult<Vec<CloudFile>> {
    let store = store(&service)?;
    let magnet = core::files(&app.profile.links().await, store, &item_id).await;
    let magnet = magnet.map_err(|error| of_debrid(&error, store))?;
    let path = |file: &perihelion_core::torrent::TorrentFile| {
        if file.path.is_empty() { file.name.clone() } else { file.path.clone() }
    };
    let mut files: Vec<CloudFile> = magnet
        .files
        .iter()
        .map(|file| CloudFile {
            path: path(file),
            size: file.size,
            playable: is_video(&file.name) && file.link.is_some(),
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

#[tauri::command]
pub(crate) async fn cloud_link(
    app: State<'_, App>,
    service: String,
    item_id: String,
    path: String,
) -> CommandResult<LinkView> {
    let store = store(&service)?;
    let path = Some(path.as_str()).filter(|path| !path.is_empty());
    let result = core::link(&app.profile.links().await, store, &item_id, path).await;
    let result = result.map_err(|error| of_debrid(&error, store))?;
    let about = about(&result);
    Ok(keep_one(&app, Link { result, about }).await)
}

/// Describes a file of the account by its own name, because the app does not know which title it belongs to.
fn about(result: &DownloadResult) -> About {
    About {
        title_id: format!("cloud:{}", result.info_hash),
        kind: Kind::Movie,
        name: result.file_name.clone(),
        years: None,
        poster: None,
        season: None,
        episode: None,
    }
}

#[tauri::command]
pub(crate) async fn cloud_remove(app: State<'_, App>, service: String, item_id: String) -> CommandResult<()> {
    let store = store(&service)?;
    core::remove(&app.profile.links().await, store, &item_id).await.map_err(|error| of_debrid(&error, store))
}

/// What the app put into the accounts, the latest first.
#[tauri::command]
pub(crate) async fn added(app: State<'_, App>) -> CommandResult<Vec<AddedEntry>> {
    let entries = app.profile.ledger.added().await;
    Ok(entries
        .into_iter()
        .map(|entry| AddedEntry {
            added_id: entry.id.to_string(),
            service: entry.store.name().to_owned(),
            added_at: entry.at.to_string(),
            used: entry.state == AddState::Used,
            in_doubt: entry.state == AddState::InDoubt,
            release: entry.name,
        })
        .collect())
}

#[tauri::command]
pub(crate) async fn undo_added(app: State<'_, App>, added_id: String) -> CommandResult<()> {
    let entries: Vec<Entry> = app.profile.ledger.added().await;
    let entry = entries.into_iter().find(|entry| entry.id.to_string() == added_id).ok_or_else(gone)?;
    link::undo(&app.profile.links().await, &entry).await.map_err(|error| of_debrid(&error, entry.store))
}

/// Asks a service to download a torrent that it does not hold. This uses the person's quota, so the page calls it only from a
/// button that says so.
#[tauri::command]
pub(crate) async fn start_fetch(
    app: State<'_, App>,
    search_id: u64,
    id: String,
    service: String,
) -> CommandResult<Fetch> {
    let store = store(&service)?;
    let (search, hash) = find_torrent(&app, search_id, &id)?;
    let candidate = lock(&search.board).row(hash).cloned().ok_or_else(gone)?;
    let begun = fetch::start(&app.profile.links().await, store, &candidate).await;
    let begun = begun.map_err(|error| of_debrid(&error, store))?;
    Ok(seen(&begun.entry, Ok(begun.state)))
}

/// Returns every fetch with its state, asking each service once. A passing failure shows the last known state.
#[tauri::command]
pub(crate) async fn fetches(app: State<'_, App>) -> CommandResult<Vec<Fetch>> {
    let links = app.profile.links().await;
    let entries = app.profile.ledger.fetches().await;
    let looks = entries.into_iter().map(|entry| {
        let links = &links;
        async move {
            let state = match fetch::look(links, &entry).await {
                Err(error) if fetch::passes(&error) => Ok(fetch::last_known(&entry)),
                state => state.map_err(|error| of_debrid(&error, entry.store)),
            };
            seen(&entry, state)
        }
    });
    Ok(futures::future::join_all(looks).await)
}

#[tauri::command]
pub(crate) async fn cancel_fetch(app: State<'_, App>, fetch_id: String) -> CommandResult<()> {
    let entries = app.profile.ledger.fetches().await;
    let entry: FetchEntry = entries.into_iter().find(|entry| entry.id.to_string() == fetch_id).ok_or_else(gone)?;
    fetch::cancel(&app.profile.links().await, &entry).await.map_err(|error| of_debrid(&error, entry.store))
}

fn seen(entry: &FetchEntry, state: Result<fetch::FetchState, WireError>) -> Fetch {
    Fetch {
        fetch_id: entry.id.to_string(),
        id: entry.hash.to_string(),
        release: entry.name.clone(),
        service: entry.store.name().to_owned(),
        state: match state {
            Ok(fetch::FetchState::Queued) => FetchState::Queued,
            Ok(fetch::FetchState::Fetching) => FetchState::Fetching,
            Ok(fetch::FetchState::Ready) => FetchState::Ready,
            Ok(fetch::FetchState::Failed(why)) => FetchState::Failed {
                error: WireError::new(Code::Refused, format!("{}: {why}", entry.store)).about(&entry.store),
            },
            Err(error) => FetchState::Failed { error },
        },
        // StremThru does not report the progress of a download.
        progress: None,
        started_at: entry.at.to_string(),
    }
}

fn gone() -> WireError {
    WireError::new(Code::NotFound, "That is no longer in the list").hint("Look again")
}
