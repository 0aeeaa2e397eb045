//! MediaFusion, a Stremio addon asked with IMDb ids, with its settings in a header. Public instances limit requests by
//! the hour, so a request is never repeated. Its streams name the release only if the settings ask for it, or in the
//! file name.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use serde_json::json;

use super::Options;
use super::addon::Addon;
use super::ids::{self, Form};
use super::stremio_addon::marks::{marked_line, seeders};
use super::stremio_addon::part::is_part;
use super::stremio_addon::sizes::Sizes;
use super::stremio_addon::{NotFound, Reader, Stream, mediafusion};
use crate::http::{Request, Retry};
use crate::secret::Secret;
use crate::title::Wanted;
use crate::torrent::{SourceName, Torrent};

pub(super) const ADDON: Addon =
    Addon { forms, dress, reader: Reader { source: SourceName::MediaFusion, read, not_found: NotFound::Failed } };

pub(super) fn forms(wanted: &Wanted) -> Vec<Form> {
    ids::imdb(wanted).into_iter().collect()
}

/// Returns the settings: no filters, live search, as many streams as it gives, and descriptions that name the release.
fn user_data(password: &str) -> String {
    json!({
        "ap": password,
        "nf": ["Disable"],
        "cf": ["Disable"],
        "lss": true,
        "mxs": 100,
        "mspr": 100,
        "st": {"t": "{stream.name}", "d": "📂 {stream.name}/\n📦 {stream.size}/{stream.folderSize}\n👤 {stream.seeders}\n🔗 {stream.source}"},
    })
    .to_string()
}

fn dress(request: Request, options: &Options) -> Request {
    let request = request.retry(Retry::Never);
    if options.mediafusion.config.is_some() {
        // The configured address already holds all settings.
        return request;
    }
    let password = options.mediafusion.password.as_ref().map_or("", Secret::expose);
    request.secret_header("encoded_user_data", &URL_SAFE.encode(user_data(password)))
}

fn read(stream: &Stream<'_>, mut torrent: Torrent) -> Option<Torrent> {
    let says = stream.described();
    let named = marked_line(says, &['📂']).map(mediafusion::named);
    let file = named.and_then(|(_, file)| file).or_else(|| stream.file_name());
    // Without a release the file gives the title, and nothing tells how much of the torrent it is.
    let release = named.map(|(release, _)| release);
    release.or_else(|| stream.file_name())?.clone_into(&mut torrent.title);
    torrent.seeders = seeders(says);
    torrent.tracker =
        marked_line(says, &['🔗']).and_then(|line| line.split(['|', '🧑']).next()).map(str::trim).map(str::to_owned);
    let is_part = match (file, release) {
        (Some(file), Some(release)) => is_part(file, release),
        (Some(_), None) => torrent.file_index.is_some(),
        (None, _) => false,
    };
    let sizes = in_bytes(says).unwrap_or_else(|| stream.sizes(says));
    let has_file = torrent.file_index.is_some() || is_part || sizes.are_two();
    sizes.fill(&mut torrent, mediafusion::meaning(stream, file), is_part, has_file);
    torrent.file_name = file.filter(|_| has_file).map(str::to_owned);
    Some(torrent)
}

/// Reads the two sizes that the template asks for. The current server knows no second one, and its first is the
/// torrent's; the older one gives both.
fn in_bytes(says: &str) -> Option<Sizes> {
    let (first, second) = marked_line(says, &['📦'])?.split_once('/')?;
    let bytes = |text: &str| match text.trim() {
        "" => Ok(None),
        digits => digits.parse::<u64>().map(|bytes| Some(bytes).filter(|bytes| *bytes > 0)),
    };
    let (first, second) = (bytes(first).ok()?, bytes(second).ok()?);
    let whole = second.or(first);
    Some(Sizes { one: first, is_exact: true, whole, whole_is_exact: true })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::SourceError;
    use crate::torrent::InfoHash;

    #[test]
    fn current_descriptions_take_the_name_from_the_file() {
        let file = "Harbour Lights S01 E01 BluRay 1080p English DD 5.1 x264 ESub.mkv";
        let expected = [
            Torrent {
                size: Some(35_948_876_268),
                file_size: Some(2_608_894_683),
                seeders: Some(30),
                tracker: Some("Zilean DMM".to_owned()),
                file_index: Some(1),
                file_name: Some(file.to_owned()),
                trackers: vec!["udp://tracker.opentrackr.org:1337/announce".to_owned()],
                ..Torrent::new(
                    InfoHash::parse("08ada5a7a6183aae1e09d831df6748d566095a10").unwrap(),
                    file,
                    SourceName::MediaFusion,
                )
            },
            Torrent {
                size: Some(734_003_200),
                tracker: Some("TorrentGalaxy".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c").unwrap(),
                    "Harbour.Lights.S01E01.720p.mkv",
                    SourceName::MediaFusion,
                )
            },
        ];
        let read = ADDON.parse(include_bytes!("fixtures/mediafusion/current.json")).unwrap();
        assert_eq!(read, expected, "a stream without any name is left out");
    }

    #[test]
    fn descriptions_that_name_the_release_are_read() {
        let expected = [
            Torrent {
                size: Some(1_500_000_000),
                size_exact: true,
                seeders: Some(50),
                tracker: Some("TorrentGalaxy".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("08ada5a7a6183aae1e09d831df6748d566095a10").unwrap(),
                    "Release.Name.S01E01.1080p",
                    SourceName::MediaFusion,
                )
            },
            Torrent {
                file_size: Some(1_600_000_000),
                seeders: Some(12),
                tracker: Some("Contribution Stream".to_owned()),
                file_index: Some(0),
                file_name: Some("Harbour.Lights.S01E01.mkv".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c").unwrap(),
                    "Harbour.Lights.S01.1080p",
                    SourceName::MediaFusion,
                )
            },
            Torrent {
                size: Some(900_000_000),
                size_exact: true,
                file_size: Some(900_000_000),
                seeders: Some(5),
                tracker: Some("Nyaa".to_owned()),
                file_index: Some(0),
                file_name: Some("Harbour Lights S01E05 1080p.mkv".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("c9e15763f722f23e98a29decdfae341b98d53056").unwrap(),
                    "Harbour.Lights.S01E05.1080p",
                    SourceName::MediaFusion,
                )
            },
        ];
        assert_eq!(ADDON.parse(include_bytes!("fixtures/mediafusion/named.json")).unwrap(), expected);
    }

    #[test]
    fn a_refusal_dressed_as_a_stream_is_no_torrent() {
        assert_eq!(ADDON.parse(include_bytes!("fixtures/mediafusion/refused.json")), Err(SourceError::Refused(401)));
    }

    #[test]
    fn the_settings_are_sent_in_a_header() {
        let settings: serde_json::Value = serde_json::from_str(&user_data("hush")).unwrap();
        assert_eq!((&settings["mxs"], &settings["ap"]), (&100.into(), &"hush".into()));
        assert_eq!(
            settings["st"]["d"],
            "📂 {stream.name}/\n📦 {stream.size}/{stream.folderSize}\n👤 {stream.seeders}\n🔗 {stream.source}"
        );
        let request = || Request::get("https://example.org/".parse().unwrap());
        assert!(format!("{:?}", dress(request(), &Options::default())).contains("encoded_user_data"));
        let mut options = Options::default();
        options.mediafusion.config = Secret::new("U-0123");
        assert!(!format!("{:?}", dress(request(), &options)).contains("encoded_user_data"));
    }
}
