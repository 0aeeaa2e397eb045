//! `subtitles` against the simulator's addon and a torrent with subtitles beside its film, and those that `play` puts on the screen.

use perihelion_simulator::{Config, Kind, Release, Upstream, Work};

use crate::stage::{SINTEL, Stage, run};

const FILM: &str = "tt99900001";

/// The simulator's addon for subtitles among the person's own, as the settings keep it.
fn with_addon(stage: &Stage, playback: &str) {
    let base = stage.simulator.base_url();
    let settings = format!(
        r#"{{"playback": {playback}, "sources": {{"own": [{{"slot": 1, "label": "Meadow Lines", "url": "{base}/addon/lines/manifest.json",
            "kind": "addon", "no_streams": true, "subtitles": {{"types": ["movie", "series"], "id_prefixes": ["tt"]}}}}]}}}}"#
    );
    std::fs::create_dir_all(stage.data()).unwrap();
    std::fs::write(stage.data().join("settings.json"), settings).unwrap();
}

#[test]
fn an_addon_is_asked_by_the_hash_and_the_best_of_its_list_is_kept_once() {
    let stage = Stage::set();
    with_addon(&stage, "{}");
    let said = stage.run("demo-premium", &["subtitles", SINTEL, "--language", "tr,de"]).expect(0).out;
    let outside: Vec<&str> = said.lines().filter(|line| line.starts_with("Meadow Lines")).collect();
    let order: Vec<bool> = outside.iter().map(|line| line.contains("this very file")).collect();
    assert_eq!(order, [true, true, false, false], "{said}");
    assert!(outside[0].contains(" tr ") && outside[1].contains(" de ") && outside[2].contains("another cut"), "{said}");
    assert!(said.lines().any(|line| line.starts_with("file ") && line.contains("SRT")), "{said}");
    assert!(!said.contains("machine"), "nobody wished for them");
    let asked = || {
        let requests = stage.simulator.requests().into_iter().filter(|request| request.upstream == Upstream::Addon);
        requests.map(|request| request.path_and_query).collect::<Vec<_>>()
    };
    let told = asked().pop().unwrap();
    let expected = format!("/addon/lines/subtitles/movie/{SINTEL}/videoHash=");
    assert!(told.starts_with(&expected) && told.contains("&videoSize=") && told.contains("&filename=Sintel"), "{told}");

    let get =
        || stage.run("demo-premium", &["subtitles", SINTEL, "--language", "tr", "--get", "--json"]).expect(0).rows();
    let (first, before) = (get(), asked().len());
    let path = std::path::PathBuf::from(first[0]["file"].as_str().unwrap());
    let text = std::fs::read_to_string(&path).unwrap();
    let first_line = "1\n00:00:01,000 --> 00:00:03,900\nGüneş doğuyor.\n\n";
    assert!(text.starts_with(first_line), "in UTF-8 and without what players do not know: {text}");
    assert!(path.starts_with(stage.data().join("subtitles")) && path.extension().unwrap() == "srt");
    assert!(!path.to_string_lossy().contains("right"), "no server names it");
    assert_eq!(get(), first);
    assert_eq!(asked().len(), before + 1, "the list again, and not the text");
}

#[test]
fn subtitles_beside_a_film_in_its_torrent_are_found_and_brought() {
    let name = "Harbour.of.Glass.2019.1080p.WEB-DL.x264-TERN";
    let release = Release {
        hash: "5".repeat(40),
        name: name.to_owned(),
        files: vec![
            (format!("/{name}/{name}.mkv"), 2_000_000_000),
            (format!("/{name}/{name}.de.srt"), 40_000),
            (format!("/{name}/Subs/2_fr.srt"), 40_000),
            (format!("/{name}/Subs/../../../../evil.tr.srt"), 40_000),
        ],
        seeders: 10,
        cached: Some(true),
        sources: Vec::new(),
        episode: None,
    };
    let film = Work {
        imdb: FILM.to_owned(),
        kind: Kind::Movie,
        name: "Harbour of Glass".to_owned(),
        year: 2019,
        runtime_min: 95,
        releases: vec![release],
        ..Work::default()
    };
    let stage = Stage::with(Config { torrents: 300, works: vec![film], ..Config::quick() });
    let torbox = |arguments: &[&str]| {
        let base = stage.simulator.base_url();
        run(stage.program("demo-premium", &base).env("PERIHELION_STORE", "torbox").args(arguments), b"").expect(0)
    };
    let rows = torbox(&["subtitles", FILM, "--language", "de,fr,tr", "--json"]).rows();
    let outside: Vec<&str> =
        rows.iter().filter(|row| row["from"] == "torrent").map(|row| row["language"].as_str().unwrap()).collect();
    assert_eq!(outside, ["de", "fr", "tr"], "{rows:?}");
    for (language, line) in [("de", "Die Sonne geht auf."), ("tr", "Güneş doğuyor.")] {
        let path = torbox(&["subtitles", FILM, "--language", language, "--get"]).out;
        let path = std::path::Path::new(path.trim());
        assert!(std::fs::read_to_string(path).unwrap().contains(line));
        assert_eq!(path.parent().unwrap(), stage.data().join("subtitles"), "no name of a torrent leads elsewhere");
    }
    stage.run("", &["subtitles", "nonsense"]).expect(2);
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_file_lacks_is_put_on_the_screen_by_itself() {
    use std::os::unix::fs::PermissionsExt as _;

    let stage = Stage::set();
    with_addon(&stage, r#"{"tracks": {"subtitles": "languages", "subtitle_languages": ["de"]}}"#);
    let programs = tempfile::tempdir().unwrap();
    let mpv = programs.path().join("mpv");
    let script =
        "#!/bin/sh\nexec timeout 60 /usr/bin/mpv --no-config --vo=null --ao=null --really-quiet --speed=2 \"$@\"\n";
    std::fs::write(&mpv, script).unwrap();
    std::fs::set_permissions(&mpv, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", programs.path().display());
    let base = stage.simulator.base_url();
    let said =
        run(stage.program("demo-premium", &base).env("PATH", path).args(["play", SINTEL, "--json"]), b"").expect(0);
    let chosen = said.rows().into_iter().find_map(|row| {
        let tracks = row["subtitles"].as_array()?.clone();
        tracks.into_iter().find(|track| track["title"] == "Meadow Lines" && track["selected"] == true)
    });
    assert_eq!(chosen.expect("it is shown")["language"], "de", "{}", said.out);
    assert!(
        said.rows().iter().any(|row| row["outside"].as_array().is_some_and(|all| !all.is_empty())),
        "others are offered"
    );
}
