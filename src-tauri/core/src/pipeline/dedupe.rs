//! Phase 2: one row a torrent, by info hash alone, holding the best of what each source knew.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use release_name::ReleaseName;

use crate::debrid::{CacheState, Store};
use crate::names;
use crate::store::{Before, Outcome, Past};
use crate::title::Wanted;
use crate::torrent::{InfoHash, SourceName, Torrent};

use super::Found;
use super::cache_check::{Judged, Listed, Question};
use super::event::Verdict;
use super::rank::{self, Rank, RankReason, Taste};
use super::select::{Hint, Lesson, Reason};

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

/// What one service says of a torrent, and what came of it there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AtService {
    /// What the check said; `None` until it answered.
    pub cached: Option<CacheState>,
    /// It is in the person's account there already.
    pub in_cloud: bool,
    /// What the last try on this machine came to.
    pub before: Option<Before>,
}

impl AtService {
    /// What really happened first, then what the check says.
    pub fn state(&self) -> Option<CacheState> {
        self.before.as_ref().and_then(Before::verdict).or(self.cached)
    }
}

/// One row: a torrent and everything known of it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Merged: the best-known sizes, the most seeders, every tracker, the most telling title. `source` had it first.
    pub torrent: Torrent,
    /// Every source that had it.
    pub sources: BTreeSet<SourceName>,
    pub parsed: Arc<ReleaseName>,
    /// Over all services: cached when one of them holds it, unknown when none says no for sure. `None` until a check answered.
    pub cached: Option<CacheState>,
    /// One for each service in use.
    pub services: BTreeMap<Store, AtService>,
    pub file: Option<ChosenFile>,
    /// The service listed its files and none is the one wanted.
    pub lacks_file: bool,
    /// What the person said of its files.
    pub lessons: Arc<[Lesson]>,
    pub rank: Rank,
}

const MOST_TRACKERS: usize = 20;

/// Every row of a search.
#[derive(Debug)]
pub struct Pool {
    wanted: Arc<Wanted>,
    taste: Arc<Taste>,
    /// In the order they were first told of.
    rows: Vec<Candidate>,
    places: HashMap<InfoHash, usize>,
    changed: BTreeSet<usize>,
    /// Rows from this place on were not yet given out to be checked.
    unasked: usize,
    stores: Vec<Store>,
    past: Past,
    clouds: HashMap<Store, Arc<HashSet<InfoHash>>>,
    pick: Option<InfoHash>,
}

impl Pool {
    /// `stores` are the services in use, `past` what happened there before.
    pub fn new(wanted: Arc<Wanted>, stores: Vec<Store>, past: Past) -> Self {
        Self {
            wanted,
            stores,
            past,
            taste: Arc::default(),
            clouds: HashMap::new(),
            rows: Vec::new(),
            places: HashMap::new(),
            changed: BTreeSet::new(),
            unasked: 0,
            pick: None,
        }
    }

    /// Ranks by what the person prefers. To be said before anything is merged.
    pub fn with_taste(self, taste: Arc<Taste>) -> Self {
        Self { taste, ..self }
    }

