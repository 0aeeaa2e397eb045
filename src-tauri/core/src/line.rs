//! What a line carries: bits a second, out of when the bytes of a file came; and which of several hosts' figures is the line's.
//! Pure.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// What came within this much of the beginning tells of the connection's start, not of the line.
const START_BYTES: u64 = 1 << 20;
const START_TIME: Duration = Duration::from_secs(1);
/// What is counted together: as many bytes, or as much time on a slow line.
const WINDOW_BYTES: u64 = 1 << 20;
const WINDOW_TIME: Duration = Duration::from_millis(500);
/// Fewer bytes tell nothing.
const LEAST_BYTES: u64 = 256 << 10;
const LEAST_WINDOWS: usize = 2;
/// A figure this much older than the latest is of another line, perhaps.
const TOGETHER: SignedDuration = SignedDuration::from_hours(24);
const LASTS: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What a host sent when it was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MeasuredLine {
    pub host: String,
    /// Bits a second.
    pub bits: u64,
    pub at: Timestamp,
}

/// Returns the one of these that tells what the line carries: the most that came from a host in the last day that any was
/// measured, and at most a month ago.
pub fn line_of(measured: &[MeasuredLine], now: Timestamp) -> Option<&MeasuredLine> {
    let latest = measured.iter().map(|one| one.at).max()?;
    let counts = |one: &&MeasuredLine| latest.duration_since(one.at) <= TOGETHER && now.duration_since(one.at) <= LASTS;
    measured.iter().filter(counts).max_by_key(|one| one.bits)
}

/// The bit rate of a file beside what the line carries, both in bits a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineShare {
    pub bits: u64,
    pub line: u64,
}

impl LineShare {
    /// Whether it plays without a stop. A line is never used whole.
    pub fn fits(self) -> bool {
        self.bits <= self.line / 5 * 4
    }

    /// Returns the words shown to people: `35 Mb/s of your ≈ 60`.
    pub fn words(self) -> String {
        let Self { bits, line } = self;
        let between = if self.fits() { "of your" } else { "is much for your" };
        format!("{} Mb/s {between} ≈ {}", megabits(bits), megabits(line))
    }
}

/// Returns megabits a second as people read them: `3.4`, `35`.
pub fn megabits(bits: u64) -> String {
    let tenths = bits.saturating_add(50_000) / 100_000;
    if tenths < 100 {
        format!("{}.{}", tenths / 10, tenths % 10)
    } else {
        format!("{}", bits.saturating_add(500_000) / 1_000_000)
    }
}

/// When the bytes of one answer came.
#[derive(Clone, Debug, Default)]
pub struct Arrivals {
    /// The time since the first bytes and how many have come, in all.
    came: Vec<(Duration, u64)>,
}

impl Arrivals {
    /// Notes that so many bytes came this long after the first ones.
    pub fn note(&mut self, after: Duration, bytes: usize) {
        let before = self.came.last().map_or(0, |(_, bytes)| *bytes);
        self.came.push((after, before + bytes as u64));
    }

    pub fn bytes(&self) -> u64 {
        self.came.last().map_or(0, |(_, bytes)| *bytes)
    }

