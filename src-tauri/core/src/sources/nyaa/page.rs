//! Nyaa's search page, row by row: a row that cannot be read never moves what its neighbours say.

use std::sync::LazyLock;

use regex::Regex;

use super::{SourceError, TRACKER, named};
use crate::sources::asking::united;
use crate::sources::lenient::MOST_ROWS;
use crate::sources::{magnet, text};
use crate::torrent::Torrent;

struct Patterns {
    row: Regex,
    magnet: Regex,
    title: Regex,
    cell: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    Some(Patterns {
        row: Regex::new(r"(?is)<tr\b[^>]*>(.*?)</tr>").ok()?,
        magnet: Regex::new(r#"(?i)href="(magnet:[^"]+)""#).ok()?,
        // The link to the comments has an anchor, and so is not the title.
        title: Regex::new(r#"(?i)href="/view/\d+"[^>]*?\btitle="([^"]+)""#).ok()?,
        cell: Regex::new(r#"(?is)<td class="text-center"[^>]*>([^<]*)</td>"#).ok()?,
    })
});

/// The torrents of a search page; none on a page that says there are no results.
pub(in crate::sources) fn parse(body: &[u8]) -> Result<Vec<Torrent>, SourceError> {
    let page = String::from_utf8_lossy(body);
    let Some(patterns) = &*PATTERNS else { return Ok(Vec::new()) };
    let rows =
        patterns.row.captures_iter(&page).take(MOST_ROWS).filter_map(|row| patterns.torrent(row.get(1)?.as_str()));
    let torrents: Vec<Torrent> = rows.collect();
    let known = page.contains("torrent-list") || page.to_ascii_lowercase().contains("no results found");
    if torrents.is_empty() && !known {
        return Err(SourceError::Malformed("the answer is not a page of search results".to_owned()));
    }
    Ok(united(torrents))
}

impl Patterns {
    fn torrent(&self, row: &str) -> Option<Torrent> {
        let magnet = magnet::read(&text::unescaped(&self.magnet.captures(row)?[1]));
        let mut torrent = named(magnet.hash?, &text::unescaped(&self.title.captures(row)?[1]))?;
        // After the links: size, date, seeders, leechers, downloads; the last three are not shown everywhere.
        let mut cells = self.cell.captures_iter(row).filter_map(|cell| Some(cell.get(1)?.as_str().trim()));
        torrent.size = cells.next().and_then(text::size);
        torrent.seeders = cells.find_map(|cell| cell.parse().ok());
        torrent.trackers = if magnet.trackers.is_empty() { vec![TRACKER.to_owned()] } else { magnet.trackers };
        Some(torrent)
    }
}
