//! When the lines of the text in an MP4 file begin, of files made by hand: each way to write it, and tables that lie.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test whose files are not there should fail there")]

mod common;

use common::{Ranges, block};
use media_file::{HEAD, SubtitleTimes, read_head, subtitle_times};
use proptest::prelude::*;

fn of(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    [&u32::try_from(data.len() + 8).unwrap().to_be_bytes()[..], &kind, data].concat()
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// A track, by what differs between the tests.
struct Track<'a> {
    handler: &'a [u8; 4],
    entry: &'a [u8; 4],
    timescale: u32,
    /// The duration and the size of each sample.
    samples: &'a [(u32, u32)],
    /// The duration in ticks of the movie and where in the track it begins.
    edits: &'a [(u32, i32)],
    speed: u32,
    chapters_in: Option<u32>,
    /// The edits come behind the tables.
    edits_last: bool,
    flags: u32,
    more_tables: Vec<u8>,
}

const TEXT: Track<'_> = Track {
    handler: b"sbtl",
    entry: b"tx3g",
    timescale: 1000,
    samples: &[],
    edits: &[],
    speed: 1 << 16,
    chapters_in: None,
    edits_last: false,
    flags: 0,
    more_tables: Vec::new(),
};

impl Track<'_> {
    fn boxed(&self, number: u32) -> Vec<u8> {
        let head = of(*b"tkhd", &[words(&[1, 0, 0, number]), vec![0; 68]].concat());
        let edits = self.edits.iter().flat_map(|(length, from)| words(&[*length, from.cast_unsigned(), self.speed]));
        let count = u32::try_from(self.edits.len()).unwrap();
        let list = of(*b"elst", &[words(&[0, count]), edits.collect()].concat());
        let edits = if count == 0 { Vec::new() } else { of(*b"edts", &list) };
        let chapters = self.chapters_in.map(|other| of(*b"tref", &of(*b"chap", &words(&[other])))).unwrap_or_default();
        let entry = of(*self.entry, &[&[0; 8][..], &self.flags.to_be_bytes(), &[0; 70]].concat());
        let count = u32::try_from(self.samples.len()).unwrap();
        let durations = self.samples.iter().flat_map(|(duration, _)| words(&[1, *duration]));
        let sizes = self.samples.iter().flat_map(|(_, size)| words(&[*size]));
        let tables = [
            of(*b"stsd", &[words(&[0, 1]), entry].concat()),
            of(*b"stts", &[words(&[0, count]), durations.collect()].concat()),
            self.more_tables.clone(),
            of(*b"stsz", &[words(&[0, 0, count]), sizes.collect()].concat()),
        ];
        let header = of(*b"mdhd", &[words(&[0, 0, 0, self.timescale, 0]), vec![0x55, 0xc4, 0, 0]].concat());
        let handler = of(*b"hdlr", &[&[0; 8][..], self.handler, &[0; 13]].concat());
        let media = of(*b"mdia", &[header, handler, of(*b"minf", &of(*b"stbl", &tables.concat()))].concat());
        let parts = if self.edits_last { [head, chapters, media, edits] } else { [head, edits, chapters, media] };
        of(*b"trak", &parts.concat())
    }
}

