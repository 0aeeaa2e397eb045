//! Rate limits for each server: requests at a time, the time between two, requests an hour. Servers on this machine or
//! in a private network have no limits. The last hour's requests can be saved, so that they count in the next run.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use url::Url;

use super::{HttpError, is_private};

/// How often requests may go to one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HostLimits {
    /// Requests at a time.
    pub parallel: usize,
    /// At least this long from the start of one request to the start of the next.
    pub apart: Duration,
    /// Requests in any hour; `None` has no limit. Further requests fail with [`HttpError::UsedUp`].
    pub hourly: Option<usize>,
}

impl Default for HostLimits {
    fn default() -> Self {
        Self { parallel: 8, apart: Duration::ZERO, hourly: None }
    }
}

/// The times of the last hour's requests to servers with an hourly limit, by host, oldest first.
pub type AskedAt = BTreeMap<String, Vec<Timestamp>>;

/// The rate limits of all servers.
#[derive(Debug, Default)]
pub(super) struct Pace {
    servers: Mutex<HashMap<(String, HostLimits), Arc<Server>>>,
    remembered: Mutex<AskedAt>,
    has_news: AtomicBool,
}

/// Permission to send one request, which counts as under way until this is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _permit: Option<OwnedSemaphorePermit>,
}

#[derive(Debug)]
struct Server {
    slots: Arc<Semaphore>,
    log: Mutex<Log>,
}

impl Pace {
    /// Waits until a request may be sent. Fails at once when the hour's requests are used up.
    pub(super) async fn turn(&self, url: &Url, limits: HostLimits) -> Result<Turn, HttpError> {
        if is_private(url) {
            return Ok(Turn { _permit: None });
        }
        let server = self.server(url.host_str().unwrap_or_default(), limits);
        let permit = Arc::clone(&server.slots).acquire_owned().await.ok();
        let start = {
            let mut log = server.log.lock().unwrap_or_else(PoisonError::into_inner);
            log.enter(Instant::now(), Timestamp::now(), limits).map_err(|left| HttpError::UsedUp { left })?
        };
        self.has_news.fetch_or(limits.hourly.is_some(), Ordering::Relaxed);
        tokio::time::sleep_until(start).await;
        Ok(Turn { _permit: permit })
    }

    /// Restores the requests of an earlier run. Call it before the first request.
    pub(super) fn remember(&self, asked: AskedAt) {
        *self.remembered.lock().unwrap_or_else(PoisonError::into_inner) = asked;
    }

    /// Returns the requests to save; `None` if no counted request was sent since the last call.
    pub(super) fn news(&self) -> Option<AskedAt> {
        if !self.has_news.swap(false, Ordering::Relaxed) {
            return None;
        }
        let mut asked = self.remembered.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for ((host, _), server) in self.servers.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let log = server.log.lock().unwrap_or_else(PoisonError::into_inner);
            if !log.hour.is_empty() {
                asked.insert(host.clone(), log.hour.iter().copied().collect());
            }
        }
        Some(asked)
    }

    fn server(&self, host: &str, limits: HostLimits) -> Arc<Server> {
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = || {
            let slots = Arc::new(Semaphore::new(limits.parallel.max(1)));
            let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
            let asked = remembered.get(host).filter(|_| limits.hourly.is_some());
            let hour = asked.into_iter().flatten().copied().collect();
            Arc::new(Server { slots, log: Mutex::new(Log { last: None, hour }) })
        };
        Arc::clone(servers.entry((host.to_owned(), limits)).or_insert_with(fresh))
    }
}

const HOUR: Duration = Duration::from_hours(1);

/// When a server was asked.
#[derive(Debug, Default)]
struct Log {
    last: Option<Instant>,
    /// Requests of the last hour, oldest first, for servers with an hourly limit only. Wall clock times, because an
    /// [`Instant`] means nothing to the next run.
    hour: VecDeque<Timestamp>,
}

