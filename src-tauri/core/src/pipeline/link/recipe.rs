//! Makes a file of an account into a [`DownloadResult`]: the service makes the link, and a request for its first bytes
//! verifies it. Every link is made here. What the file says of itself is read where something is promised of it, and a file
//! that contradicts it is not the one.

use jiff::Timestamp;
use url::Url;

use crate::debrid::{Debrid, DebridError, Store};
use crate::model::{ChosenBy, Reason};
use crate::names::is_video;
use crate::torrent::{InfoHash, TorrentFile};

use super::passport::Behind;
use super::truth::Promised;
use super::verify::{Beginning, FIRST, verify_beginning};
use super::{DownloadResult, Links, Renewal, verify};

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
    link_beginning(debrid, chosen, FIRST).await.map(|(result, _)| result)
}

/// Makes a link to the file, verifies it, and holds what the file says of itself against what was promised. What it said
/// before needs no reading.
pub(super) async fn link_as_promised(
    links: &Links,
    debrid: &Debrid,
    chosen: FileToLink<'_>,
    promised: &Promised<'_>,
) -> Result<DownloadResult, DebridError> {
    let (hash, path) = (chosen.info_hash, chosen.file.path.clone());
    let hold = |media| promised.contradicted_by(media).map_or(Ok(()), |why| Err(DebridError::NotAsPromised(why)));
    if let Some(known) = links.ledger.passport(hash, &path).await {
        hold(&known)?;
        let (result, _) = link_beginning(debrid, chosen, FIRST).await?;
        return Ok(DownloadResult { passport: Some(Box::new(known)), ..result });
    }
    let (result, beginning) = link_beginning(debrid, chosen, media_file::HEAD).await?;
    let server = Url::parse(debrid.base()).ok();
    let behind = Behind::new(debrid.http(), &result.link, server, &[]);
    let Some(media) = behind.read(beginning.bytes, beginning.verified.size).await else { return Ok(result) };
    links.ledger.note_passport(hash, &path, &media, Timestamp::now()).await;
    hold(&media)?;
    Ok(DownloadResult { passport: Some(Box::new(media)), ..result })
}

/// Makes a link to the file and verifies it by its first `first` bytes, which are returned.
async fn link_beginning(
    debrid: &Debrid,
    chosen: FileToLink<'_>,
    first: usize,
) -> Result<(DownloadResult, Beginning), DebridError> {
    let file = chosen.file;
    // The selection already leaves out what is not a video; this is the last check before a player.
    let opaque = file.link.as_deref().filter(|_| is_video(&file.name)).ok_or(DebridError::NoMatchingFile)?;
    let link = generate(debrid, opaque).await?;
    let beginning = verify_beginning(debrid, &link, file.size, first).await?;
    let result = DownloadResult {
        link,
        file_name: file.name.clone(),
        file_path: if file.path.is_empty() { file.name.clone() } else { file.path.clone() },
        file_size: file.size.or(beginning.verified.size),
        file_index: file.index,
        score: chosen.score,
        match_reasons: chosen.reasons,
        info_hash: chosen.info_hash,
        release: chosen.release.to_owned(),
        service: debrid.store().into(),
        expires_at: expiry(debrid.store(), Timestamp::now()),
        renewal: Renewal::Service(opaque.to_owned()),
        headers: Vec::new(),
        passport: None,
        not_web_ready: false,
        beside: Vec::new(),
        chosen_by: ChosenBy::File,
    };
    Ok((result, beginning))
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
pub(super) async fn generate(debrid: &Debrid, opaque: &str) -> Result<Url, DebridError> {
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
