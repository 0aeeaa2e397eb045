//! The session bus of the desktop, before anything asks it. One that takes connections and never answers would hold up the
//! search for a first start, the toolkit and the keyring for good, so the program then goes on without it.

use std::os::unix::process::CommandExt as _;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use zbus::blocking::Connection;

const ADDRESS: &str = "DBUS_SESSION_BUS_ADDRESS";
/// What every library takes for no bus, without looking for another.
const DISABLED: &str = "disabled:";
/// The most time for a greeting, which takes a few milliseconds.
const ANSWERS_WITHIN: Duration = Duration::from_secs(3);

/// Starts the program anew in its own place, without a session bus, if that does not answer. One that refuses holds up nobody.
pub(crate) fn leave_out_if_silent() {
    let (greeted, answer) = mpsc::channel();
    thread::spawn(move || greeted.send(Connection::session().is_ok()));
    if answer.recv_timeout(ANSWERS_WITHIN) != Err(mpsc::RecvTimeoutError::Timeout) {
        return;
    }
    #[expect(clippy::disallowed_types, reason = "it is this very program, with what it was given")]
    let mut again = std::process::Command::new("/proc/self/exe");
    let mut arguments = std::env::args_os();
    again.arg0(arguments.next().unwrap_or_default()).args(arguments).env(ADDRESS, DISABLED);
    // It returns only if the program could not be started; then this one goes on.
    let _ = again.exec();
}

/// Returns whether this start goes without a session bus.
pub(crate) fn is_left_out() -> bool {
    std::env::var_os(ADDRESS).is_some_and(|address| address == DISABLED)
}
