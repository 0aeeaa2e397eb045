//! Any bytes as a name: no panic, every span inside the text and on the edges of characters, no list without bounds.

#![no_main]

use libfuzzer_sys::fuzz_target;
use release_name::{KnownTitles, normalise, parse, parse_path};

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let read = parse(&text);
    for span in &read.spans {
        assert!(text.get(span.range()).is_some_and(|t| !t.is_empty()), "{span:?}");
    }
    assert!(read.episodes.len() <= 20_000 && read.seasons.len() <= 2_000 && read.volumes.len() <= 2_000);
    assert_eq!(parse(&text), read, "the same name says the same");
    let _ = parse_path(&text);
    let _ = KnownTitles::new(&normalise(&text), &read.alternative_titles).compare(&read.title);
});
