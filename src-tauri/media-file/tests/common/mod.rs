//! A file in memory that is read by ranges, and may have a gap of zeros that takes no memory.

use media_file::ReadRange;

pub(crate) struct Ranges {
    bytes: Vec<u8>,
    gap_at: u64,
    gap: u64,
    /// The offset and length of each request.
    pub(crate) requests: Vec<(u64, usize)>,
}

impl Ranges {
    pub(crate) fn with_gap(bytes: Vec<u8>, gap_at: usize, gap: u64) -> Self {
        Self { bytes, gap_at: gap_at as u64, gap, requests: Vec::new() }
    }

    pub(crate) fn size(&self) -> u64 {
        self.bytes.len() as u64 + self.gap
    }

    pub(crate) fn bytes(&self, offset: u64, length: usize) -> Vec<u8> {
        let end = offset.saturating_add(length as u64).min(self.size());
        let byte = |at: u64| {
            let at = if at < self.gap_at { Some(at) } else { at.checked_sub(self.gap).filter(|at| *at >= self.gap_at) };
            at.and_then(|at| self.bytes.get(usize::try_from(at).unwrap())).copied().unwrap_or(0)
        };
        (offset..end).map(byte).collect()
    }
}

impl ReadRange for Ranges {
    type Error = ();

    async fn read(&mut self, offset: u64, length: usize) -> Result<Vec<u8>, ()> {
        self.requests.push((offset, length));
        Ok(self.bytes(offset, length))
    }
}

/// Waits for what never has to wait.
pub(crate) fn block<T>(future: impl Future<Output = T>) -> T {
    futures::FutureExt::now_or_never(future).expect("a file in memory answers at once")
}
