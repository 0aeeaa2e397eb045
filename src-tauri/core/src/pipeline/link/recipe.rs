//! Makes a file of an account into a [`DownloadResult`]: the service makes the link, and a request for its first bytes
//! verifies it. Every link is made here.

use jiff::Timestamp;
use url::Url;

use crate::debrid::{Debrid, DebridError, Store};
use crate::model::Reason;
use crate::names::is_video;
use crate::torrent::{InfoHash, TorrentFile};

use super::{DownloadResult, Renewal, verify};

/// A file to link, its torrent, and why it was chosen.
pub(in crate::pipeline) struct FileToLink<'a> {
    pub(in crate::pipeline) file: &'a TorrentFile,
    pub(in crate::pipeline) info_hash: InfoHash,
    /// The torrent's release name.
    pub(in crate::pipeline) release: &'a str,
    pub(in crate::pipeline) score: f32,
    pub(in crate::pipeline) reasons: Vec<Reason>,
}

/// Makes a link to the file and verifies it.
pub(in crate::pipeline) async fn link_file(
    debrid: &Debrid,
    chosen: FileToLink<'_>,
) -> Result<DownloadResult, DebridError> {
    let file = chosen.file;
    // The selection already leaves out what is not a video; this is the last check before a player.
    let opaque = file.link.as_deref().filter(|_| is_video(&file.name)).ok_or(DebridError::NoMatchingFile)?;
    let link = generate(debrid, opaque).await?;
    let verified = verify(debrid, &link, file.size).await?;
    Ok(DownloadResult {
        link,
        file_name: file.name.clone(),
        file_path: if file.path.is_empty() { file.name.clone() } else { file.path.clone() },
        file_size: file.size.or(verified.size),
        file_index: file.index,
        score: chosen.score,
        match_reasons: chosen.reasons,
        info_hash: chosen.info_hash,
        release: chosen.release.to_owned(),
        service: debrid.store().into(),
        expires_at: expiry(debrid.store(), Timestamp::now()),
        renewal: Renewal::Service(opaque.to_owned()),
        headers: Vec::new(),
        not_web_ready: false,
    })
}

/// Makes the same link again from what the service calls the file, and verifies it.
pub(super) async fn link_again(
    debrid: &Debrid,
    opaque: &str,
    old: &DownloadResult,
) -> Result<DownloadResult, DebridError> {
    let link = generate(debrid, opaque).await?;
    verify(debrid, &link, old.file_size).await?;
    Ok(DownloadResult { link, expires_at: expiry(debrid.store(), Timestamp::now()), ..old.clone() })
}

/// Returns a direct link. Repeats the request a few times while the service is still preparing the link.
async fn generate(debrid: &Debrid, opaque: &str) -> Result<Url, DebridError> {
    let mut pauses = debrid.pace().delayed.iter();
    loop {
        match debrid.generate_link(opaque).await {
            Err(DebridError::Delayed) => match pauses.next() {
                Some(pause) => tokio::time::sleep(*pause).await,
                None => return Err(DebridError::Delayed),
            },
            outcome => return outcome,
        }
    }
}

/// Returns when a link made at `now` is expected to expire.
fn expiry(store: Store, now: Timestamp) -> Option<Timestamp> {
    now.checked_add(jiff::SignedDuration::try_from(store.link_lifetime()?).ok()?).ok()
}
