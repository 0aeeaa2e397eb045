//! `simulate`: there when it was built in, and otherwise a command like any unknown one.

use crate::stage::{bare, run};

#[cfg(feature = "simulate")]
#[test]
fn the_simulator_answers_where_it_says() {
    use std::io::{BufRead as _, BufReader};
    use std::process::Stdio;

    use crate::stage::SINTEL;

    let mut arguments = bare();
    arguments.args(["simulate", "--latency", "0", "--torrents", "60", "--json"]);
    let mut simulator = arguments.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut base = String::new();
    BufReader::new(simulator.stdout.take().unwrap()).read_line(&mut base).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut search = bare();
    search.env("PERIHELION_DATA_DIR", folder.path()).env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    search.env("PERIHELION_ENDPOINTS", base.trim()).args(["search", "sintel", "--json"]);
    let said = run(&mut search, b"");
    simulator.kill().unwrap();
    simulator.wait().unwrap();
    assert!(said.expect(0).rows().iter().any(|row| row["id"] == SINTEL), "found at {base}");
    let said = run(bare().args(["simulate", "--torrents", "3"]), b"").expect(2);
    assert!(said.err.contains("--torrents 3"), "{}", said.err);
}

#[cfg(not(feature = "simulate"))]
#[test]
fn without_the_simulator_there_is_no_such_command() {
    let said = run(bare().args(["simulate", "--port", "0"]), b"").expect(2);
    assert!(said.err.contains("simulate"), "{}", said.err);
    assert!(!run(bare().arg("--help"), b"").expect(0).out.contains("simulate"), "nor is it offered");
}
