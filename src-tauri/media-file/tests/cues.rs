//! When the lines of a file's own subtitles begin: of files that ffmpeg makes, read by two ranges.

#![expect(clippy::disallowed_types, reason = "it makes the files with ffmpeg")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test whose files are not there should fail there")]

mod common;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use common::{Ranges, block};
use media_file::{HEAD, subtitle_times};

fn lines(starts: &[u64]) -> String {
    let clock =
        |ms: u64| format!("{:02}:{:02}:{:02},{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    starts.iter().enumerate().fold(String::new(), |mut text, (at, start)| {
        write!(text, "{}\n{} --> {}\nLine {at}\n\n", at + 1, clock(*start), clock(start + 900)).unwrap();
        text
    })
}

/// A minute of grey with two tracks of text, the second forced.
fn file(folder: &Path, name: &str, codec: &str, texts: [&[u64]; 2]) -> Vec<u8> {
    for (at, starts) in texts.iter().enumerate() {
        std::fs::write(folder.join(format!("{at}.srt")), lines(starts)).unwrap();
    }
    let arguments = format!(
        "-f lavfi -i color=c=gray:s=64x36:r=5:d=60 -i 0.srt -i 1.srt -map 0 -map 1 -map 2 -c:v mpeg4 -c:s {codec} -disposition:s:1 forced {name}"
    );
    let run = Command::new("ffmpeg")
        .args(["-hide_banner", "-v", "error", "-y"])
        .args(arguments.split(' '))
        .current_dir(folder)
        .output()
        .expect("ffmpeg is missing: install it (`.ci/system test` does)");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    std::fs::read(folder.join(name.rsplit(' ').next().unwrap())).unwrap()
}

#[test]
fn the_lines_of_a_matroska_file_are_in_its_index() {
    let folder = tempfile::tempdir().unwrap();
    let full: Vec<u64> = (0..40).map(|at| 1_000 + at * 1_370).collect();
    let forced = [5_250, 30_500];
    let bytes = file(folder.path(), "film.mkv", "srt", [&full, &forced]);
    let mut ranges = Ranges::with_gap(bytes.clone(), bytes.len(), 0);
    let (head, size) = (ranges.bytes(0, 4_096.min(HEAD)), ranges.size());
    let found = block(subtitle_times(&mut ranges, head, Some(size))).unwrap();
    let [all, signs] = &found[..] else { panic!("{found:?}") };
    assert_eq!((&all.starts_ms, all.is_forced), (&full, false));
    assert_eq!((&signs.starts_ms[..], signs.is_forced), (&forced[..], true));
    assert!(ranges.requests.len() <= 2, "{:?}", ranges.requests);

    // Whatever is broken of it, nothing is told that is not there.
    for at in (0..bytes.len()).step_by(bytes.len() / 300) {
        let mut broken = bytes.clone();
        broken[at] ^= 0xff;
        let mut ranges = Ranges::with_gap(broken, bytes.len(), 0);
        let head = ranges.bytes(0, 4_096);
        for track in block(subtitle_times(&mut ranges, head, Some(size))).unwrap_or_default() {
            assert!(track.starts_ms.len() <= full.len());
        }
    }
}

/// Cues as people write them: with pauses and without, at any millisecond.
fn spoken(seed: u64) -> Vec<u64> {
    let mut state = seed;
    let mut at = 0;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // A line takes 900 ms: some begin where the one before ends.
        at += 900 + if (state >> 40).is_multiple_of(4) { 0 } else { (state >> 33) % 900 };
        at
    };
    (0..40).map(|_| next()).collect()
}

#[test]
fn the_lines_of_an_mp4_file_are_in_its_tables() {
    let folder = tempfile::tempdir().unwrap();
    for (seed, options, name) in [
        (1, "", "back.mp4"),
        (2, "-movflags +faststart ", "front.mp4"),
        (3, "", "film.mov"),
        // The whole film a while later, which a list of edits tells.
        (4, "-output_ts_offset 0.5 -avoid_negative_ts disabled ", "late.mp4"),
    ] {
        let full = spoken(seed);
        let forced = [5_251, 30_503];
        let bytes = file(folder.path(), &format!("{options}{name}"), "mov_text", [&full, &forced]);
        let mut ranges = Ranges::with_gap(bytes.clone(), bytes.len(), 0);
        let (head, size) = (ranges.bytes(0, 600), ranges.size());
        let found = block(subtitle_times(&mut ranges, head, Some(size))).unwrap();
        let [all, signs] = &found[..] else { panic!("{name}: {found:?}") };
        let later = if name == "late.mp4" { 500 } else { 0 };
        let away = |starts: &[u64], written: &[u64]| {
            assert_eq!(starts.len(), written.len(), "{name}: {starts:?}");
            starts.iter().zip(written).map(|(start, written)| start.abs_diff(written + later)).max().unwrap()
        };
        assert!(away(&all.starts_ms, &full) <= 1, "{name}: {:?} of {full:?}", all.starts_ms);
        assert!(away(&signs.starts_ms, &forced) <= 1, "{name}: {:?}", signs.starts_ms);
        // QuickTime has no mark for what is forced.
        assert_eq!((all.is_forced, signs.is_forced), (false, name != "film.mov"), "{name}");
        assert!(ranges.requests.len() <= 3, "{name}: {:?}", ranges.requests);
    }
}

#[test]
fn what_has_no_such_index_tells_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let fragments = "-movflags +frag_keyframe+empty_moov film.mp4";
    let fragmented = file(folder.path(), fragments, "mov_text", [&[1_000], &[2_000]]);
    for bytes in [fragmented, b"RIFF\0\0\0\0AVI LIST".to_vec(), Vec::new()] {
        let mut ranges = Ranges::with_gap(bytes.clone(), bytes.len(), 0);
        let (head, size) = (ranges.bytes(0, HEAD), ranges.size());
        assert_eq!(block(subtitle_times(&mut ranges, head, Some(size))), None);
    }
}
