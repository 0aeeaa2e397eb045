//! Keeps links that later starts hand over while the first start is still opening its files, before there is an `App` to take them.

use std::sync::Mutex;

use tauri::{AppHandle, Manager as _};

use crate::lock::lock;
use crate::opened::MOST_WAITING;
use crate::state::App;

/// The links that wait for the `App`.
#[derive(Default)]
pub(crate) struct Early(Mutex<Vec<String>>);

impl Early {
    /// Opens a link in the `App`, or keeps it until there is one.
    pub(crate) fn open(&self, handle: &AppHandle, link: &str) {
        let mut waiting = lock(&self.0);
        match handle.try_state::<App>() {
            Some(app) => app.open(link),
            None if waiting.len() < MOST_WAITING => waiting.push(link.to_owned()),
            None => {}
        }
    }

    /// Opens the waiting links in the new `App` and registers it with the window. Holds the lock meanwhile, so that no link is
    /// lost between the two.
    pub(crate) fn hand_over(&self, handle: &AppHandle, app: App) {
        let mut waiting = lock(&self.0);
        for link in waiting.drain(..) {
            app.open(&link);
        }
        handle.manage(app);
    }
}
