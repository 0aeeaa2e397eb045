//! AnimeTosho, an index of anime: a title search, through the JSON of its successor and, where that is not spoken, through the
//! Torznab feed of the original. Both shapes of JSON are read.

use futures::FutureExt as _;
use serde::Deserialize;

use super::asking::{self, united};
use super::lenient::{self, List, Object, Scalar};
use super::torznab::MOST_SEEDERS;
use super::{Ask, SourceError, ids, magnet, text, torznab};
use crate::endpoints::Upstream;
use crate::torrent::{InfoHash, SourceName, Torrent};

pub(super) async fn scrape(ask: Ask<'_>) -> Result<Vec<Torrent>, SourceError> {
    asking::together(ids::index_searches(ask.wanted).into_iter().map(|query| one(ask, query))).await
}

async fn one(ask: Ask<'_>, query: String) -> Result<Vec<Torrent>, SourceError> {
    let query = text::percent_encoded(&query);
    let json = ask.get(Upstream::AnimeTosho, &format!("/json/v1/search?q={query}&limit=100"))?;
    match ask.fetch(json, parse).await {
        Err(SourceError::Refused(_) | SourceError::Malformed(_) | SourceError::Unreachable(_)) => {
            let feed = ask.get(Upstream::AnimeTosho, &format!("/api?t=search&q={query}&limit=150"))?;
            ask.fetch(feed, |body| torznab::parse(body, SourceName::AnimeTosho)).boxed().await
        }
        answered => answered,
    }
}

/// `{"ok":true,"data":[…]}`, or the original's bare list.
pub(super) fn parse(body: &[u8]) -> Result<Vec<Torrent>, SourceError> {
    let torrents = lenient::read(body, |text| {
        let rows = if text.trim_start().starts_with('[') {
            serde_json::from_str::<List<Object<Row<'_>>>>(text)?.rows()
        } else {
            serde_json::from_str::<Object<Answer<'_>>>(text)?.0.and_then(|answer| answer.data.rows())
        };
        Ok(rows.map(|rows| rows.filter_map(|row| torrent(&row)).collect::<Vec<_>>()))
    })?;
    torrents.map(united).ok_or_else(|| SourceError::Malformed("the answer lists no torrents".to_owned()))
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow, default)]
    data: List<Object<Row<'a>>>,
}

#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow, default)]
    title: Scalar<'a>,
    #[serde(borrow, default)]
    torrent_name: Scalar<'a>,
    #[serde(borrow, default)]
    info_hash: Scalar<'a>,
    #[serde(borrow, default)]
    magnet: Scalar<'a>,
    #[serde(borrow, default)]
    magnet_uri: Scalar<'a>,
    #[serde(borrow, default)]
    size_bytes: Scalar<'a>,
    #[serde(borrow, default)]
    total_size: Scalar<'a>,
    #[serde(borrow, default)]
    seeders: Scalar<'a>,
    #[serde(borrow, default)]
    nyaa_id: Scalar<'a>,
    #[serde(borrow, default)]
    source_label: Scalar<'a>,
}

