//! What the person's line carries: measured in passing where a link is at hand and nobody else uses the line, or typed.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Mutex, watch};

use crate::line::{LineShare, MeasuredLine, line_of};
use crate::pipeline::link::{DownloadResult, Renewal, measure_line};
use crate::preferences::{Preferences, Wish};

use super::Profile;

/// How long after a link was made the line is left alone: the press of Play follows.
const QUIET: Duration = Duration::from_secs(3);

/// How many use the line: what plays or is about to, and what is downloaded.
#[derive(Clone, Debug, Default)]
pub(super) struct LineUse {
    users: Arc<watch::Sender<usize>>,
    /// Held while the line is measured: two at once would each find a half.
    measuring: Arc<Mutex<()>>,
}

/// The line is in use until this is dropped, and nothing is measured.
#[derive(Debug)]
#[must_use]
pub struct LineInUse(LineUse);

impl Drop for LineInUse {
    fn drop(&mut self) {
        self.0.users.send_modify(|users| *users = users.saturating_sub(1));
    }
}

/// What is known of the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Bits a second: what the person typed, else what was measured.
    pub bits: Option<u64>,
    /// By host, the latest first.
    pub measured: Vec<MeasuredLine>,
}

impl Line {
    /// Returns the bit rate of the file behind a link beside what comes from its host, or else beside the whole line.
    pub fn share_of(&self, made: &DownloadResult) -> Option<LineShare> {
        let of_host = self.measured.iter().find(|one| made.link.host_str() == Some(&*one.host)).map(|one| one.bits);
        Some(LineShare { bits: made.bits_per_second()?, line: of_host.or(self.bits)? })
    }
}

/// Why the line was not measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotMeasured {
    #[error("the line is in use")]
    InUse,
    #[error("too little came to tell")]
    TooLittle,
}

impl Profile {
    /// Has nothing measured while what is returned lives. What is being measured ends.
    pub fn use_line(&self) -> LineInUse {
        self.line_use.users.send_modify(|users| *users += 1);
        LineInUse(self.line_use.clone())
    }

    /// Returns what is known of the line.
    pub async fn line(&self) -> Line {
        let measured = self.ledger.lines().await;
        let typed = self.settings().preferences.line;
        let bits = typed.or_else(|| line_of(&measured, Timestamp::now()).map(|one| one.bits));
        Line { bits, measured }
    }

    /// Returns the preferences, with what the line carries as far as it is known.
    pub async fn preferences(&self) -> Preferences {
        let line = self.line().await.bits;
        Preferences { line, ..self.settings().preferences }
    }

    /// Measures the line in passing by a link that was made: once a day from each host, not where the person wishes to save
    /// data, and only while nobody uses the line.
    pub async fn measure_line_in_passing(&self, made: &DownloadResult) {
        let host = made.link.host_str().unwrap_or_default();
        let saves = self.settings().preferences.wish == Wish::SaveData;
        if saves || matches!(made.renewal, Renewal::Disk) {
            return;
        }
        let measured = self.while_unused(async {
            tokio::time::sleep(QUIET).await;
            if self.ledger.take_line_turn(host, Timestamp::now()).await {
                self.measure(made).await;
            }
        });
        measured.await;
    }

    /// Measures the line now, as the person asks for.
    pub async fn measure_line(&self, made: &DownloadResult) -> Result<MeasuredLine, NotMeasured> {
        let measured = self.while_unused(self.measure(made)).await;
        measured.ok_or(NotMeasured::InUse)?.ok_or(NotMeasured::TooLittle)
    }

    pub async fn forget_line(&self) {
        self.ledger.forget_lines().await;
    }

    async fn measure(&self, made: &DownloadResult) -> Option<MeasuredLine> {
        let host = made.link.host_str()?.to_owned();
        let bits = measure_line(&self.links().await, made).await?;
        let line = MeasuredLine { host, bits, at: Timestamp::now() };
        self.ledger.note_line(&line).await;
        tracing::debug!(bits, "the line is measured");
        Some(line)
    }

    /// Runs this unless the line is in use, and ends it when it comes to be.
    async fn while_unused<T>(&self, measuring: impl Future<Output = T>) -> Option<T> {
        let mut users = self.line_use.users.subscribe();
        let measuring = async {
            let _alone = self.line_use.measuring.lock().await;
            measuring.await
        };
        tokio::select! {
            biased;
            _ = users.wait_for(|users| *users > 0) => None,
            measured = measuring => Some(measured),
        }
    }
}
