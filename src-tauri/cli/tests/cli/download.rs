//! `download` against the simulator: whole seasons over links that die, stopped and gone on with, wrong answers in words.

#![cfg(unix)]
#![expect(clippy::disallowed_types, reason = "a signal is sent as a person's terminal sends it")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

use perihelion_simulator::{Config, Episode, Kind, Knobs, Release, Upstream, Work};
use serde_json::Value;

use crate::stage::Stage;

pub(crate) const SHOW: &str = "tt99900011";
const FIRST: &str = "tt99900011:1:1";
const HASH: &str = "abcdef0000000000000000000000000000000011";
/// What is read of a file before its link is called good.
const HEAD: u64 = 128 * 1024;
const EPISODES: u32 = 12;

fn length(episode: u32) -> u64 {
    1_500_000 + u64::from(episode) * 70_001
}

/// A show of one season in one torrent that the service holds.
pub(crate) fn show() -> Config {
    let episode = |number| Episode {
        season: 1,
        number,
        title: format!("Tide {number}: Low/High"),
        released: 1_560_000_000 + i64::from(number) * 604_800,
        ..Episode::default()
    };
    let file = |number| (format!("/Tide.Lines.S01/Tide.Lines.S01E{number:02}.1080p.WEB-DL.mkv"), length(number));
    let release = Release {
        hash: HASH.to_owned(),
        name: "Tide.Lines.S01.1080p.WEB-DL.x264-GRP".to_owned(),
        files: (1..=EPISODES).map(file).collect(),
        seeders: 10,
        cached: Some(true),
        ..Release::default()
    };
    let work = Work {
        imdb: SHOW.to_owned(),
        kind: Kind::Series,
        name: "Tide Lines".to_owned(),
        year: 2019,
        episodes: (1..=EPISODES).map(episode).collect(),
        releases: vec![release],
        ..Work::default()
    };
    Config { works: vec![work], ..Config::quick() }
}

pub(crate) fn name(episode: u32) -> String {
    format!("Tide Lines (2019)/Season 01/Tide Lines - S01E{episode:02} - Tide {episode} - Low-High [1080p].mkv")
}

