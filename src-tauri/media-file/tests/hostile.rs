//! Files that are broken or made to harm: read within the limits, without a panic, and at worst not known.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test whose files are not there should fail there")]

mod common;

use common::{Ranges, block};
use media_file::{HEAD, Limits, MediaFile, Video, read, read_head};
use proptest::prelude::*;

/// An element of Matroska.
fn element(id: u32, data: &[u8]) -> Vec<u8> {
    let id = id.to_be_bytes();
    let skipped = id.iter().take_while(|byte| **byte == 0).count();
    let size = (data.len() as u64 | 1 << 56).to_be_bytes();
    [&id[skipped..], &size, data].concat()
}

fn number(id: u32, value: u64) -> Vec<u8> {
    element(id, &value.to_be_bytes())
}

/// A Matroska file of these parts of its segment, each at its place.
fn matroska(parts: &[Vec<u8>]) -> Vec<u8> {
    let header = element(0x1a45_dfa3, &element(0x4282, b"matroska"));
    [header, element(0x1853_8067, &parts.concat())].concat()
}

fn seek(id: u32, position: u64) -> Vec<u8> {
    element(0x4dbb, &[element(0x53ab, &id.to_be_bytes()), number(0x53ac, position)].concat())
}

fn info() -> Vec<u8> {
    element(0x1549_a966, &element(0x4489, &5_700_000.0_f64.to_be_bytes()))
}

fn tracks() -> Vec<u8> {
    let size = element(0xe0, &[number(0xb0, 3840), number(0xba, 1600)].concat());
    let video = [number(0x83, 1), element(0x86, b"V_MPEGH/ISO/HEVC"), size].concat();
    let audio = [number(0x83, 2), element(0x86, b"A_EAC3"), element(0x22_b59c, b"tur")].concat();
    element(0x1654_ae6b, &[element(0xae, &video), element(0xae, &audio)].concat())
}

fn chapters() -> Vec<u8> {
    let atom = element(0xb6, &[number(0x91, 60_000_000_000), element(0x80, &element(0x85, b"Part A"))].concat());
    element(0x1043_a770, &element(0x45b9, &atom))
}

fn ranged(file: Vec<u8>, gap_at: usize, gap: u64, limits: Limits) -> (Option<MediaFile>, Vec<(u64, usize)>) {
    let mut file = Ranges::with_gap(file, gap_at, gap);
    let (head, size) = (file.bytes(0, HEAD), file.size());
    let reading = block(read(&mut file, head, Some(size), limits));
    assert!(reading.requests <= limits.requests && reading.bytes <= limits.bytes.max(HEAD), "{reading:?}");
    (reading.media, file.requests)
}

#[test]
fn what_the_list_of_places_tells_is_read_where_it_is() {
    // Tracks and chapters lie behind three gigabytes of film, as some muxers write them.
    const FILM: u64 = 3 << 30;
    let list =
        |behind: u64| element(0x114d_9b74, &[seek(0x1654_ae6b, behind), seek(0x1043_a770, behind + 500)].concat());
    let before = list(0).len() + info().len() + 12;
    let behind = before as u64 + FILM;
    let mut cluster = vec![0x1f, 0x43, 0xb6, 0x75];
    cluster.extend((FILM | 1 << 56).to_be_bytes());
    let mut late = tracks();
    late.extend(element(0xec, &vec![0; 500 - late.len() - 9]));
    assert_eq!(late.len(), 500);
    late.extend(chapters());
    let file = matroska(&[list(behind), info(), cluster, late.clone()]);
    let gap_at = file.len() - late.len();
    let (media, requests) = ranged(file, gap_at, FILM, Limits::default());
    let media = media.unwrap();
    assert_eq!(requests.len(), 1, "what lies together is one request: {requests:?}");
    assert_eq!(
        media.video,
        [Video { codec: "HEVC".to_owned(), width: 3840, height: 1600, is_default: true, ..Video::default() }]
    );
    assert_eq!(media.audio[0].language.as_deref(), Some("tr"));
    assert!(media.has_all_tracks);
    assert_eq!(media.chapters.unwrap()[0].start_ms, 60_000);
}

