//! How the web view paints where there is no graphics card.

use std::fs::OpenOptions;
use std::path::Path;

use gtk::glib;
use gtk::prelude::*;

/// What WebKitGTK reads when its first view is made. Its hardware acceleration policy is no match: with that it keeps the layers.
const WITHOUT_LAYERS: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Has pages painted straight into their window where no graphics card would blend their layers. The processor would blend the
/// whole window for every blink of a caret, and keep a picture of each layer in memory. What the person set stays. Call it before
/// there is another thread: the environment is the process's.
pub(crate) fn fit() {
    if !has_graphics_card(Path::new("/dev/dri")) {
        // It fails for names that no variable can have.
        let _ = glib::setenv(WITHOUT_LAYERS, "1", false);
    }
}

/// Has pages that are painted so told that the person prefers little movement: without layers WebKitGTK paints the whole window
/// for each picture of a movement, and what the page does meanwhile waits for it. Call it once GTK is started, and before the window
/// opens.
pub(crate) fn calm() {
    let paints_whole = std::env::var_os(WITHOUT_LAYERS).is_some_and(|set| set != "0");
    if let Some(settings) = gtk::Settings::default().filter(|_| paints_whole) {
        settings.set_gtk_enable_animations(false);
    }
}

/// Returns whether a graphics card among the devices can be used by this user.
fn has_graphics_card(devices: &Path) -> bool {
    let Ok(devices) = devices.read_dir() else { return false };
    let mut cards = devices.flatten().filter(|device| device.file_name().to_string_lossy().starts_with("renderD"));
    cards.any(|card| OpenOptions::new().read(true).write(true).open(card.path()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::has_graphics_card;

    #[test]
    fn only_a_card_that_can_be_opened_counts() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_graphics_card(&folder.path().join("none")));
        std::fs::write(folder.path().join("card0"), "").unwrap();
        // There, and cannot be opened for writing. Root could open a file whatever its permissions.
        std::fs::create_dir(folder.path().join("renderD128")).unwrap();
        assert!(!has_graphics_card(folder.path()));
        std::fs::write(folder.path().join("renderD129"), "").unwrap();
        assert!(has_graphics_card(folder.path()));
    }
}
