//! Codecs: their names, and what their configuration says of the picture and the sound.

use crate::bytes::{Numbers, plain};
use crate::model::{DolbyVision, Hdr, Video};

/// Sets bit depth and HDR10+ from the decoder's configuration: `hvcC`, `avcC`, `av1C`, `vpcC` or what Matroska keeps of it.
pub(crate) fn configure(video: &mut Video, configuration: &[u8]) {
    let byte = |at: usize| configuration.get(at).copied();
    let depth = match video.codec.as_str() {
        "HEVC" => {
            video.hdr10_plus |= has_hdr10_plus(configuration);
            byte(17).map(|byte| (byte & 7) + 8)
        }
        // A profile of ten bits and more; the others have eight.
        "H.264" => byte(1).map(|profile| match profile {
            110 | 122 | 244 => avc_depth(configuration).unwrap_or(10),
            _ => 8,
        }),
        "AV1" => byte(2).map(|byte| match (byte & 0x40 != 0, byte & 0x20 != 0) {
            (false, _) => 8,
            (true, false) => 10,
            (true, true) => 12,
        }),
        _ => None,
    };
    video.bit_depth = video.bit_depth.or(depth);
}

/// The depth that stands behind the parameter sets of an `avcC`.
fn avc_depth(configuration: &[u8]) -> Option<u8> {
    let mut rest = Numbers(configuration.get(5..)?);
    for mask in [0x1f, 0xff] {
        for _ in 0..rest.u8()? & mask {
            let length = rest.u16()?;
            rest.take(usize::from(length))?;
        }
    }
    let _chroma = rest.u8()?;
    Some((rest.u8()? & 7) + 8)
}

/// Whether an `hvcC` holds a message with dynamic metadata of HDR10+ (SMPTE ST 2094-40 in ITU-T T.35).
fn has_hdr10_plus(configuration: &[u8]) -> bool {
    const MESSAGE: [u8; 6] = [0xb5, 0x00, 0x3c, 0x00, 0x01, 0x04];
    configuration.windows(MESSAGE.len()).take(4096).any(|part| part == MESSAGE)
}

/// Reads a `dvcC` or `dvvC`: the configuration of Dolby Vision.
pub(crate) fn dolby_vision(configuration: &[u8]) -> Option<DolbyVision> {
    let mut numbers = Numbers(configuration);
    let (major, _minor) = (numbers.u8()?, numbers.u8()?);
    let profile = u8::try_from(numbers.u16()? >> 9).ok()?;
    let compatibility = numbers.u8()? >> 4;
    (matches!(major, 1 | 2) && profile <= 20).then_some(DolbyVision { profile, compatibility })
}

/// The kind of HDR by the number of the transfer function in ITU-T H.273.
pub(crate) fn transfer(number: u64) -> Option<Hdr> {
    match number {
        16 => Some(Hdr::Hdr10),
        18 => Some(Hdr::Hlg),
        _ => None,
    }
}

/// The name of a codec by its id in Matroska; what is not known as it is.
pub(crate) fn of_matroska(id: &[u8]) -> String {
    let id = plain(id);
    let known = match id.as_str() {
        "V_MPEG4/ISO/AVC" => "H.264",
        "V_MPEGH/ISO/HEVC" => "HEVC",
        "V_AV1" => "AV1",
        "V_VP8" => "VP8",
        "V_VP9" => "VP9",
        "V_MPEG1" => "MPEG-1",
        "V_MPEG2" => "MPEG-2",
        "V_MPEG4/ISO/ASP" | "V_MPEG4/ISO/SP" | "V_MPEG4/ISO/AP" => "MPEG-4",
        "V_THEORA" => "Theora",
        "A_AC3" => "AC-3",
        "A_EAC3" => "E-AC-3",
        "A_TRUEHD" => "TrueHD",
        "A_MLP" => "MLP",
        "A_FLAC" => "FLAC",
        "A_OPUS" => "Opus",
        "A_VORBIS" => "Vorbis",
        "A_MPEG/L3" => "MP3",
        "A_MPEG/L2" => "MP2",
        "A_ALAC" => "ALAC",
        "A_DTS/LOSSLESS" => "DTS-HD MA",
        "S_TEXT/UTF8" | "S_TEXT/ASCII" => "SRT",
        "S_TEXT/ASS" | "S_ASS" => "ASS",
        "S_TEXT/SSA" | "S_SSA" => "SSA",
        "S_TEXT/WEBVTT" | "D_WEBVTT/SUBTITLES" => "WebVTT",
        "S_HDMV/PGS" => "PGS",
        "S_HDMV/TEXTST" => "TextST",
        "S_VOBSUB" => "VobSub",
        "S_DVBSUB" => "DVB",
        id if id.starts_with("A_AAC") => "AAC",
        id if id.starts_with("A_AC3") => "AC-3",
        id if id.starts_with("A_DTS") => "DTS",
        id if id.starts_with("A_PCM") => "PCM",
        _ => return id,
    };
    known.to_owned()
}

