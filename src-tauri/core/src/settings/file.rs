//! The settings file. It is read at the start, and read again and written as a whole at each change: other processes
//! change it too. It is never written without having been read.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use tempfile::NamedTempFile;

use super::Settings;
use crate::aside::put_aside;

/// Why settings could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("the settings file could not be read, so it stays as it is and nothing is saved: {0}")]
    Read(io::Error),
    #[error("the settings file could not be written: {0}")]
    Write(io::Error),
    #[error("another program is changing the settings, so nothing was saved")]
    Busy,
    #[error("the settings file is damaged; it was kept as {}", kept_as.display())]
    Damaged { kept_as: PathBuf },
}

/// Where the settings are kept.
#[derive(Debug)]
pub struct SettingsFile {
    path: PathBuf,
}

/// Proves that the file was read. One is needed to write it, so that nothing unread is overwritten.
#[derive(Debug)]
pub struct WasRead(());

impl SettingsFile {
    /// Reads the file. Without one, returns the defaults. A file that is no JSON object is moved aside. A file that
    /// cannot be read stays. In both cases returns the defaults and the error.
    pub fn open(path: PathBuf) -> (Self, Settings, Option<SettingsError>) {
        let (settings, trouble) = match load(&path) {
            Ok(settings) => (settings, None),
            Err(trouble) => (Settings::default(), Some(trouble)),
        };
        (Self { path }, settings, trouble)
    }

    /// Reads what the file holds by now. `None` if it was damaged, and was moved aside.
    pub fn read(&self) -> Result<(WasRead, Option<Settings>), SettingsError> {
        match load(&self.path) {
            Ok(settings) => Ok((WasRead(()), Some(settings))),
            Err(error @ SettingsError::Damaged { .. }) => {
                tracing::warn!(%error, "the settings of this run are kept");
                Ok((WasRead(()), None))
            }
            Err(error) => Err(error),
        }
    }

    /// Writes what differs from the defaults, atomically. Blocks until it is on the disk. Whoever calls it holds the
    /// lock among processes since it read the file.
    pub fn save(&self, _: WasRead, settings: &Settings) -> Result<(), SettingsError> {
        self.write(settings).map_err(SettingsError::Write)
    }

    fn write(&self, settings: &Settings) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        // A temporary file is for this user alone, and so is what it is renamed to.
        let mut file = NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, &settings.to_document())?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        put_in_place(file, &self.path)
    }
}

/// Milliseconds before each further try to replace a file that is open elsewhere.
const PAUSES: [u64; 6] = [10, 30, 60, 100, 300, 500];

/// Gives a finished file its name, in place of the file that had it. Windows refuses that while another program, such as a
/// virus scanner or a backup, has the old file open, which it has for moments only.
fn put_in_place(mut file: NamedTempFile, path: &Path) -> io::Result<()> {
    for pause in PAUSES {
        match file.persist(path) {
            Err(refused) if is_open_elsewhere(&refused.error) => file = refused.file,
            outcome => return outcome.map(drop).map_err(io::Error::from),
        }
        #[expect(clippy::disallowed_methods, reason = "saving waits for the disk anyway, on a thread that may wait")]
        std::thread::sleep(Duration::from_millis(pause));
    }
    file.persist(path).map(drop).map_err(io::Error::from)
}

/// Whether the error is Windows' access denied, sharing violation or lock violation.
fn is_open_elsewhere(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

/// Reads a regular file. Anything else is refused: opening a pipe would wait for its writer.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    std::fs::read(path)
}

fn load(path: &Path) -> Result<Settings, SettingsError> {
    let bytes = match read(path) {
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
