//! What is done once the window is closed, before the process ends.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use perihelion_core::profile::Profile;
use perihelion_download::queue::Queue;
use perihelion_player::Playback;
use tauri::AppHandle;
use tokio::runtime::Handle;

use crate::{forget_playlists, lock};

/// The most time for tidying up in the accounts. The next start does what is left.
pub(crate) const LAST_CHORES: Duration = Duration::from_millis(1200);

pub(crate) struct Closing {
    pub(crate) runtime: Handle,
    /// Set to the moment when the window was closed.
    pub(crate) closed: Arc<Mutex<Option<Instant>>>,
    pub(crate) folder: PathBuf,
    pub(crate) profile: Profile,
    pub(crate) queue: Option<Arc<Queue>>,
    pub(crate) playback: Playback,
    pub(crate) is_demo: bool,
}

impl Closing {
    pub(crate) fn run(&self, app: &AppHandle) {
        *lock::lock(&self.closed) = Some(Instant::now());
        // Who starts the app from here on gets a window of its own, and does not wait for what is left to do here.
        tauri_plugin_single_instance::destroy(app);
        // The display is told of the closed window when the loop turns the next time, which it no longer does.
        #[cfg(target_os = "linux")]
        if let Some(display) = gtk::gdk::Display::default() {
            display.flush();
        }
        forget_playlists(&self.folder);
        #[expect(clippy::disallowed_methods, reason = "the window is gone: nothing else runs on this thread any more")]
        let _ = self.runtime.block_on(async { tokio::time::timeout(LAST_CHORES, self.chores()).await });
        if self.is_demo {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }

    async fn chores(&self) {
        let kept = async {
            if let Some(queue) = &self.queue {
                queue.close().await;
            }
        };
        let settled = async {
            self.playback.prepare(None).await;
            self.profile.account_work.settled().await;
        };
        tokio::join!(kept, settled);
    }
}
