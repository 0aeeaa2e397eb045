//! What becomes of a second start: the window that is there comes to the front, one that was closed is opened again, and while
//! the process ends another takes its place.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tauri::{AppHandle, Manager as _, WebviewWindowBuilder};

use crate::commands::settings;
use crate::early::Early;
use crate::lock::lock;
use crate::opened::Openable;
use crate::state::App;

/// A second start may come while the window closes and still be told that there is one.
const WHILE_CLOSING: Duration = Duration::from_millis(500);

/// What the last second start was.
#[derive(Debug, Default)]
pub(crate) struct Again {
    /// The first window was opened.
    ready: AtomicBool,
    last: Mutex<Option<Start>>,
}

/// A start of the program that another process was to answer.
#[derive(Debug)]
pub(crate) struct Start {
    at: Instant,
    /// The program itself, and what it was given.
    arguments: Vec<String>,
    folder: PathBuf,
}

impl Again {
    pub(crate) fn ready(&self) {
        self.ready.store(true, Ordering::Release);
    }

    /// Answers a second start in `folder`: opens what it was given, and shows the window.
    pub(crate) fn answer(&self, handle: &AppHandle, arguments: Vec<String>, folder: &Path) {
        let openables: Vec<_> =
            arguments.iter().skip(1).filter_map(|argument| Openable::of(argument, folder)).collect();
        *lock(&self.last) = Some(Start { at: Instant::now(), arguments, folder: folder.to_owned() });
        self.open(handle, openables);
    }

    /// Opens these beside what is open, and shows the window.
    pub(crate) fn open(&self, handle: &AppHandle, openables: impl IntoIterator<Item = Openable>) {
        for openable in openables {
            let handle = handle.clone();
            tauri::async_runtime::spawn_blocking(move || handle.state::<Early>().open(&handle, openable.read()));
        }
        if self.ready.load(Ordering::Acquire) || handle.get_webview_window("main").is_some() {
            show_window(handle);
        }
    }

    /// Returns the second start that nobody answered: one that came after the window was closed at `closed`, or while it was.
    pub(crate) fn unanswered(&self, closed: Instant) -> Option<Start> {
        let since = closed.checked_sub(WHILE_CLOSING).unwrap_or(closed);
        lock(&self.last).take().filter(|start| start.at >= since)
    }
}

/// Brings the window to the front, or opens it again where it was closed.
pub(crate) fn show_window(handle: &AppHandle) {
    if let Some(window) = handle.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.set_focus();
    } else {
        open_window(handle);
    }
}

/// Opens the window again in a process that stayed when it was closed.
fn open_window(handle: &AppHandle) {
    let handle = handle.clone();
    // On Windows a window cannot be built by who handles an event.
    tauri::async_runtime::spawn_blocking(move || {
        let Some(config) = handle.config().app.windows.first() else { return };
        let opened = WebviewWindowBuilder::from_config(&handle, config).and_then(WebviewWindowBuilder::build);
        if let Err(error) = opened {
            tracing::warn!(%error, "the window could not be opened again");
        }
        if let Some(app) = handle.try_state::<App>() {
            settings::draw_at(&handle, app.profile.settings().size);
        }
    });
}

impl Start {
    /// Starts the program once more, for the process that ends and could not answer.
    #[expect(clippy::disallowed_types, reason = "it starts this very program, with what it was given")]
    pub(crate) fn repeat(&self) {
        let started = tauri::process::current_binary(&tauri::Env::default()).and_then(|program| {
            std::process::Command::new(program).args(self.arguments.iter().skip(1)).current_dir(&self.folder).spawn()
        });
        if let Err(error) = started {
            tracing::warn!(%error, "the app could not be started again");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_start_that_found_no_window_is_repeated() {
        let start = |at| Again {
            last: Mutex::new(Some(Start { at, arguments: Vec::new(), folder: PathBuf::new() })),
            ..Again::default()
        };
        let before = Instant::now();
        let closed = before + Duration::from_secs(5);
        assert!(start(before).unanswered(closed).is_none(), "the window came to the front");
        assert!(start(before).unanswered(before + Duration::from_millis(100)).is_some(), "it was closing");
        let late = start(closed + Duration::from_millis(100));
        assert!(late.unanswered(closed).is_some());
        assert!(late.unanswered(closed).is_none(), "once");
    }
}
