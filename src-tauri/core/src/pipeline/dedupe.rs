//! Phase 2: merges the torrents of all sources into one row for each info hash, keeping the best of what each source
//! reported.

use std::cmp::{Ordering, Reverse};

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

/// Merges the report of another source into a row. But for who had it first, the result does not depend on the
/// order of the reports.
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
    if other.tracker.is_some() && (torrent.tracker.is_none() || other.tracker < torrent.tracker) {
        torrent.tracker = other.tracker.take();
        is_news = true;
    }
    is_news |= learn_trackers(&mut torrent.trackers, std::mem::take(&mut other.trackers));
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

/// Adds the trackers that are not known and returns whether any was. The first in the order of their text are kept.
fn learn_trackers(known: &mut Vec<String>, others: Vec<String>) -> bool {
    if others.iter().all(|tracker| known.contains(tracker)) {
        return false;
    }
    let before = known.clone();
    known.extend(others);
    known.sort_unstable();
    known.dedup();
    known.truncate(MOST_TRACKERS);
    *known != before
}

/// Keeps the better hint about the file inside and returns whether it changed. Index and size are of the file that has the
/// name, so they are only taken from those who name the same.
fn learn_file(known: &mut Torrent, other: &mut Torrent) -> bool {
    // Some sources give the release name as the file name.
    let tells = |of: &Torrent| (of.file_name.as_deref().is_some_and(is_video), of.file_name.is_some());
    let before = (known.file_index, known.file_size);
    match tells(other).cmp(&tells(known)).then_with(|| known.file_name.cmp(&other.file_name)) {
        Ordering::Less => return false,
        Ordering::Greater => {
            known.file_name = other.file_name.take();
            (known.file_index, known.file_size) = (other.file_index, other.file_size);
            return true;
        }
        Ordering::Equal => {
            known.file_index = known.file_index.into_iter().chain(other.file_index).min();
            known.file_size = known.file_size.max(other.file_size);
        }
    }
    before != (known.file_index, known.file_size)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::torrent::{InfoHash, SourceName};

    /// What a source may say of the file inside.
    const HINTS: [(Option<&str>, Option<u32>, Option<u64>); 9] = [
        (None, None, None),
        (None, Some(3), Some(70)),
        (Some("Tide.Lines.S01.1080p-GRP"), Some(2), Some(90)),
        (Some("Tide.Lines.S01E02.mkv"), None, None),
        (Some("Tide.Lines.S01E02.mkv"), Some(2), None),
        (Some("Tide.Lines.S01E02.mkv"), Some(1), Some(80)),
        (Some("Tide.Lines.S01E02.mkv"), None, Some(81)),
        (Some("Tide.Lines.S01E03.mkv"), Some(0), None),
        (Some("Tide.Lines.S01E03.mkv"), None, Some(60)),
    ];
    const SOURCES: [SourceName; 3] = [SourceName::Comet, SourceName::StremThru, SourceName::Torrentio];

    fn report(source: usize, hint: usize) -> Torrent {
        let hash = InfoHash::parse("416b79c9a668ebf9bfce22845affe0cdde2fc8be").unwrap();
        let titles = ["Tide Lines S01", "Tide.Lines.S01.1080p-GRP", "Tide.Lines.S01.1080p.WEB-DL.x264-GRP"];
        let (name, index, size) = HINTS[hint];
        let mut torrent = Torrent::new(hash, titles[(source + hint) % 3], SOURCES[source]);
        (torrent.file_name, torrent.file_index, torrent.file_size) = (name.map(str::to_owned), index, size);
        torrent.tracker = (!hint.is_multiple_of(3)).then(|| format!("site {source}"));
        torrent.learn_size(Some(1000 + hint as u64), hint.is_multiple_of(2));
        torrent.trackers = (0..9).map(|of| format!("udp://{}.example", source * 9 + of)).collect();
        torrent
    }

    #[test]
    fn the_order_of_the_reports_does_not_matter() {
        let merged = |reports: [(usize, usize); 3]| {
            let [first, second, third] = reports.map(|(source, hint)| report(source, hint));
            let mut row = Candidate::new(first);
            join(&mut row, second);
            join(&mut row, third);
            row.torrent.source = SOURCES[0];
            (row.torrent, row.sources, row.parsed)
        };
        for hints in 0..HINTS.len().pow(3) {
            let [a, b, c] = [(0, hints % 9), (1, hints / 9 % 9), (2, hints / 81)];
            let expected = merged([a, b, c]);
            for order in [[a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
                assert_eq!(merged(order), expected, "{order:?}");
            }
        }
    }

    #[test]
    fn what_is_known_is_no_news() {
        let mut row = Candidate::new(report(0, 5));
        assert!(join(&mut row, report(1, 6)).hint);
        let known = row.torrent.clone();
        let learnt = join(&mut row, report(1, 6));
        assert!(!learnt.anything && !learnt.hint && row.torrent == known);
    }
}
