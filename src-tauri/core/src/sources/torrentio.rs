//! Torrentio, a Stremio addon asked with IMDb and Kitsu ids and the headers of a browser. It reveals its request limit
//! only by status 429, so a request is never repeated.

use super::addon::Addon;
use super::ids;
use super::stremio_addon::said::said;
use super::stremio_addon::{NotFound, Reader};
use crate::http::Retry;
use crate::torrent::SourceName;

pub(super) const ADDON: Addon = Addon {
    forms: ids::kitsu_and_imdb,
    dress: |request, _| request.retry(Retry::Never),
    reader: Reader {
        source: SourceName::Torrentio,
        read: |stream, torrent| said(stream, torrent, "torrentio"),
        not_found: NotFound::Failed,
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::torrent::{InfoHash, Torrent};

    #[test]
    fn a_file_out_of_a_folder_named_like_the_pack_is_not_the_pack() {
        let answer = |title: &str, file: &str| {
            let stream = serde_json::json!({
                "name": "Torrentio\n1080p", "title": format!("{title}\n👤 20 💾 1.5 GB ⚙️ Nyaa"), "fileIdx": 3,
                "infoHash": "08ada5a7a6183aae1e09d831df6748d566095a10", "behaviorHints": { "filename": file },
            });
            let body = serde_json::json!({ "streams": [stream] }).to_string();
            let torrent = ADDON.parse(body.as_bytes()).unwrap().remove(0);
            (torrent.size.is_some(), torrent.file_size.is_some())
        };
        assert_eq!(answer("Harbour Lights S01 1080p BluRay", "Harbour Lights S01E05 1080p.mkv"), (false, true));
        assert_eq!(answer("Harbour Lights", "Harbour Lights - 05.mkv"), (false, true));
        assert_eq!(answer("Sintel (2010) [1080p] BluRay", "Sintel.2010.1080p.BluRay.mkv"), (true, true));
        assert_eq!(answer("Sintel.2010.UHD.BluRay-OPEN", "Sintel.2010.UHD.mkv"), (true, true));
    }

    #[test]
    fn every_form_of_stream_is_read() {
        let expected = [
            Torrent {
                size: Some(43_304_007_762),
                file_size: Some(43_304_007_762),
                seeders: Some(47),
                tracker: Some("TorrentGalaxy".to_owned()),
                file_index: Some(0),
                file_name: Some("Sintel.2010.UHD.mkv".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("08ada5a7a6183aae1e09d831df6748d566095a10").unwrap(),
                    "Sintel.2010.UHD.BluRay.2160p.TrueHD.DV.HEVC.REMUX-OPEN",
                    SourceName::Torrentio,
                )
            },
            Torrent {
                file_size: Some(3_919_157_658),
                seeders: Some(20),
                tracker: Some("TorrentGalaxy".to_owned()),
                file_index: Some(2),
                file_name: Some(
                    "Blender Open Movies 2006-2020/03 Sintel - 2010 Eng Multi-Subs 1080p [H264-mp4].mp4".to_owned(),
                ),
                trackers: vec!["udp://tracker.opentrackr.org:1337/announce".to_owned()],
                ..Torrent::new(
                    InfoHash::parse("dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c").unwrap(),
                    "Blender Open Movies Complete Collection 2006 - 2020 Eng Multi-Subs 1080p [H264-mp4]",
                    SourceName::Torrentio,
                )
            },
            Torrent {
                size: Some(957_235),
                seeders: Some(3),
                tracker: Some("1337x".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("c9e15763f722f23e98a29decdfae341b98d53056").unwrap(),
                    "Sintel (2010) 720p BluRay x264 [Dual Audio] ESubs - Downloadhub",
                    SourceName::Torrentio,
                )
            },
            Torrent {
                size: Some(734_003_200),
                tracker: Some("ThePirateBay".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("0000000000000000000000000000000000000001").unwrap(),
                    "Sintel DVDRip",
                    SourceName::Torrentio,
                )
            },
            Torrent {
                seeders: Some(0),
                tracker: Some("Rutor".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("0000000000000000000000000000000000000002").unwrap(),
                    "Sintel size unknown",
                    SourceName::Torrentio,
                )
            },
            Torrent {
                size: Some(1_610_612_736),
                seeders: Some(50),
                tracker: Some("Nyaa".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("0000000000000000000000000000000000000003").unwrap(),
                    "Sintel as older texts put it",
                    SourceName::Torrentio,
                )
            },
            Torrent {
                size: Some(1_073_741_824),
                seeders: Some(1),
                ..Torrent::new(
                    InfoHash::parse("0000000000000000000000000000000000000004").unwrap(),
                    "Sintel in the newer field",
                    SourceName::Torrentio,
                )
            },
        ];
        assert_eq!(ADDON.parse(include_bytes!("fixtures/torrentio/forms.json")).unwrap(), expected);
    }

    #[test]
    fn nothing_found_is_no_failure() {
        assert_eq!(ADDON.parse(include_bytes!("fixtures/torrentio/empty.json")), Ok(Vec::new()));
    }
}
