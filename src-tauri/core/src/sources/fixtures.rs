//! The recorded answers in `fixtures/` with the parser each is meant for, and a list of every form a server is known
//! to write with the file that shows it.

use super::fuzzing::PARSERS;
use super::{DropReason, SourceAnswer, SourceError};
use crate::torrent::Torrent;

/// An answer a parser is meant to read, or to refuse.
pub(crate) struct Fixture {
    pub(crate) parser: &'static str,
    pub(super) file: &'static str,
    pub(crate) body: &'static [u8],
}

macro_rules! fixtures {
    ($($parser:literal reads $($file:literal)+;)+) => {
        &[$($(Fixture { parser: $parser, file: $file, body: include_bytes!(concat!("fixtures/", $file)) }),+),+]
    };
}

pub(crate) const FIXTURES: &[Fixture] = fixtures! {
    "torrentio" reads "torrentio/forms.json" "torrentio/pictures.json" "torrentio/empty.json" "torrentio/too_many.txt";
    "comet" reads "comet/batch.json" "addon/said.json" "addon/unreleased.json" "addon/error.json" "comet/current.json" "comet/old.json" "comet/notices_only.json";
    "torrentsdb" reads "torrentsdb/forms.json";
    "peerflix" reads "peerflix/forms.json";
    "mediafusion" reads "mediafusion/sizes.json" "mediafusion/current.json" "mediafusion/named.json" "mediafusion/refused.json" "mediafusion/teapot.html";
    "any_addon" reads "torrentio/forms.json" "comet/current.json" "mediafusion/named.json" "peerflix/forms.json"
        "addon/aiostreams.json" "addon/others.json" "addon/said.json" "addon/unreleased.json" "addon/error.json";
    "stremthru" reads "stremthru/torrents.json" "stremthru/empty.json" "stremthru/unsupported_sid.json" "stremthru/new_error.json";
    "zilean" reads "zilean/rows.json" "zilean/empty.json" "zilean/bad_gateway.html";
    "animetosho" reads "animetosho/search.json" "animetosho/original.json";
    "torznab" reads "animetosho/original.xml" "animetosho/no_total.xml" "animetosho/undeclared.xml" "animetosho/error.xml" "torznab/search.xml";
    "nyaa_feed" reads "nyaa/search.rss" "nyaa/challenge.html";
    "nyaa_page" reads "nyaa/page.html" "nyaa/no_results.html" "nyaa/challenge.html";
    "manifest" reads "addon/manifest.json";
    "subtitle_list" reads "addon/subtitles.json";
    "caps" reads "torznab/caps.xml";
    "magnet" reads "magnet/hex.txt" "magnet/base32.txt" "magnet/hybrid.txt" "magnet/v2.txt";
    "address" reads "address/stremio.txt" "address/configure.txt" "address/torznab.txt";
    "config" reads "config/torrentio.txt" "config/torrentsdb.txt" "config/debrid.txt";
};

