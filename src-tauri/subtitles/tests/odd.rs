//! Files of subtitles as they really come: in every encoding, broken by the programs they went through, packed, or no subtitles at all.
//! What is right of each was decided before any of them was read.

#![expect(clippy::unwrap_used, reason = "what cannot be read should fail there")]

use std::io::Write as _;

use encoding_rs::Encoding;
use subtitles::{Cue, Kind, MOST_BYTES, Unfit, read, shifted};

/// Lines of dialogue in a language, with its letters.
const TURKISH: [&str; 3] = ["Güneş doğuyor, şimdi çıkmalıyız.", "Işığı gördün mü?", "Öğleden sonra gelirim."];
const CHINESE: [&str; 3] = ["太陽升起來了，我們現在必須走了。", "你看見那道光了嗎？", "我下午會過來找你們。"];
const SIMPLIFIED: [&str; 3] = ["太阳升起来了，我们现在必须走了。", "你看见那道光了吗？", "我下午过来找你们。"];
const RUSSIAN: [&str; 3] = ["Солнце встаёт, нам пора идти.", "Ты видел этот свет?", "Я приду после обеда."];
const ENGLISH: [&str; 3] = ["The sun comes up.", "Did you see that light?", "I will be there at noon."];

/// The lines, a second each, as they are to be written.
fn right(lines: [&str; 3]) -> String {
    let one = |at: usize| format!("{}\n00:00:0{at},000 --> 00:00:0{at},900\n{}\n", at + 1, lines[at]);
    [0, 1, 2].map(one).join("\n")
}

fn srt(lines: [&str; 3]) -> String {
    right(lines).replace('\n', "\r\n")
}

fn text_of(bytes: &[u8], language: Option<&str>) -> String {
    let text = read(bytes, language).unwrap();
    assert_eq!(text.kind, Kind::SubRip);
    text.text
}

fn in_encoding(label: &str, text: &str) -> Vec<u8> {
    let (bytes, _, is_lossy) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
    assert!(!is_lossy, "{label} has these letters");
    bytes.into_owned()
}

fn wide(text: &str, write: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(write).collect()
}

