//! What follows the episode that plays, and when: its link is made ahead, near the end it is announced, and after ten seconds it begins.
//! Pure.

use crate::credits;
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

/// Returns where in an episode the player is. `share` of it are credits where no chapter says so.
pub(super) fn moment(now: &Now, share: f64) -> Moment {
    let (Some(at), Some(length)) = (now.position, now.length) else { return Moment::Early };
    if credits::begin(&now.chapters, now.length, share).is_some_and(|begin| at >= begin) {
        return Moment::Credits;
    }
    if at / length >= NEAR || length - at <= NEAR_S { Moment::Near } else { Moment::Early }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::now::Chapter;

    #[test]
    fn the_link_is_made_two_minutes_ahead_and_the_credits_are_where_a_chapter_says() {
        let at = |position: f64, length: f64, chapters: &[Chapter]| {
            let now =
                Now { position: Some(position), length: Some(length), chapters: chapters.to_vec(), ..Now::default() };
            moment(&now, 0.03)
        };
        let named = [Chapter { at: 1290.0, title: Some("Ending".to_owned()) }];
        assert_eq!(at(1200.0, 1440.0, &[]), Moment::Early);
        assert_eq!(at(1300.0, 1440.0, &[]), Moment::Near);
        assert_eq!(at(1321.0, 1440.0, &[]), Moment::Near);
        assert_eq!(at(1400.0, 1440.0, &[]), Moment::Credits, "the last three percent");
        assert_eq!(at(1290.0, 1440.0, &named), Moment::Credits);
        assert_eq!(at(7000.0, 7140.0, &[]), Moment::Credits);
        assert_eq!(moment(&Now::default(), 0.03), Moment::Early);
    }
}
