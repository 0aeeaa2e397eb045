//! What follows the episode that plays, and when: its link is made ahead, near the end it is announced, and after ten seconds it begins.
//! Pure.

use crate::next::Following;
use crate::now::Now;

/// Seconds between the announcement and the next episode.
pub(super) const COUNT: u32 = 10;
/// The share of an episode, and the seconds before its end, from which on the next link is made.
const NEAR: f64 = 0.9;
const NEAR_S: f64 = 120.0;

/// How far the link of the next one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ahead {
    Unmade,
    Making {
        turn: u64,
    },
    /// Given to the player as the item of this number.
    Given(usize),
    /// No link could be made. Asking for it by hand tries again.
    Failed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Next {
    pub(super) following: Following,
    pub(super) ahead: Ahead,
}

/// What is to be done at this moment of an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Early,
    /// The next link is to be made.
    Near,
    /// The credits run.
    Credits,
}

/// Returns where in an episode the player is. `credits` is where they are known to begin; else they are `share` of its length.
pub(super) fn moment(now: &Now, credits: Option<f64>, share: f64) -> Moment {
    let (Some(at), Some(length)) = (now.position, now.length) else { return Moment::Early };
    if at >= credits.unwrap_or(length * (1.0 - share)) {
        return Moment::Credits;
    }
    if at / length >= NEAR || length - at <= NEAR_S { Moment::Near } else { Moment::Early }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_made_two_minutes_ahead_and_the_credits_are_where_they_are_known_to_be() {
        let at = |position: f64, length: f64, credits: Option<f64>| {
            let now = Now { position: Some(position), length: Some(length), ..Now::default() };
            moment(&now, credits, 0.03)
        };
        assert_eq!(at(1200.0, 1440.0, None), Moment::Early);
        assert_eq!(at(1300.0, 1440.0, None), Moment::Near);
        assert_eq!(at(1321.0, 1440.0, None), Moment::Near);
        assert_eq!(at(1400.0, 1440.0, None), Moment::Credits, "the last three percent");
        assert_eq!(at(1290.0, 1440.0, Some(1290.0)), Moment::Credits);
        assert_eq!(at(7000.0, 7140.0, None), Moment::Credits);
        assert_eq!(moment(&Now::default(), None, 0.03), Moment::Early);
    }
}
