//! `play` with a real mpv, without a screen or a loudspeaker.

#![cfg(target_os = "linux")]

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::Value;

use crate::stage::{Stage, run};

/// The simulator's series, whose third season ends with an episode that is not out.
const LAST_OUT: &str = "tt99000101:3:7";
const BEFORE_IT: &str = "tt99000101:3:6";

#[test]
fn an_episode_plays_and_the_next_follows_until_one_is_not_out() {
    let stage = Stage::set();
    let programs = tempfile::tempdir().unwrap();
    write_mpv(programs.path(), "--speed=8");
    let play = |arguments: &[&str]| played(&stage, programs.path(), arguments);
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

#[test]
fn a_key_in_mpv_goes_on_in_another_release_from_the_same_moment() {
    let stage = Stage::set();
    let programs = tempfile::tempdir().unwrap();
    // The person presses the key after a while, and quits when another film has played for a while.
    let keys = programs.path().join("keys.lua");
    let script = br#"local films = 0
        mp.register_event("file-loaded", function()
            films = films + 1
            mp.add_timeout(3, function() mp.command(films == 1 and "keypress Ctrl+r" or "quit") end)
        end)"#;
    std::fs::write(&keys, script).unwrap();
    write_mpv(programs.path(), &format!("--script={}", keys.display()));
    let lines = played(&stage, programs.path(), &["play", BEFORE_IT, "--json"]);

    let first = lines.iter().find_map(|line| line["release"].as_str()).unwrap();
    let last = lines.last().unwrap();
    let second = last["release"].as_str().unwrap();
    assert_ne!(second, first, "another one plays");
    assert!(
        lines.iter().any(|line| line["switching"] == true && line["release"] == first),
        "it is looked for meanwhile"
    );
    let at = |release: &str| {
        let of = lines.iter().filter(|line| line["event"] == "playing" && line["release"] == release);
        of.filter_map(|line| line["position"].as_f64()).collect::<Vec<_>>()
    };
    let (left, begun) = (*at(first).last().unwrap(), *at(second).first().unwrap());
    assert!(left > 2.0 && (begun - left).abs() <= 2.0, "left at {left}, goes on at {begun}");
    assert_eq!((&last["event"], &last["episode"]), (&"over".into(), &6.into()));
}

/// A real mpv without a screen or a loudspeaker.
fn write_mpv(folder: &Path, options: &str) {
    let mpv = folder.join("mpv");
    let command = "exec timeout 60 /usr/bin/mpv --no-config --vo=null --ao=null --really-quiet";
    std::fs::write(&mpv, format!("#!/bin/sh\n{command} {options} \"$@\"\n")).unwrap();
    std::fs::set_permissions(&mpv, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Runs the program with the players of a folder and returns the lines it printed.
fn played(stage: &Stage, programs: &Path, arguments: &[&str]) -> Vec<Value> {
    let base = stage.simulator.base_url();
    let path = format!("{}:/usr/bin:/bin", programs.display());
    let said = run(stage.program("demo-premium", &base).env("PATH", &path).args(arguments), b"").expect(0);
    assert!(!said.out.contains(&base), "no link is printed");
    said.rows()
}
