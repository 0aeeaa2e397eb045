//! Nyaa, an anime index searched by title with the headers of a browser. The RSS feed comes first because it needs no
//! scraping. The search pages replace it when it fails, and add the torrents with the most seeders when its newest 75
//! are not all.

pub(super) mod page;

use futures::future::join_all;
use tokio::time::Instant;

use super::answer::told_hash;
use super::asking::{self, Finds};
use super::feed::{self, Item};
use super::{Ask, DropReason, SourceAnswer, SourceError, ids};
use crate::endpoints::Upstream;
use crate::torrent::{InfoHash, SourceName, Torrent};
use crate::{magnet, text};

/// The RSS carries no announce URLs; this is the one every torrent there has.
const TRACKER: &str = "http://nyaa.tracker.wf:7777/announce";
/// The size of a full answer: with this many rows there are more to fetch.
const FULL: usize = 75;
/// The number of pages, sorted by seeders, that are fetched for an anime.
const MOST_PAGES: usize = 2;

pub(super) async fn scrape(ask: Ask<'_>) -> Result<SourceAnswer, SourceError> {
    let queries = ask.fresh(ids::index_searches(ask.wanted));
    asking::together(ask, queries.into_iter().map(|query| (Finds::ByTitle, one(ask, query)))).await
}

async fn one(ask: Ask<'_>, query: String) -> Result<SourceAnswer, SourceError> {
    let started = Instant::now();
    let query = text::percent_encoded(&words(&query));
    // Anime has a category of its own; a film or series may stand in any.
    let category = if ids::is_anime(ask.wanted) { "1_0" } else { "0_0" };
    let request = ask.get(Upstream::Nyaa, &format!("/?page=rss&q={query}&c={category}&f=0"))?;
    let (newest, refused) = match ask.fetch(request, read_rss).await {
        Ok(newest) if newest.rows < FULL => return Ok(newest.answer),
        Ok(newest) => (Some(newest.answer), None),
        Err(error @ (SourceError::Malformed(_) | SourceError::Refused(_))) => (None, Some(error)),
        Err(error) => return Err(error),
    };
    // Anime is what Nyaa lists, and a long series fills many pages; for anything else the first page must do.
    // A server in trouble gets one more question.
    let is_in_trouble = matches!(refused, Some(SourceError::Refused(500..)));
    let pages = if ids::is_anime(ask.wanted) && !is_in_trouble { MOST_PAGES } else { 1 };
    let left = ask.patience().saturating_sub(started.elapsed());
    let pages = (1..=pages).map(|page| {
        let further = if page > 1 { format!("&p={page}") } else { String::new() };
        let path = format!("/?f=0&c={category}&q={query}&s=seeders&o=desc{further}");
        async move { ask.fetch(ask.get(Upstream::Nyaa, &path)?.deadline(left), page::parse).await }
    });
    put_together(newest, refused, join_all(pages).await)
}

/// Joins the feed and the pages. What did not come is only missing as long as anything did; `refused` is why the feed did not.
fn put_together(
    newest: Option<SourceAnswer>,
    refused: Option<SourceError>,
    pages: Vec<Result<SourceAnswer, SourceError>>,
) -> Result<SourceAnswer, SourceError> {
    let mut whole = newest;
    let mut missing = None;
    for page in pages {
        match page {
            Ok(page) => whole.get_or_insert_default().join(page),
            Err(error) => missing = missing.or(Some(error)),
        }
    }
    match whole {
        Some(whole) => Ok(SourceAnswer { missing: whole.missing.clone().or(missing), ..whole }),
        None => Err(missing.or(refused).unwrap_or(SourceError::Malformed("no page was asked for".to_owned()))),
    }
}

