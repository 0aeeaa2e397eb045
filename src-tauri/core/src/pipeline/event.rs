//! The events a search and a link report while they run: facts in the past tense, each complete in itself.

use std::sync::Arc;
use std::time::Duration;

use crate::debrid::{DebridError, Store};
use crate::model::{Candidate, RankReason};
use crate::sources::{Dropped, SourceError};
use crate::title::Wanted;
use crate::torrent::{InfoHash, SourceName};

/// How a search treats a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Asking,
    /// Switched off.
    Off,
    /// Its recent answer is used again.
    Remembered,
}

/// Why a source was not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unasked {
    /// It understands none of the title's ids.
    NoId,
    /// It is asked with what the catalogue tells of the title, and the catalogue failed.
    NoDetails,
}

impl Unasked {
    /// Returns the words shown to people.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoId => "no id it understands",
            Self::NoDetails => "the catalogue failed, so what it is asked with is not known",
        }
    }
}

#[derive(Clone, Debug)]
pub enum Event {
    Started {
        sources: Vec<(SourceName, Asked)>,
        /// The age of the oldest answer used from memory.
        remembered: Option<Duration>,
    },
    /// The metadata brought other ids, numbers or names of the wanted title.
    Understood {
        wanted: Arc<Wanted>,
    },
    SourceAnswered {
        source: SourceName,
        count: usize,
        /// The number of rows left out, by reason.
        dropped: Dropped,
        /// The first error when only part of the answer arrived.
        missing: Option<SourceError>,
        elapsed: Duration,
    },
    SourceSkipped {
        source: SourceName,
        why: Unasked,
    },
    SourceFailed {
        source: SourceName,
        error: SourceError,
        elapsed: Duration,
    },
    /// New rows, and rows that changed.
    RowsArrived {
        rows: Vec<Arc<Candidate>>,
    },
    /// One service answered for some rows, given here in their new state. The counts are for that service alone.
    CacheChecked {
        store: Store,
        checked: usize,
        total: usize,
        cached: usize,
        rows: Vec<Arc<Candidate>>,
    },
    /// The number of rows that one service gave no answer for; `store` is `None` when no service is signed in.
    CacheCheckFailed {
        store: Option<Store>,
        unchecked: usize,
        error: DebridError,
    },
    PickChosen {
        hash: InfoHash,
        reasons: Vec<RankReason>,
    },
    Completed {
        rows: usize,
        cached: usize,
        elapsed: Duration,
    },
}
