//! Phase 2: one row a torrent, by info hash alone, holding the best of what each source knew.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use release_name::ReleaseName;

use crate::debrid::CacheState;
use crate::title::Wanted;
use crate::torrent::{InfoHash, SourceName, Torrent};

use super::Found;
use super::cache_check::{Judged, Listed, Question};
use super::event::Verdict;
use super::rank::{self, Rank, RankReason};
use super::select::{Hint, Reason};

/// The file that would play, as far as it is known before anything is added.
#[derive(Clone, Debug, PartialEq)]
pub struct ChosenFile {
    pub index: i64,
    pub name: String,
    pub size: Option<u64>,
    pub score: f32,
    pub confidence: f32,
    pub reasons: Vec<Reason>,
}

/// One row: a torrent and everything known of it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Merged: the best-known sizes, the most seeders, every tracker, the most telling title. `source` had it first.
    pub torrent: Torrent,
    /// Every source that had it.
    pub sources: BTreeSet<SourceName>,
    pub parsed: Arc<ReleaseName>,
    /// `None` until a check answered.
    pub cached: Option<CacheState>,
    pub file: Option<ChosenFile>,
    /// The service listed its files and none is the one wanted.
    pub lacks_file: bool,
    pub rank: Rank,
}

const MOST_TRACKERS: usize = 20;

/// Every row of a search.
#[derive(Debug)]
pub struct Pool {
    wanted: Arc<Wanted>,
    order: Vec<InfoHash>,
    rows: HashMap<InfoHash, Candidate>,
    changed: BTreeSet<usize>,
    places: HashMap<InfoHash, usize>,
    checked: usize,
    cached: usize,
    pick: Option<InfoHash>,
}

impl Pool {
    pub fn new(wanted: Arc<Wanted>) -> Self {
        Self {
            wanted,
            order: Vec::new(),
            rows: HashMap::new(),
            changed: BTreeSet::new(),
            places: HashMap::new(),
            checked: 0,
            cached: 0,
            pick: None,
        }
    }

    /// Ranks from now on by what has become known of the title.
    pub fn want(&mut self, wanted: Arc<Wanted>) {
        if self.wanted == wanted {
            return;
        }
        self.wanted = wanted;
        for (place, hash) in self.order.iter().enumerate() {
            let Some(row) = self.rows.get_mut(hash) else { continue };
            let rank = rank::rank(row, &self.wanted);
            if rank != row.rank {
                row.rank = rank;
                self.changed.insert(place);
            }
        }
    }

