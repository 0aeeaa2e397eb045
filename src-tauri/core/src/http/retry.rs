//! Decides whether to send a failed request again, and after how long. Never retries a 429: whoever counts the requests
//! to that server decides when the next one goes out.

use std::time::{Duration, SystemTime};

use super::{HttpError, Response, StatusCode};

/// Which failures are tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    Never,
    /// 502, 503, 504 and refused connections, twice, with growing pauses.
    Transient,
}

const ATTEMPTS: u32 = 2;
const LONGEST: Duration = Duration::from_secs(8);

impl Retry {
    /// Returns how long to wait before the next attempt; `None` when there should be none. `left` is the time until the
    /// deadline.
    pub(crate) fn wait(self, attempt: u32, outcome: &Result<Response, HttpError>, left: Duration) -> Option<Duration> {
        if self == Self::Never || attempt >= ATTEMPTS {
            return None;
        }
        let asked = match outcome {
            Ok(answer) if is_transient(answer.status) => {
                answer.header("retry-after").and_then(|text| retry_after(text, SystemTime::now()))
            }
            Err(HttpError::Unreachable(_)) => None,
            Ok(_)
            | Err(
                HttpError::Timeout(_)
                | HttpError::TooLarge { .. }
                | HttpError::Broken
                | HttpError::BadRedirect(_)
                | HttpError::UsedUp { .. },
            ) => return None,
        };
        let pause = asked.unwrap_or_else(|| jittered(Duration::from_millis(400) * 2_u32.pow(attempt)));
        (pause <= LONGEST && pause < left).then_some(pause)
    }
}

fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 502..=504)
}

/// Parses a `Retry-After` header, which holds seconds (a fraction is accepted) or an HTTP date. Returns at most a day.
pub fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    const DAY: Duration = Duration::from_hours(24);
    let text = text.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok().map(|wait| wait.min(DAY));
    }
    let when = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(SystemTime::from(when).duration_since(now).unwrap_or_default().min(DAY))
}

/// Multiplies a pause by a random factor from 0.75 to 1.25, so that clients that failed together do not retry together.
fn jittered(base: Duration) -> Duration {
    base.mul_f64(0.75 + fastrand::f64() / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_767);
        assert_eq!(retry_after("2", now), Some(Duration::from_secs(2)));
        assert_eq!(retry_after("0.5", now), Some(Duration::from_millis(500)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(Duration::from_secs(10)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:07 GMT", now), Some(Duration::ZERO), "a date gone by is now");
        assert_eq!(retry_after("soon", now), None);
        assert_eq!(retry_after("-3", now), None);
    }

    #[test]
    fn only_what_passes_by_itself_is_tried_again() {
        let answer = |status| {
            Ok(Response {
                status: StatusCode::from_u16(status).unwrap(),
                headers: reqwest::header::HeaderMap::default(),
                body: Vec::new(),
            })
        };
        let left = Duration::from_secs(30);
        assert!(Retry::Transient.wait(0, &answer(503), left).is_some());
        assert!(Retry::Transient.wait(0, &answer(500), left).is_none());
        assert!(Retry::Transient.wait(0, &answer(429), left).is_none(), "who is asked too often is not asked again");
        assert!(Retry::Transient.wait(ATTEMPTS, &answer(503), left).is_none(), "it ends");
        assert!(Retry::Never.wait(0, &answer(503), left).is_none());
        assert!(Retry::Transient.wait(0, &answer(503), Duration::from_millis(1)).is_none(), "no time is left");
    }

    #[test]
    fn pauses_differ() {
        let base = Duration::from_millis(400);
        let pauses: Vec<Duration> = (0..20).map(|_| jittered(base)).collect();
        assert!(pauses.iter().all(|pause| (base.mul_f64(0.74)..base.mul_f64(1.26)).contains(pause)), "{pauses:?}");
        assert!(pauses.windows(2).any(|two| two[0] != two[1]), "{pauses:?}");
    }
}
