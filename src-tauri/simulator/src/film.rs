//! Owns the header of a file: what it tells of the film, written as Matroska or as MP4. What follows it is nothing.

mod mp4;

use axum::body::Bytes;
use serde::{Deserialize, Serialize};

/// What the header of a file tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Film {
    pub length_s: u64,
    /// Nothing where there is no picture.
    pub size: Option<(u32, u32)>,
    /// `hevc`, `avc`, `av1`, `xvid`
    pub codec: String,
    pub ten_bit: bool,
    /// `HDR`, `DV`, `HDR10+`
    pub hdr: Vec<String>,
    /// The languages of the sound, two letters each.
    pub audio: Vec<String>,
    /// As releases name it: `TrueHD`, `Dolby Digital Plus`.
    pub audio_codec: String,
    pub channels: u64,
    pub subtitles: Vec<String>,
    /// When the lines of the first subtitles begin, in milliseconds, in their order: the index of the file has them, or its tables.
    pub lines_ms: Vec<u64>,
    /// It is a program whatever its name says.
    pub is_program: bool,
    /// It is written as MP4.
    pub is_mp4: bool,
}

impl Default for Film {
    fn default() -> Self {
        let owned = |languages: &[&str]| languages.iter().map(|language| (*language).to_owned()).collect();
        Self {
            length_s: 95 * 60,
            size: Some((1920, 1080)),
            codec: "avc".to_owned(),
            ten_bit: false,
            hdr: Vec::new(),
            audio: owned(&["en"]),
            audio_codec: "AAC".to_owned(),
            channels: 2,
            subtitles: owned(&["en", "tr"]),
            lines_ms: Vec::new(),
            is_program: false,
            is_mp4: false,
        }
    }
}

impl Film {
    /// The header of the file. `whole` is the length of all of it.
    pub(crate) fn header(&self, whole: u64) -> Bytes {
        if self.is_program {
            return Bytes::from_static(
                b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0\0\0This program cannot be run in DOS mode.",
            );
        }
        if self.is_mp4 {
            return mp4::header(self, whole).into();
        }
        let doc_type = element(0x1a45_dfa3, &element(0x4282, b"matroska"));
        let parts = [self.info(), self.tracks(), self.chapters(), self.index()].concat();
        let head = doc_type.len() as u64 + 12;
        let mut header = doc_type;
        header.extend(0x1853_8067_u32.to_be_bytes());
        header.extend((whole.saturating_sub(head) | 1 << 56).to_be_bytes());
        header.extend(parts);
        header.into()
    }

    fn info(&self) -> Vec<u8> {
        #[expect(clippy::cast_precision_loss, reason = "films are shorter than a float is exact")]
        let length = (self.length_s as f64 * 1000.0).to_be_bytes();
        element(0x1549_a966, &[number(0x002a_d7b1, 1_000_000), element(0x4489, &length)].concat())
    }

    fn tracks(&self) -> Vec<u8> {
        let picture = self.size.map(|size| self.picture(size));
        let audio = self.audio.iter().enumerate().map(|(at, language)| self.sound(language, at == 0));
        let subtitles = self.subtitles.iter().map(|language| subtitle(language, None));
        let signs = self.subtitles.first().map(|language| subtitle(language, Some("Signs & Songs")));
        let tracks = picture.into_iter().chain(audio).chain(subtitles).chain(signs);
        let numbered = (1..).zip(tracks).map(|(at, track)| element(0xae, &[number(0xd7, at), track].concat()));
        element(0x1654_ae6b, &numbered.flatten().collect::<Vec<u8>>())
    }

    /// A point for each line of the first subtitles; nothing where none is told.
    fn index(&self) -> Vec<u8> {
        if self.lines_ms.is_empty() {
            return Vec::new();
        }
        let track = (usize::from(self.size.is_some()) + self.audio.len() + 1) as u64;
        let positions = element(0xb7, &[number(0xf7, track), number(0xf1, 0)].concat());
        let point = |at: &u64| element(0xbb, &[number(0xb3, *at), positions.clone()].concat());
        element(0x1c53_bb6b, &self.lines_ms.iter().flat_map(point).collect::<Vec<u8>>())
    }

