//! Thousands of damaged files of subtitles: each is read or refused, and what was read is read alike again.

#![expect(clippy::unwrap_used, reason = "the seeds are kept here")]

use proptest::prelude::*;
use subtitles::{Timing, read, shifted, timing};

fn seeds() -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seed/text");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 8);
    paths.into_iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// Bytes of one or two files, with some of them changed, and the second in the middle of the first.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let seeds = seeds();
    let byte =
        prop_oneof![any::<u8>(), Just(0), Just(255), Just(b'\n'), Just(b'-'), Just(b'>'), Just(b'<'), Just(b'9')];
    let changes = prop::collection::vec((any::<prop::sample::Index>(), byte), 0..24);
    let second = prop::option::of((0..seeds.len(), any::<prop::sample::Index>()));
    (0..seeds.len(), changes, second).prop_map(move |(first, changes, second)| {
        let mut bytes = seeds[first].clone();
        if let Some((second, at)) = second {
            let rest = bytes.split_off(at.index(bytes.len()));
            bytes.extend(&seeds[second]);
            bytes.extend(rest);
        }
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_is_bounded_and_read_alike_again(bytes in mutated(), language in prop::option::of("tr|zh|ru")) {
        if let Ok(text) = read(&bytes, language.as_deref()) {
            prop_assert!(!text.cues.is_empty() && text.cues.len() <= 20_000);
            let film: Vec<u64> = text.cues.iter().map(|cue| cue.start_ms + 700).collect();
            if let Timing::Moved { rate, offset_ms } = timing(&text.cues, &film) {
                prop_assert!((0.9..1.1).contains(&rate) && offset_ms.abs() <= 130_000.0);
            }
            let again = read(text.text.as_bytes(), None).unwrap();
            prop_assert_eq!(&again, &text);
            let moved = read(shifted(&text.text, text.kind, 25.0 / 24.0, -1_500.0).as_bytes(), None).unwrap();
            prop_assert_eq!((moved.kind, moved.cues.len()), (text.kind, text.cues.len()));
        }
    }
}
