//! The session around a desk: screen, bus, keyring, and what never answers in it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use super::{Desk, signal};

impl Desk {
    pub(super) fn start_screen(&mut self) {
        let mut command = Command::new("Xvfb");
        // Else it starts anew when its last window closes, and drops whoever comes at that moment.
        command.args(["-displayfd", "1", "-screen", "0", "1280x820x24", "-nolisten", "tcp", "-noreset"]);
        let number = self.start_and_read_line(command, "screen");
        self.display = format!(":{number}");
    }

    pub(super) fn start_bus(&mut self) {
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
        command.env("HOME", self.home.path()).env("XDG_RUNTIME_DIR", self.home.path());
        self.bus = self.start_and_read_line(command, "bus");
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

    fn start_keyring(&mut self, arguments: &[&str]) -> Child {
        if let Some(mut before) = self.keyring.take() {
            before.kill().unwrap();
            before.wait().unwrap();
        }
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]).args(arguments).stdin(Stdio::piped());
        command.stdout(Stdio::null()).stderr(self.log("keyring")).spawn().unwrap()
    }

    fn await_bus_name(&self, name: &str) {
        for _ in 0..1600 {
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

    fn start_and_read_line(&mut self, mut command: Command, name: &str) -> String {
        let mut process = command.stdout(Stdio::piped()).stderr(self.log(name)).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        self.processes.push(process);
        line.trim().to_owned()
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
        let source = self.write("hang.c", include_bytes!("../hang.c"));
        let library = self.home.path().join("hang.so");
        let made = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).status().unwrap();
        assert!(made.success(), "the C compiler that links the app makes a library too");
        let asked = self.home.path().join("names-asked");
        self.environment.insert("LD_PRELOAD", library.to_string_lossy().into_owned());
        self.environment.insert("HANG_MARK", asked.to_string_lossy().into_owned());
    }
}
