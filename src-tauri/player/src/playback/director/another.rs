//! Goes on in another release from where the film is, and writes down what was wrong with the one before.

use std::sync::Arc;

use jiff::Timestamp;
use perihelion_core::model::Complaint;
use tokio::task::AbortHandle;

use super::{Director, tell};
use crate::about::Link;
use crate::card::{self, Elsewhere};
use crate::find::{self, FindError};
use crate::found::Player;
use crate::order::{Card, Keys, Order};
use crate::playback::{Ask, PlayError, Reply};

/// Seconds for which the player asks what was wrong, and says that it was noted.
const ASKS_FOR: u32 = 10;
const SAYS_FOR: u32 = 3;

/// Another release that is looked for while the film plays on.
pub(super) struct Switching {
    turn: u64,
    task: AbortHandle,
    reply: Option<Reply>,
}

/// The card over the film about the release that was left.
pub(super) struct Asking {
    left: Arc<Link>,
    so_far: Elsewhere,
    seconds: u32,
}

impl Director {
    pub(super) fn is_switching(&self) -> bool {
        self.switching.is_some()
    }

    /// Whether another release of what plays can be looked for.
    pub(super) fn can_switch(&self) -> bool {
        self.playing_link().is_some_and(|link| !link.about.is_unknown())
    }

    fn playing_link(&self) -> Option<Arc<Link>> {
        self.current.and_then(|(number, _)| self.links.get(number).cloned())
    }

    /// Looks for the next best release of what plays, or played last. With a complaint the present one is not chosen by itself again.
    pub(super) async fn another(&mut self, complaint: Option<Complaint>, reply: Option<Reply>) {
        let answer = |reply: Option<Reply>, error: PlayError| {
            if let Some(reply) = reply {
                let _ = reply.send(Err(error));
            }
        };
        let Some(link) = self.playing_link().filter(|_| self.can_switch()) else {
            return answer(reply, FindError::NothingElse.into());
        };
        if let Some(complaint) = complaint {
            self.complain(&link, complaint).await;
        }
        self.stop_switching();
        self.preparing.give_up().await;
        let place = link.about.place();
        self.passed.retain(|(of, _)| *of == place);
        self.passed.push((place, link.result.info_hash));
        let without: Vec<_> = self.passed.iter().map(|(_, hash)| *hash).collect();
        self.turn += 1;
        let (profile, turn, asks, about) = (self.profile.clone(), self.turn, self.asks.clone(), link.about.clone());
        let task = tokio::spawn(async move {
            let outcome = find::another(&profile, &about, &without).await.map(Arc::new);
            tell(&asks, Ask::Else { turn, outcome });
        });
        self.switching = Some(Switching { turn, task: task.abort_handle(), reply });
        if complaint.is_none() {
            self.ask_what_was_wrong(link);
        }
    }

    pub(super) fn stop_switching(&mut self) {
        if let Some(Switching { task, reply, .. }) = self.switching.take() {
            task.abort();
            if let Some(reply) = reply {
                let _ = reply.send(Err(PlayError::Stopped));
            }
        }
    }

    /// Another release was found, or none.
    pub(super) async fn found_another(&mut self, turn: u64, outcome: Result<Arc<Link>, FindError>) {
        let Some(Switching { reply, .. }) = self.switching.take_if(|switching| switching.turn == turn) else { return };
        let outcome = match outcome {
            Ok(link) => self.switch_to(link).await,
            Err(error) => Err(error.into()),
        };
        if let Err(error) = &outcome {
            tracing::info!(%error, "no other release plays");
        }
        let so_far = if outcome.is_ok() { Elsewhere::Found } else { Elsewhere::NotFound };
        if let Some(asking) = &mut self.asking {
            (asking.so_far, asking.seconds) = (so_far, ASKS_FOR);
            self.show_asking();
        }
        if let Some(reply) = reply {
            let _ = reply.send(outcome);
        }
    }

    /// Has the player go on in this one, from where the film is now. What follows from another torrent stays.
    async fn switch_to(&mut self, link: Arc<Link>) -> Result<Player, PlayError> {
        let Some((number, position)) = self.current else { return Err(PlayError::Stopped) };
        let left = self.links.get(number).map(|left| left.result.info_hash);
        let later = self.links.iter().skip(number + 1);
        let later = later.take_while(|later| Some(later.result.info_hash) != left).cloned();
        let links = [link].into_iter().chain(later).collect();
        let player = self.session.as_ref().map(|session| session.player.id.name().to_owned());
        let at = self.now.position.or(position.map(|position| position.at));
        self.play(links, player, at).await
    }

    fn ask_what_was_wrong(&mut self, left: Arc<Link>) {
        if !self.session.as_ref().is_some_and(|session| session.can.card && session.is_open()) {
            return;
        }
        self.stop_counting();
        self.asking = Some(Asking { left, so_far: Elsewhere::Looking, seconds: ASKS_FOR });
        self.show_asking();
    }

    fn show_asking(&self) {
        let (Some(asking), Some(session)) = (&self.asking, &self.session) else { return };
        let text = card::another((self.ways.tongue)(), asking.so_far);
        session.say(Order::Card(Some(Card { text, keys: Keys::Complain })));
    }

    /// The person answered in the player what was wrong.
    pub(super) async fn answered(&mut self, complaint: Option<Complaint>) {
        let Some(asking) = &mut self.asking else { return };
        let Some(complaint) = complaint.filter(|_| asking.so_far != Elsewhere::NotFound) else {
            return self.stop_asking();
        };
        asking.seconds = SAYS_FOR;
        let left = Arc::clone(&asking.left);
        self.complain(&left, complaint).await;
        if let Some(session) = &self.session {
            let text = card::noted((self.ways.tongue)());
            session.say(Order::Card(Some(Card { text, keys: Keys::Complain })));
        }
    }

    /// A second has passed.
    pub(super) fn ask_on(&mut self) {
        let Some(asking) = &mut self.asking else { return };
        asking.seconds = asking.seconds.saturating_sub(1);
        if asking.seconds == 0 && self.switching.is_none() {
            self.stop_asking();
        }
    }

    pub(super) fn stop_asking(&mut self) {
        if self.asking.take().is_some()
            && let Some(session) = &self.session
        {
            session.say(Order::Card(None));
            self.show_offer();
        }
    }

    async fn complain(&self, link: &Link, complaint: Complaint) {
        let hash = link.result.info_hash;
        self.profile.ledger.complain(hash, link.about.place(), complaint, Timestamp::now()).await;
    }
}
