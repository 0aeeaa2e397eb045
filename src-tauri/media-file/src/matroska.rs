//! Matroska and `WebM`: the parts of the segment, found by their order and by the list of places that most files begin with.

use crate::bytes::{Pieces, milliseconds, text};
use crate::ebml::{Children, Element, Head, float, head, unsigned};
use crate::model::{Chapter, Container, MediaFile};
use crate::track_entry;
use crate::wanted::{Wanted, Worth};

const EBML: u32 = 0x1a45_dfa3;
const DOC_TYPE: u32 = 0x4282;
const SEGMENT: u32 = 0x1853_8067;
const SEEK_HEAD: u32 = 0x114d_9b74;
const SEEK: u32 = 0x4dbb;
const SEEK_ID: u32 = 0x53ab;
const SEEK_POSITION: u32 = 0x53ac;
const INFO: u32 = 0x1549_a966;
const TRACKS: u32 = 0x1654_ae6b;
const CHAPTERS: u32 = 0x1043_a770;
const TAGS: u32 = 0x1254_c367;
const CLUSTER: u32 = 0x1f43_b675;

/// The most parts of a segment looked at on the way to the first cluster.
const MOST_PARTS: usize = 200;
const MOST_TRACKS: usize = 500;
const MOST_CHAPTERS: usize = 500;
/// What is requested of a part whose size is not known yet, and the most of one.
const GUESS: u64 = 64 << 10;
const LARGEST_PART: u64 = 1 << 20;

/// The parts of a segment by their places.
#[derive(Debug, Default)]
struct Places {
    /// The parts that were found, or that the list of places tells of.
    found: Vec<(u32, u64)>,
    /// Where the walk ended, if it ended at what was not read.
    cut_at: Option<u64>,
    has_list: bool,
    reached_cluster: bool,
}

impl Places {
    fn of(&self, id: u32) -> Option<u64> {
        self.found.iter().find(|(found, _)| *found == id).map(|(_, offset)| *offset)
    }
}

pub(crate) fn read(pieces: &Pieces, wanted: &mut Wanted) -> Option<MediaFile> {
    let Head::Known(Element { id: EBML, start, size: Some(size) }) = head(pieces, 0) else { return None };
    let header = pieces.from(start, size);
    let doc_type = Children(header).find(|(id, _)| *id == DOC_TYPE).map(|(_, data)| data);
    let container = match doc_type {
        Some(b"webm") => Container::WebM,
        Some(b"matroska") | None => Container::Matroska,
        Some(_) => return None,
    };
    let mut media = MediaFile::new(container);
    let at = start.checked_add(size)?;
    let segment = match head(pieces, at) {
        Head::Known(Element { id: SEGMENT, start, .. }) => start,
        Head::Missing => {
            wanted.note(Worth::Tracks, at, GUESS);
            return Some(media);
        }
        Head::Known(_) | Head::Broken => return None,
    };
    let places = walk(pieces, segment, wanted);
    let mut part = |id, worth| part(pieces, &places, wanted, id, worth);
    if let Part::Whole(data) | Part::Begun(data) = part(INFO, Worth::Length) {
        read_info(&mut media, data);
    }
    match part(TRACKS, Worth::Tracks) {
        Part::Whole(data) => {
            media.has_all_tracks = track_entry::read(&mut media, data, MOST_TRACKS);
        }
        Part::Begun(data) => {
            track_entry::read(&mut media, data, MOST_TRACKS);
        }
        Part::Missing | Part::Absent => {}
    }
    match part(CHAPTERS, Worth::Chapters) {
        Part::Whole(data) => media.chapters = Some(chapters(data)),
        Part::Absent => media.chapters = Some(Vec::new()),
        Part::Begun(_) | Part::Missing => {}
    }
    // Statistics of the tracks are there; where the header tells the length, they tell nothing new.
    if media.duration_ms.is_none()
        && let Part::Whole(data) | Part::Begun(data) = part(TAGS, Worth::Length)
    {
        media.duration_ms = longest_in_tags(data);
    }
    Some(media)
}

/// Returns where a part of the segment lies, as far as the beginning of the file tells.
pub(crate) fn place(pieces: &Pieces, id: u32) -> Option<u64> {
    places(pieces)?.of(id)
}

