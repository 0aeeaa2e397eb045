//! Comet, a Stremio addon asked with IMDb and Kitsu ids. Its descriptions give each fact on a line, or part of a line,
//! of its own; an instance may leave any of them out, and older ones begin with the bare title.

use super::addon::Addon;
use super::ids::{self, Form};
use super::stremio_addon::marks::{is_decorated, is_metadata, marked_line, seeders};
use super::stremio_addon::part::is_known_part;
use super::stremio_addon::sizes::Meaning;
use super::stremio_addon::{EMPTY_TEXT, NotFound, Reader, Stream};
use crate::title::Wanted;
use crate::torrent::{SourceName, Torrent};

pub(super) const ADDON: Addon = Addon {
    forms,
    dress: |request, _| request,
    reader: Reader { source: SourceName::Comet, read, not_found: NotFound::Failed },
};

pub(super) fn forms(wanted: &Wanted) -> Vec<Form> {
    // Comet knows IMDb ids of seven to ten digits only.
    let imdb = ids::imdb(wanted).filter(|_| wanted.ids.imdb.as_ref().is_some_and(|id| (9..=12).contains(&id.len())));
    [ids::kitsu(wanted), imdb].into_iter().flatten().collect()
}

fn read(stream: &Stream<'_>, mut torrent: Torrent) -> Option<Torrent> {
    let says = stream.described();
    let is_name = |line: &&str| !line.is_empty() && !is_decorated(line) && !is_metadata(line) && *line != EMPTY_TEXT;
    let bare = || says.lines().next().map(str::trim).filter(is_name);
    marked_line(says, &['📄']).or_else(bare).or_else(|| stream.file_name())?.clone_into(&mut torrent.title);
    torrent.seeders = seeders(says);
    torrent.tracker = marked_line(says, &['🔎', '🔍']).map(str::to_owned);
    // When the stream points to a file, the size is sometimes the file's and sometimes the torrent's, so it is not
    // exact; for a file that is one of several it is the file's.
    let has_file = torrent.file_index.is_some();
    let file = stream.file_name().filter(|_| has_file);
    let is_part = has_file && is_known_part(file, &torrent.title);
    let mut sizes = stream.sizes(says);
    sizes.is_exact &= !has_file;
    sizes.fill(&mut torrent, Meaning::File, is_part, has_file);
    torrent.file_name = file.map(str::to_owned);
    Some(torrent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::torrent::InfoHash;

    #[test]
    fn current_descriptions_are_read_and_notices_left_out() {
        let expected = [
            Torrent {
                size: Some(1_580_000_000),
                file_size: Some(1_580_000_000),
                seeders: Some(50),
                tracker: Some("Comet|Torrentio|Nyaa".to_owned()),
                file_index: Some(0),
                file_name: Some("[Suisei] Windstar Wanderers - 001 [1080p]".to_owned()),
                trackers: vec![
                    "udp://tracker.opentrackr.org:1337/announce".to_owned(),
                    "http://nyaa.tracker.wf:7777/announce".to_owned(),
                ],
                ..Torrent::new(
                    InfoHash::parse("08ada5a7a6183aae1e09d831df6748d566095a10").unwrap(),
                    "[Suisei] Windstar Wanderers - 001 [1080p]",
                    SourceName::Comet,
                )
            },
            Torrent {
                seeders: Some(50),
                tracker: Some("Nyaa".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c").unwrap(),
                    "Windstar Wanderers 001-050",
                    SourceName::Comet,
                )
            },
            Torrent {
                size: Some(734_003_200),
                seeders: Some(4),
                tracker: Some("DMM".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("c9e15763f722f23e98a29decdfae341b98d53056").unwrap(),
                    "Windstar.Wanderers.E001.720p.mkv",
                    SourceName::Comet,
                )
            },
        ];
        assert_eq!(ADDON.parse(include_bytes!("fixtures/comet/current.json")).unwrap(), expected);
    }

    #[test]
    fn older_descriptions_begin_with_the_bare_title() {
        let name = "Sintel 2010 BluRay 1080p DTS-ES AC3 x264-3Li.mkv";
        let expected = [
            Torrent {
                size: Some(7_826_122_416),
                file_size: Some(7_826_122_416),
                tracker: Some("DMM".to_owned()),
                file_index: Some(0),
                file_name: Some(name.to_owned()),
                ..Torrent::new(
                    InfoHash::parse("c9e15763f722f23e98a29decdfae341b98d53056").unwrap(),
                    name,
                    SourceName::Comet,
                )
            },
            Torrent {
                size: Some(734_003_200),
                seeders: Some(12),
                tracker: Some("1337x".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c").unwrap(),
                    "Sintel.2010.720p",
                    SourceName::Comet,
                )
            },
        ];
        assert_eq!(ADDON.parse(include_bytes!("fixtures/comet/old.json")).unwrap(), expected);
    }

    #[test]
    fn notices_alone_are_no_torrents() {
        assert_eq!(ADDON.parse(include_bytes!("fixtures/comet/notices_only.json")), Ok(Vec::new()));
    }
}
