//! What a file says of itself, as the page's types.

use media_file::{Audio, MediaFile, Subtitle, Video};

use super::count;
use crate::wire::{MediaTrack, MediaView};

pub(crate) fn media(media: &MediaFile) -> MediaView {
    let video = media.video.first();
    let size = video.map(Video::shown_size).filter(|(width, height)| *width > 0 && *height > 0);
    #[expect(clippy::cast_possible_truncation, reason = "three decimals are shown at most")]
    let frame_rate = video.and_then(|video| video.frame_rate).map(|rate| rate as f32);
    MediaView {
        container: media.container.label().to_owned(),
        seconds: media.duration_ms.and_then(|length| u32::try_from(length / 1000).ok()),
        resolution: video.and_then(Video::resolution),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        codec: video.map(Video::codec_and_depth),
        hdr: video.map(Video::hdr_kinds).unwrap_or_default(),
        frame_rate,
        audio: media.audio.iter().map(sound).collect(),
        subtitles: media.subtitles.iter().map(subtitle).collect(),
        has_all_tracks: media.has_all_tracks,
        chapters: media.chapters.as_ref().map(|chapters| count(chapters.len())),
    }
}

fn sound(track: &Audio) -> MediaTrack {
    MediaTrack {
        codec: track.codec.clone(),
        language: track.language.clone(),
        title: track.title.clone(),
        channels: track.layout(),
        is_default: track.is_default,
        is_forced: track.is_forced,
    }
}

fn subtitle(track: &Subtitle) -> MediaTrack {
    MediaTrack {
        codec: track.codec.clone(),
        language: track.language.clone(),
        title: track.title.clone(),
        channels: None,
        is_default: track.is_default,
        is_forced: track.is_forced,
    }
}
