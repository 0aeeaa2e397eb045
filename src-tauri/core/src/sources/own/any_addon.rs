//! Reads the streams of an unknown addon: looks for every mark that known addons write, wherever it stands.

use super::told::Names;
use crate::sources::stremio_addon::marks::{is_decorated, labelled, marked, marked_line, seeders};
use crate::sources::stremio_addon::part::{is_known_part, is_part};
use crate::sources::stremio_addon::sizes::Meaning;
use crate::sources::stremio_addon::{NotFound, Reader, Stream, mediafusion};
use crate::torrent::{SourceName, Torrent};

pub(super) fn reader(source: SourceName) -> Reader {
    Reader { source, read, not_found: NotFound::NothingKnown }
}

fn read(stream: &Stream<'_>, mut torrent: Torrent) -> Option<Torrent> {
    let says = stream.described();
    let names = Names::of(stream)?;
    names.release.clone_into(&mut torrent.title);
    torrent.seeders = stream.seed.count().or_else(|| seeders(says));
    torrent.tracker = tracker(says).map(str::to_owned);
    let is_part = match names.file {
        _ if names.has_path => true,
        // The torrent is something else than its file, and nothing says what.
        _ if names.is_of_file => torrent.file_index.is_some(),
        // Comet tells the torrent's name as that of the file where it knows no other.
        file if is_comets(stream) => torrent.file_index.is_some() && is_known_part(file, names.release),
        Some(file) => is_part(file, names.release),
        None => false,
    };
    let sizes = stream.sizes(says);
    let meaning = if is_mediafusions(stream) { mediafusion::meaning(stream, names.file) } else { Meaning::File };
    let has_file = torrent.file_index.is_some() || is_part || sizes.are_two();
    sizes.fill(&mut torrent, meaning, is_part, has_file);
    torrent.file_name = names.file.filter(|_| has_file).map(str::to_owned);
    Some(torrent)
}

fn is_comets(stream: &Stream<'_>) -> bool {
    stream.binge_group().starts_with("comet|") || stream.described().contains(['📄', '💿'])
}

/// Returns whether a stream is `MediaFusion`'s, or another addon says that it has it from there.
fn is_mediafusions(stream: &Stream<'_>) -> bool {
    const ADDON: &str = "MediaFusion";
    let text = stream.described();
    stream.label().contains(ADDON) || stream.binge_group().starts_with(ADDON) || text.contains(['🔗', '📂'])
}

/// What addons write in place of an indexer that they do not know.
const NOBODY: [&str; 5] = ["?", "-", "N/A", "None", "Unknown"];

/// Returns the indexer, from whichever mark the addon puts before it.
fn tracker(says: &str) -> Option<&str> {
    // Under the picture of a film, the satellite dish is the indexer and the glass the addon that was asked.
    let is_of_film = says.contains('🎬');
    let glass = || marked(says, &['🔎', '🔍']).filter(|_| !is_of_film);
    let dish = || marked(says, &['📡']).filter(|_| is_of_film);
    // Elsewhere than among the facts of the torrent the globe stands before languages, or a site's address.
    let globe = || {
        let sites = says.lines().filter_map(|line| Some((line, marked_line(line, &['🌐'])?)));
        sites
            .map(|(line, site)| (line.contains(['👤', '💾']) || site.contains('.'), site))
            .find(|(is_site, _)| *is_site)
    };
    let globe = || globe().map(|(_, site)| site).filter(|site| !is_decorated(site));
    let told = marked(says, &['⚙']).or_else(dish).or_else(glass).or_else(|| marked(says, &['🔗'])).or_else(globe);
    let told = told.or_else(|| ["Source", "Indexer", "Tracker"].into_iter().find_map(|word| labelled(says, word)))?;
    let told = told.trim_end_matches([' ', '|']);
    (!told.is_empty() && !NOBODY.iter().any(|nobody| told.eq_ignore_ascii_case(nobody))).then_some(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::{DropReason, SourceAnswer};
    use crate::torrent::{OwnSlot, Promise};

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
        assert_eq!(answer.torrents.len(), 3);
        let first = &answer.torrents[0];
        assert_eq!(first.title, "Harbour.Lights.S01E02.1080p.mkv");
        assert_eq!((first.seeders, first.tracker.as_deref()), (Some(12), Some("Nyaa")));
        assert_eq!((first.file_size, first.size), (Some(1_610_612_736), Some(32_212_254_720)));
        assert_eq!(answer.torrents[1].trackers, ["udp://tracker.example.org:1"]);
        let link = &answer.torrents[2];
        assert_eq!((link.title.as_str(), link.is_link, link.offers[0].promise), ("Sintel", true, Promise::Held));
        assert_eq!(answer.dropped, [(DropReason::Notice, 2), (DropReason::Unreadable, 2)].into());
    }
}
