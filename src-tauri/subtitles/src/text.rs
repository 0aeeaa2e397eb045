//! A file of subtitles as text that players read: in UTF-8, cleaned, and seen to hold lines with times.

use crate::clean::{Form, clean};
use crate::decode::{MOST_BYTES, Undecodable, decode};
use crate::times::{self, Cue, Kind};
use crate::{packed, srt};

const HEADER: &str = "[Script Info]";
/// What a file of ASS begins with, or somewhere in its first lines.
const SECTIONS: [&str; 4] = [HEADER, "[V4+ Styles]", "[V4 Styles]", "[Events]"];
const LONGEST_PREFACE: usize = 50;

/// Subtitles ready for a player.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    pub text: String,
    pub kind: Kind,
    /// When its lines begin and end.
    pub cues: Vec<Cue>,
}

/// Why a file cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("it is larger than any subtitles are")]
    TooLarge,
    #[error("it is no text")]
    NoText,
    #[error("it has no lines with times")]
    NoLines,
}

impl From<Undecodable> for Unfit {
    fn from(why: Undecodable) -> Self {
        match why {
            Undecodable::TooLarge => Self::TooLarge,
            Undecodable::Binary => Self::NoText,
        }
    }
}

/// Returns what a file holds. `language` is the one it is said to be in.
pub fn read(bytes: &[u8], language: Option<&str>) -> Result<Text, Unfit> {
    // Before it is unpacked, and then again.
    if bytes.len() > MOST_BYTES {
        return Err(Unfit::TooLarge);
    }
    let text = decode(&packed::unpacked(bytes).ok_or(Unfit::NoText)?, language)?.text;
    let kind = kind_of(&text);
    let text = clean(&text, if kind == Kind::Ass { Form::Ass } else { Form::Lines });
    let text = match kind {
        Kind::SubRip => srt::tidied(&text),
        // With its times as the format has them.
        Kind::WebVtt => times::shifted(text.trim_start(), kind, 1.0, 0.0),
        Kind::Ass => with_header(&text),
    };
    let cues = times::cues(&text, kind);
    if cues.is_empty() { Err(Unfit::NoLines) } else { Ok(Text { text, kind, cues }) }
}

fn kind_of(text: &str) -> Kind {
    let begins = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if begins.starts_with("WEBVTT") {
        return Kind::WebVtt;
    }
    let is_section = |line: &str| SECTIONS.iter().any(|section| line.trim().eq_ignore_ascii_case(section));
    let has_lines = || text.lines().any(|line| line.starts_with("Dialogue:"));
    // Behind times it is something that somebody says.
    let mut preface = begins.lines().take(LONGEST_PREFACE).take_while(|line| !line.contains("-->"));
    if preface.any(is_section) && has_lines() { Kind::Ass } else { Kind::SubRip }
}

/// Players know the format by its header.
fn with_header(text: &str) -> String {
    let text = text.trim_start();
    if text.starts_with(HEADER) { text.to_owned() } else { format!("{HEADER}\nScriptType: v4.00+\n\n{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_is_is_told_by_its_text_and_what_has_no_lines_is_none() {
        let srt = "1\r\n00:00:01,000 --> 00:00:02,500\r\n<font color=red>G\u{fc}ne\u{15f}</font>\r\n";
        let (bytes, ..) = encoding_rs::WINDOWS_1254.encode(srt);
        let text = read(&bytes, Some("tr")).unwrap();
        assert_eq!((text.kind, text.text.as_str()), (Kind::SubRip, "1\n00:00:01,000 --> 00:00:02,500\nGüneş\n"));
        assert_eq!(text.cues, [Cue { start_ms: 1000, end_ms: 2500 }]);
        let vtt = read(b"WEBVTT\n\n00:01.000 --> 00:02.000 line:0\n<c.x>Sun</c>\n", None).unwrap();
        assert_eq!((vtt.kind, vtt.cues.len()), (Kind::WebVtt, 1));
        let ass = read(b"[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,Sun\n", None).unwrap();
        assert_eq!((ass.kind, ass.kind.extension()), (Kind::Ass, "ass"));
        assert_eq!(read(b"<html><body>This file is not available.</body></html>", None), Err(Unfit::NoLines));
        assert_eq!(read(b"PK\x03\x04\0\0\0\0\0\0", None), Err(Unfit::NoText));
        assert_eq!(read(&vec![b'a'; crate::MOST_BYTES + 1], None), Err(Unfit::TooLarge));
    }
}
