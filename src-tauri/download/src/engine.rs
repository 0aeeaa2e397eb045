//! The story of one file: which parts are asked for, what is done when they do not come, and the end.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use media_file::ReadRange;
use perihelion_core::debrid::DebridError;
use perihelion_core::http::{Http, HttpError, Request};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::answer::Wrong;
use crate::disk::Disk;
use crate::error::{DiskError, DownloadError};
use crate::journal::Journal;
use crate::measures::{Measures, Progress};
use crate::pace::Limit;
use crate::part::{Opened, Part, Target};
use crate::ranges::Ranges;
use crate::threads::Threads;
use crate::worker::{self, Connected, Ended, Fault, Shared};

/// Who gives the link to a file.
pub trait Source: Send + Sync {
    /// Returns the request for the whole file. `again` asks for a new link in place of one that ended: to the same file
    /// of the same torrent.
    fn request(&self, again: bool) -> impl Future<Output = Result<Request, DownloadError>> + Send;

    /// Says whether the file, now that all of it is there, is what it was taken for. Until then it does not get its name.
    fn judge(&self, _whole: Whole) -> impl Future<Output = Result<(), DownloadError>> + Send {
        std::future::ready(Ok(()))
    }
}

/// A file of which nothing is missing.
#[derive(Clone, Debug)]
pub struct Whole {
    part: Part,
    pub length: u64,
}

impl ReadRange for Whole {
    type Error = DownloadError;

    async fn read(&mut self, offset: u64, length: usize) -> Result<Vec<u8>, DownloadError> {
        let end = offset.saturating_add(length as u64).min(self.length);
        let part = self.part.clone();
        blocking(move || part.read(&(offset.min(end)..end))).await
    }
}

/// What a download is made with.
#[derive(Clone, Debug)]
pub struct Ways {
    pub http: Http,
    pub threads: Threads,
    pub disk: Arc<dyn Disk>,
    pub limit: Limit,
    pub measures: Measures,
}

/// The longest wait between two attempts. A server that wants to be left alone for longer ends the download for now.
const LONGEST_WAIT: Duration = Duration::from_mins(1);
/// How many failures in a row a link is given before another is asked for.
const LINK_LASTS: u32 = 2;
/// How often a lock is asked for, and how long between.
const LOCK_TRIES: u32 = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(15);
/// How many links are tried that lead to something else.
const DEFINITE_TRIES: u32 = 3;

/// How often in a run everything may be sent in place of a part before what has come is given up for it.
const WHOLES: u32 = 3;

/// A file that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub path: PathBuf,
    pub length: u64,
    /// It was there before and was not asked for.
    pub was_there: bool,
}

/// Brings a file, or goes on with it. `what` says which file of which torrent it is: bytes of another are never added.
/// When it fails or is stopped, what has come stays for the next time.
pub async fn download(
    ways: &Ways,
    source: &impl Source,
    (target, what): (&Target, &str),
    progress: &watch::Sender<Progress>,
    stop: &CancellationToken,
) -> Result<Done, DownloadError> {
    let opened = open(ways, target, what).await?;
    let part = match opened {
        Opened::There(length) => return Ok(Done { path: target.path(), length, was_there: true }),
        Opened::Unfinished(part) => part,
    };
    if let Some(known) = part.known() {
        progress.send_replace(Progress { bytes: known.done.total(), length: Some(known.length) });
    }
    let shared = Arc::new(Shared {
        http: ways.http.clone(),
        threads: ways.threads.clone(),
        limit: ways.limit.clone(),
        measures: ways.measures,
        progress: progress.clone(),
        written: Mutex::new(part.known().map(|known| known.done).unwrap_or_default()),
        part,
        halt: stop.child_token(),
    });
    let outcome = bring(&shared, source, stop).await;
    let part = shared.part.clone();
    if let Err(error) = outcome {
        if part.known().is_none() {
            // Nothing has come, so nothing is left behind.
            let target = target.clone();
            blocking(move || target.discard()).await?;
        }
        return Err(error);
    }
    let length = part.known().map_or(0, |known| known.length);
    until(stop, source.judge(Whole { part: part.clone(), length })).await??;
    let path = blocking(move || part.finish()).await?;
    Ok(Done { path, length, was_there: false })
}

