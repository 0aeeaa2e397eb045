//! Keeps what later starts ask to be opened while the first start is still opening its files, before there is an `App` to take them.

use std::sync::Mutex;

use perihelion_core::query::Query;
use tauri::{AppHandle, Manager as _};

use crate::lock::lock;
use crate::opened::MOST_WAITING;
use crate::state::App;

/// What waits for the `App`.
#[derive(Default)]
pub(crate) struct Early(Mutex<Vec<Query>>);

impl Early {
    /// Opens it in the `App`, or keeps it until there is one.
    pub(crate) fn open(&self, handle: &AppHandle, query: Query) {
        let mut waiting = lock(&self.0);
        match handle.try_state::<App>() {
            Some(app) => app.open(query),
            None if waiting.len() < MOST_WAITING => waiting.push(query),
            None => {}
        }
    }

    /// Opens what waits in the new `App` and registers it with the window. Holds the lock meanwhile, so that nothing is lost
    /// between the two.
    pub(crate) fn hand_over(&self, handle: &AppHandle, app: App) {
        let mut waiting = lock(&self.0);
        for query in waiting.drain(..) {
            app.open(query);
        }
        handle.manage(app);
    }
}