#[test]
fn a_large_table_of_samples_hides_only_what_lies_behind_it() {
    let of =
        |kind: &[u8; 4], data: &[u8]| [&u32::try_from(data.len() + 8).unwrap().to_be_bytes()[..], kind, data].concat();
    let trak = |handler: &[u8; 4], entry: &[u8; 4], table: usize| {
        let stsd = of(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &of(entry, &[0; 78])].concat());
        let stbl = of(b"stbl", &[stsd, of(b"stsz", &vec![0; table])].concat());
        let hdlr = of(b"hdlr", &[&[0; 8][..], handler, &[0; 12]].concat());
        let mdhd = of(
            b"mdhd",
            &[&[0; 12][..], &1000_u32.to_be_bytes(), &90_000_u32.to_be_bytes(), &[0x52, 0xb2, 0, 0]].concat(),
        );
        of(b"trak", &of(b"mdia", &[mdhd, hdlr, of(b"minf", &stbl)].concat()))
    };
    let sounds: Vec<u8> = (0..4).flat_map(|_| trak(b"soun", b"ac-3", 700_000)).collect();
    let moov = of(b"moov", &[trak(b"vide", b"hvc1", 700_000), sounds].concat());
    let file = [of(b"ftyp", b"isom0000"), moov].concat();
    let length = file.len();
    let (media, _) = ranged(file.clone(), length, 0, Limits::default());
    let media = media.unwrap();
    assert_eq!((media.video.len(), media.audio.len()), (1, 2), "one track a request");
    assert!(!media.has_all_tracks && media.chapters.is_none(), "and that more may be there is said");
    let (media, requests) = ranged(file, length, 0, Limits { requests: 6, bytes: 1 << 20 });
    let media = media.unwrap();
    assert_eq!((media.video.len(), media.audio.len(), media.has_all_tracks), (1, 4, true), "{requests:?}");
}

#[test]
fn sizes_that_lie_lead_nowhere() {
    // Elements and boxes as large as numbers are, lists of places that lead to themselves, and nothing at all.
    let endless = |id: &[u8]| [id, &[0x01, 255, 255, 255, 255, 255, 255, 254]].concat();
    let to_itself =
        element(0x114d_9b74, &[seek(0x114d_9b74, 0), seek(0x1654_ae6b, 0), seek(0x1549_a966, u64::MAX)].concat());
    for file in [
        matroska(&[to_itself]),
        matroska(&[endless(&[0x16, 0x54, 0xae, 0x6b])]),
        matroska(&[endless(&[0x15, 0x49, 0xa9, 0x66]), tracks()]),
        [&0_u32.to_be_bytes()[..], b"ftyp"].concat(),
        [&1_u32.to_be_bytes()[..], b"ftyp", &u64::MAX.to_be_bytes()].concat(),
        [&8_u32.to_be_bytes()[..], b"ftyp", &1_u32.to_be_bytes(), b"moov", &u64::MAX.to_be_bytes()].concat(),
        [&b"RIFF"[..], &[255; 4], b"AVI LIST", &[255; 4], b"hdrlLIST", &[255; 4], b"strlstrf"].concat(),
        vec![0x1a, 0x45, 0xdf, 0xa3],
        Vec::new(),
    ] {
        let length = file.len();
        for gap in [0, 1 << 30] {
            let (media, requests) = ranged(file.clone(), length, gap, Limits::default());
            assert!(media.is_none_or(|media| media.video.is_empty() || media.video[0].width == 3840));
            assert!(requests.len() <= 2, "{requests:?}");
        }
    }
}

#[test]
fn numbers_of_no_film_are_not_believed() {
    for length in [f64::NAN, f64::INFINITY, -5.0, 1e300, 0.0] {
        let info = element(0x1549_a966, &element(0x4489, &length.to_be_bytes()));
        assert_eq!(read_head(&matroska(&[info, tracks()]), None).unwrap().duration_ms, None, "{length}");
    }
    let scale = element(0x1549_a966, &[number(0x2a_d7b1, 0), element(0x4489, &1000.0_f64.to_be_bytes())].concat());
    assert_eq!(read_head(&matroska(&[scale]), None).unwrap().duration_ms, Some(1000));
}

