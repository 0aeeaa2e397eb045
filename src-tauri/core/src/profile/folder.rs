//! The data folder: for this user alone, also one that an older version left open to others.

use std::io;
use std::path::{Path, PathBuf};

use directories::{ProjectDirs, UserDirs};

use crate::private;

/// What the names of the app's own files begin with.
const OURS: [&str; 10] = [
    "settings.",
    "sources.",
    "opening.",
    "cache.",
    "library.",
    "ledger.",
    "downloads.",
    "window.",
    "updates.",
    "starts.",
];

/// The folder under the person's own, unless the options name another.
pub(super) fn usual() -> Option<PathBuf> {
    ProjectDirs::from("", "", "Perihelion").map(|dirs| dirs.data_local_dir().to_path_buf())
}

/// Returns the folder that downloads go into unless the person chose another: one of the app's own among their videos.
pub(super) fn of_downloads() -> Option<PathBuf> {
    let dirs = UserDirs::new()?;
    Some(dirs.video_dir().or_else(|| dirs.download_dir()).unwrap_or_else(|| dirs.home_dir()).join("Perihelion"))
}

/// Creates the folder if it is missing, and closes it and what the app keeps in it to other users. What keeps it from
/// that is logged: the app runs all the same.
pub(super) fn prepare(folder: &Path) {
    if let Err(error) = close(folder) {
        tracing::warn!(%error, "the data folder cannot be made, or not be closed to others");
    }
}

fn close(folder: &Path) -> io::Result<()> {
    private::folder(folder)?;
    private::close_all(folder, |name| OURS.iter().any(|ours| name.starts_with(ours)))?;
    for inner in ["logs", "pictures"].map(|name| folder.join(name)) {
        if inner.is_dir() {
            private::folder(&inner)?;
            private::close_all(&inner, |_| true)?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn what_an_older_version_left_open_is_closed() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("data");
        let files =
            ["ledger.db", "library.damaged-1.db", "library.form-1.db", "window.json", "logs/a.log", "pictures/1"];
        for name in files.iter().chain(&["holiday.jpg"]) {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, "").unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        }
        prepare(&folder);
        let mode = |name: &str| std::fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(files.map(mode), [0o600; 6]);
        assert_eq!(["", "logs", "pictures"].map(mode), [0o700; 3]);
        assert_eq!(mode("holiday.jpg"), 0o644, "not the app's");
    }
}