    /// Ranks from now on by what has become known of the title.
    pub fn want(&mut self, wanted: Arc<Wanted>) {
        if self.wanted == wanted {
            return;
        }
        self.wanted = wanted;
        for (place, row) in self.rows.iter_mut().enumerate() {
            let rank = rank::rank(row, &self.wanted, &self.taste);
            if rank != row.rank {
                row.rank = rank;
                self.changed.insert(place);
            }
        }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows a service answered for, and how many of them it holds.
    pub fn checked_at(&self, store: Store) -> (usize, usize) {
        let answers = self.rows.iter().filter_map(|row| row.services.get(&store)?.cached);
        answers
            .fold((0, 0), |(checked, cached), state| (checked + 1, cached + usize::from(state == CacheState::Cached)))
    }

    /// How many rows any service holds.
    pub fn cached(&self) -> usize {
        self.rows.iter().filter(|row| row.cached == Some(CacheState::Cached)).count()
    }

    /// Takes in what is in the person's account at a service.
    pub fn know_cloud(&mut self, store: Store, hashes: Arc<HashSet<InfoHash>>) {
        for (place, row) in self.rows.iter_mut().enumerate() {
            if hashes.contains(&row.torrent.info_hash) {
                row.services.entry(store).or_default().in_cloud = true;
                row.rank = rank::rank(row, &self.wanted, &self.taste);
                self.changed.insert(place);
            }
        }
        self.clouds.insert(store, hashes);
    }

    /// Joins what a source told.
    pub fn merge(&mut self, torrents: Vec<Torrent>) {
        for torrent in torrents {
            let known = self.places.get(&torrent.info_hash).copied();
            let is_news = if let Some(row) = known.and_then(|place| self.rows.get_mut(place)) {
                row.join(torrent)
            } else {
                self.enter(torrent);
                true
            };
            let place = known.unwrap_or(self.rows.len().saturating_sub(1));
            if let Some(row) = self.rows.get_mut(place).filter(|_| is_news) {
                row.rank = rank::rank(row, &self.wanted, &self.taste);
                self.changed.insert(place);
            }
        }
    }

    /// A row of its own for what nobody told of yet.
    fn enter(&mut self, torrent: Torrent) {
        let hash = torrent.info_hash;
        let mut row = Candidate::new(torrent);
        for &store in &self.stores {
            let in_cloud = self.clouds.get(&store).is_some_and(|hashes| hashes.contains(&hash));
            let before = self.past.get(&(hash, store)).copied();
            row.services.insert(store, AtService { cached: None, in_cloud, before });
        }
        row.lessons = self.taste.lessons.get(&hash).cloned().unwrap_or_default();
        row.settle();
        self.places.insert(hash, self.rows.len());
        self.rows.push(row);
    }

    /// The rows some service has not answered for, each given out once.
    pub fn take_unasked(&mut self) -> Vec<Question> {
        let from = std::mem::replace(&mut self.unasked, self.rows.len());
        let rows = self.rows.get(from..).unwrap_or_default().iter();
        rows.filter(|row| row.services.values().any(|at| at.cached.is_none())).map(Candidate::question).collect()
    }

    /// Takes rows of an earlier search as they are, to be asked about again where nothing is known.
    pub fn take_over(&mut self, rows: Vec<Candidate>) {
        for mut row in rows {
            let hash = row.torrent.info_hash;
            row.services.retain(|store, _| self.stores.contains(store));
            for &store in &self.stores {
                let at = row.services.entry(store).or_default();
                at.cached = at.cached.filter(|state| *state != CacheState::Unknown);
                at.before = self.past.get(&(hash, store)).copied();
            }
            row.lessons = self.taste.lessons.get(&hash).cloned().unwrap_or_default();
            row.settle();
            self.places.insert(hash, self.rows.len());
            self.rows.push(row);
        }
    }

    pub fn wanted(&self) -> &Arc<Wanted> {
        &self.wanted
    }

    /// Takes a service's answers: the state, and the file that would play where files are listed.
    pub fn judge(&mut self, store: Store, items: Vec<Judged>) -> Vec<Verdict> {
        let mut verdicts = Vec::with_capacity(items.len());
        for item in items {
            let place = self.places.get(&item.hash);
            let Some(row) = place.and_then(|&place| self.rows.get_mut(place)) else { continue };
            row.services.entry(store).or_default().cached = Some(item.state);
            row.settle();
            match item.files {
                Listed::Holding(file) => {
                    row.lacks_file = false;
                    row.file = Some(file);
                }
                // One service may list less than another.
                Listed::Lacking => row.lacks_file = row.file.is_none(),
                Listed::Nothing => {}
            }
            row.rank = rank::rank(row, &self.wanted, &self.taste);
            verdicts.push(Verdict {
                hash: item.hash,
                state: row.cached.unwrap_or(CacheState::Unknown),
                services: row.services.clone(),
                lacks_file: row.lacks_file,
                file: row.file.clone(),
                rank: row.rank.value,
                reasons: row.rank.reasons.clone(),
                hidden: row.rank.hidden,
            });
        }
        verdicts
    }

    /// Marks what a service never answered for as unknown there and says how many rows that are.
    pub fn give_up_checking(&mut self, store: Store) -> usize {
        let mut given_up = 0;
        for (place, row) in self.rows.iter_mut().enumerate() {
            let at = row.services.entry(store).or_default();
            if at.cached.is_none() {
                at.cached = Some(CacheState::Unknown);
                row.settle();
                self.changed.insert(place);
                given_up += 1;
            }
        }
        given_up
    }

    /// Without a service nothing is known of any row. Says how many there are.
    pub fn give_up_all(&mut self) -> usize {
        for (place, row) in self.rows.iter_mut().enumerate() {
            row.cached = Some(CacheState::Unknown);
            self.changed.insert(place);
        }
        self.rows.len()
    }

    /// The rows that are new or changed since the last call.
    pub fn take_changed(&mut self) -> Vec<Candidate> {
        let changed = std::mem::take(&mut self.changed).into_iter();
        changed.filter_map(|place| self.rows.get(place).cloned()).collect()
    }

    /// The best row, if it is another than last time.
    pub fn take_new_pick(&mut self) -> Option<(InfoHash, Vec<RankReason>)> {
        let best = self.rows.iter().max_by(|a, b| a.compare(b))?;
        let hash = best.torrent.info_hash;
        if self.pick == Some(hash) {
            return None;
        }
        self.pick = Some(hash);
        Some((hash, best.rank.reasons.clone()))
    }

    /// Every row, best first.
    pub fn into_found(self) -> Found {
        let mut candidates = self.rows;
        candidates.sort_by(|a, b| b.compare(a));
        Found { wanted: self.wanted, candidates }
    }
}

impl Candidate {
    /// A row as one source told of it.
    pub fn new(torrent: Torrent) -> Self {
        Self {
            sources: BTreeSet::from([torrent.source]),
            parsed: names::read(&torrent.title),
            torrent,
            cached: None,
            services: BTreeMap::new(),
            file: None,
            lacks_file: false,
            lessons: Arc::default(),
            rank: Rank::default(),
        }
    }

