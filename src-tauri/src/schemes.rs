//! Registers the app with the system as the one that opens `magnet:` and `stremio:` links, and takes that back. Both functions
//! block until a program of the system has ended.

#![cfg_attr(
    windows,
    expect(clippy::disallowed_types, reason = "the owner of the link handlers: the registry's own tool")
)]

use tauri::{AppHandle, Wry};
use tauri_plugin_deep_link::{DeepLinkExt as _, Result};

/// Registers the app as the handler of this scheme.
pub(crate) fn take(handle: &AppHandle<Wry>, scheme: &str) -> Result<()> {
    handle.deep_link().register(scheme)
}

/// Removes the app as the handler of this scheme.
#[cfg(not(windows))]
pub(crate) fn give_back(handle: &AppHandle<Wry>, scheme: &str) -> Result<()> {
    handle.deep_link().unregister(scheme)
}

/// Removes the app as the handler of this scheme. The plugin's own `unregister` deletes the machine-wide registry key first. That
/// key may belong to another program, and deleting it takes an administrator's rights. This deletes only the current user's key,
/// and only while it names this app.
#[cfg(windows)]
pub(crate) fn give_back(_: &AppHandle<Wry>, scheme: &str) -> Result<()> {
    use std::os::windows::process::CommandExt as _;
    use std::path::PathBuf;
    use std::process::Command;

    /// Keeps Windows from opening a console window for `reg.exe`.
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    let root = std::env::var_os("SystemRoot").map_or_else(|| PathBuf::from(r"C:\Windows"), PathBuf::from);
    let registry = |arguments: &[&str]| {
        let program = root.join("System32").join("reg.exe");
        Command::new(program).args(arguments).creation_flags(CREATE_NO_WINDOW).output()
    };
    let key = format!(r"HKCU\Software\Classes\{scheme}");
    let held = registry(&["query", &format!(r"{key}\shell\open\command"), "/ve"])?;
    let name =
        std::env::current_exe()?.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    // `reg.exe` answers in the console's code page. The app's name is ASCII and reads the same in every one.
    if !name.is_empty() && String::from_utf8_lossy(&held.stdout).to_lowercase().contains(&name) {
        registry(&["delete", &key, "/f"])?;
    }
    Ok(())
}
