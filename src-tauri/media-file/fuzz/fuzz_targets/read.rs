//! Any bytes as a file, the first of them at once and the others by ranges: no panic, and no cost beyond the limits.

#![no_main]

use futures::FutureExt as _;
use libfuzzer_sys::fuzz_target;
use media_file::{Limits, ReadRange, read, read_head};

struct File<'a>(&'a [u8]);

impl ReadRange for File<'_> {
    type Error = ();

    async fn read(&mut self, offset: u64, length: usize) -> Result<Vec<u8>, ()> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.0.get(offset..)).unwrap_or_default();
        Ok(rest.get(..length).unwrap_or(rest).to_vec())
    }
}

fuzz_target!(|data: &[u8]| {
    let whole = read_head(data, Some(data.len() as u64));
    if let Some(media) = whole {
        assert!(media.video.len() + media.audio.len() + media.subtitles.len() <= 500);
        assert!(media.chapters.is_none_or(|chapters| chapters.len() <= 500));
    }
    let limits = Limits { requests: 3, bytes: 64 << 10 };
    let head = data.get(..300).unwrap_or(data).to_vec();
    let reading = read(&mut File(data), head, None, limits).now_or_never().expect("it never waits");
    assert!(reading.requests <= 3 && reading.bytes <= limits.bytes);
});
