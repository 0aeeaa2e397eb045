//! Phase 2: one row a torrent, by info hash alone, holding the best of what each source knew.

use release_name::ReleaseName;

use crate::model::Candidate;
use crate::names::{self, is_video};
use crate::torrent::Torrent;

const MOST_TRACKERS: usize = 20;

/// Adds what another source told of the row's torrent; says whether anything became known that was not.
pub(super) fn join(row: &mut Candidate, other: Torrent) -> bool {
    let mut is_news = row.sources.insert(other.source);
    let torrent = &mut row.torrent;
    let numbers =
        |torrent: &Torrent| (torrent.size, torrent.size_exact, torrent.seeders, torrent.file_index, torrent.file_size);
    let before = numbers(torrent);
    torrent.learn_size(other.size, other.size_exact);
    torrent.seeders = torrent.seeders.max(other.seeders);
    if torrent.tracker.is_none() && other.tracker.is_some() {
        torrent.tracker = other.tracker;
        is_news = true;
    }
    // A file's name, place and size belong together.
    let is_better = match (&torrent.file_name, &other.file_name) {
        (_, None) => false,
        (None, Some(_)) => true,
        // Some give the release's name for a file's.
        (Some(known), Some(told)) => is_video(told) && !is_video(known),
    };
    if is_better {
        torrent.file_name = other.file_name;
        torrent.file_index = other.file_index.or(torrent.file_index);
        torrent.file_size = other.file_size.or(torrent.file_size);
        is_news = true;
    } else {
        torrent.file_index = torrent.file_index.or(other.file_index);
        torrent.file_size = torrent.file_size.or(other.file_size);
    }
    is_news |= numbers(torrent) != before;
    for tracker in other.trackers {
        if torrent.trackers.len() < MOST_TRACKERS && !torrent.trackers.contains(&tracker) {
            torrent.trackers.push(tracker);
            is_news = true;
        }
    }
    if other.title != torrent.title {
        let parsed = names::read(&other.title);
        if telling(&parsed, &other.title) > telling(&row.parsed, &torrent.title) {
            torrent.title = other.title;
            row.parsed = parsed;
            is_news = true;
        }
    }
    is_news
}

/// How much a title tells: the fields read from it first, its length to settle the rest.
fn telling(parsed: &ReleaseName, title: &str) -> (usize, usize) {
    let fields = [
        parsed.resolution.is_some(),
        parsed.quality.is_some(),
        parsed.codec.is_some(),
        parsed.group.is_some(),
        !parsed.audio.is_empty(),
        !parsed.languages.is_empty(),
        !parsed.is_unnumbered(),
    ];
    (fields.into_iter().filter(|known| *known).count(), title.len().min(300))
}
