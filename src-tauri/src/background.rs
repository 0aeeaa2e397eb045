//! The process without its window: while something plays or is downloaded the window may be closed, and the process stays until
//! the player has ended and all is there. A later start opens the window again.

use std::time::Duration;

use perihelion_download::queue::List;
use perihelion_player::{Playing, Stage};
use tauri::{AppHandle, Manager as _};
use tokio::sync::watch;

use crate::downloading::Notices;
use crate::state::App;

const WINDOW: &str = "main";
/// What the process takes to give the notice that it is done.
const LAST_WORDS: Duration = Duration::from_millis(1500);

/// Returns whether the process stays although its last window was closed. It ends then when nothing is left to do.
pub(crate) fn stays(handle: &AppHandle) -> bool {
    let Some(app) = handle.try_state::<App>() else { return false };
    let (playing, list) = (app.playback.playing(), app.queue.as_ref().map(|queue| queue.list()));
    let stays = is_playing(&playing.borrow()) || list.as_ref().is_some_and(|list| is_downloading(&list.borrow()));
    if stays {
        tauri::async_runtime::spawn(end_with_work(handle.clone(), playing, list));
    }
    stays
}

fn is_playing(playing: &Playing) -> bool {
    playing.stage == Stage::Playing
}

fn is_downloading(list: &List) -> bool {
    !list.iter().all(|item| item.is_at_rest() || item.is_held)
}

/// Ends the process when the player has ended and no download goes on, unless the window was opened again.
async fn end_with_work(
    handle: AppHandle,
    mut playing: watch::Receiver<Playing>,
    mut list: Option<watch::Receiver<List>>,
) {
    loop {
        let has_ended = playing.wait_for(|playing| !is_playing(playing)).await.is_err();
        let Some(list) = list.as_mut().filter(|list| is_downloading(&list.borrow())) else { break };
        if list.wait_for(|list| !is_downloading(list)).await.is_err() {
            break;
        }
        // The notice that all is there takes a moment.
        tokio::time::sleep(LAST_WORDS).await;
        handle.state::<Notices>().gone().await;
        // Something may have begun to play, or to come, meanwhile.
        if has_ended {
            break;
        }
    }
    if handle.get_webview_window(WINDOW).is_none() {
        handle.exit(0);
    }
}
