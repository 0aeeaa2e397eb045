//! Perihelion, the window. Everything lives in the library; this file only starts it.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use perihelion_lib::Openable;

const USAGE: &str = "\
Perihelion: from a title in your head to a film playing, with your own debrid account.

Usage: perihelion [--demo] [LINK | FILE]

  LINK       a magnet: or stremio: link to open
  FILE       a .torrent file to open
  --demo     answer from a simulator inside the app: no account, no network (builds with the `demo` feature)
  --version  print the version
  --help     print this

Environment: PERIHELION_DATA_DIR, PERIHELION_ENDPOINTS, PERIHELION_STORE, PERIHELION_TOKEN, PERIHELION_LOG
";

fn main() -> ExitCode {
    let mut demo = false;
    let folder = std::env::current_dir().unwrap_or_default();
    let mut openables = Vec::new();
    for argument in std::env::args_os().skip(1) {
        match &*argument.to_string_lossy() {
            "--demo" => demo = true,
            "--version" => return say(concat!("perihelion ", env!("CARGO_PKG_VERSION"), "\n")),
            "--help" | "-h" => return say(USAGE),
            other => {
                let Some(openable) = Openable::of(other, &folder) else {
                    complain(&format!("{other:?} is not understood. Try --help"));
                    return ExitCode::from(2);
                };
                openables.push(openable);
            }
        }
    }
    match perihelion_lib::run(demo, openables) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn say(text: &str) -> ExitCode {
    use std::io::Write as _;
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn complain(text: &str) {
    use std::io::Write as _;
    // stderr may be closed. There is no other place to say so.
    let _ = writeln!(std::io::stderr(), "perihelion: {text}");
}
