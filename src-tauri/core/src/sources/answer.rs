//! A source's answer after parsing: the torrents, and the number of rows left out for each reason. Does no I/O.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::SourceError;
use crate::lenient::MOST_ROWS;
use crate::magnet::Magnet;
use crate::torrent::{InfoHash, Torrent};
use crate::{names, work};

/// Why a row of an answer was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DropReason {
    /// Its title is another one, or it belongs to another id.
    Title,
    /// It is of another year.
    Year,
    /// It says other seasons.
    Season,
    /// It says other episodes.
    Episode,
    /// Music, a trailer, a making-of.
    Extra,
    /// It comes from a private tracker.
    Private,
    Adult,
    /// The source itself marks it as trash.
    Trash,
    /// It has a v2 info hash only, which no service takes.
    V2Only,
    /// It is a Usenet post, or the source gives no hash.
    NoHash,
    /// The source gives a `.torrent` URL and no hash.
    FileOnly,
    /// A link made by the debrid account configured in the addon.
    DebridOnly,
    /// A message from the addon to the person, not a torrent.
    Notice,
    /// It has an invalid hash, no name, or fields of an unexpected form.
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

    /// Returns the words shown after a count, as in `12 of another title`.
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

    /// Returns the stable identifier: `title`, `v2_only`, …
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

/// The most torrents of an answer that are kept for a second judgement.
pub(super) const MOST_LEFT_OUT: usize = 1_000;

/// How many rows were left out, by reason.
pub type Dropped = BTreeMap<DropReason, usize>;

/// What a source answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceAnswer {
    pub torrents: Vec<Torrent>,
    /// Torrents that are not what is wanted by what was known; they may be by what becomes known later. Counted in
    /// `dropped`, and at most [`MOST_LEFT_OUT`] of a source.
    pub left_out: Vec<Torrent>,
    pub dropped: Dropped,
    /// The first error when only part of the answer arrived: one of several requests failed or timed out. `None` when
    /// the answer is complete.
    pub missing: Option<SourceError>,
}

impl SourceAnswer {
    /// Collects the rows into an answer: merges torrents with the same hash and counts the rejected rows. A row that
    /// the reading fails at, or whose name it fails at, costs no other.
    pub(super) fn of(rows: impl IntoIterator<Item = Result<Torrent, DropReason>>) -> Self {
        let mut answer = Self::default();
        let mut rows = rows.into_iter();
        for _ in 0..MOST_ROWS {
            match work::fenced(|| rows.next()) {
                Some(Some(Ok(torrent))) if names::is_readable(&torrent.title) => answer.torrents.push(torrent),
                Some(Some(Err(reason))) => answer.drop(reason, 1),
                Some(Some(Ok(_))) | None => answer.drop(DropReason::Unreadable, 1),
                Some(None) => break,
            }
        }
        answer.torrents = united(answer.torrents);
        answer
    }

    /// Adds another answer and merges torrents with the same hash.
    pub(crate) fn unite(&mut self, other: Self) {
        self.join(other);
        self.torrents = united(std::mem::take(&mut self.torrents));
    }

    pub(super) fn drop(&mut self, reason: DropReason, count: usize) {
        *self.dropped.entry(reason).or_default() += count;
    }

    /// Adds another answer without merging, so a torrent may then be listed twice.
    pub(super) fn join(&mut self, other: Self) {
        if self.torrents.is_empty() {
            self.torrents = other.torrents;
        } else {
            self.torrents.extend(other.torrents);
        }
        let room = MOST_LEFT_OUT.saturating_sub(self.left_out.len());
        self.left_out.extend(other.left_out.into_iter().take(room));
        for (reason, count) in other.dropped {
            self.drop(reason, count);
        }
        self.missing = self.missing.take().or(other.missing);
    }
}

/// Parses the hash given in a row; returns the reason to leave the row out when it has none or an invalid one.
pub(super) fn told_hash(told: Option<&str>) -> Result<InfoHash, DropReason> {
    let told = told.ok_or(DropReason::NoHash)?;
    let is_v2 = matches!(told.len(), 64 | 68) && told.bytes().all(|byte| byte.is_ascii_hexdigit());
    InfoHash::parse(told).map_err(|_| if is_v2 { DropReason::V2Only } else { DropReason::Unreadable })
}

/// Returns the v1 hash of a magnet link, or the reason to leave its row out.
pub(super) fn magnet_hash(magnet: &Magnet) -> Result<InfoHash, DropReason> {
    magnet.hash.ok_or(if magnet.v2 { DropReason::V2Only } else { DropReason::NoHash })
}

/// Merges torrents with the same hash into the first of them; see [`learn`].
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

/// Merges `other`, which describes the same torrent, into `known`: the better size, the larger number of seeders, and
/// the fields that `known` lacks.
fn learn(known: &mut Torrent, other: &mut Torrent) {
    known.learn_size(other.size, other.size_exact);
    known.seeders = known.seeders.max(other.seeders);
    known.proof = known.proof.max(other.proof);
    known.is_link &= other.is_link;
    known.learn_offers(std::mem::take(&mut other.offers));
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
    use crate::torrent::SourceName;

    #[test]
    fn a_row_that_the_reading_fails_at_costs_no_other() {
        let row = |number: u32| {
            assert!(number != 3, "planted");
            let title = if number == 5 { names::PLANTED.to_owned() } else { format!("Sintel {number}") };
            Ok(Torrent::new(InfoHash::parse(&number.to_string().repeat(40)).unwrap(), title, SourceName::Nyaa))
        };
        let answer = SourceAnswer::of((1..8).map(row));
        let titles: Vec<&str> = answer.torrents.iter().map(|torrent| torrent.title.as_str()).collect();
        assert_eq!(titles, ["Sintel 1", "Sintel 2", "Sintel 4", "Sintel 6", "Sintel 7"]);
        assert_eq!(answer.dropped, [(DropReason::Unreadable, 2)].into());
    }

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
