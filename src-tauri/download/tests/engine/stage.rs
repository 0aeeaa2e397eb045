//! What the tests download into, and with: small pieces, short waits, a disk that can be full.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use perihelion_core::http::Http;
use perihelion_download::{
    Disk, Done, DownloadError, Journal, Limit, Measures, Progress, Target, ThisMachine, Threads, Ways, download,
};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::server::Server;

/// Nobody is silent so long but in the tests of that: on a busy machine everybody is, for a moment.
pub(crate) const SMALL: Measures = Measures {
    connections: 4,
    segment: 64 << 10,
    piece: 16 << 10,
    kept_every: Duration::from_secs(5),
    block: 4 << 10,
    sample: 1 << 10,
    quiet: Duration::from_secs(30),
    wait: Duration::from_millis(2),
    tries: 5,
};

/// The same, where silence is soon enough.
pub(crate) const IMPATIENT: Measures = Measures { quiet: Duration::from_millis(400), ..SMALL };

pub(crate) const WHAT: &str = "a torrent/a file";

pub(crate) struct Stage {
    pub(crate) folder: TempDir,
    pub(crate) target: Target,
    pub(crate) ways: Ways,
    pub(crate) stop: CancellationToken,
    pub(crate) progress: watch::Sender<Progress>,
}

impl Stage {
    pub(crate) fn set() -> Self {
        Self::on(Arc::new(ThisMachine))
    }

    pub(crate) fn on(disk: Arc<dyn Disk>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let target =
            Target { folder: folder.path().to_owned(), name: "Show (2010)/Season 01/Show - S01E01.mkv".into() };
        let ways = Ways {
            http: Http::new().unwrap(),
            threads: Threads::start(),
            disk,
            limit: Limit::default(),
            measures: SMALL,
        };
        Self { folder, target, ways, stop: CancellationToken::new(), progress: watch::Sender::default() }
    }

    pub(crate) async fn run(&self, server: &Server) -> Result<Done, DownloadError> {
        self.run_as(server, WHAT).await
    }

    pub(crate) async fn run_as(&self, server: &Server, what: &str) -> Result<Done, DownloadError> {
        download(&self.ways, server, (&self.target, what), &self.progress, &self.stop).await
    }

    /// The bytes that the journal says are there.
    pub(crate) fn kept(&self) -> u64 {
        Journal::read(&self.target.journal()).map_or(0, |journal| journal.done.total())
    }

    /// Nothing but the finished file is there, with these bytes.
    #[track_caller]
    pub(crate) fn is_done_with(&self, film: &[u8]) {
        assert!(std::fs::read(self.target.path()).unwrap() == film, "the bytes differ");
        let folder = self.target.path().parent().unwrap().to_owned();
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1, "something is left beside it");
    }
}

/// A disk that takes so many bytes and then fails in a given way.
#[derive(Debug)]
pub(crate) struct Filling {
    pub(crate) left: AtomicU64,
    pub(crate) fails: io::ErrorKind,
    pub(crate) says_free: Option<u64>,
    pub(crate) largest: Option<u64>,
}

impl Filling {
    pub(crate) fn after(left: u64, fails: io::ErrorKind) -> Self {
        Self { left: AtomicU64::new(left), fails, says_free: None, largest: None }
    }
}

impl Disk for Filling {
    fn free(&self, folder: &Path) -> io::Result<u64> {
        self.says_free.map_or_else(|| ThisMachine.free(folder), Ok)
    }

    fn largest_file(&self, _: &Path) -> Option<u64> {
        self.largest
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        ThisMachine.sync(file)
    }

    fn write(&self, file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
        let takes = |left: u64| left.checked_sub(bytes.len() as u64);
        match self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, takes) {
            Ok(_) => ThisMachine.write(file, bytes, at),
            Err(_) => Err(self.fails.into()),
        }
    }
}
