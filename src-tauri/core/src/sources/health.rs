//! Each source's health and its circuit breaker. After three temporary failures in a row a source rests, a little
//! longer each time; after the rest one request tries it while the others wait for the outcome. A request that the
//! person makes by hand always goes through.
//!
//! The rules are pure functions with the time as an argument; [`Health`] shares their state.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use super::SourceError;
use crate::age;
use crate::day;

/// The number of temporary failures in a row after which a source rests.
const ENOUGH: u32 = 3;
const FIRST_REST: Duration = Duration::from_mins(1);
const LONGEST_REST: Duration = Duration::from_mins(30);
/// The longest rest that a server's own `Retry-After` can cause.
const LONGEST_ASKED: Duration = Duration::from_hours(1);
const DAYS: usize = 7;

/// The health of one source, for showing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceHealth {
    /// The name used in settings and logs.
    pub source: String,
    /// The outcome of the last request; `None` before the first.
    pub last: Option<LastOutcome>,
    pub last_good: Option<Timestamp>,
    /// The duration of the last successful request.
    pub latency: Option<Duration>,
    /// The remaining rest; `None` while the source is asked as usual.
    pub resting: Option<Duration>,
    /// The counts of the last seven UTC days, today last.
    pub days: [Day; DAYS],
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastOutcome {
    pub at: Timestamp,
    /// `None` when the request succeeded.
    pub error: Option<SourceError>,
    /// The HTTP status, where the outcome tells it.
    pub status: Option<u16>,
}

/// The number of answers and failures of a source on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    pub good: u32,
    pub bad: u32,
}

/// What caused a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// A search, which leaves out a source that rests.
    Search,
    /// The person asked this very source by hand, so it is asked even while it rests.
    Hand,
}

/// One source's state, as stored between runs.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct State {
    last: Option<LastOutcome>,
    last_good: Option<Timestamp>,
    latency_ms: Option<u64>,
    /// The number of temporary failures in a row.
    in_a_row: u32,
    /// The number of rests in a row; each is longer than the one before.
    rests: u32,
    resting_until: Option<Timestamp>,
    days: BTreeMap<Date, Day>,
    /// True while the trial request after a rest is running.
    #[serde(skip)]
    trying: bool,
}

/// How the breaker lets a request through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leave {
    Usual,
    /// The trial after a rest: its outcome decides whether other requests may follow.
    Trial,
}

impl State {
    fn enter(&mut self, asker: Asker, now: Timestamp) -> Result<Leave, Duration> {
        let resting = self.resting(now);
        match (asker, self.resting_until) {
            (Asker::Hand, _) | (Asker::Search, None) => Ok(Leave::Usual),
            (Asker::Search, Some(_)) if resting.is_some() || self.trying => Err(resting.unwrap_or_default()),
            (Asker::Search, Some(_)) => {
                self.trying = true;
                Ok(Leave::Trial)
            }
        }
    }

    /// Returns the remaining rest. Treats a rest that ends later than any rest could, because the clock was set back,
    /// as over.
    fn resting(&self, now: Timestamp) -> Option<Duration> {
        let left = Duration::try_from(self.resting_until?.duration_since(now)).ok()?;
        (!left.is_zero() && left <= LONGEST_ASKED).then_some(left)
    }