/// The tracks, as far as they were read.
pub(crate) fn tracks(pieces: &Pieces) -> Part<'_> {
    known_part(pieces, TRACKS)
}

/// Nanoseconds of a tick.
pub(crate) fn timestamp_scale(pieces: &Pieces) -> u64 {
    match known_part(pieces, INFO) {
        Part::Whole(data) | Part::Begun(data) => scale_of(data),
        Part::Missing | Part::Absent => USUAL_SCALE,
    }
}

fn known_part(pieces: &Pieces, id: u32) -> Part<'_> {
    places(pieces).map_or(Part::Absent, |places| part(pieces, &places, &mut Wanted::default(), id, Worth::Tracks))
}

fn places(pieces: &Pieces) -> Option<Places> {
    let Head::Known(Element { id: EBML, start, size: Some(size) }) = head(pieces, 0) else { return None };
    let Head::Known(Element { id: SEGMENT, start, .. }) = head(pieces, start.checked_add(size)?) else { return None };
    Some(walk(pieces, start, &mut Wanted::default()))
}

/// Finds the parts of the segment: those before the first cluster, and those that the lists of places tell of.
fn walk(pieces: &Pieces, segment: u64, wanted: &mut Wanted) -> Places {
    let mut places = Places::default();
    let mut at = segment;
    for _ in 0..MOST_PARTS {
        if pieces.ends_at(at) {
            places.reached_cluster = true;
            break;
        }
        let element = match head(pieces, at) {
            Head::Known(element) => element,
            Head::Missing => {
                places.cut_at = Some(at);
                break;
            }
            Head::Broken => break,
        };
        match element.id {
            CLUSTER => {
                places.reached_cluster = true;
                break;
            }
            SEEK_HEAD => read_list(pieces, segment, &element, &mut places),
            id => places.found.push((id, at)),
        }
        let Some(next) = element.size.and_then(|size| element.start.checked_add(size)) else { break };
        at = next;
    }
    // Some files have a second list behind everything.
    if let Some(at) = places.of(SEEK_HEAD) {
        match head(pieces, at) {
            Head::Known(element) if element.id == SEEK_HEAD => read_list(pieces, segment, &element, &mut places),
            Head::Missing => wanted.note(Worth::Chapters, at, GUESS),
            Head::Known(_) | Head::Broken => {}
        }
    }
    places
}

fn read_list(pieces: &Pieces, segment: u64, list: &Element, places: &mut Places) {
    places.has_list = true;
    let data = pieces.from(list.start, list.size.unwrap_or(GUESS));
    for (_, seek) in Children(data).filter(|(id, _)| *id == SEEK).take(MOST_PARTS) {
        let number = |wanted| Children(seek).find(|(id, _)| *id == wanted).and_then(|(_, data)| unsigned(data));
        let id = number(SEEK_ID).and_then(|id| u32::try_from(id).ok());
        let offset = number(SEEK_POSITION).and_then(|position| segment.checked_add(position));
        if let (Some(id), Some(offset)) = (id, offset) {
            places.found.push((id, offset));
        }
    }
}

/// A part of the segment, as far as it was read.
pub(crate) enum Part<'a> {
    Whole(&'a [u8]),
    Begun(&'a [u8]),
    Missing,
    /// The file has none.
    Absent,
}

/// Returns a part, and notes what of it would have to be read.
fn part<'a>(pieces: &'a Pieces, places: &Places, wanted: &mut Wanted, id: u32, worth: Worth) -> Part<'a> {
    let Some(at) = places.of(id) else {
        return match places.cut_at {
            // Every file has these; the others are either listed or come before the pictures.
            Some(at) if matches!(id, INFO | TRACKS) || !places.has_list => {
                wanted.note(worth, at, GUESS);
                Part::Missing
            }
            None if !places.reached_cluster => Part::Missing,
            Some(_) | None => Part::Absent,
        };
    };
    match head(pieces, at) {
        Head::Known(Element { id: found, start, size: Some(size) }) if found == id => {
            let data = pieces.from(start, size);
            if data.len() as u64 == size {
                return Part::Whole(data);
            }
            if size <= LARGEST_PART && !pieces.ends_at(start.saturating_add(data.len() as u64)) {
                wanted.note(worth, at, (start - at).saturating_add(size));
            }
            Part::Begun(data)
        }
        Head::Missing => {
            wanted.note(worth, at, GUESS);
            Part::Missing
        }
        Head::Known(_) | Head::Broken => Part::Missing,
    }
}

