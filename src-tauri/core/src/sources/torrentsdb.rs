//! TorrentsDB, a Stremio addon that writes its streams as Torrentio does, but gives the episode on the line of marks.

use super::addon::Addon;
use super::ids;
use super::stremio_addon::said::said;
use super::stremio_addon::{NotFound, Reader};
use crate::torrent::SourceName;

pub(super) const ADDON: Addon = Addon {
    forms: ids::kitsu_and_imdb,
    dress: |request, _| request,
    reader: Reader {
        source: SourceName::TorrentsDb,
        read: |stream, torrent| said(stream, torrent, "torrentsdb"),
        not_found: NotFound::Failed,
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::torrent::{InfoHash, Torrent};

    #[test]
    fn every_form_of_stream_is_read() {
        let expected = [
            Torrent {
                file_size: Some(1_610_612_736),
                seeders: Some(50),
                tracker: Some("1337x".to_owned()),
                file_index: Some(3),
                file_name: Some("Harbour.Lights.S01E01.The.Lamp.mkv".to_owned()),
                trackers: vec!["udp://tracker.opentrackr.org:1337/announce".to_owned()],
                ..Torrent::new(
                    InfoHash::parse("08ada5a7a6183aae1e09d831df6748d566095a10").unwrap(),
                    "Harbour.Lights.S01.1080p.BluRay.x265",
                    SourceName::TorrentsDb,
                )
            },
            Torrent {
                size: Some(734_003_200),
                tracker: Some("Knaben".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c").unwrap(),
                    "Harbour.Lights.S01E01.720p",
                    SourceName::TorrentsDb,
                )
            },
            Torrent {
                file_size: Some(13_153_337_344),
                seeders: Some(7),
                tracker: Some("The Pirate Bay".to_owned()),
                file_index: Some(0),
                file_name: Some("Season 1/Harbour.Lights.S01E01.mkv".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("c9e15763f722f23e98a29decdfae341b98d53056").unwrap(),
                    "Harbour.Lights.S01-S03.2160p",
                    SourceName::TorrentsDb,
                )
            },
        ];
        let read = ADDON.parse(include_bytes!("fixtures/torrentsdb/forms.json")).unwrap();
        assert_eq!(read, expected, "a stream that names no release is left out");
    }
}
