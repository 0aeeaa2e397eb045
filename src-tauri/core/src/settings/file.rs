//! The settings' file: read at the start, written whole at each change, never written over where it could not be read.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Settings;
use crate::aside::put_aside;

/// Why settings could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("the settings file could not be read, so it stays as it is and nothing is saved: {0}")]
    Read(io::Error),
    #[error("the settings file could not be written: {0}")]
    Write(io::Error),
    #[error("the settings file could not be read when the app started, so nothing is saved over it")]
    Unread,
    #[error("the settings file is damaged; it was kept as {}", kept_as.display())]
    Damaged { kept_as: PathBuf },
}

/// Where the settings are kept.
#[derive(Debug)]
pub struct SettingsFile {
    path: PathBuf,
    /// The file is there and could not be read: it may be as good as ever.
    is_unread: bool,
}

impl SettingsFile {
    /// Reads the file. A missing one is the defaults. One that is no JSON object is put aside; one that cannot be read is left alone,
    /// and nothing is saved. Both are said.
    pub fn open(path: PathBuf) -> (Self, Settings, Option<SettingsError>) {
        let (settings, trouble) = match load(&path) {
            Ok(settings) => (settings, None),
            Err(trouble) => (Settings::default(), Some(trouble)),
        };
        let is_unread = matches!(trouble, Some(SettingsError::Read(_)));
        (Self { path, is_unread }, settings, trouble)
    }

    /// Writes what differs from the defaults, whole or not at all. Waits for the disk.
    pub fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        if self.is_unread {
            return Err(SettingsError::Unread);
        }
        self.write(settings).map_err(SettingsError::Write)
    }

    fn write(&self, settings: &Settings) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, &settings.to_document())?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        Ok(())
    }
}

fn load(path: &Path) -> Result<Settings, SettingsError> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Settings::default()),
        Err(error) => return Err(SettingsError::Read(error)),
    };
    if let Ok(Value::Object(document)) = serde_json::from_slice(&bytes) {
        return Ok(Settings::from_document(document));
    }
    let kept_as = put_aside(path, &[]).map_err(SettingsError::Read)?;
    Err(SettingsError::Damaged { kept_as })
}
