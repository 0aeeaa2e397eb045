//! The queue of downloads beside the window: started with the app, shown in the task bar, and one notice of the system when all
//! that came is there and nobody looks.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use perihelion_core::profile::Profile;
use perihelion_core::store::DownloadState;
use perihelion_download::queue::{Item, List, Machine, Queue, QueueError, Scope};
use tauri::window::{ProgressBarState, ProgressBarStatus};
use tauri::{AppHandle, Manager as _};
use tauri_plugin_notification::NotificationExt as _;
use tokio::sync::watch;

use crate::present;

/// The least time between two looks.
const PAUSE: Duration = Duration::from_secs(1);

/// Starts the queue, and goes on with what waits in it.
pub(crate) async fn start(profile: Profile, handle: AppHandle) -> Result<Arc<Queue>, QueueError> {
    let profile_of = profile.clone();
    let queue = Queue::start(profile, Machine::this(), Scope::All).await?;
    tokio::spawn(show(queue.list(), profile_of, handle));
    Ok(Arc::new(queue))
}

/// Shows how far all that comes is together, where the system's task bar can, and tells when all is there.
async fn show(mut list: watch::Receiver<List>, profile: Profile, handle: AppHandle) {
    let (mut before, mut coming) = (None, Coming::default());
    loop {
        let items = list.borrow_and_update().clone();
        if let Some(names) = coming.came(&items) {
            tell(&handle, &profile, &names);
        }
        let percent = percent(&items);
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

/// What has been under way since nothing was.
#[derive(Debug, Default)]
struct Coming(HashSet<i64>);

impl Coming {
    /// Returns the names of what came, once nothing is under way any more.
    fn came(&mut self, items: &[Item]) -> Option<Vec<String>> {
        self.0.extend(items.iter().filter(|item| !item.is_at_rest()).map(|item| item.download.id));
        if !items.iter().all(Item::is_at_rest) {
            return None;
        }
        let were = std::mem::take(&mut self.0);
        let came = items.iter().map(|item| &item.download);
        let came = came.filter(|one| one.state == DownloadState::Done && were.contains(&one.id));
        Some(came.map(|one| one.name.clone()).collect()).filter(|names: &Vec<String>| !names.is_empty())
    }
}

/// Tells that these are there, unless the page does.
fn tell(handle: &AppHandle, profile: &Profile, names: &[String]) {
    if handle.get_webview_window("main").is_some_and(|window| window.is_focused().unwrap_or(false)) {
        return;
    }
    let is_turkish = present::language(profile.settings().language) == "tr";
    let words = match (names, is_turkish) {
        ([name], false) => format!("{name} is on your disk"),
        ([name], true) => format!("{name} artık diskinde"),
        (names, false) => format!("{} files are on your disk", names.len()),
        (names, true) => format!("{} dosya artık diskinde", names.len()),
    };
    if let Err(error) = handle.notification().builder().title("Perihelion").body(words).show() {
        tracing::info!(%error, "the system takes no notice");
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

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use jiff::Timestamp;
    use perihelion_core::store::{Download, Place};
    use perihelion_core::title::Kind;

    use super::*;

    fn item(id: i64, state: DownloadState, bytes: u64) -> Item {
        let download = Download {
            id,
            state,
            error: None,
            place: Place { title_id: "tt1".to_owned(), season: None, episode: None },
            kind: Kind::Movie,
            name: format!("film {id}"),
            years: None,
            poster: None,
            file: None,
            folder: PathBuf::from("/films"),
            path: None,
            bytes,
            length: Some(100),
            added_at: Timestamp::UNIX_EPOCH,
        };
        Item {
            is_running: state == DownloadState::Waiting,
            download,
            is_gone: false,
            is_held: false,
            speed: None,
            seconds_left: None,
        }
    }

    #[test]
    fn the_task_bar_shows_all_that_comes_as_one() {
        use DownloadState::{Done, Paused, Waiting};
        assert_eq!(percent(&[item(1, Done, 100), item(2, Paused, 10)]), None, "nothing comes");
        assert_eq!(percent(&[item(1, Done, 100), item(2, Waiting, 10), item(3, Waiting, 40)]), Some(25));
    }

    #[test]
    fn one_notice_is_given_for_all_that_came_together() {
        use DownloadState::{Done, Failed, Waiting};
        let mut coming = Coming::default();
        assert_eq!(coming.came(&[item(1, Done, 100), item(2, Waiting, 0), item(3, Waiting, 0)]), None);
        assert_eq!(coming.came(&[item(1, Done, 100), item(2, Done, 100), item(3, Waiting, 0)]), None);
        let ended = [item(1, Done, 100), item(2, Done, 100), item(3, Failed, 0)];
        assert_eq!(coming.came(&ended), Some(vec!["film 2".to_owned()]), "not of what was there, nor of what failed");
        assert_eq!(coming.came(&ended), None, "once");
    }
}
