//! Moves a damaged file out of the way, so that nothing of it is lost.

use std::io;
use std::path::{Path, PathBuf};

/// Renames a file to `<name>.damaged-<time>.<extension>`, together with the files whose names are its name plus one of
/// `suffixes`. Returns the new path. Never overwrites a file.
pub(crate) fn put_aside(path: &Path, suffixes: &[&str]) -> io::Result<PathBuf> {
    let kept_as = free_name(path)?;
    // Renames the file itself last: if the program ends midway, the next start finds the damage again and moves the
    // rest.
    for suffix in suffixes {
        match std::fs::rename(with_suffix(path, suffix), with_suffix(&kept_as, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    std::fs::rename(path, &kept_as)?;
    Ok(kept_as)
}

/// Returns the path with `suffix` appended to its name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn free_name(path: &Path) -> io::Result<PathBuf> {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let mut stamp = jiff::Timestamp::now().as_second();
    loop {
        let name = path.with_extension(format!("damaged-{stamp}.{extension}"));
        if !name.try_exists()? {
            return Ok(name);
        }
        stamp += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_aside_a_moment_ago_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        let kept: Vec<PathBuf> = ["first", "second"]
            .into_iter()
            .map(|content| {
                std::fs::write(&path, content).unwrap();
                put_aside(&path, &[]).unwrap()
            })
            .collect();
        assert_eq!(std::fs::read_to_string(&kept[0]).unwrap(), "first");
        assert_eq!(std::fs::read_to_string(&kept[1]).unwrap(), "second");
        assert!(!path.exists());
    }
}
