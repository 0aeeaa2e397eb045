//! The notice of the system that files are there: shown, clicked, and kept as long as it can be clicked.

use std::time::Duration;

use tauri::{AppHandle, Manager as _};
use tauri_plugin_notification::NotificationExt as _;
use tokio::sync::watch;

use crate::again::show_window;
use crate::state::App;
use crate::wire::FromSystem;

/// The longest that a process without a window stays for a notice.
const STAYS: Duration = Duration::from_mins(10);

/// How many notices are shown.
#[derive(Debug, Default)]
pub(crate) struct Notices(watch::Sender<usize>);

impl Notices {
    /// Waits until none is shown any more, or long enough: some desktops take a notice away with the process that gave it, and a
    /// click could not be heard.
    pub(crate) async fn gone(&self) {
        let _ = tokio::time::timeout(STAYS, self.0.subscribe().wait_for(|shown| *shown == 0)).await;
    }
}

/// One that is shown, until it is dropped.
#[cfg(target_os = "linux")]
struct Shown(AppHandle);

#[cfg(target_os = "linux")]
impl Shown {
    fn of(handle: &AppHandle) -> Self {
        handle.state::<Notices>().0.send_modify(|shown| *shown += 1);
        Self(handle.clone())
    }
}

#[cfg(target_os = "linux")]
impl Drop for Shown {
    fn drop(&mut self) {
        self.0.state::<Notices>().0.send_modify(|shown| *shown -= 1);
    }
}

/// From now on a click on a notice shows the downloads.
pub(super) fn listen(handle: &AppHandle) {
    handle.manage(Notices::default());
    let clicked = handle.clone();
    let listened = handle.notification().on_action(move |_| {
        if let Some(app) = clicked.try_state::<App>() {
            app.opened.hand_over(FromSystem::Downloads);
        }
        show_window(&clicked);
    });
    if let Err(error) = listened {
        tracing::info!(%error, "clicks on notices are not heard");
    }
}

pub(super) fn show(handle: &AppHandle, words: &str) {
    let notice = handle.notification().builder().title("Perihelion").body(words);
    // Others keep a notice without its process. Dropped at once where none is shown.
    #[cfg(target_os = "linux")]
    let notice = {
        let shown = Shown::of(handle);
        notice.on_close(move || drop(shown))
    };
    if let Err(error) = notice.show() {
        tracing::info!(%error, "the system takes no notice");
    }
}
