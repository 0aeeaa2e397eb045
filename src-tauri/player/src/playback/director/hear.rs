//! Hears the player, and writes down what it says of its films.

use std::time::Instant;

use jiff::Timestamp;

use super::skip::Skipping;
use super::{Director, tell};
use crate::about::About;
use crate::heard::Position;
use crate::next;
use crate::order::{Key, Told};
use crate::playback::upcoming::{Ahead, Next};
use crate::playback::{Ask, over};

/// A player that stays open after the end stands so many seconds before it, at most.
const STILL_ENDED: f64 = 2.0;

impl Director {
    pub(super) async fn hear(&mut self, told: Told) {
        self.write_down(&told).await;
        match told {
            Told::Now(now) => {
                if let Some(item) = now.item {
                    if self.current.is_none_or(|(current, _)| current != item) {
                        self.arrive(item).await;
                    }
                    if let (Some(at), Some(length)) = (now.position, now.length) {
                        // It plays again after its end.
                        self.is_over &= now.paused || length - at < STILL_ENDED;
                        self.current = Some((item, Some(Position { at, length })));
                    }
                }
                self.now = now;
                self.look_at_tracks().await;
                self.look_outside();
                self.ask_what_can_be_skipped();
                self.look_to_skip();
                self.look_ahead();
            }
            Told::Pressed(Key::Next) => self.go_on().await,
            Told::Pressed(Key::Stay) => self.stay(),
            Told::Pressed(Key::Skip) => self.skip(),
            Told::Pressed(Key::Watch) => self.watch(),
            Told::Pressed(Key::Another) => self.another(None, None).await,
            Told::Pressed(Key::Wrong(complaint)) => self.answered(complaint).await,
            Told::Left => self.forget(),
            Told::Gone => self.gone(),
            Told::Ended(number) => {
                let is_last = !matches!(self.next, Some(Next { ahead: Ahead::Given(_), .. }));
                // Some players stay open after the last.
                self.is_over |= is_last && self.current.is_some_and(|(current, _)| current == number);
            }
            Told::Position(..) | Told::Anew => {}
        }
    }

    /// Writes into the library what is told of a film: how far it is, and that it was watched to its end.
    pub(super) async fn write_down(&mut self, told: &Told) {
        let library = &self.profile.library;
        let outcome = match told {
            Told::Position(number, position) => {
                let Some(link) = self.links.get(*number) else { return };
                let is_through = over::is_through(*position);
                if is_through && !self.watched.insert(*number) {
                    // It came to its end, and a last word on its position would put it back to where it goes on.
                    return;
                }
                library.note_position(link.place(), position.at, position.length).await
            }
            Told::Ended(number) => {
                let Some(link) = self.links.get(*number) else { return };
                self.watched.insert(*number);
                self.ended = Some(*number);
                library.mark_watched(link.place(), true).await
            }
            Told::Now(_) | Told::Pressed(_) | Told::Left | Told::Gone | Told::Anew => return,
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, "how far the film is could not be noted");
        }
    }

    /// An item begins.
    pub(super) async fn arrive(&mut self, number: usize) {
        self.current = Some((number, None));
        self.stays = false;
        self.is_over = false;
        self.stop_switching();
        self.stop_counting();
        self.tracking.reset();
        self.skipping = Skipping::default();
        self.arrivals += 1;
        self.ask_for_outside();
        let Some(link) = self.links.get(number).cloned() else { return };
        if self.begun.insert(number)
            && let Some(played) = link.played(Timestamp::now())
            && let Err(error) = self.profile.library.note_played(played).await
        {
            tracing::warn!(%error, "what was played could not be noted");
        }
        self.next = self.links.get(number + 1).map(|next| Next {
            following: next::Following { about: next.about.clone(), name: None },
            ahead: Ahead::Given(number + 1),
        });
        if self.next.is_none() && link.about.episode.is_some() && !link.about.is_unknown() {
            self.ask_what_follows(link.about.clone());
        }
    }

    fn ask_what_follows(&self, about: About) {
        let (profile, arrival, asks) = (self.profile.clone(), self.arrivals, self.asks.clone());
        tokio::spawn(async move {
            let meta = profile.details(about.kind, &about.title_id).await.ok();
            let following = meta.and_then(|meta| next::after(&meta, &about, Timestamp::now()));
            tell(&asks, Ask::Follows { arrival, following });
        });
    }

    pub(super) async fn look_at_tracks(&mut self) {
        let Some(session) = self.session.as_ref().filter(|session| session.can.audio) else { return };
        let (orders, has_changed) = self.tracking.look(&self.now, Instant::now());
        for order in orders {
            session.say(order);
        }
        let about = self.current.and_then(|(number, _)| Some(&self.links.get(number)?.about));
        if let Some(about) = about.filter(|about| has_changed && !about.is_unknown()) {
            let kept = self.profile.library.keep_tracks(&about.title_id, self.tracking.chosen.written()).await;
            if let Err(error) = kept {
                tracing::warn!(%error, "the choice of tracks could not be noted");
            }
        }
    }
}