fn torrent(row: &Row<'_>) -> Option<Torrent> {
    let magnet = row.magnet.text().or_else(|| row.magnet_uri.text()).map(magnet::read).unwrap_or_default();
    let hash = row.info_hash.text().and_then(|hash| InfoHash::parse(hash).ok()).or(magnet.hash)?;
    let title = row.title.text().or_else(|| row.torrent_name.text()).and_then(text::title)?;
    let mut torrent = Torrent::new(hash, title, SourceName::AnimeTosho);
    torrent.size = row.size_bytes.bytes().or_else(|| row.total_size.bytes());
    torrent.seeders = row.seeders.count().filter(|seeders| *seeders <= MOST_SEEDERS);
    let label = row.source_label.text().or_else(|| row.nyaa_id.count().filter(|id| *id > 0).map(|_| "Nyaa"));
    torrent.tracker = label.and_then(|label| text::line(label, 128));
    torrent.trackers = magnet.trackers;
    Some(torrent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_successors_json_is_read() {
        let expected = [
            Torrent {
                size: Some(1_500_000_000),
                seeders: Some(50),
                tracker: Some("Nyaa".to_owned()),
                trackers: vec!["http://nyaa.tracker.wf:7777/announce".to_owned()],
                ..Torrent::new(
                    InfoHash::parse("416b79c9a668ebf9bfce22845affe0cdde2fc8be").unwrap(),
                    "[Erai-raws] Glass Gardener - 12 [1080p][HEVC].mkv",
                    SourceName::AnimeTosho,
                )
            },
            Torrent {
                size: Some(700),
                ..Torrent::new(
                    InfoHash::parse("08ada5a7a6183aae1e09d831df6748d566095a10").unwrap(),
                    "Glass Gardener with a tracker that cannot count",
                    SourceName::AnimeTosho,
                )
            },
            Torrent {
                tracker: Some("Nyaa".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c").unwrap(),
                    "Glass Gardener by magnet alone",
                    SourceName::AnimeTosho,
                )
            },
        ];
        let read = parse(include_bytes!("fixtures/animetosho/search.json")).unwrap();
        assert_eq!(read, expected, "Usenet and v2 torrents are left out");
    }

    #[test]
    fn the_originals_json_is_read() {
        let expected = [Torrent {
            size: Some(1_500_000_000),
            seeders: Some(12),
            tracker: Some("Nyaa".to_owned()),
            trackers: vec!["http://nyaa.tracker.wf:7777/announce".to_owned()],
            ..Torrent::new(
                InfoHash::parse("416b79c9a668ebf9bfce22845affe0cdde2fc8be").unwrap(),
                "[Erai-raws] Glass Gardener - 12 [1080p]",
                SourceName::AnimeTosho,
            )
        }];
        assert_eq!(parse(include_bytes!("fixtures/animetosho/original.json")).unwrap(), expected);
    }

    #[test]
    fn the_originals_feed_is_read() {
        let expected = [
            Torrent {
                size: Some(1_500_000_000),
                seeders: Some(50),
                trackers: vec!["http://nyaa.tracker.wf:7777/announce".to_owned()],
                ..Torrent::new(
                    InfoHash::parse("416b79c9a668ebf9bfce22845affe0cdde2fc8be").unwrap(),
                    "[Erai-raws] Glass & Gardener - 12 [1080p][HEVC].mkv",
                    SourceName::AnimeTosho,
                )
            },
            Torrent {
                ..Torrent::new(
                    InfoHash::parse("2d69a861bef5a9f2cdf791b7328e37b7953205e1").unwrap(),
                    "Glass Gardener - 11, whose magnet was made anonymous",
                    SourceName::AnimeTosho,
                )
            },
            Torrent {
                ..Torrent::new(
                    InfoHash::parse("IFVXTSNGNDV7TP6OEKCFV77AZXPC7SF7").unwrap(),
                    "Glass Gardener - 10, base32 alone",
                    SourceName::AnimeTosho,
                )
            },
        ];
        let read = torznab::parse(include_bytes!("fixtures/animetosho/original.xml"), SourceName::AnimeTosho).unwrap();
        assert_eq!(read, expected);
    }

    #[test]
    fn a_feed_that_declares_no_prefixes_is_read() {
        let expected = [Torrent {
            size: Some(1_500_000_000),
            seeders: Some(50),
            trackers: vec!["udp://tracker.opentrackr.org:1337/announce".to_owned()],
            ..Torrent::new(
                InfoHash::parse("08ada5a7a6183aae1e09d831df6748d566095a10").unwrap(),
                "[SubsPlease] Glass Gardener - 001 (1080p)",
                SourceName::AnimeTosho,
            )
        }];
        let read =
            torznab::parse(include_bytes!("fixtures/animetosho/undeclared.xml"), SourceName::AnimeTosho).unwrap();
        assert_eq!(read, expected);
    }

    #[test]
    fn an_error_element_is_a_failure() {
        let error =
            torznab::parse(include_bytes!("fixtures/animetosho/error.xml"), SourceName::AnimeTosho).unwrap_err();
        assert_eq!(error.to_string(), "answered with an error: Incorrect parameter");
        assert!(matches!(parse(br#"{"ok":false,"error":"not found"}"#), Err(SourceError::Malformed(_))));
    }
}