/// Opens the unfinished file. Waits a moment for a lock: a program that is just being started holds it until it runs.
async fn open(ways: &Ways, target: &Target, what: &str) -> Result<Opened, DownloadError> {
    let mut tries = 0;
    loop {
        let (target, what, disk) = (target.clone(), what.to_owned(), Arc::clone(&ways.disk));
        match blocking(move || Part::open(&target, &what, disk)).await {
            Err(DownloadError::InUse) if tries < LOCK_TRIES => tries += 1,
            outcome => return outcome,
        }
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
}

/// Asks for what is missing until nothing is.
async fn bring(shared: &Arc<Shared>, source: &impl Source, stop: &CancellationToken) -> Result<(), DownloadError> {
    if shared.part.known().is_some_and(|known| known.done.gaps(known.length).is_empty()) {
        return Ok(());
    }
    let request = until(stop, source.request(false)).await??;
    let mut run = Run {
        shared: Arc::clone(shared),
        source,
        stop,
        request,
        link: 0,
        is_checked: false,
        connections: 1,
        wholes: 0,
        barren: 0,
        there: 0,
        working: JoinSet::new(),
        taken: Vec::new(),
    };
    let outcome = run.until_done().await;
    // What the others have brought is kept before the error is told.
    shared.halt.cancel();
    while run.working.join_next().await.is_some() {}
    outcome
}

struct Run<'a, S> {
    shared: Arc<Shared>,
    source: &'a S,
    stop: &'a CancellationToken,
    request: Request,
    /// The number of the link.
    link: u32,
    /// The link is known to lead to the file that was begun.
    is_checked: bool,
    /// How many requests may run at once: one, until the server has answered one for a part.
    connections: usize,
    /// How often everything was sent although a part was asked for.
    wholes: u32,
    /// How many failures there were since anything came.
    barren: u32,
    /// What was there at the last of them.
    there: u64,
    working: JoinSet<Ended>,
    taken: Vec<Range<u64>>,
}

