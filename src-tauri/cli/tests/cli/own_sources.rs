//! Sources of the person's own, added from several terminals at once, and from one that no keyring serves.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::loopback::{manifest, serve};
use crate::stage::Stage;

/// An addon whose address holds nothing but its host, so that it can be kept without a keyring. Serves until the test
/// ends.
fn public_addon() -> String {
    let manifest = manifest("Meadow").to_string();
    format!("{}/manifest.json", serve(move |_| Some(manifest.clone().into_bytes())))
}

fn settings(stage: &Stage) -> PathBuf {
    stage.data().join("settings.json")
}

#[test]
fn each_of_twenty_that_are_added_at_once_is_kept() {
    let stage = Stage::set();
    std::fs::create_dir_all(stage.data()).unwrap();
    let known = json!({"from_the_future": 7, "theme": "neon", "player": "vlc", "sources": {"parallel": 3}});
    std::fs::write(settings(&stage), known.to_string()).unwrap();
    let base = stage.simulator.base_url();
    let address = public_addon();
    let adding: Vec<_> = (0..20)
        .map(|number| {
            let mut program = stage.program("", &base);
            let label = format!("Meadow {number}");
            program.args(["sources", "add", "addon", &address, "--label", &label]);
            program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut done = BTreeSet::new();
    for child in adding {
        let ended = child.wait_with_output().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        let (name, label) = std::str::from_utf8(&ended.stdout).unwrap().trim().split_once("  ").unwrap();
        done.insert((name.to_owned(), label.to_owned()));
    }
    let kept = stage.run("", &["sources", "list", "--json"]).expect(0).rows();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let kept: BTreeSet<_> = kept.iter().map(|row| (text(&row["source"]), text(&row["label"]))).collect();
    assert_eq!(kept.len(), 20);
    assert_eq!(kept, done, "each under the name that was said");
    let saved: Value = serde_json::from_slice(&std::fs::read(settings(&stage)).unwrap()).unwrap();
    let others = [&saved["from_the_future"], &saved["theme"], &saved["player"], &saved["sources"]["parallel"]];
    assert_eq!(others, [&json!(7), &json!("neon"), &json!("vlc"), &json!(3)], "what was there before stays");

    let removing: Vec<_> = kept
        .iter()
        .map(|(name, _)| {
            let mut program = stage.program("", &base);
            program.args(["sources", "remove", name]);
            program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in removing {
        assert!(child.wait().unwrap().success());
    }
    assert!(stage.run("", &["sources", "list"]).expect(0).out.is_empty());
}

/// Other systems always have a keyring.
#[cfg(target_os = "linux")]
#[test]
fn an_address_that_no_keyring_takes_is_refused_and_nothing_of_it_stays() {
    use crate::stage::SINTEL;

    let stage = Stage::set();
    let base = stage.simulator.base_url();
    for arguments in [
        &["sources", "add", "addon", &format!("{base}/addon/planted-secret/manifest.json")][..],
        &["sources", "add", "torznab", &format!("{base}/torznab/api"), "--key", "planted-secret"],
    ] {
        let said = stage.run("", arguments).expect(1);
        assert!(said.err.contains("not added") && said.err.contains("keyring"), "{}", said.err);
        assert!(!said.err.contains("planted-secret"), "{}", said.err);
    }
    assert!(stage.run("", &["sources", "list"]).expect(0).out.is_empty());
    let events = stage.run("demo-premium", &["streams", SINTEL, "--json"]).expect(0).events();
    assert!(!events.iter().any(|event| event["source"] == "own-1"), "no later run asks half of it");
    // The same place takes a public one.
    let said = stage.run("", &["sources", "add", "addon", &public_addon()]).expect(0);
    assert!(said.out.starts_with("own-1 "), "{}", said.out);
}

#[test]
fn settings_that_cannot_be_read_are_not_overwritten() {
    let stage = Stage::set();
    // A folder in the file's place makes reading fail, also for root.
    std::fs::create_dir_all(settings(&stage).join("inside")).unwrap();
    let address = public_addon();
    let said = stage.run("", &["sources", "add", "addon", &address]).expect(1);
    assert!(said.err.contains("could not be read"), "{}", said.err);
    assert!(settings(&stage).join("inside").is_dir());
}

#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_types, reason = "a test of the real command line starts it")]
fn no_other_user_can_read_what_a_run_leaves() {
    use std::os::unix::fs::PermissionsExt as _;

    use crate::stage::{SINTEL, run};

    let stage = Stage::set();
    let base = stage.simulator.base_url();
    let address = public_addon();
    let program = env!("CARGO_BIN_EXE_perihelion-cli");
    for arguments in [format!("sources add addon {address}"), format!("link {SINTEL}"), "search sintel".to_owned()] {
        let mut shell = std::process::Command::new("/bin/sh");
        shell.args(["-c", &format!("umask 000; exec {program} {arguments}")]).env_clear();
        for (name, value) in stage.program("demo-premium", &base).get_envs() {
            shell.env(name, value.unwrap_or_default());
        }
        run(&mut shell, b"").expect(0);
    }
    let mut seen = Vec::new();
    let mut folders = vec![stage.data()];
    while let Some(folder) = folders.pop() {
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                assert_eq!(mode(&path), 0o600, "{}", path.display());
                seen.push(path.file_name().unwrap().to_string_lossy().into_owned());
            }
        }
    }
    for name in ["settings.json", "library.db", "ledger.db", "cache.db"] {
        assert!(seen.iter().any(|seen| seen == name), "{name} in {seen:?}");
    }
}
