//! The process without its window: while something plays the window may be closed, and the process stays until the player has
//! ended. A later start opens the window again.

use perihelion_player::{Playback, Stage};
use tauri::{AppHandle, Manager as _};

use crate::state::App;

const WINDOW: &str = "main";

/// Returns whether the process stays although its last window was closed. It ends then with the player.
pub(crate) fn stays(handle: &AppHandle) -> bool {
    let Some(app) = handle.try_state::<App>().filter(|app| app.playback.is_running()) else { return false };
    tauri::async_runtime::spawn(end_with_player(handle.clone(), app.playback.clone()));
    true
}

/// Ends the process when the player has, unless the window was opened again.
async fn end_with_player(handle: AppHandle, playback: Playback) {
    let mut playing = playback.playing();
    let _ = playing.wait_for(|playing| playing.stage != Stage::Playing).await;
    if handle.get_webview_window(WINDOW).is_none() {
        handle.exit(0);
    }
}