#[test]
fn thousands_of_tracks_and_chapters_are_cut() {
    let entry =
        element(0xae, &[number(0x83, 17), element(0x86, b"S_TEXT/UTF8"), element(0x536e, &[b'a'; 5000])].concat());
    let file = matroska(&[info(), element(0x1654_ae6b, &entry.repeat(2000))]);
    let media = read_head(&file, Some(file.len() as u64)).unwrap();
    assert_eq!((media.subtitles.len(), media.has_all_tracks), (500, false));
    assert!(media.subtitles.iter().all(|track| track.title.as_ref().is_some_and(|title| title.len() == 200)));
}

#[test]
fn wherever_the_first_range_ends_the_same_is_known() {
    for name in ["text.mp4", "text.mkv", "av1.mkv", "h264.mp4"] {
        let bytes = std::fs::read(format!("{}/fuzz/seed/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let (length, whole) = (bytes.len(), read_head(&bytes, Some(bytes.len() as u64)).unwrap());
        assert!(whole.has_all_tracks && !whole.video.is_empty(), "{name}");
        for end in 16..length.min(3_000) {
            let mut file = Ranges::with_gap(bytes.clone(), length, 0);
            let head = file.bytes(0, end);
            let reading = block(read(&mut file, head, Some(length as u64), Limits::default()));
            assert_eq!(reading.media.as_ref(), Some(&whole), "{name} behind {end}");
        }
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let mut list = vec![matroska(&[info(), tracks(), chapters()])];
    let list_of_places = element(0x114d_9b74, &[seek(0x1654_ae6b, 400_000), seek(0x1043_a770, 700_000)].concat());
    list.push(matroska(&[list_of_places, info()]));
    for name in ["h264.mp4", "hevc.mov", "mpeg4.avi", "av1.mkv"] {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seed/");
        list.push(std::fs::read(format!("{path}{name}")).unwrap());
    }
    list
}

/// Bytes of a real file with some of them changed, cut out or repeated.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let seeds = seeds();
    let change = (any::<prop::sample::Index>(), prop_oneof![any::<u8>(), Just(0), Just(255), Just(1)]);
    let cut = (any::<prop::sample::Index>(), 0..400_usize);
    (
        0..seeds.len(),
        prop::collection::vec(change, 0..24),
        prop::option::of(cut),
        prop::option::of(any::<prop::sample::Index>()),
    )
        .prop_map(move |(seed, changes, cut, end)| {
            let mut bytes = seeds[seed].clone();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Some((at, length)) = cut {
                let at = at.index(bytes.len());
                bytes.drain(at..(at + length).min(bytes.len()));
            }
            if let Some(end) = end.filter(|_| !bytes.is_empty()) {
                bytes.truncate(end.index(bytes.len()));
            }
            bytes
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_nothing_costs_more_than_it_may(bytes in mutated(), gap in prop_oneof![Just(0_u64), Just(1 << 40)], head in 0..2000_usize) {
        let _ = read_head(&bytes, None);
        let length = bytes.len();
        let mut file = Ranges::with_gap(bytes, length / 2, gap);
        let head = file.bytes(0, head);
        let limits = Limits { requests: 3, bytes: 200_000 };
        let reading = block(read(&mut file, head, None, limits));
        prop_assert!(reading.requests <= 3 && reading.bytes <= 200_000);
        if let Some(media) = reading.media {
            prop_assert!(media.video.len() + media.audio.len() + media.subtitles.len() <= 500);
            let written = serde_json::to_vec(&media).unwrap();
            prop_assert_eq!(serde_json::from_slice::<MediaFile>(&written).unwrap(), media);
        }
    }

    #[test]
    fn any_bytes_at_all_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..4000), kind in 0..4_usize) {
        let begin = [&b""[..], &[0x1a, 0x45, 0xdf, 0xa3, 0x80, 0x18, 0x53, 0x80, 0x67, 0xff], b"\0\0\0\x08ftyp\0\0\x0f\0moov", b"RIFF\0\0\0\0AVI LIST\0\x0f\0\0hdrl"][kind];
        let _ = read_head(&[begin, &bytes].concat(), Some(bytes.len() as u64));
    }
}