impl<S: Source> Run<'_, S> {
    async fn until_done(&mut self) -> Result<(), DownloadError> {
        loop {
            if self.stop.is_cancelled() {
                return Err(DownloadError::Stopped);
            }
            // Without anything to compare by, what others bring has to be waited for.
            let may_check = self.working.is_empty() || self.known().is_some_and(|known| !known.done.is_empty());
            if !self.is_checked
                && may_check
                && self.is_more_wanted()
                && let Err(error) = self.check_link().await
            {
                self.overcome(error).await?;
                continue;
            }
            if self.is_checked {
                self.ask_for_more();
            }
            let Some(ended) = self.working.join_next().await else { return Ok(()) };
            let ended = ended.map_err(|_| DiskError::Other("a part of the work did not end".to_owned()))?;
            self.taken.retain(|taken| *taken != ended.asked);
            self.hear(ended).await?;
        }
    }

    fn known(&self) -> Option<Journal> {
        self.shared.part.known()
    }

    fn is_more_wanted(&self) -> bool {
        self.known().is_none_or(|known| known.done.next_gap(&self.taken, known.length, u64::MAX).is_some())
    }

    fn ask_for_more(&mut self) {
        let Some(known) = self.known() else { return };
        while self.working.len() < self.connections {
            let most = if self.connections == 1 { u64::MAX } else { self.shared.measures.segment };
            let Some(gap) = known.done.next_gap(&self.taken, known.length, most) else { return };
            self.start(gap, None);
        }
    }

    fn start(&mut self, asked: Range<u64>, connected: Option<Connected>) {
        self.taken.push(asked.clone());
        let link = (self.link, self.request.clone());
        let work = worker::run(Arc::clone(&self.shared), link, asked, connected);
        self.working.spawn_on(work, self.shared.threads.handle());
    }

    async fn hear(&mut self, ended: Ended) -> Result<(), DownloadError> {
        let is_of_this_link = ended.link == self.link;
        match ended.outcome {
            Ok(()) => Ok(()),
            Err(Fault::Failed(error @ (DownloadError::Disk(_) | DownloadError::Stopped))) => Err(error),
            // Another link has been made since.
            Err(_) if !is_of_this_link => Ok(()),
            Err(Fault::OtherTag) => {
                self.is_checked = false;
                self.barren(DownloadError::OtherFile)
            }
            Err(Fault::Whole) => {
                self.connections = 1;
                self.is_checked = false;
                self.barren(Wrong::OnlyWhole.into())
            }
            // The link still serves, only not for long.
            Err(Fault::Failed(DownloadError::Server(_))) if ended.got >= self.shared.measures.sample => Ok(()),
            Err(Fault::Failed(error)) => self.overcome(error).await,
        }
    }

    fn barren(&mut self, error: DownloadError) -> Result<(), DownloadError> {
        let there = self.shared.written.lock().unwrap_or_else(PoisonError::into_inner).total();
        self.barren = if there > self.there { 1 } else { self.barren + 1 };
        self.there = there;
        let tries = self.shared.measures.tries;
        let tries = if error.is_definite() { tries.min(DEFINITE_TRIES) } else { tries };
        if self.barren > tries { Err(error) } else { Ok(()) }
    }

    /// Does what may help against an error: waits, asks for less at once, asks for another link. Fails with the error if
    /// nothing has helped for long.
    async fn overcome(&mut self, error: DownloadError) -> Result<(), DownloadError> {
        self.barren(error.clone())?;
        let measures = self.shared.measures;
        let wait = measures.wait.saturating_mul(1 << (self.barren - 1).min(16)).min(LONGEST_WAIT);
        let (wait, renews) = match &error {
            DownloadError::Disk(_)
            | DownloadError::Link(_)
            | DownloadError::NotFound(_)
            | DownloadError::AddonLink
            | DownloadError::NotAsPromised(_)
            | DownloadError::Stopped
            | DownloadError::InUse => return Err(error),
            DownloadError::Wrong(Wrong::Busy { retry_after, .. }) => {
                if retry_after.is_some_and(|wanted| wanted > LONGEST_WAIT) {
                    return Err(error);
                }
                self.connections = (self.connections / 2).max(1);
                (retry_after.unwrap_or(wait), false)
            }
            DownloadError::Server(_) => (wait, self.barren > LINK_LASTS),
            // The first new link is asked for at once.
            DownloadError::Wrong(_) | DownloadError::OtherFile => {
                (if self.barren > 1 { wait } else { Duration::ZERO }, true)
            }
        };
        until(self.stop, tokio::time::sleep(wait)).await?;
        if renews {
            self.request = until(self.stop, self.source.request(true)).await??;
            self.link += 1;
            self.is_checked = false;
        }
        Ok(())
    }

    /// Makes sure that the link leads to the file that was begun, or begins it.
    async fn check_link(&mut self) -> Result<(), DownloadError> {
        let begun = self.known().filter(|known| !known.done.is_empty());
        let samples = begun.as_ref().map(|known| known.done.samples(self.shared.measures.sample)).unwrap_or_default();
        let first = samples.first().cloned().unwrap_or(0..self.shared.measures.segment);
        let (incoming, answer) = until(self.stop, worker::connect(&self.shared, &self.request, &first)).await??;
        if answer.is_whole && !self.working.is_empty() {
            return Err(Wrong::OnlyWhole.into());
        }
        let is_called_so = |known: &Journal| answer.etag.as_ref().is_some_and(|etag| known.etags.contains(etag));
        let begins = match &begun {
            Some(known) if known.length != answer.length => {
                return Err(Wrong::Length { now: answer.length, before: known.length }.into());
            }
            Some(known) if is_called_so(known) => false,
            // It cannot be told whether it is the same file. From the start, then, if no other link does better.
            Some(_) if answer.is_whole => {
                self.wholes += 1;
                if self.wholes < WHOLES {
                    return Err(Wrong::OnlyWhole.into());
                }
                true
            }
            Some(_) => {
                self.compare(samples).await?;
                if let Some(etag) = answer.etag.clone() {
                    let part = self.shared.part.clone();
                    blocking(move || part.also_called(&etag)).await?;
                }
                false
            }
            None => true,
        };
        if begins {
            self.begin(answer.length, answer.etag.clone()).await?;
        } else {
            let part = self.shared.part.clone();
            blocking(move || part.has_room()).await?;
        }
        self.shared.progress.send_modify(|progress| progress.length = Some(answer.length));
        self.is_checked = true;
        self.connections = if answer.is_whole { 1 } else { self.shared.measures.connections.max(1) };
        if answer.is_whole || begun.is_none() {
            self.start(answer.bytes.clone(), Some((incoming, answer)));
        }
        Ok(())
    }

    async fn begin(&self, length: u64, etag: Option<String>) -> Result<(), DownloadError> {
        let part = self.shared.part.clone();
        blocking(move || part.begin(length, etag.as_deref())).await?;
        *self.shared.written.lock().unwrap_or_else(PoisonError::into_inner) = Ranges::default();
        Ok(())
    }

    /// Compares bytes that are there with those behind the link. Fails if they differ.
    async fn compare(&self, samples: Vec<Range<u64>>) -> Result<(), DownloadError> {
        for sample in samples {
            let (mut incoming, answer) =
                until(self.stop, worker::connect(&self.shared, &self.request, &sample)).await??;
            if answer.is_whole || answer.bytes != sample {
                return Err(Wrong::Range.into());
            }
            let mut sent = Vec::new();
            while let Some(chunk) = until(self.stop, incoming.chunk(self.shared.measures.quiet)).await?? {
                sent.extend_from_slice(&chunk);
                if sent.len() as u64 > sample.end - sample.start {
                    return Err(Wrong::Range.into());
                }
            }
            if (sent.len() as u64) < sample.end - sample.start {
                return Err(HttpError::Broken.into());
            }
            let part = self.shared.part.clone();
            if blocking(move || part.read(&sample)).await? != sent {
                return Err(DownloadError::OtherFile);
            }
        }
        Ok(())
    }
}

/// Waits for `future`, or fails when the download is stopped.
async fn until<T>(stop: &CancellationToken, future: impl Future<Output = T>) -> Result<T, DownloadError> {
    tokio::select! {
        biased;
        () = stop.cancelled() => Err(DownloadError::Stopped),
        done = future => Ok(done),
    }
}

async fn blocking<T: Send + 'static, E: Into<DownloadError> + Send + 'static>(
    act: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, DownloadError> {
    match tokio::task::spawn_blocking(act).await {
        Ok(outcome) => outcome.map_err(Into::into),
        Err(_) => Err(DownloadError::Link(DebridError::Closing)),
    }
}
