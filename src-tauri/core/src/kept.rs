//! Files of a cache: written as a whole, for this user alone, and removed beyond a number of bytes, the longest unused first.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Writes a file, and its folder where there is none.
pub(crate) async fn write(path: PathBuf, bytes: Vec<u8>) -> std::io::Result<()> {
    let written = tokio::task::spawn_blocking(move || {
        let folder = path.parent().unwrap_or(Path::new("."));
        crate::private::folder(folder)?;
        // Writes to a temporary file first, so that nobody reads half of it.
        let mut fresh = tempfile::NamedTempFile::new_in(folder)?;
        fresh.write_all(&bytes)?;
        fresh.persist(&path)?;
        Ok(())
    });
    written.await.map_err(std::io::Error::other)?
}

/// Marks a file as just used, by its modification time.
pub(crate) fn mark_used(path: &Path) {
    let _ = std::fs::File::options().write(true).open(path).and_then(|file| file.set_modified(SystemTime::now()));
}

/// Removes the longest unused files of a folder until the rest is within `bound` bytes.
pub(crate) fn prune(folder: &Path, bound: u64) -> std::io::Result<()> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        if about.is_file() {
            files.push((about.modified()?, about.len(), entry.path()));
        }
    }
    let mut total: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
    files.sort();
    for (_, bytes, path) in files {
        if total <= bound {
            break;
        }
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => total -= bytes,
        }
    }
    Ok(())
}
