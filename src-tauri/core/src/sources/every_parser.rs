//! Every parser against every fixture, whole and harmed, and against what is no answer at all: a clear error or rows, never a
//! panic, never for long.

use super::own::any_addon_reader;
use super::{
    Answer, SourceError, animetosho, comet, mediafusion, nyaa, peerflix, stremthru, torrentio, torrentsdb, torznab,
    zilean,
};
use crate::torrent::SourceName;

type Parser = fn(&[u8]) -> Result<Answer, SourceError>;

const PARSERS: [(&str, Parser); 12] = [
    ("torrentio", |body| torrentio::ADDON.reader.answer(body)),
    ("comet", |body| comet::ADDON.reader.answer(body)),
    ("torrentsdb", |body| torrentsdb::ADDON.reader.answer(body)),
    ("peerflix", |body| peerflix::ADDON.reader.answer(body)),
    ("mediafusion", |body| mediafusion::ADDON.reader.answer(body)),
    ("any addon", |body| any_addon_reader().answer(body)),
    ("stremthru", |body| stremthru::answer(body, "tt99000201:1:1")),
    ("zilean", |body| zilean::answer(body, Some("tt99000201"))),
    ("animetosho", animetosho::answer),
    ("torznab", |body| torznab::answer(body, SourceName::AnimeTosho)),
    ("nyaa feed", nyaa::parse_rss),
    ("nyaa page", nyaa::page::parse),
];

const FIXTURES: [&[u8]; 26] = [
    include_bytes!("fixtures/animetosho/error.xml"),
    include_bytes!("fixtures/animetosho/original.json"),
    include_bytes!("fixtures/animetosho/original.xml"),
    include_bytes!("fixtures/animetosho/search.json"),
    include_bytes!("fixtures/animetosho/undeclared.xml"),
    include_bytes!("fixtures/comet/current.json"),
    include_bytes!("fixtures/comet/notices_only.json"),
    include_bytes!("fixtures/comet/old.json"),
    include_bytes!("fixtures/mediafusion/current.json"),
    include_bytes!("fixtures/mediafusion/named.json"),
    include_bytes!("fixtures/mediafusion/refused.json"),
    include_bytes!("fixtures/nyaa/challenge.html"),
    include_bytes!("fixtures/nyaa/no_results.html"),
    include_bytes!("fixtures/nyaa/page.html"),
    include_bytes!("fixtures/nyaa/search.rss"),
    include_bytes!("fixtures/peerflix/forms.json"),
    include_bytes!("fixtures/stremthru/empty.json"),
    include_bytes!("fixtures/stremthru/new_error.json"),
    include_bytes!("fixtures/stremthru/torrents.json"),
    include_bytes!("fixtures/stremthru/unsupported_sid.json"),
    include_bytes!("fixtures/torrentio/empty.json"),
    include_bytes!("fixtures/torrentio/forms.json"),
    include_bytes!("fixtures/torrentsdb/forms.json"),
    include_bytes!("fixtures/zilean/bad_gateway.html"),
    include_bytes!("fixtures/zilean/empty.json"),
    include_bytes!("fixtures/zilean/rows.json"),
];

#[test]
fn what_is_no_answer_is_a_clear_error() {
    let deep_json = ["[".repeat(200_000), "{\"streams\":".repeat(200_000), "{\"data\":".repeat(200_000)];
    let deep_xml = format!("<rss><channel>{}", "<item>".repeat(200_000));
    let deeper_xml = format!("<rss><channel><item>{}", "<a>".repeat(200_000));
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><rss><channel><item><title>&c;</title>";
    let mut bodies: Vec<&[u8]> = vec![
        b"",
        b" ",
        b"garbage",
        b"\xff\xfe\xfd",
        b"\0\0\0\0",
        b"null",
        b"true",
        b"7",
        b"\"text\"",
        b"{}",
        b"{\"streams\":null,\"data\":null}",
        b"{\"streams\":{\"a\":1},\"data\":{\"items\":{}},\"metas\":7}",
        b"{\"streams\":[{\"infoHash\":\"08ada5a7a6183aae",
        b"<html><body>502</body></html>",
        b"<rss><channel><item><title>cut",
        b"<error code=\"100\" description=\"Incorrect user credentials\"/>",
        bomb.as_bytes(),
        deep_xml.as_bytes(),
        deeper_xml.as_bytes(),
    ];
    bodies.extend(deep_json.iter().map(String::as_bytes));
    for (name, parse) in PARSERS {
        for body in &bodies {
            let shown = String::from_utf8_lossy(&body[..body.len().min(60)]);
            let error = parse(body).expect_err(&format!("{name} of {shown}"));
            assert!(matches!(&error, SourceError::Malformed(why) if !why.is_empty()), "{name} of {shown}: {error:?}");
        }
    }
}

#[test]
fn a_harmed_answer_is_an_error_or_rows_and_never_a_panic() {
    let mut tried = 0;
    for fixture in FIXTURES {
        for (_, parse) in PARSERS {
            // Cut off at every so many bytes, and with a byte in every so many changed.
            for at in (0..fixture.len()).step_by(1 + fixture.len() / 40) {
                let _ = parse(&fixture[..at]);
                let mut harmed = fixture.to_vec();
                for byte in [b'"', b'<', b'\\', 0xff] {
                    harmed[at] = byte;
                    let _ = parse(&harmed);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 30_000, "{tried} were tried");
}

#[test]
fn rows_are_fit_to_show_and_bounded() {
    let bad = "\u{202e}gpj.exe\\u0000\\u0007".to_owned() + &"x".repeat(5000);
    let trackers = (0..50).map(|n| format!("\"tracker:udp://t{n}.example.org:1\"")).collect::<Vec<_>>().join(",");
    let hash = "08ada5a7a6183aae1e09d831df6748d566095a10";
    let body = format!(
        r#"{{"streams":[{{"infoHash":"{hash}","title":"{bad}\n👤 99999999999 💾 1 GB ⚙️ {bad}","description":"📄 {bad}\n📂 {bad}","fileIdx":-3,"sources":[{trackers}]}}]}}"#
    );
    for (name, parse) in &PARSERS[..6] {
        let rows = parse(body.as_bytes()).unwrap().torrents;
        let row = &rows[0];
        assert_eq!(row.title.chars().count(), 1024, "{name}");
        assert!(row.title.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{name}");
        assert_eq!((row.seeders, row.file_index, row.trackers.len()), (None, None, 20), "{name}");
    }
}
