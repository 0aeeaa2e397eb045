//! One request for a part of the file: its answer is checked, its bytes are written as they come, and what is written is
//! kept every half piece and every few seconds. A process that is killed loses what came after the keeping before last: one piece.

use std::mem;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use perihelion_core::http::{Http, HttpError, Incoming, Request};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::answer::{self, Answer, Wrong};
use crate::error::{DiskError, DownloadError};
use crate::measures::{Measures, Progress};
use crate::pace::Limit;
use crate::part::Part;
use crate::ranges::Ranges;
use crate::threads::Threads;

/// What all requests for one file share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) http: Http,
    pub(crate) threads: Threads,
    pub(crate) limit: Limit,
    pub(crate) measures: Measures,
    pub(crate) part: Part,
    pub(crate) progress: watch::Sender<Progress>,
    /// What has been written, kept or not.
    pub(crate) written: Mutex<Ranges>,
    /// Ends every request; what has come is kept first.
    pub(crate) halt: CancellationToken,
}

impl Shared {
    fn tell(&self, range: Range<u64>) {
        let bytes = {
            let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
            written.insert(range);
            written.total()
        };
        self.progress.send_modify(|progress| progress.bytes = bytes);
    }
}

/// An answer whose body has not been read yet.
pub(crate) type Connected = (Incoming, Answer);

/// Why a request did not bring all it was to bring.
#[derive(Debug)]
pub(crate) enum Fault {
    Failed(DownloadError),
    /// The content is called something that is not known of it.
    OtherTag,
    /// Everything comes although a part was asked for.
    Whole,
}

impl<E: Into<DownloadError>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Asks for a part of the file and reads the head of the answer. The connection is read on the threads of files.
pub(crate) async fn connect(
    shared: &Shared,
    request: &Request,
    asked: &Range<u64>,
) -> Result<Connected, DownloadError> {
    let range = format!("bytes={}-{}", asked.start, asked.end.saturating_sub(1));
    let request = request.clone().header("range", &range).deadline(shared.measures.quiet);
    let http = shared.http.clone();
    let opened = shared.threads.run(async move { http.open(request).await });
    let incoming = opened.await.ok_or_else(lost)??;
    let answer = answer::read(incoming.status, &incoming.headers, asked)?;
    Ok((incoming, answer))
}

/// How a request ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) asked: Range<u64>,
    /// Which link it was made with.
    pub(crate) link: u32,
    pub(crate) got: u64,
    pub(crate) outcome: Result<(), Fault>,
}

/// Brings a part of the file.
pub(crate) async fn run(
    shared: Arc<Shared>,
    (link, request): (u32, Request),
    asked: Range<u64>,
    connected: Option<Connected>,
) -> Ended {
    let mut got = 0;
    let outcome = bring(&shared, &request, &asked, connected, &mut got).await;
    Ended { asked, link, got, outcome }
}

async fn bring(
    shared: &Arc<Shared>,
    request: &Request,
    asked: &Range<u64>,
    connected: Option<Connected>,
    got: &mut u64,
) -> Result<(), Fault> {
    let (incoming, answer) = if let Some(connected) = connected {
        connected
    } else {
        let connected = tokio::select! {
            () = shared.halt.cancelled() => return Err(DownloadError::Stopped.into()),
            connected = connect(shared, request, asked) => connected?,
        };
        check(shared, &connected.1)?;
        connected
    };
    let mut writer = Writer::at(Arc::clone(shared), answer.bytes.start);
    let outcome = pour(shared, incoming, &answer, &mut writer).await;
    *got = writer.end() - answer.bytes.start;
    let kept = writer.close().await;
    outcome?;
    Ok(kept?)
}

/// Whether an answer is of the file that is being brought.
fn check(shared: &Shared, answer: &Answer) -> Result<(), Fault> {
    let Some(known) = shared.part.known() else { return Ok(()) };
    if answer.length != known.length {
        return Err(Wrong::Length { now: answer.length, before: known.length }.into());
    }
    if answer.is_whole {
        return Err(Fault::Whole);
    }
    let is_other = answer.etag.as_ref().is_some_and(|etag| !known.etags.contains(etag));
    if is_other { Err(Fault::OtherTag) } else { Ok(()) }
}