impl Log {
    /// Returns when the next request may start, or as the error how long until the hourly limit allows one. `clock` is
    /// the wall clock time of `now`.
    fn enter(&mut self, now: Instant, clock: Timestamp, limits: HostLimits) -> Result<Instant, Duration> {
        let start = self.last.map_or(now, |last| now.max(last + limits.apart));
        if let Some(most) = limits.hourly {
            let begins = clock.saturating_add(jiff::SignedDuration::try_from(start - now).unwrap_or_default());
            let begins = begins.unwrap_or(clock);
            // After the clock was set back, entries lie in the future: drop them, or they would never expire.
            self.hour
                .retain(|&asked| asked <= begins && Duration::try_from(begins - asked).is_ok_and(|ago| ago < HOUR));
            if let Some(&first) = self.hour.front().filter(|_| self.hour.len() >= most) {
                let ago = Duration::try_from(clock.duration_since(first)).unwrap_or_default();
                return Err(HOUR.saturating_sub(ago));
            }
            self.hour.push_back(begins);
        }
        self.last = Some(start);
        Ok(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn public() -> Url {
        Url::parse("https://addon.example/x").unwrap()
    }

    #[test]
    fn requests_keep_their_distance() {
        let limits = HostLimits { apart: 2 * SECOND, ..HostLimits::default() };
        let (mut log, now) = (Log::default(), Instant::now());
        let mut enter = |at| log.enter(at, Timestamp::UNIX_EPOCH, limits);
        assert_eq!(enter(now), Ok(now));
        assert_eq!(enter(now), Ok(now + 2 * SECOND));
        assert_eq!(enter(now + SECOND), Ok(now + 4 * SECOND), "those that wait count");
        assert_eq!(enter(now + 60 * SECOND), Ok(now + 60 * SECOND));
    }

    #[test]
    fn an_hours_requests_are_not_exceeded() {
        let limits = HostLimits { hourly: Some(2), ..HostLimits::default() };
        let (mut log, now) = (Log::default(), Instant::now());
        let mut enter =
            |after: Duration| log.enter(now + after, Timestamp::UNIX_EPOCH + after, limits).map(|start| start - now);
        assert_eq!(enter(Duration::ZERO), Ok(Duration::ZERO));
        assert_eq!(enter(60 * SECOND), Ok(60 * SECOND));
        assert_eq!(enter(600 * SECOND), Err(Duration::from_mins(50)), "and it says how long");
        assert_eq!(enter(HOUR), Ok(HOUR), "the first is an hour ago");
        assert_eq!(enter(HOUR), Err(60 * SECOND));
    }

    #[tokio::test]
    async fn an_hours_requests_are_counted_across_runs() {
        let limits = HostLimits { hourly: Some(2), ..HostLimits::default() };
        let first = Pace::default();
        first.turn(&public(), HostLimits::default()).await.unwrap();
        assert_eq!(first.news(), None, "nobody counts that");
        for _ in 0..2 {
            first.turn(&public(), limits).await.unwrap();
        }
        let asked = first.news().unwrap();
        assert_eq!((asked["addon.example"].len(), first.news()), (2, None), "what was told is no news");
        let second = Pace::default();
        second.remember(asked);
        assert!(matches!(second.turn(&public(), limits).await, Err(HttpError::UsedUp { .. })));
        let third = Pace::default();
        let long_ago = Timestamp::now() - jiff::SignedDuration::from_hours(2);
        let ahead = Timestamp::now() + jiff::SignedDuration::from_hours(2);
        third.remember([("addon.example".to_owned(), vec![long_ago, ahead])].into());
        third.turn(&public(), limits).await.unwrap();
        assert_eq!(third.news().unwrap()["addon.example"].len(), 1, "neither an old count nor one that cannot be");
    }

    #[tokio::test]
    async fn one_more_than_a_server_takes_waits_for_its_turn() {
        let pace = Pace::default();
        let limits = HostLimits { parallel: 2, ..HostLimits::default() };
        let first = pace.turn(&public(), limits).await.unwrap();
        let _second = pace.turn(&public(), limits).await.unwrap();
        let url = public();
        let mut third = std::pin::pin!(pace.turn(&url, limits));
        assert!(futures::poll!(&mut third).is_pending(), "two are under way");
        drop(first);
        third.await.unwrap();
        let own = Url::parse("http://127.0.0.1/").unwrap();
        let strict = HostLimits { parallel: 1, apart: HOUR, hourly: Some(1) };
        let mut turns = Vec::new();
        for _ in 0..3 {
            turns.push(pace.turn(&own, strict).await.unwrap());
        }
        assert_eq!(turns.len(), 3, "one's own servers are not rationed");
    }

    #[tokio::test]
    async fn a_used_up_hour_is_said_without_waiting() {
        let pace = Pace::default();
        let limits = HostLimits { hourly: Some(1), ..HostLimits::default() };
        pace.turn(&public(), limits).await.unwrap();
        let refused = pace.turn(&public(), limits).await.unwrap_err();
        assert!(matches!(refused, HttpError::UsedUp { left } if left <= HOUR && left > HOUR / 2), "{refused:?}");
    }
}
