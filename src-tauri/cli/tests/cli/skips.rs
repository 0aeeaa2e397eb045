//! `skips` against the simulator.

use perihelion_simulator::{Knobs, Upstream};

use crate::stage::{SINTEL, Stage};

const EPISODE: &str = "mal:90021:5";

#[test]
fn what_can_be_skipped_is_a_table_or_lines_of_json() {
    let stage = Stage::set();
    let ask = ["skips", EPISODE, "--length", "1440", "--ask", "aniskip,theintrodb,introdb"];
    let said = stage.run("", &[&ask[..], &["--json"]].concat()).expect(0);
    let rows = said.rows();
    let opening = rows.iter().find(|row| row["kind"] == "opening").unwrap();
    assert_eq!(opening["by"], serde_json::json!(["aniskip", "theintrodb", "introdb"]));
    let lasts = opening["end"].as_f64().unwrap() - opening["start"].as_f64().unwrap();
    assert!((lasts - 90.0).abs() < 0.1, "{opening}");
    let table = stage.run("", &ask).expect(0).out;
    assert_eq!(table.lines().count(), rows.len());
    assert!(table.contains("opening ") && table.contains("90.0 s  aniskip, theintrodb, introdb"), "{table}");
}

#[test]
fn a_file_of_chapters_is_believed_first() {
    let stage = Stage::set();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chapters.json");
    std::fs::write(&path, r#"[{"title": "OP", "time": 30}, {"title": "Part A", "time": 120}, {"time": 900}]"#).unwrap();
    let path = path.to_str().unwrap();
    let said = stage.run("", &["skips", EPISODE, "--length", "1440", "--chapters", path, "--json"]).expect(0);
    assert_eq!(said.rows(), [serde_json::json!({"kind": "opening", "start": 30.0, "end": 120.0, "by": ["chapters"]})]);
    let said = stage.run("", &["skips", EPISODE, "--length", "1440", "--chapters", "/nonexistent"]).expect(2);
    assert!(said.err.contains("--chapters"), "{}", said.err);
}

#[test]
fn it_ends_as_the_others_do() {
    let stage = Stage::set();
    let said = stage.run("", &["skips", EPISODE]).expect(2);
    assert!(said.err.contains("no service is switched on"), "{}", said.err);
    stage.run("", &["skips", "nonsense", "--ask", "aniskip"]).expect(2);
    stage.run("", &["skips", EPISODE, "--ask", "skipdb"]).expect(2);
    stage.run("", &["skips", EPISODE, "--ask", "aniskip", "--length", "-3"]).expect(2);
    stage.run("", &["skips", SINTEL, "--ask", "aniskip"]).expect(3);
    stage.simulator.set_knobs(Upstream::IntroDb, Knobs { status: Some(500), ..Knobs::default() });
    let said = stage.run("", &["skips", EPISODE, "--ask", "introdb", "--json"]).expect(1);
    assert!(said.events()[0]["message"].as_str().unwrap().contains("IntroDB does not answer"), "{}", said.err);
}
