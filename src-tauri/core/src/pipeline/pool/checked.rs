//! How many rows each service answered for.

use std::collections::HashMap;

use crate::debrid::{CacheState, Store};

/// The rows each service answered for, and those of them that it holds.
#[derive(Debug, Default)]
pub(super) struct Checked(HashMap<Store, (usize, usize)>);

impl Checked {
    /// Notes what a service says of a row now, in place of what it said before.
    pub(super) fn note(&mut self, store: Store, before: Option<CacheState>, now: Option<CacheState>) {
        let is_cached = |state| usize::from(state == Some(CacheState::Cached));
        let (checked, cached) = self.0.entry(store).or_default();
        *checked = *checked + usize::from(now.is_some()) - usize::from(before.is_some());
        *cached = *cached + is_cached(now) - is_cached(before);
    }

    pub(super) fn at(&self, store: Store) -> (usize, usize) {
        self.0.get(&store).copied().unwrap_or_default()
    }
}
