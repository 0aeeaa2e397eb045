//! Lines for people and lines for programs.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::sync::Mutex;
use std::time::Duration;

use perihelion_core::line::LineShare;
use perihelion_core::text::misleads;
use serde_json::{Value, json};

/// Why results could not be written to stdout, such as a full disk.
static LOST: Mutex<Option<io::Error>> = Mutex::new(None);

/// Returns why results could not be written, if they could not. The run has then failed, whatever it found.
pub(crate) fn lost() -> Option<io::Error> {
    LOST.lock().ok()?.take()
}

/// Ignores a closed pipe, because a reader such as `head` may stop early.
fn note(outcome: io::Result<()>) {
    if let Err(error) = outcome
        && error.kind() != io::ErrorKind::BrokenPipe
        && let Ok(mut lost) = LOST.lock()
    {
        lost.get_or_insert(error);
    }
}

/// Prints a result to stdout.
pub(crate) fn line(text: &str) {
    note(writeln!(io::stdout().lock(), "{}", plain(text)));
}

/// Prints many results to stdout through one buffer.
pub(crate) fn lines(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    note(write(&mut output).and_then(|()| output.flush()));
}

/// Progress, on stderr.
pub(crate) fn progress(text: &str) {
    // A single write, so that other output to stderr cannot end up inside the line.
    let _ = io::stderr().lock().write_all(format!("{}\n", plain(text)).as_bytes());
}

/// Returns the lines without what would command a terminal or turn the reading direction, wherever it came from. In JSON
/// such characters stand inside of strings alone, so that a line stays what it is.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| is_kept(*c)).collect())
}

fn is_kept(c: char) -> bool {
    matches!(c, ' '..='~' | '\n') || !misleads(c)
}

/// Returns whether every character is kept. Nearly all are ASCII, of which many are looked at in one step.
fn is_plain(mut text: &str) -> bool {
    const WIDTH: usize = 64;
    let strange = |byte: &u8| u8::from(!(b' '..=b'~').contains(byte)) & u8::from(*byte != b'\n');
    let are_printable = |bytes: &&[u8]| bytes.iter().fold(0, |any, byte| any | strange(byte)) == 0;
    loop {
        let printable = text.as_bytes().chunks_exact(WIDTH).take_while(are_printable).count() * WIDTH;
        let Some((at, c)) = text[printable..].char_indices().find(|(_, c)| !matches!(c, ' '..='~' | '\n')) else {
            return true;
        };
        if !is_kept(c) {
            return false;
        }
        text = &text[printable + at + c.len_utf8()..];
    }
}

/// Prints a step as JSON to stderr: `{"event": …, "elapsed_ms": …, …}`.
pub(crate) fn event(name: &str, elapsed: Duration, mut about: Value) {
    if let Value::Object(fields) = &mut about {
        fields.insert("event".to_owned(), json!(name));
        fields.insert("elapsed_ms".to_owned(), json!(elapsed.as_millis()));
    }
    progress(&about.to_string());
}

/// Prints to stderr why the run ended.
pub(crate) fn error(as_json: bool, text: &str, code: u8) {
    if as_json {
        progress(&json!({ "event": "error", "message": text, "exit_code": code }).to_string());
    } else {
        progress(&format!("perihelion-cli: {text}"));
    }
}

/// Formats a size in bytes as MB or GB, padded for a column.
pub(crate) fn size(bytes: Option<u64>) -> String {
    let Some(bytes) = bytes else { return "      ?".to_owned() };
    let (unit, name) = if bytes >= 1 << 30 { (1_u64 << 30, "GB") } else { (1 << 20, "MB") };
    format!("{:>5.1} {name}", bytes as f64 / unit as f64)
}

/// A bit rate beside what the line carries, for programs.
pub(crate) fn share(share: LineShare) -> Value {
    json!({"bits_per_second": share.bits, "line_bits_per_second": share.line, "fits": share.fits()})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_a_terminal_that_commands_it() {
        assert_eq!(plain("Sintel (2010)\nÜber 映画"), "Sintel (2010)\nÜber 映画");
        assert_eq!(plain("a\0\u{1b}[2J\u{9b}31m\u{202e}b\r\n\u{7f}c"), "a[2J31mb\nc");
        let line = json!({ "name": "a\u{1b}\u{9b}\u{202e}\\b" }).to_string();
        let read: Value = serde_json::from_str(&plain(&line)).unwrap();
        assert_eq!(read["name"], "a\u{1b}\\b", "what JSON escapes stays escaped");
    }
}