    /// Returns the bits a second that came once the connection was under way. `None` where too little came to tell. It is the
    /// second best of a few windows: what else the line and the machine did makes most of them slower, and bytes that waited in
    /// a buffer make one quicker.
    pub fn bits_per_second(&self) -> Option<u64> {
        let mut came = self.came.iter().skip_while(|(after, bytes)| *bytes < START_BYTES && *after < START_TIME);
        let mut begun = *came.next()?;
        let first = begun.1;
        let mut windows = Vec::new();
        for &(after, bytes) in came {
            let (time, count) = (after.saturating_sub(begun.0), bytes - begun.1);
            if count >= WINDOW_BYTES || time >= WINDOW_TIME {
                windows.push(count as f64 * 8.0 / time.as_secs_f64().max(1e-6));
                begun = (after, bytes);
            }
        }
        if windows.len() < LEAST_WINDOWS || begun.1 - first < LEAST_BYTES {
            return None;
        }
        windows.sort_by(|a, b| b.total_cmp(a));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float saturates")]
        windows.get(1).map(|bits| bits.round() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEGABIT: f64 = 1e6;

    /// What comes in chunks of 16 KiB on a line of so many megabits, with `after` added to the time of each.
    fn coming(megabits: f64, total: u64, after: impl Fn(u64, f64) -> f64) -> Arrivals {
        let mut arrivals = Arrivals::default();
        let chunk = 16_384_u64;
        for count in 1..=total / chunk {
            let bytes = count * chunk;
            let seconds = (bytes - chunk) as f64 * 8.0 / (megabits * MEGABIT);
            arrivals.note(Duration::from_secs_f64(after(bytes, seconds)), 16_384);
        }
        arrivals
    }

    fn within(arrivals: &Arrivals, megabits: f64) -> bool {
        let bits = arrivals.bits_per_second().expect("enough came") as f64 / MEGABIT;
        (bits / megabits - 1.0).abs() < 0.05
    }

    #[test]
    fn an_even_line_is_told_exactly_however_quick_it_is() {
        for megabits in [2_u64, 8, 60, 940] {
            let in_four_seconds = megabits * 1_000_000 / 8 * 4;
            let (total, megabits) = (in_four_seconds.min(8 << 20), megabits as f64);
            assert!(within(&coming(megabits, total, |_, seconds| seconds), megabits), "{megabits}");
        }
    }

    #[test]
    fn a_slow_start_a_stop_and_a_burst_do_not_change_it() {
        let slow =
            coming(60.0, 8 << 20, |bytes, seconds| seconds + 0.4 * (1.0 - (bytes as f64 / 786_432.0).min(1.0)).sqrt());
        assert!(within(&slow, 60.0), "the first bytes came later than the line would have brought them");
        let stopped = coming(60.0, 8 << 20, |bytes, seconds| if bytes > 4 << 20 { seconds + 0.7 } else { seconds });
        assert!(within(&stopped, 60.0), "nothing came for a while");
        // What came meanwhile waited, and was read at once.
        let burst =
            coming(60.0, 8 << 20, |bytes, seconds| if (3 << 20..4 << 20).contains(&bytes) { 0.56 } else { seconds });
        assert!(within(&burst, 60.0), "{:?}", burst.bits_per_second());
    }

    #[test]
    fn a_little_tells_nothing() {
        assert_eq!(Arrivals::default().bits_per_second(), None);
        let small = coming(500.0, 1 << 20, |_, seconds| seconds);
        assert_eq!((small.bytes(), small.bits_per_second()), (1 << 20, None), "as much as a passport reads");
        let dripping = coming(0.3, 150 << 10, |_, seconds| seconds);
        assert_eq!(dripping.bits_per_second(), None, "a server that drips tells of itself");
        let mut at_once = Arrivals::default();
        (0..8).for_each(|_| at_once.note(Duration::ZERO, 1 << 20));
        assert!(at_once.bits_per_second().is_some_and(|bits| bits > 1_000_000_000), "no time is no division by it");
    }

    #[test]
    fn the_lines_figure_is_the_most_of_the_last_day_that_was_measured() {
        let at = |hours: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours);
        let one = |host: &str, bits, hours| MeasuredLine { host: host.to_owned(), bits, at: at(hours) };
        let measured = [one("a", 90, 1), one("b", 20, 40), one("c", 60, 50), one("d", 30, 60)];
        let of = |now| line_of(&measured, at(now)).map(|one| &*one.host);
        assert_eq!(of(61), Some("c"), "one of another day may be of another line");
        assert_eq!(of(60 + 24 * 30), Some("d"), "older ones are forgotten first");
        assert_eq!(of(61 + 24 * 30), None);
        assert_eq!(line_of(&[], at(0)), None);
    }

    #[test]
    fn a_rate_is_said_beside_the_line() {
        let share = |bits, line| LineShare { bits, line };
        assert_eq!(share(35_200_000, 60_000_000).words(), "35 Mb/s of your ≈ 60");
        assert_eq!(share(48_000_000, 60_000_000).words(), "48 Mb/s of your ≈ 60");
        assert_eq!(share(49_000_000, 60_000_000).words(), "49 Mb/s is much for your ≈ 60");
        assert_eq!(share(3_440_000, 9_960_000).words(), "3.4 Mb/s of your ≈ 10");
    }
}
