//! AVI: the list of headers that it begins with.

use crate::bytes::{Numbers, Pieces, frame_rate, milliseconds, text};
use crate::codec;
use crate::model::{Audio, Container, MediaFile, Subtitle, Video};
use crate::track_entry::says;
use crate::wanted::{Wanted, Worth};

/// The most streams and other chunks looked at.
const MOST: usize = 200;
const LARGEST: u64 = 1 << 20;
/// The format of a sound whose codec stands behind what all have.
const EXTENSIBLE: u16 = 0xfffe;

/// The chunks in a slice: the code and the data of each. Of the last one what is there.
struct Chunks<'a>(&'a [u8]);

impl<'a> Iterator for Chunks<'a> {
    type Item = ([u8; 4], &'a [u8], bool);

    fn next(&mut self) -> Option<Self::Item> {
        let mut numbers = Numbers(self.0);
        let (code, size) = (numbers.code()?, usize::try_from(numbers.u32_le()?).ok()?);
        let data = numbers.0.get(..size).unwrap_or(numbers.0);
        // They begin at even places.
        self.0 = numbers.0.get(size.saturating_add(size % 2)..).unwrap_or_default();
        Some((code, data, data.len() == size))
    }
}

/// What is requested where the beginning ends before the film does.
const HEADERS: u64 = 64 << 10;

pub(crate) fn read(pieces: &Pieces, wanted: &mut Wanted) -> MediaFile {
    let mut media = MediaFile { chapters: Some(Vec::new()), ..MediaFile::new(Container::Avi) };
    for (code, data, is_whole) in Chunks(pieces.from(12, LARGEST)).take(MOST) {
        match (&code, data.split_at_checked(4)) {
            (b"LIST", Some((b"hdrl", lists))) => {
                for (code, data, _) in Chunks(lists).take(MOST) {
                    if let (b"LIST", Some((b"strl", stream))) = (&code, data.split_at_checked(4)) {
                        read_stream(&mut media, stream);
                    }
                }
                media.has_all_tracks = is_whole;
            }
            (b"LIST", Some((b"INFO", list))) => {
                let name = Chunks(list).take(MOST).find(|(code, ..)| code == b"INAM");
                media.title = name.and_then(|(_, data, _)| text(data));
            }
            (b"LIST", Some((b"movi", _))) => return media,
            _ => {}
        }
    }
    let known = pieces.from(0, HEADERS).len() as u64;
    if known < HEADERS && !pieces.ends_at(known) {
        wanted.note(Worth::Tracks, 0, HEADERS);
    }
    media
}

/// What the header of a stream tells.
#[derive(Default)]
struct Header {
    kind: [u8; 4],
    handler: [u8; 4],
    scale: u32,
    rate: u32,
    length: u32,
}

fn read_stream(media: &mut MediaFile, stream: &[u8]) {
    let (mut header, mut format, mut shape, mut title) = (Header::default(), &[][..], None, None);
    for (code, data, _) in Chunks(stream).take(MOST) {
        match &code {
            b"strh" => header = read_header(data).unwrap_or_default(),
            b"strf" => format = data,
            b"strn" => title = text(data),
            b"vprp" => shape = aspect(data),
            _ => {}
        }
    }
    let mut numbers = Numbers(format);
    match &header.kind {
        b"vids" => {
            let (_, width, height) = (numbers.u32_le(), numbers.u32_le(), numbers.u32_le());
            numbers.take(4);
            let compression = numbers.code().filter(|code| *code != [0; 4]).unwrap_or(header.handler);
            let (scale, rate) = (f64::from(header.scale), f64::from(header.rate));
            let length = milliseconds(f64::from(header.length) * scale, rate);
            media.duration_ms = media.duration_ms.max(length);
            // A picture that is stored from the top has a negative height.
            let (width, height) = (width.unwrap_or_default(), height.map_or(0, |h| h.cast_signed().unsigned_abs()));
            let shown = shape.map(|(across, down)| u64::from(height) * u64::from(across) / u64::from(down));
            let shown = shown.and_then(|width| u32::try_from(width).ok()).filter(|width| *width > 0);
            media.video.push(Video {
                codec: codec::of_four(compression),
                width,
                height,
                display: shown.map(|shown| (shown, height)).filter(|shown| *shown != (width, height)),
                frame_rate: frame_rate(rate, scale),
                title,
                is_default: media.video.is_empty(),
                ..Video::default()
            });
        }
        b"auds" => {
            let (mut kind, channels) = (numbers.u16_le().unwrap_or_default(), numbers.u16_le());
            if kind == EXTENSIBLE {
                numbers.take(20);
                kind = numbers.u16_le().unwrap_or(kind);
            }
            media.audio.push(Audio {
                codec: codec::of_wave(kind),
                is_commentary: says(title.as_deref(), "commentary"),
                title,
                channels: channels.filter(|channels| (1..=64).contains(channels)),
                is_default: media.audio.is_empty(),
                ..Audio::default()
            });
        }
        b"txts" => {
            media.subtitles.push(Subtitle { codec: codec::of_four(header.handler), title, ..Subtitle::default() });
        }
        _ => {}
    }
}

/// The shape of the picture, across and down, as the properties of a stream have it.
fn aspect(data: &[u8]) -> Option<(u16, u16)> {
    let mut numbers = Numbers(data.get(20..)?);
    let (down, across) = (numbers.u16_le()?, numbers.u16_le()?);
    (across > 0 && down > 0).then_some((across, down))
}

fn read_header(data: &[u8]) -> Option<Header> {
    let mut numbers = Numbers(data);
    let (kind, handler) = (numbers.code()?, numbers.code()?);
    // Flags, priority and language, initial frames.
    numbers.take(12)?;
    let (scale, rate) = (numbers.u32_le()?, numbers.u32_le()?);
    numbers.take(4)?;
    Some(Header { kind, handler, scale, rate, length: numbers.u32_le()? })
}
