//! The row that leads, found without looking at every row each time.

use std::sync::Arc;

use crate::model::Candidate;

/// The best row as of the last look, with its rank's value then, and the rows that were ranked since.
#[derive(Debug, Default)]
pub(super) struct Lead {
    best: Option<(usize, f64)>,
    ranked: Vec<usize>,
}

impl Lead {
    /// Notes that a row was ranked, for the first time or anew.
    pub(super) fn note_ranked(&mut self, place: usize) {
        self.ranked.push(place);
    }

    /// Has the next look be at every row.
    pub(super) fn forget(&mut self) {
        self.best = None;
    }

    /// Returns the best row of those that may lead. Whether a row may changes only for the better, or is noted.
    pub(super) fn find(&mut self, rows: &[Arc<Candidate>], may_lead: impl Fn(&Candidate) -> bool) -> Option<usize> {
        let ranked = std::mem::take(&mut self.ranked);
        let is_as_good = |(place, value): &(usize, f64)| {
            rows.get(*place).is_some_and(|row| may_lead(row) && row.rank.value >= *value)
        };
        // The rows that were not ranked since are behind it as they were.
        let places: &mut dyn Iterator<Item = usize> = match self.best.filter(is_as_good) {
            Some((place, _)) => &mut ranked.into_iter().chain([place]),
            None => &mut (0..rows.len()),
        };
        let may_lead = places.filter_map(|place| Some((place, rows.get(place).filter(|row| may_lead(row))?)));
        let (place, row) = may_lead.max_by(|(_, a), (_, b)| a.compare(b))?;
        self.best = Some((place, row.rank.value));
        Some(place)
    }
}
