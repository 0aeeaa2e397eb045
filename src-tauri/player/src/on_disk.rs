//! What is kept on this machine's disk plays from there, also without a network.

use perihelion_core::debrid::Store;
use perihelion_core::model::Way;
use perihelion_core::pipeline::link::{DownloadResult, Renewal};
use perihelion_core::profile::Profile;
use perihelion_core::store::{Download, FileOfTorrent, Place};
use perihelion_core::torrent::SourceName;
use url::Url;

use crate::about::{About, Link};

/// Returns the link to a film or episode that was downloaded and still lies where it was put.
pub async fn on_disk(profile: &Profile, place: Place) -> Option<Link> {
    let done = profile.downloads.done(place).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "what is on the disk cannot be looked up");
        Vec::new()
    });
    let there = tokio::task::spawn_blocking(move || done.into_iter().find(is_there));
    link_to(there.await.ok().flatten()?)
}

/// Whether the file of a finished download lies where it was put. Waits for the disk.
pub fn is_there(download: &Download) -> bool {
    download.target().is_some_and(|target| target.is_file())
}

/// Returns the link to the file of a finished download. `None` for a path that no link can be to.
pub fn link_to(download: Download) -> Option<Link> {
    let link = Url::from_file_path(download.target()?).ok()?;
    let FileOfTorrent { hash, release, path, name, service, by } = download.file?;
    let store = service.parse::<Store>().map(Way::Service);
    let service = store.or_else(|_| service.parse::<SourceName>().map(Way::Addon)).ok()?;
    let Place { title_id, season, episode } = download.place;
    Some(Link {
        result: DownloadResult {
            link,
            file_name: name,
            file_path: path,
            file_size: download.length,
            file_index: 0,
            score: 0.0,
            match_reasons: Vec::new(),
            info_hash: hash,
            release,
            service,
            expires_at: None,
            headers: Vec::new(),
            passport: None,
            not_web_ready: true,
            beside: Vec::new(),
            chosen_by: by,
            renewal: Renewal::Disk,
        },
        about: About {
            title_id,
            kind: download.kind,
            name: download.name,
            years: download.years,
            poster: download.poster,
            season,
            episode,
        },
    })
}
