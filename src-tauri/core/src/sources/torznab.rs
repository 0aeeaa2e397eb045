//! Reads Torznab: RSS whose items carry `attr` elements under the `torznab` prefix, the `newznab` prefix or both.

use futures::future::join_all;
use tokio::time::Instant;

use super::feed::{self, Item};
use super::{Ask, DropReason, SourceAnswer, SourceError};
use crate::http::Request;
use crate::magnet::{self, Magnet};
use crate::text;
use crate::torrent::{InfoHash, SourceName, Torrent};

/// The highest believable number of seeders. Some sites list placeholder values above it.
const MOST_SEEDERS: u32 = 100_000;

/// One page of results.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) answer: SourceAnswer,
    /// The number of items on the page.
    pub(super) items: usize,
    /// The number of items on all pages, where the feed states it.
    pub(super) total: Option<usize>,
}

pub(super) fn page(body: &[u8], source: SourceName) -> Result<Page, SourceError> {
    let page = feed::page(body)?;
    Ok(Page {
        answer: SourceAnswer::of(page.items.iter().map(|item| torrent(item, source))),
        items: page.items.len(),
        total: page.total,
    })
}

/// The most pages fetched for one search, since common words match without end.
const MOST_PAGES: usize = 5;

/// Fetches a search page by page. The further ones are asked together where the first says how many there are, else one
/// after another until one is not full. `request` makes the request for the page that begins at an item, `size` is the
/// number of items that was asked for.
pub(super) async fn pages(
    ask: Ask<'_>,
    source: SourceName,
    size: usize,
    request: impl Fn(usize) -> Result<Request, SourceError>,
) -> Result<SourceAnswer, SourceError> {
    let started = Instant::now();
    let fetch = |offset| {
        let request = request(offset);
        let left = ask.patience().saturating_sub(started.elapsed());
        async move { ask.fetch(request?.deadline(left), move |body| page(body, source)).await }
    };
    let first = fetch(0).await?;
    let mut whole = first.answer;
    let (mut items, mut offset) = (first.items, first.items);
    if let Some(total) = first.total {
        let starts = (offset..total).step_by(items.max(1)).take(MOST_PAGES - 1).filter(|_| items > 0);
        for page in join_all(starts.map(fetch)).await {
            match page {
                Ok(page) => whole.join(page.answer),
                Err(error) => whole.missing = whole.missing.or(Some(error)),
            }
        }
        return Ok(whole);
    }
    for _ in 1..MOST_PAGES {
        if items == 0 || items < size {
            break;
        }
        match fetch(offset).await {
            Ok(page) => {
                (items, offset) = (page.items, offset + page.items);
                whole.join(page.answer);
            }
            Err(error) => {
                whole.missing = Some(error);
                break;
            }
        }
    }
    Ok(whole)
}

/// Parses a feed and returns its torrents.
pub(super) fn answer(body: &[u8], source: SourceName) -> Result<SourceAnswer, SourceError> {
    page(body, source).map(|page| page.answer)
}

fn torrent(item: &Item, source: SourceName) -> Result<Torrent, DropReason> {
    let magnet = magnet_of(item);
    // The attribute comes first, because the hash in the magnet link sometimes differs from it.
    let told = item.attr("infohash").and_then(|hash| InfoHash::parse(hash).ok());
    let Some(hash) = told.or(magnet.hash) else { return Err(unfit(item, &magnet)) };
    let title = item.field("title").and_then(text::title).ok_or(DropReason::Unreadable)?;
    let mut torrent = Torrent::new(hash, title, source);
    let told = item.attr("size").or_else(|| item.field("size"));
    let exact = told.and_then(|size| size.parse().ok()).filter(|bytes| *bytes > 0);
    torrent.size = exact.or_else(|| told.and_then(text::size));
    torrent.size_exact = exact.is_some();
    torrent.seeders =
        item.attr("seeders").and_then(|seeders| seeders.parse().ok()).filter(|seeders| *seeders <= MOST_SEEDERS);
    let indexer = item.attr("indexer").or_else(|| item.attr("indexername"));
    let indexer = indexer.or_else(|| item.field("jackettindexer")).or_else(|| item.field("prowlarrindexer"));
    torrent.tracker = indexer.and_then(|name| text::line(name, 128));
    torrent.trackers = magnet.trackers;
    Ok(torrent)
}