    pub fn len(&self) -> usize {
        self.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    pub fn checked(&self) -> usize {
        self.checked
    }

    pub fn cached(&self) -> usize {
        self.cached
    }

    /// Joins what a source told.
    pub fn merge(&mut self, torrents: Vec<Torrent>) {
        for torrent in torrents {
            let hash = torrent.info_hash;
            let changed = match self.rows.get_mut(&hash) {
                None => {
                    self.places.insert(hash, self.order.len());
                    self.order.push(hash);
                    self.rows.insert(hash, Candidate::new(torrent));
                    true
                }
                Some(row) => row.join(torrent),
            };
            if !changed {
                continue;
            }
            if let (Some(row), Some(place)) = (self.rows.get_mut(&hash), self.places.get(&hash)) {
                row.rank = rank::rank(row, &self.wanted);
                self.changed.insert(*place);
            }
        }
    }

    /// The rows no check has answered for.
    pub fn unchecked(&self) -> Vec<Question> {
        let rows = self.order.iter().filter_map(|hash| self.rows.get(hash));
        rows.filter(|row| row.cached.is_none())
            .map(|row| Question {
                hash: row.torrent.info_hash,
                torrent_name: row.torrent.title.clone(),
                file_index: row.torrent.file_index.map(i64::from),
                file_name: row.torrent.file_name.clone(),
            })
            .collect()
    }

    pub fn wanted(&self) -> &Arc<Wanted> {
        &self.wanted
    }

    /// Takes a check's answers: the state, and the file that would play where files are listed.
    pub fn judge(&mut self, items: Vec<Judged>) -> Vec<Verdict> {
        let mut verdicts = Vec::with_capacity(items.len());
        for item in items {
            let Some(row) = self.rows.get_mut(&item.hash) else { continue };
            if row.cached.is_none() {
                self.checked += 1;
                self.cached += usize::from(item.state == CacheState::Cached);
            }
            row.cached = Some(item.state);
            row.lacks_file = item.files == Listed::Lacking;
            if let Listed::Holding(file) = item.files {
                row.file = Some(file);
            }
            row.rank = rank::rank(row, &self.wanted);
            verdicts.push(Verdict {
                hash: item.hash,
                state: item.state,
                file: row.file.clone(),
                rank: row.rank.value,
                reasons: row.rank.reasons.clone(),
            });
        }
        verdicts
    }

    /// Marks what was never checked as unknown and says how many rows that are.
    pub fn give_up_checking(&mut self) -> usize {
        let mut given_up = 0;
        for (place, hash) in self.order.iter().enumerate() {
            let Some(row) = self.rows.get_mut(hash) else { continue };
            if row.cached.is_none() {
                row.cached = Some(CacheState::Unknown);
                self.changed.insert(place);
                given_up += 1;
            }
        }
        given_up
    }

    /// The rows that are new or changed since the last call.
    pub fn take_changed(&mut self) -> Vec<Candidate> {
        std::mem::take(&mut self.changed)
            .into_iter()
            .filter_map(|place| self.rows.get(self.order.get(place)?).cloned())
            .collect()
    }

    /// The best row, if it is another than last time.
    pub fn take_new_pick(&mut self) -> Option<(InfoHash, Vec<RankReason>)> {
        let best = self.rows.values().max_by(|a, b| a.compare(b))?;
        let hash = best.torrent.info_hash;
        if self.pick == Some(hash) {
            return None;
        }
        self.pick = Some(hash);
        Some((hash, best.rank.reasons.clone()))
    }

    /// Every row, best first.
    pub fn into_found(self) -> Found {
        let mut candidates: Vec<Candidate> = self.rows.into_values().collect();
        candidates.sort_by(|a, b| b.compare(a));
        Found { wanted: self.wanted, candidates }
    }
}

impl Candidate {
    /// A row as one source told of it.
    pub fn new(torrent: Torrent) -> Self {
        Self {
            sources: BTreeSet::from([torrent.source]),
            parsed: Arc::new(release_name::parse(&torrent.title)),
            torrent,
            cached: None,
            file: None,
            lacks_file: false,
            rank: Rank::default(),
        }
    }

    /// Whether the app may try it unasked: not what the service does not hold, nor what says or holds something else.
    pub fn is_worth_trying(&self) -> bool {
        self.cached != Some(CacheState::NotCached) && !self.lacks_file && self.rank.value > 0.0
    }

    /// By rank; equal ranks by hash, so that the order never depends on who answered first.
    pub(super) fn compare(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.value.total_cmp(&other.rank.value).then_with(|| other.torrent.info_hash.cmp(&self.torrent.info_hash))
    }

    /// Whether anything became known that was not.
    fn join(&mut self, other: Torrent) -> bool {
        let before = (self.sources.len(), self.torrent.clone());
        self.sources.insert(other.source);
        let torrent = &mut self.torrent;
        torrent.size = torrent.size.max(other.size);
        torrent.seeders = torrent.seeders.max(other.seeders);
        if torrent.file_size.is_none() {
            torrent.file_size = other.file_size;
        }
        if torrent.tracker.is_none() {
            torrent.tracker = other.tracker;
        }
        if torrent.file_name.is_none() && other.file_name.is_some() {
            torrent.file_name = other.file_name;
            torrent.file_index = other.file_index;
        } else if torrent.file_index.is_none() {
            torrent.file_index = other.file_index;
        }
        for tracker in other.trackers {
            if torrent.trackers.len() < MOST_TRACKERS && !torrent.trackers.contains(&tracker) {
                torrent.trackers.push(tracker);
            }
        }
        if other.title != torrent.title {
            let parsed = release_name::parse(&other.title);
            if telling(&parsed, &other.title) > telling(&self.parsed, &torrent.title) {
                torrent.title = other.title;
                self.parsed = Arc::new(parsed);
            }
        }
        before != (self.sources.len(), torrent.clone())
    }

