//! The system's clipboard, which texts are put onto.

use std::error::Error;

use tauri::AppHandle;

/// On Linux the clipboard belongs to GTK, which draws the window: it knows those of X11 and of Wayland, and only its own thread
/// may ask it.
#[cfg(target_os = "linux")]
pub(crate) fn put(handle: &AppHandle, text: &str) -> Result<(), Box<dyn Error>> {
    let text = text.to_owned();
    Ok(handle.run_on_main_thread(move || gtk::Clipboard::get(&gtk::gdk::SELECTION_CLIPBOARD).set_text(&text))?)
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn put(handle: &AppHandle, text: &str) -> Result<(), Box<dyn Error>> {
    use tauri_plugin_clipboard_manager::ClipboardExt as _;

    Ok(handle.clipboard().write_text(text)?)
}
