//! EBML, the form that Matroska is written in: an id, a size and the data of it.

use crate::bytes::{Numbers, Pieces};

pub(crate) const SIGNATURE: [u8; 4] = [0x1a, 0x45, 0xdf, 0xa3];

/// The longest head of an element: an id of four bytes and a size of eight.
const LONGEST_HEAD: u64 = 12;

/// An element of the file, by its place in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element {
    pub(crate) id: u32,
    /// Where its data begin.
    pub(crate) start: u64,
    /// `None` where it goes on until something else begins.
    pub(crate) size: Option<u64>,
}

/// The head of an element, as far as it is known.
pub(crate) enum Head {
    Known(Element),
    /// It was not read.
    Missing,
    /// There is none.
    Broken,
}

/// Reads the head of the element at a place in the file.
pub(crate) fn head(pieces: &Pieces, offset: u64) -> Head {
    let known = pieces.from(offset, LONGEST_HEAD);
    let mut numbers = Numbers(known);
    let read = id(&mut numbers).and_then(|id| Some((id, size(&mut numbers)?)));
    match read {
        Some((id, size)) => {
            let start = offset.saturating_add((known.len() - numbers.0.len()) as u64);
            Head::Known(Element { id, start, size })
        }
        None if (known.len() as u64) < LONGEST_HEAD && !pieces.ends_at(offset.saturating_add(known.len() as u64)) => {
            Head::Missing
        }
        None => Head::Broken,
    }
}

fn id(numbers: &mut Numbers<'_>) -> Option<u32> {
    let first = numbers.u8()?;
    let more = first.leading_zeros();
    if more > 3 {
        return None;
    }
    (0..more).try_fold(u32::from(first), |id, _| Some(id << 8 | u32::from(numbers.u8()?)))
}

/// A size; inside, `None` for one that is not told.
#[expect(clippy::option_option, reason = "a size that is not told is not one that cannot be read")]
fn size(numbers: &mut Numbers<'_>) -> Option<Option<u64>> {
    let first = numbers.u8()?;
    let more = first.leading_zeros();
    if more > 7 {
        return None;
    }
    let mask = u8::MAX.checked_shr(more + 1).unwrap_or(0);
    let size = (0..more).try_fold(u64::from(first & mask), |size, _| Some(size << 8 | u64::from(numbers.u8()?)))?;
    let unknown = (1u64 << (7 * (more + 1))) - 1;
    Some((size != unknown).then_some(size))
}

/// The elements inside the data of another. Ends where one is cut off.
#[derive(Clone, Debug)]
pub(crate) struct Children<'a>(pub(crate) &'a [u8]);

impl<'a> Iterator for Children<'a> {
    type Item = (u32, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let mut numbers = Numbers(self.0);
        let id = id(&mut numbers)?;
        let length = usize::try_from(size(&mut numbers)??).ok()?;
        let data = numbers.take(length)?;
        self.0 = numbers.0;
        Some((id, data))
    }
}

pub(crate) fn unsigned(data: &[u8]) -> Option<u64> {
    (data.len() <= 8).then(|| data.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

pub(crate) fn float(data: &[u8]) -> Option<f64> {
    let mut numbers = Numbers(data);
    let number = match data.len() {
        4 => f64::from(f32::from_bits(numbers.u32()?)),
        8 => f64::from_bits(numbers.u64()?),
        _ => return None,
    };
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::option_option, reason = "as what it tests")]
    fn sized(bytes: &[u8]) -> Option<Option<u64>> {
        size(&mut Numbers(bytes))
    }

    #[test]
    fn sizes_have_one_to_eight_bytes_and_may_not_be_told() {
        assert_eq!(sized(&[0x81]), Some(Some(1)));
        assert_eq!(sized(&[0x40, 0x02]), Some(Some(2)));
        assert_eq!(sized(&[0x01, 0, 0, 0, 0, 0, 0, 9]), Some(Some(9)));
        assert_eq!(sized(&[0xff]), Some(None));
        assert_eq!(sized(&[0x01, 255, 255, 255, 255, 255, 255, 255]), Some(None));
        assert_eq!(sized(&[0x00]), None);
        assert_eq!(sized(&[0x40]), None, "cut off");
    }

    #[test]
    fn children_end_where_one_is_cut_off() {
        let data = [0xd7, 0x81, 5, 0x86, 0x82, b'A', b'B', 0xae, 0x90, 1];
        assert_eq!(Children(&data).collect::<Vec<_>>(), [(0xd7, &[5][..]), (0x86, b"AB")]);
    }
}
