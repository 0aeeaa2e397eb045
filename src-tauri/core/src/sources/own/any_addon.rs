//! Reads the streams of an unknown addon: looks for every mark that known addons write, wherever it stands.

use crate::sources::stremio_addon::{NotFound, Reader, Said, Stream, is_marked, marked, marked_line, seeders};
use crate::text;
use crate::torrent::{SourceName, Torrent};

pub(super) fn reader(source: SourceName) -> Reader {
    Reader { source, read, not_found: NotFound::NothingKnown }
}

/// Addon names, which some older addons write as the first line of the description.
const LABELS: [&str; 5] = ["Torrentio", "Comet", "TorrentsDB", "Peerflix", "MediaFusion"];

fn read(stream: &Stream<'_>, mut torrent: Torrent) -> Option<Torrent> {
    let says = stream.described();
    let labelled = ['📄', '📂', '📁'];
    let first = says.lines().next().unwrap_or_default().trim();
    let label = LABELS.into_iter().find(|label| first.eq_ignore_ascii_case(label)).unwrap_or(stream.label());
    let said = Said::read(says, label).filter(|said| !is_decoration(said.release));
    let release = marked_line(says, &labelled)
        .map(|line| line.split('┈').next().unwrap_or(line).trim().trim_end_matches('/'))
        .filter(|line| !line.is_empty())
        .or_else(|| said.as_ref().map(|said| said.release).filter(|release| !is_marked(release)));
    release.or_else(|| stream.file_name())?.clone_into(&mut torrent.title);
    torrent.seeders = stream.seed.count().or_else(|| seeders(says));
    torrent.tracker = [&['⚙'][..], &['🔎', '🔍'], &['🔗'], &['🌐']]
        .into_iter()
        .find_map(|marks| marked(says, marks))
        .map(|told| told.split('|').next().unwrap_or(told).trim().to_owned());

    // `A / B` is the size of the file and of the torrent.
    let told = marked(says, &['📦', '💾']).unwrap_or_default();
    let (first, pack) = told.split_once('/').unwrap_or((told, ""));
    let exact = stream.video_size().or_else(|| stream.size_bytes.bytes()).or_else(|| stream.sizebytes.bytes());
    let size = exact.or_else(|| text::size(first));
    let file = said.as_ref().and_then(|said| said.file).or_else(|| stream.file_name());
    torrent.size = text::size(pack);
    if torrent.file_index.is_some() || torrent.size.is_some() || said.as_ref().is_some_and(|said| said.file.is_some()) {
        torrent.file_size = size;
        torrent.file_name = file.map(str::to_owned);
    }
    let is_part = torrent.file_name.as_deref().is_some_and(|file| !is_same(file, &torrent.title));
    if torrent.size.is_none() && !is_part {
        torrent.size = size;
        torrent.size_exact = exact.is_some();
    }
    Some(torrent)
}

/// Returns whether a line begins with an emoji: it then describes the release and does not name it.
fn is_decoration(line: &str) -> bool {
    line.chars().next().is_none_or(|c| c >= '\u{2190}' && !c.is_alphanumeric())
}

/// Returns whether a file has the torrent's name.
fn is_same(file: &str, release: &str) -> bool {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let base = file.rsplit('/').next().unwrap_or(file);
    let stem = base.rsplit_once('.').filter(|(_, end)| (2..=4).contains(&end.len())).map_or(base, |(stem, _)| stem);
    letters(stem) == letters(release) || letters(base) == letters(release)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::{DropReason, SourceAnswer};
    use crate::torrent::OwnSlot;

    fn own() -> SourceName {
        SourceName::Own(OwnSlot::new(1).unwrap())
    }

    fn read_all(body: &[u8]) -> SourceAnswer {
        reader(own()).answer(body).unwrap()
    }

    #[test]
    fn what_the_known_addons_write_is_understood_without_knowing_them() {
        let fixtures: [(&str, &[u8]); 5] = [
            ("torrentio", include_bytes!("../fixtures/torrentio/forms.json")),
            ("comet", include_bytes!("../fixtures/comet/current.json")),
            ("torrentsdb", include_bytes!("../fixtures/torrentsdb/forms.json")),
            ("peerflix", include_bytes!("../fixtures/peerflix/forms.json")),
            ("mediafusion", include_bytes!("../fixtures/mediafusion/named.json")),
        ];
        let known = [
            super::super::super::torrentio::ADDON,
            super::super::super::comet::ADDON,
            super::super::super::torrentsdb::ADDON,
            super::super::super::peerflix::ADDON,
            super::super::super::mediafusion::ADDON,
        ];
        for ((name, body), addon) in fixtures.into_iter().zip(known) {
            let expected = addon.parse(body).unwrap();
            let read = read_all(body).torrents;
            assert_eq!(read.len(), expected.len(), "{name}");
            for (read, expected) in read.iter().zip(&expected) {
                assert_eq!(
                    (read.info_hash, &read.title, read.seeders, read.file_index, &read.trackers),
                    (expected.info_hash, &expected.title, expected.seeders, expected.file_index, &expected.trackers),
                    "{name}"
                );
                assert_eq!(read.size.or(read.file_size), expected.size.or(expected.file_size), "{name}: {read:?}");
            }
        }
    }

    #[test]
    fn a_description_of_pictures_leaves_the_name_to_the_file() {
        let body = r#"{"streams":[
            {"name":"Addon 1080p","description":"🎥 BluRay 🎞️ HEVC\n📦 1.5 GB / 30 GB 👥 12\n🔍 Nyaa","infoHash":"08ada5a7a6183aae1e09d831df6748d566095a10","fileIdx":3,
             "behaviorHints":{"filename":"Harbour.Lights.S01E02.1080p.mkv"}},
            {"name":"Addon","url":"magnet:?xt=urn:btih:dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c&tr=udp%3A%2F%2Ftracker.example.org%3A1","title":"Sintel.2010.1080p"},
            {"name":"[RD+] Addon","url":"https://addon.example/resolve/realdebrid/KEY/abc/1.mp4","title":"Sintel"},
            {"name":"❌ Addon","url":"https://addon.example/error.mp4","title":"Not configured"},
            {"name":"Addon","externalUrl":"https://addon.example/","title":"Visit us"},
            "row", {"infoHash":"xyz","title":"a"}]}"#;
        let answer = read_all(body.as_bytes());
        assert_eq!(answer.torrents.len(), 2);
        let first = &answer.torrents[0];
        assert_eq!(first.title, "Harbour.Lights.S01E02.1080p.mkv");
        assert_eq!((first.seeders, first.tracker.as_deref()), (Some(12), Some("Nyaa")));
        assert_eq!((first.file_size, first.size), (Some(1_610_612_736), Some(32_212_254_720)));
        assert_eq!(answer.torrents[1].trackers, ["udp://tracker.example.org:1"]);
        let dropped = [(DropReason::DebridOnly, 1), (DropReason::Notice, 2), (DropReason::Unreadable, 2)];
        assert_eq!(answer.dropped, dropped.into());
    }
}
