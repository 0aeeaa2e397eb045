//! MediaFusion: asked with IMDb ids, and with its settings in a header. Public instances count requests by the hour, so it is
//! never asked twice. Its streams name the release only if asked to, or in the file name.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;

use super::ids::{self, Form};
use super::stremio_addon::{Addon, NotFound, Stream, marked, marked_line, seeders};
use super::text;
use crate::http::{Request, Retry};
use crate::title::Wanted;
use crate::torrent::{SourceName, Torrent};

pub(super) const ADDON: Addon =
    Addon { source: SourceName::MediaFusion, forms, dress, read, not_found: NotFound::Failed };

fn forms(wanted: &Wanted) -> Vec<Form> {
    ids::imdb(wanted).into_iter().collect()
}

/// Settings: no password, no filters, live search, as many streams as it gives, and descriptions that name the release.
const USER_DATA: &str = r#"{"ap":"","nf":["Disable"],"cf":["Disable"],"lss":true,"mxs":100,"mspr":100,"st":{"t":"{stream.name}","d":"📂 {stream.name}/\n👤 {stream.seeders}\n🔗 {stream.source}"}}"#;

fn dress(request: Request) -> Request {
    request.header("encoded_user_data", &URL_SAFE.encode(USER_DATA)).retry(Retry::Never)
}

fn read(stream: &Stream<'_>, mut torrent: Torrent) -> Option<Torrent> {
    let says = stream.says();
    let (release, file) = match marked_line(says, &['📂']) {
        Some(line) => named(line),
        None => (stream.file_name()?, None),
    };
    release.clone_into(&mut torrent.title);
    torrent.seeders = seeders(says);
    torrent.tracker =
        marked_line(says, &['🔗']).and_then(|line| line.split(['|', '🧑']).next()).map(str::trim).map(str::to_owned);

    // `A / B` tells the file and the torrent it is part of; `A` alone is both, unless the file goes by a name of its own.
    let told = marked(says, &['📦', '💾']).unwrap_or_default();
    let (first, pack) = told.split_once('/').unwrap_or((told, ""));
    let (first, pack) = (text::size(first), text::size(pack));
    let file_size = stream.video_size().or(first);
    let file = file.or_else(|| stream.file_name());
    let is_part = torrent.file_index.is_some() && file.is_some_and(|file| stem(file) != stem(release));
    torrent.size = if is_part { pack } else { pack.or(file_size) };
    if torrent.file_index.is_some() || pack.is_some() {
        torrent.file_size = file_size;
        torrent.file_name = file.map(str::to_owned);
    }
    Some(torrent)
}

/// A name without its extension, and without what stands between its words.
fn stem(name: &str) -> String {
    let base = name.rsplit('/').next().unwrap_or(name);
    let base = match base.rsplit_once('.') {
        Some((stem, extension)) if (2..=4).contains(&extension.len()) => stem,
        Some(_) | None => base,
    };
    base.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `Release.Name ┈➤ file.mkv/`
fn named(line: &str) -> (&str, Option<&str>) {
    let line = line.trim().trim_end_matches('/');
    match line.split_once('┈') {
        Some((release, file)) => {
            (release.trim().trim_end_matches('/'), Some(file.trim_start_matches(['➤', '┈', ' ']).trim()))
        }
        None => (line, None),
    }
}
