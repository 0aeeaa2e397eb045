//! The nine sources: which of them understands what is wanted, and what each answers. One file a source.

use std::time::Duration;

use crate::endpoints::Endpoints;
use crate::http::Http;
use crate::title::Wanted;

pub use crate::http::Failure as SourceError;

/// Whether a source can be asked about what is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Understanding {
    Yes,
    /// It could, once the title or another id is known.
    NeedsDetails,
    /// It knows none of the ids this kind of work has.
    NoId,
}

/// What a source is asked with.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    pub http: &'a Http,
    pub endpoints: &'a Endpoints,
    pub wanted: &'a Wanted,
    /// All requests of one source together take no longer.
    pub budget: Duration,
}
