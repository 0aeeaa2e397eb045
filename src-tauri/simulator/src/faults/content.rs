//! Owns what a good answer is bent into: strange names, numbers and keys in JSON and XML of any shape, rows without end.

use std::borrow::Cow;
use std::fmt::Write as _;

use axum::body::Bytes;
use serde_json::Value;

use crate::{Content, dialects::Reply};

/// Where the texts stand that become names, the likeliest first.
const NAMES: [&str; 7] = ["raw_title", "title", "description", "filename", "name", "path", "message"];
/// NUL, a bell, what begins a command to a terminal, and marks after which text reads backwards or is not seen.
const CONTROLS: &str = "\0\u{7}\u{1b}\u{7f}\u{9b}\u{202e}\u{2066}\u{200b}";
/// The same as a document in XML can say it.
const CONTROLS_IN_XML: &str = "\0\u{1b}\u{9b}&#27;&#x9b;&#x202e;\u{202e}\u{2066}&#x200b;";
const HALF: &str = "\\ud83d";
const HALF_IN_XML: &str = "&#xd83d;";
const MEGABYTE: usize = 1 << 20;
/// So many names are a megabyte long, so that the whole is no larger than what is read of an answer.
const LONG_ONES: usize = 6;
/// Beyond the range of a float, and a whole number of four hundred digits.
const HUGE: [&str; 2] = ["1e999", "-1e999"];
const DIGITS: usize = 400;

/// The answer with other content.
pub(super) fn bent(reply: Reply, content: Content) -> Reply {
    let body = match content {
        Content::Blank => Bytes::new(),
        Content::Page => {
            let page = "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n";
            return Reply::new(200, "text/html", page);
        }
        Content::Utf16 => {
            let text = String::from_utf8_lossy(&reply.body);
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        }
        // These are streamed.
        Content::MillionRows => return reply,
        Content::Controls | Content::LongNames | Content::HugeNumbers | Content::HalfCharacters | Content::Twice => {
            match std::str::from_utf8(&reply.body) {
                Err(_) => return reply,
                Ok(text) => match serde_json::from_str::<Value>(text) {
                    Ok(value) => {
                        let mut json = Json { content, out: String::with_capacity(2 * text.len()), long: 0 };
                        json.value(&value, false);
                        json.out.into()
                    }
                    Err(_) => markup(text, content).into(),
                },
            }
        }
    };
    Reply { body, ..reply }
}

/// An answer taken apart: the rows with what stands between them, how many they are, and what is around them.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) before: String,
    pub(super) again: String,
    pub(super) count: usize,
    pub(super) after: String,
}

/// Finds the rows of an answer; `None` where there are none.
pub(super) fn rows(body: &[u8]) -> Option<Rows> {
    let text = std::str::from_utf8(body).ok()?;
    if let Ok(mut value) = serde_json::from_str::<Value>(text) {
        const PLACE: &str = "\u{e000}";
        let written: Vec<String> = list(&mut value)?.iter().map(Value::to_string).collect();
        *list(&mut value)? = vec![serde_json::json!({ PLACE: 0 })];
        let whole = value.to_string();
        let (before, after) = whole.split_once(&format!("{{\"{PLACE}\":0}}"))?;
        // The last row is followed by the first.
        let (before, again) = (format!("{before}{}", written.first()?), format!(",{}", written.join(",")));
        return Some(Rows { before, again, count: written.len(), after: after.to_owned() });
    }
    [("<item>", "</item>"), ("<tr class", "</tr>")].into_iter().find_map(|(from, to)| {
        let (start, end) = (text.find(from)?, text.rfind(to)? + to.len());
        let again = text.get(start..end)?.to_owned();
        let count = again.matches(to).count();
        Some(Rows { before: text[..start].to_owned(), again, count, after: text[end..].to_owned() })
    })
}

/// The first list of objects.
fn list(value: &mut Value) -> Option<&mut Vec<Value>> {
    if value.as_array().is_some_and(|rows| rows.first().is_some_and(Value::is_object)) {
        return value.as_array_mut();
    }
    match value {
        Value::Array(rows) => rows.iter_mut().find_map(list),
        Value::Object(fields) => fields.values_mut().find_map(list),
        _ => None,
    }
}

/// JSON as `serde_json` would not write it.
struct Json {
    content: Content,
    out: String,
    /// Names that were made long so far.
    long: usize,
}

impl Json {
    fn value(&mut self, value: &Value, is_name: bool) {
        match value {
            Value::Object(fields) => {
                let long = NAMES.into_iter().find(|name| fields.get(*name).is_some_and(Value::is_string));
                self.out.push('{');
                for (at, (key, value)) in fields.iter().enumerate() {
                    let key_text = Value::from(key.as_str()).to_string();
                    self.out.push_str(if at > 0 { "," } else { "" });
                    if self.content == Content::Twice {
                        let _ = write!(self.out, "{key_text}:[\"not this\"],");
                    }
                    self.out.push_str(&key_text);
                    self.out.push(':');
                    let is_name = match self.content {
                        Content::LongNames => long == Some(key.as_str()),
                        _ => NAMES.contains(&key.as_str()),
                    };
                    self.value(value, is_name);
                }
                self.out.push('}');
            }
            Value::Array(rows) => {
                self.out.push('[');
                for (at, row) in rows.iter().enumerate() {
                    self.out.push_str(if at > 0 { "," } else { "" });
                    self.value(row, false);
                }
                self.out.push(']');
            }
            Value::String(text) if is_name => self.name(text),
            Value::Number(_) if self.content == Content::HugeNumbers => {
                let at = self.out.len() % (HUGE.len() + 1);
                let digits = || Cow::Owned("9".repeat(DIGITS));
                self.out.push_str(&HUGE.get(at).map_or_else(digits, |huge| Cow::Borrowed(*huge)));
            }
            Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => self.out.push_str(&value.to_string()),
        }
    }

