//! A track of MP4 as its boxes tell it, each read by itself.

use crate::boxes::{Kind, Place};
use crate::bytes::{Numbers, text};
use crate::packed_language;
use crate::sample_entry;

/// What is known of a track before it is told what it is.
#[derive(Default)]
pub(crate) struct Track<'a> {
    pub(crate) number: u32,
    pub(crate) is_enabled: bool,
    pub(crate) display: Option<(u32, u32)>,
    pub(crate) handler: Kind,
    pub(crate) timescale: u32,
    pub(crate) duration: u64,
    pub(crate) language: Option<String>,
    pub(crate) extended_language: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) entries: &'a [u8],
    /// Where the tables of its samples are.
    pub(crate) tables: Option<Place>,
    /// The list of its edits.
    pub(crate) edits: &'a [u8],
    /// From where to where its boxes were not read.
    pub(crate) rest: Option<(u64, u64)>,
    /// Frames, and the ticks they take, as far as their table was read.
    pub(crate) frames: Option<(u64, u64)>,
    /// Tracks that hold this one's chapters.
    pub(crate) chapters_in: Vec<u32>,
}

impl Track<'_> {
    pub(crate) fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|found| found == role)
    }

    pub(crate) fn is_forced(&self) -> bool {
        let (_, is_forced) = sample_entry::subtitle(self.descriptions());
        is_forced || self.has_role("forced-subtitle") || self.has_role("forced_subtitle")
    }

    /// The descriptions of its samples, without how many there are.
    pub(crate) fn descriptions(&self) -> &[u8] {
        self.entries.get(8..).unwrap_or_default()
    }
}

/// Ticks a second and ticks, as the headers of movies and tracks have them behind their dates.
pub(crate) fn timing(data: &[u8]) -> Option<(u32, u64)> {
    let mut numbers = Numbers(data);
    let is_long = numbers.u32()? >> 24 == 1;
    numbers.take(if is_long { 16 } else { 8 })?;
    let timescale = numbers.u32().filter(|timescale| *timescale > 0)?;
    let duration = if is_long { numbers.u64()? } else { u64::from(numbers.u32()?) };
    let unknown = if is_long { u64::MAX } else { u64::from(u32::MAX) };
    Some((timescale, if duration == unknown { 0 } else { duration }))
}

pub(crate) fn media_header(track: &mut Track<'_>, data: &[u8]) {
    let Some((timescale, duration)) = timing(data) else { return };
    (track.timescale, track.duration) = (timescale, duration);
    let at = if data.first() == Some(&1) { 32 } else { 20 };
    track.language = data.get(at..).and_then(|rest| Numbers(rest).u16()).and_then(packed_language::packed);
}

pub(crate) fn track_header(track: &mut Track<'_>, data: &[u8]) {
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

pub(crate) fn handler(track: &mut Track<'_>, data: &[u8]) {
    let mut numbers = Numbers(data);
    numbers.take(8);
    // `QuickTime` has another one beside it, of the data.
    if track.handler == Kind::default() {
        track.handler = numbers.code().unwrap_or_default();
    }
}

/// The role of a track as MPEG-DASH names it.
pub(crate) fn role(data: &[u8]) -> Option<String> {
    let rest = data.get(4..)?;
    let end = rest.iter().position(|byte| *byte == 0)?;
    (rest.get(..end)? == b"urn:mpeg:dash:role:2011").then(|| rest.get(end + 1..).and_then(text))?
}
