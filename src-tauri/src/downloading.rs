//! The queue of downloads beside the window: started with the app, and shown in the task bar.

use std::sync::Arc;
use std::time::Duration;

use perihelion_core::profile::Profile;
use perihelion_download::ThisMachine;
use perihelion_download::queue::{Item, List, Queue, QueueError, Scope};
use tauri::window::{ProgressBarState, ProgressBarStatus};
use tauri::{AppHandle, Manager as _};
use tokio::sync::watch;

/// The least time between two looks.
const PAUSE: Duration = Duration::from_secs(1);

/// Starts the queue, and goes on with what waits in it.
pub(crate) async fn start(profile: Profile, handle: AppHandle) -> Result<Arc<Queue>, QueueError> {
    let queue = Queue::start(profile, Arc::new(ThisMachine), Scope::All).await?;
    tokio::spawn(show(queue.list(), handle));
    Ok(Arc::new(queue))
}

/// Shows how far all that comes is together, where the system's task bar can.
async fn show(mut list: watch::Receiver<List>, handle: AppHandle) {
    let mut before = None;
    loop {
        let percent = percent(&list.borrow_and_update());
        if percent != before {
            before = percent;
            if let Some(window) = handle.get_webview_window("main") {
                let status = if percent.is_some() { ProgressBarStatus::Normal } else { ProgressBarStatus::None };
                let _ = window.set_progress_bar(ProgressBarState { status: Some(status), progress: percent });
            }
        }
        tokio::time::sleep(PAUSE).await;
        if list.changed().await.is_err() {
            return;
        }
    }
}

/// Returns how far those are that come or wait, in percent; `None` while nothing comes.
fn percent(items: &[Item]) -> Option<u64> {
    if !items.iter().any(|item| item.is_running) {
        return None;
    }
    let open = items.iter().filter(|item| !item.is_at_rest());
    let known = open.filter_map(|item| Some((item.download.bytes, item.download.length?)));
    let (bytes, length) = known
        .fold((0_u64, 0_u64), |(bytes, length), (of, whole)| (bytes.saturating_add(of), length.saturating_add(whole)));
    (length > 0).then(|| bytes.min(length).saturating_mul(100) / length)
}