    fn picture(&self, (width, height): (u32, u32)) -> Vec<u8> {
        let has = |kind: &str| self.hdr.iter().any(|found| found == kind);
        let codec: &[u8] = match self.codec.as_str() {
            "hevc" => b"V_MPEGH/ISO/HEVC",
            "av1" => b"V_AV1",
            "xvid" => b"V_MPEG4/ISO/ASP",
            _ => b"V_MPEG4/ISO/AVC",
        };
        let is_pq = !self.hdr.is_empty();
        let bits = if self.ten_bit || is_pq { 10 } else { 8 };
        let colour = [number(0x55b2, bits), number(0x55ba, if is_pq { 16 } else { 1 })].concat();
        let size = [number(0xb0, width.into()), number(0xba, height.into()), element(0x55b0, &colour)].concat();
        let mut track = [number(0x83, 1), element(0x86, codec), number(0x0023_e383, 41_708_333)].concat();
        track.extend(element(0xe0, &size));
        if has("DV") {
            let configuration = [1, 0, 8 << 1, 0x35, 1 << 4, 0, 0, 0];
            let kind = u64::from(u32::from_be_bytes(*b"dvvC"));
            track.extend(element(0x41e4, &[number(0x41e7, kind), element(0x41ed, &configuration)].concat()));
        }
        if has("HDR10+") {
            track.extend(element(0x41e4, &number(0x41e7, 4)));
        }
        track
    }

    fn sound(&self, language: &str, is_first: bool) -> Vec<u8> {
        let codec: &[u8] = match self.audio_codec.as_str() {
            "TrueHD" => b"A_TRUEHD",
            "DTS Lossless" | "DTS Lossy" => b"A_DTS",
            "Dolby Digital" => b"A_AC3",
            "Dolby Digital Plus" | "Atmos" => b"A_EAC3",
            "FLAC" => b"A_FLAC",
            "Opus" => b"A_OPUS",
            "MP3" => b"A_MPEG/L3",
            _ => b"A_AAC",
        };
        let settings = [element(0xb5, &48_000_f64.to_be_bytes()), number(0x9f, self.channels)].concat();
        let flags = [number(0x83, 2), element(0x86, codec), number(0x88, is_first.into())].concat();
        [flags, element(0x0022_b59d, language.as_bytes()), element(0xe1, &settings)].concat()
    }

    fn chapters(&self) -> Vec<u8> {
        let credits = self.length_s.saturating_sub(self.length_s / 12);
        let chapters = [("Opening", 0), ("Part A", self.length_s / 16), ("Credits", credits)];
        let atom = |(name, at): (&str, u64)| {
            let display = element(0x80, &element(0x85, name.as_bytes()));
            element(0xb6, &[number(0x91, at * 1_000_000_000), display].concat())
        };
        element(0x1043_a770, &element(0x45b9, &chapters.into_iter().flat_map(atom).collect::<Vec<u8>>()))
    }
}

fn subtitle(language: &str, forced: Option<&str>) -> Vec<u8> {
    let is_forced = forced.is_some();
    let flags = [number(0x83, 17), element(0x86, b"S_TEXT/UTF8"), number(0x88, 0), number(0x55aa, is_forced.into())];
    let title = forced.map(|title| element(0x536e, title.as_bytes())).unwrap_or_default();
    [flags.concat(), element(0x0022_b59d, language.as_bytes()), title].concat()
}

/// An element of Matroska: its id, its size in eight bytes, and its data.
fn element(id: u32, data: &[u8]) -> Vec<u8> {
    let id = id.to_be_bytes();
    let skipped = id.iter().take_while(|byte| **byte == 0).count();
    let size = (data.len() as u64 | 1 << 56).to_be_bytes();
    [&id[skipped..], &size, data].concat()
}

fn number(id: u32, value: u64) -> Vec<u8> {
    element(id, &value.to_be_bytes())
}
