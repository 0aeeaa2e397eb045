//! What the queue asks of the disks: whether one was mended, whether what is finished still lies there; and what it deletes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use perihelion_core::store::{Download, DownloadState};
use perihelion_player::on_disk::is_there;

use super::beside;
use super::entry::Entry;
use crate::disk::Disk;
use crate::error;
use crate::part::Target;

/// The room that is looked for when it is not known how much is needed.
const SOME_ROOM: u64 = 64 << 20;

/// Whether a download failed because of a disk that may be mended.
fn waits_for_disk(download: &Download) -> bool {
    let fault = download.error.as_ref().filter(|_| download.state == DownloadState::Failed);
    fault.is_some_and(|fault| error::may_be_mended(&fault.kind))
}

/// Returns for each download whether its disk is as it should be: the file of a finished one lies there, and one that failed for
/// lack of a disk or of room could go on.
pub(super) async fn look(all: Vec<Download>, disk: Arc<dyn Disk>) -> Vec<bool> {
    let looked = tokio::task::spawn_blocking(move || {
        let is_good = |download: &Download| match download.state {
            DownloadState::Done => is_there(download),
            DownloadState::Failed => waits_for_disk(download) && takes(disk.as_ref(), download),
            DownloadState::Waiting | DownloadState::Paused => false,
        };
        all.iter().map(is_good).collect()
    });
    looked.await.unwrap_or_default()
}

/// Whether the disk takes what is missing of a download.
fn takes(disk: &dyn Disk, Download { folder, bytes, length, .. }: &Download) -> bool {
    let needed = length.map_or(SOME_ROOM, |length| length.saturating_sub(*bytes));
    folder.is_dir() && disk.free(folder).is_ok_and(|free| free >= needed)
}

/// Deletes what has come of a download that is not finished.
pub(super) async fn discard(download: &Download) {
    let Some(name) = download.path.clone().filter(|_| download.state != DownloadState::Done) else { return };
    let target = Target { folder: download.folder.clone(), name };
    let outcome = tokio::task::spawn_blocking(move || target.discard()).await;
    if let Ok(Err(error)) = outcome {
        tracing::info!(%error, "an unfinished file stays");
    }
}

/// Deletes the file of a finished download, and the folders that are empty then.
pub(super) async fn delete(download: &Download) {
    let (folder, target) = (download.folder.clone(), download.target());
    let Some(target) = target.filter(|_| download.state == DownloadState::Done) else { return };
    let outcome = tokio::task::spawn_blocking(move || delete_below(&folder, &target)).await;
    if let Ok(Err(error)) = outcome {
        tracing::info!(%error, "a finished file stays");
    }
}

fn delete_below(folder: &Path, target: &Path) -> std::io::Result<()> {
    std::fs::remove_file(target)?;
    // Its subtitles are of no use without it.
    beside::of(target).into_iter().try_for_each(std::fs::remove_file)?;
    let above = target.ancestors().skip(1).take_while(|above| above.starts_with(folder) && *above != folder);
    let mut above: Vec<PathBuf> = above.map(Path::to_owned).collect();
    // The first one that holds something else ends it.
    above.drain(..).try_for_each(std::fs::remove_dir).or(Ok(()))
}

impl Entry {
    /// Has the file brought anew that was moved or deleted.
    pub(super) fn bring_back(&mut self) {
        if std::mem::take(&mut self.is_gone) {
            (self.download.state, self.download.bytes) = (DownloadState::Paused, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deleted_file_takes_empty_folders_along_and_no_other() {
        let films = tempfile::tempdir().unwrap();
        let season = films.path().join("Tide Lines/Season 01");
        std::fs::create_dir_all(&season).unwrap();
        let file = |name: &str| {
            std::fs::write(season.join(name), "").unwrap();
            season.join(name)
        };
        let (first, second) = (file("1.mkv"), file("2.mkv"));
        let (of_first, of_second) = (file("1.en.srt"), file("2.en.srt"));
        delete_below(films.path(), &first).unwrap();
        assert!(!of_first.exists() && of_second.is_file(), "with its subtitles and no others");
        assert!(second.is_file());
        delete_below(films.path(), &second).unwrap();
        assert!(films.path().is_dir() && !films.path().join("Tide Lines").exists());
    }
}