    fn name(&mut self, text: &str) {
        let (start, end) = text.split_at(after_resolution(text).unwrap_or(text.len()));
        let quoted = |text: &str| Value::from(text).to_string();
        match self.content {
            Content::Controls => self.out.push_str(&quoted(&format!("{start}{CONTROLS}{end}{CONTROLS}"))),
            Content::LongNames if self.long < LONG_ONES => {
                self.long += 1;
                self.out.push_str(&quoted(&format!("{start}{}{end}", ".x".repeat(MEGABYTE / 2))));
            }
            Content::HalfCharacters => {
                let (start, end) = (quoted(start), quoted(end));
                let _ = write!(self.out, "{}{HALF}{}", &start[..start.len() - 1], &end[1..]);
            }
            _ => self.out.push_str(&quoted(text)),
        }
    }
}

/// The place after the first `1080p` or its like.
fn after_resolution(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    (1..bytes.len()).find(|&at| bytes[at] == b'p' && bytes[at - 1].is_ascii_digit()).map(|at| at + 1)
}

/// XML or HTML as nobody should write it.
fn markup(text: &str, content: Content) -> String {
    match content {
        Content::Controls => after_each_resolution(text, CONTROLS_IN_XML, usize::MAX),
        Content::HalfCharacters => after_each_resolution(text, HALF_IN_XML, usize::MAX),
        Content::LongNames => after_each_resolution(text, &".x".repeat(MEGABYTE / 2), LONG_ONES),
        Content::HugeNumbers => numbers(text),
        Content::Twice => twice(text),
        Content::Blank | Content::Page | Content::MillionRows | Content::Utf16 => text.to_owned(),
    }
}

fn after_each_resolution(text: &str, what: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    for _ in 0..most {
        let Some(at) = after_resolution(rest) else { break };
        out.push_str(&rest[..at]);
        out.push_str(what);
        rest = &rest[at..];
    }
    out + rest
}

/// Every value that is nothing but digits becomes one that no integer holds.
fn numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['>', '"']) {
        let (before, from) = rest.split_at(at + 1);
        out.push_str(before);
        let digits = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        rest = if digits > 0 && from[digits..].starts_with(['<', '"']) {
            out.push_str(&"9".repeat(DIGITS));
            &from[digits..]
        } else {
            from
        };
    }
    out + rest
}

/// Every title and every attribute's value twice.
fn twice(text: &str) -> String {
    let mut out = String::with_capacity(2 * text.len());
    let mut rest = text;
    while let Some(at) = rest.find(" value=\"").into_iter().chain(rest.find("<title>")).min() {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (mark, end) = if rest.starts_with('<') { ("<title>", "</title>") } else { (" value=\"", "\"") };
        let Some(long) = rest[mark.len()..].find(end).map(|found| mark.len() + found + end.len()) else { break };
        out.push_str(&rest[..long].repeat(2));
        rest = &rest[long..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bend(json: &str, content: Content) -> String {
        let reply = Reply::new(200, "application/json", json.to_owned());
        String::from_utf8(bent(reply, content).body.to_vec()).unwrap()
    }

    #[test]
    fn names_numbers_and_keys_are_bent_and_the_rest_stays() {
        let row = r#"{"hash":"ab","title":"Sintel 1080p.mkv","size":7}"#;
        assert!(bend(row, Content::HalfCharacters).contains(r#""title":"Sintel 1080p\ud83d.mkv""#));
        assert_eq!(bend(r#"{"a":1}"#, Content::Twice), r#"{"a":["not this"],"a":1}"#);
        let huge = bend(row, Content::HugeNumbers);
        assert!(serde_json::from_str::<Value>(&huge).is_err(), "no float holds it: {huge}");
        let read: Value = serde_json::from_str(&bend(row, Content::Controls)).unwrap();
        assert!(read["title"].as_str().unwrap().contains('\u{1b}') && read["hash"] == "ab");
        let read: Value = serde_json::from_str(&bend(row, Content::LongNames)).unwrap();
        assert!(read["title"].as_str().unwrap().len() > MEGABYTE);
        let feed = "<item><title>Sintel 1080p</title><size>12</size><x name=\"seeders\" value=\"3\"/></item>";
        assert_eq!(
            bend(feed, Content::Twice),
            "<item><title>Sintel 1080p</title><title>Sintel 1080p</title><size>12</size><x name=\"seeders\" value=\"3\" value=\"3\"/></item>"
        );
        assert!(bend(feed, Content::HugeNumbers).contains(&format!("<size>{}</size>", "9".repeat(DIGITS))));
    }

    #[test]
    fn rows_are_found_wherever_they_stand() {
        let told = rows(br#"{"data":{"items":[{"a":1},{"b":2}],"n":2}}"#).unwrap();
        assert_eq!((told.count, told.again.as_str()), (2, r#",{"a":1},{"b":2}"#));
        let whole = format!("{}{}{}{}", told.before, told.again, told.again, told.after);
        let whole: Value = serde_json::from_str(&whole).unwrap();
        assert_eq!((whole["data"]["items"].as_array().unwrap().len(), &whole["data"]["n"]), (5, &2.into()));
        let told = rows(b"<rss><item>x</item><item>y</item></rss>").unwrap();
        assert_eq!((told.before.as_str(), told.after.as_str()), ("<rss>", "</rss>"));
        assert_eq!((told.count, told.again.as_str()), (2, "<item>x</item><item>y</item>"));
        assert!(rows(br#"{"kitsu":1}"#).is_none());
    }
}
