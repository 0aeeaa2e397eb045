//! What MediaFusion writes, whether it is asked as a built-in source or as one of the person's own addons.

use super::Stream;
use super::sizes::Meaning;
use crate::names;

/// Splits `Release.Name ┈➤ file.mkv/` into the release name and the file name.
pub(in crate::sources) fn named(line: &str) -> (&str, Option<&str>) {
    let line = line.trim().trim_end_matches('/');
    match line.split_once('┈') {
        Some((release, file)) => {
            (release.trim().trim_end_matches('/'), Some(file.trim_start_matches(['➤', '┈', ' ']).trim()))
        }
        None => (line, None),
    }
}

/// Returns what the only size of a stream means. The current server, which marks its streams as not ready for the web,
/// tells the torrent's; the older one tells that of an episode, but for a film the torrent's.
pub(in crate::sources) fn meaning(stream: &Stream<'_>, file: Option<&str>) -> Meaning {
    if stream.is_not_web_ready() {
        return Meaning::Torrent;
    }
    let Some(said) = file.map(names::read_file) else { return Meaning::Torrent };
    match (said.seasons.is_empty(), said.episodes.is_empty()) {
        (false, false) => Meaning::File,
        (_, true) => Meaning::Torrent,
        // A bare number is that of an episode, or the place of a film among others.
        (true, false) => Meaning::Unknown,
    }
}
