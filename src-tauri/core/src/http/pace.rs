//! How often a server is asked: so many requests at a time, so far apart, so many an hour. Servers on this machine or in the
//! person's own network are asked as they come.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use url::Url;

use super::{HttpError, is_private};

/// What one server can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Manners {
    /// Requests at a time.
    pub parallel: usize,
    /// At least this long from the start of one request to the start of the next.
    pub apart: Duration,
    /// Requests in any hour. One more is not sent.
    pub hourly: Option<usize>,
}

impl Default for Manners {
    fn default() -> Self {
        Self { parallel: 8, apart: Duration::ZERO, hourly: None }
    }
}

/// Everybody's turns.
#[derive(Debug, Default)]
pub(super) struct Pace {
    servers: Mutex<HashMap<(String, Manners), Arc<Server>>>,
}

/// While it lives, its request counts as under way.
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
    pub(super) async fn turn(&self, url: &Url, manners: Manners) -> Result<Turn, HttpError> {
        if is_private(url) {
            return Ok(Turn { _permit: None });
        }
        let server = self.server(url.host_str().unwrap_or_default(), manners);
        let permit = Arc::clone(&server.slots).acquire_owned().await.ok();
        let start = {
            let mut log = server.log.lock().unwrap_or_else(PoisonError::into_inner);
            log.enter(Instant::now(), manners).map_err(|left| HttpError::UsedUp { left })?
        };
        tokio::time::sleep_until(start).await;
        Ok(Turn { _permit: permit })
    }

    fn server(&self, host: &str, manners: Manners) -> Arc<Server> {
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = || {
            let slots = Arc::new(Semaphore::new(manners.parallel.max(1)));
            Arc::new(Server { slots, log: Mutex::default() })
        };
        Arc::clone(servers.entry((host.to_owned(), manners)).or_insert_with(fresh))
    }
}

const HOUR: Duration = Duration::from_hours(1);

/// When a server was asked.
#[derive(Debug, Default)]
struct Log {
    last: Option<Instant>,
    /// Within the last hour, oldest first. Kept only for servers that count.
    hour: VecDeque<Instant>,
}

impl Log {
    /// When the next request may start; or how long until the hour allows another.
    fn enter(&mut self, now: Instant, manners: Manners) -> Result<Instant, Duration> {
        let start = self.last.map_or(now, |last| now.max(last + manners.apart));
        if let Some(most) = manners.hourly {
            while self.hour.front().is_some_and(|&asked| start >= asked + HOUR) {
                self.hour.pop_front();
            }
            if let Some(&first) = self.hour.front().filter(|_| self.hour.len() >= most) {
                return Err((first + HOUR).saturating_duration_since(now));
            }
            self.hour.push_back(start);
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
        let manners = Manners { apart: 2 * SECOND, ..Manners::default() };
        let (mut log, now) = (Log::default(), Instant::now());
        assert_eq!(log.enter(now, manners), Ok(now));
        assert_eq!(log.enter(now, manners), Ok(now + 2 * SECOND));
        assert_eq!(log.enter(now + SECOND, manners), Ok(now + 4 * SECOND), "those that wait count");
        assert_eq!(log.enter(now + 60 * SECOND, manners), Ok(now + 60 * SECOND));
    }

    #[test]
    fn an_hours_requests_are_not_exceeded() {
        let manners = Manners { hourly: Some(2), ..Manners::default() };
        let (mut log, now) = (Log::default(), Instant::now());
        assert_eq!(log.enter(now, manners), Ok(now));
        assert_eq!(log.enter(now + 60 * SECOND, manners), Ok(now + 60 * SECOND));
        assert_eq!(log.enter(now + 600 * SECOND, manners), Err(Duration::from_mins(50)), "and it says how long");
        let later = now + HOUR;
        assert_eq!(log.enter(later, manners), Ok(later), "the first is an hour ago");
        assert_eq!(log.enter(later, manners), Err(60 * SECOND));
    }

    #[tokio::test]
    async fn one_more_than_a_server_takes_waits_for_its_turn() {
        let pace = Pace::default();
        let manners = Manners { parallel: 2, ..Manners::default() };
        let first = pace.turn(&public(), manners).await.unwrap();
        let _second = pace.turn(&public(), manners).await.unwrap();
        let url = public();
        let mut third = std::pin::pin!(pace.turn(&url, manners));
        assert!(futures::poll!(&mut third).is_pending(), "two are under way");
        drop(first);
        third.await.unwrap();
        let own = Url::parse("http://127.0.0.1/").unwrap();
        let strict = Manners { parallel: 1, apart: HOUR, hourly: Some(1) };
        let mut turns = Vec::new();
        for _ in 0..3 {
            turns.push(pace.turn(&own, strict).await.unwrap());
        }
        assert_eq!(turns.len(), 3, "one's own servers are not rationed");
    }

    #[tokio::test]
    async fn a_used_up_hour_is_said_without_waiting() {
        let pace = Pace::default();
        let manners = Manners { hourly: Some(1), ..Manners::default() };
        pace.turn(&public(), manners).await.unwrap();
        let refused = pace.turn(&public(), manners).await.unwrap_err();
        assert!(matches!(refused, HttpError::UsedUp { left } if left <= HOUR && left > HOUR / 2), "{refused:?}");
    }
}
