//! The current rows of a search, updated from its events, so that the person can make a link while the search is still
//! running.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::Candidate;
use crate::title::Wanted;
use crate::torrent::InfoHash;

use super::event::Event;

/// The rows as of the last event.
#[derive(Debug)]
pub struct Board {
    wanted: Arc<Wanted>,
    rows: HashMap<InfoHash, Arc<Candidate>>,
}

impl Board {
    pub fn new(wanted: Arc<Wanted>) -> Self {
        Self { wanted, rows: HashMap::new() }
    }

    pub fn wanted(&self) -> Arc<Wanted> {
        Arc::clone(&self.wanted)
    }

    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::RowsArrived { rows } | Event::CacheChecked { rows, .. } => {
                self.rows.extend(rows.iter().map(|row| (row.torrent.info_hash, Arc::clone(row))));
            }
            Event::Understood { wanted } => self.wanted = Arc::clone(wanted),
            Event::Started { .. }
            | Event::SourceAnswered { .. }
            | Event::SourceSkipped { .. }
            | Event::SourceFailed { .. }
            | Event::CacheCheckFailed { .. }
            | Event::PickChosen { .. }
            | Event::Completed { .. } => {}
        }
    }

    /// Returns every row in its current state, for [`super::recheck`].
    pub fn rows(&self) -> Vec<Arc<Candidate>> {
        self.rows.values().cloned().collect()
    }

    pub fn row(&self, hash: InfoHash) -> Option<&Candidate> {
        self.rows.get(&hash).map(AsRef::as_ref)
    }

    /// Returns the candidates for a link: the row `first` and, if `go_on`, the other rows worth trying, best first.
    pub fn candidates(&self, first: InfoHash, go_on: bool) -> Vec<Arc<Candidate>> {
        let head = self.rows.get(&first).cloned();
        let mut others: Vec<&Arc<Candidate>> =
            self.rows.values().filter(|row| go_on && row.torrent.info_hash != first && row.is_worth_trying()).collect();
        others.sort_by(|a, b| b.compare(a));
        head.into_iter().chain(others.into_iter().take(20).cloned()).collect()
    }
}
