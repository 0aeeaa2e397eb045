//! The task behind a [`Playback`](super::Playback): owns the player, the links it was given, and what is written of them.

mod ahead;
mod another;
mod give;
mod hear;
mod line;
mod open;
mod outside;
mod prepare;
mod skip;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use perihelion_core::profile::{LineInUse, Profile};
use perihelion_core::store::Place;
use perihelion_core::torrent::InfoHash;
use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;

use another::{Asking, Switching};

use super::tracking::Tracking;
use super::upcoming::{Ahead, Next};
use outside::Outside;
use prepare::Preparing;
use skip::Skipping;

use super::{Ask, Control, Playing, Reply, Stage, Upcoming, Ways, over};
use crate::about::{About, Link};
use crate::find::Step;
use crate::heard::Position;
use crate::now::{Can, Now};
use crate::order::{Order, Told};
use crate::session::Session;

const SECOND: Duration = Duration::from_secs(1);
/// A link that ends sooner is made anew before it is played.
const STANDS: jiff::SignedDuration = jiff::SignedDuration::from_secs(60);

pub(super) struct Director {
    profile: Profile,
    ways: Ways,
    asks: mpsc::WeakUnboundedSender<Ask>,
    shown: watch::Sender<Playing>,
    session: Option<Session>,
    told: Option<mpsc::UnboundedReceiver<Told>>,
    /// What the player was given, by number.
    links: Vec<Arc<Link>>,
    now: Now,
    /// The item that plays, or played last, and its last position.
    current: Option<(usize, Option<Position>)>,
    begun: HashSet<usize>,
    watched: HashSet<usize>,
    /// The item that came to its end last.
    ended: Option<usize>,
    next: Option<Next>,
    counting: Option<u32>,
    has_card: bool,
    /// The person wants no next one after this.
    stays: bool,
    skipping: Skipping,
    outside: Outside,
    /// Held while something plays or is about to.
    line: Option<LineInUse>,
    opening: Option<Opening>,
    preparing: Preparing,
    switching: Option<Switching>,
    asking: Option<Asking>,
    /// The releases that were left for another one.
    passed: Vec<(Place, InfoHash)>,
    is_over: bool,
    tracking: Tracking,
    /// Counts what is looked for, so that what was given up is told apart.
    turn: u64,
    /// Counts the items that began.
    arrivals: u64,
}

/// What is about to play.
struct Opening {
    about: About,
    stage: Stage,
    turn: u64,
    task: AbortHandle,
    /// Begins here instead of where it was left.
    start: Option<f64>,
    reply: Option<Reply>,
}

impl Director {
    pub(super) fn new(
        profile: Profile,
        ways: Ways,
        asks: mpsc::WeakUnboundedSender<Ask>,
        shown: watch::Sender<Playing>,
    ) -> Self {
        Self {
            profile,
            ways,
            asks,
            shown,
            session: None,
            told: None,
            links: Vec::new(),
            now: Now::default(),
            current: None,
            begun: HashSet::new(),
            watched: HashSet::new(),
            ended: None,
            next: None,
            counting: None,
            has_card: false,
            stays: false,
            skipping: Skipping::default(),
            outside: Outside::default(),
            line: None,
            opening: None,
            preparing: Preparing::default(),
            switching: None,
            asking: None,
            passed: Vec::new(),
            is_over: false,
            tracking: Tracking::default(),
            turn: 0,
            arrivals: 0,
        }
    }

