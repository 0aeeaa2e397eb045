//! Has the next episode ready, announces it at the credits, and goes on to it.

use std::sync::Arc;

use super::prepare::give_up;
use super::{Director, tell};
use crate::about::Link;
use crate::card;
use crate::find::{self, FindError};
use crate::order::{Card, Keys, Order, Told};
use crate::playback::Ask;
use crate::playback::upcoming::{self, Ahead, COUNT, Moment, Next};
use crate::queue::check;

impl Director {
    fn moment(&self) -> Moment {
        let share = f64::from(self.profile.settings().playback.credits_percent) / 100.0;
        upcoming::moment(&self.now, self.skipping.credits(), share)
    }

    /// Makes the next link and announces the next episode, when it is time for it.
    pub(super) fn look_ahead(&mut self) {
        let goes_on = self.goes_on_by_itself();
        let moment = self.moment();
        let Some(next) = self.next.as_ref().filter(|_| goes_on && moment != Moment::Early) else {
            return self.stop_counting();
        };
        if next.ahead == Ahead::Unmade {
            self.make_next();
        }
        let is_off = self.next.as_ref().is_none_or(|next| next.ahead == Ahead::Failed);
        if moment != Moment::Credits || is_off {
            self.stop_counting();
        } else if self.counting.is_none() {
            self.counting = Some(COUNT);
            self.show_card();
        }
    }

    fn make_next(&mut self) {
        self.turn += 1;
        let (profile, turn, asks) = (self.profile.clone(), self.turn, self.asks.clone());
        let kept = self.preparing.take_any();
        let Some(next) = &mut self.next else { return };
        next.ahead = Ahead::Making { turn };
        let about = next.following.about.clone();
        tokio::spawn(async move {
            give_up(kept).await;
            let outcome = find::find(&profile, &about, |_| {}).await.map(Arc::new);
            tell(&asks, Ask::Made { turn, outcome });
        });
    }

    pub(super) async fn made(&mut self, turn: u64, outcome: Result<Arc<Link>, FindError>) {
        let Some(next) = self.next.as_mut().filter(|next| next.ahead == Ahead::Making { turn }) else { return };
        let link = match outcome {
            Ok(link) => link,
            Err(error) => {
                tracing::info!(%error, "no link to the next episode");
                next.ahead = Ahead::Failed;
                return self.stop_counting();
            }
        };
        let number = self.links.len();
        let item = self.items(std::slice::from_ref(&link), None).await.pop();
        let Some(item) = item.filter(|item| check(item).is_ok()) else { return };
        let is_given = self
            .session
            .as_ref()
            .is_some_and(|session| session.is_open() && session.say(Order::Append(Box::new(item))));
        if !is_given {
            if let Some(next) = &mut self.next {
                next.ahead = Ahead::Unmade;
            }
            // The player came to the end meanwhile and has closed by itself.
            if self.is_over && self.goes_on_after_the_end() {
                let _ = self.play(vec![link], None, None).await;
            }
            return;
        }
        self.links.push(link);
        if let Some(next) = &mut self.next {
            next.ahead = Ahead::Given(number);
        }
        if self.counting == Some(0) {
            self.go_on().await;
        }
    }

    pub(super) async fn count(&mut self) {
        if self.now.paused {
            return;
        }
        self.counting = self.counting.map(|left| left.saturating_sub(1));
        if self.counting == Some(0) && self.next.as_ref().is_some_and(|next| matches!(next.ahead, Ahead::Given(_))) {
            return self.go_on().await;
        }
        self.show_card();
    }

    /// Goes on to the next episode.
    pub(super) async fn go_on(&mut self) {
        let Some(next) = self.next.clone() else { return };
        let was_credits = self.moment() == Moment::Credits;
        if let Some((number, _)) = self.current.filter(|_| was_credits && !self.is_over) {
            self.write_down(&Told::Ended(number)).await;
        }
        self.stop_counting();
        let open = self.session.as_ref().filter(|session| session.is_open());
        match (next.ahead, open) {
            (Ahead::Given(_), Some(session)) => {
                session.say(Order::Forward);
                // What is still heard of this one announces nothing any more.
                self.stays = true;
            }
            _ => self.open(next.following.about, None),
        }
    }

    pub(super) fn stay(&mut self) {
        self.stays = true;
        self.stop_counting();
        let Some((number, _)) = self.current else { return };
        if let Some(session) = &self.session {
            session.say(Order::Withdraw(number + 1));
        }
        self.links.truncate(number + 1);
        if let Some(next) = &mut self.next {
            next.ahead = Ahead::Unmade;
        }
    }

    fn show_card(&mut self) {
        let Some((next, session)) = self.next.as_ref().zip(self.session.as_ref()) else { return };
        if self.asking.is_some() {
            return;
        }
        let tongue = (self.ways.tongue)();
        let Next { following, .. } = next;
        let label = card::label(tongue, &following.about);
        let text = card::next(tongue, &label, following.name.as_deref(), self.counting.filter(|left| *left > 0));
        session.say(Order::Card(Some(Card { text, keys: Keys::Next })));
        self.has_card = true;
    }

    pub(super) fn stop_counting(&mut self) {
        self.counting = None;
        self.take_card();
    }

    /// Takes the card of the next one away.
    fn take_card(&mut self) {
        if std::mem::take(&mut self.has_card)
            && let Some(session) = &self.session
        {
            session.say(Order::Card(None));
        }
    }
}
