//! Any bytes as a file whose own subtitles are looked for, by ranges after the first bytes: no panic, and no cost beyond the limits.

#![no_main]

use futures::FutureExt as _;
use libfuzzer_sys::fuzz_target;
use media_file::{ReadRange, subtitle_times};

struct File<'a> {
    bytes: &'a [u8],
    requested: Vec<usize>,
}

impl ReadRange for File<'_> {
    type Error = ();

    async fn read(&mut self, offset: u64, length: usize) -> Result<Vec<u8>, ()> {
        self.requested.push(length);
        let rest = usize::try_from(offset).ok().and_then(|offset| self.bytes.get(offset..)).unwrap_or_default();
        Ok(rest.get(..length).unwrap_or(rest).to_vec())
    }
}

fuzz_target!(|data: &[u8]| {
    for head in [300, data.len()] {
        let mut file = File { bytes: data, requested: Vec::new() };
        let head = data.get(..head).unwrap_or(data).to_vec();
        let found = subtitle_times(&mut file, head, None).now_or_never().expect("it never waits");
        assert!(file.requested.len() <= 8 && file.requested.iter().all(|length| *length <= 4 << 20));
        let tracks = found.unwrap_or_default();
        assert!(tracks.len() <= 500 && tracks.iter().all(|track| track.starts_ms.len() <= 20_000));
    }
});