    pub(super) async fn run(mut self, mut asks: mpsc::UnboundedReceiver<Ask>) {
        let mut second = tokio::time::interval(SECOND);
        second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                ask = asks.recv() => match ask {
                    Some(ask) => self.answer(ask).await,
                    None => return,
                },
                told = heard(&mut self.told) => self.hear(told).await,
                _ = second.tick(), if self.is_timed() => self.tick().await,
            }
            self.mind_line();
            self.show();
        }
    }

    fn is_timed(&self) -> bool {
        self.counting.is_some() || self.asking.is_some() || self.preparing.is_kept() || self.tracking.is_settling()
    }

    /// A second has passed.
    async fn tick(&mut self) {
        // A film that stands still tells nothing, and its tracks settle all the same.
        self.look_at_tracks().await;
        self.ask_on();
        self.preparing.age().await;
        if self.counting.is_some() {
            self.count().await;
        }
    }

    async fn answer(&mut self, ask: Ask) {
        if matches!(ask, Ask::Play { .. } | Ask::Find { .. } | Ask::Another { .. }) {
            self.take_line();
        }
        match ask {
            Ask::Play { links, player, reply } => {
                self.stop_opening();
                self.stop_switching();
                let outcome = self.play(links, player, None).await;
                let _ = reply.send(outcome);
            }
            Ask::Prepare { intent, done } => {
                self.prepare(intent).await;
                let _ = done.send(());
            }
            Ask::Take { row, reply } => self.give_ready(row, reply).await,
            Ask::Another { complaint, reply } => self.another(complaint, Some(reply)).await,
            Ask::Else { turn, outcome } => self.found_another(turn, outcome).await,
            Ask::Find { about, reply } => self.open(about, Some(reply)),
            Ask::Control(control) => self.obey(control).await,
            Ask::Step { turn, step } => {
                if let Some(opening) = self.opening.as_mut().filter(|opening| opening.turn == turn) {
                    opening.stage = if step == Step::Searching { Stage::Searching } else { Stage::Linking };
                }
            }
            Ask::Found { turn, outcome } => self.found(turn, outcome).await,
            Ask::Follows { arrival, following } => {
                if arrival == self.arrivals && self.next.is_none() {
                    self.next = following.map(|following| Next { following, ahead: Ahead::Unmade });
                    self.look_ahead();
                }
            }
            Ask::Segments { arrival, segments, chapters } => {
                if arrival == self.arrivals {
                    self.skipping.know(segments, &chapters);
                    self.look_to_skip();
                    // A film that stands still tells nothing more of where it is.
                    self.look_ahead();
                }
            }
            Ask::Made { turn, outcome } => self.made(turn, outcome).await,
            Ask::Outside { arrival, found } => self.found_outside(arrival, found),
            Ask::Brought { arrival, number, subtitle } => self.brought(arrival, number, subtitle),
        }
    }

    async fn obey(&mut self, control: Control) {
        let order = match control {
            Control::Pause(paused) => Order::Pause(paused),
            // To the very end would end the film under the hand that drags it there.
            Control::Seek(to) if to.is_finite() => {
                Order::Seek(self.now.length.map_or(to, |length| to.min(length - 1.0)).max(0.0))
            }
            Control::Volume(percent) if percent.is_finite() => Order::Volume(percent),
            Control::Seek(_) | Control::Volume(_) => return,
            Control::Audio(track) => Order::Audio(track),
            Control::Subtitles(track) => Order::Subtitle(track),
            Control::Outside(number) => return self.choose_outside(number),
            Control::Next => return self.go_on().await,
            Control::Stay => return self.stay(),
            Control::Skip => return self.skip(),
            Control::Stop => return self.stop(),
            Control::Resume => return self.replay(None),
            Control::Again => return self.replay(Some(0.0)),
            Control::Dismiss => {
                if self.is_over {
                    self.forget();
                }
                return;
            }
        };
        if let Some(session) = &self.session {
            session.say(order);
        }
    }

    fn stop(&mut self) {
        self.stop_switching();
        if self.opening.is_some() {
            return self.stop_opening();
        }
        if self.is_over {
            // The next one is being looked for.
            self.stays = true;
        }
        if let Some(session) = &self.session {
            session.stop();
        }
    }

    /// The player has ended.
    fn gone(&mut self) {
        if let Some(session) = self.session.take().filter(|session| session.player.is_confined()) {
            // Its folder is of this process, and may hold links.
            let folder = session.player.reaches(&self.ways.folder);
            tokio::task::spawn_blocking(move || std::fs::remove_dir_all(folder));
        }
        self.told = None;
        self.asking = None;
        self.counting = None;
        self.has_card = false;
        self.is_over = self.current.is_some();
        self.now = Now::default();
        // A player that came to the end before the next link was made has closed. What is being made opens it anew.
        let next = self.next.as_ref().filter(|next| matches!(next.ahead, Ahead::Unmade | Ahead::Given(_)));
        if let Some(about) = next.map(|next| next.following.about.clone())
            && self.opening.is_none()
            && self.goes_on_after_the_end()
        {
            self.open(about, None);
        }
    }

    fn goes_on_after_the_end(&self) -> bool {
        let came_to_its_end = self.current.is_some_and(|(number, _)| self.ended == Some(number));
        came_to_its_end && self.goes_on_by_itself()
    }

    fn goes_on_by_itself(&self) -> bool {
        let wished = self.ways.next_by_itself.unwrap_or_else(|| self.profile.settings().playback.next_by_itself);
        wished && !self.stays
    }

    /// Shows nothing any more of what played.
    fn forget(&mut self) {
        self.stop_counting();
        self.current = None;
        self.next = None;
        self.is_over = false;
        self.now = Now::default();
    }

    fn show(&self) {
        let playing = self.playing();
        self.shown.send_if_modified(|shown| {
            let is_new = *shown != playing;
            if is_new {
                *shown = playing;
            }
            is_new
        });
    }

    fn playing(&self) -> Playing {
        let player = self.session.as_ref().map(|session| session.player.clone());
        if let Some(Opening { about, stage, .. }) = &self.opening {
            let about = Some(about.clone());
            return Playing { stage: *stage, about, player, ..Playing::default() };
        }
        let Some((number, position)) = self.current else { return Playing::default() };
        let Some(link) = self.links.get(number) else { return Playing::default() };
        let upcoming =
            |next: &Next| Upcoming { following: next.following.clone(), ready: matches!(next.ahead, Ahead::Given(_)) };
        let shown = Playing {
            stage: Stage::Over,
            about: Some(link.about.clone()),
            release: Some((link.result.info_hash, link.result.release.clone())),
            player: player.clone(),
            next: self.next.as_ref().map(upcoming),
            can_switch: self.can_switch(),
            switching: self.is_switching(),
            ..Playing::default()
        };
        if self.is_over {
            if let Some(Next { following, ahead: Ahead::Making { .. } }) = &self.next
                && self.goes_on_after_the_end()
            {
                let about = Some(following.about.clone());
                return Playing { stage: Stage::Linking, about, player, ..Playing::default() };
            }
            let is_watched = self.watched.contains(&number);
            let next = shown.next.clone().filter(|_| is_watched);
            return Playing { next, resume_at: over::resume_at(position, is_watched), ..shown };
        }
        let Some(session) = self.session.as_ref().filter(|session| session.is_running()) else {
            return Playing::default();
        };
        let mut now = self.now.clone();
        now.position = now.position.map(|at| (at * 2.0).round() / 2.0);
        now.volume = now.volume.map(f64::round);
        let can = if now.item.is_some() { session.can } else { Can::default() };
        Playing {
            stage: Stage::Playing,
            now,
            can,
            can_stop: true,
            counting: self.counting,
            skip: self.skipping.offered(),
            outside: self.outside_offered(),
            moved: self.moved_tracks(),
            ..shown
        }
    }
}

fn tell(asks: &mpsc::WeakUnboundedSender<Ask>, ask: Ask) {
    if let Some(asks) = asks.upgrade() {
        let _ = asks.send(ask);
    }
}

/// What the player says next; never, where there is none.
async fn heard(told: &mut Option<mpsc::UnboundedReceiver<Told>>) -> Told {
    if let Some(told) = told
        && let Some(told) = told.recv().await
    {
        return told;
    }
    std::future::pending().await
}
