//! What a debrid service says of a torrent, and what came of it there before.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

use crate::debrid::{CacheState, Store};
use crate::torrent::InfoHash;

const DAY: Duration = Duration::from_hours(24);

/// What one service says of a torrent, and what came of it there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AtService {
    /// What the check said; `None` until it answered.
    pub cached: Option<CacheState>,
    /// It is in the person's account there already.
    pub in_cloud: bool,
    /// What the last try on this machine came to.
    pub before: Option<PastOutcome>,
}

impl AtService {
    /// What really happened first, then what the check says.
    pub fn state(&self) -> Option<CacheState> {
        self.before.as_ref().and_then(PastOutcome::verdict).or(self.cached)
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

    /// Leaves out the services that are not in use.
    pub fn keep(&mut self, stores: &[Store]) {
        self.0.retain(|(store, _)| stores.contains(store));
    }
}

impl FromIterator<(Store, AtService)> for Services {
    fn from_iter<I: IntoIterator<Item = (Store, AtService)>>(services: I) -> Self {
        Self(services.into_iter().collect())
    }
}

/// What came of a torrent at a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A link was made and answered.
    Worked,
    /// Refused for legal reasons.
    Legal,
    /// It was added and the service did not hold it.
    NotHeld,
    /// A link could not be made, or led to something else.
    DeadLink,
}

impl Outcome {
    pub(crate) const ALL: [Self; 4] = [Self::Worked, Self::Legal, Self::NotHeld, Self::DeadLink];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Worked => "worked",
            Self::Legal => "legal",
            Self::NotHeld => "not_held",
            Self::DeadLink => "dead_link",
        }
    }
}

/// What came of the last try, and how long ago that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastOutcome {
    pub outcome: Outcome,
    pub at: Timestamp,
    pub age: Duration,
}

impl PastOutcome {
    /// What it says of the torrent now, over what a check says; `None` when it is too long ago.
    pub fn verdict(&self) -> Option<CacheState> {
        let (lasts, state) = match self.outcome {
            Outcome::Worked => (7 * DAY, CacheState::Cached),
            Outcome::Legal => (90 * DAY, CacheState::NotCached),
            Outcome::NotHeld | Outcome::DeadLink => (DAY / 4, CacheState::NotCached),
        };
        (self.age <= lasts).then_some(state)
    }

    pub fn days(&self) -> u32 {
        u32::try_from(self.age.as_secs() / DAY.as_secs()).unwrap_or(u32::MAX)
    }

    /// In words, for people.
    pub fn words(&self) -> String {
        let when = match self.days() {
            0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{days} days ago"),
        };
        match self.outcome {
            Outcome::Worked => format!("worked here {when}"),
            Outcome::Legal => format!("refused for legal reasons {when}"),
            Outcome::NotHeld => format!("not held by the service {when}"),
            Outcome::DeadLink => format!("its link was dead {when}"),
        }
    }
}

/// Every outcome known, by torrent and service.
pub type Past = HashMap<(InfoHash, Store), PastOutcome>;
