//! How a run ends when it does not end well: a code for scripts, a sentence for people.

use std::time::Duration;

use perihelion_simulator::{Config, Kind, Knobs, Release, Upstream, Work};

use crate::stage::{SINTEL, Said, Stage, run};

/// A film nobody can play: its only torrent holds a text.
fn unplayable() -> Config {
    let release = Release {
        hash: "abcdef0000000000000000000000000000000001".to_owned(),
        name: "Harbour.of.Glass.2019.1080p.WEB-DL.x264-GRP".to_owned(),
        files: vec![("/Readme.txt".to_owned(), 412)],
        seeders: 10,
        cached: Some(true),
        ..Release::default()
    };
    let work = Work {
        imdb: "tt99900001".to_owned(),
        kind: Kind::Movie,
        name: "Harbour of Glass".to_owned(),
        year: 2019,
        releases: vec![release],
        ..Work::default()
    };
    Config { works: vec![work], ..Config::quick() }
}

#[track_caller]
fn assert_said(said: &Said, words: &[&str]) {
    for word in words {
        assert!(said.err.contains(word), "{word:?} in {}", said.err);
    }
    assert_eq!(said.out, "", "stdout is for results");
}

#[test]
fn what_is_not_understood_ends_with_two() {
    let stage = Stage::set();
    for id in ["sintel", "tt", "tt1:2", "kitsu:0", "tt1/../../etc", ""] {
        let said = stage.run("demo-premium", &["streams", id]).expect(2);
        assert_said(&said, &["is no id"]);
    }
    let said = stage.run("demo-premium", &["streams", SINTEL, "--sources", "comet,nowhere"]).expect(2);
    assert_said(&said, &["nowhere", "torrentio"]);
    let said = stage.run("demo-premium", &["link", SINTEL, "--hash", "xyz"]).expect(2);
    assert_said(&said, &["--hash"]);
    for arguments in [&["streams"][..], &["sing"], &["streams", SINTEL, "--limit", "many"]] {
        stage.run("demo-premium", arguments).expect(2);
    }
    assert!(stage.simulator.requests().is_empty(), "and nobody is asked for it");
}

#[test]
fn an_environment_that_is_not_understood_ends_with_two() {
    let stage = Stage::set();
    for base in ["ftp://example.org", "nonsense", "http://", "http://127.0.0.1:1/?q=1"] {
        let said = run(stage.program("demo-premium", base).args(["streams", SINTEL]), b"").expect(2);
        assert_said(&said, &["PERIHELION_ENDPOINTS"]);
    }
    let base = stage.simulator.base_url();
    let said =
        run(stage.program("demo-premium", &base).env("PERIHELION_STORE", "warez").args(["streams", SINTEL]), b"");
    assert_said(&said.expect(2), &["PERIHELION_STORE", "warez"]);
    let said = run(stage.program("two planted-words", &base).args(["link", SINTEL]), b"").expect(2);
    assert_said(&said, &["PERIHELION_TOKEN"]);
    assert!(!said.err.contains("planted-words"), "what looks like a token is not repeated");
}

#[test]
fn nothing_found_ends_with_three() {
    let stage = Stage::set();
    assert_said(&stage.run("demo-premium", &["search", "no such title anywhere"]).expect(3), &["nothing is called"]);
    for command in ["streams", "link"] {
        let said = stage.run("demo-premium", &[command, "tt99999999", "--title", "No Such Title Anywhere"]).expect(3);
        assert_said(&said, &["no source knows a torrent"]);
    }
}

#[test]
fn an_account_that_does_not_serve_ends_with_four() {
    let stage = Stage::set();
    assert_said(&stage.run("demo-refused", &["link", SINTEL]).expect(4), &["refused the token"]);
    assert_said(&stage.run("demo-expired", &["link", SINTEL]).expect(4), &["subscription"]);
    let before = stage.simulator.requests().len();
    assert_said(&stage.run("", &["link", SINTEL]).expect(4), &["signed in"]);
    assert_eq!(stage.simulator.requests().len(), before, "without a token there is no use in searching");
}

#[test]
fn torrents_without_a_link_end_with_five() {
    let stage = Stage::with(unplayable());
    let said = stage.run("demo-premium", &["link", "tt99900001"]).expect(5);
    assert_said(&said, &["none gave a link"]);
    assert!(stage.simulator.account().magnets.is_empty(), "and nothing stays in the account");
    let unknown = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    stage.run("demo-premium", &["link", "tt99900001", "--hash", unknown]).expect(5);
    assert!(stage.simulator.account().magnets.is_empty());
}

#[test]
fn nobody_answering_ends_with_one_or_three_and_says_who() {
    let stage = Stage::set();
    let nobody = "http://127.0.0.1:1";
    let said = run(stage.program("demo-premium", nobody).args(["search", "sintel"]), b"").expect(1);
    assert_said(&said, &["no catalogue answered"]);
    let said = run(stage.program("demo-premium", nobody).args(["streams", SINTEL, "--title", "Sintel"]), b"").expect(3);
    assert_said(&said, &["Torrentio", "Nyaa", "failed"]);
}

#[test]
fn a_catalogue_that_failed_is_said_of_the_sources_that_needed_it() {
    let stage = Stage::set();
    stage.simulator.set_knobs(Upstream::Cinemeta, Knobs { status: Some(500), ..Knobs::default() });
    let events = stage.run("demo-premium", &["streams", SINTEL, "--json"]).expect(0).events();
    let skipped = |source: &str| {
        let of = |event: &&serde_json::Value| event["event"] == "source_skipped" && event["source"] == source;
        events.iter().find(of).map(|event| event["reason"].as_str().unwrap().to_owned())
    };
    for source in ["nyaa", "zilean"] {
        let reason = skipped(source).unwrap();
        assert!(reason.contains("catalogue failed") && !reason.contains("understands"), "{source}: {reason}");
    }
    let said = stage.run("demo-premium", &["streams", SINTEL]).expect(0);
    assert!(said.err.contains("not asked: the catalogue failed"), "{}", said.err);
}

