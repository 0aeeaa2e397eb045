//! `play` with a real mpv, without a screen or a loudspeaker.

#![cfg(target_os = "linux")]

use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;

use crate::stage::{Stage, run};

/// The simulator's series, whose third season ends with an episode that is not out.
const LAST_OUT: &str = "tt99000101:3:7";
const BEFORE_IT: &str = "tt99000101:3:6";

#[test]
fn an_episode_plays_and_the_next_follows_until_one_is_not_out() {
    let stage = Stage::set();
    let programs = tempfile::tempdir().unwrap();
    let mpv = programs.path().join("mpv");
    let script =
        "#!/bin/sh\nexec timeout 60 /usr/bin/mpv --no-config --vo=null --ao=null --really-quiet --speed=8 \"$@\"\n";
    std::fs::write(&mpv, script).unwrap();
    std::fs::set_permissions(&mpv, std::fs::Permissions::from_mode(0o755)).unwrap();
    let base = stage.simulator.base_url();
    let path = format!("{}:/usr/bin:/bin", programs.path().display());
    let play = |arguments: &[&str]| {
        let said = run(stage.program("demo-premium", &base).env("PATH", &path).args(arguments), b"");
        assert_eq!(said.code, 0, "{}", said.err);
        let lines: Vec<Value> = said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(!said.out.contains(&base), "no link is printed");
        lines
    };
    let lines = play(&["play", BEFORE_IT, "--next", "--json"]);
    let playing = |episode: u64| {
        let of = |line: &&Value| line["event"] == "playing" && line["episode"] == episode;
        lines.iter().filter(of).filter_map(|line| line["position"].as_f64()).collect::<Vec<_>>()
    };
    for episode in [6, 7] {
        let positions = playing(episode);
        assert!(positions.len() > 3 && positions.last() > positions.first(), "{episode}: {positions:?}");
    }
    assert!(playing(8).is_empty(), "not out yet");
    let last = lines.last().unwrap();
    assert_eq!((&last["event"], &last["episode"], &last["next"]), (&"over".into(), &7.into(), &Value::Null));
    assert!(lines.iter().any(|line| line["audio"].as_array().is_some_and(|tracks| tracks.len() == 2)), "its tracks");

    let lines = play(&["play", LAST_OUT, "--json"]);
    assert!(lines.iter().all(|line| line["event"] != "searching"), "straight from the release that was good");
}