/// What the server sends of a file to who asks for a range with an end, as a download does.
fn served(stage: &Stage, id: &str, length: u64) -> Vec<u8> {
    let mut stream = TcpStream::connect(("127.0.0.1", stage.simulator.port())).unwrap();
    let ask = format!(
        "GET /files/{id}/a.mkv?length={length} HTTP/1.1\r\nhost: x\r\nrange: bytes=0-{}\r\nconnection: close\r\n\r\n",
        length - 1
    );
    stream.write_all(ask.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    answer.split_off(end + 4)
}

#[track_caller]
fn assert_whole(stage: &Stage, folder: &Path, episode: u32) {
    let there = std::fs::read(folder.join(name(episode))).unwrap();
    assert_eq!(there.len() as u64, length(episode));
    assert!(
        there == served(stage, &format!("{HASH}-{}", episode - 1), length(episode)),
        "the bytes of {episode} differ"
    );
}

fn files_asked(stage: &Stage) -> usize {
    stage.simulator.requests().iter().filter(|request| request.upstream == Upstream::Files).count()
}

#[test]
fn a_season_comes_to_the_byte_over_links_that_die_and_end() {
    let stage = Stage::with(show());
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    let dying = Knobs { dies_every: Some(300_000), link_lasts: Some(1_000_000), other_etags: true, ..Knobs::default() };
    stage.simulator.set_knobs(Upstream::Files, dying);
    let ask = ["download", FIRST, "--all-episodes", "--to", to, "--json"];
    let lines = stage.run("demo-premium", &ask).expect(0).rows();
    stage.simulator.set_knobs(Upstream::Files, Knobs::default());
    for episode in 1..=EPISODES {
        assert_whole(&stage, folder.path(), episode);
        let done = |line: &&Value| line["event"] == "done" && line["episode"] == episode;
        let done = lines.iter().find(done).unwrap();
        assert_eq!(done["file"].as_str(), folder.path().join(name(episode)).to_str());
        assert_eq!((done["bytes"].as_u64(), done["length"].as_u64()), (Some(length(episode)), Some(length(episode))));
    }
    let season = folder.path().join(name(1));
    assert_eq!(std::fs::read_dir(season.parent().unwrap()).unwrap().count(), EPISODES as usize, "nothing is left over");
    let base = stage.simulator.base_url();
    assert!(lines.iter().all(|line| !line.to_string().contains(&base)), "no link is printed");

    let asked = files_asked(&stage);
    stage.run("demo-premium", &ask).expect(0);
    assert_eq!(files_asked(&stage), asked, "what is there is not fetched again");
    std::fs::remove_file(folder.path().join(name(7))).unwrap();
    stage.run("demo-premium", &ask).expect(0);
    assert_whole(&stage, folder.path(), 7);
    assert!(stage.written_with("made=").is_empty(), "no link is written down");
}

#[test]
fn what_ctrl_c_stopped_goes_on_with_the_same_command() {
    let stage = Stage::with(show());
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(stage.data()).unwrap();
    std::fs::write(stage.data().join("settings.json"), r#"{"downloads": {"limit_kb": 500}}"#).unwrap();
    let ask = ["download", FIRST, "--to", folder.path().to_str().unwrap(), "--json"];
    let mut program = stage.program("demo-premium", &stage.simulator.base_url());
    let mut child = program.args(ask).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let come = lines.find_map(|line| {
        let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        line["bytes"].as_u64().filter(|bytes| *bytes > 0)
    });
    let come = come.unwrap();
    let stopped = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(stopped.success());
    lines.for_each(drop);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let part = folder.path().join(format!("{}.part", name(1)));
    assert!(part.is_file() && !folder.path().join(name(1)).exists());
    let before = stage.simulator.requests().len();
    std::fs::write(stage.data().join("settings.json"), "{}").unwrap();
    stage.run("demo-premium", &ask).expect(0);
    let starts: Vec<u64> = stage.simulator.requests()[before..]
        .iter()
        .filter(|request| request.upstream == Upstream::Files)
        .filter_map(|request| {
            let range = &request.headers.iter().find(|(name, _)| name == "range")?.1;
            let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
            // The first bytes are looked at to know the file, and as a sample.
            (last.parse::<u64>().ok()? >= HEAD).then(|| first.parse().ok())?
        })
        .collect();
    assert!(!starts.is_empty() && starts.iter().all(|start| *start >= come), "{starts:?} from {come}");
    assert_whole(&stage, folder.path(), 1);
}

#[test]
fn wrong_answers_and_places_end_in_words() {
    let stage = Stage::with(show());
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    stage.simulator.set_knobs(Upstream::Files, Knobs { wrong_ranges: true, ..Knobs::default() });
    let said = stage.run("demo-premium", &["download", FIRST, "--to", to]).expect(1);
    assert!(said.err.contains("sends other bytes than were asked for"), "{}", said.err);
    stage.simulator.set_knobs(Upstream::Files, Knobs { no_ranges: true, ..Knobs::default() });
    stage.run("demo-premium", &["download", FIRST, "--to", to]).expect(0);
    stage.simulator.set_knobs(Upstream::Files, Knobs::default());
    assert_whole(&stage, folder.path(), 1);
    let said = stage.run("demo-premium", &["download", FIRST, "--to", "/nonexistent"]).expect(2);
    assert!(said.err.contains("is no folder"), "{}", said.err);
    stage.run("demo-premium", &["download", "nonsense", "--to", to]).expect(2);
    stage.run("demo-premium", &["download", "tt99999999", "--all-episodes", "--to", to]).expect(1);
}

#[test]
fn links_of_torrents_and_of_files_are_kept_too() {
    let stage = Stage::with(show());
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    let magnet = format!("magnet:?xt=urn:btih:{HASH}&dn=Tide.Lines.S01.1080p.WEB-DL.x264-GRP");
    stage.run("demo-premium", &["download", &magnet, "--all-episodes", "--to", to, "--json"]).expect(0);
    let season = folder.path().join("Tide Lines/Season 01");
    assert_eq!(std::fs::read_dir(season).unwrap().count(), EPISODES as usize);
    let link = format!("{}/files/x/Tide%20Lines.mkv?length=2000000", stage.simulator.base_url());
    let said = stage.run("", &["download", &link, "--to", to]).expect(0);
    assert_eq!(said.out.trim(), folder.path().join("Tide Lines.mkv").to_str().unwrap());
    assert!(std::fs::read(folder.path().join("Tide Lines.mkv")).unwrap() == served(&stage, "x", 2_000_000));
}
