//! `parse` and `select`: lines in, lines out.

use serde_json::{Value, json};

use crate::stage::{Said, bare, run};

fn parse(input: &[u8]) -> Said {
    run(bare().arg("parse"), input)
}

fn select(input: &str) -> Said {
    run(bare().arg("select"), input.as_bytes())
}

/// An episode out of a pack of three, its text file first.
fn pack() -> Value {
    let file = |index: i64, name: &str, size: u64| json!({"index": index, "name": name, "path": format!("/Tide Lines S01/{name}"), "size": size, "link": "x"});
    json!({
        "id": "case-1", "media_type": "series", "media_id": "tt99900011", "season": 1, "episode": 2, "title": "Tide Lines",
        "year": 2020, "aliases": {}, "torrent_name": "Tide.Lines.S01.1080p.WEB-DL-GRP", "file_index": null,
        "files": [
            file(0, "Readme.txt", 412),
            file(3, "Tide.Lines.S01E01.1080p.WEB-DL-GRP.mkv", 1_000_000_000),
            file(5, "Tide.Lines.S01E02.1080p.WEB-DL-GRP.mkv", 1_000_000_001),
            file(9, "Tide.Lines.S01E03.1080p.WEB-DL-GRP.mkv", 1_000_000_002),
        ],
    })
}

#[test]
fn a_name_says_which_rule_read_what() {
    let said = run(bare().args(["parse", "--why"]), b"Tide.Lines.S01E04.1080p.mkv\n").expect(0);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines[0], "Tide.Lines.S01E04.1080p.mkv");
    let episode = lines.iter().find(|line| line.contains("11..17")).unwrap();
    assert!(
        episode.contains("season and episode") && episode.ends_with(r#""S01E04": season 1, episode 4"#),
        "{episode}"
    );
    let said = run(bare().args(["parse", "--why", "--json"]), b"Tide.Lines.S01E04.1080p.mkv\n").expect(0);
    let [line] = &said.rows()[..] else { panic!("one line in, one line out: {}", said.out) };
    assert_eq!((&line["title"], &line["why"][0]["rule"]), (&json!("Tide Lines"), &json!("file extension")));
}

#[test]
fn a_name_is_one_object_with_every_field() {
    let said = parse(b"Tide.Wanderers.S01E001.1080p.mkv\n").expect(0);
    let [line] = &said.rows()[..] else { panic!("one line in, one line out: {}", said.out) };
    let fields = [
        "name",
        "title",
        "year",
        "seasons",
        "episodes",
        "date",
        "resolution",
        "quality",
        "codec",
        "bit_depth",
        "hdr",
        "audio",
        "channels",
        "languages",
        "subtitles",
        "dubbed",
        "edition",
        "network",
        "group",
        "site",
        "episode_code",
        "version",
        "part",
        "complete",
        "container",
        "alternative_titles",
        "end_year",
        "absolute",
        "decimal",
        "segment",
        "compact",
        "marking",
        "extra",
        "extra_number",
        "subbed",
        "repack",
        "proper",
        "volumes",
        "spans",
    ];
    for field in fields {
        assert!(line.get(field).is_some(), "{field} is there, if only as null");
    }
    let others: Vec<&String> = line.as_object().unwrap().keys().filter(|key| !fields.contains(&key.as_str())).collect();
    assert!(others.is_empty(), "and nothing that is not documented: {others:?}");
    assert_eq!(line["title"], "Tide Wanderers");
    assert_eq!((&line["seasons"], &line["episodes"]), (&json!([1]), &json!([1])));
    assert_eq!((&line["resolution"], &line["container"]), (&json!("1080p"), &json!("mkv")));
    for list in ["seasons", "episodes", "hdr", "audio", "channels", "languages"] {
        assert!(line[list].is_array(), "{list} is a list even when empty");
    }
}

