//! What a service answered a while ago about the torrents of one video: not asked again while it is likely to hold.

use std::sync::Arc;
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt as _, Shared};
use hashbrown::HashMap;
use jiff::Timestamp;
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::debrid::{CacheState, Store};
use crate::store::{Cache, Remembered};
use crate::torrent::{InfoHash, TorrentFile};

/// What is held stays held for a while; what is not may be soon. An unknown is asked about every time.
const CACHED_FOR: Duration = Duration::from_hours(1);
const NOT_CACHED_FOR: Duration = Duration::from_mins(20);

/// What a service answered about one torrent.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckAnswer {
    pub state: CacheState,
    /// None where the service does not list them.
    pub files: Vec<TorrentFile>,
}

impl CheckAnswer {
    fn is_fresh(&self, age: Duration) -> bool {
        match self.state {
            CacheState::Cached => age < CACHED_FOR,
            CacheState::NotCached => age < NOT_CACHED_FOR,
            CacheState::Unknown => false,
        }
    }
}

pub type Answers = HashMap<InfoHash, CheckAnswer>;

/// The answers of one service about one video. They are kept in bundles of what was answered together: one look at the disk
/// reads them all.
#[derive(Debug)]
pub(super) struct Memory<'a> {
    folder: String,
    known: Shared<BoxFuture<'a, Arc<Answers>>>,
    /// Still to be written down, and how much that is.
    learnt: Vec<Arc<Answers>>,
    weight: usize,
    bundles: usize,
}

impl<'a> Memory<'a> {
    pub(super) fn new(cache: &'a Cache, store: Store, video: &str) -> Self {
        let folder = format!("check/{}/{video}/", store.name());
        let known = recall(cache, folder.clone()).boxed().shared();
        Self { folder, known, learnt: Vec::new(), weight: 0, bundles: 0 }
    }

    /// The answers that still hold. The disk is looked at once.
    pub(super) fn known(&self) -> impl Future<Output = Arc<Answers>> + Send + use<'a> {
        self.known.clone()
    }

    pub(super) fn learn(&mut self, answers: &Arc<Answers>) {
        self.weight += answers.values().map(|answer| 1 + answer.files.len()).sum::<usize>();
        self.learnt.push(Arc::clone(answers));
    }

    /// A bundle to put into the cache: when it is worth a look at the disk, or whatever is there.
    pub(super) fn take(&mut self, all: bool) -> Option<(String, Bundle)> {
        const WORTH_IT: usize = 2_000;
        if self.weight == 0 || (self.weight < WORTH_IT && !all) {
            return None;
        }
        self.weight = 0;
        self.bundles += 1;
        // Told apart from those of other searches for the same.
        let key = format!("{}{}-{}", self.folder, Timestamp::now().as_microsecond(), self.bundles);
        Some((key, Bundle(std::mem::take(&mut self.learnt))))
    }
}

async fn recall(cache: &Cache, folder: String) -> Arc<Answers> {
    let bundles: Vec<Remembered<Answers>> = cache.folder(&folder, CACHED_FOR).await;
    let mut known = Answers::new();
    // The newest last: what it says stands.
    for Remembered { value, age } in bundles {
        known.extend(value.into_iter().filter(|(_, answered)| answered.is_fresh(age)));
    }
    Arc::new(known)
}

/// Answers to be written down as one map.
pub(super) struct Bundle(Vec<Arc<Answers>>);

impl Serialize for Bundle {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().flat_map(|answers| answers.iter()))
    }
}
