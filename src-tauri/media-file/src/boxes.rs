//! The boxes that MP4 is made of: by their places in the file, and inside a slice of it.

use crate::bytes::{Numbers, Pieces};

pub(crate) type Kind = [u8; 4];

/// A box by its place in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) kind: Kind,
    pub(crate) at: u64,
    pub(crate) start: u64,
    /// Where the next one begins; `None` where it goes on to the end of the file.
    pub(crate) end: Option<u64>,
}

/// Returns the box at a place; `None` where its head was not read or is none.
pub(crate) fn place(pieces: &Pieces, at: u64) -> Option<Place> {
    let mut numbers = Numbers(pieces.from(at, 16));
    let (size, kind) = (numbers.u32()?, numbers.code()?);
    let (head, size) = match size {
        0 => (8, None),
        1 => (16, Some(numbers.u64()?)),
        size => (8, Some(u64::from(size))),
    };
    if size.is_some_and(|size| size < head) {
        return None;
    }
    let end = size.map(|size| at.saturating_add(size));
    Some(Place { kind, at, start: at.saturating_add(head), end })
}

/// The boxes in a slice: the kind and the data of each. Ends where one is cut off.
pub(crate) struct Boxes<'a>(pub(crate) &'a [u8]);

impl<'a> Iterator for Boxes<'a> {
    type Item = (Kind, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let mut numbers = Numbers(self.0);
        let (size, kind) = (numbers.u32()?, numbers.code()?);
        let size = usize::try_from(size).ok()?;
        let data = if size == 0 { numbers.0 } else { numbers.take(size.checked_sub(8)?)? };
        self.0 = if size == 0 { &[] } else { numbers.0 };
        Some((kind, data))
    }
}
