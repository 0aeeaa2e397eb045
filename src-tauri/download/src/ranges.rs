//! Which bytes of a file are there. Pure.

use std::ops::Range;

/// Ranges of bytes, in order and apart from one another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranges(Vec<Range<u64>>);

impl Ranges {
    /// Returns the ranges a list names; `None` if one is empty, out of order, or beyond `length`.
    pub fn of_list(list: &[(u64, u64)], length: u64) -> Option<Self> {
        let mut end_before = None;
        for (start, end) in list {
            if start >= end || *end > length || end_before.is_some_and(|before| before >= *start) {
                return None;
            }
            end_before = Some(*end);
        }
        Some(Self(list.iter().map(|(start, end)| *start..*end).collect()))
    }

    pub fn list(&self) -> Vec<(u64, u64)> {
        self.0.iter().map(|range| (range.start, range.end)).collect()
    }

    /// Adds a range, which may lie over others.
    pub fn insert(&mut self, range: Range<u64>) {
        if range.is_empty() {
            return;
        }
        let from = self.0.partition_point(|other| other.end < range.start);
        let to = self.0.partition_point(|other| other.start <= range.end);
        let joined = self
            .0
            .drain(from..to)
            .fold(range, |joined, other| joined.start.min(other.start)..joined.end.max(other.end));
        self.0.insert(from, joined);
    }

    pub fn total(&self) -> u64 {
        self.0.iter().map(|range| range.end - range.start).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Range<u64>> {
        self.0.iter().cloned()
    }

    /// Returns what is missing of a file of this length, in order.
    pub fn gaps(&self, length: u64) -> Vec<Range<u64>> {
        let starts = std::iter::once(0).chain(self.0.iter().map(|range| range.end));
        let ends = self.0.iter().map(|range| range.start).chain([length]);
        starts.zip(ends).map(|(start, end)| start..end).filter(|gap| !gap.is_empty()).collect()
    }

    /// Returns places of what is there, of at most so many bytes, by which a file is known: the ends of its first, middle
    /// and last range.
    pub fn samples(&self, most: u64) -> Vec<Range<u64>> {
        let last = self.0.len().saturating_sub(1);
        let mut places = vec![0, last / 2, last];
        places.dedup();
        let mut samples = Vec::new();
        for range in places.into_iter().filter_map(|place| self.0.get(place)) {
            samples.push(range.start..range.end.min(range.start + most));
            samples.push(range.start.max(range.end.saturating_sub(most))..range.end);
        }
        samples.dedup();
        samples
    }

    /// Returns the first missing bytes that nobody has taken, at most `most` of them; `None` if there are none.
    pub fn next_gap(&self, taken: &[Range<u64>], length: u64, most: u64) -> Option<Range<u64>> {
        let mut known = self.clone();
        for range in taken {
            known.insert(range.clone());
        }
        let gap = known.gaps(length).into_iter().next()?;
        Some(gap.start..gap.end.min(gap.start.saturating_add(most)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LENGTH: u64 = 64;

    fn some_ranges() -> impl Strategy<Value = Vec<Range<u64>>> {
        prop::collection::vec((0..LENGTH, 0..LENGTH).prop_map(|(a, b)| a.min(b)..a.max(b)), 0..12)
    }

    fn set_of(added: &[Range<u64>]) -> Ranges {
        let mut set = Ranges::default();
        for range in added {
            set.insert(range.clone());
        }
        set
    }

    /// Whether each byte is in one of the ranges: what the set has to know, in the plainest form.
    fn bytes(ranges: impl IntoIterator<Item = Range<u64>>) -> Vec<bool> {
        let mut bytes = vec![false; usize::try_from(LENGTH).unwrap()];
        ranges.into_iter().flatten().for_each(|at| bytes[usize::try_from(at).unwrap()] = true);
        bytes
    }

    proptest! {
        #[test]
        fn a_set_holds_the_bytes_that_were_put_in(added in some_ranges()) {
            let set = set_of(&added);
            let there = bytes(added);
            prop_assert_eq!(bytes(set.iter()), there.clone());
            prop_assert_eq!(set.total(), there.iter().filter(|there| **there).count() as u64);
            let missing: Vec<bool> = there.iter().map(|there| !there).collect();
            prop_assert_eq!(bytes(set.gaps(LENGTH)), missing);
            prop_assert_eq!(Ranges::of_list(&set.list(), LENGTH), Some(set));
        }

        #[test]
        fn a_gap_is_missing_and_nobodys(added in some_ranges(), taken in some_ranges(), most in 1..LENGTH) {
            let set = set_of(&added);
            let free: Vec<bool> = bytes(added.into_iter().chain(taken.clone())).iter().map(|used| !used).collect();
            match set.next_gap(&taken, LENGTH, most) {
                None => prop_assert!(free.iter().all(|free| !free)),
                Some(gap) => {
                    prop_assert!(!gap.is_empty() && gap.end - gap.start <= most);
                    prop_assert_eq!(free.iter().position(|free| *free), usize::try_from(gap.start).ok());
                    prop_assert!(gap.into_iter().all(|at| free[usize::try_from(at).unwrap()]));
                }
            }
        }
    }

    #[test]
    fn a_file_is_known_by_places_over_all_that_is_there() {
        let mut begun = Ranges::default();
        assert!(begun.samples(64).is_empty());
        begun.insert(0..10);
        assert_eq!(begun.samples(64), std::slice::from_ref(&(0..10)));
        begun.insert(1000..4000);
        assert_eq!(begun.samples(64), [0..10, 1000..1064, 3936..4000]);
    }

    #[test]
    fn a_list_out_of_order_is_refused() {
        for list in [vec![(5, 5)], vec![(6, 5)], vec![(0, 2), (2, 4)], vec![(4, 6), (0, 2)], vec![(0, LENGTH + 1)]] {
            assert_eq!(Ranges::of_list(&list, LENGTH), None, "{list:?}");
        }
    }
}
