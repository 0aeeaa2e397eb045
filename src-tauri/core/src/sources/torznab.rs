//! The dialect of Torznab: RSS whose items carry `attr` elements, under the `torznab` prefix, the `newznab` prefix or both.

use super::feed::{self, Item};
use super::{SourceError, magnet, text};
use crate::torrent::{InfoHash, SourceName, Torrent};

/// More than this many seeders is a placeholder, not a count.
pub(super) const MOST_SEEDERS: u32 = 100_000;

/// The torrents of a feed. Items without a hash (Usenet only) are left out.
pub(super) fn parse(body: &[u8], source: SourceName) -> Result<Vec<Torrent>, SourceError> {
    Ok(feed::items(body)?.iter().filter_map(|item| torrent(item, source)).collect())
}

fn torrent(item: &Item, source: SourceName) -> Option<Torrent> {
    let magnet = item.attr("magneturl").map(magnet::read).unwrap_or_default();
    // The attribute first: the magnet's hash has been seen to differ from it.
    let hash = item.attr("infohash").and_then(|hash| InfoHash::parse(hash).ok()).or(magnet.hash)?;
    let mut torrent = Torrent::new(hash, text::title(item.field("title")?)?, source);
    torrent.size = item
        .attr("size")
        .or_else(|| item.field("size"))
        .and_then(|size| size.parse().ok().or_else(|| text::size(size)))
        .filter(|bytes| *bytes > 0);
    torrent.seeders =
        item.attr("seeders").and_then(|seeders| seeders.parse().ok()).filter(|seeders| *seeders <= MOST_SEEDERS);
    torrent.tracker = item.attr("indexer").or_else(|| item.attr("indexername")).and_then(|name| text::line(name, 128));
    torrent.trackers = magnet.trackers;
    Some(torrent)
}
