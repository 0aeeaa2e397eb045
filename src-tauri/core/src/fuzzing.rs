//! Every parser of outside text by name, for the tests and fuzz targets that check them alike.

#[cfg(test)]
mod every_parser;

use crate::segments::services::read_as_any as read_segments;
use crate::sources::fuzzing::{self as sources, PARSERS, Reader, is_bounded};
use crate::{debrid, metadata};

/// The parsers of answers of catalogues and services. Their results are dropped: the checks are that they neither
/// panic nor hang.
const OTHERS: [(&str, Reader); 4] = [
    ("cinemeta", metadata::read_as_cinemeta),
    ("kitsu", metadata::read_as_kitsu),
    ("store", debrid::read_as_any),
    ("segments", read_segments),
];

/// Every parser whose result is dropped.
fn readers() -> impl Iterator<Item = (&'static str, Reader)> {
    sources::OTHERS.into_iter().chain(OTHERS)
}

/// Runs the named parser over a body and checks the bounds on its result. Panics when one is broken, which the fuzzer
/// reports.
pub fn run(name: &str, body: &[u8]) {
    if let Some((_, parse)) = PARSERS.iter().find(|(known, _)| *known == name)
        && let Ok(answer) = parse(body)
    {
        assert!(is_bounded(&answer), "an answer beyond its bounds");
    }
    if let Some((_, parse)) = readers().find(|(known, _)| *known == name) {
        parse(body);
    }
}