#[test]
fn lines_stay_in_order_whatever_ends_them() {
    let said = parse("One.Tide.2001.mkv\r\nTwo.Tides.2002.mkv\n\nÜber.Ebbe.2003.mkv".as_bytes()).expect(0);
    let years: Vec<Value> = said.rows().into_iter().map(|mut row| row["year"].take()).collect();
    assert_eq!(years, [json!(2001), json!(2002), Value::Null, json!(2003)], "an empty name is a name too");
    assert_eq!(parse(b"").expect(0).out, "", "nothing in, nothing out");
}

#[test]
fn a_line_that_is_not_text_is_named_and_the_others_are_answered() {
    let said = parse(b"One.Tide.2001.mkv\n\xff\xfe.mkv\nTwo.Tides.2002.mkv\n");
    assert_ne!(said.code, 0, "a script must notice");
    assert_eq!(said.rows().len(), 2, "the others are answered");
    assert!(said.err.contains("line 2"), "{}", said.err);
    assert!(said.err.contains("UTF-8"), "{}", said.err);
}

#[test]
fn hostile_names_are_names() {
    let long = "Tide.".repeat(20_000);
    let control = "Tide\u{0}\u{1b}[31m\u{202e}.S01E02.mkv".to_owned();
    let said = parse(format!("{long}\n{control}\n{{\"json\":\n").as_bytes()).expect(0);
    assert_eq!(said.rows().len(), 3);
    assert!(!said.out.contains('\u{1b}'), "nothing reaches the terminal unescaped");
}

#[test]
fn the_right_file_is_selected_by_its_index() {
    let said = select(&format!("{}\n", pack())).expect(0);
    let [answer] = &said.rows()[..] else { panic!("one line") };
    let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 5, "{keys:?}");
    assert_eq!((&answer["id"], &answer["index"]), (&json!("case-1"), &json!(5)), "the file's own index");
    assert!(answer["score"].as_f64().unwrap() > 0.0);
    assert_eq!(answer["match_reasons"][0], "exact_episode");
    let confidence = answer["confidence"].as_f64().unwrap();
    assert!((0.5..=1.0).contains(&confidence), "{confidence}");
}

#[test]
fn nothing_that_fits_is_null() {
    let mut case = pack();
    case["episode"] = json!(8);
    let mut empty = pack();
    empty["files"] = json!([]);
    let said = select(&format!("{case}\n{empty}\n")).expect(0);
    for answer in said.rows() {
        assert_eq!((&answer["id"], &answer["index"]), (&json!("case-1"), &Value::Null), "{answer}");
    }
}

#[test]
fn a_film_is_its_largest_video_and_no_sample() {
    let case = json!({
        "id": 7, "media_type": "movie", "title": "Harbour of Glass", "year": 2019, "season": null, "episode": null,
        "torrent_name": "Harbour.of.Glass.2019.1080p", "files": [
            {"index": 0, "name": "sample-harbour.of.glass.2019.mkv", "path": "/Sample/sample-harbour.of.glass.2019.mkv", "size": 21_000_000},
            {"index": 1, "name": "Harbour.of.Glass.2019.1080p.mkv", "path": "/Harbour.of.Glass.2019.1080p.mkv", "size": 2_000_000_000},
        ],
    });
    assert_eq!(select(&case.to_string()).expect(0).rows()[0]["index"], 1, "a last line may go without its end");
}

#[test]
fn lines_that_are_no_case_are_named_and_the_others_are_answered() {
    let said = select(&format!("{{nonsense\n{}\n[]\n{{\"media_type\":\"opera\",\"files\":[]}}\n", pack()));
    assert_ne!(said.code, 0, "a script must notice");
    assert_eq!(said.rows().len(), 1);
    assert_eq!(said.rows()[0]["index"], 5);
    for number in [1, 3, 4] {
        assert!(said.err.contains(&format!("line {number}")), "{}", said.err);
    }
    assert!(said.err.contains("3 lines could not be read"), "{}", said.err);
}
