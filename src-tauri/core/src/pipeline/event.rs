//! What a search and a link tell while they run: facts in the past tense, each complete in itself.

use std::sync::Arc;
use std::time::Duration;

use crate::debrid::{DebridError, Store};
use crate::model::{Candidate, RankReason};
use crate::sources::{Dropped, SourceError};
use crate::title::Wanted;
use crate::torrent::{InfoHash, SourceName};

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
    /// More is known of what is wanted than when the search began: other ids, numbers, names.
    Understood {
        wanted: Arc<Wanted>,
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
        rows: Vec<Arc<Candidate>>,
    },
    /// One service answered for some rows, which are here as they now are. The counts are that service's own.
    CacheChecked {
        store: Store,
        checked: usize,
        total: usize,
        cached: usize,
        rows: Vec<Arc<Candidate>>,
    },
    /// Rows one service gave no answer for; `store` is `None` when no service is signed in.
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
