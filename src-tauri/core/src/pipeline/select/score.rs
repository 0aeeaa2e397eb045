//! The points of one file, each with its reason, added up once every rule has been applied.

use serde::Serialize;
use smallvec::SmallVec;

use crate::model::{Hint, Reason};
use crate::torrent::TorrentFile;

/// One reason and its points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Part {
    pub reason: Reason,
    pub points: f32,
}

/// A video of the torrent with its points.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredFile {
    /// Position in the list of files given to `select`.
    pub file: usize,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    pub score: f32,
    /// The reasons with their points, `Size` included; they add up to `score`. Few have more than six.
    pub parts: SmallVec<[Part; 6]>,
}

impl ScoredFile {
    /// Creates the score of a file without any points.
    pub(super) fn new(file: usize, season: Option<u32>, episode: Option<u32>) -> Self {
        Self { file, season, episode, score: 0.0, parts: SmallVec::new() }
    }

    pub(super) fn give(&mut self, reason: Reason, points: f32) {
        self.parts.push(Part { reason, points });
    }

    /// Returns the reasons shown to people, which leave out the size.
    pub fn reasons(&self) -> Vec<Reason> {
        reasons(&self.parts)
    }

    pub(super) fn has(&self, reason: Reason) -> bool {
        self.parts.iter().any(|p| p.reason == reason)
    }

    pub(super) fn pickable(&self) -> bool {
        self.has(Reason::Remembered) && !self.has(Reason::NoLink)
            || self.parts.iter().any(|p| p.reason.allows()) && !self.parts.iter().any(|p| p.reason.forbids())
    }
}

/// See [`ScoredFile::reasons`].
pub(super) fn reasons(parts: &[Part]) -> Vec<Reason> {
    parts.iter().map(|part| part.reason).filter(|reason| *reason != Reason::Size).collect()
}

const GIB: f32 = 1024.0 * 1024.0 * 1024.0;

/// Adds the points that apply to any file, whatever is wanted, and sums up.
pub(super) fn finish(scored: &mut ScoredFile, file: &TorrentFile, hint: &Hint<'_>, linked: bool) {
    if is_named(file, hint.torrent_name) {
        scored.give(Reason::ExactName, 100.0);
    }
    if is_hinted(file, hint) {
        scored.give(Reason::Index, 25.0);
    }
    if hint.correction.is_some_and(|chosen| chosen == file.path || chosen == file.name) {
        scored.give(Reason::Remembered, 4000.0);
    }
    if linked && file.link.as_deref().is_none_or(str::is_empty) {
        scored.give(Reason::NoLink, 0.0);
    }
    let size = (file.size.unwrap_or(0) as f32 / (10.0 * GIB)).min(10.0);
    scored.give(Reason::Size, size);
    scored.score = scored.parts.iter().map(|p| p.points).sum();
}

fn is_named(file: &TorrentFile, torrent: &str) -> bool {
    !torrent.is_empty() && (file.name == torrent || file.name.rsplit_once('.').is_some_and(|(stem, _)| stem == torrent))
}

pub(super) fn is_hinted(file: &TorrentFile, hint: &Hint<'_>) -> bool {
    hint.file_index.is_some_and(|i| i >= 0 && i == file.index)
        // Sources name it with its folders or without.
        || hint.file_name.and_then(|name| name.rsplit('/').next()).is_some_and(|n| !n.is_empty() && n == file.name)
}
