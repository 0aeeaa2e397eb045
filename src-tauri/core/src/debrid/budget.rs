//! Rate limits for debrid services. The whole app shares one token bucket a service; it also counts the calls of the
//! last minute and keeps the pause a service asked for. Only [`Budget`] reads the clock, everything below takes the
//! time as an argument.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;

use super::{DebridError, Store};

const MINUTE: Duration = Duration::from_mins(1);
/// A call waits at most this long for the end of a pause the service asked for. If the pause is longer, the call fails
/// at once.
pub(super) const PATIENCE: Duration = Duration::from_secs(4);
/// The pause after a 429 that does not say how long to wait.
const SILENCE: Duration = Duration::from_secs(15);
const LONGEST_SILENCE: Duration = Duration::from_mins(10);
/// How long nothing is added after the service reported too many active torrents or a fair-use limit: only the person
/// can mend those.
const NO_ADDS: Duration = Duration::from_secs(10);
/// The most adds under way at one service.
const ADDS: usize = 2;

/// What a call is for. During a long pause the service asked for, calls that tidy up wait and all others fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Look,
    /// Adds a torrent or makes a link.
    Get,
    /// Removes what was added. Waits for a turn, but is never refused.
    Tidy,
}

/// The size of a token bucket: calls a minute, and how many of them may come at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    pub per_minute: u32,
    pub at_once: u32,
}

impl Rate {
    /// Returns the app's limit, well below what the services publish (Real-Debrid 250 a minute, TorBox 300, AllDebrid
    /// 600): one call here is up to three of StremThru's own, and the person may have other programs on the same
    /// account.
    pub fn of(store: Store) -> Self {
        let per_minute = match store {
            Store::RealDebrid => 200,
            Store::AllDebrid => 240,
            Store::TorBox | Store::Premiumize => 150,
            Store::DebridLink
            | Store::EasyDebrid
            | Store::Offcloud
            | Store::PikPak
            | Store::Debrider
            | Store::Torrin
            | Store::OneFichier => 100,
        };
        Self { per_minute, at_once: per_minute / 4 }
    }
}

/// The rate limits of one service, shared by all its callers.
#[derive(Debug)]
pub struct Budget {
    bucket: Mutex<Bucket>,
    adds: Semaphore,
}

#[derive(Debug)]
struct Bucket {
    rate: Rate,
    left: f64,
    filled_at: Instant,
    recent: VecDeque<Instant>,
    total: u64,
    /// The end of the pause the service asked for with a 429.
    quiet_until: Option<Instant>,
    no_adds_until: Option<Instant>,
}

#[derive(Debug, PartialEq)]
enum Turn {
    Go,
    Wait(Duration),
    Refused(DebridError),
}

impl Budget {
    pub fn new(rate: Rate) -> Arc<Self> {
        Arc::new(Self { bucket: Mutex::new(Bucket::new(rate, Instant::now())), adds: Semaphore::new(ADDS) })
    }

    pub fn of(store: Store) -> Arc<Self> {
        Self::new(Rate::of(store))
    }

    /// Waits until a call may be sent. Fails at once during a longer pause than a call waits for, and for adds after
    /// the service's limit was reached.
    pub(super) async fn turn(&self, purpose: Purpose) -> Result<(), DebridError> {
        loop {
            let turn = self.bucket().turn(purpose, Instant::now());
            match turn {
                Turn::Go => return Ok(()),
                Turn::Wait(pause) => tokio::time::sleep(pause).await,
                Turn::Refused(error) => return Err(error),
            }
        }
    }