    /// Whether the app may try it unasked: not what the service does not hold, nor what says or holds something else.
    pub fn is_worth_trying(&self) -> bool {
        self.cached != Some(CacheState::NotCached) && !self.lacks_file && self.rank.value > 0.0
    }

    /// Whether it is in the person's account at one of the services.
    pub fn in_cloud(&self) -> bool {
        self.services.values().any(|at| at.in_cloud)
    }

    /// The latest success here, with any service; else the latest failure.
    pub fn before(&self) -> Option<&Before> {
        let all = self.services.values().filter_map(|at| at.before.as_ref());
        all.max_by_key(|before| (before.outcome == Outcome::Worked, before.at))
    }

    /// Sees the services together.
    fn settle(&mut self) {
        let states: Vec<Option<CacheState>> = self.services.values().map(AtService::state).collect();
        let has = |state| states.contains(&Some(state));
        self.cached = if has(CacheState::Cached) {
            Some(CacheState::Cached)
        } else if has(CacheState::Unknown) {
            Some(CacheState::Unknown)
        } else if !states.is_empty() && !states.contains(&None) {
            Some(CacheState::NotCached)
        } else {
            None
        };
    }

    fn question(&self) -> Question {
        Question {
            hash: self.torrent.info_hash,
            torrent_name: self.torrent.title.clone(),
            file_index: self.torrent.file_index.map(i64::from),
            file_name: self.torrent.file_name.clone(),
            lessons: Arc::clone(&self.lessons),
        }
    }

