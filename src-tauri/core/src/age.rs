//! The age of what was stamped with the clock of this machine, which may have been wrong then or be wrong now.

use std::time::Duration;

/// How many seconds a stamp may be ahead of the clock, which is corrected by moments all the time.
pub(crate) const AHEAD: i64 = 60;

/// Returns the time from a stamp to `now`, both in Unix seconds. `None` for a stamp from the future: its age is unknown,
/// so it counts as stale. As an age of nothing it would never grow old.
pub(crate) fn since(stamp: i64, now: i64) -> Option<Duration> {
    let ago = now.saturating_sub(stamp);
    (ago >= -AHEAD).then(|| Duration::from_secs(u64::try_from(ago).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_from_the_future_has_no_age() {
        assert_eq!(since(1_000, 1_090), Some(Duration::from_secs(90)));
        assert_eq!(since(1_000, 995), Some(Duration::ZERO), "the clock was corrected by a moment");
        assert_eq!(since(1_000, 1_000 - AHEAD - 1), None);
        assert_eq!((since(i64::MAX, 0), since(i64::MIN, 0).is_some()), (None, true));
    }
}
