//! Where the log goes: a file a day in the data folder, a week of them; and the terminal when there is one.

use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

const DAYS: usize = 7;
const DEFAULT: &str = "warn,perihelion=info,perihelion_lib=info,perihelion_core=info,perihelion_player=info";

/// Starts logging. Dropping the returned guard writes the lines that still wait. `PERIHELION_LOG` takes the usual filter syntax.
pub(crate) fn start(folder: Option<&Path>) -> Option<WorkerGuard> {
    let filter = EnvFilter::try_from_env("PERIHELION_LOG").unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let terminal = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    let file = folder.map(|folder| folder.join("logs")).and_then(|folder| {
        std::fs::create_dir_all(&folder).ok()?;
        tracing_appender::rolling::Builder::new()
            .rotation(tracing_appender::rolling::Rotation::DAILY)
            .filename_prefix("perihelion")
            .filename_suffix("log")
            .max_log_files(DAYS)
            .build(folder)
            .ok()
    });
    let (writer, guard) = file.map(tracing_appender::non_blocking).unzip();
    let file = writer.map(|writer| tracing_subscriber::fmt::layer().json().with_writer(writer));
    // Fails when this process has a logger already, as in tests. The first one stays.
    let _ = tracing_subscriber::registry().with(filter).with(terminal).with(file).try_init();
    guard
}
