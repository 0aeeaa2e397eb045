//! The hash by which subtitle services know a file, from the first and last 64 KiB behind its link.

use subtitles::{HASHED, hash};

use super::file_request::named_by;
use super::passport::Behind;
use super::{DownloadResult, Links};

/// Returns the hash of the file behind a link and its size. `None` where the server gives no ranges, or not within two seconds.
pub async fn video_hash(links: &Links, made: &DownloadResult) -> Option<(String, u64)> {
    let named_by = named_by(links, made).ok()?;
    let file = Behind::new(&links.http, &made.link, named_by, &made.headers);
    let (head, size) = file.range(0, HASHED).await.ok()?;
    let size = size?;
    let (tail, _) = file.range(size.checked_sub(HASHED as u64)?, HASHED).await.ok()?;
    Some((hash(size, &head, &tail)?, size))
}