    /// What the sources say of the file inside.
    pub fn hint(&self) -> Hint<'_> {
        Hint {
            torrent_name: &self.torrent.title,
            file_index: self.torrent.file_index.map(i64::from),
            file_name: self.torrent.file_name.as_deref(),
            correction: None,
        }
    }
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::title::{Ids, Kind};

    pub(in crate::pipeline) fn hash(digit: char) -> InfoHash {
        InfoHash::parse(&digit.to_string().repeat(40)).unwrap()
    }

    pub(in crate::pipeline) fn film() -> Wanted {
        Wanted {
            kind: Kind::Movie,
            ids: Ids::default(),
            name: "Sintel".to_owned(),
            aliases: Vec::new(),
            year: Some(2010),
            end_year: None,
            episode: None,
        }
    }

    fn torrent(title: &str, source: SourceName) -> Torrent {
        Torrent::new(hash('a'), title, source)
    }

    #[test]
    fn one_torrent_from_two_sources_is_one_row_that_knows_the_best_of_both() {
        let mut pool = Pool::new(Arc::new(film()));
        let first = Torrent {
            seeders: Some(3),
            trackers: vec!["udp://a".to_owned()],
            ..torrent("Sintel 2010", SourceName::Comet)
        };
        let second = Torrent {
            seeders: Some(9),
            size: Some(700),
            tracker: Some("Nyaa".to_owned()),
            file_index: Some(2),
            trackers: vec!["udp://a".to_owned(), "udp://b".to_owned()],
            ..torrent("Sintel.2010.1080p.BluRay.x264-ORBIT", SourceName::Torrentio)
        };
        pool.merge(vec![first]);
        pool.merge(vec![second.clone()]);
        assert_eq!(pool.len(), 1);
        let rows = pool.take_changed();
        let row = &rows[0];
        assert_eq!(row.torrent.title, second.title, "the title that tells more");
        assert_eq!((row.torrent.seeders, row.torrent.size), (Some(9), Some(700)));
        assert_eq!(row.torrent.trackers, ["udp://a", "udp://b"], "each tracker once");
        assert_eq!(row.sources, BTreeSet::from([SourceName::Torrentio, SourceName::Comet]));

        pool.merge(vec![second]);
        assert!(pool.take_changed().is_empty(), "nothing new was told");
    }

    #[test]
    fn what_no_check_answered_for_becomes_unknown_and_never_no() {
        let mut pool = Pool::new(Arc::new(film()));
        pool.merge(vec![torrent("Sintel", SourceName::Comet)]);
        assert_eq!(pool.unchecked().len(), 1);
        assert_eq!(pool.give_up_checking(), 1);
        assert_eq!(pool.into_found().candidates[0].cached, Some(CacheState::Unknown));
    }

    #[test]
    fn a_pick_is_told_once_and_again_only_when_it_is_another() {
        let mut pool = Pool::new(Arc::new(film()));
        pool.merge(vec![torrent("Sintel.2010.720p.WEB-DL", SourceName::Comet)]);
        assert_eq!(pool.take_new_pick().map(|(hash, _)| hash), Some(hash('a')));
        assert_eq!(pool.take_new_pick(), None);
        pool.merge(vec![Torrent::new(hash('b'), "Sintel.2010.1080p.BluRay", SourceName::Comet)]);
        assert_eq!(pool.take_new_pick().map(|(hash, _)| hash), Some(hash('b')));
        pool.judge(vec![Judged { hash: hash('a'), state: CacheState::Cached, files: Listed::Nothing }]);
        assert_eq!(pool.take_new_pick().map(|(hash, _)| hash), Some(hash('a')), "what plays at once comes first");
        assert_eq!((pool.checked(), pool.cached()), (1, 1));
    }
}
