//! What a text of subtitles is written as, and the times in it: read, and written anew where another cut needs them otherwise.

/// What a text is written as, which its bytes tell and no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    SubRip,
    WebVtt,
    Ass,
}

impl Kind {
    pub fn extension(self) -> &'static str {
        match self {
            Self::SubRip => "srt",
            Self::WebVtt => "vtt",
            Self::Ass => "ass",
        }
    }
}

/// When a line is on the screen, in milliseconds from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    pub start_ms: u64,
    pub end_ms: u64,
}

/// More than any film has.
const MOST_CUES: usize = 20_000;
/// A day: no film is longer.
pub(crate) const LONGEST_MS: u64 = 24 * 3600 * 1000;

/// Returns the times of the lines, in the order of the text. What is no time is passed over.
pub(crate) fn cues(text: &str, kind: Kind) -> Vec<Cue> {
    text.lines().filter_map(|line| times(line, kind)).map(|(cue, _)| cue).take(MOST_CUES).collect()
}

/// Returns the text with every time `t` as `t × rate + offset`. A line that would begin before the film does begins with it.
pub fn shifted(text: &str, kind: Kind, rate: f64, offset_ms: f64) -> String {
    let moved = |ms: u64| {
        let moved = (ms as f64 * rate + offset_ms).round().max(0.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is not negative, and bounded")]
        (moved.min(LONGEST_MS as f64) as u64)
    };
    let mut written = String::with_capacity(text.len());
    for line in text.lines() {
        match times(line, kind) {
            Some((cue, [first, second])) => {
                let (before, rest) = line.split_at(first.0);
                let between = rest.get(first.1 - first.0..second.0 - first.0).unwrap_or_default();
                let after = line.get(second.1..).unwrap_or_default();
                let clock = |ms| clock(ms, kind);
                written.push_str(before);
                written.push_str(&clock(moved(cue.start_ms)));
                written.push_str(between);
                written.push_str(&clock(moved(cue.end_ms)));
                written.push_str(after);
            }
            None => written.push_str(line),
        }
        written.push('\n');
    }
    written
}

/// Where a time stands in a line, in bytes.
type Place = (usize, usize);

fn times(line: &str, kind: Kind) -> Option<(Cue, [Place; 2])> {
    let place = |text: &str| {
        let start = text.as_ptr() as usize - line.as_ptr() as usize;
        (start, start + text.len())
    };
    let (start, end) = if kind == Kind::Ass {
        let mut fields = line.strip_prefix("Dialogue:")?.splitn(4, ',').skip(1);
        (fields.next()?.trim(), fields.next()?.trim())
    } else {
        let (start, rest) = line.split_once("-->")?;
        (start.trim(), rest.split_whitespace().next()?)
    };
    let (start_ms, end_ms) = (milliseconds(start)?, milliseconds(end)?);
    Some((Cue { start_ms, end_ms }, [place(start), place(end)]))
}

/// `00:01:02,500`, `01:02.500`, `0:01:02.50`
fn milliseconds(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let mut seconds: u64 = 0;
    for (place, part) in clock.split(':').enumerate() {
        if place > 2 || part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
    }
    let is_plain = clock.contains(':') && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let digits = fraction.get(..fraction.len().min(3)).filter(|_| is_plain)?;
    let scale = 10_u64.pow(u32::try_from(3 - digits.len()).ok()?);
    let ms = seconds.checked_mul(1000)?.checked_add(digits.parse::<u64>().ok()? * scale)?;
    (ms <= LONGEST_MS).then_some(ms)
}

pub(crate) fn clock(ms: u64, kind: Kind) -> String {
    let (hours, minutes, seconds, rest) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    match kind {
        Kind::SubRip => format!("{hours:02}:{minutes:02}:{seconds:02},{rest:03}"),
        Kind::WebVtt => format!("{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"),
        Kind::Ass => format!("{hours}:{minutes:02}:{seconds:02}.{:02}", rest / 10),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_moved_in_every_form_and_nothing_else_is() {
        let srt = "1\n00:00:10,000 --> 00:01:00,040\nAt 00:00:10,000 he left.\n";
        let moved = "1\n00:00:10,500 --> 00:01:00,540\nAt 00:00:10,000 he left.\n";
        assert_eq!(shifted(srt, Kind::SubRip, 1.0, 500.0), moved);
        let vtt = "WEBVTT\n\n00:10.000 --> 01:00.000 line:0 align:left\nSun\n";
        let moved = "WEBVTT\n\n00:00:00.000 --> 00:00:45.000 line:0 align:left\nSun\n";
        assert_eq!(shifted(vtt, Kind::WebVtt, 1.0, -15_000.0), moved, "not before the film");
        let ass = "[Events]\nDialogue: 0,0:00:10.00,0:01:00.50,Default,,0,0,0,,One, two\n";
        let moved = "[Events]\nDialogue: 0,0:00:20.00,0:02:01.00,Default,,0,0,0,,One, two\n";
        assert_eq!(shifted(ass, Kind::Ass, 2.0, 0.0), moved);
    }

    #[test]
    fn what_is_no_time_is_none() {
        for line in [
            "-->",
            "a --> b",
            "00:00:01 --> ",
            "1e9:00 --> 2:00",
            "00:00:01,000 -> 00:00:02,000",
            "999:999:999 --> 1:1",
            "00:00:04:12,332 --> 00:04:13",
        ] {
            assert_eq!(cues(line, Kind::SubRip), [], "{line}");
        }
        assert_eq!(cues("Dialogue: 0,0:00:01", Kind::Ass), []);
        assert_eq!(cues("0:0:1 --> 0:0:2", Kind::SubRip), [Cue { start_ms: 1000, end_ms: 2000 }]);
    }

    proptest! {
        #[test]
        fn no_line_makes_it_fail(line in "(Dialogue:)?[0-9:,. >é-]{0,60}(-->)?[0-9:,.é ]{0,40}", offset in -1e7..1e7) {
            for kind in [Kind::SubRip, Kind::WebVtt, Kind::Ass] {
                let moved = shifted(&line, kind, 1.001, offset);
                prop_assert_eq!(cues(&moved, kind).len(), cues(&line, kind).len());
            }
        }
    }
}
