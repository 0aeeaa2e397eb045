//! One row: a torrent, everything known of it, and how it learns what another source knew.

use std::collections::BTreeSet;
use std::sync::Arc;

use release_name::ReleaseName;

use crate::debrid::{CacheState, Store};
use crate::names;
use crate::pipeline::cache_check::Question;
use crate::pipeline::rank::Rank;
use crate::pipeline::select::{Hint, Lesson, Reason, is_video};
use crate::store::{Before, Outcome};
use crate::torrent::{SourceName, Torrent};

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

/// What each service in use says of a torrent, in the person's order: few enough to be looked through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Services(Vec<(Store, AtService)>);

impl Services {
    pub fn get(&self, store: Store) -> Option<&AtService> {
        self.0.iter().find(|(of, _)| *of == store).map(|(_, at)| at)
    }

    pub fn all(&self) -> impl Iterator<Item = (Store, &AtService)> {
        self.0.iter().map(|(store, at)| (*store, at))
    }

    /// What the service says, to be changed: nothing yet for one that was not there.
    pub fn at(&mut self, store: Store) -> &mut AtService {
        let place = self.0.iter().position(|(of, _)| *of == store).unwrap_or_else(|| {
            self.0.push((store, AtService::default()));
            self.0.len() - 1
        });
        &mut self.0[place].1
    }

    pub(super) fn keep(&mut self, stores: &[Store]) {
        self.0.retain(|(store, _)| stores.contains(store));
    }
}

impl FromIterator<(Store, AtService)> for Services {
    fn from_iter<I: IntoIterator<Item = (Store, AtService)>>(services: I) -> Self {
        Self(services.into_iter().collect())
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
    pub services: Services,
    pub file: Option<ChosenFile>,
    /// The service listed its files and none is the one wanted.
    pub lacks_file: bool,
    /// What the person said of its files.
    pub lessons: Arc<[Lesson]>,
    pub rank: Rank,
}

const MOST_TRACKERS: usize = 20;

impl Candidate {
    /// A row as one source told of it.
    pub fn new(torrent: Torrent) -> Self {
        Self {
            sources: BTreeSet::from([torrent.source]),
            parsed: names::read(&torrent.title),
            torrent,
            cached: None,
            services: Services::default(),
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
        self.services.all().any(|(_, at)| at.in_cloud)
    }

    /// The latest success here, with any service; else the latest failure.
    pub fn before(&self) -> Option<&Before> {
        let all = self.services.all().filter_map(|(_, at)| at.before.as_ref());
        all.max_by_key(|before| (before.outcome == Outcome::Worked, before.at))
    }

    /// Sees the services together.
    pub(super) fn settle(&mut self) {
        let states = || self.services.all().map(|(_, at)| at.state());
        let has = |state| states().any(|said| said == Some(state));
        self.cached = if has(CacheState::Cached) {
            Some(CacheState::Cached)
        } else if has(CacheState::Unknown) {
            Some(CacheState::Unknown)
        } else if states().count() > 0 && states().all(|said| said.is_some()) {
            Some(CacheState::NotCached)
        } else {
            None
        };
    }

    pub(super) fn question(&self) -> Question {
        Question {
            hash: self.torrent.info_hash,
            torrent_name: self.torrent.title.clone(),
            file_index: self.torrent.file_index.map(i64::from),
            file_name: self.torrent.file_name.clone(),
            lessons: Arc::clone(&self.lessons),
        }
    }

    /// By rank; equal ranks by hash, so that the order never depends on who answered first.
    pub(in crate::pipeline) fn compare(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.value.total_cmp(&other.rank.value).then_with(|| other.torrent.info_hash.cmp(&self.torrent.info_hash))
    }

    /// Whether anything became known that was not.
    pub(super) fn join(&mut self, other: Torrent) -> bool {
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
