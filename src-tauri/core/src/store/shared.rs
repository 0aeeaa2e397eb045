//! A connection that several tasks share: each call takes its turn, on a blocking thread.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use super::StoreError;

/// A connection to one database. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Shared(Arc<Mutex<Connection>>);

impl Shared {
    pub(super) fn new(connection: Connection) -> Self {
        Self(Arc::new(Mutex::new(connection)))
    }

    pub(super) async fn run<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let Self(connection) = self.clone();
        tokio::task::spawn_blocking(move || act(&connection.lock().unwrap_or_else(PoisonError::into_inner)))
            .await
            .map_err(|_| StoreError::io("a database task was lost"))?
            .map_err(StoreError::from)
    }
}
