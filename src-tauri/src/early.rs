//! Links of second starts that come while the first is still opening its files.

use std::sync::Mutex;

use tauri::{AppHandle, Manager as _};

use crate::lock::lock;
use crate::opened::MOST_WAITING;
use crate::state::App;

/// The links, until the app is there.
#[derive(Default)]
pub(crate) struct Early(Mutex<Vec<String>>);

impl Early {
    /// Opens a link, or keeps it until the app is there.
    pub(crate) fn open(&self, handle: &AppHandle, link: &str) {
        let mut waiting = lock(&self.0);
        match handle.try_state::<App>() {
            Some(app) => app.open(link),
            None if waiting.len() < MOST_WAITING => waiting.push(link.to_owned()),
            None => {}
        }
    }

    /// The app is there: it opens what waits, and is the window's from now on.
    pub(crate) fn hand_over(&self, handle: &AppHandle, app: App) {
        let mut waiting = lock(&self.0);
        for link in waiting.drain(..) {
            app.open(&link);
        }
        handle.manage(app);
    }
}
