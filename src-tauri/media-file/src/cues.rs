//! When the lines of a file's own subtitles begin: by the index of a Matroska file, in which writers note each of them, and by the
//! tables of samples in MP4. Either is a few ranges of the file.

use crate::ReadRange;
use crate::bytes::Pieces;
use crate::ebml::{Children, Element, Head, head, unsigned};
use crate::matroska::{self, Part};
use crate::mp4;
use crate::wanted::{Wanted, Worth};

const CUES: u32 = 0x1c53_bb6b;
/// What is requested of an index at first, and the most of one.
const GUESS: u64 = 512 << 10;
const LARGEST: u64 = 4 << 20;
/// More lines than any film has.
const MOST_LINES: usize = 20_000;
const MOST_TRACKS: usize = 100;
/// The most ranges of an MP4 file: about one a track. Together they are no larger than an index may be.
const MOST_RANGES: usize = 8;

/// A track of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubtitleTimes {
    pub is_forced: bool,
    /// When its lines begin, in milliseconds, in the order of the file.
    pub starts_ms: Vec<u64>,
}

/// Returns the tracks of text whose lines the file tells apart from its pictures, of which `beginning` was read already. `None` where
/// it cannot be told.
pub async fn subtitle_times<R: ReadRange>(
    file: &mut R,
    beginning: Vec<u8>,
    size: Option<u64>,
) -> Option<Vec<SubtitleTimes>> {
    let is_mp4 = mp4::begins(&beginning);
    let mut pieces = Pieces::new(size);
    pieces.add(0, beginning);
    let mut found = if is_mp4 { by_tables(file, pieces).await? } else { by_index(file, pieces).await? };
    found.retain(|times| !times.starts_ms.is_empty());
    Some(found)
}

async fn by_tables<R: ReadRange>(file: &mut R, mut pieces: Pieces) -> Option<Vec<SubtitleTimes>> {
    let mut left = usize::try_from(LARGEST).ok()?;
    for ranges in 0.. {
        let mut wanted = Wanted::default();
        let texts = mp4::texts(&pieces, &mut wanted)?;
        wanted.only(Worth::Tracks);
        let next = wanted.next(pieces.size, left).filter(|_| ranges < MOST_RANGES);
        let Some((offset, length)) = next else {
            let told = texts.into_iter().map(|(is_forced, starts_ms)| SubtitleTimes { is_forced, starts_ms });
            return Some(told.collect());
        };
        let mut bytes = file.read(offset, length).await.ok()?;
        bytes.truncate(length);
        left = if bytes.is_empty() { 0 } else { left - bytes.len() };
        pieces.add(offset, bytes);
    }
    None
}

async fn by_index<R: ReadRange>(file: &mut R, mut pieces: Pieces) -> Option<Vec<SubtitleTimes>> {
    let at = matroska::place(&pieces, CUES)?;
    // At most twice: as much as an index usually has, and then all of it.
    for length in [GUESS, LARGEST] {
        if let Some(data) = whole(&pieces, at) {
            return Some(read(&pieces, data));
        }
        let wanted = match head(&pieces, at) {
            Head::Known(Element { start, size: Some(size), .. }) => (start - at).checked_add(size)?,
            Head::Known(_) | Head::Missing | Head::Broken => length,
        };
        if wanted > LARGEST {
            return None;
        }
        let wanted = usize::try_from(wanted).ok()?;
        let mut bytes = file.read(at, wanted).await.ok()?;
        bytes.truncate(wanted);
        pieces.add(at, bytes);
    }
    whole(&pieces, at).map(|data| read(&pieces, data))
}

/// The data of the index, once all of it was read.
fn whole(pieces: &Pieces, at: u64) -> Option<&[u8]> {
    let Head::Known(Element { id: CUES, start, size: Some(size) }) = head(pieces, at) else { return None };
    let data = pieces.from(start, size);
    (data.len() as u64 == size).then_some(data)
}

fn read(pieces: &Pieces, cues: &[u8]) -> Vec<SubtitleTimes> {
    const POINT: u32 = 0xbb;
    const TIME: u32 = 0xb3;
    const POSITIONS: u32 = 0xb7;
    const TRACK: u32 = 0xf7;
    let (scale, tracks) = (matroska::timestamp_scale(pieces), text_tracks(pieces));
    let mut found: Vec<SubtitleTimes> =
        tracks.iter().map(|(_, is_forced)| SubtitleTimes { is_forced: *is_forced, starts_ms: Vec::new() }).collect();
    for (_, point) in Children(cues).filter(|(id, _)| *id == POINT) {
        let number =
            |within, wanted| Children(within).find(|(id, _)| *id == wanted).and_then(|(_, data)| unsigned(data));
        let Some(start) = number(point, TIME).and_then(|ticks| ticks.checked_mul(scale)) else { continue };
        for (_, positions) in Children(point).filter(|(id, _)| *id == POSITIONS) {
            let track = number(positions, TRACK);
            let place = tracks.iter().position(|(known, _)| Some(*known) == track);
            if let Some(times) = place.and_then(|place| found.get_mut(place))
                && times.starts_ms.len() < MOST_LINES
            {
                times.starts_ms.push(start / 1_000_000);
            }
        }
    }
    found
}

/// The numbers of the tracks of text, and whether each is forced.
fn text_tracks(pieces: &Pieces) -> Vec<(u64, bool)> {
    const ENTRY: u32 = 0xae;
    const NUMBER: u32 = 0xd7;
    const CODEC: u32 = 0x86;
    const FORCED: u32 = 0x55aa;
    let (Part::Whole(tracks) | Part::Begun(tracks)) = matroska::tracks(pieces) else { return Vec::new() };
    let entries = Children(tracks).filter(|(id, _)| *id == ENTRY).take(MOST_TRACKS);
    let texts = entries.filter_map(|(_, entry)| {
        let of = |wanted| Children(entry).find(|(id, _)| *id == wanted).map(|(_, data)| data);
        let is_text = of(CODEC).is_some_and(|codec| codec.starts_with(b"S_TEXT"));
        let number = of(NUMBER).and_then(unsigned).filter(|_| is_text)?;
        Some((number, of(FORCED).and_then(unsigned) == Some(1)))
    });
    texts.collect()
}
