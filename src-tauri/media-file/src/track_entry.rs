//! The tracks of Matroska.

use crate::bytes::{frame_rate, text};
use crate::codec;
use crate::ebml::{Children, float, unsigned};
use crate::model::{Audio, MediaFile, Subtitle, Video};

const ENTRY: u32 = 0xae;

/// What every kind of track has.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent flags of a track")]
struct Track<'a> {
    kind: u64,
    codec: String,
    codec_private: &'a [u8],
    language: Option<String>,
    title: Option<String>,
    is_default: bool,
    is_forced: bool,
    is_hearing_impaired: bool,
    is_commentary: bool,
    /// Nanoseconds of a frame.
    frame: Option<u64>,
    video: &'a [u8],
    audio: &'a [u8],
    /// The type and the configuration of each kind of data beside the frames.
    additions: Vec<(u64, &'a [u8])>,
}

/// Adds the tracks that were read. Returns whether these are all there are.
pub(crate) fn read(media: &mut MediaFile, data: &[u8], most: usize) -> bool {
    let mut children = Children(data);
    for (_, entry) in children.by_ref().filter(|(id, _)| *id == ENTRY).take(most) {
        let track = Track::of(entry);
        match track.kind {
            1 => media.video.push(track.video()),
            2 => media.audio.push(track.audio()),
            17 => media.subtitles.push(track.subtitle()),
            _ => {}
        }
    }
    children.0.is_empty()
}

impl<'a> Track<'a> {
    fn of(entry: &'a [u8]) -> Self {
        const MOST_ADDITIONS: usize = 16;
        // What is not written has these values.
        let mut track = Self { is_default: true, ..Self::default() };
        let mut bcp47 = None;
        for (id, data) in Children(entry) {
            let number = unsigned(data);
            let is_set = number == Some(1);
            match id {
                0x83 => track.kind = number.unwrap_or_default(),
                0x86 => track.codec = codec::of_matroska(data),
                0x63a2 => track.codec_private = data,
                // A file without it is by the letter in English. Muxers leave it out where they do not know as well.
                0x0022_b59c => track.language = text(data).and_then(|written| language::tag(&written)),
                0x0022_b59d => bcp47 = text(data).and_then(|written| language::tag(&written)),
                0x536e => track.title = text(data),
                0x88 => track.is_default = is_set,
                0x55aa => track.is_forced = is_set,
                0x55ab => track.is_hearing_impaired = is_set,
                0x55af => track.is_commentary = is_set,
                0x0023_e383 => track.frame = number.filter(|frame| *frame > 0),
                0xe0 => track.video = data,
                0xe1 => track.audio = data,
                0x41e4 if track.additions.len() < MOST_ADDITIONS => track.additions.extend(addition(data)),
                _ => {}
            }
        }
        track.language = bcp47.or(track.language);
        track
    }

    fn video(self) -> Video {
        let mut video = Video {
            codec: self.codec,
            frame_rate: self.frame.and_then(|frame| frame_rate(1e9, frame as f64)),
            title: self.title,
            is_default: self.is_default,
            ..Video::default()
        };
        let mut unit = 0;
        let (mut display_width, mut display_height) = (None, None);
        for (id, data) in Children(self.video) {
            let number = unsigned(data).and_then(|number| u32::try_from(number).ok());
            match id {
                0xb0 => video.width = number.unwrap_or_default(),
                0xba => video.height = number.unwrap_or_default(),
                0x54b0 => display_width = number,
                0x54ba => display_height = number,
                0x54b2 => unit = number.unwrap_or_default(),
                0x55b0 => colour(&mut video, data),
                _ => {}
            }
        }
        let display = display_width.zip(display_height).filter(|(width, height)| *width > 0 && *height > 0);
        video.display = match (unit, display) {
            (0, Some(display)) => Some(display),
            // A ratio.
            (3, Some((width, height))) => {
                let width = u64::from(video.height) * u64::from(width) / u64::from(height);
                u32::try_from(width).ok().filter(|width| *width > 0).map(|width| (width, video.height))
            }
            _ => None,
        };
        video.display = video.display.filter(|display| *display != (video.width, video.height));
        for (kind, extra) in self.additions {
            match kind.to_be_bytes() {
                [0, 0, 0, 0, b'd', b'v', b'c' | b'v' | b'w', b'C'] => video.dolby_vision = codec::dolby_vision(extra),
                // ITU-T T.35, in which HDR10+ is told beside VP9 and AV1.
                [0, 0, 0, 0, 0, 0, 0, 4] => video.hdr10_plus = true,
                _ => {}
            }
        }
        codec::configure(&mut video, self.codec_private);
        video
    }

    fn audio(self) -> Audio {
        let channels = Children(self.audio).find(|(id, _)| *id == 0x9f).and_then(|(_, data)| unsigned(data));
        // `SamplingFrequency` stands beside it where the track is one at all.
        let is_told = Children(self.audio).any(|(id, data)| id == 0xb5 && float(data).is_some());
        let channels = channels.or(is_told.then_some(1)).and_then(|channels| u16::try_from(channels).ok());
        Audio {
            codec: self.codec,
            language: self.language,
            is_commentary: self.is_commentary || says(self.title.as_deref(), "commentary"),
            title: self.title,
            channels: channels.filter(|channels| *channels > 0),
            is_default: self.is_default,
            is_forced: self.is_forced,
        }
    }

    fn subtitle(self) -> Subtitle {
        Subtitle {
            codec: self.codec,
            language: self.language,
            is_hearing_impaired: self.is_hearing_impaired || says(self.title.as_deref(), "sdh"),
            title: self.title,
            is_default: self.is_default,
            is_forced: self.is_forced,
        }
    }
}

/// Whether a title has this word in it, in any case of letters.
pub(crate) fn says(title: Option<&str>, word: &str) -> bool {
    let words = title.unwrap_or_default().split(|c: char| !c.is_alphanumeric());
    words.into_iter().any(|found| found.eq_ignore_ascii_case(word))
}

fn addition(data: &[u8]) -> Option<(u64, &[u8])> {
    const TYPE: u32 = 0x41e7;
    const EXTRA: u32 = 0x41ed;
    let of = |wanted| Children(data).find(|(id, _)| *id == wanted).map(|(_, data)| data);
    Some((of(TYPE).and_then(unsigned)?, of(EXTRA).unwrap_or_default()))
}

fn colour(video: &mut Video, data: &[u8]) {
    for (id, data) in Children(data) {
        match (id, unsigned(data)) {
            (0x55b2, Some(bits)) => video.bit_depth = u8::try_from(bits).ok().filter(|bits| (8..=16).contains(bits)),
            (0x55ba, Some(number)) => video.hdr = codec::transfer(number),
            _ => {}
        }
    }
}
