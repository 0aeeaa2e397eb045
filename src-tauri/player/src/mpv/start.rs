//! How an mpv is started, and an IINA: where it listens, and the arguments it is given.

use std::path::{Path, PathBuf};

use crate::headers;
use crate::queue::{Item, Queue};

/// Where mpv is told to listen: a socket in a folder only the person can read, or a named pipe on Windows.
/// No other program can know its name before it is there.
pub(crate) fn address(folder: &Path) -> std::io::Result<PathBuf> {
    // Short, because a socket's path may have a hundred characters only.
    let mut secret = [0; 8];
    getrandom::fill(&mut secret).map_err(std::io::Error::other)?;
    let name = format!("mpv-{:016x}", u64::from_ne_bytes(secret));
    Ok(if cfg!(windows) { PathBuf::from(format!(r"\\.\pipe\perihelion-{name}")) } else { folder.join(name) })
}

/// Returns the arguments for a new mpv that is given its links over the socket: it waits for them, and ends after the last.
pub(crate) fn waiting(listening: &Path) -> Vec<String> {
    vec![
        "--force-window=immediate".to_owned(),
        "--idle=once".to_owned(),
        format!("--input-ipc-server={}", listening.display()),
    ]
}

/// Writes down that mpv leaves the system's media controls to the app, and returns the argument by which it reads that. An option that
/// an mpv does not know is passed over in a file, and on the command line it would not start.
pub(crate) fn quiet(folder: &Path) -> std::io::Result<String> {
    let file = folder.join("quiet.conf");
    std::fs::write(&file, "media-controls=no\ninput-media-keys=no\n")?;
    Ok(format!("--include={}", file.display()))
}

/// Returns the arguments for an mpv whose socket cannot be reached. Text from outside always follows a fixed prefix, so it cannot
/// become an option of its own.
pub(crate) fn arguments(queue: &Queue) -> Vec<String> {
    let mut arguments = vec!["--force-window=immediate".to_owned()];
    match queue.few() {
        Some(items) => arguments.extend(items.iter().flat_map(|item| {
            let options = options(item).into_iter().map(|(name, value)| format!("--{name}={value}"));
            let told = [format!("--force-media-title={}", item.title), format!("--start={:.0}", item.start)];
            let told = told.into_iter().chain(options).chain([item.link.to_string()]);
            ["--{".to_owned()].into_iter().chain(told).chain(["--}".to_owned()])
        })),
        None => arguments.extend(["--".to_owned(), queue.plain()]),
    }
    arguments
}

/// IINA is mpv under a window of its own, and takes mpv's options behind a prefix
/// (<https://github.com/iina/iina/wiki/Command-Line-Interface>).
pub(crate) fn iina(queue: &Queue, listening: &Path) -> Vec<String> {
    let mut arguments = vec!["--no-stdin".to_owned(), format!("--mpv-input-ipc-server={}", listening.display())];
    if let Some(item) = queue.single() {
        arguments.push(format!("--mpv-start={:.0}", item.start));
        arguments.extend(options(item).into_iter().map(|(name, value)| format!("--mpv-{name}={value}")));
    }
    arguments.push(queue.plain());
    arguments
}

/// The options of one file beside its title and start: the languages to begin with, and what its server is to be sent.
pub(super) fn options(item: &Item) -> Vec<(&'static str, String)> {
    let languages = [("alang", &item.languages.audio), ("slang", &item.languages.subtitles)]
        .into_iter()
        .filter(|(_, codes)| !codes.is_empty())
        .map(|(name, codes)| (name, codes.join(",")));
    languages.chain(headers::mpv(&item.headers)).collect()
}
