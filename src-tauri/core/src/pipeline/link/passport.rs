//! Reads what the file behind a link says of itself: a few ranges of it, within limits of requests, bytes and time. A file that
//! cannot be read that way is not known, and nothing follows from it.

use std::time::Duration;

use media_file::{Limits, MediaFile, ReadRange};
use tokio::time::Instant;
use url::Url;

use crate::http::{Http, HttpError, Request, Retry};
use crate::text::clean;
use crate::torrent::OfferHeader;
use crate::work;

/// The longest that reading a file takes beyond its verification.
const LONGEST: Duration = Duration::from_secs(2);
/// The longest that a server takes for the beginning of a file the person names.
const LONGEST_FIRST: Duration = Duration::from_secs(10);
const LONGEST_TITLE: usize = 120;

/// The file behind a link, read by ranges under the rules for redirects that its verification had.
pub(super) struct Behind<'a> {
    http: &'a Http,
    link: &'a Url,
    told_by: Option<Url>,
    headers: &'a [OfferHeader],
    until: Instant,
}

impl<'a> Behind<'a> {
    /// `told_by` is the server that named the link; `headers` go with every request.
    pub(super) fn new(http: &'a Http, link: &'a Url, told_by: Option<Url>, headers: &'a [OfferHeader]) -> Self {
        Self { http, link, told_by, headers, until: Instant::now() + LONGEST }
    }

    /// Reads the file, of which `head` was already requested. Returns `None` where it is not known.
    pub(super) async fn read(mut self, head: Vec<u8>, size: Option<u64>) -> Option<MediaFile> {
        let begun = work::fenced(|| media_file::read_head(&head, size)).flatten()?;
        let until = self.until;
        let reading = media_file::read(&mut self, head, size, Limits::default());
        let media = match tokio::time::timeout_at(until, reading).await {
            Ok(reading) => {
                if let Some(error) = &reading.error {
                    tracing::debug!(%error, "a range of the file did not come");
                }
                reading.media.unwrap_or(begun)
            }
            Err(_) => begun,
        };
        Some(cleaned(media))
    }
}

impl Behind<'_> {
    /// Returns the bytes from `offset` on, and the size of the whole file where the server tells it.
    pub(super) async fn range(&self, offset: u64, length: usize) -> Result<(Vec<u8>, Option<u64>), HttpError> {
        let last = offset.saturating_add(length as u64).saturating_sub(1);
        let headers = self.headers.iter().map(|header| (header.name.as_str(), header.value.expose()));
        let request = Request::get(self.link.clone())
            .told_by(self.told_by.clone())
            .foreign_headers(headers)
            .header("range", &format!("bytes={offset}-{last}"))
            .header("accept-encoding", "identity")
            .deadline(self.until.saturating_duration_since(Instant::now()))
            .max_bytes(length)
            .retry(Retry::Never);
        let answer = self.http.send(request).await?;
        let told =
            answer.header("content-range").and_then(|range| range.trim().strip_prefix("bytes")).map(str::trim_start);
        let begins = told.and_then(|range| range.split('-').next()?.parse::<u64>().ok());
        let size = told.and_then(|range| range.rsplit('/').next()?.trim().parse().ok());
        let is_asked = answer.status.as_u16() == 206 && begins == Some(offset);
        if is_asked { Ok((answer.body, size)) } else { Err(HttpError::Broken) }
    }
}

impl ReadRange for Behind<'_> {
    type Error = HttpError;

    async fn read(&mut self, offset: u64, length: usize) -> Result<Vec<u8>, HttpError> {
        self.range(offset, length).await.map(|(bytes, _)| bytes)
    }
}

/// Reads what the file behind a link says of itself that the person has, whatever server it is at. `None` where it is not known.
pub async fn passport_of(http: &Http, link: &Url) -> Result<Option<MediaFile>, HttpError> {
    let request = Request::get(link.clone())
        .header("range", &format!("bytes=0-{}", media_file::HEAD - 1))
        .header("accept-encoding", "identity")
        .deadline(LONGEST_FIRST)
        .max_bytes(media_file::HEAD + (64 << 10))
        .retry(Retry::Transient);
    let answer = http.send(request).await?;
    if !answer.status.is_success() {
        return Ok(None);
    }
    let size = answer.header("content-range").and_then(|range| range.rsplit('/').next()?.trim().parse().ok());
    Ok(Behind::new(http, link, None, &[]).read(answer.body, size).await)
}

/// Reads what a file says of itself that can be read in all its length. `None` where it is not known.
pub(super) async fn read_whole<R: ReadRange>(file: &mut R, length: u64, limits: Limits) -> Option<MediaFile> {
    let first = media_file::HEAD.min(usize::try_from(length).unwrap_or(usize::MAX));
    let head = file.read(0, first).await.ok()?;
    let begun = work::fenced(|| media_file::read_head(&head, Some(length))).flatten()?;
    let reading = media_file::read(file, head, Some(length), limits).await;
    Some(cleaned(reading.media.unwrap_or(begun)))
}

/// Makes the titles in a file fit to show.
fn cleaned(mut media: MediaFile) -> MediaFile {
    let audio = media.audio.iter_mut().map(|track| &mut track.title);
    let subtitles = media.subtitles.iter_mut().map(|track| &mut track.title);
    let video = media.video.iter_mut().map(|track| &mut track.title);
    let chapters = media.chapters.iter_mut().flatten().map(|chapter| &mut chapter.title);
    for title in audio.chain(subtitles).chain(video).chain(chapters).chain([&mut media.title]) {
        *title = title.take().map(|title| clean(title, LONGEST_TITLE)).filter(|title| !title.is_empty());
    }
    media
}
