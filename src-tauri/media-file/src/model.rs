//! The result of reading a file: what its header says. Values only. What the file does not tell is `None` or missing from a
//! list, never guessed.

use serde::{Deserialize, Serialize};

/// What a file says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MediaFile {
    pub container: Container,
    pub duration_ms: Option<u64>,
    pub title: Option<String>,
    /// In the order of the file, as the other lists of tracks.
    pub video: Vec<Video>,
    pub audio: Vec<Audio>,
    pub subtitles: Vec<Subtitle>,
    /// Whether the lists hold every track. Where not, what is missing from them may still be in the file.
    pub has_all_tracks: bool,
    /// `None` where they were not read.
    pub chapters: Option<Vec<Chapter>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Container {
    Matroska,
    WebM,
    Mp4,
    QuickTime,
    Avi,
}

impl Container {
    pub fn label(self) -> &'static str {
        match self {
            Self::Matroska => "Matroska",
            Self::WebM => "WebM",
            Self::Mp4 => "MP4",
            Self::QuickTime => "QuickTime",
            Self::Avi => "AVI",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Video {
    /// `HEVC`, `H.264`, `AV1`, …; what is not known as the file writes it.
    pub codec: String,
    /// Of the coded picture, in pixels.
    pub width: u32,
    pub height: u32,
    /// As it is to be shown, where that is another size.
    pub display: Option<(u32, u32)>,
    pub bit_depth: Option<u8>,
    pub hdr: Option<Hdr>,
    /// Dynamic metadata of HDR10+ are told.
    pub hdr10_plus: bool,
    pub dolby_vision: Option<DolbyVision>,
    /// Frames a second.
    pub frame_rate: Option<f64>,
    pub title: Option<String>,
    pub is_default: bool,
}

/// How brightness is coded, where it is not the usual way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Hdr {
    /// Perceptual quantiser: SMPTE ST 2084.
    Hdr10,
    /// Hybrid log-gamma.
    Hlg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DolbyVision {
    pub profile: u8,
    /// What a player without it sees: 1 HDR10, 2 SDR, 4 HLG, 0 nothing usable.
    pub compatibility: u8,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audio {
    pub codec: String,
    /// `ja`, `pt-BR`, `tlh`: two letters where there are two. `None` where the file does not tell.
    pub language: Option<String>,
    pub title: Option<String>,
    pub channels: Option<u16>,
    pub is_default: bool,
    pub is_forced: bool,
    /// Somebody speaks about the film.
    pub is_commentary: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subtitle {
    /// `SRT`, `ASS`, `PGS`, …
    pub codec: String,
    pub language: Option<String>,
    pub title: Option<String>,
    pub is_default: bool,
    pub is_forced: bool,
    pub is_hearing_impaired: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    pub start_ms: u64,
    pub title: Option<String>,
}

impl MediaFile {
    pub(crate) fn new(container: Container) -> Self {
        Self {
            container,
            duration_ms: None,
            title: None,
            video: Vec::new(),
            audio: Vec::new(),
            subtitles: Vec::new(),
            has_all_tracks: false,
            chapters: None,
        }
    }
}

impl Video {
    /// Returns the width and height as they are shown: pixels of another shape widen the picture and do not shrink it.
    pub fn shown_size(&self) -> (u32, u32) {
        match self.display {
            Some((width, height)) => (width.max(self.width), height.max(self.height)),
            None => (self.width, self.height),
        }
    }
}
