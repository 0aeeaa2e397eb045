//! What packages install beside the program, and what a bug report takes along.

use std::io::Read as _;

use crate::stage::{Stage, bare, run};

#[test]
fn every_command_has_a_manual_page_and_every_shell_its_completions() {
    let folder = tempfile::tempdir().unwrap();
    run(bare().arg("manual").arg(folder.path()), b"").expect(0);
    let page = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(page("perihelion-cli.1").contains("perihelion\\-cli\\-streams(1)"));
    assert!(page("perihelion-cli-link.1").contains("direct link"));
    for shell in ["bash", "zsh", "fish"] {
        let said = run(bare().args(["completions", shell]), b"").expect(0);
        assert!(said.out.contains("perihelion-cli") && said.out.contains("streams"), "{shell}: {}", said.out);
    }
}

#[test]
fn the_report_for_a_bug_is_written_and_holds_no_token() {
    let stage = Stage::set();
    let place = tempfile::tempdir().unwrap();
    let mut program = stage.program("planted-token", &stage.simulator.base_url());
    let said = run(program.arg("doctor").current_dir(place.path()), b"").expect(0);
    assert!(said.out.contains("settings.json") && said.out.contains("Nothing has been sent"), "{}", said.out);
    let entry = std::fs::read_dir(place.path()).unwrap().next().unwrap().unwrap();
    let name = entry.file_name().into_string().unwrap();
    let named = name.strip_prefix("perihelion-report-").and_then(|rest| rest.strip_suffix(".zip"));
    assert!(named.is_some(), "{name}");
    let mut archive = zip::ZipArchive::new(std::fs::File::open(entry.path()).unwrap()).unwrap();
    let mut whole = String::new();
    for at in 0..archive.len() {
        archive.by_index(at).unwrap().read_to_string(&mut whole).unwrap();
    }
    assert!(whole.contains("perihelion-cli ") && !whole.contains("planted"), "{whole}");
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_could_not_be_written_are_a_failure() {
    use std::process::Stdio;

    let stage = Stage::set();
    for arguments in [&["search", "sintel"][..], &["completions", "bash"], &["sources"]] {
        let mut program = stage.program("demo-premium", &stage.simulator.base_url());
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let ended =
            program.args(arguments).stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains("No space left"), "{arguments:?}: {said}");
    }
}
