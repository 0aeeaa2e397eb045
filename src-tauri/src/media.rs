//! The system is told what plays, and its media keys rule the player.

use perihelion_player::{Playback, media};
use tauri::AppHandle;
use tokio::runtime::Runtime;

use crate::again;

pub(crate) fn tell(runtime: &Runtime, handle: &AppHandle, playback: &Playback) {
    let raised = handle.clone();
    let raise = Box::new(move || again::show_window(&raised));
    #[cfg(target_os = "linux")]
    runtime.spawn(media::tell(playback.clone(), Some(raise)));
    #[cfg(windows)]
    runtime.spawn(media::tell(playback.clone(), front(handle, raise)));
}

#[cfg(windows)]
fn front(handle: &AppHandle, raise: media::Raise) -> media::Front {
    use tauri::Manager as _;

    let (main, windows) = (handle.clone(), handle.clone());
    let on_main_thread = move |run: Box<dyn FnOnce() + Send>| {
        // Fails only when the app ends.
        let _ = main.run_on_main_thread(run);
    };
    let window = move || Some(windows.get_webview_window("main")?.hwnd().ok()?.0);
    media::Front { on_main_thread: Box::new(on_main_thread), window: Box::new(window), raise }
}
