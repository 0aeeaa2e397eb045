//! One download, from a title or a torrent's file to the file on the disk.

use std::path::PathBuf;

use perihelion_core::pipeline::link::DownloadResult;
use perihelion_core::profile::Profile;
use perihelion_core::store::{Download, FileOfTorrent};
use perihelion_player::About;
use perihelion_player::find::{FindError, online};
use tokio::sync::{Mutex, mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::linked::Linked;
use super::{beside, naming};
use crate::engine::{Done, Ways, download};
use crate::error::{DiskError, DownloadError};
use crate::measures::Progress;
use crate::part::Target;

/// The file that was found for a download.
pub(super) type Found = (i64, FileOfTorrent, PathBuf);

/// What one download is brought with.
pub(super) struct Bringing {
    pub(super) profile: Profile,
    pub(super) ways: Ways,
    pub(super) download: Download,
    pub(super) found: mpsc::UnboundedSender<Found>,
    /// The person wants the file as it is.
    pub(super) is_accepted: bool,
}

impl Bringing {
    pub(super) async fn run(
        self,
        made: Option<DownloadResult>,
        progress: &watch::Sender<Progress>,
        stop: &CancellationToken,
    ) -> Result<Done, DownloadError> {
        let _line = self.profile.use_line();
        let Download { folder, file, path, .. } = &self.download;
        if !folder.is_dir() {
            return Err(DiskError::FolderGone(folder.clone()).into());
        }
        let (file, path, made) = if let (Some(file), Some(path)) = (file.clone(), path.clone()) {
            (file, path, made)
        } else {
            tokio::select! {
                () = stop.cancelled() => return Err(DownloadError::Stopped),
                found = self.find(made) => found?,
            }
        };
        let what = format!("{}/{}", file.hash, file.path);
        let target = Target { folder: folder.clone(), name: path };
        let source = Linked {
            profile: self.profile.clone(),
            about: self.about(),
            file,
            made: Mutex::new(made),
            is_accepted: self.is_accepted,
            passport: Mutex::default(),
        };
        let done = Box::pin(download(&self.ways, &source, (&target, &what), progress, stop)).await?;
        if !done.was_there && self.profile.settings().downloads.subtitles {
            tokio::select! {
                () = stop.cancelled() => {}
                () = beside::put(&source, &done.path) => {}
            }
        }
        Ok(done)
    }

    fn about(&self) -> About {
        let Download { place, kind, name, years, poster, .. } = self.download.clone();
        About { title_id: place.title_id, kind, name, years, poster, season: place.season, episode: place.episode }
    }

    /// Finds a release, and writes down which file it is and where it is to lie before any of it comes.
    async fn find(
        &self,
        made: Option<DownloadResult>,
    ) -> Result<(FileOfTorrent, PathBuf, Option<DownloadResult>), DownloadError> {
        let about = self.about();
        let made = match made {
            Some(made) => made,
            None => match online(&self.profile, &about, |_| {}).await {
                Ok(link) => link.result,
                Err(FindError::NoLink(none)) => return Err(DownloadError::Link(none.last)),
                Err(error) => return Err(DownloadError::NotFound(error.to_string())),
            },
        };
        let found = FileOfTorrent {
            hash: made.info_hash,
            release: made.release.clone(),
            path: made.file_path.clone(),
            name: made.file_name.clone(),
            service: made.service.name().to_owned(),
            by: made.chosen_by,
        };
        let path = naming::path(&self.profile, &about, &found.name, &found.release).await;
        let choose = move |taken: &[PathBuf]| naming::free(&path, taken);
        let written_down = self.profile.downloads.found(self.download.id, found.clone(), choose).await;
        let (file, path) =
            written_down.map_err(|error| DownloadError::NotFound(format!("it could not be written down: {error}")))?;
        let _ = self.found.send((self.download.id, file.clone(), path.clone()));
        // Another process was first, with another file.
        let made = Some(made).filter(|_| file == found);
        Ok((file, path, made))
    }
}