    fn end(&mut self, outcome: Result<(), &SourceError>, took: Duration, now: Timestamp) {
        self.trying = false;
        let day = self.days.entry(day::of(now)).or_default();
        match outcome {
            Ok(()) => {
                day.good += 1;
                self.last_good = Some(now);
                self.latency_ms = u64::try_from(took.as_millis()).ok();
            }
            Err(_) => day.bad += 1,
        }
        // Also those after today, from when the clock was wrong: they would never be over.
        let today = day::of(now);
        self.days.retain(|date, _| *date <= today);
        while self.days.len() > DAYS {
            self.days.pop_first();
        }
        let error = outcome.err().cloned();
        let asked = match &error {
            Some(SourceError::RateLimited { retry_after }) => Some(*retry_after),
            Some(SourceError::Blocked | SourceError::Timeout(_) | SourceError::Unreachable(_)) => Some(None),
            // The server answered, so it is up, however useless the answer.
            Some(
                SourceError::Refused(_)
                | SourceError::Malformed(_)
                | SourceError::Said(_)
                | SourceError::Resting { .. },
            )
            | None => None,
        };
        let status = match &error {
            None => Some(200),
            Some(SourceError::RateLimited { .. }) => Some(429),
            Some(SourceError::Refused(status)) => Some(*status),
            Some(
                SourceError::Blocked
                | SourceError::Timeout(_)
                | SourceError::Unreachable(_)
                | SourceError::Malformed(_)
                | SourceError::Said(_)
                | SourceError::Resting { .. },
            ) => None,
        };
        self.last = Some(LastOutcome { at: now, error, status });
        let Some(asked) = asked else {
            (self.in_a_row, self.rests, self.resting_until) = (0, 0, None);
            return;
        };
        self.in_a_row += 1;
        if self.in_a_row >= ENOUGH {
            let growing = FIRST_REST.saturating_mul(1 << self.rests.min(8)).min(LONGEST_REST);
            let rest = asked.map_or(growing, |asked| asked.min(LONGEST_ASKED));
            self.rests += 1;
            self.resting_until = now.checked_add(rest).ok();
        }
    }

    fn shown(&self, source: &str, now: Timestamp) -> SourceHealth {
        let today = day::of(now);
        let mut days = [Day::default(); DAYS];
        for (back, day) in days.iter_mut().rev().enumerate() {
            let date = i64::try_from(back).ok().and_then(|back| today.checked_sub(back.days()).ok());
            *day = date.and_then(|date| self.days.get(&date)).copied().unwrap_or_default();
        }
        // What is from the future was noted by a clock that was wrong, and says nothing of now.
        let is_past = |at: Timestamp| age::since(at.as_second(), now.as_second()).is_some();
        SourceHealth {
            source: source.to_owned(),
            last: self.last.clone().filter(|last| is_past(last.at)),
            last_good: self.last_good.filter(|at| is_past(*at)),
            latency: self.latency_ms.map(Duration::from_millis),
            resting: self.resting(now),
            days,
        }
    }
}

/// The state of every source, shared by all searches. Cheap to clone. It does no disk I/O: its owner stores what
/// [`Health::kept`] returns.
#[derive(Clone, Debug, Default)]
pub struct Health {
    states: Arc<Mutex<BTreeMap<String, State>>>,
}

/// The health of all sources as stored between runs, keyed by the name used in settings and logs.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeptHealth(BTreeMap<String, State>);

impl Health {
    /// Restores the state that the last run stored.
    pub fn from_kept(kept: KeptHealth) -> Self {
        Self { states: Arc::new(Mutex::new(kept.0)) }
    }

    /// Returns the state to store for the next run.
    pub fn kept(&self) -> KeptHealth {
        KeptHealth(self.states().clone())
    }

    /// Lets a request through to a source, or returns [`SourceError::Resting`] with the remaining rest. Dropping the
    /// returned [`Asking`] without calling [`Asking::end`] records nothing and lets another request be the trial.
    pub fn enter(&self, source: &str, asker: Asker, now: Timestamp) -> Result<Asking, SourceError> {
        let leave = self.states().entry(source.to_owned()).or_default().enter(asker, now);
        let leave = leave.map_err(|left| SourceError::Resting { left })?;
        Ok(Asking { health: self.clone(), source: source.to_owned(), leave })
    }

    /// Returns the health of each source that was ever asked, sorted by name.
    pub fn snapshot(&self, now: Timestamp) -> Vec<SourceHealth> {
        self.states().iter().map(|(source, state)| state.shown(source, now)).collect()
    }

    /// Deletes the state of a source that was removed, or whose name another source now has.
    pub fn forget(&self, source: &str) {
        self.states().remove(source);
    }

    fn states(&self) -> MutexGuard<'_, BTreeMap<String, State>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running request to a source.
#[derive(Debug)]
pub struct Asking {
    health: Health,
    source: String,
    leave: Leave,
}

impl Asking {
    /// Records the outcome of the request and how long it took.
    pub fn end(self, outcome: Result<(), &SourceError>, took: Duration, now: Timestamp) {
        self.health.states().entry(self.source.clone()).or_default().end(outcome, took, now);
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        if self.leave == Leave::Trial
            && let Some(state) = self.health.states().get_mut(&self.source)
        {
            state.trying = false;
        }
    }
}
