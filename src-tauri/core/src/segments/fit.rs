//! Whether a segment can be true of a file: how long it may last, where it may lie, and whether what a service says was
//! timed by a file of this length.

use super::services::Told;
use super::{Origin, Segment, SegmentKind, SegmentService};

/// Seconds by which an end may lie past the end of the file; lengths are rounded in many ways.
const PAST_THE_END: f64 = 5.0;
/// Files whose lengths differ by no more seconds than this have the same times.
const SAME_LENGTH: f64 = 1.0;
/// Files whose lengths differ by more seconds than this are other cuts. AniSkip itself compares by the same.
const OTHER_CUT: f64 = 20.0;
/// The shortest and the longest segment a service is believed, in seconds.
const LEAST_TOLD: f64 = 5.0;
/// What is known of no file's length is believed to begin in its first half up to here.
const EARLY: f64 = 1_800.0;
const LONGEST_CREDITS: f64 = 1_500.0;

/// Returns whether a segment of this kind may lie there. `length` is that of the file; `least` the shortest that
/// counts. All are seconds.
pub(super) fn is_plausible(kind: SegmentKind, start: f64, end: f64, length: Option<f64>, least: f64) -> bool {
    let lasts = end - start;
    // Comparisons with what is no number are false.
    if !(start >= 0.0 && lasts >= least && length.is_none_or(|length| end <= length)) {
        return false;
    }
    let begins_late = length.is_none_or(|length| start >= length * 0.6);
    match kind {
        SegmentKind::Opening => lasts <= 240.0 && length.map_or(start <= EARLY, |length| end <= length / 2.0),
        SegmentKind::Recap => lasts <= 360.0 && length.map_or(start <= EARLY, |length| start <= length / 2.0),
        SegmentKind::Credits => {
            // A long film's credits run for a quarter of an hour; an episode's ending is a song.
            let longest = length.map_or(LONGEST_CREDITS, |length| (length * 0.15).clamp(300.0, LONGEST_CREDITS));
            lasts <= longest && begins_late
        }
        SegmentKind::Preview => lasts <= 300.0 && begins_late,
    }
}

/// Returns what a service told as segments of a file of this length (seconds, where known). Times of a file that is up
/// to 20 s longer or shorter are moved by the difference, which nearly always lies at the beginning; those of another
/// cut are left out. An open end is the end of the file, and left out where that is not known.
pub fn fitted(service: SegmentService, told: &[Told], length: Option<f64>) -> Vec<Segment> {
    let length = length.filter(|length| length.is_finite() && *length > 0.0);
    let fit = |told: &Told| {
        let moved = match (told.of_length, length) {
            (Some(theirs), Some(ours)) if (ours - theirs).abs() > OTHER_CUT => return None,
            (Some(theirs), Some(ours)) if (ours - theirs).abs() > SAME_LENGTH => ours - theirs,
            _ => 0.0,
        };
        let start = (told.start + moved).max(0.0);
        let end = match (told.end, length) {
            (Some(end), Some(length)) if end + moved <= length + PAST_THE_END => (end + moved).min(length),
            (Some(end), None) => end + moved,
            (None, Some(length)) => length,
            (Some(_), Some(_)) | (None, None) => return None,
        };
        let segment = Segment { kind: told.kind, start, end, by: vec![Origin::Service(service)] };
        is_plausible(told.kind, start, end, length, LEAST_TOLD).then_some(segment)
    };
    told.iter().filter_map(fit).collect()
}
