//! Connections whose traffic is counted, as `NetworkManager` tells it: a small one of its own on a bus of its own, with the whole
//! program as its listener.

#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_types, reason = "the test starts a bus and the program")]

use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;
use zbus::connection::Builder;
use zbus::object_server::InterfaceRef;

use crate::download::{SHOW, name, show};
use crate::stage::Stage;

const NAME: &str = "org.freedesktop.NetworkManager";
const PATH: &str = "/org/freedesktop/NetworkManager";

/// A bus of the system's kind, until it is dropped.
struct Bus {
    process: Child,
    address: String,
}

impl Bus {
    fn start() -> Self {
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--print-address"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let address = BufReader::new(process.stdout.take().unwrap()).lines().next().unwrap().unwrap();
        Self { process, address }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What `NetworkManager` tells.
struct Manager {
    metered: u32,
}

#[zbus::interface(name = "org.freedesktop.NetworkManager")]
impl Manager {
    #[zbus(property)]
    fn metered(&self) -> u32 {
        self.metered
    }
}

async fn manager(bus: &Bus, metered: u32) -> zbus::Connection {
    let builder = Builder::address(bus.address.as_str()).unwrap();
    builder.serve_at(PATH, Manager { metered }).unwrap().name(NAME).unwrap().build().await.unwrap()
}

async fn now(manager: &zbus::Connection, metered: u32) {
    let interface: InterfaceRef<Manager> = manager.object_server().interface(PATH).await.unwrap();
    interface.get_mut().await.metered = metered;
    interface.get().await.metered_changed(interface.signal_emitter()).await.unwrap();
}

fn download(stage: &Stage, bus: &Bus, folder: &Path, more: &[&str]) -> (Child, Lines<BufReader<ChildStdout>>) {
    let mut program = stage.program("demo-premium", &stage.simulator.base_url());
    program.env("DBUS_SYSTEM_BUS_ADDRESS", &bus.address);
    program.args(["download", &format!("{SHOW}:1:1"), "--json", "--to"]).arg(folder).args(more);
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    (child, lines)
}

/// Reads until a line of this event, and returns it.
fn until(lines: &mut Lines<BufReader<ChildStdout>>, event: &str) -> Value {
    let mut values = lines.map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    values.find(|line| line["event"] == event).unwrap_or_else(|| panic!("no {event} was told"))
}

/// A stage whose downloads take a moment.
fn slow_stage() -> Stage {
    let stage = Stage::with(show());
    std::fs::create_dir_all(stage.data()).unwrap();
    std::fs::write(stage.data().join("settings.json"), r#"{"downloads": {"limit_kb": 500}}"#).unwrap();
    stage
}

#[test]
fn nothing_comes_over_a_counted_connection_until_there_is_another() {
    let (stage, bus, folder) = (slow_stage(), Bus::start(), tempfile::tempdir().unwrap());
    let manager = stage.block_on(manager(&bus, 1));
    let (mut child, mut lines) = download(&stage, &bus, folder.path(), &[]);
    until(&mut lines, "metered");
    assert!(!folder.path().join(name(1)).exists());
    stage.block_on(now(&manager, 4));
    let come = until(&mut lines, "progress")["bytes"].as_u64().unwrap();
    stage.block_on(now(&manager, 3));
    let held = until(&mut lines, "metered");
    assert!(held["bytes"].as_u64().unwrap() >= come, "what has come stays: {held}");
    // It is not known any more.
    drop(manager);
    until(&mut lines, "done");
    assert!(child.wait().unwrap().success());
    assert!(folder.path().join(name(1)).is_file());
}

#[test]
fn by_hand_it_comes_over_a_counted_connection_too() {
    let (stage, bus, folder) = (slow_stage(), Bus::start(), tempfile::tempdir().unwrap());
    let _manager = stage.block_on(manager(&bus, 1));
    let (mut child, lines) = download(&stage, &bus, folder.path(), &["--metered"]);
    let events: Vec<Value> = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    assert!(child.wait().unwrap().success());
    assert!(events.iter().all(|line| line["event"] != "metered"), "{events:?}");
    assert!(folder.path().join(name(1)).is_file());
}