/// What the parser must make of a form.
enum Shows {
    /// A torrent whose title begins with this text and that passes the check.
    Row(&'static str, fn(&Torrent) -> bool),
    /// A row left out for this reason.
    LeftOut(DropReason),
    /// An answer without torrents.
    Nothing,
    /// An error, because the body is no answer of this source.
    NoAnswer,
}

use Shows::{LeftOut, NoAnswer, Nothing, Row};

const FORMS: &[(&str, &str, &str, Shows)] = &[
    (
        "stremthru",
        "torrents with files by both ids",
        "stremthru/torrents.json",
        Row("[Suisei]", |row| row.file_index == Some(0)),
    ),
    (
        "stremthru",
        "an unknown size",
        "stremthru/torrents.json",
        Row("Windstar.Wanderers.S01E01", |row| row.size.is_none()),
    ),
    ("stremthru", "a private torrent", "stremthru/torrents.json", LeftOut(DropReason::Private)),
    ("stremthru", "nothing known", "stremthru/empty.json", Nothing),
    ("stremthru", "400, an id it does not take", "stremthru/unsupported_sid.json", NoAnswer),
    ("stremthru", "an error in the newer envelope", "stremthru/new_error.json", NoAnswer),
    (
        "torrentio",
        "a single file",
        "torrentio/forms.json",
        Row("Sintel.2010.UHD", |row| row.seeders == Some(47) && row.file_index == Some(0)),
    ),
    (
        "torrentio",
        "a pack with its file and languages",
        "torrentio/forms.json",
        Row("Blender Open Movies", |row| row.file_name.is_some() && row.size.is_none()),
    ),
    (
        "torrentio",
        "no seeders",
        "torrentio/forms.json",
        Row("Sintel DVDRip", |row| row.seeders.is_none() && row.size.is_some()),
    ),
    ("torrentio", "no size", "torrentio/forms.json", Row("Sintel size unknown", |row| row.size.is_none())),
    (
        "torrentio",
        "a size in kB, no fileIdx",
        "torrentio/forms.json",
        Row("Sintel (2010) 720p", |row| row.size == Some(957_235) && row.file_index.is_none()),
    ),
    (
        "torrentio",
        "a title that begins with a picture",
        "torrentio/pictures.json",
        Row("📺 Sintel", |row| row.size.is_none()),
    ),
    ("torrentio", "an address at a debrid service alone", "torrentio/forms.json", LeftOut(DropReason::DebridOnly)),
    ("torrentio", "nothing known", "torrentio/empty.json", Nothing),
    ("torrentio", "429, in words", "torrentio/too_many.txt", NoAnswer),
    ("comet", "the current text", "comet/current.json", Row("[Suisei]", |row| row.size == Some(1_580_000_000))),
    ("comet", "trackers bare and prefixed", "comet/current.json", Row("[Suisei]", |row| row.trackers.len() == 2)),
    (
        "comet",
        "an unknown resolution, marks on lines of their own",
        "comet/current.json",
        Row("Windstar Wanderers 001-050", |row| row.seeders == Some(50)),
    ),
    (
        "comet",
        "the older text",
        "comet/old.json",
        Row("Sintel 2010 BluRay", |row| row.tracker.as_deref() == Some("DMM")),
    ),
    ("comet", "notices alone", "comet/notices_only.json", LeftOut(DropReason::Notice)),
    ("comet", "a batch with a file in mind", "comet/batch.json", Row("[Suisei]", |row| row.size.is_none())),
    ("comet", "a reason in words", "addon/said.json", NoAnswer),
    ("any_addon", "not released yet", "addon/unreleased.json", NoAnswer),
    ("any_addon", "an error beside an empty list", "addon/error.json", NoAnswer),
    (
        "any_addon",
        "AIOStreams' formatters",
        "addon/aiostreams.json",
        Row("Harbour.Lights.S01.1080p", |row| !row.size_exact),
    ),
    ("any_addon", "a name only", "addon/others.json", Row("Sintel.2010.480p", |row| row.size.is_none())),
    ("any_addon", "no name at all", "addon/others.json", LeftOut(DropReason::Unreadable)),
    (
        "zilean",
        "a size as text",
        "zilean/rows.json",
        Row("Windstar.Wanderers.S01E01", |row| row.size == Some(1_500_000_000)),
    ),
    ("zilean", "a size as a number", "zilean/rows.json", Row("[Suisei]", |row| row.size == Some(655_841_506_099))),
    ("zilean", "no size", "zilean/rows.json", Row("Windstar Wanderers of no known size", |row| row.size.is_none())),
    ("zilean", "nothing known", "zilean/empty.json", Nothing),
    ("zilean", "502, a page", "zilean/bad_gateway.html", NoAnswer),
    ("animetosho", "the successor's list", "animetosho/search.json", Row("[Erai-raws]", |row| row.trackers.len() == 1)),
    (
        "animetosho",
        "the original's list, base32 in the magnet",
        "animetosho/original.json",
        Row("[Erai-raws]", |row| row.seeders == Some(12)),
    ),
    ("torznab", "the original's feed", "animetosho/original.xml", Row("[Erai-raws]", |row| row.seeders == Some(50))),
    (
        "torznab",
        "a hash in base32 alone",
        "animetosho/original.xml",
        Row("Glass Gardener - 10", |row| row.info_hash.to_string() == "416b79c9a668ebf9bfce22845affe0cdde2fc8bf"),
    ),
    ("torznab", "Usenet alone", "animetosho/original.xml", LeftOut(DropReason::NoHash)),
    ("torznab", "no total, no seeders", "animetosho/no_total.xml", Row("[SubsPlease]", |row| row.seeders.is_none())),
    (
        "torznab",
        "prefixes nobody declared",
        "animetosho/undeclared.xml",
        Row("[SubsPlease]", |row| row.size == Some(1_500_000_000)),
    ),
    ("torznab", "an error", "animetosho/error.xml", NoAnswer),
    (
        "torrentsdb",
        "a pack with its episode mark",
        "torrentsdb/forms.json",
        Row("Harbour.Lights.S01.1080p", |row| row.seeders == Some(50)),
    ),
    (
        "torrentsdb",
        "no seeders, no file",
        "torrentsdb/forms.json",
        Row("Harbour.Lights.S01E01.720p", |row| row.seeders.is_none() && row.file_index.is_none()),
    ),
    (
        "peerflix",
        "a title alone, no index",
        "peerflix/forms.json",
        Row("Sintel [4K UHD", |row| row.file_index.is_none()),
    ),
    ("peerflix", "seeders as text", "peerflix/forms.json", Row("Sintel [4K UHD", |row| row.seeders == Some(1))),
    (
        "peerflix",
        "a description with a file",
        "peerflix/forms.json",
        Row("Harbour Lights 2019", |row| row.file_index == Some(5)),
    ),
    (
        "mediafusion",
        "the current text, with its folder's size and ▶️",
        "mediafusion/current.json",
        Row("Harbour Lights S01 E01", |row| row.size == Some(35_948_876_268) && row.seeders == Some(30)),
    ),
    (
        "mediafusion",
        "the text of our template",
        "mediafusion/named.json",
        Row("Release.Name.S01E01", |row| row.seeders == Some(50)),
    ),
    (
        "mediafusion",
        "our template, by both generations",
        "mediafusion/sizes.json",
        Row("Harbour.Lights.S01.1080p", |row| row.size_exact && row.file_size.is_none()),
    ),
    ("mediafusion", "an error as a stream", "mediafusion/refused.json", NoAnswer),
    ("mediafusion", "418, a page", "mediafusion/teapot.html", NoAnswer),
    ("nyaa_feed", "the feed", "nyaa/search.rss", Row("[SubsPlease]", |row| row.seeders == Some(2345))),
    (
        "nyaa_page",
        "a page with comments and a next one",
        "nyaa/page.html",
        Row("[SubsPlease] Wind & Star", |row| row.seeders == Some(1234)),
    ),
    ("nyaa_page", "a size in Bytes", "nyaa/page.html", Row("Windstar Wanderers - 03", |row| row.size.is_none())),
    ("nyaa_page", "a malformed row", "nyaa/page.html", LeftOut(DropReason::FileOnly)),
    ("nyaa_page", "no results", "nyaa/no_results.html", Nothing),
    ("nyaa_page", "a page that wants a browser", "nyaa/challenge.html", NoAnswer),
];

/// Reads a fixture with a parser of torrents.
pub(super) fn read(parser: &str, file: &str) -> Result<SourceAnswer, SourceError> {
    let (_, parse) = PARSERS.iter().find(|(name, _)| *name == parser).unwrap();
    let fixture = FIXTURES.iter().find(|fixture| fixture.parser == parser && fixture.file == file);
    parse(fixture.unwrap_or_else(|| panic!("{file} is kept for {parser}")).body)
}

#[test]
fn every_known_form_is_kept_and_read_for_what_it_is() {
    for (parser, form, file, shows) in FORMS {
        let answer = read(parser, file);
        let is_so = match (shows, &answer) {
            (Row(title, particular), Ok(answer)) => {
                answer.torrents.iter().any(|row| row.title.starts_with(title) && particular(row))
            }
            (LeftOut(reason), Ok(answer)) => answer.dropped.contains_key(reason),
            (Nothing, Ok(answer)) => answer.torrents.is_empty() && answer.dropped.is_empty(),
            (NoAnswer, Err(_)) => true,
            _ => false,
        };
        assert!(is_so, "{parser}, {form}: {answer:?}");
    }
}

#[test]
fn every_file_is_read_by_somebody() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sources/fixtures");
    for source in std::fs::read_dir(&folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        for file in std::fs::read_dir(source.path()).unwrap() {
            let path = file.unwrap().path();
            let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
            assert!(FIXTURES.iter().any(|fixture| fixture.file == name), "{name}");
        }
    }
}
