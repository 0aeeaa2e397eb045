//! What a video file says of itself, from a few ranges of it. Reads Matroska and `WebM`, MP4 and `QuickTime`, and AVI.
//!
//! It opens nothing: the caller gives ranges of the file and decides how long that may take. What comes is hostile: every size is
//! held against what is there, every loop is bounded, nothing panics. A file that cannot be read is not known, and that is all.

mod avi;
mod boxes;
mod bytes;
mod codec;
mod cues;
mod ebml;
mod matroska;
mod model;
mod mp4;
mod packed_language;
mod sample_entry;
mod sample_table;
mod track_box;
mod track_entry;
mod wanted;
mod words;

pub use cues::{SubtitleTimes, subtitle_times};
pub use model::{Audio, Chapter, Container, DolbyVision, Hdr, MediaFile, Subtitle, Video};

use bytes::Pieces;
use wanted::Wanted;

/// Gives ranges of a file.
pub trait ReadRange {
    type Error;

    /// Returns the bytes from `offset` on: at most `length` of them, fewer where the file ends.
    fn read(&mut self, offset: u64, length: usize) -> impl Future<Output = Result<Vec<u8>, Self::Error>> + Send;
}

/// What reading may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests, the first for the beginning of the file counted.
    pub requests: usize,
    /// Bytes of all of them together. More than [`Limits::MOST_BYTES`] count as that.
    pub bytes: usize,
}

impl Limits {
    pub const MOST_BYTES: usize = 16 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self { requests: 3, bytes: 1 << 20 }
    }
}

/// How much of the beginning is worth reading at once: most headers are in it.
pub const HEAD: usize = 128 << 10;

/// What was read of a file, and what it cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading<E> {
    /// `None` where the file is of no kind that is read here, or says nothing that can be understood.
    pub media: Option<MediaFile>,
    pub requests: usize,
    pub bytes: usize,
    /// Why the reading ended early. What was understood until then is in `media`.
    pub error: Option<E>,
}

/// Reads a file whose beginning was already requested. `size` is that of the whole file, where it is known.
pub async fn read<R: ReadRange>(file: &mut R, head: Vec<u8>, size: Option<u64>, limits: Limits) -> Reading<R::Error> {
    let most = limits.bytes.min(Limits::MOST_BYTES);
    let mut reading = Reading { media: None, requests: 1, bytes: head.len(), error: None };
    let mut pieces = Pieces::new(size);
    pieces.add(0, head);
    loop {
        let mut wanted = Wanted::default();
        reading.media = understand(&pieces, &mut wanted);
        let left = most.saturating_sub(reading.bytes);
        if reading.requests >= limits.requests {
            return reading;
        }
        let Some((offset, length)) = wanted.next(size, left) else { return reading };
        reading.requests += 1;
        match file.read(offset, length).await {
            Ok(mut bytes) => {
                bytes.truncate(length);
                reading.bytes += bytes.len();
                if bytes.is_empty() {
                    return reading;
                }
                pieces.add(offset, bytes);
            }
            Err(error) => return Reading { error: Some(error), ..reading },
        }
    }
}

/// Reads what the beginning of a file tells by itself.
pub fn read_head(head: &[u8], size: Option<u64>) -> Option<MediaFile> {
    let mut pieces = Pieces::new(size);
    pieces.add(0, head.to_vec());
    understand(&pieces, &mut Wanted::default())
}

/// Understands what is known of a file and notes what else of it would tell more.
fn understand(pieces: &Pieces, wanted: &mut Wanted) -> Option<MediaFile> {
    let head = pieces.from(0, 16);
    if head.starts_with(&ebml::SIGNATURE) {
        matroska::read(pieces, wanted)
    } else if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"AVI ") {
        Some(avi::read(pieces, wanted))
    } else if mp4::begins(head) {
        mp4::read(pieces, wanted)
    } else {
        None
    }
}
