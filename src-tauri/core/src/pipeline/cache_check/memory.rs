//! Remembers the answers of a service about the torrents of one work while they are likely to hold.

use std::sync::Arc;
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt as _, Shared};
use hashbrown::HashMap;
use jiff::Timestamp;
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::debrid::{CacheState, Store};
use crate::store::{Cache, Remembered};
use crate::torrent::{FileList, InfoHash};

/// How long an answer is used again. A cached torrent stays cached for a while; one that is not may be cached soon. An
/// unknown is always asked again.
const CACHED_FOR: Duration = Duration::from_hours(1);
const NOT_CACHED_FOR: Duration = Duration::from_mins(20);

/// The answer of a service about one torrent.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckAnswer {
    pub state: CacheState,
    /// Empty where the service does not list files.
    pub files: FileList,
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

/// The remembered answers of one service about one work. They are stored in bundles of many answers, so that one read
/// of the disk loads them all.
#[derive(Debug)]
pub(super) struct Memory<'a> {
    folder: String,
    known: Shared<BoxFuture<'a, Arc<Answers>>>,
    /// Answers not stored yet; `weight` counts them and their files.
    learnt: Vec<Arc<Answers>>,
    weight: usize,
    bundles: usize,
}

impl<'a> Memory<'a> {
    pub(super) fn new(cache: &'a Cache, store: Store, work: &str) -> Self {
        let folder = format!("check/{}/{work}/", store.name());
        let known = recall(cache, folder.clone()).boxed().shared();
        Self { folder, known, learnt: Vec::new(), weight: 0, bundles: 0 }
    }

    /// Returns the answers that are still fresh. Reads the disk only once.
    pub(super) fn known(&self) -> impl Future<Output = Arc<Answers>> + Send + use<'a> {
        self.known.clone()
    }

    pub(super) fn learn(&mut self, answers: &Arc<Answers>) {
        self.weight += answers.values().map(|answer| 1 + answer.files.len()).sum::<usize>();
        self.learnt.push(Arc::clone(answers));
    }

    /// Returns the bundle to store and its cache key: once enough answers have gathered or, with `all`, whatever there
    /// is.
    pub(super) fn take(&mut self, all: bool) -> Option<(String, Bundle)> {
        const WORTH_IT: usize = 2_000;
        if self.weight == 0 || (self.weight < WORTH_IT && !all) {
            return None;
        }
        self.weight = 0;
        self.bundles += 1;
        // The time makes the key unique among concurrent searches for the same work.
        let key = format!("{}{}-{}", self.folder, Timestamp::now().as_microsecond(), self.bundles);
        Some((key, Bundle(std::mem::take(&mut self.learnt))))
    }
}

async fn recall(cache: &Cache, folder: String) -> Arc<Answers> {
    let bundles: Vec<Remembered<Answers>> = cache.folder(&folder, CACHED_FOR).await;
    let mut known = Answers::new();
    // The newest bundle comes last, so its answers win.
    for Remembered { value, age } in bundles {
        known.extend(value.into_iter().filter(|(_, answered)| answered.is_fresh(age)));
    }
    Arc::new(known)
}

/// Several sets of answers, serialised as one map.
pub(super) struct Bundle(Vec<Arc<Answers>>);

impl Serialize for Bundle {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().flat_map(|answers| answers.iter()))
    }
}
