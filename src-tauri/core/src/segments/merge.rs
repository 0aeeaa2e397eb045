//! One list out of what several told. The file's own chapters are believed before anybody; services in their order,
//! unless two agree against the first.

use super::{Origin, Segment, SegmentKind};

/// Seconds by which two may differ in a beginning or an end and still mean the same.
const AGREES: f64 = 3.0;
/// The shortest rest of a segment that another cut short, in seconds.
const LEAST_REST: f64 = 5.0;

/// Returns the segments in the order of the film, none of which overlap. `tellings` has what each told, the most
/// believed first. Of each kind one telling is taken: that of the chapters, else the first of which another service
/// says the same, else the first.
pub fn merged(tellings: &[Vec<Segment>]) -> Vec<Segment> {
    let mut taken: Vec<(usize, Segment)> = Vec::new();
    for kind in SegmentKind::ALL {
        let of_kind = |at: usize| tellings[at].iter().filter(move |segment| segment.kind == kind);
        let having: Vec<usize> = (0..tellings.len()).filter(|at| of_kind(*at).next().is_some()).collect();
        let is_own = |at: &usize| of_kind(*at).any(|segment| segment.by.contains(&Origin::Chapters));
        let seconded = |segment: &Segment, at: usize| {
            let others = having.iter().filter(move |other| **other != at);
            others.flat_map(|other| of_kind(*other)).filter(|other| agree(segment, other)).cloned().collect::<Vec<_>>()
        };
        let is_seconded = |at: &usize| of_kind(*at).any(|segment| !seconded(segment, *at).is_empty());
        let own = having.iter().find(|at| is_own(at));
        let Some(&chosen) = own.or_else(|| having.iter().find(|at| is_seconded(at))).or(having.first()) else {
            continue;
        };
        taken.extend(of_kind(chosen).map(|segment| {
            let mut segment = segment.clone();
            for by in seconded(&segment, chosen).into_iter().flat_map(|other| other.by) {
                if !segment.by.contains(&by) {
                    segment.by.push(by);
                }
            }
            (chosen, segment)
        }));
    }
    without_overlaps(taken)
}

fn agree(one: &Segment, other: &Segment) -> bool {
    (one.start - other.start).abs() <= AGREES && (one.end - other.end).abs() <= AGREES
}

/// Cuts what is believed less to what the others leave of it.
fn without_overlaps(mut taken: Vec<(usize, Segment)>) -> Vec<Segment> {
    taken.sort_by(|(one, a), (other, b)| one.cmp(other).then(a.start.total_cmp(&b.start)));
    let mut kept: Vec<Segment> = Vec::new();
    for (_, mut segment) in taken {
        for before in &kept {
            if segment.start < before.end && before.start < segment.end {
                // It keeps the side on which it goes further.
                if before.start - segment.start >= segment.end - before.end {
                    segment.end = before.start;
                } else {
                    segment.start = before.end;
                }
            }
        }
        if segment.end - segment.start >= LEAST_REST {
            kept.push(segment);
        }
    }
    kept.sort_by(|a, b| a.start.total_cmp(&b.start));
    kept
}