/// Removes what the search would take for an operator from a title: `"phrase"`, `-without`, `one|other`, `(group)`.
fn words(title: &str) -> String {
    let words = title.split(|c: char| c.is_whitespace() || matches!(c, '"' | '|' | '(' | ')' | '*' | '~' | '+'));
    let words = words.map(|word| word.trim_start_matches('-')).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A parsed feed and its number of rows, including those that could not be read.
struct Rss {
    answer: SourceAnswer,
    rows: usize,
}

fn read_rss(body: &[u8]) -> Result<Rss, SourceError> {
    let items = feed::items(body)?;
    Ok(Rss { answer: SourceAnswer::of(items.iter().map(torrent)), rows: items.len() })
}

pub(super) fn parse_rss(body: &[u8]) -> Result<SourceAnswer, SourceError> {
    read_rss(body).map(|rss| rss.answer)
}

fn torrent(item: &Item) -> Result<Torrent, DropReason> {
    let magnet = item.field("link").map(magnet::read).unwrap_or_default();
    let hash = match magnet.hash {
        None => told_hash(item.field("infohash"))?,
        Some(hash) => item.field("infohash").and_then(|told| InfoHash::parse(told).ok()).unwrap_or(hash),
    };
    let mut torrent = item.field("title").and_then(|title| named(hash, title)).ok_or(DropReason::Unreadable)?;
    torrent.size = item.field("size").and_then(text::size);
    torrent.seeders = item.field("seeders").and_then(|seeders| seeders.parse().ok());
    torrent.trackers = if magnet.trackers.is_empty() { vec![TRACKER.to_owned()] } else { magnet.trackers };
    Ok(torrent)
}

fn named(hash: InfoHash, title: &str) -> Option<Torrent> {
    let mut torrent = Torrent::new(hash, text::title(title)?, SourceName::Nyaa);
    torrent.tracker = Some("Nyaa".to_owned());
    Some(torrent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_came_is_kept_when_the_feed_and_another_page_did_not() {
        let found = || {
            let hash = InfoHash::parse(&"a".repeat(40)).unwrap();
            let torrents = vec![Torrent::new(hash, "Blue Meadow", SourceName::Nyaa)];
            SourceAnswer { torrents, ..SourceAnswer::default() }
        };
        let timeout = || SourceError::Timeout(std::time::Duration::from_secs(1));
        let refused = || Some(SourceError::Refused(404));
        for pages in [vec![Err(timeout()), Ok(found())], vec![Ok(found()), Err(timeout())]] {
            let whole = put_together(None, refused(), pages).unwrap();
            assert_eq!((whole.torrents, whole.missing), (found().torrents, Some(timeout())));
        }
        assert_eq!(put_together(None, refused(), vec![Err(timeout()), Err(timeout())]), Err(timeout()));
        let alone = put_together(Some(found()), None, vec![Err(timeout())]).unwrap();
        assert_eq!((alone.torrents, alone.missing), (found().torrents, Some(timeout())));
    }

    #[test]
    fn the_feed_is_read() {
        let expected = [
            Torrent {
                size: Some(1_503_238_554),
                seeders: Some(2345),
                tracker: Some("Nyaa".to_owned()),
                trackers: vec![TRACKER.to_owned()],
                ..Torrent::new(
                    InfoHash::parse("08ada5a7a6183aae1e09d831df6748d566095a10").unwrap(),
                    "[SubsPlease] Windstar Wanderers - 1071 (1080p) [8DE44442].mkv",
                    SourceName::Nyaa,
                )
            },
            Torrent {
                size: Some(512),
                seeders: Some(0),
                tracker: Some("Nyaa".to_owned()),
                trackers: vec!["udp://open.stealth.si:80/announce".to_owned()],
                ..Torrent::new(
                    InfoHash::parse("dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c").unwrap(),
                    "Windstar & Wanderers, with a magnet for a link",
                    SourceName::Nyaa,
                )
            },
        ];
        assert_eq!(parse_rss(include_bytes!("fixtures/nyaa/search.rss")).unwrap().torrents, expected);
    }

    #[test]
    fn the_page_is_read_row_by_row() {
        let expected = [
            Torrent {
                size: Some(1_503_238_554),
                seeders: Some(1234),
                tracker: Some("Nyaa".to_owned()),
                trackers: vec![TRACKER.to_owned(), "udp://open.stealth.si:80/announce".to_owned()],
                ..Torrent::new(
                    InfoHash::parse("416b79c9a668ebf9bfce22845affe0cdde2fc8be").unwrap(),
                    "[SubsPlease] Wind & Star - 12 (1080p) [AB12CD34].mkv",
                    SourceName::Nyaa,
                )
            },
            Torrent {
                tracker: Some("Nyaa".to_owned()),
                trackers: vec![TRACKER.to_owned()],
                ..Torrent::new(
                    InfoHash::parse("IFVXTSNGNDV7TP6OEKCFV77AZXPC7SF7").unwrap(),
                    "Windstar Wanderers - 03 [tiny]",
                    SourceName::Nyaa,
                )
            },
        ];
        let read = page::parse(include_bytes!("fixtures/nyaa/page.html")).unwrap().torrents;
        assert_eq!(read, expected, "the row without a magnet moves nothing");
    }

    #[test]
    fn a_title_never_becomes_an_operator() {
        for (title, asked) in [
            ("Kaze -Starting Again- 05", "Kaze Starting Again- 05"),
            ("\"Alone\" | Together (2019)", "Alone Together 2019"),
            ("Re:Wind - 12", "Re:Wind 12"),
            ("Spider-Wind", "Spider-Wind"),
            ("--", ""),
        ] {
            assert_eq!(words(title), asked);
        }
    }

    #[test]
    fn no_results_is_no_failure_and_another_page_is() {
        assert_eq!(page::parse(include_bytes!("fixtures/nyaa/no_results.html")), Ok(SourceAnswer::default()));
        let challenge = include_bytes!("fixtures/nyaa/challenge.html");
        assert!(matches!(page::parse(challenge), Err(SourceError::Malformed(_))));
        assert!(matches!(parse_rss(challenge), Err(SourceError::Malformed(_))));
    }
}
