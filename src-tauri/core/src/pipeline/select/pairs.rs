//! Finds files of two or three episodes whose numbers are written as one: `S01E0102`, `S01E0304`. One such name may be
//! a running number, so its siblings have to be written alike or with the digits of a single episode.

use hashbrown::{HashMap, HashSet};
use release_name::Marking;

use super::reading::{Batch, Reading};
use crate::torrent::TorrentFile;

pub(super) fn split(batch: &mut Batch, files: &[TorrentFile]) {
    // Two episodes in one number make at least 102.
    if !batch.readings.iter().any(|r| matches!(r.episodes[..], [number] if number >= 102) && is_asked(r)) {
        return;
    }
    let mut groups: HashMap<(usize, Option<u32>), Vec<usize>> = HashMap::new();
    for (at, reading) in batch.readings.iter().enumerate().filter(|(_, r)| is_asked(r) && !r.episodes.is_empty()) {
        groups.entry((reading.folder, reading.season)).or_default().push(at);
    }
    for group in groups.into_values().filter(|group| group.len() > 1) {
        for width in [2, 3] {
            let read: Option<Vec<Vec<u32>>> =
                group.iter().map(|at| episodes(&batch.readings[*at], files, width)).collect();
            let Some(read) = read.filter(|read| are_lists(read)) else { continue };
            for (at, episodes) in group.iter().zip(read) {
                batch.readings[*at].episodes = episodes;
            }
            break;
        }
    }
}

fn is_asked(reading: &Reading) -> bool {
    reading.is_regular() && matches!(reading.marking, Marking::Full | Marking::Episode)
}

/// Some list several episodes, and no episode is in two files.
fn are_lists(read: &[Vec<u32>]) -> bool {
    let mut seen = HashSet::new();
    read.iter().any(|episodes| episodes.len() > 1) && read.iter().flatten().all(|episode| seen.insert(*episode))
}

/// Returns the episodes of a name whose number is cut into pieces of this many digits; `None` where it cannot be so.
fn episodes(reading: &Reading, files: &[TorrentFile], width: usize) -> Option<Vec<u32>> {
    let [number] = reading.episodes[..] else { return Some(reading.episodes.clone()) };
    let written = reading.number.clone().and_then(|at| files[reading.file].name.get(at)).unwrap_or("");
    let start = written.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let digits = &written[start..];
    if digits.len() <= width {
        return (number < 10_u32.pow(u32::try_from(width).ok()?)).then(|| vec![number]);
    }
    if !digits.len().is_multiple_of(width) || digits.len() / width > 3 || digits.parse() != Ok(number) {
        return None;
    }
    let pieces = (0..digits.len()).step_by(width).map(|at| digits[at..at + width].parse().ok());
    let pieces: Vec<u32> = pieces.collect::<Option<_>>()?;
    pieces.windows(2).all(|pair| pair[0] > 0 && pair[0] + 1 == pair[1]).then_some(pieces)
}
