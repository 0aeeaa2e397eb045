//! Locks that hold among all processes of the app: the window and every run of the command line.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::Instant;

/// How long to wait before asking again for a lock that another process holds.
const BETWEEN: Duration = Duration::from_millis(15);

/// A lock that is held. Dropping it, or the end of the process, releases it.
#[derive(Debug)]
pub(crate) struct Held {
    /// `None` where the file system knows no locks, or takes no file.
    _file: Option<File>,
}

/// Waits for the lock that the file at `path` stands for, and creates the file. `None` if another process still holds
/// the lock after `patience`. Where no lock can be had, such as in a folder that cannot be written, goes on without.
pub(crate) async fn exclusive(path: &Path, patience: Duration) -> Option<Held> {
    let until = Instant::now() + patience;
    let path: PathBuf = path.to_owned();
    // A file that is no file, such as a pipe, could be waited for without an end.
    let opened = tokio::task::spawn_blocking(move || match std::fs::metadata(&path) {
        Ok(about) if !about.is_file() => Err(io::Error::other("it is not a file")),
        Ok(_) | Err(_) => crate::private::file(&path),
    });
    let file = match opened.await {
        Ok(Ok(file)) => file,
        Ok(Err(error)) => return Some(unlocked(&error)),
        Err(error) => return Some(unlocked(&error.into())),
    };
    loop {
        match file.try_lock() {
            Ok(()) => return Some(Held { _file: Some(file) }),
            Err(TryLockError::WouldBlock) if Instant::now() >= until => return None,
            Err(TryLockError::WouldBlock) => tokio::time::sleep(BETWEEN).await,
            Err(TryLockError::Error(error)) => return Some(unlocked(&error)),
        }
    }
}

fn unlocked(error: &io::Error) -> Held {
    tracing::info!(%error, "there is no lock among processes here");
    Held { _file: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_holds_it_and_the_next_waits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.lock");
        let first = exclusive(&path, Duration::ZERO).await.unwrap();
        assert!(exclusive(&path, Duration::from_millis(40)).await.is_none());
        let (second, ()) = tokio::join!(exclusive(&path, Duration::from_secs(20)), async { drop(first) });
        assert!(second.is_some());
    }

    #[tokio::test]
    async fn where_no_file_can_be_made_nobody_is_held_up() {
        let folder = tempfile::tempdir().unwrap();
        assert!(exclusive(&folder.path().join("missing/settings.lock"), Duration::ZERO).await.is_some());
        assert!(exclusive(folder.path(), Duration::ZERO).await.is_some());
    }
}
