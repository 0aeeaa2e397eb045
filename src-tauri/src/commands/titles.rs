//! Finding a title: the start, what a pasted text means, Home's rows, search, details.

use perihelion_core::metadata::home_rows;
use perihelion_core::query;
use perihelion_core::title;
use perihelion_core::torrent_file::{self, BadTorrentFile};
use tauri::ipc::{Channel, InvokeBody, Request};
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt as _;

use super::off_runtime;
use crate::error::CommandResult;
use crate::present;
use crate::state::App;
use crate::wire::{
    AppInfo, BrowseRequest, Code, FromSystem, Kind, Query, SameShow, TitleCard, TitleDetails, WireError,
};

const LONGEST_QUERY: usize = 300;
const MOST_SKIPPED: u32 = 10_000;

#[tauri::command]
pub(crate) fn app_info(app: State<'_, App>) -> AppInfo {
    AppInfo {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        demo: app.demo,
        notices: app.notices.clone(),
        home_rows: home_rows().iter().map(present::home_row).collect(),
        shelves: [title::Kind::Movie, title::Kind::Series, title::Kind::Anime].map(present::shelf).to_vec(),
        language: present::language(app.profile.settings().language).to_owned(),
    }
}

#[tauri::command]
pub(crate) async fn catalog(app: State<'_, App>, row: String, skip: u32) -> CommandResult<Vec<TitleCard>> {
    if !home_rows().iter().any(|known| known.id == row) {
        return Err(WireError::bad_input("There is no such row"));
    }
    let list = app.profile.catalog(&row, skip.min(MOST_SKIPPED)).await?;
    Ok(list.iter().map(|preview| present::card(&app.profile.images, preview)).collect())
}

/// Looks through a catalogue.
#[tauri::command]
pub(crate) async fn browse(app: State<'_, App>, request: BrowseRequest) -> CommandResult<Vec<TitleCard>> {
    let BrowseRequest { kind, listing, of, skip } = request;
    let list = app.profile.browse(kind.into(), &listing, of.as_deref(), skip.min(MOST_SKIPPED)).await?;
    Ok(list.iter().map(|preview| present::card(&app.profile.images, preview)).collect())
}

/// Finds the page of the same show in the other numbering; null where none is known to be the same.
#[tauri::command]
pub(crate) async fn same_show(app: State<'_, App>, kind: Kind, id: String) -> CommandResult<Option<SameShow>> {
    let found = app.profile.same_show(kind.into(), &id).await;
    Ok(found.map(|(kind, id)| SameShow { kind: kind.into(), id }))
}

#[tauri::command]
pub(crate) fn read_query(app: State<'_, App>, text: String) -> Query {
    app.understand(query::read(&text))
}

/// Reads a torrent file from the raw bytes of the request, on a blocking thread because the info hash is computed from all of them.
#[tauri::command]
pub(crate) async fn read_torrent_file(app: State<'_, App>, request: Request<'_>) -> CommandResult<Query> {
    let bytes = match request.body() {
        InvokeBody::Raw(bytes) if bytes.len() > torrent_file::MOST_BYTES => {
            return Ok(app.understand(Err(BadTorrentFile::TooLarge).into()));
        }
        InvokeBody::Raw(bytes) => bytes.clone(),
        InvokeBody::Json(_) => return Err(WireError::bad_input("A torrent file crosses as bytes")),
    };
    let read = off_runtime(move || torrent_file::read(&bytes)).await?;
    Ok(app.understand(read.into()))
}

/// Registers the page for links the system hands over. It gets those that came since the start, then each new one.
#[tauri::command]
pub(crate) fn opened_links(app: State<'_, App>, events: Channel<FromSystem>) {
    app.opened.listen(events);
}

#[tauri::command]
pub(crate) async fn search_titles(app: State<'_, App>, query: String, kind: Kind) -> CommandResult<Vec<TitleCard>> {
    let query = perihelion_core::text::clean(&query, LONGEST_QUERY);
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let list = app.profile.search(&query, kind.into()).await?;
    Ok(list.iter().map(|preview| present::card(&app.profile.images, preview)).collect())
}

#[tauri::command]
pub(crate) async fn title_details(app: State<'_, App>, kind: Kind, id: String) -> CommandResult<TitleDetails> {
    let meta = app.profile.details(kind.into(), &id).await?;
    let kept = app.kept(&meta.preview.id).await;
    Ok(present::details(&app.profile.images, &meta, &kept))
}

#[tauri::command]
pub(crate) async fn open_trailer(handle: AppHandle, app: State<'_, App>, kind: Kind, id: String) -> CommandResult<()> {
    let meta = app.profile.details(kind.into(), &id).await?;
    let trailer = meta.trailer.ok_or_else(|| WireError::new(Code::NotFound, "No trailer is known"))?;
    handle
        .opener()
        .open_url(format!("https://www.youtube.com/watch?v={trailer}"), None::<&str>)
        .map_err(|_| WireError::new(Code::Internal, "The browser could not be opened"))
}
