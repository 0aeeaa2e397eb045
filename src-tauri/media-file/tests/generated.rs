//! 300 files that ffmpeg makes of a few small tracks, in Matroska, MP4 with the movie box at either end, `QuickTime` and AVI: each is
//! read back exactly as it was asked for, from its beginning alone and from ranges of a file of three gigabytes.

#![expect(clippy::disallowed_types, reason = "it makes the files with ffmpeg")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test whose files are not there should fail there")]
#![expect(clippy::print_stdout, reason = "what reading costs is said")]

mod common;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use common::{Ranges, block};
use media_file::{Audio, Chapter, Container, HEAD, Hdr, Limits, MediaFile, Subtitle, Video, read};

const FILES: usize = 300;
/// Files a run of ffmpeg makes.
const AT_ONCE: usize = 20;
const GAP: u64 = 3 << 30;
/// What a request takes to a server that is not near.
const TRIP: Duration = Duration::from_millis(50);

struct Source {
    name: &'static str,
    codec: &'static str,
    /// Of AVI, where it can be in one.
    in_avi: bool,
    in_mp4: bool,
}

const fn source(name: &'static str, codec: &'static str, in_mp4: bool, in_avi: bool) -> Source {
    Source { name, codec, in_avi, in_mp4 }
}

const VIDEO: [Source; 7] = [
    source("h264", "H.264", true, false),
    source("h264_10", "H.264", true, false),
    source("hevc_pq", "HEVC", true, false),
    source("hevc_hlg", "HEVC", true, false),
    source("vp9", "VP9", true, false),
    source("av1", "AV1", true, false),
    source("mpeg4", "MPEG-4", true, true),
];
const AUDIO: [Source; 7] = [
    source("aac", "AAC", true, false),
    source("aac6", "AAC", true, false),
    source("ac3", "AC-3", true, true),
    source("eac3", "E-AC-3", true, false),
    source("opus", "Opus", true, false),
    source("flac", "FLAC", true, false),
    source("mp3", "MP3", true, true),
];
const LANGUAGES: [(&str, Option<&str>); 10] = [
    ("eng", Some("en")),
    ("jpn", Some("ja")),
    ("tur", Some("tr")),
    ("ger", Some("de")),
    ("fra", Some("fr")),
    ("spa", Some("es")),
    ("rus", Some("ru")),
    ("chi", Some("zh")),
    ("por", Some("pt")),
    ("und", None),
];
const TITLES: [Option<&str>; 5] =
    [None, Some("Director's commentary"), Some("Türkçe dublaj"), Some("日本語"), Some("SDH")];
const CHAPTERS: [(&str, u64); 3] = [("Opening", 0), ("Part A", 300), ("Credits", 700)];

fn picture(at: usize) -> Video {
    let base = Video { codec: VIDEO[at].codec.to_owned(), is_default: true, ..Video::default() };
    let sized = |width, height, rate| Video { width, height, frame_rate: Some(rate), ..base.clone() };
    match VIDEO[at].name {
        "h264" => Video { bit_depth: Some(8), ..sized(640, 360, 24.0) },
        "h264_10" => Video { bit_depth: Some(10), ..sized(1920, 1080, 25.0) },
        "hevc_pq" => Video { bit_depth: Some(10), hdr: Some(Hdr::Hdr10), ..sized(3840, 2160, 23.976) },
        "hevc_hlg" => Video { bit_depth: Some(10), hdr: Some(Hdr::Hlg), ..sized(1920, 1080, 25.0) },
        "vp9" => sized(640, 360, 24.0),
        "av1" => Video { bit_depth: Some(8), ..sized(1280, 720, 24.0) },
        _ => Video { display: Some((768, 576)), ..sized(720, 576, 25.0) },
    }
}

/// Runs ffmpeg. Without it there is nothing to test with, and the test says so.
fn ffmpeg(folder: &Path, arguments: &str) {
    let run = Command::new("ffmpeg")
        .args(["-hide_banner", "-v", "error", "-y", "-threads", "1"])
        .args(arguments.split('\t'))
        .current_dir(folder)
        .output();
    let run =
        run.expect("ffmpeg is missing: install it (`.ci/system test` does), these tests make their files with it");
    assert!(run.status.success(), "ffmpeg made no files: {}", String::from_utf8_lossy(&run.stderr));
}

