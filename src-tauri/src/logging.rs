//! Where the log goes: a file a day in the data folder, a week of them; and the terminal when there is one.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use perihelion_core::{day, private};
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_appender::rolling::{Builder, RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

const DAYS: usize = 7;
/// The most lines that wait to be written; more are dropped. The places for them are made at the start, 32 bytes each.
const WAITING_LINES: usize = 4_096;
const DEFAULT: &str = "warn,perihelion=info,perihelion_lib=info,perihelion_core=info,perihelion_player=info";

/// Starts logging. Dropping the returned guard writes the lines that still wait. `PERIHELION_LOG` takes the usual filter syntax.
pub(crate) fn start(folder: Option<&Path>) -> Option<WorkerGuard> {
    let filter = EnvFilter::try_from_env("PERIHELION_LOG").unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let terminal = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_target(false);
    let file = folder.and_then(|folder| Files::open(folder.join("logs")).ok());
    let waiting = NonBlockingBuilder::default().buffered_lines_limit(WAITING_LINES);
    let (writer, guard) = file.map(|file| waiting.finish(file)).unzip();
    let file = writer.map(|writer| tracing_subscriber::fmt::layer().json().with_writer(writer));
    // Fails when this process has a logger already, as in tests. The first one stays.
    let _ = tracing_subscriber::registry().with(filter).with(terminal).with(file).try_init();
    guard
}

/// The files of the log. Each day begins a new one, which is then closed to other users: a line can name a title.
struct Files {
    folder: PathBuf,
    appender: RollingFileAppender,
    /// The day whose file was closed to others last.
    closed_on: Option<Date>,
}

impl Files {
    fn open(folder: PathBuf) -> io::Result<Self> {
        private::folder(&folder)?;
        // A pipe in the place of a file would be waited for.
        for entry in std::fs::read_dir(&folder)? {
            if !entry?.file_type()?.is_file() {
                return Err(io::Error::other("there is something other than files among the logs"));
            }
        }
        let appender = Builder::new()
            .rotation(Rotation::DAILY)
            .filename_prefix("perihelion")
            .filename_suffix("log")
            .max_log_files(DAYS)
            .build(&folder)
            .map_err(io::Error::other)?;
        let mut files = Self { folder, appender, closed_on: None };
        files.close();
        Ok(files)
    }

    fn close(&mut self) {
        let today = day::today();
        if self.closed_on != Some(today) && private::close_all(&self.folder, |_| true).is_ok() {
            self.closed_on = Some(today);
        }
    }
}

impl Write for Files {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let written = self.appender.write(line)?;
        self.close();
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.appender.flush()
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn no_other_user_can_read_a_log() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("logs");
        let mut files = Files::open(folder.clone()).unwrap();
        let paths = || std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(paths().map(|path| mode(&path)).collect::<Vec<_>>(), [0o600]);
        // Another day has begun, and the file with it.
        files.closed_on = None;
        paths().for_each(|path| std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap());
        files.write_all(b"a line\n").unwrap();
        assert_eq!(paths().map(|path| mode(&path)).collect::<Vec<_>>(), [0o600]);
        std::fs::create_dir(folder.join("perihelion.2026-01-01.log")).unwrap();
        assert!(Files::open(folder).is_err());
    }
}
