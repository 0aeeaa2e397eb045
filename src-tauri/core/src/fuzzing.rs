//! Every parser of outside text by name, for the tests and the fuzz targets that hold them all to the same promises.

#[cfg(test)]
mod every_parser;

use crate::sources::fuzzing::{self as sources, PARSERS, Reader, is_bounded};
use crate::{debrid, metadata};

/// The parsers of what catalogues and services answer. What they read is dropped: they only must not fail badly.
const OTHERS: [(&str, Reader); 3] =
    [("cinemeta", metadata::read_as_cinemeta), ("kitsu", metadata::read_as_kitsu), ("store", debrid::read_as_any)];

/// Every parser whose result is dropped.
fn readers() -> impl Iterator<Item = (&'static str, Reader)> {
    sources::OTHERS.into_iter().chain(OTHERS)
}

/// Runs the parser of that name over a body and holds it to its bounds. Panics when one is broken: that is a find.
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
