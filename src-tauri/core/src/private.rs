//! Files and folders that only this user may read: 0600 and 0700 on Unix, whatever the umask. Elsewhere the person's
//! own folder is closed to others already.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Creates a folder, and closes it to others even if it was open to them before. Leaves one that is shared by design, as
/// `/tmp` is, and the person's home folder as they are.
pub fn folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)?;
    narrow(path, 0o700)
}

/// Opens a file for writing at its end, creates it if it is missing, and closes it to others.
pub fn file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    close(path)?;
    Ok(file)
}

/// Closes a file to others. One that is missing, or is no file, is left alone.
pub fn close(path: &Path) -> io::Result<()> {
    match std::fs::symlink_metadata(path) {
        Ok(about) if about.is_file() => narrow(path, 0o600),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Closes those files of a folder to others whose names `is_ours` takes.
pub fn close_all(folder: &Path, is_ours: impl Fn(&str) -> bool) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(&is_ours) {
            close(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn narrow(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    const STICKY: u32 = 0o1000;
    let now = std::fs::metadata(path)?.permissions().mode();
    let home = directories::BaseDirs::new();
    let is_home = home.is_some_and(|dirs| dirs.home_dir() == path);
    if now & 0o777 == mode || now & STICKY != 0 || is_home {
        return Ok(());
    }
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail on Unix")]
fn narrow(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    fn set(path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_was_open_to_others_is_closed() {
        let outer = tempfile::tempdir().unwrap();
        let path = outer.path().join("deep/data");
        folder(&path).unwrap();
        assert_eq!(mode(&path), 0o700);
        set(&path, 0o755);
        folder(&path).unwrap();
        assert_eq!(mode(&path), 0o700, "an older version made it wider");

        let ours = path.join("ledger.db");
        file(&ours).unwrap();
        assert_eq!(mode(&ours), 0o600);
        let theirs = path.join("notes.txt");
        std::fs::write(&theirs, "").unwrap();
        for path in [&ours, &theirs] {
            set(path, 0o666);
        }
        close_all(&path, |name| name.starts_with("ledger.")).unwrap();
        assert_eq!((mode(&ours), mode(&theirs)), (0o600, 0o666), "what is not the app's stays");
        close(&path.join("missing")).unwrap();
    }

    #[test]
    fn a_folder_for_everybody_stays_one() {
        let shared = tempfile::tempdir().unwrap();
        set(shared.path(), 0o1777);
        folder(shared.path()).unwrap();
        assert_eq!(mode(shared.path()), 0o1777);
    }
}
