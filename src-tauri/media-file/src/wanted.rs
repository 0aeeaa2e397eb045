//! The ranges of a file that would tell more, and which of them to request next.

/// Ranges that would tell more, the most telling first.
#[derive(Debug, Default)]
pub(crate) struct Wanted(Vec<Want>);

#[derive(Clone, Copy, Debug)]
struct Want {
    worth: Worth,
    offset: u64,
    length: u64,
}

/// What a range is good for, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Worth {
    Tracks,
    Length,
    Chapters,
    Titles,
}

/// Ranges so near to each other are requested as one.
const NEAR: u64 = 128 << 10;
/// More is not worth asking for one range alone.
const MOST_NOTED: usize = 64;

impl Wanted {
    pub(crate) fn note(&mut self, worth: Worth, offset: u64, length: u64) {
        if self.0.len() < MOST_NOTED {
            self.0.push(Want { worth, offset, length });
        }
    }

    /// Leaves out what is not worth as much.
    pub(crate) fn only(&mut self, worth: Worth) {
        self.0.retain(|want| want.worth == worth);
    }

    /// Returns the offset and length of the next request, at most `left` bytes; `None` if nothing is worth one. What lies
    /// near the most telling range comes with it.
    pub(crate) fn next(&self, size: Option<u64>, left: usize) -> Option<(u64, usize)> {
        let first = self.0.iter().min_by_key(|want| (want.worth, want.offset))?;
        let end_of = |want: &Want| want.offset.saturating_add(want.length);
        let (mut start, mut end) = (first.offset, end_of(first));
        for want in &self.0 {
            let is_near = want.offset <= end.saturating_add(NEAR) && end_of(want).saturating_add(NEAR) >= start;
            if is_near {
                (start, end) = (start.min(want.offset), end.max(end_of(want)));
            }
        }
        let left = u64::try_from(left).unwrap_or(u64::MAX);
        // Beyond what is left the most telling range counts alone.
        if end.saturating_sub(start) > left {
            (start, end) = (first.offset, end_of(first));
        }
        let end = size.map_or(end, |size| end.min(size)).min(start.saturating_add(left));
        let length = usize::try_from(end.checked_sub(start)?).ok()?;
        (length > 0).then_some((start, length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_telling_range_comes_first_with_what_lies_near() {
        let mut wanted = Wanted::default();
        assert_eq!(wanted.next(None, 1 << 20), None);
        wanted.note(Worth::Titles, 10 << 20, 1000);
        wanted.note(Worth::Chapters, 5_000, 1000);
        assert_eq!(wanted.next(None, 1 << 20), Some((5_000, 1000)));
        wanted.note(Worth::Tracks, (10 << 20) - 20_000, 2000);
        assert_eq!(wanted.next(None, 1 << 20), Some(((10 << 20) - 20_000, 21_000)));
        assert_eq!(wanted.next(None, 5_000), Some(((10 << 20) - 20_000, 2000)), "no room for both");
        assert_eq!(wanted.next(None, 500), Some(((10 << 20) - 20_000, 500)));
        assert_eq!(wanted.next(Some(10 << 20), 1 << 20).map(|(_, length)| length), Some(20_000), "the file ends");
        assert_eq!(wanted.next(Some(1000), 1 << 20), None, "it lies behind the end");
        assert_eq!(wanted.next(None, 0), None);
    }
}
