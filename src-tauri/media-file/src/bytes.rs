//! The parts of a file that were read so far, and numbers out of them. Nothing here panics on what a file holds.

/// The parts of a file that are known.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    /// The size of the whole file, where it is known.
    pub(crate) size: Option<u64>,
    parts: Vec<(u64, Vec<u8>)>,
}

impl Pieces {
    pub(crate) fn new(size: Option<u64>) -> Self {
        Self { size, parts: Vec::new() }
    }

    pub(crate) fn add(&mut self, offset: u64, bytes: Vec<u8>) {
        self.parts.push((offset, bytes));
    }

    /// Returns what is known from `offset` on, at most `most` bytes of it.
    pub(crate) fn from(&self, offset: u64, most: u64) -> &[u8] {
        let known = self.parts.iter().filter_map(|(start, bytes)| {
            let at = usize::try_from(offset.checked_sub(*start)?).ok()?;
            bytes.get(at..)
        });
        let longest = known.max_by_key(|known| known.len()).unwrap_or_default();
        longest.get(..usize::try_from(most).unwrap_or(usize::MAX)).unwrap_or(longest)
    }

    /// Whether the file ends at or before `offset`.
    pub(crate) fn ends_at(&self, offset: u64) -> bool {
        self.size.is_some_and(|size| offset >= size)
    }
}

/// Reads numbers in their order from a slice; `None` behind its end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbers<'a>(pub(crate) &'a [u8]);

impl<'a> Numbers<'a> {
    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }

    pub(crate) fn u16_le(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32_le(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn code(&mut self) -> Option<[u8; 4]> {
        self.array()
    }
}

/// Names and titles are cut at so many characters.
const LONGEST_TEXT: usize = 200;

/// Returns a text of the file without what no name holds, or `None` if nothing is left.
pub(crate) fn text(bytes: &[u8]) -> Option<String> {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let bytes = bytes.get(..end.min(LONGEST_TEXT * 4)).unwrap_or_default();
    let text: String = String::from_utf8_lossy(bytes).chars().filter(|c| !c.is_control()).take(LONGEST_TEXT).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns a code of the file, such as a codec's id: plain letters, at most 32 of them.
pub(crate) fn plain(bytes: &[u8]) -> String {
    let is_plain = |byte: &&u8| byte.is_ascii_graphic() || **byte == b' ';
    let kept: String = bytes.iter().take(32).filter(is_plain).map(|byte| char::from(*byte)).collect();
    kept.trim().to_owned()
}

/// A number of frames a second that a film can have; `None` for what it cannot.
pub(crate) fn frame_rate(frames: f64, seconds: f64) -> Option<f64> {
    let rate = frames / seconds;
    (rate.is_finite() && (1.0..=1000.0).contains(&rate)).then(|| (rate * 1000.0).round() / 1000.0)
}

/// Milliseconds of so many ticks, `None` where that is no length of a film.
pub(crate) fn milliseconds(ticks: f64, ticks_a_second: f64) -> Option<u64> {
    const LONGEST: f64 = 1000.0 * 3600.0 * 1000.0;
    let length = ticks / ticks_a_second * 1000.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is within the bounds")]
    (length.is_finite() && length > 0.0 && length <= LONGEST).then(|| length.round() as u64)
}
