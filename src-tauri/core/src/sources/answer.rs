//! What a source's answer came to: the torrents, and the rows that were left out, counted by reason. Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::SourceError;
use crate::magnet::Magnet;
use crate::torrent::{InfoHash, Torrent};

/// Why a row of an answer is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DropReason {
    /// It is named otherwise, or belongs to another id.
    Title,
    /// It is of another year.
    Year,
    /// It says other seasons.
    Season,
    /// It says other episodes.
    Episode,
    /// Music, a trailer, a making-of.
    Extra,
    /// Of a private tracker.
    Private,
    Adult,
    /// Called worthless by who lists it.
    Trash,
    /// It has a v2 info hash only, which no service takes.
    V2Only,
    /// Usenet only, or listed without any hash.
    NoHash,
    /// A `.torrent` file to fetch, and no hash.
    FileOnly,
    /// A link that a debrid account of the addon's own made.
    DebridOnly,
    /// Words of the addon to the person, not a torrent.
    Notice,
    /// It has a hash that is none, no name, or not the form of a row.
    Unreadable,
}

impl DropReason {
    pub const ALL: [Self; 14] = [
        Self::Title,
        Self::Year,
        Self::Season,
        Self::Episode,
        Self::Extra,
        Self::Private,
        Self::Adult,
        Self::Trash,
        Self::V2Only,
        Self::NoHash,
        Self::FileOnly,
        Self::DebridOnly,
        Self::Notice,
        Self::Unreadable,
    ];

    /// For people, after a count: `12 of another title`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Title => "of another title",
            Self::Year => "of another year",
            Self::Season => "of another season",
            Self::Episode => "of another episode",
            Self::Extra => "extras, not the work itself",
            Self::Private => "of private trackers",
            Self::Adult => "marked adult",
            Self::Trash => "marked worthless",
            Self::V2Only => "with a v2 hash only",
            Self::NoHash => "without a hash",
            Self::FileOnly => "only as a .torrent file",
            Self::DebridOnly => "only as a link of the addon's own debrid account",
            Self::Notice => "notices",
            Self::Unreadable => "not readable",
        }
    }

    /// Stable: `title`, `v2_only`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Year => "year",
            Self::Season => "season",
            Self::Episode => "episode",
            Self::Extra => "extra",
            Self::Private => "private",
            Self::Adult => "adult",
            Self::Trash => "trash",
            Self::V2Only => "v2_only",
            Self::NoHash => "no_hash",
            Self::FileOnly => "file_only",
            Self::DebridOnly => "debrid_only",
            Self::Notice => "notice",
            Self::Unreadable => "unreadable",
        }
    }
}

/// How many rows were left out, by reason.
pub type Dropped = BTreeMap<DropReason, usize>;

/// What a source answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceAnswer {
    pub torrents: Vec<Torrent>,
    pub dropped: Dropped,
    /// Why a part of the answer did not come: one of several questions failed, or ran out of time.
    pub missing: Option<SourceError>,
}

impl SourceAnswer {
    /// One row for each torrent, the others counted.
    pub(super) fn of(rows: impl IntoIterator<Item = Result<Torrent, DropReason>>) -> Self {
        let mut answer = Self::default();
        for row in rows {
            match row {
                Ok(torrent) => answer.torrents.push(torrent),
                Err(reason) => answer.drop(reason, 1),
            }
        }
        answer.torrents = united(answer.torrents);
        answer
    }

    /// Takes in another answer to the same question, one row for each torrent.
    pub(crate) fn unite(&mut self, other: Self) {
        self.join(other);
        self.torrents = united(std::mem::take(&mut self.torrents));
    }

    pub(super) fn drop(&mut self, reason: DropReason, count: usize) {
        *self.dropped.entry(reason).or_default() += count;
    }

    /// Takes in another answer to the same question. Torrents may then be listed twice.
    pub(super) fn join(&mut self, other: Self) {
        if self.torrents.is_empty() {
            self.torrents = other.torrents;
        } else {
            self.torrents.extend(other.torrents);
        }
        for (reason, count) in other.dropped {
            self.drop(reason, count);
        }
        self.missing = self.missing.take().or(other.missing);
    }
}

/// A hash as a row tells it, or why the row cannot be used.
pub(super) fn told_hash(told: Option<&str>) -> Result<InfoHash, DropReason> {
    let told = told.ok_or(DropReason::NoHash)?;
    let is_v2 = matches!(told.len(), 64 | 68) && told.bytes().all(|byte| byte.is_ascii_hexdigit());
    InfoHash::parse(told).map_err(|_| if is_v2 { DropReason::V2Only } else { DropReason::Unreadable })
}

/// The hash a magnet link names, or why the row cannot be used.
pub(super) fn magnet_hash(magnet: &Magnet) -> Result<InfoHash, DropReason> {
    magnet.hash.ok_or(if magnet.v2 { DropReason::V2Only } else { DropReason::NoHash })
}

/// One row for each torrent: the first, with what later ones know besides.
pub(super) fn united(mut torrents: Vec<Torrent>) -> Vec<Torrent> {
    let mut places = hashbrown::HashMap::with_capacity(torrents.len());
    let mut count = 0;
    for at in 0..torrents.len() {
        let (before, rest) = torrents.split_at_mut(at);
        let Some(torrent) = rest.first_mut() else { break };
        let place = *places.entry(torrent.info_hash).or_insert(count);
        if let Some(known) = before.get_mut(place).filter(|_| place < count) {
            learn(known, torrent);
        } else {
            count += 1;
            torrents.swap(place, at);
        }
    }
    torrents.truncate(count);
    torrents
}

/// Takes from a row what another of the same torrent does not know.
fn learn(known: &mut Torrent, other: &mut Torrent) {
    known.learn_size(other.size, other.size_exact);
    known.seeders = known.seeders.max(other.seeders);
    known.tracker = known.tracker.take().or(other.tracker.take());
    // A file's place, name and size belong together.
    if known.file_index.is_none() && known.file_name.is_none() {
        known.file_index = other.file_index;
        known.file_name = other.file_name.take();
        known.file_size = known.file_size.or(other.file_size);
    }
    if known.trackers.is_empty() {
        known.trackers = std::mem::take(&mut other.trackers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_words_and_a_name_of_its_own() {
        for (at, reason) in DropReason::ALL.into_iter().enumerate() {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.as_str());
            for other in &DropReason::ALL[..at] {
                assert_ne!(other.words(), reason.words());
            }
        }
    }
}
