//! MP4 and `QuickTime`: the movie box at either end of the file. Tables of samples, which make it large, are passed over.

use crate::bytes::{Numbers, Pieces, frame_rate, milliseconds, text};
use crate::model::{Audio, Chapter, Container, MediaFile, Subtitle, Video};
use crate::packed_language;
use crate::sample_entry;
use crate::track_entry::says;
use crate::wanted::{Wanted, Worth};

/// The most boxes looked at on each level.
const MOST_BOXES: usize = 500;
const MOST_CHAPTERS: usize = 500;
/// What is requested of a movie, of a track, and the most of any other box.
const MOVIE: u64 = 512 << 10;
const TRACK: u64 = 64 << 10;
const LARGEST_BOX: u64 = 256 << 10;

type Kind = [u8; 4];

/// A box by its place in the file.
#[derive(Clone, Copy, Debug)]
struct Place {
    kind: Kind,
    at: u64,
    start: u64,
    /// Where the next one begins; `None` where it goes on to the end of the file.
    end: Option<u64>,
}

/// Whether a file begins like one of these.
pub(crate) fn begins(head: &[u8]) -> bool {
    head.get(4..8).is_some_and(|kind| {
        [b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot"].iter().any(|known| kind == *known)
    })
}

pub(crate) fn read(pieces: &Pieces, wanted: &mut Wanted) -> Option<MediaFile> {
    let brand = pieces.from(0, 12);
    let is_mp4 = brand.get(4..8) == Some(b"ftyp") && brand.get(8..12) != Some(b"qt  ");
    let mut media = MediaFile::new(if is_mp4 { Container::Mp4 } else { Container::QuickTime });
    let mut at = 0;
    for _ in 0..MOST_BOXES {
        if pieces.ends_at(at) {
            return None;
        }
        match place(pieces, at) {
            Some(found) if found.kind == *b"moov" => {
                Movie { pieces, wanted, media: &mut media, all_tracks: true, rest_at: None }.read(found);
                return Some(media);
            }
            Some(found) => at = found.end?,
            None if pieces.from(at, 16).len() < 16 => {
                wanted.note(Worth::Tracks, at, MOVIE);
                return Some(media);
            }
            None => return None,
        }
    }
    None
}

/// Returns the box at a place; `None` where its head was not read or is none.
fn place(pieces: &Pieces, at: u64) -> Option<Place> {
    let mut numbers = Numbers(pieces.from(at, 16));
    let (size, kind) = (numbers.u32()?, numbers.code()?);
    let (head, size) = match size {
        0 => (8, None),
        1 => (16, Some(numbers.u64()?)),
        size => (8, Some(u64::from(size))),
    };
    if size.is_some_and(|size| size < head) {
        return None;
    }
    let end = size.map(|size| at.saturating_add(size));
    Some(Place { kind, at, start: at.saturating_add(head), end })
}

struct Movie<'a, 'm> {
    pieces: &'a Pieces,
    wanted: &'m mut Wanted,
    media: &'m mut MediaFile,
    all_tracks: bool,
    /// Where what was not read of the movie begins.
    rest_at: Option<u64>,
}

/// What is known of a track before it is told what it is.
#[derive(Default)]
struct Track<'a> {
    number: u32,
    is_enabled: bool,
    display: Option<(u32, u32)>,
    handler: Kind,
    timescale: u32,
    duration: u64,
    language: Option<String>,
    extended_language: Option<String>,
    title: Option<String>,
    roles: Vec<String>,
    entries: &'a [u8],
    /// Frames, and the ticks they take, as far as their table was read.
    frames: Option<(u64, u64)>,
    /// Tracks that hold this one's chapters.
    chapters_in: Vec<u32>,
}

