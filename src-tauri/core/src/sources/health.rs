//! How each source has been doing, and when one that keeps failing is left in peace: three failures in a row that say "not
//! now" make it rest, a little longer each time; after the rest one request tries, and decides for the others. A person who
//! asks by hand is always let through.
//!
//! The rules are values in, values out, with the time as an argument; [`Health`] shares them.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use super::SourceError;
use crate::day;

/// So many failures in a row are no accident.
const ENOUGH: u32 = 3;
const FIRST_REST: Duration = Duration::from_mins(1);
const LONGEST_REST: Duration = Duration::from_mins(30);
/// A server's own word is taken up to here.
const LONGEST_ASKED: Duration = Duration::from_hours(1);
const DAYS: usize = 7;

/// What is known of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceHealth {
    /// By the name settings and logs use.
    pub source: String,
    /// What the last request came to; `None` before the first.
    pub last: Option<LastOutcome>,
    pub last_good: Option<Timestamp>,
    /// How long the last good answer took.
    pub latency: Option<Duration>,
    /// How long it still rests; `None` while it is asked as usual.
    pub resting: Option<Duration>,
    /// The last seven days by UTC, today last.
    pub days: [Day; DAYS],
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastOutcome {
    pub at: Timestamp,
    /// `None` when it was good.
    pub error: Option<SourceError>,
    /// The HTTP status, where the outcome tells it.
    pub status: Option<u16>,
}

/// How often a source answered and failed on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    pub good: u32,
    pub bad: u32,
}

/// Who wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// A search, for the person's convenience.
    Search,
    /// The person, of this very source.
    Hand,
}

/// One source's state, as it is kept between runs.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct State {
    last: Option<LastOutcome>,
    last_good: Option<Timestamp>,
    latency_ms: Option<u64>,
    /// Failures in a row that say "not now".
    in_a_row: u32,
    /// Rests in a row.
    rests: u32,
    resting_until: Option<Timestamp>,
    days: BTreeMap<Date, Day>,
    /// The request that ends a rest is under way.
    #[serde(skip)]
    trying: bool,
}

/// What a request may do, seen from the breaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leave {
    Usual,
    /// It tries for all the others.
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

    /// What is left of its rest. A rest that could not have begun by this clock is over.
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
        while self.days.len() > DAYS {
            self.days.pop_first();
        }
        let error = outcome.err().cloned();
        let asked = match &error {
            Some(SourceError::RateLimited { retry_after }) => Some(*retry_after),
            Some(SourceError::Blocked | SourceError::Timeout(_) | SourceError::Unreachable(_)) => Some(None),
            // It was there and spoke, however badly.
            Some(SourceError::Refused(_) | SourceError::Malformed(_) | SourceError::Resting { .. }) | None => None,
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
        SourceHealth {
            source: source.to_owned(),
            last: self.last.clone(),
            last_good: self.last_good,
            latency: self.latency_ms.map(Duration::from_millis),
            resting: self.resting(now),
            days,
        }
    }
}

/// Every source's state, shared by all searches. Cheap to clone. Knows nothing of a disk: who owns it keeps [`Health::kept`].
#[derive(Clone, Debug, Default)]
pub struct Health {
    states: Arc<Mutex<BTreeMap<String, State>>>,
}

/// What the next run has to know of the sources' health, by the name settings and logs use.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeptHealth(BTreeMap<String, State>);

impl Health {
    /// As the last run left it.
    pub fn from_kept(kept: KeptHealth) -> Self {
        Self { states: Arc::new(Mutex::new(kept.0)) }
    }

    /// What is worth keeping for the next run.
    pub fn kept(&self) -> KeptHealth {
        KeptHealth(self.states().clone())
    }

    /// Leave to ask a source, or how long it still rests. Leave that is dropped unused ends without a word.
    pub fn enter(&self, source: &str, asker: Asker, now: Timestamp) -> Result<Asking, SourceError> {
        let leave = self.states().entry(source.to_owned()).or_default().enter(asker, now);
        let leave = leave.map_err(|left| SourceError::Resting { left })?;
        Ok(Asking { health: self.clone(), source: source.to_owned(), leave })
    }

    /// What is known of each source that was ever asked, by name.
    pub fn snapshot(&self, now: Timestamp) -> Vec<SourceHealth> {
        self.states().iter().map(|(source, state)| state.shown(source, now)).collect()
    }

    /// Knows nothing of a source any more: it is gone, or another goes by its name.
    pub fn forget(&self, source: &str) {
        self.states().remove(source);
    }

    fn states(&self) -> MutexGuard<'_, BTreeMap<String, State>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request to a source, under way.
#[derive(Debug)]
pub struct Asking {
    health: Health,
    source: String,
    leave: Leave,
}

impl Asking {
    /// What it came to, and how long that took.
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
