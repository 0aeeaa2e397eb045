//! An addon served by the SDK that addons are made with, added and asked from the command line.

#![expect(clippy::disallowed_types, reason = "a test that starts another program")]

use std::io::{BufRead as _, BufReader, ErrorKind};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use crate::stage::{SINTEL, Stage, run};

const BUNNY: &str = "tt1254207";

/// The addon; it ends when this is dropped.
struct Addon {
    child: Child,
    manifest: String,
}

impl Addon {
    /// Returns `None` without Node.js, which `./test` asks for.
    fn start() -> Option<Self> {
        static PACKAGES: OnceLock<()> = OnceLock::new();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/addon-sdk");
        if Command::new("node").arg("--version").output().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            eprintln!("skipped: node is missing");
            return None;
        }
        // One test brings its packages, and the others wait for them; npm writes this file last.
        PACKAGES.get_or_init(|| {
            if !folder.join("node_modules/.package-lock.json").exists() {
                let quiet = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
                assert!(Command::new("npm").args(quiet).current_dir(&folder).status().unwrap().success());
            }
        });
        let mut node = Command::new("node");
        node.arg("serve.mjs").current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = node.spawn().unwrap();
        let mut manifest = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut manifest).unwrap();
        Some(Self { child, manifest: manifest.trim().to_owned() })
    }
}

impl Drop for Addon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn event(events: &[Value], name: &str) -> Value {
    events.iter().find(|event| event["event"] == name).cloned().unwrap_or_else(|| panic!("{name} in {events:?}"))
}

#[test]
fn an_addon_made_with_the_sdk_is_read_in_every_form_it_serves() {
    let Some(addon) = Addon::start() else { return };
    let stage = Stage::set();
    let added = stage.run("demo-premium", &["sources", "add", "addon", &addon.manifest, "--json"]).expect(0).rows();
    assert_eq!((&added[0]["source"], &added[0]["label"]), (&"own-1".into(), &"Meadow".into()));

    let ask = |id: &str| stage.run("demo-premium", &["streams", id, "--json", "--title", "X", "--sources", "own-1"]);
    let said = ask(SINTEL).expect(0);
    let row = |digit: &str| {
        let hash = digit.repeat(40);
        said.rows().into_iter().find(|row| row["info_hash"] == *hash).unwrap_or_else(|| panic!("{}", said.out))
    };
    assert_eq!(row("1")["title"], "Sintel.2010.480p.in.name.only");
    let plain = row("2");
    assert_eq!((&plain["title"], &plain["size"]), (&"Sintel.2010.720p.WEB".into(), &734_003_200.into()));
    assert_eq!((&plain["seeders"], &plain["tracker"]), (&12.into(), &"Orchard".into()));
    let pointed = row("3");
    assert_eq!(pointed["file_name"], "Sintel.2010.1080p.BluRay.mkv");
    assert_eq!((&pointed["size"], &pointed["file_size"]), (&40_800_000_000_u64.into(), &1_288_490_189.into()));
    assert_eq!(event(&said.events(), "source_ended")["dropped"]["notice"], 1);

    let reason = event(&ask(BUNNY).events(), "source_failed")["error"].to_string();
    assert!(reason.contains("Not released yet."), "{reason}");
    assert_eq!(event(&ask("tt0000001").events(), "source_ended")["count"], 0, "nothing known is no failure");
}

