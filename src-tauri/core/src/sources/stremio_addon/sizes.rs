//! The sizes a stream tells. A size is the file's or the torrent's, and what it cannot be known to be it is not taken
//! for. Pure.

use crate::text::{Units, WrittenSize};
use crate::torrent::Torrent;

/// What a stream tells of sizes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::sources) struct Sizes {
    /// The only size, or the first of two, which is the file's.
    pub(in crate::sources) one: Option<u64>,
    /// Whether `one` is exact to the byte.
    pub(in crate::sources) is_exact: bool,
    /// The second of two sizes: the torrent's.
    pub(in crate::sources) whole: Option<u64>,
    pub(in crate::sources) whole_is_exact: bool,
}

/// What the only size of a stream means when its file is but a part of the torrent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sources) enum Meaning {
    File,
    Torrent,
    /// Either of them.
    Unknown,
}

impl Sizes {
    /// Reads `A` or `A / B` from a text. `exact`, a size in bytes told beside it, shows how the units count, and stands
    /// for the one of the two that it is written as.
    pub(in crate::sources) fn told(text: Option<&str>, exact: Option<u64>) -> Self {
        let text = text.unwrap_or_default();
        let (first, second) = text.split_once('/').unwrap_or((text, ""));
        let (first, second) = (WrittenSize::first_in(first), WrittenSize::first_in(second));
        let counts = |size: Option<WrittenSize>| {
            let (size, exact) = size.zip(exact)?;
            [Units::Binary, Units::Decimal].into_iter().find(|units| size.is_of(exact, *units))
        };
        let (of_first, of_second) = (counts(first), counts(second));
        let units = of_first.or(of_second).unwrap_or(Units::Binary);
        let bytes = |size: Option<WrittenSize>| size.and_then(|size| size.bytes(units));
        if of_first.is_none() && of_second.is_some() {
            return Self { one: bytes(first), is_exact: false, whole: exact, whole_is_exact: true };
        }
        let whole = bytes(second);
        Self { one: exact.or(bytes(first)), is_exact: exact.is_some(), whole, whole_is_exact: false }
    }

    /// Returns whether the file's size and the torrent's are told apart.
    pub(in crate::sources) fn are_two(self) -> bool {
        self.whole.is_some_and(|whole| self.one.is_some_and(|one| one != whole))
    }

    /// Fills in the sizes. `is_part` says that the file is one of several in the torrent, `has_file` that the stream
    /// points to a file at all.
    pub(in crate::sources) fn fill(self, torrent: &mut Torrent, meaning: Meaning, is_part: bool, has_file: bool) {
        if let Some(whole) = self.whole {
            torrent.size = Some(whole);
            torrent.size_exact = self.whole_is_exact;
            // The same twice is the torrent's twice, unless its only file is all of it.
            torrent.file_size = self.one.filter(|one| has_file && !(is_part && *one == whole));
            return;
        }
        if !is_part || meaning == Meaning::Torrent {
            torrent.size = self.one;
            torrent.size_exact = self.is_exact && self.one.is_some();
        }
        if has_file && (!is_part || meaning == Meaning::File) {
            torrent.file_size = self.one;
        }
    }
}

/// Returns whether a number of bytes is what Torrentio, and whoever asks it, tells of a size that nobody knows:
/// 300,000,000, written as `286.1 MB`.
pub(super) fn is_unknown_to_torrentio(bytes: u64) -> bool {
    matches!(bytes, 300_000_000 | 299_997_592..=299_997_595)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_in_bytes_shows_how_the_units_beside_it_count() {
        let told = |text, exact| {
            let sizes = Sizes::told(Some(text), exact);
            (sizes.one, sizes.whole)
        };
        let gib = |number: u64| number << 30;
        assert_eq!(told("3.2 GB / 38.1 GB", Some(3_221_225_472)), (Some(3_221_225_472), Some(38_100_000_000)));
        assert_eq!(told("3.0 GB / 38 GB", Some(3_221_225_472)), (Some(3_221_225_472), Some(gib(38))));
        assert_eq!(told("3.0 GB / 38 GB", None), (Some(gib(3)), Some(gib(38))));
        assert_eq!(told("3.2 GB / 38.1 GB", Some(38_117_834_752)), (Some(3_200_000_000), Some(38_117_834_752)));
        assert_eq!(told("3 GB / 9 GB", Some(77)), (Some(77), Some(gib(9))), "what fits neither is believed, in binary");
        assert_eq!(told("", Some(77)), (Some(77), None));
        assert_eq!(told("unknown", None), (None, None));
    }
}
