//! The current rows of a search, updated from its events and by what attempts at links teach, so that the person can make
//! a link while the search is still running and sees everywhere what came of it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::debrid::Store;
use crate::model::{Candidate, Past, PastOutcome};
use crate::names::Measure;
use crate::title::Wanted;
use crate::torrent::InfoHash;

use super::event::Event;
use super::rank::{self, Taste};

/// The rows as of the last event.
#[derive(Debug)]
pub struct Board {
    wanted: Arc<Wanted>,
    /// What the search, or who looked anew at its rows last, ranks by.
    taste: Arc<Taste>,
    rows: HashMap<InfoHash, Arc<Candidate>>,
    /// What attempts taught since the search began, which does not know of it.
    learnt: Past,
}

impl Board {
    /// `taste` is what the search ranks by.
    pub fn new(wanted: Arc<Wanted>, taste: Arc<Taste>) -> Self {
        Self { wanted, taste, rows: HashMap::new(), learnt: Past::new() }
    }

    /// Ranks by another taste from now on, as what looks anew at the rows does.
    pub fn rank_by(&mut self, taste: Arc<Taste>) {
        self.taste = taste;
    }

    pub fn wanted(&self) -> Arc<Wanted> {
        Arc::clone(&self.wanted)
    }

    /// Applies an event, and returns it with what was learnt of its rows.
    pub fn apply(&mut self, mut event: Event) -> Event {
        match &mut event {
            Event::RowsArrived { rows } | Event::CacheChecked { rows, .. } => {
                self.teach(rows);
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
        event
    }

    /// Takes in what became of a torrent at a service. Returns its row in the new state, or `None` if there is no such row.
    pub fn learn(&mut self, store: Store, hash: InfoHash, outcome: PastOutcome) -> Option<Arc<Candidate>> {
        self.learnt.insert((hash, store), outcome);
        let mut row = [Arc::clone(self.rows.get(&hash)?)];
        self.teach(&mut row);
        let [row] = row;
        self.rows.insert(hash, Arc::clone(&row));
        Some(row)
    }

    /// Puts what was learnt into those rows that it is about.
    fn teach(&self, rows: &mut [Arc<Candidate>]) {
        if self.learnt.is_empty() {
            return;
        }
        let mut measure = None;
        for row in rows {
            let hash = row.torrent.info_hash;
            let of_row = self.learnt.iter().filter(|((of, _), _)| *of == hash);
            let of_row: Vec<(Store, PastOutcome)> = of_row.map(|((_, store), outcome)| (*store, *outcome)).collect();
            if of_row.is_empty() {
                continue;
            }
            let row = Arc::make_mut(row);
            for (store, outcome) in of_row {
                row.services.at(store).before = Some(outcome);
            }
            row.settle();
            let measure = measure.get_or_insert_with(|| Measure::of(&self.wanted));
            row.rank = rank::rank(row, &self.wanted, measure, &self.taste);
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;

    use super::*;
    use crate::debrid::CacheState;
    use crate::model::{AtService, Outcome};
    use crate::torrent::{SourceName, Torrent};

    const STORE: Store = Store::RealDebrid;

    fn hash(digit: char) -> InfoHash {
        InfoHash::parse(&digit.to_string().repeat(40)).unwrap()
    }

    fn held(digit: char, wanted: &Wanted) -> Arc<Candidate> {
        let mut row = Candidate::new(Torrent::new(hash(digit), "Sintel.2010.1080p", SourceName::Comet));
        row.services =
            std::iter::once((STORE, AtService { cached: Some(CacheState::Cached), ..AtService::default() })).collect();
        row.settle();
        row.rank = rank::rank(&row, wanted, &Measure::of(wanted), &Taste::default());
        Arc::new(row)
    }

    fn past(outcome: Outcome) -> PastOutcome {
        PastOutcome { outcome, at: Timestamp::UNIX_EPOCH, age: Duration::ZERO }
    }

    #[test]
    fn what_an_attempt_teaches_holds_for_all_that_the_search_still_tells() {
        let wanted = Arc::new(Wanted { name: "Sintel".to_owned(), year: Some(2010), ..Wanted::default() });
        let mut board = Board::new(Arc::clone(&wanted), Arc::default());
        let rows = || vec![held('1', &wanted), held('2', &wanted)];
        board.apply(Event::RowsArrived { rows: rows() });
        let before = board.row(hash('1')).unwrap().rank.value;

        let row = board.learn(STORE, hash('1'), past(Outcome::NotHeld)).unwrap();
        assert_eq!(row.cached, Some(CacheState::NotCached), "the check was wrong");
        assert!(row.rank.value < before - 20_000.0, "{} after {before}", row.rank.value);
        assert_eq!(board.row(hash('1')).unwrap().rank, row.rank);

        let told = board.apply(Event::RowsArrived { rows: rows() });
        let Event::RowsArrived { rows } = told else { panic!("{told:?}") };
        let states: Vec<_> = rows.iter().map(|row| row.cached).collect();
        assert_eq!(states, [Some(CacheState::NotCached), Some(CacheState::Cached)], "the search does not know better");
        assert_eq!(rows[0].rank, row.rank);
        assert!(board.candidates(hash('2'), true).iter().all(|row| row.torrent.info_hash == hash('2')));

        let row = board.learn(STORE, hash('1'), past(Outcome::Worked)).unwrap();
        assert_eq!(row.cached, Some(CacheState::Cached), "the last attempt counts");
        assert!(board.learn(STORE, hash('3'), past(Outcome::Worked)).is_none(), "there is no such row");
    }
}