#[test]
fn an_addons_own_links_are_rows_that_can_be_linked_without_an_account() {
    let Some(addon) = Addon::start() else { return };
    let stage = Stage::set();
    let run = |arguments: &[&str]| {
        let mut program = stage.program("", &stage.simulator.base_url());
        run(program.env_remove("PERIHELION_TOKEN").env("RUST_LOG", "trace").args(arguments), b"")
    };
    run(&["sources", "add", "addon", &addon.manifest]).expect(0);
    let what = ["tt0000002", "--json", "--title", "Sintel", "--sources", "own-1"];
    let said = run(&[&["streams"], &what[..]].concat()).expect(0);
    let rows = said.rows();
    assert_eq!(event(&said.events(), "source_ended")["dropped"], serde_json::json!({ "notice": 1 }));
    assert_eq!(rows.len(), 4);
    let row = |title: &str| rows.iter().find(|row| row["title"] == title).unwrap_or_else(|| panic!("{}", said.out));
    let film = row("Sintel.2010.1080p.WEB-DL");
    assert_eq!(
        (&film["link_only"], &film["cached"], &film["file_size"]),
        (&true.into(), &true.into(), &3_221_225_472_u64.into())
    );
    let link = serde_json::json!([{
        "source": "own-1", "kind": "direct", "cache_state": "cached", "headers": ["x-meadow-key"], "not_web_ready": true,
    }]);
    assert_eq!(film["links"], link);
    let dead = row("Sintel.2010.2160p.WEB-DL");
    assert_eq!((&dead["link_only"], &dead["info_hash"]), (&false.into(), &"5".repeat(40).into()));
    let last: Vec<&Value> = rows[2..].iter().map(|row| &row["links"][0]["kind"]).collect();
    assert!(last.contains(&&"external".into()) && last.contains(&&"youtube".into()), "{last:?}");
    assert!(!said.out.contains("planted") && !said.err.contains("planted"), "{} {}", said.out, said.err);

    let linked = run(&[&["link"], &what[..]].concat()).expect(0);
    let result = &linked.rows()[0];
    assert_eq!((&result["service"], &result["file_name"]), (&"own-1".into(), &"Sintel.2010.1080p.WEB-DL.mkv".into()));
    assert_eq!(
        result["headers"],
        serde_json::json!({ "x-meadow-key": "planted-header" }),
        "what the link is asked with"
    );
    assert!(result["link"].as_str().unwrap().contains("/play/"));
    assert!(!linked.err.contains("planted"), "{}", linked.err);
    assert!(linked.events().iter().any(|event| event["event"] == "candidate_failed" && event["service"] == "own-1"));
    let text = run(&[&["link"], &what[..1], &what[2..]].concat()).expect(0);
    assert!(text.err.contains("Meadow") && text.err.contains("x-meadow-key: planted-header"), "{}", text.err);
    assert_eq!(run(&[&["link"], &what[..], &["--service", "own-1"]].concat()).expect(0).rows().len(), 1);
    assert_eq!(stage.written_with("planted"), [""; 0]);

    // It plays without an account as well: the player is given the link that leads to the film.
    #[cfg(unix)]
    {
        let programs = tempfile::tempdir().unwrap();
        write_program(&programs.path().join("mpv"), "#!/bin/sh\nprintf '%s\\n' \"$@\" >> \"$0.given\"\n");
        let path = format!("{}:/usr/bin:/bin", programs.path().display());
        let mut program = stage.program("", &stage.simulator.base_url());
        let program = program.env_remove("PERIHELION_TOKEN").env("PATH", path).args(["play", "tt0000002", "--json"]);
        let played = crate::stage::run(program, b"");
        let given = std::fs::read_to_string(programs.path().join("mpv.given")).unwrap_or_default();
        assert!(given.contains("/Sintel.2010.1080p.WEB-DL.mkv"), "{given} {} {}", played.code, played.err);
        assert!(!played.out.contains("planted") && !played.err.contains("planted"), "{} {}", played.out, played.err);
    }
}

#[cfg(unix)]
fn write_program(path: &Path, script: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::write(path, script).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn an_address_that_cannot_be_kept_is_not_added() {
    let Some(addon) = Addon::start() else { return };
    let stage = Stage::set();
    let configured = addon.manifest.replace("/manifest.json", "/%7B%22key%22%3A%22planted%22%7D/manifest.json");
    let refused = stage.run("demo-premium", &["sources", "add", "addon", &configured]).expect(1);
    assert!(refused.err.contains("cannot be kept") && !refused.err.contains("planted"), "{}", refused.err);
    assert_eq!(stage.run("demo-premium", &["sources", "list"]).expect(0).out, "");
    assert_eq!(
        stage
            .run("demo-premium", &["streams", SINTEL, "--json", "--sources", "comet"])
            .expect(0)
            .events()
            .iter()
            .filter(|event| event["event"] == "source_failed")
            .count(),
        0
    );
}
