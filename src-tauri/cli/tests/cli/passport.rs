//! `passport` against the simulator.

use crate::stage::{SINTEL, Stage};

#[test]
fn what_a_titles_file_says_is_lines_or_json() {
    let stage = Stage::set();
    let said = stage.run("demo-premium", &["passport", SINTEL]).expect(0).out;
    assert!(said.lines().next().unwrap().starts_with("Sintel"), "{said}");
    for expected in ["Matroska · 15 min", "23.976 fps", "audio     ", "subtitle  tr · SRT", "chapters  3"] {
        assert!(said.contains(expected), "{expected} in {said}");
    }
    let rows = stage.run("demo-premium", &["passport", SINTEL, "--json"]).expect(0).rows();
    assert_eq!(rows[0]["media"]["duration_ms"], 900_000);
    assert!(rows[0]["of"].as_str().unwrap().starts_with("Sintel"));
}

#[test]
fn a_link_is_read_and_shown_nowhere() {
    let stage = Stage::set();
    let link = |path: &str| format!("{}/files/any-0/{path}?token=planted-key", stage.simulator.base_url());
    let good = stage.run("", &["passport", &link("planted-key.mkv")]).expect(0);
    assert!(good.out.contains("VP9") && good.out.contains("audio     ja · Opus · 2.0 · default"), "{}", good.out);
    let gone = stage.run("", &["passport", &link("planted-key/x.mkv"), "--json"]).expect(3);
    for said in [good, gone] {
        assert!(!said.out.contains("planted-key") && !said.err.contains("planted-key"), "{} {}", said.out, said.err);
    }
    stage.run("", &["passport", "file:///etc/passwd"]).expect(2);
    stage.run("", &["passport", "nonsense"]).expect(2);
}
