//! Checks capabilities and permissions, and embeds the icon and version on Windows.

use tauri_build::WindowsAttributes;

/// What Tauri's own manifest of an app asks for.
const COMMON_CONTROLS: &str = "type='win32' name='Microsoft.Windows.Common-Controls' version='6.0.0.0' \
    processorArchitecture='*' publicKeyToken='6595b64144ccf1df' language='*'";

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let commands = tauri_build::AppManifest::new().permissions_path_pattern("./src-tauri/permissions/**/*");
    let mut attributes = tauri_build::Attributes::new()
        .app_manifest(commands)
        .capabilities_path_pattern("./src-tauri/capabilities/**/*");
    // The dialogs take functions from the common controls of version 6, which Windows loads only for a program whose manifest names
    // them. Tauri gives a manifest to the app alone, and a program of unit tests would not start. The linker gives one to both.
    if std::env::var("CARGO_CFG_TARGET_ENV").is_ok_and(|environment| environment == "msvc") {
        attributes = attributes.windows_attributes(WindowsAttributes::new_without_app_manifest());
        println!("cargo:rustc-link-arg=/MANIFEST:EMBED");
        println!("cargo:rustc-link-arg=/MANIFESTDEPENDENCY:{COMMON_CONTROLS}");
    }
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