/// Returns the magnet link of an item, wherever it stands.
fn magnet_of(item: &Item) -> Magnet {
    let places = [item.attr("magneturl"), item.field("link"), item.field("enclosure"), item.field("guid")];
    let mut magnets = places.into_iter().flatten().map(magnet::read).filter(|magnet| *magnet != Magnet::default());
    magnets.next().unwrap_or_default()
}

fn unfit(item: &Item, magnet: &Magnet) -> DropReason {
    let names_v2 = item.attr("infohash").is_some_and(|hash| matches!(hash.len(), 64 | 68));
    if magnet.v2 || names_v2 {
        return DropReason::V2Only;
    }
    let addresses = [item.field("enclosure"), item.field("link")];
    let is_usenet = |address: &&str| address.contains(".nzb") || address.contains("/nzb");
    match addresses.into_iter().flatten().next() {
        Some(address) if !is_usenet(&address) => DropReason::FileOnly,
        Some(_) | None => DropReason::NoHash,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(item: &str) -> Result<Torrent, DropReason> {
        let feed = format!("<rss><channel><item><title>Sintel 2010</title>{item}</item></channel></rss>");
        torrent(&feed::items(feed.as_bytes()).unwrap()[0], SourceName::AnimeTosho)
    }

    #[test]
    fn a_hash_is_found_wherever_an_indexer_writes_it() {
        let hash = "08ada5a7a6183aae1e09d831df6748d566095a10";
        let magnet = format!("magnet:?xt=urn:btih:{hash}&amp;tr=udp%3A%2F%2Ftracker.example.org%3A1");
        for item in [
            format!(r#"<torznab:attr name="infohash" value="{hash}"/>"#),
            format!(r#"<torznab:attr name="magneturl" value="{magnet}"/>"#),
            format!("<link>{magnet}</link>"),
            format!("<guid>{magnet}</guid><link>https://indexer.example/dl/1</link>"),
            format!(r#"<enclosure url="{magnet}" type="application/x-bittorrent"/>"#),
        ] {
            assert_eq!(read(&item).unwrap().info_hash.to_string(), hash, "{item}");
        }
    }

    #[test]
    fn what_common_servers_write_is_read() {
        let read = page(include_bytes!("fixtures/torznab/search.xml"), SourceName::AnimeTosho).unwrap();
        assert_eq!((read.items, read.total), (6, Some(6)));
        let hash = |text| InfoHash::parse(text).unwrap();
        let expected = [
            Torrent {
                size: Some(1_500_000_000),
                size_exact: true,
                seeders: Some(42),
                tracker: Some("Orchard".to_owned()),
                trackers: vec!["udp://tracker.opentrackr.org:1337/announce".to_owned()],
                ..Torrent::new(
                    hash("08ada5a7a6183aae1e09d831df6748d566095a10"),
                    "Sintel.2010.1080p.BluRay.x264-OPEN",
                    SourceName::AnimeTosho,
                )
            },
            Torrent {
                tracker: Some("Meadow Index".to_owned()),
                ..Torrent::new(
                    hash("dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c"),
                    "Sintel 2010 720p",
                    SourceName::AnimeTosho,
                )
            },
        ];
        assert_eq!(read.answer.torrents, expected);
    }

    #[test]
    fn what_has_no_hash_is_told_apart() {
        let v2 = format!(r#"<torznab:attr name="infohash" value="{}"/>"#, "ab".repeat(32));
        assert_eq!(read(&v2).unwrap_err(), DropReason::V2Only);
        let file = r#"<enclosure url="https://indexer.example/dl/1?file=a.torrent" type="application/x-bittorrent"/>"#;
        assert_eq!(read(file).unwrap_err(), DropReason::FileOnly);
        let usenet = r#"<enclosure url="https://indexer.example/1.nzb.gz" type="application/x-nzb"/>"#;
        assert_eq!(read(usenet).unwrap_err(), DropReason::NoHash);
        assert_eq!(read("").unwrap_err(), DropReason::NoHash);
    }
}
