//! The app's own processes at a desk: started, stopped where they are, waited for.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ExitStatus};

use super::{Desk, signal};
use crate::driver::Page;

impl Desk {
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
        for _ in 0..1600 {
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

    /// Waits until the app is gone by itself.
    pub(crate) async fn ended(&self) {
        for _ in 0..1600 {
            if !self.is_running() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("the app does not end");
    }

    /// Closes the window as its button does, and waits until the app is gone by itself.
    pub(crate) async fn close_window(&self) {
        self.press_close_until_gone().await;
        self.ended().await;
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
}
