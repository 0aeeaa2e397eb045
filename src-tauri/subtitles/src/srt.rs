//! `SubRip` as every player reads it: a number, the times and the text of each line, and an empty line behind them. Files leave out
//! or misspell some of that, and players differ in what they make of it.

use std::fmt::Write as _;

use crate::times::{Kind, LONGEST_MS, clock};

/// More lines than any film has.
const MOST_LINES: usize = 20_000;

/// Returns the text written so, its lines in their order. What is never on the screen is left out: lines without text, before the film
/// begins, or behind the longest one.
pub(crate) fn tidied(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut count = 0;
    let mut put = |times: Option<Times<'_>>, lines: &[&str]| {
        let lines = lines.iter().filter(|line| !line.trim().is_empty());
        let Some((start, end, rest)) = times.and_then(Times::shown).filter(|_| lines.clone().next().is_some()) else {
            return;
        };
        if count == MOST_LINES {
            return;
        }
        count += 1;
        let between = if count == 1 { "" } else { "\n" };
        let (start, end) = (clock(start, Kind::SubRip), clock(end, Kind::SubRip));
        let _ = writeln!(written, "{between}{count}\n{start} --> {end}{rest}");
        for line in lines {
            written.push_str(line.trim_end());
            written.push('\n');
        }
    };
    let (mut times, mut lines) = (None, Vec::new());
    for line in text.lines() {
        match Times::of(line) {
            Some(next) => {
                put(times, without_number(&lines));
                times = Some(next);
                lines.clear();
            }
            None => lines.push(line),
        }
    }
    put(times, &lines);
    written
}

/// The lines of a text without the number of the next one: it stands right before the times, or alone between empty lines.
fn without_number<'a, 'b>(lines: &'b [&'a str]) -> &'b [&'a str] {
    let Some(last) = lines.iter().rposition(|line| !line.trim().is_empty()) else { return lines };
    let is_number = lines.get(last).is_some_and(|line| line.trim().bytes().all(|byte| byte.is_ascii_digit()));
    let is_right_before = last + 1 == lines.len();
    let is_alone = last.checked_sub(1).and_then(|before| lines.get(before)).is_none_or(|line| line.trim().is_empty());
    if is_number && (is_right_before || is_alone) { lines.get(..last).unwrap_or_default() } else { lines }
}

/// When a line is on the screen, in milliseconds, and what stands behind that.
#[derive(Clone, Copy)]
struct Times<'a> {
    start: i64,
    end: i64,
    rest: &'a str,
}

impl<'a> Times<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let (before, after) = line.split_once("-->")?;
        let (start, behind) = time(before)?;
        let (end, rest) = time(after)?;
        behind.trim().is_empty().then_some(Self { start, end, rest: rest.trim_end() })
    }

    fn shown(self) -> Option<(u64, u64, &'a str)> {
        let end = u64::try_from(self.end).ok()?;
        let start = u64::try_from(self.start.max(0)).ok()?;
        (start.max(end) <= LONGEST_MS && (end > 0 || self.start >= 0)).then_some((start, end, self.rest))
    }
}

/// Reads the time that a text begins with, and returns what follows it: `00:01:02,500`, `1:02.5`, `00:01:02:500`, `-0:00:01, 5`.
fn time(text: &str) -> Option<(i64, &str)> {
    let text = text.trim_start();
    let (sign, mut rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (mut seconds, mut parts) = (0, 0);
    loop {
        let (number, behind) = digits(rest)?;
        if number.len() > 3 {
            return None;
        }
        seconds = seconds * 60 + number.parse::<i64>().ok()?;
        parts += 1;
        rest = behind;
        match behind.trim_start().strip_prefix(':') {
            Some(next) if parts < 3 => rest = next,
            _ => break,
        }
    }
    let fraction = rest.trim_start().strip_prefix([',', '.', ':']).and_then(digits);
    let (fraction, rest) = fraction.unwrap_or(("0", rest));
    let fraction = fraction.get(..fraction.len().min(3)).unwrap_or_default();
    let scale = 10_i64.pow(u32::try_from(3 - fraction.len()).ok()?);
    (parts >= 2).then_some((sign * (seconds * 1000 + fraction.parse::<i64>().ok()? * scale), rest))
}

/// The digits that a text begins with behind spaces, and what follows them; `None` where there are none.
fn digits(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_however_they_are_written() {
        for (written, expected) in [
            ("00:01:02,500", Some((62_500, ""))),
            ("1:02.5 X1:10", Some((62_500, " X1:10"))),
            ("00:01:02:500", Some((62_500, ""))),
            (" 00 : 01 : 02, 500", Some((62_500, ""))),
            ("-00:00:01,250", Some((-1_250, ""))),
            ("00:01:02", Some((62_000, ""))),
            ("00:00:01,123456", Some((1_123, ""))),
            ("62", None),
            ("", None),
            ("1e9:00", None),
            ("1000:00:00", None),
            (":00:01", None),
        ] {
            assert_eq!(time(written), expected, "{written}");
        }
    }

    #[test]
    fn a_number_is_told_from_the_text_before_it() {
        let tidy = |text: &str| tidied(text);
        let two = "1\n00:00:01,000 --> 00:00:02,000\nSun\n42\n\n2\n00:00:03,000 --> 00:00:04,000\nSea\n";
        let (first, second) = ("00:00:01,000 --> 00:00:02,000\nSun\n42\n", "00:00:03,000 --> 00:00:04,000\nSea\n");
        for (what, written) in [
            ("as it should be", two.to_owned()),
            ("without numbers", format!("{first}\n{second}")),
            ("without empty lines", format!("1\n{first}2\n{second}")),
            ("with empty lines all over", format!("\n\n1\n\n{first}\n\n7\n\n{second}\n\n")),
            ("with wrong numbers", format!("0\n{first}\n0\n{second}")),
            ("with lines that hold nothing", format!("1\n{first}\n2\n00:00:02,500 --> 00:00:02,600\n \n\n3\n{second}")),
            (
                "with times before and behind",
                format!(
                    "1\n-00:00:05,000 --> -00:00:01,000\nNo\n\n2\n{first}\n3\n{second}\n4\n99:59:59,999 --> 99:59:59,999\nNo\n"
                ),
            ),
        ] {
            assert_eq!(tidy(&written), two, "{what}");
        }
        assert_eq!(tidy("1\n-00:00:01,000 --> 00:00:02,000\nSun"), "1\n00:00:00,000 --> 00:00:02,000\nSun\n");
        assert_eq!(tidy("1\n2\n3\n"), "");
    }
}
