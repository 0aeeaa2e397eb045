//! The short names people know the properties of a file by: `2160p`, `Dolby Vision 8`, `5.1`.

use crate::model::{Audio, Hdr, Video};

/// The usual heights, with the width each has at 16:9, the largest first.
const RESOLUTIONS: [(u32, u32, &str); 6] = [
    (3840, 2160, "2160p"),
    (2560, 1440, "1440p"),
    (1920, 1080, "1080p"),
    (1280, 720, "720p"),
    (1024, 576, "576p"),
    (854, 480, "480p"),
];

impl Video {
    /// Returns the usual name of the picture's size; a picture that is cropped has that of the whole one.
    pub fn resolution(&self) -> Option<String> {
        let (width, height) = self.shown_size();
        if width == 0 || height == 0 {
            return None;
        }
        let is_near = |found: u32, of: u32| u64::from(found) * 100 >= u64::from(of) * 85;
        let found = RESOLUTIONS.iter().find(|(w, h, _)| is_near(width, *w) || is_near(height, *h));
        Some(found.map_or_else(|| format!("{height}p"), |(.., name)| (*name).to_owned()))
    }

    /// Returns the codec with the bit depth, where that is not the usual one.
    pub fn codec_and_depth(&self) -> String {
        match self.bit_depth {
            Some(depth) if depth > 8 => format!("{} {depth} bit", self.codec),
            _ => self.codec.clone(),
        }
    }

    /// Returns the kinds of HDR, the most telling first.
    pub fn hdr_kinds(&self) -> Vec<String> {
        let dolby_vision = self.dolby_vision.map(|found| format!("Dolby Vision {}", found.profile));
        let hdr10_plus = self.hdr10_plus.then(|| "HDR10+".to_owned());
        let plain = self.hdr.map(|hdr| match hdr {
            Hdr::Hdr10 => "HDR10".to_owned(),
            Hdr::Hlg => "HLG".to_owned(),
        });
        dolby_vision.into_iter().chain(hdr10_plus).chain(plain.filter(|_| !self.hdr10_plus)).collect()
    }
}

impl Audio {
    /// Returns the layout by the count of channels: `5.1` for six.
    pub fn layout(&self) -> Option<String> {
        Some(match self.channels? {
            count @ 1..=2 => format!("{count}.0"),
            count @ 6..=8 => format!("{}.1", count - 1),
            count => format!("{count} channels"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DolbyVision;

    #[test]
    fn sizes_have_their_usual_names() {
        for (width, height, expected) in [
            (3840, 1600, Some("2160p")),
            (1920, 800, Some("1080p")),
            (1440, 1080, Some("1080p")),
            (1480, 1080, Some("1080p")),
            (1280, 536, Some("720p")),
            (960, 720, Some("720p")),
            (720, 576, Some("576p")),
            (720, 480, Some("480p")),
            (640, 360, Some("360p")),
            (0, 360, None),
        ] {
            let video = Video { width, height, ..Video::default() };
            assert_eq!(video.resolution().as_deref(), expected, "{width}×{height}");
        }
    }

    #[test]
    fn kinds_of_hdr_stand_in_the_order_of_what_they_tell() {
        let dolby_vision = Some(DolbyVision { profile: 8, compatibility: 1 });
        let video = Video { hdr: Some(Hdr::Hdr10), dolby_vision, ..Video::default() };
        assert_eq!(video.hdr_kinds(), ["Dolby Vision 8", "HDR10"]);
        assert_eq!(Video { hdr10_plus: true, ..video }.hdr_kinds(), ["Dolby Vision 8", "HDR10+"]);
        assert!(Video::default().hdr_kinds().is_empty());
        let layout = |count| Audio { channels: Some(count), ..Audio::default() }.layout().unwrap();
        assert_eq!([1, 2, 6, 8, 16].map(layout), ["1.0", "2.0", "5.1", "7.1", "16 channels"]);
    }
}
