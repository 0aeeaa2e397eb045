//! What was played.

use tauri::State;

use crate::error::Answer;
use crate::present;
use crate::state::App;
use crate::wire::HistoryEntry;

const MOST: u32 = 500;

#[tauri::command]
pub(crate) async fn history(app: State<'_, App>) -> Answer<Vec<HistoryEntry>> {
    let played = app.profile.library.played(MOST).await?;
    Ok(played.iter().map(|entry| present::history_entry(&app.profile.images, entry)).collect())
}

#[tauri::command]
pub(crate) async fn forget_history(app: State<'_, App>, entry_id: i64) -> Answer<()> {
    Ok(app.profile.library.forget(entry_id).await?)
}
