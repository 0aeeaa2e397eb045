//! How fast files come: the person's limit for all of them together, and the speed that is shown.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The most bytes a second, for all downloads together. Cheap to clone; all clones are one limit.
#[derive(Clone, Debug, Default)]
pub struct Limit {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Bytes a second; 0 for no limit.
    rate: AtomicU64,
    /// When what was taken so far has had its time.
    free_at: Mutex<Option<Instant>>,
}

impl Limit {
    pub fn of(rate: Option<u64>) -> Self {
        let limit = Self::default();
        limit.set(rate);
        limit
    }

    /// Sets the bytes a second; `None` for no limit.
    pub fn set(&self, rate: Option<u64>) {
        self.inner.rate.store(rate.unwrap_or(0), Ordering::Relaxed);
    }

    /// Waits until so many bytes may be taken.
    pub(crate) async fn take(&self, bytes: usize) {
        let rate = self.inner.rate.load(Ordering::Relaxed);
        if rate == 0 {
            return;
        }
        let until = self.turn(bytes, rate, Instant::now());
        tokio::time::sleep_until(until).await;
    }

    fn turn(&self, bytes: usize, rate: u64, now: Instant) -> Instant {
        let mut free_at = self.inner.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        let until = free_at.unwrap_or(now).max(now) + Duration::from_secs_f64(bytes as f64 / rate as f64);
        *free_at = Some(until);
        until
    }
}

/// The speed of a download, of which each second counts half as much as the one after it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Speed {
    last: Option<(u64, Instant)>,
    rate: Option<f64>,
}

impl Speed {
    /// Hears how many bytes are there at a moment.
    pub fn hear(&mut self, bytes: u64, now: Instant) {
        let Some((before, at)) = self.last else {
            self.last = Some((bytes, now));
            return;
        };
        let passed = now.saturating_duration_since(at).as_secs_f64();
        if passed <= 0.0 {
            return;
        }
        let current = bytes.saturating_sub(before) as f64 / passed;
        let weight = 0.5_f64.powf(passed);
        self.rate = Some(self.rate.map_or(current, |rate| rate * weight + current * (1.0 - weight)));
        self.last = Some((bytes, now));
    }

    /// Returns the bytes a second; `None` until two moments are known.
    pub fn rate(&self) -> Option<u64> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a speed is no negative number")]
        self.rate.map(|rate| rate as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_takers_together_stay_within_the_limit() {
        let (limit, now) = (Limit::of(Some(1000)), Instant::now());
        let other = limit.clone();
        let waits = |limit: &Limit, bytes| (limit.turn(bytes, 1000, now) - now).as_millis();
        assert_eq!([waits(&limit, 500), waits(&other, 1000), waits(&limit, 250)], [500, 1500, 1750]);
        let later = now + Duration::from_mins(1);
        assert_eq!((limit.turn(100, 1000, later) - later).as_millis(), 100, "time that nobody used is not saved up");
    }

    #[test]
    fn the_speed_follows_what_comes() {
        let (mut speed, start) = (Speed::default(), Instant::now());
        let at = |second| start + Duration::from_secs(second);
        speed.hear(5_000, at(0));
        assert_eq!(speed.rate(), None);
        speed.hear(6_000, at(1));
        assert_eq!(speed.rate(), Some(1000), "what was there before is not counted");
        speed.hear(6_000, at(2));
        assert_eq!(speed.rate(), Some(500));
        for second in 3..20 {
            speed.hear(6_000, at(second));
        }
        assert_eq!(speed.rate(), Some(0));
    }
}
