//! Phase 2: one row a torrent, by info hash alone, holding the best of what each source knew.

use std::cmp::Reverse;

use release_name::ReleaseName;

use crate::model::Candidate;
use crate::names::{self, is_video};
use crate::torrent::Torrent;

const MOST_TRACKERS: usize = 20;

/// What joining brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Learnt {
    /// Anything became known that was not.
    pub(super) anything: bool,
    /// Something that points to the file inside did.
    pub(super) hint: bool,
}

/// Adds what another source told of the row's torrent. What comes out does not depend on who told first.
pub(super) fn join(row: &mut Candidate, mut other: Torrent) -> Learnt {
    let mut is_news = row.sources.insert(other.source);
    let torrent = &mut row.torrent;
    let numbers = |torrent: &Torrent| (torrent.size, torrent.size_exact, torrent.seeders);
    let before = numbers(torrent);
    torrent.learn_size(other.size, other.size_exact);
    torrent.seeders = torrent.seeders.max(other.seeders);
    is_news |= numbers(torrent) != before;
    if torrent.tracker.is_none() && other.tracker.is_some() {
        torrent.tracker = other.tracker.take();
        is_news = true;
    }
    for tracker in std::mem::take(&mut other.trackers) {
        if torrent.trackers.len() < MOST_TRACKERS && !torrent.trackers.contains(&tracker) {
            torrent.trackers.push(tracker);
            is_news = true;
        }
    }
    let mut hint = learn_file(torrent, &mut other);
    if other.title != torrent.title {
        let parsed = names::read(&other.title);
        if telling(&parsed, &other.title) > telling(&row.parsed, &torrent.title) {
            torrent.title = other.title;
            row.parsed = parsed;
            hint = true;
        }
    }
    Learnt { anything: is_news || hint, hint }
}

/// Takes the better idea of the file inside: its name, place and size belong together, and only what the better one does not say
/// comes from the other. Says whether that is news.
fn learn_file(known: &mut Torrent, other: &mut Torrent) -> bool {
    let is_better = |a: &Torrent, b: &Torrent| {
        // Some give the release's name for a file's.
        let tells = |of: &Torrent| (of.file_name.as_deref().is_some_and(is_video), of.file_name.is_some());
        let place = |of: &Torrent| (of.file_index.is_some(), Reverse(of.file_index));
        tells(a)
            .cmp(&tells(b))
            .then_with(|| b.file_name.cmp(&a.file_name))
            .then_with(|| place(a).cmp(&place(b)))
            .is_gt()
    };
    let before = (known.file_name.clone(), known.file_index, known.file_size);
    if is_better(other, known) {
        std::mem::swap(&mut known.file_name, &mut other.file_name);
        std::mem::swap(&mut known.file_index, &mut other.file_index);
        std::mem::swap(&mut known.file_size, &mut other.file_size);
    }
    known.file_index = known.file_index.or(other.file_index);
    known.file_size = known.file_size.or(other.file_size);
    before != (known.file_name.clone(), known.file_index, known.file_size)
}

/// How much a title tells: the fields read from it first, its length to settle the rest, its letters among equals.
fn telling<'a>(parsed: &ReleaseName, title: &'a str) -> (usize, usize, Reverse<&'a str>) {
    let fields = [
        parsed.resolution.is_some(),
        parsed.quality.is_some(),
        parsed.codec.is_some(),
        parsed.group.is_some(),
        !parsed.audio.is_empty(),
        !parsed.languages.is_empty(),
        !parsed.is_unnumbered(),
    ];
    (fields.into_iter().filter(|known| *known).count(), title.len().min(300), Reverse(title))
}
