//! Skips openings, recaps, credits and previews: by itself where the person wishes it, else after a press.

use perihelion_core::segments::{self, Chapter, Segment, SegmentKind};

use super::{Director, tell};
use crate::card;
use crate::order::{Card, Keys, Order};
use crate::playback::Ask;

/// What can be skipped of the film that plays.
#[derive(Debug, Default)]
pub(super) struct Skipping {
    /// The chapters it was asked with. Some players tell them after the length.
    asked: Option<Vec<Chapter>>,
    segments: Vec<Segment>,
    /// Those that were skipped, or are to be watched, by where they begin: seeking back into one skips it no more.
    done: Vec<f64>,
    offer: Option<Segment>,
}

/// What is to be done at a position.
#[derive(Debug, PartialEq)]
enum Step {
    /// Something else is offered than before, or nothing any more.
    Offer(Option<Segment>),
    Jump(f64),
    Nothing,
}

impl Skipping {
    /// What was found with these chapters, unless others are known by now.
    pub(super) fn know(&mut self, segments: Vec<Segment>, chapters: &[Chapter]) {
        if self.asked.as_deref() == Some(chapters) {
            self.segments = segments;
        }
    }

    /// Where the credits begin.
    pub(super) fn credits(&self) -> Option<f64> {
        self.segments.iter().find(|segment| segment.kind == SegmentKind::Credits).map(|segment| segment.start)
    }

    pub(super) fn offered(&self) -> Option<SegmentKind> {
        self.offer.as_ref().map(|segment| segment.kind)
    }

    /// Decides what happens at a position. `always` are the kinds that are skipped without a press.
    fn step(&mut self, at: f64, always: impl Fn(SegmentKind) -> bool) -> Step {
        let here = segments::at(&self.segments, at).filter(|segment| !self.done.contains(&segment.start)).cloned();
        if let Some(segment) = here.as_ref().filter(|segment| always(segment.kind)) {
            self.done.push(segment.start);
            self.offer = None;
            return Step::Jump(segment.end);
        }
        if here == self.offer {
            return Step::Nothing;
        }
        self.offer.clone_from(&here);
        Step::Offer(here)
    }

    /// The offer is answered. Returns where it ends.
    fn answered(&mut self) -> Option<f64> {
        let segment = self.offer.take()?;
        self.done.push(segment.start);
        Some(segment.end)
    }
}

impl Director {
    /// Asks as soon as the film's length is known, and again when its chapters are.
    pub(super) fn ask_what_can_be_skipped(&mut self) {
        let link = self.current.and_then(|(number, _)| self.links.get(number)).cloned();
        let (Some(link), Some(length)) = (link, self.now.length) else { return };
        let chapters: Vec<Chapter> = self
            .now
            .chapters
            .iter()
            .map(|chapter| Chapter { title: chapter.title.clone().unwrap_or_default(), start: chapter.at })
            .collect();
        if self.skipping.asked.replace(chapters.clone()).as_ref() == Some(&chapters) {
            return;
        }
        let (profile, arrival, asks) = (self.profile.clone(), self.arrivals, self.asks.clone());
        tokio::spawn(async move {
            let about = &link.about;
            let (title, episode) = ((about.kind, about.title_id.as_str()), (about.season, about.episode));
            let found = profile.segments_of(title, episode, &chapters, Some(length)).await;
            tell(&asks, Ask::Segments { arrival, segments: found.segments, chapters });
        });
    }

    /// Skips what plays, or offers it.
    pub(super) fn look_to_skip(&mut self) {
        let Some(at) = self.now.position.filter(|_| !self.is_over) else { return };
        let always = self.profile.settings().skip.always;
        // Credits before the next episode are its announcement's, and one card stands at a time.
        let announces = self.counting.is_some() || self.asking.is_some();
        match self.skipping.step(at, |kind| always.contains(&kind)) {
            Step::Jump(to) => self.jump(to),
            Step::Offer(Some(_)) if !announces => self.show_offer(),
            Step::Offer(None) if !announces => self.say(Order::Card(None)),
            Step::Offer(_) | Step::Nothing => {}
        }
    }

    /// Shows over the film what can be skipped, if anything can.
    pub(super) fn show_offer(&self) {
        if let Some(kind) = self.skipping.offered() {
            let text = card::skip((self.ways.tongue)(), kind);
            self.say(Order::Card(Some(Card { text, keys: Keys::Skip })));
        }
    }

    /// The person wants what is offered skipped.
    pub(super) fn skip(&mut self) {
        if let Some(end) = self.skipping.answered() {
            self.jump(end);
        }
    }

    /// The person wants to watch what was offered to be skipped.
    pub(super) fn watch(&mut self) {
        if self.skipping.answered().is_some() {
            self.say(Order::Card(None));
        }
    }

    fn jump(&mut self, to: f64) {
        self.say(Order::Card(None));
        // Beyond the end a player would close the film before it counts as watched.
        let to = self.now.length.map_or(to, |length| to.min(length - 0.5));
        self.say(Order::Seek(to.max(0.0)));
    }

    fn say(&self, order: Order) {
        if let Some(session) = &self.session {
            session.say(order);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(kind: SegmentKind, start: f64, end: f64) -> Segment {
        Segment { kind, start, end, by: Vec::new() }
    }

    fn skipping() -> Skipping {
        let mut skipping = Skipping { asked: Some(Vec::new()), ..Skipping::default() };
        let known = vec![segment(SegmentKind::Opening, 60.0, 150.0), segment(SegmentKind::Credits, 1300.0, 1390.0)];
        skipping.know(known, &[]);
        skipping
    }

    #[test]
    fn what_was_asked_before_the_chapters_were_known_comes_too_late() {
        let chapters = vec![Chapter { title: "Credits".to_owned(), start: 1290.0 }];
        let mut skipping = Skipping { asked: Some(chapters.clone()), ..Skipping::default() };
        skipping.know(vec![segment(SegmentKind::Credits, 1290.0, 1400.0)], &chapters);
        skipping.know(Vec::new(), &[]);
        assert_eq!(skipping.credits(), Some(1290.0));
    }

    #[test]
    fn what_is_offered_is_said_once_and_taken_away_behind_it() {
        let mut skipping = skipping();
        assert_eq!(skipping.step(10.0, |_| false), Step::Nothing);
        assert_eq!(skipping.step(61.0, |_| false), Step::Offer(Some(segment(SegmentKind::Opening, 60.0, 150.0))));
        assert_eq!((skipping.step(62.0, |_| false), skipping.offered()), (Step::Nothing, Some(SegmentKind::Opening)));
        assert_eq!((skipping.step(149.5, |_| false), skipping.offered()), (Step::Offer(None), None));
    }

    #[test]
    fn a_press_leads_to_its_end_and_it_is_offered_no_more() {
        let mut skipping = skipping();
        assert_eq!(skipping.answered(), None, "nothing is offered");
        skipping.step(70.0, |_| false);
        assert_eq!(skipping.answered(), Some(150.0));
        assert_eq!((skipping.step(80.0, |_| false), skipping.offered()), (Step::Nothing, None), "the person went back");
    }

    #[test]
    fn what_is_always_skipped_is_skipped_once() {
        let mut skipping = skipping();
        let always = |kind| kind == SegmentKind::Opening;
        assert_eq!(skipping.step(60.5, always), Step::Jump(150.0));
        assert_eq!(skipping.step(60.5, always), Step::Nothing, "who goes back wants to see it");
        assert_eq!(skipping.step(1301.0, always), Step::Offer(Some(segment(SegmentKind::Credits, 1300.0, 1390.0))));
    }
}
