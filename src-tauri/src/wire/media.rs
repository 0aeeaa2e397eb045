//! What a file says of itself.

use serde::Serialize;
use ts_rs::TS;

/// What was read of a file. What it does not tell is null or not listed.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MediaView {
    /// `Matroska`, `MP4`, …
    pub container: String,
    pub seconds: Option<u32>,
    /// The usual name of the picture's size: `2160p`.
    pub resolution: Option<String>,
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// With the bit depth, where that is not the usual one: `HEVC 10 bit`.
    pub codec: Option<String>,
    /// `Dolby Vision 8`, `HDR10+`, `HDR10`, `HLG`
    pub hdr: Vec<String>,
    pub frame_rate: Option<f32>,
    pub audio: Vec<MediaTrack>,
    pub subtitles: Vec<MediaTrack>,
    /// The lists hold every track.
    pub has_all_tracks: bool,
    pub chapters: Option<u32>,
}

/// A track of sound or subtitles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MediaTrack {
    /// `E-AC-3`, `SRT`, …
    pub codec: String,
    /// `ja`, `pt-BR`; null where the file does not tell.
    pub language: Option<String>,
    pub title: Option<String>,
    /// `5.1`; null of subtitles.
    pub channels: Option<String>,
    pub is_default: bool,
    pub is_forced: bool,
}
