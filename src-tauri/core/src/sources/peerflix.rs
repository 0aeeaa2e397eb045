//! Peerflix, a Stremio addon that writes its streams as Torrentio does, but gives the site after a globe, and sizes
//! and seeders also as fields of their own. It answers 404 for a title it does not know.

use super::addon::Addon;
use super::ids;
use super::stremio_addon::marks::marked_line;
use super::stremio_addon::said::Said;
use super::stremio_addon::{NotFound, Reader, Stream};
use crate::torrent::{SourceName, Torrent};

pub(super) const ADDON: Addon = Addon {
    forms: ids::kitsu_and_imdb,
    dress: |request, _| request,
    reader: Reader { source: SourceName::Peerflix, read, not_found: NotFound::NothingKnown },
};

fn read(stream: &Stream<'_>, mut torrent: Torrent) -> Option<Torrent> {
    let mut said = Said::read(stream.titled(), "peerflix")?;
    said.seeders = stream.seed.count().or(said.seeders);
    said.fill(&mut torrent, stream, stream.sizes(said.marks));
    torrent.tracker = marked_line(said.marks, &['🌐']).map(str::to_owned);
    Some(torrent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::torrent::InfoHash;

    #[test]
    fn every_form_of_stream_is_read() {
        let expected = [
            Torrent {
                file_size: Some(430_188_789),
                seeders: Some(89),
                tracker: Some("Peerflix".to_owned()),
                file_index: Some(5),
                file_name: Some("Harbour Lights 2019 S01E02 720p WEB-DL HEVC x265 BONE.mkv".to_owned()),
                trackers: vec!["udp://tracker.opentrackr.org:1337/announce".to_owned()],
                ..Torrent::new(
                    InfoHash::parse("08ada5a7a6183aae1e09d831df6748d566095a10").unwrap(),
                    "Harbour Lights 2019 S01-S02 720p WEB-DL HEVC x265 BONE",
                    SourceName::Peerflix,
                )
            },
            Torrent {
                size: Some(21_882_858_373),
                seeders: Some(1),
                tracker: Some("Peerflix".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c").unwrap(),
                    "Sintel [4K UHD 2160p HEVC X265][DTS 5.1 Castellano DTS 5.1-Ingles+Subs][ES-EN]",
                    SourceName::Peerflix,
                )
            },
            Torrent {
                size: Some(1_500_000_000),
                size_exact: true,
                seeders: Some(50),
                tracker: Some("tracker.example.com".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("c9e15763f722f23e98a29decdfae341b98d53056").unwrap(),
                    "Sintel.2010",
                    SourceName::Peerflix,
                )
            },
            Torrent {
                size: Some(700),
                size_exact: true,
                seeders: Some(4),
                tracker: Some("Wolfmax4k".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("0000000000000000000000000000000000000001").unwrap(),
                    "Sintel bytes spelled otherwise",
                    SourceName::Peerflix,
                )
            },
        ];
        assert_eq!(ADDON.parse(include_bytes!("fixtures/peerflix/forms.json")).unwrap(), expected);
    }
}
