//! Phase 2: merges the torrents of all sources into one row for each info hash, keeping the best of what each source
//! reported.

use std::cmp::Reverse;

use release_name::ReleaseName;

use crate::model::Candidate;
use crate::names::{self, is_video};
use crate::torrent::Torrent;

const MOST_TRACKERS: usize = 20;

/// What a merge added to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Learnt {
    /// Something is new.
    pub(super) anything: bool,
    /// Something that the file inside is judged by is new.
    pub(super) hint: bool,
}

/// Merges the report of another source into a row. The result does not depend on the order of the reports.
pub(super) fn join(row: &mut Candidate, mut other: Torrent) -> Learnt {
    let mut is_news = row.sources.insert(other.source);
    let torrent = &mut row.torrent;
    let numbers = |torrent: &Torrent| (torrent.size, torrent.size_exact, torrent.seeders, torrent.proof);
    let before = numbers(torrent);
    let proven_before = torrent.proof;
    torrent.learn_size(other.size, other.size_exact);
    torrent.seeders = torrent.seeders.max(other.seeders);
    torrent.proof = torrent.proof.max(other.proof);
    is_news |= numbers(torrent) != before;
    is_news |= torrent.learn_offers(std::mem::take(&mut other.offers));
    is_news |= torrent.is_link && !other.is_link;
    torrent.is_link &= other.is_link;
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
    let mut hint = learn_file(torrent, &mut other) || torrent.proof != proven_before;
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

/// Keeps the better hint about the file inside and returns whether it changed. Name, index and size belong together,
/// so the worse hint only fills what the better one lacks.
fn learn_file(known: &mut Torrent, other: &mut Torrent) -> bool {
    let is_better = |a: &Torrent, b: &Torrent| {
        // Some sources give the release name as the file name.
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

/// Returns a sort key for how informative a title is: first the number of fields parsed from it, then its length, then
/// its text, so that equals are ordered too.
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