fn make_sources(folder: &Path) {
    let picture =
        |size: &str, rate: &str, length: &str| format!("-f\tlavfi\t-i\tcolor=c=gray:s={size}:r={rate}:d={length}\t");
    let sound = |layout: &str| format!("-f\tlavfi\t-i\tanullsrc=r=48000:cl={layout}:d=1\t");
    let inputs = [
        picture("640x360", "24", "1"),
        picture("1920x1080", "25", "0.4"),
        picture("3840x2160", "24000/1001", "0.2"),
        picture("720x576", "25", "0.4"),
        picture("1280x720", "24", "0.4"),
        sound("5.1"),
        sound("stereo"),
    ]
    .concat();
    let x265 = |transfer: &str| {
        let colours = format!("colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc");
        format!(
            "-c:v\tlibx265\t-preset\tultrafast\t-pix_fmt\tyuv420p10le\t-x265-params\tlog-level=none:pools=1:frame-threads=1:{colours}"
        )
    };
    let outputs = [
        ("0", "-c:v\tlibx264\t-preset\tultrafast".to_owned(), "h264"),
        ("1", "-c:v\tlibx264\t-preset\tultrafast\t-pix_fmt\tyuv420p10le".to_owned(), "h264_10"),
        ("2", x265("smpte2084"), "hevc_pq"),
        ("1", x265("arib-std-b67"), "hevc_hlg"),
        ("0", "-c:v\tlibvpx-vp9\t-deadline\trealtime\t-cpu-used\t8".to_owned(), "vp9"),
        ("3", "-c:v\tmpeg4\t-vf\tsetsar=16/15".to_owned(), "mpeg4"),
        ("4", "-c:v\tlibaom-av1\t-cpu-used\t8\t-usage\trealtime\t-row-mt\t0".to_owned(), "av1"),
        ("6", "-c:a\taac".to_owned(), "aac"),
        ("5", "-c:a\taac".to_owned(), "aac6"),
        ("5", "-c:a\tac3\t-b:a\t64k".to_owned(), "ac3"),
        ("5", "-c:a\teac3\t-b:a\t64k".to_owned(), "eac3"),
        ("5", "-c:a\tlibopus".to_owned(), "opus"),
        ("6", "-c:a\tflac".to_owned(), "flac"),
        ("6", "-c:a\tlibmp3lame\t-b:a\t64k".to_owned(), "mp3"),
    ];
    let outputs: Vec<String> =
        outputs.iter().map(|(input, codec, name)| format!("-map\t{input}\t{codec}\t{name}.mkv")).collect();
    ffmpeg(folder, &format!("{inputs}{}", outputs.join("\t")));
    std::fs::write(folder.join("text.srt"), "1\n00:00:00,100 --> 00:00:00,900\nThe sun comes up.\n").unwrap();
    let chapter = |(name, start): &(&str, u64), end| {
        format!("[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={name}\n")
    };
    let ends = CHAPTERS.iter().skip(1).map(|(_, start)| *start).chain([1000]);
    let list: String = CHAPTERS.iter().zip(ends).map(|(one, end)| chapter(one, end)).collect();
    std::fs::write(folder.join("chapters"), format!(";FFMETADATA1\n{list}")).unwrap();
}

