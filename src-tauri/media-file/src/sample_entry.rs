//! The descriptions of samples in MP4: the codec with its configuration.

use crate::boxes::Boxes;
use crate::bytes::Numbers;
use crate::codec;
use crate::model::Video;

/// The most boxes looked at in a description.
const MOST: usize = 64;

/// The first description of a table, without what follows it.
fn first(entries: &[u8]) -> Option<([u8; 4], &[u8])> {
    Boxes(entries).next()
}

pub(crate) fn video(video: &mut Video, entries: &[u8]) {
    let Some((kind, data)) = first(entries) else { return };
    video.codec = codec::of_four(kind);
    let mut numbers = Numbers(data);
    numbers.take(24);
    video.width = numbers.u16().unwrap_or_default().into();
    video.height = numbers.u16().unwrap_or_default().into();
    // Resolution, the count of frames, the name of the compressor, depth.
    numbers.take(50);
    for (kind, data) in Boxes(numbers.0).take(MOST) {
        match &kind {
            b"hvcC" | b"avcC" | b"av1C" => codec::configure(video, data),
            b"vpcC" => video.bit_depth = data.get(6).map(|byte| byte >> 4).filter(|depth| (8..=12).contains(depth)),
            b"dvcC" | b"dvvC" | b"dvwC" => video.dolby_vision = codec::dolby_vision(data),
            b"colr" => {
                let mut numbers = Numbers(data);
                if numbers.code().is_some_and(|kind| &kind == b"nclx" || &kind == b"nclc") {
                    let (_primaries, transfer) = (numbers.u16(), numbers.u16());
                    video.hdr = transfer.and_then(|number| codec::transfer(u64::from(number)));
                }
            }
            b"pasp" => {
                let mut numbers = Numbers(data);
                if let (Some(across @ 1..), Some(down @ 1..)) = (numbers.u32(), numbers.u32()) {
                    let width = u64::from(video.width) * u64::from(across) / u64::from(down);
                    video.display = u32::try_from(width).ok().filter(|width| *width > 0).map(|w| (w, video.height));
                }
            }
            _ => {}
        }
    }
}

/// Returns the codec and the channels.
pub(crate) fn audio(entries: &[u8]) -> (String, Option<u16>) {
    let Some((kind, data)) = first(entries) else { return (String::new(), None) };
    let mut codec = codec::of_four(kind);
    let mut numbers = Numbers(data);
    numbers.take(8);
    let version = numbers.u16().unwrap_or_default();
    numbers.take(6);
    let mut channels = numbers.u16();
    numbers.take(10);
    // `QuickTime` has longer descriptions.
    numbers.take(match version {
        1 => 16,
        2 => 36,
        _ => 0,
    });
    let mut boxes: Vec<([u8; 4], &[u8])> = Boxes(numbers.0).take(MOST).collect();
    // It wraps the description of AAC once more.
    if let Some((_, inner)) = boxes.iter().find(|(kind, _)| kind == b"wave") {
        boxes.extend(Boxes(inner).take(MOST));
    }
    for (kind, data) in boxes {
        let told = match &kind {
            b"dac3" => {
                let word = Numbers(data).take(3).unwrap_or(&[0; 3]);
                let bits = word.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
                Some(codec::channels_of_mode(u8::try_from(bits >> 11 & 7).unwrap_or_default(), bits >> 10 & 1 == 1))
            }
            b"dec3" => data.get(3..5).map(|bytes| {
                let bits = bytes.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
                codec::channels_of_mode(u8::try_from(bits >> 9 & 7).unwrap_or_default(), bits >> 8 & 1 == 1)
            }),
            b"dOps" => data.get(1).map(|count| u16::from(*count)),
            b"esds" => {
                let (object, configured) = elementary_stream(data.get(4..).unwrap_or_default());
                codec = match object {
                    Some(0x69 | 0x6b) => "MP3".to_owned(),
                    Some(0xa5) => "AC-3".to_owned(),
                    Some(0xa6) => "E-AC-3".to_owned(),
                    Some(0xa9..=0xac) => "DTS".to_owned(),
                    Some(0xdd) => "Vorbis".to_owned(),
                    _ => codec,
                };
                configured
            }
            _ => None,
        };
        channels = told.or(channels);
    }
    (codec, channels.filter(|channels| (1..=64).contains(channels)))
}

/// Returns the kind of object and, for AAC, the channels that a description of an elementary stream tells.
fn elementary_stream(data: &[u8]) -> (Option<u8>, Option<u16>) {
    const DEEPEST: usize = 8;
    let (mut object, mut rest) = (None, Numbers(data));
    for _ in 0..DEEPEST {
        let Some(tag) = rest.u8() else { break };
        // A length of up to four bytes, which nothing here depends on.
        for _ in 0..4 {
            if rest.u8().is_none_or(|byte| byte & 0x80 == 0) {
                break;
            }
        }
        match tag {
            3 => {
                rest.take(2);
                let flags = rest.u8().unwrap_or_default();
                rest.take(usize::from(flags >> 7) * 2 + usize::from(flags >> 5 & 1) * 2);
            }
            4 => {
                object = rest.u8();
                rest.take(12);
            }
            5 => {
                let configuration = rest.u16().filter(|_| object == Some(0x40));
                let channels = configuration.and_then(|bits| match (bits >> 11, bits >> 7 & 15, bits >> 3 & 15) {
                    // These say more elsewhere.
                    (31, ..) | (_, 15, _) | (_, _, 0) => None,
                    (.., 7) => Some(8),
                    (.., count @ 1..=6) => Some(count),
                    _ => None,
                });
                return (object, channels);
            }
            _ => break,
        }
    }
    (object, None)
}

/// Returns the codec, and whether all of it is forced.
pub(crate) fn subtitle(entries: &[u8]) -> (String, bool) {
    let Some((kind, data)) = first(entries) else { return (String::new(), false) };
    let flags = data.get(8..).and_then(|rest| Numbers(rest).u32()).unwrap_or_default();
    (codec::of_four(kind), &kind == b"tx3g" && flags & 0x8000_0000 != 0)
}
