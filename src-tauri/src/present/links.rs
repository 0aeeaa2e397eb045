//! The steps of making a link, and the explanation of a selection, as the page's types.

use std::collections::BTreeMap;

use media_file::MediaFile;
use perihelion_core::debrid::DebridError;
use perihelion_core::line::LineShare;
use perihelion_core::model::{Reason, Way};
use perihelion_core::pipeline::link::LinkEvent;
use perihelion_core::pipeline::select::{self, Why};
use perihelion_core::settings::Settings;

use super::{count, say};
use crate::error::{of_debrid, of_offer};
use crate::wire::{self, Say, WireError};

pub(crate) fn file_reasons(reasons: &[Reason]) -> Vec<Say> {
    reasons.iter().map(|reason| say::file(*reason)).collect()
}

/// Returns the name of a service, or the label the person gave an addon.
pub(crate) fn way_label(way: Way, settings: &Settings) -> String {
    match way {
        Way::Service(store) => store.label().to_owned(),
        Way::Addon(source) => settings.label(source),
    }
}

/// Converts a step of making a link. Returns `None` for steps the page can infer from others.
pub(crate) fn link_event(event: LinkEvent, settings: &Settings) -> Option<wire::LinkEvent> {
    let service = |way: Way| way_label(way, settings);
    Some(match event {
        LinkEvent::CandidateStarted { way, hash, release, position, of } => wire::LinkEvent::CandidateStarted {
            id: hash.to_string(),
            release,
            service: service(way),
            position: count(position),
            of: count(of),
        },
        LinkEvent::Added { way, hash, status } => {
            wire::LinkEvent::Added { id: hash.to_string(), service: service(way), status: status.as_str().to_owned() }
        }
        LinkEvent::Waited { way, hash, status, attempt } => wire::LinkEvent::Waited {
            id: hash.to_string(),
            service: service(way),
            status: status.as_str().to_owned(),
            attempt,
        },
        LinkEvent::FileChosen { way, hash, name, path: _, size, score, reasons } => wire::LinkEvent::FileChosen {
            id: hash.to_string(),
            service: service(way),
            name,
            size,
            score,
            reasons: file_reasons(&reasons),
        },
        LinkEvent::Verified { way, hash, size: _ } => {
            wire::LinkEvent::Verified { id: hash.to_string(), service: service(way) }
        }
        LinkEvent::CandidateFailed { way, hash, error } => wire::LinkEvent::CandidateFailed {
            id: hash.to_string(),
            service: service(way),
            error: of_way(&error, way, settings),
        },
        // The search it came of knows the row it is about; and the `CandidateFailed` before the other carries the error.
        LinkEvent::Learnt { .. } | LinkEvent::ServiceStopped { way: _, error: _ } => return None,
        LinkEvent::LinkMade { way, hash } => wire::LinkEvent::LinkMade { id: hash.to_string(), service: service(way) },
    })
}

/// Converts a failure on the way to a link.
pub(crate) fn of_way(error: &DebridError, way: Way, settings: &Settings) -> WireError {
    match way {
        Way::Service(store) => of_debrid(error, store),
        Way::Addon(source) => of_offer(error, &settings.label(source)),
    }
}

/// What the bit rate of a file is held against.
pub(crate) struct LineOf {
    /// Bits a second.
    pub(crate) line: Option<u64>,
    /// Of the film or episode, as the catalogue tells it.
    pub(crate) runtime_min: Option<u32>,
}

impl LineOf {
    /// Returns the bit rate of the file that plays beside the line, by the length it tells or else the catalogue's.
    fn beside(&self, file: &select::WhyFile, passport: Option<&MediaFile>) -> Option<Say> {
        let minutes_ms = || self.runtime_min.map(|minutes| u64::from(minutes) * 60_000);
        let length_ms = passport.and_then(|media| media.duration_ms).or_else(minutes_ms).filter(|ms| *ms > 0)?;
        let bits = file.size.filter(|_| file.picked)?.saturating_mul(8_000) / length_ms;
        Some(say::line(LineShare { bits, line: self.line? }))
    }
}

/// Converts the explanation of a selection. Byte positions become UTF-16 positions, which is how the page's strings count.
pub(crate) fn why(release: String, why: Why, passports: &BTreeMap<String, MediaFile>, line: &LineOf) -> wire::WhyFile {
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
        line: line.beside(&file, passports.get(&file.path)),
        media: passports.get(&file.path).map(super::media),
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
