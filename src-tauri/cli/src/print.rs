//! Lines for people and lines for programs.

use std::io::{self, BufWriter, Write};
use std::time::Duration;

use serde_json::{Value, json};

/// Prints a result to stdout. Ignores a closed pipe, because a reader such as `head` may stop early.
pub(crate) fn line(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

/// Prints many results to stdout through one buffer.
pub(crate) fn lines(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let _ = write(&mut output).and_then(|()| output.flush());
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
