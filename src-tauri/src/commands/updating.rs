//! New versions of the app, as the page asks for them.

use std::sync::Arc;

use perihelion_core::endpoints::DOWNLOADS;
use perihelion_core::http::Received;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager as _, State};
use tauri_plugin_opener::OpenerExt as _;
use tokio::sync::watch;

use super::off_runtime;
use crate::error::CommandResult;
use crate::state::App;
use crate::updates::Updates;
use crate::wire::{Code, UpdateProblem, UpdateProgress, UpdatesView, WireError};

/// The page has painted, so this version works.
#[tauri::command]
pub(crate) async fn painted(handle: AppHandle) -> CommandResult<()> {
    off_runtime(move || handle.state::<Updates>().starts.painted()).await
}

#[tauri::command]
pub(crate) fn update_state(app: State<'_, App>, updates: State<'_, Updates>) -> UpdatesView {
    updates.view(app.demo)
}

/// Looks for a newer version: at most once a day and only if the person wants it, or `by_hand`.
#[tauri::command]
pub(crate) async fn look_for_update(
    app: State<'_, App>,
    updates: State<'_, Updates>,
    by_hand: bool,
) -> CommandResult<UpdatesView> {
    let view = updates.view(app.demo);
    if view.off.is_some() || !by_hand && !app.profile.settings().look_for_updates {
        return Ok(view);
    }
    Ok(match updates.look(&app.profile.http, &app.profile.endpoints(), by_hand).await {
        Ok(()) => updates.view(app.demo),
        Err(problem) => updates.failed(app.demo, problem),
    })
}

/// Fetches what is offered, checks it and puts it in place.
#[tauri::command]
pub(crate) async fn download_update(
    handle: AppHandle,
    app: State<'_, App>,
    updates: State<'_, Updates>,
    events: Channel<UpdateProgress>,
) -> CommandResult<UpdatesView> {
    let turn = updates.fetching.next();
    let watcher = Arc::new(watch::Sender::new(Received::default()));
    let mut progress = watcher.subscribe();
    let (fetching, http) = (handle.clone(), app.profile.http.clone());
    let task = tokio::spawn(async move { fetching.state::<Updates>().fetch(&fetching, &http, watcher).await });
    updates.fetching.run(turn, task.abort_handle());
    // Ends with the download, whose end of the channel it is.
    while progress.changed().await.is_ok() {
        let Received { bytes, of } = *progress.borrow_and_update();
        let _ = events.send(UpdateProgress { bytes, of });
    }
    let outcome = task.await.unwrap_or_else(|ended| {
        Err(if ended.is_cancelled() { UpdateProblem::Stopped } else { UpdateProblem::NotInstalled })
    });
    Ok(match outcome {
        Ok(()) | Err(UpdateProblem::Stopped) => updates.view(app.demo),
        Err(problem) => {
            tracing::warn!(%problem, "an update was refused");
            updates.failed(app.demo, problem)
        }
    })
}

#[tauri::command]
pub(crate) fn stop_update(updates: State<'_, Updates>) {
    updates.fetching.next();
}

/// Not now, or never this version.
#[tauri::command]
pub(crate) async fn put_off_update(handle: AppHandle, never: bool) -> CommandResult<()> {
    off_runtime(move || handle.state::<Updates>().put_off(never)).await
}

/// Starts the app anew, as the version that was fetched.
#[tauri::command]
pub(crate) async fn finish_update(
    handle: AppHandle,
    app: State<'_, App>,
    updates: State<'_, Updates>,
) -> CommandResult<()> {
    if cfg!(target_os = "windows") {
        // The installer ends the process by itself, past what is done at the end.
        let _ = tokio::time::timeout(crate::closing::LAST_CHORES, app.profile.account_work.settled()).await;
    }
    updates.finish(&handle).await.map_err(|problem| {
        WireError::new(Code::Internal, "The update could not be finished").hint(problem.to_string())
    })?;
    handle.request_restart();
    Ok(())
}

#[tauri::command]
pub(crate) async fn open_downloads(handle: AppHandle) -> CommandResult<()> {
    off_runtime(move || {
        let opened = handle.opener().open_url(DOWNLOADS, None::<&str>);
        opened.map_err(|_| WireError::new(Code::Internal, "The browser could not be opened").hint(DOWNLOADS))
    })
    .await?
}
