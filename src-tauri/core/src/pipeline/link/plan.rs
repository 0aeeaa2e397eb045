//! Orders the candidates for one service, by fit and by what worked there before. Pure.

use crate::debrid::{CacheState, Store};
use crate::model::{Outcome, Past, PastOutcome};

use super::Candidate;

/// Returns the candidates to try at one service, in order; what is a link alone is none. The first one given stays first, because it is the person's
/// choice or the best of all, unless the service does not hold it. Then come those known to have worked at this service, those it holds, and those of unknown state, each without those that it is likely to
/// refuse: a held one of these costs one request and comes before the unknown. Those it does not hold or refused come last, and are left out
/// when any of the `others`, the number of other services, may have them.
pub fn plan<'a>(store: Store, candidates: &[&'a Candidate], past: &Past, others: usize) -> Vec<&'a Candidate> {
    let class = |candidate: &Candidate| {
        let before = past.get(&(candidate.torrent.info_hash, store));
        if before.is_some_and(|before| before.outcome == Outcome::Worked && before.verdict().is_some()) {
            return Class::Worked;
        }
        let at = candidate.services.get(store);
        // Where this service was not asked, the overall state of the row counts.
        let checked = at.map_or(candidate.cached, |at| at.cached);
        let state = before.and_then(PastOutcome::verdict).or(checked);
        let is_likely_refused = at.is_some_and(|at| at.likely_refusal().is_some());
        match state {
            Some(CacheState::Cached) if is_likely_refused => Class::HeldAndRefused,
            Some(CacheState::Cached) => Class::Held,
            Some(CacheState::Unknown) | None if is_likely_refused => Class::UnknownAndRefused,
            Some(CacheState::Unknown) | None => Class::Unknown,
            Some(CacheState::NotCached) => Class::NotHeld,
        }
    };
    let mut order: Vec<(bool, Class, usize)> = candidates
        .iter()
        .enumerate()
        .filter(|(_, candidate)| !candidate.torrent.is_link)
        .map(|(at, candidate)| {
            let class = class(candidate);
            (at > 0 || class == Class::NotHeld, class, at)
        })
        .filter(|(_, class, _)| *class != Class::NotHeld || others == 0)
        .collect();
    order.sort_unstable();
    order.into_iter().filter_map(|(_, _, at)| candidates.get(at).copied()).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Worked,
    Held,
    HeldAndRefused,
    Unknown,
    UnknownAndRefused,
    NotHeld,
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::pipeline::pool::tests::hash;
    use crate::torrent::{SourceName, Torrent};

    fn row(digit: char, state: CacheState) -> Candidate {
        let mut row = Candidate::new(Torrent::new(hash(digit), "Sintel 2010", SourceName::Comet));
        row.services.at(Store::TorBox).cached = Some(state);
        row
    }

    fn digits(plan: &[&Candidate]) -> String {
        plan.iter().filter_map(|row| row.torrent.info_hash.to_string().chars().next()).collect()
    }

    #[test]
    fn the_chosen_one_comes_first_then_what_worked_then_what_is_held() {
        let rows = [
            row('1', CacheState::Unknown),
            row('2', CacheState::NotCached),
            row('3', CacheState::Unknown),
            row('4', CacheState::Cached),
            row('5', CacheState::Unknown),
        ];
        let rows: Vec<&Candidate> = rows.iter().collect();
        let at = jiff::Timestamp::UNIX_EPOCH;
        let worked = PastOutcome { outcome: Outcome::Worked, at, age: Duration::from_hours(20) };
        let past = Past::from([((hash('5'), Store::TorBox), worked)]);
        assert_eq!(digits(&plan(Store::TorBox, &rows, &past, 0)), "15432");
        assert_eq!(digits(&plan(Store::TorBox, &rows, &past, 1)), "1543", "another service may hold the second");
    }

    #[test]
    fn what_was_refused_for_legal_reasons_is_not_asked_for_again_while_anything_else_is_there() {
        let rows = [row('1', CacheState::Cached), row('2', CacheState::Unknown)];
        let rows: Vec<&Candidate> = rows.iter().collect();
        let legal =
            PastOutcome { outcome: Outcome::Legal, at: jiff::Timestamp::UNIX_EPOCH, age: Duration::from_hours(72) };
        let past = Past::from([((hash('1'), Store::TorBox), legal)]);
        assert_eq!(digits(&plan(Store::TorBox, &rows, &past, 0)), "21");
    }
}