async fn pour(
    shared: &Shared,
    mut incoming: Incoming,
    answer: &Answer,
    writer: &mut Writer,
) -> Result<(), DownloadError> {
    let bytes = &answer.bytes;
    let Measures { quiet, sample, .. } = shared.measures;
    // What came in how long a wait for it: a server that only drips is as good as silent.
    let (mut came, mut waited) = (0, Duration::ZERO);
    loop {
        let asked = Instant::now();
        let chunk = tokio::select! {
            biased;
            () = shared.halt.cancelled() => return Err(DownloadError::Stopped),
            chunk = incoming.chunk(quiet) => chunk?,
        };
        let Some(chunk) = chunk else {
            return if writer.end() == bytes.end { Ok(()) } else { Err(HttpError::Broken.into()) };
        };
        (came, waited) = (came + chunk.len() as u64, waited + asked.elapsed());
        if writer.end() + chunk.len() as u64 > bytes.end {
            return Err(Wrong::Range.into());
        }
        tokio::select! {
            () = shared.halt.cancelled() => return Err(DownloadError::Stopped),
            () = shared.limit.take(chunk.len()) => {}
        }
        writer.put(&chunk).await?;
        if came >= sample {
            (came, waited) = (0, Duration::ZERO);
        } else if waited >= quiet && !answer.is_whole && writer.end() < bytes.end {
            return Err(HttpError::Timeout(quiet).into());
        }
    }
}

/// Writes what comes in order, in large blocks and on other threads: one block is written while the next one comes.
struct Writer {
    shared: Arc<Shared>,
    block: Vec<u8>,
    /// Where the block begins.
    at: u64,
    /// Up to where everything is written.
    good: u64,
    /// Up to where what was written has been handed on to be kept, and when.
    kept: u64,
    kept_at: Instant,
    writing: Option<JoinHandle<Result<Vec<u8>, DiskError>>>,
    keeping: Option<JoinHandle<Result<(), DiskError>>>,
    /// A write failed: nothing behind it counts.
    failed: Option<DiskError>,
}

impl Writer {
    fn at(shared: Arc<Shared>, at: u64) -> Self {
        Self {
            shared,
            block: Vec::new(),
            at,
            good: at,
            kept: at,
            kept_at: Instant::now(),
            writing: None,
            keeping: None,
            failed: None,
        }
    }

    fn end(&self) -> u64 {
        self.at + self.block.len() as u64
    }

    async fn put(&mut self, mut bytes: &[u8]) -> Result<(), DiskError> {
        let size = self.shared.measures.block;
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(size.saturating_sub(self.block.len()).max(1)));
            self.block.extend_from_slice(now);
            bytes = later;
            if self.block.len() >= size {
                self.write().await?;
            }
        }
        Ok(())
    }

    async fn write(&mut self) -> Result<(), DiskError> {
        let spare = self.written().await?;
        let (block, at) = (mem::replace(&mut self.block, spare), self.at);
        self.at += block.len() as u64;
        let shared = Arc::clone(&self.shared);
        self.writing = Some(tokio::task::spawn_blocking(move || {
            shared.part.write(&block, at)?;
            shared.tell(at..at + block.len() as u64);
            let mut spare = block;
            spare.clear();
            Ok(spare)
        }));
        let Measures { piece, kept_every, .. } = self.shared.measures;
        if self.at - self.kept >= piece / 2 || self.kept_at.elapsed() >= kept_every {
            let spare = self.written().await?;
            self.block = spare;
            self.keep().await?;
        }
        Ok(())
    }

    /// Waits until the last block is written, and returns its room.
    async fn written(&mut self) -> Result<Vec<u8>, DiskError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let Some(writing) = self.writing.take() else { return Ok(Vec::with_capacity(self.shared.measures.block)) };
        match writing.await.unwrap_or_else(|_| Err(lost())) {
            Ok(spare) => {
                self.good = self.at;
                Ok(spare)
            }
            Err(error) => {
                self.failed = Some(error.clone());
                Err(error)
            }
        }
    }

    /// Has kept what is written by now, after what was before it.
    async fn keep(&mut self) -> Result<(), DiskError> {
        self.all_kept().await?;
        let (shared, range) = (Arc::clone(&self.shared), self.kept..self.good);
        (self.kept, self.kept_at) = (self.good, Instant::now());
        if !range.is_empty() {
            self.keeping = Some(tokio::task::spawn_blocking(move || shared.part.keep(range)));
        }
        Ok(())
    }

    async fn all_kept(&mut self) -> Result<(), DiskError> {
        match self.keeping.take() {
            Some(keeping) => keeping.await.unwrap_or_else(|_| Err(lost())),
            None => Ok(()),
        }
    }

    /// Writes and keeps all that has come, as far as the disk takes it. No write goes on after it.
    async fn close(mut self) -> Result<(), DiskError> {
        let written = if self.block.is_empty() { Ok(()) } else { self.write().await };
        let written = written.and(self.written().await.map(drop));
        let kept = self.keep().await;
        let settled = self.all_kept().await;
        written.and(kept).and(settled)
    }
}

fn lost() -> DiskError {
    DiskError::Other("a write did not end".to_owned())
}
