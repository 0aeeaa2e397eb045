//! A person's desk for one story: screen, session bus, keyring, home folder, players, and the simulated outside world.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

use perihelion_simulator::{Config, Simulator};
use tempfile::TempDir;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask};

use crate::driver::Page;

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
        desk.write("stub_mpv.py", include_bytes!("stub_mpv.py"));
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

    /// The same desk with a keyring, as a desktop session has it.
    pub(crate) fn with_keyring(mut self) -> Self {
        self.unlock_keyring("");
        self
    }

    /// Starts the keyring, or starts it anew, with its password typed.
    pub(crate) fn unlock_keyring(&mut self, password: &str) {
        let mut keyring = self.start_keyring(&["--unlock"]);
        writeln!(keyring.stdin.take().unwrap(), "{password}").unwrap();
        self.keyring = Some(keyring);
        self.await_bus_name("org.freedesktop.secrets");
    }

    /// Starts the keyring anew as it is before anybody typed its password.
    pub(crate) fn lock_keyring(&mut self) {
        self.keyring = Some(self.start_keyring(&[]));
        self.await_bus_name("org.freedesktop.secrets");
    }

    /// From now on the keyring answers nobody, as while a prompt waits that nobody sees.
    pub(crate) fn freeze_keyring(&self) {
        signal("-STOP", &self.keyring.as_ref().unwrap().id().to_string());
    }

    /// The outside has a name, and the name server never answers.
    pub(crate) fn hang_names(&mut self) {
        self.preload_hang();
        self.environment.insert("PERIHELION_ENDPOINTS", "http://upstream.example:81".to_owned());
    }

    /// Whoever opens a file whose path has this in it waits for good, as on a server that is gone; `None` ends that.
    pub(crate) fn hang_file(&mut self, name: Option<&str>) {
        self.preload_hang();
        match name {
            Some(name) => drop(self.environment.insert("HANG_FILE", name.to_owned())),
            None => drop(self.environment.remove("HANG_FILE")),
        }
    }

    fn preload_hang(&mut self) {
        let source = self.write("hang.c", include_bytes!("hang.c"));
        let library = self.home.path().join("hang.so");
        let made = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).status().unwrap();
        assert!(made.success(), "the C compiler that links the app makes a library too");
        let asked = self.home.path().join("names-asked");
        self.environment.insert("LD_PRELOAD", library.to_string_lossy().into_owned());
        self.environment.insert("HANG_MARK", asked.to_string_lossy().into_owned());
    }

    fn start_keyring(&mut self, arguments: &[&str]) -> Child {
        if let Some(mut before) = self.keyring.take() {
            before.kill().unwrap();
            before.wait().unwrap();
        }
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]).args(arguments).stdin(Stdio::piped());
        command.stdout(Stdio::null()).stderr(self.log("keyring")).spawn().unwrap()
    }

    /// Opens the app's window.
    pub(crate) async fn open(&mut self) -> Page {
        self.open_with(&[]).await
    }

    /// Opens the app's window with what the system hands over.
    pub(crate) async fn open_with(&mut self, arguments: &[&str]) -> Page {
        self.open_program(Path::new(env!("CARGO_BIN_EXE_perihelion")), arguments).await
    }

    /// Opens the window of a program.
    pub(crate) async fn open_program(&mut self, binary: &Path, arguments: &[&str]) -> Page {
        self.runs += 1;
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = self.command("WebKitWebDriver");
        command.args(["--host=127.0.0.1".to_owned(), format!("--port={port}")]);
        let log = self.log(&format!("app-{}", self.runs));
        let also = log.try_clone().unwrap();
        self.processes.push(command.stdout(log).stderr(also).spawn().unwrap());
        Page::open(&format!("http://127.0.0.1:{port}"), (binary, arguments), &self.display, self.left.clone()).await
    }

    /// Starts the app without a driver.
    pub(crate) fn start(&self) -> Child {
        self.command(env!("CARGO_BIN_EXE_perihelion")).spawn().unwrap()
    }

    /// Leaves a picture of the screen, also where no page is driven.
    pub(crate) fn shot(&self, name: &str) {
        let picture = self.left.join(format!("{name}.png"));
        self.output("import", &["-window", "root", &picture.to_string_lossy()]);
        assert!(picture.exists(), "{} was not taken", picture.display());
    }

    /// Starts the app once more beside its window and waits for its end.
    pub(crate) fn start_again(&self, arguments: &[&str]) -> ExitStatus {
        self.command(env!("CARGO_BIN_EXE_perihelion")).args(arguments).status().unwrap()
    }

    /// Starts the app once more and goes on.
    pub(crate) fn start_beside(&mut self) {
        self.start_beside_with(&[]);
    }

    /// The same, with what the system hands over.
    pub(crate) fn start_beside_with(&mut self, arguments: &[&str]) {
        self.runs += 1;
        let log = self.log(&format!("app-{}", self.runs));
        let also = log.try_clone().unwrap();
        let mut command = self.command(env!("CARGO_BIN_EXE_perihelion"));
        self.processes.push(command.args(arguments).stdout(log).stderr(also).spawn().unwrap());
    }

    /// The id of the process that was started last.
    pub(crate) fn last_started(&self) -> String {
        self.processes.last().unwrap().id().to_string()
    }

    /// Presses a key in the app's window, where no page is driven.
    pub(crate) fn press_key(&self, key: &str) {
        self.output("xdotool", &["search", "--onlyvisible", "--name", "^Perihelion$", "windowfocus", "key", key]);
    }

    /// Presses the window's close button, and does not wait for anything.
    pub(crate) fn press_close(&self) {
        ask_to_close(&self.display);
    }

    /// Waits until the app's window is there, or is not. Returns whether it came to that.
    pub(crate) async fn window_becomes(&self, shown: bool) -> bool {
        for _ in 0..400 {
            let windows = self.output("xdotool", &["search", "--onlyvisible", "--name", "^Perihelion$"]);
            if windows.trim().is_empty() != shown {
                return true;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        false
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

    /// Closes the window as its button does, and waits until the app is gone by itself.
    pub(crate) async fn close_window(&self) {
        self.press_close();
        self.ended().await;
    }

    /// Waits until the app is gone by itself.
    pub(crate) async fn ended(&self) {
        for _ in 0..400 {
            if !self.is_running() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("the app does not end");
    }

    /// Stops the app's one process where it is, and returns its id.
    pub(crate) fn pause(&self) -> String {
        let ids = self.processes_of(Path::new(env!("CARGO_BIN_EXE_perihelion")));
        let [id] = &ids[..] else { panic!("one process, not {ids:?}") };
        signal("-STOP", id);
        id.clone()
    }

    /// Kills the app's one process as a power cut would, and waits until it is gone.
    pub(crate) async fn kill(&self) {
        let ids = self.processes_of(Path::new(env!("CARGO_BIN_EXE_perihelion")));
        let [id] = &ids[..] else { panic!("one process, not {ids:?}") };
        signal("-KILL", id);
        assert!(self.ends_process(id).await, "it cannot refuse");
    }

    /// Lets a process that was stopped go on.
    pub(crate) fn resume(id: &str) {
        signal("-CONT", id);
    }

    /// Waits until a process of the app is gone. Returns whether it came to that.
    pub(crate) async fn ends_process(&self, id: &str) -> bool {
        for _ in 0..400 {
            let ids = self.processes_of(Path::new(env!("CARGO_BIN_EXE_perihelion")));
            if !ids.iter().any(|running| running == id) {
                return true;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        false
    }

    /// Whether the app's process is there.
    pub(crate) fn is_running(&self) -> bool {
        !self.processes_of(Path::new(env!("CARGO_BIN_EXE_perihelion"))).is_empty()
    }

    /// The ids of this desk's processes of a program.
    pub(crate) fn processes_of(&self, program: &Path) -> Vec<String> {
        let home = self.home.path().to_string_lossy().into_owned();
        let processes = std::fs::read_dir("/proc").unwrap().flatten().map(|process| process.path());
        let ours = processes.filter(|process| {
            std::fs::read_link(process.join("exe")).is_ok_and(|exe| exe == program)
                && std::fs::read(process.join("environ"))
                    .is_ok_and(|environment| String::from_utf8_lossy(&environment).contains(&home))
        });
        ours.filter_map(|process| Some(process.file_name()?.to_string_lossy().into_owned())).collect()
    }

    /// Whether a window of this name is on the screen.
    pub(crate) fn shows_window(&self, name: &str) -> bool {
        let windows = self.output("xdotool", &["search", "--onlyvisible", "--name", &format!("^{name}$")]);
        windows.lines().any(|line| !line.trim().is_empty())
    }

    pub(crate) fn forget_played(&self) {
        let _ = std::fs::remove_file(self.home.path().join("played"));
    }

    /// The window that stands before the app's own.
    pub(crate) async fn dialog(&self) -> String {
        for _ in 0..400 {
            let windows = self.output("xdotool", &["search", "--onlyvisible", "--class", "perihelion"]);
            let others: Vec<&str> = windows
                .lines()
                .filter(|id| self.output("xdotool", &["getwindowname", id]).trim() != "Perihelion")
                .collect();
            if let [dialog] = others[..] {
                return dialog.to_owned();
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("no dialog opens: {}", self.output("xdotool", &["search", "--onlyvisible", ""]));
    }

    /// Types into a window as a keyboard does, and Enter.
    pub(crate) fn type_into_window(&self, window: &str, text: &str) {
        self.output("xdotool", &["windowfocus", "--sync", window, "type", "--delay", "20", text]);
        self.output("xdotool", &["sleep", "0.5", "key", "Return"]);
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

    fn start_screen(&mut self) {
        let mut command = Command::new("Xvfb");
        // Else it starts anew when its last window closes, and drops whoever comes at that moment.
        command.args(["-displayfd", "1", "-screen", "0", "1280x820x24", "-nolisten", "tcp", "-noreset"]);
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
            #[expect(clippy::disallowed_methods, reason = "a test waits on its own thread")]
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        panic!("{name} does not appear on the session bus");
    }
}

fn signal(signal: &str, id: &str) {
    assert!(Command::new("kill").args([signal, id]).status().unwrap().success());
}

/// What a window manager sends when the close button is clicked.
fn ask_to_close(display: &str) {
    let (screen, root) = x11rb::connect(Some(display)).unwrap();
    let root = screen.setup().roots[root].root;
    let atom = |name: &str| screen.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
    let (protocols, delete) = (atom("WM_PROTOCOLS"), atom("WM_DELETE_WINDOW"));
    for window in screen.query_tree(root).unwrap().reply().unwrap().children {
        let named = screen.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64).unwrap().reply();
        if named.is_ok_and(|name| name.value == b"Perihelion") {
            let message = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
            screen.send_event(false, window, EventMask::NO_EVENT, message).unwrap();
        }
    }
    screen.flush().unwrap();
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
