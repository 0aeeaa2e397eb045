//! When the lines of the subtitles in a file begin, by what the file behind its link has of them beside the pictures.

use media_file::{Container, HEAD, SubtitleTimes, subtitle_times};

use super::file_request::named_by;
use super::passport::Behind;
use super::{DownloadResult, Links};

/// Returns the times of the track of text that has the most lines. `None` where the file has none, or does not tell within two
/// seconds.
pub async fn own_times(links: &Links, made: &DownloadResult) -> Option<Vec<u64>> {
    let media = made.passport.as_ref()?;
    let has_text = media
        .subtitles
        .iter()
        .any(|track| !track.is_forced && ["SRT", "ASS", "SSA", "WebVTT", "MOV text"].contains(&&*track.codec));
    // The tables of other tracks may lie before those of text, so that the passport did not come to them.
    if media.container == Container::Avi || media.has_all_tracks && !has_text {
        return None;
    }
    let named_by = named_by(links, made).ok()?;
    let mut file = Behind::new(&links.http, &made.link, named_by, &made.headers);
    let (head, size) = file.range(0, HEAD).await.ok()?;
    let read = subtitle_times(&mut file, head, size).await?;
    let full = read.into_iter().filter(|track| !track.is_forced);
    full.map(|SubtitleTimes { starts_ms, .. }| starts_ms).max_by_key(Vec::len)
}
