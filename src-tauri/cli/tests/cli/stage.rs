//! Owns what the tests play on: a simulator on a runtime of its own, and the program with an environment of its own.

#![expect(clippy::disallowed_types, reason = "a test of the real command line starts it")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use perihelion_simulator::{Config, Simulator};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub(crate) const SINTEL: &str = "tt1727587";

pub(crate) struct Stage {
    pub(crate) simulator: Simulator,
    // Serves on its own threads while the program runs in front.
    runtime: Runtime,
    folder: TempDir,
}

/// How the program ended and what it said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Stage {
    pub(crate) fn set() -> Self {
        Self::with(Config { torrents: 300, ..Config::quick() })
    }

    pub(crate) fn with(config: Config) -> Self {
        let runtime = Runtime::new().unwrap();
        let simulator = runtime.block_on(Simulator::start(config)).unwrap();
        Self { simulator, runtime, folder: tempfile::tempdir().unwrap() }
    }

    /// Runs beside the simulator.
    pub(crate) fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// The program against the simulator, with `token`.
    pub(crate) fn run(&self, token: &str, arguments: &[&str]) -> Said {
        let base = self.simulator.base_url();
        run(self.program(token, &base).args(arguments), b"")
    }

    /// Where the program keeps its files.
    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// The files of the data folder that hold a text.
    pub(crate) fn written_with(&self, text: &str) -> Vec<String> {
        let mut folders = vec![self.folder.path().join("data")];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if std::fs::read(&path).unwrap().windows(text.len()).any(|part| part == text.as_bytes()) {
                    found.push(path.display().to_string());
                }
            }
        }
        found
    }

    /// The program with nothing in its environment but what is said here.
    pub(crate) fn program(&self, token: &str, endpoints: &str) -> Command {
        let mut program = bare();
        program.env("HOME", self.folder.path()).env("PERIHELION_DATA_DIR", self.folder.path().join("data"));
        // Where no keyring answers: the person's own tokens are none of a test's business.
        program.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        program.env("PERIHELION_ENDPOINTS", endpoints).env("PERIHELION_TOKEN", token);
        program
    }
}

pub(crate) fn bare() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_perihelion-cli"));
    program.env_clear();
    // Without it Windows opens no sockets.
    program.envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
    program
}

pub(crate) fn run(program: &mut Command, input: &[u8]) -> Said {
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that reads no input closes it, which is no failure.
    let _ = stdin.write_all(input);
    drop(stdin);
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    Said {
        code: status.code().unwrap(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

impl Said {
    /// Each line of stdout as JSON.
    pub(crate) fn rows(&self) -> Vec<Value> {
        json(&self.out)
    }

    /// Each line of stderr as JSON.
    pub(crate) fn events(&self) -> Vec<Value> {
        json(&self.err)
    }

    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stderr: {}", self.err);
        self
    }
}

fn json(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line:?}"));
            assert!(value.is_object(), "one object a line: {line}");
            value
        })
        .collect()
}
