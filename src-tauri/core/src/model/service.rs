//! What a debrid service reports about a torrent, and the outcome of earlier attempts there.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

use crate::debrid::{CacheState, Store};
use crate::torrent::InfoHash;

const DAY: Duration = Duration::from_hours(24);

/// What one service reports about a torrent, and the outcome of the last attempt there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AtService {
    /// The result of the cache check; `None` until it answered.
    pub cached: Option<CacheState>,
    /// It is in the person's account there already.
    pub in_cloud: bool,
    /// The outcome of the last attempt on this machine.
    pub before: Option<PastOutcome>,
    /// Why it is likely to refuse the torrent; see [`likely_refusal`](Self::likely_refusal).
    pub refusal: Option<ExpectedRefusal>,
}

impl AtService {
    /// Returns why the service is likely to refuse the torrent, unless it has it already or has been asked.
    pub fn likely_refusal(&self) -> Option<&ExpectedRefusal> {
        let is_told = self.in_cloud || self.before.as_ref().is_some_and(|before| before.verdict().is_some());
        self.refusal.as_ref().filter(|_| !is_told)
    }

    /// Returns the state that the last attempt proved, else that of the cache check.
    pub fn state(&self) -> Option<CacheState> {
        self.before.as_ref().and_then(PastOutcome::verdict).or(self.cached)
    }
}

/// What each service in use reports about a torrent, in the person's order. A list, because the services are few.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Services(Vec<(Store, AtService)>);

impl Services {
    pub fn get(&self, store: Store) -> Option<&AtService> {
        self.0.iter().find(|(of, _)| *of == store).map(|(_, at)| at)
    }

    pub fn all(&self) -> impl Iterator<Item = (Store, &AtService)> {
        self.0.iter().map(|(store, at)| (*store, at))
    }

    /// Returns the entry of a service for changing, adding an empty one if there is none.
    pub fn at(&mut self, store: Store) -> &mut AtService {
        let place = self.0.iter().position(|(of, _)| *of == store).unwrap_or_else(|| {
            self.0.push((store, AtService::default()));
            self.0.len() - 1
        });
        &mut self.0[place].1
    }

    /// Removes the services that are not in use.
    pub fn keep(&mut self, stores: &[Store]) {
        self.0.retain(|(store, _)| stores.contains(store));
    }
}

impl FromIterator<(Store, AtService)> for Services {
    fn from_iter<I: IntoIterator<Item = (Store, AtService)>>(services: I) -> Self {
        Self(services.into_iter().collect())
    }
}

/// The outcome of an attempt to link a torrent at a service.
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

/// The outcome of the last attempt and how long ago it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastOutcome {
    pub outcome: Outcome,
    pub at: Timestamp,
    pub age: Duration,
}

impl PastOutcome {
    /// Returns the cache state this outcome proves, which overrides a cache check; `None` when it is too old.
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

    /// Returns the words shown to people.
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

/// What became of a torrent of that name at a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedOutcome {
    pub store: Store,
    pub name: String,
    pub outcome: Outcome,
}

/// Why a service is expected to refuse a torrent by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedRefusal {
    /// The service is known to refuse names with this text.
    Text(&'static str),
    /// It refused a release of the same title, form and group.
    Alike,
    /// It refused so many releases of the group and took none.
    Group { group: String, refused: u32 },
}

impl ExpectedRefusal {
    /// Returns the words shown to people.
    pub fn words(&self, store: Store) -> String {
        match self {
            Self::Text(text) => format!("{store} is known to refuse names with \u{201c}{text}\u{201d}"),
            Self::Alike => format!("{store} refused a release named like this one"),
            Self::Group { group, refused } => {
                format!("{store} refused all {refused} releases of {group} that were tried")
            }
        }
    }
}

/// The last outcome for each torrent and service.
pub type Past = HashMap<(InfoHash, Store), PastOutcome>;
