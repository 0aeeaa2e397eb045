//! One row of a search: a torrent and everything known about it.

use std::collections::BTreeSet;
use std::sync::Arc;

use release_name::ReleaseName;

use super::{ChosenFile, Hint, Lesson, Outcome, PastOutcome, Question, Rank, Scope, Services};
use crate::debrid::CacheState;
use crate::names;
use crate::torrent::{Offer, Promise, SourceName, Torrent};

/// A torrent and everything known about it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Merged from all sources: the best-known sizes, the most seeders, every tracker, the most informative title.
    /// `source` is the first that reported it.
    pub torrent: Torrent,
    /// Every source that reported it.
    pub sources: BTreeSet<SourceName>,
    pub parsed: Arc<ReleaseName>,
    /// The state over all services and links: cached when one holds it, else unknown when one does not know, else not
    /// cached once every service answered; `None` before that.
    pub cached: Option<CacheState>,
    /// One for each service in use.
    pub services: Services,
    pub file: Option<ChosenFile>,
    /// A service listed its files and none is the one wanted.
    pub lacks_file: bool,
    /// The corrections the person made to its files.
    pub lessons: Arc<[Lesson]>,
    pub rank: Rank,
}

impl Candidate {
    /// Creates a row from what one source reported.
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

    /// Returns whether the app may try it without being told to: not if the service does not hold it, nor if its name
    /// or files are something else.
    pub fn is_worth_trying(&self) -> bool {
        self.is_playable() && self.cached != Some(CacheState::NotCached) && !self.lacks_file && self.rank.value > 0.0
    }

    /// Returns the links that a player opens, those that play at once first.
    pub fn direct(&self) -> Vec<&Arc<Offer>> {
        let mut direct: Vec<_> = self.torrent.offers.iter().filter(|offer| offer.is_playable()).collect();
        direct.sort_by_key(|offer| std::cmp::Reverse(offer.promise));
        direct
    }

    /// Returns whether it can be played at all: there is a torrent, or a link that a player opens. What is left opens in
    /// the browser.
    pub fn is_playable(&self) -> bool {
        !self.torrent.is_link || self.torrent.offers.iter().any(|offer| offer.is_playable())
    }

    /// Returns whether it is in the person's account at one of the services.
    pub fn in_cloud(&self) -> bool {
        self.services.all().any(|(_, at)| at.in_cloud)
    }

    /// Returns the latest success on this machine with any service; without one, the latest failure.
    pub fn before(&self) -> Option<&PastOutcome> {
        let all = self.services.all().filter_map(|(_, at)| at.before.as_ref());
        all.max_by_key(|before| (before.outcome == Outcome::Worked, before.at))
    }

    /// Returns whether every service that may have it is expected to refuse it.
    pub fn is_likely_refused(&self) -> bool {
        let mut may = self.services.all().filter(|(_, at)| at.state() == self.cached).peekable();
        may.peek().is_some() && may.all(|(_, at)| at.likely_refusal().is_some())
    }

    /// Returns the size in bytes of the file that would play: the chosen one, the one a source names, or the whole
    /// torrent where it holds a single film or episode.
    pub fn play_size(&self, scope: Scope) -> Option<u64> {
        let chosen = self.file.as_ref().and_then(|file| file.size).or(self.torrent.file_size);
        chosen.or_else(|| self.torrent.size.filter(|_| scope == Scope::Single))
    }

    /// Returns the hints of the sources about the file inside.
    pub fn hint(&self) -> Hint<'_> {
        Hint {
            torrent_name: &self.torrent.title,
            proof: self.torrent.proof,
            file_index: self.torrent.file_index.map(i64::from),
            file_name: self.torrent.file_name.as_deref(),
            correction: None,
            lessons: &self.lessons,
        }
    }

    /// Returns whether `question` holds everything that is known now about the file inside.
    pub(crate) fn is_asked_as(&self, question: &Question) -> bool {
        let torrent = &self.torrent;
        question.torrent_name == torrent.title
            && question.proof == torrent.proof
            && question.file_name == torrent.file_name
            && question.file_index == torrent.file_index.map(i64::from)
    }

    /// Returns what a cache check needs to know about the row.
    pub(crate) fn question(&self) -> Question {
        Question {
            hash: self.torrent.info_hash,
            torrent_name: self.torrent.title.clone(),
            file_index: self.torrent.file_index.map(i64::from),
            file_name: self.torrent.file_name.clone(),
            proof: self.torrent.proof,
            lessons: Arc::clone(&self.lessons),
        }
    }

    /// Derives the overall cache state from the services and the links.
    pub(crate) fn settle(&mut self) {
        let offers = self.torrent.offers.iter().filter(|offer| offer.is_playable());
        let promised: Vec<Option<CacheState>> = offers
            .map(|offer| match offer.promise {
                Promise::Held => Some(CacheState::Cached),
                Promise::Unknown => Some(CacheState::Unknown),
                Promise::NotHeld => Some(CacheState::NotCached),
            })
            .collect();
        let states = || self.services.all().map(|(_, at)| at.state()).chain(promised.iter().copied());
        let has = |state| states().any(|said| said == Some(state));
        self.cached = if has(CacheState::Cached) {
            Some(CacheState::Cached)
        } else if has(CacheState::Unknown) {
            Some(CacheState::Unknown)
        } else if states().count() > 0 && states().all(|said| said.is_some()) {
            Some(CacheState::NotCached)
        } else if self.is_playable() {
            None
        } else {
            Some(CacheState::Unknown)
        };
    }

    /// Compares by rank, then by hash, so that the order never depends on which source answered first.
    pub(crate) fn compare(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.value.total_cmp(&other.rank.value).then_with(|| other.torrent.info_hash.cmp(&self.torrent.info_hash))
    }
}
