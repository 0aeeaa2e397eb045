//! Measures what the line carries from the host of a link: a few megabytes of its file are read and thrown away.

use std::time::Duration;

use tokio::time::Instant;

use crate::line::Arrivals;

use super::file_request::file_request;
use super::{DownloadResult, Links};

/// The most that is read, in bytes.
pub(super) const MOST: u64 = 8 << 20;
const ANSWERS_WITHIN: Duration = Duration::from_secs(4);
/// The longest that is read.
const LONGEST: Duration = Duration::from_secs(4);

/// Returns the bits a second that come from the host of a link. `None` where it sends no part of the file, or too little to
/// tell. Takes up to 8 s, and 8 MiB.
pub async fn measure_line(links: &Links, made: &DownloadResult) -> Option<u64> {
    // Not the beginning, which was read already and may lie nearer than the rest.
    let first = made.file_size.filter(|size| *size > 3 * MOST).map_or(0, |size| size / 3);
    let request = file_request(links, made).ok()?;
    let request = request.header("range", &format!("bytes={first}-{}", first + MOST - 1)).deadline(ANSWERS_WITHIN);
    let mut incoming = links.http.open(request).await.ok()?;
    if incoming.status.as_u16() != 206 {
        return None;
    }
    let mut arrivals = Arrivals::default();
    let mut begun: Option<Instant> = None;
    while arrivals.bytes() < MOST {
        let left = begun.map_or(LONGEST, |begun| LONGEST.saturating_sub(begun.elapsed()));
        let Ok(Some(chunk)) = incoming.chunk(left).await else { break };
        let begun = *begun.get_or_insert_with(Instant::now);
        arrivals.note(begun.elapsed(), chunk.len());
    }
    arrivals.bits_per_second()
}
