//! Any text as the paths of a torrent and the names of what is offered: no panic, and nothing that was not there.

#![no_main]

use libfuzzer_sys::fuzz_target;
use subtitles::{Cut, Offered, Wishes, beside, rank};

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let lines: Vec<&str> = text.lines().take(200).collect();
    let Some(video) = lines.first() else { return };
    let found = beside(&lines, video);
    assert!(found.len() <= 200 && found.iter().all(|one| one.index < lines.len()));
    let offered: Vec<Offered> = lines
        .iter()
        .map(|line| Offered { language: "tr".to_owned(), release: (*line).to_owned(), ..Offered::default() })
        .collect();
    let wishes = Wishes { languages: vec!["tr".to_owned()], ..Wishes::default() };
    assert_eq!(rank(&offered, video, Cut::default(), &wishes).len(), offered.len());
});
