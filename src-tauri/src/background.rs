//! The process without its window: while something plays the window may be closed, the process stays until the player has ended, and
//! a later start opens the window again.

use perihelion_player::{Playback, Stage};
use tauri::{AppHandle, Manager as _, WebviewWindowBuilder};

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

/// Brings the window to the front, or opens it again.
pub(crate) fn come_forward(handle: &AppHandle) {
    if let Some(window) = handle.get_webview_window(WINDOW) {
        let _ = window.unminimize();
        let _ = window.set_focus();
        return;
    }
    let config = handle.config().app.windows.iter().find(|window| window.label == WINDOW);
    let opened =
        config.map(|config| WebviewWindowBuilder::from_config(handle, config).and_then(WebviewWindowBuilder::build));
    if let Some(Err(error)) = opened {
        tracing::warn!(%error, "the window could not be opened again");
    }
}