    /// Waits for a place among the adds under way. Never returns `None`, because the semaphore is never closed.
    pub(super) async fn add_slot(&self) -> Option<SemaphorePermit<'_>> {
        self.adds.acquire().await.ok()
    }

    /// Records a refusal: after `RateLimited` no call is sent for a while, after `LimitExceeded` nothing is added.
    pub(crate) fn note_error(&self, error: &DebridError) {
        self.bucket().note_error(error, Instant::now());
    }

    /// Returns the error a call would fail with now, if the service's pause is longer than a call waits for.
    pub(crate) fn silence(&self) -> Option<DebridError> {
        let quiet = self.bucket().quiet_for(Instant::now());
        (quiet > PATIENCE).then_some(DebridError::RateLimited { retry_after: Some(quiet) })
    }

    /// Forgets earlier refusals. Called when the person changed something that may have mended their cause.
    pub fn end_silence(&self) {
        let mut bucket = self.bucket();
        bucket.quiet_until = None;
        bucket.no_adds_until = None;
    }

    pub fn calls_last_minute(&self) -> usize {
        let mut bucket = self.bucket();
        bucket.forget_old(Instant::now());
        bucket.recent.len()
    }

    /// Returns the number of calls since the app started.
    pub fn calls(&self) -> u64 {
        self.bucket().total
    }

    fn bucket(&self) -> MutexGuard<'_, Bucket> {
        self.bucket.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Bucket {
    fn new(rate: Rate, now: Instant) -> Self {
        Self {
            rate,
            left: f64::from(rate.at_once.max(1)),
            filled_at: now,
            recent: VecDeque::new(),
            total: 0,
            quiet_until: None,
            no_adds_until: None,
        }
    }

    fn turn(&mut self, purpose: Purpose, now: Instant) -> Turn {
        let quiet = self.quiet_for(now);
        if quiet > PATIENCE && purpose != Purpose::Tidy {
            return Turn::Refused(DebridError::RateLimited { retry_after: Some(quiet) });
        }
        if !quiet.is_zero() {
            return Turn::Wait(quiet.min(MINUTE));
        }
        if purpose == Purpose::Get && self.no_adds_until.is_some_and(|until| until > now) {
            return Turn::Refused(DebridError::LimitExceeded);
        }
        let per_second = f64::from(self.rate.per_minute.max(1)) / 60.0;
        let grown = now.saturating_duration_since(self.filled_at).as_secs_f64() * per_second;
        self.left = (self.left + grown).min(f64::from(self.rate.at_once.max(1)));
        self.filled_at = now;
        if self.left < 1.0 {
            return Turn::Wait(Duration::from_secs_f64(((1.0 - self.left) / per_second).max(0.001)));
        }
        self.left -= 1.0;
        self.total += 1;
        self.forget_old(now);
        self.recent.push_back(now);
        Turn::Go
    }

    fn note_error(&mut self, error: &DebridError, now: Instant) {
        match error {
            DebridError::RateLimited { retry_after } => {
                let until = now + retry_after.unwrap_or(SILENCE).min(LONGEST_SILENCE);
                // Calls that were under way together may each be refused: the longest pause counts.
                self.quiet_until = self.quiet_until.max(Some(until));
                self.left = 0.0;
            }
            DebridError::LimitExceeded => self.no_adds_until = Some(now + NO_ADDS),
            _ => {}
        }
    }

    fn quiet_for(&self, now: Instant) -> Duration {
        self.quiet_until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    fn forget_old(&mut self, now: Instant) {
        while self.recent.front().is_some_and(|at| now.saturating_duration_since(*at) >= MINUTE) {
            self.recent.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { per_minute: 60, at_once: 2 };

    fn at(start: Instant, seconds: f64) -> Instant {
        start + Duration::from_secs_f64(seconds)
    }

    #[test]
    fn calls_come_at_once_as_long_as_the_bucket_lasts_and_then_one_by_one() {
        let start = Instant::now();
        let mut bucket = Bucket::new(RATE, start);
        assert_eq!(bucket.turn(Purpose::Look, start), Turn::Go);
        assert_eq!(bucket.turn(Purpose::Look, start), Turn::Go);
        assert_eq!(bucket.turn(Purpose::Look, start), Turn::Wait(Duration::from_secs(1)));
        assert_eq!(bucket.turn(Purpose::Look, at(start, 1.0)), Turn::Go);
        let mut calls = 0;
        for tenth in 0..600_u32 {
            calls += u32::from(bucket.turn(Purpose::Look, at(start, 10.0 + f64::from(tenth) / 10.0)) == Turn::Go);
        }
        assert!((60..=62).contains(&calls), "a minute's worth in a minute: {calls}");
        assert!(bucket.recent.len() <= 62, "and only the last minute is counted");
    }

    #[test]
    fn a_service_that_says_too_often_is_left_alone_by_everybody() {
        let start = Instant::now();
        let mut bucket = Bucket::new(RATE, start);
        bucket.note_error(&DebridError::RateLimited { retry_after: Some(Duration::from_secs(30)) }, start);
        let refused = DebridError::RateLimited { retry_after: Some(Duration::from_secs(20)) };
        assert_eq!(bucket.turn(Purpose::Look, at(start, 10.0)), Turn::Refused(refused), "and says for how long");
        assert!(matches!(bucket.turn(Purpose::Tidy, at(start, 10.0)), Turn::Wait(_)), "tidying up waits its turn");
        assert!(matches!(bucket.turn(Purpose::Get, at(start, 28.0)), Turn::Wait(_)), "the end is near enough to wait");
        assert_eq!(bucket.turn(Purpose::Get, at(start, 31.0)), Turn::Go);
    }

    #[test]
    fn a_shorter_silence_does_not_end_a_longer_one() {
        let start = Instant::now();
        let mut bucket = Bucket::new(RATE, start);
        for seconds in [60, 1] {
            bucket.note_error(&DebridError::RateLimited { retry_after: Some(Duration::from_secs(seconds)) }, start);
        }
        assert!(matches!(bucket.turn(Purpose::Look, at(start, 30.0)), Turn::Refused(_)));
    }

    #[test]
    fn a_full_account_takes_nothing_more_and_can_still_be_looked_at() {
        let start = Instant::now();
        let mut bucket = Bucket::new(RATE, start);
        bucket.note_error(&DebridError::LimitExceeded, start);
        assert_eq!(bucket.turn(Purpose::Get, at(start, 1.0)), Turn::Refused(DebridError::LimitExceeded));
        assert_eq!(bucket.turn(Purpose::Look, at(start, 1.0)), Turn::Go);
        assert_eq!(bucket.turn(Purpose::Tidy, at(start, 1.0)), Turn::Go, "which may be what makes room");
    }
}