#[test]
fn an_error_is_an_object_too() {
    let stage = Stage::set();
    let said = stage.run("demo-refused", &["link", SINTEL, "--json"]).expect(4);
    let last = said.events().pop().unwrap();
    assert_eq!((&last["event"], &last["exit_code"]), (&"error".into(), &4.into()));
    assert!(last["message"].as_str().unwrap().contains("token"));
}

#[test]
fn a_planted_token_is_never_shown() {
    const PLANTED: &str = "planted-7f3c9e5d1b-token";
    let accounts = perihelion_simulator::Accounts {
        tokens: [("planted-refused-token".to_owned(), perihelion_simulator::Standing::Refused)].into(),
        held: Vec::new(),
    };
    let stage = Stage::with(Config { torrents: 60, accounts, ..Config::quick() });
    let base = stage.simulator.base_url();
    for token in [PLANTED, "planted-refused-token"] {
        for arguments in [
            &["search", "sintel"][..],
            &["streams", SINTEL, "--json"],
            &["link", SINTEL],
            &["link", SINTEL, "--json"],
            &["link", SINTEL, "--hash", "nonsense"],
        ] {
            let said = run(stage.program(token, &base).env("PERIHELION_LOG", "trace").args(arguments), b"");
            assert!(!said.out.contains("planted-") && !said.err.contains("planted-"), "{arguments:?} with {token}");
        }
    }
    let requests = stage.simulator.requests();
    assert!(requests.iter().all(|request| !request.path_and_query.contains("planted-")), "in no address");
    assert!(
        requests.iter().any(|request| request.headers.iter().any(|(_, value)| value.contains(PLANTED))),
        "but sent"
    );
}

#[test]
fn help_names_the_exit_codes_and_the_environment() {
    let stage = Stage::set();
    let said = stage.run("", &["--help"]).expect(0);
    for word in ["Exit codes", "PERIHELION_ENDPOINTS", "PERIHELION_STORE", "PERIHELION_TOKEN", "PERIHELION_DATA_DIR"] {
        assert!(said.out.contains(word), "{word}");
    }
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let stage = Stage::set();
    let mut program = stage.program("demo-premium", &stage.simulator.base_url());
    let mut child = program
        .args(["streams", SINTEL])
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success(), "as under `| head`");
}

#[test]
fn a_source_that_hangs_does_not_hold_the_first_rows_back() {
    let stage = Stage::set();
    let late = Duration::from_secs(6);
    let slow = Knobs { latency_ms: 6000, ..Knobs::default() };
    stage.simulator.set_knobs(Upstream::Comet, slow);
    let said = stage.run("demo-premium", &["streams", SINTEL, "--json"]).expect(0);
    let at = |name: &str| {
        let events = said.events();
        let event = events.iter().find(|event| event["event"] == name).unwrap();
        Duration::from_millis(event["elapsed_ms"].as_u64().unwrap())
    };
    assert!(at("first_row") < late, "{:?}", at("first_row"));
    assert!(at("complete") >= late, "{:?}", at("complete"));
}

/// What the system's own `kill` sends. Elsewhere a console does, which a test has none of.
#[cfg(unix)]
mod signals {
    #![expect(clippy::disallowed_types, reason = "only the system's own tool sends a signal without unsafe code")]

    use std::process::{Command, Stdio};
    use std::time::Instant;

    use super::*;

    #[test]
    fn a_link_that_is_stopped_takes_out_what_it_added() {
        let stage = Stage::with(unplayable());
        let adds = || {
            let requests = stage.simulator.requests();
            requests
                .iter()
                .filter(|request| request.method == "POST" && request.path_and_query.ends_with("/magnets"))
                .count()
        };
        for (run, signal) in ["-INT", "-TERM", "-INT"].into_iter().enumerate() {
            stage.simulator.set_knobs(Upstream::StremThru, Knobs { latency_ms: 600, ..Knobs::default() });
            let before = adds();
            let token = format!("stopped-{run}");
            let base = stage.simulator.base_url();
            let mut program = stage.program(&token, &base);
            let program = program.args(["link", "tt99900001"]).stdout(Stdio::piped()).stderr(Stdio::piped());
            let child = program.spawn().unwrap();
            let began = Instant::now();
            while adds() == before {
                assert!(began.elapsed() < Duration::from_secs(20), "nothing was added");
                stage.block_on(async { tokio::time::sleep(Duration::from_millis(5)).await });
            }
            // While the add is under way, about when it is answered, and afterwards.
            stage.block_on(async { tokio::time::sleep(Duration::from_millis(400 * run as u64)).await });
            assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
            let ended = child.wait_with_output().unwrap();
            let words = String::from_utf8(ended.stderr).unwrap();
            assert_eq!(ended.status.code(), Some(130), "{words}");
            assert!(words.contains("stopping"), "{words}");
            let held = stage.simulator.account().magnets;
            assert!(held.iter().all(|magnet| magnet.token != token), "run {run}: {held:?}");
            stage.simulator.set_knobs(Upstream::StremThru, Knobs::default());
            assert_said(&stage.run(&token, &["added"]).expect(3), &["added nothing"]);
        }
    }
}
