//! Reads a JSON document value by value. Returns what this version does not understand, so that it can be saved again.
//! A newer version's settings, or those of a removed source, thus survive a version that does not know them.

use std::collections::BTreeSet;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub(super) type Document = Map<String, Value>;

/// Reads a document. Returns the value, and a document of only the parts that could not be read, at their places. A
/// list's entry is read as a whole or not at all. `T` must deserialize from an empty object and serialize as an object.
pub(super) fn read<T: DeserializeOwned + Serialize + Default>(document: Document) -> (T, Document) {
    let reads = |part: Value| serde_json::from_value::<T>(part).is_ok();
    let (understood, unread) = split(Value::Object(document), &reads);
    let understood = understood.unwrap_or_default();
    let value: T = serde_json::from_value(understood.clone()).unwrap_or_default();
    let (Value::Object(understood), mut unread) = (understood, object(unread)) else { return (value, Document::new()) };
    keep_unknown_keys(understood, &written(&value), &mut unread);
    (value, unread)
}

/// Serializes a value as a JSON object.
pub(super) fn written<T: Serialize>(value: &T) -> Document {
    object(serde_json::to_value(value).ok())
}

/// Adds the unread values to `document`. Leaves out an unread value where `now` differs from `default`, because the
/// person chose another value in its place. Unread entries of lists are always added.
pub(super) fn restore(document: &mut Document, unread: &Document, now: &Document, default: &Document) {
    for (key, unread) in unread {
        match (unread, now.get(key)) {
            (Value::Object(unread), Some(Value::Object(now))) => {
                let inner = document.entry(key).or_insert_with(|| Value::Object(Document::new()));
                let empty = Document::new();
                let default = default.get(key).and_then(Value::as_object).unwrap_or(&empty);
                if let Value::Object(inner) = inner {
                    restore(inner, unread, now, default);
                }
            }
            (Value::Array(unread), Some(Value::Array(now))) => {
                let list = document.entry(key).or_insert_with(|| Value::Array(now.clone()));
                if let Value::Array(list) = list {
                    list.extend(unread.iter().cloned());
                }
            }
            (unread, now) if now == default.get(key) => {
                document.insert(key.clone(), unread.clone());
            }
            _ => {}
        }
    }
}

/// Drops unread values where `now` differs from `default`, because the person chose another value in their place.
pub(super) fn forget_replaced(unread: &mut Document, now: &Document, default: &Document) {
    unread.retain(|key, unread| match (unread, now.get(key)) {
        (Value::Object(unread), Some(Value::Object(now))) => {
            let empty = Document::new();
            forget_replaced(unread, now, default.get(key).and_then(Value::as_object).unwrap_or(&empty));
            !unread.is_empty()
        }
        (Value::Array(_), Some(Value::Array(_))) => true,
        (_, now) => now == default.get(key),
    });
}

/// Returns `file` with what changed from `before` to `now`. A list that another process changed as well stays as it is in
/// the file.
pub(super) fn with_changes(mut file: Document, now: &Document, before: &Document) -> Document {
    let keys: BTreeSet<&String> = now.keys().chain(before.keys()).collect();
    for key in keys {
        let (now, before) = (now.get(key), before.get(key));
        if now == before {
            continue;
        }
        let is_group = |value: Option<&Value>| value.is_none_or(Value::is_object);
        if is_group(now) && is_group(before) && is_group(file.get(key)) {
            let inner = |value: Option<&Value>| object(value.cloned());
            let merged = with_changes(inner(file.get(key)), &inner(now), &inner(before));
            if merged.is_empty() {
                file.remove(key);
            } else {
                file.insert(key.clone(), Value::Object(merged));
            }
            continue;
        }
        let is_list = [now, before].into_iter().flatten().any(Value::is_array);
        if is_list && file.get(key) != before {
            continue;
        }
        match now {
            Some(now) => drop(file.insert(key.clone(), now.clone())),
            None => drop(file.remove(key)),
        }
    }
    file
}

/// Splits a value into the part that `reads` accepts, and the rest.
fn split(value: Value, reads: &dyn Fn(Value) -> bool) -> (Option<Value>, Option<Value>) {
    if reads(value.clone()) {
        return (Some(value), None);
    }
    let (understood, unread) = match value.clone() {
        Value::Object(fields) => {
            let (mut understood, mut unread) = (Document::new(), Document::new());
            for (key, value) in fields {
                let (part, rest) = split(value, &|part| reads(Value::Object(with(&understood, &key, part))));
                understood.extend(part.map(|part| (key.clone(), part)));
                unread.extend(rest.map(|rest| (key, rest)));
            }
            (Value::Object(understood), Value::Object(unread))
        }
        Value::Array(entries) => {
            let (mut understood, mut unread) = (Vec::new(), Vec::new());
            for entry in entries {
                let longer = understood.iter().cloned().chain([entry.clone()]).collect();
                if reads(Value::Array(longer)) { understood.push(entry) } else { unread.push(entry) }
            }
            (Value::Array(understood), Value::Array(unread))
        }
        _ => return (None, Some(value)),
    };
    if reads(understood.clone()) { (Some(understood), Some(unread)) } else { (None, Some(value)) }
}

fn with(document: &Document, key: &str, value: Value) -> Document {
    let mut document = document.clone();
    document.insert(key.to_owned(), value);
    document
}

/// Moves the keys of `document` that `known` does not have into `unread`.
fn keep_unknown_keys(document: Document, known: &Document, unread: &mut Document) {
    for (key, value) in document {
        match (value, known.get(&key)) {
            (Value::Object(inner), Some(Value::Object(known))) => {
                let mut left = object(unread.remove(&key));
                keep_unknown_keys(inner, known, &mut left);
                if !left.is_empty() {
                    unread.insert(key, Value::Object(left));
                }
            }
            (_, Some(_)) => {}
            (value, None) => {
                unread.insert(key, value);
            }
        }
    }
}

fn object(value: Option<Value>) -> Document {
    match value {
        Some(Value::Object(fields)) => fields,
        _ => Document::new(),
    }
}
