//! A download in the queue, and what is known of it in this run.

use std::time::Duration;

use perihelion_core::pipeline::link::DownloadResult;
use perihelion_core::store::{Download, DownloadState};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Item;
use crate::error::is_not_as_promised;
use crate::measures::Progress;
use crate::pace::Speed;

/// After how long another search for a release that was not found is worth it.
const FOUND_AFTER: Duration = Duration::from_hours(1);

/// A download, and what is known of it in this run.
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own")]
pub(super) struct Entry {
    pub(super) download: Download,
    pub(super) made: Option<DownloadResult>,
    pub(super) run: Option<Run>,
    pub(super) speed: Speed,
    pub(super) tries: u32,
    /// When it is tried again.
    pub(super) again_at: Option<Instant>,
    /// It was finished, and its file does not lie there any more.
    pub(super) is_gone: bool,
    /// When it failed in this run.
    pub(super) failed_at: Option<Instant>,
    /// The person wants the file as it is, although it is not what it was taken for.
    pub(super) is_accepted: bool,
    /// This process brings it.
    pub(super) is_ours: bool,
    /// It was taken out of the list and is still ending.
    pub(super) is_removed: bool,
}

pub(super) struct Run {
    pub(super) stop: CancellationToken,
    pub(super) progress: watch::Receiver<Progress>,
}

impl Entry {
    pub(super) fn of(download: Download, is_ours: bool) -> Self {
        Self {
            download,
            made: None,
            run: None,
            speed: Speed::default(),
            tries: 0,
            again_at: None,
            is_gone: false,
            failed_at: None,
            is_accepted: false,
            is_ours,
            is_removed: false,
        }
    }

    pub(super) fn may_begin(&self, now: Instant) -> bool {
        self.is_ours
            && !self.is_removed
            && self.run.is_none()
            && self.download.state == DownloadState::Waiting
            && self.again_at.is_none_or(|at| at <= now)
    }

    /// Whether no release of it was found a while ago, or before this run.
    pub(super) fn may_be_found_by_now(&self, now: Instant) -> bool {
        let fault = self.download.error.as_ref().filter(|_| self.download.state == DownloadState::Failed);
        let was_not_found = fault.is_some_and(|fault| ["not_found", "no_link"].contains(&&*fault.kind));
        was_not_found && self.failed_at.is_none_or(|at| now.duration_since(at) >= FOUND_AFTER)
    }

    pub(super) fn service(&self) -> Option<&str> {
        self.download.file.as_ref().map(|file| file.service.as_str())
    }

    /// Takes over what is known of a running one.
    pub(super) fn look(&mut self, now: Instant) {
        let Some(run) = &self.run else { return };
        let progress = *run.progress.borrow();
        // Before the journal was read nothing is known.
        if progress.length.is_some() {
            self.download.bytes = progress.bytes;
            self.download.length = progress.length;
            self.speed.hear(progress.bytes, now);
        }
    }

    /// `held` says that the connection is metered and nothing comes.
    pub(super) fn item(&self, held: bool) -> Item {
        let speed = self.run.as_ref().and_then(|_| self.speed.rate());
        let left = self.download.length.map(|length| length.saturating_sub(self.download.bytes));
        let seconds_left = left.zip(speed.filter(|speed| *speed > 0)).map(|(left, speed)| left.div_ceil(speed));
        Item {
            download: self.download.clone(),
            is_running: self.run.is_some(),
            is_gone: self.is_gone,
            is_held: held && self.run.is_none() && self.download.state == DownloadState::Waiting,
            speed,
            seconds_left,
        }
    }

    pub(super) fn resume(&mut self) {
        self.bring_back();
        self.is_accepted |= self.download.error.as_ref().is_some_and(|fault| is_not_as_promised(&fault.kind));
        if self.download.state != DownloadState::Done {
            (self.download.state, self.download.error) = (DownloadState::Waiting, None);
            (self.tries, self.again_at, self.is_ours) = (0, None, true);
        }
    }

    /// Forgets which file it is and what has come of it, so that another is found.
    pub(super) fn forget_file(&mut self) {
        self.is_accepted = false;
        (self.download.file, self.download.path) = (None, None);
        (self.download.bytes, self.download.length) = (0, None);
    }

    pub(super) fn pause(&mut self) {
        if self.download.state != DownloadState::Done {
            self.download.state = DownloadState::Paused;
            if let Some(run) = &self.run {
                run.stop.cancel();
            }
        }
    }
}
