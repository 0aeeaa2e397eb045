//! A person's desk for one story: screen, session bus, keyring, home folder, players, and the simulated outside world.

mod app;
mod notices;
mod screen;
mod session;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use perihelion_simulator::{Config, Simulator};
use tempfile::TempDir;

/// Everything is private to the story and gone after it, but for the screenshots and logs.
pub(crate) struct Desk {
    pub(crate) simulator: Simulator,
    home: TempDir,
    left: PathBuf,
    display: String,
    bus: String,
    environment: BTreeMap<&'static str, String>,
    keyring: Option<Child>,
    runs: u32,
    processes: Vec<Child>,
}

impl Drop for Desk {
    fn drop(&mut self) {
        for process in self.processes.iter_mut().chain(&mut self.keyring).rev() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

impl Desk {
    /// A desk with a token given by the environment: most stories are not about the keyring.
    pub(crate) async fn signed_in(story: &str, config: Config) -> Self {
        let desk = Self::bare(story, config).await;
        desk.write("data/settings.json", br#"{"welcomed": true, "theme": "dark"}"#);
        desk.with_token("demo-premium")
    }

    /// A desk as on a first day: no settings, no token.
    pub(crate) async fn bare(story: &str, config: Config) -> Self {
        let simulator = Simulator::start(config).await.unwrap();
        let home = TempDir::new().unwrap();
        let left = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/windows").join(story);
        let _ = std::fs::remove_dir_all(&left);
        std::fs::create_dir_all(&left).unwrap();
        let environment = BTreeMap::from([
            ("PERIHELION_ENDPOINTS", simulator.base_url()),
            ("PERIHELION_DATA_DIR", home.path().join("data").to_string_lossy().into_owned()),
        ]);
        let mut desk = Self {
            environment,
            keyring: None,
            simulator,
            home,
            left,
            display: String::new(),
            bus: String::new(),
            runs: 0,
            processes: Vec::new(),
        };
        desk.start_screen();
        desk.start_bus();
        desk.write("stub_mpv.py", include_bytes!("../stub_mpv.py"));
        desk.write_program("mpv", "exec python3 \"$HOME/stub_mpv.py\" \"$@\"");
        for player in ["vlc", "xdg-open"] {
            desk.write_program(player, "printf '%s\\0' \"$(basename \"$0\")\" \"$@\" >> \"$HOME/played\"\nsleep 2");
        }
        desk
    }

    pub(crate) fn with_token(mut self, token: &str) -> Self {
        self.environment.insert("PERIHELION_TOKEN", token.to_owned());
        self
    }

    /// Several services in their order, each with its token.
    pub(crate) fn with_services<const N: usize>(mut self, services: [(&str, &str); N]) -> Self {
        self.environment.insert("PERIHELION_STORE", services.map(|(name, _)| name).join(","));
        self.with_token(&services.map(|(_, token)| token).join(","))
    }

    /// The app finds this in its environment.
    pub(crate) fn with_environment(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.environment.insert(name, value.into());
        self
    }

    /// The data folder is where it is for everybody, under the home folder: one window alone may stand over it.
    pub(crate) fn with_the_usual_folder(mut self) -> Self {
        self.environment.remove("PERIHELION_DATA_DIR");
        self
    }

    /// The calls players and `xdg-open` got, each a program and its arguments.
    pub(crate) async fn played(&self) -> Vec<String> {
        for _ in 0..1600 {
            if let Ok(text) = std::fs::read_to_string(self.home.path().join("played")) {
                return text.split('\0').filter(|part| !part.is_empty()).map(str::to_owned).collect();
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("no player was started");
    }

    pub(crate) fn forget_played(&self) {
        let _ = std::fs::remove_file(self.home.path().join("played"));
    }

    /// What a program of this session prints.
    pub(crate) fn output(&self, program: &str, arguments: &[&str]) -> String {
        let output = self.command(program).args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Puts a text into the clipboard.
    pub(crate) fn copy(&self, text: &str) {
        // Its process stays to hand the text over; it may hold nothing that is waited for.
        self.output("sh", &["-c", &format!("printf %s '{text}' | xclip -selection clipboard >/dev/null 2>&1")]);
    }

    /// What is in the clipboard.
    pub(crate) fn copied(&self) -> String {
        self.output("xclip", &["-o", "-selection", "clipboard"])
    }

    /// Replaces a stub.
    pub(crate) fn write_program(&self, name: &str, script: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.write(&format!("bin/{name}"), format!("#!/bin/sh\n{script}\n").as_bytes());
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Every byte the app left behind: its data folder and its own output.
    pub(crate) fn everything_left(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        for root in [self.home.path().join("data"), self.left.clone()] {
            collect(&root, &mut files);
        }
        files
    }

    pub(crate) fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.home.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    fn command(&self, program: &str) -> Command {
        let home = self.home.path();
        let mut command = Command::new(program);
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", home.join("bin").display());
        command
            .env_clear()
            .env("PATH", path)
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home)
            .env("LANG", "C.UTF-8")
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("GTK_A11Y", "none")
            .env("NO_AT_BRIDGE", "1")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("TAURI_AUTOMATION", "true")
            .envs(&self.environment);
        command
    }

    fn log(&self, name: &str) -> std::fs::File {
        std::fs::File::create(self.left.join(format!("{name}.log"))).unwrap()
    }
}

fn signal(signal: &str, id: &str) {
    assert!(Command::new("kill").args([signal, id]).status().unwrap().success());
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if let Ok(bytes) = std::fs::read(&path) {
            files.push((path, bytes));
        }
    }
}
