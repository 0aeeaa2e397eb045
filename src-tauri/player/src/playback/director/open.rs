//! Looks for what is to play next, in a task that can be stopped.

use std::sync::Arc;

use jiff::Timestamp;
use perihelion_core::pipeline::link;
use tokio::sync::mpsc;

use super::prepare::give_up;
use super::{Director, Opening, STANDS, tell};
use crate::about::{About, Link};
use crate::find::{self, FindError};
use crate::order::Order;
use crate::playback::{Ask, PlayError, Reply, Stage};
use crate::prepared::Of;
use crate::session::Session;

impl Director {
    /// Plays the last item again. Its link is made anew when it has ended.
    pub(super) fn replay(&mut self, start: Option<f64>) {
        let Some(link) = self.current.and_then(|(number, _)| self.links.get(number).cloned()) else { return };
        if self.session.as_ref().is_some_and(Session::is_open) && !self.is_over {
            self.obey_seek(start);
            return;
        }
        let profile = self.profile.clone();
        let about = link.about.clone();
        self.open_with(about.clone(), start, None, move |asks, turn| async move {
            let stands = link.result.expires_at.is_none_or(|end| end.duration_since(Timestamp::now()) > STANDS);
            if stands {
                return tell(&asks, Ask::Found { turn, outcome: Ok(link) });
            }
            let outcome = match link::renew(&profile.links().await, &link.result).await {
                Ok(result) => Ok(Arc::new(Link { result, about })),
                Err(_) => find::find(&profile, &about, |_| {}).await.map(Arc::new),
            };
            tell(&asks, Ask::Found { turn, outcome });
        });
    }

    fn obey_seek(&self, start: Option<f64>) {
        if let (Some(session), Some(start)) = (&self.session, start) {
            session.say(Order::Seek(start));
            session.say(Order::Pause(false));
        }
    }

    pub(super) fn open(&mut self, about: About, reply: Option<Reply>) {
        let (profile, wanted) = (self.profile.clone(), about.clone());
        let (prepared, other) = (self.preparing.take(&Of::Title(about.place())), self.preparing.take_any());
        self.open_with(about, None, reply, move |asks, turn| async move {
            give_up(other).await;
            if let Some(making) = prepared
                && let Ok(Some(prepared)) = making.await
            {
                return tell(&asks, Ask::Found { turn, outcome: Ok(Arc::new(prepared.keep().await)) });
            }
            let step = |step| tell(&asks, Ask::Step { turn, step });
            let outcome = find::find(&profile, &wanted, step).await.map(Arc::new);
            tell(&asks, Ask::Found { turn, outcome });
        });
    }

    fn open_with<F: Future<Output = ()> + Send + 'static>(
        &mut self,
        about: About,
        start: Option<f64>,
        reply: Option<Reply>,
        work: impl FnOnce(mpsc::WeakUnboundedSender<Ask>, u64) -> F,
    ) {
        self.stop_opening();
        self.stop_switching();
        self.turn += 1;
        let task = tokio::spawn(work(self.asks.clone(), self.turn)).abort_handle();
        self.opening = Some(Opening { about, stage: Stage::Linking, turn: self.turn, task, start, reply });
    }

    pub(super) fn stop_opening(&mut self) {
        if let Some(Opening { task, reply, .. }) = self.opening.take() {
            task.abort();
            if let Some(reply) = reply {
                let _ = reply.send(Err(PlayError::Stopped));
            }
        }
    }

    pub(super) async fn found(&mut self, turn: u64, outcome: Result<Arc<Link>, FindError>) {
        let Some(opening) = self.opening.as_mut().filter(|opening| opening.turn == turn) else { return };
        opening.stage = Stage::Starting;
        let (start, reply) = (opening.start, opening.reply.take());
        self.show();
        let outcome = match outcome {
            Ok(link) => self.play(vec![link], None, start).await,
            Err(error) => Err(error.into()),
        };
        self.opening = None;
        if let Err(error) = &outcome {
            tracing::info!(%error, "nothing plays");
        }
        if let Some(reply) = reply {
            let _ = reply.send(outcome);
        }
    }
}
