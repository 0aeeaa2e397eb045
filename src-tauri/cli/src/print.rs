//! Lines for people and lines for programs.

use std::io::{self, BufWriter, Write};
use std::sync::Mutex;
use std::time::Duration;

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
    note(writeln!(io::stdout().lock(), "{text}"));
}

/// Prints many results to stdout through one buffer.
pub(crate) fn lines(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    note(write(&mut output).and_then(|()| output.flush()));
}

/// Progress, on stderr.
pub(crate) fn progress(text: &str) {
    // A single write, so that other output to stderr cannot end up inside the line.
    let _ = io::stderr().lock().write_all(format!("{text}\n").as_bytes());
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