/// The name of a codec by the four characters of a sample entry, or of a stream in AVI.
pub(crate) fn of_four(code: [u8; 4]) -> String {
    let lower = code.map(|byte| byte.to_ascii_lowercase());
    let known = match &lower {
        b"avc1" | b"avc3" | b"h264" | b"x264" | b"dva1" | b"dvav" => "H.264",
        b"hvc1" | b"hev1" | b"hevc" | b"x265" | b"h265" | b"dvh1" | b"dvhe" => "HEVC",
        b"av01" | b"dav1" => "AV1",
        b"vp08" | b"vp80" => "VP8",
        b"vp09" | b"vp90" => "VP9",
        b"mp4v" | b"xvid" | b"divx" | b"dx50" | b"fmp4" | b"m4s2" => "MPEG-4",
        b"div3" | b"mp43" => "MS-MPEG-4",
        b"mpg2" | b"mp2v" => "MPEG-2",
        b"mjpg" | b"jpeg" => "MJPEG",
        b"mp4a" => "AAC",
        b"ac-3" => "AC-3",
        b"ec-3" => "E-AC-3",
        b"ac-4" => "AC-4",
        b"mlpa" => "TrueHD",
        b"opus" => "Opus",
        b"flac" => "FLAC",
        b"alac" => "ALAC",
        b".mp3" => "MP3",
        b"dtsc" | b"dtse" | b"dts-" => "DTS",
        b"dtsh" | b"dtsl" | b"dts+" => "DTS-HD",
        b"sowt" | b"twos" | b"lpcm" | b"ipcm" | b"fpcm" => "PCM",
        b"tx3g" | b"text" => "MOV text",
        b"wvtt" => "WebVTT",
        b"stpp" => "TTML",
        b"c608" => "CEA-608",
        b"c708" => "CEA-708",
        b"mp4s" => "VobSub",
        _ => return plain(&code),
    };
    known.to_owned()
}

/// The name of a sound codec by its number in AVI.
pub(crate) fn of_wave(format: u16) -> String {
    let known = match format {
        0x0001 | 0x0003 => "PCM",
        0x0050 => "MP2",
        0x0055 => "MP3",
        0x0160..=0x0163 => "WMA",
        0x00ff | 0x706d | 0x4143 => "AAC",
        0x2000 => "AC-3",
        0x2001 => "DTS",
        0x566f | 0x674f..=0x6771 => "Vorbis",
        0xf1ac => "FLAC",
        other => return format!("0x{other:04x}"),
    };
    known.to_owned()
}

/// Channels by the mode of AC-3 and E-AC-3, with the one for low frequencies.
pub(crate) fn channels_of_mode(mode: u8, has_low: bool) -> u16 {
    let full = match mode & 7 {
        0 | 2 => 2,
        1 => 1,
        3 | 4 => 3,
        5 | 6 => 4,
        _ => 5,
    };
    full + u16::from(has_low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profiles_of_dolby_vision_are_read() {
        let told = |profile: u8, compatibility: u8| [1, 0, profile << 1, 0x35, compatibility << 4, 0, 0, 0];
        assert_eq!(dolby_vision(&told(8, 1)), Some(DolbyVision { profile: 8, compatibility: 1 }));
        assert_eq!(dolby_vision(&told(5, 0)), Some(DolbyVision { profile: 5, compatibility: 0 }));
        assert_eq!(dolby_vision(&told(7, 6)), Some(DolbyVision { profile: 7, compatibility: 6 }));
        assert_eq!(dolby_vision(&told(90, 1)), None, "there is no such profile");
        assert_eq!(dolby_vision(&[1, 0]), None);
    }

    #[test]
    fn dynamic_metadata_in_the_configuration_are_seen() {
        let mut video = Video { codec: "HEVC".to_owned(), ..Video::default() };
        let mut configuration = vec![1; 23];
        configuration[17] = 0xfa;
        configure(&mut video, &configuration);
        assert_eq!((video.bit_depth, video.hdr10_plus), (Some(10), false));
        configuration.extend([0x4e, 0x01, 0x04, 0x40, 0xb5, 0x00, 0x3c, 0x00, 0x01, 0x04, 0x01]);
        configure(&mut video, &configuration);
        assert!(video.hdr10_plus);
    }
}