/// A movie of these tracks, of 600 ticks a second.
fn movie(tracks: &[Track<'_>], more: &[u8]) -> Vec<u8> {
    let header = of(*b"mvhd", &[words(&[0, 0, 0, 600, 0]), vec![0; 80]].concat());
    let tracks: Vec<u8> = (1..).zip(tracks).flat_map(|(number, track)| track.boxed(number)).collect();
    of(*b"moov", &[header, tracks, more.to_vec()].concat())
}

fn film(tracks: &[Track<'_>]) -> Vec<u8> {
    [of(*b"ftyp", b"isom0000"), movie(tracks, &[])].concat()
}

/// Reads a file whose first bytes were requested.
fn told(file: &mut Ranges, first: usize) -> Option<Vec<SubtitleTimes>> {
    let (head, size) = (file.bytes(0, first), file.size());
    let found = block(subtitle_times(file, head, Some(size)));
    let bytes: usize = file.requests.iter().map(|(_, length)| length).sum();
    assert!(file.requests.len() <= 8 && bytes <= 4 << 20, "{:?}", file.requests);
    found
}

fn starts(bytes: Vec<u8>) -> Option<Vec<Vec<u64>>> {
    let length = bytes.len();
    let found = told(&mut Ranges::with_gap(bytes, length, 0), HEAD)?;
    Some(found.into_iter().map(|track| track.starts_ms).collect())
}

fn starts_of(track: Track<'_>) -> Vec<u64> {
    starts(film(&[track])).unwrap().pop().unwrap_or_default()
}

/// How long the pictures of a film are, in bytes.
const FILM: u64 = 3 << 30;

/// A pause of a second, a line, another right behind it, a pause and a line.
const SAMPLES: [(u32, u32); 5] = [(1000, 2), (500, 20), (700, 9), (300, 2), (1000, 5)];

#[test]
fn pauses_are_told_from_lines_by_their_size() {
    assert_eq!(starts_of(Track { samples: &SAMPLES, ..TEXT }), [1000, 1500, 2500]);
    let quicktime = Track { handler: b"text", entry: b"text", samples: &SAMPLES, ..TEXT };
    assert_eq!(starts_of(quicktime), [1000, 1500, 2500]);
    let samples = [(1000, 8), (500, 60), (700, 41), (300, 8), (1000, 37)];
    let web = Track { handler: b"text", entry: b"wvtt", samples: &samples, ..TEXT };
    assert_eq!(starts_of(web), [1000, 1500, 2500]);
    // Documents of markup have times of their own, and captions are no samples of text.
    for entry in [b"stpp", b"c608", b"mp4s"] {
        assert_eq!(starts(film(&[Track { entry, samples: &SAMPLES, ..TEXT }])), Some(Vec::new()));
    }
    // Samples that are shown at other times than they are stored tell nothing.
    let more_tables = of(*b"ctts", &words(&[0, 1, 5, 100]));
    assert_eq!(starts_of(Track { samples: &SAMPLES, more_tables, ..TEXT }), [] as [u64; 0]);
}

#[test]
fn ticks_and_edits_are_those_of_the_track_and_of_the_movie() {
    let thirds = [(90_000, 2), (30_030, 20), (30_030, 20), (1, 2), (30_029, 20)];
    let odd = Track { timescale: 30_000, samples: &thirds, ..TEXT };
    assert_eq!(starts_of(odd), [3000, 4001, 5002]);
    let edited = |edits: &[(u32, i32)]| starts_of(Track { samples: &SAMPLES, edits, ..TEXT });
    assert_eq!(edited(&[(0, 0)]), [1000, 1500, 2500], "all of it");
    assert_eq!(edited(&[(300, -1), (2100, 0)]), [1500, 2000, 3000], "half a second later");
    assert_eq!(edited(&[(0, 500)]), [500, 1000, 2000], "half a second earlier");
    assert_eq!(edited(&[(600, 1000), (0, 2500)]), [0, 500, 1000], "with a cut");
    assert_eq!(edited(&[(900, 0)]), [1000], "and an end");
    assert_eq!(edited(&[(600, -1), (1, -1)]), [] as [u64; 0], "it is never shown");
    let last = Track { samples: &SAMPLES, edits: &[(300, -1), (0, 0)], edits_last: true, ..TEXT };
    assert_eq!(starts_of(last), [1500, 2000, 3000]);
    let faster = Track { samples: &SAMPLES, edits: &[(0, 0)], speed: 2 << 16, ..TEXT };
    assert_eq!(starts_of(faster), [] as [u64; 0], "another speed is not followed");
}

#[test]
fn forced_text_is_told_and_chapters_are_no_lines() {
    let picture = Track { handler: b"vide", entry: b"hvc1", chapters_in: Some(2), samples: &SAMPLES, ..TEXT };
    let chapters = Track { handler: b"text", entry: b"text", samples: &SAMPLES[..2], ..TEXT };
    let signs = Track { flags: 0xc000_0000, samples: &SAMPLES[..2], ..TEXT };
    let bytes = film(&[picture, chapters, Track { samples: &SAMPLES, ..TEXT }, signs]);
    let length = bytes.len();
    let found = told(&mut Ranges::with_gap(bytes, length, 0), HEAD).unwrap();
    let expected = [(false, vec![1000, 1500, 2500]), (true, vec![1000])];
    assert_eq!(found, expected.map(|(is_forced, starts_ms)| SubtitleTimes { is_forced, starts_ms }));
}

#[test]
fn a_film_of_hours_with_its_movie_at_either_end_is_read_by_few_ranges() {
    // Tables of two hours' pictures and sounds, and a line every four seconds.
    let pictures = vec![(1001, 4000); 60_000];
    let sounds = vec![(1024, 700); 90_000];
    let spoken: Vec<(u32, u32)> = (0..1800).flat_map(|_| [(1500, 2), (2500, 40)]).collect();
    let tracks = |text| {
        [
            Track { handler: b"vide", entry: b"avc1", timescale: 24_000, samples: &pictures, ..TEXT },
            Track { handler: b"soun", entry: b"mp4a", timescale: 48_000, samples: &sounds, ..TEXT },
            Track { handler: b"soun", entry: b"ac-3", timescale: 48_000, samples: &sounds, ..TEXT },
            text,
        ]
    };
    let expected: Vec<u64> = (0..1800).map(|at| 1500 + at * 4000).collect();
    let movie = movie(&tracks(Track { samples: &spoken, ..TEXT }), &[]);
    assert!(movie.len() > 1 << 20);
    let mdat = [words(&[1]), b"mdat".to_vec(), (FILM + 16).to_be_bytes().to_vec()].concat();
    let front = [of(*b"ftyp", b"isom0000"), movie.clone(), mdat.clone()].concat();
    let length = front.len();
    let back = [of(*b"ftyp", b"isom0000"), mdat, movie].concat();
    for (bytes, gap_at) in [(front, length), (back, 16 + 16)] {
        let mut file = Ranges::with_gap(bytes, gap_at, FILM);
        let found = told(&mut file, HEAD).unwrap();
        assert_eq!(found, [SubtitleTimes { is_forced: false, starts_ms: expected.clone() }]);
        let bytes: usize = file.requests.iter().map(|(_, length)| length).sum();
        assert!(file.requests.len() <= 5 && bytes <= 1 << 20, "{:?}", file.requests);
    }
}

#[test]
fn a_film_in_fragments_and_one_without_text_tell_nothing() {
    let length = of(*b"mehd", &words(&[0, 3600]));
    let extends = of(*b"mvex", &[length, of(*b"trex", &words(&[0, 1, 1, 0, 0, 0]))].concat());
    let fragmented = [of(*b"ftyp", b"isom0000"), movie(&[Track { samples: &[], ..TEXT }], &extends)].concat();
    let media = read_head(&fragmented, None).unwrap();
    assert_eq!(media.duration_ms, Some(6000), "in ticks of the movie");
    assert_eq!(starts(fragmented), None);
    let silent = film(&[Track { handler: b"vide", entry: b"avc1", samples: &SAMPLES, ..TEXT }]);
    assert_eq!(starts(silent), Some(Vec::new()));
    assert_eq!(starts(of(*b"ftyp", b"isom0000")), None);
}

#[test]
fn tables_that_lie_cost_no_more_than_others() {
    let long = [(u32::MAX, u32::MAX); 50];
    let far = starts_of(Track { samples: &long, timescale: 1, ..TEXT });
    assert_eq!(far, [0], "nothing is behind a day");
    assert_eq!(starts_of(Track { samples: &SAMPLES, timescale: 0, ..TEXT }), [] as [u64; 0]);
    let edits = [(u32::MAX, i32::MIN), (u32::MAX, 0), (u32::MAX, i32::MAX), (0, -1), (0, 0)];
    assert!(starts_of(Track { samples: &SAMPLES, edits: &edits, ..TEXT }).len() <= 20_000);
    assert_eq!(starts_of(Track { samples: &SAMPLES, edits: &[(1, 0); 40], ..TEXT }), [] as [u64; 0], "too many edits");
    // As many samples of one size and one duration as a number can say, and a table that is cut off.
    for (sizes, durations) in [
        (words(&[0, 40, u32::MAX]), words(&[0, 1, u32::MAX, 1])),
        (words(&[0, 40, u32::MAX]), words(&[0, u32::MAX, u32::MAX, 0])),
        (words(&[0, 0, u32::MAX, 7, 7]), words(&[0, u32::MAX, 1, 1, 1, 1])),
        (words(&[0]), words(&[])),
    ] {
        let tables = [
            of(*b"stsd", &[words(&[0, 1]), of(*b"tx3g", &[0; 70])].concat()),
            of(*b"stts", &durations),
            of(*b"stsz", &sizes),
        ];
        let media = [
            of(*b"mdhd", &[words(&[0, 0, 0, 1000, 0]), vec![0x55, 0xc4, 0, 0]].concat()),
            of(*b"hdlr", &[&[0; 8][..], b"sbtl", &[0; 13]].concat()),
            of(*b"minf", &of(*b"stbl", &tables.concat())),
        ];
        let header = of(*b"mvhd", &[words(&[0, 0, 0, 600, 0]), vec![0; 80]].concat());
        let track = of(*b"trak", &of(*b"mdia", &media.concat()));
        let bytes = [of(*b"ftyp", b"isom0000"), of(*b"moov", &[header, track].concat())].concat();
        let found = starts(bytes).unwrap();
        assert!(found.len() <= 1 && found.iter().all(|starts| starts.len() <= 20_000));
    }
    // More tracks than are looked at, each behind what is read of it.
    let text = || Track { samples: &SAMPLES, more_tables: of(*b"free", &vec![0; 90_000]), ..TEXT };
    let many: Vec<Track<'_>> = (0..60).map(|_| text()).collect();
    assert!(starts(film(&many)).unwrap().len() < 60, "and what was read until then is told");
}

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seed/");
    let seeds: Vec<Vec<u8>> =
        ["text.mp4", "text.mkv"].map(|name| std::fs::read(format!("{folder}{name}")).expect("it is kept here")).into();
    let change = (any::<prop::sample::Index>(), prop_oneof![any::<u8>(), Just(0), Just(255), Just(1)]);
    (0..seeds.len(), prop::collection::vec(change, 1..24)).prop_map(move |(seed, changes)| {
        let mut bytes = seeds[seed].clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_changed_in_a_file_it_costs_no_more(bytes in mutated(), head in 0..3000_usize) {
        let length = bytes.len();
        let mut file = Ranges::with_gap(bytes, length, 0);
        let head = file.bytes(0, head);
        let found = block(subtitle_times(&mut file, head, None)).unwrap_or_default();
        let cost: usize = file.requests.iter().map(|(_, length)| length).sum();
        prop_assert!(file.requests.len() <= 8 && cost <= 8 << 20, "{:?}", file.requests);
        prop_assert!(found.iter().all(|track| track.starts_ms.len() <= 20_000));
    }
}
