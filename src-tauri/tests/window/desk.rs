//! A person's desk for one story: screen, session bus, keyring, home folder, players, and the simulated outside world.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use perihelion_simulator::{Config, Simulator};
use tempfile::TempDir;

use crate::driver::Page;

/// Everything is private to the story and gone after it, but for the screenshots and logs.
pub(crate) struct Desk {
    pub(crate) simulator: Simulator,
    home: TempDir,
    left: PathBuf,
    display: String,
    bus: String,
    token: Option<String>,
    endpoints: String,
    runs: u32,
    processes: Vec<Child>,
}

impl Drop for Desk {
    fn drop(&mut self) {
        for process in self.processes.iter_mut().rev() {
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
        let mut desk = Self {
            endpoints: simulator.base_url(),
            simulator,
            home,
            left,
            display: String::new(),
            bus: String::new(),
            token: None,
            runs: 0,
            processes: Vec::new(),
        };
        desk.start_screen();
        desk.start_bus();
        for player in ["mpv", "vlc", "xdg-open"] {
            desk.write_program(player, "printf '%s\\0' \"$(basename \"$0\")\" \"$@\" >> \"$HOME/played\"\nsleep 2");
        }
        desk
    }

    pub(crate) fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// The same desk with a keyring, as a desktop session has it.
    pub(crate) fn with_keyring(mut self) -> Self {
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]).stdin(Stdio::piped());
        let mut keyring = command.stdout(Stdio::null()).stderr(self.log("keyring")).spawn().unwrap();
        keyring.stdin.take().unwrap().write_all(b"\n").unwrap();
        self.processes.push(keyring);
        self.await_bus_name("org.freedesktop.secrets");
        self
    }

    /// Opens the app's window.
    pub(crate) async fn open(&mut self) -> Page {
        self.runs += 1;
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = self.command("WebKitWebDriver");
        command.args(["--host=127.0.0.1".to_owned(), format!("--port={port}")]);
        let log = self.log(&format!("app-{}", self.runs));
        let also = log.try_clone().unwrap();
        self.processes.push(command.stdout(log).stderr(also).spawn().unwrap());
        let binary = env!("CARGO_BIN_EXE_perihelion");
        Page::open(&format!("http://127.0.0.1:{port}"), binary, &self.display, self.left.clone()).await
    }

    /// The calls players and `xdg-open` got, each a program and its arguments.
    pub(crate) async fn played(&self) -> Vec<String> {
        for _ in 0..400 {
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

    fn write(&self, name: &str, content: &[u8]) -> PathBuf {
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
            .env("PERIHELION_DATA_DIR", home.join("data"))
            .env("PERIHELION_ENDPOINTS", &self.endpoints);
        if let Some(token) = &self.token {
            command.env("PERIHELION_TOKEN", token);
        }
        command
    }

    fn log(&self, name: &str) -> std::fs::File {
        std::fs::File::create(self.left.join(format!("{name}.log"))).unwrap()
    }

    fn start_screen(&mut self) {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1280x820x24", "-nolisten", "tcp"]);
        let number = self.start_and_read_line(command, "screen");
        self.display = format!(":{number}");
    }

    fn start_bus(&mut self) {
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
        command.env("HOME", self.home.path()).env("XDG_RUNTIME_DIR", self.home.path());
        self.bus = self.start_and_read_line(command, "bus");
    }

    fn start_and_read_line(&mut self, mut command: Command, name: &str) -> String {
        let mut process = command.stdout(Stdio::piped()).stderr(self.log(name)).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        self.processes.push(process);
        line.trim().to_owned()
    }

    fn await_bus_name(&self, name: &str) {
        for _ in 0..400 {
            let names = self.output(
                "dbus-send",
                &["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames"],
            );
            if names.contains(name) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        panic!("{name} does not appear on the session bus");
    }
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
