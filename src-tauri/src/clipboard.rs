//! Puts texts onto the system's clipboard.

use std::error::Error;

use tauri::AppHandle;

/// Puts a text onto the clipboard through GTK, which draws the window anyway and supports both X11 and Wayland. GTK may only be
/// called on the main thread.
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
