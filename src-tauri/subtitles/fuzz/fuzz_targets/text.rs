//! Any bytes as a file of subtitles, and its times held against a film's and moved: no panic, nothing longer than it may be, and what
//! was read once is read alike again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use subtitles::{MOST_BYTES, Timing, read, shifted, timing};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = read(data, Some("tr")) else { return };
    assert!(!text.cues.is_empty() && text.cues.len() <= 20_000);
    // Every byte is at most one letter of three, and times are written out. It may have been packed.
    assert!(text.text.len() <= MOST_BYTES * 3 + text.cues.len() * 64);
    let film: Vec<u64> = text.cues.iter().map(|cue| cue.start_ms + 700).collect();
    if let Timing::Moved { rate, offset_ms } = timing(&text.cues, &film) {
        assert!((0.9..1.1).contains(&rate) && offset_ms.abs() <= 130_000.0);
    }
    let moved = shifted(&text.text, text.kind, 25.0 / 24.0, -1_500.0);
    let again = read(moved.as_bytes(), None).expect("it has lines still");
    assert_eq!((again.kind, again.cues.len()), (text.kind, text.cues.len()));
});