fn read_info(media: &mut MediaFile, data: &[u8]) {
    const DURATION: u32 = 0x4489;
    const TITLE: u32 = 0x7ba9;
    let scale = scale_of(data);
    let mut ticks = None;
    for (id, data) in Children(data) {
        match id {
            DURATION => ticks = float(data),
            TITLE => media.title = text(data),
            _ => {}
        }
    }
    media.duration_ms = ticks.and_then(|ticks| milliseconds(ticks, 1e9 / scale as f64));
}

const USUAL_SCALE: u64 = 1_000_000;

fn scale_of(info: &[u8]) -> u64 {
    const SCALE: u32 = 0x002a_d7b1;
    let told = Children(info).filter(|(id, _)| *id == SCALE).filter_map(|(_, data)| unsigned(data));
    told.filter(|scale| *scale > 0).last().unwrap_or(USUAL_SCALE)
}

fn chapters(data: &[u8]) -> Vec<Chapter> {
    const EDITION: u32 = 0x45b9;
    const IS_DEFAULT: u32 = 0x45db;
    const IS_HIDDEN: u32 = 0x45bd;
    const ATOM: u32 = 0xb6;
    let is_set = |edition, flag| Children(edition).any(|(id, data)| id == flag && unsigned(data) == Some(1));
    let editions: Vec<&[u8]> =
        Children(data).filter(|(id, _)| *id == EDITION).map(|(_, data)| data).take(MOST_PARTS).collect();
    let edition = editions.iter().find(|edition| is_set(edition, IS_DEFAULT) && !is_set(edition, IS_HIDDEN));
    let Some(edition) = edition.or(editions.first()) else { return Vec::new() };
    let atoms = Children(edition).filter(|(id, _)| *id == ATOM);
    atoms.filter_map(|(_, atom)| chapter(atom)).take(MOST_CHAPTERS).collect()
}

fn chapter(atom: &[u8]) -> Option<Chapter> {
    const START: u32 = 0x91;
    const HIDDEN: u32 = 0x98;
    const DISPLAY: u32 = 0x80;
    const STRING: u32 = 0x85;
    let number = |wanted| Children(atom).find(|(id, _)| *id == wanted).and_then(|(_, data)| unsigned(data));
    if number(HIDDEN) == Some(1) {
        return None;
    }
    let display = Children(atom).find(|(id, _)| *id == DISPLAY).map(|(_, data)| data).unwrap_or_default();
    let title = Children(display).find(|(id, _)| *id == STRING).and_then(|(_, data)| text(data));
    Some(Chapter { start_ms: number(START)? / 1_000_000, title })
}

/// The longest duration of a track that muxers note down: `01:35:00.123000000`.
fn longest_in_tags(data: &[u8]) -> Option<u64> {
    const TAG: u32 = 0x7373;
    const SIMPLE: u32 = 0x67c8;
    const NAME: u32 = 0x45a3;
    const STRING: u32 = 0x4487;
    let tags = Children(data).filter(|(id, _)| *id == TAG).take(MOST_TRACKS);
    let simple = tags.flat_map(|(_, tag)| Children(tag).filter(|(id, _)| *id == SIMPLE).take(100));
    let durations = simple.filter_map(|(_, simple)| {
        let of = |wanted| Children(simple).find(|(id, _)| *id == wanted).map(|(_, data)| data);
        (of(NAME)? == b"DURATION").then(|| of(STRING).and_then(clock))?
    });
    durations.max()
}

fn clock(bytes: &[u8]) -> Option<u64> {
    let text = text(bytes)?;
    let mut parts = text.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds: f64 = seconds.parse().ok()?;
    milliseconds(f64::from(hours) * 3600.0 + f64::from(minutes) * 60.0 + seconds, 1.0)
}