    /// By rank; equal ranks by hash, so that the order never depends on who answered first.
    pub(super) fn compare(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.value.total_cmp(&other.rank.value).then_with(|| other.torrent.info_hash.cmp(&self.torrent.info_hash))
    }

    /// Whether anything became known that was not.
    fn join(&mut self, other: Torrent) -> bool {
        let mut is_news = self.sources.insert(other.source);
        let torrent = &mut self.torrent;
        let numbers = |torrent: &Torrent| {
            (torrent.size, torrent.size_exact, torrent.seeders, torrent.file_index, torrent.file_size)
        };
        let before = numbers(torrent);
        torrent.learn_size(other.size, other.size_exact);
        torrent.seeders = torrent.seeders.max(other.seeders);
        if torrent.tracker.is_none() && other.tracker.is_some() {
            torrent.tracker = other.tracker;
            is_news = true;
        }
        // A file's name, place and size belong together.
        if torrent.file_name.is_none() && other.file_name.is_some() {
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
            if telling(&parsed, &other.title) > telling(&self.parsed, &torrent.title) {
                torrent.title = other.title;
                self.parsed = parsed;
                is_news = true;
            }
        }
        is_news
    }

    /// What the sources say of the file inside.
    pub fn hint(&self) -> Hint<'_> {
        Hint {
            torrent_name: &self.torrent.title,
            file_index: self.torrent.file_index.map(i64::from),
            file_name: self.torrent.file_name.as_deref(),
            correction: None,
            lessons: &self.lessons,
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
pub(crate) mod tests {
    use super::*;
    use crate::title::{Ids, Kind};

    pub(crate) fn hash(digit: char) -> InfoHash {
        InfoHash::parse(&digit.to_string().repeat(40)).unwrap()
    }

    pub(crate) fn film() -> Wanted {
        Wanted {
            kind: Kind::Movie,
            ids: Ids::default(),
            name: "Sintel".to_owned(),
            aliases: Vec::new(),
            year: Some(2010),
            end_year: None,
            runtime_min: None,
            episode: None,
        }
    }

    fn pool() -> Pool {
        Pool::new(Arc::new(film()), vec![Store::RealDebrid], Past::new())
    }

    fn torrent(title: &str, source: SourceName) -> Torrent {
        Torrent::new(hash('a'), title, source)
    }

    #[test]
    fn one_torrent_from_two_sources_is_one_row_that_knows_the_best_of_both() {
        let mut pool = pool();
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
    fn a_size_to_the_byte_counts_more_than_a_rounded_one_whoever_came_first() {
        let rounded = Torrent { size: Some(1_503_238_554), ..torrent("Sintel 2010", SourceName::Nyaa) };
        let exact =
            Torrent { size: Some(1_500_000_000), size_exact: true, ..torrent("Sintel 2010", SourceName::Zilean) };
        for order in [[rounded.clone(), exact.clone()], [exact, rounded]] {
            let mut pool = pool();
            pool.merge(order.into());
            assert_eq!(pool.take_changed()[0].torrent.size, Some(1_500_000_000));
        }
    }

    #[test]
    fn a_files_name_brings_its_place_and_size() {
        let mut pool = pool();
        let bare = Torrent { file_index: Some(9), file_size: Some(1), ..torrent("Sintel 2010", SourceName::Comet) };
        let named = Torrent {
            file_index: Some(2),
            file_size: Some(700),
            file_name: Some("Sintel.mkv".to_owned()),
            ..torrent("Sintel 2010", SourceName::Torrentio)
        };
        pool.merge(vec![bare, named]);
        let row = &pool.take_changed()[0].torrent;
        assert_eq!((row.file_index, row.file_size, row.file_name.as_deref()), (Some(2), Some(700), Some("Sintel.mkv")));
    }

    #[test]
    fn what_no_check_answered_for_becomes_unknown_and_never_no() {
        let mut pool = pool();
        pool.merge(vec![torrent("Sintel", SourceName::Comet)]);
        assert_eq!((pool.take_unasked().len(), pool.take_unasked().len()), (1, 0), "each is given out once");
        assert_eq!(pool.give_up_checking(Store::RealDebrid), 1);
        assert_eq!(pool.into_found().candidates[0].cached, Some(CacheState::Unknown));
    }

    #[test]
    fn a_pick_is_told_once_and_again_only_when_it_is_another() {
        let mut pool = pool();
        pool.merge(vec![torrent("Sintel.2010.720p.WEB-DL", SourceName::Comet)]);
        assert_eq!(pool.take_new_pick().map(|(hash, _)| hash), Some(hash('a')));
        assert_eq!(pool.take_new_pick(), None);
        pool.merge(vec![Torrent::new(hash('b'), "Sintel.2010.1080p.BluRay", SourceName::Comet)]);
        assert_eq!(pool.take_new_pick().map(|(hash, _)| hash), Some(hash('b')));
        let held = Judged { hash: hash('a'), state: CacheState::Cached, files: Listed::Nothing };
        pool.judge(Store::RealDebrid, vec![held]);
        assert_eq!(pool.take_new_pick().map(|(hash, _)| hash), Some(hash('a')), "what plays at once comes first");
        assert_eq!((pool.checked_at(Store::RealDebrid), pool.cached()), ((1, 1), 1));
    }

    #[test]
    fn each_service_speaks_for_itself_and_the_row_for_all() {
        let stores = vec![Store::RealDebrid, Store::TorBox];
        let mut pool = Pool::new(Arc::new(film()), stores, Past::new());
        pool.merge(vec![torrent("Sintel.2010.1080p", SourceName::Comet)]);
        let says = |state| vec![Judged { hash: hash('a'), state, files: Listed::Nothing }];
        pool.judge(Store::RealDebrid, says(CacheState::NotCached));
        assert_eq!(pool.rows[0].cached, None, "the other may hold it");
        pool.judge(Store::TorBox, says(CacheState::Cached));
        let row = &pool.rows[0];
        assert_eq!(row.cached, Some(CacheState::Cached));
        assert_eq!(row.services[&Store::RealDebrid].cached, Some(CacheState::NotCached));
    }

    #[test]
    fn what_really_happened_counts_more_than_what_a_check_says() {
        let at = jiff::Timestamp::from_second(1_000).unwrap();
        let before = |outcome| Before { outcome, at, age: std::time::Duration::from_hours(72) };
        let past = |outcome| Past::from([((hash('a'), Store::RealDebrid), before(outcome))]);
        let says = |state| vec![Judged { hash: hash('a'), state, files: Listed::Nothing }];
        let cases = [
            (Outcome::Worked, CacheState::Unknown, CacheState::Cached),
            (Outcome::Legal, CacheState::Cached, CacheState::NotCached),
            (Outcome::DeadLink, CacheState::Cached, CacheState::Cached),
        ];
        for (outcome, said, expected) in cases {
            let mut pool = Pool::new(Arc::new(film()), vec![Store::RealDebrid], past(outcome));
            pool.merge(vec![torrent("Sintel.2010.1080p", SourceName::Comet)]);
            let verdicts = pool.judge(Store::RealDebrid, says(said));
            assert_eq!(verdicts[0].state, expected, "{outcome:?} three days ago");
        }
    }

    #[test]
    fn what_is_in_the_account_is_marked_whether_it_was_known_before_or_after() {
        let mut pool = pool();
        pool.merge(vec![torrent("Sintel.2010.1080p", SourceName::Comet)]);
        pool.take_changed();
        pool.know_cloud(Store::RealDebrid, Arc::new(HashSet::from([hash('a'), hash('b')])));
        assert!(pool.take_changed()[0].in_cloud());
        pool.merge(vec![Torrent::new(hash('b'), "Sintel 2010", SourceName::Nyaa)]);
        assert!(pool.take_changed()[0].in_cloud());
    }
}
