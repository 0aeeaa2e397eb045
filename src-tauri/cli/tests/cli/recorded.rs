//! Answers recorded from running servers (`tests/recorded`, with invented works in them), read by the whole program and
//! held against what a person reads in them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

use crate::loopback::{manifest, serve};
use crate::stage::{Stage, run};

/// A line of `cases.jsonl`.
#[derive(Deserialize)]
struct Case {
    #[serde(rename = "case")]
    name: String,
    kind: Kind,
    /// The built-in source that is given the answer; `own` where the person's own addon is.
    source: String,
    /// The file of the answer.
    input: String,
    id: String,
    info_hash: String,
    /// For each field of the row the values that are right.
    expect: BTreeMap<String, Vec<Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Source,
    Addon,
}

fn recorded(file: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/recorded").join(file);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Whether a field says one of `right`. A size may be one per cent off: servers write it in words, rounded.
fn says(field: &str, got: &Value, right: &[Value]) -> bool {
    let close = |wanted: &Value| match (wanted.as_f64(), got.as_f64()) {
        (Some(wanted), Some(got)) => field.ends_with("size") && (got - wanted).abs() <= wanted * 0.01,
        _ => false,
    };
    right.iter().any(|wanted| got == wanted || close(wanted))
}

/// The row that the program prints for a case, as its JSON line.
fn row(stage: &Stage, case: &Case) -> Option<Value> {
    let answer = recorded(&case.input);
    let base = serve(move |path| match path {
        _ if path.ends_with("/manifest.json") => Some(manifest("Recorded").to_string().into_bytes()),
        _ if path.contains("/stream/") => Some(answer.clone()),
        _ => None,
    });
    let source = match case.kind {
        Kind::Source => case.source.clone(),
        Kind::Addon => {
            let mut add = stage.program("", &base);
            add.args(["sources", "add", "addon", &format!("{base}/manifest.json"), "--json"]);
            run(&mut add, b"").expect(0).rows()[0]["source"].as_str().unwrap().to_owned()
        }
    };
    let mut streams = stage.program("", &base);
    streams.args(["streams", &case.id, "--json", "--title", "X", "--sources", &source]);
    let rows = run(&mut streams, b"").rows();
    rows.into_iter().find(|row| row["info_hash"] == case.info_hash)
}

#[test]
fn what_a_person_reads_in_a_recorded_answer_is_what_is_printed() {
    let cases = String::from_utf8(recorded("cases.jsonl")).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in cases.lines() {
        let case: Case = serde_json::from_str(line).unwrap();
        count += 1;
        let Some(row) = row(&Stage::set(), &case) else {
            wrong.push(format!("{}: the row is missing", case.name));
            continue;
        };
        for (field, right) in &case.expect {
            if !says(field, &row[field], right) {
                wrong.push(format!("{}: {field} is {}, right is one of {right:?}", case.name, row[field]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(count, 13);
}
