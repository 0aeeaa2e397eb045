//! MP4 and `QuickTime`: the movie box at either end of the file. Tables of samples, which make it large, are passed over, but those of
//! text where its times are asked for.

use crate::boxes::{Kind, Place, place};
use crate::bytes::{Numbers, Pieces, frame_rate, milliseconds, text};
use crate::model::{Audio, Chapter, Container, MediaFile, Subtitle, Video};
use crate::sample_entry;
use crate::sample_table::{self, Times};
use crate::track_box::{Track, handler, media_header, role, timing, track_header};
use crate::track_entry::says;
use crate::wanted::{Wanted, Worth};

/// The most boxes looked at on each level.
const MOST_BOXES: usize = 500;
const MOST_CHAPTERS: usize = 500;
/// What is requested of a movie, of a track, and the most of any other box.
const MOVIE: u64 = 512 << 10;
const TRACK: u64 = 64 << 10;
const LARGEST_BOX: u64 = 256 << 10;
/// The most tables of a track of text: an episode of text has a tenth of it.
const LARGEST_TABLES: u64 = 1 << 20;
/// What tracks of text say they are.
const TEXT: [Kind; 5] = [*b"sbtl", *b"subt", *b"text", *b"subp", *b"clcp"];

/// Whether a file begins like one of these.
pub(crate) fn begins(head: &[u8]) -> bool {
    head.get(4..8).is_some_and(|kind| {
        [b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot"].iter().any(|known| kind == *known)
    })
}

pub(crate) fn read(pieces: &Pieces, wanted: &mut Wanted) -> Option<MediaFile> {
    let mut movie = Movie::new(pieces, wanted);
    if let Found::There(place) = movie.find()? {
        for track in movie.tracks(place) {
            movie.add(&track);
        }
    }
    Some(movie.media)
}

/// Returns the tracks of text as far as their tables were read: whether all of one is forced, and when its lines begin. `None` where
/// the film comes in fragments, of which each has tables of its own.
pub(crate) fn texts(pieces: &Pieces, wanted: &mut Wanted) -> Option<Vec<(bool, Vec<u64>)>> {
    let mut movie = Movie::new(pieces, wanted);
    let Found::There(place) = movie.find()? else { return Some(Vec::new()) };
    let tracks = movie.tracks(place);
    if movie.is_fragmented {
        return None;
    }
    let texts = tracks.iter().filter(|track| TEXT.contains(&track.handler)).filter_map(|track| {
        let pause = sample_table::pause(track.entries)?;
        // Its edits may come behind its tables.
        if let Some((known, end)) = track.rest {
            movie.wanted.note(Worth::Tracks, known, end - known);
        }
        let tables = movie.whole(track.tables?).filter(|_| track.rest.is_none())?;
        let (timescale, movie_timescale) = (track.timescale, movie.timescale);
        let times = Times { pause, tables, edits: track.edits, timescale, movie_timescale };
        Some((track.is_forced(), times.starts_ms()?))
    });
    Some(texts.collect())
}

/// Where the movie box is.
enum Found {
    There(Place),
    /// What tells it was not read, and is noted.
    Missing,
}

struct Movie<'a, 'm> {
    pieces: &'a Pieces,
    wanted: &'m mut Wanted,
    media: MediaFile,
    timescale: u32,
    is_fragmented: bool,
    all_tracks: bool,
    /// Where what was not read of the movie begins.
    rest_at: Option<u64>,
}

impl<'a, 'm> Movie<'a, 'm> {
    fn new(pieces: &'a Pieces, wanted: &'m mut Wanted) -> Self {
        let brand = pieces.from(0, 12);
        let is_mp4 = brand.get(4..8) == Some(b"ftyp") && brand.get(8..12) != Some(b"qt  ");
        let media = MediaFile::new(if is_mp4 { Container::Mp4 } else { Container::QuickTime });
        Self { pieces, wanted, media, timescale: 0, is_fragmented: false, all_tracks: true, rest_at: None }
    }

    /// Returns where the movie box is; `None` where there is none.
    fn find(&mut self) -> Option<Found> {
        let mut at = 0;
        for _ in 0..MOST_BOXES {
            if self.pieces.ends_at(at) {
                return None;
            }
            match place(self.pieces, at) {
                Some(found) if found.kind == *b"moov" => return Some(Found::There(found)),
                Some(found) => at = found.end?,
                None if self.pieces.from(at, 16).len() < 16 => {
                    self.wanted.note(Worth::Tracks, at, MOVIE);
                    return Some(Found::Missing);
                }
                None => return None,
            }
        }
        None
    }

    /// Returns the tracks but those that hold chapters, and reads what the movie tells of itself.
    fn tracks(&mut self, movie: Place) -> Vec<Track<'a>> {
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
        tracks.retain(|track| !hold_chapters.contains(&track.number));
        tracks
    }

    /// Returns the data of a box once all of it was read, or notes it.
    fn whole(&mut self, found: Place) -> Option<&'a [u8]> {
        let size = found.end?.checked_sub(found.start)?;
        let data = self.pieces.from(found.start, size);
        if data.len() as u64 == size {
            return Some(data);
        }
        if size <= LARGEST_TABLES {
            self.wanted.note(Worth::Tracks, found.at, size.saturating_add(found.start - found.at));
        }
        None
    }

    /// Returns the boxes inside another, as far as their heads were read, and notes the first that was not.
    fn children(&mut self, parent: Place, worth: Worth) -> Vec<Place> {
        let mut found = Vec::new();
        let mut at = parent.start;
        let end = parent.end.or(self.pieces.size).unwrap_or(u64::MAX);
        while at.saturating_add(8) <= end && !self.pieces.ends_at(at) && found.len() < MOST_BOXES {
            let Some(child) = place(self.pieces, at) else {
                if self.pieces.from(at, 16).len() < 16 {
                    let is_untold = parent.kind == *b"trak" && found.iter().all(|child: &Place| child.kind != *b"mdia");
                    let worth = if is_untold { Worth::Tracks } else { worth };
                    self.rest_at = self.rest_at.or(Some(at));
                    self.wanted.note(worth, at, TRACK.min(end.saturating_sub(at)));
                    self.all_tracks &= worth != Worth::Tracks;
                }
                break;
            };
            found.push(child);
            // What follows are tables of samples, which are read by themselves.
            if child.kind == *b"stsd" {
                break;
            }
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
            self.timescale = timescale;
        }
    }

    /// The length of a file whose frames come in fragments.
    fn extends(&mut self, found: Place) {
        self.is_fragmented = true;
        for child in self.children(found, Worth::Length).into_iter().filter(|child| &child.kind == b"mehd") {
            let mut numbers = Numbers(self.data(child, Worth::Length));
            let version = numbers.u32().map(|word| word >> 24);
            let duration = if version == Some(1) { numbers.u64() } else { numbers.u32().map(u64::from) };
            let ticks_a_second = f64::from(self.timescale);
            self.media.duration_ms =
                self.media.duration_ms.or(duration.and_then(|ticks| milliseconds(ticks as f64, ticks_a_second)));
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
        let children = self.children(parent, if depth == 0 { Worth::Titles } else { Worth::Tracks });
        if depth == 0 {
            let known = children.last().map_or(Some(parent.start), |child| child.end);
            track.rest = known.zip(parent.end).filter(|(known, end)| known.saturating_add(8) <= *end);
        }
        for child in children {
            match &child.kind {
                b"mdia" | b"minf" | b"stbl" if depth < DEEPEST => self.track(child, track, depth + 1),
                b"edts" => {
                    for list in self.children(child, Worth::Titles).into_iter().filter(|box_| &box_.kind == b"elst") {
                        track.edits = self.data(list, Worth::Titles);
                    }
                }
                b"tkhd" => track_header(track, self.data(child, Worth::Tracks)),
                b"mdhd" => media_header(track, self.data(child, Worth::Tracks)),
                b"hdlr" => handler(track, self.data(child, Worth::Tracks)),
                b"elng" => {
                    let data = self.data(child, Worth::Tracks);
                    track.extended_language = data.get(4..).and_then(text).and_then(|text| language::tag(&text));
                }
                b"stsd" => {
                    track.entries = self.data(child, Worth::Tracks);
                    track.tables = Some(parent);
                    self.frames(child, track);
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
    fn frames(&mut self, entries: Place, track: &mut Track<'a>) {
        const MOST_RUNS: u32 = 4096;
        /// The head of the table with a run of frames.
        const BEGINNING: u64 = 32;
        let Some(at) = entries.end.filter(|_| &track.handler == b"vide") else { return };
        let table = place(self.pieces, at);
        if table.is_some_and(|found| &found.kind != b"stts") {
            return;
        }
        let mut numbers = Numbers(self.pieces.from(at.saturating_add(8), 8 + 8 * u64::from(MOST_RUNS)));
        let (_, runs) = (numbers.u32(), numbers.u32().unwrap_or_default());
        let runs = (0..runs.min(MOST_RUNS)).map_while(|_| Some((numbers.u32()?, numbers.u32()?)));
        let (frames, ticks) = runs.fold((0_u64, 0_u64), |(frames, ticks), (count, each)| {
            (frames.saturating_add(count.into()), ticks.saturating_add(u64::from(count) * u64::from(each)))
        });
        track.frames = (frames > 0 && ticks > 0).then_some((frames, ticks));
        let known = self.pieces.from(at, BEGINNING).len() as u64;
        if track.frames.is_none() && known < BEGINNING && !self.pieces.ends_at(at.saturating_add(known)) {
            self.wanted.note(Worth::Length, at, BEGINNING);
        }
    }

    fn add(&mut self, track: &Track<'a>) {
        let entry = track.descriptions();
        let language = track.extended_language.clone().or_else(|| track.language.clone());
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
                    is_commentary: track.has_role("commentary") || says(title.as_deref(), "commentary"),
                    title,
                    channels,
                    is_default: track.is_enabled,
                    is_forced: false,
                });
            }
            handler if TEXT.contains(handler) => {
                let (codec, _) = sample_entry::subtitle(entry);
                self.media.subtitles.push(Subtitle {
                    codec,
                    language,
                    is_hearing_impaired: track.has_role("caption") || says(title.as_deref(), "sdh"),
                    title,
                    is_default: track.is_enabled,
                    is_forced: track.is_forced(),
                });
            }
            _ => {}
        }
    }
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