/// A file to make: its name, what ffmpeg is told, and what it has to be read as.
struct Plan {
    name: String,
    arguments: String,
    expected: MediaFile,
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

fn plan(at: usize, dice: &mut Dice) -> Plan {
    // The inputs, in the order they are given.
    let (subtitle, chapters) = (VIDEO.len() + AUDIO.len(), VIDEO.len() + AUDIO.len() + 1);
    let (extension, options, container) = match at % 6 {
        0 | 1 => ("mkv", "", Container::Matroska),
        2 => ("mp4", "-movflags\t+faststart\t-strict\t-2\t", Container::Mp4),
        3 => ("mp4", "-strict\t-2\t", Container::Mp4),
        4 => ("mov", "", Container::QuickTime),
        _ => ("avi", "", Container::Avi),
    };
    let takes = |source: &Source| match container {
        Container::Avi => source.in_avi,
        // It has no sample entry of these.
        Container::QuickTime => source.in_mp4 && !["vp9", "av1", "opus", "flac"].contains(&source.name),
        _ => container == Container::Matroska || source.in_mp4,
    };
    let mut draw = |from: &[Source]| loop {
        let drawn = dice.below(from.len());
        if takes(&from[drawn]) {
            return drawn;
        }
    };
    let video = draw(&VIDEO);
    let audio: Vec<usize> = (0..=at % 3).map(|_| draw(&AUDIO)).collect();
    let (is_avi, is_matroska) = (container == Container::Avi, container == Container::Matroska);
    let mut arguments = format!("-map\t{video}:v\t-disposition:v:0\tdefault\t");
    let mut expected = MediaFile {
        container,
        duration_ms: None,
        title: None,
        video: vec![picture(video)],
        audio: Vec::new(),
        subtitles: Vec::new(),
        has_all_tracks: true,
        chapters: Some(Vec::new()),
    };
    if is_avi {
        // ffmpeg counts fields there.
        expected.video[0].frame_rate = Some(50.0);
    }
    if VIDEO[video].name == "vp9" && !is_matroska {
        expected.video[0].bit_depth = Some(8);
    }
    let default_audio = dice.below(audio.len());
    for (number, source) in audio.iter().enumerate() {
        let ((written, language), title) = (LANGUAGES[dice.below(10)], TITLES[dice.below(5)]);
        let is_default = number == default_audio;
        let disposition = if is_default { "default" } else { "0" };
        let _ = write!(
            arguments,
            "-map\t{}:a\t-metadata:s:a:{number}\tlanguage={written}\t-metadata:s:a:{number}\ttitle={}\t-disposition:a:{number}\t{disposition}\t",
            VIDEO.len() + source,
            title.unwrap_or_default()
        );
        let source = &AUDIO[*source];
        expected.audio.push(Audio {
            codec: source.codec.to_owned(),
            language: language.filter(|_| !is_avi).map(str::to_owned),
            title: title.map(str::to_owned),
            channels: Some(if ["aac", "flac", "mp3"].contains(&source.name) { 2 } else { 6 }),
            // AVI has no mark for it: players take the first.
            is_default: if is_avi { number == 0 } else { is_default },
            is_forced: false,
            is_commentary: title.is_some_and(|title| title.contains("commentary")),
        });
    }
    let subtitles = if is_avi { 0 } else { dice.below(5) };
    for number in 0..subtitles {
        let ((written, language), title) = (LANGUAGES[dice.below(10)], TITLES[dice.below(5)]);
        let is_forced = number > 0 && dice.below(3) == 0;
        let is_ass = is_matroska && dice.below(2) == 0;
        let codec = if !is_matroska {
            "mov_text"
        } else if is_ass {
            "ass"
        } else {
            "srt"
        };
        let flags = ["default"].into_iter().filter(|_| number == 0).chain(["forced"].into_iter().filter(|_| is_forced));
        let flags = flags.collect::<Vec<_>>().join("+");
        let flags = if flags.is_empty() { "0" } else { &flags };
        let _ = write!(
            arguments,
            "-map\t{subtitle}:s\t-c:s:{number}\t{codec}\t-metadata:s:s:{number}\tlanguage={written}\t-metadata:s:s:{number}\ttitle={}\t-disposition:s:{number}\t{flags}\t",
            title.unwrap_or_default()
        );
        expected.subtitles.push(Subtitle {
            codec: if !is_matroska {
                "MOV text"
            } else if is_ass {
                "ASS"
            } else {
                "SRT"
            }
            .to_owned(),
            language: language.map(str::to_owned),
            title: title.map(str::to_owned),
            is_default: number == 0,
            // QuickTime has no mark for it.
            is_forced: is_forced && container != Container::QuickTime,
            is_hearing_impaired: title == Some("SDH"),
        });
    }
    // In QuickTime they are the samples of a track, which is not read.
    if dice.below(2) == 0 && !is_avi && container != Container::QuickTime {
        let _ = write!(arguments, "-map_chapters\t{chapters}\t");
        let all = CHAPTERS.iter().map(|(name, start)| Chapter { start_ms: *start, title: Some((*name).to_owned()) });
        expected.chapters = Some(all.collect());
    } else {
        arguments.push_str("-map_chapters\t-1\t");
    }
    let title = (dice.below(2) == 0).then(|| format!("Harbour of Glass {at}"));
    let _ = write!(arguments, "-metadata\ttitle={}\t", title.as_deref().unwrap_or_default());
    expected.title = title;
    let name = format!("{at}.{extension}");
    // `-c copy` comes before what is said of single tracks.
    Plan { arguments: format!("-c\tcopy\t{options}{arguments}{name}"), name, expected }
}

/// The file with three gigabytes in it, where pictures and sound are: behind all that is read of Matroska and AVI, before the movie
/// box of MP4 where that comes last.
fn enlarged(bytes: &[u8], container: Container) -> Ranges {
    if matches!(container, Container::Mp4 | Container::QuickTime) {
        let mut at = 0;
        while at + 8 <= bytes.len() {
            let size = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
            if &bytes[at + 4..at + 8] == b"mdat" {
                let end = at + usize::try_from(size).unwrap();
                let mut larger = bytes.to_vec();
                larger[at..at + 4].copy_from_slice(&(size + u32::try_from(GAP).unwrap()).to_be_bytes());
                return Ranges::with_gap(larger, end, GAP);
            }
            at += usize::try_from(size).unwrap();
        }
        panic!("a film has data");
    }
    Ranges::with_gap(bytes.to_vec(), bytes.len(), GAP)
}

#[test]
fn every_file_is_read_as_it_was_made() {
    let folder = tempfile::tempdir().unwrap();
    make_sources(folder.path());
    let mut dice = Dice(22);
    let plans: Vec<Plan> = (0..FILES).map(|at| plan(at, &mut dice)).collect();
    let inputs = VIDEO.iter().chain(&AUDIO).map(|source| ["-i\t", source.name, ".mkv\t"].concat());
    let inputs: String = inputs.collect();
    for batch in plans.chunks(AT_ONCE) {
        let outputs: Vec<&str> = batch.iter().map(|plan| plan.arguments.as_str()).collect();
        ffmpeg(folder.path(), &format!("{inputs}-i\ttext.srt\t-i\tchapters\t{}", outputs.join("\t")));
    }
    let (mut costs, mut times, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for plan in &plans {
        let bytes = std::fs::read(folder.path().join(&plan.name)).unwrap();
        let whole = media_file::read_head(&bytes, Some(bytes.len() as u64)).unwrap();
        assert!(whole.duration_ms.is_some_and(|length| (200..=1100).contains(&length)), "{}: {whole:?}", plan.name);
        let mut expected = MediaFile { duration_ms: whole.duration_ms, ..plan.expected.clone() };
        // Out of Matroska come times in milliseconds, of which a film of five frames has too few to tell its rate exactly.
        let (rate, asked) = (whole.video[0].frame_rate.unwrap(), expected.video[0].frame_rate.unwrap());
        assert!(
            (rate - asked).abs()
                < if matches!(expected.container, Container::Mp4 | Container::QuickTime) { 1.0 } else { 0.001 },
            "{}: {rate}",
            plan.name
        );
        expected.video[0].frame_rate = Some(rate);
        if whole != expected {
            wrong.push(format!("{}: {}\n{whole:?}\n{expected:?}", plan.name, plan.arguments.replace('\t', " ")));
            continue;
        }
        let mut large = enlarged(&bytes, plan.expected.container);
        for first in [HEAD, 600] {
            let (head, size) = (large.bytes(0, first), large.size());
            let begun = Instant::now();
            let reading = block(read(&mut large, head, Some(size), Limits::default()));
            let own_time = begun.elapsed();
            assert!(reading.requests <= 3 && reading.bytes <= 1 << 20, "{}: {reading:?}", plan.name);
            if reading.media.as_ref() != Some(&expected) {
                wrong.push(format!("{} by ranges after {first}\n{:?}\n{expected:?}", plan.name, reading.media));
            }
            if first == HEAD {
                costs.push(reading.bytes);
                times.push(TRIP * u32::try_from(reading.requests).unwrap() + own_time);
            }
        }
    }
    let some = wrong.iter().rev().take(6).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} are read otherwise, among them\n{some}", wrong.len());
    costs.sort_unstable();
    assert_eq!(costs.len(), FILES);
    println!("bytes read: median {}, p95 {}, most {}", costs[150], costs[284], costs[299]);
    times.sort_unstable();
    println!("at 50 ms a request: median {:?}, p95 {:?}, most {:?}", times[150], times[284], times[299]);
}
