//! The kinds of link the system opens with this app: taken on, and given back. Both wait for a program of the system.

#![cfg_attr(
    windows,
    expect(clippy::disallowed_types, reason = "the owner of the link handlers: the registry's own tool")
)]

use tauri::{AppHandle, Wry};
use tauri_plugin_deep_link::{DeepLinkExt as _, Result};

/// Makes the app the one that opens links of this kind.
pub(crate) fn take(handle: &AppHandle<Wry>, scheme: &str) -> Result<()> {
    handle.deep_link().register(scheme)
}

/// Leaves links of this kind to other programs.
#[cfg(not(windows))]
pub(crate) fn give_back(handle: &AppHandle<Wry>, scheme: &str) -> Result<()> {
    handle.deep_link().unregister(scheme)
}

/// Leaves links of this kind to other programs. The plugin removes the key of the whole machine first, which is another program's or, without an
/// administrator's rights, cannot be removed at all: here it is the person's own key alone, and only while it names this app.
#[cfg(windows)]
pub(crate) fn give_back(_: &AppHandle<Wry>, scheme: &str) -> Result<()> {
    use std::os::windows::process::CommandExt as _;
    use std::path::PathBuf;
    use std::process::Command;

    /// No console flashes up.
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
    // Another console code page cannot spoil the name: the app's own is plain ASCII.
    if !name.is_empty() && String::from_utf8_lossy(&held.stdout).to_lowercase().contains(&name) {
        registry(&["delete", &key, "/f"])?;
    }
    Ok(())
}