impl<'a> Movie<'a, '_> {
    fn read(mut self, movie: Place) {
        let mut tracks: Vec<Track<'a>> = Vec::new();
        for child in self.children(movie, Worth::Tracks) {
            match &child.kind {
                b"mvhd" => self.movie_header(child),
                b"trak" => {
                    let mut track = Track::default();
                    self.track(child, &mut track, 0);
                    tracks.push(track);
                }
                b"mvex" => self.extends(child),
                b"udta" => self.user_data(child),
                _ => {}
            }
        }
        self.media.has_all_tracks = self.all_tracks;
        if self.all_tracks && self.rest_at.is_none() && self.media.chapters.is_none() {
            self.media.chapters = Some(Vec::new());
        }
        let hold_chapters: Vec<u32> = tracks.iter().flat_map(|track| track.chapters_in.iter().copied()).collect();
        for track in tracks.iter().filter(|track| !hold_chapters.contains(&track.number)) {
            self.add(track);
        }
    }

    /// Returns the boxes inside another, as far as their heads were read, and notes the first that was not.
    fn children(&mut self, parent: Place, worth: Worth) -> Vec<Place> {
        let mut found = Vec::new();
        let mut at = parent.start;
        let end = parent.end.or(self.pieces.size).unwrap_or(u64::MAX);
        while at.saturating_add(8) <= end && !self.pieces.ends_at(at) && found.len() < MOST_BOXES {
            let Some(child) = place(self.pieces, at) else {
                if self.pieces.from(at, 16).len() < 16 {
                    self.rest_at = self.rest_at.or(Some(at));
                    self.wanted.note(worth, at, TRACK.min(end.saturating_sub(at)));
                    self.all_tracks &= worth != Worth::Tracks;
                }
                break;
            };
            found.push(child);
            let Some(next) = child.end.filter(|next| *next <= end) else { break };
            at = next;
        }
        found
    }

    /// Returns the data of a box, or notes it and returns what was read of it.
    fn data(&mut self, found: Place, worth: Worth) -> &'a [u8] {
        let end = found.end.or(self.pieces.size).unwrap_or(u64::MAX);
        let size = end.saturating_sub(found.start);
        let data = self.pieces.from(found.start, size);
        if (data.len() as u64) < size && size <= LARGEST_BOX {
            self.wanted.note(worth, found.at, end.saturating_sub(found.at));
            self.all_tracks &= worth != Worth::Tracks;
        }
        data
    }

    fn movie_header(&mut self, found: Place) {
        let data = self.data(found, Worth::Length);
        if let Some((timescale, duration)) = timing(data) {
            self.media.duration_ms = milliseconds(duration as f64, f64::from(timescale));
        }
    }

    /// The length of a file whose frames come in fragments.
    fn extends(&mut self, found: Place) {
        for child in self.children(found, Worth::Length).into_iter().filter(|child| &child.kind == b"mehd") {
            let mut numbers = Numbers(self.data(child, Worth::Length));
            let version = numbers.u32().map(|word| word >> 24);
            let duration = if version == Some(1) { numbers.u64() } else { numbers.u32().map(u64::from) };
            // In ticks of the movie, of which a second has a thousand where the muxer does not choose.
            self.media.duration_ms =
                self.media.duration_ms.or(duration.and_then(|ticks| milliseconds(ticks as f64, 1000.0)));
        }
    }

    /// The title and the chapters that the movie is given.
    fn user_data(&mut self, found: Place) {
        for child in self.children(found, Worth::Titles) {
            match &child.kind {
                b"chpl" => {
                    let data = self.data(child, Worth::Chapters);
                    self.media.chapters = Some(nero_chapters(data));
                }
                b"meta" => {
                    let data = self.data(child, Worth::Titles);
                    self.media.title = title_in(data).or(self.media.title.take());
                }
                [0xa9, b'n', b'a', b'm'] => {
                    let data = self.data(child, Worth::Titles);
                    self.media.title = data.get(4..).and_then(text).or(self.media.title.take());
                }
                _ => {}
            }
        }
    }

    /// Reads a box of a track and the boxes in it.
    fn track(&mut self, parent: Place, track: &mut Track<'a>, depth: usize) {
        const DEEPEST: usize = 4;
        for child in self.children(parent, if depth == 0 { Worth::Titles } else { Worth::Tracks }) {
            match &child.kind {
                b"mdia" | b"minf" | b"stbl" if depth < DEEPEST => self.track(child, track, depth + 1),
                b"tkhd" => track_header(track, self.data(child, Worth::Tracks)),
                b"mdhd" => media_header(track, self.data(child, Worth::Tracks)),
                b"hdlr" => handler(track, self.data(child, Worth::Tracks)),
                b"elng" => {
                    let data = self.data(child, Worth::Tracks);
                    track.extended_language = data.get(4..).and_then(text).and_then(|text| language::tag(&text));
                }
                b"stsd" => {
                    track.entries = self.data(child, Worth::Tracks);
                    // What follows are tables of samples, of which only the beginning of one tells anything.
                    self.frames(child, track);
                    return;
                }
                b"tref" => {
                    for reference in self.children(child, Worth::Titles).iter().filter(|box_| &box_.kind == b"chap") {
                        let mut numbers = Numbers(self.data(*reference, Worth::Titles));
                        track.chapters_in.extend(std::iter::from_fn(|| numbers.u32()).take(8));
                    }
                }
                b"udta" => {
                    for child in self.children(child, Worth::Titles) {
                        match &child.kind {
                            b"name" => track.title = text(self.data(child, Worth::Titles)),
                            b"kind" => track.roles.extend(role(self.data(child, Worth::Titles))),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// How many frames take how many ticks, as far as the table of times was read.
    fn frames(&self, entries: Place, track: &mut Track<'a>) {
        const MOST_RUNS: u32 = 4096;
        let table = entries.end.and_then(|end| place(self.pieces, end)).filter(|found| &found.kind == b"stts");
        let Some(table) = table else { return };
        let mut numbers = Numbers(self.pieces.from(table.start, 8 + 8 * u64::from(MOST_RUNS)));
        let (_, runs) = (numbers.u32(), numbers.u32().unwrap_or_default());
        let runs = (0..runs.min(MOST_RUNS)).map_while(|_| Some((numbers.u32()?, numbers.u32()?)));
        let (frames, ticks) = runs.fold((0_u64, 0_u64), |(frames, ticks), (count, each)| {
            (frames.saturating_add(count.into()), ticks.saturating_add(u64::from(count) * u64::from(each)))
        });
        track.frames = (frames > 0 && ticks > 0).then_some((frames, ticks));
    }

    fn add(&mut self, track: &Track<'a>) {
        let mut numbers = Numbers(track.entries);
        let (_, _) = (numbers.u32(), numbers.u32());
        let entry = numbers.0;
        let language = track.extended_language.clone().or_else(|| track.language.clone());
        let has_role = |role: &str| track.roles.iter().any(|found| found == role);
        let title = track.title.clone();
        match &track.handler {
            b"vide" => {
                let seconds = f64::from(track.timescale);
                let mut video = Video {
                    frame_rate: track
                        .frames
                        .and_then(|(frames, ticks)| frame_rate(frames as f64 * seconds, ticks as f64)),
                    title,
                    is_default: track.is_enabled,
                    ..Video::default()
                };
                sample_entry::video(&mut video, entry);
                video.display = video.display.or(track.display).filter(|size| *size != (video.width, video.height));
                if self.media.duration_ms.is_none() {
                    self.media.duration_ms = milliseconds(track.duration as f64, seconds);
                }
                self.media.video.push(video);
            }
            b"soun" => {
                let (codec, channels) = sample_entry::audio(entry);
                self.media.audio.push(Audio {
                    codec,
                    language,
                    is_commentary: has_role("commentary") || says(title.as_deref(), "commentary"),
                    title,
                    channels,
                    is_default: track.is_enabled,
                    is_forced: false,
                });
            }
            b"sbtl" | b"subt" | b"text" | b"subp" | b"clcp" => {
                let (codec, is_forced) = sample_entry::subtitle(entry);
                self.media.subtitles.push(Subtitle {
                    codec,
                    language,
                    is_hearing_impaired: has_role("caption") || says(title.as_deref(), "sdh"),
                    title,
                    is_default: track.is_enabled,
                    is_forced: is_forced || has_role("forced-subtitle") || has_role("forced_subtitle"),
                });
            }
            _ => {}
        }
    }
}

/// Ticks a second and ticks, as the headers of movies and tracks have them behind their dates.
fn timing(data: &[u8]) -> Option<(u32, u64)> {
    let mut numbers = Numbers(data);
    let is_long = numbers.u32()? >> 24 == 1;
    numbers.take(if is_long { 16 } else { 8 })?;
    let timescale = numbers.u32().filter(|timescale| *timescale > 0)?;
    let duration = if is_long { numbers.u64()? } else { u64::from(numbers.u32()?) };
    let unknown = if is_long { u64::MAX } else { u64::from(u32::MAX) };
    Some((timescale, if duration == unknown { 0 } else { duration }))
}

fn media_header(track: &mut Track<'_>, data: &[u8]) {
    let Some((timescale, duration)) = timing(data) else { return };
    (track.timescale, track.duration) = (timescale, duration);
    let at = if data.first() == Some(&1) { 32 } else { 20 };
    track.language = data.get(at..).and_then(|rest| Numbers(rest).u16()).and_then(packed_language::packed);
}

fn track_header(track: &mut Track<'_>, data: &[u8]) {
    let mut numbers = Numbers(data);
    let Some(word) = numbers.u32() else { return };
    let is_long = word >> 24 == 1;
    track.is_enabled = word & 1 == 1;
    let mut read = || {
        numbers.take(if is_long { 16 } else { 8 })?;
        track.number = numbers.u32()?;
        numbers.take(if is_long { 28 } else { 24 })?;
        let matrix = numbers.take(36)?;
        let (width, height) = (numbers.u32()? >> 16, numbers.u32()? >> 16);
        // A picture that is turned has nothing on the diagonal.
        let is_turned = matrix.get(..4) == Some(&[0; 4]);
        Some(if is_turned { (height, width) } else { (width, height) })
    };
    track.display = read().filter(|(width, height)| *width > 0 && *height > 0);
}

fn handler(track: &mut Track<'_>, data: &[u8]) {
    let mut numbers = Numbers(data);
    numbers.take(8);
    // `QuickTime` has another one beside it, of the data.
    if track.handler == Kind::default() {
        track.handler = numbers.code().unwrap_or_default();
    }
}

/// The role of a track as MPEG-DASH names it.
fn role(data: &[u8]) -> Option<String> {
    let rest = data.get(4..)?;
    let end = rest.iter().position(|byte| *byte == 0)?;
    (rest.get(..end)? == b"urn:mpeg:dash:role:2011").then(|| rest.get(end + 1..).and_then(text))?
}

/// The list of chapters that Nero began with, in ticks of 100 ns.
fn nero_chapters(data: &[u8]) -> Vec<Chapter> {
    let mut numbers = Numbers(data);
    let is_second = numbers.u32().is_some_and(|word| word >> 24 == 1);
    if is_second {
        numbers.u32();
    }
    let count = numbers.u8().unwrap_or_default();
    let chapters = (0..count).map_while(|_| {
        let start = numbers.u64()?;
        let length = numbers.u8()?;
        Some(Chapter { start_ms: start / 10_000, title: text(numbers.take(usize::from(length))?) })
    });
    chapters.take(MOST_CHAPTERS).collect()
}

/// The title in the list of iTunes, where it is written near its name.
fn title_in(meta: &[u8]) -> Option<String> {
    const NAME: [u8; 4] = [0xa9, b'n', b'a', b'm'];
    let at = meta.windows(4).take(1 << 16).position(|part| part == NAME)?;
    let mut numbers = Numbers(meta.get(at + 4..)?);
    let (size, kind) = (numbers.u32()?, numbers.code()?);
    let length = usize::try_from(size).ok()?.checked_sub(16)?;
    numbers.take(8)?;
    (kind == *b"data").then(|| numbers.take(length).and_then(text))?
}
