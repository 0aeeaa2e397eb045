//! How quick the real window is, in the system's own web view: `cargo bench --features demo --bench window`.
//!
//! - start: from the process's start to the first paint and to a page that answers, against an empty window of the same kind;
//! - arrival: 1,500 rows from nine sources, and how long the page's thread was busy at a stretch meanwhile;
//! - filter: from a key to the frame that shows its rows, at 1,500, 10,000 and 30,000 torrents;
//! - rest: the CPU that a page takes which nobody touches, at home and with the caret in the search field;
//! - memory: all processes of the window after the first search and after ten more; the page's and the app's after ten walks
//!   through the places, against an empty window's.
//!
//! Words after `--` choose among them. Figures of one run are compared with each other; machines differ and are noisy.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement ends where it cannot go on, and prints")]
#![cfg_attr(
    target_os = "linux",
    expect(dead_code, reason = "the desk of the window tests can do more than is measured here"),
    expect(clippy::disallowed_types, reason = "a measure of the real program starts it, and speaks with the driver")
)]

#[cfg(target_os = "linux")]
#[path = "../tests/window/desk/mod.rs"]
mod desk;
#[cfg(target_os = "linux")]
#[path = "../tests/window/driver.rs"]
mod driver;
#[cfg(target_os = "linux")]
mod measures;

/// The argument that makes this program the empty window that the app's start is compared with.
const FLOOR: &str = "--empty-window";

fn main() {
    if std::env::args().any(|argument| argument == FLOOR) {
        empty_window();
        return;
    }
    #[cfg(target_os = "linux")]
    measures::run();
    #[cfg(not(target_os = "linux"))]
    println!("The window is measured on Linux, where its web view can be driven.");
}

/// A window that shows one word, with nothing behind it.
fn empty_window() {
    let mut context = tauri::generate_context!();
    context.config_mut().app.windows.clear();
    tauri::Builder::default()
        .register_uri_scheme_protocol("blank", |_, _| {
            tauri::http::Response::builder()
                .header("content-type", "text/html")
                .body(b"<!doctype html><title>Empty</title><body style='background:#0b0c10;color:#fff'>Empty".to_vec())
                .unwrap()
        })
        .setup(|app| {
            let url = tauri::WebviewUrl::CustomProtocol("blank://localhost/".parse()?);
            tauri::WebviewWindowBuilder::new(app, "main", url).inner_size(1280.0, 820.0).build()?;
            Ok(())
        })
        .run(context)
        .unwrap();
}
