//! The steps of making a link, and the explanation of a selection, as the page's types.

use perihelion_core::debrid::Store;
use perihelion_core::model::Reason;
use perihelion_core::pipeline::link::LinkEvent;
use perihelion_core::pipeline::select::Why;

use super::{count, say};
use crate::error::of_debrid;
use crate::wire::{self, Say};

pub(crate) fn file_reasons(reasons: &[Reason]) -> Vec<Say> {
    reasons.iter().map(|reason| say::file(*reason)).collect()
}

/// Converts a step of making a link. Returns `None` for steps the page can infer from others.
pub(crate) fn link_event(event: LinkEvent) -> Option<wire::LinkEvent> {
    let service = |store: Store| store.label().to_owned();
    Some(match event {
        LinkEvent::CandidateStarted { store, hash, release, position, of } => wire::LinkEvent::CandidateStarted {
            id: hash.to_string(),
            release,
            service: service(store),
            position: count(position),
            of: count(of),
        },
        LinkEvent::Added { store, status } => {
            wire::LinkEvent::Added { service: service(store), status: status.as_str().to_owned() }
        }
        LinkEvent::Waited { store, status, attempt } => {
            wire::LinkEvent::Waited { service: service(store), status: status.as_str().to_owned(), attempt }
        }
        LinkEvent::FileChosen { store, name, path: _, size, score, reasons } => {
            wire::LinkEvent::FileChosen { service: service(store), name, size, score, reasons: file_reasons(&reasons) }
        }
        LinkEvent::Verified { store, size: _ } => wire::LinkEvent::Verified { service: service(store) },
        LinkEvent::CandidateFailed { store, hash, error } => wire::LinkEvent::CandidateFailed {
            id: hash.to_string(),
            service: service(store),
            error: of_debrid(&error, store),
        },
        // The `CandidateFailed` before this one already carries the error.
        LinkEvent::ServiceStopped { store: _, error: _ } => return None,
        LinkEvent::LinkMade { store } => wire::LinkEvent::LinkMade { service: service(store) },
    })
}

/// Converts the explanation of a selection. Byte positions become UTF-16 positions, which is how the page's strings count.
pub(crate) fn why(release: String, why: Why) -> wire::WhyFile {
    let files = why.files.into_iter().map(|file| wire::FileRank {
        marks: file
            .marks
            .iter()
            .filter_map(|mark| {
                let before = file.path.get(..mark.start)?.encode_utf16().count();
                let inside = file.path.get(mark.start..mark.end)?.encode_utf16().count();
                Some(wire::Mark { start: count(before), end: count(before + inside), kind: field(mark.kind) })
            })
            .collect(),
        parts: file
            .parts
            .iter()
            .map(|part| wire::ScorePart { reason: say::file(part.reason), points: part.points })
            .collect(),
        size: file.size,
        score: file.score,
        picked: file.picked,
        refused: file.refused.map(say::refusal),
        path: file.path,
    });
    wire::WhyFile {
        release,
        files: files.collect(),
        confidence: why.confidence,
        scheme: why.scheme.map(say::scheme),
        corrected: why.corrected,
    }
}

/// Returns the serialised name of a field, such as `season`.
fn field(field: release_name::Field) -> String {
    serde_json::to_value(field).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
