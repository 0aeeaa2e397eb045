//! How long the app waits for a debrid service, and how often it looks again.

use std::time::Duration;

/// Timeouts and pauses. The default is for real services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How long an add may take: Real-Debrid may take 25 s to list the files of a new torrent.
    pub add: Duration,
    pub check: Duration,
    pub call: Duration,
    /// Pauses between looks at a new torrent: one the check called cached may be queued for a moment.
    pub looks: Vec<Duration>,
    /// Pauses while the service prepares a link.
    pub delayed: Vec<Duration>,
    /// How long the first bytes of a link may take.
    pub verify: Duration,
    /// How long after a service the next one in the person's order starts.
    pub head_start: Duration,
    /// How long after an add of unknown outcome the account is looked at once more.
    pub second_look: Duration,
    /// The longest pause between two looks at a torrent that the service downloads.
    pub longest_fetch_pause: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        let ms = |times: &[u64]| times.iter().copied().map(Duration::from_millis).collect();
        Self {
            add: Duration::from_secs(70),
            check: Duration::from_secs(20),
            call: Duration::from_secs(20),
            looks: ms(&[1200, 1800, 3000, 3000]),
            delayed: ms(&[1500, 2500, 4000]),
            verify: Duration::from_secs(12),
            head_start: Duration::from_millis(1200),
            second_look: Duration::from_secs(20),
            longest_fetch_pause: Duration::from_mins(1),
        }
    }
}
