//! Subtitles that lie beside a video in its torrent: found among the files that the service lists, linked as the video is.

use subtitles::{Beside, MOST_BYTES};
use url::Url;

use crate::debrid::DebridError;
use crate::http::{Request, is_private};
use crate::model::Way;
use crate::torrent::TorrentFile;

use super::recipe::generate;
use super::verify::{bad, silence};
use super::{DownloadResult, Links};

/// A file of subtitles in the torrent of a video.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubtitleBeside {
    /// Its path in the torrent, as the service lists it.
    pub path: String,
    pub told: Beside,
    /// The service's link to hand to `link/generate`.
    link: String,
}

/// Returns the files of a torrent that are subtitles of one of its videos and have a link.
pub(super) fn beside(files: &[TorrentFile], video: &TorrentFile) -> Vec<SubtitleBeside> {
    fn path(file: &TorrentFile) -> &str {
        if file.path.is_empty() { &file.name } else { &file.path }
    }
    let paths: Vec<&str> = files.iter().map(path).collect();
    let found = subtitles::beside(&paths, path(video)).into_iter();
    let linked = found.filter_map(|told| {
        let file = files.get(told.index).filter(|file| file.size.is_none_or(|size| size <= MOST_BYTES as u64))?;
        Some(SubtitleBeside { path: path(file).to_owned(), link: file.link.clone()?, told })
    });
    linked.collect()
}

/// Returns the bytes of a file beside the video that was linked.
pub async fn fetch_beside(links: &Links, made: &DownloadResult, file: &SubtitleBeside) -> Result<Vec<u8>, DebridError> {
    let Way::Service(store) = made.service else { return Err(DebridError::Gone) };
    let debrid = links.account(store)?;
    let link = generate(debrid, &file.link).await?;
    let server = Url::parse(debrid.base()).ok();
    if is_private(&link) && !server.as_ref().is_some_and(is_private) {
        return Err(bad("it leads into the private network"));
    }
    let deadline = debrid.pace().verify;
    let request = Request::get(link).told_by(server).deadline(deadline).max_bytes(MOST_BYTES);
    let answer = debrid.http().send(request).await.map_err(|error| silence(&error, deadline))?;
    if answer.status.is_success() {
        Ok(answer.body)
    } else {
        Err(bad(&format!("the server answered with status {}", answer.status.as_u16())))
    }
}