#[test]
fn every_encoding_is_read_with_or_without_its_mark() {
    for lines in [TURKISH, CHINESE, RUSSIAN, ENGLISH] {
        let (text, expected) = (srt(lines), right(lines));
        for bytes in [
            text.clone().into_bytes(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [b"\xef\xbb\xbf\xef\xbb\xbf", text.as_bytes()].concat(),
            wide(&text, u16::to_le_bytes),
            wide(&text, u16::to_be_bytes),
            [&b"\xff\xfe"[..], &wide(&text, u16::to_le_bytes)].concat(),
            [&b"\xfe\xff"[..], &wide(&text, u16::to_be_bytes)].concat(),
        ] {
            assert_eq!(text_of(&bytes, None), expected);
        }
    }
    for (label, language, lines) in [
        ("windows-1254", Some("tr"), TURKISH),
        ("windows-1254", None, TURKISH),
        ("windows-1251", Some("ru"), RUSSIAN),
        ("windows-1251", None, RUSSIAN),
        ("koi8-r", Some("ru"), RUSSIAN),
        ("big5", Some("zh"), CHINESE),
        ("big5", Some("zh-TW"), CHINESE),
        ("big5", None, CHINESE),
        ("gb18030", Some("zh"), CHINESE),
        ("gbk", Some("zh"), SIMPLIFIED),
        ("gbk", Some("zh-CN"), SIMPLIFIED),
        ("gbk", None, SIMPLIFIED),
        ("windows-1252", Some("tr"), ENGLISH),
    ] {
        assert_eq!(text_of(&in_encoding(label, &srt(lines)), language), right(lines), "{label} {language:?}");
    }
}

#[test]
fn a_few_bytes_of_another_encoding_do_not_spoil_the_rest() {
    let many = srt(TURKISH).repeat(4);
    let [line, ..] = TURKISH;
    for (what, bytes) in [
        (
            "a line in another encoding",
            [many.as_bytes(), b"\r\n5\r\n00:00:09,000 --> 00:00:09,900\r\nSesli g\xfcn\r\n"].concat(),
        ),
        ("cut off in a letter", [many.as_bytes(), b"\r\n5\r\n00:00:09,000 --> 00:00:09,900\r\nGel \xc5"].concat()),
        ("filled up with nothing", [many.as_bytes(), &[0; 3_001]].concat()),
        ("a damaged byte", many.replacen("sonra", "son\0ra", 1).into_bytes()),
    ] {
        let text = text_of(&bytes, Some("tr"));
        assert!(text.contains(line), "{what}: {text}");
        assert!(!text.contains('\0') && text.contains("sonra"), "{what}");
    }
}

#[test]
fn lines_end_in_every_way_and_mixed() {
    let plain = right(ENGLISH);
    for (what, end) in [("unix", "\n"), ("windows", "\r\n"), ("old mac", "\r"), ("ended twice", "\r\r\n")] {
        assert_eq!(text_of(plain.replace('\n', end).as_bytes(), None), plain, "{what}");
    }
    let ends = ["\n", "\r\n", "\r\n", "\n"].into_iter().cycle();
    let mixed: String = plain.lines().zip(ends).flat_map(|(line, end)| [line, end]).collect();
    assert_eq!(text_of(mixed.as_bytes(), None), plain, "mixed");
}

#[test]
fn what_is_left_out_or_misspelt_is_made_good() {
    let plain = right(ENGLISH);
    let lines: Vec<&str> = plain.lines().collect();
    let without = |left_out: fn(&str) -> bool| {
        lines.iter().filter(|line| !left_out(line)).flat_map(|line| [line, "\n"]).collect::<String>()
    };
    let misspelt = |from: &str, to: &str| plain.replace(from, to);
    for (what, written) in [
        ("without empty lines", without(str::is_empty)),
        ("without numbers", without(|line| line.len() == 1)),
        ("with points", misspelt(",", ".").replace(".\n", ",\n")),
        ("with spaces", misspelt(",000", ", 000")),
        ("with three colons", misspelt(",900", ":900")),
        ("without hours", misspelt("00:00:", "00:")),
        ("with short numbers", misspelt("00:00:0", "0:0:")),
        ("with a place on the screen", misspelt(",900", ",900   ")),
        ("with a heading", format!("Made by nobody\n\n{plain}")),
        ("with numbers from nought", misspelt("1\n00", "0\n00")),
        ("with marks of pages", misspelt("The sun", "<font color=\"#ff0000\">The</font> <SPAN>sun</SPAN>")),
    ] {
        let text = read(written.as_bytes(), None).unwrap();
        let starts: Vec<u64> = text.cues.iter().map(|cue| cue.start_ms).collect();
        assert_eq!(starts, [0, 1000, 2000], "{what}");
        let said = |text: &str| {
            text.lines().filter(|line| line.starts_with(char::is_alphabetic)).collect::<Vec<_>>().join("|")
        };
        assert_eq!(said(&text.text).replace('.', ","), ENGLISH.join("|").replace('.', ","), "{what}");
    }
}

#[test]
fn what_is_before_the_film_or_behind_a_day_is_not_shown_and_spoils_no_other() {
    let text = "1\n-00:00:02,000 --> 00:00:01,000\nHalf\n\n2\n-00:00:09,000 --> -00:00:08,000\nBefore\n\n\
        3\n00:00:03,000 --> 00:00:04,000\nSun\n\n4\n99:59:59,000 --> 99:59:59,900\nBehind\n";
    let read = read(text.as_bytes(), None).unwrap();
    assert_eq!(read.cues, [Cue { start_ms: 0, end_ms: 1000 }, Cue { start_ms: 3000, end_ms: 4000 }]);
    assert!(
        !read.text.contains("Before") && !read.text.contains("Behind") && !read.text.contains("99:"),
        "{}",
        read.text
    );
    assert!(read.text.contains("Half\n") && read.text.contains("Sun\n"));
}

#[test]
fn ass_is_known_by_its_sections_and_brings_no_files() {
    let line = "Dialogue: 0,0:00:01.00,0:00:02.00,\u{30b5}\u{30a4}\u{30f3} Sign #2,,0,0,0,,{\\an8\\fnComic Sans}Güneş";
    for begins in [
        "[Script Info]\nTitle: a\n",
        "\u{feff}\u{feff}\r\n[script info]\n",
        "; made by nobody\n[Script Info]\n",
        "[V4+ Styles]\nStyle: \u{30b5}\u{30a4}\u{30f3} Sign #2,Arial,20,&HFFFFFF&\n",
        "[V4 Styles]\n",
        "",
    ] {
        let whole =
            format!("{begins}[Events]\nFormat: Layer, Start, End, Style\n{line}\n\n[Fonts]\nfontname: a.ttf\n!!!!!\n");
        let text = read(whole.as_bytes(), Some("tr")).unwrap();
        assert_eq!((text.kind, &text.cues[..]), (Kind::Ass, &[Cue { start_ms: 1000, end_ms: 2000 }][..]), "{begins}");
        assert!(
            text.text.to_lowercase().trim_start().contains("[script info]") && text.text.contains(line),
            "{}",
            text.text
        );
        assert!(!text.text.contains("fontname"), "{}", text.text);
    }
}

#[test]
fn what_only_looks_like_times_is_text_and_stays_so_when_others_are_moved() {
    let text = "1\n00:00:03,000 --> 00:00:04,000\nLine\n00:00:04:12,332 --> 00:04:13\n";
    let first = read(text.as_bytes(), None).unwrap();
    assert_eq!((first.text.as_str(), first.cues.len()), (text, 1));
    let moved = shifted(text, Kind::SubRip, 1.0, 500.0);
    assert_eq!(moved, "1\n00:00:03,500 --> 00:00:04,500\nLine\n00:00:04:12,332 --> 00:04:13\n");
}

#[test]
fn what_somebody_says_of_ass_does_not_make_it_that() {
    let text = "1\n00:00:07,037 --> 00:00:08,000\n[V4+ Styles]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,Sun\n";
    assert_eq!(text_of(text.as_bytes(), None), text);
    // Nor does a mark that was in the way of a section.
    let marked = format!("[V4+\u{202e} Styles]\n{text}");
    assert_eq!(text_of(marked.as_bytes(), None), text);
}

#[test]
fn web_text_keeps_its_settings_and_has_its_times_as_players_want_them() {
    let text = read(b"\xef\xbb\xbfWEBVTT - nobody\n\nNOTE x\n\n00:01.000 --> 00:02.000 line:0\nSun\n\n1\n0:00:03,5 --> 00:00:04.000\nSea\n", None);
    let text = text.unwrap();
    assert_eq!(text.cues.iter().map(|cue| cue.start_ms).collect::<Vec<_>>(), [1000, 3500]);
    assert!(
        text.text.starts_with("WEBVTT") && text.text.contains("00:00:01.000 --> 00:00:02.000 line:0\n"),
        "{}",
        text.text
    );
    assert!(text.text.contains("00:00:03.500 --> 00:00:04.000\n"), "{}", text.text);
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn what_is_packed_is_unpacked_where_it_is_clear_what_to_take() {
    let (text, expected) = (in_encoding("windows-1254", &srt(TURKISH)), right(TURKISH));
    let packed = gzipped(&text);
    assert_eq!(text_of(&packed, Some("tr")), expected);
    let alone = zipped(&[("notes.nfo", b"x"), ("__MACOSX/._a.srt", b"x"), ("../../a.srt", &text)]);
    assert_eq!(text_of(&alone, Some("tr")), expected);
    assert_eq!(read(&zipped(&[("1.srt", &text), ("2.srt", &text)]), None), Err(Unfit::NoText), "which one?");
    assert_eq!(read(&zipped(&[("a.exe", b"MZ")]), None), Err(Unfit::NoText));
    let cut = text_of(&packed[..packed.len() * 3 / 4], Some("tr"));
    assert!(expected.starts_with(cut.get(..40).unwrap()), "what is there of it: {cut}");
    // A thousand times as large once it is unpacked.
    let bomb = gzipped(&vec![b'a'; 50 << 20]);
    assert!(bomb.len() < MOST_BYTES);
    assert_eq!(read(&bomb, None), Err(Unfit::TooLarge));
    assert_eq!(read(&zipped(&[("a.srt", &vec![b'a'; 50 << 20])]), None), Err(Unfit::TooLarge));
    assert!(read(&gzipped(&packed), None).is_err(), "packed twice");
}

#[test]
fn what_is_no_subtitles_is_said_to_be_none() {
    let index = b"# VobSub index file, v7 (do not modify this line!)\nsize: 720x576\nid: en, index: 0\ntimestamp: 00:00:01:000, filepos: 000000000\n";
    let page = b"<!DOCTYPE html><!-- a --><html><body>The file you look for is --> not 00:00:01 here.</body></html>";
    let endless: Vec<u8> = [b"\0\0\x01\xba\x44\0\x04\0".as_slice(), &[7; 4_000]].concat();
    for (what, bytes, why) in [
        ("nothing", &b""[..], Unfit::NoLines),
        ("numbers alone", b"1\r\n\r\n2\r\n", Unfit::NoLines),
        (
            "times without a text",
            b"1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\n \n",
            Unfit::NoLines,
        ),
        ("the index of pictures", index, Unfit::NoLines),
        ("a page", page, Unfit::NoLines),
        ("frames", b"{1}{25}Sun\r\n{30}{50}Sea\r\n", Unfit::NoLines),
        ("an answer", br#"{"error":"quota","subtitles":[]}"#, Unfit::NoLines),
        ("a broken archive", b"PK\x03\x04\x14\0\0\0", Unfit::NoText),
        ("a broken packing", b"\x1f\x8b\x08\0\0", Unfit::NoText),
        ("a program", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", Unfit::NoText),
        ("all white", b" \t\r\n", Unfit::NoLines),
    ] {
        assert_eq!(read(bytes, None), Err(why), "{what}");
    }
    assert!(read(&endless, None).is_err(), "pictures");
    assert_eq!(read(&vec![b'\n'; 50 << 20], None), Err(Unfit::TooLarge));
    let many = "1\n00:00:01,000 --> 00:00:02,000\na\n\n".repeat(90_000);
    assert_eq!(read(many.as_bytes(), None).unwrap().cues.len(), 20_000);
}
