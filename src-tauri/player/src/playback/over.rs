//! What is offered when a player has ended. Pure.

use perihelion_core::store::Progress;

use crate::heard::Position;

/// Where the film goes on, in seconds; `None` for one that was watched or hardly begun.
pub(super) fn resume_at(left: Option<Position>, is_watched: bool) -> Option<f64> {
    let progress = progress(left?);
    (!is_watched).then(|| progress.share()).flatten().map(|_| progress.resume_at())
}

/// Whether the position alone says that it was watched.
pub(super) fn is_through(at: Position) -> bool {
    at.length > 0.0 && at.at / at.length >= Progress::END
}

fn progress(Position { at, length }: Position) -> Progress {
    Progress { at, length, watched: false, certain: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_begun_goes_on_and_what_was_watched_or_hardly_begun_does_not() {
        let at = |at: f64| Some(Position { at, length: 1500.0 });
        assert_eq!(resume_at(at(765.0), false), Some(760.0));
        assert_eq!(resume_at(at(765.0), true), None, "it came to its end before");
        assert_eq!(resume_at(at(29.0), false), None, "the first half minute");
        assert_eq!(resume_at(at(1490.0), false), None, "through");
        assert_eq!(resume_at(None, false), None);
        assert!(is_through(Position { at: 1400.0, length: 1500.0 }));
        assert!(!is_through(Position { at: 5.0, length: 0.0 }));
    }
}
