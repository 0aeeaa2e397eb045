//! Nyaa's search page, row by row: a row that cannot be read never moves what its neighbours say.

use std::sync::LazyLock;

use regex::Regex;

use super::{SourceError, TRACKER, named};
use crate::sources::lenient::MOST_ROWS;
use crate::sources::magnet::{self, Magnet};
use crate::sources::{Answer, DropReason, text};
use crate::torrent::Torrent;

struct Patterns {
    row: Regex,
    magnet: Regex,
    title: Regex,
    cell: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    Some(Patterns {
        row: Regex::new(r"(?s)(?i-u:<tr\b)[^>]*>(.*?)(?i-u:</tr>)").ok()?,
        magnet: Regex::new(r#"(?i-u:href)="((?i-u:magnet):[^"]+)""#).ok()?,
        // The link to the comments has an anchor, and so is not the title.
        title: Regex::new(r#"(?i-u:href="/view/[0-9]+")[^>]*?(?i-u:\btitle)="([^"]+)""#).ok()?,
        cell: Regex::new(r#"(?i-u:<td class="text-center")[^>]*>([^<]*)(?i-u:</td>)"#).ok()?,
    })
});

/// The torrents of a search page; none on a page that says there are no results.
pub(in crate::sources) fn parse(body: &[u8]) -> Result<Answer, SourceError> {
    let page = String::from_utf8_lossy(body);
    let Some(patterns) = &*PATTERNS else { return Ok(Answer::default()) };
    let rows = patterns.row.captures_iter(&page).take(MOST_ROWS);
    let answer = Answer::of(rows.filter_map(|row| patterns.torrent(row.get(1)?.as_str())));
    let known = page.contains("torrent-list") || page.to_ascii_lowercase().contains("no results found");
    if answer.torrents.is_empty() && !known {
        return Err(SourceError::Malformed("the answer is not a page of search results".to_owned()));
    }
    Ok(answer)
}

impl Patterns {
    /// `None` for a row that lists nothing: the heading.
    fn torrent(&self, row: &str) -> Option<Result<Torrent, DropReason>> {
        let magnet = self.magnet.captures(row).map(|found| magnet::read(&text::unescaped(&found[1])));
        let title = self.title.captures(row).map(|found| text::unescaped(&found[1]).into_owned());
        if magnet.is_none() && title.is_none() {
            return None;
        }
        Some(self.read(row, magnet, title.as_deref()))
    }

    fn read(&self, row: &str, magnet: Option<Magnet>, title: Option<&str>) -> Result<Torrent, DropReason> {
        let magnet = magnet.ok_or(DropReason::FileOnly)?;
        let hash = magnet.hash()?;
        let mut torrent = title.and_then(|title| named(hash, title)).ok_or(DropReason::Unreadable)?;
        // After the links: size, date, seeders, leechers, downloads; the last three are not shown everywhere.
        let mut cells = self.cell.captures_iter(row).filter_map(|cell| Some(cell.get(1)?.as_str().trim()));
        torrent.size = cells.next().and_then(text::size);
        torrent.seeders = cells.find_map(|cell| cell.parse().ok());
        torrent.trackers = if magnet.trackers.is_empty() { vec![TRACKER.to_owned()] } else { magnet.trackers };
        Ok(torrent)
    }
}
