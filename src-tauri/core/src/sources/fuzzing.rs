//! Every parser of the sources under one signature, for the tests, benchmarks and fuzz targets that check all of them
//! alike.

use super::own::parsers as own;
use super::{
    SourceAnswer, SourceError, animetosho, check_config, comet, mediafusion, nyaa, peerflix, stremthru, torrentio,
    torrentsdb, torznab, zilean,
};
use crate::magnet;
use crate::torrent::SourceName;

/// Parses an answer of a source.
pub type Parser = fn(&[u8]) -> Result<SourceAnswer, SourceError>;

/// Parses anything else and drops the result.
pub type Reader = fn(&[u8]);

/// The parsers of torrents, by source and form.
pub const PARSERS: [(&str, Parser); 12] = [
    ("torrentio", |body| torrentio::ADDON.reader.answer(body)),
    ("comet", |body| comet::ADDON.reader.answer(body)),
    ("torrentsdb", |body| torrentsdb::ADDON.reader.answer(body)),
    ("peerflix", |body| peerflix::ADDON.reader.answer(body)),
    ("mediafusion", |body| mediafusion::ADDON.reader.answer(body)),
    ("any_addon", |body| own::any_addon(body)),
    ("stremthru", |body| stremthru::answer(body, "tt99000201:1:1")),
    ("zilean", |body| zilean::answer(body, Some("tt99000201"))),
    ("animetosho", animetosho::answer),
    ("torznab", |body| torznab::answer(body, SourceName::AnimeTosho)),
    ("nyaa_feed", nyaa::parse_rss),
    ("nyaa_page", nyaa::page::parse),
];

/// The parsers of everything else that a source or a person hands in. Their results are dropped: the checks are that
/// they neither panic nor hang.
pub const OTHERS: [(&str, Reader); 6] = [
    ("manifest", |body| drop(own::manifest(body))),
    ("caps", |body| drop(own::caps(body))),
    ("subtitle_list", |body| assert!(own::subtitles(body) <= 500)),
    ("magnet", |body| drop(magnet::read(&String::from_utf8_lossy(body)))),
    ("address", |body| own::addresses(&String::from_utf8_lossy(body))),
    ("config", |body| {
        let pasted = String::from_utf8_lossy(body);
        let _ = check_config(SourceName::Torrentio, &pasted);
        let _ = check_config(SourceName::TorrentsDb, &pasted);
    }),
];

/// Returns whether the answer keeps to the limits on rows and text lengths and holds no control characters.
pub fn is_bounded(answer: &SourceAnswer) -> bool {
    let fit = |text: &str, longest: usize| text.chars().count() <= longest && !text.chars().any(char::is_control);
    answer.torrents.len() <= crate::lenient::MOST_ROWS
        && answer.torrents.iter().all(|row| {
            !row.title.is_empty()
                && fit(&row.title, 1024)
                && row.tracker.as_deref().is_none_or(|tracker| fit(tracker, 128))
                && row.file_name.as_deref().is_none_or(|name| fit(name, 1024))
                && row.trackers.len() <= 20
        })
}
