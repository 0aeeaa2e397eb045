//! A link that is made before its Play is pressed, while the person's hand is there. One at a time, a few a minute; what is not used
//! leaves the account as it was.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::Director;
use crate::playback::Making;
use crate::prepared::{self, Intent, Of, RowId};

/// Seconds for which one is kept for a press.
const KEPT_FOR: u32 = 30;
/// The most that are made in a minute: each adds to the account.
const MOST_A_MINUTE: usize = 4;
const MINUTE: Duration = Duration::from_mins(1);

/// The link that is kept ready, if any, and when the last ones were begun.
#[derive(Debug, Default)]
pub(super) struct Preparing {
    ready: Option<(Of, Making, u32)>,
    begun: VecDeque<Instant>,
}

impl Preparing {
    pub(super) fn is_kept(&self) -> bool {
        self.ready.is_some()
    }

    /// Whether another one may be made now.
    fn may_begin(&mut self, now: Instant) -> bool {
        while self.begun.front().is_some_and(|begun| now.duration_since(*begun) >= MINUTE) {
            self.begun.pop_front();
        }
        self.begun.len() < MOST_A_MINUTE
    }

    /// Returns the link for this, ready or being made, for its use.
    pub(super) fn take(&mut self, wanted: &Of) -> Option<Making> {
        self.ready.take_if(|(of, ..)| of == wanted).map(|(_, making, _)| making)
    }

    /// Returns whatever is kept, to be given up: others may need its torrent.
    pub(super) fn take_any(&mut self) -> Option<Making> {
        self.ready.take().map(|(_, making, _)| making)
    }

    pub(super) async fn give_up(&mut self) {
        give_up(self.take_any()).await;
    }

    /// A second has passed.
    pub(super) async fn age(&mut self) {
        let is_over = self.ready.as_mut().is_some_and(|(.., seconds)| {
            *seconds = seconds.saturating_sub(1);
            *seconds == 0
        });
        if is_over {
            self.give_up().await;
        }
    }
}

/// Drops the link: what was added for it is taken out again.
pub(super) async fn give_up(making: Option<Making>) {
    if let Some(making) = making {
        making.abort();
        drop(making.await);
    }
}

impl Director {
    /// Makes the link for this ready, or for nothing any more.
    pub(super) async fn prepare(&mut self, intent: Option<Intent>) {
        let of = intent.as_ref().and_then(Intent::of);
        if self.preparing.ready.as_ref().map(|(of, ..)| of) == of.as_ref() {
            return;
        }
        self.preparing.give_up().await;
        let (Some(intent), Some(of)) = (intent, of) else { return };
        let now = Instant::now();
        if self.opening.is_some() || !self.preparing.may_begin(now) {
            return;
        }
        self.preparing.begun.push_back(now);
        let profile = self.profile.clone();
        let making = tokio::spawn(async move { prepared::prepare(&profile, intent).await });
        self.preparing.ready = Some((of, making, KEPT_FOR));
    }

    /// Hands over the link of this row, and gives up that of anything else.
    pub(super) async fn give_ready(&mut self, row: RowId, reply: oneshot::Sender<Option<Making>>) {
        let making = self.preparing.take(&Of::Row(row));
        self.preparing.give_up().await;
        if let Err(making) = reply.send(making) {
            give_up(making).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use perihelion_core::store::Place;

    use super::*;

    #[test]
    fn a_few_are_made_in_a_minute_and_no_more() {
        let mut preparing = Preparing::default();
        let first = Instant::now();
        let after = |seconds| first + Duration::from_secs(seconds);
        for at in [0, 5, 10, 15] {
            assert!(preparing.may_begin(after(at)));
            preparing.begun.push_back(after(at));
        }
        assert!(!preparing.may_begin(after(20)));
        assert!(preparing.may_begin(after(60)), "the first is a minute ago");
    }

    #[tokio::test]
    async fn it_is_for_its_place_alone_and_ends_by_itself() {
        let place = |episode| Of::Title(Place { title_id: "tt1".to_owned(), season: Some(1), episode: Some(episode) });
        let making = || tokio::spawn(std::future::pending());
        let mut preparing = Preparing { ready: Some((place(1), making(), 2)), ..Preparing::default() };
        assert!(preparing.take(&place(2)).is_none() && preparing.is_kept());
        preparing.age().await;
        assert!(preparing.is_kept());
        preparing.age().await;
        assert!(!preparing.is_kept());
        preparing.ready = Some((place(1), making(), 2));
        assert!(preparing.take(&place(1)).is_some() && !preparing.is_kept());
    }
}
