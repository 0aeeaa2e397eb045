//! What stands on a desk's screen: the app's windows, the system's dialogs, and keys pressed where no page is driven.

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, InputFocus};

use super::Desk;

impl Desk {
    /// Leaves a picture of the screen, also where no page is driven.
    pub(crate) fn shot(&self, name: &str) {
        let picture = self.left.join(format!("{name}.png"));
        self.output("import", &["-window", "root", &picture.to_string_lossy()]);
        assert!(picture.exists(), "{} was not taken", picture.display());
    }

    /// Presses a key in the app's window, where no page is driven.
    pub(crate) fn press_key(&self, key: &str) {
        self.output("xdotool", &["search", "--onlyvisible", "--name", "^Perihelion$", "windowfocus", "key", key]);
    }

    /// Presses the window's close button, and does not wait for anything.
    pub(crate) fn press_close(&self) {
        ask_to_close(&self.display);
    }

    /// Presses it until the window is gone: while a window is still being made nobody hears the press.
    pub(crate) async fn press_close_until_gone(&self) {
        for _ in 0..40 {
            self.press_close();
            let gone = tokio::time::timeout(std::time::Duration::from_secs(1), self.window_becomes(false)).await;
            if gone == Ok(true) {
                return;
            }
        }
        panic!("the window does not close");
    }

    /// Takes the keyboard from the app's window, as another program's does.
    pub(crate) fn look_away(&self) {
        let (connection, _) = x11rb::connect(Some(&self.display)).unwrap();
        connection.set_input_focus(InputFocus::NONE, x11rb::NONE, x11rb::CURRENT_TIME).unwrap().check().unwrap();
    }

    /// Waits until the app's window is there, or is not. Returns whether it came to that.
    pub(crate) async fn window_becomes(&self, shown: bool) -> bool {
        for _ in 0..1600 {
            let windows = self.output("xdotool", &["search", "--onlyvisible", "--name", "^Perihelion$"]);
            if windows.trim().is_empty() != shown {
                return true;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        false
    }

    /// The window that stands before the app's own.
    pub(crate) async fn dialog(&self) -> String {
        for _ in 0..1600 {
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
            // The display forgets what it has not read from somebody who is gone, so its answer is waited for.
            screen.send_event(false, window, EventMask::NO_EVENT, message).unwrap().check().unwrap();
        }
    }
}
