//! The header of a film as MP4: the movie box, with the tables of all pictures in it as real ones have them, before what it tells of.

use super::Film;

/// Ticks a second of the movie and of text, of the pictures and of sounds, and those that one of them takes.
const TICKS: u32 = 1000;
const PICTURE_TICKS: u32 = 24_000;
const PICTURE: u32 = 1001;
const SOUND_TICKS: u32 = 48_000;
const SOUND: u32 = 1024;
/// The longest that a line is on the screen, in milliseconds.
const LINE_MS: u64 = 900;

pub(super) fn header(film: &Film, whole: u64) -> Vec<u8> {
    let mut tracks = Vec::new();
    if let Some((width, height)) = film.size {
        let entry = match film.codec.as_str() {
            "hevc" => *b"hvc1",
            "av1" => *b"av01",
            _ => *b"avc1",
        };
        let size = [width, height].map(|side| u16::try_from(side).unwrap_or_default().to_be_bytes()).concat();
        let entry = entry_of(entry, &[&[0; 16][..], &size, &[0; 50]].concat());
        let (pictures, sizes) = table(film.length_s * u64::from(PICTURE_TICKS), PICTURE);
        tracks.push(Track {
            kind: *b"vide",
            language: "und",
            ticks: PICTURE_TICKS,
            entry,
            runs: vec![(pictures, PICTURE)],
            sizes,
        });
    }
    for language in &film.audio {
        let channels = u16::try_from(film.channels).unwrap_or_default().to_be_bytes();
        let entry = entry_of(*b"mp4a", &[&[0; 8][..], &channels, &[0; 10]].concat());
        let (sounds, sizes) = table(film.length_s * u64::from(SOUND_TICKS), SOUND);
        tracks.push(Track { kind: *b"soun", language, ticks: SOUND_TICKS, entry, runs: vec![(sounds, SOUND)], sizes });
    }
    for (at, language) in film.subtitles.iter().enumerate() {
        tracks.push(text(language, if at == 0 { &film.lines_ms } else { &[] }, false));
    }
    tracks.extend(film.subtitles.first().map(|language| text(language, &[], true)));
    let length = u32::try_from(film.length_s * u64::from(TICKS)).unwrap_or_default();
    let movie = boxed(*b"mvhd", &[words(&[0, 0, 0, TICKS, length]), vec![0; 80]].concat());
    let tracks: Vec<u8> = (1..).zip(tracks).flat_map(|(number, track)| track.boxed(number)).collect();
    let head = [boxed(*b"ftyp", b"isom\0\0\0\0"), boxed(*b"moov", &[movie, tracks].concat())].concat();
    let rest = whole.saturating_sub(head.len() as u64);
    [head, words(&[1]), b"mdat".to_vec(), rest.to_be_bytes().to_vec()].concat()
}

struct Track<'a> {
    kind: [u8; 4],
    language: &'a str,
    ticks: u32,
    entry: Vec<u8>,
    /// How many samples take how many ticks.
    runs: Vec<(u32, u32)>,
    sizes: Vec<u8>,
}

impl Track<'_> {
    fn boxed(self, number: u32) -> Vec<u8> {
        let head = boxed(*b"tkhd", &[words(&[1, 0, 0, number]), vec![0; 68]].concat());
        let header = boxed(*b"mdhd", &[words(&[0, 0, 0, self.ticks, 0]), vec![0x55, 0xc4, 0, 0]].concat());
        let handler = boxed(*b"hdlr", &[&[0; 8][..], &self.kind, &[0; 13]].concat());
        let language = boxed(*b"elng", &[&[0; 4][..], self.language.as_bytes(), &[0]].concat());
        let runs = self.runs.iter().flat_map(|(count, each)| words(&[*count, *each]));
        let tables = [
            boxed(*b"stsd", &[words(&[0, 1]), self.entry].concat()),
            boxed(
                *b"stts",
                &[words(&[0, u32::try_from(self.runs.len()).unwrap_or_default()]), runs.collect()].concat(),
            ),
            boxed(*b"stsz", &self.sizes),
        ];
        let tables = boxed(*b"minf", &boxed(*b"stbl", &tables.concat()));
        boxed(*b"trak", &[head, boxed(*b"mdia", &[header, language, handler, tables].concat())].concat())
    }
}

/// How many samples so many ticks are, and the table of their sizes.
fn table(ticks: u64, each: u32) -> (u32, Vec<u8>) {
    let count = u32::try_from(ticks / u64::from(each)).unwrap_or_default();
    (count, [words(&[0, 0, count]), vec![1; usize::try_from(count).unwrap_or_default() * 4]].concat())
}

/// A track of text: a sample for each line, and one that holds none for each pause.
fn text<'a>(language: &'a str, lines_ms: &[u64], is_forced: bool) -> Track<'a> {
    let mut samples: Vec<(u64, u32)> = Vec::new();
    let mut at = 0;
    for (number, start) in lines_ms.iter().enumerate() {
        let next = lines_ms.get(number + 1).copied().unwrap_or(u64::MAX);
        let length = LINE_MS.min(next.saturating_sub(*start));
        samples.extend([(start.saturating_sub(at), 2), (length, 20)]);
        at = start.saturating_add(length);
    }
    samples.retain(|(length, _)| *length > 0);
    let flags: u32 = if is_forced { 0xc000_0000 } else { 0 };
    let entry = entry_of(*b"tx3g", &[flags.to_be_bytes().to_vec(), vec![0; 26]].concat());
    let runs = samples.iter().map(|(length, _)| (1, u32::try_from(*length).unwrap_or_default())).collect();
    let count = u32::try_from(samples.len()).unwrap_or_default();
    let sizes = [vec![0, 0, count], samples.iter().map(|(_, size)| *size).collect()].concat();
    Track { kind: *b"sbtl", language, ticks: TICKS, entry, runs, sizes: words(&sizes) }
}

/// The description of a sample: eight bytes that all kinds begin with, and what its kind has.
fn entry_of(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    boxed(kind, &[&[0; 8][..], data].concat())
}

fn boxed(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let size = u32::try_from(data.len() + 8).unwrap_or_default();
    [&size.to_be_bytes()[..], &kind, data].concat()
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}
