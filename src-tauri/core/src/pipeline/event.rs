//! What a search and a link tell while they run: facts in the past tense, each complete in itself.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::debrid::{CacheState, DebridError, Store};
use crate::sources::{Dropped, SourceError};
use crate::torrent::{InfoHash, SourceName};

use super::dedupe::{AtService, Candidate, ChosenFile};

/// What happens with a source in a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Asking,
    /// Switched off.
    Off,
    /// Its answer of a moment ago counts.
    Remembered,
}

#[derive(Clone, Debug)]
pub enum Event {
    Started {
        sources: Vec<(SourceName, Asked)>,
        /// The age of the oldest answer that is shown from memory.
        remembered: Option<Duration>,
    },
    SourceAnswered {
        source: SourceName,
        count: usize,
        /// The rows that were left out, by reason.
        dropped: Dropped,
        /// Why a part of the answer did not come, when it is not whole.
        missing: Option<SourceError>,
        elapsed: Duration,
    },
    /// None of the ids known is one the source understands: it was not asked.
    SourceSkipped {
        source: SourceName,
    },
    SourceFailed {
        source: SourceName,
        error: SourceError,
        elapsed: Duration,
    },
    /// New rows, and rows that changed.
    RowsArrived {
        rows: Vec<Candidate>,
    },
    /// One service answered for some rows. The counts are that service's own.
    CacheChecked {
        store: Store,
        checked: usize,
        total: usize,
        cached: usize,
        verdicts: Vec<Verdict>,
    },
    /// Rows one service gave no answer for; `store` is `None` when no service is signed in.
    CacheCheckFailed {
        store: Option<Store>,
        unchecked: usize,
        error: DebridError,
    },
    PickChosen {
        hash: InfoHash,
        reasons: Vec<super::rank::RankReason>,
    },
    Completed {
        rows: usize,
        cached: usize,
        elapsed: Duration,
    },
}

/// What a check changed in a row.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub hash: InfoHash,
    /// Over all services: as [`Candidate::cached`].
    pub state: CacheState,
    pub services: BTreeMap<Store, AtService>,
    pub lacks_file: bool,
    pub file: Option<ChosenFile>,
    pub rank: f64,
    pub reasons: Vec<super::rank::RankReason>,
    /// Why the preferences hide it.
    pub hidden: Option<crate::preferences::HiddenReason>,
}
