//! Finding a title: the start, Home's rows, search, details.

use perihelion_core::metadata::home_rows;
use tauri::State;

use crate::error::Answer;
use crate::present;
use crate::state::App;
use crate::wire::{AppInfo, HomeRow, Kind, TitleCard, TitleDetails, WireError};

const LONGEST_QUERY: usize = 300;

#[tauri::command]
pub(crate) fn app_info(app: State<'_, App>) -> AppInfo {
    AppInfo {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        demo: app.demo,
        notices: app.notices.clone(),
        home_rows: home_rows()
            .iter()
            .map(|row| HomeRow { id: row.id.to_owned(), label: row.label.to_owned(), kind: row.kind.into() })
            .collect(),
    }
}

#[tauri::command]
pub(crate) async fn catalog(app: State<'_, App>, row: String, skip: u32) -> Answer<Vec<TitleCard>> {
    if !home_rows().iter().any(|known| known.id == row) {
        return Err(WireError::bad_input("There is no such row"));
    }
    let list = app.profile.catalog(&row, skip.min(10_000)).await?;
    Ok(list.iter().map(|preview| present::card(&app.profile.images, preview)).collect())
}

#[tauri::command]
pub(crate) async fn search_titles(app: State<'_, App>, query: String, kind: Kind) -> Answer<Vec<TitleCard>> {
    let query = perihelion_core::text::clean(&query, LONGEST_QUERY);
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let list = app.profile.search(&query, kind.into()).await?;
    Ok(list.iter().map(|preview| present::card(&app.profile.images, preview)).collect())
}

#[tauri::command]
pub(crate) async fn title_details(app: State<'_, App>, kind: Kind, id: String) -> Answer<TitleDetails> {
    let meta = app.profile.details(kind.into(), &id).await?;
    // A history that cannot be read costs the watched marks, not the page.
    let watched = app.profile.library.played_episodes(&meta.preview.id).await.unwrap_or_default();
    Ok(present::details(&app.profile.images, &meta, &watched))
}
