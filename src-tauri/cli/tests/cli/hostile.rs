//! What strange servers say never reaches the terminal as anything but text, nor breaks a line of JSON.

use perihelion_simulator::{Config, Content, Knobs, Upstream};
use serde_json::Value;

use crate::stage::{SINTEL, Said, Stage};

const CATALOGUES: [Upstream; 3] = [Upstream::Cinemeta, Upstream::Kitsu, Upstream::Relations];

/// A stage on which everybody's answers hold this.
fn everybody(content: Content) -> Stage {
    let stage = Stage::with(Config { torrents: 60, ..Config::quick() });
    for upstream in Upstream::SOURCES.into_iter().chain(CATALOGUES) {
        stage.simulator.set_knobs(upstream, Knobs { content: Some(content), ..Knobs::default() });
    }
    stage
}

/// Nothing of it commands a terminal or turns the reading direction, and no line is endless.
#[track_caller]
fn assert_plain(said: &Said) {
    for text in [&said.out, &said.err] {
        for line in text.lines() {
            assert!(
                !line.contains(perihelion_core::text::misleads),
                "{:?}",
                line.chars().take(300).collect::<String>()
            );
            assert!(line.len() < 100_000, "{} bytes", line.len());
        }
    }
}

/// The same of every text inside a line of JSON.
#[track_caller]
fn assert_plain_inside(value: &Value) {
    match value {
        Value::String(text) => {
            assert!(!text.contains(perihelion_core::text::misleads), "{text:?}");
            assert!(text.chars().count() <= 8192, "{} characters", text.chars().count());
        }
        Value::Array(list) => list.iter().for_each(assert_plain_inside),
        Value::Object(fields) => fields.values().for_each(assert_plain_inside),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn strange_names_are_plain_text_in_every_command() {
    for content in
        [Content::Controls, Content::LongNames, Content::HalfCharacters, Content::Twice, Content::HugeNumbers]
    {
        let stage = everybody(content);
        let commands: [&[&str]; 4] = [&["streams", SINTEL], &["search", "sintel"], &["link", SINTEL], &["cloud"]];
        // A file name that was cut off ends as no video does.
        let some = if content == Content::LongNames { 2 } else { 4 };
        for command in &commands[..some] {
            let said = stage.run("demo-premium", command).expect(0);
            assert_plain(&said);
            assert!(!said.out.is_empty(), "{content:?}, {command:?}");
            let said = stage.run("demo-premium", &[*command, &["--json"]].concat()).expect(0);
            assert_plain(&said);
            let rows = said.rows();
            assert!(!rows.is_empty(), "{content:?}, {command:?}");
            rows.iter().chain(&said.events()).for_each(assert_plain_inside);
        }
    }
}

#[test]
fn what_is_no_answer_is_said_in_plain_words() {
    for content in [Content::Blank, Content::Page, Content::Utf16, Content::MillionRows] {
        let stage = everybody(content);
        let said = stage.run("demo-premium", &["streams", SINTEL, "--json"]).expect(3);
        assert_plain(&said);
        let events = said.events();
        events.iter().for_each(assert_plain_inside);
        let failed = events.iter().filter(|event| event["event"] == "source_failed").count();
        let ended = events.iter().filter(|event| event["event"] == "source_ended").count();
        assert!(failed >= 6 && ended == 0, "{content:?}: {failed} failed, {ended} ended as if nothing was");
        let said = stage.run("demo-premium", &["search", "sintel"]);
        assert_plain(&said);
        assert_ne!(said.code, 0, "{content:?}");
    }
}
